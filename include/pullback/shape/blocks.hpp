// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_BLOCKS_HPP
#define PULLBACK_SHAPE_BLOCKS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

/// A Jacobian by several arguments `A...` of a result of shape `Result`, kept by rows: `J[i]` holds the derivatives of
/// result i, one object for each argument. `auto [by_a, by_b] = J` and `get<0>(J)` give it by blocks: the whole
/// Jacobian by one argument, of the shape that the Jacobian by that argument alone has. Cost of a block: one copy.
template <class Result, class... A>
struct jacobian_rows : rebind_shape<Result, by_argument<A...>> {
    using rows = rebind_shape<Result, by_argument<A...>>;
    template <std::size_t I>
    using block = rebind_shape<Result, std::tuple_element_t<I, by_argument<A...>>>;
};

namespace detail {

template <class T>
inline constexpr bool is_array = false;
template <class Element, std::size_t Size>
inline constexpr bool is_array<std::array<Element, Size>> = true;

template <class T>
inline constexpr bool is_jacobian_rows = false;
template <class Result, class... A>
inline constexpr bool is_jacobian_rows<jacobian_rows<Result, A...>> = true;

template <class T>
concept JacobianRows = is_jacobian_rows<std::remove_cvref_t<T>>;

/// What a derivative of a `Result` is, with a `Group` in place of each scalar.
template <class Result, class Group>
struct derivative_shape {
    using type = rebind_shape<Result, Group>;
};
template <class Result, class... A>
    requires is_array<rebind_shape<Result, by_argument<A...>>>
struct derivative_shape<Result, by_argument<A...>> {
    using type = jacobian_rows<Result, A...>;
};
template <class... Part, class... A>
struct derivative_shape<by_argument<Part...>, by_argument<A...>> {
    using type = by_argument<typename derivative_shape<Part, by_argument<A...>>::type...>;
};

// Copies what part I of each of the `by_argument`s in `rows` holds, one after the other.
template <std::size_t I, class... A, class T>
constexpr void gather(const by_argument<A...>& row, T*& out) {
    using part = std::tuple_element_t<I, by_argument<A...>>;
    shape_of<part>::template load<0>(get<I>(row), out);
    out += shape_of<part>::size;
}
template <std::size_t I, class Row, std::size_t Size, class T>
constexpr void gather(const std::array<Row, Size>& rows, T*& out) {
    for (const Row& row : rows) detail::gather<I>(row, out);
}

} // namespace detail

/// Block I of a Jacobian by several arguments: the Jacobian by argument I alone.
template <std::size_t I, detail::JacobianRows J>
constexpr auto get(const J& jacobian) {
    constexpr bool is_part = I < std::tuple_size_v<J>;
    static_assert(is_part, "get<I>(J): the Jacobian is by fewer arguments than that; they count from 0");
    using block = typename J::template block<is_part ? I : 0>;
    scalar_of<block> scalars[shape_of<block>::size];
    auto* out = scalars;
    detail::gather<is_part ? I : 0>(static_cast<const typename J::rows&>(jacobian), out);
    return shape_of<block>::template store<0, block>(scalars);
}

/// The shape of such a Jacobian: by rows, as a function's result is.
template <class Result, class... A>
struct shape<jacobian_rows<Result, A...>> : shape<typename jacobian_rows<Result, A...>::rows> {
private:
    using base = shape<typename jacobian_rows<Result, A...>::rows>;

public:
    template <class S>
    using rebind = typename detail::derivative_shape<Result, by_argument<rebind_shape<A, S>...>>::type;

    template <int First, class R, class S>
    PULLBACK_ALWAYS_INLINE static constexpr R store(const S* in) {
        return R{base::template store<First, typename R::rows>(in)};
    }
};

/// Copies the scalars of `value` to `out[0]`, `out[1]`, …, in order: a vector, a matrix or a Jacobian row by row.
/// Precondition: `out` has room for them.
template <Shaped A, class T>
constexpr void copy_to(const A& value, T* out) {
    shape_of<A>::template load<0>(value, out);
}

} // namespace pullback

namespace std {

template <class Result, class... A>
struct tuple_size<pullback::jacobian_rows<Result, A...>> : std::integral_constant<std::size_t, sizeof...(A)> {};

template <std::size_t I, class Result, class... A>
struct tuple_element<I, pullback::jacobian_rows<Result, A...>> {
    using type = typename pullback::jacobian_rows<Result, A...>::template block<I>;
};

} // namespace std

#endif
