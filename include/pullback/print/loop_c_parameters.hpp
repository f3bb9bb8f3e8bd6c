// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_C_PARAMETERS_HPP
#define PULLBACK_PRINT_LOOP_C_PARAMETERS_HPP

#include <pullback/functions/scalar.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/loop_lines.hpp>
#include <pullback/print/loop_listing.hpp>
#include <pullback/print/loop_names.hpp>
#include <pullback/print/loop_results.hpp>
#include <pullback/print/loop_use.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/whole_results.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/element_types.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/static_function.hpp>

#include <type_traits>
#include <utility>

namespace pullback::detail {

/// What an integer of the data is in C.
template <class Integer>
constexpr const char* c_integer() {
    if constexpr (std::is_same_v<Integer, bool>) return "_Bool";
    else if constexpr (sizeof(Integer) == 1) return std::is_signed_v<Integer> ? "signed char" : "unsigned char";
    else if constexpr (sizeof(Integer) == sizeof(short)) return std::is_signed_v<Integer> ? "short" : "unsigned short";
    else if constexpr (sizeof(Integer) == sizeof(int)) return std::is_signed_v<Integer> ? "int" : "unsigned";
    else if constexpr (sizeof(Integer) == sizeof(long)) return std::is_signed_v<Integer> ? "long" : "unsigned long";
    else return std::is_signed_v<Integer> ? "long long" : "unsigned long long";
}

/// Whether the scalars of an argument are of one type in C.
template <class A>
inline constexpr bool is_c_array = true;
template <DataRange A>
inline constexpr bool is_c_array<A> =
    std::is_same_v<integers_of<typename range_data<A>::element>, integer_scalars<>> ||
    integers_of<typename range_data<A>::element>::are_all(element_shape<typename range_data<A>::element>::size);

/// The parameters of a C function with loops: lengths, arguments, results and memory.
template <print_style Style, class F, class... Arguments>
struct loop_c_parameters {
    using list = loop_listing<Style, F, Arguments...>;
    using names_of = typename list::names_of;
    using text_names = loop_names<print_style::text, F, Arguments...>;
    static constexpr const auto& code = list::built::code;
    static constexpr const auto& plan = list::plan;
    static constexpr const auto& use = use_in_loops<typename list::built, typename names_of::results>;
    static constexpr const char* scalar = Style == print_style::c_float ? "float" : "double";
    static constexpr bool has_work = [] {
        for (int i = 0; i < plan.array_count; ++i)
            if (use.has_record(i)) return true;
        return false;
    }();

    /// Whether a loop has a bound that its condition may fail to keep.
    static constexpr bool may_abort() {
        for (int i = 0; i < code.tables.index_count; ++i) {
            const engine::loop_index& of = code.tables.indices[i];
            if (of.condition < 0 || code.tables.extents[of.extent].has_no_bound()) continue;
            const engine::loop_carry& condition = code.carries[of.condition];
            if (condition.index >= 0 && use.has(condition.node)) return true;
        }
        return false;
    }

    static constexpr void write_result(text_writer& out, const result_path& way) {
        path_writer path(out, Style);
        names_of::write_result(path, out, way);
    }
    static constexpr void write_argument(text_writer& out, int position) {
        path_writer path(out, Style);
        names_of::begin_argument(path, position);
    }
    /// n0 * n1
    static constexpr void write_kept_size(text_writer& out, int array, int alike = 1) {
        const int size = alike * plan.arrays[array].record_size;
        if (size > 1) out.put_all(size, plan.arrays[array].dimensions > 0 ? " * " : "");
        for (int d = 0; d < plan.arrays[array].dimensions; ++d) {
            if (d > 0) out.put(" * ");
            names_of::write_extent(out, code.tables.indices[plan.arrays[array].indices[d]].extent);
        }
        if (plan.arrays[array].dimensions == 0 && size == 1) out.put('1');
    }

