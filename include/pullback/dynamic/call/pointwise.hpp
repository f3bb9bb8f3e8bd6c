// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_POINTWISE_HPP
#define PULLBACK_DYNAMIC_CALL_POINTWISE_HPP

#include <pullback/dynamic/array/mask.hpp>
#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/one_sided_number.hpp>
#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/call/pointwise_rule.hpp>
#include <pullback/dynamic/call/spread.hpp>
#include <pullback/dynamic/call/static_pullback.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/signs.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/unpack.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace pullback::dynamic::detail {

/// The identity of calls that no `dynamic::function` object made.
struct no_identity {
    static constexpr std::uint64_t value = 0;
};
struct object_identity {
    std::uint64_t value;
};

template <class F, std::size_t Count>
consteval bool call_may_leave_out() {
    if constexpr (StaticFunction<F>) return pointwise_rule<F>::template leaves_out<Count>;
    else return pointwise_rule<F>::may_leave_out;
}

/// A function of numbers, called element by element. `Operands` are `link_to<U>` or `constant<U>`.
template <class F, class T, class Identity, class... Operands>
class pointwise_core : public core_base {
    using S = scalar_of_data<T>;
    using rule = pointwise_rule<F>;
    using pack = operand_pack<Operands...>;
    static constexpr bool may_leave_out = detail::call_may_leave_out<F, sizeof...(Operands)>();

public:
    using data_type = T;
    using links_type = std::array<node*, pack::link_count>;
    static constexpr bool is_one_way = pack::takes_integers;
    /// Whether the number behind the only link is the slope.
    static constexpr bool keeps_slope =
        has_slope_beside_value<F> && is_short_number<constant<T>> && (std::is_same_v<Operands, link_to<T>> && ...);

    pointwise_core(const F& f, Identity identity, const Operands&... operands)
        : operands_(operands...), function_(f), identity_(identity) {}

    static std::string name(const node&) { return detail::function_name_of<F>(); }
    static const void* type() noexcept { return &function_type_of<F>; }
    std::uint64_t identity() const noexcept { return identity_.value; }

    template <class Call>
    void pull(const Call& call, const T* adjoint, const unsigned char* flags, node* const* targets) const {
        pull_each(call.links(), *call.results(), *adjoint, flags, targets, std::index_sequence_for<Operands...>{});
    }
    void pull_number(node* const* links, const T& result, const T& adjoint, backward_pass& pass) const
        requires(NumberData<T> && !is_one_way)
    {
        if constexpr (keeps_slope)
            return pass.add_number(*pack::template node_at<0>(links),
                                   static_cast<T>(pack::template near_number<T>(links) * adjoint));
        else
            [&]<std::size_t... I>(std::index_sequence<I...> indices) {
                const auto adjoints = number_adjoints(links, result, adjoint, indices);
                (add_found_number<I>(links, adjoints, pass), ...);
            }(std::index_sequence_for<Operands...>{});
    }
    template <class Call>
    void trace(Call& call, const std::optional<variable<T>>* adjoint, graph_pass& pass) const {
        trace_each(call, **adjoint, pass, std::index_sequence_for<Operands...>{});
    }
    template <class Call>
    bool record(const Call& call, call_recorder& recorder) const {
        operands_.enter(call.links(), recorder);
        if constexpr (StaticFunction<F>) {
            detail::enter_captured(function_, recorder);
            recorder.apply_to_each(elementwise_value<F, sizeof...(Operands)>::code.view());
        } else {
            recorder.apply_row(type());
        }
        return true;
    }

private:
    template <class Call, std::size_t... I>
    void trace_each(Call& call, const variable<T>& adjoint, graph_pass& pass, std::index_sequence<I...>) const;

