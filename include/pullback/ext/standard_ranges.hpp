// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_STANDARD_RANGES_HPP
#define PULLBACK_EXT_STANDARD_RANGES_HPP

#include <pullback/shape/range.hpp>

#include <vector>

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
    template <class T>
    using result = std::vector<rebind_shape<element, T>>;
    template <class T>
    static result<T> make_result(const A& view) {
        return result<T>(view.size());
    }
};

} // namespace pullback

#endif
