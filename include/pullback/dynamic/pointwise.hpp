// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_POINTWISE_HPP
#define PULLBACK_DYNAMIC_POINTWISE_HPP

#include <pullback/derivative/products.hpp>
#include <pullback/dynamic/linked_node.hpp>
#include <pullback/dynamic/mask.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/operands.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/functions/table.hpp>

#include <limits>

namespace pullback::dynamic::detail {

/// The adjoints that a rule gives for the adjoint `gy`. For numbers a `gy` of zero, such as that of the side of a
/// selection that is not taken, stays zero beside a derivative that is infinite or no number.
template <class S, std::size_t N>
std::array<S, N> selected_adjoints(std::array<S, N> adjoints, const S& gy) {
    if constexpr (std::numeric_limits<S>::is_specialized)
        for (S& adjoint : adjoints) adjoint = gy == S(0) ? S(0) : adjoint;
    return adjoints;
}

/// How a function of numbers is computed element by element, forward and backward.
template <class F>
struct pointwise_rule;

template <Elementary F>
struct pointwise_rule<F> {
    // A condition, first operand of `select`, has no adjoint.
    static constexpr std::size_t first_adjoint = requires { F::takes_condition; } ? 1 : 0;

    template <class... X>
    static auto value(const F&, const X&... x) {
        return F::value(x...);
    }
    template <class S, class... X>
    static auto adjoints(const F&, const S& y, const S& gy, const X&... x) {
        constexpr bool is_linear = F::role == row_role::negate || F::role == row_role::add ||
                                   F::role == row_role::subtract || F::role == row_role::select;
        if constexpr (F::arity == 1) return detail::selected_adjoints(std::array<S, 1>{F::pullback(x..., y, gy)}, gy);
        else if constexpr (is_linear) return F::pullback(x..., y, gy);
        else return detail::selected_adjoints(F::pullback(x..., y, gy), gy);
    }
};

template <StaticFunction F>
struct pointwise_rule<F> {
    static constexpr std::size_t first_adjoint = 0;

    template <class... X>
    static auto value(const F& f, const X&... x) {
        return f(x...);
    }
    template <class S, class... X>
    static std::array<S, sizeof...(X)> adjoints(const F& f, const S&, const S& gy, const X&... x) {
        const auto result = pullback::vjp(f)(x..., gy);
        using cotangents = std::remove_cvref_t<decltype(result.cotangent)>;
        std::array<S, sizeof...(X)> adjoints;
        shape_of<cotangents>::template load<0>(result.cotangent, adjoints.data());
        return detail::selected_adjoints(adjoints, gy);
    }
};

/// The identity of calls that no `dynamic::function` object made.
struct no_identity {
    static constexpr std::uint64_t value = 0;
};
struct object_identity {
    std::uint64_t value;
};

/// A call of a function of numbers, element by element, and the variable it made. `Operands` are `link_to<U>` or
/// `constant<U>`.
template <class F, class T, class Identity, class... Operands>
class pointwise_call final : public linked_node<T, operand_pack<Operands...>::link_count> {
    using S = scalar_of_data<T>;
    using rule = pointwise_rule<F>;
    using pack = operand_pack<Operands...>;
    using base = linked_node<T, pack::link_count>;

public:
    pointwise_call(const F& f, Identity identity, T&& value, const Operands&... operands)
        : base(std::move(value), pack::links_of(operands...)),
          operands_(operands...),
          function_(f),
          identity_(identity) {
        if constexpr (std::is_trivially_destructible_v<T> && std::is_trivially_destructible_v<pack> &&
                      std::is_trivially_destructible_v<F> &&
                      alignof(pointwise_call) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__)
            this->needs_no_destructor(sizeof(*this));
    }

    std::string function_name() const override { return detail::function_name_of<F>(); }
    const void* function_type() const noexcept override { return &function_type_of<F>; }
    std::uint64_t function_identity() const noexcept override { return identity_.value; }

    void pull_back() override {
        this->check_versions();
        pull(this->gradient, this->links());
    }
    void pull_back_by_hand(const void* const* adjoints, node* const* targets) override {
        this->check_versions();
        pull(*static_cast<const T*>(adjoints[0]), targets);
    }
    void trace_back(graph_pass& pass) override;

private:
    template <std::size_t... I>
    void trace(graph_pass& pass, std::index_sequence<I...>);

