// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RAGGED_OVERLAP_HPP
#define PULLBACK_SHAPE_RAGGED_OVERLAP_HPP

#include <pullback/shape/destination.hpp>
#include <pullback/shape/memory_overlap.hpp>
#include <pullback/shape/range.hpp>

#include <cstddef>
#include <type_traits>

// Whether rows of lengths of their own lie in memory that another container has. A container of containers has as many
// pieces of memory as it has rows, which lie anywhere.

namespace pullback::detail {

/// Whether each row is a container that owns its elements, so that no two rows share any.
template <class C>
inline constexpr bool owns_rows = false;
template <class C>
    requires(is_ragged<C> && requires(const C& rows) { rows.data()[0]; })
inline constexpr bool owns_rows<C> = !is_memory_view<std::remove_cvref_t<decltype(std::declval<const C&>().data()[0])>>;

template <class C>
memory_extent memory_of_row([[maybe_unused]] const C& rows, [[maybe_unused]] std::ptrdiff_t i) {
    using data = range_data<C>;
    if constexpr (std::is_lvalue_reference_v<decltype(data::at(rows, 0, 0))>) {
        const std::ptrdiff_t size = data::template extent<1>(rows, i);
        if (size > 0) {
            const std::uintptr_t first = detail::address_of(data::at(rows, i, 0));
            return detail::memory_between(first, first, detail::address_of(data::at(rows, i, size - 1)),
                                          sizeof(data::at(rows, i, 0)));
        }
    }
    return {};
}

/// Acts on each piece of memory in which the elements of a container lie; of rows that are views it is one, from the
/// first of them to the last.
template <class C, class Act>
void for_each_piece(const C& container, Act act) {
    if constexpr (is_ragged<C>) {
        memory_extent whole{};
        for (std::ptrdiff_t i = 0; i < range_data<C>::template extent<0>(container); ++i) {
            const memory_extent row = detail::memory_of_row(container, i);
            if (row.begin >= row.end) continue;
            if (owns_rows<C>) act(row);
            if (whole.begin >= whole.end) whole = row;
            if (row.begin < whole.begin) whole.begin = row.begin;
            if (row.end > whole.end) whole.end = row.end;
        }
        if (!owns_rows<C>) act(whole);
    } else {
        act(detail::memory_of(container));
    }
}

/// Whether two containers, one of which has rows of lengths of their own, share memory. Rows of views that lie between
/// each other count as shared. Cost: one comparison for each row.
template <class A, class B>
bool share_memory(const A& a, const B& b) {
    bool shared = false;
    if constexpr (owns_rows<A> && owns_rows<B>) {
        // These share memory only where they are one container.
        const std::ptrdiff_t of_a = range_data<A>::template extent<0>(a), of_b = range_data<B>::template extent<0>(b);
        for (std::ptrdiff_t i = 0; i < of_a && i < of_b; ++i)
            shared = shared || detail::overlap(detail::memory_of_row(a, i), detail::memory_of_row(b, i));
    } else {
        detail::for_each_piece(a, [&](const memory_extent& of_a) {
            detail::for_each_piece(b,
                                   [&](const memory_extent& of_b) { shared = shared || detail::overlap(of_a, of_b); });
        });
    }
    return shared;
}

/// Where the elements of a container lie, if that is one piece of memory that is known without a look at its rows.
template <class C>
memory_extent memory_in_one_piece(const C& container) {
    if constexpr (is_ragged<C>) return {};
    else return detail::memory_of(container);
}

} // namespace pullback::detail

#endif
