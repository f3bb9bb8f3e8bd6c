// SPDX-License-Identifier: BSL-1.0
#include "batches.hpp"

#include <pullback.hpp>
#include <pullback/ext/boost_math/incomplete_gamma.hpp>
#include <pullback/ext/xsimd.hpp>
#include <pullback/functions/more.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

// The further functions give in batches what they give for single numbers, value and derivatives.

namespace {

using batches::near;
using batch = xsimd::batch<double>;

// As a function of three numbers, of which it takes as many as it has operands; a condition chooses between them.
template <class Row>
constexpr auto as_function = pullback::function([](const auto& u) {
    if constexpr (std::is_same_v<Row, pullback::functions::sinc_derivative>) return Row{}(2, u[0]);
    else if constexpr (Row::facts.result == pullback::value_kind::truth) return select(Row{}(u[0]), u[1], u[2]);
    else if constexpr (Row::arity == 1) return Row{}(u[0]);
    else if constexpr (Row::arity == 2) return Row{}(u[0], u[1]);
    else return Row{}(u[0], u[1], u[2]);
});

template <class Row>
void check_row() {
    constexpr auto both = pullback::value_and_gradient(as_function<Row>);
    constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    const double numbers[] = {0.25, -0.75, 0.5, 2.5, -3.25, 7, 1, -1, 24.5, 0, -0., inf, -inf, nan, 1e-3, 0.125};
    constexpr std::size_t count = std::size(numbers), width = batch::size;
    for (std::size_t shift = 0; shift < 5; ++shift)
        for (std::size_t first = 0; first + width <= count; first += width) {
            double lanes[3][width], results[4][width];
            for (std::size_t i = 0; i < width; ++i) {
                lanes[0][i] = numbers[first + i];
                lanes[1][i] = numbers[(first + i + 3 * shift) % count];
                lanes[2][i] = 1.5;
            }
            const auto load = [](const double* from) { return batch::load_unaligned(from); };
            const auto [value, gradient] = both(std::array{load(lanes[0]), load(lanes[1]), load(lanes[2])});
            value.store_unaligned(results[0]);
            for (std::size_t k = 0; k < 3; ++k) gradient[k].store_unaligned(results[k + 1]);
            for (std::size_t i = 0; i < width; ++i) {
                const auto wanted = both(std::array{lanes[0][i], lanes[1][i], lanes[2][i]});
                const double expected[] = {wanted.value, wanted.gradient[0], wanted.gradient[1], wanted.gradient[2]};
                for (std::size_t k = 0; k < 4; ++k)
                    BOOST_CHECK_MESSAGE(near(results[k][i], expected[k]),
                                        Row::name << " at " << lanes[0][i] << ", " << lanes[1][i] << ": "
                                                  << results[k][i] << ", not " << expected[k] << " (result " << k
                                                  << ")");
            }
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(functions_in_batches) {
    pullback::functions::further_table::for_each([]<class Row>(Row) { check_row<Row>(); });
}

BOOST_AUTO_TEST_CASE(functions_of_boost_in_batches) { check_row<pullback::functions::gamma_p>(); }
