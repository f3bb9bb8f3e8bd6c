// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_TILE_CHOICE_HPP
#define PULLBACK_RUN_TILE_CHOICE_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/lane_choice.hpp>

// Loops in a loop with lanes that have lanes along their own index: what they read lies side by side along that, and
// not along the other. They go through the turns of the outer loop, a *row* in each lane, one after the other, or
// through a *tile*: as many rows as a vector has lanes side by side, so that what is the same in all rows is read once,
// what is added over rows is stored once, and no sum waits for another one.

namespace pullback::engine::run {

/// How a loop in one with lanes runs.
enum class inner_lanes : unsigned char {
    of_outer,   // a turn of the outer loop in each lane
    row_by_row, // lanes along its own index, for each turn of the outer loop
    tiled       // the same for as many turns of the outer loop at once as a vector has lanes
};

/// Whether a loop in a loop over `index` with lanes, which can have lanes as well, can have them along its own index
/// instead: one without others in it, which leaves one number for each turn of the outer loop, or writes to memory.
constexpr bool can_go_along_rows(const auto& code, const auto& plan, int region, int index) {
    using optimise::loop_action;
    const int own = plan.regions[region].index;
    const loop_index& counted = code.tables.indices[own];
    if (counted.turns >= 0 || counted.reverses >= 0) return false;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
        switch (item.action) {
            case loop_action::compute: break;
            case loop_action::store: break;
            case loop_action::keep:
                if (run::keeps_for_each(code, plan, item, own) != run::differs_in(code, item.node, own)) return false;
                [[fallthrough]];
            case loop_action::load:
                if (run::is_wide(code, plan, item.array, index) || run::is_wide(code, plan, item.array, own))
                    return false;
                break;
            case loop_action::accumulate: {
                const int over = name_in(code.maker_of(item.node));
                if (is_place(code.step_of(item.node))) return false;
                if (item.array < 0 && (over != own || !run::differs_in(code, item.node, index))) return false;
                if (item.array < 0) break;
                if (over == own || !run::is_indexed_by(plan.arrays[item.array], own)) return false;
                if (run::is_wide(code, plan, item.array, index)) return false;
                break;
            }
            default: return false;
        }
    }
    return true;
}

/// Whether an item adds up over the rows of a tile, to what is stored once for all of them.
constexpr bool is_over_rows(const auto& code, const optimise::loop_item& item, int index) {
    return item.action == optimise::loop_action::accumulate && item.array >= 0 &&
           name_in(code.maker_of(item.node)) == index;
}

/// Whether such a loop gains by tiles: what is there for each row should be in registers.
constexpr bool gains_by_tiles(const auto& code, const auto& plan, int region, int index) {
    using optimise::loop_action;
    constexpr int most_reductions = 2, most_nodes = 8;
    int reductions = 0, sums = 0, of_rows = 0;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
        if (item.action == loop_action::accumulate) ++(run::is_over_rows(code, item, index) ? sums : reductions);
        if (item.action != loop_action::compute) continue;
        if (run::differs_in(code, item.node, index)) ++of_rows;
        if (code.step_of(item.node) == loop_step::none &&
            code.maker_of(item.node).function->facts.cost == cost_class::call)
            return false;
    }
    return reductions + sums > 0 && reductions <= most_reductions && of_rows <= most_nodes;
}

/// Nodes, each once.
template <int Most>
struct node_list {
    int nodes[Most + 1]{};
    int count = 0;
    constexpr int find(int node) const {
        for (int i = 0; i < count; ++i)
            if (nodes[i] == node) return i;
        return -1;
    }
    constexpr void add(int node) {
        if (find(node) < 0) nodes[count++] = node;
    }
};

/// What a loop along rows takes from the lanes of the outer loop, a number for each row, and what it leaves there.
template <int Most>
struct row_numbers {
    node_list<Most> operands;   // what it computes with
    node_list<Most> subscripts; // integers that say where it reads and writes
    node_list<Most> reductions; // over its own index
    node_list<Most> sums;       // over the outer one, which are kept in memory

    constexpr row_numbers(const auto& code, const auto& plan, int region, int index) {
        using optimise::loop_action;
        const int own = plan.regions[region].index;
        const auto is_computed = [&](int node) {
            for (int i = 0; i < plan.regions[region].count; ++i) {
                const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
                if ((item.action == loop_action::compute || item.action == loop_action::load) && item.node == node)
                    return true;
            }
            return false;
        };
        const auto take = [&](int node) {
            if (run::differs_in(code, node, index) && !run::differs_in(code, node, own) && !is_computed(node))
                operands.add(node);
        };
        const auto take_subscripts = [&](const auto& self, int access) -> void {
            for (const int subscript : code.accesses[access].subscripts) {
                const int node = ~subscript;
                if (node < code.input_count || !run::differs_in(code, node, index)) continue;
                if (code.step_of(node) == loop_step::element) self(self, name_in(code.maker_of(node)));
                else if (!run::differs_in(code, node, own)) subscripts.add(node);
            }
        };
        for (int i = 0; i < plan.regions[region].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
            if (item.action == loop_action::store) {
                take(code.stores[item.node].operand);
                take_subscripts(take_subscripts, code.stores[item.node].access);
            } else if (item.action == loop_action::accumulate) {
                take(code.maker_of(item.node).operands[0]);
                if (item.array < 0) reductions.add(item.node);
                else if (run::is_over_rows(code, item, index)) sums.add(item.node);
            } else if (item.action == loop_action::keep) {
                take(item.node);
            } else if (item.action == loop_action::compute) {
                const instruction& made_by = code.maker_of(item.node);
                const loop_step step = code.step_of(item.node);
                if (step == loop_step::element) take_subscripts(take_subscripts, name_in(made_by));
                if (step != loop_step::none) continue;
                for (int k = 0; k < made_by.function->arity; ++k) take(made_by.operands[k]);
            }
            if (item.array >= 0 && plan.arrays[item.array].store >= 0)
                take_subscripts(take_subscripts, code.stores[plan.arrays[item.array].store].access);
        }
    }
};

} // namespace pullback::engine::run

#endif
