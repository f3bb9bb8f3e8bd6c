// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_HPP
#define PULLBACK_DYNAMIC_CALL_HPP

#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/none.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/static_function/static_function.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace pullback::dynamic {

/// A variable as it was found through a link of the graph. It is used like any other, but compares by identity:
/// `y.creator().input() == x` asks whether it is the same variable, where `x == y` of two variables compares their
/// data.
template <class T>
struct linked : variable<T> {
    using variable<T>::variable;
    linked(const variable<T>& found) : variable<T>(found) {}
};

namespace detail {

// A variable whose address stands for a type of function: there is one for each type.
template <class F>
inline constexpr char function_type_of = 0;

template <class T>
value_node<T>* input_as(node* found, std::size_t index) {
    if (auto* const typed = dynamic_cast<value_node<T>*>(found)) return typed;
    throw no_such_link("input<T>(" + std::to_string(index) + "): this input holds no " + detail::type_name<T>() +
                       "; name the type of its data in input<T>()");
}

inline node* input_at(const node& call, std::size_t index) {
    const std::span<node* const> inputs = call.inputs();
    if (index >= inputs.size())
        throw no_such_link("input(" + std::to_string(index) + "): a call of " + call.function_name() + " has " +
                           std::to_string(inputs.size()) + " variables as inputs");
    return inputs[index];
}

} // namespace detail

/// A call of a function: what `creator()` of a variable gives. It is a handle that keeps the call and its inputs, but
/// not its output. `T` is the type of data of the output.
template <class T>
class call {
public:
    call() = default;
    call(const call& other) noexcept : node_(other.node_) {
        if (node_ != nullptr) node_->hold_call();
    }
    call(call&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
    call& operator=(call other) noexcept {
        std::swap(node_, other.node_);
        return *this;
    }
    ~call() {
        if (node_ == nullptr) return;
        detail::dead_nodes dead;
        dead.drop_call(node_);
        dead.destroy_all();
    }

    /// Whether there is a call: false for the creator of a variable that no call made.
    explicit operator bool() const noexcept { return node_ != nullptr; }

    /// The variables the call was made with; constants are not among them. `U` is the type of its data. Throws
    /// `no_such_link`.
    template <class U = T>
    linked<U> input(std::size_t index = 0) const {
        return linked<U>(detail::input_as<U>(detail::input_at(made(), index), index));
    }
    std::size_t input_count() const { return made().inputs().size(); }
    /// All inputs, if they have the same type of data. Throws `no_such_link`.
    std::vector<linked<T>> inputs() const {
        std::vector<linked<T>> result;
        for (std::size_t i = 0; i < input_count(); ++i) result.push_back(input<T>(i));
        return result;
    }

    /// The variable the call made, or one of several. Throws `no_such_link` if it is gone.
    linked<T> output(std::size_t index = 0) const {
        if (detail::node* const found = output_node(index))
            return linked<T>(static_cast<detail::value_node<T>*>(found));
        throw no_such_link("output(" + std::to_string(index) + "): the output of this call of " + name() +
                           " is gone, or it never had so many; keep the variable to ask for it");
    }
    bool has_output(std::size_t index = 0) const { return output_node(index) != nullptr; }

    /// The function's name.
    std::string name() const { return made().function_name(); }

    /// Calls the backward rule by hand: the adjoint of the only input, from those of the outputs. Throws `no_such_link`
    /// if there are several inputs.
    template <class... Adjoints>
        requires(sizeof...(Adjoints) > 0 && (std::is_convertible_v<const Adjoints&, T> && ...))
    T backward(const Adjoints&... adjoints) const {
        if (input_count() != 1)
            throw no_such_link("backward(gy): a call of " + name() + " has " + std::to_string(input_count()) +
                               " inputs; backward_all(gy) returns all adjoints");
        return std::move(backward_all(adjoints...)[0]);
    }
    /// The adjoints of all inputs, in order. An input used twice has two.
    template <class... Adjoints>
        requires(sizeof...(Adjoints) > 0 && (std::is_convertible_v<const Adjoints&, T> && ...))
    std::vector<T> backward_all(const Adjoints&... adjoints) const {
        const call kept(*this); // a user's `backward` may assign to this one
        const detail::node& called = kept.made();
        const std::size_t outputs = called.shared_outputs().empty() ? 1u : called.shared_outputs().size();
        if (sizeof...(Adjoints) != outputs)
            throw no_such_link("backward(gy...): a call of " + name() + " has " + std::to_string(outputs) +
                               " outputs; give the adjoint of each");
        const std::array<T, sizeof...(Adjoints)> given{static_cast<T>(adjoints)...};
        for (std::size_t i = 0; i < given.size(); ++i) {
            const auto* const made_output = outputs == 1 ? kept.node_ : called.shared_outputs()[i];
            if (const auto* const output = dynamic_cast<const detail::value_node<T>*>(made_output);
                output != nullptr && !detail::has_same_shape(output->data, given[i]))
                throw shape_mismatch("backward(gy): gy has the shape " + detail::shape_text(given[i]) +
                                     ", the output has " + detail::shape_text(output->data));
        }
        std::vector<std::unique_ptr<detail::node>> targets;
        std::vector<detail::node*> target_addresses;
        for (detail::node* const input : called.inputs()) {
            targets.push_back(input->blank());
            target_addresses.push_back(targets.back().get());
        }
        kept.node_->pull_back_by_hand(given.data(), target_addresses.data());
        std::vector<T> result;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            detail::value_node<T>* const target = detail::input_as<T>(targets[i].get(), i);
            result.push_back(target->has_gradient ? target->gradient : zeros_like(target->data));
        }
        return result;
    }

