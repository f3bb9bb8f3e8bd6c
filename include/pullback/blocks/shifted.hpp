// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_SHIFTED_HPP
#define PULLBACK_BLOCKS_SHIFTED_HPP

#include <pullback/blocks/indices.hpp>
#include <pullback/blocks/loop.hpp>
#include <pullback/blocks/map.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

/// An element where the condition holds, elsewhere what stands outside of a range: an element too, or a number in place
/// of each of its numbers. Of a row it is a row.
template <class Condition, class X, class Edge>
constexpr auto or_edge(const Condition& condition, const X& x, const Edge& edge) {
    if constexpr (Operand<X> && !Shaped<X>) {
        return pullback::map(x, [=](const auto& each) { return detail::or_edge(condition, each, edge); });
    } else {
        using number = scalar_of<X>;
        if constexpr (Scalar<Edge>)
            return detail::transformed<number>(
                x, [&](const number& each) { return detail::either(condition, each, static_cast<number>(edge)); });
        else
            return detail::either(condition, x,
                                  detail::transformed<number>(edge, [](const auto& each) { return number(each); }));
    }
}

/// A symbolic range whose element i is the element i + offset of another.
template <class R, class Edge>
class shifted_range {
public:
    constexpr shifted_range(const R& range, int offset, const Edge& edge)
        : shifted_range(range, offset, offset, edge) {}

    constexpr engine::record::loop_recorder& loops() const { return moved_.loops(); }
    constexpr int extent() const { return moved_.extent(); }
    constexpr auto element(int subscript) const {
        return detail::or_edge(is_inside(loops().position(subscript, extent())), moved_.element(subscript), edge_);
    }
    constexpr recorded size() const { return loops().extent(extent()); }
    constexpr auto operator[](const recorded& k) const { return element(loops().subscript(k, extent())); }
    constexpr shifted_range moved(int offset) const { return {moved_, offset, offset_ + offset, edge_}; }

private:
    /// Nothing is assigned, as what a map calls may be a lambda.
    constexpr shifted_range(const R& range, int by, int offset, const Edge& edge)
        : moved_(range.moved(by)), offset_(offset), edge_(edge) {}

    constexpr recorded_condition is_inside(const recorded& place) const {
        if (offset_ < 0) return place >= recorded(-offset_);
        if (offset_ > 0) return place < size() - recorded(offset_);
        return true;
    }

    R moved_;
    int offset_;
    Edge edge_;
};

} // namespace detail

/// The range whose element i is r[i + offset], and `edge` where r has no such element: `shifted(r, -1, 0)` gives the
/// neighbours before. The edge is an element or a number. Cost: a comparison more than the read itself; a derivative by
/// r adds to its elements in memory.
template <class R, class Edge>
    requires(detail::Operand<std::remove_cvref_t<R>>)
constexpr auto shifted(R&& range, int offset, const Edge& edge) {
    using type = std::remove_cvref_t<R>;
    if constexpr (SymbolicRange<type>) {
        return detail::shifted_range<type, Edge>(range, offset, edge);
    } else {
        const auto element = [](const auto& sequence, std::ptrdiff_t i, int by, const Edge& outside) {
            const std::ptrdiff_t last = static_cast<std::ptrdiff_t>(sequence.size()) - 1, moved = i + by;
            const std::ptrdiff_t nearest = moved < 0 ? 0 : moved > last ? last : moved;
            return detail::or_edge(nearest == moved, sequence[static_cast<std::size_t>(nearest)], outside);
        };
        const auto of_held = [&](const auto& held) {
            return pullback::map(pullback::indices(held), [=](int i) { return element(held, i, offset, edge); });
        };
        return of_held(detail::held(std::forward<R>(range)));
    }
}

} // namespace pullback

#endif
