// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_TRAVERSAL_HPP
#define PULLBACK_DYNAMIC_NODE_TRAVERSAL_HPP

#include <pullback/dynamic/node/node.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
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
/// node is visited when all nodes above it have been. The order in which the nodes were made does not matter. `Pass` is
/// told
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
        for (node* counted = &root_; counted != nullptr;)
            counted = go_on(*counted, [&](node& input) {
                const auto [entry, is_new] = pending_.try_emplace(&input, 0u);
                if (is_new) found(input);
                return entry->second++ == 0;
            });
        stack_.reserve(pending_.size()); // to throw between two visits would lose nodes that are due
        for (node* at = &root_; at != nullptr;) {
            node& visited = *at;
            pass_.visit(visited);
            at = go_on(visited, [&](node& input) { return --pending_.find(&input)->second == 0; });
            pass_.visited(visited);
        }
    }

    ~traversal() {
        for (const auto& [waiting, edges] : pending_)
            if (edges != 0) pass_.abandoned(*waiting);
    }

private:
    void found(node& input) {
        try {
            pass_.found(input);
        } catch (...) {
            pending_.erase(&input);
            throw;
        }
    }

    template <class Visit>
    static void for_each_input(node& from, Visit visit) {
        if (from.is_call)
            for (node* const input : from.inputs()) visit(*input);
        else if (node* const creator = from.linked_creator()) visit(*creator);
    }

    /// The next node to go to. All inputs that `accept` says are next take the way over the stack, but for the last
    /// one.
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
    std::unordered_map<node*, std::uint32_t> pending_; // edges from nodes that have not been visited
    node_stack stack_;
};

} // namespace pullback::dynamic::detail

#endif
