// SPDX-License-Identifier: BSL-1.0
#include "eigen_data.hpp"

using namespace eigen_data;

BOOST_AUTO_TEST_CASE(matrices_multiply_as_matrices) {
    const MatrixXd a = two_by_three, b = filled(MatrixXd(3, 2), -0.4);
    const VectorXd v = three;
    BOOST_TEST(near((variable{a} * variable{b}).data(), a * b));
    BOOST_TEST(near((a * variable{b}).data(), a * b));
    BOOST_TEST(near((variable{a} * b).data(), a * b));
    BOOST_TEST(near((variable{a} * v).data(), a * v));
    static_assert(std::is_same_v<decltype(variable{a} * v), variable<VectorXd>>);
    static_assert(std::is_same_v<decltype(transpose(variable{v})), variable<Eigen::RowVectorXd>>);
    static_assert(std::is_same_v<decltype(transpose(transpose(variable{v}))), variable<VectorXd>>);
    static_assert(std::is_same_v<decltype(transpose(variable{v}) * v), variable<double>>);
    static_assert(std::is_same_v<decltype(v * transpose(variable{v})), variable<MatrixXd>>);
    static_assert(std::is_same_v<decltype(Eigen::Matrix<double, 2, 3>() * variable{Eigen::Vector3d()}),
                                 variable<Eigen::Vector2d>>);
    BOOST_TEST((transpose(variable{v}) * v).data() == v.dot(v), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(near((v * transpose(variable{v})).data(), v * v.transpose()));

    check("A b", [&](const auto& x) { return square(x * v); }, a);
    check("A b by b", [&](const auto& x) { return square(a * x); }, v);
    check("A B", [&](const auto& x) { return tanh(x * b); }, a);
    check("A B by B", [&](const auto& x) { return tanh(a * x); }, b);
    check("A transpose(A) A", [](const auto& x) { return x * transpose(x) * x; }, a);
    check("quadratic form", [&](const auto& x) { return transpose(x) * (a.transpose() * a * x) * x; }, v);
    check("row times matrix", [&](const auto& x) { return square(x * b); }, Eigen::RowVectorXd(v.transpose()));
    check("column times row", [](const auto& x) { return exp(x * transpose(x)); }, v);
    check("outer", [](const auto& x) { return exp(outer(x, square(x))); }, v);
    check("row major", [&](const auto& x) { return square(x * b) * x; }, RowMajorXd(a));
    check("row major by column major", [&](const auto& x) { return square(RowMajorXd(a) * x); }, b);
    check(
        "fixed sizes", [](const auto& x) { return square(x * transpose(x)) * Eigen::Vector2d(1, 2); },
        Eigen::Matrix<double, 2, 3>(a));
    check("fixed and dynamic", [&](const auto& x) { return square(x * b); }, Eigen::Matrix<double, 2, 3>(a));
    check("arrays, by name", [](const auto& x) { return exp(matmul(x, transpose(x))); }, ArrayXXd(a.array()));
    check("square", [](auto x) { return x *= x; }, MatrixXd(filled(MatrixXd(2, 2))));

    // By hand: the gradient of sum(A B) is 1 Bᵀ and Aᵀ 1.
    variable x{a}, y{b};
    sum(x * y).backward();
    BOOST_TEST(near(x.grad(), MatrixXd::Ones(2, 2) * b.transpose()));
    BOOST_TEST(near(y.grad(), a.transpose() * MatrixXd::Ones(2, 2)));
}

BOOST_AUTO_TEST_CASE(matrices_element_by_element) {
    const MatrixXd c = filled(MatrixXd(2, 3), 2);
    check("sum and difference", [&](const auto& x) { return square(x + c) - (c - x); }, two_by_three);
    check(
        "cwise",
        [&](const auto& x) {
            return cwise_product(x, cwise_product(x, c)) + cwise_quotient(c, x) + cwise_quotient(x, c);
        },
        two_by_three);
    check("functions", [](const auto& x) { return exp(x) + tanh(x); }, two_by_three);
    check("max with a constant", [&](const auto& x) { return max(x, c) + pow(x, c); }, two_by_three);
    check("scalar product by name", [&](const auto& x) { return sum(cwise_product(x, x)) * sum(x); }, two_by_three);
}

BOOST_AUTO_TEST_CASE(reductions) {
    const VectorXd other = filled(VectorXd(3), 1);
    check("sum", [](const auto& x) { return square(sum(x)); }, two_by_three);
    check("mean", [](const auto& x) { return square(mean(x)); }, two_by_three);
    check("dot", [&](const auto& x) { return dot(x, x) * dot(other, x); }, three);
    check(
        "dot of rows and columns",
        [&](const auto& x) { return square(dot(x, Eigen::RowVectorXd(other.transpose()))) * dot(x, x); }, three);
    check("dot with itself turned", [&](const auto& x) { return square(dot(transpose(x), x)); }, three);
    check("squared_norm", [](const auto& x) { return square(squared_norm(x)); }, two_by_three);
    check("norm", [](const auto& x) { return norm(x) * sum(x); }, two_by_three);
    check("x / norm(x)", [](const auto& x) { return square(x / norm(x)); }, three);
    BOOST_TEST(mean(variable{three}).data() == three.mean(), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(norm(variable{two_by_three}).data() == two_by_three.norm(), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(mean(variable{Eigen::ArrayXi(Eigen::ArrayXi::LinSpaced(2, 1, 2))}).data() == 1.5);
    BOOST_TEST(sum(variable{VectorXd()}).data() == 0);
}

BOOST_AUTO_TEST_CASE(elements) {
    check("of a vector", [](const auto& x) { return element(x, 0) * element(x, 2) * x; }, three);
    check("of a matrix", [](const auto& x) { return exp(element(x, 0, 2)) * element(x, 1, 0); }, two_by_three);
    check("by rows", [](const auto& x) { return exp(element(x, 0, 2)) * element(x, 1, 0); }, RowMajorXd(two_by_three));
    check("of a fixed array", [](const auto& x) { return square(element(x, 1)); }, Eigen::Array2d(0.5, 0.75));
    const variable x{two_by_three};
    const variable by_rows{RowMajorXd(two_by_three)};
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 3; ++j) {
            BOOST_TEST(element(x, i, j).data() == two_by_three(i, j));
            BOOST_TEST(element(by_rows, i, j).data() == two_by_three(i, j));
        }
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { element(x, 2, 0); }) ==
               "element(x, 2, 0): there is no such element, x has the shape (2, 3)");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([] { element(variable{three}, -1); }) ==
               "element(x, -1): there is no such element, x has the shape (3)");
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit) {
    variable a{two_by_three}, b{MatrixXd(MatrixXd::Ones(2, 3))};
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { a* b; }) ==
               "matmul(x, y): x has the shape (2, 3) and y the shape (2, 3); x must have as many columns as "
               "y has rows, and the product of the elements is cwise_product(x, y)");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { a + transpose(b); }) ==
               "add(x, y): the arguments have the shapes (2, 3) and (3, 2); counted from the last, extents must be "
               "the same, or 1 in one of them");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { dot(variable{three}, VectorXd(VectorXd::Ones(2))); }) ==
               "dot(x, y): x has the shape (3) and y the shape (2); they must have the same number of elements");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { a.backward(MatrixXd(3, 2)); }) ==
               "variable.backward(g): g has the shape (3, 2), the data have (2, 3)");
    BOOST_TEST(!a.has_grad());
}

