// SPDX-License-Identifier: BSL-1.0
#include "../support/extended_rational.hpp"
#include "../support/passes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace engine = pullback::engine;

// Builds a program as bytes say, differentiates it once and twice, and compares what the passes make of it with what
// differentiation found, at zeros, ties and infinities of the inputs and of everything that is computed, in arithmetic
// that does not round: where the derivative is a number, it is the same number, and where it is infinite, so infinite;
// where it is NaN, anything may come. What a comparison compares is the same to the last digit, in `double`.

namespace {

using namespace run_time;
namespace engine = pullback::engine;
using kind = extended_rational::kind;

constexpr int inputs = 3;

std::vector<extended_rational> special_numbers() {
    std::vector<extended_rational> result{kind::positive_infinity, kind::negative_infinity};
    for (const literal value : {0.L, 1.L, -1.L, 2.L, 0.L, 0.5L, 3.L, -2.L, 4.L, 1.L})
        result.push_back(extended_rational::of(value));
    return result;
}

double as_double(const extended_rational& x) {
    if (x.is_number()) return static_cast<double>(x.above()) / static_cast<double>(x.below());
    return x.sign() * std::numeric_limits<double>::infinity();
}

class special_program {
public:
    special_program(const std::uint8_t* bytes, std::size_t size) {
        program.input_count = inputs;
        program.literals = {0, 1, 2, -1, 0.5L, 3};
        for (int i = 0; i < inputs; ++i) numbers_.push_back(i);
        constexpr std::size_t most_instructions = 14;
        for (std::size_t i = 0; i + 4 <= size && program.code.size() < most_instructions; i += 4)
            add(bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]);
        program.outputs = {numbers_.back()};
        if (size % 2 != 0) program.outputs.push_back(numbers_[numbers_.size() - 1 - numbers_.size() / 3]);
    }

    stored_program program;

private:
    int operand(std::uint8_t byte) const {
        const std::size_t choice = byte / 4;
        if (byte % 4 == 0) return -2 - static_cast<int>(choice % 5); // no zero
        if (byte % 4 == 1) return numbers_[numbers_.size() - 1 - choice % std::min<std::size_t>(numbers_.size(), 3)];
        return numbers_[choice % numbers_.size()];
    }

    void add(std::uint8_t what, std::uint8_t a, std::uint8_t b, std::uint8_t c) {
        using pullback::engine::operation_of;
        static const operation* const rows[] = {
            &engine::operation_of<functions::add>, &operation_of<functions::subtract>,
            &operation_of<functions::multiply>,    &operation_of<functions::divide>,
            &operation_of<functions::divide>,      &operation_of<functions::multiply>,
            &operation_of<functions::divide>,      &operation_of<functions::square>,
            &operation_of<functions::sqrt>,        &operation_of<functions::exp>,
            &operation_of<functions::log>,         &operation_of<functions::add>,
            &operation_of<functions::subtract>,    &operation_of<functions::negate>,
            &operation_of<functions::less>,        &operation_of<functions::equal>,
            &operation_of<functions::select>,      &operation_of<functions::max>,
            &operation_of<functions::abs>,         &operation_of<functions::clamp>,
            &operation_of<functions::multiply>,    &operation_of<functions::divide>,
            &operation_of<functions::select>,      &operation_of<functions::floor>,
            &operation_of<functions::tanh>,        &operation_of<functions::sin>};
        const operation* const function = rows[what % std::size(rows)];
        instruction step{function, {0, 0, 0}};
        const std::uint8_t choice[] = {a, b, c};
        bool is_all_literal = true;
        for (int k = 0; k < function->arity; ++k) {
            if (operand_kind_of(function) == pullback::value_kind::truth && k == 0) {
                if (conditions_.empty()) return;
                step.operands[k] = conditions_[choice[k] % conditions_.size()];
            } else {
                step.operands[k] = operand(choice[k]);
            }
            is_all_literal = is_all_literal && step.operands[k] < 0;
        }
        if (is_all_literal) return;
        for (const instruction& other : program.code)
            if (other.function == function && std::equal(step.operands, step.operands + 3, other.operands)) return;
        (kind_of(function) == pullback::value_kind::truth ? conditions_ : numbers_).push_back(program.node_count());
        program.code.push_back(step);
    }

