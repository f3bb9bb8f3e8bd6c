// SPDX-License-Identifier: BSL-1.0
#include "../support/passes.hpp"
#include "../support/special_points.hpp"

// Builds a program as bytes say and runs the passes over it that must keep its values: what they write is evaluated in
// double and in long double, and compared with what was there before, within the error that evaluating that program may
// make.

namespace {

using namespace run_time;
namespace engine = pullback::engine;

void simplify(const program_view& from, recorder& target, int* outputs) {
    engine::workspace<recorded> nodes(from.node_count());
    engine::record::enter_inputs(from, nodes.data(), target);
    engine::record::inline_program(from, nodes.data(), &target);
    for (int row = 0; row < from.output_count; ++row)
        outputs[row] = engine::record::output_operand(from, row, nodes.data(), target);
}

void copy(const program_view& from, recorder& target, int* outputs) {
    engine::workspace<recorded> nodes(from.node_count());
    target.take_over(from);
    engine::record::name_nodes(from, nodes.data(), from.input_count, 0, target);
    for (int row = 0; row < from.output_count; ++row)
        outputs[row] = engine::record::output_operand(from, row, nodes.data(), target);
}

/// A program with its gradients: what the passes have most to do with.
void differentiate(const program_view& from, recorder& target, int* outputs) {
    run_time::write_derivatives(from, target, outputs, run_time::with_values::yes);
}

// All that the library runs, and what is no pass of its pipeline here.
const std::vector<named_pass> passes = [] {
    using namespace engine::optimise;
    std::vector<named_pass> table{{"copying", copy, true}, {"simplification", simplify, true}};
    table = with_passes(table, before_execution<rounding::is_allowed>::passes);
    table = with_passes(table, before_differentiation::passes);
    return with_passes(table, in_best_order<equal_calls::are_joined>::passes);
}();

// One operation may become several, as many as an integer power has products.
constexpr number steps_per_operation = 8;

comparisons total;

// `nodes` are those of `before`.
void compare(const char* name, const stored_program& after, const stored_program& before,
             const std::vector<bounded_node>& nodes, const std::vector<double>& at) {
    if (after.outputs.empty()) return; // too large
    require("the pass wrote no program", is_well_formed(after.view()), before);
    const auto narrow = interpreted<double>(after.view(), at);
    const auto wide = interpreted<number>(after.view(), {at.begin(), at.end()});
    for (int row = 0; row < static_cast<int>(before.outputs.size()); ++row) {
        const bounded_node wanted = bounded_output(before.view(), row, nodes);
        ++(wanted.is_known() ? total.made : total.left_out);
        if (!wanted.is_known()) continue;
        const number error = steps_per_operation * wanted.error;
        require_near(name, output_of(after.view(), row, narrow), wanted.value, error, before);
        require_near(name, output_of(after.view(), row, wide), wanted.value, 2 * error * wide_unit / unit, before);
    }
}

void check_passes(const stored_program& before, const std::vector<double>& at) {
    const std::vector<bounded_node> nodes = bounded(before.view(), at);
    for (const named_pass& pass : passes) {
        const stored_program once = passed(before, pass.run);
        compare(pass.name, once, before, nodes, at);
        compare(pass.name, passed(once, pass.run), before, nodes, at);
    }
}

/// A program of the user's without products, zeros and constant steps.
stored_program without_products(stored_program program) {
    constexpr int one = -2, first_input = 0;
    for (instruction& step : program.code) {
        step.is_primal = true;
        if (step.function->role == pullback::row_role::multiply)
            step.function = &engine::operation_of<functions::subtract>;
        if (step.function->role == pullback::row_role::square) step.function = &engine::operation_of<functions::negate>;
        if (step.function->role == pullback::row_role::pow) step.function = &engine::operation_of<functions::atan2>;
        int literals = 0;
        for (int k = 0; k < step.function->arity; ++k) {
            int& operand = step.operands[k];
            if (operand < 0 && program.literals[static_cast<std::size_t>(-operand - 1)] == 0) operand = one;
            literals += operand < 0 ? 1 : 0;
        }
        if (literals == step.function->arity) step.operands[step.function->arity - 1] = first_input;
    }
    return program;
}

// Sums, quotients and functions of the user's are what they are written as, to the last digit. Not where a number is 0,
// since that of -(x - y) and that of y - x have different signs.
void check_roundings(const stored_program& before, const std::vector<double>& at) {
    const auto wanted = interpreted<double>(before.view(), at);
    for (int node = 0; node < before.node_count(); ++node) {
        const bool is_condition =
            before.view().is_computed(node) && before.view().kind_of(node) == pullback::value_kind::truth;
        if (!is_condition && wanted.numbers[static_cast<std::size_t>(node)] == 0) return;
    }
    for (const named_pass& pass : passes) {
        if (!pass.keeps_roundings) continue;
        const stored_program after = passed(before, pass.run);
        const auto got = interpreted<double>(after.view(), at);
        for (int row = 0; row < static_cast<int>(before.outputs.size()); ++row)
            if (const double number = output_of(before.view(), row, wanted); std::isfinite(number))
                require_near(pass.name, output_of(after.view(), row, got), number, 0, before);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const program_from_bytes made(bytes, size);
    check_passes(made.program, made.at);
    check_roundings(without_products(made.program), made.at);
    const stored_program simple = passed(made.program, simplify);
    const stored_program with_gradients =
        written(inputs, 8, [&](recorder& target, int* outputs) { differentiate(simple.view(), target, outputs); });
    check_passes(with_gradients, made.at);
#ifdef PULLBACK_FUZZ_SPECIAL_POINTS
    for (const named_pass& pass : passes)
        require_same_at_special_points(pass.name, passed(with_gradients, pass.run), with_gradients, bytes, size, true);
#endif
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
