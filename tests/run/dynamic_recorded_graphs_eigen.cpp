// SPDX-License-Identifier: BSL-1.0
// A graph of Eigen's arrays becomes a function element by element.
#include <pullback.hpp>
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/record.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>
#include <Eigen/Dense>

#include <type_traits>

namespace {

using Eigen::ArrayXd, Eigen::MatrixXd, Eigen::VectorXd;
using pullback::dynamic::variable;
using row_major = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Whether the graph that `body` builds at one place is, recorded, the one that it builds at another.
template <class Body, class... X>
void check(const Body& body, const X&... start) {
    const std::tuple<variable<X>...> from{variable<X>(start)...}, to{variable<X>(X(start * 1.5))...};
    const auto y = std::apply(body, from), z = std::apply(body, to);
    const auto f = std::apply([&](const auto&... x) { return pullback::record(y, x...); }, from);
    z.backward();
    std::apply(
        [&](const auto&... x) {
            BOOST_TEST(f(x.data()...) == z.data(), boost::test_tools::tolerance(1e-13));
            const auto gradients = pullback::gradient(f)(x.data()...);
            if constexpr (sizeof...(X) == 1) {
                BOOST_TEST(((gradients - x.grad()).matrix().norm() + ...) < 1e-12);
            } else {
                std::size_t i = 0;
                const auto [first, second] = gradients;
                const double differences[] = {(first - std::get<0>(to).grad()).matrix().norm(),
                                              (second - std::get<1>(to).grad()).matrix().norm()};
                for (; i < 2; ++i) BOOST_TEST(differences[i] < 1e-12);
            }
        },
        to);
}

const MatrixXd some = (MatrixXd(2, 3) << 0.1, 0.4, -0.2, 0.7, 0.3, 0.5).finished();

BOOST_AUTO_TEST_CASE(elements_and_broadcasting) {
    check([](const auto& x) { return sum(sin(x) * x + 2.0 / (1.0 + exp(x))); },
          ArrayXd(ArrayXd::LinSpaced(4, 0.1, 0.9)));
    check([](const auto& x) { return sum(max(x, 0.3) - square(x - mean(x))); },
          ArrayXd(ArrayXd::LinSpaced(4, 0.1, 0.9)));
}

BOOST_AUTO_TEST_CASE(products_and_slices) {
    const VectorXd v = VectorXd::LinSpaced(3, 0.2, 1.1);
    check([](const auto& a,
             const auto& x) { return sum(square(matmul(a, x))) + dot(x, x) + sum(matmul(transpose(a), a)); },
          some, v);
    const row_major rows = some;
    check([](const auto& a, const auto& x) { return sum(tanh(matmul(a, x))) + sum(a, 0)(0, 1) * x(0); }, rows, v);
    check([](const auto& a) { return sum(exp(transpose(a))) + sum(square(matmul(a, transpose(a)))); }, rows);
}

BOOST_AUTO_TEST_CASE(arrays_are_results) {
    const variable<MatrixXd> a{some};
    const variable<VectorXd> x{VectorXd(VectorXd::LinSpaced(3, 0.2, 1.1))};
    const auto f = pullback::record(matmul(a, x), x);
    const VectorXd at = VectorXd::LinSpaced(3, -1, 1);
    const VectorXd y = f(at);
    BOOST_TEST((y - some * at).norm() < 1e-14);
    const MatrixXd J = pullback::jacobian(f)(at);
    BOOST_TEST((J - some).norm() < 1e-14);
    const variable<row_major> b{row_major(some)};
    const row_major z = pullback::record(exp(b), b)(row_major(2 * some));
    BOOST_TEST((z - row_major((2 * some).array().exp().matrix())).norm() < 1e-14);
}

BOOST_AUTO_TEST_CASE(recorded_functions_of_arrays) {
    const auto inner = pullback::record([](const auto& m) { return m(0, 1) * m(1, 0) + m(0, 2); }, row_major(some));
    const variable<row_major> a{row_major(some)};
    const auto y = inner(exp(a));
    const row_major at = 0.5 * some;
    const row_major e = at.array().exp().matrix();
    BOOST_TEST(pullback::record(y, a)(at) == e(0, 1) * e(1, 0) + e(0, 2), boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(choices_by_data_are_refused) {
    const variable<ArrayXd> x{ArrayXd(ArrayXd::LinSpaced(4, 0.1, 0.9))};
    BOOST_CHECK_THROW(pullback::record(amax(x), x), pullback::dynamic::not_recordable);
    const variable<MatrixXd> a{MatrixXd(some * some.transpose())};
    BOOST_CHECK_THROW(pullback::record(log_determinant(a), a), pullback::dynamic::not_recordable);
}

} // namespace
