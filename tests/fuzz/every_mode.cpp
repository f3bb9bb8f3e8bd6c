// SPDX-License-Identifier: BSL-1.0
#include "every_mode/points.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>
#include <map>
#include <random>
#include <string>

// The law that every mode says the same: functions × special points × modes. The gradient that the reverse sweep finds,
// in the order in which it finds it, is what the other modes are compared with; the arranged program of a mode is
// compared with the one whose order is kept. For some hundred million numbers, with a table of what differs:
//
//     cmake --build --preset test --target law_at_length
//
// The engine of clang stops at the first that differs.

namespace {

using namespace every_mode;
using namespace run_time;

constexpr std::size_t most_entries = 9;

/// What of a difference the documentation names, in one place.
enum class verdict {
    same,
    rounding,   // It vanishes with more digits. Modes compute in different orders.
    range,      // A number leaves the range of a double on the way, in one order and not in another; with the range of
                // a longer type the modes agree. Only at points with huge or tiny coordinates.
    infinities, // An infinite slope goes along several ways that have finite slopes of either sign: the sweep that adds
                // up first has an infinity where the one that multiplies first has NaN.
    arguments,  // An argument is infinite or NaN, and what is 0 for some modes is multiplied by it in another.
    cancelled,  // Terms or factors that cancel as formulas are 0 times infinity in the order in which the sweep finds
                // them.
    held_fixed, // A component of a direction or of a cotangent that is 0 is multiplied, in a product or a quotient, by
                // what is infinite since a divisor is 0 or a number left the range.
    documented, // What the comment of a function says of a point.
    different
};

const char* const verdict_names[] = {"same",      "rounding",   "range",      "infinities", "arguments",
                                     "cancelled", "held fixed", "documented", "different"};

/// Where an output that is NaN comes from: from an argument, from a clash such as 0 times infinity, or from a function
/// outside its domain.
struct origins_of_nan {
    bool argument = false, clash = false, domain = false;
};

void add_origins(const pullback::engine::program_view& code, const registers<double>& nodes, int node,
                 std::vector<bool>& seen, origins_of_nan& to) {
    if (node < 0 || seen[static_cast<std::size_t>(node)]) return;
    seen[static_cast<std::size_t>(node)] = true;
    if (!std::isnan(nodes.numbers[static_cast<std::size_t>(node)])) return;
    if (node < code.input_count) {
        to.argument = true;
        return;
    }
    using pullback::row_role;
    const auto& step = code.maker_of(node);
    const row_role role = step.function->role;
    bool is_passed_on = false;
    for (int k = first_number_operand(step.function); k < step.function->arity; ++k) {
        if (role == row_role::select && (k == 1) != nodes.conditions[static_cast<std::size_t>(step.operands[0])])
            continue;
        const int operand = step.operands[k];
        if (operand < 0 || !std::isnan(nodes.numbers[static_cast<std::size_t>(operand)])) continue;
        is_passed_on = true;
        add_origins(code, nodes, operand, seen, to);
    }
    if (is_passed_on) return;
    const bool is_arithmetic = role == row_role::add || role == row_role::subtract || role == row_role::multiply ||
                               role == row_role::divide ||
                               pullback::engine::record::is_call_of<pullback::functions::fma>(step.function);
    bool has_infinite_operand = false;
    for (int k = 0; k < step.function->arity; ++k)
        has_infinite_operand =
            has_infinite_operand ||
            (step.operands[k] >= 0 && operand_kind_of(step.function) != pullback::value_kind::truth &&
             std::isinf(nodes.numbers[static_cast<std::size_t>(step.operands[k])]));
    (is_arithmetic || has_infinite_operand ? to.clash : to.domain) = true;
}

/// All that one sweep of a mode computes.
template <class T>
registers<T> nodes_of(const program_of_mode& mode, const sweep& of, int inputs, const double* x) {
    std::vector<T> at(x, x + inputs);
    at.insert(at.end(), of.seeds.begin(), of.seeds.end());
    at.insert(at.end(), mode.captured.begin(), mode.captured.end());
    return interpreted<T>(mode.code, at);
}

/// The origins of entry i of a mode's program.
origins_of_nan origins(const program_of_mode& mode, int inputs, const double* x, int i) {
    origins_of_nan result;
    for (const sweep& each : mode.sweeps) {
        if ((i - each.first_entry) % each.stride != 0) continue;
        const int row = (i - each.first_entry) / each.stride;
        if (row < 0 || row >= each.count) continue;
        const auto nodes = nodes_of<double>(mode, each, inputs, x);
        std::vector<bool> seen(nodes.numbers.size());
        add_origins(mode.code, nodes, mode.code.outputs[each.first_output + row], seen, result);
    }
    return result;
}

/// A quantity by the program of a mode.
template <class T>
void interpret(const program_of_mode& mode, int inputs, const double* x, T* out) {
    for (const sweep& each : mode.sweeps) {
        const auto nodes = nodes_of<T>(mode, each, inputs, x);
        for (int i = 0; i < each.count; ++i)
            out[each.first_entry + i * each.stride] = run_time::output_of(mode.code, each.first_output + i, nodes);
    }
}

/// The same in long double, by whatever computes the mode.
void compute_longer(const mode& by, int inputs, const double* x, long double* out) {
    if (by.compute_longer == nullptr) return interpret(by.program, inputs, x, out);
    const long double at[most_inputs] = {x[0], x[1], x[2]};
    by.compute_longer(at, out);
}

bool is_subnormal(double x) { return std::abs(x) < std::numeric_limits<double>::min(); }

class judge {
public:
    judge(const tested_function& function, const double* x) : function_(function), x_(x) {
        for (int i = 0; i < function.inputs; ++i) is_moderate_ = is_moderate_ && is_moderate(x[i]);
    }

