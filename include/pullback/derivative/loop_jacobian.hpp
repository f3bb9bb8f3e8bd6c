// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_LOOP_JACOBIAN_HPP
#define PULLBACK_DERIVATIVE_LOOP_JACOBIAN_HPP

#include <pullback/always_inline.hpp>
#include <pullback/derivative/loop_arguments.hpp>
#include <pullback/derivative/loop_matrix.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/loop_forward.hpp>
#include <pullback/differentiate/loops.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/differentiate/symmetric_entries.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/blocks.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Jacobians of functions of ranges. By arguments of fixed size they are dense, so a Hessian is, too; an array of
// results has an array of blocks.

namespace pullback::detail {

/// What a derivative by an argument has for each element of an array of results: the argument, or, of a range, the
/// element that the result is made of.
template <class Shape>
struct part_of_block {
    using type = Shape;
};
template <SymbolicRange Shape>
struct part_of_block<Shape> {
    using type = element_of_range<Shape>;
};

/// A Jacobian by arguments of fixed size of a function that returns numbers: a forward sweep for each input, or a
/// reverse sweep for each result, in one program. `Order` is that of the results as derivatives by the same arguments,
/// of which equal ones are computed once.
template <class Source, class Positions, engine::differentiate::with_value Value, int Order, class... Shapes>
struct loop_dense_jacobian;

template <class Source, std::size_t... Position, engine::differentiate::with_value Value, int Order, class... Shapes>
struct loop_dense_jacobian<Source, wrt_positions<Position...>, Value, Order, Shapes...> {
    static constexpr int input_count = Source::input_count;
    static constexpr int rows = Source::output_count;
    static constexpr int wanted = (shape_of<element_at<Position, Shapes...>>::size + ... + 0);
    static constexpr int first_output = Value == engine::differentiate::with_value::yes ? rows : 0;
    using own_result = typename Source::result;
    static constexpr int output_count = first_output + rows * wanted;
    template <class T>
    using derivative = typename derivative_shape<
        rebind_shape<typename Source::result, T>,
        typename argument_group<wrt_positions<Position...>, positional, Shapes...>::template type<T>>::type;
    using result = std::conditional_t<Value == engine::differentiate::with_value::yes, void, derivative<recorded>>;

    static constexpr void write(engine::record::loop_recorder& loops, int* outputs) {
        int own[rows + 1] = {};
        Source::write(loops, own);
        loops.target().set_primal(false);
        if (Value == engine::differentiate::with_value::yes)
            for (int i = 0; i < rows; ++i) outputs[i] = own[i];
        if constexpr (Order > 1 || wanted <= rows) write_columns(loops, own, outputs + first_output);
        else write_rows(loops, own, outputs + first_output);
    }

private:
    struct list_of_inputs {
        int at[wanted + 1] = {};
        constexpr list_of_inputs() {
            int count = 0;
            for (const std::size_t position : {Position...}) {
                const int sizes[] = {fixed_size<Shapes>...};
                for (int i = 0; i < sizes[position]; ++i) at[count++] = first_input<Shapes...>(position) + i;
            }
        }
    };
    static constexpr list_of_inputs inputs{};

    static constexpr void write_columns(engine::record::loop_recorder& loops, const int* own, int* out) {
        using entries = engine::differentiate::symmetric_entries<wanted, Order>;
        engine::differentiate::loop_forward sweep(loops, engine::differentiate::zero_component::is_multiplied);
        for (int row = 0; row < rows; ++row) sweep.need(own[row]);
        for (int column = 0; column < wanted; ++column) {
            const int input = inputs.at[column];
            sweep.tangents[input] = recorded::literal_in(&loops.target(), 1);
            sweep.run();
            sweep.tangents[input] = recorded();
            for (int row = 0; row < rows; ++row)
                if (entries::is_kept(row, column))
                    out[row * wanted + column] = sweep.of(own[row]).operand_in(loops.target());
        }
        if constexpr (Order > 1)
            for (int i = 0; i < rows * wanted; ++i) out[i] = out[entries::sorted(i)];
    }
    static constexpr void write_rows(engine::record::loop_recorder& loops, const int* own, int* out) {
        engine::differentiate::loop_reverse sweep(loops);
        for (int column = 0; column < wanted; ++column) sweep.is_wanted[inputs.at[column]] = true;
        for (int row = 0; row < rows; ++row) {
            sweep.clear();
            if (own[row] >= 0) sweep.seed(own[row], recorded::literal_in(&loops.target(), 1));
            sweep.run();
            for (int column = 0; column < wanted; ++column)
                out[row * wanted + column] = sweep.adjoints[inputs.at[column]].operand_in(loops.target());
        }
    }
};

/// The same of a function that returns an array: a block for each of its elements, by a reverse sweep for each scalar
/// of an element or, by arguments of fixed size, by a forward sweep for each scalar of these, where they are no more or
/// each element depends on a loop over all. By a range, a block is the derivative by the one element that this element
/// of the array depends on.
template <class Source, class Positions, engine::differentiate::with_value Value, class... Shapes>
struct loop_block_jacobian;

template <class Source, std::size_t... Position, engine::differentiate::with_value Value, class... Shapes>
struct loop_block_jacobian<Source, wrt_positions<Position...>, Value, Shapes...> {
    static constexpr int input_count = Source::input_count;
    static constexpr int output_count = 0;
    using element = element_of_range<typename Source::result>;
    static constexpr int rows = shape_of<element>::size;
    static constexpr int wanted =
        (shape_of<typename part_of_block<element_at<Position, Shapes...>>::type>::size + ... + 0);
    template <class T>
    using derivative = typename derivative_shape<
        rebind_shape<element, T>,
        typename argument_group<wrt_positions<Position...>, positional,
                                typename part_of_block<Shapes>::type...>::template type<T>>::type;
    using result = void;
    static constexpr bool has_ranges = (SymbolicRange<element_at<Position, Shapes...>> || ...);
    /// Whether compilers have room for a sweep by each number through loops with states.
    static constexpr bool is_small = (1 + wanted) * engine::record::recorded_size<Source> <= 1536;
    /// For a sweep of each number, or by each.
    static constexpr int likely_size = (1 + (rows < wanted ? rows : wanted)) * engine::record::recorded_size<Source>;

