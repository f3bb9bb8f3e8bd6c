// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_SHAPE_HPP
#define PULLBACK_REPLAY_SHAPE_HPP

#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback {

/// How arguments and results of functions recorded at run time are made of scalars. What `pullback::shape` knows is
/// known here; beyond that containers whose extents show at run time only. Specialise it for one of your own. Members:
/// - `scalar`: the type of its scalars
/// - `rebind<S>`: the same made of `S`
/// - `is_fixed`: whether the number of scalars follows from the type
/// - `describe(value, extents)`: appends its extents to a `std::vector<std::ptrdiff_t>`
/// - `matches(value, extents)`: whether it has these extents, a pointer that moves behind them
/// - `load(value, out)`: writes its scalars from `out` on, which moves behind them
/// - `count(extents)`: the number of scalars of one of these extents, a pointer that moves behind them
/// - `store<R>(extents, in)`: an `R`, a rebound one, of these extents and of the scalars from `in` on
/// - `assign(value, in)`: the same into a value of these extents that is there
/// - `spread<Inner>(extents, inner, out)`: appends to `out` the extents of one made of `Inner`, of the extents `inner`
template <class A>
struct recorded_shape;

/// What can be an argument or a result of a function recorded at run time.
template <class A>
concept RecordedShape = requires { recorded_shape<A>::is_fixed; };

namespace engine {

/// Arrays that count as scalars elsewhere, as they have the operators of numbers, are none here. Adapters specialise
/// it.
template <class S>
inline constexpr bool is_array_with_operators = false;

} // namespace engine

namespace detail {

using extent_list = std::vector<std::ptrdiff_t>;

template <class A, class S>
using rebind_recorded = typename recorded_shape<A>::template rebind<S>;

/// Arrays, tuples and structs of fixed size whose parts are shapes.
template <class A>
struct fixed_recorded_shape {
    static constexpr bool is_fixed = true;
    using scalar = scalar_of<A>;
    template <class S>
    using rebind = rebind_shape<A, S>;

    static void describe(const A&, extent_list&) {}
    static bool matches(const A&, const std::ptrdiff_t*&) { return true; }
    static std::size_t count(const std::ptrdiff_t*&) { return size; }
    template <class S>
    static void load(const A& value, S*& out) {
        shape_of<A>::template load<0>(value, out);
        out += size;
    }
    template <class R, class S>
    static R store(const std::ptrdiff_t*&, const S*& in) {
        const S* const begin = std::exchange(in, in + size);
        return shape_of<A>::template store<0, R>(begin);
    }
    template <class S>
    static void assign(A& value, const S*& in) {
        const S* const begin = std::exchange(in, in + size);
        value = shape_of<A>::template store<0, A>(begin);
    }
    template <class Inner>
    static void spread(const std::ptrdiff_t*&, const extent_list& inner, extent_list& out) {
        if (!inner.empty())
            for (std::size_t i = 0; i < size; ++i) out.insert(out.end(), inner.begin(), inner.end());
    }

private:
    static constexpr auto size = static_cast<std::size_t>(shape_of<A>::size);
};

template <class A>
inline constexpr bool has_fixed_recorded_shape = false;
template <Shaped A>
inline constexpr bool has_fixed_recorded_shape<A> = !engine::is_array_with_operators<scalar_of<A>>;

template <class A>
inline constexpr bool is_tuple_of_recorded_shapes = false;
template <class... E>
inline constexpr bool is_tuple_of_recorded_shapes<by_argument<E...>> = (RecordedShape<E> && ...);

} // namespace detail

template <class A>
    requires detail::has_fixed_recorded_shape<A>
struct recorded_shape<A> : detail::fixed_recorded_shape<A> {};

/// Sequences: `std::vector`, and a `std::array` of what is of no fixed size.
namespace detail {

template <class A, class Element>
struct sequence_recorded_shape {
    using scalar = typename recorded_shape<Element>::scalar;

    template <class S>
    static void load(const A& value, S*& out) {
        for (const auto& each : value) recorded_shape<Element>::load(each, out);
    }
    template <class S>
    static void assign(A& value, const S*& in) {
        for (auto& each : value) recorded_shape<Element>::assign(each, in);
    }

protected:
    static void describe_all(const A& value, extent_list& extents) {
        if constexpr (!recorded_shape<Element>::is_fixed)
            for (const auto& each : value) recorded_shape<Element>::describe(each, extents);
    }
    static bool all_match(const A& value, const std::ptrdiff_t*& extents) {
        if constexpr (!recorded_shape<Element>::is_fixed)
            for (const auto& each : value)
                if (!recorded_shape<Element>::matches(each, extents)) return false;
        return true;
    }
    static std::size_t count_all(std::ptrdiff_t size, const std::ptrdiff_t*& extents) {
        std::size_t sum = 0;
        for (std::ptrdiff_t i = 0; i < size; ++i) sum += recorded_shape<Element>::count(extents);
        return sum;
    }
    template <class Inner>
    static void spread_all(std::ptrdiff_t size, const std::ptrdiff_t*& extents, const extent_list& inner,
                           extent_list& out) {
        for (std::ptrdiff_t i = 0; i < size; ++i) recorded_shape<Element>::template spread<Inner>(extents, inner, out);
    }
};

} // namespace detail

