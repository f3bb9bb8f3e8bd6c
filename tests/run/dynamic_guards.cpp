// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/functions/more.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

// What the run-time graph must notice, and what it must not forget: data that were replaced, calls that keep no links,
// adjoints that add up, results that are gone.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;

struct cube : dynamic::function<cube> {
    double forward(double x) const { return x * x * x; }
    double backward(double g) const {
        const double x = input().data();
        return 3 * x * x * g;
    }
};

struct polar : dynamic::function<polar> { // two results of two arguments
    std::array<double, 2> forward(double r, double angle) {
        at_ = {r, angle};
        return {r * std::cos(angle), r * std::sin(angle)};
    }
    std::array<double, 2> backward(double gx, double gy) const {
        const auto [r, angle] = at_;
        const double c = std::cos(angle), s = std::sin(angle);
        return {gx * c + gy * s, r * (gy * c - gx * s)};
    }

private:
    std::array<double, 2> at_{};
};

struct broken : dynamic::function<broken> {
    double forward(double x) const { return x; }
    double backward(double) const { throw std::runtime_error("broken"); }
};

template <class F>
bool throws(const F& f) {
    try {
        f();
        return false;
    } catch (const dynamic::data_replaced&) {
        return true;
    }
}

constexpr auto weighted =
    pullback::function([](const auto& a, const auto& b, const auto& c) { return a * b * b * c * c * c; });

} // namespace

BOOST_AUTO_TEST_CASE(numbers_lie_where_their_type_wants_them) {
    bool is_aligned = true;
    std::thread([&] { // whose memory nobody has used before
        variable<float> a{1.0F};
        std::vector<variable<long double>> row;
        for (int i = 0; i < 50; ++i) {
            const variable<float> f{1.0F};
            const auto g = f * a;
            row.push_back(variable<long double>(1.0L));
            row.push_back(row.back() * row.back());
            is_aligned = is_aligned && reinterpret_cast<std::uintptr_t>(&row.back().data()) % alignof(long double) == 0;
        }
    })
        .join();
    BOOST_TEST(is_aligned);
}

BOOST_AUTO_TEST_CASE(replaced_data_are_noticed) {
    variable x{2.0};
    cube f;
    { // of an input of a function of the table, of its result
        auto y = exp(x);
        x.set_data(3.0);
        BOOST_TEST(throws([&] { y.backward(); }));
        BOOST_TEST(throws([&] { grad(y, x); }));
        auto z = exp(x);
        z.set_data(1.0);
        auto product = z * 1.0;
        BOOST_TEST(throws([&] { product.backward(); }));
    }
    { // of a class
        auto y = f(x);
        x.set_data(4.0);
        BOOST_TEST(throws([&] { y.backward(); }));
        BOOST_TEST(throws([&] { grad(y, x); }));
        auto z = f(x);
        z.set_data(1.0);
        auto product = z * 1.0;
        BOOST_TEST(throws([&] { product.backward(); }));
    }
    { // not of a static function of an array, which keeps its arguments
        constexpr auto g = pullback::function([](const auto& v) { return v[0] * v[1]; });
        const std::array<variable<double>, 2> v{variable{3.0}, variable{5.0}};
        auto y = g(v);
        auto first = v[0];
        first.set_data(7.0);
        y.backward();
        BOOST_TEST(first.grad() == 5);
        BOOST_TEST(v[1].grad() == 3);
    }
}

BOOST_AUTO_TEST_CASE(no_grad_is_for_a_thread_and_nests) {
    variable x{2.0};
    {
        const dynamic::no_grad outer;
        {
            const dynamic::no_grad inner;
            BOOST_TEST(((x * x).creator() == pullback::none));
        }
        BOOST_TEST(((x * x).creator() == pullback::none));
        bool is_linked_elsewhere = false;
        std::thread([&] {
            variable a{1.0};
            is_linked_elsewhere = (a * a).creator() != pullback::none;
        }).join();
        BOOST_TEST(is_linked_elsewhere);
    }
    BOOST_TEST(((x * x).creator() != pullback::none));
    // Nor do gradients, whatever makes them.
    cube f;
    const auto y = f(x);
    BOOST_TEST((grad(y, x).creator() != pullback::none));
    const dynamic::no_grad scope;
    BOOST_TEST((grad(y, x).creator() == pullback::none));
    BOOST_TEST(grad(y, x).data() == 12);
}

