// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_LOOPS_FROM_BYTES_HPP
#define PULLBACK_TESTS_SUPPORT_LOOPS_FROM_BYTES_HPP

#include "loop_interpreter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

/// Functions over ranges as bytes say: what the body says is kept as a tree, which is computed as it is defined, with
/// numbers, and recorded with the vocabulary that users have.
namespace loops {

using number = long double;
using pullback::recorded;

/// A number with its derivatives along two directions, and the mixed second one.
struct hyper_dual {
    number value = 0, first = 0, second = 0, both = 0;

    /// f(x), where f and its first two derivatives there are these.
    hyper_dual through(number f, number df, number ddf) const {
        return {f, df * first, df * second, df * both + ddf * first * second};
    }
};
inline hyper_dual operator+(const hyper_dual& x, const hyper_dual& y) {
    return {x.value + y.value, x.first + y.first, x.second + y.second, x.both + y.both};
}
inline hyper_dual operator-(const hyper_dual& x) { return {-x.value, -x.first, -x.second, -x.both}; }
inline hyper_dual operator-(const hyper_dual& x, const hyper_dual& y) { return x + -y; }
inline hyper_dual operator*(const hyper_dual& x, const hyper_dual& y) {
    return {x.value * y.value, x.first * y.value + x.value * y.first, x.second * y.value + x.value * y.second,
            x.both * y.value + x.first * y.second + x.second * y.first + x.value * y.both};
}
inline hyper_dual reciprocal(const hyper_dual& x) {
    return x.through(1 / x.value, -1 / (x.value * x.value), 2 / (x.value * x.value * x.value));
}
inline hyper_dual operator/(const hyper_dual& x, const hyper_dual& y) { return x * reciprocal(y); }
inline hyper_dual sin(const hyper_dual& x) {
    return x.through(std::sin(x.value), std::cos(x.value), -std::sin(x.value));
}
inline hyper_dual cos(const hyper_dual& x) {
    return x.through(std::cos(x.value), -std::sin(x.value), -std::cos(x.value));
}
inline hyper_dual exp(const hyper_dual& x) {
    return x.through(std::exp(x.value), std::exp(x.value), std::exp(x.value));
}
inline hyper_dual log(const hyper_dual& x) {
    return x.through(std::log(x.value), 1 / x.value, -1 / (x.value * x.value));
}
inline hyper_dual abs(const hyper_dual& x) { return x.value < 0 ? -x : x; }
inline hyper_dual square(const hyper_dual& x) { return x * x; }

enum class kind {
    literal,
    input,
    element,
    extent,
    gathered,
    end_element,
    unary,
    binary,
    selection,
    reduction,
    place,
    state,
    last_state
};
enum class reduction { sum, mean, maximum, minimum, log_sum_exp, product };

/// A number in a body. `of` says which literal, input, function, reduction, loop or range it is of.
struct expression {
    kind made = kind::literal;
    int of = 0;
    int operands[4] = {0, 0, 0, 0};
    int scope = 0;         // the loop that it stands in, 0 is around all loops
    bool is_exact = false; // computed with no rounding, so equal numbers are equal however they are computed
    int end = 0;           // where it is an integer that may be a subscript: of ranges that have so many elements
};

enum class range_kind {
    vector,
    points,
    integers,
    matrix,
    transposed,
    row,
    gathered_row,
    indices,
    mapped,
    shifted,
    state,      // an array in the state of an ordered loop
    last_state, // after all turns
    scan        // a number of the state after each turn
};

constexpr bool has_rows(range_kind made) { return made == range_kind::matrix || made == range_kind::transposed; }

/// A range in a body. `of` says which argument, scalar, loop, range or subscript it is of.
struct range {
    range_kind made = range_kind::vector;
    int of = 0;
    int extent = 0; // how many elements there are
    int offset = 0; // of a shifted range, whose edge is a literal; which array or number of a state
    int edge = 0;
    bool is_exact = true;    // what its elements are
    bool is_of_turns = false; // made of arrays of ordered loops, which are not read by subscripts
    int scope = 0;            // the loop around the ordered one that it is of
};

inline constexpr int most_state_numbers = 3, most_state_arrays = 2;

/// The state of an ordered loop: so many numbers and arrays, what they are first, outside of the loop, and next.
struct state_shape {
    int numbers = 0, arrays = 0;
    bool is_scan = false; // of which the states after each turn are read
    std::array<int, most_state_numbers> first_numbers{}, next_numbers{};
    std::array<int, most_state_arrays> first_arrays{}, next_arrays{};
};
// The shapes that there are: a number, arrays of numbers, a tuple, a range, tuples with ranges.
inline constexpr int state_shapes[][2] = {{1, 0}, {2, 0}, {3, 0}, {0, 1}, {1, 1}, {1, 2}};

/// A loop, or the body of a map: the ranges that it goes through, and what it computes.
struct scope {
    int ranges[2] = {0, 0};
    int range_count = 0;
    int body = 0;
    state_shape state{};      // where it is an ordered loop
    int number = 0;           // of the ordered loops in the loop around it
    int ordered_count = 0;    // of those in this one
    std::vector<int> steps{}; // in order: ordered loops, as complements, and numbers that loops make
};

inline constexpr int argument_count = 8; // a, b, x, y, points, matrix, k, l
inline constexpr int first_range = 2, points = 4, matrix = 5, first_integers = 6;
inline constexpr number literals[] = {0, 1, 2, -1, 0.5L, -0.25L, 3};

/// A function, and arguments for it.
class model {
public:
    model(const std::uint8_t* bytes, std::size_t size) : bytes_(bytes), end_(bytes + size) {
        make_arguments();
        scopes.push_back({});
        for (int i = 0; i < 2; ++i) show(add({kind::input, i, {}, 0, true}));
        for (int i = 0; i < 2; ++i) ranges_.push_back(add_range({range_kind::vector, i + first_range, extent(i + 2)}));
        for (int i = 0; i < 2; ++i) ranges_.push_back(add_range({range_kind::points, i, extent(points)}));
        for (int i = first_integers; i < argument_count; ++i)
            ranges_.push_back(add_range({range_kind::integers, i, extent(i)}));
        matrix_ = add_range({range_kind::matrix, matrix, extent(matrix)});
        transposed_ = add_range({range_kind::transposed, matrix, extent(matrix, 1)});
        returns_range = byte() % 4 == 0;
        add_reduction(0, 0);
        scopes[0].body = build(0, 0);
        if (returns_range) {
            const int choice = byte() % 8, over = choice == 0 ? matrix_ : choice == 1 ? transposed_ : choose_range();
            result = add_map(over, 0);
        }
    }

