// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_HAND_TRACKING_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_HAND_TRACKING_HPP

#include "../hand_tracking.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
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

/// The Jacobian by hand, forward. Of what does not depend on the values is made once: the vertices that are seen, and
/// of each the bones that move it. A vertex is computed once, and has slopes by the angles that move its bones only.
/// Precondition: the bones of a finger descend from each other, and from no other finger.
class hand_slopes {
    static constexpr std::size_t angles_of_finger = 4;

    /// x, y, z and nothing, then the slopes of x, of y and of z by the angles of one finger. All are linear in the
    /// point that moves, so they are computed alike.
    struct alignas(64) moved {
        std::array<double, 4 + 3 * angles_of_finger> all{};

        double& slope(std::size_t i, std::size_t angle) { return all[4 + 4 * i + (angle - 6) % angles_of_finger]; }
    };
    using moving = std::array<moved, 4>; // the columns of a map of points (x, y, z, 1)

    static moved product(const moving& a, double x, double y, double z, double w) {
        moved result;
        for (std::size_t n = 0; n < result.all.size(); ++n)
            result.all[n] = x * a[0].all[n] + y * a[1].all[n] + z * a[2].all[n] + w * a[3].all[n];
        return result;
    }

    /// A vertex as far as it follows a bone: the point, as the bone sees it, times its weight. Bones that no angle
    /// moves have slopes that are all 0, and stand with the first finger.
    struct part {
        std::size_t bone, column;
        std::array<double, 4> point;
    };

public:
    explicit hand_slopes(const json& input) : in_(read_hand(input)) {
        for (const matrix& relative : in_.hand.relatives) relatives_.push_back(constant_affine<double>(relative));
        seen_vertices seen(in_);
        for (const Eigen::Index v : seen.vertices) add_parts(v);
        corners_ = std::move(seen.corners);
        absolutes_.resize(relatives_.size());
        moved_.resize(parts_.size());
    }

    matrix jacobian() {
        pose();
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const auto& [x, y, z, weight] = parts_[i].point;
            moved_[i] = product(absolutes_[parts_[i].bone], x, y, z, weight);
        }
        matrix result(3 * static_cast<Eigen::Index>(in_.seen.size()), static_cast<Eigen::Index>(columns()));
        for (std::size_t i = 0; i < in_.seen.size(); ++i) {
            double* const rows = result.data() + 3 * i * columns();
            std::fill_n(rows, 3 * columns(), 0.0);
            if (in_.places.empty()) {
                set_slopes_of_whole(rows, add_vertex(rows, corners_[i], 1));
                continue;
            }
            const auto& [u, v] = in_.places[i];
            const space a = add_vertex(rows, corners_[3 * i], u), b = add_vertex(rows, corners_[3 * i + 1], v);
            const space c = add_vertex(rows, corners_[3 * i + 2], 1 - u - v);
            space where{};
            for (std::size_t k = 0; k < 3; ++k) {
                rows[k * columns()] = c[k] - a[k];
                rows[k * columns() + 1] = c[k] - b[k];
                where[k] = u * a[k] + v * b[k] + (1 - u - v) * c[k];
            }
            set_slopes_of_whole(rows, where);
        }
        return result;
    }

