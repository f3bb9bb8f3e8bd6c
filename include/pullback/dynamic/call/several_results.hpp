// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_SEVERAL_RESULTS_HPP
#define PULLBACK_DYNAMIC_CALL_SEVERAL_RESULTS_HPP

#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

/// A node whose call has several results of one type. They are variables of their own, each of which owns the call; the
/// call knows them as long as they live.
template <class T>
class result_owner : public node {
    dead_link dead_link_; // is the first member

public:
    virtual void add(std::size_t index, const T& adjoint) = 0;
    virtual void forget_output(std::size_t index) noexcept = 0;
};

/// One of several results.
template <class T>
class result_node final : public value_node<T> {
public:
    result_node(T&& value, result_owner<T>* owner, std::size_t index) : value_node<T>(std::move(value)), index_(index) {
        this->is_call = true;
        this->near_count = 1;
        this->set_near_input(0, owner);
        ++owner->references;
    }

    node* shared_call() const noexcept override { return this->near_links()[0]; }
    std::string function_name() const override { return owner().function_name(); }

    void pull_back(backward_pass& pass) override {
        pass.find_inputs(*this);
        owner().add(index_, this->gradient);
    }
    void trace_back(graph_pass&) override {} // the call looks up the adjoints of all its results
    void destroy(dead_nodes& dead) noexcept override {
        result_owner<T>& from = owner();
        from.forget_output(index_);
        detail::destroy_call(this);
        dead.drop_reference(&from);
    }

private:
    result_owner<T>& owner() const noexcept { return static_cast<result_owner<T>&>(*this->near_links()[0]); }
    std::size_t index_;
};

/// What a call with several results made, and the adjoints that have come back.
template <class T, std::size_t Count>
class several_results : public result_owner<T> {
public:
    explicit several_results(const std::array<T, Count>& values) : values_(values) {}

    /// Makes the variables of the results.
    std::array<variable<T>, Count> make_outputs() {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<variable<T>, Count>{make_output(I)...};
        }(std::make_index_sequence<Count>{});
    }
    const T* results() const noexcept { return values_.data(); }

    std::span<node* const> shared_outputs() const noexcept final { return outputs_; }
    const std::type_info& data_type() const noexcept final { return typeid(T); }

    void add(std::size_t index, const T& adjoint) final {
        if (!this->has_gradient) {
            for (std::size_t i = 0; i < Count; ++i) adjoints_[i] = zeros_like(values_[i]);
            are_there_ = {};
        }
        this->has_gradient = true;
        are_there_[index] = 1;
        detail::add_to(adjoints_[index], adjoint);
    }
    void forget_output(std::size_t index) noexcept final { outputs_[index] = nullptr; }

    // It has no data of its own, so nothing but its results' adjoints passes through it.
    std::unique_ptr<node> blank() const final { return std::make_unique<leaf_node<T>>(values_[0]); }
    void swap_gradient(node&) noexcept final {}
    void drop_gradient() noexcept final { this->has_gradient = false; }
    void zero_gradient() final {}
    void add_gradient(const node&) final {}
    std::string data_text() const final { return {}; }
    std::vector<std::size_t> shape() const final { return {}; }

protected:
    const T* adjoints() const noexcept { return adjoints_.data(); }
    const unsigned char* flags() const noexcept { return are_there_.data(); }
    std::array<std::optional<variable<T>>, Count> arrived_in(const graph_pass& pass) const {
        std::array<std::optional<variable<T>>, Count> adjoints;
        for (std::size_t i = 0; i < Count; ++i)
            if (outputs_[i] != nullptr && pass.reaches(outputs_[i])) adjoints[i] = pass.adjoint_of<T>(outputs_[i]);
        return adjoints;
    }

private:
    variable<T> make_output(std::size_t index) {
        node* const owner = this;
        auto* const output =
            detail::make_call<result_node<T>>(std::array<node*, 1>{owner}, T(values_[index]), this, index);
        outputs_[index] = output;
        return detail::adopt<T>(output);
    }

    std::array<T, Count> values_, adjoints_;
    std::array<unsigned char, Count> are_there_{};
    std::array<node*, Count> outputs_{};
};

} // namespace pullback::dynamic::detail

#endif