    std::vector<expression> expressions;
    std::vector<range> ranges;
    std::vector<scope> scopes;
    bool returns_range = false;
    bool has_turns = false; // whether there is an ordered loop
    int result = 0; // the range that is returned

    std::array<number, 2> inputs{}, input_directions[2]{};
    std::vector<run_time::loop_data<number>> arguments, directions[2];

private:
    static constexpr int most_expressions = 56;

    int byte() { return bytes_ == end_ ? 0 : *bytes_++; }
    int extent(int argument, int dimension = 0) const {
        return arguments[static_cast<std::size_t>(argument)].extents[dimension];
    }

    void make_arguments() {
        static constexpr int lengths[] = {0, 1, 2, 3, 2, 7, 3, 2};
        const auto length = [&] { return lengths[byte() % 8]; };
        const int x = length(), y = byte() % 2 == 0 ? x : length();
        const int point_count = byte() % 2 == 0 ? x : length();
        const int rows = length(), columns = byte() % 2 == 0 ? x : length() % 4;
        unsigned state = static_cast<unsigned>(byte()) + 1;
        const auto random = [&] {
            state = state * 1664525u + 1013904223u;
            return static_cast<number>(state >> 8) / (1 << 23) - 1;
        };
        // Some equal numbers among others.
        const bool has_ties = byte() % 2 == 0;
        const auto element = [&] {
            const number made = random();
            return has_ties ? std::round(made * 3) / 4 : made;
        };
        for (number& each : inputs) each = random();
        for (auto& direction : input_directions)
            for (number& each : direction) each = random();
        arguments.resize(argument_count);
        const auto make = [&](std::size_t argument, int i, int j, int size) {
            run_time::loop_data<number>& made = arguments[argument];
            made.extents[0] = i;
            made.extents[1] = j;
            made.size = size;
            made.numbers.resize(static_cast<std::size_t>(i * j * size));
        };
        make(2, x, 1, 1);
        make(3, y, 1, 1);
        make(points, point_count, 1, 2);
        make(matrix, rows, columns, 1);
        make(6, x == 0 ? 0 : length(), 1, 1);
        make(7, rows == 0 ? 0 : length(), 1, 1);
        for (auto& each : directions) each = arguments;
        for (std::size_t i = 2; i < first_integers; ++i) {
            for (number& each : arguments[i].numbers) each = element();
            for (auto& direction : directions)
                for (number& each : direction[i].numbers) each = random();
        }
        for (number& each : arguments[6].numbers) each = std::floor((random() + 1) / 2 * x);
        for (number& each : arguments[7].numbers) each = std::floor((random() + 1) / 2 * rows);
    }

    int add(const expression& made) {
        const int number = static_cast<int>(expressions.size());
        expressions.push_back(made);
        const bool is_made_by_loop = made.made == kind::reduction || made.made == kind::place ||
                                     made.made == kind::gathered || made.made == kind::end_element;
        if (is_made_by_loop) scopes[static_cast<std::size_t>(made.scope)].steps.push_back(number);
        return number;
    }
    int add_range(const range& made) {
        ranges.push_back(made);
        return static_cast<int>(ranges.size()) - 1;
    }
    void show(int made) { numbers_.push_back(made); }
    const expression& at(int i) const { return expressions[static_cast<std::size_t>(i)]; }
    const range& range_at(int i) const { return ranges[static_cast<std::size_t>(i)]; }

    int operand(int in) {
        const int choice = byte(), count = static_cast<int>(numbers_.size());
        if (choice % 8 == 7) return add({kind::literal, choice / 8 % 7, {}, in, true});
        const int among = choice % 2 == 0 ? std::min(count, 4) : count;
        return numbers_[static_cast<std::size_t>(count - 1 - choice / 8 % among)];
    }
    int choose_range() {
        const int choice = byte(), count = static_cast<int>(ranges_.size());
        const int among = choice % 2 == 0 ? std::min(count, 3) : count;
        return ranges_[static_cast<std::size_t>(count - 1 - choice / 2 % among)];
    }

    /// A few numbers of a body; the last one is what it computes.
    int build(int in, int depth) {
        for (int count = 1 + byte() % 4; count > 0; --count) add_expression(in, depth);
        return numbers_.back();
    }

    void add_expression(int in, int depth) {
        const bool has_room = static_cast<int>(expressions.size()) < most_expressions;
        const int choice = byte() % 24;
        if (choice < 3) {
            const int x = operand(in), function = byte() % 8;
            show(add({kind::unary, function, {x}, in, at(x).is_exact && function < 2}));
        } else if (choice < 8 || !has_room || depth == 3) {
            const int x = operand(in), y = operand(in);
            show(add({kind::binary, byte() % 6, {x, y}, in}));
        } else if (choice == 8) {
            const int x = operand(in), y = operand(in), p = operand(in), q = operand(in);
            show(add({kind::selection, 0, {x, y, p, q}, in, at(p).is_exact && at(q).is_exact}));
        } else if (choice < 12) {
            add_reduction(in, depth);
        } else if (choice == 12) {
            add_gathered(in);
        } else if (choice == 13) {
            ranges_.push_back(add_map(choose_range(), depth));
        } else if (choice == 14) {
            const int of = choose_range();
            ranges_.push_back(add_range({range_kind::indices, of, range_at(of).extent}));
        } else if (choice == 15) {
            add_shifted();
        } else if (choice == 16) {
            const int of = choose_range(), is_last = byte() % 2;
            if (range_at(of).extent > 0 && has_subscripts(of)) show(add({kind::end_element, of, {is_last}, in, range_at(of).is_exact}));
        } else if (choice == 17) {
            add_place(in, depth);
        } else if (choice == 18) {
            add_gathered(in);
        } else if (choice == 19) {
            show(add({kind::extent, choose_range(), {}, in, true}));
        } else {
            add_ordered(in, depth);
        }
    }

