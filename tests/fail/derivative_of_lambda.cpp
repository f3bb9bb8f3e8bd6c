// SPDX-License-Identifier: BSL-1.0
// EXPECT: f is not a static function; make one of a generic lambda with
#include <pullback.hpp>

int main() {
    constexpr auto cube = [](const auto& x) { return x * x * x; };
#ifdef PULLBACK_WRONG
    return pullback::derivative<2>(cube)(1.0) > 0;
#else
    return pullback::derivative<2>(pullback::function(cube))(1.0) < 0;
#endif
}
