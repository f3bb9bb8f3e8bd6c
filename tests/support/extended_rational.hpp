// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_EXTENDED_RATIONAL_HPP
#define PULLBACK_TESTS_SUPPORT_EXTENDED_RATIONAL_HPP

#include "run_time_program.hpp"

#include <bit>
#include <numeric>

namespace run_time {

/// Arithmetic without rounding, with the infinities and NaN of floating point, so that two programs that compute the
/// same in another order agree to the last digit at zeros, ties and infinities too. Zero has no sign: a number over 0
/// is infinite with a sign that is not known. What is no small fraction is unknown, and so is all that comes of it.
class extended_rational {
public:
    enum class kind { unknown, number, positive_infinity, negative_infinity, infinity, nan };

    extended_rational() = default;
    extended_rational(kind what) : kind_(what) {}
    static extended_rational fraction(__int128 above, __int128 below) {
        if (below < 0) above = -above, below = -below;
        for (__int128 a = above < 0 ? -above : above, b = below; a != 0;) {
            const __int128 rest = b % a;
            b = a;
            a = rest;
            if (a == 0) above /= b, below /= b;
        }
        if (above == 0) below = 1;
        extended_rational result(kind::number);
        constexpr __int128 largest = __int128{1} << 60;
        if (above > largest || above < -largest || below > largest) return {};
        result.above_ = above;
        result.below_ = below;
        return result;
    }
    static extended_rational of(literal value) {
        if (value != value) return kind::nan;
        if (value - value != 0) return value > 0 ? kind::positive_infinity : kind::negative_infinity;
        __int128 below = 1;
        for (int i = 0; i < 50 && value != std::trunc(value); ++i) value *= 2, below *= 2;
        if (value != std::trunc(value) || std::abs(value) > 1e15L) return {};
        return fraction(static_cast<__int128>(value), below);
    }

    kind what() const { return kind_; }
    bool is(kind what) const { return kind_ == what; }
    bool is_number() const { return kind_ == kind::number; }
    bool is_zero() const { return is_number() && above_ == 0; }
    bool is_infinite() const {
        return is(kind::positive_infinity) || is(kind::negative_infinity) || is(kind::infinity);
    }
    /// Of a number or an infinity whose sign is known.
    int sign() const {
        if (is_number()) return above_ > 0 ? 1 : above_ < 0 ? -1 : 0;
        return is(kind::positive_infinity) ? 1 : is(kind::negative_infinity) ? -1 : 0;
    }
    bool is_whole() const { return is_number() && below_ == 1; }
    __int128 above() const { return above_; }
    __int128 below() const { return below_; }

