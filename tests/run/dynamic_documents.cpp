// SPDX-License-Identifier: BSL-1.0
#include <pullback/check/boost_test.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/check.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>

// The documents, step by step, on the run-time graph.

namespace {

namespace functions = pullback::functions;
using pullback::none;
using pullback::dynamic::function;
using pullback::dynamic::variable;

boost::test_tools::predicate_result near(double got, double wanted) {
    boost::test_tools::predicate_result result(std::abs(got - wanted) <= 0x1p-52 * std::abs(wanted));
    if (!result) result.message() << got << " instead of " << wanted;
    return result;
}

} // namespace

// Step 1: a variable is a box for data.
BOOST_AUTO_TEST_CASE(variable_holds_data) {
    variable x{1.0};
    BOOST_TEST(x.data() == 1.0);
    x.set_data(2.0);
    BOOST_TEST(x.data() == 2.0);
}

// Step 2: a function makes a variable of a variable. The class gives `forward`, the base the call.
struct square_function : function<square_function> {
    double forward(double x) const { return x * x; }
};

BOOST_AUTO_TEST_CASE(function_makes_a_variable) {
    square_function f;
    const variable y = f(variable{10.0});
    static_assert(std::is_same_v<decltype(y), const variable<double>>);
    BOOST_TEST(y.data() == 100.0);
    BOOST_TEST(f(variable{12.0}).data() == 144.0);
}

// Step 3: functions in a row.
BOOST_AUTO_TEST_CASE(functions_in_a_row) {
    function A = functions::square{};
    function B = functions::exp{};
    function C = functions::square{};

    variable x{0.5};
    auto a = A(x);
    auto b = B(a);
    auto y = C(b);
    BOOST_TEST(near(y.data(), 1.648721270700128));
}

// Step 4: the derivative by differences.
BOOST_AUTO_TEST_CASE(numerical_derivative) {
    function f = functions::square{};
    BOOST_TEST(near(numerical_diff(f, variable{2.0}), 4.000000000004));

    const auto composed = [](const variable<double>& x) {
        function A = functions::square{};
        function B = functions::exp{};
        function C = functions::square{};
        return C(B(A(x)));
    };
    BOOST_TEST(near(numerical_diff(composed, variable{0.5}), 3.2974426293330694));
    BOOST_TEST(near(numerical_diff(composed, variable{2.0}), 23847.666917060906));
}

// Step 6: every function has a `backward`, called by hand from the end to the start.
BOOST_AUTO_TEST_CASE(backward_by_hand) {
    function A = functions::square{};
    function B = functions::exp{};
    function C = functions::square{};

    variable x{0.5};
    auto a = A(x);
    auto b = B(a);
    auto y = C(b);

    y.set_grad(1.0);
    b.set_grad(C.backward(y.grad()));
    a.set_grad(B.backward(b.grad()));
    x.set_grad(A.backward(a.grad()));
    BOOST_TEST(y.grad() == 1.0);
    BOOST_TEST(near(b.grad(), 2.568050833375483));
    BOOST_TEST(near(a.grad(), 3.297442541400256));
    BOOST_TEST(near(x.grad(), 3.297442541400256));
}

// Step 7: variable and function know each other.
BOOST_AUTO_TEST_CASE(creators) {
    function A = functions::square{};
    function B = functions::exp{};
    function C = functions::square{};

    variable x{0.5};
    auto a = A(x);
    auto b = B(a);
    auto y = C(b);

    BOOST_TEST((y.creator() == C));
    BOOST_TEST((y.creator().input() == b));
    BOOST_TEST((y.creator().input().creator() == B));
    BOOST_TEST((y.creator().input().creator().input() == a));
    BOOST_TEST((y.creator().input().creator().input().creator() == A));
    BOOST_TEST((y.creator().input().creator().input().creator().input() == x));
    BOOST_TEST((x.creator() == none));
    BOOST_TEST((y.creator().output() == y));
    BOOST_TEST((C.input() == b && C.output() == y));

    // It is identity that holds, not likeness: A is a square as well, and w holds the same data as b.
    const variable w{b.data()};
    BOOST_TEST(!(y.creator() == A));
    BOOST_TEST(!(y.creator().input() == w));
    BOOST_TEST((y.creator() == functions::square{} && b.creator() == functions::exp{}));

    // Back along the links, one step after the other.
    y.set_grad(1.0);
    auto made_y = y.creator();
    auto to_b = made_y.input();
    to_b.set_grad(made_y.backward(y.grad()));
    auto made_b = b.creator();
    auto to_a = made_b.input();
    to_a.set_grad(made_b.backward(b.grad()));
    auto made_a = a.creator();
    auto to_x = made_a.input();
    to_x.set_grad(made_a.backward(a.grad()));
    BOOST_TEST(near(x.grad(), 3.297442541400256));
}

