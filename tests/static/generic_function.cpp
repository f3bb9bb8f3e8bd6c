// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

#include <array>
#include <concepts>
#include <tuple>
#include <utility>

// Generic functions: what goes in and comes out, and what their bodies may do.

namespace {

using pullback::function;

template <class T>
using two = std::array<T, 2>;

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (T, focal), (two<T>, centre));
};

template <class T>
struct scene {
    BOOST_HANA_DEFINE_STRUCT(scene, (camera<T>, eye), (std::array<two<T>, 2>, points));
};

constexpr auto product = function([](const auto& a, const auto& b) { return a * b; });
static_assert(sizeof(product) == 1 && std::is_empty_v<std::remove_cvref_t<decltype(product)>>);
static_assert(product(2.0, 3.0) == 6.0);
static_assert(std::same_as<decltype(product(2.0F, 3.0F)), float> && std::same_as<decltype(product(2.0F, 3)), float> &&
              std::same_as<decltype(product(2, 3)), double> &&
              std::same_as<decltype(product(2.0F, 3.0L)), long double>);

// Arrays, pairs, tuples and structs, nested, in and out.
constexpr auto flip = function([](const auto& p) { return std::pair{p.second, p.first * 2}; });
static_assert(flip(std::pair{1.0, 2.0}) == std::pair{2.0, 2.0});
constexpr auto sums = function([](const auto& rows) {
    auto total = rows[0];
    for (std::size_t i = 1; i < rows.size(); ++i)
        for (std::size_t j = 0; j < total.size(); ++j) total[j] += rows[i][j];
    return std::tuple{total, total[0] - total[1]};
});
constexpr std::array<two<float>, 3> rows{{{1, 2}, {3, 4}, {5, 7}}};
static_assert(sums(rows) == std::tuple{two<float>{9, 13}, -4.0F});
static_assert(std::same_as<decltype(sums(rows)), std::tuple<two<float>, float>>);

constexpr auto zoom = function([](auto c, const auto& by) {
    c.focal *= by;
    for (auto& coordinate : c.centre) coordinate = coordinate / by;
    return c;
});
constexpr camera<double> zoomed = zoom(camera<double>{2.0, {4.0, 6.0}}, 2.0);
static_assert(zoomed.focal == 4.0 && zoomed.centre == two<double>{2.0, 3.0});
static_assert(std::same_as<decltype(zoom(camera<float>{}, 1.0F)), camera<float>>);

constexpr auto project = function([](const auto& s) {
    using T = std::remove_cvref_t<decltype(s.eye.focal)>;
    std::array<two<T>, 2> image;
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j) image[i][j] = s.eye.focal * s.points[i][j] - s.eye.centre[j];
    return image;
});
constexpr scene<double> view{{2.0, {1.0, 3.0}}, {{{5.0, 6.0}, {7.0, 8.0}}}};
static_assert(project(view)[0] == two<double>{9.0, 9.0} && project(view)[1] == two<double>{13.0, 13.0});

constexpr auto constant = function([](const auto&) { return 3.0; });
static_assert(constant(1.0F) == 3.0);
static_assert(function([](const auto& a) { return a; })(2.5) == 2.5);

// Bodies: loops, local arrays, helpers, recursion, other static functions and selections.
template <class T>
constexpr T power(const T& base, int exponent) {
    return exponent == 0 ? T(1) : base * power(base, exponent - 1);
}
constexpr auto horner = function([](const auto& a) {
    std::remove_cvref_t<decltype(a)> terms[4];
    for (int i = 0; i < 4; ++i) terms[i] = power(a, i) * (i + 1);
    return terms[0] + terms[1] + terms[2] + terms[3];
});
static_assert(horner(2.0) == 1 + 4 + 12 + 32);
constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto difference = x - y;
constexpr auto calls =
    function([](const auto& a) { return product(a, horner(a)) + difference(a, 1.0) + difference(y = a, x = 2 * a); });
static_assert(calls(2.0) == 98.0 + 1.0 + 2.0);
constexpr auto slope_inside = function([](const auto& a) { return pullback::gradient(horner)(a) * a; });
static_assert(slope_inside(2.0) == (2 + 12 + 48) * 2.0);
constexpr auto larger = function([](const auto& a, const auto& b) { return select(a < b && !(a == 0.0), b, a); });
static_assert(larger(1.0, 2.0) == 2.0 && larger(0.0, 2.0) == 0.0 && larger(3.0, 2.0) == 3.0);

struct functor {
    template <class T>
    constexpr T operator()(const T& a) const {
        return a * a;
    }
};
static_assert(function(functor{})(3.0) == 9.0);

// A program is as long as it must be: equal operations once, numbers folded.
static_assert(cost<double>(function([](const auto& a) { return exp(a) * exp(a) + 0 * a; })).total == 2);
static_assert(cost<double, double>(product).multiplications == 1 && cost<double>(slope_inside).total > 0);
static_assert(is_constant<double>(constant) && !is_constant<double>(horner));
static_assert(!is_constant<double>(pullback::function([](const auto& a) { return a; })));

} // namespace
