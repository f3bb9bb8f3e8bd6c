// SPDX-License-Identifier: BSL-1.0
// Derivatives of which most entries are 0: the sweeps pass by what has no part, and the zeros are set all at once.
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <type_traits>

namespace {

template <std::size_t N>
constexpr std::array<double, N> point() {
    std::array<double, N> x{};
    for (std::size_t i = 0; i < N; ++i)
        x[i] = 0.3 + 0.07 * static_cast<double>(i % 13) - 0.11 * static_cast<double>(i % 5);
    return x;
}

// Result i depends on x_i and its neighbour.
constexpr auto chain_of_rosenbrock = [](const auto& x) {
    using pullback::square, pullback::sin;
    auto y = x;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto& next = x[(i + 1) % x.size()];
        y[i] = square(next - square(x[i])) + sin(x[i]);
    }
    return y;
};
template <std::size_t N>
double expected_entry(const std::array<double, N>& x, std::size_t row, std::size_t column) {
    const double difference = x[(row + 1) % N] - x[row] * x[row];
    if (column == row) return -4 * x[row] * difference + std::cos(x[row]);
    return column == (row + 1) % N ? 2 * difference : 0;
}
constexpr auto f = pullback::function(chain_of_rosenbrock);

template <std::size_t N, class Jacobian>
void check_chain(const Jacobian& jacobian, const std::array<double, N>& x) {
    for (std::size_t row = 0; row < N; ++row)
        for (std::size_t column = 0; column < N; ++column) {
            const double expected = expected_entry(x, row, column);
            BOOST_TEST(std::abs(jacobian[row][column] - expected) <= 1e-14 * (1 + std::abs(expected)));
            if (expected == 0) BOOST_TEST(!std::signbit(jacobian[row][column]));
        }
}

// So long that it is compiled in parts.
constexpr auto long_chain = [](const auto& x) {
    using pullback::square, pullback::sin, pullback::exp;
    auto y = x;
    for (std::size_t i = 0; i < x.size(); ++i) {
        auto z = x[i];
        for (int k = 0; k < 5; ++k) z = sin(z) * x[(i + 1) % x.size()] + exp(-square(z));
        y[i] = z;
    }
    return y;
};

// What has no derivative, is an input or is another result too, and what depends on conditions.
constexpr auto mixed = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    using pullback::select;
    std::array<T, 24> y{};
    for (std::size_t i = 0; i < y.size(); ++i) {
        if (i % 4 == 0) y[i] = T(3);
        else if (i % 4 == 1) y[i] = x[i];
        else if (i % 4 == 2) y[i] = select(x[i] < x[i - 1], x[i] * x[i - 2], exp(x[i]));
        else y[i] = y[i - 1];
    }
    return y;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_sparse_jacobian_has_the_entries_of_its_formula_and_zeros) {
    constexpr auto x = point<70>();
    check_chain(pullback::jacobian(f)(x), x);
}

BOOST_AUTO_TEST_CASE(so_it_has_beside_the_value) {
    constexpr auto x = point<20>();
    const auto both = pullback::value_and_jacobian(f)(x);
    check_chain(both.jacobian, x);
    const auto value = chain_of_rosenbrock(x);
    for (std::size_t i = 0; i < x.size(); ++i)
        BOOST_TEST(both.value[i] == value[i], boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(so_it_has_at_compile_time) {
    constexpr auto x = point<18>();
    constexpr auto jacobian = pullback::jacobian(f)(x);
    check_chain(jacobian, x);
}

BOOST_AUTO_TEST_CASE(a_sparse_jacobian_that_is_compiled_in_parts_has_the_slopes_of_its_function) {
    constexpr std::size_t size = 40;
    constexpr auto x = point<size>();
    constexpr auto g = pullback::function(long_chain);
    using derivative = decltype(pullback::jacobian(g));
    static_assert(pullback::engine::program_of<derivative, std::array<double, size>>::code.size > 2048);
    const auto jacobian = pullback::jacobian(g)(x);
    for (std::size_t column = 0; column < size; ++column) {
        constexpr double step = 1e-6;
        auto above = x, below = x;
        above[column] += step;
        below[column] -= step;
        const auto high = long_chain(above), low = long_chain(below);
        for (std::size_t row = 0; row < size; ++row) {
            const double slope = (high[row] - low[row]) / (2 * step);
            BOOST_TEST(std::abs(jacobian[row][column] - slope) <= 1e-7 * (1 + std::abs(slope)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_sparse_hessian_has_the_entries_of_its_formula_and_zeros) {
    constexpr std::size_t size = 24;
    constexpr auto x = point<size>();
    constexpr auto sum = pullback::function([](const auto& v) {
        auto total = 0 * v[0];
        for (std::size_t i = 0; i + 1 < v.size(); ++i) total += square(v[i + 1] - square(v[i]));
        return total;
    });
    const auto hessian = pullback::hessian(sum)(x);
    for (std::size_t row = 0; row < size; ++row)
        for (std::size_t column = 0; column < size; ++column) {
            double expected = 0;
            if (row == column && row + 1 < size) expected += 12 * x[row] * x[row] - 4 * x[row + 1];
            if (row == column && row > 0) expected += 2;
            if (column == row + 1) expected = -4 * x[row];
            if (row == column + 1) expected = -4 * x[column];
            BOOST_TEST(std::abs(hessian[row][column] - expected) <= 1e-14 * (1 + std::abs(expected)));
        }
}

BOOST_AUTO_TEST_CASE(results_without_derivatives_inputs_and_repeated_results_have_their_rows) {
    constexpr std::size_t size = 24;
    constexpr auto x = point<size>();
    const auto jacobian = pullback::jacobian(pullback::function(mixed))(x);
    for (std::size_t row = 0; row < size; ++row)
        for (std::size_t column = 0; column < size; ++column) {
            const std::size_t i = row % 4 == 3 ? row - 1 : row;
            double expected = 0;
            if (i % 4 == 1) expected = column == i ? 1 : 0;
            else if (i % 4 == 2 && x[i] < x[i - 1]) expected = column == i ? x[i - 2] : column == i - 2 ? x[i] : 0;
            else if (i % 4 == 2) expected = column == i ? std::exp(x[i]) : 0;
            BOOST_TEST(std::abs(jacobian[row][column] - expected) <= 1e-14 * (1 + std::abs(expected)));
        }
}
