// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_HAND_TRACKING_HPP
#define PULLBACK_BENCH_GRADBENCH_HAND_TRACKING_HPP

#include "matrices.hpp"
#include "protocol.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

namespace gradbench {

/// Bones that turn about each other, and vertices that follow several bones, each with a weight.
struct model {
    std::vector<int> parents; // -1 for the root; a parent comes before its children
    std::vector<matrix> relatives, inverse_absolutes;
    matrix vertices, weights; // a row for each vertex
    std::vector<std::array<std::size_t, 3>> triangles;
    bool is_mirrored = false;
};

struct hand_data {
    model hand;
    numbers angles;                            // turn and place of the whole hand, and of each finger
    std::vector<std::array<double, 2>> places; // in triangles, or none where vertices are seen
    std::vector<std::size_t> seen;             // vertices, or triangles
    matrix points;
};

/// An affine map: the upper three rows of its matrix.
template <class T>
struct affine {
    std::array<std::array<T, 4>, 3> rows{};

    template <class Other>
    friend constexpr affine operator*(const affine& a, const Other& b) {
        affine product;
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 4; ++j) {
                product.rows[i][j] = j == 3 ? a.rows[i][3] : T(0);
                for (std::size_t k = 0; k < 3; ++k) product.rows[i][j] += a.rows[i][k] * b.rows[k][j];
            }
        return product;
    }
    template <class Point>
    constexpr std::array<T, 3> operator()(const Point& x) const {
        std::array<T, 3> y{};
        for (std::size_t i = 0; i < 3; ++i)
            y[i] = rows[i][0] * x[0] + rows[i][1] * x[1] + rows[i][2] * x[2] + rows[i][3];
        return y;
    }
    /// The same times a weight w, of the point times its weight: of w x, w y, w z and w.
    template <class Point>
    constexpr std::array<T, 3> of_weighted(const Point& x) const {
        std::array<T, 3> y{};
        for (std::size_t i = 0; i < 3; ++i)
            y[i] = rows[i][0] * x[0] + rows[i][1] * x[1] + rows[i][2] * x[2] + rows[i][3] * x[3];
        return y;
    }
};

template <class T>
affine<T> constant_affine(const matrix& m) {
    affine<T> result;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            result.rows[i][j] = T(m(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)));
    return result;
}

constexpr double square(double x) { return x * x; }
constexpr double select(bool condition, double yes, double no) { return condition ? yes : no; }

/// The turn about the x axis, followed by the one about the z axis.
template <class T>
constexpr affine<T> turn(const T& about_x, const T& about_z) {
    using std::cos, std::sin; // for numbers; other scalars bring theirs
    const T cx = cos(about_x), sx = sin(about_x), cz = cos(about_z), sz = sin(about_z);
    return {{{{cz, -sz * cx, sz * sx, T(0)}, {sz, cz * cx, -cz * sx, T(0)}, {T(0), sx, cx, T(0)}}}};
}

/// The turn about an axis by its length.
template <class T>
constexpr affine<T> turn_about(const std::array<T, 3>& axis) {
    using std::cos, std::sin, std::sqrt;
    const T squares = square(axis[0]) + square(axis[1]) + square(axis[2]), angle = sqrt(squares);
    const T x = axis[0] / angle, y = axis[1] / angle, z = axis[2] / angle;
    const T s = sin(angle), c = cos(angle), v = 1 - c;
    const affine<T> turned{{{{x * x * v + c, x * y * v - z * s, x * z * v + y * s, T(0)},
                             {x * y * v + z * s, y * y * v + c, y * z * v - x * s, T(0)},
                             {x * z * v - y * s, y * z * v + x * s, z * z * v + c, T(0)}}}};
    const affine<T> slightly{
        {{{T(1), -axis[2], axis[1], T(0)}, {axis[2], T(1), -axis[0], T(0)}, {-axis[1], axis[0], T(1), T(0)}}}};
    affine<T> result;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            result.rows[i][j] = select(squares > 0, turned.rows[i][j], slightly.rows[i][j]);
    return result;
}

/// The angles about which a bone turns, those of its x axis and of its z axis, if there are any.
struct bone_angles {
    std::size_t bent, spread;
};
inline constexpr std::size_t no_angle = static_cast<std::size_t>(-1);

/// Bones 2, 3 and 4 of four are those of a finger that turn, the first of them about two axes.
inline bone_angles angles_of_bone(std::size_t bone) {
    const std::size_t joint = bone % 4, finger = (bone - 2) / 4, first = 6 + 4 * finger;
    if (bone < 2 || joint == 1 || finger >= 5) return {no_angle, no_angle};
    if (joint == 2) return {first, first + 1};
    return {joint == 3 ? first + 2 : first + 3, no_angle};
}

/// The finger that a bone turns with, 0 where that is none.
inline std::size_t finger_of_bone(std::size_t bone) { return bone < 2 || bone >= 22 ? 0 : (bone - 2) / 4; }

/// A vertex times its weight for a bone, as the bone sees it, and the weight: w x, w y, w z and w.
inline std::array<double, 4> weighted_point(const model& hand, Eigen::Index vertex, std::size_t bone) {
    const double weight = hand.weights(vertex, static_cast<Eigen::Index>(bone));
    const Eigen::Vector4d at = weight * hand.inverse_absolutes[bone] * hand.vertices.row(vertex).transpose();
    return {at[0], at[1], at[2], weight};
}

