// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_FUNCTION_CHECK_HPP
#define PULLBACK_TESTS_RUN_FUNCTION_CHECK_HPP

#include "math_compile_time.hpp"

#include <pullback/derivative/hessian.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/static_function/generic_function.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <tuple>

/// Checks functions of the table, and their first and second derivatives, against formulas evaluated with 50
/// digits that are written here independently of the library's rules, and checks these formulas by
/// differences of the values.
namespace function_test {

using math_test::reference;
using math_test::sampler;
using types = std::tuple<float, double, long double>;

/// Largest errors allowed, in units in the last place.
struct bounds {
    double value;
    double first;
    double second;
};

/// A derivative that is a difference of terms is right when its error is small beside them: `size` is theirs.
struct scaled {
    reference wanted;
    reference size = 0;
    scaled(const reference& exact) : wanted(exact) {}
    scaled(const reference& exact, const reference& term) : wanted(exact), size(abs(term)) {}
};

template <class T>
double error_of(T got, const scaled& exact) {
    if (!(exact.size > abs(exact.wanted))) return math_test::ulp_error<T>(got, exact.wanted);
    if (got != got) return 1e30;
    return math_test::ulp_error<T>(static_cast<T>(exact.size), reference(exact.size + (reference(got) - exact.wanted)));
}

struct worst {
    double error = 0;
    long double where[3] = {};

