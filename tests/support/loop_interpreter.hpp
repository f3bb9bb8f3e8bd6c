// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_LOOP_INTERPRETER_HPP
#define PULLBACK_TESTS_SUPPORT_LOOP_INTERPRETER_HPP

#include "run_time_program.hpp"

#include <pullback/optimise/loops_of.hpp>
#include <pullback/record/loop_program.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

/// Programs with loops that are data at run time: recorded, differentiated and formed into loops by the library's own
/// functions, and run by an interpreter.
namespace run_time {

inline constexpr int loop_capacity = 1 << 9, most_carries = loop_capacity / 4, most_results_of_loops = 4;

/// A program with loops, in arrays of one size for all. Loop formation asks for its counts as static members, and does
/// more for one with ordered loops.
template <int Inputs, bool HasTurns>
struct stored_loops
    : pullback::engine::record::loop_program<Inputs, loop_capacity, loop_capacity, most_results_of_loops, loop_capacity,
                                             loop_capacity, loop_capacity, HasTurns ? most_carries : 0,
                                             HasTurns ? pullback::engine::record::most_turn_reads : 0> {
    using packed = typename stored_loops::loop_program;
    static inline int node_count = 0, store_count = 0, output_count = 0;
};

template <class Source>
struct with_room_for_outputs : Source {
    static constexpr int output_count = most_results_of_loops; // of which the last ones are nothing
};

/// Records the program that `Source` writes and acts on it, `act(program)`, a shared pointer; does nothing where it is
/// too large, or says what a program cannot say. One of each type is of use at a time.
template <class Source, class Act>
void with_recorded_loops(Act act) {
    namespace record = pullback::engine::record;
    constexpr int nodes = Source::input_count + loop_capacity;
    const auto whole = std::make_unique<record::loop_buffer<loop_capacity, most_results_of_loops>>(
        record::record_loops<with_room_for_outputs<Source>, loop_capacity>());
    if (whole->straight.overflow || whole->fault != record::loop_fault::none) return;
    const auto live = std::make_unique<record::live_in_loops<nodes, loop_capacity>>(
        record::mark_live_in_loops<nodes, loop_capacity>(*whole));
    const auto act_on = [&]<class Stored>(const std::shared_ptr<Stored>& program) {
        using packed = typename Stored::packed;
        static_cast<packed&>(*program) = record::pack_loops<packed>(*whole, *live);
        Stored::node_count = Source::input_count + live->size;
        Stored::store_count = whole->store_count;
        Stored::output_count = Source::output_count;
        act(program);
    };
    if (whole->carry_count > 0) act_on(std::make_shared<stored_loops<Source::input_count, true>>());
    else act_on(std::make_shared<stored_loops<Source::input_count, false>>());
}

/// An argument or a result of run-time length: its numbers, the last dimension fastest.
template <class T>
struct loop_data {
    int extents[2] = {0, 1};
    int size = 1;
    std::vector<T> numbers{};

    bool has(int i, int j) const { return i >= 0 && i < extents[0] && j >= 0 && j < extents[1]; }
    T& at(int i, int j, int scalar) { return numbers[static_cast<std::size_t>((i * extents[1] + j) * size + scalar)]; }
};

/// Runs the plan that loop formation makes of a program, as run/loop.hpp does: numbers and memory are NaN at first, and
/// what is not as a plan must be is noted in `mistake`.
template <class T, class Program>
class plan_interpreter {
    using action = pullback::engine::optimise::loop_action;
    using step_kind = pullback::engine::loop_step;

public:
    plan_interpreter(const Program& program, std::vector<loop_data<T>> arguments, const std::vector<T>& inputs)
        : program_(program),
          plan_(program),
          arguments_(std::move(arguments)),
          numbers_(static_cast<std::size_t>(Program::node_count) + 1, nothing),
          conditions_(std::make_unique<bool[]>(numbers_.size())),
          best_(numbers_.size(), nothing),
          places_(numbers_.size(), -1) {
        std::copy(inputs.begin(), inputs.end(), numbers_.begin());
        std::fill(std::begin(index_), std::end(index_), -1);
        make_results();
        make_memory();
        for (int i = 0; i < program.equal_extent_count; ++i)
            if (extent(program.equal_extents[i].a) != extent(program.equal_extents[i].b))
                mistake = "extents are taken for one that differ";
        if (mistake == nullptr) run_region(0);
    }

