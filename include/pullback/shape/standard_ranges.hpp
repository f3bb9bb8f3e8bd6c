// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_STANDARD_RANGES_HPP
#define PULLBACK_SHAPE_STANDARD_RANGES_HPP

#include <pullback/shape/range.hpp>
#include <pullback/shape/result_container.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

/// `std::vector`, `std::span` and whatever is like them. A derivative by one is a `std::vector`.
template <detail::ContiguousView A>
struct range_data<A> {
    static constexpr int dimensions = 1;
    using element = std::remove_cv_t<typename A::value_type>;

    template <int>
    [[gnu::always_inline]] static std::ptrdiff_t extent(const A& view) {
        return static_cast<std::ptrdiff_t>(view.size());
    }
    template <class V>
    [[gnu::always_inline]] static auto& at(V& view, std::ptrdiff_t i) {
        return view.data()[i];
    }
    template <class E>
    using like = detail::array_of_results<E>;
    template <class E>
    static like<E> make_like(const A& view) {
        return like<E>(view.size());
    }
    template <class E>
    using line = detail::array_of_results<E>;
    template <class E>
    static line<E> make_line(std::ptrdiff_t count) {
        return line<E>(static_cast<std::size_t>(count));
    }
};

} // namespace pullback

#endif
