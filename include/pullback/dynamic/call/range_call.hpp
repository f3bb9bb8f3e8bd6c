// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_RANGE_CALL_HPP
#define PULLBACK_DYNAMIC_CALL_RANGE_CALL_HPP

#include <pullback/derivative/jvp_vjp_hvp.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/operands.hpp>
#include <pullback/dynamic/call/range_argument.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/call/whole_call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

// A static function of ranges called on variables is one node, whose backward pass is the compiled loop.

namespace pullback::dynamic::detail {

/// A static function of ranges with its arguments, of which some are variables.
template <class F, class... Operands>
class range_function {
    using pack = operand_pack<Operands...>;

    static constexpr std::size_t position_of(std::size_t link) {
        constexpr bool is_linked[] = {is_link<Operands>...};
        std::size_t position = 0;
        for (std::size_t seen = 0;; ++position)
            if (is_linked[position] && seen++ == link) return position;
    }
    template <std::size_t... L>
    static wrt_positions<position_of(L)...> choice_of(std::index_sequence<L...>);
    using all_links = std::make_index_sequence<pack::link_count>;

public:
    using links_type = std::array<node*, pack::link_count>;
    static constexpr std::size_t link_count = pack::link_count;
    static constexpr bool takes_integers = pack::takes_integers;
    /// The data of a variable among the arguments.
    template <std::size_t L>
    using linked_data = typename pack::template type<position_of(L)>::data;

    range_function(const F& f, const Operands&... operands) : operands_(operands...), function_(f) {}

    /// Calls what a derivative makes of the function, with further arguments after its own.
    template <class Derivative, class... More>
    static auto call(const Derivative& derivative, const pack& operands, node* const* links, const More&... more) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return derivative(operands.template data_at<I>(links)..., more...);
        }(std::index_sequence_for<Operands...>{});
    }
    auto value(node* const* links) const { return call(function_, operands_, links); }

    /// The adjoints of the variables by that of the result, of link L as `part<L>` of them.
    template <class T>
    auto adjoints(node* const* links, const T& adjoint) const {
        return call(vjp(function_, decltype(choice_of(all_links{})){}), operands_, links, adjoint).cotangent;
    }
    template <std::size_t L, class Parts>
    static linked_data<L> part(const Parts& parts) {
        if constexpr (link_count == 1) return linked_data<L>(parts);
        else return linked_data<L>(get<L>(parts));
    }

    /// The derivative of the result when variable L moves along a tangent, and that of all its adjoints.
    template <std::size_t L>
    auto derivative_along(node* const* links, const linked_data<L>& tangent) const {
        return call(jvp(function_, wrt_positions<position_of(L)>{}), operands_, links, tangent).tangent;
    }
    template <std::size_t L>
    auto adjoints_along(node* const* links, const linked_data<L>& tangent) const {
        return [&]<std::size_t... M>(std::index_sequence<M...>) {
            return call(hvp(function_, decltype(choice_of(all_links{})){}), operands_, links,
                        tangent_of<L, M>(links, tangent)...);
        }(all_links{});
    }

private:
    template <std::size_t L, std::size_t M, class U>
    static linked_data<M> tangent_of(node* const* links, const U& tangent) {
        if constexpr (L == M) return tangent;
        else return zeros_like(static_cast<const value_node<linked_data<M>>*>(links[M])->data);
    }

    [[no_unique_address]] pack operands_;
    [[no_unique_address]] F function_;
};

/// The adjoint of variable L of such a call, as a node of a graph that is differentiated again. It depends on all
/// variables of the call and, last, on the adjoint of its result, a number.
template <class F, std::size_t L, class T, class Function>
class range_adjoint_core : public core_base {
    static constexpr std::size_t count = Function::link_count;

public:
    using data_type = typename Function::template linked_data<L>;
    using links_type = std::array<node*, count + 1>;

    explicit range_adjoint_core(const Function& function) : function_(function) {}

    static std::string name(const node&) { return detail::function_name_of<F>() + ".backward"; }

    template <class Call>
    void pull(const Call& call, const data_type* adjoint, const unsigned char*, node* const* targets) const {
        node* const* const links = call.links();
        static_cast<value_node<T>*>(targets[count])->add(function_.template derivative_along<L>(links, *adjoint));
        const T scale = static_cast<const value_node<T>*>(links[count])->data;
        const auto parts = function_.template adjoints_along<L>(links, *adjoint);
        [&]<std::size_t... M>(std::index_sequence<M...>) {
            (static_cast<value_node<typename Function::template linked_data<M>>*>(targets[M])
                 ->add(detail::mapped(Function::template part<M>(parts), [&](const auto& x) { return scale * x; })),
             ...);
        }(std::make_index_sequence<count>{});
    }
    template <class Call, class Adjoints>
    [[noreturn]] void trace(const Call&, const Adjoints*, graph_pass&) const {
        throw not_differentiable("third derivative through " + detail::function_name_of<F>() +
                                 ": a static function over ranges has two in a graph; differentiate it by "
                                 "pullback::gradient and hvp, and call what they give");
    }

private:
    Function function_;
};

