// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

#include <array>
#include <concepts>
#include <tuple>
#include <utility>

// Derivatives: their shapes, what they are taken by, and simple values.

namespace {

using namespace pullback::literals;
using pullback::derivative;
using pullback::function;
using pullback::gradient;
using pullback::hessian;
using pullback::jacobian;
using pullback::wrt;

template <std::size_t Size>
using vector = std::array<double, Size>;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto z = pullback::variable<"z">;
constexpr auto f = square(x) * y + z * y;

// Expressions: bare by one variable, else one number for each.
static_assert(gradient(square(x))(3.0) == 6.0 && std::same_as<decltype(gradient(square(x))(3.0F)), float>);
constexpr auto g = gradient(f)(2.0, 3.0, 5.0);
static_assert(g[x] == 12.0 && g[y] == 9.0 && g[z] == 3.0);
static_assert(g.size() == 3 && get<1>(g) == 9.0);
constexpr double sum_of_parts() {
    const auto [by_x, by_y, by_z] = gradient(f)(z = 5.0, x = 2.0, y = 3.0);
    return by_x + 10 * by_y + 100 * by_z;
}
static_assert(sum_of_parts() == 402.0);
static_assert(gradient(f, wrt(y))(2.0, 3.0, 5.0) == 9.0);
constexpr auto chosen = gradient(f, wrt(z, x))(2.0, 3.0, 5.0);
static_assert(chosen[z] == 3.0 && chosen[x] == 12.0 && get<0>(chosen) == 3.0 && chosen.size() == 2);
static_assert(get<1>(gradient(f, wrt<2, 0>)(2.0, 3.0, 5.0)) == 12.0);

// The second derivatives.
constexpr auto H = hessian(f)(2.0, 3.0, 5.0);
static_assert(H[x][x] == 6.0 && H[x][y] == 4.0 && H[y][x] == 4.0 && H[y][z] == 1.0 && H[z][z] == 0.0);
constexpr auto part = hessian(f, wrt(x, y))(2.0, 3.0, 5.0);
static_assert(part[x][x] == 6.0 && part[y][x] == 4.0 && part[y].size() == 2);
static_assert(hessian(square(x))(5.0) == 2.0);
static_assert(jacobian(hessian(f))(2.0, 3.0, 5.0)[x][y][x] == 2.0);
static_assert(derivative<2>(x * x * x)(2.0) == 12.0 && derivative<3>(x * x * x)(2.0) == 6.0 &&
              derivative<4>(x * x * x)(2.0) == 0.0);
static_assert(derivative<2, 1, 0>(f)(2.0, 3.0, 5.0) == 2.0 && derivative(f, wrt(x, y, x))(2.0, 3.0, 5.0) == 2.0);
static_assert(derivative<0>(square(x))(3.0) == 9.0);

// Value and derivative at once.
constexpr auto both = value_and_gradient(f, wrt(x, z))(2.0, 3.0, 5.0);
static_assert(both.value == 27.0 && both.gradient[x] == 12.0 && both.gradient[z] == 3.0);
constexpr double value_by_binding() {
    const auto [value, slope] = value_and_gradient(square(x))(3.0);
    return value + 100 * slope;
}
static_assert(value_by_binding() == 609.0);

// Captured numbers have no derivative, and none is made.
static_assert(gradient(2.5 * square(x))(3.0) == 15.0 && std::same_as<decltype(gradient(2.5 * x)(3.0F)), float>);

// Generic functions: the shape of the argument.
constexpr auto norm = function([](const auto& v) { return square(v[0]) + square(v[1]) * v[2]; });
static_assert(gradient(norm)(vector<3>{1, 2, 3}) == vector<3>{2, 12, 4});
static_assert(std::same_as<decltype(gradient(norm)(std::array<float, 3>{})), std::array<float, 3>>);
static_assert(hessian(norm)(vector<3>{1, 2, 3}) == std::array<vector<3>, 3>{{{2, 0, 0}, {0, 6, 4}, {0, 4, 0}}});

constexpr auto curve = function([](const auto& v) { return std::array{v[0] * v[1], v[1] * v[2], v[0] - v[2], v[1]}; });
constexpr auto J = jacobian(curve)(vector<3>{2, 3, 5});
static_assert(std::same_as<std::remove_cvref_t<decltype(J)>, std::array<vector<3>, 4>>);
static_assert(J == std::array<vector<3>, 4>{{{3, 2, 0}, {0, 5, 3}, {1, 0, -1}, {0, 1, 0}}});
static_assert(value_and_jacobian(curve)(vector<3>{2, 3, 5}).jacobian == J);
static_assert(value_and_jacobian(curve)(vector<3>{2, 3, 5}).value == vector<4>{6, 15, -3, 3});
static_assert(jacobian(function([](const auto& t) { return std::array{t, t * t, t * t * t}; }))(2.0) ==
              vector<3>{1, 4, 12});

// Several arguments: one object for each, in their shapes; by position.
constexpr auto mixed = function([](const auto& s, const auto& v, const auto& p) { return s * v[1] + p.first * v[0]; });
constexpr auto parts = gradient(mixed)(2.0, vector<2>{3, 5}, std::pair{7.0, 11.0});
static_assert(get<0>(parts) == 5.0 && get<1>(parts) == vector<2>{7, 2} && get<2>(parts) == std::pair{3.0, 0.0});
constexpr auto by_v = gradient(mixed, wrt<1>)(2.0, vector<2>{3, 5}, std::pair{7.0, 11.0});
static_assert(std::same_as<std::remove_cvref_t<decltype(by_v)>, vector<2>> && by_v == vector<2>{7, 2});
constexpr auto swapped = gradient(mixed, wrt<2, 0>)(2.0, vector<2>{3, 5}, std::pair{7.0, 11.0});
static_assert(get<0>(swapped) == std::pair{3.0, 0.0} && get<1>(swapped) == 5.0);
constexpr double by_binding() {
    const auto [s, v, p] = gradient(mixed)(2.0, vector<2>{3, 5}, std::pair{7.0, 11.0});
    return s + 10 * v[0] + 100 * p.first;
}
static_assert(by_binding() == 375.0);

// Bindings by value, of what the call returns and of what is kept, which may be changed; parts by position.
constexpr double by_changed_binding() {
    auto [value, slopes] = value_and_gradient(mixed)(2.0, vector<2>{3, 5}, std::pair{7.0, 11.0});
    auto& [s, v, p] = slopes;
    auto [kept_s, kept_v, kept_p] = slopes;
    s += 1;
    get<1>(slopes)[0] = 0;
    return value + s + kept_s + v[0] + kept_v[0] + p.first + kept_p.first;
}
static_assert(by_changed_binding() == 31 + 6.0 + 5 + 0 + 7 + 3 + 3);
constexpr double by_bound_variables() {
    auto [value, slopes] = value_and_gradient(x * y)(3.0, 2.0);
    auto [by_x, by_y] = gradient(x * y)(3.0, 2.0);
    auto [primal, tangent] = jvp(x * y)(3.0, 2.0, 1.0, 0.0);
    auto [same_primal, cotangent] = vjp(x * y)(3.0, 2.0, 10.0);
    auto [result, row] = value_and_jacobian(function([](const auto& a, const auto& b) { return a * b; }))(3.0, 2.0);
    auto [row_a, row_b] = row;
    return value + slopes[0] + 10 * slopes[1] + by_x + by_y + primal + tangent + same_primal + cotangent[0] +
           pullback::get<1>(cotangent) + result + row_a + row_b;
}
static_assert(by_bound_variables() == 6 + 2 + 30 + 2 + 3 + 6 + 2 + 6 + 20 + 30 + 6 + 2 + 3.0);
constexpr auto alike = gradient(function([](const auto& a, const auto& b) { return a * b; }))(3.0, 2.0);
static_assert(alike[0] == 2.0 && alike[1] == 3.0);

// Jacobians by several arguments: by rows, and by blocks, each the Jacobian by one argument.
constexpr auto of_two =
    function([](const auto& q, const auto& t) { return std::array{q[0] * t[0], q[1] * t[1] + t[2], q[0] + q[1]}; });
constexpr auto by_two = jacobian(of_two)(vector<2>{2, 3}, vector<3>{5, 7, 11});
static_assert(get<0>(by_two[1]) == vector<2>{0, 7} && get<1>(by_two[1]) == vector<3>{0, 3, 1});
static_assert(get<0>(by_two) == jacobian(of_two, wrt<0>)(vector<2>{2, 3}, vector<3>{5, 7, 11}));
static_assert(get<1>(by_two) == jacobian(of_two, wrt<1>)(vector<2>{2, 3}, vector<3>{5, 7, 11}));
constexpr double by_blocks() {
    auto [value, by_each] = value_and_jacobian(of_two, wrt<1, 0>)(vector<2>{2, 3}, vector<3>{5, 7, 11});
    auto [by_t, by_q] = by_each;
    double in_a_row[9] = {};
    pullback::copy_to(by_t, in_a_row);
    return value[1] + by_t[0][0] + 100 * by_q[1][1] + 1000 * in_a_row[4];
}
static_assert(by_blocks() == 32 + 2 + 700 + 3000);
constexpr auto lagrangian =
    function([](const auto& q, const auto& w) { return q[0] * w[1] * w[1] + q[1] * w[0] * w[1]; });
constexpr double by_blocks_of_hessian() {
    const auto [by_q, by_w] = hessian(lagrangian)(vector<2>{2, 3}, vector<2>{5, 7});
    const auto [by_wq, mass] = by_w;
    return by_wq[0][1] + 100 * mass[0][1] + 1000 * mass[1][1] + 10000 * get<0>(by_q)[0][1];
}
static_assert(by_blocks_of_hessian() == 7 + 300 + 4000);

// Structs, and structs in structs.
template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (T, focal), (std::array<T, 2>, centre));
};
template <class T>
struct rig {
    BOOST_HANA_DEFINE_STRUCT(rig, (camera<T>, left), (T, baseline));
};
constexpr auto image = function([](const auto& r, const auto& p) {
    return std::array{r.left.focal * p[0] + r.left.centre[0], r.left.focal * p[1] + r.left.centre[1] * r.baseline};
});
constexpr auto by_rig = jacobian(image, wrt<0>)(rig<double>{{2, {3, 5}}, 7}, vector<2>{11, 13});
static_assert(std::same_as<std::remove_cvref_t<decltype(by_rig)>, std::array<rig<double>, 2>>);
static_assert(by_rig[0].left.focal == 11 && by_rig[0].left.centre == vector<2>{1, 0} && by_rig[0].baseline == 0);
static_assert(by_rig[1].left.focal == 13 && by_rig[1].left.centre == vector<2>{0, 7} && by_rig[1].baseline == 5);
constexpr auto curvature =
    hessian(function([](const auto& c) { return c.focal * c.centre[0] * c.centre[1]; }))(camera<float>{2, {3, 5}});