    template <std::size_t... I>
    void pull_each(node* const* links, const T& result, const T& adjoint, [[maybe_unused]] const unsigned char* flags,
                   node* const* targets, std::index_sequence<I...> indices) const {
        if constexpr (NumberData<T>) {
            const auto adjoints = number_adjoints(links, result, adjoint, indices);
            (add_number<I>(targets, adjoints), ...);
        } else if (may_leave_out || flags != nullptr) {
            add_elements<partial_adder>(links, result, adjoint, flags, targets, indices);
        } else {
            if constexpr (!may_leave_out)
                add_elements<adjoint_adder>(links, result, adjoint, nullptr, targets, indices);
        }
    }

    template <std::size_t... I>
    auto number_adjoints(node* const* links, const T& result, const T& adjoint, std::index_sequence<I...>) const {
        if constexpr (may_leave_out)
            return rule::template partial_adjoints<T>(function_, result, adjoint,
                                                      operands_.template value<I, S>(links)...);
        else return rule::template adjoints<T>(function_, result, adjoint, operands_.template value<I, S>(links)...);
    }

    template <std::size_t I, class Adjoints>
    static void add_found_number(node* const* links, const Adjoints& adjoints, backward_pass& pass) {
        using operand = typename pack::template type<I>;
        if constexpr (is_link<operand>) {
            using U = typename operand::data;
            const auto& adjoint = adjoints[I - rule::first_adjoint];
            auto& input = *static_cast<value_node<U>*>(links[pack::link_index(I)]);
            if constexpr (!may_leave_out) pass.add_number(input, static_cast<U>(adjoint));
            else if (adjoint.is_there) pass.add_number(input, static_cast<U>(adjoint.value));
            else pass.find(input);
        }
    }

    template <std::size_t I, class Adjoints>
    static void add_number(node* const* targets, const Adjoints& adjoints) {
        using operand = typename pack::template type<I>;
        if constexpr (is_link<operand>) {
            using U = typename operand::data;
            const auto& adjoint = adjoints[I - rule::first_adjoint];
            auto& target = *static_cast<value_node<U>*>(targets[pack::link_index(I)]);
            if constexpr (!may_leave_out) target.add(static_cast<U>(adjoint));
            else if (adjoint.is_there) target.add(static_cast<U>(adjoint.value));
        }
    }

    // One loop for all operands: each element's adjoints are used while they are in registers.
    template <template <class> class Adder, std::size_t... I>
    void add_elements(node* const* links, const T& result, const T& adjoint, const unsigned char* flags,
                      node* const* targets, std::index_sequence<I...>) const {
        const std::size_t count = data_traits<T>::count(result);
        const S* const y = data_traits<T>::elements(result);
        const S* const gy = data_traits<T>::elements(adjoint);
        const auto readers = boost::hana::make_basic_tuple(operands_.template reader<I>(links, result)...);
        auto adders = boost::hana::make_basic_tuple(adder_of<Adder, I>(targets, result)...);
        const auto step = [&](std::size_t i) {
            if constexpr (may_leave_out) {
                [[maybe_unused]] const auto adjoints =
                    rule::partial_adjoints(function_, y[i], gy[i], boost::hana::at_c<I>(readers).template get<S>(i)...);
                (add_element<I>(boost::hana::at_c<I>(adders), i, adjoints), ...);
            } else {
                [[maybe_unused]] const auto adjoints =
                    rule::adjoints(function_, y[i], gy[i], boost::hana::at_c<I>(readers).template get<S>(i)...);
                (add_element<I>(boost::hana::at_c<I>(adders), i, adjoints), ...);
            }
        };
        for (std::size_t i = 0; i < count; ++i) {
            if constexpr (std::is_same_v<Adder<S>, partial_adder<S>>)
                if (flags != nullptr && !flags[i]) continue;
            step(i);
        }
        (boost::hana::at_c<I>(adders).finish(), ...);
    }

    template <template <class> class Adder, std::size_t I>
    static auto adder_of(node* const* targets, const T& result) {
        using operand = typename pack::template type<I>;
        if constexpr (is_link<operand>) {
            using U = typename operand::data;
            return Adder<U>(*static_cast<value_node<U>*>(targets[pack::link_index(I)]), result);
        } else return no_adder{};
    }

