// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_FORM_HPP
#define PULLBACK_PRINT_FORM_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/print/c_names.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/program/operation.hpp>

namespace pullback::detail {

/// What stands before an operand.
enum class operand_place {
    free,
    after_operator, // a - (-b)
    after_factor,   // in LaTeX digits there would join those before them
};

/// A run of characters of a printed form, or the place of an operand.
struct form_piece {
    const char* characters;
    int size;
    int operand;  // -1 in a run of characters
    int required; // an operand of less precedence than this needs brackets
    operand_place where;
};

/// A row's notation in one style, taken apart once for all its calls.
struct printed_form {
    form_piece pieces[40]{};
    int count = 0;
    int precedence = precedence::call;
    int uses[3]{}; // how often each operand is printed
    bool is_known = true;
};

/// Takes a notation such as "{0} + {1}" apart.
class form_parser {
public:
    constexpr form_parser(const engine::operation& function, print_style style)
        : function_(function), style_(style), own_(function.printed.precedence) {}

    constexpr printed_form parse() {
        const notation& printed = function_.printed;
        const char* form = style_ == print_style::text                                     ? printed.text
                           : style_ == print_style::latex                                  ? printed.latex
                           : style_ == print_style::c_float && printed.c_single != nullptr ? printed.c_single
                                                                                           : printed.c;
        if (form != nullptr) parse_form(form);
        else make_call();
        return result_;
    }

private:
    constexpr bool is_c() const { return style_ == print_style::c_double || style_ == print_style::c_float; }

    constexpr void add_text(const char* characters, int size) {
        if (size > 0) result_.pieces[result_.count++] = {characters, size, -1, 0, operand_place::free};
    }
    constexpr void add_text(const char* characters) { add_text(characters, static_cast<int>(length_of(characters))); }
    constexpr void add_operand(int operand, int required, operand_place where) {
        result_.pieces[result_.count++] = {nullptr, 0, operand, required, where};
        ++result_.uses[operand];
    }

    // name(x, y)
    constexpr void make_call() {
        if (style_ == print_style::latex) {
            add_text("\\operatorname{");
            add_escaped(function_.name);
            add_text("}\\left(");
        } else if (is_c()) {
            const bool is_helper = function_.printed.helper != c_helper::none;
            result_.is_known = has_c_name(function_);
            if (is_helper) add_text("pullback_");
            add_text(function_.name);
            add_text(style_ == print_style::c_float && !is_helper ? "f(" : "(");
        } else {
            add_text(function_.name);
            add_text("(");
        }
        for (int i = 0; i < function_.arity; ++i) {
            if (i > 0) add_text(", ");
            add_operand(i, precedence::lowest, operand_place::free);
        }
        add_text(style_ == print_style::latex ? "\\right)" : ")");
    }

    constexpr void add_escaped(const char* name) {
        const char* begin = name;
        for (; *name != '\0'; ++name)
            if (*name == '_') {
                add_text(begin, static_cast<int>(name - begin));
                add_text("\\");
                begin = name;
            }
        add_text(begin, static_cast<int>(name - begin));
    }

    // In LaTeX `^{2}` is a two; operand 2 there is `^{{2}}`.
    constexpr bool is_operand(const char* at) const {
        if (last_ == '^' || last_ == '_') return false;
        return at[0] == '{' && at[1] >= '0' && at[1] < '0' + function_.arity && at[2] == '}';
    }

    constexpr void parse_form(const char* form) {
        bool is_loose = false; // an operator stands outside all brackets
        bool is_wrapped = *form == '(' || starts_with(form, "\\left(");
        const char* run = form;
        for (const char* at = form; *at != '\0';) {
            if (is_operand(at)) {
                add_text(run, static_cast<int>(at - run));
                place_operand(form, at, is_loose);
                at += 3;
                run = at;
            } else {
                at = skip_token(run, at, is_loose);
                is_wrapped = is_wrapped && (depth_ > 0 || *at == '\0');
            }
        }
        add_text(run);
        if (is_wrapped) result_.precedence = precedence::atom;
        else if (is_loose && result_.precedence == precedence::call) result_.precedence = own_;
    }

