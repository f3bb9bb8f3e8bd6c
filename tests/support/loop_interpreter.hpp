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
#include <optional>
#include <vector>

/// Programs with loops that are data at run time: recorded, differentiated and formed into loops by the library's own
/// functions, and run by an interpreter.
namespace run_time {

inline constexpr int loop_capacity = 1 << 9;

/// A program with loops, in arrays of one size for all. Loop formation asks for its counts as static members.
template <int Inputs, int Outputs>
struct stored_loops : pullback::engine::record::loop_program<Inputs, loop_capacity, loop_capacity, Outputs,
                                                             loop_capacity, loop_capacity, loop_capacity> {
    static inline int node_count = 0, store_count = 0;
};

/// The program that `Source` writes, or null where it is too large. One of each type is of use at a time.
template <class Source>
std::unique_ptr<stored_loops<Source::input_count, Source::output_count>> recorded_loops() {
    namespace record = pullback::engine::record;
    using stored = stored_loops<Source::input_count, Source::output_count>;
    using packed = record::loop_program<Source::input_count, loop_capacity, loop_capacity, Source::output_count,
                                        loop_capacity, loop_capacity, loop_capacity>;
    const auto whole = std::make_unique<record::loop_buffer<loop_capacity, Source::output_count>>(
        record::record_loops<Source, loop_capacity>());
    if (whole->straight.overflow || whole->fault != record::loop_fault::none) return nullptr;
    const auto live = std::make_unique<record::live_in_loops<Source::input_count + loop_capacity, loop_capacity>>(
        record::mark_live_in_loops<Source::input_count + loop_capacity, loop_capacity>(*whole));
    auto result = std::make_unique<stored>();
    static_cast<packed&>(*result) = record::pack_loops<packed>(*whole, *live);
    stored::node_count = Source::input_count + live->size;
    stored::store_count = whole->store_count;
    return result;
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
        static constexpr const char* actions[] = {"compute", "load", "keep", "begin", "accumulate", "store", "loop"};
        const auto region = plan_.regions[number];
        for (int i = 0; i < region.count; ++i) {
            const auto& item = plan_.items[region.first + i];
            std::fprintf(stderr, "%*s%s", depth, "", actions[static_cast<int>(item.action)]);
            if (item.array >= 0) std::fprintf(stderr, " in array %d:", item.array);
            if (item.action == action::loop) {
                std::fprintf(stderr, " %d\n", plan_.regions[item.region].index);
                print(item.region, depth + 2);
                continue;
            }
            const bool is_store = item.action == action::store;
            const int node = is_store ? program_.stores[item.node].operand : item.node;
            std::fprintf(stderr, " n%d", node);
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
                const int index = plan_.regions[item.region].index, end = extent_of_index(index);
                for (int i = 0; i < end; ++i) {
                    index_[index] = i;
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
            default: mistake = "a step of an ordered loop is in a program without one";
        }
    }

    T* place_in(int array) {
        if (store_of(array) >= 0) {
            const auto& access = program_.accesses[program_.stores[store_of(array)].access];
            T* const place = place_of(access, results[at(-1 - program_.tables.arrays[access.array].argument)]);
            return place == nullptr ? &nowhere_ : place;
        }
        int place = 0;
        for (int d = 0; d < plan_.arrays[array].dimensions; ++d) {
            const int index = plan_.arrays[array].indices[d];
            if (index_[index] < 0) mistake = "memory is used outside of the loops that it belongs to";
            place = place * extent_of_index(index) + std::max(index_[index], 0);
        }
        return &memory_[at(record_of(array))][at(place * record_size(array) + slot_of(array))];
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
        if (!program_.maker_of(node).function->is_condition) return numbers_[at(node)];
        return conditions_[at(node)] ? T(1) : T(0);
    }
    void load(int node, T kept) {
        conditions_[at(node)] = kept != T(0);
        numbers_[at(node)] = kept;
        if (pullback::engine::is_place(program_.step_of(node))) places_[at(node)] = static_cast<int>(kept);
    }

    static T first_value(step_kind step) {
        switch (step) {
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
        T& into = array < 0 ? numbers_[at(node)] : *place_in(array);
        switch (step) {
            case step_kind::sum: into += body; break;
            case step_kind::product: into *= body; break;
            case step_kind::maximum: into = body > into ? body : into; break;
            default: into = body < into ? body : into; break;
        }
    }

    int subscript(const pullback::engine::array_access& access, int dimension) const {
        const int here = place_named(access.subscripts[dimension], access.array, dimension);
        const int offset = access.offsets[dimension];
        return offset == 0 ? here : std::clamp(here + offset, 0, extent_of_array(access.array, dimension) - 1);
    }
    int extent_of_array(int array, int dimension) const {
        return extent(program_.tables.arrays[array].extents[dimension]);
    }
    int place_named(int named, int array, int dimension) const {
        if (named == pullback::engine::no_subscript) return 0;
        if (pullback::engine::is_constant_subscript(named)) {
            const int k = pullback::engine::constant_of(named);
            return k >= 0 ? k : extent_of_array(array, dimension) + k;
        }
        if (named >= 0) return index_[named];
        const int node = ~named;
        if (pullback::engine::is_place(program_.step_of(node))) return places_[at(node)];
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
    int index_[pullback::engine::most_indices] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
};

} // namespace run_time

#endif
