// SPDX-License-Identifier: BSL-1.0
// Prints the Jacobians of the embedded example as C.

#include "../../examples/embedded/filter.hpp"

#include <cstdio>

int main() {
    using state = std::array<float, 5>;
    using point = std::array<float, 2>;
    constexpr auto moved = pullback::value_and_jacobian(vehicle::move);
    constexpr auto seen = pullback::value_and_jacobian(vehicle::see, pullback::wrt<0>);
    std::puts(to_c<state>(moved, "printed_move", pullback::c_scalar<float>).c_str());
    std::puts(to_c<state, point>(seen, "printed_see", pullback::c_scalar<float>).c_str());
}
