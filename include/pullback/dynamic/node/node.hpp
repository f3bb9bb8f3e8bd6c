// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_NODE_HPP
#define PULLBACK_DYNAMIC_NODE_NODE_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/node/call_recorder.hpp>
#include <pullback/dynamic/node/pages.hpp>
#include <pullback/dynamic/node/pool.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

class node;
class backward_pass;
class graph_pass;

/// What few nodes have, in memory of its own.
struct node_notes {
    std::string name;
    node* creator = nullptr;       // a call this variable was linked to by hand; owned
    node* output = nullptr;        // of a call: the variable linked to it by hand; not owned
    std::uint64_t replaced_at = 0; // the number of the moment at which the data were replaced, as pages have numbers
    std::uint32_t calls = 0;       // handles that hold the node's call only
    std::array<node*, 2> near_inputs{}; // those of the node, whose place is taken by the address of its notes

    static void* operator new(std::size_t size) { return take_block(size); }
    static void operator delete(void* memory, std::size_t size) noexcept { give_block(memory, size); }
};

/// How many variables are linked to a creator by hand. While there are any, the order in which nodes were made need not
/// be the order of a graph.
inline constinit std::atomic<std::size_t> hand_made_link_count{0};

/// Nodes that nothing refers to any more, as a linked list inside them: to drop a graph takes neither recursion nor
/// memory.
class dead_nodes {
public:
    inline void drop_reference(node* dropped) noexcept;
    inline void drop_call(node* dropped) noexcept;
    inline void drop_inputs(const node& dead) noexcept;
    /// Takes a node that nothing refers to.
    inline void push(node* dead) noexcept;
    inline void destroy_all() noexcept;

private:
    inline void push_noted(node* dead) noexcept;
    /// The same on the rest of a list; gives what becomes of that.
    inline node* push_on(node* rest, node* dead) noexcept;
    inline node* push_noted_on(node* rest, node* dead) noexcept;
    node* first_ = nullptr;
};

