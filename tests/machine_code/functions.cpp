// SPDX-License-Identifier: BSL-1.0
#include "../../bench/kernels/black_scholes.hpp"
#include "../../bench/kernels/bundle_adjustment.hpp"
#include "../../bench/kernels/chain.hpp"
#include "../../bench/kernels/rosenbrock.hpp"

// One generated function; everything else in the object file is called by it.
extern "C" decltype(kernels::KERNEL::by_pullback({})) generated(const kernels::KERNEL::input& in) {
    return kernels::KERNEL::by_pullback(in);
}
