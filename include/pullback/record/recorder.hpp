// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_RECORDER_HPP
#define PULLBACK_RECORD_RECORDER_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/program/buffer.hpp>
#include <pullback/program/growing_memory.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>

#include <bit>
#include <cstdint>
#include <limits>

namespace pullback::engine::record {

constexpr int table_size(int capacity) noexcept {
    return static_cast<int>(std::bit_ceil(static_cast<unsigned>(capacity)));
}

class loop_recorder;

/// Writes a program. Recording is value numbering: the same function of the same operands, or the same literal, is the
/// same node, found in constant time, so a program never computes anything twice.
class recorder {
public:
    template <int Capacity, int Outputs>
    constexpr recorder(program_buffer<Capacity, Outputs>& buffer, int input_count)
        : code_(buffer.code),
          literals_(buffer.literals),
          capacity_(Capacity),
          input_count_(input_count),
          mask_(static_cast<unsigned>(record::table_size(Capacity)) - 1),
          tables_(2 * (record::table_size(Capacity) + Capacity)),
          code_heads_(tables_.data()),
          code_links_(code_heads_ + record::table_size(Capacity)),
          literal_heads_(code_links_ + Capacity),
          literal_links_(literal_heads_ + record::table_size(Capacity)),
          rounded_literals_(Capacity) {}

    /// Writes into memory that grows: for programs that are recorded at run time, of any size.
    constexpr recorder(growing_memory& memory, int input_count)
        : code_(memory.code()),
          literals_(memory.literals()),
          capacity_(memory.capacity()),
          input_count_(input_count),
          mask_(static_cast<unsigned>(record::table_size(capacity_)) - 1),
          tables_(2 * (record::table_size(capacity_) + capacity_)),
          code_heads_(tables_.data()),
          code_links_(code_heads_ + record::table_size(capacity_)),
          literal_heads_(code_links_ + capacity_),
          literal_links_(literal_heads_ + record::table_size(capacity_)),
          rounded_literals_(capacity_),
          growing_(&memory) {}

    /// The operand that stands for a literal.
    constexpr int record_literal(literal value, bool is_rounded = false) {
        int& head = literal_heads_[slot_of(value)];
        for (int i = head; i != 0; i = literal_links_[i - 1])
            if (engine::same_literal(literals_[i - 1], value))
                return operand_of_literal(i - 1); // rounded or not, it is this number
        if (literal_count_ == capacity_) {
            if (grow_to(capacity_ + 1)) return record_literal(value, is_rounded);
            return 0; // a node, and not another literal, of which rules would conclude something
        }
        literals_[literal_count_] = value;
        rounded_literals_[literal_count_] = is_rounded;
        literal_links_[literal_count_] = head;
        head = ++literal_count_;
        return operand_of_literal(head - 1);
    }

    /// The node that stands for `function(a, b, c)`; unused operands are 0.
    constexpr int record(const operation* function, int a, int b = 0, int c = 0) {
        int& head = code_heads_[slot_of(function, a, b, c)];
        for (int i = head; i != 0; i = code_links_[i - 1]) {
            instruction& known = code_[i - 1];
            if (known.operands[0] == a && known.operands[1] == b && known.operands[2] == c &&
                engine::is_same_operation(known.function, function)) {
                known.is_primal = known.is_primal || is_primal_;
                return input_count_ + i - 1;
            }
        }
        if (size_ == capacity_) return grow_to(capacity_ + 1) ? record(function, a, b, c) : 0;
        code_[size_] = {function, {a, b, c}, is_primal_};
        if (has_constants_ || (a < 0 && (function->arity == 1 || b < 0))) note_constant(code_[size_]);
        code_links_[size_] = head;
        head = ++size_;
        return input_count_ + size_ - 1;
    }

    /// The same for as many operands as the function has, with room for the most that there can be.
    constexpr int record(const operation* function, const int* operands) {
        return record(function, operands[0], function->arity > 1 ? operands[1] : 0,
                      function->arity > 2 ? operands[2] : 0);
    }

    /// The node that is the user's quotient 1 / `x`, or -1 where there is none so far.
    constexpr int users_reciprocal(const operation* divide, int x) {
        const int one = record_literal(1);
        for (int i = code_heads_[slot_of(divide, one, x, 0)]; i != 0; i = code_links_[i - 1]) {
            const instruction& known = code_[i - 1];
            if (known.operands[0] == one && known.operands[1] == x && known.is_primal &&
                engine::is_same_operation(known.function, divide))
                return input_count_ + i - 1;
        }
        return -1;
    }

