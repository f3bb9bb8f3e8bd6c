// SPDX-License-Identifier: BSL-1.0
// One function, any scalar: float stays float, and 50 digits are 50 digits.
#include <pullback.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cstdio>
#include <iomanip>
#include <iostream>

int main() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto dy = pullback::gradient(exp(x / 3));

    static_assert(std::is_same_v<decltype(dy(1.0f)), float>);
    std::printf("%.9g\n%.17g\n", dy(1.0f), dy(1.0));

    using real = boost::multiprecision::cpp_bin_float_50;
    std::cout << std::setprecision(50) << dy(real(1)) << '\n';
}