    /// What is to be said of entry i of a quantity that `by` gives as `got` and `reference` as `wanted`.
    verdict judge_entry(const mode& by, const mode& reference, int i, double got, double wanted) const {
        const verdict first = judge_numbers(by, reference, i, got, wanted);
        if (first != verdict::different) return first;
        if (is_documented(by)) return verdict::documented;
        return is_nan(got) != is_nan(wanted) ? judge_nan(by, reference, i, got) : first;
    }

private:
    /// What the comments of functions say: of a power both derivatives where the base is 0, derivatives by the exponent
    /// where the power underflows, and exponents that are whole once they are rounded; besides, `fmod(0, 0)` is 0 for
    /// the numbers of 50 digits.
    bool is_documented(const mode& by) const {
        if (function_.text == "fmod(x, y)") return x_[1] == 0 && by.what == quantity::value;
        if (function_.text != "pow(x, y)" || by.what == quantity::value) return false;
        const double rounded = 1 - (1 - x_[1]);
        return (x_[0] == 0 && by.what == quantity::hessian) || std::pow(float(x_[0]), float(x_[1])) == 0 ||
               (x_[0] < 0 && (rounded != x_[1] || (1 - rounded) + 1 == std::round((1 - rounded) + 1)));
    }

    /// One of them is a number, the other is none.
    verdict judge_nan(const mode& by, const mode& reference, int i, double got) const {
        const auto is_called = [](const mode& each, std::string_view name) {
            return std::string_view(each.name).find(name) != std::string_view::npos;
        };
        const bool is_of_graph = by.how == mode::kind::graph;
        bool is_finite_everywhere = true;
        for (int k = 0; k < function_.inputs; ++k) is_finite_everywhere = is_finite_everywhere && is_finite(x_[k]);
        if (is_nan(got) && is_of_graph) return is_finite_everywhere ? verdict::different : verdict::arguments;
        const mode& undefined = is_nan(got) ? by : reference;
        if (origins(undefined.program, function_.inputs, x_, i).domain) return verdict::different;
        if (!is_finite_everywhere) return verdict::arguments;
        if (!is_moderate_) return verdict::range;
        if (!is_nan(got))
            return by.how != mode::kind::kept && (!is_of_graph || is_called(by, "node")) ? verdict::cancelled
                                                                                         : verdict::different;
        return is_called(by, "jvp") || is_called(by, "vjp") || is_called(by, "hvp") ? verdict::held_fixed
                                                                                    : verdict::different;
    }

    verdict judge_numbers(const mode& by, const mode& reference, int i, double got, double wanted) const {
        if (is_same_class(got, wanted) && (!is_finite(got) || is_near(got, wanted, 1e-11))) return verdict::same;
        if (by.how == mode::kind::narrow) return judge_float(reference, i, got, wanted);
        if (is_subnormal(got) && is_subnormal(wanted)) return verdict::range;
        if (!is_finite(got) && !is_finite(wanted) && (is_nan(got) || is_nan(wanted)) &&
            by.how != mode::kind::arranged && by.what != quantity::value)
            return verdict::infinities;
        const bool may_leave_range = !is_moderate_;
        if (!is_same_class(got, wanted) && !may_leave_range) return verdict::different;
        // By more digits, and a larger range.
        if (by.how == mode::kind::batches) return judge_batch(reference, i, got, wanted);
        long double longer[most_entries], longer_reference[most_entries];
        compute_longer(by, function_.inputs, x_, longer);
        compute_longer(reference, function_.inputs, x_, longer_reference);
        if (agrees(longer[i], longer_reference[i], got, wanted))
            return is_finite(got) && is_finite(wanted) ? verdict::rounding : verdict::range;
        if (may_leave_range && (by.program.sweeps.empty() || is_beyond_digits())) return verdict::range;
        wide wider[most_entries], wider_reference[most_entries];
        interpret(reference.program, function_.inputs, x_, wider_reference);
        if (by.program.sweeps.empty())
            return is_near(static_cast<double>(longer[i]), static_cast<double>(wider_reference[i]), 1e-7)
                       ? verdict::rounding
                       : verdict::different;
        interpret(by.program, function_.inputs, x_, wider);
        if (!agrees(wider[i], wider_reference[i], got, wanted)) return verdict::different;
        return is_finite(got) && is_finite(wanted) ? verdict::rounding : verdict::range;
    }

