// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_MATRICES_HPP
#define PULLBACK_BENCH_GRADBENCH_MATRICES_HPP

#include "matrix.hpp"
#include "protocol.hpp"

#include <Eigen/Core>

namespace gradbench {

/// The matrix whose rows a list of lists has. Precondition: they have equally many numbers.
inline matrix read_matrix(const json& rows) {
    const Eigen::Index count = static_cast<Eigen::Index>(rows.size());
    matrix all(count, count == 0 ? 0 : static_cast<Eigen::Index>(rows[0].size()));
    for (Eigen::Index i = 0; i < count; ++i) {
        const auto row = rows[static_cast<std::size_t>(i)].get<numbers>();
        all.row(i) = Eigen::Map<const Eigen::RowVectorXd>(row.data(), all.cols());
    }
    return all;
}

inline json write_matrix(const matrix& all) {
    json rows = json::array();
    for (Eigen::Index i = 0; i < all.rows(); ++i) {
        const double* const row = all.data() + i * all.cols();
        rows.push_back(numbers(row, row + all.cols()));
    }
    return rows;
}

} // namespace gradbench

#endif
