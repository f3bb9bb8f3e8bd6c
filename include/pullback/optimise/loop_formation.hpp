// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_FORMATION_HPP
#define PULLBACK_OPTIMISE_LOOP_FORMATION_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/optimise/loop_memory.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>

#include <type_traits>

// From nodes that depend on sets of indices to loops in loops. What has an effect, a reduction, a store or a value that
// is kept, has a place in a loop; everything else is computed in each loop that needs it. Effects of one loop index
// that do not wait for each other share one loop.

namespace pullback::engine::optimise {

using record::contains;
using record::index_set;
using record::set_of;

/// What costs more than this is kept where another loop needs it again, and not computed again.
inline constexpr int most_computed_again = 6;

template <class Program>
class loop_former {
public:
    constexpr explicit loop_former(const Program& from) : from_(from), nodes_(Program::node_count) {
        is_known_.resize(nodes_);
        array_of_.resize(nodes_);
        for (int i = 0; i < nodes_; ++i) {
            is_known_[i] = i < Program::input_count;
            array_of_[i] = -1;
        }
        // The loops in loops, in the order of the depth at which they were met.
        for (int depth = 0; depth < most_indices; ++depth)
            for (int i = 0; i < from.tables.index_count; ++i)
                if (from.tables.indices[i].depth == depth) {
                    order_[i] = ordered_count_;
                    ordered_[ordered_count_++] = i;
                }
        stack<effect> effects;
        for (int i = 0; i < Program::store_count; ++i)
            effects.push({kind::store, i,
                          from.indices_of(from.stores[i].operand) | from.indices_of_access(from.stores[i].access), 0});
        for (int i = 0; i < Program::output_count; ++i)
            if (from.straight.outputs[i] >= 0) effects.push({kind::output, from.straight.outputs[i], 0, 0});
        regions.push({});
        form(0, 0, effects);
        // The items of one region side by side.
        for (int i = 0; i < regions.size(); ++i) {
            regions[i].first = items.size();
            for (int k = 0; k < written_.size(); ++k)
                if (written_[k].in == i) items.push(written_[k].item);
            regions[i].count = items.size() - regions[i].first;
        }
        const loop_memory<Program> places(from, items, regions, arrays);
    }

    stack<loop_item> items;
    stack<loop_region> regions;
    stack<kept_array> arrays;

private:
    enum class kind : unsigned char { store, reduction, kept, turns, first_state, next_state, output };
    struct effect {
        kind what = kind::store;
        int node = -1;         // or the number of the store, of a state, or the index of an ordered loop
        index_set indices = 0; // the loops that it stands in
        int level = 0;
    };
    struct written_item {
        int in = 0;
        loop_item item;
    };

    static constexpr bool has_states = Program::carry_count > 0;
    static constexpr bool has_turn_reads = Program::turn_read_count > 0;

