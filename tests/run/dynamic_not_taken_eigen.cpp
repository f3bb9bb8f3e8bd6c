// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

// Of arrays, what is not taken is known for each element: its infinite slope has no part in the gradient, by `backward`
// and by `grad`, through functions of numbers, sums and products. The reference is the same computed element by element
// on variables of numbers.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;
using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class A, class B>
void check_same(const A& got_data, const B& want_data) {
    const typename A::PlainObject got = got_data;
    const typename B::PlainObject want = want_data;
    BOOST_REQUIRE(got.size() == want.size());
    for (Eigen::Index i = 0; i < got.size(); ++i) {
        const double is = got.data()[i], should = want.data()[i];
        const bool is_right =
            std::isnan(should) ? std::isnan(is) : is == should || std::abs(is - should) <= 1e-13 * std::abs(should);
        BOOST_CHECK_MESSAGE(is_right, "element " << i << " is " << is << ", should be " << should);
    }
}

/// f, generic in what it is computed with: arrays, and numbers for the reference.
template <class F>
void check_elements(const std::string& what, const F& f, const ArrayXd& at) {
    BOOST_TEST_CONTEXT(what) {
        ArrayXd first(at.size()), second(at.size());
        for (Eigen::Index i = 0; i < at.size(); ++i) {
            variable x{at[i]};
            const auto slope = grad(f(x), x);
            first[i] = slope.data();
            second[i] = grad(slope, x, dynamic::unused::zero).data();
        }
        variable x{at};
        sum(f(x)).backward();
        check_same(x.grad(), first);
        const auto slope = grad(sum(f(x)), x);
        check_same(slope.data(), first);
        check_same(grad(sum(slope), x, dynamic::unused::zero).data(), second);
        x.clear_grad();
        sum(slope).backward();
        check_same(x.has_grad() ? x.grad() : ArrayXd(0 * second), second);
        // Twice the same variable, and in part what is not taken elsewhere.
        variable z{at};
        sum(f(z) + z).backward();
        check_same(z.grad(), first + 1);
        check_same(grad(sum(z + f(z)), z).data(), first + 1);
    }
}

constexpr auto s = pullback::variable<"s">;
constexpr auto positive_sine = max(sin(s), 0.0);
constexpr auto root = sqrt(s);
constexpr auto root_or_square = select(s > 0.0, sqrt(s), square(s));

} // namespace

BOOST_AUTO_TEST_CASE(elements_that_are_not_taken_have_no_part) {
    const ArrayXd at{{-2.0, -1.0, 0.0, 0.25, 1.0, 4.0}}, positive{{0.0, 0.25, 1.0, 4.0}};
    check_elements("log behind a mask", [](const auto& x) { return select(x > 0.0, log(x), 0 * x); }, at);
    check_elements("x log x", [](const auto& x) { return select(x > 0.0, x * log(x), 0 * x); }, at);
    check_elements("sqrt or square", [](const auto& x) { return select(x > 0.0, sqrt(x), square(x)); }, at);
    check_elements(
        "sqrt of a maximum", [](const auto& x) { return sqrt(max(x, -0.0)) + x; }, ArrayXd{{-1.0, 1.0, 4.0}});
    check_elements(
        "acos of a clamp", [](const auto& x) { return acos(clamp(x, -1.0, 1.0)); }, ArrayXd{{-1.5, 0.5, 2.0}});
    check_elements("max with a number", [](const auto& x) { return square(max(1.5, sqrt(x))); }, positive);
    check_elements("max of two", [](const auto& x) { return max(sqrt(x), 2 * x - 0.1) * x; }, positive);
    check_elements("min in a select", [](const auto& x) { return select(x < 2.0, min(x, -log(x)), x * x); }, positive);
    check_elements(
        "a sum of two", [](const auto& x) { return select(x > 0.0, sqrt(x), x) + select(x > 0.5, log(x), x * x); }, at);
    check_elements("a static function", [](const auto& x) { return max(root(x), 0.75) + x; }, positive);
    check_elements(
        "a static function with sides", [](const auto& x) { return positive_sine(sqrt(x) - 0.5); }, positive);
    check_elements("a static selection", [](const auto& x) { return root_or_square(x); }, at);
    check_elements("nothing at all", [](const auto& x) { return square(max(x, 9.0)) + 0 * x; }, at);
}

