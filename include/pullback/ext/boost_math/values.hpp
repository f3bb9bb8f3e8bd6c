// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_VALUES_HPP
#define PULLBACK_EXT_BOOST_MATH_VALUES_HPP

#include <pullback/functions/powers.hpp>
#include <pullback/functions/special.hpp>
#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/lanes.hpp>

#include <boost/math/policies/policy.hpp>

#include <limits>

/// Functions of Boost.Math as rows: values by Boost.Math, rules by this library. Their values are no constant
/// expressions; their derivatives are programs like all others, of any order. Batches are computed lane by lane.
namespace pullback::boost_math_detail {

/// Outside of the domain NaN, at poles and where the result is too large infinity, never an exception.
using boost_policy = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
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

/// f(x...) of numbers and batches, with f of Boost.Math, which is called with finite numbers only: where an argument is
/// infinite the result is at_infinity(x...), of NaN it is NaN.
template <class F, class Limit, class T, class... X>
T by_boost(const F& f, const Limit& at_infinity, const T& x, const X&... rest) {
    return math::by_lanes(
        [&]<class S, class... Others>(const S& a, const Others&... others) -> S {
            const auto is_nan = [](const S& number) { return !(number == number); };
            const auto is_finite = [](const S& number) { return math::abs(number) <= (std::numeric_limits<S>::max)(); };
            if (is_nan(a) || (is_nan(others) || ...)) return std::numeric_limits<S>::quiet_NaN();
            if (!(is_finite(a) && (is_finite(others) && ...))) return S(at_infinity(a, others...));
            return S(f(a, others...));
        },
        x, rest...);
}

/// The result is no number at any infinity.
inline constexpr auto undefined_at_infinity = []<class S>(const S&, const auto&...) {
    return std::numeric_limits<S>::quiet_NaN();
};

/// The adjoint of an operand that a function has no rule for: NaN, and so are its derivatives of every order by the
/// operands.
template <class T, class... X>
constexpr T no_rule(const T& adjoint, const X&... x) {
    return adjoint * functions::sqrt{}(T(-1 - (T(x * x) + ...)));
}

} // namespace pullback::boost_math_detail

#endif
