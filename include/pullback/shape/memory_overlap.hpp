// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_MEMORY_OVERLAP_HPP
#define PULLBACK_SHAPE_MEMORY_OVERLAP_HPP

#include <pullback/shape/range.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

// Where containers of run-time length lie in memory, to see whether what is written overlaps what is read.

namespace pullback::detail {

/// Elements of `width` bytes, each `stride` bytes after the one before; a stride of 0 stands for elements side by side.
struct memory_extent {
    std::uintptr_t begin = 0, end = 0, stride = 0, width = 0;
};

inline bool overlap(const memory_extent& a, const memory_extent& b) {
    if (a.begin >= a.end || b.begin >= b.end || a.end <= b.begin || b.end <= a.begin) return false;
    const std::uintptr_t stride = a.stride > b.stride ? a.stride : b.stride;
    if ((a.stride != stride && a.stride != 0) || (b.stride != stride && b.stride != 0) || stride == 0) return true;
    // Two columns of one matrix that is stored by rows lie between each other and share no number. What lies side by
    // side is one element among those of the other.
    const auto width = [](const memory_extent& x) { return x.stride == 0 ? x.end - x.begin : x.width; };
    const memory_extent &lower = a.begin > b.begin ? b : a, &upper = a.begin > b.begin ? a : b;
    const std::uintptr_t apart = (upper.begin - lower.begin) % stride;
    return apart < width(lower) || stride - apart < width(upper);
}

/// The memory extent of elements whose first one, the one beside it and last one have their first bytes there.
inline memory_extent memory_between(std::uintptr_t first, std::uintptr_t second, std::uintptr_t last,
                                    std::uintptr_t width) {
    memory_extent found{first < last ? first : last, (first < last ? last : first) + width, 0, width};
    const std::uintptr_t step = second > first ? second - first : first - second;
    if (step > width) found.stride = step;
    return found;
}

template <class Number>
std::uintptr_t address_of(const Number& number) {
    return reinterpret_cast<std::uintptr_t>(&number);
}

/// Where elements of a container of one dimension lie, `at(0)` to `at(count - 1)`; nothing if it gives them by value.
template <class At>
memory_extent memory_of_line(std::ptrdiff_t count, const At& at) {
    if constexpr (std::is_lvalue_reference_v<decltype(at(count))>) {
        if (count > 0)
            return detail::memory_between(detail::address_of(at(0)), detail::address_of(at(count > 1 ? 1 : 0)),
                                          detail::address_of(at(count - 1)), sizeof(at(0)));
    }
    return {};
}

/// Where the elements of a container lie, or nothing if it gives them by value.
template <class C>
memory_extent memory_of(const C& container) {
    using data = range_data<C>;
    const std::ptrdiff_t rows = data::template extent<0>(container);
    if constexpr (data::dimensions == 1) {
        return detail::memory_of_line(rows, [&](std::ptrdiff_t i) -> decltype(auto) { return data::at(container, i); });
    } else {
        const std::ptrdiff_t columns = data::template extent<1>(container);
        const auto row = [&](std::ptrdiff_t i) {
            return detail::memory_of_line(
                columns, [&](std::ptrdiff_t j) -> decltype(auto) { return data::at(container, i, j); });
        };
        if (rows <= 0 || columns <= 0) return {};
        const memory_extent first = row(0), last = row(rows - 1);
        return {first.begin < last.begin ? first.begin : last.begin, first.end > last.end ? first.end : last.end, 0, 0};
    }
}

/// Whether elements of a container lie in this memory.
template <class C>
bool overlaps(const memory_extent& memory, const C& container) {
    using data = range_data<C>;
    if constexpr (!is_ragged<C>)
        if (!detail::overlap(memory, memory_of(container))) return false; // that of a destination, too
    if constexpr (data::dimensions == 2) {
        if constexpr (std::is_lvalue_reference_v<decltype(data::at(container, 0, 0))>) {
            // What lies between rows, or between the elements of one, is someone else's.
            const auto columns = [&]([[maybe_unused]] std::ptrdiff_t i) {
                if constexpr (is_ragged<C>) return data::template extent<1>(container, i);
                else return data::template extent<1>(container);
            };
            for (std::ptrdiff_t i = 0; i < data::template extent<0>(container); ++i)
                if (detail::overlap(memory, detail::memory_of_line(columns(i), [&](std::ptrdiff_t k) -> decltype(auto) {
                                        return data::at(container, i, k);
                                    })))
                    return true;
            return false;
        }
    }
    return !is_ragged<C>;
}

} // namespace pullback::detail

#endif