/// A variable, and with it the call that made it, if one did: both live in one block of memory, so neither link between
/// them has to be counted. Variables and calls that use this one, and handles of its call, own it.
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
        return near_count != 0 ? std::span<node* const>(near_links(), near_count) : far_inputs();
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

    /// Finds the inputs, and adds to their adjoints, from the node's own.
    virtual void pull_back(backward_pass& pass) = 0;
    /// Is called instead of `pull_back` where no adjoint has arrived, because a selection took the other side. Throws
    /// if the way on from here could not be gone, so that exceptions do not depend on which side was taken.
    virtual void pass_by() const {}
    /// Does as `pull_back`, but with given adjoints of the call's outputs, an array of them, and adds to other nodes
    /// than the inputs.
    virtual void pull_back_by_hand(const void*, node* const*) {}
    /// Does as `pull_back`, but with adjoints that are variables, for derivatives of higher order.
    virtual void trace_back(graph_pass& pass) = 0;
    /// Tells a recorder what the call computes. The answer is whether it is made of numbers, so that it can be told.
    virtual bool record_call(call_recorder&) const { return false; }
    /// The elements of its data, in the order in which they lie.
    virtual std::vector<pullback::engine::literal> elements() const { return {}; }
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
    node* linked_creator() const noexcept { return has_notes ? noted()->creator : nullptr; }
    /// The node that holds the call which made this variable.
    node* creator() noexcept {
        if (node* const linked = linked_creator()) return linked;
        if (node* const shared = shared_call()) return shared;
        return is_call ? this : nullptr;
    }
    node_notes& notes() {
        if (!has_notes) {
            auto* const made = new node_notes;
            made->near_inputs = near_inputs;
            near_inputs[0] = reinterpret_cast<node*>(made);
            has_notes = true;
        }
        return *noted();
    }
    const node_notes* notes_if_any() const noexcept { return has_notes ? noted() : nullptr; }
    std::string name() const { return has_notes ? noted()->name : std::string(); }

    // Handles of its call only.
    void hold_call() noexcept {
        ++notes().calls;
        ++references;
    }
    bool is_held_as_variable() const noexcept { return references > (has_notes ? noted()->calls : 0u); }

    void note_replacement() {
        notes().replaced_at = detail::next_page_number();
        is_replaced = true;
    }
    /// The moment at which its data were last replaced, 0 where they never were.
    std::uint64_t replacement() const noexcept { return is_replaced ? noted()->replaced_at : 0; }
    /// Whether its data were replaced after `call` was made.
    bool was_replaced_after(const node& call) const noexcept {
        return is_replaced && noted()->replaced_at > page_of(&call)->number;
    }
    /// Whether a call on a page with this number comes after the node was made, and after its data were replaced.
    bool is_before(std::uint64_t page_number) const noexcept {
        return (!is_call || page_of(this)->number <= page_number) &&
               (!is_replaced || noted()->replaced_at <= page_number);
    }

    // A pass links the variables without creator that it has found: their places for inputs are free, but for the
    // address of notes.
    node* next_source() const noexcept { return near_inputs[1]; }
    void set_next_source(node* next) noexcept { near_inputs[1] = next; }

    /// Up to two inputs, at a place that does not depend on the type of node. If there is one, the other place may hold
    /// a number.
    node* const* near_links() const noexcept { return has_notes ? noted()->near_inputs.data() : near_inputs.data(); }

    /// The same of a node without notes.
    node* const* bare_near_links() const noexcept { return near_inputs.data(); }

    std::uint32_t references = 0;
    // What a backward pass looks at lies in one byte.
    bool is_call : 1 = false;
    bool has_gradient : 1 = false;
    bool had_gradient : 1 = false;   // `grad` was asked for it, or it was cleared
    bool is_seed : 1 = false;        // the gradient was given by the user
    bool keeps_gradient : 1 = false; // whatever a backward pass drops
    bool is_found : 1 = false;       // during a pass: it was found, and, if it has a creator, not yet visited
    bool has_notes : 1 = false;
    bool is_replaced : 1 = false; // the data have been, at least once
    bool is_selected : 1 = false; // made by `selected`: an adjoint that is not there everywhere
    std::uint8_t near_count : 2 = 0;
    std::uint8_t unused_bits : 5 = 0; // set, so that to make a node does not read what was there before
    // How often on the way down a variable was replaced by what plain data make of it, after its gradient was computed.
    std::uint8_t updates = 0;
    // The size of a call in grains of a page, if to drop it takes no destructor; otherwise 0.
    std::uint8_t plain_size = 0;

    static constexpr std::size_t near_limit = 2;

protected:
    node() = default;
    virtual ~node() = default;
    friend struct std::default_delete<node>;

    /// The inputs, if they are more than lie near.
    virtual std::span<node* const> far_inputs() const noexcept { return {}; }

    /// Promises that to drop this call takes no more than to give back its inputs and its memory, `size` bytes: that is
    /// then done without a virtual call, which a random graph's processor would guess wrong.
    void needs_no_destructor(std::size_t size) noexcept {
        if (size <= place_limit) plain_size = static_cast<std::uint8_t>(place_size(size) / page_grain);
    }
    void set_near_input(std::size_t index, node* input) noexcept { near_inputs[index] = input; }
    /// Puts a number into the place of the second near input.
    template <class N>
    void set_near_number(const N& number) noexcept {
        std::memcpy(&near_inputs[1], &number, sizeof(number));
    }

