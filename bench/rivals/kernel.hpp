// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_RIVALS_KERNEL_HPP
#define PULLBACK_BENCH_RIVALS_KERNEL_HPP

#include "../kernels/all.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

// The kernels as types, so that a library's adapter can take any of them.

namespace rivals {

template <class Kernel>
constexpr auto primal_of = Kernel::primal();

/// What each kernel has in common with the others.
template <class Input, class Output>
struct sizes {
    using input = Input;
    using output = Output;

    static constexpr std::size_t input_count = std::tuple_size_v<Input>;
    static constexpr std::size_t output_count = std::tuple_size_v<Output>;
};

namespace kernel {

#define PULLBACK_BENCH_KERNEL(kernel_name)                                                         \
    struct kernel_name : sizes<kernels::kernel_name::input, kernels::kernel_name::output> {        \
        static constexpr const char* name = #kernel_name;                                          \
        static constexpr const auto& point() { return kernels::kernel_name::point; }               \
        static constexpr auto primal() { return kernels::kernel_name::primal; }                    \
        static output by_hand(const input& in) { return kernels::kernel_name::by_hand(in); }       \
        static auto by_pullback(const input& in) { return kernels::kernel_name::by_pullback(in); } \
    };
PULLBACK_BENCH_KERNELS(PULLBACK_BENCH_KERNEL)
#undef PULLBACK_BENCH_KERNEL

} // namespace kernel
} // namespace rivals

namespace rivals {

/// The primal's results, also of one that returns a number.
template <class Kernel, class T>
auto results_of(const std::array<T, Kernel::input_count>& in) {
    using returned = decltype(primal_of<Kernel>(in));
    if constexpr (requires { std::tuple_size<returned>::value; }) return primal_of<Kernel>(in);
    else return std::array<T, 1>{primal_of<Kernel>(in)};
}

template <class Kernel>
constexpr std::size_t result_count = std::tuple_size_v<decltype(results_of<Kernel>(typename Kernel::input{}))>;

/// Value, gradient and Hessian of a kernel with one result.
template <class Kernel>
using up_to_hessian = std::array<double, 1 + Kernel::input_count * (1 + Kernel::input_count)>;

/// The order of a kernel's highest derivatives.
template <class Kernel>
constexpr int order = [] {
    constexpr std::size_t n = Kernel::input_count, count = Kernel::output_count, m = result_count<Kernel>;
    if (count == m * (1 + n)) return 1;
    // Some leave out the value, or the gradient too.
    return m == 1 && (count == n * n || count == n + n * n || count == 1 + n + n * n) ? 2 : 3;
}();

template <class Kernel>
constexpr bool is_first_order = order<Kernel> == 1;

template <class Kernel>
constexpr bool is_second_order = order<Kernel> == 2;

template <class Kernel>
typename Kernel::output wanted_part(const up_to_hessian<Kernel>& all) {
    typename Kernel::output result;
    std::copy(all.end() - static_cast<std::ptrdiff_t>(result.size()), all.end(), result.begin());
    return result;
}

template <class Kernel>
constexpr bool starts_with_value =
    !is_second_order<Kernel> || Kernel::output_count == std::tuple_size_v<up_to_hessian<Kernel>>;

template <class Kernel>
constexpr bool needs_erfc = std::string_view(Kernel::name).starts_with("black_scholes");

template <class T>
constexpr bool has_erfc = requires(const T& x) { erfc(x); };

} // namespace rivals

#endif
