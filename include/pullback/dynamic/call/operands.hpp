// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_OPERANDS_HPP
#define PULLBACK_DYNAMIC_CALL_OPERANDS_HPP

#include <pullback/dynamic/array/mask.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/node/call_recorder.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <boost/hana/basic_tuple.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

namespace pullback::dynamic::detail {

// The operands of a call of a pointwise function: variables, which it links to, and constants, which it copies.

/// Reads elements of an operand: the same one again and again (stride 0) if the operand is one number.
template <class S>
struct element_reader {
    const S* elements;
    std::size_t stride;
    template <class R>
    R get(std::size_t i) const {
        return static_cast<R>(elements[i * stride]);
    }
};

template <Data U, class T>
element_reader<scalar_of_data<U>> read_elements(const U& data, const T& result) {
    const bool is_number = detail::dimension_count(data) == 0 && detail::dimension_count(result) != 0;
    return {data_traits<U>::elements(data), is_number ? 0u : 1u};
}

template <class U>
struct link_to {
    using data = U;
    using scalar = scalar_of_data<U>;
    static constexpr bool is_strong = true;
    value_node<U>* from;

    explicit link_to(const variable<U>& linked) : from(linked.node()) {}
    const U& value() const { return from->data; }
    template <class S>
    S as() const {
        return static_cast<S>(from->data);
    }
    template <class T>
    auto reader(const T& result) const {
        return detail::read_elements(from->data, result);
    }
};

/// A number or an array. Numbers take on the scalar type of what they meet, arrays keep theirs.
template <class U>
struct constant {
    using data = U;
    using scalar = scalar_of_data<U>;
    static constexpr bool is_strong = !NumberData<U>;
    U held;

    template <class X>
    explicit constant(const X& value) : held(value) {}
    const U& value() const { return held; }
    template <class S>
    S as() const {
        return static_cast<S>(held);
    }
    template <class T>
    auto reader(const T& result) const {
        return detail::read_elements(held, result);
    }
};

struct condition_reader {
    const unsigned char* elements;
    std::size_t stride;
    template <class>
    bool get(std::size_t i) const {
        return elements[i * stride] != 0;
    }
};

/// The condition of a `select`: a truth value, or one for each element.
template <class U>
struct condition_operand {
    using data = U;
    using scalar = signed char; // the narrowest, so that it decides nothing
    static constexpr bool is_strong = false;
    static constexpr bool is_condition = true;
    U held;

