// SPDX-License-Identifier: BSL-1.0
// Points of the test suites of other libraries, by every way to a derivative: static gradient, second and third
// derivatives, jvp, and the run-time graph.
#include "peer_points.hpp"

#include <pullback.hpp>
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>

namespace {

using namespace peer_points;
using pullback::dynamic::variable;

#define NAME_OF(name, call) #name,
constexpr const char* names_of_one[] = {PEER_POINTS_FUNCTIONS_OF_ONE(NAME_OF)};
constexpr const char* names_of_two[] = {PEER_POINTS_FUNCTIONS_OF_TWO(NAME_OF)};
#undef NAME_OF
constexpr std::size_t count_of_one = std::size(names_of_one), count_of_two = std::size(names_of_two);

// All of them in one function, so that there is one program of each order.
#define CALL_OF(name, call) T(call),
constexpr auto all_of_one = pullback::function([](const auto& x) {
    using T = std::remove_cvref_t<decltype(x)>;
    return std::array<T, count_of_one>{PEER_POINTS_FUNCTIONS_OF_ONE(CALL_OF)};
});
constexpr auto all_of_two = pullback::function([](const auto& v) {
    using T = std::remove_cvref_t<decltype(v[0])>;
    const T &x = v[0], &y = v[1];
    return std::array<T, count_of_two>{PEER_POINTS_FUNCTIONS_OF_TWO(CALL_OF)};
});
#undef CALL_OF

// On the graph one by one.
#define GRAPH_OF(name, call) [](const variable<double>& x) -> variable<double> { return call; },
constexpr variable<double> (*graphs_of_one[])(const variable<double>&) = {PEER_POINTS_FUNCTIONS_OF_ONE(GRAPH_OF)};
#undef GRAPH_OF
#define GRAPH_OF(name, call) \
    [](const variable<double>& x, const variable<double>& y) -> variable<double> { return call; },
constexpr variable<double> (*graphs_of_two[])(const variable<double>&,
                                              const variable<double>&) = {PEER_POINTS_FUNCTIONS_OF_TWO(GRAPH_OF)};
#undef GRAPH_OF

constexpr auto first = pullback::jacobian(all_of_one);
constexpr auto second = pullback::jacobian(first);
constexpr auto third = pullback::jacobian(second);
constexpr auto first_of_two = pullback::jacobian(all_of_two);
constexpr auto second_of_two = pullback::jacobian(first_of_two);

int facts = 0;

// `size` is that of the terms which a derivative may be a difference of.
void check(double got, double wanted, double size, const char* name, const char* what, double x, double y = 0) {
    if (std::isnan(wanted)) return;
    ++facts;
    const bool is_right = got == wanted || std::abs(got - wanted) <= 1e-12 * std::abs(wanted) + 1e-14 * size;
    BOOST_CHECK_MESSAGE(is_right,
                        name << " at " << x << ", " << y << ", " << what << ": " << got << " is not " << wanted);
}

double size_of(double x) { return std::isfinite(x) ? std::abs(x) : 0; }

void check_fact(const fact_of_one& fact) {
    const auto i = static_cast<std::size_t>(fact.function);
    const char* const name = names_of_one[i];
    const double x = fact.x, *const wanted = fact.derivatives;
    const bool has_roots = fact.function >= one::lgamma && fact.function <= one::trigamma;
    const double small = has_roots ? 1 : 0;
    const double by_first = std::fmax(small, size_of(wanted[0])), by_second = std::fmax(by_first, size_of(wanted[1])),
                 by_third = std::fmax(by_second, size_of(wanted[2]));
    check(all_of_one(x)[i], wanted[0], small, name, "value", x);
    check(first(x)[i], wanted[1], by_first, name, "first derivative", x);
    check(pullback::jvp(all_of_one)(x, 1.0).tangent[i], wanted[1], by_first, name, "jvp", x);
    check(second(x)[i], wanted[2], by_second, name, "second derivative", x);
    check(third(x)[i], wanted[3], by_third, name, "third derivative", x);

    const variable<double> u(x);
    const auto y = graphs_of_one[i](u);
    check(y.data(), wanted[0], small, name, "graph, value", x);
    const auto by_u = grad(y, u, pullback::dynamic::unused::zero);
    check(by_u.data(), wanted[1], by_first, name, "graph, grad", x);
    const auto by_uu = grad(by_u, u, pullback::dynamic::unused::zero);
    check(by_uu.data(), wanted[2], by_second, name, "graph, second derivative", x);
    const auto by_uuu = grad(by_uu, u, pullback::dynamic::unused::zero);
    check(by_uuu.data(), wanted[3], by_third, name, "graph, third derivative", x);
    y.backward();
    check(u.grad(), wanted[1], by_first, name, "graph, backward", x);
}

void check_fact(const fact_of_two& fact) {
    const auto i = static_cast<std::size_t>(fact.function);
    const char* const name = names_of_two[i];
    const double x = fact.at[0], y = fact.at[1], *const wanted = fact.derivatives;
    const std::array at{x, y};
    const auto g = first_of_two(at)[i];
    const auto h = second_of_two(at)[i];
    const double size = 0;
    check(all_of_two(at)[i], wanted[0], 0, name, "value", x, y);
    check(g[0], wanted[1], size, name, "by x", x, y);
    check(g[1], wanted[2], size, name, "by y", x, y);
    check(h[0][0], wanted[3], size, name, "by xx", x, y);
    check(h[0][1], wanted[4], size, name, "by xy", x, y);
    check(h[1][0], wanted[4], size, name, "by yx", x, y);
    check(h[1][1], wanted[5], size, name, "by yy", x, y);

    const variable<double> u(x), v(y);
    const auto z = graphs_of_two[i](u, v);
    constexpr auto zero = pullback::dynamic::unused::zero;
    check(z.data(), wanted[0], 0, name, "graph, value", x, y);
    const auto by_u = grad(z, u), by_v = grad(z, v);
    check(by_u.data(), wanted[1], size, name, "graph, by x", x, y);
    check(by_v.data(), wanted[2], size, name, "graph, by y", x, y);
    check(grad(by_u, u, zero).data(), wanted[3], size, name, "graph, by xx", x, y);
    check(grad(by_u, v, zero).data(), wanted[4], size, name, "graph, by xy", x, y);
    check(grad(by_v, v, zero).data(), wanted[5], size, name, "graph, by yy", x, y);
}

} // namespace

BOOST_AUTO_TEST_CASE(functions_of_one_argument) {
    for (const fact_of_one& fact : facts_of_one) check_fact(fact);
    BOOST_TEST(facts > 2000);
}

BOOST_AUTO_TEST_CASE(functions_of_one_argument_where_their_domains_end) {
    for (const fact_of_one& fact : facts_at_ends) check_fact(fact);
}

BOOST_AUTO_TEST_CASE(functions_of_two_arguments) {
    for (const fact_of_two& fact : facts_of_two) check_fact(fact);
}
