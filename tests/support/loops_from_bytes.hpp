// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_LOOPS_FROM_BYTES_HPP
#define PULLBACK_TESTS_SUPPORT_LOOPS_FROM_BYTES_HPP

#include "loop_model.hpp"

#include <pullback.hpp>
#include <pullback/derivative/engine.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

/// Functions over ranges as bytes say: what the body says is kept as a tree, which is computed as it is defined, with
/// numbers, and recorded with the vocabulary that users have.
namespace loops {

using pullback::recorded;

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
///   `turns_while(state_shape, bound, state, goes_on, f)`, the same of a loop that ends by a condition, `is_less(x, y)`
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
            if (shape.is_while) {
                const auto goes_on = [&](const state& now) {
                    const bool is_exact =
                        from_.expressions[at(shape.left)].is_exact && from_.expressions[at(shape.right)].is_exact;
                    return bound_to(shape.condition, binding{{}, {}, now}, [&] {
                        const value left = number(shape.left), right = number(shape.right);
                        return backend_.is_less(left, right, is_exact);
                    });
                };
                const elements_of_backend bound = elements(loop.ranges[0]);
                const auto made =
                    backend_.turns_while(shape, bound, first, goes_on, [&](const state& now) { return next(now, {}); });
                bound_[at(in)].ordered.push_back(std::make_shared<const turns_of<value, values>>(made));
                continue;
            }
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
    bool is_less(const hyper_dual& x, const hyper_dual& y, bool is_exact) {
        compare(x.value, y.value, is_exact);
        return x.value < y.value;
    }
    turns_of<hyper_dual, range> turns_while(const state_shape& shape, const elements& bound,
                                            const state_of<hyper_dual, range>& first, const auto& goes_on,
                                            const auto& next) {
        turns_of<hyper_dual, range> made{first, {}};
        const int most = shape.most < 0 ? bound.extent : shape.most;
        for (int i = 0; goes_on(made.last); ++i) {
            if (i == most || !is_regular) { // which is an error
                is_regular = false;
                break;
            }
            made.last = next(made.last);
            for (std::size_t k = 0; k < static_cast<std::size_t>(shape.numbers); ++k)
                require_moderate(made.last.numbers[k]);
        }
        return made;
    }
    turns_of<hyper_dual, range> turns(const state_shape& shape, const state_of<hyper_dual, range>& first,
                                      const auto& next, const std::vector<elements>& over) {
        turns_of<hyper_dual, range> made{first, {}};
        std::vector<hyper_dual> states[most_state_numbers];
        for (int i = 0; i < over[0].extent; ++i) {
            made.last = next(made.last, {over[0].element(i),
                                         over.size() < 2 ? element_of<hyper_dual, range>{} : over[1].element(i)});
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
using integers_symbol = pullback::recorded_range<recorded, pullback::engine::integer_scalars<1>>;

/// Whether a state is a range, or has one in it.
template <class State>
inline constexpr bool has_range = pullback::SymbolicRange<State>;
template <class... Part>
inline constexpr bool has_range<std::tuple<Part...>> = (has_range<Part> || ...);

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
        return shaped_as(shape, first, [&](const auto& like) { return turns_as(shape, like, next, over); });
    }
    pullback::recorded_condition is_less(const recorded& s, const recorded& t, bool) const { return s < t; }
    turns_of<recorded, recorded_numbers> turns_while(const state_shape& shape, const elements& bound,
                                                     const state& first, const auto& goes_on, const auto& next) const {
        return shaped_as(shape, first, [&]<class First>(const First& like) {
            const auto holds = [&](const auto& now) { return goes_on(state_as_here(now)); };
            const auto step = [&](const auto& now) { return state_like(like, next(state_as_here(now))); };
            turns_of<recorded, recorded_numbers> made;
            made.last = state_as_here(shape.most < 0
                                          ? pullback::while_loop(bound, like, holds, step)
                                          : pullback::while_loop(pullback::at_most<constant_bound>, like, holds, step));
            return made;
        });
    }

private:
    static auto shaped_as(const state_shape& shape, const state& first, const auto& shaped) {
        const auto& numbers = first.numbers;
        if (shape.arrays == 1 && shape.numbers == 0) return shaped(*first.arrays[0]);
        if (shape.arrays == 1) return shaped(std::tuple(*first.arrays[0], numbers[0]));
        if (shape.arrays == 2) return shaped(std::tuple(*first.arrays[0], numbers[0], *first.arrays[1]));
        if (shape.numbers == 1) return shaped(numbers[0]);
        if (shape.numbers == 2) return shaped(std::array{numbers[0], numbers[1]});
        return shaped(std::tuple(numbers[0], std::array{numbers[1], numbers[2]}));
    }
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
    static First state_like(const First& first, const state& made) {
        First shaped = first;
        int number = 0, array = 0;
        write(shaped, made, number, array);
        return shaped;
    }

    template <class First>
    turns_of<recorded, recorded_numbers> turns_as(const state_shape& shape, const First& first, const auto& next,
                                                  const std::vector<elements>& over) const {
        const auto step = [&](const auto& now, const element& each, const auto&... beside) {
            return state_like(first, next(state_as_here(now), {each, beside...}));
        };
        turns_of<recorded, recorded_numbers> made;
        if constexpr (!has_range<First>) {
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
