// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_PRINTING_HPP
#define PULLBACK_REPLAY_PRINTING_HPP

#include <pullback/functions/scalar.hpp>
#include <pullback/print/decimal.hpp>
#include <pullback/print/dot_writer.hpp>
#include <pullback/print/form.hpp>
#include <pullback/print/formula.hpp>
#include <pullback/print/lines.hpp>
#include <pullback/print/listing.hpp>
#include <pullback/print/names.hpp>
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
#include <string>
#include <unordered_map>
#include <vector>

namespace pullback {

namespace detail {

/// The tables for printing a program that is known at run time only; see `listing`.
class replayed_listing {
    // Formulas of more calls in one another are divided: the printer has its stack of calls on the machine's.
    static constexpr int deepest = 64;

public:
    replayed_listing(const engine::program_view& program, print_style style, run_time_names inputs,
                     run_time_names outputs)
        : program_(program), style_(style), inputs_(std::move(inputs)), outputs_(std::move(outputs)) {
        std::unordered_map<const engine::operation*, int> known;
        for (int i = 0; i < program.size; ++i) {
            const engine::operation* const function = program.code[i].function;
            const auto [at, is_new] = known.try_emplace(function, static_cast<int>(forms_.size()));
            if (is_new) forms_.push_back(form_parser(*function, style).parse());
            form_of_.push_back(at->second);
        }
        for (int i = 0; i < program.literal_count; ++i) literals_.push_back(number_for(program.literals[i], style));
        place();
    }
    replayed_listing(const replayed_listing&) = delete;
    replayed_listing& operator=(const replayed_listing&) = delete;

    listing_view view() const {
        return {program_,          style_,           forms_.data(), form_of_.data(), literals_.data(),
                temporary_.data(), temporary_count_, "t",           inputs_.list(),  outputs_.list()};
    }

    void write_formulas(text_writer& out, bool is_number, line_style lines) const {
        const listing_view list = view();
        for (int part = 0; part < pieces_for(program_.size); ++part)
            write_lines<deepest>(out, list, is_number, lines, part);
    }
    bool is_one_line() const { return program_.output_count == 1 && temporary_count_ == 0; }

private:
    int& temporary_of(int node) { return temporary_[static_cast<std::size_t>(program_.index_of(node))]; }

    void place() {
        std::vector<int> uses(static_cast<std::size_t>(program_.node_count()) + 1), depth(uses.size());
        engine::for_each_use(program_, [&](int operand, int user, int k) {
            uses[static_cast<std::size_t>(operand)] +=
                forms_[static_cast<std::size_t>(form_of_[static_cast<std::size_t>(user)])].uses[k];
        });
        for (const int result : program_.results())
            if (!engine::is_literal(result)) ++uses[static_cast<std::size_t>(result)];
        temporary_.assign(static_cast<std::size_t>(program_.size) + 1, in_place);
        for (int i = 0; i < program_.size; ++i) {
            const auto node = static_cast<std::size_t>(program_.node_of(i));
            for (const int operand : program_.operands_of(program_.code[i]))
                if (!engine::is_literal(operand) && program_.is_computed(operand) && temporary_of(operand) == in_place)
                    depth[node] = std::max(depth[node], depth[static_cast<std::size_t>(operand)] + 1);
            if (is_decimal_quotient(program_.code[i], literals_.data()))
                temporary_of(program_.node_of(i)) = is_quotient;
            else if (uses[node] > 1 || depth[node] + 1 >= deepest)
                temporary_of(program_.node_of(i)) = ++temporary_count_;
        }
    }

    engine::program_view program_;
    print_style style_;
    run_time_names inputs_, outputs_;
    std::vector<printed_form> forms_;
    std::vector<int> form_of_;
    std::vector<decimal_digits> literals_;
    std::vector<int> temporary_;
    int temporary_count_ = 0;
};

template <class F>
replayed_listing listing_of(const F& f, print_style style, const std::vector<std::string>& names) {
    return {f.body().program().view(), style, detail::input_names_of(f, style, names),
            detail::output_names_of(f, style)};
}

} // namespace detail

/// The formula that a function recorded at run time computes, as text. What is used more than once is a line of its own
/// before; several results are a line each. The arguments are called `x`, or `x0`, `x1`, …, or as `names` says. Linear
/// in the size of the program.
template <class... Arguments, RecordedFunction F>
std::string to_string(const F& f, const std::vector<std::string>& names) {
    const detail::replayed_listing list(detail::listing_of(f, detail::print_style::text, names));
    return detail::string_of(
        [&](detail::text_writer& out) { list.write_formulas(out, Scalar<typename F::result_type>, {" = ", "\n"}); });
}
template <class... Arguments, RecordedFunction F>
std::string to_string(const F& f) {
    return pullback::to_string(f, std::vector<std::string>{});
}

/// The same in LaTeX, for mathematical mode (packages amsmath and amssymb).
template <class... Arguments, RecordedFunction F>
std::string to_latex(const F& f, const std::vector<std::string>& names) {
    const detail::replayed_listing list(detail::listing_of(f, detail::print_style::latex, names));
    return detail::string_of([&](detail::text_writer& out) {
        if (!list.is_one_line()) out.put("\\begin{aligned}\n");
        list.write_formulas(out, Scalar<typename F::result_type>, {list.is_one_line() ? " = " : " &= ", " \\\\\n"});
        if (!list.is_one_line()) out.put("\n\\end{aligned}");
    });
}
template <class... Arguments, RecordedFunction F>
std::string to_latex(const F& f) {
    return pullback::to_latex(f, std::vector<std::string>{});
}

/// The program of a function recorded at run time as a graph in Graphviz' language; `dot -Tsvg` draws it.
template <class... Arguments, RecordedFunction F>
std::string to_dot(const F& f, const std::vector<std::string>& names) {
    const detail::replayed_listing list(detail::listing_of(f, detail::print_style::text, names));
    const detail::listing_view view = list.view();
    return detail::string_of([&](detail::text_writer& out) {
        detail::dot_writer writer(out, view);
        writer.write_head();
        writer.write_calls({0, view.program.size});
        writer.write_outputs();
    });
}
template <class... Arguments, RecordedFunction F>
std::string to_dot(const F& f) {
    return pullback::to_dot(f, std::vector<std::string>{});
}

/// Writes `to_string(f)` to a stream. Whoever includes a header of streams has it; none is included here.
template <class Stream, RecordedFunction F>
    requires requires(Stream& stream, const char* c) { stream << c; }
Stream& operator<<(Stream& stream, const F& f) {
    stream << to_string(f).c_str();
    return stream;
}

} // namespace pullback

#endif
