// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_SCALING_HPP
#define PULLBACK_OPTIMISE_SCALING_HPP

#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/buffer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/sorting.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/exact_literals.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/simplify.hpp>

#include <bit>
#include <cstdint>

namespace pullback::engine::optimise {

/// Whether constants differ by no more than the rounding of the type that most have which people write.
constexpr bool is_nearly(literal x, literal y) {
    const literal error = x - y, allowed = (y < 0 ? -y : y) * 0x1p-51L;
    return error < allowed && error > -allowed;
}

/// A factor that one node, the result of a function, takes on: e^(-d²/2) becomes φ(d).
struct taken_factor {
    int node = -1;
    literal factor = 1;
};

/// Writes a derivative with its constant factors moved outward, through products and sums, until a sum with another
/// factor, a function or an output needs the number itself; so they meet, and those that meet their inverse go.
class scaling_writer {
public:
    constexpr scaling_writer(const program_view& from, taken_factor taken, record::recorder& target)
        : from_(from),
          taken_(taken),
          target_(target),
          operands_(from.node_count()),
          scales_(from.node_count(), 1),
          is_compared_(from.node_count()) {
        mark_compared(from, is_compared_.data());
        for (int i = 0; i < from.input_count; ++i) operands_[i] = i;
    }

    /// Writes the program; false if a factor came near the ends of the range of numbers.
    constexpr bool write(int* outputs) {
        for (int i = 0; i < from_.size && is_moderate_everywhere_; ++i) enter(from_.node_of(i), from_.code[i]);
        target_.set_primal(false);
        for (int row = 0; row < from_.output_count; ++row) outputs[row] = whole(from_.outputs[row]);
        target_.note_literals_of(from_);
        return is_moderate_everywhere_;
    }

    /// A factor, without sign, that a node, but for its own factor, was multiplied by.
    struct multiple {
        literal factor;
        int node;
    };
    stack<multiple> multiples;

private:
    constexpr literal literal_at(int operand) const { return from_.literal_at(operand); }

    constexpr void set(int node, int operand, literal scale) {
        if (!record::is_moderate(scale)) is_moderate_everywhere_ = false;
        operands_[node] = operand;
        scales_[node] = is_nearly(scale, 1) ? 1 : is_nearly(scale, -1) ? -1 : scale;
    }

    // The product of a factor and what `node` is, but for its own factor, or has become.
    constexpr int times(literal scale, int operand, int node) {
        if (scale == 1) return operand;
        if (scale == -1) return target_.record(&operation_of<functions::negate>, operand);
        multiples.push({scale < 0 ? -scale : scale, node});
        return target_.record(&operation_of<functions::multiply>, target_.record_literal(scale), operand);
    }

    // The number that an operand stands for, its factor included.
    constexpr int whole(int operand) {
        return is_literal(operand) ? target_.record_literal(literal_at(operand))
                                   : times(scales_[operand], operands_[operand], operand);
    }

    // Enters an instruction that is a multiple of a node, or arithmetic of nodes; false if it is neither.
    constexpr bool enter_arithmetic(int node, const instruction& step) {
        const int x = step.operands[0], y = step.function->arity > 1 ? step.operands[1] : x;
        if (is_literal(y)) return false;
        if (is_literal(x)) {
            if (step.function->role != row_role::multiply) return false;
            set(node, operands_[y], literal_at(x) * scales_[y]);
            return true;
        }
        switch (step.function->role) {
            case row_role::negate: set(node, operands_[x], -scales_[x]); return true;
            case row_role::multiply:
            case row_role::square:
                set(node, record::record_product(target_, operands_[x], operands_[y]), scales_[x] * scales_[y]);
                return true;
            case row_role::divide:
                set(node, target_.record(step.function, operands_[x], operands_[y]), scales_[x] / scales_[y]);
                return true;
            case row_role::add:
            case row_role::subtract: enter_sum(node, step); return true;
            default: return false;
        }
    }

