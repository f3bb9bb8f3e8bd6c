// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_DATA_ARGUMENT_HPP
#define PULLBACK_STATIC_FUNCTION_DATA_ARGUMENT_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <type_traits>

// Truth values and enumerators may be arguments. They choose, by `select` and comparisons, and have no derivative.

namespace pullback {

/// What an enumerator is inside a function while it is recorded: it is compared with enumerators.
template <class E>
class recorded_enumerator {
public:
    constexpr recorded_enumerator() = default;
    constexpr recorded_enumerator(E value) : number_(static_cast<std::underlying_type_t<E>>(value)) {}
    constexpr explicit recorded_enumerator(const recorded& number) : number_(number) {}

    constexpr const recorded& number() const { return number_; }

    friend constexpr recorded_condition operator==(const recorded_enumerator& x, const recorded_enumerator& y) {
        return x.number_ == y.number_;
    }
    friend constexpr recorded_condition operator!=(const recorded_enumerator& x, const recorded_enumerator& y) {
        return x.number_ != y.number_;
    }

private:
    recorded number_;
};

namespace detail {

/// What all shapes of data have in common: one input of the program, which is not a real number and takes on the scalar
/// of those beside it, as an integer does.
template <class Scalar, class Recorded>
struct shape_of_data {
    static constexpr int size = 1;
    static constexpr bool is_data = true;
    using scalar = Scalar;
    template <class S>
    using rebind = std::conditional_t<std::is_same_v<S, recorded>, Recorded, S>;
};

} // namespace detail

/// A truth value is a condition inside the function: `select(flag, a, b)`.
template <>
struct shape<bool> : detail::shape_of_data<int, recorded_condition> {
    template <int First, class S>
    PULLBACK_ALWAYS_INLINE static constexpr void load(bool value, S* out) {
        out[First] = detail::as_scalar<S>(value ? 1 : 0);
    }
};

template <>
struct shape<recorded_condition> : detail::shape_of_data<recorded, recorded_condition> {
    template <int First>
    static constexpr void load(const recorded_condition& value, recorded* out) {
        out[First] = select(value, recorded(1), recorded(0));
    }
    template <int First, class R>
    static constexpr recorded_condition store(const recorded* in) {
        return in[First] != recorded(0);
    }
};

/// An enumerator is a `recorded_enumerator` inside the function: `select(kind == option::call, a, b)`.
template <class E>
    requires std::is_enum_v<E>
struct shape<E> : detail::shape_of_data<int, recorded_enumerator<E>> {
    template <int First, class S>
    PULLBACK_ALWAYS_INLINE static constexpr void load(E value, S* out) {
        out[First] = detail::as_scalar<S>(static_cast<std::underlying_type_t<E>>(value));
    }
};

template <class E>
struct shape<recorded_enumerator<E>> : detail::shape_of_data<recorded, recorded_enumerator<E>> {
    template <int First>
    static constexpr void load(const recorded_enumerator<E>& value, recorded* out) {
        out[First] = value.number();
    }
    template <int First, class R>
    static constexpr recorded_enumerator<E> store(const recorded* in) {
        return recorded_enumerator<E>(in[First]);
    }
};

} // namespace pullback

#endif