    constexpr bool is_reduction(int node) const { return engine::is_reduction(from_.step_of(node)); }
    constexpr bool is_state(int node) const {
        return from_.step_of(node) == loop_step::carry || from_.step_of(node) == loop_step::last;
    }
    constexpr bool is_turn_read(int node) const { return from_.step_of(node) == loop_step::at_turn; }
    constexpr const loop_carry& carry_of(int node) const { return from_.carries[name_in(from_.maker_of(node))]; }
    /// Acts on the numbers of the state that an ordered loop hands on.
    constexpr void for_carries(int index, auto&& act) const {
        for (int i = 0; i < Program::carry_count; ++i)
            if (from_.carries[i].index == index) act(from_.carries[i]);
    }
    /// The loops over an array in a state.
    constexpr index_set elements_of(const loop_carry& carry) const {
        return carry.indices & ~carry.around & ~from_.tables.indices[carry.index].within;
    }
    /// The loops around an ordered one.
    constexpr index_set around_turns(int index) const {
        index_set set = 0;
        for_carries(index, [&](const loop_carry& carry) { set |= carry.around; });
        return set;
    }
    constexpr index_set loops_of(int node) const {
        if (has_states && from_.step_of(node) == loop_step::last) return carry_of(node).indices;
        if (!is_reduction(node)) return from_.indices_of(node);
        const instruction& step = from_.maker_of(node);
        return from_.tables.indices[name_in(step)].within |
               (step.operands[0] >= 0 ? from_.indices_of(step.operands[0]) : 0);
    }
    /// The indices of a reduction's result whose loops stand around its own.
    constexpr index_set around(int node) const {
        index_set set = 0;
        for (int i = 0; i < from_.tables.index_count; ++i)
            if (contains(from_.indices_of(node), i) && order_[i] < order_[name_in(from_.maker_of(node))])
                set |= set_of(i);
        return set;
    }
    constexpr int first_of(index_set set) const {
        for (int i = 0; i < ordered_count_; ++i)
            if (contains(set, ordered_[i])) return ordered_[i];
        return -1;
    }
    constexpr int cost_of(int node) const {
        switch (from_.step_of(node)) {
            case loop_step::none: break;
            case loop_step::element:
            case loop_step::extent:
            case loop_step::index: return 1;
            default: return 100;
        }
        switch (from_.maker_of(node).function->role) {
            case row_role::negate:
            case row_role::add:
            case row_role::subtract:
            case row_role::multiply:
            case row_role::square: return 1;
            case row_role::select: return 2;
            case row_role::divide: return 5;
            default: return from_.maker_of(node).function->is_condition ? 1 : 20;
        }
    }
    /// Arrays hold numbers: a truth value is found again from those that it compares.
    constexpr bool can_be_kept(int node) const { return !from_.maker_of(node).function->is_condition; }
    /// Acts on the nodes that must be there before a node can be computed.
    constexpr void for_operands(int node, auto&& act) const {
        if (node < Program::input_count) return;
        const instruction& step = from_.maker_of(node);
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= 0) act(step.operands[k]);
        if (has_states && is_state(node)) {
            // A number of a state needs all of the loop.
            for_carries(carry_of(node).index, [&](const loop_carry& carry) {
                if (carry.first >= 0) act(carry.first);
                if (carry.next >= 0) act(carry.next);
            });
        }
    }
    constexpr void for_operands(const effect& e, auto&& act) const {
        if (e.what == kind::store) {
            if (from_.stores[e.node].operand >= 0) act(from_.stores[e.node].operand);
            for (const int subscript : from_.accesses[from_.stores[e.node].access].subscripts)
                if (subscript < 0) act(~subscript);
        } else if (e.what == kind::turns) {
            // An array in the state has effects of its own.
            for_carries(e.node, [&](const loop_carry& carry) {
                const bool is_array = elements_of(carry) != 0, is_inside = is_there(carry);
                if (carry.first >= 0 && !is_inside && !is_array) act(carry.first);
                if (carry.next >= 0 && !(is_inside && is_array)) act(carry.next);
            });
        } else if (e.what == kind::first_state) {
            if (from_.carries[e.node].first >= 0) act(from_.carries[e.node].first);
        } else if (e.what == kind::next_state) {
            if (from_.carries[e.node].next >= 0) act(from_.carries[e.node].next);
        } else if (e.what == kind::reduction) {
            for_operands(e.node, act);
        } else {
            act(e.node);
        }
    }

    // What is found out about the nodes for one region.
    struct facts {
        constexpr explicit facts(int nodes)
            : is_needed(nodes),
              is_finished(nodes),
              is_kept(nodes),
              is_read_in_turns(has_turn_reads ? nodes : 0),
              level(nodes),
              cost(nodes) {}
        workspace<bool> is_needed;
        workspace<bool> is_finished; // a reduction whose loop stands in this region
        workspace<bool> is_kept;
        workspace<bool> is_read_in_turns; // in those of another loop, which never compute it again
        workspace<int> level;
        workspace<int> cost;
        stack<int> order;    // the nodes that are needed, operands first
        index_set turns = 0; // the ordered loops that are inside of this region, or further in
        int turns_level[has_states ? most_indices : 1]{};
        index_set around_turns[has_states ? most_indices : 1]{}; // within this region
        /// The ordered loops that what stands in these loops is a part of. (After a sum over a loop around an ordered
        /// one, what stands in the turns of that stands in no such loop.)
        constexpr index_set turns_among(index_set loops) const {
            index_set set = 0;
            if constexpr (has_states)
                for (int i = 0; (turns & loops) >> i != 0; ++i)
                    if (contains(turns & loops, i) && (around_turns[i] & ~loops) == 0) set |= set_of(i);
            return set;
        }
    };

