// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_SHAPES_HPP
#define PULLBACK_DYNAMIC_ARRAY_SHAPES_HPP

#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/data.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <utility>
#include <vector>

namespace pullback::dynamic {

/// What the graph must know besides `data_traits` of a kind of array `T` to make arrays of other shapes from it: for
/// broadcasting, sums along axes, `reshape` and parts of arrays. For an array of your own specialise it with
/// - `resizable`: the type of arrays with as many axes as `T` and any extents
/// - `with_dimensions<N>`: the type of such an array with N axes, or `number` if N is 0
/// - `any_shape`: the type of an array whose number of axes is known at run time
/// - `reduced<N>`: the type of what is left of a `T` when N axes are summed over
/// - `keeps_axes`: whether those axes stay, with extents of 1, because `reduced<N>` has no fewer of them
/// - `of_shape(shape)`: a `T` with these extents, whatever its elements
/// - `aligned_shape(array)`: its extents as they count in broadcasting, the last ones against the last ones
template <class T>
struct array_shapes {};

/// An array whose shape is known by `array_shapes`.
template <class T>
concept ShapedArray = Data<T> && requires { typename array_shapes<T>::resizable; };

/// Asks a reduction to leave the axes it runs over in place, with extents of 1: `sum(x, 1, keepdims)`.
struct keepdims_t {
    explicit keepdims_t() = default;
};
inline constexpr keepdims_t keepdims{};

/// An extent in a list of them, any integer; -1 in `reshape` stands for what is left.
struct extent {
    std::ptrdiff_t value;
    template <std::integral I>
    constexpr extent(I number) : value(static_cast<std::ptrdiff_t>(number)) {}
};

/// The kind of array that arrays of two kinds, with elements of one type, are spread over when they meet. It has a
/// member `type` if there is one.
template <class A, class B>
struct common_array {};
template <class A>
struct common_array<A, A> {
    using type = A;
};

namespace detail {

template <class T>
inline constexpr bool is_column_major = requires { requires data_traits<T>::is_column_major; };

template <Data T>
extents shape_of_data(const T& x) {
    return data_traits<T>::shape(x);
}
template <Data T>
extents aligned_shape(const T& x) {
    if constexpr (NumberData<T>) return {};
    else if constexpr (ShapedArray<T>) return array_shapes<T>::aligned_shape(x);
    else return data_traits<T>::shape(x);
}

/// Data of a shape, all zeros.
template <class T>
T zeros_of(const extents& shape) {
    if constexpr (NumberData<T>) return T(0);
    else {
        T result = array_shapes<T>::of_shape(shape);
        std::fill_n(data_traits<T>::elements(result), data_traits<T>::count(result), scalar_of_data<T>(0));
        return result;
    }
}

/// Whether an array of shape `from` can be spread over one of shape `to`: extents, counted from the last, are equal or
/// 1, and those that `from` has more are 1.
inline bool spreads_over(const extents& from, const extents& to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        const std::size_t extent = from[from.size() - 1 - i];
        if (extent != 1 && (i >= to.size() || extent != to[to.size() - 1 - i])) return false;
    }
    return true;
}

/// Enlarges `shape` to one that both can be spread over. False if there is none.
inline bool merge_shape(extents& shape, const extents& other) {
    if (other.size() > shape.size()) shape.insert(shape.begin(), other.size() - shape.size(), 1);
    const std::size_t lacking = shape.size() - other.size();
    for (std::size_t i = 0; i < other.size(); ++i) {
        std::size_t& extent = shape[lacking + i];
        if (extent == 1) extent = other[i];
        else if (other[i] != 1 && other[i] != extent) return false;
    }
    return true;
}

/// The map that spreads an array over another one. Precondition: `spreads_over(from, to)`.
inline index_map spreading(const extents& from, bool from_by_columns, const extents& to, bool to_by_columns) {
    const extents strides = detail::memory_strides(from, from_by_columns);
    extents repeated(to.size(), 0);
    for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i)
        if (from[from.size() - 1 - i] != 1) repeated[to.size() - 1 - i] = strides[from.size() - 1 - i];
    return {"broadcast_to", "sum_to", places(to, repeated), places::all(to, to_by_columns)};
}

/// The extents that a caller names as a `std::vector`, a `std::array` or a shape of an array library.
template <class X>
concept ExtentRange = !Data<X> && requires(const X& shape) {
    { *shape.begin() } -> std::convertible_to<std::size_t>;
    shape.end();
};

/// Calls `use` with a list of integers as a list of extents.
template <std::integral I, std::size_t Count, class Use>
auto with_extents(const I (&list)[Count], const Use& use) {
    return [&]<std::size_t... N>(std::index_sequence<N...>) {
        const extent named[]{list[N]...};
        return use(named);
    }(std::make_index_sequence<Count>{});
}

template <class Range>
std::vector<extent> extents_in(const Range& range) {
    std::vector<extent> result;
    for (const auto& each : range) result.push_back(each);
    return result;
}

} // namespace detail

} // namespace pullback::dynamic

#endif