    /// Takes over a program as it is, as the beginning of this one: its inputs from number `first_moved` on move by
    /// `moved_by`. No two of its instructions are equal and none can be simplified, so nothing is looked up. What is
    /// recorded after it belongs to a derivative. Precondition: nothing is recorded yet.
    constexpr void take_over(const program_view& from, int first_moved = 0, int moved_by = 0) {
        if (from.size > capacity_ || from.literal_count > capacity_)
            if (!grow_to(from.size > from.literal_count ? from.size : from.literal_count)) return;
        for (int i = 0; i < from.literal_count; ++i) {
            literals_[i] = from.literals[i];
            int& head = literal_heads_[slot_of(literals_[i])];
            literal_links_[i] = head;
            head = i + 1;
        }
        literal_count_ = from.literal_count;
        size_ = from.size;
        for (int i = 0; i < size_; ++i) {
            code_[i] = from.code[i];
            if (moved_by != 0) rename_operands(code_[i], [=](int x) { return x >= first_moved ? x + moved_by : x; });
            int& head = code_heads_[slot_of(code_[i].function, code_[i].operands[0], code_[i].operands[1],
                                            code_[i].operands[2])];
            code_links_[i] = head;
            head = i + 1;
        }
        note_literals_of(from);
        is_primal_ = false;
    }

    /// Goes on where the recorder that wrote `buffer` stopped.
    template <int Capacity, int Outputs>
    constexpr void resume(const program_buffer<Capacity, Outputs>& buffer, const bool* rounded_literals) {
        take_over(buffer.view());
        for (int i = 0; i < literal_count_; ++i) rounded_literals_[i] = rounded_literals[i];
    }

    constexpr int input_count() const noexcept { return input_count_; }
    constexpr int size() const noexcept { return size_; }
    /// What is recorded so far, without results; good until more is recorded.
    constexpr program_view view() const noexcept {
        return {code_, size_, literals_, literal_count_, nullptr, 0, input_count_, has_rounded_literals_, has_limits_};
    }
    constexpr int literal_count() const noexcept { return literal_count_; }
    constexpr literal literal_at(int operand) const { return literals_[index_of_literal(operand)]; }
    constexpr bool is_rounded_literal(int operand) const { return rounded_literals_[index_of_literal(operand)]; }
    /// Says that the inputs from number `first` on are never differentiated by. Precondition: nothing is recorded yet.
    constexpr void note_constant_inputs(int first) {
        first_constant_input_ = first;
        make_room_for_constants();
    }
    constexpr bool has_constants() const noexcept { return has_constants_; }
    /// Whether an operand of what this recorder has recorded depends on literals and such inputs only.
    constexpr bool is_constant(int operand) const {
        if (operand < input_count_) return operand < 0 || operand >= first_constant_input_;
        return has_constants_ && is_constant_[operand - input_count_];
    }
    /// The instruction that computes node `operand`, or null for an input or a literal.
    constexpr const instruction* instruction_of(int operand) const {
        return operand >= input_count_ ? &code_[operand - input_count_] : nullptr;
    }
    /// Whether node `operand` is an input or computed by something else than a change of sign or the multiplication by
    /// a literal.
    constexpr bool is_plain(int operand) const {
        if (operand < input_count_) return true;
        const instruction& made_by = code_[operand - input_count_];
        const row_role role = made_by.function->role;
        return role != row_role::negate && (role != row_role::multiply || made_by.operands[0] >= 0);
    }
    /// Whether node `operand` is the product of a literal that is not negative and something else, or has no sign
    /// either.
    constexpr bool is_term(int operand) const {
        if (operand < input_count_) return true;
        const instruction& made_by = code_[operand - input_count_];
        const row_role role = made_by.function->role;
        return role != row_role::negate &&
               (role != row_role::multiply || made_by.operands[0] >= 0 || !(literal_at(made_by.operands[0]) < 0));
    }
    constexpr bool overflow() const noexcept { return overflow_; }
    /// From now on calls are counted only.
    constexpr bool forget_calls() noexcept { return forgets_ = true; }
    constexpr bool forgets() const noexcept { return forgets_; }
    constexpr void count_call() noexcept { ++call_count_; }
    constexpr int call_count() const noexcept { return call_count_; }
    constexpr void note_rounded_literal() noexcept { has_rounded_literals_ = true; }
    constexpr void note_limit() noexcept { has_limits_ = true; }
    /// Says that a call had an operand of another program beside one of this.
    constexpr void note_foreign_operand() noexcept { has_foreign_operands_ = true; }
    constexpr bool has_foreign_operands() const noexcept { return has_foreign_operands_; }
    /// Says that the body has a loop that nothing but a condition ends, which a program without loops cannot have.
    constexpr void note_missing_bound() noexcept { misses_bound_ = true; }
    constexpr bool misses_bound() const noexcept { return misses_bound_; }
    /// Says that this program has what literals that one has.
    constexpr void note_literals_of(const program_view& from) noexcept {
        has_rounded_literals_ = has_rounded_literals_ || from.has_rounded_literals;
        has_limits_ = has_limits_ || from.has_limits;
    }