    /// Whether a range may be read by subscripts.
    bool has_subscripts(int i) const { return !range_at(i).is_of_turns; }

    /// Enters a loop over these ranges, whose elements are numbers in its body.
    int enter(int first, int second) {
        const int made = static_cast<int>(scopes.size());
        scopes.push_back({{first, second}, second < 0 ? 1 : 2, 0});
        for (int k = 0; k < (second < 0 ? 1 : 2); ++k) {
            const int of = k == 0 ? first : second;
            const range& over = range_at(of);
            if (has_rows(over.made)) {
                const int length = extent(matrix, over.made == range_kind::matrix ? 1 : 0);
                ranges_.push_back(add_range({range_kind::row, made, length}));
                continue;
            }
            expression element{kind::element, made, {k}, made, over.is_exact};
            if (over.made == range_kind::indices) element.end = over.extent;
            if (over.made == range_kind::integers) element.end = over.of == first_integers ? extent(2) : extent(matrix);
            const int added = add(element);
            show(added);
            if (element.end > 0) subscripts_.push_back(added);
        }
        return made;
    }

    /// The body of a loop, outside of which nothing in it is to be seen.
    int body_of(int first, int second, int depth) {
        const std::size_t numbers = numbers_.size(), ranges_before = ranges_.size(), subscripts = subscripts_.size();
        const int made = enter(first, second);
        if (has_rows(range_at(first).made) && numbers_.size() == numbers) add_reduction(made, depth + 1);
        const int body = build(made, depth + 1);
        scopes[static_cast<std::size_t>(made)].body = body;
        numbers_.resize(numbers);
        ranges_.resize(ranges_before);
        subscripts_.resize(subscripts);
        return made;
    }

    void add_reduction(int in, int depth) {
        const int rows = depth < 3 ? byte() % 6 : 0;
        int first = rows == 1 ? matrix_ : rows == 2 ? transposed_ : choose_range(), second = -1;
        if (byte() % 3 == 0) second = choose_range();
        if (second >= 0 && range_at(first).extent != range_at(second).extent) second = -1;
        static constexpr reduction all[] = {reduction::sum,     reduction::sum,         reduction::sum,
                                            reduction::mean,    reduction::maximum,     reduction::minimum,
                                            reduction::maximum, reduction::log_sum_exp, reduction::product};
        reduction what = all[byte() % 9];
        if (range_at(first).extent == 0 && what != reduction::product) what = reduction::sum;
        const int made = body_of(first, second, depth);
        show(add({kind::reduction, static_cast<int>(what), {made}, in}));
    }

    /// The place of the largest or smallest of a range, which is a subscript of what has as many elements.
    void add_place(int in, int depth) {
        const int over = choose_range();
        if (range_at(over).extent == 0) return;
        expression place{kind::place, byte() % 2, {body_of(over, -1, depth)}, in, true};
        place.end = range_at(over).extent;
        const int made = add(place);
        show(made);
        subscripts_.push_back(made);
    }

    int add_map(int over, int depth) {
        int second = byte() % 3 == 0 && !has_rows(range_at(over).made) ? choose_range() : -1;
        if (second >= 0 && range_at(second).extent != range_at(over).extent) second = -1;
        const int made = body_of(over, second, depth);
        const bool is_of_turns = range_at(over).is_of_turns || (second >= 0 && range_at(second).is_of_turns);
        return add_range({range_kind::mapped, made, range_at(over).extent, 0, 0, false, is_of_turns});
    }

    void add_ordered(int in, int depth) {
        const int rows = byte() % 6;
        const int first = rows == 1 ? matrix_ : rows == 2 ? transposed_ : choose_range();
        int second = byte() % 3 == 0 ? choose_range() : -1;
        if (second >= 0 && range_at(first).extent != range_at(second).extent) second = -1;
        const int choice = byte();
        state_shape state;
        state.numbers = state_shapes[choice % 6][0];
        state.arrays = state_shapes[choice % 6][1];
        state.is_scan = state.arrays == 0 && choice / 6 % 2 == 0;
        for (int k = 0; k < state.numbers; ++k) state.first_numbers[static_cast<std::size_t>(k)] = operand(in);
        for (int k = 0; k < state.arrays; ++k) state.first_arrays[static_cast<std::size_t>(k)] = choose_range();

        const std::size_t numbers = numbers_.size(), ranges_before = ranges_.size(), subscripts = subscripts_.size();
        const int made = enter(first, second);
        for (int k = 0; k < state.numbers; ++k) show(add({kind::state, made, {k}, made}));
        for (int k = 0; k < state.arrays; ++k)
            ranges_.push_back(add_range(
                {range_kind::state, made, range_at(state.first_arrays[static_cast<std::size_t>(k)]).extent, k, 0, false,
                 true}));
        build(made, depth + 1);
        for (int& next : state.next_numbers)
            if (state.numbers > 0) next = next_number(made);
        for (std::size_t k = 0; k < static_cast<std::size_t>(state.arrays); ++k)
            state.next_arrays[k] = next_array(state.first_arrays[k], depth + 1);
        numbers_.resize(numbers);
        ranges_.resize(ranges_before);
        subscripts_.resize(subscripts);

        scope& around = scopes[static_cast<std::size_t>(in)];
        scopes[static_cast<std::size_t>(made)].state = state;
        scopes[static_cast<std::size_t>(made)].number = around.ordered_count++;
        around.steps.push_back(~made);
        has_turns = true;
        for (int k = 0; k < state.numbers; ++k)
            if (state.is_scan)
                ranges_.push_back(
                    add_range({range_kind::scan, made, range_at(first).extent, k, 0, false, true, in}));
            else show(add({kind::last_state, made, {k}, in}));
        for (int k = 0; k < state.arrays; ++k)
            ranges_.push_back(add_range({range_kind::last_state, made,
                                         range_at(state.first_arrays[static_cast<std::size_t>(k)]).extent, k, 0, false,
                                         true, in}));
    }
    // Mostly something that stays of moderate size.
    int next_number(int in) {
        const int x = operand(in);
        return byte() % 4 == 0 ? x : add({kind::unary, 2, {x}, in});
    }
    // Computed from the array, or another one: of the state, so that two change places, or from outside.
    int next_array(int first, int depth) {
        const int extent = range_at(first).extent, choice = byte() % 4;
        for (int tries = choice == 0 ? 4 : 0; tries > 0; --tries) {
            const int other = choose_range();
            if (range_at(other).extent == extent) return other;
        }
        int over = first;
        for (std::size_t i = ranges_.size(); i > 0 && choice != 1; --i)
            if (range_at(ranges_[i - 1]).made == range_kind::state && range_at(ranges_[i - 1]).extent == extent) {
                over = ranges_[i - 1];
                break;
            }
        return add_map(over, depth);
    }

