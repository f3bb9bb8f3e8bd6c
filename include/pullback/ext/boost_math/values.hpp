// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_VALUES_HPP
#define PULLBACK_EXT_BOOST_MATH_VALUES_HPP

#include <pullback/functions/special.hpp>
#include <pullback/math/lanes.hpp>

#include <boost/math/policies/policy.hpp>

#include <limits>

/// Functions of Boost.Math as rows: values by Boost.Math, rules by this library. Their values are no constant
/// expressions; their derivatives are programs like all others, of any order. Batches are computed lane by lane.
namespace pullback::detail {

/// Outside of the domain NaN, at poles and where the result is too large infinity, never an exception.
using boost_policy =
    boost::math::policies::policy<boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::rounding_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::indeterminate_result_error<boost::math::policies::ignore_error>>;

/// The type in which a series for T is summed.
template <class T>
struct series_type {
    using type = T;
};
template <math::compile_time::Word T>
struct series_type<T> {
    using type = math::compile_time::wider_t<T>;
};

/// The adjoint of an operand that a function has no rule for: NaN, and so are its derivatives of every order by the
/// operands.
template <class T, class... X>
constexpr T no_rule(const T& adjoint, const X&... x) {
    return adjoint * functions::sqrt{}(T(-1 - (T(x * x) + ...)));
}

} // namespace pullback::detail

#endif
