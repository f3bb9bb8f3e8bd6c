// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "vectors.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
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

// A tile of as many rows as a vector is wide: their products with w by columns, a lane of one vector for each product,
// and what they add to the gradient by columns again.
[[gnu::noinline]] result by_hand_in_lanes(const numbers& w, const matrix& rows, const numbers& y) {
    using loops::vector, loops::width;
    const std::size_t count = y.size(), size = w.size(), whole = size / width * width;
    numbers gradient(size);
    vector values{};
    for (std::size_t i = 0; i < count; i += width) {
        const std::size_t used = std::min(width, count - i);
        const double* row[width];
        for (std::size_t lane = 0; lane < width; ++lane)
            row[lane] = rows.data() + (i + std::min(lane, used - 1)) * size;
        vector products[width]{};
        for (std::size_t j = 0; j < whole; j += width) {
            const vector weights = loops::load(&w[j]);
            for (std::size_t lane = 0; lane < width; ++lane) products[lane] += weights * loops::load(row[lane] + j);
        }
        vector product, labels{};
        for (std::size_t lane = 0; lane < width; ++lane) {
            double sum = loops::sum(products[lane]);
            for (std::size_t j = whole; j < size; ++j) sum += w[j] * row[lane][j];
            product[lane] = sum;
            if (lane < used) labels[lane] = y[i + lane];
        }
        const vector power = loops::exp(-labels * product), value = loops::log1p(power),
                     factors = -labels * (power / (1 + power)); // 0 in lanes without a row
        values += labels == vector{} ? vector{} : value;
        for (std::size_t j = 0; j < whole; j += width) {
            vector sum = loops::load(&gradient[j]);
            for (std::size_t lane = 0; lane < width; ++lane) sum += factors[lane] * loops::load(row[lane] + j);
            loops::store(&gradient[j], sum);
        }
        for (std::size_t j = whole; j < size; ++j)
            for (std::size_t lane = 0; lane < width; ++lane) gradient[j] += factors[lane] * row[lane][j];
    }
    return {loops::sum(values), gradient};
}

} // namespace

void loops::add_logistic(std::vector<comparison>& all) {
    const auto add = [&](const char* name, int count, int size) {
        random_numbers random;
        const numbers w = random(static_cast<std::size_t>(size));
        numbers y(static_cast<std::size_t>(count));
        for (double& each : y) each = random() < 0 ? -1 : 1;
        const matrix rows = matrix::NullaryExpr(count, size, [&] { return random(); });
        all.push_back({name, 1.10, [=] { keep(by_hand(w, rows, y)); }, [=] { keep(by_pullback(w, rows, y)); },
                       std::max(difference(by_hand(w, rows, y).gradient, by_pullback(w, rows, y).gradient),
                                difference(by_hand(w, rows, y).gradient, by_hand_in_lanes(w, rows, y).gradient)),
                       [=] { keep(by_hand_in_lanes(w, rows, y)); },
                       [=] { keep(by_pullback(w, rows, y, pullback::unseq)); }});
        add_threads(
            all.back(), [=](const auto& policy) { return by_pullback(w, rows, y, policy); },
            [](const auto& found) { return found.gradient; });
    };
    add("logistic 1000 x 20", 1000, 20);
    add("logistic 1000 x 100", 1000, 100);
    add("logistic 1e4 x 64", 10'000, 64);
    if (in_threads::are_measured) add("logistic 1e5 x 20", 100'000, 20);
}
