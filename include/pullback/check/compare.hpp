// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CHECK_COMPARE_HPP
#define PULLBACK_CHECK_COMPARE_HPP

#include <pullback/check/extrapolation.hpp>
#include <pullback/check/gradient_report.hpp>
#include <pullback/check/probed.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

namespace pullback::detail {

/// `x` made of `T`.
template <class T, class X>
constexpr rebind_shape<X, T> rebound(const X& x) {
    std::array<T, static_cast<std::size_t>(shape_of<X>::size)> numbers{};
    shape_of<X>::template load<0>(x, numbers.data());
    return shape_of<rebind_shape<X, T>>::template store<0, rebind_shape<X, T>>(numbers.data());
}

/// Judges derivatives one by one and remembers the worst.
template <class T>
class gradient_judge {
public:
    constexpr gradient_judge(const gradient_tolerance& tolerance, const T& epsilon)
        : precision_(epsilon),
          relative_(tolerance.relative < 0 ? precision_.root(2, 3) : static_cast<T>(tolerance.relative)),
          absolute_(static_cast<T>(tolerance.absolute)),
          step_(tolerance.step < 0 ? precision_.root(1, 7) : static_cast<T>(tolerance.step)) {
        report_.digits = static_cast<int>(precision_.bits * 0.30103);
    }

    constexpr const T& step() const { return step_; }
    constexpr const precision<T>& digits() const { return precision_; }

    /// Which derivative comes next.
    constexpr void go_to(std::size_t argument, std::size_t element_count, std::size_t result_count) {
        here_.argument = argument;
        here_.element_count = element_count;
        here_.result_count = result_count;
    }

    /// What a derivative may be off beside the error of the differences.
    constexpr T tolerance_at(const T& analytic) const { return absolute_ + relative_ * magnitude(analytic); }
    constexpr bool agrees(const T& analytic, const extrapolated_difference<T>& found) const {
        return is_finite(analytic) && is_finite(found.value()) &&
               magnitude<T>(analytic - found.value()) <= tolerance_at(analytic) + found.error();
    }

    constexpr void judge(std::size_t element, std::size_t result, const T& analytic,
                         const extrapolated_difference<T>& found, const T& scale) {
        const bool is_found = is_finite(found.value());
        const T size = is_found ? larger(magnitude(analytic), magnitude(found.value())) : magnitude(analytic);
        const T limit = precision_.root(1, 4) * (size + found.size() / scale);
        const T trusted = found.error() < limit ? found.error() : limit;
        // Further apart than the differences can be off, or not finite: then there is nothing to doubt.
        const bool is_judged =
            !is_finite(analytic) || trusted == found.error() ||
            (is_found && magnitude<T>(analytic - found.value()) > absolute_ + relative_ * size + found.error());
        note(element, result, analytic, found.value(), absolute_ + relative_ * size + trusted, is_judged);
    }

    constexpr gradient_report report() const {
        gradient_report result = report_;
        result.passed = result.compared > 0 && result.error <= 1;
        return result;
    }

private:
    constexpr void note(std::size_t element, std::size_t result, const T& analytic, const T& numerical,
                        const T& allowed, bool is_judged) {
        const long double error = error_of(analytic, numerical, allowed);
        const bool is_doubtful = error > 1 && !is_judged;
        if (is_doubtful) ++report_.undecided;
        // The worst is what is wrong, then what cannot be judged, then what is right.
        const int rank = error <= 1 ? 0 : is_doubtful ? 1 : 2;
        const bool is_worst = report_.compared++ == 0 || rank > rank_ || (rank == rank_ && error > report_.error);
        if (!is_worst) return;
        rank_ = rank;
        report_.is_wrong = rank == 2;
        report_.argument = here_.argument;
        report_.element_count = here_.element_count;
        report_.result_count = here_.result_count;
        report_.element = element;
        report_.result = result;
        report_.analytic = static_cast<long double>(analytic);
        report_.numerical = static_cast<long double>(numerical);
        report_.allowed = static_cast<long double>(allowed);
        report_.error = error;
    }

    // Nothing that is not finite agrees with anything, itself included.
    static constexpr long double error_of(const T& analytic, const T& numerical, const T& allowed) {
        constexpr long double wrong = std::numeric_limits<long double>::infinity();
        if (!is_finite(analytic) || !is_finite(numerical)) return wrong;
        const T difference = magnitude<T>(analytic - numerical);
        if (difference == 0) return 0;
        return allowed > 0 ? static_cast<long double>(T(difference / allowed)) : wrong;
    }

    precision<T> precision_;
    T relative_;
    T absolute_;
    T step_;
    struct {
        std::size_t argument = 0, element_count = 0, result_count = 0;
    } here_;
    int rank_ = 0;
    gradient_report report_;
};

// The value of f where the elements of its arguments are these. Arguments are named, for functions that take
// references.
template <class... Point, class F, class... Numbers>
constexpr auto value_at(F& f, const std::tuple<Numbers...>& numbers) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        std::tuple arguments{probed<Point>::argument(std::get<I>(numbers))...};
        return f(std::get<I>(arguments)...);
    }(std::index_sequence_for<Numbers...>{});
}

/// Which two values of f a difference is made of.
enum class difference_side { both, above, below };

