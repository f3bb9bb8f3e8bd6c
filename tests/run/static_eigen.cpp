// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>
#include <Eigen/Geometry>

#include <array>
#include <cmath>
#include <string>
#include <type_traits>

namespace {

using Eigen::Matrix3d;
using Eigen::Vector2d;
using Eigen::Vector3d;
using Matrix23 = Eigen::Matrix<double, 2, 3>;

constexpr auto bent = pullback::function([](const auto& v) { return v[0] * exp(v(1)) + square(v.z()) * v.y(); });

double bent_value(const Vector3d& v) { return v[0] * std::exp(v[1]) + v[2] * v[2] * v[1]; }
Vector3d bent_gradient(const Vector3d& v) {
    return {std::exp(v[1]), v[0] * std::exp(v[1]) + v[2] * v[2], 2 * v[2] * v[1]};
}

constexpr auto polar =
    pullback::function([](const auto& v) { return pullback::fixed_vector(v.norm(), atan2(v[1], v[0])); });

template <class A, class B>
bool near(const A& a, const B& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && ((a - b).array().abs() <= 1e-14).all();
}

const Vector3d at(0.5, -0.75, 1.25);

} // namespace

BOOST_AUTO_TEST_CASE(gradient_by_a_vector_is_a_vector, *boost::unit_test::tolerance(1e-15)) {
    BOOST_TEST(bent(at) == bent_value(at));
    constexpr auto gradient = pullback::gradient(bent);
    static_assert(std::is_same_v<decltype(gradient(at)), Vector3d>);
    static_assert(std::is_same_v<decltype(gradient(Eigen::Vector3f())), Eigen::Vector3f>);
    static_assert(std::is_same_v<decltype(gradient(Eigen::RowVector3d())), Eigen::RowVector3d>);
    BOOST_TEST(near(gradient(at), bent_gradient(at)));
    BOOST_TEST(near(gradient(Eigen::RowVector3d(at.transpose())), bent_gradient(at).transpose()));
    const auto both = pullback::value_and_gradient(bent)(at);
    BOOST_TEST(both.value == bent_value(at));
    BOOST_TEST(near(both.gradient, bent_gradient(at)));
}

BOOST_AUTO_TEST_CASE(jacobian_and_hessian_are_matrices) {
    const Vector2d x(3, 4);
    static_assert(std::is_same_v<decltype(polar(x)), Vector2d>);
    BOOST_TEST(near(polar(x), Vector2d(5, std::atan2(4, 3))));
    const auto jacobian = pullback::jacobian(polar)(x);
    static_assert(std::is_same_v<decltype(jacobian), const Eigen::Matrix2d>);
    BOOST_TEST(near(jacobian, (Eigen::Matrix2d() << 0.6, 0.8, -0.16, 0.12).finished()));

    const auto hessian = pullback::hessian(bent)(at);
    static_assert(std::is_same_v<decltype(hessian), const Matrix3d>);
    const double e = std::exp(at[1]);
    BOOST_TEST(near(hessian, (Matrix3d() << 0, e, 0, e, at[0] * e, 2 * at[2], 0, 2 * at[2], 2 * at[1]).finished()));
    BOOST_TEST(near(pullback::jacobian(pullback::gradient(bent))(at), hessian));

    // Three rows for a result of three, columns for an argument of two, and not the other way round.
    constexpr auto lifted =
        pullback::function([](const auto& v) { return pullback::fixed_vector(v[0], v[1], v[0] * v[1]); });
    const auto tall = pullback::jacobian(lifted)(x);
    static_assert(std::is_same_v<decltype(tall), const Eigen::Matrix<double, 3, 2>>);
    BOOST_TEST(near(tall, (Eigen::Matrix<double, 3, 2>() << 1, 0, 0, 1, 4, 3).finished()));

    // What is no vector of vectors is made of arrays.
    const auto third = pullback::jacobian(pullback::hessian(bent))(at);
    static_assert(std::is_same_v<decltype(third), const std::array<std::array<Vector3d, 3>, 3>>);
    BOOST_TEST(near(third[2][1], Vector3d(0, 0, 2)));
    constexpr auto pair = pullback::function([](const auto& v) { return std::array{v.sum(), v.squaredNorm()}; });
    static_assert(std::is_same_v<decltype(pullback::jacobian(pair)(at)), std::array<Vector3d, 2>>);
    BOOST_TEST(near(pullback::jacobian(pair)(at)[1], 2 * at));
}

