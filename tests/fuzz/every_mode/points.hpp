// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_FUZZ_EVERY_MODE_POINTS_HPP
#define PULLBACK_TESTS_FUZZ_EVERY_MODE_POINTS_HPP

#include "../../support/run_time_program.hpp"
#include "modes.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>

namespace every_mode {

/// Bytes as a source of choices; zeros when they are at an end.
class choices {
public:
    choices(const std::uint8_t* bytes, std::size_t size) : bytes_(bytes), left_(size) {}

    bool is_at_end() const { return left_ == 0; }
    unsigned next() {
        if (left_ == 0) return 0;
        --left_;
        return *bytes_++;
    }
    unsigned next_below(std::size_t count) { return static_cast<unsigned>((next() + 256u * next()) % count); }

private:
    const std::uint8_t* bytes_;
    std::size_t left_;
};

inline constexpr double infinity = std::numeric_limits<double>::infinity();

// Zeros, units, borders of domains, ends of the range, roots and poles of what is in the table.
inline constexpr double special_numbers[] = {0.,
                                             -0.,
                                             1.,
                                             -1.,
                                             2.,
                                             -2.,
                                             0.5,
                                             -0.5,
                                             3.,
                                             -3.,
                                             4.,
                                             1.5,
                                             -1.5,
                                             0.25,
                                             10.,
                                             -10.,
                                             20.,
                                             -20.,
                                             7.,
                                             0.75,
                                             -0.75,
                                             infinity,
                                             -infinity,
                                             std::numeric_limits<double>::quiet_NaN(),
                                             0x1p-1074,
                                             -0x1p-1074,
                                             0x1p-1030,
                                             0x1p-1022,
                                             -0x1p-1022,
                                             1e-300,
                                             -1e-300,
                                             1e-160,
                                             -1e-160,
                                             1e-20,
                                             -1e-20,
                                             1e-9,
                                             -1e-9,
                                             1e9,
                                             -1e9,
                                             1e20,
                                             -1e20,
                                             1e160,
                                             -1e160,
                                             1e300,
                                             -1e300,
                                             0x1.fffffffffffffp1023,
                                             -0x1.fffffffffffffp1023,
                                             0x1.fffffffffffffp-1,
                                             -0x1.fffffffffffffp-1,
                                             0x1.0000000000001p0,
                                             -0x1.0000000000001p0,
                                             1.5707963267948966,
                                             3.141592653589793,
                                             2.718281828459045,
                                             0.5671432904097838,
                                             36.,
                                             -36.,
                                             40.,
                                             -745.,
                                             709.,
                                             710.,
                                             88.,
                                             -104.};

/// Whether no product or quotient of a few such numbers leaves the range of a double.
inline bool is_moderate(double x) {
    const double size = std::abs(x);
    return !std::isfinite(x) || size == 0 || (size > 0x1p-20 && size < 25);
}

/// A point at which modes may differ.
class point_maker {
public:
    /// The value of the function as it is written, to look for zeros of what it computes.
    void make(choices& from, const tested_function& function, double* x) const {
        for (int i = 0; i < function.inputs; ++i) x[i] = coordinate(from, x, i);
        if (from.next() % 4 == 0) move_to_zero(from, function, x);
    }

private:
    static double coordinate(choices& from, const double* x, int i) {
        const unsigned kind = from.next() % 16;
        if (kind < 7) return special_numbers[from.next_below(std::size(special_numbers))];
        if (kind < 10) return (static_cast<int>(from.next()) - 128) / 32.;
        if (kind == 10) return (static_cast<int>(from.next()) - 128) / 256.;
        if (kind == 11) { // any number at all
            std::uint64_t bits = 0;
            for (int byte = 0; byte < 8; ++byte) bits = bits * 256 + from.next();
            return std::bit_cast<double>(bits);
        }
        if (kind == 12 || i == 0) // any of ordinary size
            return std::ldexp(static_cast<int>(from.next_below(65536)) - 32768, static_cast<int>(from.next() % 8) - 16);
        const double other = x[from.next() % static_cast<unsigned>(i)];
        return kind == 13 ? other : kind == 14 ? -other : 1 / other;
    }

    // Bisects one coordinate until a divisor, or another number that the function computes, is 0 or two operands are
    // equal.
    static void move_to_zero(choices& from, const tested_function& function, double* x) {
        const pullback::program_view& code = function.modes.front().program.code;
        if (code.size == 0) return;
        const pullback::instruction& step = code.code[from.next() % static_cast<unsigned>(code.size)];
        const int which = static_cast<int>(from.next() % 3), moved = static_cast<int>(from.next()) % function.inputs;
        const int node = code.input_count + static_cast<int>(&step - code.code);
        const auto distance = [&] {
            std::vector<double> inputs(x, x + function.inputs);
            for (const double number : function.modes.front().program.captured) inputs.push_back(number);
            const auto nodes = run_time::interpreted<double>(code, inputs);
            const auto number = [&](int operand) {
                return operand < 0 ? static_cast<double>(code.literals[-operand - 1])
                                   : nodes.numbers[static_cast<std::size_t>(operand)];
            };
            if (which == 0 && !step.function->is_condition) return number(node);
            if (step.function->takes_condition) return std::numeric_limits<double>::quiet_NaN();
            const double last = number(step.operands[step.function->arity - 1]);
            return step.function->arity == 1 || which == 1 ? last : number(step.operands[0]) - last;
        };
        const double before = x[moved];
        double ends[2];
        for (double& end : ends) end = (static_cast<int>(from.next()) - 128) / 16.;
        double signs[2];
        for (int k = 0; k < 2; ++k) {
            x[moved] = ends[k];
            signs[k] = distance();
        }
        if (!(signs[0] * signs[1] <= 0)) {
            x[moved] = before;
            return;
        }
        for (int steps = 0; steps < 60; ++steps) {
            x[moved] = ends[0] + (ends[1] - ends[0]) / 2;
            const double here = distance();
            if (here == 0 || here != here) return;
            ends[here * signs[0] > 0 ? 0 : 1] = x[moved];
        }
    }
};

} // namespace every_mode

#endif
