// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <pullback/record.hpp>

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

// The determinant by expansion along the first row of each minor. How many rows there are is known when the program
// runs, so the function is recorded then, before its calls are timed. Minors of the same columns are one value: there
// are 2ᴺ of them, where the plain recursion computes N! products.

namespace {

using gradbench::numbers;

template <class Matrix>
class expansion {
    using number = typename Matrix::value_type;

public:
    expansion(const Matrix& a, std::size_t size) : a_(a), size_(size) {}

    /// Of the rows from `row` on, without the columns in the set.
    number minor(std::size_t row, unsigned without) {
        if (const auto known = minors_.find(without); known != minors_.end()) return known->second;
        number sum = 0;
        bool is_negative = false;
        for (std::size_t column = 0; column < size_; ++column) {
            const unsigned here = 1u << column;
            if ((without & here) != 0) continue;
            const number& factor = a_[row * size_ + column];
            const number term = row + 1 == size_ ? factor : factor * minor(row + 1, without | here);
            if (is_negative) sum -= term;
            else sum += term;
            is_negative = !is_negative;
        }
        return minors_.emplace(without, sum).first->second;
    }

private:
    const Matrix& a_;
    std::size_t size_;
    std::map<unsigned, number> minors_;
};

struct matrix {
    numbers elements;
    std::size_t size;
};

auto recorded(const matrix& a) {
    return pullback::record([size = a.size](const auto& elements) { return expansion(elements, size).minor(0, 0); },
                            a.elements);
}

} // namespace

gradbench::module gradbench::determinant() {
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
