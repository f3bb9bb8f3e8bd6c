// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_CALL_NODE_HPP
#define PULLBACK_DYNAMIC_CALL_CALL_NODE_HPP

#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

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
//   `trace(call, adjoints, pass)`          the same with variables, without value where nothing has arrived
// and the members of `core_base`, of which it redefines what is different. `call.links()` are the inputs,
// `call.results()` what the call made.

/// The data that must be as they were when a call was made, for a pass to go back through it.
enum class needed_data { nothing, result, inputs_and_result };

struct core_base {
    static constexpr needed_data needs = needed_data::inputs_and_result;
    /// Whether no adjoint goes back through the call. A pass that gets there then ends in `refuse`.
    static constexpr bool is_one_way = false;
    [[noreturn]] static void refuse(const node& call) { detail::report_integers(call); }

    // As the functions of `node`.
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

/// What a call made, and its inputs, which it owns.
template <class Results, class Links>
class linked_node : public Results {
    static constexpr bool is_near = are_near<Links>;

public:
    /// `made` is the result, or the array of results.
    template <class Made>
    linked_node(Made&& made, const Links& links) : Results(std::forward<Made>(made)), far_(far_part(links)) {
        this->is_call = true;
        this->input_versions = detail::sum_of_versions({links.data(), links.size()});
        for (std::size_t i = 0; i < links.size(); ++i) ++links.data()[i]->references;
        if constexpr (is_near) {
            for (std::size_t i = 0; i < links.size(); ++i) this->near_inputs[i] = links[i];
            this->near_count = static_cast<std::uint8_t>(links.size());
        }
    }

    void destroy(dead_nodes& dead) noexcept final {
        dead.drop_inputs(*this);
        delete this;
    }

    node* const* links() const noexcept {
        if constexpr (is_near) return this->near_inputs.data();
        else return far_.data();
    }
    std::size_t link_count() const noexcept {
        if constexpr (is_near) return std::tuple_size_v<Links>;
        else return far_.size();
    }

protected:
    /// Throws `data_replaced` unless inputs and result hold what they held when the call was made.
    void check_versions() const {
        const std::uint32_t versions = detail::sum_of_versions({links(), link_count()});
        if (versions != this->input_versions || this->version != 0) [[unlikely]]
            detail::report_replaced(*this);
    }

private:
    std::span<node* const> far_inputs() const noexcept final { return {links(), link_count()}; }

    static auto far_part([[maybe_unused]] const Links& links) {
        if constexpr (is_near) return no_links();
        else return links;
    }

    [[no_unique_address]] std::conditional_t<is_near, no_links, Links> far_;
};

/// A call of the function that `Core` stands for.
template <class Core>
class call_node final : public linked_node<typename results_for<Core>::type, typename Core::links_type> {
    using data = typename Core::data_type;
    using base = linked_node<typename results_for<Core>::type, typename Core::links_type>;

public:
    template <class Made, class... ForCore>
    call_node(Made&& made, const typename Core::links_type& links, ForCore&&... for_core)
        : base(std::forward<Made>(made), links), core_(std::forward<ForCore>(for_core)...) {
        if constexpr (std::is_base_of_v<value_node<data>, base> && std::is_trivially_destructible_v<data> &&
                      std::is_trivially_destructible_v<Core> &&
                      std::is_trivially_destructible_v<typename Core::links_type> &&
                      alignof(call_node) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__)
            this->needs_no_destructor(sizeof(*this));
    }

    std::string function_name() const override { return core_.name(*this); }
    const void* function_type() const noexcept override { return core_.type(); }
    std::uint64_t function_identity() const noexcept override { return core_.identity(); }

    void pull_back() override { pull(this->adjoints(), this->flags(), this->links()); }
    void pull_back_by_hand(const void* adjoints, node* const* targets) override {
        pull(static_cast<const data*>(adjoints), nullptr, targets);
    }
    void trace_back(graph_pass& pass) override {
        const auto adjoints = this->arrived_in(pass);
        const auto has_arrived = [](const auto& adjoint) { return adjoint.has_value(); };
        if (std::none_of(adjoints.begin(), adjoints.end(), has_arrived)) return pass_by();
        check_data();
        if constexpr (Core::is_one_way) core_.refuse(*this);
        else core_.trace(*this, adjoints.data(), pass);
    }
    void pass_by() const override {
        if constexpr (Core::is_one_way) core_.refuse(*this);
    }

    Core& core() noexcept { return core_; }
    const Core& core() const noexcept { return core_; }

private:
    void pull(const data* adjoints, const unsigned char* flags, node* const* targets) {
        check_data();
        if constexpr (Core::is_one_way) core_.refuse(*this);
        else core_.pull(*this, adjoints, flags, targets);
    }

    void check_data() const {
        if constexpr (Core::needs == needed_data::inputs_and_result) this->check_versions();
        else if constexpr (Core::needs == needed_data::result)
            if (this->version != 0) [[unlikely]]
                detail::report_replaced(*this);
    }

    [[no_unique_address]] Core core_;
};

} // namespace pullback::dynamic::detail

#endif
