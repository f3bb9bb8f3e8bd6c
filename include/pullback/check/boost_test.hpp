// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CHECK_BOOST_TEST_HPP
#define PULLBACK_CHECK_BOOST_TEST_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/check/gradient_check.hpp>
#include <pullback/check/gradient_report.hpp>

#include <boost/test/tools/assertion_result.hpp>

namespace pullback {

namespace detail {

inline boost::test_tools::assertion_result as_assertion(const gradient_report& report) {
    boost::test_tools::assertion_result result(report.passed);
    if (!report.passed) result.message() << report.message();
    return result;
}

} // namespace detail

/// `gradient_check` as an assertion of Boost.Test that prints the sentence of the report when it fails:
/// `BOOST_TEST(pullback::gradient_is_right(f, x...))`.
template <detail::NoTolerance F, class... X>
boost::test_tools::assertion_result gradient_is_right(F&& f, const X&... x) {
    return detail::as_assertion(pullback::gradient_check(f, x...));
}
/// `gradient_check` with tolerances of your own, as an assertion.
template <class F, class... X>
boost::test_tools::assertion_result gradient_is_right(const gradient_tolerance& tolerance, F&& f, const X&... x) {
    return detail::as_assertion(pullback::gradient_check(tolerance, f, x...));
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