    void add_shifted() {
        const int of = choose_range(), choice = byte();
        if (!has_subscripts(of)) return;
        static constexpr int offsets[] = {-1, 1, 2, -3};
        ranges_.push_back(add_range({range_kind::shifted, of, range_at(of).extent, offsets[choice % 4], choice / 4 % 7,
                                     range_at(of).is_exact}));
    }

    void add_gathered(int in) {
        if (subscripts_.empty()) return add_reduction_of_subscripts(in);
        const int subscript = subscripts_[static_cast<std::size_t>(byte()) % subscripts_.size()];
        const int end = at(subscript).end;
        if (end == extent(matrix) && byte() % 2 == 0) {
            ranges_.push_back(add_range({range_kind::gathered_row, subscript, extent(matrix, 1)}));
            return;
        }
        for (int tries = 0; tries < 4; ++tries) {
            const int from = choose_range();
            const range_kind made = range_at(from).made;
            if (range_at(from).extent != end || made == range_kind::indices || !has_subscripts(from)) continue;
            expression element{kind::gathered, from, {subscript}, in, range_at(from).is_exact};
            if (made == range_kind::integers)
                element.end = range_at(from).of == first_integers ? extent(2) : extent(matrix);
            const int added = add(element);
            show(added);
            if (element.end > 0) subscripts_.push_back(added);
            return;
        }
    }
    // Outside of all loops there is nothing to gather with.
    void add_reduction_of_subscripts(int in) {
        const int x = operand(in), y = operand(in);
        show(add({kind::binary, 2, {x, y}, in}));
    }

    const std::uint8_t* bytes_;
    const std::uint8_t* end_;
    std::vector<int> numbers_, ranges_, subscripts_; // what is to be seen from where the generator is
    int matrix_ = 0, transposed_ = 0;
};

/// What the state of an ordered loop is at some time, what its ranges hand it, and what has become of it.
template <class Number, class Range>
struct state_of {
    std::array<Number, most_state_numbers> numbers{};
    std::array<std::optional<Range>, most_state_arrays> arrays{};
};
template <class Number, class Range>
struct element_of {
    Number number{};
    std::optional<Range> row{};
};
template <class Number, class Range>
struct turns_of {
    state_of<Number, Range> last{};
    std::array<std::optional<Range>, most_state_numbers> states{};
};

/// Goes through the tree of a model. `Backend` says what numbers, ranges, places in ranges and reductions are:
///   `number`, `range` and `rows` with `at(subscript)`
///   `vector(argument, scalar)`, `matrix()`, `transposed()`, `indices(range)`, `extent(range)`, `mapped(f, range...)`,
///   `shifted(range, offset, edge)`, `end_of(range, is_last)`, `absolute(x)`, `select(x, y, p, q)`, `literal(x)`
///   `reduce(what, f, range...)`, `place(is_largest, f, range)`, `input(i)`
///   `turns(state_shape, state, f, ranges)`, which is `turns_of` an ordered loop
///   `stored(range, act)`, the range as the next turn reads it; `act` does something with the names that it reads
template <class Backend>
class walk {
public:
    using value = typename Backend::number;
    using values = typename Backend::range;
    using state = state_of<value, values>;
    using element = element_of<value, values>;

    walk(const model& from, Backend& backend) : from_(from), backend_(backend) {
        known_.resize(from.expressions.size());
        version_.assign(from.expressions.size(), -1);
        bound_.resize(from.scopes.size());
    }

    value result() {
        begin(0);
        return number(from_.scopes[0].body);
    }
    values range_result() {
        begin(0);
        return range_of(from_.result);
    }

private:
    struct binding {
        std::array<value, 2> elements{};
        std::optional<values> row{};
        state now{};
        long version = 0;
        std::vector<std::shared_ptr<const turns_of<value, values>>> ordered{}; // what loops in this one have made
    };

    value number(int i) {
        const expression& made = from_.expressions[at(i)];
        const long version = bound_[at(made.scope)].version;
        if (version_[at(i)] == version) return known_[at(i)];
        const value computed = compute(made);
        known_[at(i)] = computed;
        version_[at(i)] = version;
        return computed;
    }

    value compute(const expression& made) {
        switch (made.made) {
            case kind::literal: return backend_.literal(literals[made.of]);
            case kind::input: return backend_.input(made.of);
            case kind::element: return bound_[at(made.of)].elements[at(made.operands[0])];
            case kind::extent: return backend_.extent(range_of(made.of));
            case kind::gathered: {
                const value subscript = number(made.operands[0]);
                return range_of(made.of).at(subscript);
            }
            case kind::end_element: return backend_.end_of(range_of(made.of), made.operands[0] != 0);
            case kind::unary: return unary(made.of, number(made.operands[0]));
            case kind::binary: {
                const value x = number(made.operands[0]), y = number(made.operands[1]);
                return binary(made.of, x, y);
            }
            case kind::selection: {
                const auto& x = made.operands;
                const bool is_exact = from_.expressions[at(x[0])].is_exact && from_.expressions[at(x[1])].is_exact;
                return backend_.select(number(x[0]), number(x[1]), number(x[2]), number(x[3]), is_exact);
            }
            case kind::reduction: return reduce(made);
            case kind::state: return bound_[at(made.of)].now.numbers[at(made.operands[0])];
            case kind::last_state: return turns_in(made.scope, made.of).last.numbers[at(made.operands[0])];
            case kind::place: {
                const int in = made.operands[0];
                const scope& loop = from_.scopes[at(in)];
                return backend_.place(
                    made.of == 0, from_.expressions[at(loop.body)].is_exact,
                    [&](const value& x) { return body(in, x); }, range_of(loop.ranges[0]));
            }
        }
        return {};
    }
    value unary(int function, const value& x) {
        switch (function) {
            case 0: return -x;
            case 1: return backend_.absolute(x);
            case 2: return sin(x);
            case 3: return cos(x);
            case 4: return square(x);
            case 5: return exp(sin(x));
            case 6: return backend_.literal(1) / (backend_.literal(1) + square(x));
            default: return log(backend_.literal(2) + square(x));
        }
    }
    value binary(int function, const value& x, const value& y) {
        switch (function) {
            case 0: return x + y;
            case 1: return x - y;
            case 5: return x / (backend_.literal(2) + sin(y));
            default: return x * y;
        }
    }

