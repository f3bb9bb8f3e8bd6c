// SPDX-License-Identifier: BSL-1.0
// Results of functions of fixed size that go where arguments are: all arguments are read before a result is written,
// so that whatever lies in whatever, the numbers are those that are returned.
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace {

using namespace pullback;

template <std::size_t Count>
std::array<double, Count> example() {
    std::array<double, Count> x{};
    for (std::size_t i = 0; i < Count; ++i) x[i] = 0.3 + std::sin(1.0 + 2.3 * static_cast<double>(i));
    return x;
}

template <std::size_t Count>
std::array<double, Count> numbers_of(const auto& result) {
    std::array<double, Count> numbers{};
    copy_to(result, numbers.data());
    return numbers;
}

/// A call whose argument lies at each place around its results, in memory of `Count` numbers for both.
template <std::size_t In, std::size_t Out, class F>
void check_at_all_offsets(const F& f, bool by_columns = false) {
    const auto x = example<In>();
    std::array<double, Out> expected{};
    if (by_columns) f.into(column_major(expected.data()))(x);
    else expected = numbers_of<Out>(f(x));
    constexpr std::size_t step = Out > 200 ? 7 : 1;
    std::vector<double> memory(In + Out + In);
    for (std::size_t offset = 0; offset <= In + Out; offset += step) {
        std::copy(x.begin(), x.end(), memory.begin() + static_cast<std::ptrdiff_t>(offset));
        const std::span<const double, In> argument(memory.data() + offset, In);
        double* const results = memory.data() + In;
        if (by_columns) f.into(column_major(results))(argument);
        else f.into(results)(argument);
        for (std::size_t i = 0; i < Out; ++i)
            BOOST_TEST_REQUIRE(results[i] == expected[i], "number " << i << ", argument from " << offset << " on");
    }
}

// Short functions; a chain whose results are many and wait for each other; one whose Jacobian has zeros and rows that
// are equal; ones that are so long that they run in parts.
constexpr auto turned = function(
    [](const auto& x) { return std::array{x[0] * sin(x[1]), x[1] * cos(x[0]) + x[2], x[0] * x[1], x[2] / x[0]}; });
constexpr auto energy = function([](const auto& x) { return x[0] * exp(x[3] * x[1]) + square(x[2]); });
constexpr auto reversed = function([](const auto& x) {
    auto y = x;
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[x.size() - 1 - i];
    return y;
});
constexpr auto chained = function([](const auto& x) {
    auto y = x;
    for (std::size_t i = 1; i < x.size(); ++i) y[i] = sin(y[i - 1]) + x[i] * x[x.size() - 1 - i];
    return y;
});
constexpr auto repeated = function([](const auto& x) {
    const auto both = x[0] * x[1] + x[2];
    return std::array{both, both, x[3], both, x[0] * 0, x[3]};
});
constexpr auto mixed = function([](const auto& x) {
    auto y = x;
    for (int pass = 0; pass < 12; ++pass)
        for (std::size_t i = 0; i < x.size(); ++i)
            y[i] = y[i] * 0.5 + tanh(y[(i * 7 + 3) % x.size()]) * x[(i + 5) % x.size()];
    return y;
});

} // namespace

BOOST_AUTO_TEST_CASE(results_of_short_functions) {
    check_at_all_offsets<3, 4>(turned);
    check_at_all_offsets<4, 1>(energy);
    check_at_all_offsets<9, 9>(reversed);
    check_at_all_offsets<12, 12>(chained);
    check_at_all_offsets<4, 6>(repeated);
}

BOOST_AUTO_TEST_CASE(results_of_derivatives) {
    check_at_all_offsets<4, 4>(gradient(energy));
    check_at_all_offsets<4, 16>(hessian(energy));
    check_at_all_offsets<3, 12>(jacobian(turned));
    check_at_all_offsets<3, 12>(jacobian(turned), true);
    check_at_all_offsets<4, 24>(jacobian(repeated));
    check_at_all_offsets<9, 81>(jacobian(reversed));
    check_at_all_offsets<12, 144>(jacobian(chained), true);
}

