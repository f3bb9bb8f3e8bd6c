// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_FORMATION_HPP
#define PULLBACK_OPTIMISE_LOOP_FORMATION_HPP

#include <pullback/optimise/loop_forming.hpp>
#include <pullback/optimise/loop_memory.hpp>
#include <pullback/optimise/loop_nodes.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/record_order.hpp>
#include <pullback/optimise/turns_formation.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>

// This makes loops in loops of nodes that depend on sets of indices. What has an effect, a reduction, a store or a
// value that is kept, has a place in a loop; everything else is computed in each loop that needs it. Effects of one
// loop index that do not wait for each other share one loop. (What is asked often is read through pointers: in a
// constant expression a call takes several times as long.)

namespace pullback::engine::optimise {

template <class Program>
class loop_former : public turns_former<Program> {
    using base = turns_former<Program>;
    using base::add_array;
    using base::around;
    using base::array_being_made;
    using base::arrays_of;
    using base::begin_turns;
    using base::being_made_;
    using base::end_turns;
    using base::enter_turns;
    using base::first_of;
    using base::for_operands;
    using base::for_others;
    using base::from_;
    using base::has_states;
    using base::has_turn_reads;
    using base::is_to_be_kept;
    using base::loops_of;
    using base::nodes_;
    using base::nodes_at_;
    using base::ordered_;
    using base::ordered_count_;
    using base::put;
    using base::put_advance;
    using base::turns_;
    using base::wait_for_turns;
    using base::waits_for_others;
    using base::written_;
    using typename base::effect;
    using typename base::facts;
    using typename base::kind;
    using typename base::region_facts;
    using typename base::written_item;

public:
    using base::arrays;
    using base::items;
    using base::regions;