    const char* mistake = nullptr;
    std::vector<loop_data<T>> results;

    T output(int number) const { return number_of(program_.straight.outputs[number]); }
    int loop_count() const { return plan_.regions.size() - 1; }
    int kept_count() const { return plan_.arrays.size(); }

    /// Writes the loops to where errors go.
    void print() const { print(0, 2); }

private:
    void print(int number, int depth) const {
        static constexpr const char* actions[] = {"compute", "load",    "keep",     "begin",  "accumulate", "store",
                                                  "start",   "advance", "exchange", "finish", "load turn",  "loop"};
        const auto region = plan_.regions[number];
        for (int i = 0; i < region.count; ++i) {
            const auto& item = plan_.items[region.first + i];
            std::fprintf(stderr, "%*s%s", depth, "", actions[static_cast<int>(item.action)]);
            if (item.array >= 0) std::fprintf(stderr, " in array %d:", item.array);
            if (item.action == action::loop) {
                const int index = plan_.regions[item.region].index;
                const auto& of = program_.tables.indices[index];
                std::fprintf(stderr, " %d over extent %d%s, reverses %d\n", index, of.extent,
                             of.is_ordered ? ", ordered" : "", of.reverses);
                print(item.region, depth + 2);
                continue;
            }
            if (item.action == action::exchange || item.action == action::advance) {
                std::fprintf(stderr, " %d\n", item.node);
                continue;
            }
            const bool is_store = item.action == action::store;
            const int node = is_store ? program_.stores[item.node].operand : item.node;
            if (node < 0) {
                std::fprintf(stderr, " %Lg\n", static_cast<long double>(number_of(node)));
                continue;
            }
            std::fprintf(stderr, " n%d", node);
            if (node >= Program::input_count && pullback::engine::is_of_state(program_.step_of(node))) {
                const auto& carry = carry_of(node);
                std::fprintf(stderr, " of state %d: first n%d, next n%d",
                             pullback::engine::name_in(program_.maker_of(node)), carry.first, carry.next);
            }
            if (item.action == action::compute || item.action == action::accumulate) {
                const auto& made_by = program_.maker_of(node);
                std::fprintf(stderr, " = %s(", made_by.function->name);
                for (int k = 0; k < made_by.function->arity; ++k) {
                    if (made_by.operands[k] >= 0) std::fprintf(stderr, " n%d", made_by.operands[k]);
                    else std::fprintf(stderr, " %Lg", static_cast<long double>(number_of(made_by.operands[k])));
                }
                std::fprintf(stderr, " )");
                if (program_.step_of(node) == step_kind::element) {
                    const auto& access = program_.accesses[pullback::engine::name_in(made_by)];
                    std::fprintf(stderr, " of %d [%d, %d].%d", access.array, access.subscripts[0], access.subscripts[1],
                                 access.scalar);
                }
            }
            std::fprintf(stderr, "\n");
        }
    }

    static constexpr T nothing = std::numeric_limits<T>::quiet_NaN();
    static std::size_t at(int i) { return static_cast<std::size_t>(i); }

    int extent(int number) const {
        const auto from = program_.tables.extents[number];
        if (from.is_constant()) return from.count;
        return arguments_[at(program_.tables.arrays[from.array].argument)].extents[from.dimension];
    }
    int extent_of_index(int index) const { return extent(program_.tables.indices[index].extent); }

    void make_results() {
        for (int i = 0; i < program_.tables.array_count; ++i) {
            const auto& array = program_.tables.arrays[i];
            const int number = -1 - array.argument;
            if (number < 0 || number >= pullback::engine::most_arrays) continue;
            if (at(number) >= results.size()) results.resize(at(number) + 1);
            loop_data<T>& made = results[at(number)];
            made.size = array.size;
            for (int d = 0; d < array.dimensions; ++d) made.extents[d] = extent(array.extents[d]);
            made.numbers.assign(at(made.extents[0] * made.extents[1] * made.size), T(0));
        }
        is_stored_.resize(results.size());
        for (std::size_t i = 0; i < results.size(); ++i) is_stored_[i].assign(results[i].numbers.size(), false);
    }
    // An array may live in the place of a result, or in records of several arrays.
    void make_memory() {
        for (int i = 0; i < plan_.arrays.size(); ++i)
            memory_.emplace_back(at(memory_size(i) * record_size(i)), nothing);
    }
    int store_of(int array) const {
        if constexpr (requires { plan_.arrays[0].store; }) return plan_.arrays[array].store;
        else return -1;
    }
    int record_of(int array) const {
        if constexpr (requires { plan_.arrays[0].record; })
            return plan_.arrays[array].record < 0 ? array : plan_.arrays[array].record;
        else return array;
    }
    int record_size(int array) const {
        if constexpr (requires { plan_.arrays[0].record_size; }) return plan_.arrays[record_of(array)].record_size;
        else return 1;
    }
    int slot_of(int array) const {
        if constexpr (requires { plan_.arrays[0].slot; }) return plan_.arrays[array].slot;
        else return 0;
    }
    int memory_size(int array) const {
        int count = 1;
        for (int d = 0; d < plan_.arrays[array].dimensions; ++d)
            count *= extent_of_index(plan_.arrays[array].indices[d]);
        return count;
    }

