// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_NODE_HPP
#define PULLBACK_DYNAMIC_NODE_NODE_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/node/pool.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

class node;
class backward_pass;
class graph_pass;

/// Links of a node that few nodes have, in memory of their own.
struct node_notes {
    std::string name;
    node* creator = nullptr; // a call this variable was linked to by hand, or whose output it is; owned
    node* output = nullptr;  // of a call: the variable linked to it by hand; not owned
};

/// Nodes that nothing refers to any more, as a linked list inside them: to drop a graph takes neither recursion nor
/// memory.
class dead_nodes {
public:
    inline void drop_reference(node* dropped) noexcept;
    inline void drop_call(node* dropped) noexcept;
    inline void drop_inputs(const node& dead) noexcept;
    inline void destroy_all() noexcept;

private:
    inline void push(node* dead) noexcept;
    node* first_ = nullptr;
};

/// A variable, and with it the call that made it, if one did: both live in one block of memory, so neither link between
/// them has to be counted. Variables and calls that use this one own it by `references`; handles of the call own only
/// the call by `calls`.
class node {
public:
    node(const node&) = delete;
    node& operator=(const node&) = delete;

    static void* operator new(std::size_t size) { return take_block(size); }
    static void* operator new(std::size_t size, std::align_val_t alignment) { return ::operator new(size, alignment); }
    static void operator delete(void* memory, std::size_t size) noexcept { give_block(memory, size); }
    static void operator delete(void* memory, std::size_t, std::align_val_t alignment) noexcept {
        ::operator delete(memory, alignment);
    }

    /// The variables its call was made with.
    std::span<node* const> inputs() const noexcept {
        return near_count != 0 ? std::span<node* const>(near_inputs.data(), near_count) : far_inputs();
    }
    /// The function called; an empty name for a variable that no call made.
    virtual std::string function_name() const { return {}; }
    /// An address that is the same for all calls of one function type.
    virtual const void* function_type() const noexcept { return nullptr; }
    /// A number that is the same for all calls of one function object, and 0 if the function is no object.
    virtual std::uint64_t function_identity() const noexcept { return 0; }
    /// The call that a variable is one of several results of, or null.
    virtual node* shared_call() const noexcept { return nullptr; }
    virtual std::span<node* const> shared_outputs() const noexcept { return {}; }

    /// Adds to the adjoints of the inputs, from the node's own.
    virtual void pull_back() = 0;
    /// Is called instead of `pull_back` where no adjoint has arrived, because a selection took the other side. Throws
    /// if the way on from here could not be gone, so that exceptions do not depend on which side was taken.
    virtual void pass_by() const {}
    /// Does as `pull_back`, but with given adjoints of the call's outputs, an array of them, and adds to other nodes
    /// than the inputs.
    virtual void pull_back_by_hand(const void*, node* const*) {}
    /// Does as `pull_back`, but with adjoints that are variables, for derivatives of higher order.
    virtual void trace_back(graph_pass& pass) = 0;
    /// A node without a creator for a gradient of the same type.
    virtual std::unique_ptr<node> blank() const = 0;
    virtual void swap_gradient(node& other) noexcept = 0;
    /// Forgets the node's gradient, with the memory that it holds.
    virtual void drop_gradient() noexcept = 0;
    /// Sets the gradient to zeros.
    virtual void zero_gradient() = 0;
    /// Adds the gradient of a node of the same type.
    virtual void add_gradient(const node& other) = 0;
    /// Gives the references to other nodes back and deletes the node.
    virtual void destroy(dead_nodes& dead) noexcept = 0;
    virtual const std::type_info& data_type() const noexcept = 0;
    virtual std::string data_text() const = 0;
    virtual std::vector<std::size_t> shape() const = 0;