    friend bool operator==(const call& a, const call& b) noexcept { return a.node_ == b.node_; }
    friend bool operator==(const call& a, no_creator) noexcept { return a.node_ == nullptr; }
    /// Whether the call is one of this function: `y.creator() == pullback::functions::square{}`.
    template <class F>
        requires(Elementary<F> || StaticFunction<F>)
    friend bool operator==(const call& a, const F&) noexcept {
        return a.node_ != nullptr && a.node_->function_type() == &detail::function_type_of<F>;
    }

    // This constructor is for the graph's own use.
    explicit call(detail::node* node) noexcept : node_(node) {
        if (node_ != nullptr) node_->hold_call();
    }
    detail::node* node() const noexcept { return node_; }

private:
    const detail::node& made() const {
        if (node_ != nullptr) return *node_;
        throw no_such_link(
            "creator(): no call made this variable, so there is no function, input or output to ask for; "
            "compare it with pullback::none first");
    }

    detail::node* output_node(std::size_t index) const {
        const std::span<detail::node* const> shared = made().shared_outputs();
        if (!shared.empty()) return index < shared.size() ? shared[index] : nullptr;
        if (index != 0) return nullptr;
        if (const detail::node_notes* const notes = node_->notes_if_any(); notes != nullptr && notes->output != nullptr)
            return notes->output;
        return node_->is_held_as_variable() ? node_ : nullptr;
    }

    detail::node* node_ = nullptr;
};

namespace detail {

// Whether `sought` is an input of `call` or of a call below it.
inline bool is_made_from(const node& call, const node& sought) {
    std::unordered_set<const node*> seen{&call};
    std::vector<const node*> to_do{&call};
    while (!to_do.empty()) {
        const node* const at = to_do.back();
        to_do.pop_back();
        if (at == &sought) return true;
        const auto enter = [&](const node* next) {
            if (seen.insert(next).second) to_do.push_back(next);
        };
        for (const node* const input : at->inputs()) enter(input);
        if (const node* const creator = at->linked_creator()) enter(creator);
    }
    return false;
}

} // namespace detail

template <class T>
call<T> variable<T>::creator() const noexcept {
    return call<T>(node_->creator());
}

template <class T>
void variable<T>::set_creator(const call<T>& creator) {
    detail::node* const made = creator.node();
    if (made == nullptr)
        throw no_such_link(own_name() + ".set_creator(call): there is no such call; call the function first");
    if (node_->has_creator())
        throw no_such_link(own_name() + ".set_creator(call): the variable has a creator; detach() gives one without");
    auto* const typed = dynamic_cast<detail::value_node<T>*>(made);
    if (typed == nullptr)
        throw no_such_link(own_name() + ".set_creator(call): a call of " + made->function_name() +
                           " has several outputs of its own");
    if (!detail::has_same_shape(typed->data, data()))
        throw shape_mismatch(own_name() + ".set_creator(call): the data have the shape " + detail::shape_text(data()) +
                             ", the call's output has " + detail::shape_text(typed->data));
    if (detail::is_made_from(*made, *node_))
        throw no_such_link(own_name() +
                           ".set_creator(call): the call was made from this variable, which cannot make itself");
    detail::node_notes& of_call = made->notes();
    detail::node_notes& own = node_->notes();
    if (of_call.output != nullptr)
        throw no_such_link(own_name() + ".set_creator(call): another variable was made the output of this call before");
    of_call.output = node_;
    own.creator = made;
    made->hold_call();
    detail::hand_made_link_count.fetch_add(1, std::memory_order_relaxed);
}

/// Compares the identity of variables that were found through links.
template <class T, class U>
bool operator==(const linked<T>& a, const linked<U>& b) noexcept {
    return static_cast<const detail::node*>(a.node()) == b.node();
}
template <class T, class U>
bool operator==(const linked<T>& a, const variable<U>& b) noexcept {
    return static_cast<const detail::node*>(a.node()) == b.node();
}
template <class T, class U>
bool operator==(const variable<T>& a, const linked<U>& b) noexcept {
    return static_cast<const detail::node*>(a.node()) == b.node();
}

namespace detail {

template <class T>
inline constexpr bool is_variable<linked<T>> = true;

} // namespace detail

} // namespace pullback::dynamic

namespace pullback {

template <class T>
inline constexpr bool is_argument<dynamic::linked<T>> = true;
template <class T>
inline constexpr bool answers_calls<dynamic::linked<T>> = true;

} // namespace pullback

#endif