    value reduce(const expression& made) {
        const int in = made.operands[0];
        const scope& loop = from_.scopes[at(in)];
        const bool is_exact = from_.expressions[at(loop.body)].is_exact;
        const auto what = static_cast<reduction>(made.of);
        const bool over_rows = has_rows(from_.ranges[at(loop.ranges[0])].made);
        const bool with_rows = loop.range_count == 2 && has_rows(from_.ranges[at(loop.ranges[1])].made);
        const auto rows = [&] {
            const bool is_transposed = from_.ranges[at(loop.ranges[over_rows ? 0 : 1])].made == range_kind::transposed;
            return is_transposed ? backend_.transposed() : backend_.matrix();
        };
        if (over_rows && loop.range_count == 1)
            return backend_.reduce(what, is_exact, [&](const values& row) { return body(in, row); }, rows());
        if (over_rows || with_rows) {
            const values other = range_of(loop.ranges[over_rows ? 1 : 0]);
            return backend_.reduce(
                what, is_exact, [&](const values& row, const value& x) { return body(in, row, x, over_rows ? 1 : 0); },
                rows(), other);
        }
        const values first = range_of(loop.ranges[0]);
        if (loop.range_count == 1)
            return backend_.reduce(what, is_exact, [&](const value& x) { return body(in, x); }, first);
        const values second = range_of(loop.ranges[1]);
        return backend_.reduce(
            what, is_exact, [&](const value& x, const value& y) { return body(in, x, y); }, first, second);
    }

    // A body may be run while another run of it is going on, for another place.
    value run(int in, const binding& elements) {
        if (!backend_.has_time()) return backend_.literal(0);
        return bound_to(in, elements, [&] { return number(from_.scopes[at(in)].body); });
    }
    auto bound_to(int in, const binding& elements, const auto& act) {
        const binding before = bound_[at(in)];
        bound_[at(in)] = elements;
        bound_[at(in)].version = ++versions_;
        begin(in);
        auto made = act();
        bound_[at(in)] = before;
        return made;
    }

    /// Runs the loops in a body in their order, as a function does: an ordered loop belongs to the turns of all loops
    /// around the place where it is run. (Without one, loops may be run when their results are asked for.)
    void begin(int in) {
        if (!from_.has_turns) return;
        for (const int step : from_.scopes[at(in)].steps) {
            if (step >= 0) {
                number(step);
                continue;
            }
            const int each = ~step;
            const scope& loop = from_.scopes[at(each)];
            const state_shape& shape = loop.state;
            state first;
            for (int k = 0; k < shape.numbers; ++k) first.numbers[at(k)] = number(shape.first_numbers[at(k)]);
            for (int k = 0; k < shape.arrays; ++k) first.arrays[at(k)] = range_of(shape.first_arrays[at(k)]);
            const auto next = [&](const state& now, const std::array<element, 2>& elements) {
                binding bound{{elements[0].number, elements[1].number}, {}, now};
                for (const element& of : elements)
                    if (of.row) bound.row = of.row;
                if (!backend_.has_time()) return now;
                return bound_to(each, bound, [&] {
                    state made;
                    for (int k = 0; k < shape.numbers; ++k) made.numbers[at(k)] = number(shape.next_numbers[at(k)]);
                    for (int k = 0; k < shape.arrays; ++k)
                        made.arrays[at(k)] =
                            backend_.stored(range_of(shape.next_arrays[at(k)]),
                                            [this, names = bound_](const auto& act) { return this->with(names, act); });
                    return made;
                });
            };
            std::vector<elements_of_backend> over;
            for (int k = 0; k < loop.range_count; ++k) over.push_back(elements(loop.ranges[k]));
            const auto made = backend_.turns(shape, first, next, over);
            bound_[at(in)].ordered.push_back(std::make_shared<const turns_of<value, values>>(made));
        }
    }
    using elements_of_backend = typename Backend::elements;
    elements_of_backend elements(int range) {
        const range_kind made = from_.ranges[at(range)].made;
        if (!has_rows(made)) return backend_.elements_of(range_of(range));
        return backend_.elements_of(made == range_kind::matrix ? backend_.matrix() : backend_.transposed());
    }
    const turns_of<value, values>& turns_in(int in, int loop) const {
        return *bound_[at(in)].ordered[at(from_.scopes[at(loop)].number)];
    }
    /// Does something while names mean what they did.
    auto with(const std::vector<binding>& names, const auto& act) {
        const std::vector<binding> before = bound_;
        bound_ = names;
        auto made = act();
        bound_ = before;
        return made;
    }
    value body(int in, const value& x) { return run(in, {{x, {}}, {}}); }
    value body(int in, const value& x, const value& y) { return run(in, {{x, y}, {}}); }
    value body(int in, const values& row) { return run(in, {{}, row}); }
    value body(int in, const values& row, const value& x, int position) {
        binding made{{}, row};
        made.elements[at(position)] = x;
        return run(in, made);
    }

