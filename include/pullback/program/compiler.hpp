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

// Whether calls of `exp` and its kind that do not need each other may be calls of the C library's functions of vectors:
// g++ makes these of loops by itself, for clang they are called by name (run/joined_calls.hpp).
#if defined(__FAST_MATH__) && defined(__x86_64__) && defined(__GLIBC__) && !defined(__CUDACC__)
#if !defined(__clang__)
#define PULLBACK_JOINS_CALLS 1
#elif !defined(PULLBACK_NO_VECTOR_LIBRARY) && __GLIBC_PREREQ(2, 35)
#define PULLBACK_JOINS_CALLS 1
#endif
#endif
#if !defined(PULLBACK_JOINS_CALLS)
#define PULLBACK_JOINS_CALLS 0
#endif

/// Whether calls of one function are put together for that.
inline constexpr bool compiler_joins_calls = PULLBACK_JOINS_CALLS != 0;

} // namespace pullback::engine

#endif
