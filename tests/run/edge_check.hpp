// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_EDGE_CHECK_HPP
#define PULLBACK_TESTS_RUN_EDGE_CHECK_HPP

#include <pullback/derivative/hessian.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/static_function/generic_function.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>

/// Tables of what a function and its derivative answer at the edges of its domain.
namespace edge_test {

inline constexpr double inf = std::numeric_limits<double>::infinity();
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
inline constexpr double big = std::numeric_limits<double>::max();
inline constexpr double tiny = std::numeric_limits<double>::denorm_min();

// Equal up to a few roundings; zeros of values also in their sign.
inline bool same(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    return a == b || std::abs(a - b) <= 4 * std::numeric_limits<double>::epsilon() * std::abs(b);
}
inline bool same_value(double a, double b) { return same(a, b) && (a != 0 || std::signbit(a) == std::signbit(b)); }

struct edge {
    double x, value, derivative;
};

template <class F>
void check(const char* name, const F& f, std::initializer_list<edge> edges) {
    for (const auto& [x, value, derivative] : edges) {
        BOOST_CHECK_MESSAGE(same_value(f(x), value), name << "(" << x << ") is " << f(x) << ", not " << value);
        const double got = pullback::gradient(f)(x);
        BOOST_CHECK_MESSAGE(same(got, derivative), name << "'(" << x << ") is " << got << ", not " << derivative);
    }
    // What comes in as NaN goes out as NaN.
    BOOST_CHECK_MESSAGE(std::isnan(f(undefined)), name << "(NaN) is " << f(undefined));
}

struct edge_of_two {
    double x, y, value, by_x, by_y;
};

template <class F>
void check_of_two(const char* name, const F& f, std::initializer_list<edge_of_two> edges) {
    for (const auto& [x, y, value, by_x, by_y] : edges) {
        BOOST_CHECK_MESSAGE(same_value(f(x, y), value),
                            name << "(" << x << ", " << y << ") is " << f(x, y) << ", not " << value);
        const auto [got_x, got_y] = pullback::gradient(f)(x, y);
        BOOST_CHECK_MESSAGE(same(got_x, by_x),
                            name << " by x at (" << x << ", " << y << ") is " << got_x << ", not " << by_x);
        BOOST_CHECK_MESSAGE(same(got_y, by_y),
                            name << " by y at (" << x << ", " << y << ") is " << got_y << ", not " << by_y);
    }
}

template <class F>
void check_nan_of_two(const char* name, const F& f) {
    BOOST_CHECK_MESSAGE(std::isnan(f(undefined, 1.5)), name << "(NaN, 1.5)");
    BOOST_CHECK_MESSAGE(std::isnan(f(1.5, undefined)), name << "(1.5, NaN)");
}

} // namespace edge_test

#define CHECK_EDGES(name, ...) check(#name, pullback::function([](const auto& x) { return name(x); }), {__VA_ARGS__})
#define CHECK_EDGES_OF_TWO(name, ...) \
    check_of_two(#name, pullback::function([](const auto& x, const auto& y) { return name(x, y); }), {__VA_ARGS__})
#define CHECK_NAN_OF_TWO(name) \
    check_nan_of_two(#name, pullback::function([](const auto& x, const auto& y) { return name(x, y); }))

#endif
