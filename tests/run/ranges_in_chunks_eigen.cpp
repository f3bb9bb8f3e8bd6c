// SPDX-License-Identifier: BSL-1.0
#include "chunks_check.hpp"

#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <Eigen/Core>

#include <cstddef>

// Loops on several threads, and in lanes too, over matrices of Eigen, whose columns lie side by side.

namespace {

using namespace chunks_check;

// By the weights of all classes: each row of data adds to all of them.
constexpr auto classes = function([](const auto& weights, const auto& data) {
    return sum(data, [&](const auto& row) { return sum(weights, [&](const auto& of) { return tanh(dot(of, row)); }); });
});
// By rows that data choose.
constexpr auto chosen = function([](const auto& table, const auto& k) {
    return sum(k, [&](const auto& i) { return exp(-squared_norm(table[i])); });
});

template <class F, class A, class X>
void check_gradient(const F& f, const A& by, const X& data) {
    const auto exact = gradient(f, wrt<0>)(by, data);
    const auto check = [&](const auto& policy) {
        const auto found = gradient(f, wrt<0>)(policy.on(threads().one), by, data);
        BOOST_TEST((exact - found).norm() <= 1e-12 * (1 + exact.norm()));
        BOOST_TEST((found.array() == gradient(f, wrt<0>)(policy.on(threads().three), by, data).array()).all());
    };
    check(par);
    check(par_unseq);
}

} // namespace

BOOST_AUTO_TEST_CASE(matrices_of_eigen) {
    for (const Eigen::Index count : {0, 1, 7, 3000}) {
        const Eigen::MatrixXd data = Eigen::MatrixXd::Random(count, 9);
        check_gradient(classes, Eigen::MatrixXd(Eigen::MatrixXd::Random(5, 9)), data);
    }
    for (const std::size_t count : counts)
        check_gradient(chosen, Eigen::MatrixXd(Eigen::MatrixXd::Random(6, 9)), random_subscripts(count, 6));
}