    constexpr void form(int region, index_set path, stack<effect>& effects) {
        facts f(nodes_);
        const auto is_deeper = [&](int node) { return (from_.indices_of(node) & ~path) != 0; };
        stack<int> waiting;
        const auto need = [&](int node) {
            if (f.is_needed[node] || is_known_[node]) return;
            f.is_needed[node] = true;
            waiting.push(node);
        };
        for (int i = 0; i < effects.size(); ++i) for_operands(effects[i], need);
        while (waiting.size() > 0) {
            const int node = waiting.back();
            waiting.shrink(waiting.size() - 1);
            if (array_of_[node] >= 0) continue;
            for_operands(node, need);
            if (is_reduction(node) && (around(node) & ~path) == 0) {
                f.is_finished[node] = true;
                effects.push({kind::reduction, node, loops_of(node), 0});
            }
            if (has_states && is_state(node)) enter_turns(node, path, f, effects);
            if (has_turn_reads && is_turn_read(node)) f.is_read_in_turns[from_.maker_of(node).operands[0]] = true;
        }
        const auto keep = [&](int node) {
            f.is_kept[node] = true;
            effects.push({kind::kept, node, from_.indices_of(node), f.level[node]});
            return f.level[node] + 1;
        };
        // From which level on a node can be read by what stands in these loops.
        const auto readable = [&](int node, index_set loops) {
            if (!f.is_needed[node] || array_of_[node] >= 0) return 0;
            if (f.is_finished[node] || !is_deeper(node)) return f.level[node];
            // What stands in the same ordered loop reads it in the same turn.
            if (has_states && (f.turns_among(from_.indices_of(node)) & f.turns_among(loops)) != 0) return f.level[node];
            if (f.is_kept[node]) return f.level[node] + 1;
            const bool is_elsewhere = first_of(from_.indices_of(node) & ~path) != first_of(loops & ~path);
            if (is_elsewhere && is_to_be_kept(node, f)) return keep(node);
            return f.level[node];
        };
        for (int node = Program::input_count; node < nodes_; ++node)
            if (f.is_needed[node]) f.order.push(node);
        const auto find_levels = [&] {
            bool is_changed = false;
            for (int i = 0; i < f.order.size(); ++i) {
                const int node = f.order[i];
                if (array_of_[node] >= 0) {
                    f.cost[node] = 1;
                    continue;
                }
                int level = 0, cost = cost_of(node);
                const auto wait_for = [&](int from) {
                    if (from > level) level = from;
                };
                if (has_states && is_state(node)) {
                    const int index = carry_of(node).index;
                    for_carries(index, [&](const loop_carry& carry) {
                        const index_set outside = carry.indices & ~from_.tables.indices[index].within;
                        const bool is_filled_first = elements_of(carry) != 0 && f.around_turns[index] == 0;
                        if (carry.next >= 0) wait_for(readable(carry.next, carry.indices));
                        if (is_filled_first) wait_for(1 + (carry.first >= 0 ? readable(carry.first, outside) : 0));
                        else if (carry.first >= 0) wait_for(readable(carry.first, loops_of(node)));
                    });
                } else {
                    for_operands(node, [&](int operand) {
                        wait_for(readable(operand, loops_of(node)));
                        if (!f.is_needed[operand] || !is_deeper(operand)) return;
                        cost += f.is_kept[operand] || f.is_finished[operand] ? 1 : f.cost[operand];
                    });
                }
                if (has_states) level = level_with_turns(node, level, f);
                level = f.is_finished[node] ? level + 1 : level;
                is_changed = is_changed || level != f.level[node];
                f.level[node] = level;
                f.cost[node] = f.is_finished[node] ? 1 : cost < 1000 ? cost : 1000;
            }
            return is_changed;
        };
        // All that stands in an ordered loop has one level, which those that come first learn from those that come
        // last.
        bool is_changed = find_levels();
        while (has_states && f.turns != 0 && is_changed) is_changed = find_levels();
        int last_level = 0;
        for (int i = 0; i < effects.size(); ++i) {
            const effect e = effects[i];
            if (e.what == kind::reduction && f.is_finished[e.node]) {
                effects[i].level = f.level[e.node] - 1;
            } else if (e.what == kind::kept) {
                effects[i].level = f.level[e.node];
            } else if (e.what == kind::turns && contains(f.turns, e.node)) {
                effects[i].level = f.turns_level[e.node];
            } else {
                int level = 0;
                for_operands(e, [&](int operand) {
                    const int from = readable(operand, e.indices);
                    if (from > level) level = from;
                });
                if (has_states) level = level_in_turns(e.indices, level, f);
                effects[i].level = level;
            }
            if (effects[i].level > last_level) last_level = effects[i].level;
        }
        keep_what_crosses(path, f, effects, last_level);
        write(region, path, f, effects, last_level);
    }

