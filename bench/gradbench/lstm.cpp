// SPDX-License-Identifier: BSL-1.0
#include "lstm.hpp"
#include "../functions/unit.hpp"
#include "network.hpp"
#include "protocol.hpp"

#include <cstddef>
#include <type_traits>
#include <vector>

// lstm_of_layers.hpp says what is computed. The library is not compiled here, where JSON is.

namespace {

template <std::size_t Layers>
gradbench::module of_layers(std::integral_constant<std::size_t, Layers>) {
    using namespace gradbench;
    const auto write = [](const std::vector<functions::unit<Layers>>& found) { return json(in_order<Layers>(found)); };
    return {{"objective", answered(read_network<Layers>, lstm_value<Layers>)},
            {"jacobian", answered(read_network<Layers>, lstm_gradient<Layers>, write)},
            {"jacobian unseq", answered(read_network<Layers>, lstm_gradient_in_lanes<Layers>, write)}};
}

gradbench::module answers() {
    using namespace gradbench;
    const auto functions = [](auto layers) { return of_layers(layers); };
    return {{"objective", by_layers("objective", functions)},
            {"jacobian", by_layers("jacobian", functions)},
            {"jacobian unseq", by_layers("jacobian unseq", functions)}};
}

const gradbench::evaluation added("lstm", answers());

} // namespace
