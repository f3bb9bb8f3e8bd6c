// SPDX-License-Identifier: BSL-1.0
// What stands for Eigen's matrices and quaternions inside a static function does what Eigen does: each body runs with
// Eigen's types of double too, and derivatives are compared with central differences of that.
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>
#include <Eigen/Dense>

#include <cmath>

namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

template <class M>
using scalar_in = typename std::remove_cvref_t<M>::Scalar;

// Values of the static function and of the same body on Eigen's types, gradients and differences.
template <class Body>
void check(const Body& body, const Matrix3d& m, const Vector3d& v) {
    constexpr auto f = pullback::function(Body{});
    BOOST_TEST(f(m, v) == body(m, v), boost::test_tools::tolerance(1e-13));
    const auto [by_m, by_v] = pullback::gradient(f)(m, v);
    const double h = 1e-6;
    for (int i = 0; i < 9; ++i) {
        Matrix3d up = m, down = m;
        up(i / 3, i % 3) += h;
        down(i / 3, i % 3) -= h;
        BOOST_TEST(by_m(i / 3, i % 3) == (body(up, v) - body(down, v)) / (2 * h), boost::test_tools::tolerance(1e-6));
    }
    for (int i = 0; i < 3; ++i) {
        const Vector3d step = h * Vector3d::Unit(i);
        BOOST_TEST(by_v[i] == (body(m, Vector3d(v + step)) - body(m, Vector3d(v - step))) / (2 * h),
                   boost::test_tools::tolerance(1e-6));
    }
}

const Matrix3d well = (Matrix3d() << 2.1, -0.3, 0.4, 0.2, 1.7, -0.5, -0.1, 0.6, 2.9).finished();
const Vector3d at(0.7, -1.2, 0.4);

// Helpers as users have them, for any scalar.
template <class T>
constexpr Eigen::Matrix<T, 3, 3> skew(const Eigen::Matrix<T, 3, 1>& w) {
    Eigen::Matrix<T, 3, 3> K;
    K << T(0), -w.z(), w.y(), w.z(), T(0), -w.x(), -w.y(), w.x(), T(0);
    return K;
}
template <class T>
constexpr Eigen::Matrix<T, 3, 3> rotation(const Eigen::Matrix<T, 3, 1>& w) {
    using std::cos;
    using std::sin;
    using std::sqrt;
    const T angle2 = w.squaredNorm() + T(1e-12);
    const T angle = sqrt(angle2);
    const Eigen::Matrix<T, 3, 3> K = skew(w);
    return Eigen::Matrix<T, 3, 3>::Identity() + (sin(angle) / angle) * K + ((T(1) - cos(angle)) / angle2) * K * K;
}

template <class T>
struct motion {
    BOOST_HANA_DEFINE_STRUCT(motion, (Eigen::Quaternion<T>, attitude), (Eigen::Matrix<T, 3, 1>, velocity));
};

template <class T>
struct pose {
    Eigen::Quaternion<T> turn;
    Eigen::Matrix<T, 3, 1> shift;
};
template <class T>
constexpr pose<T> operator*(const pose<T>& a, const pose<T>& b) {
    return {a.turn * b.turn, a.turn * b.shift + a.shift};
}
template <class T>
constexpr pose<T> inverse(const pose<T>& a) {
    const Eigen::Quaternion<T> back = a.turn.conjugate();
    return {back, -(back * a.shift)};
}

} // namespace

BOOST_AUTO_TEST_CASE(parts_are_read_and_assigned) {
    check(
        [](const auto& m, const auto& v) {
            auto a = (m * 2).eval();
            a.row(1) = v.transpose();
            a.col(2) = a.col(0) + v;
            a.template block<2, 2>(1, 0) *= scalar_in<decltype(m)>(3);
            a.template topLeftCorner<2, 2>() += m.template block<2, 2>(1, 1);
            auto u = v;
            u.template head<2>() = v.template tail<2>();
            u.template segment<1>(2) -= v.template head<1>();
            u.x() = v.y() * v.z();
            return (a * u).dot(u) + a.diagonal().sum() + a.trace() + m.row(2).dot(v) + m.col(1).dot(u) +
                   m.template leftCols<2>().sum() + m.template bottomRows<1>().sum();
        },
        well, at);
}

