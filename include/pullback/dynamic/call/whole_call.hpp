// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_WHOLE_CALL_HPP
#define PULLBACK_DYNAMIC_CALL_WHOLE_CALL_HPP

#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/trace_back.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/program/literal.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

template <class S>
constexpr bool is_finite(const S& x) {
    return x - x == S(0);
}

/// `x` with a change made to each real number in it; integers are no operands but places and extents.
template <Data U, class Change>
U mapped(const U& x, const Change& change) {
    if constexpr (!RealData<U>) return x;
    else {
        U result = x;
        auto* const out = data_traits<U>::elements(result);
        for (std::size_t i = 0, count = data_traits<U>::count(result); i < count; ++i) out[i] = change(out[i]);
        return result;
    }
}

template <Data U>
bool all_finite(const U& x) {
    const auto* const in = data_traits<U>::elements(x);
    return std::all_of(in, in + data_traits<U>::count(x),
                       [](const auto& each) { return pullback::engine::is_finite(each); });
}

/// Takes elements of `other` where `flags` holds 0.
template <Data U>
void take_where_zero(U& x, const U& other, const U& flags) {
    auto* const out = data_traits<U>::elements(x);
    const auto* const in = data_traits<U>::elements(other);
    const auto* const flag = data_traits<U>::elements(flags);
    for (std::size_t i = 0, count = data_traits<U>::count(x); i < count; ++i)
        if (flag[i] == 0) out[i] = in[i];
}

template <Data U>
std::vector<unsigned char> flags_of_parts(const U& parts) {
    std::vector<unsigned char> flags(data_traits<U>::count(parts));
    const auto* const in = data_traits<U>::elements(parts);
    for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = in[i] != 0;
    return flags;
}
template <Data U>
presence<U> presence_by(const U& parts) {
    if constexpr (NumberData<U>) return parts != 0;
    else return presence<U>(parts, detail::flags_of_parts(parts).data());
}

/// Adjoints, and 0 where they are not there.
template <class Adjoints>
struct partial {
    Adjoints adjoints, there;
};

/// A function of whole arrays, such as the matrix product. `F` is without state, or keeps what `value` and `pullback`
/// share, as a factorisation, and has
/// - `name`
/// - `value(x...)`: from data to data; throws `shape_mismatch`
/// - `pullback(x..., y, gy)`: the adjoints of all operands, a `std::tuple`; called with data, and with variables; it is
///   linear in each operand and in gy
/// - `leaves_out`: optional, `true` if an adjoint's elements need not all depend on gy
/// - `mixes_all`: optional, `true` if all adjoints' elements depend on all of gy, so that all are there if any of gy
/// is;
///   `pullback` is linear in gy only then
/// - `each_term(x..., visit)`: optional, of a value whose elements are sums of elements, or of products of two: calls
///   `visit(to, from)` or `visit(to, from the first, from the second)` for each term, with places in memory
template <class F, class T, class... Operands>
class whole_core : public core_base {
    using indices = std::index_sequence_for<Operands...>;
    using pack = operand_pack<Operands...>;

public:
    using data_type = T;
    using links_type = std::array<node*, pack::link_count>;
    static constexpr bool is_one_way = pack::takes_integers;

    explicit whole_core(const F& function, const Operands&... operands) : function_(function), operands_(operands...) {}

    static std::string name(const node&) { return F::name; }
    static const void* type() noexcept { return &function_type_of<F>; }

    template <class Call>
    void pull(const Call& call, const T* adjoint, const unsigned char* flags, node* const* targets) const {
        pull_each(call.links(), *call.results(), *adjoint, flags, targets, indices{});
    }
    template <class Call>
    void trace(Call& call, const std::optional<variable<T>>* adjoint, graph_pass& pass) const {
        trace_each(call, **adjoint, pass, indices{});
    }

    template <class Call>
    bool record(const Call& call, call_recorder& recorder) const {
        return record_each(call.links(), recorder, indices{});
    }

private:
    struct term_recorder {
        call_recorder& recorder;
        void operator()(std::size_t to, std::size_t from) const { recorder.add_element(to, 0, from); }
        void operator()(std::size_t to, std::size_t of_first, std::size_t of_second) const {
            recorder.add_product(to, of_first, of_second);
        }
    };
    template <std::size_t... I>
    bool record_each(node* const* links, call_recorder& recorder, std::index_sequence<I...>) const {
        if constexpr (requires { F::each_term(operands_.template data_at<I>(links)..., term_recorder{recorder}); }) {
            operands_.enter(links, recorder);
            F::each_term(operands_.template data_at<I>(links)..., term_recorder{recorder});
            return true;
        } else return false;
    }

    static constexpr bool leaves_out = requires { requires F::leaves_out; };
    static constexpr bool mixes_all = requires { requires F::mixes_all; };

