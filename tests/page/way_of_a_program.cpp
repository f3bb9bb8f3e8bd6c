// SPDX-License-Identifier: BSL-1.0
// The way of a small program through the library: what it looks like after each step.
#include <pullback.hpp>
#include <pullback/print/program.hpp>

#include <cstdio>

namespace engine = pullback::engine;

using namespace pullback::literals;
constexpr auto x = pullback::variable<"x">;

// Recorded, and differentiated by one reverse sweep from the only result to the only input.
constexpr auto y = square(exp(square(x)));
using recorded = engine::program_of<decltype(y)>;
struct only_input {
    static constexpr int size() { return 1; }
    static constexpr int input(int) { return 0; }
};
using sweep = engine::differentiate::jacobian_program<recorded, only_input, engine::differentiate::with_value::no, 1,
                                                      engine::differentiate::direction::reverse>;
struct differentiated {
    static constexpr auto code = engine::record::whole_program<sweep>;
};
using live = engine::record::built<sweep>; // without dead code

// A second derivative, optimised for numbers that may be rounded. `optimise::program_for` does all three steps at once.
constexpr auto z = pullback::derivative<2>(square(exp(square(x / 3_c))));
using namespace engine::optimise;
using second = engine::program_of<decltype(z)>;
using folded = after<always<folding>, second>;
using rearranged = after<arranging<rounding::is_allowed>, folded>;
using ordered = after<in_best_order<equal_calls::stay_apart>, rearranged>;
static_assert(engine::to_string<ordered>() == engine::to_string<program_for<second, double>::type>());

int main() {
    std::printf("recorded:\n%s", engine::to_string<recorded>().c_str());
    std::printf("differentiated:\n%s", engine::to_string<differentiated>().c_str());
    std::printf("without dead code:\n%s", engine::to_string<live>().c_str());
    std::printf("evaluated at 0.5:\n%.15f\n", engine::run::evaluate<live, double, double>(0.5));

    std::printf("second derivative:\n%s", engine::to_string<second>().c_str());
    std::printf("folded:\n%s", engine::to_string<folded>().c_str());
    std::printf("rearranged:\n%s", engine::to_string<rearranged>().c_str());
    std::printf("ordered:\n%s", engine::to_string<ordered>().c_str());
    std::printf("evaluated at 0.5:\n%.15f\n", z(0.5));
}
