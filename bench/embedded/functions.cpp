// The functions that are measured, each twice: by pullback and by hand. The results go where the caller says.

#include "by_hand.hpp"

using state    = std::array<float, 5>;
using point    = std::array<float, 2>;
using estimate = vehicle::estimate<float>;

namespace {

constexpr auto moved = pullback::value_and_jacobian(vehicle::move);
constexpr auto seen  = pullback::value_and_jacobian(vehicle::see, pullback::wrt<0>);

using moved_result = decltype(moved(state{}));
using seen_result  = decltype(seen(state{}, point{}));

} // namespace

extern "C" {

moved_result move_pullback(const state& x) { return moved(x); }
by_hand::moved move_hand(const state& x) { return by_hand::move(x); }

seen_result see_pullback(const state& x, const point& landmark) { return seen(x, landmark); }
by_hand::seen see_hand(const state& x, const point& landmark) { return by_hand::see(x, landmark); }

estimate predict_pullback(const estimate& e) { return vehicle::predict(e); }
estimate predict_hand(const estimate& e) { return by_hand::predict(e); }

estimate update_pullback(const estimate& e, const point& landmark, const point& measured) {
    return vehicle::update(e, landmark, measured);
}
estimate update_hand(const estimate& e, const point& landmark, const point& measured) {
    return by_hand::update(e, landmark, measured);
}
}
