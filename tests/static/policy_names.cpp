// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>

// A function of the caller's own, with the name of one of the library's, is called with data and a policy: as the
// policy's type stands where no functions are, the call by the bare name finds the caller's only.

namespace of_the_caller {

struct table {
    std::array<double, 2> entries;
};

#define PULLBACK_TEST_NAME(name)                        \
    template <class Data, class Policy>                 \
    constexpr int name(const Data&, const Policy&) {    \
        return 1;                                       \
    }                                                   \
    static_assert(name(table{}, pullback::unseq) == 1); \
    static_assert(name(table{}, pullback::par) == 1);   \
    static_assert(name(table{}, pullback::par_unseq) == 1);

PULLBACK_TEST_NAME(gradient)
PULLBACK_TEST_NAME(value_and_gradient)
PULLBACK_TEST_NAME(jacobian)
PULLBACK_TEST_NAME(hessian)
PULLBACK_TEST_NAME(jvp)
PULLBACK_TEST_NAME(vjp)
PULLBACK_TEST_NAME(hvp)
PULLBACK_TEST_NAME(sum)
PULLBACK_TEST_NAME(max)
PULLBACK_TEST_NAME(map)
PULLBACK_TEST_NAME(zip)
PULLBACK_TEST_NAME(dot)
PULLBACK_TEST_NAME(root)
PULLBACK_TEST_NAME(function)
PULLBACK_TEST_NAME(record)
PULLBACK_TEST_NAME(evaluate_at_points)

} // namespace of_the_caller