    /// Says that the program is for scalars no wider than a literal, so functions of literals may be computed now and
    /// rounded.
    constexpr void allow_rounding() noexcept { may_round_ = true; }
    constexpr bool may_round() const noexcept { return may_round_; }

    /// Whether what is recorded from now on was written by the user, who then has a say in how it is rounded.
    constexpr void set_primal(bool is_primal) noexcept { is_primal_ = is_primal; }
    /// What writes the loops of the program, if it has any.
    constexpr loop_recorder* loops() const noexcept { return loops_; }
    constexpr void set_loops(loop_recorder* loops) noexcept { loops_ = loops; }

    constexpr bool is_primal() const noexcept { return is_primal_; }

    /// The answer, after the error, to a body that asks for the truth of a condition. It is true, so that assertions
    /// hold and say nothing more, but not for ever, so that loops end.
    constexpr bool goes_on() noexcept { return ++questions_ < 100; }

    /// Writes the counts into the buffer this recorder was made for.
    template <int Capacity, int Outputs>
    constexpr void finish(program_buffer<Capacity, Outputs>& buffer) const {
        buffer.input_count = input_count_;
        buffer.size = size_;
        buffer.literal_count = literal_count_;
        buffer.has_rounded_literals = has_rounded_literals_;
        buffer.has_limits = has_limits_;
        buffer.overflow = overflow_;
    }

private:
    constexpr int slot_of(literal value) const { return static_cast<int>(engine::hash_of(value) & mask_); }
    constexpr int slot_of(const operation* function, int a, int b, int c) const {
        // This is one expression because the compiler pays for every step.
        const std::uint64_t state = (function->hash + static_cast<std::uint64_t>(a) * 0xd6e8feb86659fd93u +
                                     static_cast<std::uint64_t>(b) * 0xc2b2ae3d27d4eb4fu +
                                     static_cast<std::uint64_t>(c) * 0x165667b19e3779f9u) *
                                    0x9e3779b97f4a7c15u;
        return static_cast<int>((state >> 32) & mask_);
    }

    // Makes room for so many instructions and literals, if the memory grows; else says that it was too small.
    constexpr bool grow_to(int count) {
        if (growing_ == nullptr) {
            overflow_ = true;
            return false;
        }
        const int before = capacity_;
        growing_->grow(count > 2 * before ? count : 2 * before, size_, literal_count_);
        code_ = growing_->code();
        literals_ = growing_->literals();
        capacity_ = growing_->capacity();
        const int heads = record::table_size(capacity_);
        mask_ = static_cast<unsigned>(heads) - 1;
        tables_.resize(2 * (heads + capacity_));
        code_heads_ = tables_.data();
        code_links_ = code_heads_ + heads;
        literal_heads_ = code_links_ + capacity_;
        literal_links_ = literal_heads_ + heads;
        for (int i = 0; i < size_; ++i) {
            const int* const x = code_[i].operands;
            int& head = code_heads_[slot_of(code_[i].function, x[0], x[1], x[2])];
            code_links_[i] = head;
            head = i + 1;
        }
        for (int i = 0; i < literal_count_; ++i) {
            int& head = literal_heads_[slot_of(literals_[i])];
            literal_links_[i] = head;
            head = i + 1;
        }
        rounded_literals_.extend(before, capacity_);
        if (has_constants_) is_constant_.extend(before, capacity_);
        return true;
    }

    constexpr void make_room_for_constants() {
        has_constants_ = true;
        is_constant_.resize(capacity_);
    }
    constexpr void note_constant(const instruction& added) {
        for (const int operand : view().operands_of(added))
            if (!is_constant(operand)) return;
        if (!has_constants_) make_room_for_constants();
        is_constant_[size_] = true;
    }

    instruction* code_;
    literal* literals_;
    int capacity_;
    int input_count_;
    unsigned mask_;
    int size_ = 0;
    int literal_count_ = 0;
    bool has_rounded_literals_ = false;
    bool has_limits_ = false;
    bool has_foreign_operands_ = false;
    bool misses_bound_ = false;
    bool may_round_ = false;
    bool is_primal_ = true;
    loop_recorder* loops_ = nullptr;
    bool overflow_ = false;
    int questions_ = 0;
    bool forgets_ = false;
    int call_count_ = 0;
    // Chains as those of `hash_index`, but written out: with a call of a function object for each link, recording takes
    // both compilers 10 % longer.
    engine::workspace<int> tables_; // the memory of the next four
    int* code_heads_;               // 1 + index of the newest instruction with this hash
    int* code_links_;               // and of the next older one
    int* literal_heads_;
    int* literal_links_;
    engine::workspace<bool> rounded_literals_;
    int first_constant_input_ = std::numeric_limits<int>::max();
    bool has_constants_ = false;
    engine::workspace<bool> is_constant_{0}; // of the instructions, once there is one
    growing_memory* growing_ = nullptr;
};

} // namespace pullback::engine::record

#endif