// Differences of all results by element `element` of argument `I`, from all steps.
template <std::size_t I, class... Point, class T, class F, class Numbers, class Tables>
constexpr void fill_tables(const gradient_judge<T>& judge, F& f, Numbers numbers, std::size_t element,
                           difference_side side, Tables& tables) {
    using point = probed<std::tuple_element_t<I, std::tuple<Point...>>>;
    using read = probed<std::remove_cvref_t<decltype(detail::value_at<Point...>(f, numbers))>>;
    using S = typename point::scalar;
    const S x = point::elements(std::get<I>(numbers))[element];
    const auto at = [&](const S& moved) {
        point::elements(std::get<I>(numbers))[element] = moved;
        return read::take_apart(detail::value_at<Point...>(f, numbers));
    };
    // Powers of two, so that x + h and x - h are exact and the steps have the ratio that the extrapolation counts on.
    constexpr int most_steps = 32;
    const S first_step = static_cast<S>(judge.step());
    S step = detail::power_of_two_below<S>(first_step * larger(S(1), magnitude(x)));
    bool is_relative = !(magnitude(x) < 1);
    for (int k = 0; k < most_steps; ++k, step /= 4) {
        const S above = side == difference_side::below ? x : S(x + step);
        const S below = side == difference_side::above ? x : S(x - step);
        const S width = side == difference_side::both ? S(2 * step) : step;
        // There are no more differences once the step is rounded away beside x.
        if (!(magnitude<S>((above - below) - width) < step / 8)) break;
        auto y_above = at(above), y_below = at(below);
        bool is_done = true;
        for (std::size_t row = 0; row < tables.size(); ++row) {
            tables[row].add(static_cast<T>(read::elements(y_above)[row]), static_cast<T>(read::elements(y_below)[row]),
                            static_cast<T>(S(above - below)), judge.digits());
            is_done = is_done && tables[row].is_done();
        }
        if (is_done) break;
        // Next to 0 there may be more to see at the scale of x itself.
        if (k + 1 < most_steps || is_relative || x == 0 || !(first_step * magnitude(x) < step)) continue;
        is_relative = true;
        k = 0;
        step = 4 * detail::power_of_two_below<S>(first_step * magnitude(x));
        for (auto& table : tables) table.start_anew();
    }
}

/// Compares `derivatives`, row by row those of each result by all elements of all arguments, with differences of f.
template <class T, class F, class... Point, class Derivatives>
constexpr gradient_report compare_derivatives(const gradient_tolerance& tolerance, const T& epsilon, F& f,
                                              const std::tuple<Point...>& at, const Derivatives& derivatives) {
    gradient_judge<T> judge(tolerance, epsilon);
    auto numbers = std::apply([](const Point&... x) { return std::tuple{probed<Point>::take_apart(x)...}; }, at);
    const auto y = detail::value_at<Point...>(f, numbers);
    using read = probed<std::remove_cvref_t<decltype(y)>>;

    const std::size_t rows = read::count(read::take_apart(y));
    const std::size_t columns = rows == 0 ? 0 : derivatives.size() / rows;
    std::size_t first = 0;
    const auto check = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
        using point = probed<std::tuple_element_t<I, std::tuple<Point...>>>;
        const std::size_t count = point::count(std::get<I>(numbers));
        judge.go_to(I, count, rows);
        for (std::size_t element = 0; element < count; ++element) {
            const T scale = larger(T(1), magnitude(static_cast<T>(point::elements(std::get<I>(numbers))[element])));
            const auto analytic = [&](std::size_t row) {
                return static_cast<T>(derivatives[row * columns + first + element]);
            };
            auto tables = read::template make_each<extrapolated_difference<T>>(rows);
            const auto fill = [&](difference_side side, auto& to) {
                detail::fill_tables<I, Point...>(judge, f, numbers, element, side, to);
            };
            const auto start = [&](auto& to, bool is_one_sided) {
                for (auto& table : to) table = extrapolated_difference<T>(scale, is_one_sided);
            };
            start(tables, false);
            fill(difference_side::both, tables);
            // At the end of a domain there are differences to the inner side.
            bool is_cut_off = false, agrees = true;
            for (std::size_t row = 0; row < rows; ++row) {
                is_cut_off = is_cut_off || tables[row].is_cut_off();
                agrees = agrees && (tables[row].is_cut_off() || judge.agrees(analytic(row), tables[row]));
            }
            if (!agrees) {
                for (std::size_t row = 0; row < rows; ++row)
                    tables[row].look_closer(analytic(row), judge.tolerance_at(analytic(row)));
                fill(difference_side::both, tables);
            }
            for (const auto side : {difference_side::above, difference_side::below}) {
                if (!is_cut_off) break;
                auto one_sided = read::template make_each<extrapolated_difference<T>>(rows);
                start(one_sided, true);
                fill(side, one_sided);
                for (std::size_t row = 0; row < rows; ++row)
                    if (tables[row].is_cut_off() && is_finite(one_sided[row].value())) tables[row] = one_sided[row];
            }
            for (std::size_t row = 0; row < rows; ++row) judge.judge(element, row, analytic(row), tables[row], scale);
        }
        first += count;
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (check(std::integral_constant<std::size_t, I>{}), ...);
    }(std::index_sequence_for<Point...>{});
    return judge.report();
}

} // namespace pullback::detail

namespace pullback::engine {

/// Compares derivatives with differences one by one, and says in the end what `gradient_check` returns.
using detail::gradient_judge;

} // namespace pullback::engine

#endif
