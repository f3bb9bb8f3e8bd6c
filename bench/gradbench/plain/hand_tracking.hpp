// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_HAND_TRACKING_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_HAND_TRACKING_HPP

#include "../hand_tracking.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

namespace gradbench::plain {

using space = std::array<double, 3>;

/// As the suite computes them: all vertices, each by all bones.
inline numbers dense_residuals(const hand_data& in) {
    const posed_hand<double> hand(in.hand, in.angles);
    const auto count = static_cast<std::size_t>(in.hand.vertices.rows());
    std::vector<space> moved(count);
    for (std::size_t bone = 0; bone < hand.of_bones().size(); ++bone)
        for (std::size_t v = 0; v < count; ++v) {
            const auto row = static_cast<Eigen::Index>(v);
            const space by_bone = hand.of_bones()[bone](in.hand.vertices.row(row));
            for (std::size_t i = 0; i < 3; ++i)
                moved[v][i] += by_bone[i] * in.hand.weights(row, static_cast<Eigen::Index>(bone));
        }
    for (space& each : moved) each = hand.whole()(each);
    return residuals<double>(in, in.places, [&](std::size_t v) -> const space& { return moved[v]; });
}

/// The Jacobian by hand, forward: of the vertices that are seen, by the bones that move them.
class hand_slopes {
    struct vertex {
        space before_whole{}, after_whole{};
        std::vector<space> slopes; // by the angles
    };
    struct slope_of_bone {
        std::size_t angle;
        affine<double> absolute, of_bone;
    };

public:
    explicit hand_slopes(const hand_data& in)
        : in_(in),
          hand_(in.hand, in.angles),
          vertices_(static_cast<std::size_t>(in.hand.vertices.rows())),
          slopes_(in.hand.parents.size()) {
        for (std::size_t bone = 0; bone < slopes_.size(); ++bone) {
            const int parent = in.hand.parents[bone];
            const affine<double> inverse = constant_affine<double>(in.hand.inverse_absolutes[bone]);
            const auto add = [&](std::size_t angle, const affine<double>& absolute) {
                slopes_[bone].push_back({angle, absolute, absolute * inverse});
            };
            if (parent >= 0)
                for (const slope_of_bone& each : slopes_[static_cast<std::size_t>(parent)])
                    add(each.angle, each.absolute * hand_.relatives()[bone]);
            const auto [bent, spread] = angles_of_bone(bone);
            if (bent == no_angle) continue;
            affine<double> to_bone = constant_affine<double>(in.hand.relatives[bone]);
            if (parent >= 0) to_bone = hand_.absolutes()[static_cast<std::size_t>(parent)] * to_bone;
            const double x = in.angles[bent], z = spread == no_angle ? 0 : in.angles[spread];
            const double cx = std::cos(x), sx = std::sin(x), cz = std::cos(z), sz = std::sin(z);
            add(bent, turned(to_bone, {{{{0, sz * sx, sz * cx, 0}, {0, -cz * sx, -cz * cx, 0}, {0, cx, -sx, 0}}}}));
            if (spread != no_angle)
                add(spread,
                    turned(to_bone, {{{{-sz, -cz * cx, cz * sx, 0}, {cz, -sz * cx, sz * sx, 0}, {0, 0, 0, 0}}}}));
        }
        set_slopes_of_whole();
    }

    matrix jacobian() {
        const Eigen::Index before = in_.places.empty() ? 0 : 2;
        matrix result = matrix::Zero(3 * static_cast<Eigen::Index>(in_.seen.size()),
                                     before + static_cast<Eigen::Index>(in_.angles.size()));
        for (std::size_t i = 0; i < in_.seen.size(); ++i) {
            double* const rows = result.data() + 3 * static_cast<Eigen::Index>(i) * result.cols();
            const auto add = [&](const vertex& v, double weight) {
                for (std::size_t angle = 0; angle < v.slopes.size(); ++angle)
                    for (std::size_t k = 0; k < 3; ++k)
                        rows[static_cast<Eigen::Index>(k) * result.cols() + before +
                             static_cast<Eigen::Index>(angle)] -= weight * v.slopes[angle][k];
            };
            if (in_.places.empty()) {
                add(seen(in_.seen[i]), 1);
                continue;
            }
            const auto& corners = in_.hand.triangles[in_.seen[i]];
            const vertex &a = seen(corners[0]), &b = seen(corners[1]), &c = seen(corners[2]);
            const auto& [u, v] = in_.places[i];
            for (std::size_t k = 0; k < 3; ++k) {
                rows[static_cast<Eigen::Index>(k) * result.cols()] = c.after_whole[k] - a.after_whole[k];
                rows[static_cast<Eigen::Index>(k) * result.cols() + 1] = c.after_whole[k] - b.after_whole[k];
            }
            add(a, u);
            add(b, v);
            add(c, 1 - u - v);
        }
        return result;
    }

private:
    /// a · b for a derivative b, which has no place of its own.
    static affine<double> turned(const affine<double>& a, const affine<double>& b) {
        affine<double> product = a * b;
        for (std::size_t i = 0; i < 3; ++i) product.rows[i][3] -= a.rows[i][3];
        return product;
    }

