// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_ONE_SIDED_NUMBER_HPP
#define PULLBACK_DYNAMIC_CALL_ONE_SIDED_NUMBER_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/table.hpp>

#include <array>
#include <type_traits>

namespace pullback::dynamic::detail {

/// What a comparison gives where only the form of a rule is asked for: both truth values.
struct either {
    constexpr either() = default;
    constexpr either(bool) {}
    friend constexpr either operator!(either) { return {}; }
    friend constexpr either operator&&(either, either) { return {}; }
    friend constexpr either operator||(either, either) { return {}; }
};

/// The number of which nothing is known.
struct any_number {};

/// The scalar that a backward rule is called with to learn which adjoints are there. A zero that the rule writes
/// itself, as the side of a `select` that is not taken, is an adjoint that is not; what is computed from it is a number
/// again, as in a recorded program. With `any_number` it tells whether that can happen at all.
template <class S>
struct one_sided_number {
    static constexpr bool is_form = std::is_same_v<S, any_number>;
    using condition_type = std::conditional_t<is_form, either, bool>;

    S value{};
    bool is_there = false;

    constexpr one_sided_number() = default;
    template <class N>
        requires std::is_arithmetic_v<N>
    constexpr one_sided_number(N number) : value(number_from(number)), is_there(number != N(0)) {}
    constexpr one_sided_number(const S& number, bool there) : value(number), is_there(there) {}

    static constexpr one_sided_number there(const S& number) { return {number, true}; }

    friend constexpr one_sided_number operator-(const one_sided_number& x) { return call<functions::negate>(x); }
    friend constexpr one_sided_number operator+(const one_sided_number& x, const one_sided_number& y) {
        return x.is_there && y.is_there ? call<functions::add>(x, y) : x.is_there ? x : y;
    }
    friend constexpr one_sided_number operator-(const one_sided_number& x, const one_sided_number& y) {
        return call<functions::subtract>(x, y);
    }
    friend constexpr one_sided_number operator*(const one_sided_number& x, const one_sided_number& y) {
        return call<functions::multiply>(x, y);
    }
    friend constexpr one_sided_number operator/(const one_sided_number& x, const one_sided_number& y) {
        return call<functions::divide>(x, y);
    }

    friend constexpr condition_type operator<(const one_sided_number& x, const one_sided_number& y) {
        return compare<functions::less>(x, y);
    }
    friend constexpr condition_type operator>(const one_sided_number& x, const one_sided_number& y) {
        return compare<functions::less>(y, x);
    }
    friend constexpr condition_type operator<=(const one_sided_number& x, const one_sided_number& y) {
        return compare<functions::less_equal>(x, y);
    }
    friend constexpr condition_type operator>=(const one_sided_number& x, const one_sided_number& y) {
        return compare<functions::less_equal>(y, x);
    }
    friend constexpr condition_type operator==(const one_sided_number& x, const one_sided_number& y) {
        return compare<functions::equal>(x, y);
    }
    friend constexpr condition_type operator!=(const one_sided_number& x, const one_sided_number& y) {
        return compare<functions::not_equal>(x, y);
    }

    /// A row of the function table.
    template <class F, class... X>
    static constexpr one_sided_number call(const X&... x) {
        if constexpr (is_form) return there({});
        else return there(F::value(x.value...));
    }
    template <class F, class... X>
    static constexpr condition_type compare(const X&... x) {
        if constexpr (is_form) return {};
        else return F::value(x.value...);
    }
    static constexpr one_sided_number select(const condition_type& condition, const one_sided_number& a,
                                             const one_sided_number& b) {
        if constexpr (is_form) return {{}, a.is_there && b.is_there};
        else return condition ? a : b;
    }

private:
    template <class N>
    static constexpr S number_from(N number) {
        if constexpr (is_form) return {};
        else return static_cast<S>(number);
    }
};

template <class X>
inline constexpr bool is_one_sided_number = false;
template <class S>
inline constexpr bool is_one_sided_number<one_sided_number<S>> = true;

template <class... X>
struct one_sided_among;
template <class X, class... Rest>
struct one_sided_among<X, Rest...> : one_sided_among<Rest...> {};
template <class S, class... Rest>
struct one_sided_among<one_sided_number<S>, Rest...> {
    using type = one_sided_number<S>;
};

template <Elementary F, class... X>
    requires(is_one_sided_number<X> || ...)
constexpr typename pullback::detail::call_result<F, X...>::type apply_elementary(const F&, const X&... x) {
    using T = typename one_sided_among<X...>::type;
    if constexpr (pullback::detail::gives_condition<F>) return T::template compare<F>(T(x)...);
    else return T::template call<F>(T(x)...);
}

template <class P, class S>
constexpr one_sided_number<S> apply_elementary(const functions::select&, const P& condition,
                                               const one_sided_number<S>& a, const one_sided_number<S>& b) {
    return one_sided_number<S>::select(condition, a, b);
}

/// An operand of a call, a number or a condition, as its rule gets it.
template <class S, class X>
constexpr auto operand_of_part(const X& x) {
    if constexpr (std::is_same_v<X, bool>) return x;
    else return one_sided_number<S>::there(x);
}

// Asks the rule by calling it at compile time; one that cannot be called then may leave out what it likes.
template <class F>
constexpr bool form_leaves_out() {
    using form = one_sided_number<any_number>;
    constexpr form x = form::there({});
    if constexpr (pullback::detail::takes_condition<F>) return F::role == row_role::select;
    else if constexpr (pullback::detail::gives_condition<F>) return false;
    else if constexpr (F::arity == 1) return !F::pullback(x, x, x).is_there;
    else {
        const auto adjoints = [&] {
            if constexpr (F::arity == 2) return F::pullback(x, x, x, x);
            else return F::pullback(x, x, x, x, x);
        }();
        for (const form& adjoint : adjoints)
            if (!adjoint.is_there) return true;
        return false;
    }
}

/// Whether some adjoint that the rule of `F` gives may not be there.
template <class F>
consteval bool rule_may_leave_out() {
    if constexpr (requires { typename std::bool_constant<form_leaves_out<F>()>; }) return form_leaves_out<F>();
    else return true;
}

} // namespace pullback::dynamic::detail

namespace pullback {

template <class S>
inline constexpr bool is_argument<dynamic::detail::one_sided_number<S>> = true;
template <class S>
inline constexpr bool answers_calls<dynamic::detail::one_sided_number<S>> = true;

namespace detail {

template <class F, class... X>
    requires(dynamic::detail::is_one_sided_number<X> || ...)
struct call_result<F, X...> {
    using number = typename dynamic::detail::one_sided_among<X...>::type;
    using type = std::conditional_t<pullback::detail::gives_condition<F>, typename number::condition_type, number>;
};

} // namespace detail

} // namespace pullback

#endif