    constexpr explicit loop_former(const Program& from) : base(from) {
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
        const record_order<Program> order(from, items, regions, arrays);
    }

private:
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
                // What stands in an array is read there in other turns, and not in this one.
                const bool is_elsewhere = has_turn_reads && k == 0 && of.is_read && nodes_at_[operand].array_of >= 0;
                if (operand >= 0 && !at[operand].is_needed && !is_elsewhere) need(operand);
            }
            if (waits_for_others()) for_others(node, need);
            if (has_states && of.is_state) enter_turns(node, path, f, effects);
            if (has_turn_reads && of.is_read) at[of.operands[0]].is_read_in_turns = true;
            if (of.is_reduction && (around(node) & ~path) == 0) {
                at[node].is_finished = true;
                effects.push({kind::reduction, node, loops_of(node), 0});
            }
        }
        // From which level on a node can be read by what stands in these loops, or by a reader in other turns of them.
        const auto readable = [&](int node, index_set loops, int reader = -1) {
            region_facts& here = at[node];
            const loop_node& of = nodes_at_[node];
            if (!here.is_needed || of.array_of >= 0) return 0;
            if (here.is_finished || !here.is_deeper) return here.level;
            // What stands in the same ordered loop reads it in the same turn.
            if (has_states && f.turns.have_common(of.indices, loops)) return here.level;
            if (here.is_kept) return here.level + 1;
            if (!is_to_be_kept(here, of)) return here.level;
            const int outermost = first_of(of.indices & ~path);
            const bool is_in_other_turns =
                reader >= 0 && from_.turn_reads[turns_.number_of(reader)].place_of(outermost) >= 0;
            if (outermost == first_of(loops & ~path) && !is_in_other_turns) return here.level;
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
        put_off(path, f, effects, last_level);
        keep_what_crosses(path, f, effects, last_level);
        write(region, path, f, effects, last_level);
    }

    /// Finds the level and the cost of each node that is needed. Returns whether a level has changed.
    constexpr bool find_levels(facts& f, const auto& readable) {
        region_facts* const at = f.at;
        bool is_changed = false;
        // What the states of each ordered loop wait for in this round, found for the first of its nodes.
        struct {
            bool is_known = false;
            index_set loops = 0;
            int level = 0;
        } waits[has_states ? most_indices : 1];
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
                const bool is_elsewhere = has_turn_reads && k == 0 && of.is_read;
                const int from = readable(operand, loops, is_elsewhere ? node : -1);
                if (from > level) level = from;
                const region_facts& other = at[operand];
                if (other.is_deeper) cost += other.is_kept || other.is_finished ? 1 : other.cost;
            }
            if (has_states && of.is_state) {
                auto& known = waits[turns_.carry_of(node).index];
                if (!known.is_known || known.loops != loops) {
                    known = {true, loops, 0};
                    wait_for_turns(node, f, readable, [&](int from) {
                        if (from > known.level) known.level = from;
                    });
                }
                wait_for(known.level);
            } else if (waits_for_others()) for_others(node, [&](int other) { wait_for(readable(other, loops)); });
            if (has_states) level = f.turns.raised(loops, level);
            level = mine.is_finished ? level + 1 : level;
            is_changed = is_changed || level != mine.level;
            mine.level = level;
            mine.cost = mine.is_finished ? 1 : cost < 1000 ? cost : 1000;
        }
        return has_states && is_changed;
    }
    // Walks over what loops need, which visit a node once in each round.
    struct rounds {
        workspace<int> seen, waiting;
        int number = 0;
        constexpr explicit rounds(int nodes) : seen(nodes), waiting(nodes) {}
    };
    // A round: what the loops over an index need at a level, and what those nodes need of which `goes_on(node)` holds.
    constexpr void for_needs_of(int index, int level, index_set path, const region_facts* at,
                                const stack<effect>& effects, rounds& walks, auto&& goes_on) {
        int* const seen = walks.seen.data();
        int* const waiting = walks.waiting.data();
        const int round = ++walks.number;
        int waiting_count = 0;
        const auto visit = [&](int node) {
            const region_facts& here = at[node];
            if (seen[node] == round || !here.is_needed || nodes_at_[node].array_of >= 0 || here.is_finished ||
                !here.is_deeper)
                return;
            seen[node] = round;
            if (goes_on(node)) waiting[waiting_count++] = node;
        };
        for (int i = 0; i < effects.size(); ++i) {
            const effect& e = effects[i];
            if (e.level == level && first_of(e.indices & ~path) == index) for_operands(effect(e), visit);
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
    // What could stand in an earlier loop, but is needed in a later one only, is computed there and need not be kept.
    constexpr void put_off(index_set path, facts& f, const stack<effect>& effects, int last_level) {
        if (has_states || last_level == 0) return;
        region_facts* const at = f.at;
        workspace<int> needed_room(nodes_), first_room(nodes_);
        int* const needed = needed_room.data(); // 1 + the level from which on a node is needed
        int* const by = first_room.data();      // the outermost index of the loop that needs it there
        rounds walks(nodes_);
        for (int level = 0; level <= last_level; ++level)
            for (int o = 0; o < ordered_count_; ++o) {
                const int index = ordered_[o];
                for_needs_of(index, level, path, at, effects, walks, [&](int node) {
                    if (at[node].is_kept) return false;
                    if (needed[node] != 0) {
                        if (needed[node] == level + 1 && by[node] != index) by[node] = -1; // by several
                        return false;
                    }
                    needed[node] = level + 1;
                    by[node] = index;
                    return true;
                });
            }
        for (int i = 0; i < f.count; ++i) {
            const int node = f.order[i];
            const bool is_later = needed[node] > at[node].level + 1;
            if (is_later && by[node] == first_of(nodes_at_[node].indices & ~path)) at[node].level = needed[node] - 1;
        }
    }
    // What a loop needs that an earlier one has computed: kept, or computed again where that is cheap.
    constexpr void keep_what_crosses(index_set path, facts& f, stack<effect>& effects, int last_level) {
        if (last_level == 0) return;
        region_facts* const at = f.at;
        rounds walks(nodes_);
        for (int level = last_level; level > 0; --level)
            for (int o = 0; o < ordered_count_; ++o)
                for_needs_of(ordered_[o], level, path, at, effects, walks, [&](int node) {
                    region_facts& here = at[node];
                    if (here.level >= level) return true;
                    if (here.is_kept) return false;
                    const loop_node& of = nodes_at_[node];
                    if (!is_to_be_kept(here, of)) return true;
                    here.is_kept = true;
                    effects.push({kind::kept, node, of.indices, here.level});
                    return false;
                });
    }

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
                if (of.is_known || (of.array_of < 0 && (of.is_reduction || (has_states && of.is_state)))) continue;
                if (has_turn_reads && of.array_of < 0 && of.is_read)
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
        // What is kept for a loop further out is read from there, where reads in other turns cannot compute it again.
        for (int i = 0; has_turn_reads && i < inside.size(); ++i) {
            const int node = inside[i].node;
            if (inside[i].what != kind::kept || nodes_at_[node].array_of >= 0) continue;
            nodes_at_[node].array_of = array_being_made(inside[i]);
            in_arrays.push(node);
        }
        being_made_.shrink(made_before);
    }
};

} // namespace pullback::engine::optimise

#endif
