// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_QUATERNION_HPP
#define PULLBACK_EXT_EIGEN_FIXED_QUATERNION_HPP

#include <pullback/ext/eigen/fixed_algebra.hpp>
#include <pullback/ext/eigen/fixed_expression.hpp>
#include <pullback/ext/eigen/fixed_parts.hpp>
#include <pullback/ext/eigen/shape.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <type_traits>

/// What an Eigen quaternion is inside a static function while it is recorded, under the same names: w + x i + y j + z
/// k.
template <int Options>
class Eigen::Quaternion<pullback::recorded, Options> {
    using S = pullback::recorded;
    using vector3 = pullback::plain_fixed<S, 3, 1>;

public:
    using Scalar = S;

    constexpr Quaternion() = default;
    constexpr Quaternion(const S& w, const S& x, const S& y, const S& z) : coefficients_(x, y, z, w) {}
    /// A quaternion of the coefficients x, y, z, w.
    constexpr explicit Quaternion(const pullback::plain_fixed<S, 4, 1>& coefficients) : coefficients_(coefficients) {}

    constexpr const S& x() const { return coefficients_[0]; }
    constexpr const S& y() const { return coefficients_[1]; }
    constexpr const S& z() const { return coefficients_[2]; }
    constexpr const S& w() const { return coefficients_[3]; }
    constexpr S& x() { return coefficients_[0]; }
    constexpr S& y() { return coefficients_[1]; }
    constexpr S& z() { return coefficients_[2]; }
    constexpr S& w() { return coefficients_[3]; }
    /// (x, y, z, w)
    constexpr const pullback::plain_fixed<S, 4, 1>& coeffs() const { return coefficients_; }
    constexpr pullback::plain_fixed<S, 4, 1>& coeffs() { return coefficients_; }
    constexpr const vector3 vec() const { return coefficients_.template head<3>(); }
    constexpr auto vec() { return coefficients_.template head<3>(); }
    constexpr Quaternion& setIdentity() { return *this = Identity(); }
    static constexpr Quaternion Identity() { return {1, 0, 0, 0}; }

    constexpr S squaredNorm() const { return coefficients_.squaredNorm(); }
    constexpr S norm() const { return coefficients_.norm(); }
    constexpr S dot(const Quaternion& other) const { return coefficients_.dot(other.coefficients_); }
    constexpr void normalize() { coefficients_.normalize(); }
    constexpr Quaternion normalized() const {
        Quaternion result = *this;
        result.normalize();
        return result;
    }
    constexpr Quaternion conjugate() const { return {w(), -x(), -y(), -z()}; }
    /// The quaternion whose product with this one is 1. Precondition: this is not 0.
    constexpr Quaternion inverse() const {
        const S s = squaredNorm();
        return {w() / s, -x() / s, -y() / s, -z() / s};
    }

    friend constexpr Quaternion operator*(const Quaternion& a, const Quaternion& b) {
        return {a.w() * b.w() - a.x() * b.x() - a.y() * b.y() - a.z() * b.z(),
                a.w() * b.x() + a.x() * b.w() + a.y() * b.z() - a.z() * b.y(),
                a.w() * b.y() + a.y() * b.w() + a.z() * b.x() - a.x() * b.z(),
                a.w() * b.z() + a.z() * b.w() + a.x() * b.y() - a.y() * b.x()};
    }
    constexpr Quaternion& operator*=(const Quaternion& other) { return *this = *this * other; }
    /// The vector v rotated. Precondition: the norm is 1.
    template <pullback::FixedExpression V>
    friend constexpr vector3 operator*(const Quaternion& q, const V& v) {
        const vector3 u = q.vec(), uv = u.cross(v) * S(2);
        return v + uv * q.w() + u.cross(uv);
    }
    template <pullback::FixedExpression V>
    constexpr vector3 _transformVector(const V& v) const {
        return *this * v;
    }

    /// Precondition: the norm is 1.
    constexpr pullback::plain_fixed<S, 3, 3> toRotationMatrix() const {
        const S tx = 2 * x(), ty = 2 * y(), tz = 2 * z();
        pullback::plain_fixed<S, 3, 3> r;
        r(0, 0) = 1 - (ty * y() + tz * z());
        r(0, 1) = ty * x() - tz * w();
        r(0, 2) = tz * x() + ty * w();
        r(1, 0) = ty * x() + tz * w();
        r(1, 1) = 1 - (tx * x() + tz * z());
        r(1, 2) = tz * y() - tx * w();
        r(2, 0) = tz * x() - ty * w();
        r(2, 1) = tz * y() + tx * w();
        r(2, 2) = 1 - (tx * x() + ty * y());
        return r;
    }
    constexpr auto matrix() const { return toRotationMatrix(); }

private:
    pullback::plain_fixed<S, 4, 1> coefficients_;
};

namespace pullback {

/// A quaternion as an argument and a result: its coefficients x, y, z, w.
template <class S, int Options>
    requires Shaped<Eigen::Matrix<S, 4, 1>>
struct shape<Eigen::Quaternion<S, Options>> {
private:
    using coefficients = shape<Eigen::Matrix<S, 4, 1>>;

public:
    static constexpr int size = coefficients::size;
    using scalar = typename coefficients::scalar;
    template <class T>
    using rebind = std::conditional_t<Scalar<S>,
                                      std::conditional_t<std::is_arithmetic_v<T> || std::is_same_v<T, recorded>,
                                                         Eigen::Quaternion<T, Options>, std::array<T, 4>>,
                                      Eigen::Quaternion<rebind_shape<S, T>, Options>>;

    template <int First, class T>
    static constexpr void load(const Eigen::Quaternion<S, Options>& value, T* out) {
        coefficients::template load<First>(value.coeffs(), out);
    }
    template <int First, class Result, class T>
    static constexpr Result store(const T* in) {
        Result result;
        result.coeffs() = coefficients::template store<First, std::remove_cvref_t<decltype(result.coeffs())>>(in);
        return result;
    }
};

namespace eigen_detail {

template <class>
inline constexpr bool is_quaternion_of_numbers = false;
template <class S, int Options>
inline constexpr bool is_quaternion_of_numbers<Eigen::Quaternion<S, Options>> = std::is_arithmetic_v<S>;

} // namespace eigen_detail

/// Someone's memory as a quaternion, `Eigen::Map<const Eigen::Quaterniond>`, as an argument: it is read once, and what
/// is computed from it are quaternions.
template <class Q, int Options, class Stride>
    requires eigen_detail::is_quaternion_of_numbers<std::remove_const_t<Q>>
struct shape<Eigen::Map<Q, Options, Stride>> : eigen_detail::shape_read_into<std::remove_const_t<Q>> {
    template <int First, class T>
    static constexpr void load(const Eigen::Map<Q, Options, Stride>& value, T* out) {
        shape<std::remove_cvref_t<decltype(value.coeffs())>>::template load<First>(value.coeffs(), out);
    }
};

} // namespace pullback

#endif
