// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_LOOP_PRODUCTS_HPP
#define PULLBACK_DERIVATIVE_LOOP_PRODUCTS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/derivative/loop_arguments.hpp>
#include <pullback/derivative/loop_gradient.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/loop_forward.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback::detail {

/// The directional derivative of what `Source` computes. The arguments are those of `Source`, then a tangent for each
/// chosen one; the results are its own, if the value is wanted, then their tangents.
template <class Source, std::size_t PrimalCount, class Positions, engine::differentiate::with_value Value,
          class... Shapes>
struct loop_tangent;

template <class Source, std::size_t PrimalCount, std::size_t... Position, engine::differentiate::with_value Value,
          class... Shapes>
struct loop_tangent<Source, PrimalCount, wrt_positions<Position...>, Value, Shapes...> {
    static constexpr int input_count = first_input<Shapes...>(sizeof...(Shapes));
    static constexpr int own_outputs = Source::output_count;
    static constexpr int output_count = (Value == engine::differentiate::with_value::yes ? 2 : 1) * own_outputs;
    using result = std::conditional_t<Value == engine::differentiate::with_value::yes, void, typename Source::result>;

    static constexpr void write(engine::record::loop_recorder& loops, int* outputs) {
        int own[own_outputs + 1] = {};
        Source::write(loops, own);
        loops.target().set_primal(false);
        const int stores = loops.stores.size(), arrays = loops.tables.array_count;
        engine::differentiate::loop_forward sweep(loops, engine::differentiate::zero_component::is_left_out);
        std::size_t tangent = PrimalCount;
        (enter_tangent<element_at<Position, Shapes...>>(sweep, loops, Position, tangent++), ...);
        for (int i = 0; i < own_outputs; ++i) sweep.need(own[i]);
        for (int i = 0; i < stores; ++i) sweep.need(loops.stores[i].operand);
        sweep.run();

        int of_tangent[engine::most_arrays] = {};
        const int results = loops.result_count();
        for (int i = 0; i < arrays; ++i) {
            engine::loop_array array = loops.tables.arrays[i];
            if (!loops.is_result(i)) continue;
            if (Value == engine::differentiate::with_value::yes) array.argument -= results;
            of_tangent[i] = loops.add_array(array);
            if (Value == engine::differentiate::with_value::no) loops.forget_result(i);
        }
        for (int i = 0; i < stores; ++i) {
            const engine::array_store own_store = loops.stores[i];
            const recorded value = sweep.of(own_store.operand);
            if (value.is_literal(0)) continue;
            engine::array_access at = loops.accesses[own_store.access];
            at.array = of_tangent[at.array];
            loops.store(at, value, own_store.adds);
        }
        if (Value == engine::differentiate::with_value::no) loops.forget_stores(stores);
        for (int i = 0; i < own_outputs; ++i) {
            if (Value == engine::differentiate::with_value::yes) outputs[i] = own[i];
            outputs[(Value == engine::differentiate::with_value::yes ? own_outputs : 0) + i] =
                sweep.of(own[i]).operand_in(loops.target());
        }
    }

private:
    template <class Shape>
    static constexpr void enter_tangent(engine::differentiate::loop_forward& sweep,
                                        engine::record::loop_recorder& loops, std::size_t of, std::size_t position) {
        if constexpr (SymbolicRange<Shape>) {
            const int array = array_of_argument(loops, of);
            engine::loop_array tangent = loops.tables.arrays[array];
            tangent.argument = static_cast<int>(position);
            if (tangent.is_ragged)
                loops.must_agree(loops.extent_of_row(array, engine::all_rows),
                                 loops.extent_of_row(loops.tables.array_count, engine::all_rows));
            for (int d = 0; d < (tangent.is_ragged ? 1 : tangent.dimensions); ++d) {
                const int extent = loops.add_extent({loops.tables.array_count, d});
                loops.must_agree(tangent.extents[d], extent);
                tangent.extents[d] = extent;
            }
            sweep.set_tangent_array(array, loops.add_array(tangent));
        } else {
            for (int i = 0; i < shape_of<Shape>::size; ++i)
                sweep.tangents[first_input<Shapes...>(of) + i] =
                    recorded(loops.target(), first_input<Shapes...>(position) + i);
        }
    }
};

