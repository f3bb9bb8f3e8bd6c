// SPDX-License-Identifier: BSL-1.0
#include "../support/special_points.hpp"

#include <pullback/dynamic.hpp>
#include <pullback/dynamic/engine.hpp>

// Builds a program as bytes say and differentiates it by the reverse and the forward sweep, by dual numbers that know
// nothing of the library, and on the run-time graph. All must agree within the error that evaluating the derivative's
// program may make. The same again for the gradient: second derivatives.

namespace {

using namespace run_time;
namespace engine = pullback::engine;
namespace dynamic = pullback::dynamic;

/// What the sweeps have in common: the program copied, and its outputs.
struct copied {
    int node_count;
    engine::workspace<recorded> nodes;

    copied(const program_view& from, recorder& target) : node_count(from.node_count()), nodes(node_count) {
        target.take_over(from);
        engine::record::name_nodes(from, nodes.data(), from.input_count, 0, target);
    }
};

/// The derivatives of every output by every input, one reverse sweep for each output.
void write_rows(const program_view& from, recorder& target, int* outputs) {
    copied copy(from, target);
    engine::workspace<recorded> adjoints(copy.node_count);
    engine::workspace<bool> is_active(copy.node_count), is_maybe_infinite(copy.node_count),
        is_wanted(from.input_count, true);
    engine::differentiate::mark_maybe_infinite(from, is_maybe_infinite.data());
    engine::differentiate::mark_active(from, is_wanted.data(), is_active.data());
    for (int row = 0; row < from.output_count; ++row) {
        for (int i = 0; i < copy.node_count; ++i) adjoints[i] = recorded();
        if (from.outputs[row] >= 0) adjoints[from.outputs[row]] = recorded(1);
        engine::differentiate::reverse_sweep{from, copy.nodes.data(), is_active.data(), is_maybe_infinite.data(),
                                             adjoints.data()}
            .run(0, from.size);
        for (int i = 0; i < from.input_count; ++i) outputs[row * inputs + i] = adjoints[i].operand_in(target);
    }
}

/// The same, one forward sweep for each input.
void write_columns(const program_view& from, recorder& target, int* outputs) {
    copied copy(from, target);
    engine::workspace<recorded> tangents(copy.node_count);
    engine::workspace<bool> is_needed(copy.node_count, true), is_maybe_infinite(copy.node_count),
        is_sided(copy.node_count);
    engine::differentiate::mark_maybe_infinite(from, is_maybe_infinite.data());
    engine::differentiate::mark_sided(from, is_maybe_infinite.data(), is_sided.data());
    for (int column = 0; column < inputs; ++column) {
        for (int i = 0; i < from.input_count; ++i) tangents[i] = recorded(i == column ? 1 : 0);
        engine::differentiate::forward_sweep{
            from, copy.nodes.data(), is_needed.data(), is_maybe_infinite.data(), is_sided.data(), tangents.data()}
            .run(0, from.size);
        for (int row = 0; row < from.output_count; ++row) {
            const int output = from.outputs[row];
            outputs[row * inputs + column] = (output >= 0 ? tangents[output] : recorded()).operand_in(target);
        }
    }
}

stored_program derivative_of(const stored_program& from, pass write) {
    return written(inputs, inputs * static_cast<int>(from.outputs.size()),
                   [&](recorder& target, int* outputs) { write(from.view(), target, outputs); });
}

// The derivatives may be differences of large terms that the dual numbers do not have, and the other way round; both
// are bounded.
constexpr number steps_per_operation = 8;

comparisons total;

// What a sum of slopes that nearly cancel may have lost: the dual numbers', and in double the graph's, which adds what
// no program does.
number error_of_sum(number roundoff, const bounded_node& output, int input, const stored_program& from) {
    return 4 * from.node_count() * roundoff * output.slope_size[static_cast<std::size_t>(input)];
}

/// Compares a program of derivatives with the slopes of the function's nodes.
void compare(const char* name, const stored_program& slopes, const stored_program& from,
             const std::vector<bounded_node>& nodes, const std::vector<double>& at) {
    if (slopes.outputs.empty()) return; // too large
    require("the sweep wrote no program", is_well_formed(slopes.view()), from);
    const std::vector<bounded_node> slope_nodes = bounded(slopes.view(), at);
    const auto narrow = interpreted<double>(slopes.view(), at);
    const auto wide = interpreted<number>(slopes.view(), {at.begin(), at.end()});
    for (int row = 0; row < static_cast<int>(slopes.outputs.size()); ++row) {
        const bounded_node output = bounded_output(from.view(), row / inputs, nodes);
        const bounded_node slope = bounded_output(slopes.view(), row, slope_nodes);
        if (!output.is_known()) continue;
        const number wanted = output.slope[static_cast<std::size_t>(row % inputs)];
        const number got = output_of(slopes.view(), row, wide);
        require("a derivative is no number", got == got, from);
        ++(slope.is_known() ? total.made : total.left_out);
        if (!slope.is_known()) continue;
        const number error = steps_per_operation * slope.error,
                     own = error_of_sum(wide_unit, output, row % inputs, from);
        require_near(name, output_of(slopes.view(), row, narrow), wanted, error + own, from);
        require_near(name, got, wanted, 2 * error * wide_unit / unit + own, from);
    }
}

/// The gradients that the run-time graph has.
void compare_with_graph(const stored_program& from, const std::vector<bounded_node>& nodes,
                        const std::vector<double>& at, const stored_program& slopes) {
    const std::vector<dynamic::variable<double>> x(at.begin(), at.end());
    dynamic::engine::graph_machine<double> machine(from.view(), {x.begin(), x.end()});
    run_time::interpret(machine, from.view());
    const std::vector<bounded_node> slope_nodes = bounded(slopes.view(), at);
    for (int row = 0; row < static_cast<int>(from.outputs.size()); ++row) {
        const bounded_node wanted = bounded_output(from.view(), row, nodes);
        if (!wanted.is_known()) continue;
        auto y = machine.output(row).as_variable(0.);
        require_near("graph", y.data(), wanted.value, steps_per_operation * wanted.error, from);
        for (std::size_t i = 0; i < inputs; ++i) {
            const bounded_node slope = bounded_output(slopes.view(), row * inputs + static_cast<int>(i), slope_nodes);
            if (slope.is_known())
                require_near("graph", grad(y, x[i], dynamic::unused::zero).data(), wanted.slope[i],
                             steps_per_operation * slope.error + error_of_sum(unit, wanted, static_cast<int>(i), from),
                             from);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const program_from_bytes made(bytes, size);
    const stored_program rows = derivative_of(made.program, write_rows);
    const stored_program columns = derivative_of(made.program, write_columns);
    compare("reverse", rows, made.program, made.nodes, made.at);
    compare("forward", columns, made.program, made.nodes, made.at);
#ifdef PULLBACK_FUZZ_SPECIAL_POINTS
    require_same_at_special_points("forward against reverse", columns, rows, bytes, size, false);
#endif
    compare_with_graph(made.program, made.nodes, made.at, rows);
    if (rows.code.size() < 120) {
        const std::vector<bounded_node> nodes = bounded(rows.view(), made.at);
        compare("reverse of reverse", derivative_of(rows, write_rows), rows, nodes, made.at);
        compare("forward of reverse", derivative_of(rows, write_columns), rows, nodes, made.at);
    }
#ifdef PULLBACK_FUZZ_STATISTICS
    static long runs = 0;
    if (++runs % 10000 == 0) std::fprintf(stderr, "%ld compared, %ld left out\n", total.made, total.left_out);
#endif
    return 0;
}

#ifdef PULLBACK_FUZZ_WITHOUT_ENGINE
#include "../support/random_bytes.hpp"

int main() { return run_with_random_bytes(4000, 300); }
#endif
