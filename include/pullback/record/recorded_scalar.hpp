// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_RECORDED_SCALAR_HPP
#define PULLBACK_RECORD_RECORDED_SCALAR_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/record/recorder.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

class recorded_condition;

template <>
inline constexpr bool answers_calls<recorded> = true;
template <>
inline constexpr bool answers_calls<recorded_condition> = true;

namespace engine::record {

constexpr recorded record_number(const operation* function, const recorded* operands);
constexpr recorded_condition record_condition(const operation* function, const recorded* operands);

} // namespace engine::record

namespace detail {

template <class T>
concept Number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

} // namespace detail

namespace engine::record {

/// How a literal came to be: as it was written, or computed and rounded, or as a limit of the scalar that literals of
/// the language have (`std::numeric_limits<recorded>::epsilon()`), or computed from such.
enum class literal_origin : unsigned char { written = 0, rounded = 1, limit = 2, rounded_limit = 3 };

constexpr literal_origin operator|(literal_origin a, literal_origin b) {
    return static_cast<literal_origin>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool is_rounded(literal_origin origin) { return (static_cast<unsigned>(origin) & 1) != 0; }
constexpr bool is_limit(literal_origin origin) { return (static_cast<unsigned>(origin) & 2) != 0; }

} // namespace engine::record

/// The scalar a function is recorded with. It stands for a node of a program that is being written, or for a literal:
/// every operator and every function of the table called with it writes an instruction instead of computing. It has no
/// value: `if (x < y)` does not compile, `select(x < y, a, b)` records both sides.
class recorded {
public:
    /// The literal zero.
    constexpr recorded() = default;
    /// A literal.
    template <detail::Number T>
    constexpr recorded(T value) : literal_(static_cast<engine::literal>(value)) {}

    /// A node (or a literal) of the program `target` writes.
    constexpr recorded(engine::record::recorder& target, int operand) : recorder_(&target), complement_(~operand) {
        if (operand >= 0) return;
        literal_ = target.literal_at(operand);
        if (target.is_rounded_literal(operand)) origin_ = engine::record::literal_origin::rounded;
    }

    constexpr bool is_literal() const noexcept { return complement_ >= 0; }
    constexpr bool is_literal(engine::literal value) const noexcept { return is_literal() && literal_ == value; }
    constexpr engine::literal literal_value() const noexcept { return literal_; }
    constexpr engine::record::recorder* target() const noexcept { return recorder_; }
    constexpr int operand() const noexcept { return ~complement_; }

    /// The operand for this value in the program `target` writes; enters the literal if it is one.
    constexpr int operand_in(engine::record::recorder& target) const {
        if (!is_literal()) return operand();
        note_origin_in(target);
        return target.record_literal(literal_, is_rounded());
    }
    /// Notes in the program that `target` writes where this literal comes from; for what is computed from it too.
    constexpr void note_origin_in(engine::record::recorder& target) const {
        if (origin_ == engine::record::literal_origin::written) return;
        if (is_rounded()) target.note_rounded_literal();
        if (engine::record::is_limit(origin_)) target.note_limit();
    }

    /// A literal of the program `target` writes, entered there when it is first used.
    static constexpr recorded literal_in(engine::record::recorder* target, engine::literal value) {
        recorded result(value);
        result.recorder_ = target;
        return result;
    }

    /// A literal of another origin. One that is rounded is exact enough for the built-in types, not for wider ones.
    static constexpr recorded literal_of(engine::record::literal_origin origin, engine::literal value,
                                         engine::record::recorder* target = nullptr) {
        recorded result(value);
        result.origin_ = origin;
        result.recorder_ = target;
        return result;
    }
    constexpr engine::record::literal_origin origin() const noexcept { return origin_; }
    constexpr bool is_rounded() const noexcept { return engine::record::is_rounded(origin_); }

    friend constexpr recorded operator+(const recorded& x) { return x; }
    friend constexpr recorded operator-(const recorded& x);
    friend constexpr recorded operator+(const recorded& x, const recorded& y);
    friend constexpr recorded operator-(const recorded& x, const recorded& y);
    friend constexpr recorded operator*(const recorded& x, const recorded& y);
    friend constexpr recorded operator/(const recorded& x, const recorded& y);
    friend constexpr recorded_condition operator<(const recorded& x, const recorded& y);
    friend constexpr recorded_condition operator>(const recorded& x, const recorded& y);
    friend constexpr recorded_condition operator<=(const recorded& x, const recorded& y);
    friend constexpr recorded_condition operator>=(const recorded& x, const recorded& y);
    friend constexpr recorded_condition operator==(const recorded& x, const recorded& y);
    friend constexpr recorded_condition operator!=(const recorded& x, const recorded& y);
    constexpr recorded& operator+=(const recorded& y);
    constexpr recorded& operator-=(const recorded& y);
    constexpr recorded& operator*=(const recorded& y);
    constexpr recorded& operator/=(const recorded& y);