    explicit condition_operand(bool value)
        requires NumberData<U>
        : held(value) {}
    template <class A>
    explicit condition_operand(const mask<A>& conditions) : held(conditions.flags) {}
    const U& value() const { return held; }
    template <class>
    bool as() const {
        return held != 0;
    }
    template <class T>
    condition_reader reader(const T& result) const {
        const auto flags = detail::read_elements(held, result);
        return {flags.elements, flags.stride};
    }
};

template <class O>
inline constexpr bool is_link = false;
template <class U>
inline constexpr bool is_link<link_to<U>> = true;

template <class O>
inline constexpr bool is_short_number = false;
template <NumberData U>
inline constexpr bool is_short_number<constant<U>> = sizeof(U) <= sizeof(node*) && std::is_trivially_copyable_v<U>;

template <class X>
struct operand_type {
    using type = constant<plain_data_t<X>>;
};
template <class T>
struct operand_type<variable<T>> {
    using type = link_to<T>;
};
template <class T>
struct operand_type<linked<T>> {
    using type = link_to<T>;
};
template <>
struct operand_type<bool> {
    using type = condition_operand<unsigned char>;
};
template <class A>
struct operand_type<mask<A>> {
    using type = condition_operand<typename mask<A>::flags_type>;
};
template <class X>
using operand_for = typename operand_type<X>::type;

/// The common scalar type of those that decide, of all if none does.
template <class... Operands>
struct strong_scalar {
    template <class O>
    using counted = std::conditional_t<O::is_strong, typename O::scalar, signed char>;
    using type = std::common_type_t<counted<Operands>...>;
};

template <class... Operands>
    requires(Operands::is_strong && ...)
struct strong_scalar<Operands...> {
    using type = std::common_type_t<typename Operands::scalar...>;
};

// The array type for two operands, of which one may be a number. Where there is none, an error says so later.
template <class A, class B>
struct wider_array {
    using type = A;
};
template <class A, class B>
    requires requires { typename common_array<A, B>::type; }
struct wider_array<A, B> : common_array<A, B> {};

/// The array type for the operands with elements `S`, `S` itself if all are numbers.
template <class S, class... Operands>
struct array_among {
    using type = S;
};
template <class S, class First, class... Rest>
struct array_among<S, First, Rest...> {
    using data = typename First::data;
    using rest = typename array_among<S, Rest...>::type;
    using type = typename std::conditional_t<NumberData<data>, std::type_identity<rest>,
                                             wider_array<rebind_data<data, S>, rest>>::type;
};

// Stands in the place of a link among the constants. There is a type for each, because two objects of one type need two
// addresses.
template <std::size_t>
struct not_constant {
    template <class Operand>
    explicit not_constant(const Operand&) {}
};

/// The operands of a call: constants, which it holds, and links, which the call holds and passes in as `links`. The
/// number in a call of one variable and one number, both without dimensions, lies behind the link, where there is room
/// for a second one.
template <class... Operands>
class operand_pack {
    static constexpr bool is_linked[] = {is_link<Operands>...};

public:
    static constexpr bool has_near_number = sizeof...(Operands) == 2 && (std::size_t(is_link<Operands>) + ...) == 1 &&
                                            (is_short_number<Operands> || ...) &&
                                            (NumberData<typename Operands::data> && ...);

private:
    template <class Operand>
    static constexpr bool is_held = !is_link<Operand> && !has_near_number;

    template <std::size_t... I>
    static auto kept(std::index_sequence<I...>)
        -> boost::hana::basic_tuple<std::conditional_t<is_held<Operands>, Operands, not_constant<I>>...>;
    using constants = decltype(kept(std::index_sequence_for<Operands...>{}));

public:
    static constexpr std::size_t link_count = (std::size_t(is_link<Operands>) + ...);
    static constexpr bool takes_integers = ((is_link<Operands> && !RealData<typename Operands::data>) || ...);

    template <std::size_t I>
    using type = typename std::remove_cvref_t<decltype(boost::hana::at_c<I>(
        std::declval<boost::hana::basic_tuple<std::type_identity<Operands>...>>()))>::type;

    /// Which of the links operand `operand` is.
    static constexpr std::size_t link_index(std::size_t operand) {
        std::size_t index = 0;
        for (std::size_t i = 0; i < operand; ++i) index += is_linked[i];
        return index;
    }

    /// The links among operands that are made of `x`.
    template <class... X>
    static std::array<node*, link_count> links_of(const X&... x) {
        std::array<node*, link_count> links;
        std::size_t next = 0;
        (enter_link<Operands>(links, next, x), ...);
        return links;
    }

    explicit operand_pack(const Operands&... operands)
        : operand_pack(std::index_sequence_for<Operands...>{}, operands...) {}