    static constexpr void write_comment(text_writer& out) {
        out.put("/* Made by pullback.\n");
        for (int i = 0; i < names_of::extents.count; ++i) describe_length(out, i);
        for (int i = 0; i < code.tables.array_count; ++i)
            if (code.tables.arrays[i].argument >= 0) describe_array(out, code.tables.arrays[i]);
        names_of::for_each_argument([&](auto position, auto type) {
            using argument = typename decltype(type)::type;
            if constexpr (!DataRange<argument> && !Scalar<argument>)
                for (int i = 0; i < shape_of<argument>::size; ++i) {
                    out.put(" * ");
                    write_argument(out, position());
                    out.put_all('[', i, "]: ");
                    path_writer path(out, print_style::text);
                    text_names::begin_argument(path, position());
                    write_path<erased<argument>>(path, i);
                    out.put('\n');
                }
        });
        for (int i = 0; i < code.tables.array_count; ++i)
            if (is_result(code.tables.arrays[i])) describe_array(out, code.tables.arrays[i]);
        names_of::results::for_each([&](const result_path& way, const auto& part) {
            using type = std::remove_cvref_t<decltype(part)>;
            if constexpr (!is_marked_array<type> && !Scalar<type>)
                for (int i = 0; i < shape_of<type>::size; ++i) {
                    out.put(" * ");
                    write_result(out, way);
                    out.put_all('[', i, "]: ");
                    path_writer path(out, print_style::text);
                    text_names::write_result(path, out, way);
                    write_path<type>(path, i);
                    out.put('\n');
                }
        });
        if (has_work) {
            out.put(" * work: ");
            write_work_sum(out);
            out.put(" numbers of memory\n");
        }
        if (may_abort()) out.put(" * A loop that has not ended after as many turns as its bound says calls abort.\n");
        if (has_work || names_of::results::count > 0) out.put(" * What is written to overlaps with nothing else.\n");
        out.put(" */\n");
    }

    static constexpr void write_work_size(text_writer& out) {
        out.put("_work_size(");
        bool is_used[engine::most_arrays] = {};
        for (int i = 0; i < plan.array_count; ++i)
            if (use.has_record(i)) mark_kept(is_used, i);
        write_lengths(out);
        out.put(")\n{\n");
        write_unused(out, is_used);
        out.put("    return ");
        write_work_sum(out);
        out.put(";\n}\n");
    }

    /// Everything from the parameters to the first statement.
    static constexpr void write_parameters(text_writer& out) {
        out.put('(');
        write_lengths(out);
        names_of::for_each_argument([&](auto position, auto type) {
            using argument = typename decltype(type)::type;
            out.put(", ");
            if constexpr (DataRange<argument>) out.put_all("const ", type_of_element<argument>(), " *");
            else if constexpr (Scalar<argument>) out.put_all(scalar, ' ');
            else out.put_all("const ", scalar, " *");
            write_argument(out, position());
        });
        names_of::results::for_each([&](const result_path& way, const auto&) {
            out.put_all(", ", scalar, " *");
            write_result(out, way);
        });
        if (has_work) out.put_all(", ", scalar, " *work");
        out.put(")\n{\n");
        write_unused_parameters(out);
        int last = -1;
        for (int i = 0; i < plan.array_count; ++i) {
            if (!use.has_record(i)) continue;
            // Arrays in a state change places.
            out.put_all("    ", scalar, plan.arrays[i].is_of_state ? " *kept" : " *const kept", i, " = ");
            if (last < 0) out.put("work");
            else {
                out.put_all("kept", last, " + ");
                write_kept_size(out, last);
            }
            out.put(";\n");
            last = i;
        }
        for (int i = 0; i < code.tables.array_count; ++i)
            if (begins_with_zeros(i)) {
                const engine::loop_array& array = code.tables.arrays[i];
                out.put("    for (size_t k = 0; k < ");
                write_size(out, array);
                out.put("; ++k) ");
                path_writer path(out, Style);
                names_of::begin_array(path, out, array);
                out.put_all("[k] = ", Style == print_style::c_float ? "0.0f" : "0.0", ";\n");
            }
    }

private:
    static constexpr bool is_result(const engine::loop_array& array) {
        return array.argument < 0 && array.argument >= -engine::most_arrays && use.is_returned[-1 - array.argument];
    }
    template <class A>
    static constexpr const char* type_of_element() {
        using element = typename range_data<A>::element;
        using first = std::remove_cvref_t<decltype(element_shape<element>::template at<0>(std::declval<element&>()))>;
        if constexpr (std::is_enum_v<first>) return c_integer<std::underlying_type_t<first>>();
        else if constexpr (std::is_integral_v<first>) return c_integer<first>();
        else return scalar;
    }

