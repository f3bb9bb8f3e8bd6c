// SPDX-License-Identifier: BSL-1.0
#include "expansion.hpp"
#include "protocol.hpp"

#include <pullback/record.hpp>

#include <cstddef>
#include <utility>
#include <vector>

// The determinant by expansion along the first row of each minor. How many rows there are is known when the program
// runs, so the function is recorded then, before its calls are timed. Minors of the same columns are one value: there
// are 2ᴺ of them, where the plain recursion computes N! products.

namespace {

using gradbench::expansion, gradbench::numbers;

struct matrix {
    numbers elements;
    std::size_t size;
};

auto recorded(const matrix& a) {
    return pullback::record([size = a.size](const auto& elements) { return expansion(elements, size).minor(0, 0); },
                            a.elements);
}

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const auto& function_of) {
        return [=](const json& input) {
            const matrix a{input.at("A").get<numbers>(), input.at("ell").get<std::size_t>()};
            return std::pair{function_of(recorded(a)), a};
        };
    };
    const auto call = [](const auto& read_input) { return read_input.first(read_input.second.elements); };
    return {{"primal", answered(read([](const auto& f) { return f; }), call)},
            {"gradient", answered(read([](const auto& f) { return pullback::gradient(f); }), call)}};
}

const gradbench::evaluation added("det", answers());

} // namespace