/// J(x) v for ranges, with f(x) where that is wanted too.
template <class F, class Choice, std::size_t PrimalCount, engine::differentiate::with_value Value, class List>
struct loop_jvp {};
template <class F, class Choice, std::size_t PrimalCount, engine::differentiate::with_value Value, class... Shapes>
    requires(is_made_by_passes<primal_of<F, PrimalCount, Shapes...>>)
struct loop_jvp<F, Choice, PrimalCount, Value, types<Shapes...>> {
    using checked = decltype(detail::check_matrix_derivative<always_false<F>>());
};
template <class F, class Choice, std::size_t PrimalCount, engine::differentiate::with_value Value, class... Shapes>
    requires requires { typename primal_of<F, PrimalCount, Shapes...>::loops; }
struct loop_jvp<F, Choice, PrimalCount, Value, types<Shapes...>> {
    using inner = primal_of<F, PrimalCount, Shapes...>;
    using positions = typename resolve<Choice, typename F::signature, PrimalCount>::type;
    using checked [[maybe_unused]] = typename checked_choice<Choice, positions, Shapes...>::type;
    using source = loop_tangent<typename inner::source, PrimalCount, positions, Value, Shapes...>;
    using loops = engine::record::loops_built<source>;
    using own = typename inner::assembly;
    struct assembly {
        static constexpr int output_count = source::output_count,
                             array_count = (Value == engine::differentiate::with_value::yes ? 2 : 1) * own::array_count;
        template <class T, class... A>
        static constexpr auto make_results(const A&... arguments) {
            if constexpr (Value == engine::differentiate::with_value::yes)
                return joined(own::template make_results<T>(arguments...), own::template make_results<T>(arguments...));
            else return own::template make_results<T>(arguments...);
        }
        template <class T, int FirstOutput, std::size_t FirstArray, class... A, class Run, class Results>
        PULLBACK_ALWAYS_INLINE static constexpr auto assemble(const Run& run, Results& results) {
            if constexpr (Value == engine::differentiate::with_value::yes) {
                auto value = own::template assemble<T, FirstOutput, FirstArray, A...>(run, results);
                auto tangent =
                    own::template assemble<T, FirstOutput + own::output_count, FirstArray + own::array_count, A...>(
                        run, results);
                return value_with_tangent<decltype(value), decltype(tangent)>{std::move(value), std::move(tangent)};
            } else {
                return own::template assemble<T, FirstOutput, FirstArray, A...>(run, results);
            }
        }
    };
};

/// f(x) and Jᵀ(x) w for ranges.
template <class F, class Choice, class List>
struct loop_vjp {};
template <class F, class Choice, class... Shapes>
    requires(is_made_by_passes<primal_of<F, sizeof...(Shapes) - 1, Shapes...>>)
struct loop_vjp<F, Choice, types<Shapes...>> {
    using checked = decltype(detail::check_matrix_derivative<always_false<F>>());
};
template <class F, class Choice, class... Shapes>
    requires requires { typename primal_of<F, sizeof...(Shapes) - 1, Shapes...>::loops; }
struct loop_vjp<F, Choice, types<Shapes...>> {
    using inner = primal_of<F, sizeof...(Shapes) - 1, Shapes...>;
    using positions = typename resolve<Choice, typename F::signature, sizeof...(Shapes) - 1>::type;
    using checked [[maybe_unused]] = typename checked_choice<Choice, positions, Shapes...>::type;
    using source = loop_adjoints<typename inner::source, positions, seed_of_results::cotangent,
                                 engine::differentiate::with_value::yes, Shapes...>;
    using loops = engine::record::loops_built<source>;
    using assembly = typename loop_adjoints_assembly<typename inner::assembly, positions, Shapes...>::template of<
        value_with_cotangent, engine::differentiate::with_value::yes>;
};

} // namespace pullback::detail

#endif
