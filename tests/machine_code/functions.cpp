// SPDX-License-Identifier: BSL-1.0
// The function that bench/kernels/KERNEL.hpp generates, which comes with -include: each alone compiles in a fraction of
// the time of all. Everything else in the object file is called by it.
extern "C" decltype(kernels::KERNEL::by_pullback({})) generated(const kernels::KERNEL::input& in) {
    return kernels::KERNEL::by_pullback(in);
}
