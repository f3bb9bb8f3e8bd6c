// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_MAP_CALL_HPP
#define PULLBACK_DYNAMIC_CALL_MAP_CALL_HPP

#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

/// The result of a map applied to data; `zeros` has its shape.
template <class To, class From>
To mapped_by(const index_map& map, const From& x, To zeros) {
    using S = scalar_of_data<To>;
    const auto* const in = data_traits<From>::elements(x);
    auto* const out = data_traits<To>::elements(zeros);
    map.each([&](std::size_t from, std::size_t to) { out[to] = static_cast<S>(out[to] + static_cast<S>(in[from])); });
    return zeros;
}

/// Calls a map on a variable.
template <class To, class From>
variable<To> call_map(const variable<From>& x, index_map map, To zeros);

/// A function that moves, repeats and adds up elements. It keeps no data besides its result, and its backward is a call
/// of the adjoint map.
template <class From, class To>
class map_core : public core_base {
public:
    using data_type = To;
    using links_type = std::array<node*, 1>;
    static constexpr bool is_one_way = !RealData<From>;

    explicit map_core(index_map&& map) : map_(std::move(map)) {}

    std::string name(const node&) const { return map_.name; }

    // Adds adjoints straight into the gradient of the input, so that a part of an array costs no more than its own
    // size.
    template <class Call>
    void pull(const Call&, const To* adjoint, const unsigned char* flags, node* const* targets) const {
        auto& target = *static_cast<value_node<From>*>(targets[0]);
        const auto* const in = data_traits<To>::elements(*adjoint);
        const bool is_partial = flags != nullptr || !map_.is_of_all;
        if constexpr (NumberData<From>) {
            scalar_of_data<From> sum(0);
            bool is_there = false;
            map_.each([&](std::size_t, std::size_t at) {
                if (flags != nullptr && !flags[at]) return;
                sum += static_cast<scalar_of_data<From>>(in[at]);
                is_there = true;
            });
            if (is_there || !is_partial) target.add(sum);
        } else {
            auto* const out = data_traits<From>::elements(is_partial ? target.gradient_to_take_parts_of()
                                                                     : target.gradient_to_add_to());
            map_.each([&](std::size_t at_source, std::size_t at) {
                if (flags != nullptr && !flags[at]) return;
                out[at_source] += static_cast<scalar_of_data<From>>(in[at]);
                if (is_partial) target.taken.take(at_source);
            });
            if (is_partial) target.settle();
        }
    }

    template <class Call>
    void trace(const Call& call, const std::optional<variable<To>>* given, graph_pass& pass) const {
        const variable<To>& gy = **given;
        const From& source = static_cast<const value_node<From>&>(*call.links()[0]).data;
        variable<From> adjoint = detail::call_map<From>(gy, map_.adjoint(), zeros_like(source));
        const presence<To> there = detail::presence_of(gy);
        if (!map_.is_of_all || !there.is_everywhere()) {
            std::vector<unsigned char> flags(data_traits<From>::count(source), 0);
            map_.each([&](std::size_t from, std::size_t to) { flags[from] |= there.at(to); });
            if constexpr (NumberData<From>) adjoint = detail::selected(adjoint, presence<From>(flags[0] != 0));
            else adjoint = detail::selected(adjoint, presence<From>(source, flags.data()));
        }
        pass.add(call.links()[0], adjoint);
    }
    template <class Call>
    bool record(const Call& call, call_recorder& recorder) const {
        recorder.enter_variable(*call.links()[0]);
        return record_part(0, recorder);
    }
    /// The same of a map that is one of several into the same result, of operand `operand`.
    bool record_part(std::size_t operand, call_recorder& recorder) const {
        if (map_.is_chosen) return false;
        map_.each([&](std::size_t from, std::size_t to) { recorder.add_element(to, operand, from); });
        return true;
    }

private:
    index_map map_;
};

template <class To, class From>
variable<To> call_map(const variable<From>& x, index_map map, To zeros) {
    To value = detail::mapped_by(map, x.data(), std::move(zeros));
    if (no_grad_depth != 0) return variable<To>(std::move(value));
    return detail::adopt<To>(call_node<map_core<From, To>>::make(std::move(value), {x.node()}, std::move(map)));
}

} // namespace pullback::dynamic::detail

#endif