    void pull(const T& adjoint, node* const* targets) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            if constexpr (pack::takes_integers) {
                detail::report_integers(*this);
            } else if constexpr (NumberData<T>) {
                const auto adjoints = rule::template adjoints<T>(function_, this->data, adjoint,
                                                                 operands_.template value<I, S>(this->links())...);
                (add_number<I>(targets, adjoints), ...);
            } else {
                add_elements(adjoint, targets, std::index_sequence<I...>{});
            }
        }(std::index_sequence_for<Operands...>{});
    }

    template <std::size_t I, class Adjoints>
    void add_number(node* const* targets, const Adjoints& adjoints) {
        using operand = typename pack::template type<I>;
        if constexpr (is_link<operand>) {
            using U = typename operand::data;
            static_cast<value_node<U>*>(targets[pack::link_index(I)])
                ->add(static_cast<U>(adjoints[I - rule::first_adjoint]));
        }
    }

    // One loop for all operands: each element's adjoints are used while they are in registers.
    template <std::size_t... I>
    void add_elements(const T& adjoint, node* const* targets, std::index_sequence<I...>) {
        const std::size_t count = data_traits<T>::count(this->data);
        const S* const y = data_traits<T>::elements(std::as_const(this->data));
        const S* const gy = data_traits<T>::elements(adjoint);
        const auto readers = boost::hana::make_basic_tuple(operands_.template reader<I>(this->links(), this->data)...);
        auto adders = boost::hana::make_basic_tuple(adder_of<I>(targets)...);
        const auto step = [&](std::size_t i) {
            [[maybe_unused]] const auto adjoints =
                rule::adjoints(function_, y[i], gy[i], boost::hana::at_c<I>(readers).template get<S>(i)...);
            (add_element<I>(boost::hana::at_c<I>(adders), i, adjoints), ...);
        };
        for (std::size_t i = 0; i < count; ++i) step(i);
        (boost::hana::at_c<I>(adders).finish(), ...);
    }

    template <std::size_t I>
    auto adder_of(node* const* targets) {
        using operand = typename pack::template type<I>;
        if constexpr (is_link<operand>) {
            using U = typename operand::data;
            return adjoint_adder<U>(*static_cast<value_node<U>*>(targets[pack::link_index(I)]), this->data);
        } else return no_adder{};
    }

    template <std::size_t I, class Adder, class Adjoints>
    static void add_element(Adder& adder, std::size_t i, const Adjoints& adjoints) {
        if constexpr (!std::is_same_v<Adder, no_adder>) adder.add(i, adjoints[I - rule::first_adjoint]);
    }

    pack operands_;
    [[no_unique_address]] F function_;
    [[no_unique_address]] Identity identity_;
};

template <class F>
inline constexpr bool keeps_integers = requires { requires F::keeps_integers; };

/// The data that a call of F on these operands gives: an array if one is among them, elements of the variables' common
/// scalar type. Constant numbers take that type on, except that real ones make integers real; functions of reals do so
/// too.
template <class F, class... Operands>
struct pointwise_result {
    using strong = typename strong_scalar<Operands...>::type;
    using common = std::conditional_t<std::is_integral_v<strong>,
                                      std::common_type_t<strong, typename Operands::scalar...>, strong>;
    using scalar = std::conditional_t<keeps_integers<F>, common, promoted_t<common>>;
    using type = typename array_among<scalar, Operands...>::type;
};

template <class T, class F, class... Operands>
T pointwise_value(const F& f, const Operands&... operands) {
    using S = scalar_of_data<T>;
    using rule = pointwise_rule<F>;
    if constexpr (NumberData<T>) {
        return rule::value(f, operands.template as<S>()...);
    } else {
        T result = detail::common_shape<T>(detail::function_name_of<F>(), operands...);
        S* const out = data_traits<T>::elements(result);
        const std::size_t count = data_traits<T>::count(result);
        const auto fill = [&](const auto&... readers) {
            for (std::size_t i = 0; i < count; ++i) out[i] = rule::value(f, readers.template get<S>(i)...);
        };
        fill(operands.reader(std::as_const(result))...);
        return result;
    }
}

/// Calls `f` element by element; the operands are variables and constants.
template <class Identity, class F, class... X>
auto call_pointwise(const F& f, Identity identity, const X&... x) {
    using T = typename pointwise_result<F, operand_for<X>...>::type;
    T value = detail::pointwise_value<T>(f, operand_for<X>(x)...);
    if (no_grad_depth != 0) return variable<T>(std::move(value));
    return detail::adopt<T>(
        new pointwise_call<F, T, Identity, operand_for<X>...>(f, identity, std::move(value), operand_for<X>(x)...));
}

} // namespace pullback::dynamic::detail

#endif