template <RecordedShape Element, class Allocator>
struct recorded_shape<std::vector<Element, Allocator>>
    : detail::sequence_recorded_shape<std::vector<Element, Allocator>, Element> {
private:
    using base = detail::sequence_recorded_shape<std::vector<Element, Allocator>, Element>;
    using container = std::vector<Element, Allocator>;

public:
    static constexpr bool is_fixed = false;
    template <class S>
    using rebind = std::vector<detail::rebind_recorded<Element, S>>;

    static void describe(const container& value, detail::extent_list& extents) {
        extents.push_back(static_cast<std::ptrdiff_t>(value.size()));
        base::describe_all(value, extents);
    }
    static bool matches(const container& value, const std::ptrdiff_t*& extents) {
        return static_cast<std::ptrdiff_t>(value.size()) == *extents++ && base::all_match(value, extents);
    }
    static std::size_t count(const std::ptrdiff_t*& extents) {
        const std::ptrdiff_t size = *extents++;
        return base::count_all(size, extents);
    }
    template <class R, class S>
    static R store(const std::ptrdiff_t*& extents, const S*& in) {
        const std::ptrdiff_t size = *extents++;
        R made;
        made.reserve(static_cast<std::size_t>(size));
        for (std::ptrdiff_t i = 0; i < size; ++i)
            made.push_back(recorded_shape<Element>::template store<typename R::value_type>(extents, in));
        return made;
    }
    template <class Inner>
    static void spread(const std::ptrdiff_t*& extents, const detail::extent_list& inner, detail::extent_list& out) {
        const std::ptrdiff_t size = *extents++;
        out.push_back(size);
        base::template spread_all<Inner>(size, extents, inner, out);
    }
};

template <class Element, std::size_t Size>
    requires(RecordedShape<Element> && !detail::has_fixed_recorded_shape<Element>)
struct recorded_shape<std::array<Element, Size>> : detail::sequence_recorded_shape<std::array<Element, Size>, Element> {
private:
    using base = detail::sequence_recorded_shape<std::array<Element, Size>, Element>;

public:
    static constexpr bool is_fixed = false;
    template <class S>
    using rebind = std::array<detail::rebind_recorded<Element, S>, Size>;

    static void describe(const std::array<Element, Size>& value, detail::extent_list& extents) {
        base::describe_all(value, extents);
    }
    static bool matches(const std::array<Element, Size>& value, const std::ptrdiff_t*& extents) {
        return base::all_match(value, extents);
    }
    static std::size_t count(const std::ptrdiff_t*& extents) { return base::count_all(Size, extents); }
    template <class R, class S>
    static R store(const std::ptrdiff_t*& extents, const S*& in) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return R{{(static_cast<void>(I),
                       recorded_shape<Element>::template store<typename R::value_type>(extents, in))...}};
        }(std::make_index_sequence<Size>{});
    }
    template <class Inner>
    static void spread(const std::ptrdiff_t*& extents, const detail::extent_list& inner, detail::extent_list& out) {
        base::template spread_all<Inner>(Size, extents, inner, out);
    }
};

/// Several arguments together, as derivatives by them are.
template <class... Element>
    requires(!detail::has_fixed_recorded_shape<by_argument<Element...>> &&
             detail::is_tuple_of_recorded_shapes<by_argument<Element...>>)
struct recorded_shape<by_argument<Element...>> {
private:
    using group = by_argument<Element...>;
    using indices = std::index_sequence_for<Element...>;

public:
    static constexpr bool is_fixed = (recorded_shape<Element>::is_fixed && ...);
    using scalar = std::common_type_t<typename recorded_shape<Element>::scalar...>;
    template <class S>
    using rebind = by_argument<detail::rebind_recorded<Element, S>...>;

    static void describe(const group& value, detail::extent_list& extents) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (recorded_shape<Element>::describe(value.template get<I>(), extents), ...);
        }(indices{});
    }
    static bool matches(const group& value, const std::ptrdiff_t*& extents) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (recorded_shape<Element>::matches(value.template get<I>(), extents) && ...);
        }(indices{});
    }
    template <class S>
    static void load(const group& value, S*& out) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (recorded_shape<Element>::load(value.template get<I>(), out), ...);
        }(indices{});
    }
    static std::size_t count(const std::ptrdiff_t*& extents) {
        std::size_t sum = 0;
        ((sum += recorded_shape<Element>::count(extents)), ...);
        return sum;
    }
    template <class R, class S>
    static R store(const std::ptrdiff_t*& extents, const S*& in) {
        R made;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((made.template get<I>() =
                  recorded_shape<Element>::template store<std::tuple_element_t<I, R>>(extents, in)),
             ...);
        }(indices{});
        return made;
    }
    template <class S>
    static void assign(group& value, const S*& in) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (recorded_shape<Element>::assign(value.template get<I>(), in), ...);
        }(indices{});
    }
    template <class Inner>
    static void spread(const std::ptrdiff_t*& extents, const detail::extent_list& inner, detail::extent_list& out) {
        (recorded_shape<Element>::template spread<Inner>(extents, inner, out), ...);
    }
};

namespace detail {

/// What a body gets of an argument that is recorded, and the number type of what it returns for one.
template <class A>
using as_recorded = rebind_recorded<std::remove_cvref_t<A>, recorded>;

template <class A>
extent_list extents_of(const A& value) {
    extent_list extents;
    recorded_shape<A>::describe(value, extents);
    return extents;
}

} // namespace detail

} // namespace pullback

#endif