static_assert(std::same_as<std::remove_cvref_t<decltype(curvature)>, camera<camera<float>>>);
static_assert(curvature.focal.centre == std::array{5.0F, 3.0F} && curvature.centre[0].focal == 5.0F &&
              curvature.centre[1].centre[0] == 2.0F && curvature.focal.focal == 0.0F);

// Products with vectors.
constexpr auto forward = jvp(curve)(vector<3>{2, 3, 5}, vector<3>{1, 10, 100});
static_assert(forward.value == vector<4>{6, 15, -3, 3} && forward.tangent == vector<4>{23, 350, -99, 10});
constexpr auto backward = vjp(curve)(vector<3>{2, 3, 5}, vector<4>{1, 10, 100, 1000});
static_assert(backward.value == vector<4>{6, 15, -3, 3} && backward.cotangent == vector<3>{103, 1052, -70});
static_assert(hvp(norm)(vector<3>{1, 2, 3}, vector<3>{1, 1, 1}) == vector<3>{2, 10, 4});
static_assert(jvp(f)(2.0, 3.0, 5.0, 1.0, 10.0, 100.0).tangent == 402.0);
static_assert(vjp(f)(2.0, 3.0, 5.0, 2.0).cotangent[y] == 18.0);
static_assert(vjp(f, wrt(z))(2.0, 3.0, 5.0, 2.0).cotangent == 6.0);
static_assert(jvp(f, wrt(y))(2.0, 3.0, 5.0, 2.0).tangent == 18.0);

// Facts.
static_assert(sparsity(hessian(f))[x][z] == false && sparsity(hessian(f))[x][y]);
static_assert(sparsity<vector<3>>(jacobian(curve)) ==
              std::array<std::array<bool, 3>, 4>{
                  {{true, true, false}, {false, true, true}, {true, false, true}, {false, true, false}}});
static_assert(is_constant(gradient(3_c * x - y)) && !is_constant(gradient(square(x))));
static_assert(cost(square(exp(square(x)))).total == 3 && cost(x * y / z).divisions == 1);

} // namespace
