// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_DUAL_NUMBERS_HPP
#define PULLBACK_TESTS_RUN_DUAL_NUMBERS_HPP

#include <cmath>
#include <type_traits>

/// Forward-mode differentiation as simple as it can be, written without a look at the library: `dual<double>`
/// carries one directional derivative along, `dual<dual<double>>` a second one too.
namespace dual_numbers {

template <class T>
struct dual {
    T value{};
    T slope{};

    dual() = default;
    dual(double number) : value(number) {}
    dual(const T& v, const T& s)
        requires(!std::is_same_v<T, double>)
        : value(v), slope(s) {}
    dual(double v, double s) : value(v), slope(s) {}
};

inline double number(double x) { return x; }
template <class T>
double number(const dual<T>& x) {
    return number(x.value);
}

template <class T>
dual<T> operator+(const dual<T>& x, const dual<T>& y) {
    return {x.value + y.value, x.slope + y.slope};
}
template <class T>
dual<T> operator-(const dual<T>& x, const dual<T>& y) {
    return {x.value - y.value, x.slope - y.slope};
}
template <class T>
dual<T> operator-(const dual<T>& x) {
    return {-x.value, -x.slope};
}
template <class T>
dual<T> operator*(const dual<T>& x, const dual<T>& y) {
    return {x.value * y.value, x.slope * y.value + x.value * y.slope};
}
template <class T>
dual<T> operator/(const dual<T>& x, const dual<T>& y) {
    return {x.value / y.value, (x.slope * y.value - x.value * y.slope) / (y.value * y.value)};
}

#define DUAL_WITH_NUMBER(op)                          \
    template <class T>                                \
    dual<T> operator op(const dual<T>& x, double y) { \
        return x op dual<T>(y);                       \
    }                                                 \
    template <class T>                                \
    dual<T> operator op(double x, const dual<T>& y) { \
        return dual<T>(x) op y;                       \
    }
DUAL_WITH_NUMBER(+)
DUAL_WITH_NUMBER(-)
DUAL_WITH_NUMBER(*)
DUAL_WITH_NUMBER(/)
#undef DUAL_WITH_NUMBER

template <class T>
bool operator<(const dual<T>& x, const dual<T>& y) {
    return number(x) < number(y);
}
template <class T>
bool operator<(const dual<T>& x, double y) {
    return number(x) < y;
}
template <class T>
bool operator>(const dual<T>& x, double y) {
    return number(x) > y;
}

using std::atan;
using std::cos;
using std::exp;
using std::log;
using std::sin;
using std::sqrt;
using std::tanh;

inline double square(double x) { return x * x; }
inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
inline double hypot(double x, double y) { return std::hypot(x, y); }
inline double atan2(double y, double x) { return std::atan2(y, x); }
inline double select(bool p, double x, double y) { return p ? x : y; }

template <class T>
dual<T> square(const dual<T>& x) {
    return x * x;
}
template <class T>
dual<T> exp(const dual<T>& x) {
    const T e = exp(x.value);
    return {e, e * x.slope};
}
template <class T>
dual<T> log(const dual<T>& x) {
    return {log(x.value), x.slope / x.value};
}
template <class T>
dual<T> sqrt(const dual<T>& x) {
    const T r = sqrt(x.value);
    return {r, x.slope / (2.0 * r)};
}
template <class T>
dual<T> sin(const dual<T>& x) {
    return {sin(x.value), cos(x.value) * x.slope};
}
template <class T>
dual<T> cos(const dual<T>& x) {
    return {cos(x.value), -(sin(x.value) * x.slope)};
}
template <class T>
dual<T> tanh(const dual<T>& x) {
    const T t = tanh(x.value);
    return {t, (1.0 - t * t) * x.slope};
}
template <class T>
dual<T> atan(const dual<T>& x) {
    return {atan(x.value), x.slope / (1.0 + x.value * x.value)};
}
template <class T>
dual<T> sigmoid(const dual<T>& x) {
    return 1.0 / (1.0 + exp(-x));
}
template <class T>
dual<T> hypot(const dual<T>& x, const dual<T>& y) {
    return sqrt(x * x + y * y);
}
template <class T>
dual<T> atan2(const dual<T>& y, const dual<T>& x) {
    const T r2 = x.value * x.value + y.value * y.value;
    return {atan2(y.value, x.value), (y.slope * x.value - x.slope * y.value) / r2};
}
template <class T>
dual<T> pow(const dual<T>& x, const dual<T>& y) {
    return exp(y * log(x));
}
template <class T>
dual<T> select(bool p, const dual<T>& x, const dual<T>& y) {
    return p ? x : y;
}

} // namespace dual_numbers

#endif
