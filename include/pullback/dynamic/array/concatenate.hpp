// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_CONCATENATE_HPP
#define PULLBACK_DYNAMIC_ARRAY_CONCATENATE_HPP

#include <pullback/dynamic/array/axes.hpp>
#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/map_call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::dynamic {

namespace detail {

/// Several arrays in one, each by a map of its own into the part that it fills.
template <class From, class To>
class concatenate_core : public core_base {
public:
    using data_type = To;
    using links_type = std::vector<node*>;
    static constexpr bool is_one_way = !RealData<From>;

    explicit concatenate_core(std::vector<map_core<From, To>>&& parts) : parts_(std::move(parts)) {}

    static std::string name(const node&) { return "concatenate"; }

    template <class Call>
    void pull(const Call& call, const To* adjoint, const unsigned char* flags, node* const* targets) const {
        for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i].pull(call, adjoint, flags, targets + i);
    }
    template <class Call>
    void trace(const Call& call, const std::optional<variable<To>>* adjoint, graph_pass& pass) const {
        for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i].trace(part_of_call{call.links() + i}, adjoint, pass);
    }

    template <class Call>
    bool record(const Call& call, call_recorder& recorder) const {
        for (std::size_t i = 0; i < parts_.size(); ++i) recorder.enter_variable(*call.links()[i]);
        for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i].record_part(i, recorder);
        return true;
    }

private:
    struct part_of_call {
        node* const* first;
        node* const* links() const { return first; }
    };
    std::vector<map_core<From, To>> parts_;
};

template <class T>
auto concatenated(std::span<const variable<T>> x, std::ptrdiff_t axis) {
    using To = typename array_shapes<T>::resizable;
    const std::string call = "concatenate(arrays, " + std::to_string(axis) + ")";
    if (x.empty()) throw shape_mismatch(call + ": there are no arrays; name at least one");
    const extents first = x[0].shape();
    const std::size_t along = detail::axis_number(call, first, axis);
    extents shape = first;
    for (std::size_t i = 1; i < x.size(); ++i) {
        extents other = x[i].shape();
        const std::size_t extent = other.size() == first.size() ? std::exchange(other[along], first[along]) : 0;
        if (other != first)
            throw shape_mismatch(call + ": array " + std::to_string(i) + " has the shape " +
                                 detail::shape_text(x[i].data()) + " and array 0 the shape " +
                                 detail::shape_text(first) + "; they may differ in that axis only");
        shape[along] += extent;
    }

    const extents strides = detail::memory_strides(shape, is_column_major<To>);
    To value = detail::zeros_of<To>(shape);
    std::vector<map_core<T, To>> parts;
    std::vector<node*> links;
    std::size_t at = 0;
    for (const variable<T>& each : x) {
        const extents part = each.shape();
        index_map map{"concatenate", "block",      places::all(part, is_column_major<T>), places(part, strides, at),
                      true,          x.size() == 1};
        value = detail::mapped_by(map, each.data(), std::move(value));
        parts.emplace_back(std::move(map));
        links.push_back(each.node());
        at += part[along] * strides[along];
    }
    if (no_grad_depth != 0) return variable<To>(std::move(value));
    return detail::adopt<To>(call_node<concatenate_core<T, To>>::make(std::move(value), links, std::move(parts)));
}

} // namespace detail

/// Arrays of one type behind one another along an axis: `concatenate({x, y}, 0)`, or those in a `std::vector`. Rule:
/// each has its part of gy. Throws `shape_mismatch` unless they have the same extents along all other axes.
template <ShapedArray T>
auto concatenate(std::initializer_list<variable<T>> arrays, std::ptrdiff_t axis) {
    return detail::concatenated(std::span<const variable<T>>(arrays.begin(), arrays.size()), axis);
}
template <std::ranges::contiguous_range Arrays>
    requires detail::is_variable<std::ranges::range_value_t<Arrays>>
auto concatenate(const Arrays& arrays, std::ptrdiff_t axis) {
    using T = typename std::ranges::range_value_t<Arrays>::data_type;
    return detail::concatenated(std::span<const variable<T>>(std::ranges::data(arrays), std::ranges::size(arrays)),
                                axis);
}

} // namespace pullback::dynamic

#endif
