// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_INDICES_HPP
#define PULLBACK_BLOCKS_INDICES_HPP

#include <pullback/blocks/mapped_sequence.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace pullback {

/// 0, 1, … as far as an extent goes. (It stands here so that `sum(indices(x), f)` is found by its argument, as is the
/// other one.)
class index_range {
public:
    constexpr index_range(engine::record::loop_recorder& loops, int extent, int offset = 0)
        : loops_(&loops), extent_(extent), offset_(offset) {}
    constexpr engine::record::loop_recorder& loops() const { return *loops_; }
    constexpr int extent() const { return extent_; }
    constexpr recorded element(int subscript) const {
        const recorded here = loops_->position(subscript, extent_);
        return offset_ == 0 ? here : here + recorded(offset_);
    }
    constexpr recorded size() const { return loops_->extent(extent_); }
    constexpr recorded operator[](const recorded& k) const { return element(loops_->subscript(k, extent_)); }
    constexpr index_range moved(int offset) const { return {*loops_, extent_, offset_ + offset}; }

private:
    engine::record::loop_recorder* loops_;
    int extent_;
    int offset_;
};

/// 0, 1, … as far as a number says.
class index_sequence {
public:
    using value_type = int; // so that arithmetic with numbers loses nothing
    constexpr explicit index_sequence(std::size_t size) : size_(detail::checked_as_places(size)) {}
    constexpr std::size_t size() const { return size_; }
    constexpr int operator[](std::size_t i) const { return static_cast<int>(i); }

private:
    std::size_t size_;
};

namespace detail {

template <>
inline constexpr bool is_computed<index_sequence> = true;

} // namespace detail

/// 0, 1, … as many as the range has elements. Each is a number, and a subscript of whatever has as many elements.
template <detail::Operand R>
constexpr auto indices(const R& range) {
    if constexpr (SymbolicRange<R>) {
        return index_range(range.loops(), range.extent());
    } else if constexpr (detail::constant_size<R> > 0) {
        std::array<int, detail::constant_size<R>> places{};
        for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<int>(i);
        return places;
    } else {
        return index_sequence(static_cast<std::size_t>(range.size()));
    }
}

/// 0, 1, …, count - 1.
template <class Count>
    requires std::is_integral_v<Count>
constexpr auto indices(Count count) {
    return index_sequence(static_cast<std::size_t>(count));
}

} // namespace pullback

#endif