BOOST_AUTO_TEST_CASE(zeros_of_values_are_multiplied) {
    variable x{ArrayXd{{0.0, 4.0}}};
    sum(square(sqrt(x))).backward();
    BOOST_TEST(std::isnan(x.grad()[0]));
    BOOST_TEST(x.grad()[1] == 1);
    const auto slope = grad(sum(select(x < 1.0, square(sqrt(x)), x)), x);
    BOOST_TEST(std::isnan(slope.data()[0]));
    BOOST_TEST(slope.data()[1] == 1);
}

BOOST_AUTO_TEST_CASE(a_number_beside_an_array_is_reached_by_what_is_taken) {
    const ArrayXd at{{1.0, 4.0}};
    for (const double bound : {0.0, 9.0}) {
        variable x{at};
        variable b{bound};
        const auto f = [&] { return sum(max(x, sqrt(b))); };
        f().backward();
        BOOST_TEST(b.grad() == (bound == 0 ? 0 : 1.0 / 6));
        const auto slope = grad(f(), b);
        BOOST_TEST(slope.data() == b.grad());
        BOOST_TEST(grad(slope, b).data() == (bound == 0 ? 0 : -0.25 / 27));
    }
}

BOOST_AUTO_TEST_CASE(one_element_leaves_the_others_out) {
    variable x{ArrayXd{{0.0, 4.0, 9.0}}};
    const auto f = [&] { return element(sqrt(x), 1) * element(x, 2); };
    f().backward();
    check_same(x.grad(), ArrayXd{{0.0, 9.0 / 4, 2.0}});
    const auto slope = grad(f(), x);
    check_same(slope.data(), x.grad());
    check_same(grad(sum(slope), x).data(), ArrayXd{{0.0, 0.25 - 9.0 / 32, 0.25}});
}

BOOST_AUTO_TEST_CASE(products_keep_apart_what_is_not_taken) {
    // Rows: one active, one not. The root's slope is infinite in both, the factor in front of it is not.
    MatrixXd squares{{0.25, 1.0}, {0.0, 4.0}};
    const VectorXd at{{1.0, 2.0}};
    variable v{squares};
    variable x{at};
    const auto f = [&] { return sum(max(sqrt(v) * x, 2.25 + 2.5)); };
    BOOST_TEST(f().data() == 4.75 + 4.75);
    const auto g = [&] { return sum(min(sqrt(v) * x, 3.0)); };
    g().backward();
    check_same(v.grad(), MatrixXd{{1.0, 1.0}, {0.0, 0.0}});
    check_same(x.grad(), VectorXd{{0.5, 1.0}});
    const auto slope = grad(g(), v);
    check_same(slope.data(), v.grad());
    check_same(grad(sum(slope), v).data(), MatrixXd{{-2.0, -0.5}, {0.0, 0.0}});
    v.clear_grad();
    f().backward();
    check_same(v.grad(), MatrixXd::Zero(2, 2));
    check_same(grad(sum(grad(f(), v)), v).data(), MatrixXd::Zero(2, 2));
    check_same(grad(sum(transpose(min(sqrt(v) * x, 3.0))), v).data(), MatrixXd{{1.0, 1.0}, {0.0, 0.0}});
}

BOOST_AUTO_TEST_CASE(an_infinite_factor_of_what_is_not_taken_has_no_part) {
    const MatrixXd a{{1.0, 2.0}, {infinity, 1.0}};
    variable m{a};
    variable x{VectorXd{{1.0, 0.5}}};
    const auto f = [&] { return sum(min(m * x, 3.0)); };
    f().backward();
    check_same(x.grad(), VectorXd{{1.0, 2.0}});
    check_same(m.grad(), MatrixXd{{1.0, 0.5}, {0.0, 0.0}});
    check_same(grad(f(), x).data(), x.grad());
    check_same(grad(f(), m).data(), m.grad());
}