    // The turn about u by a is c + s [u]ₓ + (1 - c) u uᵀ; by the axis times the angle, u moves by what is across it.
    void set_slopes_of_whole() {
        const space axis{in_.angles[0], in_.angles[1], in_.angles[2]};
        const double angle = std::sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        const double s = std::sin(angle), c = std::cos(angle);
        const space u{axis[0] / angle, axis[1] / angle, axis[2] / angle};
        const auto across = [](const space& v) {
            return std::array<space, 3>{{{0, -v[2], v[1]}, {v[2], 0, -v[0]}, {-v[1], v[0], 0}}};
        };
        const auto of_axis = across(u);
        for (std::size_t k = 0; k < 3; ++k) {
            space moved{};
            for (std::size_t i = 0; i < 3; ++i) moved[i] = ((i == k ? 1 : 0) - u[i] * u[k]) / angle;
            const auto of_moved = across(moved);
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t j = 0; j < 3; ++j)
                    whole_slopes_[k][i][j] = u[k] * ((i == j ? -s : 0) + c * of_axis[i][j] + s * u[i] * u[j]) +
                                             s * of_moved[i][j] + (1 - c) * (moved[i] * u[j] + u[i] * moved[j]);
        }
    }

    const vertex& seen(std::size_t v) {
        if (vertices_[v] == nullptr) vertices_[v] = std::make_unique<vertex>(compute(v));
        return *vertices_[v];
    }

    vertex compute(std::size_t v) const {
        const auto row = static_cast<Eigen::Index>(v);
        const auto at = in_.hand.vertices.row(row);
        vertex result;
        result.slopes.resize(in_.angles.size());
        for (std::size_t bone = 0; bone < slopes_.size(); ++bone) {
            const double weight = in_.hand.weights(row, static_cast<Eigen::Index>(bone));
            if (weight == 0) continue;
            const space moved = hand_.of_bones()[bone](at);
            for (std::size_t i = 0; i < 3; ++i) result.before_whole[i] += weight * moved[i];
            for (const slope_of_bone& each : slopes_[bone]) {
                const space slope = each.of_bone(at);
                for (std::size_t i = 0; i < 3; ++i) result.slopes[each.angle][i] += weight * slope[i];
            }
        }
        const double sign = in_.hand.is_mirrored ? -1 : 1;
        result.before_whole[0] *= sign;
        result.after_whole = hand_.whole()(result.before_whole);
        const auto turn = [](const auto& rows, const space& x) {
            space y{};
            for (std::size_t i = 0; i < 3; ++i) y[i] = rows[i][0] * x[0] + rows[i][1] * x[1] + rows[i][2] * x[2];
            return y;
        };
        for (std::size_t k = 0; k < 3; ++k) {
            result.slopes[k] = turn(whole_slopes_[k], result.before_whole);
            result.slopes[3 + k][k] = 1;
        }
        for (std::size_t angle = 6; angle < result.slopes.size(); ++angle) {
            result.slopes[angle][0] *= sign;
            result.slopes[angle] = turn(hand_.whole().rows, result.slopes[angle]);
        }
        return result;
    }

    const hand_data& in_;
    posed_hand<double> hand_;
    std::array<std::array<space, 3>, 3> whole_slopes_{};
    std::vector<std::unique_ptr<vertex>> vertices_;
    std::vector<std::vector<slope_of_bone>> slopes_;
};

} // namespace gradbench::plain

#endif
