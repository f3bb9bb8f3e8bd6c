// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_PRODUCTS_HPP
#define PULLBACK_DERIVATIVE_PRODUCTS_HPP

#include <pullback/derivative/gradient.hpp>

namespace pullback {

namespace detail {

/// What a component of a direction that is 0 at run time, or of a cotangent, does to an infinite derivative: as a
/// factor that the program multiplies by it makes NaN of it; left out, it contributes nothing.
enum class zero_component { is_multiplied, is_left_out };

// The program of (x, v) ↦ (f(x), J(x) v). Inputs: those of f, then the tangents of the chosen ones, then what f
// captured.
template <class Built, class Ranges, int Arguments, zero_component Zero>
struct jvp_program {
    static constexpr int rows = Built::code.output_count;
    static constexpr int wanted = Ranges::size();
    static constexpr int input_count = Built::code.input_count + wanted;
    static constexpr int output_count = 2 * rows;
    static constexpr int stage_count = engine::stages_for(Built::code.size, Built::code.size);
    static constexpr int stage_length = engine::steps_of_stage(Built::code.size, Built::code.size);
    static constexpr int node_count = Built::code.input_count + Built::code.size;
    static constexpr int kept_count = Zero == zero_component::is_left_out ? 2 * node_count : node_count;
    static constexpr int capacity = 64 + 5 * Built::code.size / stage_count;

    template <int Stage>
    static constexpr void write(engine::record::recorder& target, recorded* kept, int* outputs) {
        constexpr engine::program_view from = Built::code.view();
        constexpr bool is_last = Stage + 1 == stage_count;
        recorded* const tangents = kept;
        if constexpr (Stage == 0) {
            target.take_over(from, Arguments, wanted);
            for (int i = 0; i < wanted; ++i) tangents[Ranges::input(i)] = recorded(target, Arguments + i);
        }
        engine::workspace<recorded> nodes(node_count);
        engine::record::name_nodes(from, nodes.data(), Arguments, wanted, target);
        engine::workspace<bool> is_needed(node_count, true), is_maybe_infinite(node_count), is_sided(node_count);
        // What has an infinite value too is kept from what selections have left out only.
        constexpr bool counts_all =
            Zero == zero_component::is_multiplied || engine::differentiate::has_selections(from);
        engine::differentiate::mark_maybe_infinite(
            from, is_maybe_infinite.data(),
            counts_all ? engine::differentiate::poles::count : engine::differentiate::poles::are_left_out);
        engine::differentiate::mark_sided(from, is_maybe_infinite.data(), is_sided.data());
        engine::differentiate::forward_sweep sweep{
            from, nodes.data(), is_needed.data(), is_maybe_infinite.data(), is_sided.data(), tangents};
        if constexpr (Zero == zero_component::is_left_out) {
            sweep.moves = kept + node_count;
            if constexpr (Stage == 0)
                for (int i = 0; i < wanted; ++i) {
                    const int input = Ranges::input(i);
                    if (is_sided[input]) sweep.moves[input] = engine::record::as_operand(tangents[input] != recorded());
                }
        }
        sweep.run(Stage * stage_length, is_last ? from.size : (Stage + 1) * stage_length);
        if constexpr (is_last)
            for (int row = 0; row < rows; ++row) {
                const int output = from.outputs[row];
                outputs[row] = engine::record::output_operand(from, row, nodes.data(), target);
                outputs[rows + row] = (output >= 0 ? tangents[output] : recorded()).operand_in(target);
            }
    }
};

// The program of (x, w) ↦ (f(x), Jᵀ(x) w). Inputs: those of f, then the cotangents of its results, then what f
// captured.
template <class Built, class Ranges, int Arguments, zero_component Zero>
struct vjp_program {
    static constexpr int rows = Built::code.output_count;
    static constexpr int wanted = Ranges::size();
    static constexpr int input_count = Built::code.input_count + rows;
    static constexpr int output_count = rows + wanted;
    static constexpr int stage_count = engine::stages_for(Built::code.size, Built::code.size);
    static constexpr int stage_length = engine::steps_of_stage(Built::code.size, Built::code.size);
    static constexpr int node_count = Built::code.input_count + Built::code.size;
    static constexpr int kept_count = Zero == zero_component::is_left_out ? 2 * node_count : node_count;
    static constexpr int capacity = 64 + 5 * Built::code.size / stage_count;