private:
    std::size_t before() const { return in_.places.empty() ? 0 : 2; } // columns before those of the angles
    std::size_t columns() const { return before() + in_.angles.size(); }

    void add_parts(Eigen::Index v) {
        for (std::size_t bone = 0; bone < relatives_.size(); ++bone) {
            const std::array<double, 4> point = weighted_point(in_.hand, v, bone);
            if (point[3] != 0) parts_.push_back({bone, before() + 6 + angles_of_finger * finger_of_bone(bone), point});
        }
        firsts_.push_back(parts_.size());
    }

    static moving product(const moving& a, const affine<double>& b) {
        moving result;
        for (std::size_t j = 0; j < 4; ++j)
            result[j] = product(a, b.rows[0][j], b.rows[1][j], b.rows[2][j], j == 3 ? 1 : 0);
        return result;
    }

    void pose() {
        const space axis{in_.angles[0], in_.angles[1], in_.angles[2]};
        set_turns(axis);
        const affine<double> turned = turn_about(axis);
        moving whole;
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) whole[j].all[i] = turned.rows[i][j];
            if (in_.hand.is_mirrored) whole[0].all[i] = -whole[0].all[i];
            whole[3].all[i] = in_.angles[3 + i];
        }
        for (std::size_t bone = 0; bone < relatives_.size(); ++bone) {
            const int parent = in_.hand.parents[bone];
            moving& absolute = absolutes_[bone];
            absolute = product(parent < 0 ? whole : absolutes_[static_cast<std::size_t>(parent)], relatives_[bone]);
            if (const auto [bent, spread] = angles_of_bone(bone); bent != no_angle) bend(absolute, bent, spread);
        }
    }

    /// The slopes of a turn about x and then z are its own columns: by the first, y moves to z and z to -y.
    void bend(moving& absolute, std::size_t bent, std::size_t spread) const {
        const double x = in_.angles[bent], z = spread == no_angle ? 0 : in_.angles[spread];
        const double cx = std::cos(x), sx = std::sin(x), cz = std::cos(z), sz = std::sin(z);
        absolute = product(absolute, {{{{cz, -sz * cx, sz * sx, 0}, {sz, cz * cx, -cz * sx, 0}, {0, sx, cx, 0}}}});
        for (std::size_t i = 0; i < 3; ++i) {
            absolute[1].slope(i, bent) = absolute[2].all[i];
            absolute[2].slope(i, bent) = -absolute[1].all[i];
            if (spread == no_angle) continue;
            absolute[0].slope(i, spread) = cx * absolute[1].all[i] - sx * absolute[2].all[i];
            absolute[1].slope(i, spread) = -cx * absolute[0].all[i];
            absolute[2].slope(i, spread) = sx * absolute[0].all[i];
        }
    }

    // By the k-th number of the axis times the angle, the turn about u by a turns on about the k-th column of
    // s / a + (1 - s / a) u uᵀ + (1 - c) / a [u]ₓ.
    void set_turns(const space& axis) {
        const double angle = std::sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        turns_ = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
        if (angle == 0) return;
        const double s = std::sin(angle) / angle, c = (1 - std::cos(angle)) / angle;
        const space u{axis[0] / angle, axis[1] / angle, axis[2] / angle};
        for (std::size_t k = 0; k < 3; ++k) {
            const std::size_t next = (k + 1) % 3, last = (k + 2) % 3;
            for (std::size_t i = 0; i < 3; ++i) turns_[k][i] = (1 - s) * u[i] * u[k];
            turns_[k][k] += s;
            turns_[k][next] += c * u[last];
            turns_[k][last] -= c * u[next];
        }
    }

    /// Where the vertex comes to be, whose slopes times the weight are taken from the rows.
    space add_vertex(double* rows, std::size_t v, double weight) const {
        std::array<double, 4> at{};
        for (std::size_t i = firsts_[v]; i < firsts_[v + 1]; ++i) {
            const moved each = moved_[i]; // a copy, as the rows might lie there
            for (std::size_t k = 0; k < 4; ++k) at[k] += each.all[k];
            for (std::size_t k = 0; k < 3; ++k) {
                double* const to = rows + k * columns() + parts_[i].column;
                for (std::size_t angle = 0; angle < 4; ++angle) to[angle] -= weight * each.all[4 + 4 * k + angle];
            }
        }
        return {at[0], at[1], at[2]};
    }

    /// By the turn of the whole hand, which turns what is away from its place, and by that place.
    void set_slopes_of_whole(double* rows, const space& where) const {
        const space away{where[0] - in_.angles[3], where[1] - in_.angles[4], where[2] - in_.angles[5]};
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t next = (i + 1) % 3, last = (i + 2) % 3;
            double* const row = rows + i * columns() + before();
            for (std::size_t k = 0; k < 3; ++k) row[k] = away[next] * turns_[k][last] - away[last] * turns_[k][next];
            row[3 + i] = -1;
        }
    }

    hand_data in_;
    std::vector<affine<double>> relatives_;
    std::vector<part> parts_;            // of the vertices that are seen, one after the other
    std::vector<std::size_t> firsts_{0}; // where each vertex begins there
    std::vector<std::size_t> corners_;   // the vertices of the residuals
    std::vector<moving> absolutes_;
    std::vector<moved> moved_; // of the parts
    std::array<space, 3> turns_{};
};

} // namespace gradbench::plain

#endif