    template <std::size_t I, class Adder, class Adjoints>
    static void add_element(Adder& adder, std::size_t i, const Adjoints& adjoints) {
        if constexpr (!std::is_same_v<Adder, no_adder>) {
            const auto& adjoint = adjoints[I - rule::first_adjoint];
            if constexpr (!may_leave_out) adder.add(i, adjoint);
            else if (adjoint.is_there) adder.add(i, adjoint.value);
        }
    }

    [[no_unique_address]] pack operands_;
    [[no_unique_address]] F function_;
    [[no_unique_address]] Identity identity_;
};

/// The data that a call of F on these operands gives: an array if one is among them, elements of the variables' common
/// scalar type. Constant numbers take that type on, except that real ones make integers real; functions of reals do so
/// too.
template <class F, class... Operands>
struct pointwise_result {
    using strong = typename strong_scalar<Operands...>::type;
    using common = std::conditional_t<std::is_integral_v<strong>,
                                      std::common_type_t<strong, typename Operands::scalar...>, strong>;
    using scalar = std::conditional_t<pullback::detail::keeps_integers<F>, common, promoted_t<common>>;
    using type = typename array_among<scalar, Operands...>::type;
};

/// The value of F on arrays and numbers; nothing if arrays have to be spread over each other first.
template <class T, class F, class... Operands>
std::optional<T> pointwise_array(const F& f, const Operands&... operands) {
    if constexpr ((is_of_kind<T, typename Operands::data> && ...)) {
        using S = scalar_of_data<T>;
        std::optional<T> result = detail::result_of_one_shape<T>(operands...);
        if (!result.has_value()) return result;
        S* const out = data_traits<T>::elements(*result);
        const std::size_t count = data_traits<T>::count(*result);
        const auto fill = [&](const auto&... readers) {
            for (std::size_t i = 0; i < count; ++i) out[i] = pointwise_rule<F>::value(f, readers.template get<S>(i)...);
        };
        fill(operands.reader(std::as_const(*result))...);
        return result;
    } else return std::nullopt;
}

/// How many updates of a variable are too many: more than anyone makes on purpose, and few enough to notice at once.
inline constexpr std::uint8_t update_limit = 100;

[[noreturn, gnu::noinline]] inline void report_updates(const std::string& function, const node& updated) {
    const std::string name = updated.name().empty() ? "x" : updated.name();
    throw growing_history(name + " -= a, or " + name + " = " + name + " - a (" + function + "): " + name +
                          " has been replaced like this " + std::to_string(update_limit) +
                          " times, each time after its gradient was computed, and stays linked to all it was before; "
                          "write " +
                          name + ".set_data(" + name + ".data() - a) to move a variable, or " + name + " = " + name +
                          ".detach() to forget what it was made from");
}

/// How often a variable has been updated once this call has been made. Throws `growing_history`.
template <class F>
[[gnu::noinline]] std::uint8_t count_update(const node& updated) {
    if (!updated.has_gradient && !updated.had_gradient) return updated.updates;
    if (updated.updates == update_limit) detail::report_updates(detail::function_name_of<F>(), updated);
    return static_cast<std::uint8_t>(updated.updates + 1);
}

template <class F, class... Operands>
std::uint8_t updates_with(const Operands&... operands) {
    const node* updated = nullptr;
    const auto find = [&](const auto& operand) {
        if constexpr (requires { operand.from; }) updated = operand.from;
    };
    (find(operands), ...);
    // One branch, as hardly any call is an update.
    const int signs_of_update = int(updated->has_gradient) | int(updated->had_gradient) | int(updated->updates);
    const bool may_be_update = signs_of_update != 0;
    return may_be_update ? detail::count_update<F>(*updated) : std::uint8_t(0);
}

// Whether a call of F has its operands in another order than the program of F has: a constant does not move, so where
// it equals a variable this one counts as the first operand of a minimum or maximum. As in programs, `fdim` and `clamp`
// are other rows then.
template <class F, class X, class Y = void, class... Rest>
consteval bool takes_constant_first() {
    constexpr bool is_asymmetric = [] {
        if constexpr (std::is_same_v<F, functions::fdim> || std::is_same_v<F, functions::clamp>) return true;
        else if constexpr (requires { F::facts; }) return F::facts.takes_constant_last;
        else return false;
    }();
    if constexpr (is_asymmetric) return !is_link<operand_for<X>> && is_link<operand_for<Y>>;
    else return false;
}

