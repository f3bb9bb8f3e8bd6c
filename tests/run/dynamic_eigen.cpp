// SPDX-License-Identifier: BSL-1.0
#include "eigen_data.hpp"

// Arrays and expressions; matrices and vectors are in dynamic_matrices_eigen.cpp, so that two compilers can work.

using namespace eigen_data;

BOOST_AUTO_TEST_CASE(what_the_graph_knows_of_a_type) {
    using dynamic::data_traits;
    BOOST_TEST((variable{ArrayXd(3)}.shape() == std::vector<std::size_t>{3}));
    BOOST_TEST((variable{Eigen::RowVector4f(Eigen::RowVector4f::Zero())}.shape() == std::vector<std::size_t>{4}));
    BOOST_TEST((variable{MatrixXd(2, 3)}.shape() == std::vector<std::size_t>{2, 3}));
    BOOST_TEST((variable{MatrixXd(1, 3)}.shape() == std::vector<std::size_t>{1, 3}));
    BOOST_TEST((variable{RowMajorXd(2, 3)}.shape() == std::vector<std::size_t>{2, 3}));
    BOOST_TEST(variable{MatrixXd(2, 3)}.size() == 6u);
    BOOST_TEST(variable{VectorXd()}.size() == 0u);
    static_assert(dynamic::Data<Eigen::ArrayXXi> && dynamic::Data<Eigen::Matrix<long double, 2, 2>>);
    static_assert(!dynamic::Data<Eigen::ArrayXcd> && !dynamic::Data<Eigen::Array<bool, 3, 1>>);
    static_assert(data_traits<MatrixXd>::is_column_major && !data_traits<RowMajorXd>::is_column_major);
    // A vector of two is made by its size, and not of two numbers.
    BOOST_TEST(same(dynamic::ones_like(Eigen::Vector2d(5, 7)), Eigen::Vector2d(1, 1)));
    BOOST_TEST(same(dynamic::zeros_like(two_by_three), MatrixXd::Zero(2, 3)));
    BOOST_TEST(variable{MatrixXd(MatrixXd::Ones(1, 2))}.node()->data_text() == "[[1, 1]]");
    RowMajorXd by_rows(2, 2);
    by_rows << 1, 2, 3, 4;
    BOOST_TEST(variable{by_rows}.node()->data_text() == "[[1, 2], [3, 4]]");
    BOOST_TEST(variable{MatrixXd(by_rows)}.node()->data_text() == "[[1, 2], [3, 4]]");
}

BOOST_AUTO_TEST_CASE(expressions_become_plain) {
    const VectorXd a = three, b = filled(VectorXd(3), 1);
    dynamic::variable v(a + b);
    static_assert(std::is_same_v<decltype(v), variable<VectorXd>>);
    BOOST_TEST(same(v.data(), a + b));
    dynamic::variable p(two_by_three * a);
    static_assert(std::is_same_v<decltype(p), variable<VectorXd>>);
    const auto sum_with_expression = v + 2 * a.cwiseProduct(b);
    BOOST_TEST(near(sum_with_expression.data(), a + b + 2 * a.cwiseProduct(b)));
    BOOST_TEST(near((two_by_three.transpose().block(0, 0, 2, 2) * variable{Eigen::Vector2d(1, 2)}).data(),
                    two_by_three.transpose().block(0, 0, 2, 2) * Eigen::Vector2d(1, 2)));
    const double memory[] = {1, 2, 3};
    BOOST_TEST(same((v - Eigen::Map<const VectorXd>(memory, 3)).data(), a + b - Eigen::Map<const VectorXd>(memory, 3)));
}