    T number_of(int operand) const {
        return operand >= 0 ? numbers_[at(operand)] : static_cast<T>(program_.straight.literals[-operand - 1]);
    }

    void run_region(int number) {
        const auto region = plan_.regions[number];
        for (int i = 0; i < region.count; ++i) run_item(plan_.items[region.first + i]);
    }
    void run_item(const pullback::engine::optimise::loop_item& item) {
        switch (item.action) {
            case action::loop: {
                const int index = plan_.regions[item.region].index;
                const auto& of = program_.tables.indices[index];
                if (index_[index] >= 0) mistake = "a loop stands in itself";
                if (of.condition >= 0) {
                    run_while_it_goes_on(index, item.region);
                    break;
                }
                const int end = of.turns >= 0 ? static_cast<int>(numbers_[at(of.turns)]) : extent_of_index(index);
                if (of.turns >= 0 && !(end >= 0 && end <= extent_of_index(index)))
                    mistake = "as many turns as there were are not known";
                const bool goes_back = of.reverses >= 0;
                for (int i = 0; i < end; ++i) {
                    index_[index] = goes_back ? end - 1 - i : i;
                    run_region(item.region);
                }
                index_[index] = -1;
                break;
            }
            case action::compute: compute(item.node); break;
            case action::load: load(item.node, *place_in(item.array)); break;
            case action::keep: *place_in(item.array) = kept(item.node); break;
            case action::begin: begin(item.node, item.array); break;
            case action::accumulate: accumulate(item.node, item.array); break;
            case action::store: store(program_.stores[item.node]); break;
            case action::start:
                if (carry_of(item.node).is_condition)
                    conditions_[at(item.node)] = condition_of(carry_of(item.node).first);
                else numbers_[at(item.node)] = number_of(carry_of(item.node).first);
                break;
            case action::advance: advance(item.node); break;
            case action::exchange: std::swap(memory_[at(item.node)], memory_[at(item.array)]); break;
            case action::finish:
                if (carry_of(item.node).is_condition)
                    numbers_[at(item.node)] = static_cast<T>(turns_[carry_of(item.node).index]);
                else numbers_[at(item.node)] = numbers_[at(carry_of(item.node).node)];
                break;
            case action::load_turn: load(item.node, *place_in(item.array, item.node)); break;
        }
    }

    const auto& carry_of(int node) const {
        return program_.carries[pullback::engine::name_in(program_.maker_of(node))];
    }
    bool condition_of(int operand) const {
        return operand >= 0 ? conditions_[at(operand)] : number_of(operand) != T(0);
    }
    /// A loop that ends by its condition. (A program whose loop does not end within its bound is not run.)
    void run_while_it_goes_on(int index, int region) {
        const auto& of = program_.tables.indices[index];
        const int goes_on = program_.carries[of.condition].node, most = extent_of_index(index);
        int i = 0;
        for (; conditions_[at(goes_on)]; ++i) {
            if (i == most) {
                mistake = "a loop does not end within its bound";
                break;
            }
            index_[index] = i;
            run_region(region);
        }
        index_[index] = -1;
        turns_[index] = i;
    }
    /// All numbers of a state are read before one of them changes.
    void advance(int index) {
        const int condition = program_.tables.indices[index].condition;
        const bool goes_on = condition >= 0 && condition_of(program_.carries[condition].next);
        std::vector<std::pair<int, T>> next;
        for (int i = 0; i < Program::carry_count; ++i) {
            const auto& carry = program_.carries[i];
            if (pullback::engine::is_number_of_state(program_.tables, carry, index))
                next.emplace_back(carry.node, number_of(carry.next));
        }
        for (const auto& [node, number] : next) numbers_[at(node)] = number;
        if (condition >= 0) conditions_[at(program_.carries[condition].node)] = goes_on;
    }

