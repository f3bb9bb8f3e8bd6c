// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_RECORDER_OF_NUMBERS_HPP
#define PULLBACK_RECORD_RECORDER_OF_NUMBERS_HPP

#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/shape/shape_of.hpp>

namespace pullback::detail {

/// What writes the program that a shape of recorded numbers is of, or null if all of them are literals.
template <class X>
constexpr engine::record::recorder* recorder_of_numbers(const X& x) {
    recorded scalars[shape_of<X>::size];
    shape_of<X>::template load<0>(x, scalars);
    for (const recorded& each : scalars)
        if (each.target() != nullptr) return each.target();
    return nullptr;
}

} // namespace pullback::detail

#endif
