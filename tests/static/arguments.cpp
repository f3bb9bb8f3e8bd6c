// SPDX-License-Identifier: BSL-1.0
// What a static function can be called with: plain structs, arrays of the language, views, truth values, enumerators.
#include <pullback.hpp>

#include <array>
#include <span>
#include <tuple>

namespace {

using namespace pullback;

// Plain structs, also in each other.
template <class T>
struct vec3 {
    T x, y, z;
};
template <class T>
struct single {
    T value;
};
template <class T>
struct body {
    vec3<T> position;
    std::array<T, 2> angles;
    single<T> mass;
    T charge;
};
template <class T>
struct largest {
    T a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
};
static_assert(shape<vec3<float>>::size == 3 && shape<body<double>>::size == 7 && shape<largest<double>>::size == 16);

constexpr auto length = function([](const auto& v) { return sqrt(v.x * v.x + v.y * v.y + v.z * v.z); });
constexpr auto with_normal = value_and_gradient(length)(vec3<float>{3, 0, 4});
static_assert(std::same_as<std::remove_cvref_t<decltype(with_normal.gradient)>, vec3<float>>);
static_assert(with_normal.value == 5 && with_normal.gradient.x == 0.6F && with_normal.gradient.y == 0 &&
              with_normal.gradient.z == 0.8F);

constexpr auto energy = function([](const auto& b) {
    return b.position.x * b.position.y + b.angles[1] * b.mass.value + square(b.charge) * b.position.z;
});
constexpr auto by_body = gradient(energy)(body<double>{{1, 2, 3}, {4, 5}, {6}, 7});
static_assert(by_body.position.x == 2 && by_body.position.y == 1 && by_body.position.z == 49 &&
              by_body.angles == std::array{0.0, 6.0} && by_body.mass.value == 5 && by_body.charge == 42);
constexpr auto by_bodies = hessian(energy)(body<double>{{1, 2, 3}, {4, 5}, {6}, 7});
static_assert(by_bodies.charge.position.z == 14 && by_bodies.position.x.position.y == 1 &&
              by_bodies.angles[1].mass.value == 1 && by_bodies.angles[0].charge == 0);

constexpr auto last = gradient(function([](const auto& s) { return s.a * s.o + square(s.p); }))(
    largest<double>{2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5});
static_assert(last.a == 3 && last.o == 2 && last.p == 10 && last.h == 0);

// A struct as result.
constexpr auto cross = function([](const auto& a, const auto& b) {
    using vector = std::remove_cvref_t<decltype(a)>;
    return vector{a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
});
constexpr auto by_second = jacobian(cross, wrt<1>)(vec3<double>{1, 2, 3}, vec3<double>{4, 5, 6});
static_assert(by_second.x.x == 0 && by_second.x.y == -3 && by_second.x.z == 2 && by_second.z.x == -2);

// What is no such struct: with a base class, an array of the language, or too many members.
template <class T>
struct derived : single<T> {
    T more;
};
template <class T>
struct with_array {
    T values[3];
};
template <class T>
struct with_array_between {
    T first, values[2], last;
};
template <class T>
struct too_large {
    T a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q;
};
static_assert(!Shaped<derived<double>> && !Shaped<with_array<double>> && !Shaped<with_array_between<double>> &&
              !Shaped<too_large<double>>);

// Arrays of the language and views; inside, and as derivative, they are std::arrays.
constexpr auto sum_of_squares = function([](const auto& v) {
    auto sum = 0 * v[0];
    for (const auto& element : v) sum += square(element);
    return sum;
});
constexpr double numbers[] = {1, 2, 3};
static_assert(gradient(sum_of_squares)(numbers) == std::array{2.0, 4.0, 6.0});
static_assert(gradient(sum_of_squares)(std::span(numbers)) == std::array{2.0, 4.0, 6.0});
constexpr auto determinant = function([](const auto& m) { return m[0][0] * m[1][1] - m[0][1] * m[1][0]; });
constexpr double matrix[2][2] = {{1, 2}, {3, 4}};
static_assert(gradient(determinant)(matrix) == std::array{std::array{4.0, -3.0}, std::array{-2.0, 1.0}});
static_assert(Shaped<std::span<const vec3<float>, 4>> && !Shaped<std::span<double>> && !Shaped<char[4]>);

// Truth values choose.
constexpr auto payoff = function([](const auto& spot, const auto& strike, const auto& is_call) {
    return select(is_call, square(spot) - strike, square(strike) - spot);
});
constexpr auto of_call = gradient(payoff, wrt<0, 1>)(3.0, 2.0, true);
constexpr auto of_put = gradient(payoff, wrt<0, 1>)(3.0, 2.0, false);
static_assert(get<0>(of_call) == 6 && get<1>(of_call) == -1 && get<0>(of_put) == -1 && get<1>(of_put) == 4);
static_assert(payoff(3.0, 2.0, true) == 7 && payoff(3.0, 2.0, false) == 1);
static_assert(std::same_as<decltype(payoff(3.0F, 2.0F, true)), float>);
static_assert(jvp(payoff, wrt<0>)(3.0, 2.0, true, 10.0).tangent == 60 && hessian(payoff, wrt<1>)(3.0, 2.0, false) == 2);

// In each other's functions, negated, joined with comparisons and as constants.
constexpr auto both = function([](const auto& spot, const auto& strike, const auto& is_call) {
    return 2 * payoff(spot, strike, is_call) + payoff(spot, strike, !is_call && spot > 0) * payoff(spot, strike, true);
});
static_assert(gradient(both, wrt<0>)(3.0, 2.0, true) == 11 && gradient(both, wrt<0>)(3.0, 2.0, false) == 82);

// An array of them is a mask.
constexpr auto masked = function([](const auto& x, const auto& mask) {
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i < x.size(); ++i) sum += select(mask[i], sqrt(x[i]), 0);
    return sum;
});
static_assert(gradient(masked, wrt<0>)(std::array{4.0, 1.0, 0.0625}, std::array{true, false, true}) ==
              std::array{0.25, 0.0, 2.0});

// Enumerators are compared.
enum class side { buy, sell = -1 };
constexpr auto cost_of_trade = function([](const auto& price, const auto& which) {
    return select(which == side::buy, 2 * price, select(which != side::sell, 0, -3 * price));
});
static_assert(gradient(cost_of_trade, wrt<0>)(5.0, side::buy) == 2 && cost_of_trade(5.0, side::sell) == -15 &&
              gradient(cost_of_trade, wrt<0>)(5.0, side::sell) == -3);

// Arrays of more elements than clang lets a fold expression have, 256.
constexpr auto neighbours = function([](const auto& x) {
    auto sum = x[0] * x[1];
    for (std::size_t i = 2; i < x.size(); ++i) sum += x[i - 1] * x[i];
    return sum;
});
constexpr std::array<double, 260> first_two{1, 2};
static_assert(neighbours(first_two) == 2 && gradient(neighbours)(first_two)[0] == 2);

} // namespace
