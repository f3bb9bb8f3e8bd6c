// SPDX-License-Identifier: BSL-1.0
// Functions of xtensor's arrays that are recorded at run time, and graphs of such arrays that become functions.
#include <pullback.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/record.hpp>
#include <pullback/ext/xtensor.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace {

using array = xt::xarray<double>;
using matrix = xt::xtensor<double, 2>;
using columns = xt::xtensor<double, 2, xt::layout_type::column_major>;
using vector = xt::xtensor<double, 1>;
using pullback::dynamic::variable;

template <class X, class Y>
void check_equal(const X& found, const Y& expected) {
    BOOST_TEST_REQUIRE(found.dimension() == expected.dimension());
    for (std::size_t i = 0; i < found.dimension(); ++i) BOOST_TEST_REQUIRE(found.shape(i) == expected.shape(i));
    BOOST_TEST(xt::amax(xt::abs(found - expected))() < 1e-13);
}

// Whether the graph that `body` builds at one place is, recorded, the one that it builds at another.
template <class Body, class X>
void check(const Body& body, const X& start) {
    const variable<X> from(start), to(X(start * 1.5));
    const auto y = body(from), z = body(to);
    const auto f = pullback::record(y, from);
    z.backward();
    const auto [value, gradient] = pullback::value_and_gradient(f)(to.data());
    BOOST_TEST(value() == z.data()(), boost::test_tools::tolerance(1e-13));
    check_equal(gradient, to.grad());
}

template <class X>
X some() {
    return X{{0.1, 0.4, -0.2}, {0.7, 0.3, 0.5}};
}

BOOST_AUTO_TEST_CASE(recorded_graphs) {
    const auto body = [](const auto& x) { return sum(sin(x) * x + 2.0 / (1.0 + exp(x))); };
    check(body, some<array>());
    check([](const auto& x) { return sum(square(matmul(x, transpose(x)))); }, some<array>());
    check([](const auto& x) { return sum(max(x, 0.3) - square(x - mean(x))); }, some<array>());
    const variable<matrix> x(some<matrix>());
    const variable<columns> turned(columns(some<columns>()));
    const auto f = pullback::record(sum(exp(x) * x), x);
    const auto g = pullback::record(sum(exp(turned) * turned), turned);
    check_equal(pullback::gradient(f)(some<matrix>()), matrix((1 + some<matrix>()) * xt::exp(some<matrix>())));
    check_equal(pullback::gradient(g)(some<columns>()), matrix((1 + some<matrix>()) * xt::exp(some<matrix>())));
}

BOOST_AUTO_TEST_CASE(of_several_variables) {
    const array a = some<array>(), b{{0.5, 0.25, 1}};
    const variable<array> x(a), k(b);
    const auto f = pullback::record(sum(square(x) * 3.0) + sum(exp(k)), {x, k});
    const auto [by_x, by_k] = pullback::gradient(f)(a, b);
    check_equal(by_x, array(6 * a));
    check_equal(by_k, array(xt::exp(b)));
}

BOOST_AUTO_TEST_CASE(recorded_functions) {
    const auto norm = [](const auto& x) {
        auto sum = 0 * x(0, 0);
        for (std::size_t i = 0; i < x.shape(0); ++i)
            for (std::size_t j = 0; j < x.shape(1); ++j) sum += double(i + 1) * x(i, j) * x(i, j);
        return sum;
    };
    const auto check_one = [&]<class X>(const X& x) {
        const auto f = pullback::record(norm, x);
        BOOST_TEST(f(x) == norm(x), boost::test_tools::tolerance(1e-14));
        const auto gradient = pullback::gradient(f)(x);
        static_assert(std::is_same_v<std::remove_cv_t<decltype(gradient)>, X>);
        X expected = x;
        for (std::size_t i = 0; i < 2; ++i)
            for (std::size_t j = 0; j < 3; ++j) expected(i, j) = 2 * double(i + 1) * x(i, j);
        check_equal(gradient, expected);
        BOOST_CHECK_THROW(f(X(xt::ones<double>({3, 3}))), pullback::range_error);
    };
    check_one(some<array>());
    check_one(some<matrix>());
    check_one(some<columns>());
}

BOOST_AUTO_TEST_CASE(jacobians_have_the_axes_of_both) {
    const auto rows = [](const auto& x) {
        using S = typename std::remove_cvref_t<decltype(x)>::value_type;
        xt::xtensor<S, 1> sums(std::array<std::size_t, 1>{x.shape(0)});
        for (std::size_t i = 0; i < x.shape(0); ++i) {
            sums(i) = 0;
            for (std::size_t j = 0; j < x.shape(1); ++j) sums(i) += x(i, j) * x(i, j);
        }
        return sums;
    };
    const matrix x = some<matrix>();
    const auto f = pullback::record(rows, x);
    check_equal(f(x), vector(xt::sum(x * x, {1})));
    const auto J = pullback::jacobian(f)(x);
    static_assert(std::is_same_v<std::remove_cv_t<decltype(J)>, xt::xtensor<double, 3>>);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t k = 0; k < 2; ++k)
            for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(J(i, k, j) == (i == k ? 2 * x(k, j) : 0));
    const auto of_array = pullback::jacobian(pullback::record(rows, some<array>()))(some<array>());
    BOOST_TEST(of_array.dimension() == 3);
    BOOST_TEST(of_array(1, 1, 2) == 1.0);
}

// Bodies may use what xtensor has for all arrays: expressions, views and reductions.
BOOST_AUTO_TEST_CASE(expressions_in_bodies) {
    const auto f = pullback::record(
        [](const auto& x) {
            using S = typename std::remove_cvref_t<decltype(x)>::value_type;
            const xt::xarray<S> y = x * x + 2.0 * exp(x);
            S sum = 0;
            for (const S& each : y) sum += each;
            return sum;
        },
        some<array>());
    const array x = some<array>();
    BOOST_TEST(f(x) == xt::sum(x * x + 2.0 * xt::exp(x))(), boost::test_tools::tolerance(1e-14));
    check_equal(pullback::gradient(f)(x), array(2 * x + 2 * xt::exp(x)));
}

} // namespace