BOOST_AUTO_TEST_CASE(whatever_eigen_assigns_to_is_assigned_to) {
    check(
        [](const auto& m, const auto& v) {
            using T = scalar_in<decltype(m)>;
            auto a = (m * 2).eval();
            a.diagonal() += v;
            a.diagonal()[1] = v[0] * v[1];
            a.template topRows<2>() -= m.template bottomRows<2>();
            a.template rightCols<1>() *= T(3);
            a.template leftCols<2>() += m.template rightCols<2>();
            a.template bottomRows<1>() = v.transpose();
            a.template topRightCorner<1, 2>().setOnes();
            a.template bottomLeftCorner<2, 1>() += v.template head<2>();
            a.template bottomRightCorner<1, 1>() = m.template topLeftCorner<1, 1>();
            Eigen::Quaternion<T> q;
            q.setIdentity();
            q.vec() = v / 2;
            q.vec() += m.col(0);
            q *= Eigen::Quaternion<T>(q.coeffs());
            return (a * v).dot(q.vec()) + a.trace() + q.w();
        },
        well, at);

    // Where Eigen has views and these are copies, they are constant, so that an assignment does not compile.
    using M = Eigen::Matrix<pullback::recorded, 3, 3>;
    static_assert(!std::is_assignable_v<decltype(std::declval<M&>().transpose()), M>);
    static_assert(!std::is_assignable_v<decltype(std::declval<M&>().array()), decltype(std::declval<M&>().array())>);
    static_assert(!std::is_assignable_v<decltype(std::declval<M&>().transpose().row(0)), decltype(M().row(0))>);
    static_assert(!std::is_assignable_v<decltype(std::declval<const M&>().diagonal()), decltype(M().diagonal())>);
    static_assert(std::is_assignable_v<decltype(std::declval<M&>().diagonal()), decltype(M().diagonal())>);
}

BOOST_AUTO_TEST_CASE(inverse_and_determinant) {
    check(
        [](const auto& m, const auto& v) {
            const auto small = m.template topLeftCorner<2, 2>().eval();
            return (m.inverse() * v).sum() + m.determinant() + small.inverse().trace() * small.determinant();
        },
        well, at);
    constexpr auto of_four = pullback::function([](const auto& a) { return a.inverse() * a.determinant(); });
    Eigen::Matrix4d a;
    a << 4, 1, 0.5, -1, 2, 5, -1, 0.3, 0.1, -2, 3, 1, 1, 0, 2, 6;
    BOOST_TEST((of_four(a) - a.inverse() * a.determinant()).norm() < 1e-11);
}

BOOST_AUTO_TEST_CASE(solving_by_cholesky_factors) {
    check(
        [](const auto& m, const auto& v) {
            const auto a = (m * m.transpose()).eval();
            return a.llt().solve(v).dot(v) + a.llt().solve(m).trace();
        },
        well, at);
}

BOOST_AUTO_TEST_CASE(made_by_name_and_by_commas) {
    check(
        [](const auto& m, const auto& v) {
            using T = scalar_in<decltype(m)>;
            using matrix = Eigen::Matrix<T, 3, 3>;
            using vector = Eigen::Matrix<T, 3, 1>;
            matrix a = matrix::Identity() + matrix::Constant(T(0.5)) + matrix::Ones() - matrix::Zero();
            vector w(v.x(), T(2), v.y());
            matrix b;
            b << w, v, vector::UnitZ();
            a += b;
            matrix c;
            c.setZero();
            c.setIdentity();
            a -= c * v.z();
            Eigen::Matrix<T, 2, 2> d;
            d << v.x(), v.y(), v.z(), T(1);
            const matrix e = v.asDiagonal();
            return (a * m * e).trace() + d.prod() + a.mean() + w.normalized().sum();
        },
        well, at);
}

