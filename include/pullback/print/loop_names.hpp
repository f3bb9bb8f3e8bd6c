// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_NAMES_HPP
#define PULLBACK_PRINT_LOOP_NAMES_HPP

#include <pullback/derivative/wrt.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/loop_results.hpp>
#include <pullback/print/path.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/whole_results.hpp>
#include <pullback/shape/element_types.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/program_of.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback::detail {

constexpr bool is_c(print_style style) { return style == print_style::c_double || style == print_style::c_float; }

// What a program that runs is made for.
template <print_style Style>
struct scalar_of_style {
    using type = engine::literal;
};
template <>
struct scalar_of_style<print_style::c_double> {
    using type = double;
};
template <>
struct scalar_of_style<print_style::c_float> {
    using type = float;
};

/// What the things of a program with loops are called: arguments `x`, or `x0`, `x1`, … where there are several;
/// lengths `n` and indices `i` likewise.
template <print_style Style, class F, class... Arguments>
struct loop_names {
    using built = loops_that_run<typename scalar_of_style<Style>::type, F, Arguments...>;
    using results = loop_results<F, Arguments...>;
    static constexpr const auto& extents = engine::record::extent_classes_of<built>;

    static constexpr void begin_numbered(path_writer& path, const char* name, int number, int count) {
        if (count == 1) path.begin(name);
        else path.begin(name, number);
    }
    static constexpr void begin_argument(path_writer& path, int position) {
        begin_numbered(path, "x", position, static_cast<int>(sizeof...(Arguments)));
    }
    // In LaTeX a number of one digit stands there without brackets, which have a meaning in the notation of rows.
    static constexpr void write_numbered(text_writer& out, const char* name, int number, int count) {
        out.put(name);
        if (count == 1) return;
        if (Style == print_style::latex) out.put('_');
        if (Style == print_style::latex && number > 9) out.put_all('{', number, '}');
        else out.put(number);
    }
    static constexpr void write_extent(text_writer& out, int extent) {
        if (extents.of[extent] < 0) out.put(built::code.tables.extents[extent].count);
        else write_length(out, extents.of[extent]);
    }
    static constexpr void write_length(text_writer& out, int number) {
        write_numbered(out, "n", number, extents.count);
    }
    static constexpr void write_index(text_writer& out, int index) {
        write_numbered(out, "i", index, built::code.tables.index_count);
    }

    /// The subscript of a dimension: an index, a constant, or what `write_node` writes; moved by its offset, to the
    /// nearest element there is.
    template <class WriteNode>
    static constexpr void write_subscript(text_writer& out, const engine::array_access& at, int dimension,
                                          const WriteNode& write_node) {
        write_place(out, at.subscripts[dimension], at.offsets[dimension],
                    built::code.tables.arrays[at.array].extents[dimension], write_node);
    }
    template <class WriteNode>
    static constexpr void write_place(text_writer& out, int subscript, int offset, int extent,
                                      const WriteNode& write_node) {
        const auto write_base = [&] {
            if (subscript < 0) return write_node(~subscript);
            if (engine::is_index_subscript(subscript)) return write_index(out, subscript);
            const int constant = engine::constant_of(subscript);
            if (constant >= 0) return out.put(constant);
            write_extent(out, extent);
            out.put_all(" - ", -constant);
        };
        if (offset == 0) return write_base();
        if (!is_c(Style)) {
            out.put(Style == print_style::latex ? (offset < 0 ? "\\max\\left(" : "\\min\\left(")
                                                : (offset < 0 ? "max(" : "min("));
            write_base();
            out.put_all(offset < 0 ? " - " : " + ", offset < 0 ? -offset : offset, ", ");
            if (offset < 0) out.put('0');
            else write_last(out, extent);
            return out.put(Style == print_style::latex ? "\\right)" : ")");
        }
        out.put('(');
        write_base();
        if (offset < 0) {
            out.put_all(" >= ", -offset, " ? ");
            write_base();
            out.put_all(" - ", -offset, " : 0)");
        } else {
            out.put_all(" + ", offset, " < ");
            write_extent(out, extent);
            out.put(" ? ");
            write_base();
            out.put_all(" + ", offset, " : ");
            write_last(out, extent);
            out.put(')');
        }
    }
    static constexpr void write_last(text_writer& out, int extent) {
        write_extent(out, extent);
        out.put(" - 1");
    }
    /// A subscript that is no node.
    static constexpr void write_subscript(text_writer& out, const engine::array_access& at, int dimension) {
        write_subscript(out, at, dimension, [](int) {});
    }

