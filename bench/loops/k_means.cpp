// SPDX-License-Identifier: BSL-1.0
#include "../by_hand/k_means.hpp"
#include "../functions/k_means.hpp"
#include "comparison.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

// Σ over points of the squared distance to the nearest centre, all sizes known at run time.

namespace {

using numbers = std::vector<double>;
using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct result {
    double value;
    matrix gradient;
};

constexpr auto function = functions::k_means;

template <class... Policy>
[[gnu::noinline]] auto by_pullback(const matrix& centres, const matrix& points, const Policy&... policy) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(policy..., centres, points);
}

[[gnu::noinline]] result computed_by_hand(const matrix& centres, const matrix& points) {
    matrix gradient = matrix::Zero(centres.rows(), centres.cols());
    const Eigen::Index size = centres.cols();
    double value = 0;
    for (Eigen::Index i = 0; i < points.rows(); ++i) {
        const double* const x = points.data() + i * size;
        const auto [nearest, least] = by_hand::nearest(x, centres.data(), static_cast<std::size_t>(centres.rows()),
                                                       static_cast<std::size_t>(size));
        value += least;
        const double* const c = centres.data() + static_cast<Eigen::Index>(nearest) * size;
        double* const g = gradient.data() + static_cast<Eigen::Index>(nearest) * size;
        for (Eigen::Index j = 0; j < size; ++j) g[j] += 2 * (c[j] - x[j]);
    }
    return {value, gradient};
}

[[gnu::noinline]] result by_hand_in_lanes(const matrix& centres, const matrix& points) {
    matrix gradient = matrix::Zero(centres.rows(), centres.cols());
    const Eigen::Index size = centres.cols();
    double value = 0;
    by_hand::for_nearest_in_lanes(points.data(), static_cast<std::size_t>(points.rows()), centres.data(),
                                  static_cast<std::size_t>(centres.rows()), static_cast<std::size_t>(size),
                                  [&](std::size_t i, std::size_t nearest, double least) {
                                      value += least;
                                      const double* const x = points.data() + static_cast<Eigen::Index>(i) * size;
                                      const Eigen::Index first = static_cast<Eigen::Index>(nearest) * size;
                                      for (Eigen::Index j = 0; j < size; ++j)
                                          gradient.data()[first + j] += 2 * (centres.data()[first + j] - x[j]);
                                  });
    return {value, gradient};
}

} // namespace

void loops::add_k_means(std::vector<comparison>& all) {
    random_numbers random;
    const matrix centres = matrix::NullaryExpr(200, 20, [&] { return random(); });
    const matrix points = matrix::NullaryExpr(1000, 20, [&] { return random(); });
    const auto entries = [](const matrix& m) { return numbers(m.data(), m.data() + m.size()); };
    all.push_back({"k-means 200, 1000 x 20", 1.10, [=] { keep(computed_by_hand(centres, points)); },
                   [=] { keep(by_pullback(centres, points)); },
                   std::max(difference(entries(computed_by_hand(centres, points).gradient),
                                       entries(by_pullback(centres, points).gradient)),
                            difference(entries(computed_by_hand(centres, points).gradient),
                                       entries(by_hand_in_lanes(centres, points).gradient))),
                   [=] { keep(by_hand_in_lanes(centres, points)); },
                   [=] { keep(by_pullback(centres, points, pullback::unseq)); }});
    add_threads(
        all.back(), [=](const auto& policy) { return by_pullback(centres, points, policy); },
        [=](const auto& found) { return entries(found.gradient); });
}
