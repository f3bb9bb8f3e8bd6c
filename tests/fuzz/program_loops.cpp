// SPDX-License-Identifier: BSL-1.0
#include "../support/loops_from_bytes.hpp"

#include <pullback/derivative/engine.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

// Makes a function over ranges as bytes say, and data for it: sums and products in others, extrema and their places,
// gathers of gathers, columns, neighbours, maps as results, loops with a state, which end by a condition. Records it,
// differentiates it backward, forward, and forward over backward, forms loops of what comes out, and runs these; the
// same body is computed as it is defined, with numbers that carry two directional derivatives. All must agree.

namespace {

using namespace loops;
namespace engine = pullback::engine;
using pullback::wrt_positions;
using pullback::engine::seed_of_results;
using pullback::engine::differentiate::with_value;

const model* current = nullptr;

// What is recorded is a type, so what it says stands in a global variable.
template <bool IsRange>
struct body {
    auto operator()(const recorded& a, const recorded& b, const vector_symbol& x, const vector_symbol& y,
                    const points_symbol& p, const matrix_symbol& m, const integers_symbol& k,
                    const integers_symbol& l) const {
        by_recording backend{&a, &b, &x, &y, &p, &m, &k, &l};
        if constexpr (IsRange) {
            // What a map does is called while its elements are recorded, so what it walks through lives on.
            static by_recording kept;
            static std::optional<walk<by_recording>> walker;
            kept = backend;
            walker.emplace(*current, kept);
            return walker->range_result();
        } else {
            return walk<by_recording>(*current, backend).result();
        }
    }
};

template <template <class...> class Use, class... More>
using with_symbols = Use<recorded, recorded, vector_symbol, vector_symbol, points_symbol, matrix_symbol,
                         integers_symbol, integers_symbol, More...>;
template <template <class...> class Use>
using with_tangents = with_symbols<Use, recorded, recorded, vector_symbol, vector_symbol, points_symbol, matrix_symbol>;
using real_arguments = wrt_positions<0, 1, 2, 3, 4, 5>;

template <class... Shapes>
using value_of_number = pullback::engine::loop_recording<body<false>, Shapes...>;
template <class... Shapes>
using value_of_range = pullback::engine::loop_recording<body<true>, Shapes...>;
template <class... Shapes>
using gradient_of = pullback::engine::loop_adjoints<with_symbols<value_of_number>, real_arguments, seed_of_results::one,
                                                    with_value::yes, Shapes...>;
template <class... Shapes>
using vjp_of = pullback::engine::loop_adjoints<with_symbols<value_of_range>, real_arguments, seed_of_results::cotangent,
                                               with_value::yes, Shapes...>;
template <class... Shapes>
using jvp_of_number = pullback::engine::loop_tangent<with_symbols<value_of_number>, argument_count, real_arguments,
                                                     with_value::yes, Shapes...>;
template <class... Shapes>
using jvp_of_range = pullback::engine::loop_tangent<with_symbols<value_of_range>, argument_count, real_arguments,
                                                    with_value::yes, Shapes...>;
template <class... Shapes>
using hvp_of = pullback::engine::loop_tangent<with_symbols<gradient_of>, argument_count, real_arguments, with_value::no,
                                              Shapes...>;

struct statistics {
    long compared = 0, irregular = 0, too_large = 0, loops = 0, kept = 0, most_loops = 0;
};
statistics total;

using data = run_time::loop_data<number>;

/// The numbers and arrays that a program of this kind computes.
struct outcome {
    std::vector<number> outputs;
    std::vector<data> results;
};

// Of the program that was run last.
std::function<void()> print_plan = [] {};

[[noreturn]] void fail(const char* what, const char* why) {
    std::fprintf(stderr, "%s: %s\n", what, why);
    for (const data& each : current->arguments) {
        std::fprintf(stderr, "  %d x %d:", each.extents[0], each.extents[1]);
        for (const number x : each.numbers) std::fprintf(stderr, " %.4Lg", x);
        std::fprintf(stderr, "\n");
    }
    for (std::size_t i = 0; i < current->ranges.size(); ++i) {
        const range& made = current->ranges[i];
        static constexpr const char* names[] = {"vector", "points",       "integers", "matrix", "transposed",
                                                "row",    "gathered row", "indices",  "map",    "shifted",
                                                "state",  "last state",   "scan"};
        std::fprintf(stderr, "  r%zu = %s %d by %d, edge %d\n", i, names[static_cast<int>(made.made)], made.of,
                     made.offset, made.edge);
    }
    for (std::size_t i = 0; i < current->scopes.size(); ++i) {
        const scope& made = current->scopes[i];
        std::fprintf(stderr, "  loop %zu over r%d, r%d: n%d\n", i, made.ranges[0],
                     made.range_count < 2 ? -1 : made.ranges[1], made.body);
        if (made.state.is_while)
            std::fprintf(stderr, "    while n%d < n%d in %d, at most %d\n", made.state.left, made.state.right,
                         made.state.condition, made.state.most);
        for (std::size_t k = 0; k < static_cast<std::size_t>(made.state.numbers); ++k)
            std::fprintf(stderr, "    state %zu: first n%d, next n%d\n", k, made.state.first_numbers[k],
                         made.state.next_numbers[k]);
        for (std::size_t k = 0; k < static_cast<std::size_t>(made.state.arrays); ++k)
            std::fprintf(stderr, "    array %zu: first r%d, next r%d\n", k, made.state.first_arrays[k],
                         made.state.next_arrays[k]);
    }
    for (std::size_t i = 0; i < current->expressions.size(); ++i) {
        const expression& made = current->expressions[i];
        static constexpr const char* names[] = {"literal",           "input",        "element of loop", "extent",
                                                "gathered of range", "end of range", "unary",           "binary",
                                                "selection",         "reduction",    "place",           "state",
                                                "last state"};
        std::fprintf(stderr, "  in %d: n%zu = %s %d (%d, %d, %d, %d)\n", made.scope, i,
                     names[static_cast<int>(made.made)], made.of, made.operands[0], made.operands[1], made.operands[2],
                     made.operands[3]);
    }
    print_plan();
    std::abort();
}

void require_near(const char* what, number got, number wanted) {
    ++total.compared;
    if (std::abs(got - wanted) <= 1e-11L * (1 + std::abs(wanted))) return;
    static char text[200];
    std::snprintf(text, sizeof(text), "%.21Lg instead of %.21Lg", got, wanted);
    fail(what, text);
}

template <class Source>
std::optional<outcome> run(const char* what, const std::vector<data>& arguments, const std::vector<number>& inputs) {
    by_recording::bodies_left = 100000;
    std::optional<outcome> made;
    run_time::with_recorded_loops<Source>([&]<class Program>(const std::shared_ptr<Program>& program) {
        if (by_recording::bodies_left == 0) return;
        const auto shared = std::make_shared<run_time::plan_interpreter<number, Program>>(*program, arguments, inputs);
        auto& runs = *shared;
        print_plan = [program, shared] { shared->print(); };
        if (runs.mistake != nullptr) fail(what, runs.mistake);
        ++total.loops;
        total.kept += runs.kept_count();
        total.most_loops = std::max(total.most_loops, static_cast<long>(runs.loop_count()));
        made.emplace(outcome{{}, std::move(runs.results)});
        for (int i = 0; i < Source::output_count; ++i) made->outputs.push_back(runs.output(i));
    });
    if (!made) ++total.too_large;
    return made;
}

/// The product of adjoints, the numbers from `first` on and the arrays from `first_array` on, with a direction.
number along(const outcome& adjoints, std::size_t first, std::size_t first_array, int direction) {
    const auto d = static_cast<std::size_t>(direction);
    number sum = 0;
    for (std::size_t i = 0; i < 2; ++i) sum += adjoints.outputs[first + i] * current->input_directions[d][i];
    for (std::size_t i = 2; i < first_integers; ++i) {
        const std::vector<number>& by = current->directions[d][i].numbers;
        const std::vector<number>& of = adjoints.results[first_array + i - 2].numbers;
        if (by.size() != of.size()) fail("adjoints", "an array of another length");
        for (std::size_t j = 0; j < by.size(); ++j) sum += of[j] * by[j];
    }
    return sum;
}

std::vector<number> inputs_with_tangents() {
    std::vector<number> made(current->inputs.begin(), current->inputs.end());
    made.insert(made.end(), current->input_directions[0].begin(), current->input_directions[0].end());
    return made;
}
std::vector<data> arguments_with_tangents() {
    std::vector<data> made = current->arguments;
    made.resize(argument_count + 2); // the tangents of numbers are inputs
    made.insert(made.end(), current->directions[0].begin() + first_range,
                current->directions[0].begin() + first_integers);
    return made;
}

void check_number(const std::vector<number>& inputs) {
    by_definition backend(*current);
    const hyper_dual wanted = walk<by_definition>(*current, backend).result();
    if (!backend.is_regular || !(std::abs(wanted.both) < 1e8L)) {
        ++total.irregular;
        return;
    }
    if (const auto value = run<with_symbols<value_of_number>>("value", current->arguments, inputs))
        require_near("value", value->outputs[0], wanted.value);
    if (const auto gradient = run<with_symbols<gradient_of>>("gradient", current->arguments, inputs)) {
        require_near("value beside gradient", gradient->outputs[0], wanted.value);
        require_near("gradient", along(*gradient, 1, 0, 0), wanted.first);
        require_near("gradient", along(*gradient, 1, 0, 1), wanted.second);
    }
    const std::vector<number> both_inputs = inputs_with_tangents();
    const std::vector<data> both = arguments_with_tangents();
    if (const auto tangent = run<with_tangents<jvp_of_number>>("tangent", both, both_inputs)) {
        require_near("value beside tangent", tangent->outputs[0], wanted.value);
        require_near("tangent", tangent->outputs[1], wanted.first);
    }
    if (const auto product = run<with_tangents<hvp_of>>("Hessian times vector", both, both_inputs))
        require_near("Hessian times vector", along(*product, 1, 0, 1), wanted.both);
}

void check_range(const std::vector<number>& inputs) {
    by_definition backend(*current);
    const by_definition::range elements = walk<by_definition>(*current, backend).range_result();
    static_cast<void>(elements);
    walk<by_definition> walker(*current, backend);
    const by_definition::range computed = walker.range_result();
    std::vector<hyper_dual> wanted;
    for (int i = 0; i < computed.extent; ++i) wanted.push_back(computed.element(i));
    for (const hyper_dual& each : wanted)
        if (!(std::abs(each.value) < 1e6L && std::abs(each.first) < 1e6L)) backend.is_regular = false;
    if (!backend.is_regular) {
        ++total.irregular;
        return;
    }
    if (const auto value = run<with_symbols<value_of_range>>("values", current->arguments, inputs)) {
        if (value->results[0].numbers.size() != wanted.size()) fail("values", "another length");
        for (std::size_t i = 0; i < wanted.size(); ++i)
            require_near("values", value->results[0].numbers[i], wanted[i].value);
    }
    if (const auto tangent =
            run<with_tangents<jvp_of_range>>("tangents", arguments_with_tangents(), inputs_with_tangents()))
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            require_near("values beside tangents", tangent->results[0].numbers[i], wanted[i].value);
            require_near("tangents", tangent->results[1].numbers[i], wanted[i].first);
        }
    std::vector<data> with_cotangent = current->arguments;
    data& cotangent = with_cotangent.emplace_back();
    cotangent.extents[0] = computed.extent;
    number product = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        cotangent.numbers.push_back(std::sin(static_cast<number>(3 * i + 1)));
        product += cotangent.numbers.back() * wanted[i].first;
    }
    if (const auto adjoints = run<with_symbols<vjp_of, vector_symbol>>("adjoints", with_cotangent, inputs))
        require_near("adjoints", along(*adjoints, 0, 1, 0), product);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const model made(bytes, size);
    current = &made;
    const std::vector<number> inputs(made.inputs.begin(), made.inputs.end());
    if (made.returns_range) check_range(inputs);
    else check_number(inputs);
#ifdef PULLBACK_FUZZ_STATISTICS
    static long runs = 0;
    if (++runs % 1000 == 0)
        std::fprintf(stderr,
                     "%ld runs: %ld numbers compared, %ld irregular; of programs %ld run, %ld too large, %ld arrays "
                     "kept, at most %ld loops\n",
                     runs, total.compared, total.irregular, total.loops, total.too_large, total.kept, total.most_loops);
#endif
    return 0;
}

#ifdef PULLBACK_FUZZ_WITHOUT_ENGINE
#include "../support/random_bytes.hpp"

int main() { return run_with_random_bytes(4000, 300); }
#endif
