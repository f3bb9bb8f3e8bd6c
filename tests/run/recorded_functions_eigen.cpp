// SPDX-License-Identifier: BSL-1.0
// Eigen in bodies that are recorded at run time: each runs with numbers too, and gradients are compared with central
// differences of that.
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>
#include <pullback/record.hpp>

#include <boost/test/unit_test.hpp>
#include <Eigen/Dense>

#include <cmath>
#include <complex>
#include <type_traits>

namespace {

using Eigen::Matrix3d, Eigen::MatrixXd, Eigen::Vector3d, Eigen::VectorXd;

template <class X>
using scalar_in = typename std::remove_cvref_t<X>::Scalar;

template <class Body, class X>
void check(const Body& body, const X& at) {
    const auto f = pullback::record(body, at);
    const auto [value, gradient] = pullback::value_and_gradient(f)(at);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(gradient)>, X>);
    BOOST_TEST(value == body(at), boost::test_tools::tolerance(1e-12));
    const double h = 1e-6;
    for (Eigen::Index i = 0; i < at.rows(); ++i)
        for (Eigen::Index j = 0; j < at.cols(); ++j) {
            X up = at, down = at;
            up(i, j) += h;
            down(i, j) -= h;
            BOOST_TEST(gradient(i, j) == (body(up) - body(down)) / (2 * h), boost::test_tools::tolerance(1e-6));
        }
}

const Matrix3d well = (Matrix3d() << 2.1, -0.3, 0.4, 0.2, 1.7, -0.5, -0.1, 0.6, 2.9).finished();

BOOST_AUTO_TEST_CASE(fixed_sizes) {
    check([](const auto& m) { return m.inverse()(0, 1) + m.determinant() * m.trace(); }, well);
    const Matrix3d captured = well * 0.5;
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            const Eigen::Matrix<T, 3, 1> w = Eigen::Matrix<T, 3, 3>(captured) * v;
            return w.norm() + v.dot(w) + v.cross(w)(0);
        },
        Vector3d(0.7, -1.2, 0.4));
}

// As Eigen is written with numbers, with what `cast` makes of those and without it.
BOOST_AUTO_TEST_CASE(captured_matrices_of_fixed_size) {
    const Matrix3d captured = well * 0.5;
    const Vector3d offset(0.2, 1.1, -0.6);
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            const Eigen::Matrix<T, 3, 1> moved = captured.template cast<T>() * v - offset.template cast<T>(),
                                         cast = offset.template cast<T>();
            return moved.squaredNorm() + v.dot(cast);
        },
        Vector3d(0.7, -1.2, 0.4));
    check(
        [&](const auto& m) {
            using T = scalar_in<decltype(m)>;
            const Eigen::Matrix<T, 3, 3> A = m * captured - captured, B = captured * m + captured;
            const Eigen::Matrix<T, 3, 1> w = (offset - m * offset) + (A * offset + offset);
            return (A * B).trace() + w.squaredNorm();
        },
        well);
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            Eigen::Matrix<T, 3, 1> moved = v;
            moved += offset.template cast<T>();
            moved -= captured.template cast<T>() * v;
            moved += 2 * offset.template cast<T>();
            moved.template head<2>() -= offset.template head<2>().template cast<T>();
            return moved.squaredNorm();
        },
        Vector3d(0.7, -1.2, 0.4));
}

// What `cast` makes is a matrix like any other, and members take matrices of numbers as they are.
BOOST_AUTO_TEST_CASE(captured_matrices_in_parts_and_members) {
    const Matrix3d captured = well * 0.5;
    const Vector3d u(0.2, 1.1, -0.6);
    const Eigen::Quaterniond turn(0.5, 0.5, -0.5, 0.5);
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            Eigen::Matrix<T, 3, 3> m = Eigen::Matrix<T, 3, 3>::Zero();
            m.col(0) = u.template cast<T>();
            m.col(1) = v.cwiseProduct(u.template cast<T>());
            m.col(2) = v.cross(u.template cast<T>());
            m.col(2) += u.template cast<T>().cross(v);
            m.row(0) += captured.row(1).template cast<T>();
            Eigen::Matrix<T, 3, 2> pair;
            pair << u.template cast<T>(), v;
            return m.determinant() + pair.squaredNorm() + u.template cast<T>().dot(v) +
                   (u.template cast<T>() - v).norm() + (-u.template cast<T>()).cross(v)[0];
        },
        Vector3d(0.7, -1.2, 0.4));
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            const Eigen::Matrix<T, 3, 1> turned = turn.template cast<T>() * v;
            return v.dot(u) + v.cross(u)[2] + v.cwiseProduct(u).sum() + v.cwiseQuotient(u)[1] + turned[1] +
                   v.dot(captured * u);
        },
        Vector3d(0.7, -1.2, 0.4));
}

