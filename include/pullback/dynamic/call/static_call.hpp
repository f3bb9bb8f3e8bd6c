// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_STATIC_CALL_HPP
#define PULLBACK_DYNAMIC_CALL_STATIC_CALL_HPP

#include <pullback/differentiate/flagged_vjp_program.hpp>
#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/pointwise.hpp>
#include <pullback/dynamic/call/range_call.hpp>
#include <pullback/dynamic/call/several_results.hpp>
#include <pullback/dynamic/call/traced.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/trace_back.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/unpack.hpp>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::dynamic {

namespace detail {

// A static function called on variables is one node, which computes forward and backward by the compiled programs.

/// A scalar among the arguments: a variable, or a number.
template <class T>
struct argument_slot {
    T value{};
    value_node<T>* link = nullptr;

    argument_slot() = default;
    argument_slot(const variable<T>& x) : value(x.data()), link(x.node()) {}
    template <class N>
        requires std::is_arithmetic_v<N>
    argument_slot(N number) : value(static_cast<T>(number)) {}
};

/// The programs of F for arguments of these shapes, taken as a row of `argument_count` numbers.
template <class F, class... A>
struct static_programs {
    template <class Shape>
    using erased = rebind_shape<Shape, recorded>;
    using implementation = typename F::template implementation<erased<A>...>;
    using value = pullback::detail::called_program_of<implementation>;

    static constexpr std::size_t argument_count = static_cast<std::size_t>((0 + ... + shape_of<A>::size));
    static constexpr std::size_t result_count = static_cast<std::size_t>(value::code.output_count);

    using pulled = pullback::engine::record::built<
        pullback::engine::differentiate::flagged_vjp_program<value, static_cast<int>(argument_count)>>;
};

/// The variables among the arguments.
template <std::size_t Most>
class argument_links {
public:
    template <class T>
    explicit argument_links(const std::array<argument_slot<T>, Most>& arguments) {
        for (const argument_slot<T>& argument : arguments)
            if (argument.link != nullptr) links_[size_++] = argument.link;
    }
    node* const* data() const noexcept { return links_.data(); }
    std::size_t size() const noexcept { return size_; }
    node* const* begin() const noexcept { return data(); }
    node* const* end() const noexcept { return data() + size_; }

private:
    std::array<node*, Most> links_;
    std::size_t size_ = 0;
};

/// A static function with its arguments.
template <class F, class Identity, class T, class Programs>
class static_core : public core_base {
    static constexpr std::size_t argument_count = Programs::argument_count;

public:
    using data_type = T;
    using links_type = argument_links<argument_count>;
    static constexpr std::size_t result_count = Programs::result_count;
    static constexpr needed_data needs = needed_data::result; // it keeps the arguments
    static constexpr std::size_t seed_count = result_count > 1 ? 2 * result_count : 1;

    static_core(const F& f, Identity identity, const std::array<argument_slot<T>, argument_count>& arguments)
        : function_(f), identity_(identity) {
        std::size_t input_count = 0;
        for (std::size_t i = 0; i < argument_count; ++i) {
            values_[i] = arguments[i].value;
            if (arguments[i].link != nullptr) positions_[input_count++] = i;
        }
    }

    static std::string name(const node&) { return detail::function_name_of<F>(); }
    static const void* type() noexcept { return &function_type_of<F>; }
    std::uint64_t identity() const noexcept { return identity_.value; }

    template <class Call>
    void pull(const Call& call, const T* adjoints, [[maybe_unused]] const unsigned char* are_there,
              node* const* targets) const {
        std::array<T, seed_count> given;
        std::copy_n(adjoints, result_count, given.begin());
        if constexpr (result_count > 1)
            for (std::size_t i = 0; i < result_count; ++i)
                given[result_count + i] = static_cast<T>(are_there == nullptr || are_there[i] != 0);
        const auto pulled = boost::hana::unpack(function_.captured(), [&](const auto&... numbers) {
            return pullback::engine::run::evaluate<typename Programs::pulled, std::array<T, 2 * argument_count>, T>(
                values_, given, numbers...);
        });
        for (std::size_t i = 0; i < call.link_count(); ++i)
            if (pulled[argument_count + positions_[i]] != T(0))
                static_cast<value_node<T>*>(targets[i])->add(pulled[positions_[i]]);
    }

    template <class Call>
    void trace(const Call& call, const std::optional<variable<T>>* adjoints, graph_pass& pass) const {
        std::vector<traced<T>> arguments;
        for (const T& value : values_) arguments.push_back(traced<T>::constant(value));
        const std::span<node* const> inputs(call.links(), call.link_count());
        for (std::size_t i = 0; i < inputs.size(); ++i)
            arguments[positions_[i]] = variable<T>(static_cast<value_node<T>*>(inputs[i]));
        for (std::size_t i = 0; i < result_count; ++i)
            arguments.push_back(adjoints[i].has_value() ? detail::whole_of(*adjoints[i]) : traced<T>());
        if constexpr (result_count > 1)
            for (std::size_t i = 0; i < result_count; ++i) {
                const bool is_there = adjoints[i].has_value() && detail::presence_of(*adjoints[i]).is_everywhere();
                arguments.push_back(traced<T>::constant(static_cast<T>(is_there)));
            }
        detail::push_captured(arguments, function_);
        std::vector<traced<T>> pulled =
            detail::trace_program<typename Programs::pulled>(std::move(arguments), argument_count, T());
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            traced<T>& adjoint = pulled[positions_[i]];
            if constexpr (result_count == 1) adjoint = detail::selected_as(*adjoints[0], adjoint, T());
            detail::add_traced(pass, static_cast<value_node<T>*>(inputs[i]), adjoint, T());
        }
    }

