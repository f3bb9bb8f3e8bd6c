// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_GENERIC_FUNCTION_HPP
#define PULLBACK_STATIC_FUNCTION_GENERIC_FUNCTION_HPP

#include <pullback/program/buffer.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/body_or_none.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/increments.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/unnamed_members.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/into.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

// This is a function of its own, so that the compiler takes the failure for this function's only.
template <bool IsShaped>
constexpr auto check_returned() {
    static_assert(
        IsShaped,
        "function(f): f returns something that is not made of real numbers; return a number, a std::array, a tuple, or "
        "a struct that is a template on its scalar");
}

// A call operator that has an address is no template, so its parameters are of fixed types.
template <class F>
concept TakesFixedTypes = requires { &F::operator(); };

template <bool IsCallable, bool TakesFixed>
constexpr auto check_callable() {
    static_assert(IsCallable || !TakesFixed,
                  "f(x...): a parameter of f is of a fixed type, such as double, but f is recorded with a scalar of "
                  "another type; "
                  "write auto for it, as in [](const auto& x), or make it a template parameter");
    static_assert(
        IsCallable || TakesFixed,
        "f(x...): f cannot be called with these arguments; give as many as it has parameters, of shapes that its body "
        "can use, take each by auto, and write sin(x) in the body, not std::sin(x)");
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

/// This stands for a number of operations where a loop has no bound.
inline constexpr int missing_bound = -2;

/// Runs f once and keeps nothing of what it records, so that a body that cannot run at compile time is noticed where no
/// other error follows from it. An aggregate, because a function takes three more lines of what clang says.
template <class F, class Sequence, class... Shapes>
struct trial;

template <class F, std::size_t... I, class... Shapes>
struct trial<F, std::index_sequence<I...>, Shapes...> {
    static constexpr int input_count = first_of<Shapes...>(sizeof...(Shapes));
    engine::program_buffer<1, 0> forgotten;
    engine::record::recorder target{forgotten, input_count};
    bool forgets = target.forget_calls();
    engine::workspace<recorded> inputs{input_count};
    bool has_inputs = enter_inputs(target, inputs);
    bool has_run =
        (static_cast<void>(F{}(shape_of<Shapes>::template store<first_of<Shapes...>(I), Shapes>(inputs.data())...)),
         true);
    int outcome = target.misses_bound() ? missing_bound : target.call_count();

    static constexpr bool enter_inputs(engine::record::recorder& target, engine::workspace<recorded>& inputs) {
        for (int i = 0; i < input_count; ++i) inputs[i] = recorded(target, i);
        return true;
    }
};

template <class F, class... Shapes>
using trial_of = trial<F, std::index_sequence_for<Shapes...>, Shapes...>;

// This is a function, because clang does not let the aggregate free its memory where a failure is no error.
template <class Trial>
constexpr int try_to_run() {
    return Trial{}.outcome;
}

/// How many operations the body records, or -1 if it cannot run at compile time, and -2 if it has a loop without a
/// bound.
template <class Trial, int Operations = detail::try_to_run<Trial>()>
constexpr int operations_at_compile_time(int) {
    return Operations;
}
template <class Trial>
constexpr int operations_at_compile_time(long) {
    return -1;
}

template <bool IsConstant, bool IsSmall, bool IsBounded, class F, class... Shapes>
constexpr auto check_constant() {
    static_assert(IsBounded,
                  "while_loop(init, condition, f) in a function of numbers: nothing says how often its turns are "
                  "written into the program of the function, which has no loops; give a bound, "
                  "while_loop(pullback::at_most<N>, init, condition, f), or an argument in its place, "
                  "pullback::step_count(n), which makes a loop of it");
    static_assert(IsSmall,
                  "f(x...): the body of f records more operations than the compiler's limit on the steps of a constant "
                  "expression allows; divide f into several functions, pass a long array as a range, as "
                  "std::span<const double> or std::vector, over which loops stay loops, use a run-time graph "
                  "(pullback::dynamic), or compile with " PULLBACK_MORE_STEPS);
    static_assert(
        IsConstant,
        "f(x...): the body of f cannot run at compile time, where it is recorded; all that it calls and reads must be "
        "constexpr: write constexpr before functions and tables of your own, sqrt(x) or pullback::sqrt(x) for "
        "std::sqrt(x), and auto y = x for double y = x; and a body of very many operations passes the compiler's "
        "limit, "
        "compile with " PULLBACK_MORE_STEPS);
    // The trial is made once more for what the compiler says of it: the name of what cannot be called.
    if constexpr (!IsConstant) static_assert(trial_of<F, Shapes...>{}.has_run);
}

template <bool IsCallable, class F, class... Shapes>
struct recording {
    static constexpr bool can_be_called = IsCallable;
    using returned = typename return_of<IsCallable, F, Shapes...>::type;
    static constexpr bool is_shaped = Shaped<returned> && !is_data<returned>;
    using checked = decltype(detail::check_returned<is_shaped>());
    static constexpr int operations = [] {
#if !defined(__CUDACC__) // nvcc takes no trial for a constant, though it takes the recording
        if constexpr (IsCallable) return detail::operations_at_compile_time<trial_of<F, Shapes...>>(0);
        else
#endif
            return 0;
    }();
    static constexpr bool is_bounded = operations != missing_bound;
    static constexpr bool is_constant = operations >= 0 || !is_bounded;
    static constexpr bool is_small = engine::is_allowed<operations, engine::largest_body, engine::steps_by_body>();
    using result = std::conditional_t<is_shaped, returned, recorded>;

    static constexpr int input_count = first_of<Shapes...>(sizeof...(Shapes));
    static constexpr int output_count = shape_of<result>::size;
    static constexpr int capacity = 512;

    template <std::size_t... I>
    static constexpr result call(const recorded* inputs, std::index_sequence<I...>) {
        if constexpr (is_shaped && IsCallable && is_constant && is_small && is_bounded)
            return F{}(shape_of<Shapes>::template store<first_of<Shapes...>(I), Shapes>(inputs)...);
        else return result{};
    }

    static constexpr void write(engine::record::recorder& target, int* outputs) {
        recorded inputs[input_count + 1];
        for (int i = 0; i < input_count; ++i) inputs[i] = recorded(target, i);
        recorded results[output_count];
        shape_of<result>::template load<0>(call(inputs, std::index_sequence_for<Shapes...>{}), results);
        for (int i = 0; i < output_count; ++i) outputs[i] = results[i].operand_in(target);
    }
};

template <bool IsReturnable>
constexpr auto check_returned_range() {
    static_assert(
        IsReturnable,
        "f(x...): f returns something that is neither made of real numbers nor a range, such as a tuple of maps; "
        "return "
        "numbers, or one map whose function returns a tuple, map(x, [](const auto& e) { return std::tuple(a, b); })");
}

template <bool IsConstant>
constexpr auto check_loop_body() {
    static_assert(
        IsConstant,
        "f(x...): the body of f cannot run at compile time, where it is recorded; all that it calls and reads must be "
        "constexpr: write constexpr before functions and tables of your own, sqrt(x) or pullback::sqrt(x) for "
        "std::sqrt(x), and auto y = x for double y = x");
}

/// The implementation for ranges of a function whose body can run at compile time, and none of others.
template <bool IsConstant, class F, class... Shapes>
struct constant_range_implementation {
    using named = decltype(detail::check_records<IsConstant || !(has_records<Shapes> || ...)>());
    using runs = decltype(detail::check_loop_body<IsConstant || (has_records<Shapes> || ...)>());
};
template <class F, class... Shapes>
struct constant_range_implementation<true, F, Shapes...> : range_implementation<F, Shapes...> {};

/// The implementation for ranges of a function that returns numbers or a range, and none of others.
template <bool IsReturnable, class F, class... Shapes>
struct returned_range_implementation {
    using checked = decltype(detail::check_returned_range<IsReturnable>());
};
template <class F, class... Shapes>
struct returned_range_implementation<true, F, Shapes...>
    : constant_range_implementation<(engine::record::rough_size<loop_recording<F, Shapes...>> >= 0), F, Shapes...> {};

/// The implementation for ranges of a function that can be called with them, and none of others.
template <bool IsCallable, class F, class... Shapes>
struct checked_range_implementation {
    static constexpr bool is_of_records = (has_records<Shapes> || ...) && !TakesFixedTypes<F>;
    using named = decltype(detail::check_records<IsCallable || !is_of_records>());
    static constexpr bool can_be_called = is_of_records; // but for the names, which have been said
};
template <class Result>
inline constexpr bool is_returnable = Shaped<Result> || SymbolicRange<Result>;
template <class F, class... Shapes>
struct checked_range_implementation<true, F, Shapes...>
    : returned_range_implementation<is_returnable<typename return_of<true, F, Shapes...>::type>, F, Shapes...> {
    static constexpr bool can_be_called = true;
};

} // namespace detail

