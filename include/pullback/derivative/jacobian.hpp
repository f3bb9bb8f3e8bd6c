// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_JACOBIAN_HPP
#define PULLBACK_DERIVATIVE_JACOBIAN_HPP

#include <pullback/derivative/gradient_in_body.hpp>
#include <pullback/derivative/loop_gradient.hpp>
#include <pullback/derivative/loop_jacobian.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/sweeps.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/blocks.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

template <bool HasAllScalars>
constexpr auto check_rebound_shape() {
    static_assert(
        HasAllScalars,
        "shape<A>::rebind<S>: S can be a shape, as in a Hessian, and the rebound shape has not as many scalars "
        "as its elements have together; leave shape<A>::scalar the type of the elements, or count theirs: "
        "size = 3 * shape<S>::size");
}

template <class F>
constexpr auto report_no_arguments() {
    static_assert(always_false<F>,
                  "gradient(f)(), jacobian(f)(), ...: f is called without arguments, so there is nothing to "
                  "differentiate by; give it an argument");
}

} // namespace detail

/// The static function `x ↦ Jacobian of f at x`, by the chosen arguments; see `jacobian`.
template <class F, class Choice, engine::differentiate::with_value Value, detail::derivative_kind Kind>
struct jacobian_function : static_function<jacobian_function<F, Choice, Value, Kind>> {
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

        using checked = decltype(detail::check_gradient<Kind != detail::derivative_kind::gradient ||
                                                        Scalar<typename inner::template result<recorded>>>());

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
            using type = std::conditional_t<
                Value == engine::differentiate::with_value::no, derivative<T>,
                std::conditional_t<Kind == detail::derivative_kind::gradient, value_with_gradient<value, derivative<T>>,
                                   value_with_jacobian<value, derivative<T>>>>;
        };
        template <class T>
        using result = typename result_of<T>::type;
        /// The rows of the matrix that the derivative is, or 0 where it is a gradient.
        static constexpr int row_count =
            Kind == detail::derivative_kind::gradient ? 0 : shape_of<typename inner::template result<recorded>>::size;
    };

    template <class... Shapes>
        requires(Kind != detail::derivative_kind::gradient && (SymbolicRange<Shapes> || ...))
    struct implementation<Shapes...>
        : detail::loop_jacobian<F, Choice, Value, detail::order_of<F, Choice>, detail::types<Shapes...>> {};
    template <class... Shapes>
        requires(Kind == detail::derivative_kind::gradient && (SymbolicRange<Shapes> || ...))
    struct implementation<Shapes...> : detail::loop_gradient<F, Choice, Value, detail::types<Shapes...>> {};

    /// A gradient by ranges in the body of another function.
    template <class... A>
        requires(Kind == detail::derivative_kind::gradient && requires { typename F::has_body; })
    static constexpr auto call_body(const A&... arguments) {
        return detail::gradient_in_body<F, Value>(typename detail::resolve<Choice, signature, sizeof...(A)>::type{},
                                                  arguments...);
    }

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

template <engine::differentiate::with_value Value, derivative_kind Kind, class F, class Choice>
constexpr auto make_jacobian(const F& f, Choice) {
    if constexpr (is_differentiable<F>()) {
        if constexpr (is_valid_choice<F, Choice>()) {
            return jacobian_function<F, Choice, Value, Kind>(f);
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
/// ∂f_i/∂x_j. Cost: min(rows, columns) sweeps, each a small multiple of f; no allocation. By arguments of run-time
/// length it is one matrix, with a row for each number of the result and a column for each of the arguments; cost:
/// as many `vjp` as rows where the result is of fixed size, else as many `jvp` or `vjp` as there are fewer of.
template <class F, class Choice = wrt_all>
constexpr auto jacobian(const F& f, Choice choice = {}) {
    return detail::make_jacobian<engine::differentiate::with_value::no, detail::derivative_kind::jacobian>(
        f, detail::chosen(choice));
}

/// Value and Jacobian of f in one program, as an aggregate with members `value` and `jacobian`.
template <class F, class Choice = wrt_all>
constexpr auto value_and_jacobian(const F& f, Choice choice = {}) {
    return detail::make_jacobian<engine::differentiate::with_value::yes, detail::derivative_kind::jacobian>(
        f, detail::chosen(choice));
}

} // namespace pullback

#endif
