// SPDX-License-Identifier: BSL-1.0
// Runs on a microcontroller: the printed C gives the same numbers, to the last bit, as the functions it was printed
// from. (For that the compiler must not contract products and sums in one of them only.)

#include "../../examples/embedded/drive.hpp"
#include "../../examples/embedded/line.hpp"
#include "port.hpp"

#include <bit>
#include <cstdint>

extern "C" void printed_move(const float* in, float* out);
extern "C" void printed_see(const float* in, float* out);

namespace {

unsigned compared = 0, differ = 0;

template <class Function, class... A>
void compare(void (*printed)(const float*, float*), Function function, const A&... arguments) {
    float in[(pullback::shape<A>::size + ...)];
    int first = 0;
    (([&] {
         float* const begin = in + first;
         pullback::shape<A>::template load<0>(arguments, begin);
         first += pullback::shape<A>::size;
     }()),
     ...);
    const auto result = function(arguments...);
    using shape = pullback::shape<std::remove_const_t<decltype(result)>>;
    float expected[shape::size], out[shape::size];
    shape::template load<0>(result, expected);
    printed(in, out);
    for (int i = 0; i < shape::size; ++i) {
        ++compared;
        if (std::bit_cast<std::uint32_t>(out[i]) != std::bit_cast<std::uint32_t>(expected[i])) ++differ;
    }
}

} // namespace

int main() {
    for (std::size_t step = 0; step < vehicle::step_count; ++step) {
        const auto state = vehicle::state_at(static_cast<float>(step) * vehicle::time_step);
        compare(&printed_move, pullback::value_and_jacobian(vehicle::move), state);
        compare(&printed_see, pullback::value_and_jacobian(vehicle::see, pullback::wrt<0>), state,
                vehicle::drive[step].landmark);
    }
    port::line line;
    line.add(compared, 1).add(" numbers, ").add(differ, 1).add(" of them differ");
    port::write(line.end());
    return compared == 0 || differ != 0 ? 1 : 0;
}
