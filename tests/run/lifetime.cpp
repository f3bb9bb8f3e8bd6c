// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

// Expressions own the numbers they captured. What made them is gone here before they are called; run under
// the address sanitizer this shows what would still look at it.

namespace {

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

auto bell(double mean, double width) {
    const auto standardised = (x - mean) / width;
    return exp(-square(standardised) / 2) / width;
}

auto slope_of_bell(double mean, double width) { return pullback::gradient(bell(mean, width)); }

template <class F>
auto shifted(const F& f, double by) {
    return f(x - by);
}

using bell_type = decltype(bell(0, 1));

struct model {
    bell_type density;
    decltype(slope_of_bell(0, 1)) slope;
    double weight;
};

model make_model(double mean, double width) { return {bell(mean, width), slope_of_bell(mean, width), 2}; }

double exact(double at, double mean, double width) {
    return std::exp(-(at - mean) * (at - mean) / (width * width) / 2) / width;
}
double exact_slope(double at, double mean, double width) {
    return -(at - mean) / (width * width) * exact(at, mean, width);
}

} // namespace

BOOST_AUTO_TEST_CASE(returned_from_functions, *boost::unit_test::tolerance(1e-14)) {
    const auto f = bell(1.5, 2);
    BOOST_TEST(f(0.25) == exact(0.25, 1.5, 2));
    BOOST_TEST(slope_of_bell(1.5, 2)(0.25) == exact_slope(0.25, 1.5, 2));
    BOOST_TEST(shifted(bell(1.5, 2), 0.5)(0.75) == exact(0.25, 1.5, 2));
    BOOST_TEST(pullback::gradient(shifted(shifted(f, 0.5), 1))(1.75) == exact_slope(0.25, 1.5, 2));
}

BOOST_AUTO_TEST_CASE(kept_in_structs_and_containers, *boost::unit_test::tolerance(1e-14)) {
    auto kept = std::make_unique<model>(make_model(1.5, 2));
    const model copy = *kept;
    *kept = make_model(0, 1);
    BOOST_TEST(kept->density(0.25) == exact(0.25, 0, 1));
    kept.reset();
    BOOST_TEST(copy.density(0.25) * copy.weight == 2 * exact(0.25, 1.5, 2));
    BOOST_TEST(copy.slope(0.25) == exact_slope(0.25, 1.5, 2));

    std::vector<bell_type> bells;
    for (int i = 1; i <= 20; ++i) bells.push_back(bell(0.1 * i, i));
    std::swap(bells.front(), bells.back());
    bells.erase(bells.begin() + 1, bells.end() - 1);
    BOOST_TEST(bells[0](0.25) == exact(0.25, 2, 20));
    BOOST_TEST(pullback::gradient(bells[1])(0.25) == exact_slope(0.25, 0.1, 1));

    std::optional<bell_type> maybe;
    maybe = bell(1, 2);
    const auto moved = *std::move(maybe);
    maybe.reset();
    BOOST_TEST(moved(x = 0.25) == exact(0.25, 1, 2));
}

BOOST_AUTO_TEST_CASE(behind_other_calls, *boost::unit_test::tolerance(1e-14)) {
    std::function<double(double)> f;
    std::function<double()> later;
    {
        const auto inner = std::make_unique<bell_type>(bell(1.5, 2));
        f = pullback::gradient(*inner);
        later = [whole = *inner * 3.0] { return whole(0.25); };
    }
    BOOST_TEST(f(0.25) == exact_slope(0.25, 1.5, 2));
    BOOST_TEST(later() == 3 * exact(0.25, 1.5, 2));

    const auto make = [](auto... factor) { return ((factor * x * y) + ...); };
    const auto sum = make(1.5, 2.5F, 3);
    const auto g = pullback::gradient(sum)(2.0, 10.0);
    BOOST_TEST(g[x] == 70);
    BOOST_TEST(g[y] == 14);
}

BOOST_AUTO_TEST_CASE(parts_outlive_the_whole, *boost::unit_test::tolerance(1e-14)) {
    const auto argument = [] {
        const auto whole = exp(x * 1.5 + y / 4.0);
        return input(creator(whole));
    }();
    BOOST_TEST(argument(2.0, 8.0) == 5);
    const auto terms = inputs(creator(argument));
    BOOST_TEST(boost::hana::at_c<0>(terms)(2.0) == 3);
    BOOST_TEST(boost::hana::at_c<1>(terms)(8.0) == 2);
}

BOOST_AUTO_TEST_CASE(results_are_values) {
    const auto g = [] {
        const std::array<double, 2> at{2, 3};
        return pullback::value_and_gradient(pullback::function([](const auto& v) { return v[0] * v[1]; }))(at);
    }();
    BOOST_TEST(g.value == 6);
    BOOST_TEST((g.gradient == std::array<double, 2>{3, 2}));
    const auto [by_x, by_y] = pullback::gradient(2.5 * x * y)(2.0, 4.0);
    BOOST_TEST(by_x == 10);
    BOOST_TEST(by_y == 5);
}

// A program reads its inputs where they lie and writes results where they go, one by one; or all at once where the
// parts are no objects, as here those that `get` makes anew.
template <class T>
struct made_anew {
    T first, second;

    template <std::size_t I>
    friend constexpr T get(const made_anew& made) {
        return I == 0 ? made.first : made.second;
    }
};

template <class T>
struct std::tuple_size<made_anew<T>> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I, class T>
struct std::tuple_element<I, made_anew<T>> : std::type_identity<T> {};

BOOST_AUTO_TEST_CASE(parts_that_are_no_objects, *boost::unit_test::tolerance(1e-14)) {
    using point = std::array<double, 2>;
    using value_and_slope = pullback::value_with_gradient<double, point>;
    static_assert(pullback::is_addressable<value_and_slope> && pullback::is_addressable<std::pair<double, point>>);
    static_assert(!pullback::is_addressable<made_anew<double>>);

    constexpr auto f = pullback::function([](const auto& p) { return exp(p[0]) * p[1]; });
    constexpr auto weighted = pullback::function([](const auto& result, const auto& weights) {
        using std::get;
        return get<0>(result) + get<1>(result)[0] * weights.first + get<1>(result)[1] * get<0>(weights.second);
    });
    const value_and_slope result = pullback::value_and_gradient(f)(point{0.5, 3});
    const std::pair<double, point> weights{2, {5, 0}};
    const double e = std::exp(0.5);
    BOOST_TEST(weighted(result, weights) == 3 * e + 2 * 3 * e + 5 * e);
    BOOST_TEST(pullback::gradient(weighted, pullback::wrt<1>)(result, weights).first == 3 * e);
    // Scalars of two types are converted.
    BOOST_TEST(weighted(result, std::pair<float, std::array<float, 2>>{2, {5, 0}}) == 3 * e + 2 * 3 * e + 5 * e);

    constexpr auto product = pullback::function([](const auto& both) { return get<0>(both) * exp(get<1>(both)); });
    BOOST_TEST(product(made_anew<double>{3, 0.5}) == 3 * e);
    const made_anew<double> slope = pullback::gradient(product)(made_anew<double>{3, 0.5});
    BOOST_TEST(slope.first == e);
    BOOST_TEST(slope.second == 3 * e);
}
