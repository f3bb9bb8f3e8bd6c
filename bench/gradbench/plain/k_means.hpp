// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_K_MEANS_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_K_MEANS_HPP

#include "../../by_hand/k_means.hpp"
#include "../protocol.hpp"

#include <cstddef>
#include <limits>
#include <vector>

namespace gradbench::plain {

class k_means {
public:
    numbers arguments; // the centres

    explicit k_means(const json& input)
        : arguments(flat(input.at("centroids"))),
          points_(flat(input.at("points"))),
          size_(input.at("points").at(0).size()) {}

    template <class T>
    T operator()(const std::vector<T>& centres) const {
        T sum = 0;
        for (std::size_t i = 0; i < points_.size(); i += size_) {
            T least = std::numeric_limits<double>::infinity();
            for (std::size_t k = 0; k < centres.size(); k += size_) {
                T distance = 0;
                for (std::size_t j = 0; j < size_; ++j)
                    distance += (points_[i + j] - centres[k + j]) * (points_[i + j] - centres[k + j]);
                if (distance < least) least = distance;
            }
            sum += least;
        }
        return sum;
    }

    /// Newton's step: the gradient over the diagonal of the Hessian.
    numbers step() const {
        numbers gradient(arguments.size()), counts(arguments.size() / size_);
        for (std::size_t i = 0; i < points_.size(); i += size_) {
            const std::size_t k = by_hand::nearest(&points_[i], arguments.data(), counts.size(), size_).first;
            ++counts[k];
            for (std::size_t j = 0; j < size_; ++j)
                gradient[k * size_ + j] += 2 * (arguments[k * size_ + j] - points_[i + j]);
        }
        for (std::size_t k = 0; k < gradient.size(); ++k) gradient[k] /= 2 * counts[k / size_];
        return gradient;
    }

    numbers step_in_lanes() const {
        numbers gradient(arguments.size()), counts(arguments.size() / size_);
        by_hand::for_nearest_in_lanes(points_.data(), points_.size() / size_, arguments.data(), counts.size(), size_,
                                      [&](std::size_t i, std::size_t k, double) {
                                          ++counts[k];
                                          for (std::size_t j = 0; j < size_; ++j)
                                              gradient[k * size_ + j] +=
                                                  2 * (arguments[k * size_ + j] - points_[i * size_ + j]);
                                      });
        for (std::size_t k = 0; k < gradient.size(); ++k) gradient[k] /= 2 * counts[k / size_];
        return gradient;
    }

private:
    numbers points_;
    std::size_t size_;
};

} // namespace gradbench::plain

#endif
