// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_EXACT_ROWS_HPP
#define PULLBACK_TESTS_SUPPORT_EXACT_ROWS_HPP

#include <pullback/functions/table.hpp>
#include <pullback/record/recorded.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>

#include <cmath>
#include <limits>
#include <unordered_map>

/// The functions of the table once more, with their derivatives, written without a look at the library's rules.
namespace exact_rows {

using number = long double;

struct dual {
    number value = 0;
    number slope = 0;
};

struct row {
    /// The error of the library's function in double, in units of 2^-53 of its value (of its operands too, if
    /// `of_operands`).
    number error = 0;
    bool of_operands = false;
    dual (*evaluate)(const dual* x) = nullptr;
    /// A distance of the operands to the next kink, step or pole inside of the domain. Null where there is none.
    number (*distance_to_kink)(const number* x) = nullptr;
};

inline constexpr number nothing = std::numeric_limits<number>::quiet_NaN();

inline dual chain(const dual& x, number value, number slope) { return {value, slope * x.slope}; }

// A slope of 0 counts as no dependence, whatever the derivative is.
inline number product(number derivative, number slope) { return slope == 0 ? 0 : derivative * slope; }

inline dual chain(const dual& x, const dual& y, number value, number by_x, number by_y) {
    return {value, product(by_x, x.slope) + product(by_y, y.slope)};
}

inline number to_whole(const number* x) { return std::abs(x[0] - std::round(x[0])); }

inline number logistic(number x) { return 1 / (1 + std::exp(-x)); }

inline const row& of(const pullback::engine::operation* function) {
    namespace f = pullback::functions;
    using pullback::engine::operation_of;
    static const number ln_2 = std::log(2.L), ln_10 = std::log(10.L), two_over_root_pi = 2 / std::sqrt(std::acos(-1.L));
    static const std::unordered_map<const pullback::engine::operation*, row> rows{
        {&pullback::engine::operation_of<f::negate>,
         {0, false, [](const dual* x) { return chain(x[0], -x[0].value, -1); }}},
        {&operation_of<f::add>,
         {1, false, [](const dual* x) { return chain(x[0], x[1], x[0].value + x[1].value, 1, 1); }}},
        {&operation_of<f::subtract>,
         {1, false, [](const dual* x) { return chain(x[0], x[1], x[0].value - x[1].value, 1, -1); }}},
        {&operation_of<f::multiply>,
         {1, false, [](const dual* x) { return chain(x[0], x[1], x[0].value * x[1].value, x[1].value, x[0].value); }}},
        {&operation_of<f::divide>,
         {1, false,
          [](const dual* x) {
              const number q = x[0].value / x[1].value;
              return chain(x[0], x[1], q, 1 / x[1].value, -q / x[1].value);
          },
          [](const number* x) { return std::abs(x[1]); }}},
        {&operation_of<f::square>,
         {1, false, [](const dual* x) { return chain(x[0], x[0].value * x[0].value, 2 * x[0].value); }}},
        {&operation_of<f::fma>,
         {1, false,
          [](const dual* x) {
              return dual{std::fma(x[0].value, x[1].value, x[2].value),
                          product(x[1].value, x[0].slope) + product(x[0].value, x[1].slope) + x[2].slope};
          }}},
        {&operation_of<f::exp>,
         {4, false, [](const dual* x) { return chain(x[0], std::exp(x[0].value), std::exp(x[0].value)); }}},
        {&operation_of<f::exp2>,
         {4, false, [](const dual* x) { return chain(x[0], std::exp2(x[0].value), ln_2 * std::exp2(x[0].value)); }}},
        {&operation_of<f::expm1>,
         {4, false, [](const dual* x) { return chain(x[0], std::expm1(x[0].value), std::exp(x[0].value)); }}},
        {&operation_of<f::log>,
         {4, false, [](const dual* x) { return chain(x[0], std::log(x[0].value), 1 / x[0].value); }}},
        {&operation_of<f::log2>,
         {4, false, [](const dual* x) { return chain(x[0], std::log2(x[0].value), 1 / (x[0].value * ln_2)); }}},
        {&operation_of<f::log10>,
         {4, false, [](const dual* x) { return chain(x[0], std::log10(x[0].value), 1 / (x[0].value * ln_10)); }}},
        {&operation_of<f::log1p>,
         {4, false, [](const dual* x) { return chain(x[0], std::log1p(x[0].value), 1 / (1 + x[0].value)); }}},
        {&operation_of<f::sqrt>,
         {1, false, [](const dual* x) { return chain(x[0], std::sqrt(x[0].value), 1 / (2 * std::sqrt(x[0].value))); }}},
        {&operation_of<f::cbrt>,
         {4, false,
          [](const dual* x) {
              const number r = std::cbrt(x[0].value);
              return chain(x[0], r, 1 / (3 * r * r));
          }}},
        {&operation_of<f::pow>,
         {4, false,
          [](const dual* x) {
              const number base = x[0].value, p = x[1].value, y = std::pow(base, p);
              return chain(x[0], x[1], y, p * std::pow(base, p - 1), y * std::log(base));
          }}},
        {&operation_of<f::direction>,
         {4, false,
          [](const dual* x) {
              const number z = x[2].value == 0 ? 1 : x[2].value, c = x[0].value / z, s = x[1].value / z;
              return dual{c, product(s * s / z, x[0].slope) - product(c * s / z, x[1].slope)};
          }}},
        {&operation_of<f::hypot>,
         {4, false,
          [](const dual* x) {
              const number r = std::hypot(x[0].value, x[1].value), scale = r == 0 ? 1 : r;
              return chain(x[0], x[1], r, x[0].value / scale, x[1].value / scale);
          }}},
        {&operation_of<f::hypot_of_three>,
         {4, false,
          [](const dual* x) {
              const number r = std::hypot(std::hypot(x[0].value, x[1].value), x[2].value), scale = r == 0 ? 1 : r;
              return dual{r, product(x[0].value / scale, x[0].slope) + product(x[1].value / scale, x[1].slope) +
                                 product(x[2].value / scale, x[2].slope)};
          }}},
        {&operation_of<f::sin>,
         {4, false, [](const dual* x) { return chain(x[0], std::sin(x[0].value), std::cos(x[0].value)); }}},
        {&operation_of<f::cos>,
         {4, false, [](const dual* x) { return chain(x[0], std::cos(x[0].value), -std::sin(x[0].value)); }}},
        {&operation_of<f::tan>,
         {4, false,
          [](const dual* x) {
              const number c = std::cos(x[0].value);
              return chain(x[0], std::tan(x[0].value), 1 / (c * c));
          },
          [](const number* x) { return std::abs(std::cos(x[0])); }}},
        {&operation_of<f::asin>,
         {4, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::asin(v), 1 / std::sqrt((1 - v) * (1 + v)));
          }}},
        {&operation_of<f::acos>,
         {4, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::acos(v), -1 / std::sqrt((1 - v) * (1 + v)));
          }}},
        {&operation_of<f::atan>,
         {4, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::atan(v), 1 / (1 + v * v));
          }}},
        {&operation_of<f::common_scale>,
         {0, false, [](const dual* x) { return dual{std::fmax(std::abs(x[0].value), std::abs(x[1].value)), 0}; }}},
        {&operation_of<f::atan2>,
         {4, false,
          [](const dual* x) {
              const number y = x[0].value, c = x[1].value, r2 = y * y + c * c;
              if (y == 0 && c <= 0) return dual{nothing, nothing}; // there the sign of a zero decides
              return chain(x[0], x[1], std::atan2(y, c), c / r2, -y / r2);
          },
          [](const number* x) { return x[1] > 0 ? std::hypot(x[0], x[1]) : std::abs(x[0]); }}},
        {&operation_of<f::sinh>,
         {4, false, [](const dual* x) { return chain(x[0], std::sinh(x[0].value), std::cosh(x[0].value)); }}},
        {&operation_of<f::cosh>,
         {4, false, [](const dual* x) { return chain(x[0], std::cosh(x[0].value), std::sinh(x[0].value)); }}},
        {&operation_of<f::tanh>,
         {4, false,
          [](const dual* x) {
              const number c = std::cosh(x[0].value);
              return chain(x[0], std::tanh(x[0].value), 1 / (c * c));
          }}},
        {&operation_of<f::asinh>,
         {4, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::asinh(v), 1 / std::sqrt(1 + v * v));
          }}},
        {&operation_of<f::acosh>,
         {4, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::acosh(v), 1 / std::sqrt((v - 1) * (v + 1)));
          }}},
        {&operation_of<f::atanh>,
         {4, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::atanh(v), 1 / ((1 - v) * (1 + v)));
          }}},
        {&operation_of<f::abs>,
         {0, false, [](const dual* x) { return chain(x[0], std::abs(x[0].value), x[0].value < 0 ? -1 : 1); },
          [](const number* x) { return std::abs(x[0]); }}},
        {&operation_of<f::min>,
         {0, false, [](const dual* x) { return x[1].value <= x[0].value ? x[1] : x[0]; },
          [](const number* x) { return std::abs(x[0] - x[1]); }}},
        {&operation_of<f::max>,
         {0, false, [](const dual* x) { return x[0].value < x[1].value ? x[1] : x[0]; },
          [](const number* x) { return std::abs(x[0] - x[1]); }}},
        {&operation_of<f::clamp>,
         {0, false,
          [](const dual* x) {
              if (!(x[1].value <= x[2].value)) return dual{nothing, nothing};
              return x[2].value <= std::max(x[0].value, x[1].value) ? x[2] : x[0].value < x[1].value ? x[1] : x[0];
          },
          [](const number* x) { return std::min(std::abs(x[0] - x[1]), std::abs(x[0] - x[2])); }}},
        {&operation_of<f::floor>, {0, false, [](const dual* x) { return dual{std::floor(x[0].value), 0}; }, to_whole}},
        {&operation_of<f::ceil>, {0, false, [](const dual* x) { return dual{std::ceil(x[0].value), 0}; }, to_whole}},
        {&operation_of<f::trunc>, {0, false, [](const dual* x) { return dual{std::trunc(x[0].value), 0}; }, to_whole}},
        {&operation_of<f::round>,
         {0, false, [](const dual* x) { return dual{std::round(x[0].value), 0}; },
          [](const number* x) { return std::abs(x[0] - (std::floor(x[0]) + 0.5L)); }}},
        {&operation_of<f::fmod>,
         {0, false,
          [](const dual* x) {
              return chain(x[0], x[1], std::fmod(x[0].value, x[1].value), 1, -std::trunc(x[0].value / x[1].value));
          },
          [](const number* x) {
              const number q = x[0] / x[1];
              return std::abs(q - std::round(q)) * std::min(std::abs(x[1]), std::abs(x[1] / q));
          }}},
        {&operation_of<f::erf>,
         {4, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::erf(v), two_over_root_pi * std::exp(-v * v));
          }}},
        {&operation_of<f::erfc>,
         {8, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::erfc(v), -two_over_root_pi * std::exp(-v * v));
          }}},
        {&operation_of<f::lgamma>,
         {8, true,
          [](const dual* x) {
              const number v = x[0].value;
              return v > 0 ? chain(x[0], std::lgamma(v), boost::math::digamma(v)) : dual{nothing, nothing};
          }}},
        {&operation_of<f::tgamma>,
         {20, false,
          [](const dual* x) {
              const number v = x[0].value;
              return v > 0 ? chain(x[0], std::tgamma(v), std::tgamma(v) * boost::math::digamma(v))
                           : dual{nothing, nothing};
          }}},
        {&operation_of<f::digamma>,
         {16, true,
          [](const dual* x) {
              const number v = x[0].value;
              return v > 0 ? chain(x[0], boost::math::digamma(v), boost::math::polygamma(1, v))
                           : dual{nothing, nothing};
          }}},
        {&operation_of<f::polygamma>,
         {60, false,
          [](const dual* x) {
              const number v = x[1].value;
              const int n = static_cast<int>(x[0].value);
              if (!(v > 0 && n >= 0 && n < 8)) return dual{nothing, nothing};
              return chain(x[1], boost::math::polygamma(n, v), boost::math::polygamma(n + 1, v));
          }}},
        {&operation_of<f::detach>, {0, false, [](const dual* x) { return dual{x[0].value, 0}; }}},
        {&operation_of<f::sigmoid>,
         {8, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], logistic(v), logistic(v) * logistic(-v));
          }}},
        {&operation_of<f::logistic>,
         {8, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], logistic(v), logistic(v) * logistic(-v));
          }}},
        {&operation_of<f::softplus>,
         {8, false,
          [](const dual* x) {
              const number v = x[0].value;
              return chain(x[0], std::fmax(v, 0.L) + std::log1p(std::exp(-std::abs(v))), logistic(v));
          }}},
        {&operation_of<f::share_of_first>,
         {8, true,
          [](const dual* x) {
              const number p = logistic(x[0].value - x[1].value), q = logistic(x[1].value - x[0].value);
              return chain(x[0], x[1], p, p * q, -p * q);
          }}},
        {&operation_of<f::log_sum_exp>,
         {8, true,
          [](const dual* x) {
              const number d = x[0].value - x[1].value;
              return chain(x[0], x[1], std::fmax(x[0].value, x[1].value) + std::log1p(std::exp(-std::abs(d))),
                           logistic(d), logistic(-d));
          }}},
        {&operation_of<f::exp_of_difference>,
         {8, false,
          [](const dual* x) {
              const number z = std::exp(x[0].value - x[1].value);
              return chain(x[0], x[1], z, z, -z);
          }}},
        {&operation_of<f::inverse_of_sum>,
         {8, false,
          [](const dual* x) {
              const number q = 1 / (1 + x[1].value);
              return chain(x[0], x[1], q, -q * q, -q * q);
          }}},
        {&operation_of<f::share_of_largest>,
         {8, false,
          [](const dual* x) {
              const number q = 1 / (1 + x[1].value);
              return chain(x[0], x[1], q, q * q * x[1].value, -q * q);
          }}},
        {&operation_of<f::log_of_sum>,
         {8, false,
          [](const dual* x) {
              const number q = 1 / (1 + x[1].value);
              return chain(x[0], x[1], x[0].value + std::log1p(x[1].value), q, q);
          }}},
        {&operation_of<f::root_of_squares>,
         {1, false,
          [](const dual* x) {
              const number root = std::sqrt(x[0].value);
              return chain(x[0], root, root == 0 ? 0 : 1 / (2 * root));
          }}},
    };
    return rows.at(function);
}

} // namespace exact_rows

#endif
