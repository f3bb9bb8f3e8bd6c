// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_FORMATION_HPP
#define PULLBACK_OPTIMISE_LOOP_FORMATION_HPP

#include <pullback/optimise/loop_memory.hpp>
#include <pullback/optimise/loop_nodes.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loop_turns.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>

// From nodes that depend on sets of indices to loops in loops. What has an effect, a reduction, a store or a value that
// is kept, has a place in a loop; everything else is computed in each loop that needs it. Effects of one loop index
// that do not wait for each other share one loop. (What is asked often is read through pointers: in a constant
// expression a call takes several times as long.)

namespace pullback::engine::optimise {

using record::contains;
using record::set_of;

/// What costs more than this is kept where another loop needs it again, and not computed again.
inline constexpr int most_computed_again = 6;

template <class Program>
class loop_former {
public:
    constexpr explicit loop_former(const Program& from) : from_(from), turns_(from) {
        optimise::find_loop_nodes(from, nodes_at_);
        // The loops in loops, in the order of the depth at which they were met.
        for (int depth = 0; depth < most_indices; ++depth)
            for (int i = 0; i < from.tables.index_count; ++i)
                if (from.tables.indices[i].depth == depth) {
                    order_[i] = ordered_count_;
                    ordered_[ordered_count_++] = i;
                }
        for (int i = 0; i < from.tables.extent_count; ++i)
            has_chosen_rows_ = has_chosen_rows_ || from.tables.extents[i].has_chosen_row();
        stack<effect> effects;
        for (int i = 0; i < Program::store_count; ++i)
            effects.push({kind::store, i,
                          from.indices_of(from.stores[i].operand) | from.indices_of_access(from.stores[i].access), 0});
        for (int i = 0; i < Program::output_count; ++i)
            if (from.straight.outputs[i] >= 0) effects.push({kind::output, from.straight.outputs[i], 0, 0});
        regions.push({});
        form(0, 0, effects);
        // The items of one region side by side.
        const written_item* const written = written_.data();
        const int written_count = written_.size(), region_count = regions.size();
        for (int i = 0; i < region_count; ++i) {
            regions[i].first = items.size();
            for (int k = 0; k < written_count; ++k)
                if (written[k].in == i) items.push(written[k].item);
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
        int node = -1;         // or the number of the store or state, or the index of an ordered loop
        index_set indices = 0; // the loops that it stands in
        int level = 0;
    };
    struct written_item {
        int in = 0;
        loop_item item;
    };

    constexpr index_set loops_of(int node) const {
        if (has_states && turns_.is_last(node)) return turns_.carry_of(node).indices;
        if (!nodes_at_[node].is_reduction) return nodes_at_[node].indices;
        const instruction& step = from_.maker_of(node);
        return from_.tables.indices[name_in(step)].within |
               (step.operands[0] >= 0 ? from_.indices_of(step.operands[0]) : 0);
    }
    /// The indices of a reduction's result whose loops stand around its own.
    constexpr index_set around(int node) const {
        index_set set = 0;
        for (int i = 0; i < from_.tables.index_count; ++i)
            if (contains(nodes_at_[node].indices, i) && order_[i] < order_[name_in(from_.maker_of(node))])
                set |= set_of(i);
        return set;
    }
    constexpr int first_of(index_set set) const {
        for (int i = 0; i < ordered_count_; ++i)
            if (contains(set, ordered_[i])) return ordered_[i];
        return -1;
    }
    /// Acts on the nodes that must be there before a node can be computed.
    constexpr void for_operands(int node, auto&& act) const {
        const loop_node& of = nodes_at_[node];
        for (int k = 0; k < of.arity; ++k)
            if (of.operands[k] >= 0) act(of.operands[k]);
        if (waits_for_others()) for_others(node, act);
    }
    /// Whether some nodes wait for more than their operands.
    constexpr bool waits_for_others() const { return has_states || has_chosen_rows_; }
    constexpr void for_others(int node, auto&& act) const {
        if (node < Program::input_count) return;
        if (has_chosen_rows_) {
            if (nodes_at_[node].is_reduction) for_rows(loops_of(node), act);
            else if (from_.step_of(node) == loop_step::extent) for_row(name_in(from_.maker_of(node)), act);
        }
        if (!has_states || !turns_.is_state(node)) return;
        // A number of a state needs all of its loop.
        turns_.for_carries(turns_.carry_of(node).index, [&](const loop_carry& carry, int) {
            if (carry.first >= 0) act(carry.first);
            if (carry.next >= 0) act(carry.next);
        });
    }
    /// Acts on the integers that say over which rows loops go, where data choose the rows.
    constexpr void for_rows(index_set loops, auto&& act) const {
        for (int i = 0; i < from_.tables.index_count; ++i)
            if (contains(loops, i)) for_row(from_.tables.indices[i].extent, act);
    }
    constexpr void for_row(int extent, auto&& act) const {
        if (from_.tables.extents[extent].has_chosen_row()) act(~from_.tables.extents[extent].row);
    }
    constexpr void for_operands(const effect& e, auto&& act) const {
        if (has_chosen_rows_ && e.what != kind::reduction) for_rows(e.indices, act);
        if (e.what == kind::store) {
            if (from_.stores[e.node].operand >= 0) act(from_.stores[e.node].operand);
            for (const int subscript : from_.accesses[from_.stores[e.node].access].subscripts)
                if (subscript < 0) act(~subscript);
        } else if (e.what == kind::reduction) {
            for_operands(e.node, act);
        } else if (e.what == kind::turns) {
            // An array in the state has effects of its own.
            turns_.for_carries(e.node, [&](const loop_carry& carry, int) {
                const bool is_array = turns_.elements_of(carry) != 0, is_inside = is_there(carry);
                if (carry.first >= 0 && !is_inside && !is_array) act(carry.first);
                if (carry.next >= 0 && !(is_inside && is_array)) act(carry.next);
            });
        } else if (e.what == kind::first_state || e.what == kind::next_state) {
            const loop_carry& carry = from_.carries[e.node];
            const int value = e.what == kind::first_state ? carry.first : carry.next;
            if (value >= 0) act(value);
        } else {
            act(e.node);
        }
    }

    // What is found out about a node for one region.
    struct region_facts {
        bool is_needed;
        bool is_finished; // a reduction whose loop stands in this region
        bool is_kept;
        bool is_deeper;        // it depends on indices beyond the path
        bool is_read_in_turns; // in those of another loop, which never compute it again
        int level;
        int cost;
    };
    struct facts {
        constexpr explicit facts(int nodes)
            : room(nodes), order_room(nodes), at(room.data()), order(order_room.data()) {}
        workspace<region_facts> room;
        workspace<int> order_room;
        region_facts* const at; // of each node
        int* const order;       // the nodes that are needed, operands first
        int count = 0;          // of them
        turns_in_region<Program> turns{};
    };

    constexpr void form(int region, index_set path, stack<effect>& effects) {
        facts f(nodes_);
        region_facts* const at = f.at;
        int* const waiting = f.order; // which is made after them
        int waiting_count = 0;
        const auto need = [&](int node) {
            if (at[node].is_needed || nodes_at_[node].is_known) return;
            at[node].is_needed = true;
            waiting[waiting_count++] = node;
        };
        for (int i = 0; i < effects.size(); ++i) for_operands(effects[i], need);
        while (waiting_count > 0) {
            const int node = waiting[--waiting_count];
            const loop_node& of = nodes_at_[node];
            at[node].is_deeper = (of.indices & ~path) != 0;
            if (of.array_of >= 0) continue;
            for (int k = 0; k < of.arity; ++k) {
                const int operand = of.operands[k];
                if (operand >= 0 && !at[operand].is_needed) need(operand);
            }
            if (waits_for_others()) for_others(node, need);
            if (has_states && turns_.is_state(node)) enter_turns(node, path, f, effects);
            if (has_turn_reads && turns_.is_read(node)) at[of.operands[0]].is_read_in_turns = true;
            if (of.is_reduction && (around(node) & ~path) == 0) {
                at[node].is_finished = true;
                effects.push({kind::reduction, node, loops_of(node), 0});
            }
        }
        // From which level on a node can be read by what stands in these loops.
        const auto readable = [&](int node, index_set loops) {
            region_facts& here = at[node];
            const loop_node& of = nodes_at_[node];
            if (!here.is_needed || of.array_of >= 0) return 0;
            if (here.is_finished || !here.is_deeper) return here.level;
            // What stands in the same ordered loop reads it in the same turn.
            if (has_states && (f.turns.among(of.indices) & f.turns.among(loops)) != 0) return here.level;
            if (here.is_kept) return here.level + 1;
            if (!is_to_be_kept(here, of) || first_of(of.indices & ~path) == first_of(loops & ~path)) return here.level;
            here.is_kept = true;
            effects.push({kind::kept, node, of.indices, here.level});
            return here.level + 1;
        };
        for (int node = Program::input_count; node < nodes_; ++node)
            if (at[node].is_needed) f.order[f.count++] = node;
        // All that stands in an ordered loop has one level, which those that come first learn from those that come
        // last.
        while (find_levels(f, readable) && !f.turns.is_empty()) {
        }
        int last_level = 0;
        for (int i = 0; i < effects.size(); ++i) {
            const effect e = effects[i];
            int level = 0;
            if (e.what == kind::reduction && at[e.node].is_finished) {
                level = at[e.node].level - 1;
            } else if (e.what == kind::kept) {
                level = at[e.node].level;
            } else if (e.what == kind::turns && f.turns.has(e.node)) {
                level = f.turns.level_of(e.node);
            } else {
                for_operands(e, [&](int operand) {
                    const int from = readable(operand, e.indices);
                    if (from > level) level = from;
                });
                if (has_states) level = f.turns.level_in(e.indices, level);
            }
            effects[i].level = level;
            if (level > last_level) last_level = level;
        }
        keep_what_crosses(path, f, effects, last_level);
        write(region, path, f, effects, last_level);
    }

    /// Finds the level and the cost of each node that is needed. Returns whether a level has changed.
    constexpr bool find_levels(facts& f, const auto& readable) {
        region_facts* const at = f.at;
        bool is_changed = false;
        for (int i = 0; i < f.count; ++i) {
            const int node = f.order[i];
            const loop_node& of = nodes_at_[node];
            region_facts& mine = at[node];
            mine.cost = 1;
            if (of.array_of >= 0) continue;
            const index_set loops = loops_of(node);
            int level = 0, cost = of.cost;
            const auto wait_for = [&](int from) {
                if (from > level) level = from;
            };
            for (int k = 0; k < of.arity; ++k) {
                const int operand = of.operands[k];
                if (operand < 0 || !at[operand].is_needed) continue;
                const int from = readable(operand, loops);
                if (from > level) level = from;
                const region_facts& other = at[operand];
                if (other.is_deeper) cost += other.is_kept || other.is_finished ? 1 : other.cost;
            }
            if (has_states && turns_.is_state(node)) wait_for_turns(node, f, readable, wait_for);
            else if (waits_for_others()) for_others(node, [&](int other) { wait_for(readable(other, loops)); });
            if (has_states) level = f.turns.raised(loops, level);
            level = mine.is_finished ? level + 1 : level;
            is_changed = is_changed || level != mine.level;
            mine.level = level;
            mine.cost = mine.is_finished ? 1 : cost < 1000 ? cost : 1000;
        }
        return has_states && is_changed;
    }
    /// What a state waits for: an array in it is filled by a loop of its own first.
    constexpr void wait_for_turns(int node, const facts& f, const auto& readable, const auto& wait_for) const {
        const int index = turns_.carry_of(node).index;
        turns_.for_carries(index, [&](const loop_carry& carry, int) {
            const index_set outside = carry.indices & ~from_.tables.indices[index].within;
            const bool is_filled_first = turns_.elements_of(carry) != 0 && f.turns.around(index) == 0;
            if (carry.next >= 0) wait_for(readable(carry.next, carry.indices));
            if (is_filled_first) wait_for(1 + (carry.first >= 0 ? readable(carry.first, outside) : 0));
            else if (carry.first >= 0) wait_for(readable(carry.first, loops_of(node)));
        });
    }
    /// Whether what another loop needs is kept, and not computed again. Arrays hold numbers: a truth value is found
    /// again from those that it compares.
    static constexpr bool is_to_be_kept(const region_facts& here, const loop_node& of) {
        return (here.cost > most_computed_again || here.is_read_in_turns) && !of.is_condition;
    }

    /// Notes that an ordered loop is needed, and that it stands in this region if all loops around it do.
    constexpr void enter_turns(int node, index_set path, facts& f, stack<effect>& effects) {
        const int index = turns_.carry_of(node).index;
        const index_set around = turns_.around(index);
        const bool is_here = (around & ~path) == 0;
        if (is_here && turns_.is_last(node)) f.at[node].is_finished = true;
        if (f.turns.has(index)) return;
        f.turns.add(index, around & ~path);
        if (!is_here) return;
        for (int i = 0; i < effects.size(); ++i)
            if (effects[i].what == kind::turns && effects[i].node == index) return;
        effects.push({kind::turns, index, around | set_of(index), 0});
        turns_.for_carries(index, [&](const loop_carry& carry, int number) {
            const index_set elements = turns_.elements_of(carry);
            if (elements == 0) return;
            const int now = add_array(carry.node, path | set_of(index), false),
                      next = add_array(carry.node, path | set_of(index), false);
            arrays[now].is_of_state = arrays[next].is_of_state = true;
            state_arrays_.push({number, now, next});
            effects.push({kind::first_state, number, around | elements, 0});
        });
    }
    constexpr const state_array& arrays_of(int carry) const {
        int i = state_arrays_.size() - 1;
        while (state_arrays_[i].carry != carry) --i;
        return state_arrays_[i];
    }
    /// Whether a number of a state can be read: inside of its loop.
    constexpr bool is_there(const loop_carry& carry) const {
        return nodes_at_[carry.node].is_known || nodes_at_[carry.node].array_of >= 0;
    }
    constexpr bool begin_turns(int region, int index, stack<effect>& inside) {
        bool has_turns = false;
        for (int i = 0; i < inside.size(); ++i)
            has_turns = has_turns || (inside[i].what == kind::turns && inside[i].node == index);
        if (!has_turns) return false;
        turns_.for_carries(index, [&](const loop_carry& carry, int number) {
            if (turns_.elements_of(carry) != 0) {
                nodes_at_[carry.node].array_of = arrays_of(number).now;
                inside.push({kind::next_state, number, carry.indices, 0});
            } else {
                put(region, {loop_action::start, carry.node, -1, -1});
                nodes_at_[carry.node].is_known = true;
            }
        });
        return true;
    }
    constexpr void end_turns(int region, int index, auto&& know, stack<int>& in_arrays) {
        turns_.for_carries(index, [&](const loop_carry& carry, int) {
            nodes_at_[carry.node].is_known = false;
            nodes_at_[carry.node].array_of = -1;
        });
        for (int node = Program::input_count; node < nodes_; ++node) {
            if (!turns_.is_last(node) || turns_.carry_of(node).index != index) continue;
            if (turns_.elements_of(turns_.carry_of(node)) != 0) {
                nodes_at_[node].array_of = arrays_of(turns_.number_of(node)).now;
                in_arrays.push(node);
            } else {
                put(region, {loop_action::finish, node, -1, -1});
                know(node);
            }
        }
    }
    constexpr void put_advance(int region, int index) {
        put(region, {loop_action::advance, index, -1, -1});
        turns_.for_carries(index, [&](const loop_carry& carry, int number) {
            if (turns_.elements_of(carry) != 0)
                put(region, {loop_action::exchange, arrays_of(number).now, arrays_of(number).next, -1});
        });
    }

    // What a loop needs that an earlier one has computed: kept, or computed again where that is cheap.
    constexpr void keep_what_crosses(index_set path, facts& f, stack<effect>& effects, int last_level) {
        if (last_level == 0) return;
        region_facts* const at = f.at;
        workspace<int> seen_room(nodes_), waiting_room(nodes_);
        int* const seen = seen_room.data(); // in which round
        int* const waiting = waiting_room.data();
        int round = 0;
        for (int level = last_level; level > 0; --level)
            for (int o = 0; o < ordered_count_; ++o) {
                ++round;
                int waiting_count = 0;
                const auto visit = [&](int node) {
                    region_facts& here = at[node];
                    const loop_node& of = nodes_at_[node];
                    if (seen[node] == round || !here.is_needed || of.array_of >= 0 || here.is_finished ||
                        !here.is_deeper)
                        return;
                    seen[node] = round;
                    if (here.is_kept && here.level < level) return;
                    if (here.level < level && is_to_be_kept(here, of)) {
                        here.is_kept = true;
                        effects.push({kind::kept, node, of.indices, here.level});
                        return;
                    }
                    waiting[waiting_count++] = node;
                };
                for (int i = 0; i < effects.size(); ++i) {
                    const effect& e = effects[i];
                    if (e.level == level && first_of(e.indices & ~path) == ordered_[o]) for_operands(effect(e), visit);
                }
                while (waiting_count > 0) {
                    const int node = waiting[--waiting_count];
                    const loop_node& of = nodes_at_[node];
                    for (int k = 0; k < of.arity; ++k) {
                        const int operand = of.operands[k];
                        if (operand >= 0 && at[operand].is_deeper && seen[operand] != round) visit(operand);
                    }
                    if (waits_for_others()) for_others(node, visit);
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
            if (contains(nodes_at_[node].indices & ~path, ordered_[i])) added.indices[added.dimensions++] = ordered_[i];
        arrays.push(added);
        return arrays.size() - 1;
    }
    constexpr void put(int region, const loop_item& item) { written_.push({region, item}); }
    constexpr void write(int region, index_set path, facts& f, stack<effect>& effects, int last_level) {
        stack<int> in_arrays;
        workspace<int> known_room(f.count + effects.size() + (has_states ? nodes_ : 0));
        int* const known = known_room.data();
        int known_count = 0;
        const auto know = [&](int node) {
            nodes_at_[node].is_known = true;
            known[known_count++] = node;
        };
        const region_facts* const at = f.at;
        for (int level = 0; level <= last_level; ++level) {
            for (int i = 0; i < f.count; ++i) {
                const int node = f.order[i];
                if (at[node].level != level || at[node].is_deeper) continue;
                const loop_node& of = nodes_at_[node];
                if (of.is_known || (of.array_of < 0 && (of.is_reduction || (has_states && turns_.is_state(node)))))
                    continue;
                if (has_turn_reads && of.array_of < 0 && turns_.is_read(node))
                    put(region, {loop_action::load_turn, node, nodes_at_[of.operands[0]].array_of, -1});
                else put(region, {of.array_of >= 0 ? loop_action::load : loop_action::compute, node, of.array_of, -1});
                know(node);
            }
            for (int i = 0; i < effects.size(); ++i) {
                const effect& e = effects[i];
                if (e.level != level || (e.indices & ~path) != 0) continue;
                if (e.what == kind::output || e.what == kind::turns) continue;
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
        for (int i = 0; i < known_count; ++i) nodes_at_[known[i]].is_known = false;
        for (int i = 0; i < in_arrays.size(); ++i) nodes_at_[in_arrays[i]].array_of = -1;
    }

    constexpr void write_loop(int region, index_set path, const stack<effect>& effects, int level, int index,
                              auto&& know, stack<int>& in_arrays) {
        stack<effect> inside;
        const effect* const all = effects.data();
        const int count = effects.size();
        for (int i = 0; i < count; ++i)
            if (all[i].level == level && all[i].what != kind::output && first_of(all[i].indices & ~path) == index)
                inside.push(all[i]);
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
                const bool in_register = (nodes_at_[node].indices & ~path) == 0;
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
                nodes_at_[node].array_of = array;
                in_arrays.push(node);
            }
        }
        being_made_.shrink(made_before);
    }

    struct made_array {
        int node = -1;
        int array = -1;
        bool is_kept = false; // and not accumulated: a reduction may be computed in the loop that keeps it
    };
    /// The array that is being filled with a node, -1 where that is a register, -2 where there is none.
    constexpr int array_being_made(const effect& e) const {
        const made_array* const made = being_made_.data();
        const bool is_kept = e.what == kind::kept;
        for (int i = being_made_.size() - 1; i >= 0; --i)
            if (made[i].node == e.node && made[i].is_kept == is_kept) return made[i].array;
        return -2;
    }

    const Program& from_;
    const loop_turns<Program> turns_;
    static constexpr bool has_states = loop_turns<Program>::exist, has_turn_reads = Program::turn_read_count > 0;
    static constexpr int nodes_ = Program::node_count;
    workspace<loop_node> room_{nodes_};
    loop_node* const nodes_at_ = room_.data();
    int order_[most_indices]{};
    int ordered_[most_indices]{};
    int ordered_count_ = 0;
    bool has_chosen_rows_ = false; // by data, so that a loop waits for the number of its row
    stack<made_array> being_made_;
    stack<state_array> state_arrays_;
    stack<written_item> written_;
};

} // namespace pullback::engine::optimise

#endif
