// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_RANGE_ARGUMENT_HPP
#define PULLBACK_DYNAMIC_CALL_RANGE_ARGUMENT_HPP

#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/range.hpp>

// What tells a call over ranges from one that is computed element by element.

namespace pullback::dynamic {

/// An array variable that a static function takes as a whole, as the range that its data are: see `as_range`.
template <class U>
class range_argument {
public:
    explicit range_argument(const variable<U>& whole) : whole_(whole) {}
    const variable<U>& whole() const { return whole_; }

private:
    variable<U> whole_;
};

/// What hands an array over whole: f(x) of an array variable x is f of each element, an array; f(as_range(x)) is f of
/// the range of all elements. One argument that is a range, by this or because it is a container that is no data of
/// graphs, such as a std::vector of rows, makes ranges of all array variables of the call.
template <class U>
    requires(Data<U> && DataRange<U>)
range_argument<U> as_range(const variable<U>& x) {
    return range_argument<U>(x);
}

namespace detail {

template <class A>
inline constexpr bool is_range_argument = false;
template <class U>
inline constexpr bool is_range_argument<range_argument<U>> = true;

/// A range that is no data of graphs. (Variables are not asked whether they are ranges, because that asks for their
/// operators, and some of these are refused.)
template <class A>
inline constexpr bool is_container = false;
template <class A>
    requires(!answers_calls<A> && !Data<A> && DataRange<A>)
inline constexpr bool is_container<A> = true;

/// Whether a call goes over ranges, and not element by element.
template <class... A>
inline constexpr bool is_range_call = ((is_range_argument<A> || is_container<A>) || ...);

/// A container, or an argument of fixed shape, that is no variable.
template <class A>
struct held_argument {
    using data = A;
    A held;
    explicit held_argument(const A& value) : held(value) {}
    const A& value() const { return held; }
};

template <class A>
struct range_operand {
    using type = held_argument<A>;
};
template <class U>
struct range_operand<variable<U>> {
    using type = link_to<U>;
};
template <class U>
struct range_operand<linked<U>> {
    using type = link_to<U>;
};
template <class U>
struct range_operand<range_argument<U>> {
    using type = link_to<U>;
};
template <class A>
using range_operand_for = typename range_operand<A>::type;

template <class A>
const A& without_mark(const A& argument) {
    return argument;
}
template <class U>
const variable<U>& without_mark(const range_argument<U>& argument) {
    return argument.whole();
}

} // namespace detail

} // namespace pullback::dynamic

namespace pullback {

template <class U>
inline constexpr bool answers_calls<dynamic::range_argument<U>> = true;

} // namespace pullback

#endif