    /// Where a number of an array is that belongs to the turns of the loops, or to the turns that a node reads.
    T* place_in(int array, int reader = -1) {
        if (store_of(array) >= 0) {
            const auto& access = program_.accesses[program_.stores[store_of(array)].access];
            T* const place = place_of(access, results[at(-1 - program_.tables.arrays[access.array].argument)]);
            return place == nullptr ? &nowhere_ : place;
        }
        int place = 0;
        for (int d = 0; d < plan_.arrays[array].dimensions; ++d) {
            const int index = plan_.arrays[array].indices[d], end = extent_of_index(index);
            const int turn = reader < 0 ? index_[index] : turn_of(index, reader);
            const bool is_there = turn >= 0 && turn < end;
            if (!is_there) mistake = "memory is used outside of the loops that it belongs to";
            place = place * end + (is_there ? turn : 0);
            if (end == 0) return &nowhere_;
        }
        return &memory_[at(record_of(array))][at(place * record_size(array) + slot_of(array))];
    }
    /// In which turn of an index a node reads.
    int turn_of(int index, int reader) const {
        const auto& made_by = program_.maker_of(reader);
        const auto& turns = program_.turn_reads[pullback::engine::name_in(made_by)];
        const int said = turns.at(index), offset = turns.offset_at(index), end = extent_of_index(index);
        const int here = place_named(said == pullback::engine::operand_subscript ? ~made_by.operands[1] : said, end);
        return offset == 0 ? here : std::clamp(here + offset, 0, std::max(end - 1, 0));
    }
    void begin_in_result(int array, int dimension, T value) {
        if (dimension == plan_.arrays[array].dimensions) {
            *place_in(array) = value;
            return;
        }
        const int index = plan_.arrays[array].indices[dimension], end = extent_of_index(index);
        for (int i = 0; i < end; ++i) {
            index_[index] = i;
            begin_in_result(array, dimension + 1, value);
        }
        index_[index] = -1;
    }

    T kept(int node) const {
        if (node < Program::input_count) return number_of(node);
        if (program_.kind_of(node) != pullback::value_kind::truth) return numbers_[at(node)];
        return conditions_[at(node)] ? T(1) : T(0);
    }
    void load(int node, T kept) {
        conditions_[at(node)] = kept != T(0);
        numbers_[at(node)] = kept;
        const bool is_of_turn = program_.step_of(node) == step_kind::at_turn;
        const int read = is_of_turn ? program_.maker_of(node).operands[0] : node;
        if (pullback::engine::is_place(program_.step_of(read))) places_[at(node)] = static_cast<int>(kept);
    }

    static T first_value(step_kind step) {
        switch (step) {
            case step_kind::scatter:
            case step_kind::sum: return T(0);
            case step_kind::product: return T(1);
            case step_kind::maximum:
            case step_kind::place_of_maximum: return -std::numeric_limits<T>::infinity();
            default: return std::numeric_limits<T>::infinity();
        }
    }
    void begin(int node, int array) {
        const step_kind step = program_.step_of(node);
        if (array >= 0) {
            std::vector<T>& record = memory_[at(record_of(array))];
            if (pullback::engine::is_place(step)) {
                if (record_size(array) != 2 || store_of(array) >= 0) mistake = "there is no memory for an extremum";
                for (std::size_t i = 0; i < record.size(); ++i) record[i] = i % 2 == 0 ? T(0) : first_value(step);
                return;
            }
            if (store_of(array) >= 0) begin_in_result(array, 0, first_value(step));
            else std::fill(record.begin(), record.end(), first_value(step));
            return;
        }
        best_[at(node)] = first_value(step);
        places_[at(node)] = 0;
        numbers_[at(node)] = pullback::engine::is_place(step) ? T(0) : first_value(step);
    }
    void accumulate(int node, int array) {
        const step_kind step = program_.step_of(node);
        const auto& made_by = program_.maker_of(node);
        const T body = number_of(made_by.operands[0]);
        if (pullback::engine::is_place(step)) {
            T* const kept = array < 0 ? nullptr : place_in(array);
            T& best = kept == nullptr ? best_[at(node)] : kept[1];
            const bool is_better = step == step_kind::place_of_maximum ? body > best : body < best;
            if (!is_better) return;
            best = body;
            if (kept != nullptr) *kept = static_cast<T>(index_[pullback::engine::name_in(made_by)]);
            if (kept != nullptr) return;
            places_[at(node)] = index_[pullback::engine::name_in(made_by)];
            numbers_[at(node)] = static_cast<T>(places_[at(node)]);
            return;
        }
        T& into = array < 0 ? numbers_[at(node)] : *place_in(array, step == step_kind::scatter ? node : -1);
        switch (step) {
            case step_kind::scatter:
            case step_kind::sum: into += body; break;
            case step_kind::product: into *= body; break;
            case step_kind::maximum: into = body > into ? body : into; break;
            default: into = body < into ? body : into; break;
        }
    }

