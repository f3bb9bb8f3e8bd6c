// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_LSTM_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_LSTM_HPP

#include "../../by_hand/lstm.hpp"
#include "../../by_hand/lstm_in_lanes.hpp"
#include "../lstm.hpp"
#include "../protocol.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

namespace gradbench::plain {

/// The arguments are those of the input, gate by gate, and then the ends.
template <std::size_t Layers>
class lstm {
public:
    numbers arguments;

    explicit lstm(const json& input) : network_(read_network<Layers>(input)) {
        arguments = in_order<Layers>(network_.units);
    }

    template <class T>
    T operator()(const std::vector<T>& x) const {
        using std::exp, std::log, std::tanh;
        const auto sigmoid = [](const T& at) -> T { return 1 / (1 + exp(-at)); };
        const std::size_t size = network_.units.size();
        std::vector<T> state(2 * Layers * size), input(size);
        for (std::size_t j = 0; j < size; ++j)
            for (std::size_t k = 0; k < 2 * Layers; ++k) state[k * size + j] = network_.begin[j][k];
        const T* const ends = &x[8 * Layers * size];
        T total = 0;
        for (Eigen::Index t = 0; t < network_.text.rows(); ++t) {
            T exponentials = 2;
            double characters = 0;
            for (std::size_t j = 0; j < size; ++j) {
                const auto unit = static_cast<Eigen::Index>(j);
                T seen = network_.text(t, unit) * ends[j];
                for (std::size_t layer = 0; layer < Layers; ++layer) {
                    const T* const w = &x[8 * layer * size + j];
                    T& hidden = state[2 * layer * size + j];
                    T& cell = state[(2 * layer + 1) * size + j];
                    const T kept = sigmoid(seen * w[0] + w[4 * size]), taken = sigmoid(hidden * w[size] + w[5 * size]),
                            out = sigmoid(seen * w[2 * size] + w[6 * size]),
                            change = tanh(hidden * w[3 * size] + w[7 * size]);
                    cell = cell * kept + taken * change;
                    hidden = out * tanh(cell);
                    seen = hidden;
                }
                const T predicted = seen * ends[size + j] + ends[2 * size + j];
                exponentials += exp(predicted);
                total += predicted * network_.next_characters(t, unit);
                characters += network_.next_characters(t, unit);
            }
            total -= characters * log(exponentials);
        }
        return -total / static_cast<double>(network_.text.size());
    }

    numbers gradient() const {
        return in_order<Layers>(by_hand::lstm<Layers>(network_.units, network_.begin,
                                                      static_cast<std::size_t>(network_.text.rows()),
                                                      network_.text.data(), network_.next_characters.data())
                                    .gradient);
    }
    numbers gradient_in_lanes() const {
        return in_order<Layers>(by_hand::lstm_in_lanes<Layers>(network_.units, network_.begin,
                                                               static_cast<std::size_t>(network_.text.rows()),
                                                               network_.text.data(), network_.next_characters.data())
                                    .gradient);
    }

private:
    network<Layers> network_;
};

} // namespace gradbench::plain

#endif
