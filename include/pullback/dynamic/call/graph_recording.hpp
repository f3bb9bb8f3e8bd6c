// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_GRAPH_RECORDING_HPP
#define PULLBACK_DYNAMIC_CALL_GRAPH_RECORDING_HPP

#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/node/call_recorder.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/signs.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/replay/rows.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

/// The operations of the rows of this library by their `function_type_of`.
inline std::unordered_map<const void*, const pullback::engine::operation*> library_rows() {
    std::unordered_map<const void*, const pullback::engine::operation*> made;
    pullback::engine::replay::known_rows::for_each(
        [&]<class F>(F) { made.emplace(&function_type_of<F>, &pullback::engine::operation_of<F>); });
    made.emplace(&function_type_of<functions::fdim_from_constant>,
                 &pullback::engine::operation_of<functions::fdim_from_constant>);
    return made;
}

/// Writes the graph behind some variables into a program whose inputs are elements of others. Each call is visited
/// once, after those that made its operands, without recursion.
class graph_recorder final : public call_recorder {
public:
    explicit graph_recorder(pullback::engine::record::recorder& target)
        : target_(target), rows_(detail::library_rows()) {}

    /// Makes a row of a user's own known.
    template <class F>
    void know_row() {
        rows_.emplace(&function_type_of<F>, &pullback::engine::operation_of<F>);
    }

    /// Makes the elements of a variable inputs of the program: element `places[i]` is input `first + i`.
    void set_input(const node& input, const std::vector<std::size_t>& places, int first) {
        std::vector<recorded> elements(places.size());
        for (std::size_t i = 0; i < places.size(); ++i)
            elements[places[i]] = recorded(target_, first + static_cast<int>(i));
        if (!made_.emplace(&input, std::move(elements)).second)
            throw no_such_link("record(y, {x...}): a variable is named twice among the inputs; name each once");
    }

    /// The elements of a variable in the program, which has become what is needed for them.
    const std::vector<recorded>& elements_of(const node& result) {
        find_order(result);
        for (const node* const each : order_) write(*each);
        order_.clear();
        return made_.at(&result);
    }

    void enter_variable(const node& operand, std::vector<std::size_t> places) override {
        const std::vector<recorded>& elements = made_.at(&operand);
        if (places.empty()) return operands_.push_back(elements);
        std::vector<recorded> ordered;
        ordered.reserve(places.size());
        for (const std::size_t place : places) ordered.push_back(elements[place]);
        operands_.push_back(std::move(ordered));
    }
    void enter_constant(std::vector<pullback::engine::literal> elements) override {
        operands_.emplace_back(elements.begin(), elements.end());
    }
    void apply_row(const void* function_type) override {
        const auto row = rows_.find(function_type);
        if (row == rows_.end()) return refuse();
        for_each_element([&](std::size_t i) {
            recorded x[pullback::engine::most_operands];
            for (std::size_t k = 0; k < operands_.size(); ++k) x[k] = element(k, i);
            result_[i] = pullback::engine::record::record_again(row->second, x);
        });
    }
    void apply_to_each(const pullback::engine::program_view& program) override {
        std::vector<recorded> nodes(static_cast<std::size_t>(program.node_count()));
        for_each_element([&](std::size_t i) {
            for (std::size_t k = 0; k < operands_.size(); ++k) nodes[k] = element(k, i);
            pullback::engine::record::inline_program(program, nodes.data(), &target_);
            result_[i] = pullback::engine::record::output_of(program, 0, nodes.data(), &target_);
        });
    }
    void apply_to_all(const pullback::engine::program_view& program, std::vector<std::size_t> places) override {
        std::vector<recorded> nodes(static_cast<std::size_t>(program.node_count()));
        std::size_t next = 0;
        for (const std::vector<recorded>& operand : operands_)
            for (const recorded& each : operand) nodes[next++] = each;
        pullback::engine::record::inline_program(program, nodes.data(), &target_);
        result_.resize(static_cast<std::size_t>(program.output_count));
        for (std::size_t i = 0; i < result_.size(); ++i)
            result_[places.empty() ? i : places[i]] =
                pullback::engine::record::output_of(program, static_cast<int>(i), nodes.data(), &target_);
    }
    void add_element(std::size_t to, std::size_t operand, std::size_t from) override {
        result_[to] += operands_[operand][from];
    }
    void add_product(std::size_t to, std::size_t of_first, std::size_t of_second) override {
        result_[to] += operands_[0][of_first] * operands_[1][of_second];
    }

private:
    const recorded& element(std::size_t operand, std::size_t i) const {
        const std::vector<recorded>& elements = operands_[operand];
        return elements[elements.size() == 1 ? 0 : i];
    }
    template <class Act>
    void for_each_element(const Act& act) {
        for (std::size_t i = 0; i < result_.size(); ++i) act(i);
    }