/// The vertices that residuals ask for, each once, and which of these the residuals ask for, one after the other.
struct seen_vertices {
    std::vector<Eigen::Index> vertices;
    std::vector<std::size_t> corners;

    explicit seen_vertices(const hand_data& in) {
        constexpr auto none = static_cast<std::size_t>(-1);
        std::vector<std::size_t> places(static_cast<std::size_t>(in.hand.vertices.rows()), none);
        const auto add = [&](std::size_t v) {
            if (places[v] == none) {
                places[v] = vertices.size();
                vertices.push_back(static_cast<Eigen::Index>(v));
            }
            corners.push_back(places[v]);
        };
        for (const std::size_t seen : in.seen) {
            if (in.places.empty()) add(seen);
            else
                for (const std::size_t corner : in.hand.triangles[seen]) add(corner);
        }
    }
};

/// Where the vertices come to be, each computed when it is asked for.
template <class T>
class posed_hand {
public:
    posed_hand(const model& hand, const std::vector<T>& angles)
        : hand_(hand),
          whole_(turn_about(std::array<T, 3>{angles[0], angles[1], angles[2]})),
          vertices_(static_cast<std::size_t>(hand.vertices.rows())) {
        for (std::size_t i = 0; i < 3; ++i) whole_.rows[i][3] = angles[3 + i];
        for (std::size_t bone = 0; bone < hand.parents.size(); ++bone) {
            affine<T> relative = constant_affine<T>(hand.relatives[bone]);
            if (const auto [bent, spread] = angles_of_bone(bone); bent != no_angle)
                relative = relative * turn(angles[bent], spread == no_angle ? T(0) : angles[spread]);
            const int parent = hand.parents[bone];
            absolutes_.push_back(parent < 0 ? relative : absolutes_[static_cast<std::size_t>(parent)] * relative);
            of_bones_.push_back(absolutes_.back() * constant_affine<T>(hand.inverse_absolutes[bone]));
        }
    }

    const affine<T>& whole() const { return whole_; }
    const std::vector<affine<T>>& of_bones() const { return of_bones_; }

    const std::array<T, 3>& vertex(std::size_t v) {
        if (vertices_[v] == nullptr) vertices_[v] = std::make_unique<std::array<T, 3>>(compute(v));
        return *vertices_[v];
    }

private:
    std::array<T, 3> compute(std::size_t v) const {
        const auto row = static_cast<Eigen::Index>(v);
        const auto at = hand_.vertices.row(row);
        std::array<T, 3> blended{T(0), T(0), T(0)};
        for (std::size_t bone = 0; bone < of_bones_.size(); ++bone) {
            const double weight = hand_.weights(row, static_cast<Eigen::Index>(bone));
            if (weight == 0) continue;
            const auto moved = of_bones_[bone](at);
            for (std::size_t i = 0; i < 3; ++i) blended[i] += weight * moved[i];
        }
        if (hand_.is_mirrored) blended[0] = -blended[0];
        return whole_(blended);
    }

    const model& hand_;
    affine<T> whole_;
    std::vector<affine<T>> absolutes_, of_bones_;
    std::vector<std::unique_ptr<std::array<T, 3>>> vertices_;
};

/// Where the vertices are seen, or the places in triangles, minus where they come to be.
template <class T, class Vertex>
std::vector<T> residuals(const hand_data& in, const std::vector<std::array<T, 2>>& places, const Vertex& vertex) {
    std::vector<T> all;
    for (std::size_t i = 0; i < in.seen.size(); ++i) {
        std::array<T, 3> where;
        if (places.empty()) {
            where = vertex(in.seen[i]);
        } else {
            const auto& corners = in.hand.triangles[in.seen[i]];
            const auto& [a, b, c] = std::array{vertex(corners[0]), vertex(corners[1]), vertex(corners[2])};
            const auto& [u, v] = places[i];
            for (std::size_t k = 0; k < 3; ++k) where[k] = u * a[k] + v * b[k] + (1 - u - v) * c[k];
        }
        for (std::size_t k = 0; k < 3; ++k)
            all.push_back(in.points(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)) - where[k]);
    }
    return all;
}

inline hand_data read_hand(const json& input) {
    const json& all = input.at("data");
    const json& hand = all.at("model");
    const auto matrices = [](const json& list) {
        std::vector<matrix> read;
        for (const json& each : list) read.push_back(read_matrix(each));
        return read;
    };
    return {{hand.at("parents").get<std::vector<int>>(), matrices(hand.at("base_relatives")),
             matrices(hand.at("inverse_base_absolutes")), read_matrix(hand.at("base_positions")),
             read_matrix(hand.at("weights")), hand.at("triangles").get<std::vector<std::array<std::size_t, 3>>>(),
             hand.at("is_mirrored").get<bool>()},
            input.at("theta").get<numbers>(),
            input.at("us").get<std::vector<std::array<double, 2>>>(),
            all.at("correspondences").get<std::vector<std::size_t>>(),
            read_matrix(all.at("points"))};
}

} // namespace gradbench

#endif