    /// The input that operand `I` is.
    template <std::size_t I>
    static auto* node_at(node* const* links) {
        return static_cast<value_node<typename type<I>::data>*>(links[link_index(I)]);
    }
    /// The data of operand `I`, a reference unless they are a number that lies near.
    template <std::size_t I>
    decltype(auto) data_at(node* const* links) const {
        if constexpr (is_link<type<I>>) return std::as_const(node_at<I>(links)->data);
        else if constexpr (has_near_number) return near_number<typename type<I>::data>(links);
        else return boost::hana::at_c<I>(constants_).value();
    }
    template <std::size_t I, class S>
    auto value(node* const* links) const {
        if constexpr (is_link<type<I>>) return static_cast<S>(node_at<I>(links)->data);
        else if constexpr (has_near_number) return static_cast<S>(near_number<typename type<I>::data>(links));
        else return boost::hana::at_c<I>(constants_).template as<S>();
    }
    /// Enters all operands for a recorder.
    void enter(node* const* links, call_recorder& recorder) const {
        const auto enter_one = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
            if constexpr (is_link<type<I>>) recorder.enter_variable(*node_at<I>(links));
            else recorder.enter_constant(detail::literals_of(data_at<I>(links)));
        };
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (enter_one(std::integral_constant<std::size_t, I>{}), ...);
        }(std::index_sequence_for<Operands...>{});
    }
    /// Puts the number that lies behind the link into a call.
    template <class Call>
    static void enter_near_number(Call& call, const Operands&... operands) {
        const auto enter = [&](const auto& operand) {
            if constexpr (!is_link<std::remove_cvref_t<decltype(operand)>>) call.enter_near_number(operand.value());
        };
        if constexpr (has_near_number) (enter(operands), ...);
    }
    /// The number that lies behind the link.
    template <class U>
    static U near_number(node* const* links) {
        U number;
        std::memcpy(&number, links + 1, sizeof(U));
        return number;
    }
    template <std::size_t I, class T>
    auto reader(node* const* links, const T& result) const {
        if constexpr (is_link<type<I>>) return detail::read_elements(node_at<I>(links)->data, result);
        else return boost::hana::at_c<I>(constants_).reader(result);
    }

private:
    template <std::size_t... I>
    operand_pack(std::index_sequence<I...>, const Operands&... operands)
        : constants_(std::conditional_t<is_held<Operands>, Operands, not_constant<I>>(operands)...) {}

    template <class Operand, class X>
    static void enter_link(std::array<node*, link_count>& links, std::size_t& next, const X& x) {
        if constexpr (is_link<Operand>) links[next++] = x.node();
    }

    [[no_unique_address]] constants constants_;
};

/// Adds adjoints, element by element, to the gradient of an operand; to its only number if the operand was one for
/// many.
template <class U>
class adjoint_adder {
public:
    template <class T>
    adjoint_adder(value_node<U>& target, const T& result)
        : target_(target),
          out_(data_traits<U>::elements(target.gradient_to_add_to())),
          is_number_(detail::dimension_count(target.data) == 0 && detail::dimension_count(result) != 0) {}

    template <class S>
    void add(std::size_t i, const S& adjoint) {
        if (is_number_) sum_ += static_cast<scalar_of_data<U>>(adjoint);
        else out_[i] += static_cast<scalar_of_data<U>>(adjoint);
    }
    void finish() {
        if (is_number_) *out_ += sum_;
    }

private:
    value_node<U>& target_;
    scalar_of_data<U>* out_;
    scalar_of_data<U> sum_{0};
    bool is_number_;
};

/// Adds adjoints that are not there for every element. Nothing is added to a number that was one for many if none is
/// there.
template <class U>
class partial_adder {
public:
    template <class T>
    partial_adder(value_node<U>& target, const T& result)
        : target_(target),
          is_number_(detail::dimension_count(target.data) == 0 && detail::dimension_count(result) != 0) {
        if constexpr (!NumberData<U>)
            if (!is_number_) out_ = data_traits<U>::elements(target.gradient_to_take_parts_of());
    }

    template <class S>
    void add(std::size_t i, const S& adjoint) {
        if constexpr (!NumberData<U>) {
            if (!is_number_) {
                out_[i] += static_cast<scalar_of_data<U>>(adjoint);
                return target_.taken.take(i);
            }
        }
        sum_ += static_cast<scalar_of_data<U>>(adjoint);
        is_there_ = true;
    }
    void finish() {
        if constexpr (!NumberData<U>)
            if (!is_number_) return target_.settle();
        if (is_there_) *data_traits<U>::elements(target_.gradient_to_add_to()) += sum_;
    }

private:
    value_node<U>& target_;
    scalar_of_data<U>* out_ = nullptr;
    scalar_of_data<U> sum_{0};
    bool is_number_;
    bool is_there_ = false;
};

struct no_adder {
    void finish() {}
};

} // namespace pullback::dynamic::detail

#endif
