// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_ALWAYS_INLINE_HPP
#define PULLBACK_ALWAYS_INLINE_HPP

#include <pullback/cpp20.hpp>

// Stands where a call that is not inlined would cost more than what it does: compilers, left alone, stop at some size
// of the function around it. Where nothing is optimised, inlined calls would only take time and memory of the compiler,
// some five times as much with a sanitizer, and hide the lines a debugger steps through.
#if defined(__OPTIMIZE__)
#define PULLBACK_ALWAYS_INLINE __attribute__((always_inline))
#else
#define PULLBACK_ALWAYS_INLINE
#endif

#endif
