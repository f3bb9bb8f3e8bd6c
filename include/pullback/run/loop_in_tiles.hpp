// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_IN_TILES_HPP
#define PULLBACK_RUN_LOOP_IN_TILES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/math/joined_lanes.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/used_lanes.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/run/lane_choice.hpp>
#include <pullback/run/lane_costs.hpp>
#include <pullback/run/reductions.hpp>
#include <pullback/run/tile_choice.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// How a loop runs that has lanes along its own index and stands in another one with lanes: for each turn of that, a
// row, what the loop needs of it stands where it does without lanes.

namespace pullback::engine::run {

/// Runs the loop of `Region`, in a loop over `Index` of which so many turns run at once. `Run`: what runs all loops.
template <class Run, int Region, int Index, class Used>
class loop_along_rows {
    using T = typename Used::numbers::value_type;
    using program = typename Run::program;
    static constexpr const auto& code = Run::code;
    static constexpr const auto& plan = Run::plan;
    static constexpr int own = plan.regions[Region].index;
    static constexpr bool is_tiled = run::lanes_of<program>.inside[Region] == inner_lanes::tiled;
    static constexpr row_numbers<4 * plan.item_count> needed{code, plan, Region, Index};
    using lanes_state = typename Run::template state<Used>;
    using vector = math::lanes<T, 1>;
    static constexpr int rows_at_once = vector::size;

    // Apart from the references: where a compiler does not make registers of arrays, what stands beside them is in
    // memory too, and so is all that references to it refer to.
    struct row_values {
        T operands[needed.operands.count + 1][Used::size];
        T results[needed.reductions.count + 1][Used::size];
        typename Used::integers::integer subscripts[needed.subscripts.count + 1][Used::size];
    };

public:
    PULLBACK_ALWAYS_INLINE loop_along_rows(Run& run, lanes_state& lanes)
        : run_(run), lanes_(lanes), first_(run.index_[Index]) {}

    PULLBACK_ALWAYS_INLINE void run_all_rows() {
        row_values rows;
        for_nodes<needed.operands.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            this->run_.template number_to_keep<needed.operands.nodes[k()], Index>(lanes_).store(rows.operands[k()]);
        });
        for_nodes<needed.subscripts.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            lanes_.places[needed.subscripts.nodes[k()]].store(rows.subscripts[k()]);
        });
        for_nodes<needed.reductions.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            lanes_.numbers[needed.reductions.nodes[k()]].store(rows.results[k()]);
        });
        if constexpr (is_tiled && std::is_same_v<Used, math::all_lanes<T, Used::size / rows_at_once>>)
            for (int row = 0; row < Used::size; row += rows_at_once) run_tile(rows, row);
        else
            for (int row = 0; row < Used::size; ++row) {
                if (lanes_.is_used(row)) run_row(rows, row);
                else
                    for_nodes<needed.reductions.count>([&](auto k)
                                                           PULLBACK_ALWAYS_INLINE { repeat(rows.results[k()], row); });
            }
        for_nodes<needed.reductions.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            lanes_.numbers[needed.reductions.nodes[k()]] = Used::numbers::load(rows.results[k()]);
        });
        run_.index_[Index] = first_;
    }

