// SPDX-License-Identifier: BSL-1.0
#include "caught_text.hpp"

#include <pullback/dynamic.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

// Functions of one's own, by deriving and from static functions.

namespace {

namespace dynamic = pullback::dynamic;
using caught_text::contains;
using caught_text::text_of;
using dynamic::variable;

struct cube : dynamic::function<cube> {
    double forward(double x) const { return x * x * x; }
    double backward(double gy) const {
        const double x = input().data();
        return 3 * x * x * gy;
    }
};

// It keeps what backward needs in a member.
struct softsign : dynamic::function<softsign> {
    double scale = 0;
    int calls = 0;

    double forward(double x) {
        ++calls;
        scale = 1 / (1 + std::abs(x));
        return x * scale;
    }
    double backward(double gy) const { return gy * scale * scale; }
};

struct polar : dynamic::function<polar> {
    static constexpr const char* name = "polar";
    std::array<double, 2> forward(double radius, double angle) const {
        return {radius * std::cos(angle), radius * std::sin(angle)};
    }
    std::array<double, 2> backward(double gx, double gy) const {
        const double radius = inputs()[0].data(), angle = inputs()[1].data();
        return {gx * std::cos(angle) + gy * std::sin(angle), radius * (gy * std::cos(angle) - gx * std::sin(angle))};
    }
};

struct forward_only : dynamic::function<forward_only> {
    double forward(double x) const { return x; }
};

struct failing : dynamic::function<failing> {
    bool fails_forward = false;
    double forward(double x) const {
        if (fails_forward) throw std::runtime_error("forward");
        return 2 * x;
    }
    double backward(double) const { throw std::runtime_error("backward"); }
};

template <class T>
struct point {
    BOOST_HANA_DEFINE_STRUCT(point, (T, x), (T, y));
};

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

} // namespace

BOOST_AUTO_TEST_CASE(derived_class) {
    cube f;
    variable v{2.0};
    auto w = f(v);
    BOOST_TEST((w.creator() == f));
    BOOST_TEST(contains(w.creator().name(), "cube"));
    w.backward();
    BOOST_TEST(v.grad() == 12.0);
    BOOST_TEST(f.forward(3.0) == 27.0);
    BOOST_TEST(f.backward(0.5) == 6.0);
    BOOST_TEST(w.creator().backward(0.5) == 6.0);
    BOOST_TEST((f.output() == w));
    v.clear_grad();
    auto u = cube{}(v) * 2.0; // a temporary object is as good
    u.backward();
    BOOST_TEST(v.grad() == 24.0);
}

BOOST_AUTO_TEST_CASE(each_call_keeps_its_members) {
    softsign f;
    variable a{1.0}, b{-3.0};
    auto p = f(a);
    auto q = f(b);
    BOOST_TEST(f.calls == 2);
    p.backward();
    q.backward();
    BOOST_TEST(a.grad() == 0.25);
    BOOST_TEST(b.grad() == 1.0 / 16);
}

BOOST_AUTO_TEST_CASE(copies_are_the_same_function) {
    cube f;
    variable v{2.0};
    auto w = f(v);
    cube g = f;
    BOOST_TEST((w.creator() == g));
    BOOST_TEST((g.input() == v));
    cube other;
    BOOST_TEST(!(w.creator() == other));
    other = g;
    other = *&other;
    BOOST_TEST((w.creator() == other));
}