    static constexpr void write(engine::record::loop_recorder& loops, int* outputs) {
        Source::write(loops, outputs);
        loops.target().set_primal(false);
        const int of = loops.array_of_result(0), stores = loops.stores.size();
        engine::loop_array blocks = loops.tables.arrays[of];
        blocks.size = rows * wanted;
        if (Value == engine::differentiate::with_value::yes) blocks.argument = -2;
        else loops.forget_result(of);
        const int to = loops.add_array(blocks);

        engine::differentiate::loop_reverse sweep(loops);
        (want_argument<element_at<Position, Shapes...>, Shapes...>(sweep, loops, Position), ...);
        // What all turns have a part in depends on all elements of a range.
        const auto has_all_turns = [&](int row) {
            const engine::record::index_set each = index_of_element(loops, row);
            return has_turns_for_all(loops, each) || sweep.has_sum_over(loops.stores[row].operand, each);
        };
        const bool has_columns = !has_ranges && (loops.carries.size() == 0 || is_small);
        engine::workspace<bool> is_by_columns(stores);
        for (int row = 0; row < stores; ++row)
            is_by_columns[row] = has_columns && (wanted <= rows || has_all_turns(row));
        if (has_columns) write_columns(loops, stores, to, is_by_columns);
        for (int row = 0; row < stores; ++row) {
            if (is_by_columns[row]) continue;
            if (has_all_turns(row)) {
                loops.fault = engine::record::loop_fault::dense;
                return;
            }
            const engine::array_store own = loops.stores[row];
            engine::array_access at = loops.accesses[own.access];
            const engine::record::index_set each = index_of_element(loops, row);
            const int first = at.scalar * wanted;
            at.array = to;
            sweep.clear();
            sweep.keep_apart(each);
            if (own.operand >= 0) sweep.seed(own.operand, recorded::literal_in(&loops.target(), 1));
            sweep.run();
            int column = 0;
            const auto store = [&](int scalar, const recorded& adjoint) {
                at.scalar = first + column + scalar;
                if (!adjoint.is_literal(0)) loops.store(at, adjoint, false);
            };
            (collect<element_at<Position, Shapes...>>(sweep, loops, Position, each, store, column), ...);
        }
        if (Value == engine::differentiate::with_value::no) loops.forget_stores(stores);
    }

private:
    static constexpr engine::record::index_set index_of_element(const engine::record::loop_recorder& loops, int row) {
        return engine::record::set_of(loops.accesses[loops.stores[row].access].subscripts[0]);
    }
    /// The derivatives of some numbers of an element by arguments of fixed size, by a forward sweep for each of these.
    static constexpr void write_columns(engine::record::loop_recorder& loops, int rows_stored, int to,
                                        const engine::workspace<bool>& is_by_columns) {
        bool is_any = false;
        for (int row = 0; row < rows_stored; ++row) is_any = is_any || is_by_columns[row];
        if (!is_any) return;
        engine::differentiate::loop_forward sweep(loops, engine::differentiate::zero_component::is_multiplied);
        for (int row = 0; row < rows_stored; ++row)
            if (is_by_columns[row]) sweep.need(loops.stores[row].operand);
        int column = 0;
        for (const std::size_t position : {Position...}) {
            const int sizes[] = {fixed_size<Shapes>...};
            for (int i = 0; i < sizes[position]; ++i, ++column) {
                const int input = first_input<Shapes...>(position) + i;
                sweep.tangents[input] = recorded::literal_in(&loops.target(), 1);
                sweep.run();
                sweep.tangents[input] = recorded();
                for (int row = 0; row < rows_stored; ++row) {
                    if (!is_by_columns[row]) continue;
                    const engine::array_store own = loops.stores[row];
                    engine::array_access at = loops.accesses[own.access];
                    at.array = to;
                    at.scalar = at.scalar * wanted + column;
                    const recorded tangent = sweep.of(own.operand);
                    if (!tangent.is_literal(0)) loops.store(at, tangent, false);
                }
            }
        }
    }
    /// Whether an ordered loop does not run for each element of the result by itself: what goes back through its turns
    /// would be the sum over all of them.
    static constexpr bool has_turns_for_all(const engine::record::loop_recorder& loops,
                                            engine::record::index_set each) {
        for (int i = 0; i < loops.carries.size(); ++i)
            if ((each & ~loops.carries[i].around) != 0) return true;
        return false;
    }
    template <class Shape>
    static constexpr void collect(engine::differentiate::loop_reverse& sweep, engine::record::loop_recorder& loops,
                                  std::size_t position, engine::record::index_set each, const auto& store,
                                  int& column) {
        if constexpr (SymbolicRange<Shape>) {
            int subscript = engine::no_subscript;
            for_elements_of(loops, position, [&](int node, const engine::array_access& at) {
                if (!sweep.has_adjoint(node)) return;
                const bool is_first = subscript == engine::no_subscript;
                if (is_first) subscript = at.subscripts[0];
                if (at.subscripts[0] != subscript || at.offsets[0] != 0 || (loops.indices_of_access(at) & ~each) != 0)
                    loops.fault = engine::record::loop_fault::dense;
                store(at.scalar, sweep.adjoints[node]);
            });
        } else {
            for (int i = 0; i < fixed_size<Shape>; ++i) store(i, sweep.adjoints[first_input<Shapes...>(position) + i]);
        }
        column += shape_of<typename part_of_block<Shape>::type>::size;
    }
};

/// What such functions return, from the numbers of their programs.
template <class Source, engine::differentiate::with_value Value>
struct dense_jacobian_assembly {
    static constexpr int output_count = Source::output_count, array_count = 0;
    template <class T, class... A>
    static auto make_results(const A&...) {
        return boost::hana::tuple<>();
    }
    template <class T, int FirstOutput, std::size_t FirstArray, class... A, class Run, class Results>
    PULLBACK_ALWAYS_INLINE static constexpr auto assemble(const Run& run, Results&) {
        using derivative = typename Source::template derivative<T>;
        if constexpr (Value == engine::differentiate::with_value::yes) {
            using own = typename Source::own_result;
            using value = rebind_shape<own, T>;
            return value_with_jacobian<value, derivative>{
                take<FirstOutput, own, value, T>(run),
                take<FirstOutput + Source::rows, typename Source::template derivative<recorded>, derivative, T>(run)};
        } else {
            return take<FirstOutput, typename Source::template derivative<recorded>, derivative, T>(run);
        }
    }

private:
    template <int First, class Shape, class Result, class T, class Run>
    PULLBACK_ALWAYS_INLINE static Result take(const Run& run) {
        return [&]<int... I>(std::integer_sequence<int, I...>) PULLBACK_ALWAYS_INLINE {
            const T numbers[] = {run.template output<First + I>()...};
            return shape_of<Shape>::template store<0, Result>(numbers);
        }(std::make_integer_sequence<int, shape_of<Shape>::size>{});
    }
};

template <class Inner, class Source, engine::differentiate::with_value Value>
struct block_jacobian_assembly {
    using own = typename Inner::assembly;
    static constexpr int output_count = 0, array_count = (Value == engine::differentiate::with_value::yes ? 1 : 0) + 1;
    template <class T, class... A>
    static auto make_results(const A&... arguments) {
        using block = typename Source::template derivative<T>;
        auto blocks = boost::hana::make_tuple(detail::make_array_of_result<block, typename Inner::loops>(arguments...));
        if constexpr (Value == engine::differentiate::with_value::yes)
            return joined(own::template make_results<T>(arguments...), std::move(blocks));
        else return blocks;
    }
    template <class T, int FirstOutput, std::size_t FirstArray, class... A, class Run, class Results>
    PULLBACK_ALWAYS_INLINE static constexpr auto assemble(const Run& run, Results& results) {
        auto& blocks =
            boost::hana::at_c<FirstArray + (Value == engine::differentiate::with_value::yes ? 1 : 0)>(results);
        if constexpr (Value == engine::differentiate::with_value::yes) {
            auto value = own::template assemble<T, FirstOutput, FirstArray, A...>(run, results);
            return value_with_jacobian<decltype(value), std::remove_reference_t<decltype(blocks)>>{std::move(value),
                                                                                                   std::move(blocks)};
        } else {
            return std::move(blocks);
        }
    }
};

template <class Positions, class... Shapes>
inline constexpr bool chooses_ranges = false;
template <std::size_t... I, class... Shapes>
inline constexpr bool chooses_ranges<wrt_positions<I...>, Shapes...> = (SymbolicRange<element_at<I, Shapes...>> || ...);

template <class Shape>
inline constexpr bool is_range_of_rows = false;
template <SymbolicRange Shape>
inline constexpr bool is_range_of_rows<Shape> = SymbolicRange<element_of_range<Shape>>;
template <class Positions, class... Shapes>
inline constexpr bool chooses_rows = false;
template <std::size_t... I, class... Shapes>
inline constexpr bool chooses_rows<wrt_positions<I...>, Shapes...> =
    (is_range_of_rows<element_at<I, Shapes...>> || ...);

enum class matrix_kind { by_passes, dense, blocks };

template <bool AreFew>
constexpr void check_columns() {
    static_assert(AreFew,
                  "jacobian(f, wrt<...>)(x...): f returns a range of which each element depends on the turns "
                  "of a loop with a state, so the derivatives by all numbers of fixed size are one program, "
                  "which is too long here; give these numbers as a range, std::span<const double>(p), by which "
                  "the Jacobian is a matrix that is computed column by column");
}

template <matrix_kind Kind, class F, class Choice, class Inner, class Positions,
          engine::differentiate::with_value Value, int Order, class... Shapes>
struct loop_matrix {
    using passes = matrix_passes<F, Choice, Inner, Positions, Value, Shapes...>;
};
template <class F, class Choice, class Inner, class Positions, engine::differentiate::with_value Value, int Order,
          class... Shapes>
struct loop_matrix<matrix_kind::dense, F, Choice, Inner, Positions, Value, Order, Shapes...> {
    using source = loop_dense_jacobian<typename Inner::source, Positions, Value, Order, Shapes...>;
    using loops = engine::record::loops_built<source>;
    using assembly = dense_jacobian_assembly<source, Value>;
};
template <class F, class Choice, class Inner, class Positions, engine::differentiate::with_value Value, int Order,
          class... Shapes>
struct loop_matrix<matrix_kind::blocks, F, Choice, Inner, Positions, Value, Order, Shapes...> {
    using source = loop_block_jacobian<typename Inner::source, Positions, Value, Shapes...>;
    using loops = engine::record::loops_built<source>;
    using assembly = block_jacobian_assembly<Inner, source, Value>;
};

template <class Source, class Positions, engine::differentiate::with_value Value, class... Shapes>
consteval matrix_kind choose_matrix() {
    using returned = typename Source::result;
    if constexpr (SymbolicRange<returned> && !chooses_rows<Positions, Shapes...>) {
        using source = loop_block_jacobian<Source, Positions, Value, Shapes...>;
        constexpr bool has_blocks = engine::record::fault_of<source> != engine::record::loop_fault::dense;
        if constexpr (!source::has_ranges) detail::check_columns<has_blocks>();
        return has_blocks ? matrix_kind::blocks : matrix_kind::by_passes;
    } else {
        return std::is_void_v<returned> || chooses_ranges<Positions, Shapes...> ? matrix_kind::by_passes
                                                                                : matrix_kind::dense;
    }
}

/// The Jacobian of F for ranges, if F itself can be recorded for them.
template <class F, class Choice, engine::differentiate::with_value Value, int Order, class List>
struct loop_jacobian {};
template <class F, class Choice, engine::differentiate::with_value Value, int Order, class... Shapes>
    requires(is_made_by_passes<typename F::template implementation<Shapes...>>)
struct loop_jacobian<F, Choice, Value, Order, types<Shapes...>> {
    using checked = decltype(detail::check_matrix_derivative<always_false<F>>());
};
template <class F, class Choice, engine::differentiate::with_value Value, int Order, class... Shapes>
    requires requires { typename F::template implementation<Shapes...>::loops; }
struct loop_jacobian<F, Choice, Value, Order, types<Shapes...>>
    : loop_matrix<
          choose_matrix<typename F::template implementation<Shapes...>::source,
                        typename resolve<Choice, typename F::signature, sizeof...(Shapes)>::type, Value, Shapes...>(),
          F, Choice, typename F::template implementation<Shapes...>,
          typename resolve<Choice, typename F::signature, sizeof...(Shapes)>::type, Value, Order, Shapes...> {};

} // namespace pullback::detail

#endif
