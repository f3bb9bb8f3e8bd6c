// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_DATA_HPP
#define PULLBACK_DYNAMIC_DATA_HPP

#include <pullback/dynamic/errors.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/program/literal.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace pullback::dynamic {

/// What the graph must know of a type of data. Numbers are known here, arrays come in with the headers in ext/. For an
/// array `T` of your own, whose elements lie in one piece of memory, specialise it with
/// - `scalar`: the type of the elements
/// - `rebind<S>`: the same kind of array with elements `S`
/// - `number`: data that stand for one number: `scalar`, or `T` if a `T` without dimensions does
/// - `number_of(scalar)`: such data
/// - `elements(array)`: pointer to the first element, for const arrays too
/// - `count(array)`: how many elements it has
/// - `shape(array)`: its extents, as a `std::vector<std::size_t>`; empty for one number
/// - `like<S>(array)`: a `rebind<S>` of the same shape, whatever its elements
/// - `is_column_major`: optional, `true` if the first index runs fastest in memory
template <class T>
struct data_traits {};

template <class T>
    requires(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
struct data_traits<T> {
    using scalar = T;
    template <class S>
    using rebind = S;
    using number = T;

    static constexpr T number_of(T value) { return value; }
    static constexpr T* elements(T& value) { return &value; }
    static constexpr const T* elements(const T& value) { return &value; }
    static constexpr std::size_t count(const T&) { return 1; }
    static std::vector<std::size_t> shape(const T&) { return {}; }
    template <class S>
    static constexpr S like(const T&) {
        return S{};
    }
};

/// The type of data that an expression is computed into (`Eigen::ArrayXd` for the sum of two of them), the type itself
/// if it is none.
template <class T>
struct plain_data {
    using type = T;
};
template <class T>
using plain_data_t = typename plain_data<std::remove_cvref_t<T>>::type;

/// Numbers, and arrays that `data_traits` knows.
template <class T>
concept Data = requires { typename data_traits<T>::scalar; };

template <class T>
using scalar_of_data = typename data_traits<T>::scalar;

/// The kind of array `T` with elements `S`.
template <class T, class S>
using rebind_data = typename data_traits<T>::template rebind<S>;

/// One number without any shape.
template <class T>
concept NumberData = Data<T> && std::is_same_v<T, scalar_of_data<T>>;

/// Data made of real numbers: there are derivatives by these only.
template <class T>
concept RealData = Data<T> && !std::is_integral_v<scalar_of_data<T>>;

namespace detail {

template <Data T>
std::size_t dimension_count(const T& data) {
    if constexpr (NumberData<T>) return 0;
    else return data_traits<T>::shape(data).size();
}

inline std::string shape_text(const std::vector<std::size_t>& shape) {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + ")";
}

template <Data T>
std::string shape_text(const T& data) {
    return detail::shape_text(data_traits<T>::shape(data));
}

template <Data T, Data U>
bool has_same_shape(const T& a, const U& b) {
    if constexpr (NumberData<T> && NumberData<U>) return true;
    else return data_traits<T>::shape(a) == data_traits<U>::shape(b);
}

/// The elements of data in the order in which they lie.
template <Data T>
std::vector<pullback::engine::literal> literals_of(const T& data) {
    const auto* const in = data_traits<T>::elements(data);
    std::vector<pullback::engine::literal> made(data_traits<T>::count(data));
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = static_cast<pullback::engine::literal>(in[i]);
    return made;
}

template <Data T>
T filled_like(const T& model, scalar_of_data<T> value) {
    if constexpr (NumberData<T>) return value;
    else {
        using traits = data_traits<T>;
        using S = scalar_of_data<T>;
        T result = traits::template like<S>(model);
        S* const out = traits::elements(result);
        for (std::size_t i = 0, count = traits::count(result); i < count; ++i) out[i] = value;
        return result;
    }
}

// Adds `term` to `sum` element by element. Precondition: both have the same shape.
template <Data T>
void add_to(T& sum, const T& term) {
    if constexpr (NumberData<T>) sum = static_cast<T>(sum + term);
    else {
        using traits = data_traits<T>;
        auto* const out = traits::elements(sum);
        const auto* const x = traits::elements(term);
        for (std::size_t i = 0, count = traits::count(sum); i < count; ++i) out[i] += x[i];
    }
}

} // namespace detail

/// Data of the same shape and scalar type, all ones.
template <Data T>
T ones_like(const T& model) {
    return detail::filled_like(model, scalar_of_data<T>(1));
}

/// Data of the same shape and scalar type, all zeros.
template <Data T>
T zeros_like(const T& model) {
    return detail::filled_like(model, scalar_of_data<T>(0));
}

} // namespace pullback::dynamic

#endif