    /// Whether 50 digits do not show what a sum of 1, coordinates and their reciprocals cancels to.
    bool is_beyond_digits() const {
        for (int k = 0; k < function_.inputs; ++k)
            if (x_[k] != 0 && !(std::abs(x_[k]) > 1e-20 && std::abs(x_[k]) < 1e20)) return true;
        return false;
    }

    /// Functions of batches have errors of their own.
    verdict judge_batch(const mode& reference, int i, double got, double wanted) const {
        if (!is_moderate_) return verdict::range;
        if (is_near(got, wanted, 1e-6) || std::abs(got - wanted) < 1e-9) return verdict::rounding;
        wide right[most_entries];
        interpret(reference.program, function_.inputs, x_, right);
        const double lost = std::abs(static_cast<double>(right[i] - wanted)); // where terms cancel, in double too
        return std::abs(got - wanted) < 1000 * lost ? verdict::rounding : verdict::different;
    }

    /// Where a point is a float, and all numbers on the way fit one, float has the same class of number; and within
    /// the error that the reference's program may have with so few digits, if that is known, the same number.
    verdict judge_float(const mode& reference, int i, double got, double wanted) const {
        for (int k = 0; k < function_.inputs; ++k)
            if (is_finite(x_[k]) && static_cast<double>(static_cast<float>(x_[k])) != x_[k]) return verdict::rounding;
        if (!is_moderate_) return verdict::range;
        if (!is_same_class(got, wanted)) {
            if (!is_finite(got) && !is_finite(wanted)) return verdict::infinities;
            if (std::abs(wanted) > 1e30 || std::abs(got) > 1e30) return verdict::range;
            return verdict::different;
        }
        if (std::abs(wanted) < 1e-30) return verdict::range;
        const pullback::engine::program_view& code = reference.program.code;
        if (!reference.program.captured.empty()) return verdict::rounding;
        const auto nodes = run_time::bounded(code, std::vector<double>(x_, x_ + function_.inputs));
        const auto bound = run_time::bounded_output(code, i, nodes);
        if (!bound.is_known()) return verdict::rounding;
        const long double allowed = 64 * bound.error * 0x1p29L;
        return std::abs(got - wanted) <= allowed ? verdict::rounding : verdict::different;
    }

    const tested_function& function_;
    const double* x_;
    bool is_moderate_ = true;
};

class comparison {
public:
    comparison() {
        add_kept(functions_);
        add_kept_of_several(functions_);
        add_arranged(functions_);
        add_arranged_of_several(functions_);
        add_graphs(functions_);
        add_scalars(functions_);
    }

    /// Every mode of one function at one point.
    void compare(choices& from) {
        const tested_function& function = functions_.all()[from.next_below(functions_.all().size())];
        double x[most_inputs] = {};
        point_maker().make(from, function, x);
        const judge by_more(function, x);
        double kept[most_modes][most_entries];
        std::size_t carry_count = 0;
        for (const mode& each : function.modes) {
            double own[most_entries];
            double* const got = each.how == mode::kind::kept ? kept[carry_count++] : own;
            if (const char* problem = computed(each, x, got); problem != nullptr) {
                differ(function, each, x, problem);
                continue;
            }
            const std::size_t against = reference_of(function, each);
            const mode& reference = function.modes[against];
            if (&reference == &each) continue;
            for (int i = 0; i < function.size_of(each.what); ++i) {
                const double is = got[i], wanted = kept[against][i];
                const verdict said = by_more.judge_entry(each, reference, i, is, wanted);
                ++counts[static_cast<std::size_t>(said)];
                if (said != verdict::different) continue;
                differ(function, each, x, entry_text(i, is, wanted));
            }
        }
        if (++points_ % 64 == 0) compare_interpreted(function, x, kept);
    }

    long long numbers() const {
        long long sum = 0;
        for (const long long count : counts) sum += count;
        return sum;
    }
    bool is_lawful() const { return differences_.empty(); }

