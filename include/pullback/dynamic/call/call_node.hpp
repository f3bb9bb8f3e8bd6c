// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_CALL_NODE_HPP
#define PULLBACK_DYNAMIC_CALL_CALL_NODE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/pages.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace pullback::dynamic::detail {

// A call is a node. Here is what all calls have in common: links to their inputs, the check that no data have been
// replaced, and the ways in which adjoints arrive. What tells one call from another is its `Core`:
//   `data_type`                            the type of data of its results
//   `links_type`                           how its inputs are held: `std::array<node*, N>`, or what has `data`, `size`
//   `result_count`                         of a core that may have several results (see several_results.hpp)
//   `name(call)`                           the function's name
//   `pull(call, adjoints, flags, targets)` adds to the gradients of `targets`, a node for each input. `adjoints` are
//                                          those of all results. `flags` says which are there: of the only result the
//                                          elements, of several the results; null if everything is
//   `pull_number(links, result, adjoint, pass)` of a core whose result and inputs are numbers: finds the inputs and
//   adds
//                                          to their gradients; optional
//   `trace(call, adjoints, pass)`          the same with variables, without value where nothing has arrived
//   `record(call, recorder)`               tells a recorder what it computes, as `node::record_call` does; optional
// and the members of `core_base`, of which it redefines what is different. `call.links()` are the inputs,
// `call.results()` what the call made.

/// The data that must be as they were when a call was made, for a pass to go back through it.
enum class needed_data { nothing, result, inputs_and_result };

struct core_base {
    static constexpr needed_data needs = needed_data::inputs_and_result;
    /// Whether no adjoint goes back through the call. A pass that gets there then ends in `refuse`.
    static constexpr bool is_one_way = false;
    [[noreturn]] static void refuse(const node& call) { detail::report_integers(call); }

    // What these mean, the functions of `node` say.
    static const void* type() noexcept { return nullptr; }
    static std::uint64_t identity() noexcept { return 0; }
};

/// The variable that a call with one result made.
template <class T>
class one_result : public value_node<T> {
public:
    using value_node<T>::value_node;

    const T* results() const noexcept { return &this->data; }

protected:
    const T* adjoints() const noexcept { return &this->gradient; }
    const unsigned char* flags() const noexcept { return this->taken.flags(); }
    std::array<std::optional<variable<T>>, 1> arrived_in(const graph_pass& pass) const {
        return {pass.adjoint_of<T>(this)};
    }
};

template <class T, std::size_t Count>
class several_results;

template <class Core>
struct results_for {
    using type = one_result<typename Core::data_type>;
};
template <class Core>
    requires(Core::result_count > 1)
struct results_for<Core> {
    using type = several_results<typename Core::data_type, Core::result_count>;
};

struct no_links {};

/// Whether links lie in the node itself.
template <class Links>
inline constexpr bool are_near = false;
template <std::size_t Count>
inline constexpr bool are_near<std::array<node*, Count>> = Count <= node::near_limit;

/// Whether a call on a page with this number comes after its inputs.
[[gnu::noinline]] inline bool are_before(std::span<node* const> inputs, std::uint64_t page_number) noexcept {
    return std::all_of(inputs.begin(), inputs.end(), [&](const node* input) { return input->is_before(page_number); });
}
/// The same of inputs that stay in registers.
[[gnu::noinline]] inline bool are_both_before(const node* x, const node* y, std::uint64_t page_number) noexcept {
    return x->is_before(page_number) && y->is_before(page_number);
}
template <class Links>
PULLBACK_ALWAYS_INLINE inline bool links_are_before(const Links& links, std::uint64_t page_number) noexcept {
    if constexpr (are_near<Links>) {
        constexpr std::size_t count = std::tuple_size_v<Links>;
        if constexpr (count == 0) return true;
        else return detail::are_both_before(links[0], links[count - 1], page_number);
    } else {
        return detail::are_before({links.data(), links.size()}, page_number);
    }
}

/// Makes a node that is a call, behind its inputs (see pages.hpp).
template <class Node, class Links, class... A>
PULLBACK_ALWAYS_INLINE inline Node* make_call(const Links& inputs, A&&... arguments) {
    void* const place = detail::take_place<sizeof(Node), alignof(Node)>(
        [&](std::uint64_t page_number) { return detail::links_are_before(inputs, page_number); });
    if constexpr (std::is_nothrow_constructible_v<Node, A&&...>) {
        return ::new (place) Node(std::forward<A>(arguments)...);
    } else {
        struct guard {
            void* place;
            ~guard() {
                if (place != nullptr) detail::give_place(place, place_size(sizeof(Node)));
            }
        } taken{place};
        Node* const made = ::new (place) Node(std::forward<A>(arguments)...);
        taken.place = nullptr;
        return made;
    }
}

/// Destroys a node that `make_call` made.
template <class Node>
void destroy_call(Node* dead) noexcept {
    dead->~Node();
    detail::give_place(dead, place_size(sizeof(Node)));
}

/// A call of the function that `Core` stands for: what it made, and its inputs, which it owns.
template <class Core>
class call_node final : public results_for<Core>::type {
    using data_type = typename Core::data_type;
    using base = typename results_for<Core>::type;
    using links_type = typename Core::links_type;
    static constexpr bool is_near = are_near<links_type>;

public:
    /// `made` is the result, or the array of results.
    template <class Made, class... ForCore>
    static call_node* make(Made&& made, const links_type& links, ForCore&&... for_core) {
        return detail::make_call<call_node>(links, std::forward<Made>(made), links, std::forward<ForCore>(for_core)...);
    }

