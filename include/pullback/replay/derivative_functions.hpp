// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_DERIVATIVE_FUNCTIONS_HPP
#define PULLBACK_REPLAY_DERIVATIVE_FUNCTIONS_HPP

#include <pullback/derivative/gradient.hpp>
#include <pullback/derivative/hessian.hpp>
#include <pullback/derivative/jacobian.hpp>
#include <pullback/derivative/jvp_vjp_hvp.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/replay/derivatives.hpp>
#include <pullback/replay/function.hpp>
#include <pullback/replay/jacobian_entries.hpp>
#include <pullback/replay/shape.hpp>
#include <pullback/replay/stored_program.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/static_function/signature.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// The vocabulary of derivatives for functions recorded at run time; it means the same as for static functions. Each
// gives a recorded function, whose program is written, in time linear in its size, when it is made.

namespace pullback {

namespace detail {

/// What a derivative of a recorded function is by the chosen arguments: bare for one, else one object for each.
template <class Positions, class... A>
struct recorded_group;
template <std::size_t I, class... A>
struct recorded_group<wrt_positions<I>, A...> {
    using type = std::tuple_element_t<I, std::tuple<A...>>;
};
template <std::size_t... I, class... A>
    requires(sizeof...(I) != 1)
struct recorded_group<wrt_positions<I...>, A...> {
    using type = by_argument<std::tuple_element_t<I, std::tuple<A...>>...>;
};

/// A derivative of a recorded function by a choice of its arguments.
template <class F, class Choice>
class recorded_choice;
template <class R, class... A, class Choice>
class recorded_choice<recorded_function<R, A...>, Choice> {
    using resolved = resolve<Choice, positional, sizeof...(A)>;
    static_assert(resolved::is_valid,
                  "gradient(f, wrt<I...>()), ...: f, recorded at run time, has no argument at one of these positions, "
                  "which count from 0; its arguments have no names");

public:
    using function = recorded_function<R, A...>;
    using positions = typename resolved::type;
    using group = typename recorded_group<positions, A...>::type;
    /// The result's shape with the chosen arguments' in place of each scalar.
    using derivative = rebind_recorded<R, group>;

    explicit recorded_choice(const function& f) : f_(f) {
        std::array<std::size_t, sizeof...(A) + 1> first{};
        for (std::size_t i = 0; i < sizeof...(A); ++i) first[i + 1] = first[i] + f.argument_extents()[i].count;
        for_each_position([&](std::size_t position) {
            for (std::size_t i = first[position]; i < first[position + 1]; ++i) inputs.push_back(static_cast<int>(i));
            const extent_list& own = f.argument_extents()[position].extents;
            extents.insert(extents.end(), own.begin(), own.end());
        });
    }

    template <class Act>
    static void for_each_position(const Act& act) {
        [&]<std::size_t... I>(wrt_positions<I...>) { (act(I), ...); }(positions{});
    }

    extent_list derivative_extents() const {
        extent_list made;
        const std::ptrdiff_t* outer = f_.result_extents().extents.data();
        recorded_shape<R>::template spread<group>(outer, extents, made);
        return made;
    }