    values range_of(int i) {
        const range made = from_.ranges[at(i)];
        switch (made.made) {
            case range_kind::vector:
            case range_kind::integers: return backend_.vector(made.of, 0);
            case range_kind::points: return backend_.vector(points, made.of);
            case range_kind::row: return *bound_[at(made.of)].row;
            case range_kind::gathered_row: return backend_.matrix().at(number(made.of));
            case range_kind::indices: return backend_.indices(range_of(made.of));
            case range_kind::shifted: return backend_.shifted(range_of(made.of), made.offset, literals[made.edge]);
            case range_kind::state: return *bound_[at(made.of)].now.arrays[at(made.offset)];
            case range_kind::last_state: return *turns_of_range(made).last.arrays[at(made.offset)];
            case range_kind::scan: return *turns_of_range(made).states[at(made.offset)];
            default: break;
        }
        const int in = made.of;
        const int over = from_.scopes[at(in)].ranges[0];
        const range_kind over_what = from_.ranges[at(over)].made;
        if (has_rows(over_what))
            return backend_.mapped([this, in](const values& row) { return body(in, row); },
                                   over_what == range_kind::matrix ? backend_.matrix() : backend_.transposed());
        if (from_.scopes[at(in)].range_count == 2)
            return backend_.mapped([this, in](const value& x, const value& y) { return body(in, x, y); },
                                   range_of(over), range_of(from_.scopes[at(in)].ranges[1]));
        return backend_.mapped([this, in](const value& x) { return body(in, x); }, range_of(over));
    }

    const turns_of<value, values>& turns_of_range(const range& made) const { return turns_in(made.scope, made.of); }

    static std::size_t at(int i) { return static_cast<std::size_t>(i); }

    const model& from_;
    Backend& backend_;
    std::vector<value> known_;
    std::vector<long> version_;
    std::vector<binding> bound_;
    long versions_ = 0;
};

/// With numbers, by definition.
class by_definition {
public:
    using number = hyper_dual;
    struct range {
        std::function<hyper_dual(int)> element;
        int extent;
        hyper_dual at(const hyper_dual& subscript) const { return element(static_cast<int>(subscript.value)); }
    };
    struct rows {
        std::function<range(int)> element;
        int extent;
        range at(const hyper_dual& subscript) const { return element(static_cast<int>(subscript.value)); }
    };

    explicit by_definition(const model& from) : from_(from) {}

    /// Whether all that was computed is of moderate size, and away from where derivatives jump.
    bool is_regular = true;
    /// Maps of maps are computed wherever they are read, so what is short may take for ever.
    bool has_time() {
        if (bodies_left_ > 0) --bodies_left_;
        if (bodies_left_ == 0) is_regular = false;
        return bodies_left_ > 0;
    }

    hyper_dual literal(loops::number x) const { return {x, 0, 0, 0}; }
    hyper_dual input(int i) const {
        const auto k = static_cast<std::size_t>(i);
        return {from_.inputs[k], from_.input_directions[0][k], from_.input_directions[1][k], 0};
    }
    range vector(int argument, int scalar) const {
        return {[=, this](int i) { return datum(argument, i, 0, scalar); }, extent_of(argument, 0)};
    }
    rows matrix() const {
        return {[this](int i) {
                    return range{[=, this](int j) { return datum(loops::matrix, i, j, 0); },
                                 extent_of(loops::matrix, 1)};
                },
                extent_of(loops::matrix, 0)};
    }
    rows transposed() const {
        return {[this](int j) {
                    return range{[=, this](int i) { return datum(loops::matrix, i, j, 0); },
                                 extent_of(loops::matrix, 0)};
                },
                extent_of(loops::matrix, 1)};
    }
    range shifted(const range& of, int offset, loops::number edge) const {
        return {[=, this](int i) {
                    const int moved = i + offset;
                    return moved >= 0 && moved < of.extent ? of.element(moved) : literal(edge);
                },
                of.extent};
    }
    hyper_dual end_of(const range& of, bool is_last) const { return of.element(is_last ? of.extent - 1 : 0); }
    hyper_dual place(bool is_largest, bool is_exact, const auto& function, const range& of) {
        int best_place = 0;
        hyper_dual best = function(of.element(0));
        for (int i = 1; i < of.extent; ++i) {
            const hyper_dual each = function(of.element(i));
            compare(each.value, best.value, is_exact);
            if (!(is_largest ? each.value > best.value : each.value < best.value)) continue;
            best = each;
            best_place = i;
        }
        return literal(best_place);
    }
    range indices(const range& of) const {
        return {[this](int i) { return literal(i); }, of.extent};
    }
    hyper_dual extent(const range& of) const { return literal(of.extent); }
    range mapped(const auto& function, const auto& over, const auto&... beside) const {
        return {[=](int i) { return function(over.element(i), beside.element(i)...); }, over.extent};
    }
    hyper_dual absolute(const hyper_dual& x) {
        if (std::abs(x.value) < 1e-9L) is_regular = false;
        return abs(x);
    }
    hyper_dual select(const hyper_dual& x, const hyper_dual& y, const hyper_dual& p, const hyper_dual& q,
                      bool is_exact) {
        compare(x.value, y.value, is_exact);
        return x.value < y.value ? p : q;
    }
    hyper_dual reduce(reduction what, bool is_exact, const auto& function, const auto& first, const auto&... rest) {
        hyper_dual made{};
        if (what == reduction::product) made = literal(1);
        for (int i = 0; i < first.extent; ++i) {
            const hyper_dual term = function(first.element(i), rest.element(i)...);
            require_moderate(term);
            if (what == reduction::maximum || what == reduction::minimum) {
                if (i > 0) compare(term.value, made.value, is_exact);
                if (i == 0 || (what == reduction::maximum ? term.value > made.value : term.value < made.value))
                    made = term;
            } else if (what == reduction::log_sum_exp) {
                if (!(std::abs(term.value) < 40)) is_regular = false;
                made = made + exp(term);
            } else if (what == reduction::product) {
                made = made * term;
            } else {
                made = made + term;
            }
        }
        if (what == reduction::log_sum_exp) return log(made);
        return what == reduction::mean ? made / literal(first.extent) : made;
    }

