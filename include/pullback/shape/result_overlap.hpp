// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RESULT_OVERLAP_HPP
#define PULLBACK_SHAPE_RESULT_OVERLAP_HPP

#include <pullback/shape/destination.hpp>
#include <pullback/shape/memory_overlap.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstdint>
#include <utility>

// Whether destinations of fixed size lie where another destination is.

namespace pullback::detail {

/// Where the numbers of a result `P` of fixed shape are written, a matrix of so many rows: in one piece where they lie
/// side by side, or else each by itself.
template <class P, int Rows, class D>
class memory_of_result {
public:
    explicit memory_of_result(D& place) {
        constexpr int last = shape_of<P>::size - 1;
        if constexpr (is_contiguous_destination<D>) {
            pieces_[0] = piece_at(detail::number_at<P, Rows, 0>(place));
            pieces_[0].end = piece_at(detail::number_at<P, Rows, last>(place)).end;
        } else {
            [&]<int... I>(std::integer_sequence<int, I...>) {
                ((pieces_[I] = piece_at(detail::number_at<P, Rows, I>(place))), ...);
            }(std::make_integer_sequence<int, last + 1>{});
        }
    }
    /// Whether a piece of it overlaps something, `overlaps(piece)`.
    template <class Overlaps>
    bool has_piece(const Overlaps& overlaps) const {
        for (const memory_extent& piece : pieces_)
            if (overlaps(piece)) return true;
        return false;
    }

private:
    template <class Number>
    static memory_extent piece_at(const Number& number) {
        const std::uintptr_t begin = detail::address_of(number);
        return {begin, begin + sizeof(number), 0, 0};
    }
    memory_extent pieces_[is_contiguous_destination<D> ? 1 : shape_of<P>::size];
};

} // namespace pullback::detail

#endif
