// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_FUZZ_EVERY_MODE_STATIC_MODES_HPP
#define PULLBACK_TESTS_FUZZ_EVERY_MODE_STATIC_MODES_HPP

#include "modes.hpp"

#include <array>
#include <cstddef>
#include <utility>

// The modes of a static function. Units with and without PULLBACK_KEEP_ARRANGEMENT make them of lambdas and variables
// of their own, so no two units share a program: the linker would keep the one of either.

namespace {

namespace hana = boost::hana;
using every_mode::program_of_mode;
using every_mode::quantity;
using every_mode::sweep;

#if defined(PULLBACK_KEEP_ARRANGEMENT)
constexpr auto arrangement = every_mode::mode::kind::kept;
constexpr std::size_t first_variable = 10;
#else
constexpr auto arrangement = every_mode::mode::kind::arranged;
constexpr std::size_t first_variable = 0;
#endif

/// What a result is made of, one number after the other.
template <class R>
void flatten(const R& result, double* out) {
    pullback::shape<R>::template load<0>(result, out);
}

template <std::size_t N, class F, class... More>
auto call(const F& f, const double* x, const More&... more) {
    if constexpr (N == 1) return f(x[0], more...);
    else if constexpr (N == 2) return f(x[0], x[1], more...);
    else return f(x[0], x[1], x[2], more...);
}

/// Calls f with a unit vector after the arguments.
template <std::size_t N, class F>
auto call_along(const F& f, const double* x, std::size_t i) {
    double v[N]{};
    v[i] = 1;
    if constexpr (N == 1) return f(x[0], v[0]);
    else if constexpr (N == 2) return f(x[0], x[1], v[0], v[1]);
    else return f(x[0], x[1], x[2], v[0], v[1], v[2]);
}

template <class F, class... A>
program_of_mode program_for(const F& f, std::vector<sweep> sweeps) {
    using called = pullback::engine::called_program_of<pullback::engine::implementation_for<F, A...>>;
    program_of_mode result{called::code.view(), {}, std::move(sweeps)};
    hana::unpack(f.captured(),
                 [&](const auto&... numbers) { (result.captured.push_back(static_cast<double>(numbers)), ...); });
    return result;
}

template <class F, class... More, std::size_t... I>
program_of_mode program_after(std::index_sequence<I...>, const F& f, std::vector<sweep> sweeps) {
    return program_for<F, decltype(static_cast<void>(I), 0.)..., More...>(f, std::move(sweeps));
}

template <std::size_t N>
std::vector<sweep> along_each(int first_output, int stride, int count) {
    std::vector<sweep> result;
    for (std::size_t i = 0; i < N; ++i) {
        sweep next{std::vector<double>(N), first_output, static_cast<int>(i), stride, count};
        next.seeds[i] = 1;
        result.push_back(next);
    }
    return result;
}

/// The value and the derivatives of the static function that `Made` makes, which is called by its type so that each
/// mode is a function without a closure.
template <std::size_t N, class Made>
void add_forms(const char* const (&names)[3], every_mode::tested_function& to) {
    constexpr int n = static_cast<int>(N);
    constexpr auto plain = std::make_index_sequence<N>{};
    to.modes.push_back({names[0], quantity::value, arrangement,
                        [](const double* x, double* out) { flatten(call<N>(Made::f, x), out); }, nullptr,
                        program_after(plain, Made::f, {{{}, 0, 0, 1, 1}})});
    to.modes.push_back({names[1], quantity::gradient, arrangement,
                        [](const double* x, double* out) { flatten(call<N>(pullback::gradient(Made::f), x), out); },
                        nullptr, program_after(plain, pullback::gradient(Made::f), {{{}, 0, 0, 1, n}})});
    to.modes.push_back({names[2], quantity::hessian, arrangement,
                        [](const double* x, double* out) { flatten(call<N>(pullback::hessian(Made::f), x), out); },
                        nullptr, program_after(plain, pullback::hessian(Made::f), {{{}, 0, 0, 1, n * n}})});
}

/// The sweeps.
template <std::size_t N, class Made>
void add_products(every_mode::tested_function& to) {
    constexpr int n = static_cast<int>(N);
    constexpr auto twice = std::make_index_sequence<2 * N>{};
    constexpr auto plain = std::make_index_sequence<N>{};
    to.modes.push_back({"jvp", quantity::gradient, arrangement,
                        [](const double* x, double* out) {
                            for (std::size_t i = 0; i < N; ++i)
                                out[i] = call_along<N>(pullback::jvp(Made::f), x, i).tangent;
                        },
                        nullptr, program_after(twice, pullback::jvp(Made::f), along_each<N>(1, 1, 1))});
    to.modes.push_back(
        {"vjp", quantity::gradient, arrangement,
         [](const double* x, double* out) { flatten(call<N>(pullback::vjp(Made::f), x, 1.).cotangent, out); }, nullptr,
         program_after(std::make_index_sequence<N + 1>{}, pullback::vjp(Made::f), {{{1}, 1, 0, 1, n}})});
    using pair = std::array<double, 2>;
    const auto with_other = pullback::vjp(Made::with_other);
    to.modes.push_back(
        {"vjp beside a result without a part", quantity::gradient, arrangement,
         [](const double* x, double* out) {
             flatten(call<N>(pullback::vjp(Made::with_other), x, pair{1, 0}).cotangent, out);
         },
         nullptr,
         program_after<std::remove_const_t<decltype(with_other)>, pair>(plain, with_other, {{{1, 0}, 2, 0, 1, n}})});
    to.modes.push_back({"hvp", quantity::hessian, arrangement,
                        [](const double* x, double* out) {
                            double column[N];
                            for (std::size_t i = 0; i < N; ++i) {
                                flatten(call_along<N>(pullback::hvp(Made::f), x, i), column);
                                for (std::size_t k = 0; k < N; ++k) out[k * N + i] = column[k];
                            }
                        },
                        nullptr, program_after(twice, pullback::hvp(Made::f), along_each<N>(0, n, n))});
    if constexpr (N == 1)
        to.modes.push_back({"derivative<2>", quantity::hessian, arrangement,
                            [](const double* x, double* out) { *out = pullback::derivative<2>(Made::f)(*x); }, nullptr,
                            program_after(plain, pullback::derivative<2>(Made::f), {{{}, 0, 0, 1, 1}})});
}

template <std::size_t N, class Lambda>
struct generic {
    static constexpr auto f = pullback::function(Lambda{});
    static constexpr auto with_other = pullback::function([](const auto& x, const auto&... rest) {
        return std::array{Lambda{}(x, rest...), log(x) / x}; // the other result is infinite at 0, NaN below
    });
};

template <std::size_t N, class Lambda>
struct formula {
    static constexpr auto f = [] {
        constexpr auto x = pullback::variable<first_variable>;
        constexpr auto y = pullback::variable<first_variable + 1>;
        constexpr auto z = pullback::variable<first_variable + 2>;
        if constexpr (N == 1) return Lambda{}(x);
        else if constexpr (N == 2) return Lambda{}(x, y);
        else return Lambda{}(x, y, z);
    }();
};

template <std::size_t N, class Lambda>
void add_static_modes(every_mode::function_list& functions, const char* text, Lambda) {
    every_mode::tested_function& to = functions.of(text, static_cast<int>(N));
    add_forms<N, generic<N, Lambda>>({"function", "gradient", "hessian"}, to);
    add_forms<N, formula<N, Lambda>>({"formula", "gradient of a formula", "hessian of a formula"}, to);
    add_products<N, generic<N, Lambda>>(to);
}

} // namespace

#define ADD_ONE(...) add_static_modes<1>(functions, #__VA_ARGS__, [](const auto& x) { return __VA_ARGS__; });
#define ADD_TWO(...) \
    add_static_modes<2>(functions, #__VA_ARGS__, [](const auto& x, const auto& y) { return __VA_ARGS__; });
#define ADD_THREE(...)                           \
    add_static_modes<3>(functions, #__VA_ARGS__, \
                        [](const auto& x, const auto& y, const auto& z) { return __VA_ARGS__; });

#endif