    int subscript(const pullback::engine::array_access& access, int dimension) const {
        const int end = extent_of_array(access.array, dimension), offset = access.offsets[dimension];
        const int here = place_named(access.subscripts[dimension], end);
        return offset == 0 ? here : std::clamp(here + offset, 0, std::max(end - 1, 0));
    }
    int extent_of_array(int array, int dimension) const {
        if (dimension >= program_.tables.arrays[array].dimensions) return 1;
        return extent(program_.tables.arrays[array].extents[dimension]);
    }
    int place_named(int named, int end) const {
        if (named == pullback::engine::no_subscript) return 0;
        if (pullback::engine::is_constant_subscript(named)) {
            const int k = pullback::engine::constant_of(named);
            return k >= 0 ? k : end + k;
        }
        if (named >= 0) return index_[named];
        const int node = ~named;
        const step_kind step = program_.step_of(node);
        if (pullback::engine::is_place(step) || step == step_kind::at_turn) return places_[at(node)];
        return static_cast<int>(numbers_[at(node)]);
    }
    /// Where an access points to, or null.
    T* place_of(const pullback::engine::array_access& access, loop_data<T>& data) {
        const int i = subscript(access, 0), j = subscript(access, 1);
        if (data.has(i, j)) return &data.at(i, j, access.scalar);
        mistake = "a subscript is none of the array's";
        return nullptr;
    }

    void compute(int node) {
        const auto& made_by = program_.maker_of(node);
        const int name = pullback::engine::name_in(made_by);
        switch (program_.step_of(node)) {
            case step_kind::element: {
                const auto& access = program_.accesses[name];
                const int argument = program_.tables.arrays[access.array].argument;
                const T* const from = place_of(access, arguments_[at(argument)]);
                numbers_[at(node)] = from == nullptr ? nothing : *from;
                break;
            }
            case step_kind::extent: numbers_[at(node)] = static_cast<T>(extent(name)); break;
            case step_kind::index: numbers_[at(node)] = static_cast<T>(index_[name]); break;
            case step_kind::carry:
            case step_kind::last:
            case step_kind::at_turn: mistake = "a number of a state is computed"; break;
            default: {
                pullback::engine::run::number_machine<T> machine{program_.straight.view(), numbers_.data(),
                                                                 conditions_.get()};
                step_of<pullback::engine::run::number_machine<T>>(made_by.function)(machine, made_by, node);
            }
        }
    }
    void store(const pullback::engine::array_store& what) {
        const auto& access = program_.accesses[what.access];
        const std::size_t result = at(-1 - program_.tables.arrays[access.array].argument);
        T* const to = place_of(access, results[result]);
        if (to == nullptr) return;
        const auto place = static_cast<std::size_t>(to - results[result].numbers.data());
        if (!what.adds && is_stored_[result][place]) mistake = "a number is stored over another";
        is_stored_[result][place] = true;
        *to = what.adds ? *to + number_of(what.operand) : number_of(what.operand);
    }

    const Program& program_;
    pullback::engine::optimise::loop_former<Program> plan_;
    std::vector<loop_data<T>> arguments_;
    std::vector<T> numbers_;
    std::unique_ptr<bool[]> conditions_;
    std::vector<T> best_;
    std::vector<int> places_;
    std::vector<std::vector<T>> memory_;
    T nowhere_ = nothing;
    std::vector<std::vector<bool>> is_stored_;
    int index_[pullback::engine::most_indices];
    int turns_[pullback::engine::most_indices]{}; // of loops that end by a condition
};

} // namespace run_time

#endif
