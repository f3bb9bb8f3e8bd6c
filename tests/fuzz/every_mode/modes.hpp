// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_FUZZ_EVERY_MODE_MODES_HPP
#define PULLBACK_TESTS_FUZZ_EVERY_MODE_MODES_HPP

#include <pullback.hpp>

#include <string_view>
#include <vector>

/// The ways in which a function and its derivatives are computed. Each translation unit of this folder adds some of
/// them to each of the functions.
namespace every_mode {

inline constexpr int most_inputs = 3;

enum class quantity { value, gradient, hessian };

/// One evaluation of a mode's program, if that is a static function: what follows the arguments among the inputs, and
/// which entries of the quantity the outputs from `first_output` on are.
struct sweep {
    std::vector<double> seeds;
    int first_output = 0, first_entry = 0, stride = 1, count = 1;
};

/// The program behind a mode, to be interpreted with other numbers.
struct program_of_mode {
    pullback::engine::program_view code{};
    std::vector<double> captured;
    std::vector<sweep> sweeps; // none: the mode has no program
};

struct mode {
    const char* name;
    quantity what;
    enum class kind {
        kept,     // the order of differentiation kept
        arranged, // the default
        graph,    // of run-time variables
        batches,  // of numbers, as many as a register holds
        narrow    // computed in float
    } how;
    void (*compute)(const double* x, double* out);
    void (*compute_longer)(const long double* x, long double* out) = nullptr; // where there is no program
    program_of_mode program{};
};

struct tested_function {
    std::string_view text;
    int inputs;
    std::vector<mode> modes;

    int size_of(quantity what) const {
        return what == quantity::value ? 1 : what == quantity::gradient ? inputs : inputs * inputs;
    }
};

class function_list {
public:
    tested_function& of(std::string_view text, int inputs) {
        for (tested_function& known : functions_)
            if (known.text == text) return known;
        functions_.push_back({text, inputs, {}});
        return functions_.back();
    }
    const std::vector<tested_function>& all() const { return functions_; }

private:
    std::vector<tested_function> functions_;
};

void add_kept(function_list&);
void add_kept_of_several(function_list&);
void add_arranged(function_list&);
void add_arranged_of_several(function_list&);
void add_graphs(function_list&);
void add_scalars(function_list&);

} // namespace every_mode

#endif