BOOST_AUTO_TEST_CASE(matrices, *boost::unit_test::tolerance(1e-14)) {
    constexpr auto form = pullback::function([](const auto& m, const auto& v) {
        return (v.transpose() * (m.transpose() * m) * v).value() + m(1, 2) * m(0, 1);
    });
    Matrix23 m;
    m << 1, 2, 3, 4, 5, 7;
    BOOST_TEST(form(m, at) == (m * at).squaredNorm() + 7 * 2);
    const auto [by_matrix, by_vector] = pullback::gradient(form)(m, at);
    static_assert(std::is_same_v<decltype(by_matrix), const Matrix23>);
    Matrix23 wanted = 2 * m * at * at.transpose();
    wanted(1, 2) += 2;
    wanted(0, 1) += 7;
    BOOST_TEST((by_matrix - wanted).norm() <= 1e-12);
    BOOST_TEST((by_vector - 2 * m.transpose() * m * at).norm() <= 1e-12);
    const Eigen::Matrix<double, 2, 3, Eigen::RowMajor> by_rows = m;
    static_assert(std::is_same_v<decltype(pullback::gradient(form, pullback::wrt<0>)(by_rows, at)),
                                 Eigen::Matrix<double, 2, 3, Eigen::RowMajor>>);
    BOOST_TEST((pullback::gradient(form, pullback::wrt<0>)(by_rows, at) - wanted).norm() <= 1e-12);

    constexpr auto product = pullback::function([](const auto& a, const auto& b) { return a * b; });
    static_assert(std::is_same_v<decltype(product(m, at)), Vector2d>);
    BOOST_TEST(near(product(m, at), m * at));
    static_assert(std::is_same_v<decltype(pullback::jacobian(product, pullback::wrt<1>)(m, at)), Matrix23>);
    BOOST_TEST(near(pullback::jacobian(product, pullback::wrt<1>)(m, at), m));
}

BOOST_AUTO_TEST_CASE(what_vectors_can_do_inside, *boost::unit_test::tolerance(1e-14)) {
    constexpr auto f = pullback::function([](const auto& a, const auto& b) {
        auto c = a;
        c += b * 2;
        c -= a / 4;
        c *= 3;
        c /= 2;
        return c.cross(b).dot(a - b) + c.squaredNorm() * (-a).norm() + c.normalized().sum() +
               2 * a.cwiseProduct(b).x() + a.cwiseQuotient(b).y() + (a * b.transpose())(0, 1) +
               (a * b.transpose()).row(1)[2] + (a * b.transpose()).col(1)[2];
    });
    const Vector3d b(1, 2, -0.5);
    const auto wanted = [](const Vector3d& x, const Vector3d& y) {
        const Vector3d c = (0.75 * x + 2 * y) * 1.5;
        return c.cross(y).dot(x - y) + c.squaredNorm() * x.norm() + c.normalized().sum() + 2 * x[0] * y[0] +
               x[1] / y[1] + x[0] * y[1] + x[1] * y[2] + x[2] * y[1];
    };
    BOOST_TEST(f(at, b) == wanted(at, b));
    const auto [by_a, by_b] = pullback::gradient(f)(at, b);
    for (int i = 0; i < 3; ++i) {
        const Vector3d step = 1e-6 * Vector3d::Unit(i);
        BOOST_TEST(by_a[i] == (wanted(at + step, b) - wanted(at - step, b)) / 2e-6, boost::test_tools::tolerance(1e-7));
        BOOST_TEST(by_b[i] == (wanted(at, b + step) - wanted(at, b - step)) / 2e-6, boost::test_tools::tolerance(1e-7));
    }
}

BOOST_AUTO_TEST_CASE(products_with_vectors) {
    const auto pushed = pullback::jvp(bent)(at, Vector3d(1, 2, 3));
    BOOST_TEST(std::abs(pushed.tangent - bent_gradient(at).dot(Vector3d(1, 2, 3))) <= 1e-14);
    const Vector2d x(3, 4), weights(2, -1);
    const auto pulled = pullback::vjp(polar)(x, weights);
    static_assert(std::is_same_v<decltype(pulled.cotangent), Vector2d>);
    BOOST_TEST(near(pulled.cotangent, pullback::jacobian(polar)(x).transpose() * weights));
    BOOST_TEST(near(pullback::hvp(bent)(at, Vector3d(1, 2, 3)), pullback::hessian(bent)(at) * Vector3d(1, 2, 3)));
}

BOOST_AUTO_TEST_CASE(composition_and_nesting, *boost::unit_test::tolerance(1e-14)) {
    constexpr auto outer =
        pullback::function([](const auto& v) { return bent(pullback::fixed_vector(v[1], polar(v)[0], v[0])); });
    const Vector2d x(0.3, 0.4);
    BOOST_TEST(outer(x) == bent_value(Vector3d(0.4, 0.5, 0.3)));
    constexpr auto array_of_vectors = pullback::function([](const auto& vs) { return vs[0].dot(vs[1]); });
    const std::array<Vector3d, 2> vs{at, Vector3d(1, 2, 3)};
    const auto gradient = pullback::gradient(array_of_vectors)(vs);
    static_assert(std::is_same_v<decltype(gradient), const std::array<Vector3d, 2>>);
    BOOST_TEST(near(gradient[0], vs[1]));
    BOOST_TEST(near(gradient[1], vs[0]));
    // A gradient taken inside a function is a vector there too.
    constexpr auto descent = pullback::function([](const auto& v) { return v - pullback::gradient(bent)(v) * 0.5; });
    BOOST_TEST(near(descent(at), at - 0.5 * bent_gradient(at)));
}

