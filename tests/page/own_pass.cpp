// SPDX-License-Identifier: BSL-1.0
// A pass of one's own: quotients by a literal become products, x / 3 → 0.333… x, which rounds once more.
#include <pullback.hpp>
#include <pullback/print/program.hpp>

#include <cstdio>

namespace engine = pullback::engine;
namespace record = pullback::engine::record;
using pullback::recorded;

/// The program `Built` with products in place of quotients by literals.
template <class Built>
struct multiplying {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int capacity = Built::code.size + Built::code.view().literal_count + 16; // a guess

    static constexpr void write(record::recorder& target, int* outputs) {
        constexpr engine::program_view from = Built::code.view();
        engine::workspace<recorded> nodes(from.input_count + from.size); // what each node becomes
        record::enter_inputs(from, nodes.data(), target);
        for (int i = 0; i < from.size; ++i) {
            const engine::instruction& step = from.code[i];
            const bool is_multiplied = record::is_call_of<pullback::functions::divide>(step.function) &&
                                       step.operands[0] >= 0 && step.operands[1] < 0;
            if (is_multiplied) {
                const engine::literal inverse = 1 / from.literals[~step.operands[1]];
                nodes[from.input_count + i] =
                    recorded::literal_of(record::literal_origin::rounded, inverse) * nodes[step.operands[0]];
            } else {
                record::inline_part(from, i, i + 1, nodes.data(), &target); // as it was
            }
        }
        for (int row = 0; row < output_count; ++row)
            outputs[row] = record::output_operand(from, row, nodes.data(), target);
    }
};

int main() {
    constexpr auto f = pullback::function([](const auto& x) { return exp(x / 3) / x; });
    using before = engine::program_of<decltype(f), double>;
    using after = record::built<multiplying<before>>;
    std::printf("before:\n%s", engine::to_string<before>().c_str());
    std::printf("after:\n%s", engine::to_string<after>().c_str());
    std::printf("%.12f %.12f\n", f(0.5), engine::run::evaluate<after, double, double>(0.5));
}