    /// What a variable was made by: a call, or, of one that was linked by hand, the variable that stands for the call.
    static std::vector<const node*> sources_of(const node& from) {
        if (const node* const linked = from.linked_creator()) return {linked};
        if (!from.is_call) return {};
        return {from.inputs().begin(), from.inputs().end()};
    }

    /// Appends to `order_` what is not yet written of what a variable is made from, operands before calls.
    void find_order(const node& result) {
        struct visit {
            const node* at;
            std::vector<const node*> sources;
            std::size_t next = 0;
        };
        std::vector<visit> path;
        const auto enter = [&](const node* found) {
            if (!made_.contains(found) && is_found_.emplace(found, true).second)
                path.push_back({found, sources_of(*found)});
        };
        enter(&result);
        while (!path.empty()) {
            visit& last = path.back();
            if (last.next < last.sources.size()) enter(last.sources[last.next++]);
            else {
                order_.push_back(last.at);
                path.pop_back();
            }
        }
        is_found_.clear();
    }

    void write(const node& made) {
        if (const node* const linked = made.linked_creator()) {
            made_.emplace(&made, made_.at(linked));
        } else if (node* const shared = made.shared_call()) {
            // One of several results has its part of those of the call.
            const auto results = shared->shared_outputs();
            const auto index =
                static_cast<std::size_t>(std::find(results.begin(), results.end(), &made) - results.begin());
            const std::vector<recorded>& all = made_.at(shared);
            if (all.size() == results.size()) made_.emplace(&made, std::vector<recorded>{all[index]});
            else write_constant(made);
        } else if (!made.is_call || !depends_on_inputs(made)) {
            write_constant(made);
        } else {
            write_call(made);
        }
    }
    bool depends_on_inputs(const node& call) const {
        const auto inputs = call.inputs();
        return std::any_of(inputs.begin(), inputs.end(), [&](const node* input) {
            const std::vector<recorded>& elements = made_.at(input);
            return std::any_of(elements.begin(), elements.end(), [](const recorded& x) { return !x.is_literal(); });
        });
    }
    void write_constant(const node& made) {
        const std::vector<pullback::engine::literal> elements = made.elements();
        made_.emplace(&made, std::vector<recorded>(elements.begin(), elements.end()));
    }
    void write_call(const node& call) {
        if (call.is_replaced)
            throw data_replaced("record(y, {x...}): the result of a call of " + call.function_name() +
                                " was replaced with set_data(); name it among the inputs, or build the graph again");
        for (const node* const input : call.inputs())
            if (input->was_replaced_after(call) && made_.at(input)[0].is_literal())
                throw data_replaced("record(y, {x...}): the data of an input of " + call.function_name() +
                                    " were replaced with set_data() after the call; build the graph again");
        writing_ = &call;
        operands_.clear();
        result_.assign(call.elements().size(), recorded());
        if (!call.record_call(*this)) refuse();
        made_.emplace(&call, result_);
    }
    [[noreturn]] void refuse() const {
        throw not_recordable(
            "record(y, {x...}): a call of " + writing_->function_name() +
            " cannot be written as instructions: its code is not known, or follows from data; record the function "
            "that computes it, record(f, x...), or leave it outside and name its result among the inputs; a table row "
            "of your own is named as in record<row>(y, x...)");
    }

    pullback::engine::record::recorder& target_;
    std::unordered_map<const void*, const pullback::engine::operation*> rows_;
    std::unordered_map<const node*, std::vector<recorded>> made_; // the elements of what is written
    std::unordered_map<const node*, bool> is_found_;
    std::vector<const node*> order_;
    const node* writing_ = nullptr; // with what it has told so far:
    std::vector<std::vector<recorded>> operands_;
    std::vector<recorded> result_;
};

} // namespace pullback::dynamic::detail

#endif