/// A function written as ordinary generic code, recorded once per shape of its arguments. See `function`.
template <class F>
struct generic_function : static_function<generic_function<F>> {
    using signature = positional;

    template <class... Shapes>
    struct implementation {
        // Whether f can be called is asked here, so that the compiler's trace of a mistake in the body is short.
        using source = detail::recording<requires(const F& f, const Shapes&... x) { f(x...); }, F, Shapes...>;
        using checked [[maybe_unused]] =
            decltype(detail::check_callable<source::can_be_called, detail::TakesFixedTypes<F>>());
        using runs [[maybe_unused]] =
            decltype(detail::check_constant<source::is_constant, source::is_small, source::is_bounded, F, Shapes...>());
        using built = engine::record::built<source>;
        template <class T>
        using result = rebind_shape<typename source::result, T>;
    };

    template <class... Shapes>
        requires(SymbolicRange<Shapes> || ...)
    struct implementation<Shapes...>
        : detail::checked_range_implementation<!std::is_same_v<decltype(std::declval<const detail::body_or_none<F>&>()(
                                                                   std::declval<const Shapes&>()...)),
                                                               detail::no_result>,
                                               F, Shapes...> {
        using callable [[maybe_unused]] =
            decltype(detail::check_callable<implementation::can_be_called, detail::TakesFixedTypes<F>>());
    };

