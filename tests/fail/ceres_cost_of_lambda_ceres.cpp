// EXPECT: f is not a static function; make one of a generic lambda with
#include <pullback.hpp>
#include <pullback/ext/ceres.hpp>

#ifdef PULLBACK_WRONG
constexpr auto residual = [](const auto& m, const auto& x) { return m * x; };
#else
constexpr auto residual = pullback::function([](const auto& m, const auto& x) { return m * x; });
#endif

auto cost() { return pullback::ceres_cost_function<double>(residual, 2.0); }
