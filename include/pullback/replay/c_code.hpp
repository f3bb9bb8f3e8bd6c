// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_C_CODE_HPP
#define PULLBACK_REPLAY_C_CODE_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/print/c.hpp>
#include <pullback/print/c_names.hpp>
#include <pullback/print/c_writer.hpp>
#include <pullback/print/decimal.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/replay/function.hpp>
#include <pullback/replay/names.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace pullback {

namespace detail {

/// Writes a program of any size in C: functions of a bounded number of statements, because compilers take more than
/// linear time for long ones. What another function needs goes through an array. Where there are many results,
/// functions of their own write them.
class replayed_c_writer {
    static constexpr int statements_of_function = 512;

public:
    replayed_c_writer(const engine::program_view& program, std::string name, print_style style)
        : program_(program),
          name_(std::move(name)),
          style_(style),
          scalar_(style == print_style::c_float ? "float" : "double"),
          place_in_memory_(static_cast<std::size_t>(program.node_count()), -1) {
        for (int i = 0; i < program.size; ++i) {
            const engine::operation* const function = program.code[i].function;
            if (forms_.contains(function)) continue;
            if (function->printed.c == nullptr && !has_c_name(*function))
                throw std::invalid_argument("to_c(f, name): f calls " + std::string(function->name) +
                                            ", which C does not have; give that row a form in C");
            forms_.emplace(function, form_parser(*function, style).parse());
        }
        engine::for_each_use(program, [&](int node, int user, int) {
            if (part_of(node) != user / statements_of_function) keep(node);
        });
        const int last = has_many_results() ? parts() : parts() - 1;
        for (const int result : program.results())
            if (!engine::is_literal(result) && part_of(result) != last) keep(result);
    }

    std::string write() {
        std::string text = "/* Made by pullback. */\n#include <math.h>\n#include <stdlib.h>\n\n";
        const listing_view list{program_, style_, nullptr, nullptr, nullptr, nullptr, 0, "t", {}, {}};
        text += string_of([&](text_writer& out) { c_writer(out, list, program_.input_count).write_helpers(); });
        for (int part = 0; part < parts(); ++part) text += write_part(part);
        for (int first = 0; first < program_.output_count && has_many_results(); first += statements_of_function)
            text += write_results(first);
        text += "void " + name_ + "(const " + scalar_ + " *in, " + scalar_ + " *out)\n{\n    " + scalar_ +
                " *w = malloc(" + std::to_string(kept_count_ + 1) + " * sizeof *w);\n    if (w == NULL) abort();\n";
        for (int part = 0; part < parts(); ++part) text += "    " + part_name(part) + "(in, w, out);\n";
        for (int first = 0; first < program_.output_count && has_many_results(); first += statements_of_function)
            text += "    " + results_name(first) + "(in, w, out);\n";
        return text + "    free(w);\n}\n";
    }

private:
    int parts() const { return program_.size / statements_of_function + 1; }
    bool has_many_results() const { return program_.output_count > statements_of_function; }
    // Inputs are no part's.
    int part_of(int node) const {
        return program_.is_computed(node) ? program_.index_of(node) / statements_of_function : -1;
    }
    void keep(int node) {
        int& place = place_in_memory_[static_cast<std::size_t>(node)];
        if (program_.is_computed(node) && place < 0) place = kept_count_++;
    }
    std::string part_name(int part) const { return name_ + "_part" + std::to_string(part); }

    std::string results_name(int first) const {
        return name_ + "_results" + std::to_string(first / statements_of_function);
    }
    std::string head(const std::string& function) const {
        return "static void " + function + "(const " + scalar_ + " *in, " + scalar_ + " *w, " + scalar_ + " *out)\n{\n";
    }
    std::string write_results(int first) const {
        std::string text = head(results_name(first));
        add_results(text, first, std::min(first + statements_of_function, program_.output_count), parts());
        return text + "    (void)in, (void)w;\n}\n";
    }
    void add_results(std::string& text, int begin, int end, int part) const {
        for (int i = begin; i < end; ++i)
            text += "    out[" + std::to_string(i) + "] = " + operand(program_.outputs[i], part, false) + ";\n";
    }

    std::string write_part(int part) const {
        std::string text = head(part_name(part));
        const int begin = part * statements_of_function, end = std::min(begin + statements_of_function, program_.size);
        for (int i = begin; i < end; ++i) {
            const engine::instruction& step = program_.code[i];
            const std::string own = "t" + std::to_string(i + 1);
            text +=
                std::string("    const ") + (kind_of(step) == value_kind::truth ? "int" : scalar_) + " " + own + " = ";
            const printed_form& form = forms_.at(step.function);
            for (int k = 0; k < form.count; ++k) {
                const form_piece& piece = form.pieces[k];
                if (piece.operand < 0) text.append(piece.characters, static_cast<std::size_t>(piece.size));
                else text += operand(step.operands[piece.operand], part, piece.required > precedence::lowest);
            }
            text += ";\n";
            const int place = place_in_memory_[static_cast<std::size_t>(program_.node_of(i))];
            if (place >= 0) text += "    w[" + std::to_string(place) + "] = " + own + ";\n";
        }
        if (part + 1 == parts() && !has_many_results()) add_results(text, 0, program_.output_count, part);
        return text + "    (void)in, (void)w, (void)out;\n}\n";
    }

    std::string operand(int operand, int part, bool has_brackets) const {
        if (engine::is_literal(operand)) {
            const decimal_digits value = number_for(program_.literal_at(operand), style_);
            const std::string number = string_of([&](text_writer& out) { write_number(out, value, style_); });
            return has_brackets && value.is_negative ? "(" + number + ")" : number;
        }
        if (program_.is_input(operand)) return "in[" + std::to_string(operand) + "]";
        if (part_of(operand) == part) return "t" + std::to_string(program_.index_of(operand) + 1);
        const std::string kept = "w[" + std::to_string(place_in_memory_[static_cast<std::size_t>(operand)]) + "]";
        return program_.kind_of(operand) == value_kind::truth ? "(" + kept + " != 0)" : kept;
    }

    const engine::program_view& program_;
    std::string name_;
    print_style style_;
    const char* scalar_;
    std::map<const engine::operation*, printed_form> forms_;
    std::vector<int> place_in_memory_; // of each node, or -1
    int kept_count_ = 0;
};

} // namespace detail

/// A C function that computes a function recorded at run time: `void name(const double *in, double *out)`, as for a
/// static function. It is divided into functions of bounded size, so that compilers take time in proportion to it.
/// Precondition: `name` is a C identifier.
template <class... Arguments, RecordedFunction F, std::size_t Size, class T = double>
std::string to_c(const F& f, const char (&name)[Size], c_scalar_type<T> = {}) {
    const engine::program_view program = f.body().to_run().view();
    constexpr auto style = std::is_same_v<T, float> ? detail::print_style::c_float : detail::print_style::c_double;
    return detail::replayed_c_writer(program, name, style).write();
}

} // namespace pullback

#endif