/// A call over ranges with a number or an array as result.
template <class F, class Identity, class T, class Function>
class range_core : public core_base {
    using links = std::make_index_sequence<Function::link_count>;

public:
    using data_type = T;
    using links_type = typename Function::links_type;
    static constexpr bool is_one_way = Function::takes_integers;

    range_core(Identity identity, const Function& function) : function_(function), identity_(identity) {}

    static std::string name(const node&) { return detail::function_name_of<F>(); }
    static const void* type() noexcept { return &function_type_of<F>; }
    std::uint64_t identity() const noexcept { return identity_.value; }

    template <class Call>
    void pull(const Call& call, const T* adjoint, const unsigned char*, node* const* targets) const {
        const auto parts = function_.adjoints(call.links(), *adjoint);
        [&]<std::size_t... L>(std::index_sequence<L...>) {
            (static_cast<value_node<typename Function::template linked_data<L>>*>(targets[L])
                 ->add(Function::template part<L>(parts)),
             ...);
        }(links{});
    }
    template <class Call>
    void trace(Call& call, const std::optional<variable<T>>* adjoint, graph_pass& pass) const {
        if constexpr (!NumberData<T>) {
            throw not_differentiable("second derivative through " + detail::function_name_of<F>() +
                                     ": it maps ranges to a range, whose first derivatives only are known in a graph");
        } else {
            const variable<T>& gy = **adjoint;
            const auto parts = function_.adjoints(call.links(), gy.data());
            [&]<std::size_t... L>(std::index_sequence<L...>) {
                (trace_one<L>(call.links(), gy, Function::template part<L>(parts), pass), ...);
            }(links{});
        }
    }

private:
    template <std::size_t L, class U>
    void trace_one(node* const* inputs, const variable<T>& gy, U value, graph_pass& pass) const {
        using core = range_adjoint_core<F, L, T, Function>;
        typename core::links_type from;
        std::copy_n(inputs, Function::link_count, from.begin());
        from.back() = gy.node();
        variable<U> made = detail::adopt<U>(call_node<core>::make(std::move(value), from, function_));
        if (gy.node()->is_selected) made = detail::selected(made, presence<U>(detail::presence_of(gy).is_everywhere()));
        pass.add(inputs[L], made);
    }

    Function function_;
    [[no_unique_address]] Identity identity_;
};

/// The type of array that a range of `S` is in a graph: as that of the first array among the variables.
template <class S, class... Operands>
struct array_of_range {
    using type = void;
};
template <class S, class First, class... Rest>
struct array_of_range<S, First, Rest...> : array_of_range<S, Rest...> {};
template <class S, class U, class... Rest>
    requires DataRange<U>
struct array_of_range<S, link_to<U>, Rest...> {
    using type = typename range_data<U>::template line<S>;
    static type make(std::ptrdiff_t count) { return range_data<U>::template make_line<S>(count); }
};

/// What a function over ranges returns, as data of graphs.
template <class... Operands, class R>
auto as_data(R result) {
    if constexpr (DataRange<R> && !Data<R>) {
        using scalar = pullback::scalar_of<typename range_data<R>::element>;
        using array = array_of_range<scalar, Operands...>;
        if constexpr (Data<typename array::type> && std::is_same_v<typename range_data<R>::element, scalar>) {
            const auto count = range_data<R>::template extent<0>(result);
            typename array::type data = array::make(count);
            for (std::ptrdiff_t i = 0; i < count; ++i)
                data_traits<typename array::type>::elements(data)[i] = range_data<R>::at(result, i);
            return data;
        } else {
            return result;
        }
    } else {
        return result;
    }
}

template <class F, class Identity, class... A>
auto call_over_ranges(const F& f, Identity identity, const A&... arguments) {
    using function = range_function<F, range_operand_for<A>...>;
    const function with_arguments(f, range_operand_for<A>(detail::without_mark(arguments))...);
    const typename function::links_type links =
        operand_pack<range_operand_for<A>...>::links_of(detail::without_mark(arguments)...);
    auto value = detail::as_data<range_operand_for<A>...>(with_arguments.value(links.data()));
    using T = decltype(value);
    static_assert(Data<T>,
                  "f(x...): f over ranges of variables returns what is no data of graphs; return a number, or a map to "
                  "numbers");
    if constexpr (Data<T>) {
        if (no_grad_depth != 0) return variable<T>(std::move(value));
        using core = range_core<F, Identity, T, function>;
        return variable<T>(detail::adopt<T>(call_node<core>::make(std::move(value), links, identity, with_arguments)));
    }
}

} // namespace pullback::dynamic::detail

#endif
