// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_SWEEPS_HPP
#define PULLBACK_DERIVATIVE_SWEEPS_HPP

#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/sweep_visits.hpp>
#include <pullback/differentiate/tensor.hpp>
#include <pullback/differentiate/tensor_plan.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/record/built.hpp>
#include <pullback/static_function/static_function.hpp>

#include <type_traits>

// How the program of a derivative is written: from which program, and by which sweeps over it.

namespace pullback {

namespace detail {

/// What the derivatives of a function are together.
enum class derivative_kind { gradient, jacobian };

} // namespace detail

template <class F, class Choice, engine::differentiate::with_value Value, detail::derivative_kind Kind>
struct jacobian_function;

namespace detail {

/// The order of the Jacobian of F as a tensor of partial derivatives of one number by the same arguments: 2 if F is a
/// gradient, 3 if it is a Hessian; 1 if it is nothing of the kind.
template <class F, class Choice>
inline constexpr int order_of = 1;
template <class F, class Choice>
inline constexpr int
    order_of<jacobian_function<F, Choice, engine::differentiate::with_value::no, derivative_kind::gradient>, Choice> =
        2;
template <class F, class Choice>
    requires(order_of<F, Choice> > 1)
inline constexpr int
    order_of<jacobian_function<F, Choice, engine::differentiate::with_value::no, derivative_kind::jacobian>, Choice> =
        order_of<F, Choice> + 1;

/// The gradient that F is, or that F is a tensor of derivatives of.
template <class F, class Choice>
struct gradient_below {
    using type = F;
};
template <class F, class Choice>
    requires(order_of<F, Choice> > 1)
struct gradient_below<jacobian_function<F, Choice, engine::differentiate::with_value::no, derivative_kind::jacobian>,
                      Choice> : gradient_below<F, Choice> {};

/// The program of F, made small.
template <class F, class... Shapes>
using small_program_of =
    engine::optimise::program_to_differentiate<typename F::template implementation<Shapes...>::built>;

/// Whether the forward sweeps visit less than the reverse ones, or there are no more of them where that is the same.
template <class Built, class Ranges>
consteval bool is_forward_shorter() {
    constexpr int wanted = Ranges::size(), rows = Built::code.output_count;
    if constexpr (rows > 1 && wanted > 1 &&
                  Built::code.size * (wanted / 64 + rows / 64 + 2) <= engine::largest_counted_program) {
        constexpr engine::differentiate::sweep_visits visits =
            engine::differentiate::count_visits<Ranges>(Built::code.view());
        if (visits.forward != visits.reverse) return visits.forward < visits.reverse;
    }
    return wanted <= rows;
}

/// The sweeps, forward or reverse. A Hessian is computed forward, as the rows of the gradient have much in common. Of
/// small programs with as many inputs as results what costs less is chosen, forward if that is the same, which keeps
/// nothing; of large ones what visits fewer instructions.
template <class Built, class Ranges, engine::differentiate::with_value Value, int Order>
consteval auto choose_sweeps() {
    constexpr int wanted = Ranges::size(), rows = Built::code.output_count;
    using forward =
        engine::differentiate::jacobian_program<Built, Ranges, Value, Order, engine::differentiate::direction::forward>;
    if constexpr (Order > 1) {
        return std::type_identity<forward>{};
    } else {
        using reverse = engine::differentiate::jacobian_program<Built, Ranges, Value, Order,
                                                                engine::differentiate::direction::reverse>;
        if constexpr (Built::code.size > engine::largest_compared_program)
            return std::type_identity<std::conditional_t<is_forward_shorter<Built, Ranges>(), forward, reverse>>{};
        else if constexpr (wanted != rows)
            return std::type_identity<std::conditional_t<(wanted < rows), forward, reverse>>{};
        else {
            constexpr bool is_cheaper = engine::optimise::cost_in<engine::record::built<forward>> <=
                                        engine::optimise::cost_in<engine::record::built<reverse>>;
            return std::type_identity<std::conditional_t<is_cheaper, forward, reverse>>{};
        }
    }
}

/// What writes the program of a Jacobian of F. Up to the third order, and beyond if that is small, the program of the
/// order below is differentiated again, which has been simplified; else saving the sequences of variables is worth
/// more.
template <class F, class Choice, engine::differentiate::with_value Value, class Ranges, class... Shapes>
consteval auto choose_jacobian_program() {
    constexpr int order = order_of<F, Choice>;
    using inner = typename F::template implementation<Shapes...>::built;
    if constexpr (order == 1) {
        return detail::choose_sweeps<inner, Ranges, Value, 1>();
    } else if constexpr (order <= 3) {
        return detail::choose_sweeps<small_program_of<F, Shapes...>, Ranges, Value, order>();
    } else {
        using gradient = small_program_of<typename gradient_below<F, Choice>::type, Shapes...>;
        if constexpr (order <= engine::largest_repeated_order &&
                      gradient::code.size * Ranges::size() <= engine::largest_repeated_gradient)
            return detail::choose_sweeps<small_program_of<F, Shapes...>, Ranges, Value, order>();
        else if constexpr (engine::differentiate::is_small_tensor(Ranges::size(), order, gradient::code.size))
            return std::type_identity<engine::differentiate::tensor_program<
                gradient, Ranges, order, Value == engine::differentiate::with_value::yes ? order - 1 : order>>{};
        else return detail::choose_sweeps<inner, Ranges, Value, order>();
    }
}

} // namespace detail

} // namespace pullback

#endif
