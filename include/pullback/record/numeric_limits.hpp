// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_NUMERIC_LIMITS_HPP
#define PULLBACK_RECORD_NUMERIC_LIMITS_HPP

#include <pullback/program/literal.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <limits>
#include <numbers>

/// The limits of the recording scalar, for generic code that asks for them. Infinities and NaN are literals. The type
/// that a program will be called with is not known while it is recorded: counts of digits are those of a literal, which
/// are enough for every built-in type; `epsilon()`, `min()`, `max()`, `lowest()` and `denorm_min()` are those of a
/// number written 1.0, and a program with one of them takes no other scalar.
template <>
class std::numeric_limits<pullback::recorded> : public std::numeric_limits<pullback::engine::literal> {
    using recorded = pullback::recorded;
    using written = std::numeric_limits<decltype(1.)>;
    static constexpr recorded limit(pullback::engine::literal value) {
        return recorded::literal_of(pullback::engine::record::literal_origin::limit, value);
    }

public:
    static constexpr recorded infinity() noexcept { return written::infinity(); }
    static constexpr recorded quiet_NaN() noexcept { return written::quiet_NaN(); }
    static constexpr recorded signaling_NaN() noexcept { return written::quiet_NaN(); }
    static constexpr recorded round_error() noexcept { return written::round_error(); }
    static constexpr recorded epsilon() noexcept { return limit(written::epsilon()); }
    static constexpr recorded(min)() noexcept { return limit((written::min)()); }
    static constexpr recorded(max)() noexcept { return limit((written::max)()); }
    static constexpr recorded lowest() noexcept { return limit(written::lowest()); }
    static constexpr recorded denorm_min() noexcept { return limit(written::denorm_min()); }
};

/// The constants of the standard library, to the digits that a literal has: too few for scalars of more.
#define PULLBACK_RECORDED_CONSTANT(name)                                                                             \
    template <>                                                                                                      \
    inline constexpr pullback::recorded std::numbers::name##_v<pullback::recorded> = pullback::recorded::literal_of( \
        pullback::engine::record::literal_origin::rounded, std::numbers::name##_v<pullback::engine::literal>);

PULLBACK_RECORDED_CONSTANT(e)
PULLBACK_RECORDED_CONSTANT(log2e)
PULLBACK_RECORDED_CONSTANT(log10e)
PULLBACK_RECORDED_CONSTANT(pi)
PULLBACK_RECORDED_CONSTANT(inv_pi)
PULLBACK_RECORDED_CONSTANT(inv_sqrtpi)
PULLBACK_RECORDED_CONSTANT(ln2)
PULLBACK_RECORDED_CONSTANT(ln10)
PULLBACK_RECORDED_CONSTANT(sqrt2)
PULLBACK_RECORDED_CONSTANT(sqrt3)
PULLBACK_RECORDED_CONSTANT(inv_sqrt3)
PULLBACK_RECORDED_CONSTANT(egamma)
PULLBACK_RECORDED_CONSTANT(phi)

#undef PULLBACK_RECORDED_CONSTANT

#endif