    constexpr void enter(int node, const instruction& step) {
        target_.set_primal(step.is_primal);
        if (!step.is_primal && !is_compared_[node] && enter_arithmetic(node, step)) return;
        instruction renamed = step;
        rename_operands(renamed, [&](int operand) { return whole(operand); });
        const int result = target_.record(renamed.function, renamed.operands);
        if (node == taken_.node && !is_compared_[node]) {
            target_.set_primal(false);
            set(node, times(taken_.factor, result, node), 1 / taken_.factor);
        } else {
            set(node, result, 1);
        }
    }

    // Enters a sum. Its factor is that of its terms, or that of one of them, if no term is without a factor.
    constexpr void enter_sum(int node, const instruction& step) {
        const int x = step.operands[0], y = step.operands[1];
        const literal of_x = scales_[x], of_y = step.function->role == row_role::subtract ? -scales_[y] : scales_[y];
        const bool is_plain = is_unit(of_x) || is_unit(of_y);
        const bool is_equal = is_nearly(of_x, of_y) || is_nearly(of_x, -of_y);
        const literal outside = is_equal || !is_plain || is_unit(of_x) ? of_x : of_y;
        const literal left = ratio(of_x, outside), right = ratio(of_y, outside);
        const auto magnitude = [](literal c) { return c < 0 ? -c : c; };
        const int a = times(magnitude(left), operands_[x], x), b = times(magnitude(right), operands_[y], y);
        if (left > 0 && right > 0)
            return set(node, target_.record(&operation_of<functions::add>, a < b ? a : b, a < b ? b : a), outside);
        if (left > 0) return set(node, target_.record(&operation_of<functions::subtract>, a, b), outside);
        set(node, target_.record(&operation_of<functions::subtract>, b, a), outside);
    }

    static constexpr bool is_unit(literal c) { return c == 1 || c == -1; }
    static constexpr literal ratio(literal c, literal outside) {
        return is_nearly(c, outside) ? 1 : is_nearly(c, -outside) ? -1 : c / outside;
    }

    program_view from_;
    taken_factor taken_;
    record::recorder& target_;
    workspace<int> operands_; // what the nodes are, but for a factor
    workspace<literal> scales_;
    workspace<bool> is_compared_;
    bool is_moderate_everywhere_ = true;
};

/// How often a derivative multiplies by a constant.
constexpr int count_multiples(const program_view& from) {
    int count = 0;
    for (const instruction& step : from.steps())
        if (!step.is_primal && step.function->role == row_role::multiply && is_literal(step.operands[0])) ++count;
    return count;
}

/// Counts, for up to 64 results of functions, of how many multiples by one constant each is a factor. To take the
/// constant on can save these multiplications, and costs one.
class multiplied_functions {
public:
    static constexpr int most = 64;

    /// Counts for the results of functions from instruction `first` on.
    constexpr multiplied_functions(const program_view& from, int first) : factors_(from.node_count()), end_(from.size) {
        for (int i = first; i < from.size; ++i) {
            const instruction& step = from.code[i];
            if (!is_taker(step)) continue;
            if (count_ == most) {
                end_ = i;
                break;
            }
            nodes_[count_] = from.node_of(i);
            factors_[from.node_of(i)] = std::uint64_t{1} << count_++;
        }
        engine::mark_dependent(from, factors_.data(), [](const instruction& step) {
            return !step.is_primal && step.function->role != row_role::other;
        });
    }

    static constexpr bool is_taker(const instruction& step) {
        return !step.is_primal && step.function->role == row_role::other && kind_of(step) != value_kind::truth;
    }

    constexpr void count_multiple(int node) {
        for (std::uint64_t left = factors_[node]; left != 0; left &= left - 1) ++multiples_[std::countr_zero(left)];
    }

    constexpr int count() const { return count_; }
    constexpr int node(int i) const { return nodes_[i]; }
    constexpr int multiples(int i) const { return multiples_[i]; }
    /// The instruction where the functions begin that are not counted here.
    constexpr int end() const { return end_; }

private:
    workspace<std::uint64_t> factors_; // the functions that are factors of a node, a bit for each
    int nodes_[most]{};
    int multiples_[most]{};
    int count_ = 0;
    int end_;
};

/// A program with its constant factors moved outward, the commonest into the function's result where that saves most.
/// Linear in the size of the program, but for the sorting of its factors.
struct scaling {
    static constexpr const char* name = "constants outward";
    static constexpr bool keeps_roundings = true;

