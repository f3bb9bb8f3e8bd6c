// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_COMPILER_HPP
#define PULLBACK_PROGRAM_COMPILER_HPP

#include <pullback/cpp20.hpp>

#include <cstddef> // says which C library it is

// What the compiler is known to do, where a program is run in another way for that.

namespace pullback::engine {

#if defined(__GNUC__) && !defined(__clang__)
inline constexpr bool compiler_is_gcc = true;
#else
inline constexpr bool compiler_is_gcc = false;
#endif

/// Whether the compiler puts neighbouring results into vectors before it stores them.
#if defined(__SSE2__) && !defined(__CUDACC__)
inline constexpr bool compiler_gathers_stores = compiler_is_gcc;
#else
inline constexpr bool compiler_gathers_stores = false;
#endif

// Where the compiler makes vectors of numbers that loops hand on: the register that keeps one by itself.
#if defined(__clang__) && !defined(__CUDA__)
#if defined(__x86_64__) && defined(__SSE2__)
#define PULLBACK_NUMBER_REGISTER "v"
#elif defined(__aarch64__)
#define PULLBACK_NUMBER_REGISTER "w"
#endif
#endif

/// Whether the compiler may add up in another order, and so make a vector of a loop that adds up.
#if defined(__FAST_MATH__)
inline constexpr bool compiler_reorders_sums = true;
#else
inline constexpr bool compiler_reorders_sums = false;
#endif

/// Whether the compiler makes a loop of calls of `exp` and its kind one call of a function of the C library for
/// vectors.
#if defined(__x86_64__) && defined(__GLIBC__)
inline constexpr bool compiler_vectorizes_calls = compiler_is_gcc && compiler_reorders_sums;
#else
inline constexpr bool compiler_vectorizes_calls = false;
#endif

} // namespace pullback::engine

#endif
