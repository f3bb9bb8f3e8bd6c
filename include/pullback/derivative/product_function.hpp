// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_PRODUCT_FUNCTION_HPP
#define PULLBACK_DERIVATIVE_PRODUCT_FUNCTION_HPP

#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>
#include <utility>

namespace pullback::detail {

template <std::size_t... I, class... A>
constexpr auto first_types(std::index_sequence<I...>, types<A...>) {
    return types<element_at<I, A...>...>{};
}
template <class F, std::size_t... I, class... A>
constexpr auto call_of(std::index_sequence<I...>, types<A...>) {
    return types<F, element_at<I, A...>...>{};
}

/// The product of the Jacobian of f and a vector, as a static function of the arguments of f and the vector. `Product`
/// says whether the vector stands at the right or at the left:
/// - `primal_count(count)`: how many of `count` arguments belong to f
/// - `vector_size<Built, Ranges>`: how many numbers the vector has
/// - `check_vector<Fits>()`: the error if it has others
/// - `program<Built, Ranges, Arguments, Zero>`: what writes the program
/// - `result<Inner, Group, T>`: the result's type, where f has the implementation `Inner` and its arguments the group
/// - `of_ranges<F, Choice, types<Shapes...>>`: the implementation where some argument is a range
template <class Self, class Product, class F, class Choice>
struct product_function : static_function<Self> {
    using signature = positional;
    [[no_unique_address]] F differentiated;

    constexpr explicit product_function(const F& to_differentiate) : differentiated(to_differentiate) {}

    template <class... Shapes>
    using differentiated_call = decltype(detail::call_of<F>(
        std::make_index_sequence<Product::primal_count(sizeof...(Shapes))>{}, types<Shapes...>{}));

    template <class... Shapes>
    struct implementation {
        template <class List>
        struct of;
        template <class... Primal>
        struct of<types<Primal...>> {
            using inner = typename F::template implementation<Primal...>;
            using positions = typename resolve<Choice, typename F::signature, sizeof...(Primal)>::type;
            using chosen [[maybe_unused]] =
                decltype(detail::check_chosen<chooses_data<Choice, positions, Primal...>>());
            using group = argument_group<positions, typename F::signature, Primal...>;
            using ranges = typename ranges_of<positions, Primal...>::type;
            static constexpr int arguments = detail::first_of<Primal...>(sizeof...(Primal));
            static constexpr int vector_size = Product::template vector_size<typename inner::built, ranges>;
            using checked [[maybe_unused]] =
                decltype(Product::template check_vector<arguments + vector_size ==
                                                        detail::first_of<Shapes...>(sizeof...(Shapes))>());
            template <engine::differentiate::zero_component Zero>
            using program = engine::record::built<
                typename Product::template program<typename inner::built, ranges, arguments, Zero>>;
        };
        using primal = decltype(detail::first_types(
            std::make_index_sequence<Product::primal_count(sizeof...(Shapes))>{}, types<Shapes...>{}));
        using built = typename of<primal>::template program<engine::differentiate::zero_component::is_multiplied>;
        using called = typename of<primal>::template program<engine::differentiate::zero_component::is_left_out>;
        template <class T>
        using result = typename Product::template result<typename of<primal>::inner, typename of<primal>::group, T>;
    };

    template <class... Shapes>
        requires(SymbolicRange<Shapes> || ...)
    struct implementation<Shapes...> : Product::template of_ranges<F, Choice, types<Shapes...>> {};

    constexpr auto captured() const { return differentiated.captured(); }
};

} // namespace pullback::detail

#endif
