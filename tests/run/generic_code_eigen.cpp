// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <Eigen/Dense>

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/hermite.hpp>
#include <boost/math/special_functions/legendre.hpp>
#include <boost/math/special_functions/sinc.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <type_traits>

// Generic code with variables of the graph as its scalars: what it asks of them besides arithmetic.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;
using real = variable<double>;

template <class T>
using limits_of = std::numeric_limits<variable<T>>;

template <class T>
void check_limits() {
    using limits = std::numeric_limits<T>;
    BOOST_TEST(limits_of<T>::is_specialized);
    BOOST_TEST(limits_of<T>::digits == limits::digits);
    BOOST_TEST(limits_of<T>::is_integer == limits::is_integer);
    BOOST_TEST(limits_of<T>::infinity().data() == limits::infinity());
    BOOST_TEST(limits_of<T>::epsilon().data() == limits::epsilon());
    BOOST_TEST((limits_of<T>::max)().data() == (limits::max)());
    BOOST_TEST((limits_of<T>::min)().data() == (limits::min)());
    BOOST_TEST(limits_of<T>::lowest().data() == limits::lowest());
    BOOST_TEST(limits_of<T>::denorm_min().data() == limits::denorm_min());
    BOOST_TEST(limits_of<T>::round_error().data() == limits::round_error());
    BOOST_TEST(std::isnan(static_cast<double>(limits_of<T>::quiet_NaN().data())) == !limits::is_integer);
}

} // namespace

BOOST_AUTO_TEST_CASE(limits_of_variables_are_those_of_their_data) {
    check_limits<float>();
    check_limits<double>();
    check_limits<long double>();
    check_limits<int>();
    real x{2.0};
    auto y = min(x, limits_of<double>::infinity()) + x / (abs(x) + limits_of<double>::epsilon());
    y.backward();
    BOOST_TEST(y.data() == 3.0);
    BOOST_TEST(std::abs(x.grad() - 1) < 1e-15);
    BOOST_TEST((x * std::numbers::pi_v<real>).data() == 2 * std::numbers::pi);
    static_assert(std::is_same_v<std::common_type_t<real, double>, real> &&
                  std::is_same_v<std::common_type_t<int, real>, real>);
}

BOOST_AUTO_TEST_CASE(numbers_are_told_from_infinities_and_nan) {
    using std::isfinite, std::isinf, std::isnan;
    const real finite{1.0}, infinite{-std::numeric_limits<double>::infinity()}, none{std::nan("")};
    BOOST_TEST((isfinite(finite) && !isinf(finite) && !isnan(finite)));
    BOOST_TEST((!isfinite(infinite) && isinf(infinite) && !isnan(infinite)));
    BOOST_TEST((!isfinite(none) && !isinf(none) && isnan(none)));
    BOOST_TEST(!isinf(variable{0}));
}

// `std::max` would take these too, and a NaN or the side of a tie by its own rule.
BOOST_AUTO_TEST_CASE(after_using_the_standard_names_the_functions_of_this_library_are_called) {
    using std::abs, std::clamp, std::fabs, std::fma, std::hypot, std::max, std::min, std::pow, std::sqrt;
    const double nan = std::nan("");
    BOOST_TEST(std::isnan(max(real{1.0}, real{nan}).data()));
    BOOST_TEST(std::isnan(min(real{1.0}, real{nan}).data()));
    real x{0.5}, y{2.0};
    auto z = max(x, y) + 2 * min(x, y) + 3 * clamp(x, y, y + 1) + abs(x) + 4 * fabs(x) + fma(x, y, x) + hypot(x, y, y) +
             pow(x, y) + sqrt(x * y);
    BOOST_TEST(std::abs(z.data() - (2 + 1 + 6 + 0.5 + 2 + 1.5 + std::sqrt(8.25) + 0.25 + 1)) < 1e-14);
    z.backward();
    // 2 + 1 + 4 + (y + 1) + x / hypot + y x^(y - 1) + y / (2 sqrt(xy))
    BOOST_TEST(std::abs(x.grad() - (2 + 1 + 4 + 3 + 0.5 / std::sqrt(8.25) + 1 + 1)) < 1e-14);
    using array = Eigen::ArrayXd;
    variable<array> a{array{{1.0, 5.0}}}, b{array{{2.0, 3.0}}};
    auto larger = max(a, b), smaller = min(a, b), between = clamp(a, b, b);
    BOOST_TEST((larger.data() == array{{2.0, 5.0}}).all());
    BOOST_TEST((smaller.data() == array{{1.0, 3.0}}).all());
    BOOST_TEST((between.data() == array{{2.0, 3.0}}).all());
}

