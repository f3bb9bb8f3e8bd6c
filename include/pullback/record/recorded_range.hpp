// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_RECORDED_RANGE_HPP
#define PULLBACK_RECORD_RECORDED_RANGE_HPP

#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/element_types.hpp>
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

/// Whether the rows of a range are as long as each other, or have lengths of their own.
enum class rows_of_range { are_alike, are_ragged };

/// An argument of run-time length: `Element` is what it holds, made of recorded values, or ranges again; `Integers` are
/// the scalars in it that are not differentiated and may be subscripts.
template <class Element, class Integers = detail::integer_scalars<>, rows_of_range Rows = rows_of_range::are_alike>
class recorded_range {
public:
    constexpr recorded_range() = default;
    constexpr recorded_range(engine::record::loop_recorder& loops, const engine::array_access& at, int dimension)
        : loops_(&loops), at_(at), dimension_(dimension) {}

    constexpr engine::record::loop_recorder& loops() const { return *loops_; }
    /// Which array it is.
    constexpr int array() const { return at_.array; }
    /// Whether `at` reads an element of this range, of a row not one of another row.
    constexpr bool has(const engine::array_access& at) const {
        bool is_here = at.array == at_.array;
        for (int d = 0; d < dimension_; ++d)
            is_here = is_here && at.subscripts[d] == at_.subscripts[d] && at.offsets[d] == at_.offsets[d];
        return is_here;
    }
    /// Which dimension of the array its subscripts are of.
    constexpr int dimension() const { return dimension_; }
    constexpr int extent() const {
        const engine::loop_array& array = loops_->tables.arrays[at_.array];
        return is_ragged() && dimension_ == 1 ? loops_->extent_of_row(at_.array, at_.subscripts[0])
                                              : array.extents[dimension_];
    }
    constexpr Element element(int subscript) const {
        engine::array_access at = at_;
        at.subscripts[dimension_] = subscript;
        if constexpr (SymbolicRange<Element>) {
            return Element(*loops_, at, dimension_ + 1);
        } else {
            recorded scalars[shape_of<Element>::size];
            for (recorded& each : scalars) {
                at.is_integer = Integers::has(at.scalar);
                each = loops_->element(at);
                ++at.scalar;
            }
            return shape_of<Element>::template store<0, Element>(scalars);
        }
    }

    /// The number of elements.
    constexpr recorded size() const { return loops_->extent(extent()); }
    /// The element number k: a constant, `size()` less a constant, an element of a range of integers or of
    /// `indices(...)`, or the place of an extremum. That there is such an element is checked at the call.
    constexpr Element operator[](const recorded& k) const {
        const int subscript = loops_->subscript(k, extent());
        // Which row it would be an element of is not known before the call, so it could not be checked.
        if (is_ragged() && dimension_ == 1 && loops_->is_data(subscript)) refuse_rows();
        return element(subscript);
    }

    /// The same with every subscript moved by an offset, and where no element stands the nearest one.
    constexpr recorded_range moved(int offset) const {
        if (is_ragged() && dimension_ == 0) refuse_rows();
        recorded_range result = *this;
        result.at_.offsets[dimension_] += offset;
        return result;
    }

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
    constexpr bool is_ragged() const { return loops_->tables.arrays[at_.array].is_ragged; }
    constexpr void refuse_rows() const { loops_->fault = engine::record::loop_fault::row_subscript; }

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
