// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_BACKWARD_PASS_HPP
#define PULLBACK_DYNAMIC_NODE_BACKWARD_PASS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/sweep.hpp>
#include <pullback/dynamic/node/traversal.hpp>

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

namespace pullback::dynamic {

/// Whether a backward pass leaves the gradients of the variables between result and inputs in them.
enum class retain_grad : bool { no, yes };

} // namespace pullback::dynamic

namespace pullback::dynamic::detail {

template <class T>
class value_node;

/// Passes adjoints down from a node whose gradient is set. If a function throws, the gradients of variables without
/// creator are as they were before.
///
/// Calls are visited in reverse order of their making. If variables were linked by hand that need not be an order of
/// the graph; the edges are counted first then.
class backward_pass {
public:
    backward_pass(node& root, retain_grad retain) : root_(root), retains_(retain == retain_grad::yes) {}
    backward_pass(const backward_pass&) = delete;
    backward_pass& operator=(const backward_pass&) = delete;

    void run() {
        if (hand_made_link_count.load(std::memory_order_relaxed) != 0) traversal(root_, *this).run();
        else if (root_.is_call) {
            calls_.begin_at(root_);
            if (retains_) sweep([](node&) {});
            else sweep([&](node& passed) { drop_gradient_of(passed); });
        }
        if (may_lack_adjoints_) [[unlikely]]
            for_each_source([](node& source) {
                if (!source.has_gradient) source.zero_gradient();
            });
        if (!aside_.empty()) [[unlikely]]
            add_aside();
        for_each_source([](node& source) { source.is_found = false; });
        is_done_ = true;
    }

    ~backward_pass() {
        if (!is_done_) [[unlikely]]
            abandon();
    }

    /// Takes note of an input of the call being visited: gradients of variables without creator add up over passes,
    /// those in between start anew.
    void find(node& input) {
        if (!input.is_found) begin(input);
    }
    void find_inputs(const node& call) {
        for (node* const input : call.inputs()) find(*input);
    }

    /// Finds an input, a number, and adds to its gradient.
    template <class U>
    PULLBACK_ALWAYS_INLINE void add_number(value_node<U>& input, U adjoint) {
        if (!input.is_found) {
            if (!input.is_call || !calls_.mark_on_known_page(input)) [[unlikely]]
                return begin_number(input, adjoint);
            begin_between(input);
            input.has_gradient = true;
            input.gradient = adjoint;
        } else if (input.has_gradient) input.gradient = static_cast<U>(input.gradient + adjoint);
        else {
            input.gradient = adjoint;
            input.has_gradient = true;
        }
    }

    void visit_call(node& complete) {
        complete.is_found = false;
        if (complete.has_gradient) [[likely]]
            complete.pull_back(*this);
        else pass_by(complete);
    }

    // What a traversal tells.
    void found(node& input) {
        if (input.is_found) return;
        if (!input.has_creator()) return begin_source(input);
        begin_between(input);
    }
    void visit(node& complete) {
        if (!complete.has_creator()) return;
        visit_call(complete);
        if (!retains_) drop_gradient_of(complete);
    }
    void visited(node&) noexcept {}
    // Forgets the gradient of a node that has some of its adjoints, but not all; if it was given none, it has no
    // gradient anyway.
    void abandoned(node& incomplete) noexcept {
        incomplete.has_gradient = false;
        incomplete.is_found = false;
    }

private:
    struct aside {
        node* owner;
        std::unique_ptr<node> gradient;
    };

    /// Visits the calls from the last one on; `after` is told of each.
    template <class After>
    PULLBACK_ALWAYS_INLINE void sweep(After after) {
        do {
            for (node* next = calls_.at(); next != nullptr; next = calls_.go_on_from(next)) {
                visit_call(*next);
                after(*next);
            }
        } while (calls_.go_to_next_page());
    }

    // These are two functions, so that the usual one of them has no registers to save.
    template <class U>
    [[gnu::noinline]] void begin_number(value_node<U>& input, U adjoint) {
        if (input.is_call || input.has_gradient) return begin_further_number(input, adjoint);
        begin_source_without_gradient(input);
        input.has_gradient = true;
        input.gradient = adjoint;
    }
    template <class U>
    [[gnu::noinline]] void begin_further_number(value_node<U>& input, U adjoint) {
        begin(input);
        input.has_gradient = true;
        input.gradient = adjoint;
    }
    [[gnu::noinline]] void add_aside() {
        for (aside& kept : aside_) kept.owner->add_gradient(*kept.gradient);
    }
    [[gnu::noinline]] void abandon() noexcept {
        abandon_calls();
        for_each_source([](node& source) {
            source.has_gradient = false;
            source.is_found = false;
        });
        for (aside& kept : aside_) {
            kept.owner->swap_gradient(*kept.gradient);
            kept.owner->has_gradient = true;
        }
    }
    // The calls below the one that threw get no adjoints.
    void abandon_calls() noexcept {
        if (calls_.is_on_page())
            while (node* const left = calls_.go_on_from(calls_.at())) abandoned(*left);
        while (calls_.go_to_next_page())
            for (node* left = calls_.at(); left != nullptr; left = calls_.go_on_from(left)) abandoned(*left);
    }
    void begin(node& input) {
        if (!input.is_call) return begin_source(input);
        calls_.mark(input);
        begin_between(input);
    }
    static void begin_between(node& input) noexcept {
        input.has_gradient = false;
        input.is_seed = false;
        input.is_found = true;
    }
    [[gnu::noinline]] void begin_source(node& input) {
        may_lack_adjoints_ = true;
        if (input.has_gradient) {
            aside_.push_back({&input, input.blank()});
            input.swap_gradient(*aside_.back().gradient);
            input.has_gradient = false;
            input.is_seed = false;
        }
        begin_source_without_gradient(input); // last: what is on it, and is not aside, had no gradient
    }
    template <class Use>
    void for_each_source(Use use) {
        for (node* at = first_source_; at != nullptr; at = at->next_source()) use(*at);
    }
    void begin_source_without_gradient(node& input) {
        input.set_next_source(std::exchange(first_source_, &input));
        input.is_found = true;
    }

    [[gnu::noinline]] void pass_by(node& not_reached) {
        find_inputs(not_reached);
        not_reached.pass_by();
        not_reached.zero_gradient();
    }
    [[gnu::noinline]] void drop_gradient_of(node& passed) const noexcept {
        if (&passed != &root_ && !passed.keeps_gradient && passed.has_creator()) passed.drop_gradient();
    }

    node& root_;
    bool retains_;
    bool is_done_ = false;
    bool may_lack_adjoints_ = false; // of a variable without creator
    found_calls calls_;
    node* first_source_ = nullptr; // of the variables without creator
    std::vector<aside> aside_;
};

} // namespace pullback::dynamic::detail

#endif
