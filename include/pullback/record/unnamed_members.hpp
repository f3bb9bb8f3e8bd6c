// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_UNNAMED_MEMBERS_HPP
#define PULLBACK_RECORD_UNNAMED_MEMBERS_HPP

#include <pullback/record/recorded_range.hpp>
#include <pullback/shape/groups.hpp>

namespace pullback::detail {

/// Whether elements are records whose members have no names in a body.
template <class Shape>
inline constexpr bool has_records = false;
template <SymbolicRange Shape>
inline constexpr bool has_records<Shape> = has_records<element_of_range<Shape>>;
template <class... Part>
inline constexpr bool has_records<by_argument<Part...>> = true;

template <bool IsSound>
constexpr auto check_records() {
    static_assert(
        IsSound,
        "f(x...): the body of f cannot be recorded with elements whose type has members of fixed types, such as int or "
        "double: there they have no names, write const auto& [a, b] = element, or make the type a template on the type "
        "of each member; and all that the body calls is constexpr");
}

} // namespace pullback::detail

#endif