    template <class T, std::size_t N>
    void note(double seen, const std::array<T, N>& x) {
        if (!(seen > error)) return;
        error = seen;
        for (std::size_t i = 0; i < N; ++i) where[i] = static_cast<long double>(x[i]);
    }
    void check(const char* function, const char* what, int digits, double bound) const {
        std::printf("%-12s %-10s %2d bits: %8.3f of %8.3f ulp at %.21Lg, %.21Lg, %.21Lg\n", function, what, digits,
                    error, bound, where[0], where[1], where[2]);
        BOOST_CHECK_MESSAGE(error <= bound, function << " " << what << ", " << digits << " bits: " << error
                                                     << " ulp, allowed " << bound << ", at " << where[0] << ", "
                                                     << where[1] << ", " << where[2]);
    }
};

/// `Row` has `function` and the exact `value`, `first` and `second`; `draw` gives the arguments.
template <class Row, class T, class Draw>
void check(bounds allowed, Draw draw, int count = 300) {
    constexpr auto gradient = pullback::gradient(Row::function);
    constexpr auto hessian = pullback::hessian(Row::function);
    worst value, first, second;
    for (int i = 0; i < count; ++i) {
        const T x = draw();
        const reference exact(x);
        value.note(error_of<T>(Row::function(x), Row::value(exact)), std::array{x});
        first.note(error_of<T>(gradient(x), Row::first(exact)), std::array{x});
        second.note(error_of<T>(hessian(x), Row::second(exact)), std::array{x});
    }
    value.check(Row::name, "value", std::numeric_limits<T>::digits, allowed.value);
    first.check(Row::name, "first", std::numeric_limits<T>::digits, allowed.first);
    second.check(Row::name, "second", std::numeric_limits<T>::digits, allowed.second);
}

/// Whether two 50-digit numbers agree as far as central differences with a step of 1e-12 can tell.
inline void check_difference(const char* function, const char* what, const reference& formula,
                             const reference& difference, const reference& size, double tolerance) {
    const reference error = abs(formula - difference);
    BOOST_CHECK_MESSAGE(
        error <= tolerance * (1 + abs(formula) + size),
        "the formula for " << function << ", " << what << ", is " << formula << ", the difference " << difference);
}

/// Compares the formulas of `Row` with central differences of its value, between `low` and `high`.
template <class Row>
void check_formulas(double low, double high) {
    sampler<double> draw;
    const reference h("1e-12");
    for (int i = 0; i < 20; ++i) {
        const reference x(draw.uniform(low, high));
        const reference below = Row::value(x - h), here = Row::value(x), above = Row::value(x + h);
        check_difference(Row::name, "first", scaled(Row::first(x)).wanted, (above - below) / (2 * h), abs(here), 1e-17);
        check_difference(Row::name, "second", scaled(Row::second(x)).wanted, (above - 2 * here + below) / (h * h),
                         abs(here), 1e-14);
    }
}

/// What a function of N arguments gives exactly, and the size of the terms its derivatives are differences
/// of.
template <std::size_t N>
struct exact_results {
    reference value;
    std::array<reference, N> gradient;
    std::array<std::array<reference, N>, N> hessian;
    reference first_size = 0;
    reference second_size = 0;
    reference value_size = 0;
};

template <std::size_t N>
using point = std::array<reference, N>;

/// As `check`, for a `Row` of N arguments: `function` takes an array and `at` gives the `exact_results`.
template <class Row, class T, std::size_t N, class Draw>
void check_several(bounds allowed, Draw draw, int count = 300) {
    constexpr auto gradient = pullback::gradient(Row::function);
    constexpr auto hessian = pullback::hessian(Row::function);
    worst value, first, second;
    for (int i = 0; i < count; ++i) {
        const std::array<T, N> x = draw();
        point<N> exact_x;
        for (std::size_t k = 0; k < N; ++k) exact_x[k] = reference(x[k]);
        const exact_results<N> exact = Row::at(exact_x);
        value.note(error_of<T>(Row::function(x), {exact.value, exact.value_size}), x);
        const auto g = gradient(x);
        const auto H = hessian(x);
        for (std::size_t k = 0; k < N; ++k) {
            first.note(error_of<T>(g[k], {exact.gradient[k], exact.first_size}), x);
            for (std::size_t l = 0; l < N; ++l)
                second.note(error_of<T>(H[k][l], {exact.hessian[k][l], exact.second_size}), x);
        }
    }
    value.check(Row::name, "value", std::numeric_limits<T>::digits, allowed.value);
    first.check(Row::name, "first", std::numeric_limits<T>::digits, allowed.first);
    second.check(Row::name, "second", std::numeric_limits<T>::digits, allowed.second);
}

/// As `check_formulas`, for a `Row` of N arguments. The Hessian is compared with differences of the gradient,
/// once that has been compared with differences of the value.
template <class Row, std::size_t N, class Draw>
void check_formulas_of_several(Draw draw) {
    const reference h("1e-12");
    for (int i = 0; i < 20; ++i) {
        const auto numbers = draw();
        point<N> x;
        for (std::size_t k = 0; k < N; ++k) x[k] = reference(numbers[k]);
        const exact_results<N> here = Row::at(x);
        for (std::size_t k = 0; k < N; ++k) {
            point<N> before = x, after = x;
            before[k] -= h;
            after[k] += h;
            const exact_results<N> below = Row::at(before), above = Row::at(after);
            const reference size = abs(here.value);
            check_difference(Row::name, "first", here.gradient[k], (above.value - below.value) / (2 * h), size, 1e-17);
            for (std::size_t l = 0; l < N; ++l)
                check_difference(Row::name, "second", here.hessian[k][l],
                                 (above.gradient[l] - below.gradient[l]) / (2 * h), size, 1e-17);
        }
    }
}

/// Relative error, or absolute beside `exact.size`.
inline double wide_error(const reference& got, const scaled& exact) {
    if (got == exact.wanted) return 0;
    const reference size = abs(exact.wanted) > exact.size ? reference(abs(exact.wanted)) : exact.size;
    return static_cast<double>(abs(got - exact.wanted) / size);
}

inline void check_wide(const char* function, const char* what, const reference& got, const scaled& exact) {
    const double error = wide_error(got, exact);
    BOOST_CHECK_MESSAGE(error < 1e-45, function << " " << what << " with 50 digits: relative error " << error);
}

/// Evaluates the compiled programs themselves with 50 digits.
template <class Row>
void check_with_50_digits(double low, double high) {
    constexpr auto gradient = pullback::gradient(Row::function);
    constexpr auto hessian = pullback::hessian(Row::function);
    sampler<double> draw;
    for (int i = 0; i < 10; ++i) {
        const reference x = reference(draw.uniform(low, high)) + reference("1e-20") / 3;
        check_wide(Row::name, "value", Row::function(x), Row::value(x));
        check_wide(Row::name, "first", gradient(x), Row::first(x));
        check_wide(Row::name, "second", hessian(x), Row::second(x));
    }
}

template <class Row, std::size_t N, class Draw>
void check_several_with_50_digits(Draw draw) {
    constexpr auto gradient = pullback::gradient(Row::function);
    constexpr auto hessian = pullback::hessian(Row::function);
    for (int i = 0; i < 10; ++i) {
        const auto numbers = draw();
        point<N> x;
        for (std::size_t k = 0; k < N; ++k) x[k] = reference(numbers[k]) + reference("1e-20") / 3;
        const exact_results<N> exact = Row::at(x);
        check_wide(Row::name, "value", Row::function(x), {exact.value, exact.value_size});
        const auto g = gradient(x);
        const auto H = hessian(x);
        for (std::size_t k = 0; k < N; ++k) {
            check_wide(Row::name, "first", g[k], {exact.gradient[k], exact.first_size});
            for (std::size_t l = 0; l < N; ++l)
                check_wide(Row::name, "second", H[k][l], {exact.hessian[k][l], exact.second_size});
        }
    }
}

} // namespace function_test

/// The row of a function of one argument, from its exact value and derivatives at `x`.
#define FUNCTION_TEST_ROW(function_name, exact_value, exact_first, exact_second)                             \
    struct function_name##_row {                                                                             \
        static constexpr const char* name = #function_name;                                                  \
        static constexpr auto function = pullback::function([](const auto& x) { return function_name(x); }); \
        static auto value([[maybe_unused]] const function_test::reference& x) {                              \
            return function_test::scaled(exact_value).wanted;                                                \
        }                                                                                                    \
        static auto first([[maybe_unused]] const function_test::reference& x) {                              \
            return function_test::scaled(exact_first);                                                       \
        }                                                                                                    \
        static auto second([[maybe_unused]] const function_test::reference& x) {                             \
            return function_test::scaled(exact_second);                                                      \
        }                                                                                                    \
    }

#endif