    std::vector<int> numbers_, conditions_;
};

void simplify(const program_view& from, recorder& target, int* outputs) {
    engine::workspace<recorded> nodes(from.node_count());
    engine::record::enter_inputs(from, nodes.data(), target);
    engine::record::inline_program(from, nodes.data(), &target);
    for (int row = 0; row < from.output_count; ++row)
        outputs[row] = engine::record::output_operand(from, row, nodes.data(), target);
}

// The derivatives of all outputs by all inputs.
void differentiate(const program_view& from, recorder& target, int* outputs) {
    run_time::write_derivatives(from, target, outputs, run_time::with_values::no);
}

stored_program derivatives_of(const stored_program& from) {
    return written(inputs, inputs * static_cast<int>(from.outputs.size()),
                   [&](recorder& target, int* outputs) { differentiate(from.view(), target, outputs); });
}

const std::vector<named_pass> passes =
    table_of(engine::optimise::arranging<engine::optimise::rounding::is_allowed>::passes);

long compared_numbers = 0, compared_infinities = 0, left_out = 0;

void show(const char* title, const stored_program& program) {
    std::fprintf(stderr, "%s\n", title);
    for (std::size_t i = 0; i < program.code.size(); ++i) {
        const instruction& step = program.code[i];
        std::fprintf(stderr, "  n%d%s = %s(", program.input_count + static_cast<int>(i), step.is_primal ? "'" : "",
                     step.function->name);
        for (int k = 0; k < step.function->arity; ++k)
            if (const int operand = step.operands[k]; operand >= 0) std::fprintf(stderr, "n%d ", operand);
            else std::fprintf(stderr, "%.6Lg ", program.literals[static_cast<std::size_t>(-operand - 1)]);
        std::fprintf(stderr, ")\n");
    }
    for (const int output : program.outputs) std::fprintf(stderr, "  output %d\n", output);
}

void print(const extended_rational& x) {
    if (x.is_number())
        std::fprintf(stderr, "%lld/%lld", static_cast<long long>(x.above()), static_cast<long long>(x.below()));
    else
        std::fprintf(stderr, "%s",
                     x.is(kind::nan)        ? "NaN"
                     : x.is(kind::unknown)  ? "unknown"
                     : x.is(kind::infinity) ? "infinite"
                     : x.sign() > 0         ? "+infinity"
                                            : "-infinity");
}

bool agree(const extended_rational& wanted, const extended_rational& got) {
    if (wanted.is(kind::nan) || wanted.is(kind::unknown) || got.is(kind::unknown)) return ++left_out, true;
    if (wanted.is_number()) return ++compared_numbers, wanted == got;
    ++compared_infinities;
    return wanted.is(kind::infinity) ? got.is_infinite() : got == wanted || got.is(kind::infinity);
}

void check_at(const named_pass& last, const stored_program& before, const stored_program& after,
              const std::vector<extended_rational>& at) {
    const auto wanted = exact_outputs(before.view(), at), got = exact_outputs(after.view(), at);
    for (std::size_t row = 0; row < wanted.size(); ++row) {
        if (agree(wanted[row], got[row])) continue;
        std::fprintf(stderr, "%s: output %zu is ", last.name, row);
        print(got[row]);
        std::fprintf(stderr, " instead of ");
        print(wanted[row]);
        std::fprintf(stderr, " at");
        for (const extended_rational& x : at) {
            std::fprintf(stderr, " ");
            print(x);
        }
        std::fprintf(stderr, "\n");
        show("before", before);
        show("after", after);
        std::abort();
    }
}

