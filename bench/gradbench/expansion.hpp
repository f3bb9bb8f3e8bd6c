// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_EXPANSION_HPP
#define PULLBACK_BENCH_GRADBENCH_EXPANSION_HPP

#include <cstddef>
#include <map>

namespace gradbench {

/// A determinant by expansion along the first row of each minor. Minors of the same columns are one value.
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

} // namespace gradbench

#endif