// Matrices of fixed size together with those of run-time size.
BOOST_AUTO_TEST_CASE(fixed_and_run_time_sizes) {
    const Matrix3d captured = well * 0.5;
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            Eigen::Matrix<T, 3, Eigen::Dynamic> points(3, 4);
            for (int i = 0; i < 4; ++i) points.col(i) = v * T(i + 1.0);
            points.col(3) += v.cross(captured.row(0).transpose());
            points.col(2) -= v.cwiseProduct(v);
            const Eigen::Matrix<T, 3, 3> A = captured.template cast<T>(), spread = points * points.transpose() + A;
            const Eigen::Matrix<T, 3, Eigen::Dynamic> moved = A * points + captured.template cast<T>() * points;
            T sum = spread(0, 1) * spread.determinant();
            for (int i = 0; i < 4; ++i) {
                const Eigen::Matrix<T, 3, 1> difference = moved.col(i) - v;
                sum += difference.norm() + difference.dot(moved.col(i));
            }
            return sum;
        },
        Vector3d(0.7, -1.2, 0.4));
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic> m = Eigen::Matrix<T, 3, 3>(captured.template cast<T>());
            m.template block<3, 1>(0, 1) = v;
            Eigen::Matrix<T, Eigen::Dynamic, 1> x = v;
            x += v;
            const Eigen::Matrix<T, 3, 1> back = x, y = m * x - v;
            return y.dot(back) + (x - v).squaredNorm() + (v + x).sum() + v.dot(x) + m.determinant();
        },
        Vector3d(0.7, -1.2, 0.4));
}

BOOST_AUTO_TEST_CASE(rows_times_columns) {
    const MatrixXd A = MatrixXd::Random(4, 4);
    check(
        [&](const auto& v) {
            using T = scalar_in<decltype(v)>;
            const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic> B = A.template cast<T>();
            const T form = v.transpose() * B * v, square = v.transpose() * v;
            return form / square + (v.transpose() * B * v)(0, 0) + (v.transpose() * v).value();
        },
        VectorXd(VectorXd::LinSpaced(4, 0.2, 1.4)));
    check(
        [](const auto& v) {
            using T = scalar_in<decltype(v)>;
            const T square = v.transpose() * v;
            return square * v(0);
        },
        Vector3d(0.7, -1.2, 0.4));
    const auto none = pullback::record(
        [](const auto& v) {
            const scalar_in<decltype(v)> square = v.transpose() * v;
            return square;
        },
        VectorXd());
    BOOST_TEST(none(VectorXd()) == 0);
}

BOOST_AUTO_TEST_CASE(sizes_of_run_time) {
    check(
        [](const auto& v) {
            using T = scalar_in<decltype(v)>;
            Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic> A = v * v.transpose();
            A += Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>::Identity(v.size(), v.size());
            return (A * v).squaredNorm() + A.sum();
        },
        VectorXd(VectorXd::LinSpaced(5, 0.2, 1.4)));
    check([](const auto& m) { return (m * m.transpose()).trace() + m.array().exp().sum(); },
          MatrixXd(MatrixXd::Constant(3, 4, 0.3) + MatrixXd::Identity(3, 4)));
}

