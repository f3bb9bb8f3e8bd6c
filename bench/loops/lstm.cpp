// SPDX-License-Identifier: BSL-1.0
#include "../by_hand/lstm.hpp"
#include "../by_hand/lstm_in_lanes.hpp"
#include "../functions/lstm.hpp"
#include "comparison.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <vector>

// A recurrent network of some layers, each with a hidden number and a cell for every unit, that goes through a text and
// predicts the next character: the loss, and its gradient in all weights. (GradBench's `lstm`, with 14 units.)
//
// In lanes it took 1.4 times as long as vectors by hand while a unit's weights, 8 numbers a layer and 3 more, were read
// lane after lane in each turn of the text, its gradients were added to lane after lane, and what is kept of a turn was
// a record for each unit. Now all three lie side by side in memory of the run, as by hand (run/turned_arrays.hpp and
// run/lanes_policy.hpp). With g++ 12, AVX-512 and 2 layers, in one process with the code by hand on a busy machine, the
// least of 300: 1.39 before, 1.33 with what is kept in rows, and 1.04 with weights and gradients turned round.

namespace {

using numbers = std::vector<double>;
using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

using functions::unit;

template <std::size_t Layers>
constexpr auto function = pullback::function([](const auto& units, const auto& text, const auto& next_characters) {
    const auto begin = map(units, [](const auto& w) {
        std::array<std::remove_cvref_t<decltype(w[0] * 1.0)>, 2 * Layers> zeros{};
        return zeros;
    });
    return functions::lstm_loss<Layers>(units, begin, text, next_characters);
});

template <std::size_t Layers, class... Policy>
[[gnu::noinline]] auto by_pullback(const std::vector<unit<Layers>>& units, const matrix& text, const matrix& next,
                                   const Policy&... policy) {
    return pullback::value_and_gradient(function<Layers>, pullback::wrt<0>)(policy..., units, text, next);
}

template <std::size_t Layers>
void add(std::vector<loops::comparison>& all, const char* name) {
    loops::random_numbers random;
    std::vector<unit<Layers>> units(14);
    for (unit<Layers>& each : units)
        for (double& weight : each) weight = random();
    const matrix text = matrix::NullaryExpr(1024, 14, [&] { return random.below(2); });
    const matrix next = matrix::NullaryExpr(1024, 14, [&] { return random.below(2); });
    const auto entries = [](const std::vector<unit<Layers>>& weights) {
        numbers flat;
        for (const unit<Layers>& each : weights) flat.insert(flat.end(), each.begin(), each.end());
        return flat;
    };
    const auto hand = [](const auto& weights, const matrix& seen, const matrix& to_come) {
        return by_hand::lstm<Layers>(weights, std::vector<functions::unit_state<Layers>>(weights.size()),
                                     static_cast<std::size_t>(seen.rows()), seen.data(), to_come.data());
    };
    const auto hand_in_lanes = [](const auto& weights, const matrix& seen, const matrix& to_come) {
        return by_hand::lstm_in_lanes<Layers>(weights, std::vector<functions::unit_state<Layers>>(weights.size()),
                                              static_cast<std::size_t>(seen.rows()), seen.data(), to_come.data());
    };
    const numbers wanted = entries(hand(units, text, next).gradient);
    const auto apart = [&](const auto& found) { return loops::difference(wanted, entries(found.gradient)); };
    all.push_back({name, 1.10, [=] { loops::keep(hand(units, text, next)); },
                   [=] { loops::keep(by_pullback<Layers>(units, text, next)); },
                   std::max({apart(by_pullback<Layers>(units, text, next)),
                             apart(by_pullback<Layers>(units, text, next, pullback::unseq)),
                             apart(hand_in_lanes(units, text, next))}),
                   [=] { loops::keep(hand_in_lanes(units, text, next)); },
                   [=] { loops::keep(by_pullback<Layers>(units, text, next, pullback::unseq)); }});
}

} // namespace

void loops::add_lstm(std::vector<comparison>& all) {
    add<2>(all, "lstm 2, 1024");
    add<4>(all, "lstm 4, 1024");
}