    /// At which turn of an index the loops are, or what a reader has in place of that.
    template <class WriteNode>
    static constexpr void write_turn(text_writer& out, int index, int reader, const WriteNode& write_node) {
        if (reader < 0) return write_index(out, index);
        const engine::instruction& step = built::code.maker_of(reader);
        const engine::turn_read& read = built::code.turn_reads[engine::name_in(step)];
        const int said = read.at(index);
        write_place(out, said == engine::operand_subscript ? ~step.operands[1] : said, read.offset_at(index),
                    built::code.tables.indices[index].extent, write_node);
    }

    /// An input of the program: a scalar of an argument of fixed shape.
    static constexpr void write_input(text_writer& out, int input) {
        path_writer path(out, Style);
        int first = 0;
        for_each_argument([&](auto position, auto type) {
            using argument = typename decltype(type)::type;
            if constexpr (!DataRange<argument>) {
                constexpr int size = shape_of<argument>::size;
                if (input >= first && input < first + size) {
                    begin_argument(path, position());
                    if constexpr (!is_c(Style)) write_path<erased<argument>>(path, input - first);
                    else if constexpr (!Scalar<argument>) path.index(input - first);
                }
                first += size;
            }
        });
        path.finish();
    }

    /// The way from an element of an array to one of its scalars.
    static constexpr void write_element_path(path_writer& path, const engine::loop_array& array, int scalar) {
        for_each_container(array, [&](auto type) {
            using element = typename range_data<typename decltype(type)::type>::element;
            write_path<symbol_of_element<element, recorded>>(path, scalar);
        });
    }
    /// An array, without subscripts.
    static constexpr void begin_array(path_writer& path, text_writer& out, const engine::loop_array& array) {
        if (array.argument >= 0) return begin_argument(path, array.argument);
        results::for_each([&](const result_path& way, const auto& part) {
            if constexpr (is_marked_array<std::remove_cvref_t<decltype(part)>>)
                if (part.number == -1 - array.argument) write_result(path, out, way);
        });
    }

    /// A part of the result: in C `gradient_x0`, elsewhere `gradient[0]`.
    static constexpr void write_result(path_writer& path, [[maybe_unused]] text_writer& out, const result_path& way) {
        if constexpr (is_c(Style)) {
            write_c_name(out, way);
        } else {
            if (way.count == 0 || way.steps[0].member == nullptr) path.begin(results::name_of_whole());
            for (int i = 0; i < way.count; ++i)
                if (way.steps[i].member != nullptr) path.member(way.steps[i].member);
                else path.index(way.steps[i].number);
        }
    }

    template <class Act>
    static constexpr void for_each_argument(const Act& act) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (act(std::integral_constant<int, static_cast<int>(I)>{}, std::type_identity<element_at<I, Arguments...>>{}),
             ...);
        }(std::index_sequence_for<Arguments...>{});
    }

private:
    template <class Act>
    static constexpr void for_each_container(const engine::loop_array& array, const Act& act) {
        if (array.argument >= 0) {
            for_each_argument([&](auto position, auto type) {
                if constexpr (DataRange<typename decltype(type)::type>)
                    if (position() == array.argument) act(type);
            });
        } else {
            results::for_each([&](const result_path&, const auto& part) {
                using type = std::remove_cvref_t<decltype(part)>;
                if constexpr (is_marked_array<type>)
                    if (part.number == -1 - array.argument) act(std::type_identity<typename type::container>{});
            });
        }
    }

    static constexpr bool is_by_arguments(const char* name) {
        for (const char* known : {"gradient", "cotangent", "product"})
            if (same_characters(name, length_of(name), known, length_of(known))) return true;
        return false;
    }
    static constexpr void write_c_name(text_writer& out, const result_path& way) {
        const char* name = results::name_of_whole();
        int next = 0;
        if (way.count > 0 && way.steps[0].member != nullptr) name = way.steps[next++].member;
        out.put(name);
        const bool is_last = next == way.count;
        if (is_by_arguments(name)) {
            const int argument = results::argument_of(is_last ? -1 : way.steps[next].number);
            if (argument >= 0) {
                out.put('_');
                write_numbered(out, "x", argument, static_cast<int>(sizeof...(Arguments)));
                if (!is_last) ++next;
            }
        }
        for (; next < way.count; ++next) {
            out.put('_');
            if (way.steps[next].member != nullptr) out.put(way.steps[next].member);
            else out.put(way.steps[next].number);
        }
    }
};

} // namespace pullback::detail

#endif
