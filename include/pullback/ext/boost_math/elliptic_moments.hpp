// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_ELLIPTIC_MOMENTS_HPP
#define PULLBACK_EXT_BOOST_MATH_ELLIPTIC_MOMENTS_HPP

#include <pullback/ext/boost_math/values.hpp>
#include <pullback/math/circle.hpp>

#include <limits>

namespace pullback::boost_math_detail {

/// ∫ sin²⁽ⁱ⁺ʲ⁾θ (1 - n sin²θ)^-i (1 - m sin²θ)^e dθ from 0 to φ, with e = -1/2 - j or 1/2 - j, and with a further
/// factor (1 - n sin²θ)⁻¹ for the third kind: what Legendre's integrals become when they are differentiated by m and n.
/// The double exponential rule is taken, with half the step until two results agree.
template <class T>
class elliptic_moment {
public:
    elliptic_moment(int j, const T& m, bool is_second) : j_(j), m_(m), is_second_(is_second) {}
    elliptic_moment(int i, int j, const T& n, const T& m)
        : j_(j), m_(m), is_second_(false), is_third_(true), i_(i), n_(n) {}

    T up_to(const T& angle) const {
        const T half_turn = math::pi<T>();
        const T turns = math::round(T(angle / half_turn));
        const T rest = angle - turns * half_turn;
        const T within = rest < T(0) ? T(-quadrature(T(-rest))) : quadrature(rest);
        return turns == T(0) ? within : T(within + T(2) * turns * quadrature(T(half_turn / T(2))));
    }

private:
    T at(const T& angle) const {
        const T s = math::sin(angle), c = math::cos(angle);
        const T square = s * s, radicand = (T(1) - m_) + m_ * (c * c);
        const T root = math::sqrt(radicand);
        T value = is_second_ ? root : T(T(1) / root);
        for (int i = 0; i < j_; ++i) value = value * (square / radicand);
        if (!is_third_) return value;
        const T factor = T(1) - n_ * square;
        for (int i = 0; i < i_; ++i) value = value * (square / factor);
        return value / factor;
    }

    T quadrature(const T& width) const {
        if (!(width > T(0))) return width;
        const T half = width / T(2), quarter_turn = math::pi<T>() / T(2);
        T step(1), sum = at(half) * quarter_turn, before(0);
        for (int level = 0; level < 12; ++level) {
            for (int i = 1;; ++i) {
                if (level > 0 && i % 2 == 0) continue;
                const T t = T(i) * step, up = math::exp(t), down = T(1) / up;
                const T growth = math::exp(T(quarter_turn * (up - down))); // e^(π sinh t)
                const T from_end = width / (growth + T(1));                // the distance of the point to its end
                const T weight =
                    quarter_turn * (up + down) / T(2) * T(4) * growth / ((growth + T(1)) * (growth + T(1)));
                const T term = weight * (at(from_end) + at(T(width - from_end)));
                sum = sum + term;
                if (!(math::abs(term) > std::numeric_limits<T>::epsilon() / T(16) * math::abs(sum))) break;
            }
            const T now = half * step * sum;
            if (level > 2 && math::abs(T(now - before)) <= T(4) * std::numeric_limits<T>::epsilon() * math::abs(now))
                return now;
            before = now;
            step = step / T(2);
        }
        return before;
    }

    int j_;
    T m_;
    bool is_second_;
    bool is_third_ = false;
    int i_ = 0;
    T n_ = T(0);
};

template <class T>
T elliptic_moment_up_to(int j, const T& m, const T& angle, bool is_second) {
    if (!(math::abs(angle) <= (std::numeric_limits<T>::max)()) || !(m <= T(1)) || j < 0 || j > 40)
        return std::numeric_limits<T>::quiet_NaN();
    const T quarter_turn = math::pi<T>() / T(2);
    if (m == T(1) && !(math::abs(angle) < quarter_turn)) { // beyond the pole of the first kind
        return is_second && j == 0 ? elliptic_moment<T>(j, m, is_second).up_to(angle)
                                   : math::copysign(std::numeric_limits<T>::infinity(), angle);
    }
    return elliptic_moment<T>(j, m, is_second).up_to(angle);
}

} // namespace pullback::boost_math_detail

#endif
