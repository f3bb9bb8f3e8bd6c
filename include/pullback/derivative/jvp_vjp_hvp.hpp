// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_JVP_VJP_HVP_HPP
#define PULLBACK_DERIVATIVE_JVP_VJP_HVP_HPP

#include <pullback/derivative/gradient.hpp>
#include <pullback/derivative/loop_products.hpp>
#include <pullback/derivative/product_function.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/jvp_program.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/differentiate/vjp_program.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>
#include <type_traits>

// Products of a Jacobian or a Hessian with a vector, without the matrix: `jvp`, `vjp`, `hvp`.

namespace pullback {

namespace detail {

template <class F, class Choice>
struct forward_product {
    static constexpr std::size_t primal_count(std::size_t count) {
        if constexpr (requires { F::signature::count; }) return F::signature::count;
        else if constexpr (std::is_same_v<Choice, wrt_all>) return count / 2;
        else return count - chosen_count<Choice>;
    }

    template <class Built, class Ranges>
    static constexpr int vector_size = Ranges::size();

    template <bool Fits>
    static constexpr auto check_vector() {
        static_assert(Fits,
                      "jvp(f)(x..., tangents...): give the arguments of f, then a tangent of the same shape for each "
                      "argument that it is differentiated by");
    }

    template <class Built, class Ranges, int Arguments, engine::differentiate::zero_component Zero>
    using program = engine::differentiate::jvp_program<Built, Ranges, Arguments, Zero>;

    template <class Inner, class Group, class T>
    using result = value_with_tangent<typename Inner::template result<T>, typename Inner::template result<T>>;

    template <class, class, class List>
    struct of_ranges;
    template <class G, class Chosen, class... Shapes>
    struct of_ranges<G, Chosen, types<Shapes...>> : loop_jvp<G, Chosen, primal_count(sizeof...(Shapes)),
                                                             engine::differentiate::with_value::yes, types<Shapes...>> {
    };
};

struct reverse_product {
    static constexpr std::size_t primal_count(std::size_t count) { return count - 1; }

    template <class Built, class Ranges>
    static constexpr int vector_size = Built::code.output_count;

    template <bool Fits>
    static constexpr auto check_vector() {
        static_assert(Fits, "vjp(f)(x..., cotangent): the last argument is a cotangent of the shape of f's result");
    }

    template <class Built, class Ranges, int Arguments, engine::differentiate::zero_component Zero>
    using program = engine::differentiate::vjp_program<Built, Ranges, Arguments, Zero>;

    template <class Inner, class Group, class T>
    using result = value_with_cotangent<typename Inner::template result<T>, typename Group::template type<T>>;

    template <class F, class Choice, class List>
    using of_ranges = loop_vjp<F, Choice, List>;
};

} // namespace detail

/// The static function `(x, v) ↦ (f(x), J(x) v)`; see `jvp`.
template <class F, class Choice>
struct jvp_function : detail::product_function<jvp_function<F, Choice>, detail::forward_product<F, Choice>, F, Choice> {
    using choice = Choice;
    using product = detail::forward_product<F, Choice>;
    using detail::product_function<jvp_function, product, F, Choice>::product_function;

    template <std::size_t Count>
    static constexpr bool accepts() {
        constexpr std::size_t primal_count = product::primal_count(Count);
        constexpr bool fits = Count > primal_count;
        using checked [[maybe_unused]] = decltype(product::template check_vector<fits>());
        if constexpr (fits && !detail::resolve<Choice, typename F::signature, primal_count>::is_valid) {
            using reported [[maybe_unused]] = decltype(detail::report_choice<Choice, typename F::signature>());
            return false;
        }
        return fits;
    }
};

/// The static function `(x, w) ↦ (f(x), Jᵀ(x) w)`; see `vjp`.
template <class F, class Choice>
struct vjp_function : detail::product_function<vjp_function<F, Choice>, detail::reverse_product, F, Choice> {
    using detail::product_function<vjp_function, detail::reverse_product, F, Choice>::product_function;

