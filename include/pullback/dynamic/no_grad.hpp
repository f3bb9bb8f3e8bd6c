// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NO_GRAD_HPP
#define PULLBACK_DYNAMIC_NO_GRAD_HPP

#include <pullback/cpp20.hpp>

namespace pullback::dynamic {

namespace detail {

inline constinit thread_local int no_grad_depth = 0;

} // namespace detail

/// While an object of this type lives, calls on this thread keep no links: their results are variables without creator.
/// Scopes nest.
///
///     dynamic::no_grad scope;
class [[nodiscard]] no_grad {
public:
    no_grad() noexcept { ++detail::no_grad_depth; }
    ~no_grad() { --detail::no_grad_depth; }
    no_grad(const no_grad&) = delete;
    no_grad& operator=(const no_grad&) = delete;
};

} // namespace pullback::dynamic

#endif
