// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_BACKWARD_PASS_HPP
#define PULLBACK_DYNAMIC_NODE_BACKWARD_PASS_HPP

#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/traversal.hpp>

#include <memory>
#include <vector>

namespace pullback::dynamic {

/// Whether a backward pass leaves the gradients of the variables between result and inputs in them.
enum class retain_grad : bool { no, yes };

} // namespace pullback::dynamic

namespace pullback::dynamic::detail {

/// Passes adjoints down from a node whose gradient is set. If a function throws, the gradients of variables without
/// creator are as they were before.
class backward_pass {
public:
    backward_pass(node& root, retain_grad retain) : root_(root), retains_(retain == retain_grad::yes) {}
    backward_pass(const backward_pass&) = delete;
    backward_pass& operator=(const backward_pass&) = delete;

    void run() {
        traversal order(root_, *this);
        order.run();
        for (aside& kept : aside_) kept.owner->add_gradient(*kept.gradient);
        aside_.clear();
        is_done_ = true;
    }

    ~backward_pass() {
        if (is_done_) return;
        while (!sources_.empty()) sources_.pop()->has_gradient = false;
        for (aside& kept : aside_) {
            kept.owner->swap_gradient(*kept.gradient);
            kept.owner->has_gradient = true;
        }
    }

    // Takes note of a node: gradients of inputs add up over passes, those in between start anew.
    void found(node& input) {
        const bool is_source = !input.has_creator();
        if (input.has_gradient) {
            if (is_source) {
                aside_.push_back({&input, input.blank()});
                input.swap_gradient(*aside_.back().gradient);
            }
            input.has_gradient = false;
            input.is_seed = false;
        }
        if (is_source) sources_.push(&input); // last: what is on it, and is not aside, had no gradient
    }

    void visit(node& complete) {
        if (complete.has_gradient) [[likely]]
            complete.pull_back();
        else pass_by(complete);
    }

    void visited(node& passed) {
        if (!retains_ && &passed != &root_ && !passed.keeps_gradient && passed.has_creator()) passed.drop_gradient();
    }

    // Forgets the gradient of a node that has some of its adjoints, but not all; if it was given none, it has no
    // gradient anyway.
    void abandoned(node& incomplete) noexcept { incomplete.has_gradient = false; }

private:
    struct aside {
        node* owner;
        std::unique_ptr<node> gradient;
    };

    [[gnu::noinline]] static void pass_by(node& not_reached) {
        not_reached.pass_by();
        not_reached.zero_gradient();
    }

    node& root_;
    bool retains_;
    bool is_done_ = false;
    node_stack sources_; // variables without creator
    std::vector<aside> aside_;
};

} // namespace pullback::dynamic::detail

#endif