BOOST_AUTO_TEST_CASE(integers) {
    variable a{Eigen::MatrixXi(Eigen::MatrixXi::Constant(2, 2, 3))};
    BOOST_TEST(same((a * a).data(), Eigen::MatrixXi::Constant(2, 2, 18)));
    BOOST_TEST(same((a + a).data(), Eigen::MatrixXi::Constant(2, 2, 6)));
    static_assert(std::is_same_v<decltype(a * 0.5), variable<MatrixXd>>);
    static_assert(std::is_same_v<decltype(sum(a)), variable<int>>);
    BOOST_CHECK_THROW((a * a).backward(), dynamic::not_differentiable);
    auto halves = sum(a * 0.5);
    BOOST_TEST(halves.data() == 6);
    BOOST_CHECK_THROW(halves.backward(), dynamic::not_differentiable);
    BOOST_TEST(!a.has_grad());
}

BOOST_AUTO_TEST_CASE(other_scalars) {
    variable x{Eigen::Array3f(1, 2, 3)};
    const auto y = x * 2.0 + exp(x);
    static_assert(std::is_same_v<decltype(y), const variable<Eigen::Array3f>>);
    sum(y).backward();
    BOOST_TEST(x.grad()[0] == 2 + std::exp(1.f), boost::test_tools::tolerance(1e-6f));
    variable wide{Eigen::Matrix<long double, 2, 1>(0.5L, 0.25L)};
    squared_norm(wide).backward();
    BOOST_TEST(wide.grad()[1] == 0.5L);
}