    template <int Stage>
    static constexpr void write(engine::record::recorder& target, recorded* kept, int* outputs) {
        constexpr engine::program_view from = Built::code.view();
        constexpr bool is_last = Stage + 1 == stage_count;
        recorded* const adjoints = kept;
        if constexpr (Stage == 0) target.take_over(from, Arguments, rows);
        engine::workspace<recorded> nodes(node_count);
        engine::record::name_nodes(from, nodes.data(), Arguments, rows, target);
        engine::workspace<bool> is_active(node_count), is_maybe_infinite(node_count), is_singular(node_count),
            is_wanted(from.input_count);
        engine::differentiate::mark_maybe_infinite(from, is_maybe_infinite.data());
        for (int i = 0; i < wanted; ++i) is_wanted[Ranges::input(i)] = true;
        engine::differentiate::mark_active(from, is_wanted.data(), is_active.data());
        engine::differentiate::reverse_sweep sweep{from, nodes.data(), is_active.data(), is_maybe_infinite.data(),
                                                   adjoints};
        if constexpr (Zero == zero_component::is_left_out) {
            engine::differentiate::mark_maybe_infinite(from, is_singular.data(),
                                                       engine::differentiate::poles::are_left_out);
            sweep.is_singular = is_singular.data();
            sweep.counts = kept + node_count;
        }
        if constexpr (Stage == 0)
            for (int row = 0; row < rows; ++row) {
                outputs[row] = engine::record::output_operand(from, row, nodes.data(), target);
                const int output = from.outputs[row];
                if (output < 0) continue;
                const recorded cotangent(target, Arguments + row);
                adjoints[output] += cotangent;
                if (sweep.counts != nullptr && is_singular[output])
                    sweep.counts[output] = engine::record::as_operand(engine::differentiate::either(
                        engine::record::as_condition(sweep.counts[output]), cotangent != recorded()));
            }
        sweep.run(Stage * stage_length, is_last ? from.size : (Stage + 1) * stage_length);
        if constexpr (is_last)
            for (int i = 0; i < wanted; ++i) outputs[rows + i] = adjoints[Ranges::input(i)].operand_in(target);
    }
};

/// The program `Built` with the second half of its results only.
template <class Built>
struct second_half {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count / 2;
    static constexpr int capacity = Built::code.size + Built::code.view().literal_count + 1;

    static constexpr void write(engine::record::recorder& target, int* outputs) {
        constexpr engine::program_view from = Built::code.view();
        target.take_over(from);
        for (int row = 0; row < output_count; ++row) outputs[row] = from.outputs[output_count + row];
    }
};

template <std::size_t... I, class... A>
constexpr auto first_types(std::index_sequence<I...>, types<A...>) {
    return types<element_at<I, A...>...>{};
}
template <class F, std::size_t... I, class... A>
constexpr auto call_of(std::index_sequence<I...>, types<A...>) {
    return types<F, element_at<I, A...>...>{};
}

} // namespace detail

/// The static function `(x, v) ↦ (f(x), J(x) v)`; see `jvp`.
template <class F, class Choice>
struct jvp_function : static_function<jvp_function<F, Choice>> {
    using signature = positional;
    [[no_unique_address]] F differentiated;

    constexpr explicit jvp_function(const F& to_differentiate) : differentiated(to_differentiate) {}

    /// How many of `count` arguments belong to f.
    static constexpr std::size_t primal_count(std::size_t count) {
        if constexpr (requires { F::signature::count; }) return F::signature::count;
        else if constexpr (std::is_same_v<Choice, wrt_all>) return count / 2;
        else return count - detail::chosen_count<Choice>;
    }
    template <class... Shapes>
    using differentiated_call = decltype(detail::call_of<F>(std::make_index_sequence<primal_count(sizeof...(Shapes))>{},
                                                            detail::types<Shapes...>{}));

