// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_MASK_HPP
#define PULLBACK_DYNAMIC_ARRAY_MASK_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>

#include <cstddef>

namespace pullback::dynamic {

/// The result of comparing arrays: a truth value for each element. `select(mask, a, b)` takes it.
template <class A>
struct mask {
    using flags_type = rebind_data<A, unsigned char>;
    flags_type flags;

    friend mask operator!(const mask& p) {
        return combined(p, p, [](bool x, bool) { return !x; });
    }
    friend mask operator&&(const mask& p, const mask& q) {
        return combined(p, q, [](bool x, bool y) { return x && y; });
    }
    friend mask operator||(const mask& p, const mask& q) {
        return combined(p, q, [](bool x, bool y) { return x || y; });
    }
    friend mask operator==(const mask& p, const mask& q) {
        return combined(p, q, [](bool x, bool y) { return x == y; });
    }
    friend mask operator!=(const mask& p, const mask& q) {
        return combined(p, q, [](bool x, bool y) { return x != y; });
    }

private:
    template <class Combine>
    static mask combined(const mask& p, const mask& q, Combine combine) {
        using traits = data_traits<flags_type>;
        if (!detail::has_same_shape(p.flags, q.flags))
            throw shape_mismatch("p && q, p || q, p == q: the masks have the shapes " + detail::shape_text(p.flags) +
                                 " and " + detail::shape_text(q.flags));
        mask result{p.flags};
        auto* const out = traits::elements(result.flags);
        const auto* const q_values = traits::elements(q.flags);
        for (std::size_t i = 0, count = traits::count(p.flags); i < count; ++i)
            out[i] = combine(out[i] != 0, q_values[i] != 0);
        return result;
    }
};

namespace detail {

template <class X>
inline constexpr bool is_mask = false;
template <class A>
inline constexpr bool is_mask<mask<A>> = true;

} // namespace detail

} // namespace pullback::dynamic

#endif
