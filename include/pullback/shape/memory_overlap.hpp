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
    if (a.stride == 0 || a.stride != b.stride) return true;
    // Two columns of one matrix that is stored by rows lie between each other and share no number.
    const std::uintptr_t apart = (a.begin > b.begin ? a.begin - b.begin : b.begin - a.begin) % a.stride;
    const std::uintptr_t lower_width = a.begin > b.begin ? b.width : a.width;
    const std::uintptr_t upper_width = a.begin > b.begin ? a.width : b.width;
    return apart < lower_width || a.stride - apart < upper_width;
}

/// From the first bytes of the first element, of the one beside it and of the last, to a memory extent.
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

/// Where the elements of a container lie, or nothing if it gives them by value.
template <class C>
memory_extent memory_of(const C& container) {
    using data = range_data<C>;
    constexpr auto sizes = [](const C& c) {
        if constexpr (data::dimensions == 1) return data::template extent<0>(c);
        else return data::template extent<0>(c) * data::template extent<1>(c);
    };
    if (sizes(container) <= 0) return {};
    if constexpr (data::dimensions == 1) {
        if constexpr (std::is_lvalue_reference_v<decltype(data::at(container, 0))>) {
            const std::ptrdiff_t last = data::template extent<0>(container) - 1;
            return detail::memory_between(detail::address_of(data::at(container, 0)),
                                          detail::address_of(data::at(container, last < 1 ? last : 1)),
                                          detail::address_of(data::at(container, last)),
                                          sizeof(data::at(container, 0)));
        }
    } else if constexpr (std::is_lvalue_reference_v<decltype(data::at(container, 0, 0))>) {
        const std::uintptr_t first = detail::address_of(data::at(container, 0, 0));
        return detail::memory_between(first, first,
                                      detail::address_of(data::at(container, data::template extent<0>(container) - 1,
                                                                  data::template extent<1>(container) - 1)),
                                      sizeof(data::at(container, 0, 0)));
    }
    return {};
}

} // namespace pullback::detail

#endif
