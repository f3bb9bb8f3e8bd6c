// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_DEPTH_HPP
#define PULLBACK_TESTS_RUN_DEPTH_HPP

// How deep a function is whose depth must not matter: one call on the stack for each step would need more than there
// is. A sanitizer takes a hundred times as long for a step, and ten times the stack.

#if defined(__SANITIZE_ADDRESS__)
#define PULLBACK_TESTS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PULLBACK_TESTS_SANITIZED 1
#endif
#endif

#if defined(PULLBACK_TESTS_SANITIZED)
inline constexpr int depth = 20'000;
#else
inline constexpr int depth = 200'000;
#endif

#endif
