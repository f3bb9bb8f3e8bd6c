// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_TEXT_HPP
#define PULLBACK_DYNAMIC_TEXT_HPP

#include <pullback/dynamic/data.hpp>

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pullback::dynamic::detail {

// The shortest text that reads back as the same number.
template <class S>
std::string number_text(S value) {
    if constexpr (std::is_arithmetic_v<S>) {
        char text[64];
        const std::to_chars_result end = std::to_chars(text, text + sizeof text, value);
        return std::string(text, end.ptr);
    } else return value.str();
}

// Writes numbers as they are, and arrays as nested lists, rows first: [[1, 2], [3, 4]].
template <Data T>
std::string text_of(const T& data) {
    const auto* const elements = data_traits<T>::elements(data);
    if constexpr (NumberData<T>) return detail::number_text(*elements);
    else {
        const std::vector<std::size_t> shape = data_traits<T>::shape(data);
        std::vector<std::size_t> strides(shape.size(), 1);
        if constexpr (requires { requires data_traits<T>::is_column_major; })
            for (std::size_t i = 1; i < shape.size(); ++i) strides[i] = strides[i - 1] * shape[i - 1];
        else
            for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
        std::string text;
        const auto write = [&](const auto& self, std::size_t dimension, std::size_t at) -> void {
            if (dimension == shape.size()) {
                text += detail::number_text(elements[at]);
                return;
            }
            text += '[';
            for (std::size_t i = 0; i < shape[dimension]; ++i) {
                if (i != 0) text += ", ";
                self(self, dimension + 1, at + i * strides[dimension]);
            }
            text += ']';
        };
        write(write, 0, 0);
        return text;
    }
}

// The name of a type, out of the compiler's name for this function.
template <class T>
std::string type_name() {
    const std::string_view text = __PRETTY_FUNCTION__;
    const std::size_t begin = text.find("T = ") + 4;
    const std::size_t end = text.find_first_of(";]", begin);
    return std::string(text.substr(begin, end - begin));
}

template <class F>
std::string function_name_of() {
    if constexpr (requires { std::string(F::name); }) return F::name;
    else if constexpr (requires { F::signature::count; }) return "formula";
    else if constexpr (requires { typename F::signature; }) return "static function";
    else return detail::type_name<F>();
}

} // namespace pullback::dynamic::detail

#endif
