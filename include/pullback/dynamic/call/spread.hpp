// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_SPREAD_HPP
#define PULLBACK_DYNAMIC_CALL_SPREAD_HPP

#include <pullback/dynamic/array/mask.hpp>
#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call/map_call.hpp>
#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

// Arrays of several shapes or kinds that meet in a function computed element by element: the smaller ones are spread
// over the common shape first, each by a call of its own.

/// Whether operands of data `U` can be computed with as they are where the result is a `T`.
template <class T, class U>
inline constexpr bool is_of_kind = NumberData<U> || std::is_same_v<rebind_data<U, scalar_of_data<T>>, T>;

/// Whether operands of data `U` can be computed with after spreading, where the result is a `T`.
template <class T, class U>
consteval bool can_be_spread() {
    if constexpr (is_of_kind<T, U>) return true;
    else if constexpr (ShapedArray<T> && ShapedArray<U>) {
        using kind = rebind_data<U, scalar_of_data<T>>;
        if constexpr (requires { typename common_array<T, kind>::type; })
            return std::is_same_v<typename common_array<T, kind>::type, T>;
    }
    return false;
}

template <class T, class... X>
consteval bool are_spreadable() {
    constexpr bool fits = (detail::can_be_spread<T, typename operand_for<X>::data>() && ...);
    static_assert(fits,
                  "f(x, y): x and y are arrays of different kinds, such as a row and a column, which are not computed "
                  "with element by element; convert one of them");
    return fits;
}

/// An array of the one shape that all operands have which are not single numbers; nothing if they have several.
template <class T, class... Operands>
std::optional<T> result_of_one_shape(const Operands&... operands) {
    extents shape;
    std::optional<T> result;
    bool is_one = true;
    const auto visit = [&](const auto& data) {
        using U = std::remove_cvref_t<decltype(data)>;
        if constexpr (!NumberData<U>) {
            extents found = data_traits<U>::shape(data);
            if (result.has_value() && (found.empty() || found == shape)) return;
            is_one = !result.has_value() || shape.empty();
            if (!is_one) return;
            result = data_traits<U>::template like<scalar_of_data<T>>(data);
            shape = std::move(found);
        }
    };
    ((is_one ? visit(operands.value()) : void()), ...);
    if (!is_one) result.reset();
    return result;
}

template <class T, class... Operands>
[[noreturn]] void report_shapes_of(const std::string& function, const Operands&... operands) {
    const std::array<std::size_t, sizeof...(Operands)> dimensions{detail::dimension_count(operands.value())...};
    const std::size_t most = *std::max_element(dimensions.begin(), dimensions.end());
    // Vectors among matrices are rows or columns, and the text says which.
    const bool is_alike =
        std::all_of(dimensions.begin(), dimensions.end(), [&](std::size_t each) { return each == 0 || each == most; });
    std::vector<extents> shapes;
    const auto list = [&](const auto& data) {
        if (detail::dimension_count(data) != 0)
            shapes.push_back(is_alike ? detail::shape_of_data(data) : detail::aligned_shape(data));
    };
    (list(operands.value()), ...);
    std::string text;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        text += (i == 0 ? "" : i + 1 == shapes.size() ? " and " : ", ") + detail::shape_text(shapes[i]);
    throw shape_mismatch(function + "(x, y): the arguments have the shapes " + text +
                         (ShapedArray<T> ? "; counted from the last, extents must be the same, or 1 in one of them"
                                         : "; they must be the same, or one a single number"));
}

/// The shape that all operands can be spread over. Throws `shape_mismatch`.
template <class T, class... Operands>
extents common_shape(const std::string& function, const Operands&... operands) {
    extents shape;
    if ((detail::merge_shape(shape, detail::aligned_shape(operands.value())) && ...)) return shape;
    detail::report_shapes_of<T>(function, operands...);
}

/// An operand of a function computed element by element, spread over `shape`; numbers as they are.
template <class T, class X>
auto spread(const X& x, const extents& shape) {
    using operand = operand_for<X>;
    using U = typename operand::data;
    using To = rebind_data<T, scalar_of_data<U>>;
    if constexpr (NumberData<U>) return x;
    else {
        const auto spread_data = [&](const auto& data) {
            const extents from = detail::aligned_shape(data);
            return std::pair(detail::spreading(from, is_column_major<U>, shape, is_column_major<To>),
                             detail::zeros_of<To>(shape));
        };
        if constexpr (is_link<operand>) {
            if constexpr (std::is_same_v<U, To>)
                if (detail::aligned_shape(x.data()) == shape || detail::dimension_count(x.data()) == 0)
                    return variable<To>(x);
            auto [map, zeros] = spread_data(x.data());
            return detail::call_map<To>(variable<U>(x), std::move(map), std::move(zeros));
        } else {
            const operand held(x);
            auto [map, zeros] = spread_data(held.value());
            To data = detail::mapped_by(map, held.value(), std::move(zeros));
            if constexpr (is_mask<X>) return mask<T>{std::move(data)};
            else return data;
        }
    }
}

} // namespace pullback::dynamic::detail

#endif
