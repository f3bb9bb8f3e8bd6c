// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_DETERMINANT_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_DETERMINANT_HPP

#include "../expansion.hpp"
#include "../protocol.hpp"

#include <bit>
#include <cstddef>
#include <vector>

namespace gradbench::plain {

class determinant {
public:
    numbers arguments;

    explicit determinant(const json& input)
        : arguments(flat(input.at("A"))), size_(input.at("ell").get<std::size_t>()) {}

    /// With equal minors shared.
    template <class T>
    T operator()(const std::vector<T>& a) const {
        return expansion(a, size_).minor(0, 0);
    }

    /// The plain recursion, as the suite has it.
    double value() const { return minor(0, 0); }

    // The minors of fewer rows first, each once; then their adjoints, in the other order.
    numbers gradient() const {
        const unsigned all = (1u << size_) - 1;
        numbers result(arguments.size()), minors(all + 1), adjoints(all + 1);
        const auto for_each_column = [&](unsigned without, const auto& f) {
            const std::size_t row = size_ * static_cast<std::size_t>(std::popcount(without));
            double sign = 1;
            for (std::size_t column = 0; column < size_; ++column) {
                const unsigned here = 1u << column;
                if ((without & here) != 0) continue;
                f(row + column, without | here, sign);
                sign = -sign;
            }
        };
        minors[all] = 1;
        for (unsigned without = all; without-- > 0;)
            for_each_column(without, [&](std::size_t element, unsigned next, double sign) {
                minors[without] += sign * arguments[element] * minors[next];
            });
        adjoints[0] = 1;
        for (unsigned without = 0; without < all; ++without)
            for_each_column(without, [&](std::size_t element, unsigned next, double sign) {
                result[element] += sign * adjoints[without] * minors[next];
                adjoints[next] += sign * adjoints[without] * arguments[element];
            });
        return result;
    }

private:
    double minor(std::size_t row, unsigned without) const {
        if (row == size_) return 1;
        double sum = 0, sign = 1;
        for (std::size_t column = 0; column < size_; ++column) {
            const unsigned here = 1u << column;
            if ((without & here) != 0) continue;
            sum += sign * arguments[row * size_ + column] * minor(row + 1, without | here);
            sign = -sign;
        }
        return sum;
    }

    std::size_t size_;
};

} // namespace gradbench::plain

#endif