    std::vector<int> inputs; // of the program, that are scalars of the chosen arguments
    extent_list extents;

private:
    const function& f_;
};

inline extent_list joined_extents(extent_list first, const extent_list& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// The recorded function of other results and the same arguments.
template <class Result, class R, class... A>
auto with_program(const recorded_function<R, A...>& f, engine::replay::stored_program program, extent_list extents) {
    return recorded_function<Result, A...>(std::move(program), recorded_extents::of<Result>(std::move(extents)),
                                           f.argument_extents());
}

template <class F>
using recorded_result = typename F::result_type;

template <class F>
constexpr bool returns_number() {
    constexpr bool is_number = Scalar<recorded_result<F>>;
    static_assert(is_number,
                  "gradient(f), hessian(f), hvp(f): f, recorded at run time, returns more than one number; take its "
                  "jacobian");
    return true; // after the sentence nothing else is to be said
}

[[noreturn]] inline void report_several_results() {
    report_range_error(
        range_sentence() << "gradient(f), hessian(f), hvp(f): f, recorded at run time, returns more than one number; "
                            "take its jacobian");
}

/// The gradient has the shape of the arguments, also where an array is the number.
template <engine::differentiate::with_value Value, class F, class Choice>
auto gradient_of_recorded(const F& f, Choice) {
    using choice = recorded_choice<F, Choice>;
    const choice by(f);
    if (f.output_count() != 1) detail::report_several_results();
    constexpr bool has_value = Value == engine::differentiate::with_value::yes;
    using result = std::conditional_t<has_value, value_with_gradient<recorded_result<F>, typename choice::group>,
                                      typename choice::group>;
    extent_list extents = by.extents;
    if constexpr (has_value) extents = detail::joined_extents(f.result_extents().extents, extents);
    return detail::with_program<result>(
        f, engine::replay::jacobian_of(f.body().to_differentiate().view(), by.inputs, Value), std::move(extents));
}

template <engine::differentiate::with_value Value, template <class, class> class Both, class F, class Choice>
auto differentiate_recorded(const F& f, Choice) {
    using choice = recorded_choice<F, Choice>;
    const choice by(f);
    constexpr bool has_value = Value == engine::differentiate::with_value::yes;
    using result = std::conditional_t<has_value, Both<recorded_result<F>, typename choice::derivative>,
                                      typename choice::derivative>;
    extent_list extents = by.derivative_extents();
    if constexpr (has_value) extents = detail::joined_extents(f.result_extents().extents, extents);
    return detail::with_program<result>(
        f, engine::replay::jacobian_of(f.body().to_differentiate().view(), by.inputs, Value), std::move(extents));
}

// The function of a program that takes the tangents, or the cotangent, as further arguments.
template <class Result, class... More, class R, class... A>
auto with_more_arguments(const recorded_function<R, A...>& f, engine::replay::stored_program program,
                         extent_list extents, const std::vector<recorded_extents>& more) {
    std::array<recorded_extents, sizeof...(A) + sizeof...(More)> arguments;
    for (std::size_t i = 0; i < sizeof...(A); ++i) arguments[i] = f.argument_extents()[i];
    for (std::size_t i = 0; i < sizeof...(More); ++i) arguments[sizeof...(A) + i] = more[i];
    return recorded_function<Result, A..., More...>(std::move(program),
                                                    recorded_extents::of<Result>(std::move(extents)), arguments);
}

template <engine::replay::product_results Results, class Result, class F, class G, class... A, class Choice>
auto push_forward(const F& f, const recorded_function<G, A...>& differentiated, Choice, extent_list extents) {
    const recorded_choice<recorded_function<G, A...>, Choice> by(differentiated);
    std::vector<recorded_extents> tangents;
    by.for_each_position([&](std::size_t i) { tangents.push_back(f.argument_extents()[i]); });
    auto program = engine::replay::jvp_of(differentiated.body().to_differentiate().view(), by.inputs, Results);
    return [&]<std::size_t... I>(wrt_positions<I...>) {
        return detail::with_more_arguments<Result, std::tuple_element_t<I, std::tuple<A...>>...>(
            f, std::move(program), std::move(extents), tangents);
    }(typename decltype(by)::positions{});
}

} // namespace detail

namespace detail {

/// The adjoints of chosen arguments alone, as a function of the arguments and the cotangent.
template <RecordedFunction F, class Choice>
auto cotangent_function(const F& f, Choice) {
    const recorded_choice<F, Choice> by(f);
    return detail::with_more_arguments<typename decltype(by)::group, recorded_result<F>>(
        f,
        engine::replay::vjp_of(f.body().to_differentiate().view(), by.inputs, engine::replay::product_results::product),
        by.extents, {f.result_extents()});
}

} // namespace detail

/// The gradient of a function recorded at run time; see `gradient`. One reverse sweep.
template <RecordedFunction F, class Choice = wrt_all>
auto gradient(const F& f, Choice choice = {}) {
    static_assert(detail::returns_number<F>());
    return detail::gradient_of_recorded<engine::differentiate::with_value::no>(f, detail::chosen(choice));
}
/// The same with the value.
template <RecordedFunction F, class Choice = wrt_all>
auto value_and_gradient(const F& f, Choice choice = {}) {
    static_assert(detail::returns_number<F>());
    return detail::gradient_of_recorded<engine::differentiate::with_value::yes>(f, detail::chosen(choice));
}
/// The Jacobian of a function recorded at run time; see `jacobian`.
template <RecordedFunction F, class Choice = wrt_all>
auto jacobian(const F& f, Choice choice = {}) {
    return detail::differentiate_recorded<engine::differentiate::with_value::no, value_with_jacobian>(
        f, detail::chosen(choice));
}
/// The same with the value.
template <RecordedFunction F, class Choice = wrt_all>
auto value_and_jacobian(const F& f, Choice choice = {}) {
    return detail::differentiate_recorded<engine::differentiate::with_value::yes, value_with_jacobian>(
        f, detail::chosen(choice));
}

/// The Hessian of a function recorded at run time; see `hessian`. Each second derivative is computed once.
template <RecordedFunction F, class Choice = wrt_all>
auto hessian(const F& f, Choice choice = {}) {
    const auto first = gradient(f, choice);
    using first_type = std::remove_const_t<decltype(first)>;
    const detail::recorded_choice<first_type, decltype(detail::chosen(choice))> by(first);
    return detail::with_program<typename decltype(by)::derivative>(
        f,
        engine::replay::jacobian_of(first.body().to_differentiate().view(), by.inputs,
                                    engine::differentiate::with_value::no, engine::replay::symmetry::upper_half),
        by.derivative_extents());
}

/// Jacobian times vector of a function recorded at run time; see `jvp`.
template <RecordedFunction F, class Choice = wrt_all>
auto jvp(const F& f, Choice choice = {}) {
    using result = detail::recorded_result<F>;
    const detail::extent_list& extents = f.result_extents().extents;
    return detail::push_forward<engine::replay::product_results::value_and_product, value_with_tangent<result, result>>(
        f, f, detail::chosen(choice), detail::joined_extents(extents, extents));
}

/// Vector times Jacobian of a function recorded at run time; see `vjp`.
template <RecordedFunction F, class Choice = wrt_all>
auto vjp(const F& f, Choice choice = {}) {
    using result = detail::recorded_result<F>;
    const detail::recorded_choice<F, decltype(detail::chosen(choice))> by(f);
    using both = value_with_cotangent<result, typename decltype(by)::group>;
    return detail::with_more_arguments<both, result>(
        f,
        engine::replay::vjp_of(f.body().to_differentiate().view(), by.inputs,
                               engine::replay::product_results::value_and_product),
        detail::joined_extents(f.result_extents().extents, by.extents), {f.result_extents()});
}

/// Hessian times vector of a function recorded at run time; see `hvp`.
template <RecordedFunction F, class Choice = wrt_all>
auto hvp(const F& f, Choice choice = {}) {
    const auto first = gradient(f, choice);
    return detail::push_forward<engine::replay::product_results::product, detail::recorded_result<decltype(first)>>(
        f, first, detail::chosen(choice), first.result_extents().extents);
}

} // namespace pullback

#endif
