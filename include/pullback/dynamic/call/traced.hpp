// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_TRACED_HPP
#define PULLBACK_DYNAMIC_CALL_TRACED_HPP

#include <pullback/dynamic/array/mask.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/scalar.hpp>

#include <type_traits>
#include <variant>

namespace pullback::dynamic::detail {

/// A comparison of arrays inside a backward rule: one truth value if only numbers were compared, else one for each
/// element.
template <class T>
class traced_condition {
public:
    traced_condition(bool value) : held_(value) {}
    traced_condition(mask<T> flags) : held_(std::move(flags)) {}

    const bool* known() const { return std::get_if<bool>(&held_); }
    const mask<T>& flags() const { return std::get<mask<T>>(held_); }

    friend traced_condition operator!(const traced_condition& p) {
        return p.known() != nullptr ? traced_condition(!*p.known()) : traced_condition(!p.flags());
    }
    friend traced_condition operator&&(const traced_condition& p, const traced_condition& q) {
        if (p.known() != nullptr) return *p.known() ? q : p;
        if (q.known() != nullptr) return *q.known() ? p : q;
        return p.flags() && q.flags();
    }
    friend traced_condition operator||(const traced_condition& p, const traced_condition& q) {
        if (p.known() != nullptr) return *p.known() ? p : q;
        if (q.known() != nullptr) return *q.known() ? q : p;
        return p.flags() || q.flags();
    }

private:
    std::variant<bool, mask<T>> held_;
};

/// The scalar a backward rule is called with when its result shall be a graph: a variable, a number that no variable
/// has touched, or nothing. Numbers are kept apart so that the ones of a rule make no nodes, and fit any shape.
/// A zero that the rule writes itself is nothing, as it is to the recorder: an adjoint that is not there, whatever it
/// is multiplied with. A constant of the call that happens to be 0 is a number.
template <class T>
class traced {
public:
    using number_type = scalar_of_data<T>;
    using condition_type = std::conditional_t<NumberData<T>, bool, traced_condition<T>>;

    traced() : held_(number_type(0)), is_nothing_(true) {}
    template <class N>
        requires(std::is_arithmetic_v<N> || std::is_same_v<N, number_type>)
    traced(N number) : held_(static_cast<number_type>(number)), is_nothing_(number == N(0)) {}
    traced(const variable<T>& variable) : held_(variable) {}

    static traced constant(const number_type& number) {
        traced result(number);
        result.is_nothing_ = false;
        return result;
    }

    const std::variant<number_type, variable<T>>& held() const { return held_; }
    bool is_nothing() const { return is_nothing_; }
    bool is_number(int value) const {
        const number_type* const number = std::get_if<number_type>(&held_);
        return number != nullptr && *number == number_type(value);
    }
    const variable<T>* if_variable() const { return std::get_if<variable<T>>(&held_); }
    /// The traced value as a variable; a number takes the shape of `model`.
    variable<T> as_variable(const T& model) const {
        if (const variable<T>* const x = if_variable()) return *x;
        return variable<T>(detail::filled_like(model, std::get<number_type>(held_)));
    }

    friend traced operator-(const traced& x) { return x.is_nothing() ? x : call<functions::negate>(x); }
    friend traced operator+(const traced& x, const traced& y) {
        if (x.is_number(0)) return y;
        if (y.is_number(0)) return x;
        return call<functions::add>(x, y);
    }
    friend traced operator-(const traced& x, const traced& y) {
        return y.is_number(0) ? x : call<functions::subtract>(x, y);
    }
    friend traced operator*(const traced& x, const traced& y) {
        if (x.is_nothing() || y.is_number(1)) return x;
        if (y.is_nothing() || x.is_number(1)) return y;
        return call<functions::multiply>(x, y);
    }
    friend traced operator/(const traced& x, const traced& y) {
        return x.is_nothing() || y.is_number(1) ? x : call<functions::divide>(x, y);
    }

    friend condition_type operator<(const traced& x, const traced& y) { return compare<functions::less>(x, y); }
    friend condition_type operator>(const traced& x, const traced& y) { return compare<functions::less>(y, x); }
    friend condition_type operator<=(const traced& x, const traced& y) { return compare<functions::less_equal>(x, y); }
    friend condition_type operator>=(const traced& x, const traced& y) { return compare<functions::less_equal>(y, x); }
    friend condition_type operator==(const traced& x, const traced& y) { return compare<functions::equal>(x, y); }
    friend condition_type operator!=(const traced& x, const traced& y) { return compare<functions::not_equal>(x, y); }