private:
    template <int Count, class Act>
    PULLBACK_ALWAYS_INLINE static void for_nodes(Act act) {
        Run::for_each(std::make_integer_sequence<int, Count>{}, act);
    }
    PULLBACK_ALWAYS_INLINE static void repeat(T (&results)[Used::size], int row) { results[row] = results[row - 1]; }

    PULLBACK_ALWAYS_INLINE void set_row(const row_values& rows, int row) {
        run_.index_[Index] = lanes_.turn(first_, row);
        for_nodes<needed.operands.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            constexpr int node = needed.operands.nodes[k()];
            if constexpr (code.kind_of(node) == value_kind::truth)
                run_.conditions_[node] = rows.operands[k()][row] != T(0);
            else run_.numbers_[node] = rows.operands[k()][row];
        });
        for_nodes<needed.subscripts.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            run_.integers_[needed.subscripts.nodes[k()]] = static_cast<std::ptrdiff_t>(rows.subscripts[k()][row]);
        });
    }
    PULLBACK_ALWAYS_INLINE std::ptrdiff_t count() const {
        return run_.template count_of<code.tables.indices[own].extent>();
    }
    PULLBACK_ALWAYS_INLINE void run_row(row_values& rows, int row) {
        set_row(rows, row);
        for_nodes<needed.reductions.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            run_.numbers_[needed.reductions.nodes[k()]] = rows.results[k()][row];
        });
        run_.template run_in_lanes<Region>(0, count());
        for_nodes<needed.reductions.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            rows.results[k()][row] = run_.numbers_[needed.reductions.nodes[k()]];
        });
    }

    // Several rows at once.

    /// Reductions over the own index, for each row.
    struct tile_sums {
        vector of_rows[needed.reductions.count + 1][rows_at_once];
    };
    PULLBACK_ALWAYS_INLINE void run_tile(row_values& rows, int row) {
        tile_sums sums;
        for_nodes<needed.reductions.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            for_nodes<rows_at_once>([&](auto r) PULLBACK_ALWAYS_INLINE {
                sums.of_rows[k()][r()] = vector(run::first_value<T>(code.step_of(needed.reductions.nodes[k()])));
            });
        });
        const std::ptrdiff_t end = count();
        std::ptrdiff_t i = 0;
        typename Run::template state<math::all_lanes<T, 1>> columns;
        for (; end - i >= rows_at_once; i += rows_at_once) run_columns(columns, rows, row, i, sums);
        if (i < end) {
            typename Run::template state<math::first_lanes<T>> last;
            last.use(end - i);
            run_columns(last, rows, row, i, sums);
        }
        for_nodes<needed.reductions.count>([&](auto k) PULLBACK_ALWAYS_INLINE {
            constexpr loop_step step = code.step_of(needed.reductions.nodes[k()]);
            const auto join = []<class N>(const N& a, const N& b)
                                  PULLBACK_ALWAYS_INLINE { return Run::template join<step, N>(a, b); };
            const vector of_all = math::joined_rows<T>(sums.of_rows[k()], join);
            T* const results = rows.results[k()] + row;
            Run::template join_lanes<step>(vector::load(results), of_all).store(results);
        });
    }
    template <class Columns>
    PULLBACK_ALWAYS_INLINE void run_columns(Columns& columns, const row_values& rows, int row, std::ptrdiff_t first,
                                            tile_sums& sums) {
        vector over_rows[needed.sums.count + 1];
        run_.index_[own] = first;
        for_nodes<rows_at_once>([&](auto r) PULLBACK_ALWAYS_INLINE {
            set_row(rows, row + r());
            for_nodes<plan.regions[Region].count>([&](auto i) PULLBACK_ALWAYS_INLINE {
                run_item<plan.regions[Region].first + i(), r()>(columns, sums, over_rows);
            });
        });
    }
    template <int Item, int Row, class Columns>
    PULLBACK_ALWAYS_INLINE void run_item(Columns& columns, [[maybe_unused]] tile_sums& sums,
                                         [[maybe_unused]] vector* over_rows) {
        using optimise::loop_action;
        constexpr optimise::loop_item item = plan.items[Item];
        if constexpr (item.action == loop_action::accumulate) {
            constexpr loop_step step = code.step_of(item.node);
            const vector body = run_.template number<code.maker_of(item.node).operands[0], own>(columns);
            if constexpr (item.array < 0) {
                vector& sum = sums.of_rows[needed.reductions.find(item.node)][Row];
                sum = Run::template join_lanes<step>(sum, Run::template terms_of<step>(columns, body));
            } else if constexpr (run::is_over_rows(code, item, Index)) {
                vector& sum = over_rows[needed.sums.find(item.node)];
                if constexpr (Row == 0) sum = body;
                else sum = Run::template join_lanes<step>(sum, body);
                if constexpr (Row == rows_at_once - 1)
                    run_.template accumulate_kept<item.node, item.array, own>(columns, sum);
            } else {
                run_.template accumulate_kept<item.node, item.array, own>(columns, body);
            }
        } else if constexpr (Row == 0 || (item.action != loop_action::compute && item.action != loop_action::load) ||
                             run::differs_in(code, item.node, Index)) {
            run_.template run_item_in_lanes<Item, Region, own>(columns); // what is the same in all rows, once
        }
    }

    Run& run_;
    lanes_state& lanes_;
    std::ptrdiff_t first_; // turn of the outer loop
};

} // namespace pullback::engine::run

#endif