    friend extended_rational operator-(const extended_rational& x) {
        if (x.is_number()) return fraction(-x.above_, x.below_);
        if (x.is(kind::positive_infinity)) return kind::negative_infinity;
        if (x.is(kind::negative_infinity)) return kind::positive_infinity;
        return x;
    }
    friend extended_rational operator+(const extended_rational& x, const extended_rational& y) {
        if (x.is(kind::nan) || y.is(kind::nan)) return kind::nan;
        if (x.is(kind::unknown) || y.is(kind::unknown)) return {};
        if (x.is_number() && y.is_number())
            return fraction(x.above_ * y.below_ + y.above_ * x.below_, x.below_ * y.below_);
        if (x.is_number()) return y;
        if (y.is_number()) return x;
        if (x.is(kind::infinity) || y.is(kind::infinity)) return {};
        return x.kind_ == y.kind_ ? x : extended_rational(kind::nan);
    }
    friend extended_rational operator*(const extended_rational& x, const extended_rational& y) {
        if (x.is(kind::nan) || y.is(kind::nan)) return kind::nan;
        if (x.is(kind::unknown) || y.is(kind::unknown)) return {};
        if (x.is_number() && y.is_number()) return fraction(x.above_ * y.above_, x.below_ * y.below_);
        if (x.is_zero() || y.is_zero()) return kind::nan;
        if (x.is(kind::infinity) || y.is(kind::infinity)) return kind::infinity;
        return x.sign() == y.sign() ? kind::positive_infinity : kind::negative_infinity;
    }
    friend extended_rational operator/(const extended_rational& x, const extended_rational& y) {
        if (x.is(kind::nan)) return x;
        return x * y.reciprocal();
    }
    extended_rational reciprocal() const {
        if (is_zero()) return kind::infinity;
        if (is_number()) return fraction(below_, above_);
        return is_infinite() ? fraction(0, 1) : *this;
    }
    friend bool operator==(const extended_rational& x, const extended_rational& y) {
        return x.kind_ == y.kind_ && x.above_ == y.above_ && x.below_ == y.below_;
    }

private:
    kind kind_ = kind::unknown;
    __int128 above_ = 0, below_ = 1;
};

/// A truth value, or that nothing is known.
enum class extended_truth { no, yes, unknown };

inline extended_truth truth_of(bool is) { return is ? extended_truth::yes : extended_truth::no; }

inline extended_truth compared(const operation* function, const extended_rational& x, const extended_rational& y) {
    using kind = extended_rational::kind;
    const bool is_less = function == &pullback::engine::operation_of<functions::less>;
    const bool is_less_equal = function == &pullback::engine::operation_of<functions::less_equal>;
    const bool is_not_equal = function == &pullback::engine::operation_of<functions::not_equal>;
    if (x.is(kind::unknown) || y.is(kind::unknown)) return extended_truth::unknown;
    if (x.is(kind::nan) || y.is(kind::nan)) return truth_of(is_not_equal);
    if (x.is(kind::infinity) || y.is(kind::infinity)) return extended_truth::unknown;
    int order = 0; // the sign of x - y
    if (x.is_number() && y.is_number()) order = (x + -y).sign();
    else if (!(x == y)) order = x.is_number() ? -y.sign() : x.sign();
    if (x.is_number() && y.is_number() && (x + -y).is(kind::unknown)) return extended_truth::unknown;
    return truth_of(is_less ? order < 0 : is_less_equal ? order <= 0 : is_not_equal ? order != 0 : order == 0);
}

/// The functions of one operand where they are fractions; e stands for 2, which the rules of exponentials allow.
inline extended_rational function_of(const operation* function, const extended_rational& x) {
    using kind = extended_rational::kind;
    const auto is = [&]<class F>(F) { return function == &pullback::engine::operation_of<F>; };
    const auto whole = [](__int128 value) { return extended_rational::fraction(value, 1); };
    if (x.is(kind::nan) || x.is(kind::unknown) || x.is(kind::infinity))
        return x.is(kind::nan) ? kind::nan : kind::unknown;
    if (is(functions::detach{})) return x;
    if (is(functions::abs{})) return x.sign() < 0 ? -x : x;
    if (is(functions::exp{})) {
        if (x.is_infinite()) return x.sign() > 0 ? x : whole(0);
        if (!x.is_whole() || x.above() > 20 || x.above() < -20) return {};
        const __int128 power = __int128{1} << static_cast<int>(x.sign() < 0 ? -x.above() : x.above());
        return x.sign() < 0 ? extended_rational::fraction(1, power) : whole(power);
    }
    if (is(functions::log{}) || is(functions::sqrt{})) {
        if (x.sign() < 0) return kind::nan;
        if (x.is_infinite()) return x;
    }
    if (is(functions::log{})) {
        if (x.is_zero()) return kind::negative_infinity;
        int exponent = 0;
        for (__int128 n = x.above(); n > 1 && n % 2 == 0; n /= 2) ++exponent;
        for (__int128 n = x.below(); n > 1 && n % 2 == 0; n /= 2) --exponent;
        const __int128 power = __int128{1} << (exponent < 0 ? -exponent : exponent);
        return x == (exponent < 0 ? extended_rational::fraction(1, power) : whole(power)) ? whole(exponent)
                                                                                          : extended_rational{};
    }
    if (is(functions::sqrt{})) {
        const auto root = [](__int128 n) {
            __int128 r = 0;
            while (r * r < n && r < 4096) ++r;
            return r * r == n ? r : -1;
        };
        const __int128 above = root(x.above()), below = root(x.below());
        return above < 0 || below < 0 ? extended_rational{} : extended_rational::fraction(above, below);
    }
    if (is(functions::floor{})) {
        if (x.is_infinite()) return x;
        __int128 n = x.above() / x.below();
        if (n * x.below() > x.above()) --n;
        return whole(n);
    }
    if ((is(functions::sin{}) || is(functions::cos{})) && x.is_infinite()) return kind::nan;
    if (is(functions::cos{}) && x.is_zero()) return whole(1);
    if ((is(functions::sin{}) || is(functions::tanh{}) || is(functions::atan{})) && x.is_zero()) return x;
    if (is(functions::tanh{}) && x.is_infinite()) return whole(x.sign());
    return {};
}

inline extended_rational larger(const extended_rational& x, const extended_rational& y, bool wants_larger) {
    const extended_truth is_less = wants_larger ? compared(&pullback::engine::operation_of<functions::less>, x, y)
                                                : compared(&pullback::engine::operation_of<functions::less>, y, x);
    using kind = extended_rational::kind;
    if (x.is(kind::nan) || y.is(kind::nan)) return kind::nan;
    return is_less == extended_truth::unknown ? extended_rational{} : is_less == extended_truth::yes ? y : x;
}

/// What the outputs of a program are.
inline std::vector<extended_rational> exact_outputs(const program_view& from,
                                                    const std::vector<extended_rational>& inputs) {
    std::vector<extended_rational> numbers(inputs);
    std::vector<extended_truth> truths(inputs.size());
    numbers.resize(static_cast<std::size_t>(from.node_count()));
    truths.resize(numbers.size());
    const auto number = [&](int operand) {
        return operand >= 0 ? numbers[static_cast<std::size_t>(operand)]
                            : extended_rational::of(from.literal_at(operand));
    };
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        const auto at = static_cast<std::size_t>(from.node_of(i));
        const auto truth = [&](int k) { return truths[static_cast<std::size_t>(step.operands[k])]; };
        const operation* const function = step.function;
        const auto is = [&]<class F>(F) { return function == &pullback::engine::operation_of<F>; };
        if (kind_of(function) == pullback::value_kind::truth) {
            if (operand_kind_of(function) != pullback::value_kind::truth) {
                truths[at] = compared(function, number(step.operands[0]), number(step.operands[1]));
                continue;
            }
            const extended_truth p = truth(0), q = function->arity > 1 ? truth(1) : p;
            using enum extended_truth;
            if (is(functions::logical_not{})) truths[at] = p == unknown ? unknown : p == yes ? no : yes;
            else if (is(functions::logical_and{}))
                truths[at] = p == no || q == no ? no : p == yes && q == yes ? yes : unknown;
            else truths[at] = p == yes || q == yes ? yes : p == no && q == no ? no : unknown;
            continue;
        }
        const extended_rational x =
            operand_kind_of(function) == pullback::value_kind::truth ? extended_rational{} : number(step.operands[0]);
        const extended_rational y = function->arity > 1 ? number(step.operands[1]) : x;
        switch (function->role) {
            case pullback::row_role::negate: numbers[at] = -x; break;
            case pullback::row_role::add: numbers[at] = x + y; break;
            case pullback::row_role::subtract: numbers[at] = x + -y; break;
            case pullback::row_role::multiply: numbers[at] = x * y; break;
            case pullback::row_role::square: numbers[at] = x * x; break;
            case pullback::row_role::divide: numbers[at] = x / y; break;
            case pullback::row_role::select:
                numbers[at] = truth(0) == extended_truth::unknown ? extended_rational{}
                              : truth(0) == extended_truth::yes   ? y
                                                                  : number(step.operands[2]);
                break;
            default:
                if (is(functions::max{})) numbers[at] = larger(x, y, true);
                else if (is(functions::min{})) numbers[at] = larger(x, y, false);
                else if (is(functions::clamp{}))
                    numbers[at] = larger(larger(x, y, true), number(step.operands[2]), false);
                else if (function->arity == 1) numbers[at] = function_of(function, x);
        }
    }
    std::vector<extended_rational> result;
    for (int row = 0; row < from.output_count; ++row) result.push_back(number(from.outputs[row]));
    return result;
}

} // namespace run_time

#endif