// Step 7, continued: the same steps as one recursive function.
void backward_recursively(variable<double> y) {
    const auto f = y.creator();
    if (f == none) return;
    auto x = f.input();
    x.set_grad(f.backward(y.grad()));
    backward_recursively(x);
}

BOOST_AUTO_TEST_CASE(recursive_backward) {
    variable x{0.5};
    auto y = square(exp(square(x)));
    y.set_grad(1.0);
    backward_recursively(y);
    BOOST_TEST(near(x.grad(), 3.297442541400256));
}

// Step 8: and as a loop.
BOOST_AUTO_TEST_CASE(backward_in_a_loop) {
    variable x{0.5};
    auto y = square(exp(square(x)));
    y.set_grad(1.0);
    std::vector to_do{y.creator()};
    while (!to_do.empty()) {
        const auto f = to_do.back();
        to_do.pop_back();
        auto input = f.input();
        input.set_grad(f.backward(f.output().grad()));
        if (const auto next = input.creator()) to_do.push_back(next);
    }
    BOOST_TEST(near(x.grad(), 3.297442541400256));
}

// Step 8: `backward()` does it all, and agrees with the way by hand at every variable.
BOOST_AUTO_TEST_CASE(backward_of_the_result) {
    variable x{0.5};
    auto a = square(x);
    auto b = exp(a);
    auto y = square(b);
    y.set_grad(1.0);
    y.backward();
    BOOST_TEST(y.grad() == 1.0);
    BOOST_TEST(near(b.grad(), 2.568050833375483));
    BOOST_TEST(near(a.grad(), 3.297442541400256));
    BOOST_TEST(near(x.grad(), 3.297442541400256));
}

// Step 9: functions are called like functions, and the first gradient is 1 by itself.
BOOST_AUTO_TEST_CASE(free_functions_and_default_seed) {
    variable x{0.5};
    auto y = square(exp(square(x)));
    y.backward();
    BOOST_TEST(y.grad() == 1.0);
    BOOST_TEST(near(x.grad(), 3.297442541400256));
}

// Step 9: the seed has the scalar type of the data.
BOOST_AUTO_TEST_CASE(seed_has_the_type_of_the_data) {
    variable x{0.5f};
    auto y = square(x);
    y.backward();
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(y.grad())>, float>);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(pullback::dynamic::ones_like(x.data()))>, float>);
    BOOST_TEST(x.grad() == 1.0f);
}

// Step 9: only data are allowed; see tests/fail/dynamic_data_type.cpp.
static_assert(pullback::dynamic::Data<double> && !pullback::dynamic::Data<std::string>);

// Step 10: unit tests.
BOOST_AUTO_TEST_CASE(square_forward) {
    variable x{2.0};
    BOOST_TEST(square(x).data() == 4.0);
    BOOST_TEST(square(variable{3.0}).data() == 9.0);
}

BOOST_AUTO_TEST_CASE(square_backward) {
    variable x{3.0};
    auto y = square(x);
    y.backward();
    BOOST_TEST(x.grad() == 6.0);
}

BOOST_AUTO_TEST_CASE(gradient_check_at_a_random_point) {
    std::mt19937 random(10);
    for (int i = 0; i < 20; ++i) {
        variable x{std::uniform_real_distribution<double>(-1, 1)(random)};
        auto y = square(x);
        y.backward();
        const double numerical = numerical_diff([](const auto& v) { return square(v); }, x);
        BOOST_TEST(x.grad() == numerical, boost::test_tools::tolerance(1e-8));
        BOOST_TEST(pullback::gradient_is_right([](const auto& v) { return square(exp(square(v))); }, x));
    }
}

BOOST_AUTO_TEST_CASE(other_figures) {
    variable x{12.0};
    BOOST_TEST(near(square(exp(square(x))).data(), 1.1934680253072107e+125));
    variable one{1.0};
    auto y = sigmoid(tanh(one));
    y.backward();
    BOOST_TEST(near(one.grad(), 0.09112821805819912));
}
