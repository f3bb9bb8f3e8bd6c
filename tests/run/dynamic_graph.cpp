// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"
#include "depth.hpp"

#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cmath>
#include <sstream>
#include <utility>

// What the graph does with sharing, depth, reuse and misuse.

namespace {

namespace dynamic = pullback::dynamic;
using caught_text::contains;
using caught_text::text_of;
using dynamic::retain_grad;
using dynamic::variable;
using pullback::none;

} // namespace

BOOST_AUTO_TEST_CASE(a_variable_used_twice_adds_up) {
    variable x{3.0};
    auto y = x + x;
    y.backward();
    BOOST_TEST(x.grad() == 2.0);
    x.clear_grad();
    auto z = x * x + x;
    z.backward();
    BOOST_TEST(x.grad() == 7.0);
}

BOOST_AUTO_TEST_CASE(branches_meet_again) {
    variable x{2.0};
    auto a = square(x);
    auto y = square(a) + square(a);
    y.backward();
    BOOST_TEST(y.data() == 32.0);
    BOOST_TEST(x.grad() == 64.0);
    BOOST_TEST(a.grad() == 16.0);
}

BOOST_AUTO_TEST_CASE(forty_doublings) {
    variable x{1.0};
    auto y = x;
    for (int i = 0; i < 40; ++i) y = y + y;
    y.backward();
    BOOST_TEST(y.data() == std::ldexp(1.0, 40));
    BOOST_TEST(x.grad() == std::ldexp(1.0, 40));
}

BOOST_AUTO_TEST_CASE(gradients_of_inputs_add_up_over_passes) {
    variable x{3.0};
    auto a = square(x);
    auto y = square(a);
    y.backward();
    y.backward();
    BOOST_TEST(x.grad() == 2 * 108.0);
    BOOST_TEST(a.grad() == 18.0);
    x.clear_grad();
    BOOST_TEST(!x.has_grad());
    y.backward();
    BOOST_TEST(x.grad() == 108.0);
}

BOOST_AUTO_TEST_CASE(seeds) {
    variable x{3.0};
    auto y = square(x);
    y.backward(0.5);
    BOOST_TEST(x.grad() == 3.0);
    BOOST_TEST(y.grad() == 0.5);
    x.clear_grad();
    y.backward(); // a seed is for one pass
    BOOST_TEST(x.grad() == 6.0);
    x.clear_grad();
    y.set_grad(2.0);
    y.backward();
    BOOST_TEST(x.grad() == 12.0);
    // As an intermediate variable it loses a gradient set by hand.
    auto z = 10.0 * y;
    z.backward();
    x.clear_grad();
    y.backward();
    BOOST_TEST(x.grad() == 6.0);
}

BOOST_AUTO_TEST_CASE(backward_without_creator_only_seeds) {
    variable x{3.0};
    x.backward();
    BOOST_TEST(x.grad() == 1.0);
}

BOOST_AUTO_TEST_CASE(gradients_in_between_can_be_dropped) {
    variable x{2.0};
    auto a = square(x);
    auto b = square(a);
    a.retain_grad();
    auto y = square(b);
    y.backward(retain_grad::no);
    BOOST_TEST(a.has_grad());
    BOOST_TEST(!b.has_grad());
    BOOST_TEST(y.has_grad());
    BOOST_TEST(x.grad() == 8 * std::pow(2.0, 7));
}

BOOST_AUTO_TEST_CASE(no_grad_keeps_no_links) {
    variable x{2.0};
    {
        const dynamic::no_grad scope;
        const dynamic::no_grad inner;
        BOOST_TEST((square(x).creator() == none));
        BOOST_TEST((x * 2.0).data() == 4.0);
    }
    BOOST_TEST(!(square(x).creator() == none));
    try {
        const dynamic::no_grad scope;
        throw 1;
    } catch (int) {
    }
    BOOST_TEST(!(square(x).creator() == none));
}

