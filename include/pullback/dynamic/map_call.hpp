// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_MAP_CALL_HPP
#define PULLBACK_DYNAMIC_MAP_CALL_HPP

#include <pullback/dynamic/graph_pass.hpp>
#include <pullback/dynamic/linked_node.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/selected.hpp>
#include <pullback/dynamic/shapes.hpp>

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

/// A call of a function that moves, repeats and adds up elements. It keeps no data besides its result, and its backward
/// is a call of the adjoint map.
template <class From, class To>
class map_call final : public linked_node<To, 1> {
public:
    map_call(const variable<From>& from, To&& value, index_map&& map)
        : linked_node<To, 1>(std::move(value), {from.node()}), map_(std::move(map)) {}

    std::string function_name() const override { return map_.name; }
    void pull_back() override {
        this->check_versions();
        pull(this->gradient, this->taken.flags(), this->links()[0]);
    }
    void pull_back_by_hand(const void* const* adjoints, node* const* targets) override {
        this->check_versions();
        pull(*static_cast<const To*>(adjoints[0]), nullptr, targets[0]);
    }
    void trace_back(graph_pass& pass) override;
    void pass_by() const override {
        if constexpr (!RealData<From>) detail::report_integers(*this);
    }

private:
    const From& source() const { return static_cast<const value_node<From>&>(*this->links()[0]).data; }

    // Adds adjoints straight into the gradient of the input, so that a part of an array costs no more than its own
    // size.
    void pull(const To& adjoint, const unsigned char* flags, node* to) {
        if constexpr (!RealData<From>) detail::report_integers(*this);
        else {
            auto& target = *static_cast<value_node<From>*>(to);
            const auto* const in = data_traits<To>::elements(adjoint);
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
    }

    index_map map_;
};

/// Calls a map on a variable.
template <class To, class From>
variable<To> call_map(const variable<From>& x, index_map map, To zeros) {
    To value = detail::mapped_by(map, x.data(), std::move(zeros));
    if (no_grad_depth != 0) return variable<To>(std::move(value));
    return detail::adopt<To>(new map_call<From, To>(x, std::move(value), std::move(map)));
}

template <class From, class To>
void map_call<From, To>::trace_back(graph_pass& pass) {
    this->check_versions();
    if constexpr (!RealData<From>) detail::report_integers(*this);
    else {
        const variable<To> gy = pass.adjoint_of<To>(this);
        variable<From> adjoint = detail::call_map<From>(gy, map_.adjoint(), zeros_like(source()));
        const presence<To> there = detail::presence_of(gy);
        if (!map_.is_of_all || !there.is_everywhere()) {
            std::vector<unsigned char> flags(data_traits<From>::count(source()), 0);
            map_.each([&](std::size_t from, std::size_t to) { flags[from] |= there.at(to); });
            if constexpr (NumberData<From>) adjoint = detail::selected(adjoint, presence<From>(flags[0] != 0));
            else adjoint = detail::selected(adjoint, presence<From>(source(), flags.data()));
        }
        pass.add(this->links()[0], adjoint);
    }
}

} // namespace pullback::dynamic::detail

#endif