BOOST_AUTO_TEST_CASE(element_by_element) {
    check(
        [](const auto& m, const auto& v) {
            const auto a = (m.array() * m.array().exp() / 2.0 + 1.0 - m.array().sin()).matrix().eval();
            const auto b = (v.array().square() + v.array().abs().sqrt() - 2.0 * v.array().cos()).matrix().eval();
            return a.sum() + b.prod() + m.cwiseProduct(a).sum() + v.cwiseQuotient(b).sum() + v.cwiseAbs().sum() +
                   v.cwiseAbs2().sum() + m.maxCoeff() * m.minCoeff() + v.cwiseMax(b).sum() +
                   v.cwiseAbs().cwiseSqrt().sum() + v.cwiseInverse().sum() + (-v).cross(b).norm();
        },
        well, at);
}

BOOST_AUTO_TEST_CASE(helpers_that_name_eigen_matrices) {
    constexpr auto rotate = pullback::function([](const auto& w, const auto& p) { return rotation(w) * p; });
    const Vector3d w(0.1, -0.4, 0.3), p(1, 2, 3);
    BOOST_TEST((rotate(w, p) - rotation(w) * p).norm() < 1e-14);
    const Matrix3d J = pullback::jacobian(rotate, pullback::wrt<0>)(w, p);
    for (int i = 0; i < 3; ++i) {
        const Vector3d step = 1e-6 * Vector3d::Unit(i);
        const Vector3d wanted = (rotation(Vector3d(w + step)) * p - rotation(Vector3d(w - step)) * p) / 2e-6;
        BOOST_TEST((J.col(i) - wanted).norm() < 1e-8);
    }
    // One block for each argument, and everything as one matrix.
    const auto both = pullback::jacobian(rotate)(w, p);
    const auto [by_w, by_p] = both;
    static_assert(std::is_same_v<decltype(by_w), const Matrix3d>);
    BOOST_TEST((by_w - J).norm() == 0);
    BOOST_TEST((by_p - rotation(w)).norm() < 1e-14);
    const Eigen::Matrix<double, 3, 6> whole = pullback::as_matrix<3>(both);
    BOOST_TEST((whole.leftCols<3>() - by_w).norm() == 0);
    BOOST_TEST((whole.rightCols<3>() - by_p).norm() == 0);
}

BOOST_AUTO_TEST_CASE(quaternions) {
    constexpr auto turn = pullback::function([](const auto& q, const auto& v) {
        return q.normalized() * v + q.toRotationMatrix() * v + (q * q.conjugate() * q.inverse()).vec() +
               v * q.coeffs().sum();
    });
    const auto of_eigen = [](const Eigen::Quaterniond& q, const Vector3d& v) -> Vector3d {
        return q.normalized() * v + q.toRotationMatrix() * v + (q * q.conjugate() * q.inverse()).vec() +
               v * q.coeffs().sum();
    };
    const Eigen::Quaterniond q(0.9, 0.1, -0.3, 0.2);
    BOOST_TEST((turn(q, at) - of_eigen(q, at)).norm() < 1e-14);
    const auto J = pullback::as_matrix<3>(pullback::jacobian(turn, pullback::wrt<0>)(q, at));
    for (int i = 0; i < 4; ++i) {
        Eigen::Quaterniond up = q, down = q;
        up.coeffs()[i] += 1e-6;
        down.coeffs()[i] -= 1e-6;
        BOOST_TEST((J.col(i) - (of_eigen(up, at) - of_eigen(down, at)) / 2e-6).norm() < 1e-8);
    }
}