    /// A function-table row of numbers and variables.
    template <class F, class... X>
    static traced call(const X&... x) {
        return std::visit(
            [](const auto&... held) -> traced {
                if constexpr ((is_variable<std::remove_cvref_t<decltype(held)>> || ...))
                    return detail::call_free<F>(held...);
                else return constant(F::value(held...));
            },
            x.held()...);
    }

    template <class F, class... X>
    static condition_type compare(const X&... x) {
        return std::visit(
            [](const auto&... held) -> condition_type {
                if constexpr ((is_variable<std::remove_cvref_t<decltype(held)>> || ...))
                    return detail::compare<F>(held...);
                else return bool(F::value(held...));
            },
            x.held()...);
    }

    /// Selects; both sides stay linked, so that what the result depends on is the same for all data.
    static traced select(const condition_type& condition, const traced& a, const traced& b) {
        if constexpr (!NumberData<T>)
            if (const bool* const known = condition.known()) return *known ? a : b; // constants were compared
        const presence<T> takes_a = presence_where(condition);
        if (a.is_nothing() && b.if_variable() != nullptr) return detail::selected(*b.if_variable(), !takes_a);
        if (b.is_nothing() && a.if_variable() != nullptr) return detail::selected(*a.if_variable(), takes_a);
        if (a.if_variable() == nullptr && b.if_variable() == nullptr) return select_number(condition, a, b);
        const variable<T> taken = std::visit(
            [&](const auto& held_a, const auto& held_b) -> variable<T> {
                if constexpr (std::is_same_v<decltype(held_a), decltype(held_b)> &&
                              std::is_same_v<decltype(held_a), const number_type&>)
                    return {}; // treated above
                else return detail::call_free<functions::select>(flags_of(condition), held_a, held_b);
            },
            a.held(), b.held());
        return detail::selected(taken, (takes_a && a.there()) || (!takes_a && b.there()));
    }

    /// The elements where the traced value is not nothing.
    presence<T> there() const {
        return if_variable() != nullptr ? detail::presence_of(*if_variable()) : presence<T>(!is_nothing_);
    }

private:
    static presence<T> presence_where(const condition_type& condition) { return flags_of(condition); }
    static auto flags_of(const condition_type& condition) {
        if constexpr (NumberData<T>) return condition;
        else return condition.flags();
    }
    static traced select_number(const condition_type& condition, const traced& a, const traced& b) {
        if (a.is_nothing() && b.is_nothing()) return a;
        if constexpr (NumberData<T>) return constant(std::get<0>((condition ? a : b).held_));
        else {
            const mask<T>& flags = condition.flags();
            const T model = data_traits<typename mask<T>::flags_type>::template like<number_type>(flags.flags);
            return detail::call_free<functions::select>(flags, a.as_variable(model), std::get<0>(b.held_));
        }
    }

    std::variant<number_type, variable<T>> held_;
    bool is_nothing_ = false;
};

template <class X>
inline constexpr bool is_traced = false;
template <class T>
inline constexpr bool is_traced<traced<T>> = true;

template <class... X>
struct traced_among;
template <class X, class... Rest>
struct traced_among<X, Rest...> : traced_among<Rest...> {};
template <class T, class... Rest>
struct traced_among<traced<T>, Rest...> {
    using type = traced<T>;
};

template <Elementary F, class... X>
    requires(is_traced<X> || ...)
typename pullback::detail::call_result<F, X...>::type apply_elementary(const F&, const X&... x) {
    using T = typename traced_among<X...>::type;
    if constexpr (pullback::detail::gives_condition<F>) return T::template compare<F>(T(x)...);
    else return T::template call<F>(T(x)...);
}

template <class P, class T>
traced<T> apply_elementary(const functions::select&, const P& condition, const traced<T>& a, const traced<T>& b) {
    return traced<T>::select(condition, a, b);
}

} // namespace pullback::dynamic::detail

namespace pullback {

template <class T>
inline constexpr bool is_argument<dynamic::detail::traced<T>> = true;
template <class T>
inline constexpr bool answers_calls<dynamic::detail::traced<T>> = true;

namespace detail {

template <class F, class... X>
    requires(dynamic::detail::is_traced<X> || ...)
struct call_result<F, X...> {
    using traced = typename dynamic::detail::traced_among<X...>::type;
    using type = std::conditional_t<pullback::detail::gives_condition<F>, typename traced::condition_type, traced>;
};

} // namespace detail

} // namespace pullback

#endif