    /// What takes the commonest constant on, if that saves anything, and whether the factors can move at all.
    struct findings {
        taken_factor taken;
        bool is_any = false;
    };

    static constexpr bool applies_to(const program_view& from) {
        return from.size <= largest_scaled_program && count_multiples(from) >= fewest_moved_factors;
    }
    static constexpr int room_for(const program_view& from) { return 2 * from.size + from.output_count + 32; }

    template <int Nodes, int Outputs>
    static constexpr findings search(const program_view& from) {
        findings best;
        stack<scaling_writer::multiple> multiples;
        int cost = cost_with<Nodes, Outputs>(from, {}, multiples);
        if (cost < 0) return best;
        best.is_any = true;
        stack<int> takers;
        const literal commonest = commonest_of(multiples);
        if (commonest != 0) find_takers(from, commonest, multiples, takers);
        for (int i = 0; i < takers.size(); ++i) {
            const taken_factor taken{takers[i], commonest};
            if (const int other = cost_with<Nodes, Outputs>(from, taken, multiples); other >= 0 && other < cost) {
                cost = other;
                best.taken = taken;
            }
        }
        return best;
    }

    /// Precondition: there are findings.
    static constexpr void write(const program_view& from, const findings& found, record::recorder& target,
                                int* outputs) {
        scaling_writer(from, found.taken, target).write(outputs);
    }

private:
    // How many instructions are written to compare what functions take on: compilers have their limits.
    static constexpr int most_compared = 4096;

    // The cost of the program with its factors moved; negative if they cannot be.
    template <int Nodes, int Outputs>
    static constexpr int cost_with(const program_view& from, taken_factor taken,
                                   stack<scaling_writer::multiple>& multiples) {
        program_buffer<2 * Nodes + Outputs + 32, Outputs> buffer;
        record::recorder target(buffer, from.input_count);
        scaling_writer writer(from, taken, target);
        if (!writer.write(buffer.outputs)) return -1;
        target.finish(buffer);
        multiples.shrink(0);
        for (int i = 0; i < writer.multiples.size(); ++i) multiples.push(writer.multiples[i]);
        return cost_of(buffer.view());
    }

    // The commonest constant of these multiples, if three of them have it, else 0.
    static constexpr literal commonest_of(const stack<scaling_writer::multiple>& multiples) {
        struct numbered {
            literal factor;
            int number;
        };
        stack<numbered> sorted;
        for (int i = 0; i < multiples.size(); ++i) sorted.push({multiples[i].factor, i});
        sort(sorted, [](const numbered& a, const numbered& b) { return a.factor < b.factor; });
        numbered best{0, 0};
        int most = 2;
        for (int first = 0, end = 0; first < sorted.size(); first = end) {
            numbered earliest = sorted[first];
            for (; end < sorted.size() && is_nearly(sorted[end].factor, sorted[first].factor); ++end)
                if (sorted[end].number < earliest.number) earliest = sorted[end];
            if (end - first < most || (end - first == most && (most == 2 || earliest.number > best.number))) continue;
            most = end - first;
            best = earliest;
        }
        return best.factor;
    }

    // Finds the functions that are factors of several multiples by the commonest constant, those of most first.
    static constexpr void find_takers(const program_view& from, literal commonest,
                                      const stack<scaling_writer::multiple>& multiples, stack<int>& takers) {
        struct taker {
            int node, multiples;
        };
        stack<taker> found;
        for (int first = 0; first < from.size;) {
            multiplied_functions functions(from, first);
            for (int i = 0; i < multiples.size(); ++i)
                if (is_nearly(multiples[i].factor, commonest)) functions.count_multiple(multiples[i].node);
            for (int i = 0; i < functions.count(); ++i)
                if (functions.multiples(i) > 1) found.push({functions.node(i), functions.multiples(i)});
            first = functions.end();
        }
        sort(found, [](const taker& a, const taker& b) { return a.multiples > b.multiples; });
        for (int i = 0; i < found.size() && (i + 1) * from.size <= most_compared; ++i) takers.push(found[i].node);
        sort(takers, [](int a, int b) { return a < b; });
    }
};

} // namespace pullback::engine::optimise

#endif