BOOST_AUTO_TEST_CASE(quaternions_in_memory_of_someone_are_arguments) {
    constexpr auto rotate = pullback::function([](const auto& q, const auto& p) { return q.conjugate() * p; });
    double memory[] = {0.1, -0.3, 0.2, 0.9, 1, 2, 3}; // x, y, z, w as Eigen stores them, then a point
    const Eigen::Map<const Eigen::Quaterniond> q(memory);
    const Eigen::Map<Eigen::Quaterniond> writable(memory);
    const Eigen::Map<const Vector3d> p(memory + 4);
    const Eigen::Quaterniond copy(q);
    BOOST_TEST((rotate(q, p) == rotate(copy, p)));
    BOOST_TEST((rotate(writable, p) == rotate(copy, p)));

    // Blocks as for quaternions that are copies.
    const auto [by_q, by_p] = pullback::jacobian(rotate)(q, p);
    const auto [by_copy, by_p_of_copy] = pullback::jacobian(rotate)(copy, p);
    BOOST_TEST((pullback::as_matrix<3>(by_q) == pullback::as_matrix<3>(by_copy)));
    BOOST_TEST((by_p == by_p_of_copy));
    double block[12];
    pullback::copy_to(by_q, block);
    for (int row = 0; row < 3; ++row) // the last column is by w
        BOOST_TEST(block[4 * row + 3] == 2 * copy.conjugate().vec().cross(p)[row], boost::test_tools::tolerance(1e-14));

    const auto gradient = pullback::gradient(pullback::function([](const auto& r) { return r.w() * r.x(); }))(q);
    BOOST_TEST((gradient.coeffs() == Eigen::Vector4d(q.w(), 0, 0, q.x())));
    static_assert(std::is_same_v<decltype(gradient), const Eigen::Quaterniond>);
}

BOOST_AUTO_TEST_CASE(plain_structs_of_eigen_members) {
    // The motion from a to b, in the axes of a.
    constexpr auto between = pullback::function([](const auto& a, const auto& b) {
        const auto d = inverse(a) * b;
        Eigen::Matrix<typename std::remove_cvref_t<decltype(d.shift)>::Scalar, 6, 1> r;
        r << d.shift, 2 * d.turn.vec();
        return r;
    });
    const pose<double> a{Eigen::Quaterniond(0.9, 0.1, -0.3, 0.2), Vector3d(1, 2, 3)};
    const pose<double> b{Eigen::Quaterniond(0.7, 0.3, 0.1, -0.4), Vector3d(-1, 0.5, 2)};
    const auto [by_a, by_b] = pullback::jacobian(between)(a, b);
    const Eigen::Matrix<double, 6, 7> J = pullback::as_matrix<6>(by_a);
    const auto moved = [&](int i, double h) {
        pose<double> c = a;
        (i < 4 ? c.turn.coeffs()[i] : c.shift[i - 4]) += h;
        return between(c, b);
    };
    for (int i = 0; i < 7; ++i) BOOST_TEST((J.col(i) - (moved(i, 1e-6) - moved(i, -1e-6)) / 2e-6).norm() < 1e-8);

    // The gradient is such a struct.
    const pose<double> g =
        pullback::gradient(pullback::function([](const auto& p) { return p.turn.w() * p.shift.squaredNorm(); }))(a);
    BOOST_TEST(g.turn.w() == 14);
    BOOST_TEST((g.shift == 1.8 * Vector3d(1, 2, 3)));
}

BOOST_AUTO_TEST_CASE(structs_of_eigen_members) {
    constexpr auto drift = pullback::function([](const auto& s, const auto& dt) {
        auto next = s;
        next.attitude.x() += dt * s.velocity.x();
        next.velocity += s.velocity.cross(s.attitude.vec()) * dt;
        return next;
    });
    motion<double> s{Eigen::Quaterniond(1, 0.1, 0.2, 0.3), Vector3d(1, -2, 0.5)};
    const auto [next, F] = pullback::value_and_jacobian(drift, pullback::wrt<0>)(s, 0.25);
    BOOST_TEST(next.attitude.x() == 0.35);
    const auto whole = pullback::as_matrix<7>(F);
    static_assert(whole.rows() == 7 && whole.cols() == 7);
    BOOST_TEST(whole(0, 4) == 0.25);
    BOOST_TEST(whole(4, 5) == 0.25 * 0.3);
    BOOST_TEST(whole(4, 2) == 0.25 * -2);
}