BOOST_AUTO_TEST_CASE(constants_are_folded) {
    // It can be used by itself in constant expressions.
    constexpr auto v = pullback::fixed_vector(1.0, 2.0, 2.0);
    static_assert(v.squaredNorm() == 9 && v.size() == 3 && (v * 2)[1] == 4 && v.transpose().cols() == 3);
    // Generic code asks the type, as that of Eigen's vectors.
    static_assert(decltype(v)::IsVectorAtCompileTime);
    static_assert(decltype(v.transpose())::IsVectorAtCompileTime);
    static_assert(!decltype(v * v.transpose())::IsVectorAtCompileTime);
}

BOOST_AUTO_TEST_CASE(maps_of_memory_and_expressions_are_arguments, *boost::unit_test::tolerance(1e-15)) {
    static_assert(pullback::Shaped<Eigen::Map<const Eigen::Vector3d>>);
    static_assert(!pullback::Shaped<Eigen::Map<const Eigen::VectorXd>>);
    static_assert(!pullback::Shaped<Eigen::Map<const Eigen::Matrix<double, 0, 1>>>); // of nothing
    constexpr auto project = pullback::function([](const auto& point, const auto& shift) {
        const auto p = point + shift;
        return pullback::fixed_vector(p.x() / p.z(), p.y() / p.z());
    });
    const double point[] = {0.3, -0.4, 2}, shift[] = {0.1, 0.2, 3};
    const Eigen::Map<const Eigen::Vector3d> mapped_point(point), mapped_shift(shift);
    const Eigen::Matrix<double, 2, 3> J = pullback::jacobian(project, pullback::wrt<0>)(mapped_point, mapped_shift);
    BOOST_TEST(J(0, 0) == 1 / 5.0);
    BOOST_TEST(J(0, 2) == -0.4 / 25);
    BOOST_TEST(J(1, 2) == 0.2 / 25);

    Eigen::Matrix<double, 6, 1> both;
    both << mapped_point, mapped_shift;
    const auto of_parts = pullback::jacobian(project, pullback::wrt<0>)(both.head<3>(), both.tail<3>());
    const auto of_sum =
        pullback::jacobian(project, pullback::wrt<0>)(mapped_point + mapped_shift, Eigen::Vector3d(0, 0, 0));
    for (int i = 0; i < 6; ++i) {
        BOOST_TEST(of_parts(i / 3, i % 3) == J(i / 3, i % 3));
        BOOST_TEST(of_sum(i / 3, i % 3) == J(i / 3, i % 3));
    }
    double result[2];
    Eigen::Map<Eigen::Vector2d>{result} = project(mapped_point, mapped_shift);
    BOOST_TEST(result[1] == -0.2 / 5);
}

BOOST_AUTO_TEST_CASE(in_texts_the_elements_of_a_matrix_have_a_row_and_a_column) {
    constexpr auto turned = pullback::function([](const auto& m, const auto& v) { return m.transpose() * v; });
    using Matrix = Eigen::Matrix<double, 2, 3>;
    BOOST_TEST((to_string<Matrix, Eigen::Vector2d>(turned) == "y[0] = x0[0][0] * x1[0] + x0[1][0] * x1[1]\n"
                                                              "y[1] = x0[0][1] * x1[0] + x0[1][1] * x1[1]\n"
                                                              "y[2] = x0[0][2] * x1[0] + x0[1][2] * x1[1]"));
    // Rows and columns of blocks, then of what is in them.
    BOOST_TEST(
        (to_string<Matrix, Eigen::Vector2d>(pullback::jacobian(
             pullback::function([](const auto& m, const auto& v) { return m(1, 2) * v[1]; }), pullback::wrt<0>)) ==
         "y[0][0] = 0\ny[0][1] = 0\ny[0][2] = 0\ny[1][0] = 0\ny[1][1] = 0\ny[1][2] = x1[1]"));
    const std::string in_c = to_c<Matrix, Eigen::Vector2d>(turned, "turned").c_str();
    BOOST_TEST(in_c.find("in[2]: x0[0][2]\n") != std::string::npos);
    BOOST_TEST(in_c.find("in[3]: x0[1][0]\n") != std::string::npos);
}
