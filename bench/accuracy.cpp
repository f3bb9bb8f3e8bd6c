// SPDX-License-Identifier: BSL-1.0
// The largest errors of the functions of the table and of their first derivatives, in units in the last place, against
// 50 digits: in float and double, over the domain, as a table on the standard output. Beside them those of the
// platform's own library, and those of what constant expressions are computed with. They are looked for: in many
// samples, compared with long double, and uphill from the worst of these (see search); what is found is compared with
// 50 digits. What is more than 2 units beyond the platform's has a note; without one the program fails.

#include "accuracy.hpp"
#include "accuracy_further.hpp"

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/expm1.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <type_traits>

using namespace accuracy;

namespace {

const reference pi = boost::math::constants::pi<reference>();
const reference ln_2 = log(reference(2)), ln_10 = log(reference(10));
const reference two_over_root_pi = 2 / sqrt(pi);

reference logistic(const reference& x) { return 1 / (1 + exp(-x)); }
reference psi(int n, const reference& x) {
    return n == 0 ? reference(boost::math::digamma(x)) : reference(boost::math::polygamma(n, x));
}
reference sign(const reference& x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }
reference zero(const reference&) { return 0; }

// What the reflection of digamma and its integrals adds: the larger term for x < 0.
constexpr auto reflection = [](const auto& x) {
    using T = std::decay_t<decltype(x)>;
    using std::cos, std::sin;
    const T angle = x * boost::math::constants::pi<T>();
    return T(boost::math::constants::pi<T>() * cos(angle) / sin(angle));
};
// The larger term of log_sum_exp.
constexpr auto larger_term = [](const auto& x, const auto& y) {
    using T = std::decay_t<decltype(x)>;
    using std::abs, std::exp;
    const T largest = abs(x < y ? y : x), rest = exp(T(-abs(T(x - y))));
    return largest < rest ? rest : largest;
};

constexpr double all = 1e308;
constexpr double wide = 0x1p40; // of an angle, as 50 digits are enough for its reduction
constexpr auto none = nullptr;

const domain line{-all, all};
const domain positive{0, all};
const domain angles{-wide, wide, {pi / 2, pi, 3 * pi / 2, 2 * pi, 11 * pi}};
const domain unit{-1, 1, {-1, 0, 1}};

template <class T>
void measure_one_argument(table& out) {
    const auto row = [&](const char* name, auto ours, auto theirs, auto value, auto slope, const domain& where,
                         int count = 4000, auto... terms) {
        out.add(measured<T>(name, pullback::function(ours), theirs, value, slope, where, count, terms...));
    };
#define OURS(call) [](const auto& x) { return call; }
#define THEIRS(call) [](T x) -> T { return call; }
#define EXACT(formula) [](const reference& x) -> reference { return formula; }
    row("negate", OURS(-x), THEIRS(-x), EXACT(-x), EXACT(x * 0 - 1), line);
    row("square", OURS(square(x)), THEIRS(x * x), EXACT(x * x), EXACT(2 * x), line);
    row("exp", OURS(exp(x)), THEIRS(std::exp(x)), EXACT(exp(x)), EXACT(exp(x)), {-750, 710, {0}});
    row("exp2", OURS(exp2(x)), THEIRS(std::exp2(x)), EXACT(exp(x * ln_2)), EXACT(ln_2 * exp(x * ln_2)),
        {-1080, 1024, {0}});
    row("expm1", OURS(expm1(x)), THEIRS(std::expm1(x)), EXACT(boost::math::expm1(x)), EXACT(exp(x)), {-750, 710, {0}});
    row("log", OURS(log(x)), THEIRS(std::log(x)), EXACT(log(x)), EXACT(1 / x), {0, all, {1}});
    row("log2", OURS(log2(x)), THEIRS(std::log2(x)), EXACT(log(x) / ln_2), EXACT(1 / (x * ln_2)), {0, all, {1}});
    row("log10", OURS(log10(x)), THEIRS(std::log10(x)), EXACT(log(x) / ln_10), EXACT(1 / (x * ln_10)), {0, all, {1}});
    row("log1p", OURS(log1p(x)), THEIRS(std::log1p(x)), EXACT(boost::math::log1p(x)), EXACT(1 / (1 + x)),
        {-1, all, {-1, 0}});
    row("sqrt", OURS(sqrt(x)), THEIRS(std::sqrt(x)), EXACT(sqrt(x)), EXACT(1 / (2 * sqrt(x))), positive);
    row("cbrt", OURS(cbrt(x)), THEIRS(std::cbrt(x)), EXACT(cbrt(x)), EXACT(1 / (3 * cbrt(x) * cbrt(x))), line);
    row("sin", OURS(sin(x)), THEIRS(std::sin(x)), EXACT(sin(x)), EXACT(cos(x)), angles);
    row("cos", OURS(cos(x)), THEIRS(std::cos(x)), EXACT(cos(x)), EXACT(-sin(x)), angles);
    row("tan", OURS(tan(x)), THEIRS(std::tan(x)), EXACT(sin(x) / cos(x)), EXACT(1 / (cos(x) * cos(x))), angles);
    row("asin", OURS(asin(x)), THEIRS(std::asin(x)), EXACT(asin(x)), EXACT(1 / sqrt((1 - x) * (1 + x))), unit);
    row("acos", OURS(acos(x)), THEIRS(std::acos(x)), EXACT(acos(x)), EXACT(-1 / sqrt((1 - x) * (1 + x))), unit);
    row("atan", OURS(atan(x)), THEIRS(std::atan(x)), EXACT(atan(x)), EXACT(1 / (1 + x * x)), {-all, all, {0, 1}});
    row("sinh", OURS(sinh(x)), THEIRS(std::sinh(x)), EXACT((boost::math::expm1(x) - boost::math::expm1(-x)) / 2),
        EXACT((exp(x) + exp(-x)) / 2), {-711, 711, {0}});
    row("cosh", OURS(cosh(x)), THEIRS(std::cosh(x)), EXACT((exp(x) + exp(-x)) / 2),
        EXACT((boost::math::expm1(x) - boost::math::expm1(-x)) / 2), {-711, 711, {0}});
    row("tanh", OURS(tanh(x)), THEIRS(std::tanh(x)), EXACT(boost::math::expm1(2 * x) / (boost::math::expm1(2 * x) + 2)),
        EXACT(4 / ((exp(x) + exp(-x)) * (exp(x) + exp(-x)))), {-20, 20, {0}});
    row("asinh", OURS(asinh(x)), THEIRS(std::asinh(x)),
        EXACT(sign(x) * boost::math::log1p(abs(x) + x * x / (1 + sqrt(1 + x * x)))), EXACT(1 / sqrt(1 + x * x)),
        {-all, all, {0}});
    row("acosh", OURS(acosh(x)), THEIRS(std::acosh(x)), EXACT(boost::math::log1p(x - 1 + sqrt((x - 1) * (x + 1)))),
        EXACT(1 / sqrt((x - 1) * (x + 1))), {1, all, {1}});
    row("atanh", OURS(atanh(x)), THEIRS(std::atanh(x)), EXACT((boost::math::log1p(x) - boost::math::log1p(-x)) / 2),
        EXACT(1 / ((1 - x) * (1 + x))), unit);
    row("abs", OURS(abs(x)), THEIRS(std::abs(x)), EXACT(abs(x)), EXACT(x < 0 ? -1 : 1), {-all, all, {0}});
    row("floor", OURS(floor(x)), THEIRS(std::floor(x)), EXACT(floor(x)), zero, {-wide, wide, {-1, 0, 1, 7}});
    row("ceil", OURS(ceil(x)), THEIRS(std::ceil(x)), EXACT(ceil(x)), zero, {-wide, wide, {-1, 0, 1, 7}});
    row("round", OURS(round(x)), THEIRS(std::round(x)), EXACT(sign(x) * floor(abs(x) + 0.5)), zero,
        {-wide, wide, {-2.5, 0.5, 7}});
    row("trunc", OURS(trunc(x)), THEIRS(std::trunc(x)), EXACT(trunc(x)), zero, {-wide, wide, {-1, 0, 1, 7}});
    row("erf", OURS(erf(x)), THEIRS(std::erf(x)), EXACT(boost::math::erf(x)), EXACT(two_over_root_pi * exp(-x * x)),
        {-27, 27, {0}}, 1000);
    row("erfc", OURS(erfc(x)), THEIRS(std::erfc(x)), EXACT(boost::math::erfc(x)),
        EXACT(-two_over_root_pi * exp(-x * x)), {-27, 27, {0}}, 1000);
    row("lgamma", OURS(lgamma(x)), THEIRS(std::lgamma(x)), EXACT(boost::math::lgamma(x)), EXACT(psi(0, x)),
        {0, 1e6, {1, 2}}, 300);
    row("lgamma, x < 0", OURS(lgamma(x)), THEIRS(std::lgamma(x)), EXACT(boost::math::lgamma(x)), EXACT(psi(0, x)),
        {-8, -0.01}, 300, no_terms{}, reflection);
    row("tgamma", OURS(tgamma(x)), THEIRS(std::tgamma(x)), EXACT(boost::math::tgamma(x)),
        EXACT(boost::math::tgamma(x) * psi(0, x)), {0, 170, {1}}, 300);
    row("tgamma, x < 0", OURS(tgamma(x)), THEIRS(std::tgamma(x)), EXACT(boost::math::tgamma(x)),
        EXACT(boost::math::tgamma(x) * psi(0, x)), {-8, -0.01}, 300, no_terms{},
        [](const auto& x) -> std::decay_t<decltype(x)> { return reflection(x) * boost::math::tgamma(x); });
    row("digamma", OURS(digamma(x)), none, EXACT(psi(0, x)), EXACT(psi(1, x)), {0, 1e6, {1}}, 300);
    row("digamma, x < 0", OURS(digamma(x)), none, EXACT(psi(0, x)), EXACT(psi(1, x)), {-8, -0.01}, 300, reflection);
    row("polygamma 1", OURS(polygamma(1, x)), none, EXACT(psi(1, x)), EXACT(psi(2, x)), {0, 1e6}, 200);
    row("polygamma 2", OURS(polygamma(2, x)), none, EXACT(psi(2, x)), EXACT(psi(3, x)), {0, 1e6}, 200);
    row("detach", OURS(detach(x)), none, EXACT(x), zero, line);
    row("sigmoid", OURS(sigmoid(x)), none, EXACT(logistic(x)), EXACT(logistic(x) * logistic(-x)), {-700, 36, {0}});
    row("softplus", OURS(softplus(x)), none, EXACT(boost::math::log1p(exp(x))), EXACT(logistic(x)), {-700, 700, {0}});
}

template <class T>
void measure_several_arguments(table& out) {
    const auto row = [&](const char* name, auto ours, auto theirs, auto exact, const domain& first,
                         const domain& second, int count = 4000, auto... terms) {
        out.add(measured_two<T>(name, pullback::function(ours), theirs, exact, first, second, count, terms...));
    };
#define OURS_OF_TWO(call) [](const auto& x, const auto& y) { return call; }
#define THEIRS_OF_TWO(call) [](T x, T y) -> T { return call; }
#define EXACT_OF_TWO(value, by_x, by_y) \
    [](const reference& x, const reference& y) -> results_of_two { return {value, by_x, by_y}; }
    const domain moderate{-1e10, 1e10, {0}}, whole{-all, all};
    row("add", OURS_OF_TWO(x + y), THEIRS_OF_TWO(x + y), EXACT_OF_TWO(x + y, 1, 1), whole, whole);
    row("subtract", OURS_OF_TWO(x - y), THEIRS_OF_TWO(x - y), EXACT_OF_TWO(x - y, 1, -1), whole, whole);
    row("multiply", OURS_OF_TWO(x * y), THEIRS_OF_TWO(x * y), EXACT_OF_TWO(x * y, y, x), whole, whole);
    row("divide", OURS_OF_TWO(x / y), THEIRS_OF_TWO(x / y), EXACT_OF_TWO(x / y, 1 / y, -x / (y * y)), whole, whole);
    row("fma(x, y, 1)", OURS_OF_TWO(fma(x, y, 1)), THEIRS_OF_TWO(std::fma(x, y, T(1))), EXACT_OF_TWO(x * y + 1, y, x),
        moderate, moderate);
    row("pow", OURS_OF_TWO(pow(x, y)), THEIRS_OF_TWO(std::pow(x, y)),
        EXACT_OF_TWO(pow(x, y), y * pow(x, y - 1), pow(x, y) * log(x)), {0, 1e10, {1}}, {-30, 30, {0, 1}}, 1500);
    row("hypot", OURS_OF_TWO(hypot(x, y)), THEIRS_OF_TWO(std::hypot(x, y)),
        EXACT_OF_TWO(sqrt(x * x + y * y), x / sqrt(x * x + y * y), y / sqrt(x * x + y * y)), whole, whole);
    row("hypot(x, y, 1)", OURS_OF_TWO(hypot(x, y, 1)), THEIRS_OF_TWO(std::hypot(x, y, T(1))),
        EXACT_OF_TWO(sqrt(x * x + y * y + 1), x / sqrt(x * x + y * y + 1), y / sqrt(x * x + y * y + 1)), whole, whole);
    row("atan2", OURS_OF_TWO(atan2(x, y)), THEIRS_OF_TWO(std::atan2(x, y)),
        EXACT_OF_TWO(atan2(x, y), y / (x * x + y * y), -x / (x * x + y * y)), moderate, moderate);
    row("min", OURS_OF_TWO(min(x, y)), THEIRS_OF_TWO(std::fmin(x, y)),
        EXACT_OF_TWO(x < y ? x : y, x < y ? 1 : 0, x < y ? 0 : 1), whole, whole);
    row("max", OURS_OF_TWO(max(x, y)), THEIRS_OF_TWO(std::fmax(x, y)),
        EXACT_OF_TWO(x < y ? y : x, x < y ? 0 : 1, x < y ? 1 : 0), whole, whole);
    row("clamp(x, y, 1e9)", OURS_OF_TWO(clamp(x, y, 1e9)), none,
        EXACT_OF_TWO(x < y     ? y
                     : x > 1e9 ? reference(1e9)
                               : x,
                     x < y || x > 1e9 ? 0 : 1, x < y ? 1 : 0),
        {-1e10, 1e10}, {-1e8, 1e8});
    row("select(x < y, x, y)", OURS_OF_TWO(select(x < y, x, y)), none,
        EXACT_OF_TWO(x < y ? x : y, x < y ? 1 : 0, x < y ? 0 : 1), whole, whole);
    row("fmod", OURS_OF_TWO(fmod(x, y)), THEIRS_OF_TWO(std::fmod(x, y)),
        EXACT_OF_TWO(x - trunc(x / y) * y, 1, -trunc(x / y)), {-1e10, 1e10}, {0.01, 1e10});
    row("log_sum_exp", OURS_OF_TWO(log_sum_exp(x, y)), none,
        EXACT_OF_TWO((x < y ? y : x) + boost::math::log1p(reference(exp(-abs(x - y)))), logistic(x - y),
                     logistic(y - x)),
        {-300, 300, {0}}, {-300, 300, {0}}, 4000, larger_term);
}

// What constant expressions are computed with, where the functions of the platform cannot be called.
template <class T>
void measure_constants(table& out) {
    const auto row = [&](const char* name, auto ours, auto wide, auto value, const domain& where, int count = 1000) {
        out.add(measured_constant<T>(name, ours, wide, value, where, count));
    };
#define CONSTANT(name) \
    #name, [](T x) { return pullback::math::compile_time::name(x); }, [](long double x) { return std::name(x); }
    row(CONSTANT(exp), EXACT(exp(x)), {-708, 709, {0}});
    row(CONSTANT(exp2), EXACT(exp(x * ln_2)), {-1021, 1023, {0}});
    row(CONSTANT(expm1), EXACT(boost::math::expm1(x)), {-700, 709, {0}});
    row(CONSTANT(log), EXACT(log(x)), {0, all, {1}});
    row(CONSTANT(log2), EXACT(log(x) / ln_2), {0, all, {1}});
    row(CONSTANT(log10), EXACT(log(x) / ln_10), {0, all, {1}});
    row(CONSTANT(log1p), EXACT(boost::math::log1p(x)), {-1, all, {-1, 0}});
    row(CONSTANT(sqrt), EXACT(sqrt(x)), positive);
    row(CONSTANT(cbrt), EXACT(cbrt(x)), line);
    row(CONSTANT(sin), EXACT(sin(x)), angles);
    row(CONSTANT(cos), EXACT(cos(x)), angles);
    row(CONSTANT(tan), EXACT(sin(x) / cos(x)), angles);
    row(CONSTANT(asin), EXACT(asin(x)), unit);
    row(CONSTANT(acos), EXACT(acos(x)), unit);
    row(CONSTANT(atan), EXACT(atan(x)), {-all, all, {0, 1}});
    row(CONSTANT(sinh), EXACT((boost::math::expm1(x) - boost::math::expm1(-x)) / 2), {-710, 710, {0}});
    row(CONSTANT(cosh), EXACT((exp(x) + exp(-x)) / 2), {-710, 710, {0}});
    row(CONSTANT(tanh), EXACT(boost::math::expm1(2 * x) / (boost::math::expm1(2 * x) + 2)), {-20, 20, {0}});
    row(CONSTANT(asinh), EXACT(sign(x) * boost::math::log1p(abs(x) + x * x / (1 + sqrt(1 + x * x)))), {-all, all, {0}});
    row(CONSTANT(acosh), EXACT(boost::math::log1p(x - 1 + sqrt((x - 1) * (x + 1)))), {1, all, {1}});
    row(CONSTANT(atanh), EXACT((boost::math::log1p(x) - boost::math::log1p(-x)) / 2), unit);
    row(CONSTANT(erf), EXACT(boost::math::erf(x)), {-27, 27, {0}}, 300);
    row(CONSTANT(erfc), EXACT(boost::math::erfc(x)), {-27, 27, {0}}, 300);
    row(CONSTANT(lgamma), EXACT(boost::math::lgamma(x)), {0, 1e6, {1, 2}}, 100);
    row(CONSTANT(tgamma), EXACT(boost::math::tgamma(x)), {0, 170, {1}}, 100);
}

} // namespace

int main() {
    table out;
    out.begin("float");
    measure_one_argument<float>(out);
    measure_several_arguments<float>(out);
    measure_further<float>(out);
    out.begin("double");
    measure_one_argument<double>(out);
    measure_several_arguments<double>(out);
    measure_further<double>(out);
    out.begin("float, in constant expressions");
    measure_constants<float>(out);
    out.begin("double, in constant expressions");
    measure_constants<double>(out);
    return out.finish();
}
