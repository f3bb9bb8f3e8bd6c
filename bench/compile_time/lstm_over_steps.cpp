// SPDX-License-Identifier: BSL-1.0
#include "../functions/lstm.hpp"

#include <pullback.hpp>

#include <array>
#include <type_traits>
#include <vector>

// Value and gradient of the loss of a recurrent network of two layers, as in ../loops/lstm.cpp, without Eigen, which
// takes more to read than the gradient to compile.

namespace {

constexpr int layers = 2;
using unit = functions::unit<layers>;
using matrix = pullback::strided_matrix<const double>;

constexpr auto function = pullback::function([](const auto& units, const auto& text, const auto& next_characters) {
    const auto begin = map(units, [](const auto& w) {
        std::array<std::remove_cvref_t<decltype(w[0] * 1.0)>, 2 * layers> zeros{};
        return zeros;
    });
    return functions::lstm_loss<layers>(units, begin, text, next_characters);
});

} // namespace

auto value_and_gradient(const std::vector<unit>& units, const matrix& text, const matrix& next_characters) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(units, text, next_characters);
}