BOOST_AUTO_TEST_CASE(matrices_of_variables_judge_by_the_precision_of_the_numbers) {
    using matrix = Eigen::Matrix<real, 3, 3>;
    matrix a;
    a << 1.0, 2.0, 3.0, 2.0, 4.0, 6.0, 1.0, 0.0, 1.0;
    BOOST_TEST(a.fullPivLu().rank() == 2);
    BOOST_TEST(a.colPivHouseholderQr().rank() == 2);
    BOOST_TEST(!a.fullPivLu().isInvertible());
    BOOST_TEST(a.isApprox(a * (1 + 1e-14)));
    BOOST_TEST(!a.isApprox(a * 1.1));
    BOOST_TEST(!a.isZero());
    BOOST_TEST(matrix::Identity().isIdentity());
    BOOST_TEST(matrix(matrix::Identity() * (1 + 1e-14)).isIdentity());
    BOOST_TEST(!a.isUnitary());
    Eigen::Matrix<variable<float>, 2, 2> narrow;
    narrow << 1.0f, 2.0f, 3.0f, 4.0f;
    BOOST_TEST(narrow.isApprox(narrow * 1.000001f));
}

BOOST_AUTO_TEST_CASE(matrices_of_variables_meet_matrices_of_numbers) {
    using matrix = Eigen::Matrix<real, 2, 2>;
    matrix a;
    a << 2.0, 1.0, 1.0, 3.0;
    const Eigen::Matrix2d d{{1.0, 2.0}, {3.0, 4.0}};
    const matrix products = a * d + d * a + a * 2.0 + 0.5 * a;
    auto result = products.sum() + a.inverse()(0, 0) + a.determinant();
    result.backward();
    // (a d)_sum by a_00 is d_00 + d_01, (d a)_sum is d_00 + d_10; the inverse's element (0, 0) is 3 / (3 a_00 - 1).
    BOOST_TEST(std::abs(a(0, 0).grad() - (3 + 4 + 2.5 - 9.0 / 25.0 + 3)) < 1e-14);
    const Eigen::Matrix<real, 2, 1> solved = (a * a.transpose()).llt().solve(Eigen::Matrix<real, 2, 1>(1.0, 2.0));
    const Eigen::Vector2d wanted = Eigen::Matrix2d{{5.0, 5.0}, {5.0, 10.0}}.inverse() * Eigen::Vector2d(1.0, 2.0);
    BOOST_TEST(std::abs(solved(0).data() - wanted(0)) < 1e-14);
    BOOST_TEST(std::abs(solved(1).data() - wanted(1)) < 1e-14);
}

BOOST_AUTO_TEST_CASE(functions_of_boost_math_take_variables) {
    BOOST_TEST(boost::math::constants::pi<real>().data() == std::numbers::pi);
    real x{0.5};
    auto y = boost::math::legendre_p(3, x) + boost::math::hermite(3, x);
    y.backward();
    BOOST_TEST(std::abs(y.data() - (2.5 * 0.125 - 0.75 + 1.0 - 6.0)) < 1e-14);
    BOOST_TEST(std::abs(x.grad() - (7.5 * 0.25 - 1.5 + 24 * 0.25 - 12)) < 1e-13);
}
