// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace {

template <class S>
bool near(S a, S b) {
    return std::abs(a - b) <= 16 * std::numeric_limits<S>::epsilon() * std::max(std::abs(b), S(1));
}

template <class T>
struct asset {
    BOOST_HANA_DEFINE_STRUCT(asset, (T, price), (std::array<T, 2>, rates));
};

constexpr auto present_value =
    pullback::function([](const auto& a, const auto& time) { return a.price * exp(-a.rates[0] * time) + a.rates[1]; });
constexpr auto distance = pullback::function([](const auto& p) { return hypot(p[0], p[1]); });

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto wave = select(x < y, exp(-x) * sin(y), x* y);

template <class S>
std::vector<S> counting(std::size_t count, S first, S step) {
    std::vector<S> numbers(count);
    for (std::size_t i = 0; i < count; ++i) numbers[i] = first + step * static_cast<S>(i);
    return numbers;
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(every_number_of_points, S, decltype(std::tuple<float, double>())) {
    for (std::size_t count = 0; count <= 2 * pullback::math::lanes<S, 1>::size + 1; ++count) {
        const auto xs = counting(count, S(-0.5), S(0.25)), ys = counting(count, S(1.5), S(-0.125));
        std::vector<S> results(count + 1, S(-7));
        pullback::transform_points(wave, std::span(results.data(), count), xs, ys);
        for (std::size_t i = 0; i < count; ++i) BOOST_TEST(near(results[i], wave(xs[i], ys[i])));
        BOOST_TEST(results[count] == S(-7)); // nothing is written behind the end
    }
}

BOOST_AUTO_TEST_CASE(arrays_of_structures_and_structures_of_arrays) {
    constexpr std::size_t count = 2 * pullback::math::lanes<double, 1>::size + 3;
    const auto xs = counting(count, -0.5, 0.25), ys = counting(count, 1.5, -0.125);
    constexpr auto both = pullback::value_and_gradient(distance);

    std::vector<std::array<double, 2>> points(count), gradients(count);
    for (std::size_t i = 0; i < count; ++i) points[i] = {xs[i], ys[i]};
    std::vector<std::array<double, 3>> as_arrays(count);
    std::vector<decltype(both(points[0]))> as_results(count);
    std::vector<double> values(count), dx(count), dy(count);
    pullback::transform_points(both, as_results, points);
    pullback::transform_points(both, as_arrays, pullback::columns(xs, ys));
    pullback::transform_points(both, pullback::columns(values, dx, dy), points);
    pullback::transform_points(pullback::gradient(distance), gradients, pullback::columns(xs, ys));
    for (std::size_t i = 0; i < count; ++i) {
        const auto [value, gradient] = both(points[i]);
        BOOST_TEST(near(as_results[i].value, value));
        BOOST_TEST(near(as_results[i].gradient[1], gradient[1]));
        BOOST_TEST(near(as_arrays[i][0], value));
        BOOST_TEST(near(as_arrays[i][1], gradient[0]));
        BOOST_TEST(near(as_arrays[i][2], gradient[1]));
        BOOST_TEST(near(values[i], value));
        BOOST_TEST(near(dx[i], gradient[0]));
        BOOST_TEST(near(dy[i], gradient[1]));
        BOOST_TEST(near(gradients[i][0], gradient[0]));
    }

    // Adapted structs, and one argument for all points.
    std::vector<asset<double>> assets(count), slopes(count);
    for (std::size_t i = 0; i < count; ++i) assets[i] = {100 + xs[i], {0.01 * ys[i], ys[i]}};
    const auto slope = pullback::gradient(present_value, pullback::wrt<0>);
    pullback::transform_points(present_value, values, assets, 2);
    pullback::transform_points(slope, slopes, assets, 2);
    for (std::size_t i = 0; i < count; ++i) {
        BOOST_TEST(near(values[i], present_value(assets[i], 2)));
        BOOST_TEST(near(slopes[i].rates[0], slope(assets[i], 2).rates[0]));
        BOOST_TEST(slopes[i].rates[1] == 1);
    }
    const asset<double> only{100, {0.02, 1}};
    pullback::transform_points(present_value, values, only, xs);
    for (std::size_t i = 0; i < count; ++i) BOOST_TEST(near(values[i], present_value(only, xs[i])));

    // In place.
    auto in_place = xs;
    pullback::transform_points(wave, in_place, in_place, ys);
    for (std::size_t i = 0; i < count; ++i) BOOST_TEST(near(in_place[i], wave(xs[i], ys[i])));
}

BOOST_AUTO_TEST_CASE(edges_are_those_of_numbers) {
    constexpr double infinity = std::numeric_limits<double>::infinity(), small = std::numeric_limits<double>::min();
    const std::vector<double> xs{0, -0., infinity, -infinity, 1, -1, small, -small, small / 4, 710, -746, 27, 1e300};
    std::vector<double> results(xs.size());
    const auto compare = [&](const auto& f) {
        pullback::transform_points(f, results, xs);
        for (std::size_t i = 0; i < xs.size(); ++i) {
            const double wanted = f(xs[i]);
            if (std::isnan(wanted)) BOOST_TEST(std::isnan(results[i]), xs[i]);
            else if (std::isinf(wanted) || wanted == 0) BOOST_TEST(results[i] == wanted, xs[i]);
            else BOOST_TEST(std::abs(results[i] / wanted - 1) <= 1e-15, xs[i]);
        }
    };
    compare(exp(x));
    compare(log(x));
    compare(tanh(x));
    compare(atan2(x, 1));
    compare(erfc(x));
    compare(min(x, 1));
    compare(lgamma(x));
    compare(pullback::gradient(sqrt(x)));
}

namespace {

// Rows of users may branch on a number.
struct step_or_slope : pullback::elementary<step_or_slope, 1> {
    static constexpr const char* name = "step_or_slope";
    template <class T>
    static constexpr T value(const T& at) {
        if (at < T(0)) return T(-1);
        return at;
    }
    template <class T>
    static constexpr T pullback(const T& at, const T&, const T& gy) {
        return select(at < T(0), T(0), gy);
    }
};
struct is_small : pullback::functions::condition<is_small, 1> {
    static constexpr const char* name = "is_small";
    template <class T>
    static constexpr bool value(const T& at) {
        if (at < T(0.25)) return true;
        return false;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(rows_of_users_are_computed_lane_by_lane) {
    constexpr auto slope = step_or_slope{}(x)*x;
    const auto xs = counting(11, -1.f, 0.3f);
    std::vector<float> values(11), slopes(11);
    pullback::transform_points(pullback::value_and_gradient(slope), pullback::columns(values, slopes), xs);
    for (std::size_t i = 0; i < 11; ++i) {
        BOOST_TEST(near(values[i], xs[i] < 0 ? -xs[i] : xs[i] * xs[i]));
        BOOST_TEST(near(slopes[i], xs[i] < 0 ? -1 : 2 * xs[i]));
    }
    constexpr auto doubled = pullback::function([](const auto& at) { return select(is_small{}(at), at, 2 * at); });
    pullback::transform_points(doubled, values, xs);
    for (std::size_t i = 0; i < 11; ++i) BOOST_TEST(values[i] == (xs[i] < 0.25f ? xs[i] : 2 * xs[i]));
}

BOOST_AUTO_TEST_CASE(a_result_does_not_depend_on_its_place) {
    std::vector<double> xs{0.5, 1, -2, 0, 3, 1e-310, 5, -0.25, 1, 30, 2, 7, 0.1, 0.2, 0.3, 0.4, 0.6};
    constexpr auto f = log(x) + pow(x, 2.5) + erfc(x) + atan2(x, 1) + lgamma(x);
    std::vector<double> results(xs.size());
    pullback::transform_points(f, results, xs);
    for (std::size_t i = 0; i < xs.size(); ++i) {
        double alone;
        pullback::transform_points(f, std::span(&alone, 1), std::span(&xs[i], 1));
        BOOST_TEST((alone == results[i] || (alone != alone && results[i] != results[i])));
    }
}

BOOST_AUTO_TEST_CASE(formulas_with_numbers_in_them) {
    const double k = 3;
    const auto tone = sin(k * x);
    const auto xs = counting(11, 0.1f, 0.3f);
    std::vector<float> results(11);
    pullback::transform_points(tone, results, xs);
    for (std::size_t i = 0; i < 11; ++i) BOOST_TEST(near(results[i], tone(xs[i])));
}

BOOST_AUTO_TEST_CASE(lengths_that_differ) {
    using caught_text::text_of;
    const std::vector<double> three(3), four(4);
    std::vector<double> results(4);
    BOOST_TEST(text_of<pullback::range_error>([&] { pullback::transform_points(wave, results, four, three); }) ==
               "transform_points(f, results, x...): argument 1 has 3 points, results has 4");
    BOOST_TEST(text_of<pullback::range_error>([&] {
                   pullback::transform_points(distance, results, pullback::columns(four, three));
               }) == "columns(x, y, ...): the arrays have 4 and 3 elements; give one element to each point");
}