    /// Refused: it has no value, so it is no subscript of what the standard library or the language has. (With a number
    /// beside it, an operator would be ambiguous for this, but for those of record/mixed_operators.hpp.)
    template <class Subscript>
        requires std::is_same_v<Subscript, std::size_t>
    constexpr operator Subscript() const {
        static_assert(
            detail::always_false<Subscript>,
            "x[k]: k is recorded, and x a std::array or another container whose elements are chosen by "
            "numbers that the compiler knows; give x as a range, std::span<const double>(x), write max(x) for "
            "x[argmax(x)], or sum(x, indices(x), [&](const auto& e, const auto& i) { return select(i == k, "
            "e, 0); })");
        return 0;
    }
    /// Refused: functions of the standard library take numbers. (One of `double` would make `b ? x : 0.0` ambiguous; of
    /// the overloads of `std::sin` this leaves one.)
    template <class Argument>
        requires std::is_same_v<Argument, long double>
    constexpr operator Argument() const {
        static_assert(detail::always_false<Argument>,
                      "std::sin(x), std::exp(x), ...: x is recorded and has no value yet, so it is no argument of a "
                      "function of the standard library; write sin(x) in the body, not std::sin(x)");
        return 0;
    }

private:
    // A `recorded` of zero bytes is the literal zero, because g++ 12 fills elements of a local array with zero bytes
    // where it should make them by their default initialisers (`std::array<std::array<recorded, 4>, 4> a{}`). The
    // default initialisers are not all zero, though: in an array of structs with arrays in them, g++ 12 would then
    // leave out arrays and refuse to read them.
    engine::record::recorder* recorder_ = nullptr;
    int complement_ = 1; // of the operand; of literals any number that is not negative
    engine::literal literal_ = 0;
    engine::record::literal_origin origin_ = engine::record::literal_origin::written;
};

/// The result of comparing recorded values: a node for a truth value, or a truth value already known.
class recorded_condition {
public:
    /// A condition that is known not to hold.
    constexpr recorded_condition() = default;
    constexpr recorded_condition(bool value) : value_(value) {}
    constexpr recorded_condition(engine::record::recorder& target, int operand)
        : recorder_(&target), complement_(~operand) {}

    constexpr bool is_known() const noexcept { return complement_ >= 0; }
    constexpr bool known_value() const noexcept { return value_; }
    constexpr engine::record::recorder* target() const noexcept { return recorder_; }
    constexpr int operand() const noexcept { return ~complement_; }

    template <class Bool>
        requires std::is_same_v<Bool, bool>
    explicit constexpr operator Bool() const {
        static_assert(
            detail::always_false<Bool>,
            "if (condition): a recorded value has no truth value while the function is recorded, and both sides "
            "must be kept; write select(condition, a, b), max(x, y) for std::max(x, y), and v / v.norm() for Eigen's "
            "v.normalized(), A.ldlt() for a decomposition that pivots");
        return recorder_ == nullptr || recorder_->goes_on();
    }

private:
    engine::record::recorder* recorder_ = nullptr;
    int complement_ = 0; // of the operand, as in `recorded`
    bool value_ = false;
};

namespace engine::record {

// A condition passes through the tables of operands as the node it is.
constexpr recorded as_operand(const recorded& x) { return x; }
constexpr recorded as_operand(const recorded_condition& x) {
    return x.is_known() ? recorded(x.known_value() ? 1 : 0) : recorded(*x.target(), x.operand());
}
constexpr recorded_condition as_condition(const recorded& x) {
    if (x.is_literal()) return x.literal_value() != 0;
    return {*x.target(), x.operand()};
}

} // namespace engine::record

template <>
struct engine::condition_reader<recorded> {
    static constexpr recorded_condition read(const recorded& x) { return engine::record::as_condition(x); }
};

namespace engine::record {

template <class F>
constexpr recorded record_row(const recorded& x) {
    return record_number(&operation_of<F>, &x);
}

template <class F>
constexpr recorded record_row(const recorded& x, const recorded& y) {
    const recorded operands[] = {x, y};
    return record_number(&operation_of<F>, operands);
}

template <class F>
constexpr recorded_condition record_comparison(const recorded& x, const recorded& y) {
    const recorded operands[] = {x, y};
    return record_condition(&operation_of<F>, operands);
}

} // namespace engine::record

namespace engine::record {

template <class T>
constexpr T& refuse_assignment(T& x) {
    static_assert(detail::always_false<T>,
                  "sum += x: sum is a plain number, such as a double, and cannot become what is computed from x; start "
                  "with something computed, auto sum = 0 * x or auto sum = x[0], or with a number of x's type, T(0)");
    return x;
}

} // namespace engine::record

template <detail::Number T>
constexpr T& operator+=(T& x, const recorded&) {
    return engine::record::refuse_assignment(x);
}
template <detail::Number T>
constexpr T& operator-=(T& x, const recorded&) {
    return engine::record::refuse_assignment(x);
}
template <detail::Number T>
constexpr T& operator*=(T& x, const recorded&) {
    return engine::record::refuse_assignment(x);
}
template <detail::Number T>
constexpr T& operator/=(T& x, const recorded&) {
    return engine::record::refuse_assignment(x);
}

constexpr recorded constant_like(const recorded& x, int n) { return recorded::literal_in(x.target(), n); }

namespace detail {

template <class F, class... X>
    requires(std::is_same_v<X, recorded> || ...)
struct call_result<F, X...> {
    using type = std::conditional_t<pullback::detail::gives_condition<F>, recorded_condition, recorded>;
};

} // namespace detail

} // namespace pullback

#endif
