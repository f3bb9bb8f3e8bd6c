// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_FIXED_ANGLE_AXIS_HPP
#define PULLBACK_EXT_EIGEN_FIXED_ANGLE_AXIS_HPP

#include <pullback/ext/eigen/fixed_matrix.hpp>
#include <pullback/ext/eigen/fixed_quaternion.hpp>
#include <pullback/record/recorded.hpp>

#include <Eigen/Geometry>

/// A rotation by an angle about an axis, of recorded values. Precondition: the norm of the axis is 1.
template <>
class Eigen::AngleAxis<pullback::recorded> {
    using S = pullback::recorded;
    using vector3 = pullback::plain_fixed<S, 3, 1>;

public:
    using Scalar = S;

    constexpr AngleAxis() = default;
    constexpr AngleAxis(const S& angle, const vector3& axis) : angle_(angle), axis_(axis) {}

    constexpr const S& angle() const { return angle_; }
    constexpr S& angle() { return angle_; }
    constexpr const vector3& axis() const { return axis_; }
    constexpr vector3& axis() { return axis_; }
    constexpr AngleAxis inverse() const { return {-angle_, axis_}; }

    constexpr operator Eigen::Quaternion<S>() const {
        const S half = angle_ * S(0.5), scale = sin(half);
        return {cos(half), scale * axis_[0], scale * axis_[1], scale * axis_[2]};
    }
    constexpr auto toRotationMatrix() const { return static_cast<Eigen::Quaternion<S>>(*this).toRotationMatrix(); }
    constexpr auto matrix() const { return toRotationMatrix(); }
    template <pullback::FixedExpression V>
    friend constexpr vector3 operator*(const AngleAxis& rotation, const V& v) {
        return static_cast<Eigen::Quaternion<S>>(rotation) * v;
    }

private:
    S angle_;
    vector3 axis_;
};

#endif
