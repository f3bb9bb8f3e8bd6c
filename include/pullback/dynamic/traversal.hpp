// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_TRAVERSAL_HPP
#define PULLBACK_DYNAMIC_TRAVERSAL_HPP

#include <pullback/dynamic/node.hpp>

#include <array>

namespace pullback::dynamic::detail {

/// A stack that needs no memory while it is small.
class node_stack {
public:
    bool empty() const noexcept { return size_ == 0 && more_.empty(); }
    void push(node* pushed) {
        if (size_ < first_.size()) first_[size_++] = pushed;
        else more_.push_back(pushed);
    }
    node* pop() noexcept {
        if (more_.empty()) return first_[--size_];
        node* const popped = more_.back();
        more_.pop_back();
        return popped;
    }

private:
    std::array<node*, 32> first_;
    std::size_t size_ = 0;
    std::vector<node*> more_; // in use only while `first_` is full
};

/// Visits each node below a root once, in reverse topological order, by a loop: first the edges are counted, then a
/// node is visited when all nodes above it have been. `Pass` is told
///   `found(n)`      n is below the root; before any visit
///   `visit(n)`      in order; may throw
///   `visited(n)`    n has been visited
///   `abandoned(n)`  a visit threw before n's turn
template <class Pass>
class traversal {
public:
    traversal(node& root, Pass& pass) : root_(root), pass_(pass) {}
    traversal(const traversal&) = delete;
    traversal& operator=(const traversal&) = delete;

    void run() {
        root_.pending = 1;
        for (node* counted = &root_; counted != nullptr;)
            counted = go_on(*counted, [this](node& input) {
                if (input.pending++ != 0) return false;
                pass_.found(input);
                return true;
            });
        root_.pending = 0;
        for (at_ = &root_; at_ != nullptr;) {
            node& visited = *at_;
            pass_.visit(visited);
            at_ = go_on(visited, [](node& input) { return --input.pending == 0; });
            pass_.visited(visited);
        }
    }

    // What is still pending lies below a node that has not been visited.
    ~traversal() {
        if (root_.pending != 0) stack_.push(&root_);
        root_.pending = 0;
        if (at_ != nullptr) stack_.push(at_);
        while (!stack_.empty())
            for_each_input(*stack_.pop(), [this](node& input) {
                if (input.pending == 0) return;
                input.pending = 0;
                pass_.abandoned(input);
                stack_.push(&input);
            });
    }

private:
    template <class Visit>
    static void for_each_input(node& from, Visit visit) {
        if (from.is_call)
            for (node* const input : from.inputs()) visit(*input);
        else if (node* const creator = from.linked_creator()) visit(*creator);
    }

    /// The next node to go to. Of the inputs that `accept` says are next, only all but the last take the way over the
    /// stack.
    template <class Accept>
    node* go_on(node& from, Accept accept) {
        node* next = nullptr;
        for_each_input(from, [&](node& input) {
            if (!accept(input)) return;
            if (next != nullptr) stack_.push(next);
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
