// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_LOOP_MODEL_HPP
#define PULLBACK_TESTS_SUPPORT_LOOP_MODEL_HPP

#include "loop_interpreter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

/// What a function over ranges is as bytes say, as a tree, and data for it.
namespace loops {

using number = long double;

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
    bool is_exact = true; // what its elements are
    int scope = 0;        // the loop around the ordered one that it is of
};

inline constexpr int most_state_numbers = 3, most_state_arrays = 2;

/// The state of an ordered loop: so many numbers and arrays, what they are first, outside of the loop, and next.
struct state_shape {
    int numbers = 0, arrays = 0;
    bool is_scan = false;  // of which the states after each turn are read
    bool is_while = false; // which ends by a condition: as many turns as the range has elements are the bound
    int most = -1;         // the bound where that is a number, `at_most<N>`
    int condition = 0;     // the scope in which the state is compared, and the numbers that are: left < right
    int left = 0, right = 0;
    std::array<int, most_state_numbers> first_numbers{}, next_numbers{};
    std::array<int, most_state_arrays> first_arrays{}, next_arrays{};
};
inline constexpr int constant_bound = 5;
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
        if (has_subscript_argument_) {
            expressions[0].end = extent(2);
            subscripts_.push_back(0);
        }
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
    int result = 0;         // the range that is returned

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
        // The first argument is a subscript by itself.
        has_subscript_argument_ = x > 0 && byte() % 3 == 0;
        if (has_subscript_argument_) inputs[0] = std::floor((inputs[0] + 1) / 2 * x);
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
            if (range_at(of).extent > 0) show(add({kind::end_element, of, {is_last}, in, range_at(of).is_exact}));
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
        return add_range({range_kind::mapped, made, range_at(over).extent, 0, 0, false});
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
        state.is_while = choice / 12 % 3 == 0 && !is_in_condition_;
        state.is_scan = !state.is_while && state.arrays == 0 && choice / 6 % 2 == 0;
        if (state.is_while && choice / 36 % 2 == 0) state.most = constant_bound;
        for (int k = 0; k < state.numbers; ++k) state.first_numbers[static_cast<std::size_t>(k)] = operand(in);
        for (int k = 0; k < state.arrays; ++k) state.first_arrays[static_cast<std::size_t>(k)] = choose_range();

        const std::size_t numbers = numbers_.size(), ranges_before = ranges_.size(), subscripts = subscripts_.size();
        // Many loops that end by a condition count their turns.
        const bool counts = state.is_while && state.numbers > 0 && byte() % 4 != 0;
        if (counts) state.first_numbers[0] = add({kind::literal, 0, {}, in, true});
        const int made = state.is_while ? enter_nothing(first) : enter(first, second);
        show_state(state, made);
        build(made, depth + 1);
        for (int& next : state.next_numbers)
            if (state.numbers > 0) next = next_number(made);
        for (std::size_t k = 0; k < static_cast<std::size_t>(state.arrays); ++k)
            state.next_arrays[k] = next_array(state.first_arrays[k], depth + 1);
        if (counts) state.next_numbers[0] = counted(made);
        numbers_.resize(numbers);
        ranges_.resize(ranges_before);
        subscripts_.resize(subscripts);
        if (state.is_while) {
            add_condition(state, first, counts, depth);
            numbers_.resize(numbers);
            ranges_.resize(ranges_before);
            subscripts_.resize(subscripts);
        }

        scope& around = scopes[static_cast<std::size_t>(in)];
        scopes[static_cast<std::size_t>(made)].state = state;
        scopes[static_cast<std::size_t>(made)].number = around.ordered_count++;
        around.steps.push_back(~made);
        has_turns = true;
        for (int k = 0; k < state.numbers; ++k)
            if (state.is_scan)
                ranges_.push_back(add_range({range_kind::scan, made, range_at(first).extent, k, 0, false, in}));
            else show(add({kind::last_state, made, {k}, in}));
        for (int k = 0; k < state.arrays; ++k)
            ranges_.push_back(
                add_range({range_kind::last_state, made,
                           range_at(state.first_arrays[static_cast<std::size_t>(k)]).extent, k, 0, false, in}));
    }
    /// A loop that has no elements.
    int enter_nothing(int bound) {
        scopes.push_back({{bound, -1}, 1, 0});
        return static_cast<int>(scopes.size()) - 1;
    }
    /// The state as a body of an ordered loop sees it.
    void show_state(const state_shape& state, int in) {
        for (int k = 0; k < state.numbers; ++k) show(add({kind::state, in, {k}, in}));
        for (int k = 0; k < state.arrays; ++k)
            ranges_.push_back(
                add_range({range_kind::state, in, range_at(state.first_arrays[static_cast<std::size_t>(k)]).extent, k,
                           0, false}));
    }
    /// The number of turns so far, the first number of the state, and one more.
    int counted(int made) {
        const int one = add({kind::literal, 1, {}, made, true}), now = add({kind::state, made, {0}, made, true});
        return add({kind::binary, 0, {now, one}, made, true});
    }
    /// What the state is compared with: the number of turns with one between 0 and 4, or any number with another.
    void add_condition(state_shape& state, int bound, bool counts, int depth) {
        const bool was_in_condition = is_in_condition_;
        is_in_condition_ = true;
        const int made = state.condition = enter_nothing(bound);
        show_state(state, made);
        if (byte() % 2 == 0) build(made, depth + 1);
        const int x = operand(made), y = operand(made);
        state.left = x;
        state.right = y;
        if (counts) {
            const int two = add({kind::literal, 2, {}, made, true}), wave = add({kind::unary, 2, {x}, made});
            const int scaled = add({kind::binary, 2, {two, wave}, made});
            state.right = add({kind::binary, 0, {two, scaled}, made});
            state.left = add({kind::state, made, {0}, made, true});
        }
        is_in_condition_ = was_in_condition;
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
            if (range_at(from).extent != end || made == range_kind::indices) continue;
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
    bool is_in_condition_ = false, has_subscript_argument_ = false;
};

} // namespace loops

#endif
