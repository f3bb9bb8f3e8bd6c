// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_ALL_HPP
#define PULLBACK_BENCH_KERNELS_ALL_HPP

#include "black_scholes.hpp"
#include "black_scholes_hessian.hpp"
#include "black_scholes_order_3.hpp"
#include "bundle_adjustment.hpp"
#include "chain.hpp"
#include "ekf_predict.hpp"
#include "goldstein_price.hpp"
#include "log_sum_exp.hpp"
#include "lstm_cell.hpp"
#include "network.hpp"
#include "normal_log_density.hpp"
#include "quaternion_rotation.hpp"
#include "range_bearing.hpp"
#include "robot_arm.hpp"
#include "rosenbrock.hpp"
#include "sharing.hpp"
#include "sigmoid_tanh.hpp"

/// X(name) for each kernel, from small to large within a kind.
#define PULLBACK_BENCH_KERNELS(X) \
    X(chain)                      \
    X(sigmoid_tanh)               \
    X(sharing)                    \
    X(rosenbrock)                 \
    X(goldstein_price)            \
    X(black_scholes)              \
    X(black_scholes_hessian)      \
    X(black_scholes_order_3)      \
    X(quaternion_rotation)        \
    X(range_bearing)              \
    X(ekf_predict)                \
    X(robot_arm)                  \
    X(bundle_adjustment)          \
    X(network)                    \
    X(lstm_cell)                  \
    X(normal_log_density)         \
    X(log_sum_exp)

#endif