template <class Identity, class F, class... X>
auto call_pointwise(const F& f, Identity identity, const X&... x);

template <class F, class Identity, class X, class Y>
auto call_in_other_order(const F& f, Identity identity, const X& x, const Y& y) {
    return detail::call_pointwise(f, identity, y, x);
}
template <class Identity, class X, class Y>
auto call_in_other_order(const functions::fdim&, Identity identity, const X& x, const Y& y) {
    return detail::call_pointwise(functions::fdim_from_constant{}, identity, y, x);
}
template <class Identity, class X, class Low, class High>
auto call_in_other_order(const functions::clamp&, Identity identity, const X& x, const Low& low, const High& high) {
    return detail::call_pointwise(functions::min{}, identity,
                                  detail::call_pointwise(functions::max{}, no_identity{}, low, x), high);
}

struct no_slope {};

/// `slope` is a number if the call keeps one.
template <class F, class T, class Identity, class Slope, class... X>
variable<T> make_pointwise(const F& f, Identity identity, T value, [[maybe_unused]] Slope slope, const X&... x) {
    if (no_grad_depth != 0) [[unlikely]]
        return variable<T>(std::move(value));
    // A call of one variable and plain data may be an update of the variable.
    constexpr bool is_update = sizeof...(X) == 2 && operand_pack<operand_for<X>...>::link_count == 1;
    std::uint8_t updates = 0;
    if constexpr (is_update) updates = detail::updates_with<F>(operand_for<X>(x)...);
    using core = pointwise_core<F, T, Identity, operand_for<X>...>;
    using pack = operand_pack<operand_for<X>...>;
    auto* const made = call_node<core>::make(std::move(value), pack::links_of(x...), f, identity, operand_for<X>(x)...);
    pack::enter_near_number(*made, operand_for<X>(x)...);
    if constexpr (!std::is_same_v<Slope, no_slope>) made->enter_near_number(slope);
    if (updates != 0) [[unlikely]]
        made->updates = updates;
    return detail::adopt<T>(made);
}

/// Calls `f` element by element; the operands are variables and constants.
template <class Identity, class F, class... X>
auto call_pointwise(const F& f, Identity identity, const X&... x) {
    if constexpr (takes_constant_first<F, X...>()) {
        return detail::call_in_other_order(f, identity, x...);
    } else {
        using T = typename pointwise_result<F, operand_for<X>...>::type;
        if constexpr (NumberData<T>) {
            using S = scalar_of_data<T>;
            const T value = pointwise_rule<F>::value(f, operand_for<X>(x).template as<S>()...);
            if constexpr (pointwise_core<F, T, Identity, operand_for<X>...>::keeps_slope) {
                if (no_grad_depth != 0) return variable<T>(value);
                const T slope = F::pullback(x.data()..., value, T(1));
                return detail::make_pointwise<F, T>(f, identity, value, slope, x...);
            } else {
                return detail::make_pointwise<F, T>(f, identity, value, no_slope(), x...);
            }
        } else if constexpr (!are_spreadable<T, X...>()) {
            return variable<T>();
        } else {
            if (std::optional<T> value = detail::pointwise_array<T>(f, operand_for<X>(x)...))
                return detail::make_pointwise<F, T>(f, identity, std::move(*value), no_slope(), x...);
            if constexpr (ShapedArray<T>) {
                const extents shape = detail::common_shape<T>(detail::function_name_of<F>(), operand_for<X>(x)...);
                return detail::call_pointwise(f, identity, detail::spread<T>(x, shape)...);
            } else detail::report_shapes_of<T>(detail::function_name_of<F>(), operand_for<X>(x)...);
        }
    }
}

} // namespace pullback::dynamic::detail

#endif