// With what is compared as results too.
stored_program with_comparisons(const stored_program& from) {
    stored_program result = from;
    for (const instruction& step : from.code) {
        if (kind_of(step) != pullback::value_kind::truth ||
            operand_kind_of(step.function) == pullback::value_kind::truth)
            continue;
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= inputs && result.outputs.size() < most_outputs)
                result.outputs.push_back(step.operands[k]);
    }
    return result;
}

void check_comparisons(const stored_program& before, const std::vector<std::vector<double>>& points) {
    const stored_program whole = with_comparisons(before);
    if (whole.outputs.size() == before.outputs.size()) return;
    stored_program after = whole;
    for (const named_pass& each : passes) {
        after = passed(after, each.run);
        if (after.outputs.empty()) return;
        for (const std::vector<double>& at : points) {
            const auto wanted = interpreted<double>(whole.view(), at), got = interpreted<double>(after.view(), at);
            for (int row = static_cast<int>(before.outputs.size()); row < static_cast<int>(whole.outputs.size());
                 ++row) {
                const double before_it = output_of(whole.view(), row, wanted),
                             after_it = output_of(after.view(), row, got);
                if (before_it == after_it || (before_it != before_it && after_it != after_it)) continue;
                std::fprintf(stderr, "%s: result %d, which is compared, was %.17g and is %.17g at %.17g %.17g %.17g\n",
                             each.name, row, before_it, after_it, at[0], at[1], at[2]);
                show("before", whole);
                show("after", after);
                std::abort();
            }
        }
    }
}

void check(const stored_program& before, const std::vector<std::vector<extended_rational>>& points,
           const std::vector<std::vector<double>>& numbers) {
    if (before.outputs.empty()) return;
    stored_program chain = before;
    for (const named_pass& each : passes) {
        const stored_program alone = passed(before, each.run);
        if (alone.outputs.empty()) return;
        for (const auto& at : points) check_at(each, before, alone, at);
        const stored_program next = passed(chain, each.run);
        if (next.outputs.empty()) return;
        for (const auto& at : points) check_at(each, chain, next, at);
        chain = next;
    }
    check_comparisons(before, numbers);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const std::vector<extended_rational> special = special_numbers();
    if (size < 8) return 0;
    const special_program made(bytes + 4, size - 4);
    if (made.program.code.empty()) return 0;
    std::uint64_t state =
        bytes[0] | static_cast<std::uint64_t>(bytes[1]) << 8 | static_cast<std::uint64_t>(bytes[2]) << 16;
    const auto next = [&] { return (state = engine::mix(state + 1, 29)) >> 33; };
    std::vector<std::vector<extended_rational>> points;
    std::vector<std::vector<double>> numbers;
    for (int i = 0; i < 12; ++i) {
        std::vector<extended_rational> at;
        for (int k = 0; k < inputs; ++k) at.push_back(special[next() % special.size()]);
        numbers.push_back({as_double(at[0]), as_double(at[1]), as_double(at[2])});
        points.push_back(at);
        std::vector<double> beside;
        for (int k = 0; k < inputs; ++k) beside.push_back(static_cast<double>(next() % 64) / 10. - 0.5);
        numbers.push_back(beside);
    }
    const stored_program simple = passed(made.program, simplify);
    const stored_program gradients = derivatives_of(simple);
    check(gradients, points, numbers);
    if (gradients.code.size() < 60 && gradients.outputs.size() <= 6) check(derivatives_of(gradients), points, numbers);
#ifdef PULLBACK_FUZZ_STATISTICS
    static long runs = 0;
    if (++runs % 10000 == 0)
        std::fprintf(stderr, "%ld programs: %ld numbers and %ld infinities compared, %ld left out\n", runs,
                     compared_numbers, compared_infinities, left_out);
#endif
    return 0;
}