    /// Notes that an ordered loop is needed, and that it stands in this region if all loops around it do.
    constexpr void enter_turns(int node, index_set path, facts& f, stack<effect>& effects) {
        const int index = carry_of(node).index;
        const index_set outside = around_turns(index);
        if ((outside & ~path) == 0 && from_.step_of(node) == loop_step::last) f.is_finished[node] = true;
        if (contains(f.turns, index)) return;
        f.turns |= set_of(index);
        f.around_turns[index] = outside & ~path;
        bool is_there = false;
        for (int i = 0; i < effects.size(); ++i)
            is_there = is_there || (effects[i].what == kind::turns && effects[i].node == index);
        if ((outside & ~path) != 0 || is_there) return;
        effects.push({kind::turns, index, outside | set_of(index), 0});
        for (int i = 0; i < Program::carry_count; ++i) {
            const loop_carry& carry = from_.carries[i];
            if (carry.index != index || elements_of(carry) == 0) continue;
            state_arrays_.push({i, add_array(carry.node, path | set_of(index), false), 0});
            state_arrays_.back().next = add_array(carry.node, path | set_of(index), false);
            arrays[state_arrays_.back().now].is_of_state = arrays[state_arrays_.back().next].is_of_state = true;
            effects.push({kind::first_state, i, outside | elements_of(carry), 0});
        }
    }
    constexpr void put_advance(int region, int index) {
        put(region, {loop_action::advance, index, -1, -1});
        for (int i = 0; i < Program::carry_count; ++i)
            if (from_.carries[i].index == index && elements_of(from_.carries[i]) != 0)
                put(region, {loop_action::exchange, arrays_of(i).now, arrays_of(i).next, -1});
    }
    struct state_array {
        int carry = 0;
        int now = 0, next = 0; // the arrays
    };
    constexpr const state_array& arrays_of(int carry) const {
        int i = state_arrays_.size() - 1;
        while (state_arrays_[i].carry != carry) --i;
        return state_arrays_[i];
    }
    /// Whether a number of a state can be read: inside of its loop.
    constexpr bool is_there(const loop_carry& carry) const {
        return is_known_[carry.node] || array_of_[carry.node] >= 0;
    }
    /// The level of what stands in these loops, which is that of the ordered ones among them.
    constexpr int level_in_turns(index_set loops, int level, const facts& f) const {
        const index_set turns = f.turns_among(loops);
        for (int i = 0; turns >> i != 0; ++i)
            if (contains(turns, i) && f.turns_level[i] > level) level = f.turns_level[i];
        return level;
    }
    constexpr int level_with_turns(int node, int level, facts& f) const {
        const index_set loops = loops_of(node);
        level = level_in_turns(loops, level, f);
        const index_set turns = f.turns_among(loops);
        for (int i = 0; turns >> i != 0; ++i)
            if (contains(turns, i)) f.turns_level[i] = level;
        return level;
    }
    /// Whether what another loop needs is kept, and not computed again.
    constexpr bool is_to_be_kept(int node, const facts& f) const {
        return can_be_kept(node) &&
               (f.cost[node] > most_computed_again || (has_turn_reads && f.is_read_in_turns[node]));
    }

    // What a loop needs that an earlier one has computed: kept, or computed again where that is cheap.
    constexpr void keep_what_crosses(index_set path, facts& f, stack<effect>& effects, int last_level) {
        workspace<int> seen(nodes_); // in which round
        int round = 0;
        for (int level = last_level; level > 0; --level)
            for (int o = 0; o < ordered_count_; ++o) {
                ++round;
                stack<int> waiting;
                const auto visit = [&](int node) {
                    if (seen[node] == round || !f.is_needed[node] || array_of_[node] >= 0 || f.is_finished[node] ||
                        (from_.indices_of(node) & ~path) == 0)
                        return;
                    seen[node] = round;
                    if (f.is_kept[node] && f.level[node] < level) return;
                    if (f.level[node] < level && is_to_be_kept(node, f)) {
                        f.is_kept[node] = true;
                        effects.push({kind::kept, node, from_.indices_of(node), f.level[node]});
                        return;
                    }
                    waiting.push(node);
                };
                for (int i = 0; i < effects.size(); ++i)
                    if (effects[i].level == level && first_of(effects[i].indices & ~path) == ordered_[o])
                        for_operands(effects[i], visit);
                while (waiting.size() > 0) {
                    const int node = waiting.back();
                    waiting.shrink(waiting.size() - 1);
                    for_operands(node, visit);
                }
            }
    }

