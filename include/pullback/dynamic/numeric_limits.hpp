// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NUMERIC_LIMITS_HPP
#define PULLBACK_DYNAMIC_NUMERIC_LIMITS_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <limits>
#include <numbers>

/// The limits of a variable of numbers, for generic code that asks for them: those of the numbers. Each limit is a new
/// variable without creator.
template <class T>
class std::numeric_limits<pullback::dynamic::variable<T>>
    : public std::numeric_limits<pullback::dynamic::scalar_of_data<T>> {
    using variable = pullback::dynamic::variable<T>;
    using scalar = pullback::dynamic::scalar_of_data<T>;
    using of_data = std::numeric_limits<scalar>;
    static variable limit(const scalar& value) {
        static_assert(pullback::dynamic::NumberData<T>,
                      "std::numeric_limits<variable<A>>: A is an array, and a limit is one number; name the type of "
                      "its elements, std::numeric_limits<double>::infinity()");
        if constexpr (pullback::dynamic::NumberData<T>) return variable(value);
        else return variable();
    }

public:
    static variable infinity() { return limit(of_data::infinity()); }
    static variable quiet_NaN() { return limit(of_data::quiet_NaN()); }
    static variable signaling_NaN() { return limit(of_data::signaling_NaN()); }
    static variable round_error() { return limit(of_data::round_error()); }
    static variable epsilon() { return limit(of_data::epsilon()); }
    static variable(min)() { return limit((of_data::min)()); }
    static variable(max)() { return limit((of_data::max)()); }
    static variable lowest() { return limit(of_data::lowest()); }
    static variable denorm_min() { return limit(of_data::denorm_min()); }
};

namespace pullback::dynamic {

/// Whether the number of a variable is NaN, or infinite, or neither of these.
template <NumberData T>
bool isnan(const variable<T>& x) {
    return x.data() != x.data();
}
template <NumberData T>
bool isinf(const variable<T>& x) {
    using limits = std::numeric_limits<T>;
    return limits::has_infinity && (x.data() == limits::infinity() || x.data() == -limits::infinity());
}
template <NumberData T>
bool isfinite(const variable<T>& x) {
    return !isnan(x) && !isinf(x);
}

} // namespace pullback::dynamic

/// The constants of the standard library for variables are those of their data, plain numbers: one variable for all
/// threads would not do.
#define PULLBACK_CONSTANT_OF_VARIABLES(name)                                       \
    template <class T>                                                             \
    inline constexpr auto std::numbers::name##_v<pullback::dynamic::variable<T>> = \
        std::numbers::name##_v<pullback::dynamic::scalar_of_data<T>>;

PULLBACK_CONSTANT_OF_VARIABLES(e)
PULLBACK_CONSTANT_OF_VARIABLES(log2e)
PULLBACK_CONSTANT_OF_VARIABLES(log10e)
PULLBACK_CONSTANT_OF_VARIABLES(pi)
PULLBACK_CONSTANT_OF_VARIABLES(inv_pi)
PULLBACK_CONSTANT_OF_VARIABLES(inv_sqrtpi)
PULLBACK_CONSTANT_OF_VARIABLES(ln2)
PULLBACK_CONSTANT_OF_VARIABLES(ln10)
PULLBACK_CONSTANT_OF_VARIABLES(sqrt2)
PULLBACK_CONSTANT_OF_VARIABLES(sqrt3)
PULLBACK_CONSTANT_OF_VARIABLES(inv_sqrt3)
PULLBACK_CONSTANT_OF_VARIABLES(egamma)
PULLBACK_CONSTANT_OF_VARIABLES(phi)

#undef PULLBACK_CONSTANT_OF_VARIABLES

#endif