    /// This constructor is for `make`.
    template <class Made, class... ForCore>
    call_node(Made&& made, const links_type& links, ForCore&&... for_core)
        : base(std::forward<Made>(made)), far_(far_part(links)), core_(std::forward<ForCore>(for_core)...) {
        this->is_call = true;
        if constexpr (is_near) {
            constexpr std::size_t count = std::tuple_size_v<links_type>;
            this->near_count = count;
            if constexpr (std::is_base_of_v<value_node<data_type>, base> &&
                          std::is_trivially_destructible_v<data_type> &&
                          std::is_trivially_destructible_v<taken_parts<data_type>> &&
                          std::is_trivially_destructible_v<Core> && count != 0 && alignof(call_node) <= alignof(page))
                this->needs_no_destructor(sizeof(*this));
        }
        // Links before counts, which might lie anywhere as far as the compiler knows.
        if constexpr (is_near)
            for (std::size_t i = 0; i < links.size(); ++i) this->set_near_input(i, links[i]);
        for (std::size_t i = 0; i < links.size(); ++i) ++links.data()[i]->references;
    }

    void destroy(dead_nodes& dead) noexcept override {
        dead.drop_inputs(*this);
        detail::destroy_call(this);
    }

    std::string function_name() const override { return core_.name(*this); }
    const void* function_type() const noexcept override { return core_.type(); }
    std::uint64_t function_identity() const noexcept override { return core_.identity(); }

    void pull_back(backward_pass& pass) override {
        if constexpr (requires { core_.pull_number(links(), this->data, this->gradient, pass); }) {
            if (!this->has_notes && !has_replaced_input()) [[likely]] // replaced data are noted
                return core_.pull_number(bare_links(), this->data, this->gradient, pass);
        }
        pull_back_noted(pass);
    }
    void pull_back_by_hand(const void* adjoints, node* const* targets) override {
        pull(static_cast<const data_type*>(adjoints), nullptr, targets);
    }
    void trace_back(graph_pass& pass) override {
        const auto adjoints = this->arrived_in(pass);
        // An algorithm would be compiled as four functions for each kind of call.
        bool has_arrived = false;
        for (const auto& adjoint : adjoints) has_arrived = has_arrived || adjoint.has_value();
        if (!has_arrived) return pass_by();
        check_data();
        if constexpr (Core::is_one_way) core_.refuse(*this);
        else core_.trace(*this, adjoints.data(), pass);
    }
    bool record_call(call_recorder& recorder) const override {
        if constexpr (requires { core_.record(*this, recorder); }) return core_.record(*this, recorder);
        else return false;
    }
    void pass_by() const override {
        if constexpr (Core::is_one_way) core_.refuse(*this);
    }

    node* const* links() const noexcept {
        if constexpr (is_near) return this->near_links();
        else return far_.data();
    }
    /// The same of a call without notes.
    node* const* bare_links() const noexcept {
        if constexpr (is_near) return this->bare_near_links();
        else return far_.data();
    }
    std::size_t link_count() const noexcept {
        if constexpr (is_near) return std::tuple_size_v<links_type>;
        else return far_.size();
    }

    Core& core() noexcept { return core_; }
    const Core& core() const noexcept { return core_; }

    template <class N>
    void enter_near_number(const N& number) noexcept {
        this->set_near_number(number);
    }

private:
    [[gnu::noinline]] void pull_back_noted(backward_pass& pass) {
        pass.find_inputs(*this);
        pull(this->adjoints(), this->flags(), links());
    }

    void pull(const data_type* adjoints, const unsigned char* flags, node* const* targets) {
        check_data();
        if constexpr (Core::is_one_way) core_.refuse(*this);
        else core_.pull(*this, adjoints, flags, targets);
    }

    /// Throws `data_replaced` unless the data that the rule needs are what they were when the call was made.
    void check_data() const {
        if constexpr (Core::needs != needed_data::nothing)
            if (has_replaced_data()) [[unlikely]]
                check_replaced_data();
    }
    /// Whether any of these data have been replaced at all.
    bool has_replaced_data() const noexcept { return this->is_replaced || has_replaced_input(); }
    bool has_replaced_input() const noexcept {
        if constexpr (Core::needs == needed_data::inputs_and_result) {
            node* const* const inputs = links();
            for (std::size_t i = 0; i < link_count(); ++i)
                if (inputs[i]->is_replaced) return true;
        }
        return false;
    }
    [[gnu::noinline]] void check_replaced_data() const {
        if (this->is_replaced) detail::report_replaced(*this);
        if constexpr (Core::needs == needed_data::inputs_and_result)
            for (std::size_t i = 0; i < link_count(); ++i)
                if (links()[i]->was_replaced_after(*this)) detail::report_replaced(*this);
    }

    std::span<node* const> far_inputs() const noexcept override { return {links(), link_count()}; }

    static auto far_part([[maybe_unused]] const links_type& links) {
        if constexpr (is_near) return no_links();
        else return links;
    }

    [[no_unique_address]] std::conditional_t<is_near, no_links, links_type> far_;
    [[no_unique_address]] Core core_;
};

} // namespace pullback::dynamic::detail

#endif