    template <std::size_t... I>
    void pull_each(node* const* links, const T& result, const T& adjoint, const unsigned char* flags,
                   node* const* targets, std::index_sequence<I...>) const {
        const auto each_link = [&](const auto& add) {
            const auto add_if_link = [&]<std::size_t J>(std::integral_constant<std::size_t, J> index) {
                using operand = typename pack::template type<J>;
                if constexpr (is_link<operand>)
                    add(index, *static_cast<value_node<typename operand::data>*>(targets[pack::link_index(J)]));
            };
            (add_if_link(std::integral_constant<std::size_t, I>{}), ...);
        };
        if (!mixes_all && (leaves_out || flags != nullptr)) {
            const auto parts = partial_adjoints<I...>(links, result, adjoint, flags);
            each_link([&]<std::size_t J>(std::integral_constant<std::size_t, J>, auto& target) {
                const auto& there = std::get<J>(parts.there);
                if constexpr (NumberData<std::remove_cvref_t<decltype(there)>>) {
                    if (there != 0) target.add(std::get<J>(parts.adjoints));
                } else target.add(std::get<J>(parts.adjoints), detail::flags_of_parts(there).data());
            });
        } else {
            auto adjoints = function_.pullback(operands_.template data_at<I>(links)..., result, adjoint);
            each_link([&]<std::size_t J>(std::integral_constant<std::size_t, J>, auto& target) {
                target.add(std::move(std::get<J>(adjoints)));
            });
        }
    }

    /// The adjoints without what is not there, and where they are there: where they are not 0 if all that is there
    /// is 1.
    template <std::size_t... I>
    auto partial_adjoints(node* const* links, const T& result, const T& adjoint, const unsigned char* flags) const {
        T parts = ones_like(result);
        if (flags != nullptr) {
            auto* const out = data_traits<T>::elements(parts);
            for (std::size_t i = 0, count = data_traits<T>::count(parts); i < count; ++i) out[i] = flags[i] ? 1 : 0;
        }
        const auto pulled = [&](const auto& change, const T& given) {
            return function_.pullback(detail::mapped(operands_.template data_at<I>(links), change)..., result, given);
        };
        const auto as_they_are = [](const auto& x) { return x; };
        const auto ones = [](const auto& x) { return std::remove_cvref_t<decltype(x)>(1); };
        partial<decltype(pulled(as_they_are, adjoint))> both{pulled(as_they_are, adjoint), pulled(ones, parts)};
        // 0 is not 0 times infinity: where an infinite factor meets only what is not there, it counts as 0.
        if (flags == nullptr || (detail::all_finite(operands_.template data_at<I>(links)) && ...)) return both;
        using pullback::engine::is_finite;
        const auto finite = [](const auto& x) { return is_finite(x) ? x : std::remove_cvref_t<decltype(x)>(0); };
        const auto infinite = [](const auto& x) { return std::remove_cvref_t<decltype(x)>(is_finite(x) ? 0 : 1); };
        const auto cleaned = pulled(finite, adjoint);
        const auto met = pulled(infinite, parts);
        (detail::take_where_zero(std::get<I>(both.adjoints), std::get<I>(cleaned), std::get<I>(met)), ...);
        return both;
    }

    template <std::size_t I>
    auto variable_at(node* const* links) const {
        using operand = typename pack::template type<I>;
        if constexpr (is_link<operand>) return variable<typename operand::data>(pack::template node_at<I>(links));
        else return variable<typename operand::data>(operands_.template data_at<I>(links));
    }

    template <class Call, std::size_t... I>
    void trace_each(Call& call, const variable<T>& gy, graph_pass& pass, std::index_sequence<I...>) const {
        node* const* const links = call.links();
        const variable<T> y(static_cast<value_node<T>*>(&call));
        const auto adjoints = function_.pullback(variable_at<I>(links)..., y, gy);
        const bool is_partial = !mixes_all && (leaves_out || gy.node()->is_selected);
        const auto parts = is_partial ? std::optional(traced_parts<I...>(links, *call.results(), gy)) : std::nullopt;
        const auto add = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
            using operand = typename pack::template type<J>;
            if constexpr (is_link<operand>) {
                using U = typename operand::data;
                variable<U> adjoint = std::get<J>(adjoints);
                if (parts.has_value()) {
                    adjoint.node()->data = std::get<J>(parts->adjoints);
                    adjoint = detail::selected(adjoint, detail::presence_by(std::get<J>(parts->there)));
                }
                pass.add(pack::template node_at<J>(links), adjoint);
            }
        };
        (add(std::integral_constant<std::size_t, I>{}), ...);
    }

    template <std::size_t... I>
    auto traced_parts(node* const* links, const T& result, const variable<T>& gy) const {
        const presence<T> there = detail::presence_of(gy);
        std::vector<unsigned char> flags(data_traits<T>::count(result));
        for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = there.at(i);
        return partial_adjoints<I...>(links, result, gy.data(), there.is_everywhere() ? nullptr : flags.data());
    }

    [[no_unique_address]] F function_;
    [[no_unique_address]] pack operands_;
};

/// Calls `function`, an object with what it keeps, on whole arrays: a variable if one operand is one, data if all are
/// data.
template <class F, class... X>
auto call_whole_with(const F& function, const X&... x) {
    if constexpr ((is_variable<X> || ...)) {
        using T = plain_data_t<decltype(function.value(operand_for<X>(x).value()...))>;
        T value = function.value(operand_for<X>(x).value()...);
        if (no_grad_depth != 0) return variable<T>(std::move(value));
        using core = whole_core<F, T, operand_for<X>...>;
        using pack = operand_pack<operand_for<X>...>;
        auto* const made =
            call_node<core>::make(std::move(value), pack::links_of(x...), function, operand_for<X>(x)...);
        pack::enter_near_number(*made, operand_for<X>(x)...);
        return detail::adopt<T>(made);
    } else {
        return plain_data_t<decltype(function.value(x...))>(function.value(x...));
    }
}
/// The same of an `F` without state.
template <class F, class... X>
auto call_whole(const X&... x) {
    return detail::call_whole_with(F(), x...);
}

} // namespace pullback::dynamic::detail

#endif
