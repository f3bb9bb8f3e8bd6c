// SPDX-License-Identifier: BSL-1.0
// Prints how many instructions a call of each function takes on a processor that QEMU emulates with -icount shift=0:
// an instruction is then one nanosecond of its time, and a tick of the timer 40 instructions. Checks first that the
// two ways agree.

#include "../../examples/embedded/drive.hpp"
#include "../../examples/embedded/line.hpp"
#include "functions.hpp"
#include "port.hpp"

#include <cstdint>
#include <type_traits>

// With mathematics.c the counts are those of the functions alone, and their results no numbers to compare.
extern "C" {
[[gnu::weak]] int mathematics_is_replaced = 0;
}

extern "C" void returns_at_once();
extern "C" void takes_100();
asm(R"(
    .thumb_func
returns_at_once:
    bx lr
    .thumb_func
takes_100:
    .rept 99
    nop
    .endr
    bx lr
)");

namespace {

using namespace measured;

constexpr unsigned calls = 1000, instructions_per_tick = 40, timer_range = 1u << 24;

struct timer_registers {
    std::uint32_t control, reload, current;
};

// From a start at 0 it counts down; not more than 2^24 ticks are measured.
volatile timer_registers& timer = *reinterpret_cast<volatile timer_registers*>(0xe000e010);

template <class Result, class... Parameters>
[[gnu::noinline]] unsigned ticks(Result (*function)(Parameters...), std::add_const_t<Parameters>... arguments) {
    const std::uint32_t begin = timer.current;
    for (unsigned i = 0; i < calls; ++i) {
        if constexpr (std::is_void_v<Result>) {
            function(arguments...);
        } else {
            const Result result = function(arguments...);
            asm volatile("" : : "r"(&result) : "memory");
        }
    }
    return (begin - timer.current) % timer_range;
}

template <class Result, class... Parameters>
unsigned count(Result (*function)(Parameters...), std::add_const_t<Parameters>... arguments) {
    auto* const nothing = reinterpret_cast<Result (*)(Parameters...)>(&returns_at_once);
    const unsigned difference = ticks(function, arguments...) - ticks(nothing, arguments...);
    return (difference * instructions_per_tick + calls / 2) / calls + 1;
}

template <class Result, class... Parameters>
void print(const char* name, Result (*by_hand)(Parameters...), Result (*by_pullback)(Parameters...),
           std::add_const_t<Parameters>... arguments) {
    port::line line;
    line.add(name).add(" ").add(count(by_hand, arguments...), 1);
    line.add(" ").add(count(by_pullback, arguments...), 1);
    port::write(line.end());
}

using predict_function = estimate(const estimate&);
using update_function = estimate(const estimate&, const point&, const point&);

estimate driven(predict_function* predict, update_function* update, std::size_t steps) {
    estimate now = vehicle::start;
    for (std::size_t step = 0; step < steps; ++step)
        now = update(predict(now), vehicle::drive[step].landmark, vehicle::drive[step].measured);
    return now;
}

bool is_close(float a, float b) { return a - b < 1e-3f && b - a < 1e-3f; }

bool agree() {
    const estimate a = driven(&predict_hand, &update_hand, vehicle::step_count),
                   b = driven(&predict_pullback, &update_pullback, vehicle::step_count);
    bool result = true;
    for (std::size_t i = 0; i < 5; ++i) result = result && is_close(a.state[i], b.state[i]);
    for (std::size_t i = 0; i < 15; ++i) result = result && is_close(a.covariance[i], b.covariance[i]);
    const moved m = move_hand(a.state), n = move_pullback(a.state);
    const seen s = see_hand(a.state, vehicle::landmarks[0]), t = see_pullback(a.state, vehicle::landmarks[0]);
    for (std::size_t j = 0; j < 5; ++j) {
        result = result && is_close(m.value[j], n.value[j]);
        for (std::size_t i = 0; i < 5; ++i) result = result && is_close(m.jacobian[i][j], n.jacobian[i][j]);
        for (std::size_t i = 0; i < 2; ++i) result = result && is_close(s.jacobian[i][j], t.jacobian[i][j]);
    }
    return result && is_close(s.value[0], t.value[0]) && is_close(s.value[1], t.value[1]);
}

} // namespace

int main() {
    timer.reload = timer_range - 1;
    timer.current = 0;
    constexpr std::uint32_t enabled = 1, of_processor = 4;
    timer.control = enabled | of_processor;
    if (count(&takes_100) != 100) {
        port::write("The timer does not count instructions: run QEMU with -icount shift=0\n");
        return 1;
    }
    if (mathematics_is_replaced == 0 && !agree()) {
        port::write("The results by hand and by pullback differ\n");
        return 1;
    }
    const std::size_t half = vehicle::step_count / 2;
    const estimate now = driven(&predict_hand, &update_hand, half);
    const point &landmark = vehicle::drive[half].landmark, &measured = vehicle::drive[half].measured;
    print("move", &move_hand, &move_pullback, now.state);
    print("see", &see_hand, &see_pullback, now.state, landmark);
    print("predict", &predict_hand, &predict_pullback, now);
    print("update", &update_hand, &update_pullback, now, landmark, measured);
}
