// SPDX-License-Identifier: BSL-1.0
#include "batches.hpp"
#include "caught_text.hpp"

#include <pullback.hpp>
#include <pullback/ext/xsimd.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <vector>

namespace {

using batches::near;

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
    for (std::size_t count = 0; count <= 2 * xsimd::batch<S>::size + 1; ++count) {
        const auto xs = counting(count, S(-0.5), S(0.25)), ys = counting(count, S(1.5), S(-0.125));
        std::vector<S> results(count + 1, S(-7));
        pullback::transform_points(wave, std::span(results.data(), count), xs, ys);
        for (std::size_t i = 0; i < count; ++i) BOOST_TEST(near(results[i], wave(xs[i], ys[i])));
        BOOST_TEST(results[count] == S(-7)); // nothing is written behind the end
    }
}

BOOST_AUTO_TEST_CASE(arrays_of_structures_and_structures_of_arrays) {
    constexpr std::size_t count = 2 * xsimd::batch<double>::size + 3;
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

BOOST_AUTO_TEST_CASE(a_result_does_not_depend_on_its_place) {
    // Also beside numbers that xsimd's functions are not right for.
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
    BOOST_TEST(text_of<std::invalid_argument>([&] { pullback::transform_points(wave, results, four, three); }) ==
               "transform_points(f, results, x...): argument 1 has 3 points, results has 4");
    BOOST_TEST(text_of<std::invalid_argument>([&] {
                   pullback::transform_points(distance, results, pullback::columns(four, three));
               }) == "columns(x, y, ...): the arrays have 4 and 3 elements; give one element to each point");
}