    constexpr int add_array(int node, index_set path, bool is_begun) {
        kept_array added;
        added.node = node;
        added.is_outermost = path == 0;
        added.is_begun = is_begun;
        added.filled_in = regions.size(); // which comes next
        for (int i = 0; i < ordered_count_; ++i)
            if (contains(from_.indices_of(node) & ~path, ordered_[i])) added.indices[added.dimensions++] = ordered_[i];
        arrays.push(added);
        return arrays.size() - 1;
    }
    constexpr void put(int region, const loop_item& item) { written_.push({region, item}); }
    constexpr void write(int region, index_set path, facts& f, stack<effect>& effects, int last_level) {
        stack<int> known, in_arrays;
        const auto is_deeper = [&](int node) { return (from_.indices_of(node) & ~path) != 0; };
        const auto know = [&](int node) {
            is_known_[node] = true;
            known.push(node);
        };
        for (int level = 0; level <= last_level; ++level) {
            for (int i = 0; i < f.order.size(); ++i) {
                const int node = f.order[i];
                if (f.level[node] != level || is_known_[node] || is_deeper(node)) continue;
                if (array_of_[node] < 0 && (is_reduction(node) || (has_states && is_state(node)))) continue;
                if (array_of_[node] >= 0) put(region, {loop_action::load, node, array_of_[node], -1});
                else if (has_turn_reads && is_turn_read(node))
                    put(region, {loop_action::load_turn, node, array_of_[from_.maker_of(node).operands[0]], -1});
                else put(region, {loop_action::compute, node, -1, -1});
                know(node);
            }
            for (int i = 0; i < effects.size(); ++i) {
                const effect& e = effects[i];
                if (e.level != level || (e.indices & ~path) != 0 || e.what == kind::output || e.what == kind::turns)
                    continue;
                if (e.what == kind::store) put(region, {loop_action::store, e.node, -1, -1});
                else if (e.what == kind::first_state)
                    put(region, {loop_action::keep, from_.carries[e.node].first, arrays_of(e.node).now, -1});
                else if (e.what == kind::next_state)
                    put(region, {loop_action::keep, from_.carries[e.node].next, arrays_of(e.node).next, -1});
                else if (e.what == kind::kept) put(region, {loop_action::keep, e.node, array_being_made(e), -1});
                else put(region, {loop_action::accumulate, e.node, array_being_made(e), -1});
            }
            for (int o = 0; o < ordered_count_; ++o)
                write_loop(region, path, effects, level, ordered_[o], know, in_arrays);
        }
        // Everything has read the state of this turn.
        for (int i = 0; has_states && i < effects.size(); ++i)
            if (effects[i].what == kind::turns && (effects[i].indices & ~path) == 0)
                put_advance(region, effects[i].node);
        for (int i = 0; i < known.size(); ++i) is_known_[known[i]] = false;
        for (int i = 0; i < in_arrays.size(); ++i) array_of_[in_arrays[i]] = -1;
    }

    constexpr void write_loop(int region, index_set path, const stack<effect>& effects, int level, int index,
                              auto&& know, stack<int>& in_arrays) {
        stack<effect> inside;
        for (int i = 0; i < effects.size(); ++i)
            if (effects[i].level == level && effects[i].what != kind::output &&
                first_of(effects[i].indices & ~path) == index)
                inside.push(effects[i]);
        if (inside.size() == 0) return;
        const int made_before = being_made_.size();
        stack<effect> mine;
        for (int i = 0; i < inside.size(); ++i) {
            const int node = inside[i].node;
            const bool is_made = inside[i].what == kind::reduction || inside[i].what == kind::kept;
            if (!is_made || array_being_made(inside[i]) >= -1) continue;
            if (inside[i].what == kind::kept) {
                being_made_.push({node, add_array(node, path, false), true});
            } else {
                const bool in_register = (from_.indices_of(node) & ~path) == 0;
                being_made_.push({node, in_register ? -1 : add_array(node, path, true), false});
                put(region, {loop_action::begin, node, being_made_.back().array, -1});
            }
            mine.push(inside[i]);
        }
        const int body = regions.size();
        regions.push({index, region, 0, 0});
        const bool has_turns = has_states && begin_turns(region, index, inside);
        form(body, path | set_of(index), inside);
        put(region, {loop_action::loop, -1, -1, body});
        if (has_turns) end_turns(region, index, know, in_arrays);
        for (int i = 0; i < mine.size(); ++i) {
            const int node = mine[i].node, array = array_being_made(mine[i]);
            if (array < 0) {
                know(node);
            } else {
                array_of_[node] = array;
                in_arrays.push(node);
            }
        }
        being_made_.shrink(made_before);
    }

