// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_FORMULA_HPP
#define PULLBACK_PRINT_FORMULA_HPP

#include <pullback/print/decimal.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/program.hpp>

#include <cstddef>

namespace pullback::detail {

constexpr void write_temporary(text_writer& out, const listing_view& list, int number) {
    if (list.temporary_names.characters != nullptr) return list.temporary_names.write(out, number - 1);
    path_writer path(out, list.style);
    if (list.style == print_style::latex) path.begin(list.temporary_prefix, number);
    else out.put_all(list.temporary_prefix, number);
    path.finish();
}

/// Writes the formula of one node. Calls that are not named are expanded in place; the calls begun are kept
/// on a stack of this class's own, as the compiler's is shorter than a long chain of functions.
template <int Depth>
class formula_writer {
public:
    constexpr formula_writer(text_writer& out, const listing_view& list) : out_(out), list_(list) {}

    constexpr void write_operand(int operand) {
        begin_operand(operand, precedence::lowest, operand_place::free);
        finish();
    }
    /// The call itself, although it has a name.
    constexpr void write_call(int index) {
        begin_call(index, precedence::lowest, operand_place::free);
        finish();
    }

private:
    struct call {
        int index;
        int next_piece;
        bool has_brackets;
        bool is_swapped;
    };

    constexpr void finish() {
        while (depth_ > 0) {
            call& top = calls_[depth_ - 1];
            const printed_form& form = list_.form(top.index);
            if (top.next_piece == form.count) {
                if (top.has_brackets) close();
                --depth_;
                continue;
            }
            const form_piece& piece = form.pieces[top.next_piece++];
            if (piece.operand < 0) {
                out_.put(piece.characters, static_cast<std::size_t>(piece.size));
                continue;
            }
            const int position = top.is_swapped ? 1 - piece.operand : piece.operand;
            begin_operand(list_.program.code[top.index].operands[position], piece.required, piece.where);
        }
    }

    constexpr void begin_operand(int operand, int required, operand_place where) {
        const engine::program_view& program = list_.program;
        if (engine::is_literal(operand)) return write_literal(list_.digits_of(operand), required, where);
        if (program.is_input(operand)) return list_.inputs.write(out_, operand);
        const int index = program.index_of(operand);
        const int place = list_.temporaries[index];
        if (place == is_quotient) write_quotient(program.code[index], required, where);
        else if (place == in_place) begin_call(index, required, where);
        else write_temporary(out_, list_, place);
    }

    constexpr void write_quotient(const engine::instruction& step, int required, operand_place where) {
        decimal_digits value = list_.digits_of(step.operands[0]);
        value.exponent -= list_.digits_of(step.operands[1]).exponent - 1;
        write_literal(value, required, where);
    }

    constexpr void write_literal(const decimal_digits& value, int required, operand_place where) {
        // A number after another one in a product would look like more digits.
        const bool has_brackets = (list_.style == print_style::latex && where == operand_place::after_factor) ||
                                  needs_brackets(precedence_of(value, list_.style), required, where);
        if (has_brackets) open();
        write_number(out_, value, list_.style);
        if (has_brackets) close();
    }

    constexpr void begin_call(int index, int required, operand_place where) {
        const engine::instruction& step = list_.program.code[index];
        const bool has_brackets = needs_brackets(list_.form(index).precedence, required, where);
        if (has_brackets) open();
        calls_[depth_++] = {index, 0, has_brackets, reads_better_swapped(step, list_.form(index).precedence)};
    }

    // Recording sorts the operands of commutative functions. A reader expects numbers last, but for factors,
    // and x + y + z rather than z + (x + y).
    constexpr bool reads_better_swapped(const engine::instruction& step, int own) const {
        if (!step.function->facts.is_commutative || step.function->arity != 2) return false;
        const bool has_number = is_number(step.operands[0]);
        if (has_number != is_number(step.operands[1])) return has_number == (own < precedence::product);
        return precedence_in_place(step.operands[1]) == own && precedence_in_place(step.operands[0]) != own;
    }

    constexpr int place_of(int operand) const {
        return list_.program.is_computed(operand) ? list_.temporaries[list_.program.index_of(operand)] : 1;
    }
    constexpr bool is_number(int operand) const {
        return engine::is_literal(operand) || place_of(operand) == is_quotient;
    }
    constexpr int precedence_in_place(int operand) const {
        return !engine::is_literal(operand) && place_of(operand) == in_place
                   ? list_.form(list_.program.index_of(operand)).precedence
                   : precedence::atom;
    }

    static constexpr bool needs_brackets(int own, int required, operand_place where) {
        return own < required || (where != operand_place::free && own == precedence::sign);
    }
    constexpr void open() { out_.put(list_.style == print_style::latex ? "\\left(" : "("); }
    constexpr void close() { out_.put(list_.style == print_style::latex ? "\\right)" : ")"); }

    text_writer& out_;
    const listing_view& list_;
    call calls_[Depth + 1]{};
    int depth_ = 0;
};

} // namespace pullback::detail

#endif
