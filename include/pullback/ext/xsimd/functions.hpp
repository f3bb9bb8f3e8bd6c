// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XSIMD_FUNCTIONS_HPP
#define PULLBACK_EXT_XSIMD_FUNCTIONS_HPP

#include <pullback/math/found.hpp>
#include <pullback/math/order.hpp>
#include <pullback/math/special.hpp>

#include <xsimd/xsimd.hpp>

#include <cstddef>
#include <limits>
#include <utility>

namespace pullback::math {

/// What xsimd 8 lacks, and what it computes otherwise than the standard library at the edges of a function's domain:
/// numbers that lie there are computed one by one. Inside the domain it is xsimd's function, whose error is up to some
/// 50 units in the last place (erf, erfc), for pow |y ln x| of them; results below the smallest normal number may be 0.
template <class S, class A>
struct supplied<xsimd::batch<S, A>> {
    using batch = xsimd::batch<S, A>;
    using limits = std::numeric_limits<S>;

    /// A NaN differs from everything; with AVX xsimd's `!=` says that it does not.
    static auto not_equal(const batch& x, const batch& y) { return !(x == y); }

    /// x where neither is smaller, a NaN in it too; xsimd takes the other operand then.
    static batch min(const batch& x, const batch& y) { return xsimd::select(y < x, y, x); }
    static batch max(const batch& x, const batch& y) { return xsimd::select(x < y, y, x); }

    static batch log(const batch& x) {
        return corrected(xsimd::log(x), !is_subnormal(x), [](S a) { return math::log(a); }, x);
    }
    static batch log2(const batch& x) {
        return corrected(xsimd::log2(x), !is_subnormal(x), [](S a) { return math::log2(a); }, x);
    }
    static batch log10(const batch& x) {
        return corrected(xsimd::log10(x), !is_subnormal(x), [](S a) { return math::log10(a); }, x);
    }
    static batch cbrt(const batch& x) {
        return corrected(xsimd::cbrt(x), !is_subnormal(xsimd::abs(x)), [](S a) { return math::cbrt(a); }, x);
    }
    static batch pow(const batch& x, const batch& y) {
        const auto is_inside = x >= batch((limits::min)()) && x <= batch((limits::max)()) && is_finite(y);
        return corrected(xsimd::pow(x, y), is_inside, [](S a, S b) { return math::pow(a, b); }, x, y);
    }
    static batch hypot(const batch& x, const batch& y) {
        const batch squares = x * x + y * y;
        return corrected(xsimd::sqrt(squares), has_range(squares), [](S a, S b) { return math::hypot(a, b); }, x, y);
    }
    static batch hypot(const batch& x, const batch& y, const batch& z) {
        const batch squares = x * x + y * y + z * z;
        return corrected(
            xsimd::sqrt(squares), has_range(squares), [](S a, S b, S c) { return math::hypot(a, b, c); }, x, y, z);
    }
    static batch atan2(const batch& y, const batch& x) {
        const batch zero(S(0));
        const auto is_inside = x != zero && y != zero && is_finite(x) && is_finite(y);
        return corrected(xsimd::atan2(y, x), is_inside, [](S a, S b) { return math::atan2(a, b); }, y, x);
    }
    static batch acosh(const batch& x) {
        return corrected(xsimd::acosh(x), x >= batch(S(1)), [](S a) { return math::acosh(a); }, x);
    }
    /// Further out xsimd's loses up to half of the digits.
    static batch erfc(const batch& x) {
        return corrected(
            xsimd::erfc(x), x < batch(S(limits::digits < 30 ? 7 : 2)), [](S a) { return math::erfc(a); }, x);
    }

    /// Exact.
    static batch fmod(const batch& x, const batch& y) {
        return one_by_one([](S a, S b) { return math::fmod(a, b); }, x, y);
    }
    // xsimd's take time in proportion to the number.
    static batch lgamma(const batch& x) {
        return one_by_one([](S a) { return math::lgamma(a); }, x);
    }
    static batch tgamma(const batch& x) {
        return one_by_one([](S a) { return math::tgamma(a); }, x);
    }
    static batch digamma(const batch& x) {
        return one_by_one([](S a) { return math::digamma(a); }, x);
    }
    static batch polygamma(const batch& n, const batch& x) {
        return one_by_one([](S order, S a) { return math::polygamma(math::order_of(order), a); }, n, x);
    }

    /// f of the numbers, lane by lane.
    template <class F, class... X>
    static batch one_by_one(F f, const X&... x) {
        return computed_where(mask(true), batch(S(0)), f, x...);
    }

private:
    using mask = typename batch::batch_bool_type;

    static mask is_subnormal(const batch& x) { return x > batch(S(0)) && x < batch((limits::min)()); }
    static mask is_finite(const batch& x) { return xsimd::abs(x) <= batch((limits::max)()); }
    // Whether a sum of squares neither overflowed nor lost digits to an underflow.
    static mask has_range(const batch& squares) {
        return squares >= batch((limits::min)() / limits::epsilon()) && squares <= batch((limits::max)());
    }

    /// The result where it is right, and f of the numbers elsewhere.
    template <class F, class... X>
    static batch corrected(const batch& result, const mask& is_right, F f, const X&... x) {
        if (xsimd::all(is_right)) return result;
        return computed_where(!is_right, result, f, x...);
    }
    template <class F, class... X>
    static batch computed_where(const mask& is_wanted, const batch& elsewhere, F f, const X&... x) {
        constexpr std::size_t width = batch::size;
        alignas(batch) S lanes[sizeof...(X)][width];
        alignas(batch) S results[width];
        bool wanted[width];
        std::size_t row = 0;
        (x.store_aligned(lanes[row++]), ...);
        elsewhere.store_aligned(results);
        is_wanted.store_unaligned(wanted);
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            for (std::size_t i = 0; i < width; ++i)
                if (wanted[i]) results[i] = f(lanes[I][i]...);
        }(std::index_sequence_for<X...>{});
        return batch::load_aligned(results);
    }
};

} // namespace pullback::math

#endif
