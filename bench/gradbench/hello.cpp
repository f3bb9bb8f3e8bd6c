// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <pullback.hpp>

namespace {

constexpr auto squared = pullback::function([](const auto& x) { return square(x); });

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const json& input) { return input.get<double>(); };
    return {{"square", answered(read, squared)}, {"double", answered(read, pullback::gradient(squared))}};
}

const gradbench::evaluation added("hello", answers());

} // namespace
