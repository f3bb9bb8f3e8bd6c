// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_STANDARD_RANGES_HPP
#define PULLBACK_SHAPE_STANDARD_RANGES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/result_container.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

/// Where the elements of a container are that owns them. (It has no `value_type`, so that nobody asks whether it is of
/// a fixed shape.)
template <class T>
struct elements_in_loop {
    T* first;
    std::ptrdiff_t count;
};
template <class V>
PULLBACK_ALWAYS_INLINE constexpr auto elements_of(V& container) {
    return elements_in_loop<std::remove_pointer_t<decltype(container.data())>>{
        container.data(), static_cast<std::ptrdiff_t>(container.size())};
}

} // namespace detail

template <class T>
struct range_data<detail::elements_in_loop<T>> {
    static constexpr int dimensions = 1;
    static constexpr int contiguous_dimension = 0;
    using element = std::remove_const_t<T>;
    template <int>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const detail::elements_in_loop<T>& elements) {
        return elements.count;
    }
    PULLBACK_ALWAYS_INLINE static constexpr T& at(const detail::elements_in_loop<T>& elements, std::ptrdiff_t i) {
        return elements.first[i];
    }
};

/// `std::vector`, `std::span` of run-time extent and whatever is like them. A derivative by one is a `std::vector`.
template <detail::ContiguousView A>
struct range_data<A> : range_defaults<A, typename A::value_type> {
    static constexpr int contiguous_dimension = 0;
    template <class V>
    PULLBACK_ALWAYS_INLINE static constexpr auto& at(V& view, std::ptrdiff_t i) {
        return view.data()[i];
    }
    template <class V>
        requires(!std::is_trivially_copy_constructible_v<V>)
    PULLBACK_ALWAYS_INLINE static constexpr auto view(V& container) {
        return detail::elements_of(container);
    }
};

namespace detail {

/// A `std::mdspan` of one or two dimensions, or what is like it. (By its members, as it is younger than this library's
/// language.)
template <class A>
concept MultidimensionalView = requires(const A& view) {
    typename A::mapping_type;
    typename A::accessor_type;
    requires A::rank() == 1 || A::rank() == 2;
    view.accessor().access(view.data_handle(), 0);
    view.extent(0);
} && RangeElement<typename A::element_type>;

} // namespace detail

/// `std::mdspan`. A derivative by one is a `std::vector`, or a `row_matrix`.
template <detail::MultidimensionalView A>
struct range_data<A> : range_defaults<A, typename A::element_type, static_cast<int>(A::rank())> {
    template <int K>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const A& view) {
        return static_cast<std::ptrdiff_t>(view.extent(K));
    }
    template <class... Subscript>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) at(const A& view, Subscript... subscript) {
        const auto place = view.mapping()(static_cast<typename A::index_type>(subscript)...);
        return view.accessor().access(view.data_handle(), static_cast<std::size_t>(place));
    }
};

#if PULLBACK_ALLOCATES
/// Rows of equal length, one after the other in memory: what a derivative by a matrix is that is only a view.
template <class E>
class row_matrix {
public:
    constexpr row_matrix() = default;
    /// So many rows and columns of the same.
    constexpr row_matrix(std::ptrdiff_t rows, std::ptrdiff_t columns, const E& value = E())
        : rows_(rows), columns_(columns), values_(static_cast<std::size_t>(rows * columns), value) {}

    constexpr std::ptrdiff_t rows() const { return rows_; }
    constexpr std::ptrdiff_t columns() const { return columns_; }
    constexpr E* data() { return values_.data(); }
    constexpr const E* data() const { return values_.data(); }
    /// Precondition: i and j are below the numbers of rows and columns.
    PULLBACK_ALWAYS_INLINE constexpr E& operator()(std::ptrdiff_t i, std::ptrdiff_t j) {
        return data()[i * columns_ + j];
    }
    PULLBACK_ALWAYS_INLINE constexpr const E& operator()(std::ptrdiff_t i, std::ptrdiff_t j) const {
        return data()[i * columns_ + j];
    }

    friend bool operator==(const row_matrix&, const row_matrix&) = default;

private:
    std::ptrdiff_t rows_ = 0, columns_ = 0;
    std::vector<E> values_;
};

/// A `row_matrix` is an argument as well.
template <class E>
struct range_data<row_matrix<E>> : range_defaults<row_matrix<E>, E, 2> {
    static constexpr int contiguous_dimension = 1;
};

/// Truth values, each a bit. No derivative is one.
template <class Allocator>
struct range_data<std::vector<bool, Allocator>> : range_defaults<std::vector<bool, Allocator>, bool> {
    PULLBACK_ALWAYS_INLINE static constexpr bool at(const std::vector<bool, Allocator>& flags, std::ptrdiff_t i) {
        return flags[static_cast<std::size_t>(i)];
    }
};

namespace detail {

template <class A>
concept ContainerOfRows = std::is_class_v<A> && requires(const A& rows) {
    typename A::value_type;
    { rows.data() + rows.size() };
    requires DataRange<std::remove_cv_t<typename A::value_type>>;
    requires range_data<std::remove_cv_t<typename A::value_type>>::dimensions == 1;
} && !Shaped<A>;

} // namespace detail

/// A `std::vector` of `std::vector`s, and whatever is like it: rows, each of a length of its own. A derivative by one
/// is a `std::vector` of `std::vector`s.
template <detail::ContainerOfRows A>
struct range_data<A> {
private:
    using row = range_data<std::remove_cv_t<typename A::value_type>>;

public:
    static constexpr int dimensions = 2;
    static constexpr bool is_ragged = true;
    static constexpr int contiguous_dimension =
        detail::contiguous_dimension<std::remove_cv_t<typename A::value_type>> == 0 ? 1 : -1;
    using element = typename row::element;
    template <int K>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const A& rows) {
        static_assert(K == 0);
        return static_cast<std::ptrdiff_t>(rows.size());
    }
    template <int K>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t extent(const A& rows, std::ptrdiff_t i) {
        static_assert(K == 1);
        return row::template extent<0>(rows.data()[i]);
    }
    template <class V>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) at(V& rows, std::ptrdiff_t i, std::ptrdiff_t j) {
        return row::at(rows.data()[i], j);
    }
    template <class E>
    using like = std::vector<std::vector<E>>;
    template <class E>
    static constexpr like<E> make_like(const A& rows) {
        like<E> result;
        result.reserve(rows.size());
        for (std::ptrdiff_t i = 0; i < extent<0>(rows); ++i)
            result.push_back(range_defaults<std::vector<E>, E>::template make_line<E>(extent<1>(rows, i)));
        return result;
    }
    template <class E>
    using line = std::vector<E>;
    template <class E>
    static constexpr line<E> make_line(std::ptrdiff_t count) {
        return range_defaults<std::vector<E>, E>::template make_line<E>(count);
    }
};

#endif

namespace detail {

template <class E>
struct owning_range<E, 1> {
    using type = array_of_results<E>;
};
template <class E>
struct owning_range<E, 2> {
#if PULLBACK_ALLOCATES
    using type = row_matrix<E>;
#else
    using type = missing_container<E>;
#endif
};

} // namespace detail

} // namespace pullback

#endif
