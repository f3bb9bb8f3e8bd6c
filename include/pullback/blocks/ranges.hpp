// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_RANGES_HPP
#define PULLBACK_BLOCKS_RANGES_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

/// The elements of several ranges side by side, or what a function makes of them.
template <class F, class... R>
class mapped_range {
public:
    constexpr mapped_range(const F& function, const R&... ranges) : function_(function), ranges_(ranges...) {}

    constexpr engine::record::loop_recorder& loops() const { return boost::hana::at_c<0>(ranges_).loops(); }
    constexpr int extent() const { return boost::hana::at_c<0>(ranges_).extent(); }
    constexpr auto element(int subscript) const {
        return boost::hana::unpack(ranges_,
                                   [&](const R&... ranges) { return function_(ranges.element(subscript)...); });
    }
    constexpr recorded size() const { return loops().extent(extent()); }
    constexpr auto operator[](const recorded& k) const { return element(loops().subscript(k)); }

private:
    F function_;
    boost::hana::tuple<R...> ranges_;
};

/// 0, 1, ...
class index_range {
public:
    constexpr index_range(engine::record::loop_recorder& loops, int extent) : loops_(&loops), extent_(extent) {}
    constexpr engine::record::loop_recorder& loops() const { return *loops_; }
    constexpr int extent() const { return extent_; }
    constexpr recorded element(int subscript) const {
        return subscript >= 0 ? loops_->index(subscript) : recorded(loops_->target(), ~subscript);
    }

private:
    engine::record::loop_recorder* loops_;
    int extent_;
};

struct itself {
    template <class X>
    constexpr X operator()(const X& x) const {
        return x;
    }
};

/// Acts on the ranges and the function of a call `sum(r..., f)`; without one, each element stands for itself.
template <class Act, class... A>
constexpr auto split_arguments(Act act, const A&... arguments) {
    constexpr std::size_t last = sizeof...(A) - 1;
    const boost::hana::tuple<const A*...> all{&arguments...};
    using last_type = std::remove_cvref_t<decltype(*boost::hana::at_c<last>(all))>;
    if constexpr (SymbolicRange<last_type>) {
        return act(itself{}, arguments...);
    } else {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return act(*boost::hana::at_c<last>(all), *boost::hana::at_c<I>(all)...);
        }(std::make_index_sequence<last>{});
    }
}

/// What a body gives in a loop over the ranges, and the index of that loop.
template <class Use, class F, class R, class... Rest>
constexpr auto in_loop(Use use, const F& function, const R& range, const Rest&... rest) {
    auto& loops = range.loops();
    using result = decltype(function(range.element(0), rest.element(0)...));
    if constexpr (std::is_void_v<result>) {
        return recorded(); // which has been refused
    } else {
        (loops.must_agree(range.extent(), rest.extent()), ...);
        const int index = loops.enter(range.extent());
        const auto body = function(range.element(index), rest.element(index)...);
        loops.leave();
        return use(loops, body, index);
    }
}

/// A reduction of each scalar of what the body gives.
template <engine::loop_step Step, class... A>
constexpr auto reduce(const A&... arguments) {
    return detail::split_arguments(
        [](const auto& function, const auto&... ranges) {
            return detail::in_loop(
                [](auto& loops, const auto& body, int index) {
                    using type = std::remove_cvref_t<decltype(body)>;
                    recorded scalars[shape_of<type>::size];
                    shape_of<type>::template load<0>(body, scalars);
                    for (recorded& each : scalars) each = loops.reduce(Step, each, index);
                    return shape_of<type>::template store<0, type>(scalars);
                },
                function, ranges...);
        },
        arguments...);
}

/// The body at the place where it is largest or smallest: its derivative is that of the extremum.
template <engine::loop_step Step, class... A>
constexpr auto extremum(const A&... arguments) {
    return detail::split_arguments(
        [](const auto& function, const auto&... ranges) {
            const recorded place = detail::in_loop(
                [](auto& loops, const recorded& body, int index) { return loops.reduce(Step, body, index); }, function,
                ranges...);
            return function(ranges.element(~place.operand())...);
        },
        arguments...);
}

} // namespace detail

namespace detail {

template <class... A>
inline constexpr bool begins_with_range = false;
template <class First, class... Rest>
inline constexpr bool begins_with_range<First, Rest...> = SymbolicRange<First>;

} // namespace detail

/// What the vocabulary takes: ranges, and a function after them.
template <class... A>
concept RangeArguments = detail::begins_with_range<A...>;

/// ∑ f(x...) over the elements of ranges of one length; without f over the elements.
template <class... A>
    requires RangeArguments<A...>
constexpr auto sum(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::reduce<engine::loop_step::sum>(arguments...);
}

/// The largest f(x...), the first of equals. Precondition: the ranges are not empty, which is checked at the call.
template <class... A>
    requires RangeArguments<A...>
constexpr auto max(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::extremum<engine::loop_step::place_of_maximum>(arguments...);
}
/// The smallest f(x...), the first of equals.
template <class... A>
    requires RangeArguments<A...>
constexpr auto min(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::extremum<engine::loop_step::place_of_minimum>(arguments...);
}

/// The range of f(x...): nothing is stored, what reads it computes it.
template <class... A>
    requires RangeArguments<A...>
constexpr auto map(const A&... arguments) {
    return detail::split_arguments(
        []<class F, class... R>(const F& function, const R&... ranges) {
            return detail::mapped_range<F, R...>(function, ranges...);
        },
        arguments...);
}

/// The range of groups of elements, which structured bindings take apart: `const auto& [x, y] = pair;`.
template <SymbolicRange... R>
    requires RangeArguments<R...>
constexpr auto zip(const R&... ranges) {
    const auto together = []<class... X>(const X&... x) { return by_argument<X...>(x...); };
    return detail::mapped_range<decltype(together), R...>(together, ranges...);
}

/// 0, 1, … as many as the range has elements.
template <SymbolicRange R>
constexpr auto indices(const R& range) {
    return detail::index_range(range.loops(), range.extent());
}

/// ∑ x y over the elements of two ranges.
template <SymbolicRange A, SymbolicRange B>
constexpr auto dot(const A& a, const B& b) {
    return pullback::sum(a, b, [](const auto& x, const auto& y) { return x * y; });
}
/// The mean of f(x...).
template <class R, class... A>
    requires RangeArguments<R, A...>
constexpr auto mean(const R& range, const A&... arguments) {
    return pullback::sum(range, arguments...) / range.size();
}
/// log ∑ exp f(x...), without overflow. Its derivative is the share of each term.
template <class... A>
    requires RangeArguments<A...>
constexpr auto log_sum_exp(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    const auto found = detail::reduce<engine::loop_step::maximum>(arguments...);
    const auto largest = select(abs(found) < std::numeric_limits<recorded>::infinity(), found, recorded(0));
    return largest +
           log(detail::split_arguments(
               [&](const auto& function, const auto&... ranges) {
                   return pullback::sum(ranges..., [&](const auto&... x) { return exp(function(x...) - largest); });
               },
               arguments...));
}

} // namespace pullback

#endif