    template <class... Shapes>
    struct implementation {
        template <class List>
        struct of;
        template <class... Primal>
        struct of<detail::types<Primal...>> {
            using inner = typename F::template implementation<Primal...>;
            using positions = typename detail::resolve<Choice, typename F::signature, sizeof...(Primal)>::type;
            using chosen [[maybe_unused]] =
                decltype(detail::check_chosen<detail::chooses_data<Choice, positions, Primal...>>());
            using ranges = typename detail::ranges_of<positions, Primal...>::type;
            static constexpr int arguments = detail::first_of<Primal...>(sizeof...(Primal));
            static_assert(ranges::size() + arguments == detail::first_of<Shapes...>(sizeof...(Shapes)),
                          "jvp(f)(x..., tangents...): give the arguments of f, then a tangent of the same shape for "
                          "each argument "
                          "that it is differentiated by");
            template <detail::zero_component Zero>
            using program = engine::record::built<detail::jvp_program<typename inner::built, ranges, arguments, Zero>>;
        };
        using primal = decltype(detail::first_types(std::make_index_sequence<primal_count(sizeof...(Shapes))>{},
                                                    detail::types<Shapes...>{}));
        using built = typename of<primal>::template program<detail::zero_component::is_multiplied>;
        using called = typename of<primal>::template program<detail::zero_component::is_left_out>;
        template <class T>
        using result = value_with_tangent<typename of<primal>::inner::template result<T>,
                                          typename of<primal>::inner::template result<T>>;
    };

    constexpr auto captured() const { return differentiated.captured(); }

    template <std::size_t Count>
    static constexpr bool accepts() {
        constexpr bool fits = Count > primal_count(Count);
        static_assert(fits,
                      "jvp(f)(x..., tangents...): give the arguments of f, then a tangent of the same shape for each "
                      "argument that it is differentiated by");
        if constexpr (fits && !detail::resolve<Choice, typename F::signature, primal_count(Count)>::is_valid) {
            using reported [[maybe_unused]] = decltype(detail::report_choice<Choice, typename F::signature>());
            return false;
        }
        return fits;
    }
};

/// The static function `(x, w) ↦ (f(x), Jᵀ(x) w)`; see `vjp`.
template <class F, class Choice>
struct vjp_function : static_function<vjp_function<F, Choice>> {
    using signature = positional;
    [[no_unique_address]] F differentiated;

    constexpr explicit vjp_function(const F& to_differentiate) : differentiated(to_differentiate) {}

    template <class... Shapes>
    using differentiated_call =
        decltype(detail::call_of<F>(std::make_index_sequence<sizeof...(Shapes) - 1>{}, detail::types<Shapes...>{}));

    template <class... Shapes>
    struct implementation {
        template <class List>
        struct of;
        template <class... Primal>
        struct of<detail::types<Primal...>> {
            using inner = typename F::template implementation<Primal...>;
            using positions = typename detail::resolve<Choice, typename F::signature, sizeof...(Primal)>::type;
            using chosen [[maybe_unused]] =
                decltype(detail::check_chosen<detail::chooses_data<Choice, positions, Primal...>>());
            using group = detail::argument_group<positions, typename F::signature, Primal...>;
            using ranges = typename detail::ranges_of<positions, Primal...>::type;
            static constexpr int arguments = detail::first_of<Primal...>(sizeof...(Primal));
            static_assert(arguments + inner::built::code.output_count == detail::first_of<Shapes...>(sizeof...(Shapes)),
                          "vjp(f)(x..., cotangent): the last argument is a cotangent of the shape of f's result");
            template <detail::zero_component Zero>
            using program = engine::record::built<detail::vjp_program<typename inner::built, ranges, arguments, Zero>>;
        };
        using primal = decltype(detail::first_types(std::make_index_sequence<sizeof...(Shapes) - 1>{},
                                                    detail::types<Shapes...>{}));
        using built = typename of<primal>::template program<detail::zero_component::is_multiplied>;
        using called = typename of<primal>::template program<detail::zero_component::is_left_out>;
        template <class T>
        using result = value_with_cotangent<typename of<primal>::inner::template result<T>,
                                            typename of<primal>::group::template type<T>>;
    };

    constexpr auto captured() const { return differentiated.captured(); }

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
        using built = engine::record::built<detail::second_half<typename inner::built>>;
        using called = engine::record::built<detail::second_half<typename inner::called>>;
        template <class T>
        using result = decltype(inner::template result<T>::tangent);
    };

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
