// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CPP20_HPP
#define PULLBACK_CPP20_HPP

// Every header that includes no other of the library includes this one: an old compiler meets it before all else.

#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 201709L
#error pullback needs C++20: compile with -std=c++20 or a newer standard
#define PULLBACK_IS_REFUSED
#elif defined(__clang__) ? __clang_major__ < 14 : defined(__GNUC__) && __GNUC__ < 12
#error pullback needs a newer compiler: g++ 12, clang++ 14 or newer
#define PULLBACK_IS_REFUSED
#endif

// Only a missing file silences the hundreds of errors that would follow the one that matters. g++ stops there; clang
// reads on, and crashes in a constexpr destructor under C++17.
#ifdef PULLBACK_IS_REFUSED
#define constexpr
#include <pullback_is_refused_see_the_error_above>
#endif

#endif