private:
    friend class dead_nodes;

    node_notes* noted() const noexcept { return reinterpret_cast<node_notes*>(near_inputs[0]); }

    /// Deletes the notes; returns the call they owned.
    node* take_notes() noexcept {
        node_notes* const taken = noted();
        node* const creator = taken->creator;
        if (creator != nullptr) {
            if (creator->has_notes) creator->noted()->output = nullptr;
            hand_made_link_count.fetch_sub(1, std::memory_order_relaxed);
        }
        if (taken->output != nullptr) {
            taken->output->noted()->creator = nullptr;
            hand_made_link_count.fetch_sub(1, std::memory_order_relaxed);
        }
        near_inputs = taken->near_inputs;
        has_notes = false;
        delete taken;
        return creator;
    }

    // Where a node that nothing refers to keeps the next one: in its data, or in a member before them (see
    // `dead_link`).
    node* next_dead() const noexcept {
        node* next = nullptr;
        std::memcpy(static_cast<void*>(&next), reinterpret_cast<const std::byte*>(this) + sizeof(node), sizeof(next));
        return next;
    }
    void set_next_dead(node* next) noexcept {
        std::memcpy(reinterpret_cast<std::byte*>(this) + sizeof(node), static_cast<const void*>(&next), sizeof(next));
    }

    std::array<node*, near_limit> near_inputs{};
};

/// The first member behind a `node` whose data have a destructor, or are too short: the link between dead nodes.
struct dead_link {
    node* next = nullptr;
};
struct no_dead_link {};
template <class T>
using dead_link_before =
    std::conditional_t<std::is_trivially_destructible_v<T> && 2 * sizeof(T) >= sizeof(node*), no_dead_link, dead_link>;

inline void dead_nodes::push(node* dead) noexcept {
    if (dead->has_notes) [[unlikely]]
        return push_noted(dead);
    dead->set_next_dead(first_);
    first_ = dead;
}

inline void dead_nodes::push_noted(node* dead) noexcept {
    while (dead != nullptr) {
        node* const creator = dead->has_notes ? dead->take_notes() : nullptr;
        dead->set_next_dead(first_);
        first_ = dead;
        if (creator != nullptr) --creator->noted()->calls;
        dead = creator != nullptr && --creator->references == 0 ? creator : nullptr;
    }
}

inline node* dead_nodes::push_on(node* rest, node* dead) noexcept {
    if (dead->has_notes) [[unlikely]]
        return push_noted_on(rest, dead);
    dead->set_next_dead(rest);
    return dead;
}

inline node* dead_nodes::push_noted_on(node* rest, node* dead) noexcept {
    first_ = rest;
    push_noted(dead);
    return first_;
}

inline void dead_nodes::drop_reference(node* dropped) noexcept {
    if (--dropped->references == 0) push(dropped);
}

inline void dead_nodes::drop_call(node* dropped) noexcept {
    --dropped->noted()->calls;
    drop_reference(dropped);
}

inline void dead_nodes::drop_inputs(const node& dead) noexcept {
    for (node* const input : dead.inputs()) drop_reference(input);
}

inline void dead_nodes::destroy_all() noexcept {
    // Most places are on the page that the last one was on: such a page is told once.
    given_places given;
    node* rest = first_;
    const auto pop = [&rest] {
        node* const popped = rest;
        if (popped != nullptr) rest = popped->next_dead();
        return popped;
    };
    for (node* dead = pop(); dead != nullptr;) {
        const std::size_t grains = dead->plain_size;
        if (grains == 0) [[unlikely]] {
            given.settle();
            first_ = rest;
            dead->destroy(*this);
            rest = first_;
            dead = pop();
            continue;
        }
        const bool has_two = (dead->near_count & 2) != 0;
        node* const first = dead->near_inputs[0];
        node* const second = dead->near_inputs[1];
        given.give(dead, grains);
        // The input that was made last comes next, so that most places are given back in the order they were taken in.
        // It need not go over the list.
        node* next = --first->references == 0 ? first : nullptr;
        if (has_two && --second->references == 0) {
            if (next != nullptr) rest = push_on(rest, next);
            next = second;
        }
        if (next == nullptr) next = pop();
        else if (next->has_notes) [[unlikely]] {
            rest = push_noted_on(rest, next);
            next = pop();
        }
        dead = next;
    }
    given.settle();
    first_ = nullptr;
}

} // namespace pullback::dynamic::detail

#endif