    struct elements {
        std::function<element_of<hyper_dual, range>(int)> element;
        int extent;
    };
    elements elements_of(const range& of) const {
        return {[=](int i) { return element_of<hyper_dual, range>{of.element(i), {}}; }, of.extent};
    }
    elements elements_of(const rows& of) const {
        return {[=](int i) { return element_of<hyper_dual, range>{{}, of.element(i)}; }, of.extent};
    }
    range stored(const range& of, const auto&) {
        std::vector<hyper_dual> numbers;
        for (int i = 0; i < of.extent; ++i) numbers.push_back(of.element(i));
        for (const hyper_dual& each : numbers) require_moderate(each);
        return stored(numbers);
    }
    turns_of<hyper_dual, range> turns(const state_shape& shape, const state_of<hyper_dual, range>& first,
                                      const auto& next, const std::vector<elements>& over) {
        turns_of<hyper_dual, range> made{first, {}};
        std::vector<hyper_dual> states[most_state_numbers];
        for (int i = 0; i < over[0].extent; ++i) {
            made.last = next(made.last, {over[0].element(i), over.size() < 2 ? element_of<hyper_dual, range>{}
                                                                            : over[1].element(i)});
            for (std::size_t k = 0; k < static_cast<std::size_t>(shape.numbers); ++k) {
                require_moderate(made.last.numbers[k]);
                states[k].push_back(made.last.numbers[k]);
            }
        }
        for (std::size_t k = 0; k < most_state_numbers; ++k) made.states[k] = stored(states[k]);
        return made;
    }

private:
    static range stored(const std::vector<hyper_dual>& numbers) {
        const auto shared = std::make_shared<std::vector<hyper_dual>>(numbers);
        return {[shared](int i) { return (*shared)[static_cast<std::size_t>(i)]; }, static_cast<int>(numbers.size())};
    }
    void require_moderate(const hyper_dual& x) {
        for (const loops::number part : {x.value, x.first, x.second, x.both})
            if (!(std::abs(part) < 1e5L)) is_regular = false;
    }
    void compare(loops::number x, loops::number y, bool is_exact) {
        if (x == y && is_exact) return;
        if (!(std::abs(x - y) > 1e-9L * (1 + std::abs(y)))) is_regular = false;
    }
    int extent_of(int argument, int dimension) const {
        return from_.arguments[static_cast<std::size_t>(argument)].extents[dimension];
    }
    hyper_dual datum(int argument, int i, int j, int scalar) const {
        const auto of = [&](auto& arguments) {
            const auto& data = arguments[static_cast<std::size_t>(argument)];
            return data.numbers[static_cast<std::size_t>((i * data.extents[1] + j) * data.size + scalar)];
        };
        return {of(from_.arguments), of(from_.directions[0]), of(from_.directions[1]), 0};
    }

    const model& from_;
    int bodies_left_ = 300000;
};

/// A range of recorded numbers, whatever it is made of.
struct recorded_numbers {
    pullback::engine::record::loop_recorder* recorder = nullptr;
    int extent_number = 0;
    std::function<recorded(int)> made{};

    pullback::engine::record::loop_recorder& loops() const { return *recorder; }
    int extent() const { return extent_number; }
    recorded element(int subscript) const { return made(subscript); }
    std::function<recorded(const recorded&)> found{};
    recorded at(const recorded& subscript) const { return found(subscript); }
    recorded operator[](const recorded& subscript) const { return found(subscript); }
    recorded size() const { return recorder->extent(extent_number); }
    std::function<recorded_numbers(int)> by{};
    recorded_numbers moved(int offset) const { return by(offset); }
};

inline recorded_numbers erased(const auto& range) {
    return {&range.loops(), range.extent(), [range](int subscript) { return range.element(subscript); },
            [range](const recorded& subscript) { return range[subscript]; },
            [range](int offset) { return erased(range.moved(offset)); }};
}

/// A range of such ranges.
struct recorded_rows {
    pullback::engine::record::loop_recorder* recorder = nullptr;
    int extent_number = 0;
    std::function<recorded_numbers(int)> made{};

    pullback::engine::record::loop_recorder& loops() const { return *recorder; }
    int extent() const { return extent_number; }
    recorded_numbers element(int subscript) const { return made(subscript); }
    std::function<recorded_numbers(const recorded&)> found{};
    recorded_numbers at(const recorded& subscript) const { return found(subscript); }
    recorded_numbers operator[](const recorded& subscript) const { return found(subscript); }
    recorded size() const { return recorder->extent(extent_number); }
    std::function<recorded_rows(int)> by{};
    recorded_rows moved(int offset) const { return by(offset); }
};

inline recorded_rows erased_rows(const auto& range) {
    return {&range.loops(), range.extent(), [range](int subscript) { return erased(range.element(subscript)); },
            [range](const recorded& subscript) { return erased(range[subscript]); },
            [range](int offset) { return erased_rows(range.moved(offset)); }};
}

/// A range of numbers or of rows, as an ordered loop goes through it.
struct recorded_elements {
    pullback::engine::record::loop_recorder* recorder = nullptr;
    int extent_number = 0;
    std::function<element_of<recorded, recorded_numbers>(int)> made{};

    pullback::engine::record::loop_recorder& loops() const { return *recorder; }
    int extent() const { return extent_number; }
    element_of<recorded, recorded_numbers> element(int subscript) const { return made(subscript); }
};

using vector_symbol = pullback::recorded_range<recorded>;
using points_symbol = pullback::recorded_range<std::array<recorded, 2>>;
using matrix_symbol = pullback::recorded_range<vector_symbol>;
using integers_symbol = pullback::recorded_range<recorded, pullback::detail::integer_scalars<1>>;

/// With the vocabulary of the library.
class by_recording {
public:
    using number = recorded;
    using range = recorded_numbers;

    const recorded *a, *b;
    const vector_symbol *x, *y;
    const points_symbol* p;
    const matrix_symbol* m;
    const integers_symbol *k, *l;

    using state = state_of<recorded, recorded_numbers>;
    using element = element_of<recorded, recorded_numbers>;

