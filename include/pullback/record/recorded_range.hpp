// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_RECORDED_RANGE_HPP
#define PULLBACK_RECORD_RECORDED_RANGE_HPP

#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <type_traits>

namespace pullback {

/// What a range of run-time length is inside a function while it is recorded: `extent()`, the number of its length, and
/// `element(subscript)`, what stands at a subscript.
template <class R>
concept SymbolicRange = requires(const R& range, int subscript) {
    range.loops();
    range.extent();
    range.element(subscript);
};

/// An argument of run-time length: `Element` is what it holds, made of recorded values, or ranges again.
template <class Element, bool IsInteger = false>
class recorded_range {
public:
    constexpr recorded_range() = default;
    constexpr recorded_range(engine::record::loop_recorder& loops, const engine::array_access& at, int dimension)
        : loops_(&loops), at_(at), dimension_(dimension) {}

    constexpr engine::record::loop_recorder& loops() const { return *loops_; }
    constexpr int extent() const { return loops_->tables.arrays[at_.array].extents[dimension_]; }
    constexpr Element element(int subscript) const {
        engine::array_access at = at_;
        at.subscripts[dimension_] = subscript;
        if constexpr (SymbolicRange<Element>) {
            return Element(*loops_, at, dimension_ + 1);
        } else {
            recorded scalars[shape_of<Element>::size];
            for (recorded& each : scalars) {
                each = loops_->element(at);
                ++at.scalar;
            }
            return shape_of<Element>::template store<0, Element>(scalars);
        }
    }

    /// The number of elements.
    constexpr recorded size() const { return loops_->extent(extent()); }
    /// The element number k, an element of a range of integers or of `indices(...)`.
    constexpr Element operator[](const recorded& k) const { return element(loops_->subscript(k)); }

    /// There is nothing to go through yet, neither by `for` nor by the algorithms of the standard library.
    template <class E = Element>
    constexpr const E* begin() const {
        static_assert(sizeof(E) == 0,
                      "begin(x), end(x): x has no length while the function is recorded, so no loop goes through it; "
                      "write sum(x, f), map(x, f), max(x, f), ... with f for the body");
        return nullptr;
    }
    template <class E = Element>
    constexpr const E* end() const {
        return nullptr;
    }

private:
    engine::record::loop_recorder* loops_ = nullptr;
    engine::array_access at_;
    int dimension_ = 0;
};

namespace detail {

/// What the elements of a symbolic range are.
template <class R>
using element_of_range = std::remove_cvref_t<decltype(std::declval<const R&>().element(0))>;

} // namespace detail

} // namespace pullback

#endif
