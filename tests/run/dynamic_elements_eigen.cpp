// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

// What holds for each element of an array: conditions, in derivatives as in values, the number beside it, the text.

namespace {

using Eigen::ArrayXd;
using pullback::dynamic::shape_mismatch;
using pullback::dynamic::variable;

// 1 where p holds and q does not, and so on; `kind` takes x and y to a condition that holds at four of these.
template <class Kind>
bool selects(const Kind& kind, const ArrayXd& wanted) {
    const variable x{ArrayXd{{1, 1, -1, -1}}}, y{ArrayXd{{1, -1, 1, -1}}};
    const auto z = select(kind(x > 0.0, y > 0.0), 3.0 * x, 5.0 * x);
    sum(z).backward();
    const ArrayXd slope = 5 - 2 * wanted;
    return (z.data() == slope * x.data()).all() && (x.grad() == slope).all() &&
           (grad(sum(z * z), x).data() == 2 * slope * slope * x.data()).all();
}

} // namespace

BOOST_AUTO_TEST_CASE(conditions_of_conditions) {
    BOOST_TEST(selects([](const auto& p, const auto& q) { return p && q; }, {{1, 0, 0, 0}}));
    BOOST_TEST(selects([](const auto& p, const auto& q) { return p || q; }, {{1, 1, 1, 0}}));
    BOOST_TEST(selects([](const auto& p, const auto& q) { return p && !q; }, {{0, 1, 0, 0}}));
    BOOST_TEST(selects([](const auto& p, const auto& q) { return p == q; }, {{1, 0, 0, 1}}));
    BOOST_TEST(selects([](const auto& p, const auto& q) { return p != q; }, {{0, 1, 1, 0}}));
    BOOST_TEST(selects([](const auto& p, const auto& q) { return !(p || q) || (p && q); }, {{1, 0, 0, 1}}));
}

BOOST_AUTO_TEST_CASE(conditions_of_different_shapes) {
    const variable x{ArrayXd{{1, 2}}}, y{ArrayXd{{1, 2, 3}}};
    BOOST_CHECK_THROW(static_cast<void>((x > 0.0) && (y > 0.0)), shape_mismatch);
    BOOST_CHECK_THROW(static_cast<void>((x > 0.0) == (y > 0.0)), shape_mismatch);
}

BOOST_AUTO_TEST_CASE(adjoints_that_two_selections_leave_out) {
    // The root's adjoint is there where both conditions hold, or where one of them does.
    const variable x{ArrayXd{{9, 4, 1, 0}}};
    const auto root = sqrt(x);
    const auto both = sum(select(x > 2.0, select(x < 5.0, root, x), x));
    both.backward();
    BOOST_TEST((x.grad() == ArrayXd{{1, 0.25, 1, 1}}).all());
    const auto slope = grad(both, x);
    BOOST_TEST((slope.data() == x.grad()).all());
    BOOST_TEST((grad(sum(slope), x).data() == ArrayXd{{0, -1 / 32., 0, 0}}).all());
    const auto one = sum(select(x > 5.0, root, x) + select(x < 2.0, x, root));
    BOOST_TEST((grad(one, x).data() == ArrayXd{{1 / 3., 1.25, 2, 2}}).all());
}

BOOST_AUTO_TEST_CASE(a_number_beside_an_array) {
    // Σ exp(w x) by w, twice.
    const ArrayXd at{{0.5, -1, 2}};
    const variable x{at};
    const variable w{0.25};
    const auto slope = grad(sum(exp(w * x)), w);
    BOOST_TEST(slope.data() == (at * exp(0.25 * at)).sum(), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(grad(slope, w).data() == (at * at * exp(0.25 * at)).sum(), boost::test_tools::tolerance(1e-14));
    const ArrayXd mixed = (1 + 0.25 * at) * exp(0.25 * at);
    BOOST_TEST((grad(slope, x).data() - mixed).abs().maxCoeff() < 1e-14);
}

BOOST_AUTO_TEST_CASE(text_has_rows_first) {
    BOOST_TEST(to_string(variable{ArrayXd{{1, 2.5}}}) == "variable([1, 2.5])");
    BOOST_TEST(to_string(variable{Eigen::MatrixXd{{1, 2, 3}, {4, 5, 6}}}) == "variable([[1, 2, 3], [4, 5, 6]])");
}