BOOST_AUTO_TEST_CASE(decompositions) {
    const auto make = [](const auto& m) {
        using M = Eigen::Matrix<scalar_in<decltype(m)>, Eigen::Dynamic, Eigen::Dynamic>;
        return M(m * m.transpose() + M::Identity(m.rows(), m.rows()));
    };
    const MatrixXd at = well;
    check(
        [&](const auto& m) {
            const auto A = make(m);
            const auto factors = A.llt();
            const decltype(m.col(0).eval()) x = factors.solve(m.col(0));
            return x.squaredNorm();
        },
        at);
    check(
        [&](const auto& m) {
            const auto A = make(m);
            const decltype(m.col(0).eval()) x = A.ldlt().solve(m.col(0));
            return x.dot(m.col(1));
        },
        at);
}

BOOST_AUTO_TEST_CASE(inverses_and_determinants_of_any_size) {
    for (const int size : {1, 2, 3, 4, 5, 7}) {
        MatrixXd at = MatrixXd::Identity(size, size);
        for (int i = 0; i < size; ++i)
            for (int j = 0; j < size; ++j) at(i, j) += std::sin(3.0 * i + 7 * j * j);
        check([](const auto& m) { return m.inverse().sum() + 3 * m.sum(); }, at);
        check([](const auto& m) { return m.determinant() + 3 * m.sum(); }, at);
        at.row(0).swap(at.row(size - 1)); // a pivot may be small, or 0
        at(0, 0) = size > 2 ? 0 : at(0, 0);
        check([](const auto& m) { return m.inverse()(0, m.cols() - 1) + m.determinant() + 3 * m.sum(); }, at);
    }
}

BOOST_AUTO_TEST_CASE(complex_numbers) {
    check(
        [](const auto& v) {
            using T = scalar_in<decltype(v)>;
            const std::complex<T> z(v(0), v(1)), w(2, v(2));
            auto u = z * w + z / w - std::conj(w);
            u *= z;
            return std::norm(u) + u.real() * std::norm(w);
        },
        Vector3d(0.7, -1.2, 0.4));
}

BOOST_AUTO_TEST_CASE(rotations) {
    check(
        [](const auto& v) {
            using T = scalar_in<decltype(v)>;
            Eigen::Quaternion<T> q(v(0), v(1), v(2), v(0));
            q.coeffs() /= q.norm();
            const Eigen::Matrix<T, 3, 1> axis = v / v.norm();
            const Eigen::AngleAxis<T> a(v(0), axis);
            const Eigen::Matrix<T, 3, 3> R = (q * Eigen::Quaternion<T>(a)).conjugate().toRotationMatrix();
            return R(0, 1) + (a * v)(2) + (a.toRotationMatrix() * v)(1);
        },
        Vector3d(0.7, -1.2, 0.4));
    check(
        [](const auto& v) {
            using T = scalar_in<decltype(v)>;
            const Eigen::Matrix<T, 3, 1> axis = v / v.norm();
            const Eigen::Quaternion<T> q(Eigen::AngleAxis<T>(v.norm(), axis));
            const Eigen::Matrix<T, 3, 1> w = q * Eigen::Matrix<T, 3, 1>(v(2), v(1), v(0));
            return w(0) + 2 * q.toRotationMatrix()(1, 2);
        },
        Vector3d(0.7, -1.2, 0.4));
}

BOOST_AUTO_TEST_CASE(jacobians_are_matrices) {
    const auto map = [](const auto& v) {
        auto w = v;
        const int size = static_cast<int>(v.size());
        for (int i = 0; i < size; ++i) w(i) = sin(v(i)) * v((i + 1) % size);
        return w;
    };
    const Vector3d v(0.7, -1.2, 0.4);
    const Matrix3d J = pullback::jacobian(pullback::record(map, v))(v);
    const VectorXd w = v;
    const MatrixXd K = pullback::jacobian(pullback::record(map, w))(w);
    BOOST_TEST((J - K).norm() == 0);
    BOOST_TEST(J(0, 1) == std::sin(0.7), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(J(0, 0) == std::cos(0.7) * -1.2, boost::test_tools::tolerance(1e-14));
    const MatrixXd H = pullback::hessian(pullback::record([](const auto& x) { return x.dot(x) * x(0); }, w))(w);
    BOOST_TEST(H(0, 1) == 2 * w(1), boost::test_tools::tolerance(1e-14));
}

} // namespace
