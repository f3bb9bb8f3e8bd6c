// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_LAMBERT_W_HPP
#define PULLBACK_EXT_BOOST_MATH_LAMBERT_W_HPP

#include <pullback/ext/boost_math/values.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/scalar.hpp>

#include <limits>

#include <boost/math/special_functions/lambert_w.hpp>

namespace pullback {

namespace functions {

/// The w >= -1 with w e^w = x. Domain x >= -1/e. Rule: 1 / (x + e^w).
struct lambert_w0 : elementary<lambert_w0, 1> {
    static constexpr const char* name = "lambert_w0";
    static constexpr notation printed{nullptr, "W_{0}\\left({0}\\right)", nullptr};
    template <class T>
    static T value(const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& v) { return boost::math::lambert_w0(v, boost_math_detail::boost_policy()); },
            []<class S>(const S& v) { return S(0) < v ? v : std::numeric_limits<S>::quiet_NaN(); }, x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T& w, const T& gw) {
        return gw / (x + exp{}(w));
    }
};

/// The w <= -1 with w e^w = x. Domain -1/e <= x < 0. Rule: 1 / (x + e^w).
struct lambert_wm1 : elementary<lambert_wm1, 1> {
    static constexpr const char* name = "lambert_wm1";
    static constexpr notation printed{nullptr, "W_{-1}\\left({0}\\right)", nullptr};
    template <class T>
    static T value(const T& x) {
        return boost_math_detail::by_boost(
            []<class S>(const S& v) {
                if (v == S(0)) return S(-std::numeric_limits<S>::infinity());
                if (!(v < S(0))) return std::numeric_limits<S>::quiet_NaN();
                return S(boost::math::lambert_wm1(v, boost_math_detail::boost_policy()));
            },
            boost_math_detail::undefined_at_infinity, x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T& w, const T& gw) {
        return gw / (x + exp{}(w));
    }
};

} // namespace functions

/// The w >= -1 with w e^w = x, for x >= -1/e.
template <Argument X>
constexpr result_of<functions::lambert_w0, X> lambert_w0(const X& x) {
    return functions::lambert_w0{}(x);
}

/// The w <= -1 with w e^w = x, for -1/e <= x < 0.
template <Argument X>
constexpr result_of<functions::lambert_wm1, X> lambert_wm1(const X& x) {
    return functions::lambert_wm1{}(x);
}

} // namespace pullback

#endif
