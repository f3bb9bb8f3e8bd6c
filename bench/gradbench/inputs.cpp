// SPDX-License-Identifier: BSL-1.0
#include "inputs.hpp"

#include <random>
#include <string>
#include <utility>

namespace {

using gradbench::json;
using gradbench::numbers;

class random_numbers {
public:
    double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(generator_); }
    double normal() { return std::normal_distribution<double>()(generator_); }
    int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(generator_); }

    template <class Next>
    static auto list(int count, Next next) {
        std::vector<decltype(next())> all;
        for (int i = 0; i < count; ++i) all.push_back(next());
        return all;
    }
    numbers uniform(int count) {
        return list(count, [&] { return between(0, 1); });
    }
    numbers normal(int count) {
        return list(count, [&] { return normal(); });
    }

private:
    std::mt19937 generator_{31337};
};

} // namespace

gradbench::json gradbench::log_sum_exp_input(int count) { return {{"x", random_numbers().uniform(count)}}; }

gradbench::json gradbench::least_squares_input(int coefficients, int places) {
    return {{"x", random_numbers().uniform(coefficients)}, {"n", places}};
}

gradbench::json gradbench::mixture_input(int dimension, int components, int points) {
    random_numbers random;
    const auto rows = [&](int count, int size) { return random.list(count, [&] { return random.normal(size); }); };
    return {{"d", dimension},
            {"k", components},
            {"n", points},
            {"x", rows(points, dimension)},
            {"m", 0},
            {"gamma", 1.0},
            {"alpha", random.normal(components)},
            {"mu", random.list(components, [&] { return random.uniform(dimension); })},
            {"q", rows(components, dimension)},
            {"l", rows(components, dimension * (dimension - 1) / 2)}};
}

gradbench::json gradbench::k_means_input(int centres, int points, int dimension) {
    random_numbers random;
    const auto all = random.list(points, [&] { return random.uniform(dimension); });
    return {{"points", all}, {"centroids", std::vector(all.end() - centres, all.end())}};
}

gradbench::json gradbench::bundle_adjustment_input(int cameras, int points, int observations) {
    return {{"n", cameras},          {"m", points},
            {"p", observations},     {"cam", {0.3, -0.2, 0.5, 0.1, -0.4, -5.0, 500.0, 0.1, 0.2, -0.02, 0.003}},
            {"x", {0.8, -0.6, 0.7}}, {"w", 0.9},
            {"feat", {20.0, -30.0}}};
}

gradbench::json gradbench::determinant_input(int size) {
    return {{"A", random_numbers().uniform(size * size)}, {"ell", size}};
}

gradbench::json gradbench::particle_input() { return {{"w", 0.0}}; }

gradbench::json gradbench::ode_input(int count, int steps) {
    return {{"x", random_numbers().uniform(count)}, {"s", steps}};
}

gradbench::json gradbench::lstm_input(int layers, int characters, int units) {
    random_numbers random;
    const auto rows = [&](int count, int size) { return random.list(count, [&] { return random.uniform(size); }); };
    const auto bits = [&](int count) {
        return random.list(count, [&] { return static_cast<double>(random.below(2)); });
    };
    return {{"main_params", rows(2 * layers, 4 * units)},
            {"extra_params", rows(3, units)},
            {"state", rows(2 * layers, units)},
            {"sequence", random.list(characters, [&] { return bits(units); })}};
}

gradbench::json gradbench::saddle_input() { return {{"start", {1.0, 1.0}}}; }

// A hand of 22 bones: a forearm, a wrist, and five fingers of four.
gradbench::json gradbench::hand_tracking_input(bool are_in_triangles, int vertices, int residuals) {
    constexpr int bones = 22, per_finger = 4, angles = 26;
    random_numbers random;
    std::vector<int> parents{-1, 0};
    for (int bone = 2; bone < bones; ++bone) parents.push_back((bone - 2) % per_finger == 0 ? 1 : bone - 1);
    const auto transforms = [&] {
        return random.list(bones, [&] {
            auto rows = random.list(4, [&] { return random.normal(4); });
            rows[3] = {0, 0, 0, 1};
            return rows;
        });
    };
    const auto relatives = transforms(), inverses = transforms();
    const auto positions = random.list(vertices, [&] {
        auto position = random.normal(4);
        position[3] = 1;
        return position;
    });
    const auto weights = random.list(vertices, [&] {
        numbers row(bones);
        const double share = random.between(0, 1);
        row[static_cast<std::size_t>(random.below(bones))] += share;
        row[static_cast<std::size_t>(random.below(bones))] += 1 - share;
        return row;
    });
    const auto triangles = random.list(2 * vertices, [&] {
        return std::vector{random.below(vertices), random.below(vertices), random.below(vertices)};
    });
    json model{{"bone_count", bones},
               {"bone_names", std::vector<std::string>(bones, "bone")},
               {"parents", parents},
               {"base_relatives", relatives},
               {"inverse_base_absolutes", inverses},
               {"base_positions", positions},
               {"weights", weights},
               {"triangles", triangles},
               {"is_mirrored", false}};
    const auto seen = random.list(residuals, [&] { return random.below(are_in_triangles ? 2 * vertices : vertices); });
    const auto points = random.list(residuals, [&] { return random.normal(3); });
    const auto places = random.list(are_in_triangles ? residuals : 0, [&] { return random.uniform(2); });
    return {{"theta", random.normal(angles)},
            {"us", places},
            {"data", {{"model", std::move(model)}, {"correspondences", seen}, {"points", points}}}};
}
