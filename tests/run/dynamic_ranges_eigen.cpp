// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <tuple>
#include <type_traits>
#include <vector>

// A static function of ranges as one node of the graph, first and second order, and what tells it from one that is
// computed element by element.

namespace {

namespace dynamic = pullback::dynamic;
using Eigen::ArrayXd, Eigen::VectorXd;

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-12 * (1 + std::abs(b)), a << " and " << b); }
void check_all_close(const auto& a, const auto& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    for (Eigen::Index i = 0; i < b.size(); ++i) check_close(a[i], b[i]);
}

template <class T>
struct observation {
    std::array<T, 2> x;
    T y;
};

constexpr auto energy = pullback::function([](const auto& x, const auto& a) {
    return sum(x, shifted(x, -1, 0), [&](const auto& p, const auto& q) { return exp(a * p) * (p - q); });
});
constexpr auto scaled = pullback::function([](const auto& x, const auto& y) { return x * exp(y); });
constexpr auto residuals = pullback::function(
    [](const auto& rows, const auto& w) { return map(rows, [=](const auto& row) { return dot(w, row.x) - row.y; }); });

} // namespace

BOOST_AUTO_TEST_CASE(a_call_over_ranges_is_one_node) {
    const VectorXd x = VectorXd::Random(5);
    const double a = 0.8;
    dynamic::variable<VectorXd> vx(x);
    dynamic::variable<double> va(a);
    auto y = energy(as_range(vx), va);
    static_assert(std::is_same_v<decltype(y), dynamic::variable<double>>);
    check_close(y.data(), energy(x, a));
    auto z = y * y;
    z.backward();
    const auto [by_x, by_a] = pullback::gradient(energy)(x, a);
    check_all_close(vx.grad(), VectorXd(2 * energy(x, a) * by_x));
    check_close(va.grad(), 2 * energy(x, a) * by_a);
    // Without a mark f is computed element by element, with arrays that are no variables too.
    dynamic::variable<ArrayXd> u(ArrayXd(ArrayXd::Random(5)));
    const ArrayXd c = ArrayXd::Random(5);
    check_all_close(scaled(u, c).data(), ArrayXd(u.data() * c.exp()));
    // Only variables that are among the arguments have adjoints.
    dynamic::variable<VectorXd> alone(x);
    energy(as_range(alone), 0.8).backward();
    check_all_close(alone.grad(), by_x);
}

BOOST_AUTO_TEST_CASE(containers_make_ranges_of_the_variables_beside_them) {
    const std::vector<observation<double>> rows{{{1, 2}, 3}, {{-1, 0.5}, 2}, {{0, 1}, -1}};
    dynamic::variable<VectorXd> w(VectorXd(VectorXd::Constant(2, 0.3)));
    auto r = residuals(rows, w);
    check_close(r.data()[1], -0.3 + 0.15 - 2);
    auto loss = dynamic::squared_norm(r);
    loss.backward();
    VectorXd expected = VectorXd::Zero(2);
    for (const auto& row : rows)
        for (int k = 0; k < 2; ++k)
            expected[k] += 2 * (0.3 * row.x[0] + 0.3 * row.x[1] - row.y) * row.x[static_cast<std::size_t>(k)];
    check_all_close(w.grad(), expected);
}

BOOST_AUTO_TEST_CASE(second_derivatives_are_those_of_hvp) {
    const VectorXd x = VectorXd::Random(4), v = VectorXd::Random(4);
    const double a = 0.6;
    dynamic::variable<VectorXd> vx(x);
    dynamic::variable<double> va(a);
    auto y = energy(as_range(vx), va);
    const auto [gx, ga] = dynamic::grad(y * y, std::tie(vx, va));
    auto along = dynamic::dot(gx, v) + 2 * ga;
    along.backward();
    // H of y² = 2 y H + 2 g gᵀ
    const auto [hx, ha] = pullback::hvp(energy)(x, a, v, 2.0);
    const auto [ex, ea] = pullback::gradient(energy)(x, a);
    const double value = energy(x, a), slope = ex.dot(v) + 2 * ea;
    check_all_close(vx.grad(), VectorXd(2 * value * hx + 2 * slope * ex));
    check_close(va.grad(), 2 * value * ha + 2 * slope * ea);
}