BOOST_AUTO_TEST_CASE(detach_and_no_grad) {
    variable x{three};
    const auto y = cwise_product(x, detach(x));
    sum(y).backward();
    BOOST_TEST(same(x.grad(), three));
    const dynamic::no_grad scope;
    const auto z = two_by_three * x;
    BOOST_TEST(!z.creator());
    BOOST_TEST(near(z.data(), two_by_three * three));
}

BOOST_AUTO_TEST_CASE(gradients_add_up_over_uses_and_passes) {
    variable x{three};
    squared_norm(x).backward();
    squared_norm(x).backward();
    BOOST_TEST(same(x.grad(), 4 * three));
    x.clear_grad();
    auto y = two_by_three * x;
    y.backward(Eigen::Vector2d(1, 0));
    BOOST_TEST(near(x.grad(), two_by_three.transpose() * Eigen::Vector2d(1, 0)));
}

BOOST_AUTO_TEST_CASE(the_graph_names_its_calls) {
    const variable a{two_by_three};
    const variable v{three};
    const auto y = a * v;
    BOOST_TEST(y.creator().name() == "matmul");
    BOOST_TEST(bool(y.creator().input<MatrixXd>(0) == a));
    BOOST_TEST(bool(y.creator().input(1) == v));
    BOOST_TEST(transpose(a).creator().name() == "transpose");
    BOOST_TEST(dot(v, v).creator().name() == "dot");
    BOOST_TEST(element(v, 1).creator().input_count() == 1u);
    BOOST_TEST(near((y.creator().input(1) + y.creator().input(1)).data(), 2 * three));
}

// Types that need more alignment than the heap gives by itself must not crash when they live in nodes.
// Eigen aligns these to 16, 32 and 64 bytes where the processor has registers of that size.
using aligned_types = std::tuple<Eigen::Vector2d, Eigen::Array<float, 8, 1>, Eigen::Matrix<double, 8, 8>>;
BOOST_AUTO_TEST_CASE_TEMPLATE(aligned, T, aligned_types) {
    for (int i = 0; i < 40; ++i) {
        variable x{T(T::Ones())};
        auto y = x + 1;
        for (int k = 0; k < 10; ++k) y = y + exp(x) * typename T::Scalar(0);
        sum(y).backward();
        BOOST_TEST(same(x.grad(), T::Ones()));
        const auto address = reinterpret_cast<std::uintptr_t>(&y.data());
        BOOST_TEST(address % alignof(T) == 0u);
        const auto g = dynamic::grad(sum(square(x)), x);
        BOOST_TEST(same(g.data(), 2 * T::Ones()));
    }
}