    constexpr bool begin_turns(int region, int index, stack<effect>& inside) {
        bool has_turns = false;
        for (int i = 0; i < inside.size(); ++i)
            has_turns = has_turns || (inside[i].what == kind::turns && inside[i].node == index);
        if (!has_turns) return false;
        for (int i = 0; i < Program::carry_count; ++i) {
            const loop_carry& carry = from_.carries[i];
            if (carry.index != index) continue;
            if (elements_of(carry) != 0) {
                array_of_[carry.node] = arrays_of(i).now;
                inside.push({kind::next_state, i, carry.indices, 0});
            } else {
                put(region, {loop_action::start, carry.node, -1, -1});
                is_known_[carry.node] = true;
            }
        }
        return true;
    }
    constexpr void end_turns(int region, int index, auto&& know, stack<int>& in_arrays) {
        for_carries(index, [&](const loop_carry& carry) {
            is_known_[carry.node] = false;
            array_of_[carry.node] = -1;
        });
        for (int node = Program::input_count; node < nodes_; ++node) {
            if (from_.step_of(node) != loop_step::last || carry_of(node).index != index) continue;
            if (elements_of(carry_of(node)) != 0) {
                array_of_[node] = arrays_of(name_in(from_.maker_of(node))).now;
                in_arrays.push(node);
            } else {
                put(region, {loop_action::finish, node, -1, -1});
                know(node);
            }
        }
    }

    struct made_array {
        int node = -1;
        int array = -1;
        bool is_kept = false; // and not accumulated: a reduction may be computed in the loop that keeps it
    };
    /// The array that is being filled with a node, -1 where that is a register, -2 where there is none.
    constexpr int array_being_made(const effect& e) const {
        for (int i = being_made_.size() - 1; i >= 0; --i)
            if (being_made_[i].node == e.node && being_made_[i].is_kept == (e.what == kind::kept))
                return being_made_[i].array;
        return -2;
    }

    const Program& from_;
    int nodes_;
    workspace<bool> is_known_{0};
    workspace<int> array_of_{0};
    int order_[most_indices]{};
    int ordered_[most_indices]{};
    int ordered_count_ = 0;
    stack<made_array> being_made_;
    stack<state_array> state_arrays_;
    stack<written_item> written_;
};

/// A plan with room for more than it has.
template <int Capacity>
struct plan_buffer {
    loop_plan<Capacity, Capacity / 4, Capacity / 4> plan;
    int items = 0, regions = 0, arrays = 0;
    constexpr bool overflow() const { return items > Capacity || regions > Capacity / 4 || arrays > Capacity / 4; }
};

template <class Built, int Capacity>
inline constexpr auto plan_in_room = [] {
    const loop_former<std::remove_cvref_t<decltype(Built::code)>> former(Built::code);
    plan_buffer<Capacity> formed{{}, former.items.size(), former.regions.size(), former.arrays.size()};
    if (formed.overflow()) return formed;
    for (int i = 0; i < formed.items; ++i) formed.plan.items[i] = former.items[i];
    for (int i = 0; i < formed.regions; ++i) formed.plan.regions[i] = former.regions[i];
    for (int i = 0; i < formed.arrays; ++i) formed.plan.arrays[i] = former.arrays[i];
    return formed;
}();

// Forming loops is the dearest step of all, so it is not done a first time for the size alone.
template <class Built, int Capacity>
consteval int plan_capacity() {
    if constexpr (plan_in_room<Built, Capacity>.overflow()) return plan_capacity<Built, 4 * Capacity>();
    else return Capacity;
}

/// The loops of the program `Built`.
template <class Built>
inline constexpr auto loops_of = [] {
    constexpr auto& formed = plan_in_room<Built, plan_capacity<Built, 3 * Built::code.node_count + 64>()>;
    loop_plan<formed.items, formed.regions, formed.arrays> plan;
    for (int i = 0; i < formed.items; ++i) plan.items[i] = formed.plan.items[i];
    for (int i = 0; i < formed.regions; ++i) plan.regions[i] = formed.plan.regions[i];
    for (int i = 0; i < formed.arrays; ++i) plan.arrays[i] = formed.plan.arrays[i];
    return plan;
}();

} // namespace pullback::engine::optimise

#endif
