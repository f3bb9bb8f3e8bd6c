// SPDX-License-Identifier: BSL-1.0
// A pass of one's own: quotients by a literal become products, x / 3 → 0.333… x, which rounds once more.
#include <pullback.hpp>
#include <pullback/print/program.hpp>

#include <cstdio>

namespace engine = pullback::engine;
namespace record = pullback::engine::record;
using pullback::recorded;

/// A program with products in place of quotients by literals.
struct multiplying {
    static constexpr const char* name = "products for quotients";
    static constexpr bool keeps_roundings = false;

    static constexpr bool applies_to(const engine::program_view& from) { return from.size <= 1024; }
    static constexpr int room_for(const engine::program_view& from) { return from.size + from.literal_count + 16; }

    // Node i has become nodes[i].
    static constexpr void write_part(const engine::program_view& from, int first, int last, recorded* nodes,
                                     record::recorder& target) {
        for (int i = first; i < last; ++i) {
            const engine::instruction& step = from.code[i];
            const bool is_multiplied = record::is_call_of<pullback::functions::divide>(step.function) &&
                                       !engine::is_literal(step.operands[0]) && engine::is_literal(step.operands[1]);
            if (is_multiplied) {
                const engine::literal inverse = 1 / from.literal_at(step.operands[1]);
                nodes[from.node_of(i)] =
                    recorded::literal_of(record::literal_origin::rounded, inverse) * nodes[step.operands[0]];
            } else {
                record::inline_range(from, i, i + 1, nodes, &target); // as it was
            }
        }
    }
};

int main() {
    constexpr auto f = pullback::function([](const auto& x) { return exp(x / 3) / x; });
    using before = engine::program_of<decltype(f), double>;
    using after = engine::optimise::after<engine::optimise::always<multiplying>, before>;
    std::printf("before:\n%s", engine::to_string<before>().c_str());
    std::printf("after:\n%s", engine::to_string<after>().c_str());
    std::printf("%.12f %.12f\n", f(0.5), engine::run::evaluate<after, double, double>(0.5));
}
