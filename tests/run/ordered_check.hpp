// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_ORDERED_CHECK_HPP
#define PULLBACK_TESTS_RUN_ORDERED_CHECK_HPP

#include "dual_check.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>

/// Functions of a range, a number and subscripts of the range with loops that hand on a state, against the same source
/// run on vectors of dual numbers: value, gradient, tangent and Hessian times a vector, at many lengths.
namespace ordered_check {

using namespace seeded_numbers;

/// A function of a range, a number and subscripts of the range.
template <class Body>
void check_at(Body body, std::size_t count) {
    BOOST_TEST_CONTEXT("length " << count) {
        const auto f = pullback::function(body);
        const numbers x = random_numbers(count), v = random_numbers(count);
        const double a = random_number(), da = random_number();
        const subscripts k = random_subscripts(count == 0 ? 0 : count, count == 0 ? 1 : count);
        dual_check::check_by_duals(f, body, x, v, a, da, k, 10 * count * count);
    }
}
template <class Body>
void check(Body body, std::size_t longest = 100, std::size_t shortest = 0) {
    for (const std::size_t count :
         {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(7), std::size_t(8), longest})
        if (count >= shortest) check_at(body, count);
}

} // namespace ordered_check

#endif