    template <class Call>
    bool record(const Call& call, call_recorder& recorder) const {
        std::array<const node*, argument_count> links{};
        for (std::size_t i = 0; i < call.link_count(); ++i) links[positions_[i]] = call.links()[i];
        for (std::size_t i = 0; i < argument_count; ++i) {
            if (links[i] != nullptr) recorder.enter_variable(*links[i]);
            else recorder.enter_constant({static_cast<pullback::engine::literal>(values_[i])});
        }
        detail::enter_captured(function_, recorder);
        recorder.apply_to_all(Programs::value::code.view());
        return true;
    }

private:
    std::array<std::size_t, argument_count> positions_; // of the links among the arguments
    std::array<T, argument_count> values_;
    [[no_unique_address]] F function_;
    [[no_unique_address]] Identity identity_;
};

template <class S>
struct number_of_scalar {
    using type = S;
};
template <class T>
struct number_of_scalar<variable<T>> {
    using type = T;
};
template <class T>
struct number_of_scalar<linked<T>> {
    using type = T;
};

/// The numbers an argument is made of, variables or not.
template <class A>
using number_in = typename number_of_scalar<scalar_of<A>>::type;
template <class A>
inline constexpr bool has_variables = is_variable<scalar_of<A>>;

template <class... A>
using common_number = promoted_t<std::conditional_t<has_variables<A>, number_in<A>, signed char>...>;

template <class... A>
consteval bool has_one_number_type() {
    constexpr bool is_one = ((!has_variables<A> || std::is_same_v<number_in<A>, common_number<A...>>) && ...);
    static_assert(
        is_one,
        "f(x...): the variables have different types of data; a static function takes variables of one real type");
    return is_one;
}

template <class F, class Identity, class... A>
auto call_with_shapes(const F& f, Identity identity, const A&... arguments) {
    using T = common_number<A...>;
    using programs = static_programs<F, A...>;
    constexpr std::size_t count = programs::result_count;
    std::array<argument_slot<T>, programs::argument_count> slots;
    pullback::engine::run::load_all(slots.data(), std::index_sequence_for<A...>{}, arguments...);
    std::array<T, programs::argument_count> values;
    for (std::size_t i = 0; i < slots.size(); ++i) values[i] = slots[i].value;
    auto results = boost::hana::unpack(f.captured(), [&](const auto&... numbers) {
        return pullback::engine::run::evaluate<typename programs::value, std::array<T, count>, T>(values, numbers...);
    });
    using core = static_core<F, Identity, T, programs>;
    using result = typename programs::implementation::template result<variable<T>>;
    std::array<variable<T>, count> outputs;
    if (no_grad_depth != 0) std::copy(results.begin(), results.end(), outputs.begin());
    else if constexpr (count == 1)
        outputs[0] = detail::adopt<T>(
            call_node<core>::make(std::move(results[0]), typename core::links_type(slots), f, identity, slots));
    else
        outputs =
            (call_node<core>::make(results, typename core::links_type(slots), f, identity, slots))->make_outputs();
    return shape_of<result>::template store<0, result>(outputs.data());
}

/// Whether all arguments are single numbers or arrays of the graph's, so that F is computed element by element.
template <class... A>
inline constexpr bool is_pointwise_call = (is_operand<A> && ...);

template <class F, class Identity, class... A>
auto call_static(const F& f, Identity identity, const A&... arguments) {
    if constexpr (F::template accepts<sizeof...(A)>()) {
        if constexpr (is_range_call<A...>) {
            return detail::call_over_ranges(f, identity, arguments...);
        } else if constexpr (!is_pointwise_call<A...>) {
            if constexpr (has_one_number_type<A...>()) return detail::call_with_shapes(f, identity, arguments...);
        } else {
            using programs = static_programs<F, std::conditional_t<true, recorded, A>...>;
            using result = typename programs::implementation::template result<recorded>;
            if constexpr (std::is_same_v<result, recorded>) return detail::call_pointwise(f, identity, arguments...);
            else return detail::call_with_shapes(f, identity, arguments...);
        }
    }
}

template <class A>
inline constexpr bool contains_variables = is_variable<A> || is_range_argument<A>;
template <class A>
    requires(!is_variable<A> && Shaped<A>)
inline constexpr bool contains_variables<A> = is_variable<scalar_of<A>>;

} // namespace detail

/// A static function (a formula, a generic function, a derivative) called on variables, also in arrays and structs,
/// mixed with numbers: one node of the graph with the compiled backward pass. Single variables of arrays are computed
/// element by element, unless an argument is a range (see `as_range`). Cost: one evaluation now and one of the reverse
/// sweep in the backward pass; containers that are no variables are copied, of a std::span only the span.
template <StaticFunction F, class... A>
    requires(detail::contains_variables<A> || ...)
auto call_static_function(const F& f, const A&... arguments) {
    return detail::call_static(f, detail::no_identity{}, arguments...);
}

} // namespace pullback::dynamic

#endif
