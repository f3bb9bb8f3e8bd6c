// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "vectors.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <vector>

// Σ (xᵢ · w - yᵢ)², the rows those of a matrix whose size is known at run time.

namespace {

using numbers = std::vector<double>;
using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct result {
    double value;
    numbers gradient;
};

constexpr auto function = pullback::function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& target) { return square(dot(row, w) - target); });
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
        const double error = product - y[i];
        value += error * error;
        const double factor = 2 * error;
        for (std::size_t j = 0; j < size; ++j) gradient[j] += factor * row[j];
    }
    return {value, gradient};
}

// For sizes that are multiples of four vectors.
[[gnu::noinline]] result by_hand_in_lanes(const numbers& w, const matrix& rows, const numbers& y) {
    using loops::vector, loops::width;
    const std::size_t count = y.size(), size = w.size();
    numbers gradient(size);
    double value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double* const row = rows.data() + i * size;
        vector products[4]{};
        for (std::size_t j = 0; j < size; j += 4 * width)
            for (std::size_t k = 0; k < 4; ++k)
                products[k] += loops::load(row + j + k * width) * loops::load(&w[j + k * width]);
        const double error = loops::sum((products[0] + products[1]) + (products[2] + products[3])) - y[i];
        value += error * error;
        const double factor = 2 * error;
        for (std::size_t j = 0; j < size; j += width)
            loops::store(&gradient[j], loops::load(&gradient[j]) + factor * loops::load(row + j));
    }
    return {value, gradient};
}

} // namespace

void loops::add_least_squares(std::vector<comparison>& all) {
    const auto add = [&](const char* name, int count, int size) {
        random_numbers random;
        const numbers w = random(static_cast<std::size_t>(size)), y = random(static_cast<std::size_t>(count));
        const matrix rows = matrix::NullaryExpr(count, size, [&] { return random(); });
        all.push_back({name, 1.10, [=] { keep(by_hand(w, rows, y)); }, [=] { keep(by_pullback(w, rows, y)); },
                       difference(by_hand(w, rows, y).gradient, by_pullback(w, rows, y).gradient),
                       [=] { keep(by_hand_in_lanes(w, rows, y)); },
                       [=] { keep(by_pullback(w, rows, y, pullback::unseq)); }});
        add_threads(
            all.back(), [=](const auto& policy) { return by_pullback(w, rows, y, policy); },
            [](const auto& found) { return found.gradient; });
    };
    add("least squares 1024 x 64", 1024, 64);
    add("least squares 4096 x 128", 4096, 128);
    if (in_threads::are_measured) add("least squares 32768 x 128", 32768, 128);
}