BOOST_AUTO_TEST_CASE(detach) {
    variable x{2.0};
    auto a = square(x).detach();
    BOOST_TEST((a.creator() == none));
    auto y = a * x;
    y.backward();
    BOOST_TEST(x.grad() == 4.0);
    BOOST_TEST(a.grad() == 2.0);
}

BOOST_AUTO_TEST_CASE(a_missing_gradient_is_an_error) {
    variable x{2.0, "x"};
    BOOST_TEST(contains(text_of<dynamic::no_gradient>([&] { x.grad(); }), "x.grad(): no gradient has been computed"));
}

BOOST_AUTO_TEST_CASE(replaced_data_are_noticed) {
    variable x{2.0};
    auto y = square(x);
    x.set_data(3.0);
    BOOST_TEST(contains(text_of<dynamic::data_replaced>([&] { y.backward(); }), "call the function again"));
    BOOST_TEST(!x.has_grad());
    auto z = square(x);
    z.backward();
    BOOST_TEST(x.grad() == 6.0);
    auto w = square(z);
    z.set_data(1.0);
    BOOST_CHECK_THROW(w.backward(), dynamic::data_replaced);
}

BOOST_AUTO_TEST_CASE(handles) {
    variable x{2.0};
    variable copy = x;
    BOOST_TEST(copy.is_same(x));
    copy.set_data(5.0);
    BOOST_TEST(x.data() == 5.0);
    variable<double>& itself = x;
    x = itself;
    x = std::move(itself);
    BOOST_TEST(x.data() == 5.0);
    variable moved = std::move(copy);
    BOOST_TEST(moved.is_same(x));
    copy = variable{1.0};
    BOOST_TEST(copy.data() == 1.0);
    auto y = x;
    y *= x;
    y += 1.0;
    y -= x / 5.0;
    y /= 2.0;
    y.backward();
    BOOST_TEST(x.grad() == 4.9, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(a_creator_keeps_inputs_but_not_its_output) {
    variable x{2.0};
    auto y = square(exp(x));
    auto made = y.creator();
    BOOST_TEST(made.has_output());
    y = x;
    BOOST_TEST(!made.has_output());
    BOOST_TEST(contains(text_of<dynamic::no_such_link>([&] { made.output(); }), "is gone"));
    BOOST_TEST(made.input().data() == std::exp(2.0));
    BOOST_TEST((made.input().creator().input() == x));
    BOOST_TEST(made.backward(1.0) == 2 * std::exp(2.0));
    BOOST_TEST(contains(text_of<dynamic::no_such_link>([&] { x.creator().input(); }), "no call made this variable"));
    BOOST_TEST(contains(text_of<dynamic::no_such_link>([&] { made.input(1); }), "has 1 variable"));
    BOOST_TEST(contains(text_of<dynamic::no_such_link>([&] { made.input<float>(); }), "holds no float"));
}

BOOST_AUTO_TEST_CASE(creator_set_by_hand) {
    dynamic::function f = pullback::functions::square{};
    variable x{3.0};
    f(x);
    variable y{9.0};
    y.set_creator(f);
    BOOST_TEST((y.creator() == f));
    BOOST_TEST((f.output() == y));
    BOOST_TEST((y.creator().input() == x));
    auto z = 2.0 * y;
    z.backward();
    BOOST_TEST(y.grad() == 2.0);
    BOOST_TEST(x.grad() == 12.0);
    BOOST_TEST(grad(z, x).data() == 12.0);
    BOOST_CHECK_THROW(y.set_creator(f), dynamic::no_such_link);
    variable other{1.0};
    BOOST_CHECK_THROW(other.set_creator(f), dynamic::no_such_link);
    y = other;
    z = other;
    other.set_creator(f); // the earlier output is gone
    BOOST_TEST((f.output() == other));
}

BOOST_AUTO_TEST_CASE(a_variable_is_not_made_of_itself) {
    dynamic::function f = pullback::functions::square{};
    variable x{3.0};
    const auto y = f(2.0 * x);
    BOOST_TEST(contains(text_of<dynamic::no_such_link>([&] { x.set_creator(y.creator()); }), "made from"));
}

BOOST_AUTO_TEST_CASE(calls_of_one_object_keep_their_own_inputs) {
    dynamic::function f = pullback::functions::square{};
    variable x{2.0}, w{5.0};
    auto y = f(x);
    auto z = f(w);
    BOOST_TEST((y.creator() == f && z.creator() == f));
    BOOST_TEST((y.creator() != z.creator()));
    BOOST_TEST((y.creator().input() == x && z.creator().input() == w));
    BOOST_TEST((f.input() == w && f.output() == z));
    y.backward();
    BOOST_TEST(x.grad() == 4.0);
    BOOST_TEST(!w.has_grad());
}

BOOST_AUTO_TEST_CASE(second_and_third_derivatives) {
    variable x{0.7};
    auto y = sin(x) * exp(2.0 * x);
    auto g = grad(y, {x})[0];
    auto h = grad(g, {x})[0];
    auto g3 = grad(h, {x})[0];
    const double e = std::exp(1.4), s = std::sin(0.7), c = std::cos(0.7);
    BOOST_TEST(g.data() == e * (2 * s + c), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(h.data() == e * (3 * s + 4 * c), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(g3.data() == e * (2 * s + 11 * c), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(!x.has_grad());
}

BOOST_AUTO_TEST_CASE(sine_and_cosine_pass_back_what_their_rules_say) {
    const auto passes = [](auto number) {
        using T = decltype(number);
        variable<T> x{number};
        x.set_data(T(0.75));
        auto named = sin(x), plain = cos(x);
        named.set_name("s");
        const auto y = named * T(3) + plain * plain;
        y.backward();
        const T sine = std::sin(T(0.75)), cosine = std::cos(T(0.75));
        BOOST_TEST(x.grad() == T(3) * cosine - T(2) * cosine * sine, boost::test_tools::tolerance(T(1e-6)));
        BOOST_TEST(plain.creator().backward(T(2)) == -(T(2) * sine));
        BOOST_TEST(plain.creator().input_count() == 1u);
        BOOST_TEST(grad(grad(sin(x), x), x).data() == -sine);
        x.set_data(T(0.5)); // the slopes that were kept are those of other data
        BOOST_CHECK_THROW(y.backward(), dynamic::data_replaced);
        const dynamic::no_grad scope;
        BOOST_TEST((sin(x).creator() == pullback::none));
        BOOST_TEST(sin(x).data() == std::sin(T(0.5)));
    };
    passes(0.25);
    passes(0.25f);
}

BOOST_AUTO_TEST_CASE(gradient_inside_a_new_formula) {
    variable x{2.0};
    auto y = square(x);
    auto gx = grad(y, x);
    auto z = gx * gx * gx + y; // 8x³ + x²
    z.backward();
    BOOST_TEST(x.grad() == 24 * 4.0 + 4.0);
}

BOOST_AUTO_TEST_CASE(gradient_by_a_stranger_is_an_error) {
    variable x{2.0}, w{1.0, "w"};
    auto y = square(x);
    BOOST_TEST(contains(text_of<dynamic::no_gradient>([&] { grad(y, {x, w}); }), "variable number 1, w"));
    BOOST_TEST(grad(y, w, dynamic::unused::zero).data() == 0.0);
    auto slope = grad(3.0 * x, x);
    BOOST_TEST(grad(slope, x, dynamic::unused::zero).data() == 0.0);
}

BOOST_AUTO_TEST_CASE(integers) {
    variable<int> n{3};
    static_assert(std::is_same_v<decltype(n * n + 1), variable<int>>);
    static_assert(std::is_same_v<decltype(n * 0.5), variable<double>>);
    static_assert(std::is_same_v<decltype(n / 2), variable<double>>);
    static_assert(std::is_same_v<decltype(exp(n)), variable<double>>);
    BOOST_TEST((n * n + 1).data() == 10);
    BOOST_TEST((n / 2).data() == 1.5);
    BOOST_TEST(
        contains(text_of<dynamic::not_differentiable>([&] { square(n).backward(); }), "the data are integers (int)"));
    variable x{2.0};
    auto y = x * exp(n);
    BOOST_TEST(contains(text_of<dynamic::not_differentiable>([&] { y.backward(); }), "an input holds integers"));
    BOOST_TEST(!x.has_grad());
    auto z = square(x);
    z.backward();
    BOOST_TEST(x.grad() == 4.0);
}

BOOST_AUTO_TEST_CASE(scalar_types_mix) {
    variable x{0.5f};
    static_assert(std::is_same_v<decltype(2.0 * x), variable<float>>);
    variable w{2.0};
    auto y = x * w;
    static_assert(std::is_same_v<decltype(y), variable<double>>);
    y.backward();
    BOOST_TEST(x.grad() == 2.0f);
    BOOST_TEST(w.grad() == 0.5);
    BOOST_TEST(grad(grad(square(x) * w, x), x).data() == 4.0f);
    variable v{0.25L};
    BOOST_TEST(exp(v).data() == std::exp(0.25L));
}

// The same code on numbers, recorded scalars and variables.
template <class T>
constexpr T taylor(const T& x) {
    using pullback::select;
    T sum(1), term(1);
    for (int i = 1; i < 12; ++i) {
        term *= x / i;
        sum += term;
    }
    return select(x < T(0), T(0), sum);
}

BOOST_AUTO_TEST_CASE(one_template_for_all) {
    constexpr auto f = pullback::function([](const auto& x) { return taylor(x); });
    variable x{0.5};
    auto y = taylor(x);
    y.backward();
    BOOST_TEST(y.data() == taylor(0.5), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(y.data() == f(0.5), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(x.grad() == gradient(f)(0.5), boost::test_tools::tolerance(1e-14));
}

// Control flow that depends on values, which the static side cannot have.
BOOST_AUTO_TEST_CASE(newton_iteration) {
    variable a{2.0};
    variable x = a;
    while (abs(square(x) - a) > 1e-15) x = 0.5 * (x + a / x);
    x.backward();
    BOOST_TEST(x.data() == std::sqrt(2.0), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(a.grad() == 0.5 / std::sqrt(2.0), boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(printing) {
    variable x{0.5, "x"};
    auto y = 2.0 * square(x);
    std::ostringstream out;
    out << x;
    BOOST_TEST(out.str() == "variable(0.5)");
    BOOST_TEST(to_string(y.creator().input()) == "variable(0.25)");
    BOOST_TEST(x.ndim() == 0u);
    BOOST_TEST(x.size() == 1u);
    y.set_name("y \"final\"");
    const std::string expected = R"dot(digraph {
    node [fontname="Helvetica"];
    v0 [label="y \"final\"\n0.5\n()", style=filled, fillcolor=orange];
    f0 -> v0;
    f0 [label="multiply", shape=box, style=filled, fillcolor=lightblue];
    v1 [label="0.25\n()", style=filled, fillcolor=orange];
    v1 -> f0;
    f1 -> v1;
    f1 [label="square", shape=box, style=filled, fillcolor=lightblue];
    v2 [label="x\n0.5\n()", style=filled, fillcolor=orange];
    v2 -> f1;
}
)dot";
    const std::string picture = to_dot(y, {.data = true, .shape = true});
    BOOST_TEST(picture == expected);
}

BOOST_AUTO_TEST_CASE(deep_chains) {
    variable x{1.0};
    auto y = x;
    for (int i = 0; i < 5 * depth; ++i) y = 1.0 * y;
    y.backward(retain_grad::no);
    BOOST_TEST(x.grad() == 1.0);
    BOOST_TEST(grad(y, x).data() == 1.0);
    y = x;
    BOOST_TEST(x.grad() == 1.0);
}
