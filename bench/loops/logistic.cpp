// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <cmath>
#include <vector>

// Logistic regression, Σ log(1 + exp(-yᵢ xᵢ · w)), the rows those of a matrix whose size is known at run time.

namespace {

using numbers = std::vector<double>;
using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct result {
    double value;
    numbers gradient;
};

constexpr auto function = pullback::function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& label) { return log1p(exp(-label * dot(row, w))); });
});

template <class... Policy>
[[gnu::noinline]] auto by_pullback(const numbers& w, const matrix& rows, const numbers& y, const Policy&... policy) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(policy..., w, rows, y);
}

[[gnu::noinline]] result by_hand(const numbers& w, const matrix& rows, const numbers& y) {
    const std::size_t count = y.size(), size = w.size();
    numbers gradient(size);
    double value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double* const row = rows.data() + i * size;
        double product = 0;
        for (std::size_t j = 0; j < size; ++j) product += row[j] * w[j];
        const double power = std::exp(-y[i] * product);
        value += std::log1p(power);
        const double factor = -y[i] * (power / (1 + power));
        for (std::size_t j = 0; j < size; ++j) gradient[j] += factor * row[j];
    }
    return {value, gradient};
}

} // namespace

void loops::add_logistic(std::vector<comparison>& all) {
    const auto add = [&](const char* name, int count, int size) {
        random_numbers random;
        const numbers w = random(static_cast<std::size_t>(size));
        numbers y(static_cast<std::size_t>(count));
        for (double& each : y) each = random() < 0 ? -1 : 1;
        const matrix rows = matrix::NullaryExpr(count, size, [&] { return random(); });
        all.push_back({name,
                       1.10,
                       [=] { keep(by_hand(w, rows, y)); },
                       [=] { keep(by_pullback(w, rows, y)); },
                       difference(by_hand(w, rows, y).gradient, by_pullback(w, rows, y).gradient),
                       {},
                       [=] { keep(by_pullback(w, rows, y, pullback::unseq)); }});
    };
    add("logistic 1000 x 20", 1000, 20);
    add("logistic 1000 x 100", 1000, 100);
    add("logistic 1e4 x 64", 10'000, 64);
}
