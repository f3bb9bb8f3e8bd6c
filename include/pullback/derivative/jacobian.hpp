// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_JACOBIAN_HPP
#define PULLBACK_DERIVATIVE_JACOBIAN_HPP

#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/tensor.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/shape/blocks.hpp>
#include <pullback/static_function/static_function.hpp>

namespace pullback {

namespace detail {

template <bool IsScalar>
constexpr auto check_gradient() {
    static_assert(
        IsScalar,
        "gradient(f): f returns several numbers, so it has a Jacobian; use jacobian(f) or value_and_jacobian(f)");
}

template <bool HasAllScalars>
constexpr auto check_rebound_shape() {
    static_assert(
        HasAllScalars,
        "shape<A>::rebind<S>: S can be a shape, as in a Hessian, and the rebound shape has not as many scalars "
        "as its elements have together; leave shape<A>::scalar the type of the elements, or count theirs: "
        "size = 3 * shape<S>::size");
}

} // namespace detail

template <class F, class Choice, engine::differentiate::with_value Value, bool IsGradient>
struct jacobian_function;

namespace detail {

/// The order of the Jacobian of F as a tensor of partial derivatives of one number by the same arguments: 2 if F is a
/// gradient, 3 if it is a Hessian; 1 if it is nothing of the kind.
template <class F, class Choice>
inline constexpr int order_of = 1;
template <class F, class Choice>
inline constexpr int order_of<jacobian_function<F, Choice, engine::differentiate::with_value::no, true>, Choice> = 2;
template <class F, class Choice>
    requires(order_of<F, Choice> > 1)
inline constexpr int order_of<jacobian_function<F, Choice, engine::differentiate::with_value::no, false>, Choice> =
    order_of<F, Choice> + 1;

/// The gradient that F is, or that F is a tensor of derivatives of.
template <class F, class Choice>
struct gradient_below {
    using type = F;
};
template <class F, class Choice>
    requires(order_of<F, Choice> > 1)
struct gradient_below<jacobian_function<F, Choice, engine::differentiate::with_value::no, false>, Choice>
    : gradient_below<F, Choice> {};

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
    using forward = engine::differentiate::jacobian_program<Built, Ranges, Value, Order, true>;
    if constexpr (Order > 1) {
        return std::type_identity<forward>{};
    } else {
        using reverse = engine::differentiate::jacobian_program<Built, Ranges, Value, Order, false>;
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

/// Gradients up to this size, for each variable, are small enough for the program of the order below to be
/// differentiated again up to this order.
inline constexpr int largest_repeated_gradient = 256, largest_repeated_order = 5;

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
        if constexpr (order <= largest_repeated_order &&
                      gradient::code.size * Ranges::size() <= largest_repeated_gradient)
            return detail::choose_sweeps<small_program_of<F, Shapes...>, Ranges, Value, order>();
        else if constexpr (engine::differentiate::is_small_tensor(Ranges::size(), order, gradient::code.size))
            return std::type_identity<engine::differentiate::tensor_program<
                gradient, Ranges, order, Value == engine::differentiate::with_value::yes ? order - 1 : order>>{};
        else return detail::choose_sweeps<inner, Ranges, Value, order>();
    }
}

template <class F>
constexpr auto report_no_arguments() {
    static_assert(always_false<F>,
                  "gradient(f)(), jacobian(f)(), ...: f is called without arguments, so there is nothing to "
                  "differentiate by; give it an argument");
}

} // namespace detail

/// The static function `x ↦ Jacobian of f at x`, by the chosen arguments; see `jacobian`.
template <class F, class Choice, engine::differentiate::with_value Value, bool IsGradient>
struct jacobian_function : static_function<jacobian_function<F, Choice, Value, IsGradient>> {
    using signature = typename F::signature;
    [[no_unique_address]] F differentiated;

    template <class... Shapes>
    using differentiated_call = detail::types<F, Shapes...>;

    constexpr explicit jacobian_function(const F& to_differentiate) : differentiated(to_differentiate) {}