    void report() const {
        std::printf("%lld numbers at %lld points of %zu functions:", numbers(), points_, functions_.all().size());
        for (std::size_t i = 0; i < std::size(counts); ++i) std::printf(" %lld %s", counts[i], verdict_names[i]);
        std::printf("\n");
        for (const auto& [where, what] : differences_) std::printf("%s: %s\n", where.c_str(), what.c_str());
        std::printf("%zu modes of functions differ\n", differences_.size());
    }

    bool stops_at_first = false;

private:
    static constexpr std::size_t most_modes = 16;

    // The modes are in the order in which the units add them, so those with kept order come first.
    static std::size_t reference_of(const tested_function& function, const mode& of) {
        std::size_t first = 0;
        for (std::size_t i = 0; i < function.modes.size() && function.modes[i].how == mode::kind::kept; ++i) {
            const mode& other = function.modes[i];
            if (of.how == mode::kind::arranged && std::strcmp(other.name, of.name) == 0) return i;
            if (other.what == of.what && function.modes[first].what != of.what) first = i;
        }
        return first;
    }

    static const char* computed(const mode& by, const double* x, double* out) {
        static std::string problem;
        try {
            by.compute(x, out);
            return nullptr;
        } catch (const std::exception& error) {
            problem = std::string("throws ") + error.what();
            return problem.c_str();
        }
    }

    /// The interpreter, in double and with 50 digits, says what the compiled reference says.
    void compare_interpreted(const tested_function& function, const double* x, const double (*kept)[most_entries]) {
        const judge by_more(function, x);
        for (std::size_t index = 0; index < function.modes.size(); ++index) {
            const mode& each = function.modes[index];
            if (each.how != mode::kind::kept) break;
            double narrow[most_entries];
            wide wider[most_entries];
            interpret(each.program, function.inputs, x, narrow);
            interpret(each.program, function.inputs, x, wider);
            for (int i = 0; i < function.size_of(each.what); ++i) {
                const bool is_exact =
                    is_same_class(narrow[i], kept[index][i]) &&
                    (!is_finite(narrow[i]) || std::abs(narrow[i] - kept[index][i]) <= 1e-9 * (std::abs(narrow[i]) + 1));
                const verdict said = by_more.judge_entry(each, each, i, static_cast<double>(wider[i]), kept[index][i]);
                ++counts[static_cast<std::size_t>(said)];
                if (said == verdict::different)
                    differ(function, each, x,
                           entry_text(i, static_cast<double>(wider[i]), kept[index][i], " with 50 digits"));
                if (!is_exact && said != verdict::range && said != verdict::rounding)
                    differ(function, each, x, entry_text(i, narrow[i], kept[index][i], " by the interpreter"));
            }
        }
    }

    static std::string entry_text(int entry, double is, double wanted, const char* how = "") {
        char text[120];
        std::snprintf(text, sizeof text, "entry %d is %.17g%s instead of %.17g", entry, is, how, wanted);
        return text;
    }

    void differ(const tested_function& function, const mode& by, const double* x, const std::string& what) {
        static const char* const arrangements[] = {"kept", "arranged", "graph", "batches", "float"};
        char at[120];
        int length = 0;
        for (int i = 0; i < function.inputs; ++i)
            length += std::snprintf(at + length, sizeof at - static_cast<std::size_t>(length), "%s%.17g",
                                    i ? ", " : " at ", x[i]);
        const std::string where =
            std::string(function.text) + ", " + by.name + " (" + arrangements[static_cast<int>(by.how)] + ")";
        const bool is_new = differences_.emplace(where, what + std::string(at)).second;
        if (stops_at_first && is_new) {
            report();
            std::fflush(stdout); // which std::abort does not
            std::abort();
        }
    }

    function_list functions_;
    std::map<std::string, std::string> differences_; // the first of each mode of a function
    long long counts[std::size(verdict_names)] = {};
    long long points_ = 0;
};

comparison& all() {
    static comparison made;
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    for (choices from(bytes, size); !from.is_at_end();) all().compare(from);
    return 0;
}

#ifdef PULLBACK_FUZZ_WITHOUT_ENGINE
// Where the compiler brings no fuzzing engine: random bytes, for so many numbers as the argument says.
int main(int count, char** arguments) {
    char* end = nullptr;
    const double wanted = count > 1 ? std::strtod(arguments[1], &end) : 0;
    const double numbers = wanted > 0 ? wanted : 3e6; // options for an engine are none
    std::mt19937_64 random(1);
    std::uint8_t bytes[400];
    while (static_cast<double>(all().numbers()) < numbers) {
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random() >> 32);
        LLVMFuzzerTestOneInput(bytes, sizeof bytes);
    }
    all().report();
    return all().is_lawful() ? 0 : 1;
}
#else
namespace {
const bool stops = all().stops_at_first = true;
}
#endif