BOOST_AUTO_TEST_CASE(arrays_element_by_element) {
    const ArrayXd at = three.array();
    const ArrayXd constant = filled(ArrayXd(3), 1.5);
    check("x + c", [&](const auto& x) { return x + constant; }, at);
    check("c - x", [&](const auto& x) { return constant - x; }, at);
    check("x * x * c", [&](const auto& x) { return x * x * constant; }, at);
    check("c * x", [&](const auto& x) { return constant * x * x; }, at);
    check("c / x", [&](const auto& x) { return constant / x; }, at);
    check("x / (c + x)", [&](const auto& x) { return x / (constant + x); }, at);
    check("numbers", [&](const auto& x) { return 2 * x * x - x / 3 + 1.0 / x - 1; }, at);
    check("-x", [&](const auto& x) { return -square(x); }, at);
    check("exp log sqrt", [&](const auto& x) { return exp(x) + log(x) * sqrt(x); }, at);
    check("sin cos tan tanh", [&](const auto& x) { return sin(x) * cos(x) + tan(x) * tanh(x); }, at);
    check("asin acos atan", [&](const auto& x) { return asin(x) * acos(x) * atan(x); }, at);
    check(
        "pow", [&](const auto& x) { return pow(x, constant) + pow(x, 3) + pow(2.0, x) + pow(constant, x) + pow(x, x); },
        at);
    check("atan2 hypot", [&](const auto& x) { return atan2(x, constant) + hypot(constant, x); }, at);
    check("erf sigmoid softplus", [&](const auto& x) { return erf(x) * sigmoid(x) + softplus(x) + lgamma(x); }, at);
    check("log10 cbrt exp2", [&](const auto& x) { return log10(x) * cbrt(x) + exp2(x) + log1p(x) * expm1(x); }, at);
    check("fma clamp", [&](const auto& x) { return fma(x, x, constant) + clamp(x, 0.35, constant); }, at);
    check("two-dimensional", [&](const auto& x) { return x * exp(x); }, filled(ArrayXXd(2, 3)));
    check("fixed", [&](const auto& x) { return x * exp(x); }, Eigen::Array4d(filled(Eigen::Array4d())));
    check("fixed, odd size", [&](const auto& x) { return x * exp(x); }, Eigen::Array3d(filled(Eigen::Array3d())));

    const variable x{at};
    BOOST_TEST(same(exp(x).data(), variable{at}.data().unaryExpr([](double e) { return std::exp(e); })));
    static_assert(std::is_same_v<decltype(x + constant), variable<ArrayXd>>);
    static_assert(std::is_same_v<decltype(constant * x), variable<ArrayXd>>);
    static_assert(std::is_same_v<decltype(constant / x), variable<ArrayXd>>);
}

BOOST_AUTO_TEST_CASE(piecewise_and_conditions) {
    ArrayXd at(4);
    at << -1.5, -0.25, 0.5, 2;
    const ArrayXd constant = ArrayXd::Constant(4, 0.25);
    check("abs", [](const auto& x) { return abs(x) * x; }, at);
    check(
        "max min",
        [&](const auto& x) { return max(x * x * x * x, constant) + min(constant, x * exp(x)) + max(x, 0.1); }, at);
    check("select", [&](const auto& x) { return select(x < constant, square(x), exp(x)); }, at);
    check("select, combined", [&](const auto& x) { return select(x > -1 && !(x >= constant), x * x, constant); }, at);
    check(
        "select, compared",
        [&](const auto& x) { return select((x > -1) == (x < constant), x * x, select((x > 1) != (x < 0), exp(x), x)); },
        at);
    const variable x{at};
    using flags = Eigen::Array<unsigned char, -1, 1>;
    BOOST_TEST(same(((x > -1.0) == (x < 1.0)).flags, (flags(4) << 0, 1, 1, 0).finished()));
    BOOST_TEST(same(((x > -1.0) != (x < 1.0)).flags, (flags(4) << 1, 0, 0, 1).finished()));
    BOOST_TEST(same((x < 0.0).flags, (Eigen::Array<unsigned char, -1, 1>(4) << 1, 1, 0, 0).finished()));
    BOOST_TEST(same((constant == constant + 0 * x).flags, Eigen::Array<unsigned char, -1, 1>::Ones(4)));
    BOOST_TEST(same((constant < x).flags, (Eigen::Array<unsigned char, -1, 1>(4) << 0, 0, 1, 1).finished()));
    BOOST_TEST(same((x != x).flags, Eigen::Array<unsigned char, -1, 1>::Zero(4)));

    // The side not taken reaches neither value nor derivative.
    variable y{at};
    sum(select(y > 0, log(y), 0 * y)).backward();
    BOOST_TEST(same(y.grad(), (ArrayXd(4) << 0, 0, 2, 0.5).finished()));
    variable z{at};
    sum(select(z > 0, 1 / sqrt(z), 2 * z)).backward();
    BOOST_TEST(same(z.grad().head(2), ArrayXd::Constant(2, 2.0)));
    variable zero{0.0};
    max(log(zero), -10.0).backward();
    BOOST_TEST(zero.grad() == 0);
}

BOOST_AUTO_TEST_CASE(numbers_are_spread) {
    variable s{0.5};
    variable v{ArrayXd(three.array())};
    const auto y = s * v + s;
    static_assert(std::is_same_v<decltype(y), const variable<ArrayXd>>);
    sum(y).backward();
    BOOST_TEST(s.grad() == three.sum() + 3, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(same(v.grad(), ArrayXd::Constant(3, 0.5)));

    check("number times array", [&](const auto& x) { return x * exp(x * three.array()); }, 0.3);
    check("number times matrix", [&](const auto& x) { return x * x * variable{two_by_three} / (1 + x); }, 0.3);
    check("matrix times number", [&](const auto& x) { return 2.0 * x + x / 4.0 + 1.0; }, two_by_three);
    const variable m{two_by_three};
    check("matrix by variable", [&](const auto& x) { return (m / x) * x * x * x; }, 0.3);
}
