// SPDX-License-Identifier: BSL-1.0
#include "functions.hpp"
#include "modes.hpp"

#include <array>
#include <cstddef>
#include <utility>

#if __has_include(<xsimd/xsimd.hpp>)
#include <pullback/ext/xsimd.hpp>
#define HAS_XSIMD
#endif

// The static functions with other scalars: float, and batches where xsimd is installed.

namespace {

using every_mode::quantity;

template <class S, class F, std::size_t N>
void write(const F& f, const std::array<S, N>& x, S* out) {
    std::apply([&](const auto&... each) { pullback::shape<decltype(f(each...))>::template load<0>(f(each...), out); },
               x);
}

/// Value and derivatives, of another scalar than double.
template <class S, std::size_t N, class F>
void compute_with(const F& f, const double* x, double* out, std::size_t count) {
    std::array<S, N> at;
    for (std::size_t i = 0; i < N; ++i) at[i] = S(x[i]);
    S results[N * N];
    write(f, at, results);
    for (std::size_t i = 0; i < count; ++i) {
        if constexpr (std::is_floating_point_v<S>) out[i] = results[i];
        else out[i] = results[i].get(0);
    }
}
template <std::size_t N, class F>
void compute_in_float(const F& f, const double* x, double* out, std::size_t count) {
    std::array<float, N> at;
    for (std::size_t i = 0; i < N; ++i) at[i] = static_cast<float>(x[i]);
    float results[N * N];
    write(f, at, results);
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<double>(results[i]);
}

template <std::size_t N, class Lambda>
struct generic {
    static constexpr auto f = pullback::function(Lambda{});
};

template <std::size_t N, class Lambda>
void add_scalar_modes(every_mode::function_list& functions, const char* text, Lambda) {
    using pullback::gradient;
    using pullback::hessian;
    using made = generic<N, Lambda>;
    constexpr auto narrow = every_mode::mode::kind::narrow;
    auto& modes = functions.of(text, static_cast<int>(N)).modes;
    modes.push_back({"function in float", quantity::value, narrow,
                     [](const double* x, double* out) { compute_in_float<N>(made::f, x, out, 1); }});
    modes.push_back({"gradient in float", quantity::gradient, narrow,
                     [](const double* x, double* out) { compute_in_float<N>(gradient(made::f), x, out, N); }});
    modes.push_back({"hessian in float", quantity::hessian, narrow,
                     [](const double* x, double* out) { compute_in_float<N>(hessian(made::f), x, out, N * N); }});
#ifdef HAS_XSIMD
    using batch = xsimd::batch<double>;
    constexpr auto arranged = every_mode::mode::kind::batches;
    modes.push_back({"function of batches", quantity::value, arranged,
                     [](const double* x, double* out) { compute_with<batch, N>(made::f, x, out, 1); }});
    modes.push_back({"gradient of batches", quantity::gradient, arranged,
                     [](const double* x, double* out) { compute_with<batch, N>(gradient(made::f), x, out, N); }});
    modes.push_back({"hessian of batches", quantity::hessian, arranged,
                     [](const double* x, double* out) { compute_with<batch, N>(hessian(made::f), x, out, N * N); }});
#endif
}

} // namespace

#define ADD_ONE(...) add_scalar_modes<1>(functions, #__VA_ARGS__, [](const auto& x) { return __VA_ARGS__; });
#define ADD_TWO(...) \
    add_scalar_modes<2>(functions, #__VA_ARGS__, [](const auto& x, const auto& y) { return __VA_ARGS__; });
#define ADD_THREE(...)                           \
    add_scalar_modes<3>(functions, #__VA_ARGS__, \
                        [](const auto& x, const auto& y, const auto& z) { return __VA_ARGS__; });

void every_mode::add_scalars(function_list& functions) {
    FUNCTIONS_OF_ONE(ADD_ONE)
    FUNCTIONS_OF_TWO(ADD_TWO)
    FUNCTIONS_OF_THREE(ADD_THREE)
}
