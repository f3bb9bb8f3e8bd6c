// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_MAP_HPP
#define PULLBACK_BLOCKS_MAP_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/blocks/mapped_sequence.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/groups.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

/// What a function makes of the elements of symbolic ranges side by side.
template <class F, class... R>
class mapped_range {
public:
    constexpr mapped_range(const F& function, const R&... ranges) : function_(function), ranges_(ranges...) {
        (loops().must_agree(extent(), ranges.extent()), ...);
    }

    constexpr engine::record::loop_recorder& loops() const { return boost::hana::at_c<0>(ranges_).loops(); }
    constexpr int extent() const { return boost::hana::at_c<0>(ranges_).extent(); }
    constexpr auto element(int subscript) const {
        return boost::hana::unpack(ranges_,
                                   [&](const R&... ranges) { return function_(ranges.element(subscript)...); });
    }
    constexpr recorded size() const { return loops().extent(extent()); }
    constexpr auto operator[](const recorded& k) const { return element(loops().subscript(k, extent())); }
    constexpr mapped_range moved(int offset) const {
        return boost::hana::unpack(
            ranges_, [&](const R&... ranges) { return mapped_range(function_, ranges.moved(offset)...); });
    }

private:
    F function_;
    boost::hana::tuple<R...> ranges_;
};

struct group_together {
    template <class... X>
    constexpr by_argument<X...> operator()(const X&... x) const {
        return by_argument<X...>(x...);
    }
};

} // namespace detail

/// The range of f(x...) over the elements of ranges of one length. What reads an element computes it and nothing is
/// stored; of arrays of fixed size it is a std::array. A container in it must live as long as the range does.
/// Precondition where a function returns it: f captures by value, [=], what is local to that function.
template <class... A>
    requires RangeArguments<A...>
constexpr auto map(A&&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<std::remove_cvref_t<A>...>::checked;
    const auto of_held = [](const auto&... held) {
        return detail::on_operands(
            []<class F, class... R>(const F& function, const R&... ranges) {
                return detail::mapped_range<F, R...>(function, ranges...);
            },
            [](const auto& function, const auto&... sequences) {
                return detail::map_sequences(function, sequences...);
            },
            held...);
    };
    return of_held(detail::held(std::forward<A>(arguments))...);
}

/// The range of groups of elements, which structured bindings take apart: `const auto& [x, y] = pair;`.
template <class... A>
    requires(detail::Operand<std::remove_cvref_t<A>> && ...)
constexpr auto zip(A&&... ranges) {
    return pullback::map(std::forward<A>(ranges)..., detail::group_together{});
}

} // namespace pullback

#endif