BOOST_AUTO_TEST_CASE(several_inputs_and_outputs) {
    polar f;
    variable radius{2.0}, angle{0.5};
    auto [px, py] = f(radius, angle);
    BOOST_TEST((px.creator() == f && py.creator() == px.creator()));
    BOOST_TEST((px.creator().output(0) == px && px.creator().output(1) == py));
    auto r = sqrt(px * px + py * py);
    r.backward();
    BOOST_TEST(radius.grad() == 1.0, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(std::abs(angle.grad()) < 1e-15);
    // One of the outputs alone: the other counts as zero, also when it is gone.
    radius.clear_grad();
    py = r = radius;
    px.backward();
    BOOST_TEST(radius.grad() == std::cos(0.5));
    BOOST_TEST(px.creator().backward_all(1.0, 0.0)[0] == std::cos(0.5));
    BOOST_CHECK_THROW(px.creator().backward_all(1.0), dynamic::no_such_link);
    BOOST_CHECK_THROW(px.creator().output(1), dynamic::no_such_link);
}

BOOST_AUTO_TEST_CASE(constants_among_the_arguments) {
    polar f;
    variable angle{0.5};
    auto [px, py] = f(2.0, angle);
    py.backward();
    BOOST_TEST(angle.grad() == 2 * std::cos(0.5));
}

BOOST_AUTO_TEST_CASE(missing_backward) {
    forward_only f;
    variable v{2.0};
    auto w = f(v);
    BOOST_TEST(w.data() == 2.0);
    BOOST_TEST(contains(text_of<dynamic::not_differentiable>([&] { w.backward(); }), "forward_only.backward(gy)"));
}

BOOST_AUTO_TEST_CASE(exceptions_leave_the_graph_usable) {
    failing f;
    variable v{2.0};
    v.set_grad(7.0);
    f.fails_forward = true;
    BOOST_CHECK_THROW(f(v), std::runtime_error);
    f.fails_forward = false;
    auto a = square(v);
    auto w = a + f(a) + v;
    BOOST_CHECK_THROW(w.backward(), std::runtime_error);
    BOOST_TEST(v.grad() == 7.0);
    auto u = a + v;
    u.backward();
    BOOST_TEST(v.grad() == 12.0);
    BOOST_CHECK_THROW(grad(w, v), std::runtime_error);
    BOOST_TEST(grad(u, v).data() == 5.0);
}

BOOST_AUTO_TEST_CASE(higher_order_through_a_class_is_refused) {
    cube f;
    variable v{2.0};
    auto g = grad(f(v), v);
    BOOST_TEST(g.data() == 12.0);
    BOOST_TEST(contains(text_of<dynamic::not_differentiable>([&] { grad(g, v); }), "its backward computes with data"));
    BOOST_CHECK_THROW(g.backward(), dynamic::not_differentiable);
}

struct langevin_row : pullback::elementary<langevin_row, 1> {
    static constexpr const char* name = "langevin";
    static constexpr auto value(const auto& t) { return 1 / pullback::tanh(t) - 1 / t; }
    static constexpr auto pullback(const auto& t, const auto&, const auto& g) {
        return g * (1 / pullback::square(t) - 1 / pullback::square(pullback::sinh(t)));
    }
};

BOOST_AUTO_TEST_CASE(a_row_of_ones_own) {
    dynamic::function f = langevin_row{};
    variable v{1.5};
    auto w = f(v);
    BOOST_TEST(w.creator().name() == "langevin");
    w.backward();
    const double s = std::sinh(1.5);
    BOOST_TEST(v.grad() == 1 / 2.25 - 1 / (s * s), boost::test_tools::tolerance(1e-14));
    const auto second = grad(grad(w, v), v);
    BOOST_TEST(second.data() == -2 / std::pow(1.5, 3) + 2 * std::cosh(1.5) / (s * s * s),
               boost::test_tools::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(a_formula_is_one_node) {
    constexpr auto f = x * sin(y) + square(x);
    variable a{1.5}, b{0.3};
    auto w = f(a, b);
    BOOST_TEST((w.creator() == f));
    BOOST_TEST(w.creator().name() == "formula");
    BOOST_TEST((w.creator().input() == a && w.creator().input(1) == b));
    w.backward();
    BOOST_TEST(w.data() == f(1.5, 0.3));
    BOOST_TEST(a.grad() == gradient(f)(1.5, 0.3)[x], boost::test_tools::tolerance(1e-15));
    BOOST_TEST(b.grad() == gradient(f)(1.5, 0.3)[y], boost::test_tools::tolerance(1e-15));
    BOOST_TEST(grad(grad(w, a), b).data() == std::cos(0.3), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(f(y = b, x = 2.0).data() == f(2.0, 0.3));
    dynamic::function object = f;
    auto v = object(a, 0.3);
    BOOST_TEST((v.creator() == object));
    a.clear_grad();
    v.backward();
    BOOST_TEST(a.grad() == std::sin(0.3) + 3.0, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(a_formula_with_captured_numbers) {
    const double rate = 0.25;
    const auto f = exp(rate * x) * y;
    variable a{2.0}, b{3.0};
    auto w = f(a, b);
    w.backward();
    BOOST_TEST(a.grad() == 0.75 * std::exp(0.5), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(grad(grad(w, a), a).data() == 3.0 / 16 * std::exp(0.5), boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(arrays_and_structs_of_variables) {
    constexpr auto f = pullback::function([](const auto& p, const auto& weights) {
        return std::array{weights[0] * p.x * p.y, weights[1] * square(p.x)};
    });
    const point<variable<double>> p{2.0, 3.0};
    variable w{0.5};
    const auto [first, second] = f(p, std::array<variable<double>, 2>{w, w});
    BOOST_TEST(first.data() == 3.0);
    BOOST_TEST(second.data() == 2.0);
    BOOST_TEST((first.creator() == second.creator()));
    BOOST_TEST(first.creator().input_count() == 4u);
    auto sum = first + 10.0 * second;
    sum.backward();
    BOOST_TEST(p.x.grad() == 1.5 + 20.0);
    BOOST_TEST(p.y.grad() == 1.0);
    BOOST_TEST(w.grad() == 6.0 + 40.0);
    BOOST_TEST(grad(grad(sum, p.x), w).data() == 3.0 + 40.0);
    // Numbers may stand among the arguments.
    const auto mixed = f(p, std::array{1.0, 2.0});
    p.x.node()->drop_gradient();
    mixed[0].backward();
    BOOST_TEST(p.x.grad() == 3.0);
}

BOOST_AUTO_TEST_CASE(a_derivative_is_a_function_too) {
    constexpr auto f = square(exp(square(x)));
    variable a{0.5};
    auto slope = gradient(f)(a);
    BOOST_TEST(slope.data() == 3.297442541400256, boost::test_tools::tolerance(1e-15));
    slope.backward();
    BOOST_TEST(a.grad() == pullback::derivative<2>(f)(0.5), boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(calls_without_links) {
    const dynamic::no_grad scope;
    cube f;
    polar g;
    variable v{2.0};
    BOOST_TEST((f(v).creator() == pullback::none));
    BOOST_TEST((g(v, v)[1].creator() == pullback::none));
    BOOST_TEST((square(x)(v).creator() == pullback::none));
    BOOST_CHECK_THROW(f.input(), dynamic::no_such_link);
}

BOOST_AUTO_TEST_CASE(function_objects_before_a_call) {
    dynamic::function f = pullback::functions::exp{};
    BOOST_TEST(contains(text_of<dynamic::no_such_link>([&] { f.backward(1.0); }), "has not been called yet"));
    f(variable{1.0f});
    BOOST_TEST(contains(text_of<dynamic::no_such_link>([&] { f.input(); }), "did not give double"));
    BOOST_TEST(f.backward(1.0f) == std::exp(1.0f));
    BOOST_TEST(f.forward(1.0) == std::exp(1.0));
}
