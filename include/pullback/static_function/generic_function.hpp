// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_GENERIC_FUNCTION_HPP
#define PULLBACK_STATIC_FUNCTION_GENERIC_FUNCTION_HPP

#include <pullback/program/steps.hpp>
#include <pullback/static_function/static_function.hpp>

namespace pullback {

namespace detail {

// A function of its own, so that the compiler takes the failure for this function's only.
template <bool IsShaped>
constexpr auto check_returned() {
    static_assert(
        IsShaped,
        "function(f): f returns something that is not made of real numbers; return a number, a std::array, a tuple, or "
        "a struct adapted with Boost.Hana that is a template on its scalar");
}

template <bool IsCallable>
constexpr auto check_callable() {
    static_assert(
        IsCallable,
        "f(x...): f cannot be called with these arguments; give as many as it has parameters, of shapes that its body "
        "can use, and write sin(x) in the body, not std::sin(x)");
}

// What `F` returns for these arguments, or a number where it cannot be called, so that nothing follows from that.
template <bool IsCallable, class F, class... Shapes>
struct return_of {
    using type = recorded;
};
template <class F, class... Shapes>
struct return_of<true, F, Shapes...> {
    using type = std::remove_cvref_t<decltype(std::declval<const F&>()(std::declval<const Shapes&>()...))>;
};

template <bool IsCallable, class F, class... Shapes>
struct recording {
    using checked_call = decltype(detail::check_callable<IsCallable>());
    using returned = typename return_of<IsCallable, F, Shapes...>::type;
    static constexpr bool is_shaped = Shaped<returned>;
    using checked = decltype(detail::check_returned<is_shaped>());
    using result = std::conditional_t<is_shaped, returned, recorded>;

    static constexpr int input_count = first_of<Shapes...>(sizeof...(Shapes));
    static constexpr int output_count = shape<result>::size;
    static constexpr int capacity = 512;

    template <std::size_t... I>
    static constexpr result call(const recorded* inputs, std::index_sequence<I...>) {
        if constexpr (is_shaped && IsCallable)
            return F{}(shape<Shapes>::template store<first_of<Shapes...>(I), Shapes>(inputs)...);
        else return result{};
    }

    static constexpr void write(recorder& target, int* outputs) {
        recorded inputs[input_count + 1];
        for (int i = 0; i < input_count; ++i) inputs[i] = recorded(target, i);
        recorded results[output_count];
        shape<result>::template load<0>(call(inputs, std::index_sequence_for<Shapes...>{}), results);
        for (int i = 0; i < output_count; ++i) outputs[i] = results[i].operand_in(target);
    }
};

} // namespace detail

/// A function written as ordinary generic code, recorded once per shape of its arguments. See `function`.
template <class F>
struct generic_function : static_function<generic_function<F>> {
    using signature = positional;

    template <class... Shapes>
    struct implementation {
        // Asked here, so that the compiler's trace of a mistake in the body is short.
        using source = detail::recording<requires(const F& f, const Shapes&... x) { f(x...); }, F, Shapes...>;
        using built = detail::built<source>;
        template <class T>
        using result = rebind_shape<typename source::result, T>;
    };

    static constexpr boost::hana::basic_tuple<> captured() { return {}; }

    template <std::size_t Count>
    static constexpr bool accepts() {
        return true;
    }
};

/// Makes a static function of a generic callable: `function([](const auto& x, const auto& y) { … })`.
/// Arguments and result are scalars, `std::array`s, tuples or Hana-adapted structs, also nested. The body may use loops
/// with constant bounds, local arrays, helper functions, other static functions, and `select(condition, a, b)` in place
/// of `if`. It runs once per shape, at compile time, with a recording scalar. Precondition: `f` captures nothing, as it
/// is recorded from its type.
template <class F>
constexpr auto function(const F&) {
    constexpr bool has_no_state = std::is_empty_v<F> && std::is_default_constructible_v<F>;
    static_assert(
        has_no_state,
        "function(f): f captures variables, but it is recorded from its type and can hold no values; pass them as "
        "arguments, and leave these out of the derivative with wrt<...>");
    if constexpr (has_no_state) return generic_function<F>{};
}

} // namespace pullback

#endif
