// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"

#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <tuple>

// What the exceptions say about typical mistakes, word by word: one line each, the call first. The README explains
// them.

struct forward_only : pullback::dynamic::function<forward_only> {
    double forward(double x) const { return x * x; }
};

struct misshapen : pullback::dynamic::function<misshapen> {
    double forward(double w, const Eigen::ArrayXd& x) const { return w * x.sum(); }
    std::tuple<double, Eigen::ArrayXd> backward(double g) const { return {g, Eigen::ArrayXd::Constant(3, g)}; }
};

namespace {

namespace dynamic = pullback::dynamic;
using caught_text::text_of;
using dynamic::variable;
using Eigen::ArrayXd;

} // namespace

BOOST_AUTO_TEST_CASE(seed_of_another_shape) {
    const variable x{ArrayXd{{1.0, 2.0}}};
    const auto y = exp(x);
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { y.backward(ArrayXd(3)); }) ==
               "variable.backward(g): g has the shape (3), the data have (2)");
}

BOOST_AUTO_TEST_CASE(arguments_of_different_shapes) {
    const variable x{ArrayXd{{1.0, 2.0}}}, y{ArrayXd{{1.0, 2.0, 3.0}}};
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { x + y; }) ==
               "add(x, y): the arguments have the shapes (2) and (3); counted from the last, extents must be "
               "the same, or 1 in one of them");
}

BOOST_AUTO_TEST_CASE(data_replaced_before_backward) {
    variable x{2.0};
    const auto y = square(x);
    x.set_data(3.0);
    BOOST_TEST(text_of<dynamic::data_replaced>([&] { y.backward(); }) ==
               "backward through square: the data of an input or of the result were replaced with set_data() after the "
               "call; call the function again");
}

BOOST_AUTO_TEST_CASE(function_without_backward) {
    forward_only f;
    const auto y = f(variable{2.0});
    BOOST_TEST(text_of<dynamic::not_differentiable>([&] { y.backward(); }) ==
               "forward_only.backward(gy): the class derives from dynamic::function and has no "
               "backward for this adjoint; write it to return the adjoint of each argument");
}

BOOST_AUTO_TEST_CASE(adjoint_of_another_shape) {
    misshapen f;
    const variable w{2.0};
    const variable x{ArrayXd{{1.0, 2.0}}};
    const auto y = f(w, x);
    const std::string sentence =
        "misshapen.backward(gy): it returned an adjoint of shape (3) for argument 1, which "
        "has the shape (2)";
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { y.backward(); }) == sentence);
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { grad(y, w); }) == sentence);
    BOOST_TEST(!w.has_grad());
}

BOOST_AUTO_TEST_CASE(variable_that_makes_itself) {
    variable x{2.0};
    const auto y = square(x);
    BOOST_TEST(text_of<dynamic::no_such_link>([&] { x.set_creator(y.creator()); }) ==
               "variable.set_creator(call): the call was made from this variable, which cannot make itself");
}

BOOST_AUTO_TEST_CASE(gradient_of_integers) {
    const variable n{2};
    BOOST_TEST(text_of<dynamic::not_differentiable>([&] { square(n).backward(); }) ==
               "variable.backward(): the data are integers (int), which have no derivative; make it a variable of real "
               "numbers");
}

BOOST_AUTO_TEST_CASE(gradient_that_is_not_there) {
    const variable x{2.0};
    BOOST_TEST(text_of<dynamic::no_gradient>([&] { x.grad(); }) ==
               "variable.grad(): no gradient has been computed; call backward() on a result that depends on it (and "
               "keeps gradients, if it is no input), ask has_grad() first, or take zeros for what is not there, "
               "grad(unused::zero)");
}

BOOST_AUTO_TEST_CASE(derivative_by_what_is_not_used) {
    const variable x{2.0}, w{3.0};
    BOOST_TEST(
        text_of<dynamic::no_gradient>([&] { grad(square(x), {x, w}); }) ==
        "grad(y, {x...}): y does not depend on variable number 1; if that is meant to be a gradient of zero, say "
        "grad(y, {x...}, unused::zero)");
}

BOOST_AUTO_TEST_CASE(gradient_descent_that_keeps_its_history) {
    variable weight{2.0};
    weight.set_name("weight");
    BOOST_TEST(text_of<dynamic::growing_history>([&] {
                   for (int i = 0; i < 200; ++i) {
                       square(weight).backward();
                       weight -= 0.1 * weight.grad();
                   }
               }) ==
               "x -= a, or x = x - a (subtract): x has been replaced like this 100 times, each time after its gradient "
               "was computed, and stays linked to all it was before; write x.set_data(x.data() - a) to move a "
               "variable, or x = x.detach() to forget what it was made from");
}

BOOST_AUTO_TEST_CASE(creator_of_an_input) {
    const variable x{2.0};
    BOOST_TEST(text_of<dynamic::no_such_link>([&] { x.creator().input(); }) ==
               "creator(): no call made this variable, so there is no function, input or output to ask for; compare it "
               "with pullback::none first");
}
