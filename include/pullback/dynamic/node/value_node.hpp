// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_VALUE_NODE_HPP
#define PULLBACK_DYNAMIC_NODE_VALUE_NODE_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/node/backward_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/taken.hpp>
#include <pullback/dynamic/text.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

[[noreturn, gnu::noinline]] inline void report_replaced(const node& output) {
    throw data_replaced(
        "backward through " + output.function_name() +
        ": the data of an input or of the result were replaced with set_data() after the call; call the "
        "function again");
}

[[noreturn, gnu::noinline]] inline void report_integers(const node& output) {
    throw not_differentiable("backward through " + output.function_name() +
                             ": an input holds integers, which have no derivative; make it a variable of real numbers");
}

/// A node with data of type `T` and their gradient.
template <class T>
class value_node : public node {
    [[no_unique_address]] dead_link_before<T> dead_link_; // is the first member

public:
    explicit value_node(T&& value) : data(std::move(value)) {}
    explicit value_node(const T& value) : data(value) {}

    void set_gradient(T&& set) {
        gradient = std::move(set);
        taken.take_all();
        has_gradient = true;
    }

    void add(const T& adjoint) { add_or_begin(adjoint); }
    /// The same with one that nobody needs any more: a large array is not copied.
    void add(T&& adjoint)
        requires(!NumberData<T>)
    {
        add_or_begin(std::move(adjoint));
    }
    /// Adds an adjoint, with flags for the elements that are there; null if all are.
    void add(const T& adjoint, const unsigned char* flags) {
        if constexpr (NumberData<T>) add(adjoint);
        else {
            if (flags == nullptr) return add(adjoint);
            T& sum = gradient_to_take_parts_of();
            auto* const out = data_traits<T>::elements(sum);
            const auto* const in = data_traits<T>::elements(adjoint);
            for (std::size_t i = 0, count = data_traits<T>::count(sum); i < count; ++i) {
                if (!flags[i]) continue;
                out[i] += in[i];
                taken.take(i);
            }
            settle();
        }
    }

    /// The gradient, for adjoints that are added to it element by element, to all elements.
    T& gradient_to_add_to() {
        if (!has_gradient) {
            gradient = zeros_like(data);
            has_gradient = true;
        }
        taken.take_all();
        return gradient;
    }
    /// The gradient, for adjoints that are added to elements that are `taken.take(i)`n one by one, until `settle()`.
    T& gradient_to_take_parts_of()
        requires(!NumberData<T>)
    {
        if (!has_gradient) {
            gradient = zeros_like(data);
            taken.take_none(data_traits<T>::count(data));
            has_gradient = true;
        }
        return gradient;
    }
    void settle() noexcept
        requires(!NumberData<T>)
    {
        has_gradient = taken.settle(data_traits<T>::count(data));
    }

    std::unique_ptr<node> blank() const final;

    void swap_gradient(node& other) noexcept final { std::swap(gradient, static_cast<value_node&>(other).gradient); }
    void drop_gradient() noexcept final {
        if constexpr (!std::is_trivially_destructible_v<T>) gradient = T();
        forget_gradient();
    }
    /// Forgets the gradient, but its memory stays for the next one.
    void forget_gradient() noexcept {
        taken.take_all();
        has_gradient = false;
    }
    void zero_gradient() final { set_gradient(zeros_like(data)); }
    void add_gradient(const node& other) final { add(static_cast<const value_node&>(other).gradient); }

    const std::type_info& data_type() const noexcept final { return typeid(T); }
    std::string data_text() const final { return detail::text_of(data); }
    std::vector<std::size_t> shape() const final { return data_traits<T>::shape(data); }
    std::vector<pullback::engine::literal> elements() const final { return detail::literals_of(data); }

    T data;
    T gradient{};
    [[no_unique_address]] taken_parts<T> taken; // of the gradient, while it is being passed on

private:
    template <class Adjoint>
    void add_or_begin(Adjoint&& adjoint) {
        if (has_gradient) detail::add_to(gradient, adjoint);
        else {
            gradient = std::forward<Adjoint>(adjoint);
            has_gradient = true;
        }
        taken.take_all();
    }
};

/// A variable that no call made.
template <class T>
class leaf_node final : public value_node<T> {
public:
    using value_node<T>::value_node;

    void pull_back(backward_pass&) override {
        if (node* const creator = this->linked_creator()) // found by a traversal
            static_cast<value_node<T>*>(creator)->add(this->gradient, this->taken.flags());
    }
    void trace_back(graph_pass& pass) override;
    void destroy(dead_nodes&) noexcept override { delete this; }
};

template <class T>
std::unique_ptr<node> value_node<T>::blank() const {
    return std::make_unique<leaf_node<T>>(data);
}

} // namespace pullback::dynamic::detail

#endif
