// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_ODE_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_ODE_HPP

#include "../../by_hand/chain_of_rates.hpp"
#include "../../by_hand/chain_of_rates_in_lanes.hpp"
#include "../protocol.hpp"

#include <cstddef>
#include <vector>

namespace gradbench::plain {

class ode {
public:
    numbers arguments;

    explicit ode(const json& input) : arguments(flat(input.at("x"))), steps_(input.at("s").get<int>()) {}

    template <class T>
    std::vector<T> all(const std::vector<T>& x) const {
        const double h = 2.0 / steps_;
        std::vector<T> y(x.size(), T(0)), k1(y), k2(y), k3(y), k4(y), moved(y);
        const auto slope = [&](const std::vector<T>& at, std::vector<T>& k) {
            k[0] = x[0];
            for (std::size_t i = 1; i < x.size(); ++i) k[i] = x[i] * at[i - 1];
        };
        const auto move = [&](const std::vector<T>& k, double by) {
            for (std::size_t i = 0; i < x.size(); ++i) moved[i] = y[i] + by * k[i];
        };
        for (int step = 0; step < steps_; ++step) {
            slope(y, k1);
            move(k1, h / 2);
            slope(moved, k2);
            move(k2, h / 2);
            slope(moved, k3);
            move(k3, h);
            slope(moved, k4);
            for (std::size_t i = 0; i < x.size(); ++i) y[i] += h / 6 * (k1[i] + 2 * (k2[i] + k3[i]) + k4[i]);
        }
        return y;
    }
    template <class T>
    T operator()(const std::vector<T>& x) const {
        return all(x).back();
    }
    numbers gradient() const { return by_hand::chain_of_rates(arguments, steps_, 2).gradient; }
    numbers gradient_in_lanes() const { return by_hand::chain_of_rates_in_lanes(arguments, steps_, 2).gradient; }

private:
    int steps_;
};

} // namespace gradbench::plain

#endif