BOOST_AUTO_TEST_CASE(long_functions_that_run_in_parts) {
    check_at_all_offsets<40, 40>(mixed);
    check_at_all_offsets<40, 1600>(jacobian(mixed));
}

BOOST_AUTO_TEST_CASE(each_part_of_a_result_in_an_argument) {
    constexpr auto f =
        function([](const auto& x, const auto& s, const auto& y) { return x[0] * exp(s * y[1]) + sin(y[0] * x[1]); });
    const std::array<double, 2> x{0.5, -1}, y{2, 0.25};
    const double s = 0.75;
    const auto [value, slope] = value_and_gradient(f)(x, s, y);
    const auto [by_x, by_s, by_y] = slope;
    auto x_here = x, y_here = y;
    double s_here = s, v = 0;
    value_and_gradient(f).into(v, y_here, s_here, x_here)(x_here, s_here, y_here); // crosswise
    BOOST_TEST(v == value);
    BOOST_TEST(y_here == by_x, boost::test_tools::per_element());
    BOOST_TEST(x_here == by_y, boost::test_tools::per_element());
    BOOST_TEST(s_here == by_s);
    // The value in an argument that the derivative needs, and a tangent over the direction.
    auto both = x, direction = by_x;
    s_here = s;
    const auto along = jvp(f, wrt<0>)(x, s, y, by_x);
    jvp(f, wrt<0>).into(s_here, both[1])(both, s_here, y, direction);
    BOOST_TEST(s_here == along.value);
    BOOST_TEST(both[1] == along.tangent);
    const auto product = hvp(f, wrt<2>)(x, s, y, y);
    y_here = y;
    hvp(f, wrt<2>).into(y_here)(x, s, y_here, y_here);
    BOOST_TEST(y_here == product, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(constants_of_formulas_and_constant_expressions) {
    constexpr auto a = variable<"a">;
    constexpr auto b = variable<"b">;
    double p = 1.5, q = 0.5;
    const auto f = gradient(p * a * sin(b * q)); // which holds p and q as they are now
    const auto expected = f(p, q);
    f.into(p, q)(p, q);
    BOOST_TEST(p == expected[a]);
    BOOST_TEST(q == expected[b]);

    constexpr auto in_place = [] {
        std::array<double, 3> x{1, 2, 3};
        gradient(function([](const auto& v) { return v[0] * v[1] * v[2] * v[2]; })).into(x)(x);
        return x;
    }();
    static_assert(in_place[0] == 18 && in_place[1] == 9 && in_place[2] == 12);
}

BOOST_AUTO_TEST_CASE(arguments_of_fixed_size_beside_ranges) {
    constexpr auto loss = function([](const auto& w, const auto& data) {
        return sum(data, [&](const auto& each) { return square(w[0] * each[0] - each[1] * w[1]) + w[2]; });
    });
    const std::vector<std::array<double, 2>> data{{1, 2}, {3, 0.5}, {-1, 4}};
    const std::array<double, 3> w{0.5, -1, 2};
    const auto expected = value_and_gradient(loss, wrt<0>)(w, data);
    for (const std::size_t offset : {0U, 1U, 2U, 3U}) {
        std::array<double, 6> memory{};
        std::copy(w.begin(), w.end(), memory.begin() + static_cast<std::ptrdiff_t>(offset));
        double value = 0;
        value_and_gradient(loss, wrt<0>)
            .into(value, memory.data() + 1)(std::span<const double, 3>(memory.data() + offset, 3), data);
        BOOST_TEST(value == expected.value);
        for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(memory[1 + i] == expected.gradient[i], offset);
    }
    // Results that are as long as the data, over arguments of fixed size.
    constexpr auto scaled = function(
        [](const auto& w_, const auto& x) { return map(x, [&](const auto& each) { return w_[0] * each + w_[2]; }); });
    const std::vector<double> x{1, 2, 3, 4};
    const auto returned = scaled(w, x);
    std::array<double, 4> memory{w[0], w[1], w[2], 7};
    scaled.into(memory)(std::span<const double, 3>(memory.data(), 3), x);
    BOOST_TEST(memory == returned, boost::test_tools::per_element());
}