    constexpr void place_operand(const char* form, const char* at, bool& is_loose) {
        const bool is_first = at == form, is_base = style_ == print_style::latex && at[3] == '^';
        is_loose = is_loose || depth_ == 0;
        if (after_opener_ && closes(at + 3)) {
            add_operand(at[1] - '0', precedence::lowest, operand_place::free);
        } else if (is_base) {
            if (depth_ == 0) result_.precedence = precedence::power;
            add_operand(at[1] - '0', precedence::atom, operand_place::after_operator);
        } else if (depth_ == 0) {
            // In a formula for reading, a sum of sums, a product of products and its sign need no brackets.
            const bool is_chain =
                style_ == print_style::latex && function_.facts.is_commutative && own_ >= precedence::sum;
            const bool is_sign = style_ == print_style::latex && own_ == precedence::sign;
            const int required = is_sign ? precedence::product : is_first || is_chain ? own_ : own_ + 1;
            const bool is_free = is_first || own_ < precedence::sum;
            add_operand(at[1] - '0', required,
                        is_free                       ? operand_place::free
                        : own_ == precedence::product ? operand_place::after_factor
                                                      : operand_place::after_operator);
        } else {
            add_operand(at[1] - '0', is_term(at) ? precedence::product : precedence::call,
                        operand_place::after_operator);
        }
        after_opener_ = false;
        last_ = '}';
    }

    // 1 + {0}
    constexpr bool is_term(const char* at) const {
        const char* next = at + 3;
        while (*next == ' ') ++next;
        return (last_ == '+' || last_ == '-') && (*next == '+' || *next == '-' || closes(next));
    }

    static constexpr bool closes(const char* at) {
        while (*at == ' ') ++at;
        for (const char* closer : {"\\right", "\\rfloor", "\\rceil", "\\rvert"})
            if (starts_with(at, closer)) return true;
        return *at == ')' || *at == '}' || *at == ']' || *at == ',' || *at == '|';
    }

    static constexpr bool starts_with(const char* characters, const char* beginning) {
        while (*beginning != '\0')
            if (*characters++ != *beginning++) return false;
        return true;
    }
    static constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
    static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

    // The macros of <math.h> and the helpers are the same for float.
    static constexpr bool is_for_any_type(const char* at) {
        for (const char* name : {"isnan(", "isinf(", "isfinite(", "isnormal(", "signbit(", "fpclassify(", "pullback_"})
            if (starts_with(at, name)) return true;
        return false;
    }

    // Moves over one token of the form that is no operand; `run` is the beginning of text not yet added.
    constexpr const char* skip_token(const char*& run, const char* at, bool& is_loose) {
        const char c = *at;
        if (c == ' ') return at + 1;
        last_ = c;
        if (c == '\\') return skip_command(at, is_loose);
        if (is_letter(c) || is_digit(c)) {
            after_opener_ = false;
            const char* end = at + 1;
            while (is_letter(*end) || is_digit(*end) || *end == '.') ++end;
            bool has_point = false;
            for (const char* i = at; i != end; ++i) has_point = has_point || *i == '.';
            if (style_ == print_style::c_float && (is_letter(c) ? *end == '(' && !is_for_any_type(at) : has_point)) {
                add_text(run, static_cast<int>(end - run)); // expf(x), 0.5f
                add_text("f");
                run = end;
            }
            return end;
        }
        const bool is_opener = c == '(' || c == '{' || c == '[', is_closer = c == ')' || c == '}' || c == ']';
        if (is_opener) ++depth_;
        else if (is_closer) --depth_;
        else if (depth_ == 0 && c != '^' && c != ',' && c != '_') is_loose = true;
        after_opener_ = is_opener || c == ',' || c == '|';
        return at + 1;
    }

    // \left(, \frac, \,
    constexpr const char* skip_command(const char* at, bool& is_loose) {
        const char* end = at + 1;
        while (is_letter(*end)) ++end;
        const bool is_left = starts_with(at, "\\left") && end - at == 5,
                   is_right = starts_with(at, "\\right") && end - at == 6;
        after_opener_ =
            is_left || starts_with(at, "\\lfloor") || starts_with(at, "\\lceil") || starts_with(at, "\\lvert");
        if (is_left) ++depth_;
        if (is_right) --depth_;
        if (end == at + 1) { // \, and \\ and the like
            if (depth_ == 0) is_loose = true;
            return end + 1;
        }
        if (!is_left && !is_right) return end;
        if (*end != '\\') return end + 1; // the bracket after \left
        ++end;
        while (is_letter(*end)) ++end;
        return end;
    }

    const engine::operation& function_;
    print_style style_;
    int own_;
    printed_form result_{};
    int depth_ = 0;
    bool after_opener_ = false;
    char last_ = '\0';
};

} // namespace pullback::detail

#endif
