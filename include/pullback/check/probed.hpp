// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CHECK_PROBED_HPP
#define PULLBACK_CHECK_PROBED_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback::detail {

/// How numerical differentiation moves an argument element by element and reads a result. Members:
///   `is_known`         whether `X` can be taken apart at all
///   `is_real`          whether its elements are real numbers once taken apart
///   `size`             number of elements, -1 if only its values know
///   `scalar`           the type of an element
///   `numbers`          what keeps the elements
///   `make_each<E>(n)`  an array of one `E` for each of n elements
///   `take_apart(x)`    the elements
///   `elements(n)`      pointer to the first one
///   `count(n)`         how many there are
///   `argument(n)`      what a function is called with
///   `data(n)`          the same without variables: what a derivative is returned as
/// Here are the shapes of the static side; dynamic/check.hpp adds variables and run-time arrays.
template <class X>
struct probed {
    static constexpr bool is_known = false;
    using scalar = double;
};

template <class X>
    requires(Shaped<X> && !answers_calls<scalar_of<X>>)
struct probed<X> {
    static constexpr bool is_known = true;
    static constexpr bool is_real = true;
    static constexpr int size = shape_of<X>::size;
    // Integers move like real numbers, as the functions of the table take them.
    using scalar = promoted_t<scalar_of<X>>;
    using numbers = std::array<scalar, static_cast<std::size_t>(size)>;

    static constexpr numbers take_apart(const X& x) {
        numbers result{};
        shape_of<X>::template load<0>(x, result.data());
        return result;
    }
    static constexpr scalar* elements(numbers& n) { return n.data(); }
    static constexpr std::size_t count(const numbers& n) { return n.size(); }
    static constexpr auto argument(const numbers& n) {
        using rebound = rebind_shape<X, scalar>;
        return shape_of<rebound>::template store<0, rebound>(n.data());
    }
    template <class E>
    static constexpr auto make_each(std::size_t) {
        return std::array<E, static_cast<std::size_t>(size)>{};
    }
    static constexpr auto data(const numbers& n) { return argument(n); }
};

template <class X>
using scalar_of_probed = typename probed<std::remove_cvref_t<X>>::scalar;

template <class X>
inline constexpr bool is_probed = probed<std::remove_cvref_t<X>>::is_known;

} // namespace pullback::detail

#endif
