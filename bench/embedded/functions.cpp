// SPDX-License-Identifier: BSL-1.0
#include "functions.hpp"

using namespace measured;

// Flattened, so that each is one function that calls nothing but mathematics.

[[gnu::flatten]] moved move_pullback(const state& x) { return pullback::value_and_jacobian(vehicle::move)(x); }
[[gnu::flatten]] moved move_hand(const state& x) { return by_hand::move(x); }

[[gnu::flatten]] seen see_pullback(const state& x, const point& landmark) {
    return pullback::value_and_jacobian(vehicle::see, pullback::wrt<0>)(x, landmark);
}
[[gnu::flatten]] seen see_hand(const state& x, const point& landmark) { return by_hand::see(x, landmark); }

[[gnu::flatten]] estimate predict_pullback(const estimate& before) { return vehicle::predict(before); }
[[gnu::flatten]] estimate predict_hand(const estimate& before) { return by_hand::predict(before); }

[[gnu::flatten]] estimate update_pullback(const estimate& before, const point& landmark, const point& measured) {
    return vehicle::update(before, landmark, measured);
}
[[gnu::flatten]] estimate update_hand(const estimate& before, const point& landmark, const point& measured) {
    return by_hand::update(before, landmark, measured);
}