    using has_body = void; // and may be differentiated in one
    template <class... A>
    static constexpr auto call_body(const A&... arguments) {
        return F{}(arguments...);
    }

    static constexpr boost::hana::basic_tuple<> captured() { return {}; }

    template <std::size_t Count>
    static constexpr bool accepts() {
        return true;
    }
};

/// Makes a static function of a generic callable: `function([](const auto& x, const auto& y) { … })`.
/// Arguments and result are scalars, `std::array`s, tuples or structs that are templates on their scalar, also nested.
/// The body may use loops with constant bounds, local arrays, helper functions, other static functions, and
/// `select(condition, a, b)` in place of `if`. It runs once per shape, at compile time, with a recording scalar.
/// Precondition: `f` captures nothing, as it is recorded from its type.
template <class F>
constexpr auto function(const F&) {
    constexpr bool is_class = std::is_class_v<F>;
    constexpr bool has_no_state = is_class && std::is_empty_v<F> && std::is_default_constructible_v<F>;
    static_assert(
        is_class,
        "function(f): f is a plain function, whose parameters are of fixed types; make it a template and wrap "
        "it, function([](const auto& x) { return f(x); })");
    static_assert(
        has_no_state || !is_class,
        "function(f): f captures variables, but it is recorded from its type and can hold no values; pass them as "
        "arguments, and leave these out of the derivative with wrt<...>");
    if constexpr (has_no_state) return generic_function<F>{};
}

} // namespace pullback

#endif