    /// Bodies in bodies that are each recorded several times take for ever too: what is recorded then is of no use.
    static inline int bodies_left = 0;
    static bool has_time() {
        if (bodies_left > 0) --bodies_left;
        return bodies_left > 0;
    }
    recorded literal(loops::number value) const { return recorded(value); }
    recorded input(int i) const { return i == 0 ? *a : *b; }
    recorded_numbers vector(int argument, int scalar) const {
        switch (argument) {
            case 2: return erased(*x);
            case 3: return erased(*y);
            case 6: return erased(*k);
            case 7: return erased(*l);
            default: break;
        }
        return erased(pullback::map(*p, [=](const auto& each) { return each[static_cast<std::size_t>(scalar)]; }));
    }
    recorded_rows matrix() const { return erased_rows(*m); }
    recorded_rows transposed() const { return erased_rows(pullback::transposed(*m)); }
    recorded_numbers shifted(const recorded_numbers& of, int offset, loops::number edge) const {
        return erased(pullback::shifted(of, offset, edge));
    }
    recorded end_of(const recorded_numbers& of, bool is_last) const {
        return of[is_last ? of.size() - recorded(1) : recorded(0)];
    }
    recorded place(bool is_largest, bool, const auto& function, const recorded_numbers& of) const {
        return is_largest ? pullback::argmax(of, function) : pullback::argmin(of, function);
    }
    recorded_numbers indices(const recorded_numbers& of) const { return erased(pullback::indices(of)); }
    recorded extent(const recorded_numbers& of) const { return of.size(); }
    recorded_numbers mapped(const auto& function, const auto&... over) const {
        return erased(pullback::map(over..., function));
    }
    recorded absolute(const recorded& value) const { return abs(value); }
    recorded select(const recorded& s, const recorded& t, const recorded& yes, const recorded& no, bool) const {
        return pullback::select(s < t, yes, no);
    }
    recorded reduce(reduction what, bool, const auto& function, const auto&... ranges) const {
        return reduced(what, ranges..., function);
    }
    using elements = recorded_elements;
    elements elements_of(const recorded_numbers& of) const {
        return {of.recorder, of.extent_number, [=](int i) { return element{of.element(i), {}}; }};
    }
    elements elements_of(const recorded_rows& of) const {
        return {of.recorder, of.extent_number, [=](int i) { return element{{}, of.element(i)}; }};
    }
    /// Recorded when the body of the loop is done.
    recorded_numbers stored(const recorded_numbers& of, const auto& with_names) const {
        recorded_numbers made = of;
        made.made = [=](int i) { return with_names([&] { return of.element(i); }); };
        return made;
    }
    turns_of<recorded, recorded_numbers> turns(const state_shape& shape, const state& first, const auto& next,
                                               const std::vector<elements>& over) const {
        const auto& numbers = first.numbers;
        const auto shaped = [&](const auto& shape_like) { return turns_as(shape, shape_like, next, over); };
        if (shape.arrays == 1 && shape.numbers == 0) return shaped(*first.arrays[0]);
        if (shape.arrays == 1) return shaped(std::tuple(*first.arrays[0], numbers[0]));
        if (shape.arrays == 2) return shaped(std::tuple(*first.arrays[0], numbers[0], *first.arrays[1]));
        if (shape.numbers == 1) return shaped(numbers[0]);
        if (shape.numbers == 2) return shaped(std::array{numbers[0], numbers[1]});
        return shaped(std::tuple(numbers[0], std::array{numbers[1], numbers[2]}));
    }

private:
    // A state as the library has it, which is of the shape of the first one, and as it is here.
    static void write(recorded& to, const state& from, int& number, int&) {
        to = from.numbers[static_cast<std::size_t>(number++)];
    }
    static void write(recorded_numbers& to, const state& from, int&, int& array) {
        to = *from.arrays[static_cast<std::size_t>(array++)];
    }
    template <class... Parts>
    static void write(std::tuple<Parts...>& to, const state& from, int& number, int& array) {
        std::apply([&](auto&... part) { (write(part, from, number, array), ...); }, to);
    }
    static void write(std::array<recorded, 2>& to, const state& from, int& number, int& array) {
        for (recorded& each : to) write(each, from, number, array);
    }
    static void read(state& to, const recorded& from, int& number, int&) {
        to.numbers[static_cast<std::size_t>(number++)] = from;
    }
    static void read(state& to, const pullback::SymbolicRange auto& from, int&, int& array) {
        to.arrays[static_cast<std::size_t>(array++)] = erased(from);
    }
    template <class... Parts>
    static void read(state& to, const std::tuple<Parts...>& from, int& number, int& array) {
        std::apply([&](const auto&... part) { (read(to, part, number, array), ...); }, from);
    }
    static void read(state& to, const std::array<recorded, 2>& from, int& number, int& array) {
        for (const recorded& each : from) read(to, each, number, array);
    }
    static state state_as_here(const auto& from) {
        state made;
        int number = 0, array = 0;
        read(made, from, number, array);
        return made;
    }

    template <class First>
    turns_of<recorded, recorded_numbers> turns_as(const state_shape& shape, const First& first, const auto& next,
                                                  const std::vector<elements>& over) const {
        const auto step = [&](const auto& now, const element& each, const auto&... beside) {
            const state made = next(state_as_here(now), {each, beside...});
            First shaped = first;
            int number = 0, array = 0;
            write(shaped, made, number, array);
            return shaped;
        };
        turns_of<recorded, recorded_numbers> made;
        if constexpr (!pullback::detail::has_range<First>) {
            if (shape.is_scan) {
                const auto states = over.size() < 2 ? pullback::scan(over[0], first, step)
                                                    : pullback::scan(over[0], over[1], first, step);
                for (std::size_t i = 0; i < static_cast<std::size_t>(shape.numbers); ++i)
                    made.states[i] =
                        erased(pullback::map(states, [i](const auto& each) { return state_as_here(each).numbers[i]; }));
                return made;
            }
        }
        made.last = state_as_here(over.size() < 2 ? pullback::fold(over[0], first, step)
                                                  : pullback::fold(over[0], over[1], first, step));
        return made;
    }

    static recorded reduced(reduction what, const auto&... arguments) {
        switch (what) {
            case reduction::sum: return pullback::sum(arguments...);
            case reduction::mean: return pullback::mean(arguments...);
            case reduction::maximum: return pullback::max(arguments...);
            case reduction::minimum: return pullback::min(arguments...);
            case reduction::product: return pullback::product(arguments...);
            case reduction::log_sum_exp: break;
        }
        return pullback::log_sum_exp(arguments...);
    }
};

} // namespace loops

#endif