    static constexpr void write_lengths(text_writer& out) {
        for (int i = 0; i < names_of::extents.count; ++i) {
            out.put(i > 0 ? ", size_t " : "size_t ");
            names_of::write_length(out, i);
        }
    }
    // Arrays of one size are counted together: 2 * n0 + n0 * n1
    static constexpr void write_work_sum(text_writer& out) {
        bool is_first = true;
        for (int i = 0; i < plan.array_count; ++i) {
            int alike = 0;
            bool is_counted = !use.has_record(i);
            for (int k = 0; k < plan.array_count; ++k) {
                if (!use.has_record(k) || !have_one_size(i, k)) continue;
                ++alike;
                is_counted = is_counted || k < i;
            }
            if (is_counted) continue;
            if (!is_first) out.put(" + ");
            is_first = false;
            write_kept_size(out, i, alike);
        }
    }
    static constexpr bool have_one_size(int a, int b) {
        if (plan.arrays[a].dimensions != plan.arrays[b].dimensions ||
            plan.arrays[a].record_size != plan.arrays[b].record_size)
            return false;
        for (int d = 0; d < plan.arrays[a].dimensions; ++d)
            if (length_of_kept(a, d) != length_of_kept(b, d)) return false;
        return true;
    }
    // A number for each length, and another one for each constant.
    static constexpr int length_of_kept(int array, int dimension) {
        const int extent = code.tables.indices[plan.arrays[array].indices[dimension]].extent;
        return names_of::extents.of[extent] >= 0 ? names_of::extents.of[extent] : -1 - extent;
    }
    static constexpr void mark_extent(auto& is_used, int extent) {
        if (names_of::extents.of[extent] >= 0) is_used[names_of::extents.of[extent]] = true;
    }
    static constexpr void write_size(text_writer& out, const engine::loop_array& array) {
        if (array.size > 1) out.put_all(array.size, " * ");
        for (int d = 0; d < array.dimensions; ++d) {
            if (d > 0) out.put(" * ");
            names_of::write_extent(out, array.extents[d]);
        }
    }

    static constexpr void describe_length(text_writer& out, int length) {
        out.put(" * ");
        names_of::write_length(out, length);
        out.put(": the length of ");
        bool is_first = true;
        for (int i = 0; i < code.tables.extent_count; ++i) {
            const engine::loop_extent& extent = code.tables.extents[i];
            if (names_of::extents.of[i] != length || code.tables.arrays[extent.array].argument < 0) continue;
            if (!is_first) out.put(" and ");
            is_first = false;
            write_argument(out, code.tables.arrays[extent.array].argument);
            if (extent.dimension > 0) out.put("[i]");
        }
        if (const int least = least_length(length); least > 0) out.put_all(", at least ", least);
        out.put('\n');
    }
    /// How many elements are read along a length whatever the data are: by constant subscripts, or as an extremum.
    static constexpr int least_length(int length) {
        int least = 0;
        for (int node = code.input_count; node < code.node_count; ++node)
            if (is_place(code.step_of(node)) &&
                names_of::extents.of[code.tables.indices[name_in(code.maker_of(node))].extent] == length)
                least = 1;
        for (int i = 0; i < code.need_count; ++i)
            if (code.needs[i].other < 0 && names_of::extents.of[code.needs[i].extent] == length &&
                code.needs[i].count > least)
                least = code.needs[i].count;
        return least;
    }
    static constexpr void describe_array(text_writer& out, const engine::loop_array& array) {
        out.put(" * ");
        write_name(out, array);
        out.put(": ");
        write_size(out, array);
        out.put(array.is_integer ? " integers" : " numbers");
        if (array.size > 1 || array.dimensions > 1) {
            for (int i = 0; i < array.size; ++i) {
                out.put(", ");
                path_writer path(out, print_style::text);
                text_names::begin_array(path, out, array);
                out.put(array.dimensions == 1 ? "[i]" : "[i][j]");
                text_names::write_element_path(path, array, i);
            }
            out.put(array.dimensions == 1 ? " for each i" : " for each i and j");
        }
        out.put('\n');
    }
    static constexpr void write_name(text_writer& out, const engine::loop_array& array) {
        path_writer path(out, Style);
        names_of::begin_array(path, out, array);
    }

