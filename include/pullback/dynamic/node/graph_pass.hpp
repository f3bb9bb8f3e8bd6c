// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_GRAPH_PASS_HPP
#define PULLBACK_DYNAMIC_NODE_GRAPH_PASS_HPP

#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/traversal.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <unordered_map>

namespace pullback::dynamic::detail {

template <class U>
variable<U> sum_of_adjoints(const variable<U>& a, const variable<U>& b);

/// A backward pass whose adjoints are variables, so that the gradients can be differentiated again. The adjoints are
/// kept here and not in the nodes: a gradient in a node that it depends on would be a cycle.
class graph_pass {
public:
    template <class T>
    graph_pass(const variable<T>& root, const variable<T>& seed) : root_(*root.node()) {
        adjoints_.emplace(root.node(), seed.node());
        kept(seed.node());
    }
    graph_pass(const graph_pass&) = delete;
    graph_pass& operator=(const graph_pass&) = delete;

    ~graph_pass() {
        dead_nodes dead;
        for (auto& [target, adjoint] : adjoints_)
            if (adjoint != nullptr) dead.drop_reference(adjoint);
        dead.destroy_all();
    }

    void run() { traversal(root_, *this).run(); }

    void found(node& below) { adjoints_.try_emplace(&below, nullptr); }
    void visit(node& complete) {
        // A call with several results has no adjoint of its own; it looks at those of its results.
        if (reaches(&complete) || !complete.shared_outputs().empty()) complete.trace_back(*this);
        else complete.pass_by();
    }
    void visited(node&) {}
    void abandoned(node&) noexcept {}

    /// Adds to the adjoint of `target`, a node with data of type `U`.
    template <class U>
    void add(node* target, const variable<U>& adjoint) {
        node*& entry = adjoints_[target];
        if (entry == nullptr) {
            entry = kept(adjoint.node());
            return;
        }
        const variable<U> sum = detail::sum_of_adjoints(adjoint_at<U>(entry), adjoint);
        node* const earlier = std::exchange(entry, kept(sum.node()));
        dead_nodes dead;
        dead.drop_reference(earlier);
        dead.destroy_all();
    }

    /// Whether an adjoint has arrived at a node.
    bool reaches(const node* target) const {
        const auto found = adjoints_.find(const_cast<node*>(target));
        return found != adjoints_.end() && found->second != nullptr;
    }
    /// Whether the root was made from a node, be there an adjoint or not.
    bool contains(const node* target) const { return adjoints_.contains(const_cast<node*>(target)); }

    /// The adjoint of a node with data of type `U` that has been reached.
    template <class U>
    variable<U> adjoint_of(const node* target) const {
        return adjoint_at<U>(adjoints_.at(const_cast<node*>(target)));
    }

private:
    static node* kept(node* adjoint) noexcept {
        ++adjoint->references;
        return adjoint;
    }
    template <class U>
    static variable<U> adjoint_at(node* adjoint) {
        return variable<U>(static_cast<value_node<U>*>(adjoint));
    }

    node& root_;
    std::unordered_map<node*, node*> adjoints_; // owned references; null where none has arrived
};

template <class T>
void leaf_node<T>::trace_back(graph_pass& pass) {
    if (node* const creator = this->linked_creator()) pass.add(creator, pass.adjoint_of<T>(this));
}

} // namespace pullback::dynamic::detail

#endif
