// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_RESULTS_HPP
#define PULLBACK_DYNAMIC_RESULTS_HPP

#include <pullback/dynamic/graph_pass.hpp>
#include <pullback/dynamic/no_grad.hpp>

#include <array>
#include <optional>

namespace pullback::dynamic::detail {

// Nodes for calls with any number of inputs and one result or several. What is called is a `Core`:
//   `inputs()`, `name()`, `type()`, `identity()`  as the functions of `node`
//   `versions()`                                  the sum of the inputs' versions, 0 if it does not matter
//   `pull(adjoints, are_there, targets)`          from the adjoints of all results (data), of which some may not be
//                                                 there and 0, adds to nodes
//   `trace(adjoints, values, pass)`               the same with variables, without value where nothing has arrived;
//                                                 `values` are the results
//   `pass_by()`                                   as that of `node`

template <class Core>
void check_versions(const Core& core, const node& output) {
    if (core.versions() != output.input_versions || output.version != 0) [[unlikely]]
        detail::report_replaced(output);
}

/// A call with one result, and the variable it made.
template <class Core, class T>
class single_call final : public value_node<T> {
public:
    single_call(T&& value, Core&& core) : value_node<T>(std::move(value)), core_(std::move(core)) {
        this->is_call = true;
        this->input_versions = core_.versions();
    }

    std::string function_name() const override { return core_.name(); }
    const void* function_type() const noexcept override { return core_.type(); }
    std::uint64_t function_identity() const noexcept override { return core_.identity(); }

    void pull_back() override {
        detail::check_versions(core_, *this);
        constexpr bool is_there = true;
        core_.pull(&this->gradient, &is_there, core_.inputs().data());
    }
    void pull_back_by_hand(const void* const* adjoints, node* const* targets) override {
        detail::check_versions(core_, *this);
        constexpr bool is_there = true;
        core_.pull(static_cast<const T*>(adjoints[0]), &is_there, targets);
    }
    void trace_back(graph_pass& pass) override {
        detail::check_versions(core_, *this);
        const std::optional<variable<T>> adjoint = pass.adjoint_of<T>(this);
        core_.trace(&adjoint, &this->data, pass);
    }
    void pass_by() const override { core_.pass_by(); }
    void destroy(dead_nodes& dead) noexcept override {
        dead.drop_inputs(*this);
        delete this;
    }

    Core& core() noexcept { return core_; }

private:
    std::span<node* const> far_inputs() const noexcept override { return core_.inputs(); }

    Core core_;
};

/// A call with several results of one type. They are variables of their own, each of which owns the call; the call
/// knows them as long as they live.
template <class T>
class several_call : public node {
public:
    virtual void add(std::size_t index, const T& adjoint) = 0;
    virtual void forget_output(std::size_t index) noexcept = 0;
};

/// One of several results.
template <class T>
class result_node final : public value_node<T> {
public:
    result_node(T&& value, several_call<T>* call, std::size_t index)
        : value_node<T>(std::move(value)), call_(call), index_(index) {
        this->is_call = true;
        ++call->calls;
    }

    node* shared_call() const noexcept override { return call_; }
    std::string function_name() const override { return call_->function_name(); }

    void pull_back() override { call().add(index_, this->gradient); }
    void trace_back(graph_pass&) override {} // the call looks up the adjoints of all its results
    void destroy(dead_nodes& dead) noexcept override {
        call().forget_output(index_);
        dead.drop_call(call_);
        delete this;
    }

private:
    std::span<node* const> far_inputs() const noexcept override { return {&call_, 1}; }
    several_call<T>& call() const noexcept { return static_cast<several_call<T>&>(*call_); }
    node* call_;
    std::size_t index_;
};

template <class Core, class T, std::size_t Count>
class several_call_of final : public several_call<T> {
public:
    several_call_of(const std::array<T, Count>& values, Core&& core) : values_(values), core_(std::move(core)) {
        this->is_call = true;
        this->input_versions = core_.versions();
    }

    /// Makes the variables of the results.
    std::array<variable<T>, Count> make_outputs() {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<variable<T>, Count>{make_output(I)...};
        }(std::make_index_sequence<Count>{});
    }

    std::span<node* const> shared_outputs() const noexcept override { return outputs_; }
    std::string function_name() const override { return core_.name(); }
    const void* function_type() const noexcept override { return core_.type(); }
    std::uint64_t function_identity() const noexcept override { return core_.identity(); }
    const std::type_info& data_type() const noexcept override { return typeid(T); }

    void add(std::size_t index, const T& adjoint) override {
        if (!this->has_gradient) {
            for (std::size_t i = 0; i < Count; ++i) adjoints_[i] = zeros_like(values_[i]);
            are_there_ = {};
        }
        this->has_gradient = true;
        are_there_[index] = true;
        detail::add_to(adjoints_[index], adjoint);
    }
    void forget_output(std::size_t index) noexcept override { outputs_[index] = nullptr; }

    void pull_back() override {
        detail::check_versions(core_, *this);
        core_.pull(adjoints_.data(), are_there_.data(), core_.inputs().data());
    }
    void pull_back_by_hand(const void* const* adjoints, node* const* targets) override {
        detail::check_versions(core_, *this);
        std::array<T, Count> given;
        for (std::size_t i = 0; i < Count; ++i) given[i] = *static_cast<const T*>(adjoints[i]);
        std::array<bool, Count> are_there;
        are_there.fill(true);
        core_.pull(given.data(), are_there.data(), targets);
    }
    void trace_back(graph_pass& pass) override {
        std::array<std::optional<variable<T>>, Count> adjoints;
        bool is_reached = false;
        for (std::size_t i = 0; i < Count; ++i) {
            if (outputs_[i] == nullptr || !pass.reaches(outputs_[i])) continue;
            adjoints[i] = pass.adjoint_of<T>(outputs_[i]);
            is_reached = true;
        }
        if (!is_reached) return core_.pass_by();
        detail::check_versions(core_, *this);
        core_.trace(adjoints.data(), values_.data(), pass);
    }
    void pass_by() const override { core_.pass_by(); }

    // The call has no data of its own, so nothing but its results' adjoints passes through it.
    std::unique_ptr<node> blank() const override { return std::make_unique<leaf_node<T>>(values_[0]); }
    void swap_gradient(node&) noexcept override {}
    void drop_gradient() noexcept override { this->has_gradient = false; }
    void zero_gradient() override {}
    void add_gradient(const node&) override {}
    std::string data_text() const override { return {}; }
    std::vector<std::size_t> shape() const override { return {}; }
    void destroy(dead_nodes& dead) noexcept override {
        dead.drop_inputs(*this);
        delete this;
    }

    Core& core() noexcept { return core_; }

private:
    std::span<node* const> far_inputs() const noexcept override { return core_.inputs(); }

    variable<T> make_output(std::size_t index) {
        auto* const output = new result_node<T>(T(values_[index]), this, index);
        outputs_[index] = output;
        return detail::adopt<T>(output);
    }

    std::array<T, Count> values_, adjoints_;
    std::array<bool, Count> are_there_{};
    std::array<node*, Count> outputs_{};
    Core core_;
};

} // namespace pullback::dynamic::detail

#endif
