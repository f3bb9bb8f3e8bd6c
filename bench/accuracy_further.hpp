// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_ACCURACY_FURTHER_HPP
#define PULLBACK_BENCH_ACCURACY_FURTHER_HPP

#include "accuracy.hpp"

#include <pullback/functions/more.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/expm1.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

namespace accuracy {

/// The rows of functions/more.hpp.
template <class T>
void measure_further(table& out) {
    using boost::math::digamma;
    using boost::math::expm1;
    using boost::math::log1p;
    const reference pi = boost::math::constants::pi<reference>(), root_two = sqrt(reference(2));
    const double all = 1e308;
    const domain line{-all, all}, positive{0, all};
    const auto row = [&](const char* name, auto ours, auto theirs, auto value, auto slope, const domain& where,
                         int count = 2000) {
        out.add(measured<T>(name, pullback::function(ours), theirs, value, slope, where, count));
    };
    const auto row_of_two = [&](const char* name, auto ours, auto theirs, auto exact, const domain& first,
                                const domain& second, int count = 1000) {
        out.add(measured_two<T>(name, pullback::function(ours), theirs, exact, first, second, count));
    };
    using number = const reference&;
    const auto none = nullptr;
    const auto zero = [](number) -> reference { return 0; };
    row(
        "sign", [](const auto& x) { return sign(x); }, none,
        [](number x) -> reference { return x > 0   ? 1
                                           : x < 0 ? -1
                                                   : 0; }, zero, line);
    row(
        "rint", [](const auto& x) { return rint(x); }, [](T x) -> T { return std::rint(x); },
        [](number x) -> reference {
            const reference below = floor(x), rest = x - below;
            const bool is_odd = floor(below / 2) * 2 != below;
            return rest > 0.5 || (rest == 0.5 && is_odd) ? reference(below + 1) : below;
        },
        zero, {-0x1p40, 0x1p40, {-2.5, 0.5, 7}});
    row(
        "logb", [](const auto& x) { return logb(x); }, [](T x) -> T { return std::logb(x); },
        [](number x) -> reference { return ilogb(x); }, zero, positive);
    row(
        "inv", [](const auto& x) { return inv(x); }, [](T x) -> T { return 1 / x; },
        [](number x) -> reference { return 1 / x; }, [](number x) -> reference { return -1 / (x * x); }, line);
    row(
        "inv_sqrt", [](const auto& x) { return inv_sqrt(x); }, [](T x) -> T { return 1 / std::sqrt(x); },
        [](number x) -> reference { return 1 / sqrt(x); }, [](number x) -> reference { return -1 / (2 * x * sqrt(x)); },
        positive);
    row(
        "sqrt1pm1", [](const auto& x) { return sqrt1pm1(x); }, none,
        [](number x) -> reference { return x / (1 + sqrt(1 + x)); },
        [](number x) -> reference { return 1 / (2 * sqrt(1 + x)); }, {-1, all, {-1, 0, 15}});
    row(
        "log1m", [](const auto& x) { return log1m(x); }, none,
        [](number x) -> reference { return log1p(reference(-x)); }, [](number x) -> reference { return -1 / (1 - x); },
        {-all, 1, {0, 1}});
    row(
        "log1m_exp", [](const auto& x) { return log1m_exp(x); }, none,
        [](number x) -> reference { return x < -1 ? log1p(reference(-exp(x))) : log(reference(-expm1(x))); },
        [](number x) -> reference { return -1 / expm1(reference(-x)); }, {-700, 0, {0}});
    row(
        "logit", [](const auto& x) { return logit(x); }, none,
        [](number x) -> reference { return abs(x - 0.5) < 0.25 ? 2 * atanh(2 * x - 1) : log(x / (1 - x)); },
        [](number x) -> reference { return 1 / (x * (1 - x)); }, {0, 1, {0, 0.5, 1}});
    row(
        "sinc", [](const auto& x) { return sinc(x); }, none,
        [](number x) -> reference { return x == 0 ? 1 : sin(x) / x; },
        [](number x) -> reference {
            if (abs(x) > 1e-10) return (x * cos(x) - sin(x)) / (x * x);
            return -x / 3 + x * x * x / 30;
        },
        {-1, 1, {0}});
    row(
        "sin_pi", [](const auto& x) { return sin_pi(x); }, none,
        [pi](number x) -> reference { return sin(pi * (x - 2 * floor(x / 2))); },
        [pi](number x) -> reference { return pi * cos(pi * x); }, {0.01, 0.99, {0.25, 0.75}});
    row(
        "cos_pi", [](const auto& x) { return cos_pi(x); }, none, [pi](number x) -> reference { return cos(pi * x); },
        [pi](number x) -> reference { return -pi * sin(pi * x); }, {-0.49, 0.49, {0.25}});
    row(
        "Phi", [](const auto& x) { return Phi(x); }, none,
        [root_two](number x) -> reference { return boost::math::erfc(-x / root_two) / 2; },
        [pi](number x) -> reference { return exp(-x * x / 2) / sqrt(2 * pi); }, {-37, 37, {0}}, 500);
    row(
        "inv_Phi", [](const auto& x) { return inv_Phi(x); }, none,
        [root_two](number x) -> reference { return -root_two * boost::math::erfc_inv(2 * x); },
        [pi, root_two](number x) -> reference {
            const reference root = boost::math::erfc_inv(2 * x);
            return sqrt(2 * pi) * exp(root * root);
        },
        {0, 1, {0.5}}, 200);
    row(
        "erf_inv", [](const auto& x) { return erf_inv(x); }, none,
        [](number x) -> reference { return boost::math::erf_inv(x); },
        [pi](number x) -> reference {
            const reference root = boost::math::erf_inv(x);
            return sqrt(pi) / 2 * exp(root * root);
        },
        {-1, 1, {0}}, 200);
    row(
        "erfc_inv", [](const auto& x) { return erfc_inv(x); }, none,
        [](number x) -> reference { return boost::math::erfc_inv(x); },
        [pi](number x) -> reference {
            const reference root = boost::math::erfc_inv(x);
            return -sqrt(pi) / 2 * exp(root * root);
        },
        {0, 2, {1}}, 200);
    row(
        "trigamma", [](const auto& x) { return trigamma(x); }, none,
        [](number x) -> reference { return boost::math::trigamma(x); },
        [](number x) -> reference { return boost::math::polygamma(2, x); }, {0, 1e6}, 200);
    row_of_two(
        "copysign", [](const auto& x, const auto& y) { return copysign(x, y); },
        [](T x, T y) -> T { return std::copysign(x, y); },
        [](number x, number y) -> results_of_two {
            return {y < 0 ? reference(-abs(x)) : reference(abs(x)), (x < 0) == (y < 0) ? 1 : -1, 0};
        },
        line, line);
    row_of_two(
        "fdim", [](const auto& x, const auto& y) { return fdim(x, y); }, [](T x, T y) -> T { return std::fdim(x, y); },
        [](number x, number y) -> results_of_two {
            return {x > y ? reference(x - y) : reference(0), x < y ? 0 : 1, x < y ? 0 : -1};
        },
        line, line);
    row_of_two(
        "fmin", [](const auto& x, const auto& y) { return fmin(x, y); }, [](T x, T y) -> T { return std::fmin(x, y); },
        [](number x, number y) -> results_of_two { return {x < y ? x : y, x < y ? 1 : 0, x < y ? 0 : 1}; }, line, line);
    row_of_two(
        "fmax", [](const auto& x, const auto& y) { return fmax(x, y); }, [](T x, T y) -> T { return std::fmax(x, y); },
        [](number x, number y) -> results_of_two { return {x < y ? y : x, x < y ? 0 : 1, x < y ? 1 : 0}; }, line, line);
    row_of_two(
        "remainder", [](const auto& x, const auto& y) { return remainder(x, y); },
        [](T x, T y) -> T { return std::remainder(x, y); },
        [](number x, number y) -> results_of_two {
            const reference n = floor(x / y + 0.5);
            return {x - n * y, 1, -n};
        },
        {-1e10, 1e10}, {0.01, 1e10});
    row_of_two(
        "lerp(x, y, 1/4)", [](const auto& x, const auto& y) { return lerp(x, y, 0.25); }, none,
        [](number x, number y) -> results_of_two { return {x + (y - x) / 4, 0.75, 0.25}; }, {0, 1e10}, {0, 1e10});
    row_of_two(
        "midpoint", [](const auto& x, const auto& y) { return midpoint(x, y); }, none,
        [](number x, number y) -> results_of_two { return {(x + y) / 2, 0.5, 0.5}; }, line, line);
    row_of_two(
        "multiply_log", [](const auto& x, const auto& y) { return multiply_log(x, y); }, none,
        [](number x, number y) -> results_of_two { return {x * log(y), log(y), x / y}; }, {-1e10, 1e10},
        {0, 1e10, {1}});
    row_of_two(
        "log_diff_exp", [](const auto& x, const auto& y) { return log_diff_exp(x, y); }, none,
        [](number x, number y) -> results_of_two {
            const reference e = expm1(reference(x - y));
            return {x + log1p(reference(-exp(y - x))), 1 + 1 / e, -1 / e};
        },
        {100, 300}, {-100, 99});
    row_of_two(
        "powm1", [](const auto& x, const auto& y) { return powm1(x, y); }, none,
        [](number x, number y) -> results_of_two {
            return {expm1(reference(y * log(x))), y * pow(x, y - 1), pow(x, y) * log(x)};
        },
        {0.01, 1e3, {1}}, {-9, 9, {0, 1}});
    row_of_two(
        "beta", [](const auto& x, const auto& y) { return beta(x, y); }, none,
        [](number x, number y) -> results_of_two {
            const reference b = exp(boost::math::lgamma(x) + boost::math::lgamma(y) - boost::math::lgamma(x + y));
            return {b, b * (digamma(x) - digamma(x + y)), b * (digamma(y) - digamma(x + y))};
        },
        {0.1, 60, {1}}, {0.1, 60, {1}}, 300);
    row_of_two(
        "lbeta", [](const auto& x, const auto& y) { return lbeta(x, y); }, none,
        [](number x, number y) -> results_of_two {
            return {boost::math::lgamma(x) + boost::math::lgamma(y) - boost::math::lgamma(x + y),
                    digamma(x) - digamma(x + y), digamma(y) - digamma(x + y)};
        },
        {2, 1e3}, {2, 1e3}, 300);
}

} // namespace accuracy

#endif
