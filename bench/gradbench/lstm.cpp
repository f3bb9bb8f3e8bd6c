// SPDX-License-Identifier: BSL-1.0
#include "lstm.hpp"
#include "lstm_of_layers.hpp"
#include "protocol.hpp"

#include <cstddef>
#include <type_traits>

namespace {

gradbench::module of_layers(std::integral_constant<std::size_t, 2>) { return gradbench::lstm_of_layers<2>(); }
gradbench::module of_layers(std::integral_constant<std::size_t, 4>) { return gradbench::lstm_of_4_layers(); }

gradbench::module answers() {
    using namespace gradbench;
    const auto functions = [](auto layers) { return of_layers(layers); };
    return {{"objective", by_layers("objective", functions)},
            {"jacobian", by_layers("jacobian", functions)},
            {"jacobian unseq", by_layers("jacobian unseq", functions)}};
}

const gradbench::evaluation added("lstm", answers());

} // namespace
