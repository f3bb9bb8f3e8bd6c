// SPDX-License-Identifier: BSL-1.0
#include <pullback/derivative/gradient.hpp>
#include <pullback/functions/more.hpp>
#include <pullback/static_function/generic_function.hpp>

#include <limits>

// Value and derivative of the further functions are constant expressions, and right, by the built-in types.

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

#define GIVES(name, x, value, derivative) \
    gives(pullback::function([](const auto& u) { return name(u); }), T(x), value, derivative)

template <class T>
constexpr bool unary() {
    return GIVES(fabs, -2, 2, -1) && GIVES(sign, -2, -1, 0) && GIVES(rint, 2.5, 2, 0) && GIVES(logb, 10, 3, 0) &&
           GIVES(inv, 4, 0.25L, -0.0625L) && GIVES(inv_sqrt, 4, 0.5L, -0.0625L) && GIVES(sqrt1pm1, 3, 1, 0.25L) &&
           GIVES(log1m, 0.5, -0.6931471805599453094172321L, -2) &&
           GIVES(log1m_exp, -0.5, -0.9327521295671885718946410L, -1.541494082536798284131103L) &&
           GIVES(logit, 0.25, -1.098612288668109691395245L, 16 / 3.L) && GIVES(sin_pi, 0.5, 1, 0) &&
           GIVES(cos_pi, 1, -1, 0) && GIVES(sinc, 0, 1, 0) &&
           GIVES(sinc, 0.5, 0.9588510772084060005465758704L, -0.1625370306360665688605886L) &&
           GIVES(Phi, 0, 0.5L, 0.3989422804014326779399461L) && GIVES(inv_Phi, 0.5, 0, 2.506628274631000502415765L) &&
           GIVES(erf_inv, 0.5, 0.4769362762044698733814183L, 1.112584818971949804064915L) &&
           GIVES(trigamma, 1, 1.644934066848226436472415L, -2.404113806319188570799476L);
}

static_assert(unary<float>());
static_assert(unary<double>());

static_assert(pullback::fmin(2, 3.5) == 2 && pullback::fmax(2, 3.5) == 3.5 && pullback::fdim(5, 3) == 2);
static_assert(pullback::copysign(3.0, -1.0) == -3 && pullback::remainder(7, 2) == -1 && pullback::ldexp(3, 4) == 48);
static_assert(pullback::lerp(1.0, 3.0, 0.5) == 2 && pullback::midpoint(1, 2) == 1.5);
static_assert(near(pullback::beta(2.0, 3.0), 1 / 12.) && near(pullback::lbeta(3.0f, 1.0f), -1.098612289f));
static_assert(pullback::multiply_log(0., 0.) == 0 && near(pullback::powm1(2., 3.), 7.));
static_assert(pullback::isfinite(1.0) && !pullback::isnan(1.0) && pullback::signbit(-0.0) && !pullback::signbit(0.0f) &&
              pullback::isnormal(1.0L) && !pullback::isnormal(0.0));

} // namespace