    template <std::size_t Count>
    static constexpr bool accepts() {
        static_assert(Count > 1,
                      "vjp(f)(x..., cotangent): give the arguments of f, then a cotangent of the shape of its result");
        if constexpr (Count > 1 && !detail::resolve<Choice, typename F::signature, Count - 1>::is_valid) {
            using reported [[maybe_unused]] = decltype(detail::report_choice<Choice, typename F::signature>());
            return false;
        } else if constexpr (Count > 1) {
            return F::template accepts<Count - 1>();
        } else {
            return false;
        }
    }
};

/// The static function `(x, v) ↦ H(x) v`; see `hvp`.
template <class Product>
struct tangent_function : static_function<tangent_function<Product>> {
    using signature = positional;
    [[no_unique_address]] Product product;

    constexpr explicit tangent_function(const Product& whole) : product(whole) {}

    template <class... Shapes>
    using differentiated_call = detail::types<Product, Shapes...>;

    template <class... Shapes>
    struct implementation {
        using inner = typename Product::template implementation<Shapes...>;
        using built = engine::record::built<engine::differentiate::tangents_only<typename inner::built>>;
        using called = engine::record::built<engine::differentiate::tangents_only<typename inner::called>>;
        template <class T>
        using result = decltype(inner::template result<T>::tangent);
    };

    template <class... Shapes>
        requires(SymbolicRange<Shapes> || ...)
    struct implementation<Shapes...>
        : detail::loop_jvp<decltype(Product::differentiated), typename Product::choice,
                           Product::product::primal_count(sizeof...(Shapes)), engine::differentiate::with_value::no,
                           detail::types<Shapes...>> {};

    constexpr auto captured() const { return product.captured(); }

    template <std::size_t Count>
    static constexpr bool accepts() {
        return Product::template accepts<Count>();
    }
};

/// Jacobian times vector, forward mode: `jvp(f)(x..., v...)` gives `value` = f(x) and `tangent` = J(x) v, the
/// directional derivative. After the arguments of f come the tangents, each of its argument's shape, of the chosen
/// arguments (all by default). An input whose tangent is 0 is held fixed and contributes nothing, also where its
/// derivative is infinite; in the body of another function, which may be differentiated by the tangent, its 0
/// multiplies. Cost: one forward sweep; at most a small multiple of f, whatever the number of arguments.
template <class F, class Choice = wrt_all>
constexpr auto jvp(const F& f, Choice choice = {}) {
    if constexpr (detail::is_differentiable<F>()) return jvp_function<F, decltype(detail::chosen(choice))>(f);
    else return refused{};
}

/// Vector times Jacobian, reverse mode: `vjp(f)(x..., w)` gives `value` = f(x) and `cotangent` = Jᵀ(x) w, of the shape
/// of the chosen arguments; w has the shape of f's result. A result whose cotangent is 0 contributes nothing, as an
/// input does to `jvp`. Cost: one reverse sweep, whatever the number of results.
template <class F, class Choice = wrt_all>
constexpr auto vjp(const F& f, Choice choice = {}) {
    if constexpr (detail::is_differentiable<F>()) return vjp_function<F, decltype(detail::chosen(choice))>(f);
    else return refused{};
}

/// Hessian times vector: `hvp(f)(x..., v...)` = H(x) v, of the gradient's shape. Forward over reverse, without the
/// Hessian itself; a zero in v as for `jvp`. Cost: a small multiple of f, whatever the number of arguments.
template <class F, class Choice = wrt_all>
constexpr auto hvp(const F& f, Choice choice = {}) {
    const auto product = jvp(gradient(f, choice), choice);
    if constexpr (std::is_same_v<decltype(product), const refused>) return product;
    else return tangent_function<std::remove_const_t<decltype(product)>>(product);
}

} // namespace pullback

#endif