    bool has_creator() const noexcept { return is_call || linked_creator() != nullptr; }
    node* linked_creator() const noexcept { return notes_ == nullptr ? nullptr : notes_->creator; }
    /// The node that holds the call which made this variable.
    node* creator() noexcept {
        if (node* const linked = linked_creator()) return linked;
        if (node* const shared = shared_call()) return shared;
        return is_call ? this : nullptr;
    }
    node_notes& notes() {
        if (notes_ == nullptr) notes_ = new node_notes;
        return *notes_;
    }
    const node_notes* notes_if_any() const noexcept { return notes_; }
    std::string name() const { return notes_ == nullptr ? std::string() : notes_->name; }

    std::uint32_t references = 0; // variables and calls that hold this variable
    std::uint32_t calls = 0;      // handles that hold its call only
    std::uint32_t pending = 0;    // during a pass: adjoints still to come; otherwise 0
    std::uint32_t version = 0;    // how often the data have been replaced
    // The sum of the inputs' versions when the call was made. Versions only grow, so an equal sum means no change.
    std::uint32_t input_versions = 0;
    bool is_call : 1 = false;
    bool has_gradient : 1 = false;
    bool is_seed : 1 = false;        // the gradient was given by the user
    bool keeps_gradient : 1 = false; // whatever a backward pass drops
    bool is_selected : 1 = false;    // made by `selected`: an adjoint that is not there everywhere
    bool had_gradient : 1 = false;   // `grad` was asked for it, or it was cleared
    // How often on the way down a variable was replaced by what plain data make of it, after its gradient was computed.
    std::uint8_t updates = 0;

    // Up to two inputs lie at a place that does not depend on the type of node: passes then neither make a virtual call
    // to find them nor wait for their address, which takes a third of the time off a random graph.
    static constexpr std::size_t near_limit = 2;
    std::uint8_t near_count = 0;
    std::uint8_t block_class = 0; // of the pool, if to drop it takes no destructor; otherwise 0
    std::array<node*, near_limit> near_inputs;

protected:
    node() = default;
    virtual ~node() = default;
    friend struct std::default_delete<node>;

    /// The inputs, if they are more than lie near.
    virtual std::span<node* const> far_inputs() const noexcept { return {}; }

    /// Promises that to drop this node takes no more than to give back its inputs and its memory, `size` bytes: that is
    /// then done without a virtual call, which a random graph's processor would guess wrong.
    void needs_no_destructor(std::size_t size) noexcept {
        if (uses_pool && size <= pool_size_limit) block_class = static_cast<std::uint8_t>(size_class_of(size));
    }

private:
    friend class dead_nodes;

    /// Deletes the notes; returns the call they owned.
    node* take_notes() noexcept {
        node* const creator = notes_->creator;
        if (creator != nullptr && creator->notes_ != nullptr) creator->notes_->output = nullptr;
        if (notes_->output != nullptr) notes_->output->notes_->creator = nullptr;
        delete std::exchange(notes_, nullptr);
        return creator;
    }

    union {
        node_notes* notes_ = nullptr;
        node* next_dead_; // once nothing refers to it
    };
};

inline void dead_nodes::push(node* dead) noexcept {
    while (dead != nullptr) {
        node* const creator = dead->notes_ == nullptr ? nullptr : dead->take_notes();
        dead->next_dead_ = first_;
        first_ = dead;
        dead = creator != nullptr && --creator->calls == 0 && creator->references == 0 ? creator : nullptr;
    }
}

inline void dead_nodes::drop_reference(node* dropped) noexcept {
    if (--dropped->references == 0 && dropped->calls == 0) push(dropped);
}

inline void dead_nodes::drop_call(node* dropped) noexcept {
    if (--dropped->calls == 0 && dropped->references == 0) push(dropped);
}

inline void dead_nodes::drop_inputs(const node& dead) noexcept {
    for (node* const input : dead.inputs()) drop_reference(input);
}

inline void dead_nodes::destroy_all() noexcept {
    while (first_ != nullptr) {
        node* const dead = first_;
        first_ = dead->next_dead_;
        if (dead->block_class != 0) {
            drop_inputs(*dead);
            give_block_of_class(dead, dead->block_class);
        } else {
            dead->next_dead_ = nullptr;
            dead->destroy(*this);
        }
    }
}

} // namespace pullback::dynamic::detail

#endif
