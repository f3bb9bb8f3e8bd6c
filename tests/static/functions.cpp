// SPDX-License-Identifier: BSL-1.0
#include <pullback/derivative/gradient.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/static_function/generic_function.hpp>

#include <array>
#include <limits>
#include <numbers>

// Value and derivative of every function of the table are constant expressions, and right; by the built-in
// types, and called with numbers and integers at once.

namespace {

template <class T>
constexpr bool near(T got, T wanted) {
    const T bound = 8 * std::numeric_limits<T>::epsilon() * (wanted < 0 ? -wanted : wanted);
    return got - wanted <= bound && wanted - got <= bound;
}

template <class F, class T>
constexpr bool gives(const F& f, T x, long double value, long double derivative) {
    return near(f(x), static_cast<T>(value)) && near(pullback::gradient(f)(x), static_cast<T>(derivative));
}

#define GIVES(name, x, value, derivative)                                                         \
    (gives(pullback::function([](const auto& u) { return name(u); }), T(x), value, derivative) && \
     near(pullback::name(T(x)), static_cast<T>(value)))

template <class T>
constexpr bool unary() {
    return GIVES(square, 3, 9, 6) && GIVES(exp, 0.5, 1.648721270700128146848651L, 1.648721270700128146848651L) &&
           GIVES(exp2, 0.5, 1.414213562373095048801689L, 0.9802581434685471917139902L) &&
           GIVES(expm1, 0.5, 0.648721270700128146848651L, 1.648721270700128146848651L) &&
           GIVES(log, 2, 0.6931471805599453094172321L, 0.5L) && GIVES(log2, 8, 3, 0.1803368801111204259199906L) &&
           GIVES(log10, 100, 2, 0.004342944819032518276511289L) &&
           GIVES(log1p, 0.5, 0.4054651081081643819780131L, 2 / 3.L) && GIVES(sqrt, 4, 2, 0.25L) &&
           GIVES(cbrt, -8, -2, 1 / 12.L) &&
           GIVES(sin, 0.5, 0.4794255386042030002732879L, 0.8775825618903727161162816L) &&
           GIVES(cos, 0.5, 0.8775825618903727161162816L, -0.4794255386042030002732879L) &&
           GIVES(tan, 0.5, 0.5463024898437905132551795L, 1.298446410409524836883766L) &&
           GIVES(asin, 0.5, 0.5235987755982988730771072L, 1.154700538379251529018298L) &&
           GIVES(acos, 0.5, 1.047197551196597746154214L, -1.154700538379251529018298L) &&
           GIVES(atan, 0.5, 0.4636476090008061162142562L, 0.8L) &&
           GIVES(sinh, 0.5, 0.5210953054937473616224256L, 1.127625965206380785226225L) &&
           GIVES(cosh, 0.5, 1.127625965206380785226225L, 0.5210953054937473616224256L) &&
           GIVES(tanh, 0.5, 0.462117157260009758502318L, 0.7864477329659274101496989L) &&
           GIVES(asinh, 0.75, 0.6931471805599453094172321L, 0.8L) &&
           GIVES(acosh, 1.25, 0.6931471805599453094172321L, 4 / 3.L) &&
           GIVES(atanh, 0.5, 0.5493061443340548456976226L, 4 / 3.L) && GIVES(abs, -2, 2, -1) &&
           GIVES(floor, -2.5, -3, 0) && GIVES(ceil, -2.5, -2, 0) && GIVES(round, -2.5, -3, 0) &&
           GIVES(trunc, -2.5, -2, 0) && GIVES(erf, 0.5, 0.5204998778130465376827467L, 0.8787825789354447940937238L) &&
           GIVES(erfc, 0.5, 0.4795001221869534623172533L, -0.8787825789354447940937238L) &&
           GIVES(lgamma, 3, 0.6931471805599453094172321L, 0.9227843350984671393934879L) &&
           GIVES(tgamma, 3, 2, 1.845568670196934278786976L) &&
           GIVES(digamma, 3, 0.9227843350984671393934879L, 0.3949340668482264364724152L) && GIVES(detach, 3, 3, 0) &&
           GIVES(sigmoid, 0.5, 0.6224593312018545646389006L, 0.2350037122015944890693037L) &&
           GIVES(softplus, 0.5, 0.974076984180106680872997L, 0.6224593312018545646389006L);
}

static_assert(unary<float>());
static_assert(unary<double>());
static_assert(unary<long double>());

template <class F>
constexpr bool gives(const F& f, double x, double y, double value, double by_x, double by_y) {
    const auto derivative = pullback::gradient(f)(x, y);
    return near(f(x, y), value) && near(get<0>(derivative), by_x) && near(get<1>(derivative), by_y);
}

#define GIVES_OF_TWO(name, x, y, ...) \
    static_assert(gives(pullback::function([](const auto& u, const auto& v) { return name(u, v); }), x, y, __VA_ARGS__))

GIVES_OF_TWO(pow, 2, 3, 8, 12, 8 * std::numbers::ln2);
GIVES_OF_TWO(hypot, 3, 4, 5, 0.6, 0.8);
GIVES_OF_TWO(atan2, 1, 1, std::numbers::pi / 4, 0.5, -0.5);
GIVES_OF_TWO(min, 1, 2, 1, 1, 0);
GIVES_OF_TWO(max, 1, 2, 2, 0, 1);
GIVES_OF_TWO(fmod, 7, 2, 1, 1, -3);
GIVES_OF_TWO(log_sum_exp, 0, 0, std::numbers::ln2, 0.5, 0.5);
static_assert(gives(pullback::function([](const auto& n, const auto& x) { return n + polygamma(1, x); }), 0, 1,
                    std::numbers::pi* std::numbers::pi / 6, 1, -2.4041138063191885708));

constexpr auto triple = pullback::function([](const auto& x) {
    return std::array{hypot(x[0], x[1], x[2]), clamp(x[0], x[1], x[2]), fma(x[0], x[1], x[2]),
                      log_sum_exp(x[0], x[1], x[2]), log_sum_exp(x)};
});
constexpr auto values = triple(std::array{2., 3., 6.});
static_assert(near(values[0], 7.) && values[1] == 3 && values[2] == 12 && near(values[3], 6.0658839037574291) &&
              near(values[4], values[3]));
constexpr auto slopes = pullback::jacobian(triple)(std::array{2., 3., 6.});
static_assert(near(slopes[0][1], 3 / 7.) && slopes[1] == std::array{0., 1., 0.} &&
              slopes[2] == std::array{3., 2., 1.} && near(slopes[3][0] + slopes[3][1] + slopes[3][2], 1.) &&
              near(slopes[4][2], slopes[3][2]));

// Numbers of several types are computed in their common one; integers count as reals.
static_assert(pullback::max(1, 2.5) == 2.5 && pullback::min(3, 2) == 2 && pullback::pow(2.F, 3) == 8 &&
              pullback::abs(-3) == 3);
static_assert(std::is_same_v<decltype(pullback::pow(2.F, 3.F)), float> &&
              std::is_same_v<decltype(pullback::exp(1)), double> &&
              std::is_same_v<decltype(pullback::max(1.F, 2.L)), long double>);
static_assert(pullback::hypot(2, 3, 6) == 7 && pullback::clamp(5, 0, 1.5) == 1.5 && pullback::fma(2, 3, 4) == 10);

// Two terms that cancel, the smaller one with an exponent of 32 that is rounded: against 50 digits, within the rounding
// of the larger one.
constexpr bool is_within(double got, double wanted, double bound) {
    return got - wanted <= bound && wanted - got <= bound;
}
static_assert(is_within(pullback::log_sum_exp(-1.207e-15, -32.43), 7.0311548667674434985e-15, 2e-30));
static_assert(pullback::log_sum_exp(-std::numeric_limits<double>::infinity(), 1.5) == 1.5);
static_assert(is_within(pullback::log_sum_exp(-32.59, -3.554e-15), 3.4660925022576383783e-15, 2e-30));

// The table holds every row once, and each row says what it is.
constexpr bool is_well_formed() {
    bool result = true;
    pullback::functions::table::for_each([&]<class Row>(Row) {
        static_assert(pullback::Elementary<Row>);
        result = result && Row::name[0] != '\0';
    });
    return result;
}
static_assert(is_well_formed());
static_assert(pullback::functions::table::size == 63);

} // namespace
