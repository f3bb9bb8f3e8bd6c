// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_KERNEL_HPP
#define PULLBACK_BENCH_RIVALS_KERNEL_HPP

#if __has_include("../kernels/all.hpp")
#include "../kernels/all.hpp"
#else
#include "../kernels/bundle_adjustment.hpp"
#define PULLBACK_BENCH_KERNELS(X) X(bundle_adjustment)
#endif

#include <array>
#include <bit>
#include <cstddef>

// The kernels as types, so that a library's adapter can take any of them.

namespace rivals {

template <class T, std::size_t N>
constexpr std::size_t count_of(const std::array<T, N>&) {
    return N;
}

constexpr std::size_t count_of(double) { return 1; }

/// What each kernel has in common with the others.
template <class Input, class Output>
struct sizes {
    using input  = Input;
    using output = Output;

    static constexpr std::size_t input_count  = std::tuple_size_v<Input>;
    static constexpr std::size_t output_count = std::tuple_size_v<Output>;
};

namespace kernel {

#define PULLBACK_BENCH_KERNEL(kernel_name)                                                                     \
    struct kernel_name : sizes<kernels::kernel_name::input, kernels::kernel_name::output> {                    \
        static constexpr const char* name = #kernel_name;                                                      \
        static constexpr const auto& point() { return kernels::kernel_name::point; }                           \
        static constexpr auto primal(const auto& in) { return kernels::kernel_name::primal(in); }              \
        static output by_hand(const input& in) { return kernels::kernel_name::by_hand(in); }                   \
        static auto by_pullback(const input& in) { return kernels::kernel_name::by_pullback(in); }             \
    };
PULLBACK_BENCH_KERNELS(PULLBACK_BENCH_KERNEL)
#undef PULLBACK_BENCH_KERNEL

} // namespace kernel

/// The primal's results, also of one that returns a number.
template <class Kernel, class T>
auto results_of(const std::array<T, Kernel::input_count>& in) {
    using returned = decltype(Kernel::primal(in));
    if constexpr (requires { std::tuple_size<returned>::value; }) return Kernel::primal(in);
    else return std::array<T, 1>{Kernel::primal(in)};
}

template <class Kernel>
constexpr std::size_t result_count = std::tuple_size_v<decltype(results_of<Kernel>(typename Kernel::input{}))>;

template <class Kernel>
constexpr bool is_second_order = result_count<Kernel> == 1 &&
                                 Kernel::output_count == 1 + Kernel::input_count * (1 + Kernel::input_count);

} // namespace rivals

#endif
