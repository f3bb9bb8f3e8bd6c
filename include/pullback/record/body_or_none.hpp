// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_BODY_OR_NONE_HPP
#define PULLBACK_RECORD_BODY_OR_NONE_HPP

#include <pullback/cpp20.hpp>

#include <type_traits>
#include <utility>

namespace pullback::detail {

/// What stands for the result of a body that cannot be called with what it is given.
struct no_result {};

/// A body that can be called with anything, as what is not meant for it gives no result. (A requirement, in its place,
/// would be three lines more of the compiler's trace of a mistake in the body.)
template <class F>
struct body_or_none : F {
    using F::operator();
    no_result operator()(...) const;
};
template <class F>
    requires(!std::is_class_v<F> || std::is_final_v<F>)
struct body_or_none<F> {
    template <class... Element>
    std::invoke_result_t<const F&, Element...> operator()(Element&&...) const;
    no_result operator()(...) const;
};

} // namespace pullback::detail

#endif
