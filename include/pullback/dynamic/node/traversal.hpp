// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_TRAVERSAL_HPP
#define PULLBACK_DYNAMIC_NODE_TRAVERSAL_HPP

#include <pullback/dynamic/node/node.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace pullback::dynamic::detail {

/// A stack that needs no memory while it is small.
class node_stack {
public:
    bool empty() const noexcept { return size_ == 0 && more_.empty(); }
    /// From now on `push` throws nothing while there are no more than `count` nodes on it.
    void reserve(std::size_t count) {
        if (count > first_.size()) more_.reserve(count - first_.size());
    }
    void push(node* pushed) {
        if (size_ < first_.size()) first_[size_++] = pushed;
        else more_.push_back(pushed);
    }
    /// Pushes a node, but leaves it out if that would take memory.
    void push_if_room(node* pushed) noexcept {
        if (size_ < first_.size() || more_.size() < more_.capacity()) push(pushed);
    }
    node* pop() noexcept {
        if (more_.empty()) return first_[--size_];
        node* const popped = more_.back();
        more_.pop_back();
        return popped;
    }

    void clear() noexcept {
        size_ = 0;
        more_.clear();
    }

private:
    std::array<node*, 32> first_;
    std::size_t size_ = 0;
    std::vector<node*> more_; // in use only while `first_` is full
};

/// Visits each node below a root once, in reverse topological order, by a loop: first the edges are counted, then a
/// node is visited when all nodes above it have been. `Pass` is told
///   `found(n)`      n is below the root; before any visit; may throw, n is then as if it had not been found
///   `visit(n)`      in order; may throw
///   `visited(n)`    n has been visited; may throw
///   `abandoned(n)`  something threw before n's turn
template <class Pass>
class traversal {
public:
    traversal(node& root, Pass& pass) : root_(root), pass_(pass) {}
    traversal(const traversal&) = delete;
    traversal& operator=(const traversal&) = delete;

    void run() {
        root_.pending = 1;
        std::size_t found = 1;
        for (node* counted = &root_; counted != nullptr;)
            counted = go_on(*counted, [&](node& input) {
                if (input.pending == 0) pass_.found(input);
                if (input.pending++ != 0) return false;
                ++found;
                return true;
            });
        stack_.reserve(found); // to throw between two visits would lose nodes that are due
        root_.pending = 0;
        for (at_ = &root_; at_ != nullptr;) {
            node& visited = *at_;
            pass_.visit(visited);
            at_ = go_on(visited, [](node& input) { return --input.pending == 0; });
            pass_.visited(visited);
        }
    }

    // What is still pending lies below a node that has not been visited. To find it takes no memory: if counting was
    // interrupted, it goes the same way once more, and what there was no room for then had nothing counted below it.
    ~traversal() {
        if (root_.pending != 0) {
            stack_.clear();
            at_ = &root_;
        }
        root_.pending = 0;
        while (at_ != nullptr)
            at_ = go_on<false>(*at_, [this](node& input) {
                if (input.pending == 0) return false;
                input.pending = 0;
                pass_.abandoned(input);
                return true;
            });
    }

private:
    template <class Visit>
    static void for_each_input(node& from, Visit visit) {
        if (from.is_call)
            for (node* const input : from.inputs()) visit(*input);
        else if (node* const creator = from.linked_creator()) visit(*creator);
    }

    /// The next node to go to. All inputs that `accept` says are next take the way over the stack, but for the last
    /// one.
    template <bool TakesMemory = true, class Accept>
    node* go_on(node& from, Accept accept) {
        node* next = nullptr;
        for_each_input(from, [&](node& input) {
            if (!accept(input)) return;
            if constexpr (TakesMemory) {
                if (next != nullptr) stack_.push(next);
            } else {
                if (next != nullptr) stack_.push_if_room(next);
            }
            next = &input;
        });
        if (next != nullptr) return next;
        return stack_.empty() ? nullptr : stack_.pop();
    }

    node& root_;
    Pass& pass_;
    node* at_ = nullptr;
    node_stack stack_;
};

} // namespace pullback::dynamic::detail

#endif
