// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RESULT_CONTAINER_HPP
#define PULLBACK_SHAPE_RESULT_CONTAINER_HPP

#include <pullback/shape/range.hpp>

#include <cstddef>

// Whether calls may allocate: results as long as an argument, and memory that loops need. They may where there is an
// operating system, unless PULLBACK_NO_ALLOCATION is defined; where they may not, the compiler says what to give memory
// to.

#if __STDC_HOSTED__ && !defined(PULLBACK_NO_ALLOCATION)
#define PULLBACK_ALLOCATES 1
#include <vector>
#else
#define PULLBACK_ALLOCATES 0
#endif

namespace pullback::detail {

/// What stands for a result as long as an argument where nothing is allocated: it can only be written in place.
template <class Element>
struct missing_container {
    template <class... Extents>
    explicit missing_container(const Extents&...) {}
};

#if PULLBACK_ALLOCATES
template <class Element>
using array_of_results = std::vector<Element>;
#else
template <class Element>
using array_of_results = missing_container<Element>;
#endif

template <class Container>
inline constexpr bool is_missing_container = false;
template <class Element>
inline constexpr bool is_missing_container<missing_container<Element>> = true;

template <bool Allocates>
constexpr void check_container() {
    static_assert(Allocates,
                  "f(x...): f returns an array as long as an argument, and nothing is allocated here; give the memory: "
                  "f.into(results...)(x...)");
}

} // namespace pullback::detail

namespace pullback {

template <class Element>
struct range_data<detail::missing_container<Element>> {
    static constexpr int dimensions = 1;
    using element = Element;
};

} // namespace pullback

#endif
