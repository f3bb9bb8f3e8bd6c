// SPDX-License-Identifier: BSL-1.0
// A function of your own that says what it is like.
#include <pullback.hpp>

#include <array>
#include <cstdio>

// A smooth distance of two numbers.
struct soft_distance_row : pullback::elementary<soft_distance_row, 2> {
    static constexpr const char* name = "soft_distance";
    static constexpr pullback::row_facts facts{
        .is_commutative = true, // so of the calls below one is left
        .passes_on_nan = true,
        .continuous = pullback::continuity::everywhere,
        .is_finite_for = pullback::operand_range::finite,
        .is_nonzero_for = pullback::operand_range::all,
        .has_finite_derivatives_for = pullback::operand_range::finite,
        .sign = pullback::result_sign::positive,
    };
    static constexpr auto value(const auto& x, const auto& y) { return pullback::sqrt(1 + pullback::square(x - y)); }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T& z, const T& gz) {
        const T gx = gz * ((x - y) / z);
        return {gx, -gx};
    }
};
inline constexpr soft_distance_row soft_distance;

int main() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = pullback::variable<"y">;
    std::puts(to_string(soft_distance(x, y) * soft_distance(y, x)).c_str());
    std::printf("%.6f\n", gradient(log(soft_distance(x, y)))(3.0, 1.5)[x]);
}