BOOST_AUTO_TEST_CASE(adjoints_of_several_results_add_up) {
    variable r{2.0}, angle{0.5};
    polar f;
    const auto xy = f(r, angle);
    auto z = xy[0] * 3.0 + xy[0] * 4.0 + xy[1];
    z.backward();
    BOOST_TEST(r.grad() == 7 * std::cos(0.5) + std::sin(0.5), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(angle.grad() == 2 * (std::cos(0.5) - 7 * std::sin(0.5)), boost::test_tools::tolerance(1e-14));
    const auto slopes = grad(z, {r, angle});
    BOOST_TEST(slopes[0].data() == r.grad());
    BOOST_TEST(slopes[1].data() == angle.grad());
}

BOOST_AUTO_TEST_CASE(a_result_that_is_gone_has_no_part) {
    variable r{2.0}, angle{0.0};
    polar f;
    variable<double> x{0.0};
    {
        const auto xy = f(r, angle);
        x = xy[0];
    }
    BOOST_TEST(!x.creator().has_output(1));
    x.backward();
    BOOST_TEST(r.grad() == 1);
    BOOST_TEST(grad(x * x, r).data() == 4);
}

BOOST_AUTO_TEST_CASE(gradients_add_up_over_passes_and_survive_errors) {
    variable x{3.0};
    auto y = x * x;
    y.backward();
    BOOST_TEST(y.grad() == 1); // where it starts it stays
    auto z = x * 5.0;
    z.backward();
    BOOST_TEST(x.grad() == 11);
    broken f;
    auto wrong = f(x * 2.0) + x;
    BOOST_CHECK_THROW(wrong.backward(), std::runtime_error);
    BOOST_TEST(x.grad() == 11);
    variable fresh{1.0};
    auto also_wrong = f(fresh * 1.0) + fresh;
    BOOST_CHECK_THROW(also_wrong.backward(), std::runtime_error);
    BOOST_TEST(!fresh.has_grad());
    variable other{1.0};
    auto wrong_beside = f(fresh * 1.0) + other * 1.0;
    BOOST_CHECK_THROW(wrong_beside.backward(), std::runtime_error);
    auto wrong_below = other + f(fresh * 1.0);
    BOOST_CHECK_THROW(wrong_below.backward(), std::runtime_error);
    BOOST_TEST(!fresh.has_grad());
    BOOST_TEST(!other.has_grad());
}

BOOST_AUTO_TEST_CASE(what_is_not_retained_is_dropped) {
    variable x{3.0};
    const auto square = x * x;
    auto kept = square * 5.0;
    kept.retain_grad();
    const auto y = kept * 7.0;
    y.backward(dynamic::retain_grad::no);
    BOOST_TEST(x.grad() == 210);
    BOOST_TEST(!square.has_grad());
    BOOST_TEST(kept.grad() == 7);
    BOOST_TEST(y.grad() == 1); // where it starts
}

BOOST_AUTO_TEST_CASE(gradients_are_differences_too) {
    // The rule of each row, with variables: second derivatives of small whole numbers.
    variable x{2.0}, y{3.0};
    const auto f = x * x * y - y * y * x - (x - y);
    const auto by = grad(f, {x, y});
    BOOST_TEST(by[0].data() == 12 - 9 - 1);
    BOOST_TEST(by[1].data() == 4 - 12 + 1);
    BOOST_TEST(grad(by[0], x).data() == 6);
    BOOST_TEST(grad(by[0], y).data() == 4 - 6);
    BOOST_TEST(grad(by[1], y).data() == -4);
    const auto slope = grad(tanh(x), x); // 1 - y²
    BOOST_TEST(slope.data() == 1 - std::tanh(2.0) * std::tanh(2.0), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(grad(slope, x).data() == -2 * std::tanh(2.0) * slope.data(), boost::test_tools::tolerance(1e-14));
    // A constant that happens to be 0 is a number like any other.
    variable a{5.0}, t{0.25};
    const auto by_t = grad(lerp(a, 0.0, t), t);
    BOOST_TEST(by_t.data() == -5);
    BOOST_TEST(grad(by_t, a).data() == -1);
    BOOST_TEST(grad(grad(sin(a * 0.0), a), a).data() == 0);
    BOOST_TEST(grad(grad(pow(a, 0.0), a), a).data() == 0);
}

BOOST_AUTO_TEST_CASE(a_static_function_knows_which_arguments_are_variables) {
    variable b{3.0}, c{2.0};
    auto y = weighted(5.0, b, c);
    y.backward();
    BOOST_TEST(b.grad() == 5 * 2 * 3 * 8);
    BOOST_TEST(c.grad() == 5 * 9 * 3 * 4);
    const auto slopes = grad(y, {b, c});
    BOOST_TEST(slopes[0].data() == b.grad());
    BOOST_TEST(grad(slopes[0], c).data() == 5 * 2 * 3 * 12);
    constexpr auto of_array = pullback::function([](const auto& a, const auto& v) { return a * v[0] * v[1] * v[1]; });
    const std::array<variable<double>, 2> v{variable{3.0}, variable{2.0}};
    auto u = of_array(5.0, v);
    u.backward();
    BOOST_TEST(v[0].grad() == 20);
    BOOST_TEST(v[1].grad() == 60);
    BOOST_TEST(grad(grad(u, v[0]), v[1]).data() == 20);
    variable a{7.0};
    auto z = weighted(a, 1.0, c);
    z.backward();
    BOOST_TEST(a.grad() == 8);
}

BOOST_AUTO_TEST_CASE(links_end_where_they_end) {
    variable x{2.0}, y{3.0};
    const auto z = x * y;
    BOOST_TEST(z.creator().input_count() == 2u);
    BOOST_CHECK_EXCEPTION(z.creator().input(2), dynamic::no_such_link, [](const auto& error) {
        return std::string(error.what()).find("has 2 variables") != std::string::npos;
    });
    // A handle of a call keeps the call, not its output.
    auto call = (x * y).creator();
    BOOST_TEST(!call.has_output());
    BOOST_TEST((call.input(1) == y));
    auto kept = (x + y).creator();
    auto copy = kept;
    kept = call;
    BOOST_TEST(copy.name() == "add");
    BOOST_TEST((copy.input(0) == x));
}

BOOST_AUTO_TEST_CASE(infinities_are_told_from_numbers) {
    const variable zero{0.0}, one{1.0};
    BOOST_TEST(isinf(one / zero));
    BOOST_TEST(isinf(-one / zero));
    BOOST_TEST(!isinf(one));
    BOOST_TEST(!isinf(zero / zero));
    BOOST_TEST(isnan(zero / zero));
    BOOST_TEST(!isfinite(one / zero));
    BOOST_TEST(!isfinite(zero / zero));
    BOOST_TEST(isfinite(one));
}