BOOST_AUTO_TEST_CASE(second_derivatives_are_there_where_no_element_is_active) {
    variable x{ArrayXd{{-1.0, -2.0}}};
    const auto slope = grad(sum(square(max(x, 0.0))), x);
    check_same(slope.data(), ArrayXd{{0.0, 0.0}});
    check_same(grad(sum(slope), x).data(), ArrayXd{{0.0, 0.0}});
}

BOOST_AUTO_TEST_CASE(other_kinds_of_data_are_converted_with_their_flags) {
    variable<Eigen::ArrayXf> x{Eigen::ArrayXf{{0.0f, 4.0f}}};
    const auto f = [&] { return sum(max(sqrt(x) * ArrayXd{{1.0, 1.0}}, 1.0)); };
    f().backward();
    BOOST_TEST(x.grad()[0] == 0);
    BOOST_TEST(x.grad()[1] == 0.25f);
    BOOST_TEST(grad(f(), x).data()[0] == 0);
}

BOOST_AUTO_TEST_CASE(gradients_of_several_arrays_in_one_call) {
    variable a{ArrayXd{{1.0, 2.0}}}, b{ArrayXd{{3.0, 4.0}}};
    const auto gradients = grad(sum(a * b), {a, b});
    check_same(gradients[0].data(), b.data());
    check_same(gradients[1].data(), a.data());
    BOOST_CHECK_THROW(grad(sum(a), {a, b}), dynamic::no_gradient);
    const auto sides = grad(sum(select(a > 0.0, a, b)), {a, b});
    check_same(sides[1].data(), ArrayXd{{0.0, 0.0}});
}

BOOST_AUTO_TEST_CASE(log_sum_exp_of_an_array_is_a_number) {
    const ArrayXd at{{0.5, -infinity, 1.5, 900.0 - 901.0}};
    variable x{at};
    const auto y = log_sum_exp(x);
    const double total = std::exp(0.5) + std::exp(1.5) + std::exp(-1.0);
    BOOST_TEST(y.data() == std::log(total), boost::test_tools::tolerance(1e-15));
    y.backward();
    const ArrayXd shares = at.unaryExpr([](double each) { return std::exp(each); }) / total;
    check_same(x.grad(), shares);
    const auto slope = grad(y, x);
    check_same(slope.data(), shares);
    const ArrayXd direction{{1.0, 7.0, 2.0, -1.0}};
    check_same(grad(sum(slope * direction), x).data(), shares * (direction - (shares * direction).sum()));
    BOOST_TEST(pullback::log_sum_exp(ArrayXd{{1000.0, 1000.0}}) == 1000 + std::log(2.0));
    BOOST_TEST(pullback::log_sum_exp(MatrixXd{{-infinity, 2.0}}) == 2);
    for (const double where : {infinity, -infinity}) {
        variable both{ArrayXd{{where, where, -infinity}}};
        const auto z = log_sum_exp(both);
        BOOST_TEST(z.data() == where);
        z.backward();
        const double third = where < 0 ? 1.0 / 3 : 0.0, first = where < 0 ? 1.0 / 3 : 0.5;
        check_same(both.grad(), ArrayXd{{first, first, third}});
        const auto equal = grad(z, both);
        check_same(equal.data(), both.grad());
        check_same(grad(sum(equal), both).data(), ArrayXd{{0.0, 0.0, 0.0}});
    }
    BOOST_CHECK_THROW(log_sum_exp(variable{ArrayXd(0)}), dynamic::shape_mismatch);
    variable<MatrixXd> m{MatrixXd{{0.0, 1.0}, {2.0, 3.0}}};
    log_sum_exp(m).backward();
    BOOST_TEST(m.grad().sum() == 1, boost::test_tools::tolerance(1e-15));
}