    /// Whether an array of results has elements that are added to, or that no loop reaches.
    static constexpr bool begins_with_zeros(int number) {
        return is_result(code.tables.arrays[number]) && !engine::record::is_written_whole<typename list::built>(number);
    }
    static constexpr void mark_kept(auto& is_used, int array) {
        for (int d = 0; d < plan.arrays[array].dimensions; ++d)
            mark_extent(is_used, code.tables.indices[plan.arrays[array].indices[d]].extent);
    }
    static constexpr void mark_access(auto& is_used, int access) {
        const engine::loop_array& array = code.tables.arrays[code.accesses[access].array];
        if (array.dimensions == 2) is_used[names_of::extents.of[array.extents[1]]] = true;
        const engine::array_access& at = code.accesses[access];
        for (int d = 0; d < array.dimensions; ++d)
            if (at.offsets[d] > 0 ||
                (engine::is_constant_subscript(at.subscripts[d]) && engine::constant_of(at.subscripts[d]) < 0))
                is_used[names_of::extents.of[array.extents[d]]] = true;
    }
    static constexpr void write_unused(text_writer& out, const bool* is_used) {
        for (int i = 0; i < names_of::extents.count; ++i) {
            if (is_used[i]) continue;
            out.put("    (void)");
            names_of::write_length(out, i);
            out.put(";\n");
        }
    }
    // A C compiler warns of parameters that are not used.
    static constexpr void write_unused_parameters(text_writer& out) {
        bool is_used[engine::most_arrays] = {}, is_read[engine::most_arrays] = {};
        for (int i = 0; i < plan.array_count; ++i)
            if (use.has_record(i)) mark_kept(is_used, i);
        for (int i = 0; i < code.store_count; ++i)
            if (use.has_store(i)) mark_access(is_used, code.stores[i].access);
        for (int i = 0; i < code.tables.array_count; ++i)
            if (begins_with_zeros(i))
                for (int d = 0; d < code.tables.arrays[i].dimensions; ++d)
                    is_used[names_of::extents.of[code.tables.arrays[i].extents[d]]] = true;
        for (int i = 0; i < plan.item_count; ++i)
            if (plan.items[i].action == engine::optimise::loop_action::loop && use.has_item(plan.items[i]))
                mark_extent(is_used, code.tables.indices[plan.regions[plan.items[i].region].index].extent);
        for (int node = code.input_count; node < code.node_count; ++node) {
            if (!use.has(node)) continue;
            const int name = engine::name_in(code.maker_of(node));
            if (code.step_of(node) == engine::loop_step::extent) mark_extent(is_used, name);
            if (code.step_of(node) != engine::loop_step::element) continue;
            mark_access(is_used, name);
            is_read[code.tables.arrays[code.accesses[name].array].argument] = true;
        }
        write_unused(out, is_used);
        int first = 0;
        names_of::for_each_argument([&](auto position, auto type) {
            using argument = typename decltype(type)::type;
            bool is_needed = false;
            if constexpr (DataRange<argument>) {
                is_needed = is_read[position()];
            } else {
                for (int i = 0; i < shape_of<argument>::size; ++i) is_needed = is_needed || use.has(first++);
            }
            if (is_needed) return;
            out.put("    (void)");
            write_argument(out, position());
            out.put(";\n");
        });
    }
};

} // namespace pullback::detail

#endif