    template <class... Shapes>
    struct implementation {
        using inner = typename F::template implementation<Shapes...>;
        using positions = typename detail::resolve<Choice, signature, sizeof...(Shapes)>::type;
        using chosen [[maybe_unused]] =
            decltype(detail::check_chosen<detail::chooses_data<Choice, positions, Shapes...>>());
        using group = detail::argument_group<positions, signature, Shapes...>;
        using ranges = typename detail::ranges_of<positions, Shapes...>::type;
        using recorded_first [[maybe_unused]] =
            typename inner::built; // a mistake in f is traced to here, and no further
        using source = typename decltype(detail::choose_jacobian_program<F, Choice, Value, ranges, Shapes...>())::type;
        using built = engine::record::built<source>;

        using checked =
            decltype(detail::check_gradient<!IsGradient || Scalar<typename inner::template result<recorded>>>());

        template <class T>
        using derivative = typename detail::derivative_shape<typename inner::template result<T>,
                                                             typename group::template type<T>>::type;
        using checked_shape =
            decltype(detail::check_rebound_shape<shape_of<derivative<recorded>>::size ==
                                                 shape_of<typename inner::template result<recorded>>::size *
                                                     shape_of<typename group::template type<recorded>>::size>());
        template <class T>
        struct result_of {
            using value = typename inner::template result<T>;
            using type = std::conditional_t<Value == engine::differentiate::with_value::no, derivative<T>,
                                            std::conditional_t<IsGradient, value_with_gradient<value, derivative<T>>,
                                                               value_with_jacobian<value, derivative<T>>>>;
        };
        template <class T>
        using result = typename result_of<T>::type;
    };

    constexpr auto captured() const { return differentiated.captured(); }

    template <std::size_t Count>
    static constexpr bool accepts() {
        if constexpr (!detail::resolve<Choice, signature, Count>::is_valid) {
            using reported [[maybe_unused]] = decltype(detail::report_choice<Choice, signature>());
            return false;
        } else if constexpr (Count == 0 && std::is_same_v<signature, positional>) {
            using reported [[maybe_unused]] = decltype(detail::report_no_arguments<F>());
            return false;
        } else {
            return F::template accepts<Count>();
        }
    }
};

namespace detail {

// Whether f is a static function; if not, an error says so, once.
template <class F>
constexpr bool is_differentiable() {
    static_assert(StaticFunction<F> || std::is_same_v<F, refused>,
                  "gradient(f), jacobian(f), derivative<N>(f), ...: f is not a static function; make one of a generic "
                  "lambda with "
                  "pullback::function([](const auto& x) { ... }), or write f as an expression of variables");
    return StaticFunction<F>;
}

template <engine::differentiate::with_value Value, bool IsGradient, class F, class Choice>
constexpr auto make_jacobian(const F& f, Choice) {
    if constexpr (is_differentiable<F>()) {
        if constexpr (is_valid_choice<F, Choice>()) {
            return jacobian_function<F, Choice, Value, IsGradient>(f);
        } else {
            using reported [[maybe_unused]] = decltype(detail::report_choice<Choice, typename F::signature>());
            return refused{};
        }
    } else {
        return refused{};
    }
}

} // namespace detail

/// The Jacobian of f, as a static function. Its result has f's result shape with the shape of the chosen arguments (all
/// of them, or `wrt(x, y)` / `wrt<0, 2>`) in place of each scalar: for a vector function of one vector, `J[i][j]` =
/// ∂f_i/∂x_j. Cost: min(rows, columns) sweeps, each a small multiple of f; no allocation.
template <class F, class Choice = wrt_all>
constexpr auto jacobian(const F& f, Choice choice = {}) {
    return detail::make_jacobian<engine::differentiate::with_value::no, false>(f, detail::chosen(choice));
}

/// Value and Jacobian of f in one program, as an aggregate with members `value` and `jacobian`.
template <class F, class Choice = wrt_all>
constexpr auto value_and_jacobian(const F& f, Choice choice = {}) {
    return detail::make_jacobian<engine::differentiate::with_value::yes, false>(f, detail::chosen(choice));
}

} // namespace pullback

#endif
