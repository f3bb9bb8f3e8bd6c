// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_LINKED_NODE_HPP
#define PULLBACK_DYNAMIC_LINKED_NODE_HPP

#include <pullback/dynamic/value_node.hpp>

#include <array>

namespace pullback::dynamic::detail {

struct no_links {};

/// A call with `Count` inputs, which it owns, and the variable it made.
template <class T, std::size_t Count>
class linked_node : public value_node<T> {
    static constexpr bool is_near = Count <= node::near_limit;
    using far_links = std::conditional_t<is_near, no_links, std::array<node*, Count>>;

public:
    linked_node(T&& value, const std::array<node*, Count>& links) : value_node<T>(std::move(value)) {
        this->is_call = true;
        this->input_versions = detail::sum_of_versions(links);
        for (node* const input : links) ++input->references;
        if constexpr (is_near) {
            for (std::size_t i = 0; i < Count; ++i) this->near_inputs[i] = links[i];
            this->near_count = Count;
        } else {
            far_ = links;
        }
    }

    void destroy(dead_nodes& dead) noexcept final {
        dead.drop_inputs(*this);
        delete this;
    }

protected:
    node* const* links() const noexcept {
        if constexpr (is_near) return this->near_inputs.data();
        else return far_.data();
    }

    /// Throws `data_replaced` unless inputs and output hold what they held when the call was made.
    void check_versions() const {
        const std::uint32_t versions = detail::sum_of_versions({links(), Count});
        if (versions != this->input_versions || this->version != 0) [[unlikely]]
            detail::report_replaced(*this);
    }

private:
    std::span<node* const> far_inputs() const noexcept final { return {links(), Count}; }

    [[no_unique_address]] far_links far_;
};

} // namespace pullback::dynamic::detail

#endif
