// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_NAMES_HPP
#define PULLBACK_PRINT_NAMES_HPP

#include <pullback/derivative/results.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/path.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/static_function/program_of.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>

namespace pullback::detail {

/// Names one after the other, name `i` from `begin[i]` to `begin[i + 1]`.
struct name_list {
    const char* characters;
    const std::size_t* begin;

    constexpr void write(text_writer& out, int index) const {
        out.put(characters + begin[index], begin[index + 1] - begin[index]);
    }
};

template <int Count, std::size_t Size>
struct name_table {
    char characters[Size + 1]{};
    std::size_t begin[Count + 1]{};

    constexpr name_list list() const { return {characters, begin}; }
};

/// The table of the names that `Names::write(text_writer&, i)` writes for i = 0, …, Names::count - 1.
template <class Names>
struct names {
private:
    static constexpr std::size_t measure() {
        text_writer out;
        for (int i = 0; i < Names::count; ++i) Names::write(out, i);
        return out.size();
    }
    static constexpr std::size_t size = measure();

    static constexpr auto make() {
        name_table<Names::count, size> made;
        text_writer out(made.characters);
        for (int i = 0; i < Names::count; ++i) {
            Names::write(out, i);
            made.begin[i + 1] = out.size();
        }
        return made;
    }

public:
    static constexpr auto table = make();
};

// Names that this library gives must not be those of variables.
constexpr bool is_numbered(const char* name, const char* prefix) {
    const std::size_t size = length_of(name), prefix_size = length_of(prefix);
    if (size <= prefix_size || !same_characters(name, prefix_size, prefix, prefix_size)) return false;
    for (std::size_t i = prefix_size; i < size; ++i)
        if (name[i] < '0' || name[i] > '9') return false;
    return true;
}

template <class Signature>
struct variable_names {
    static constexpr const char* unused(const char* preferred, const char*) { return preferred; }
    static constexpr const char* unused_prefix(const char* preferred, const char*) { return preferred; }
};

template <class... Variables>
struct variable_names<named<Variables...>> {
    static constexpr const char* name(int index) {
        const char* const all[] = {Variables::name()..., ""};
        return all[index];
    }
    static constexpr const char* unused(const char* preferred, const char* otherwise) {
        [[maybe_unused]] const std::size_t size = length_of(preferred); // there may be no variables
        const bool is_used = (same_characters(Variables::name(), length_of(Variables::name()), preferred, size) || ...);
        return is_used ? otherwise : preferred;
    }
    static constexpr const char* unused_prefix(const char* preferred, const char* otherwise) {
        return (is_numbered(Variables::name(), preferred) || ...) ? otherwise : preferred;
    }
};

// The inputs: arguments, then what the function captured.
template <print_style Style, class F, class... Arguments>
struct input_names {
    using signature = typename F::signature;
    static constexpr int count = program_of<F, Arguments...>::code.input_count;
    /// How many of them are arguments.
    static constexpr int argument_count = [] {
        if constexpr (requires { signature::count; }) return static_cast<int>(signature::count);
        else return first_of<Arguments...>(sizeof...(Arguments));
    }();

    static constexpr void write(text_writer& out, int index) {
        path_writer path(out, Style);
        if (index >= argument_count) path.begin(captured_prefix, index - argument_count);
        else if constexpr (requires { signature::count; }) path.begin(variable_names<signature>::name(index));
        else write_argument(path, index);
        path.finish();
    }

private:
    static constexpr const char* captured_prefix = variable_names<signature>::unused_prefix("c", "constant");

    static constexpr void write_argument(path_writer& path, int index) {
        in_part<erased<Arguments>...>(index, [&](auto number, auto type, int inner) {
            if constexpr (sizeof...(Arguments) == 1) path.begin("x");
            else path.begin("x", static_cast<int>(number));
            write_path<typename decltype(type)::type>(path, inner);
        });
    }
};

template <print_style Style, class F, class... Arguments>
struct output_names {
    using result = typename implementation_of<F, Arguments...>::template result<recorded>;
    static constexpr int count = program_of<F, Arguments...>::code.output_count;

    static constexpr void write(text_writer& out, int index) {
        path_writer path(out, Style);
        if constexpr (!ValueWithDerivative<result>)
            path.begin(variable_names<typename F::signature>::unused("y", "result"));
        write_path<result>(path, index);
        path.finish();
    }
};

} // namespace pullback::detail

#endif
