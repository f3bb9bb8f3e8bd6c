// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_STYLE_HPP
#define PULLBACK_PRINT_STYLE_HPP

#include <pullback/cpp20.hpp>

namespace pullback::detail {

/// The languages programs are printed in.
enum class print_style { text, latex, c_double, c_float };

/// How tightly a printed text holds together; `notation::precedence` counts in the same way.
namespace precedence {
inline constexpr int lowest = -100;
inline constexpr int sum = 1;
inline constexpr int product = 2;
inline constexpr int sign = 3;
inline constexpr int power = 8;
inline constexpr int call = 9;
inline constexpr int atom = 10;
} // namespace precedence

} // namespace pullback::detail

#endif
