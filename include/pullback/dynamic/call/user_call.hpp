// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_USER_CALL_HPP
#define PULLBACK_DYNAMIC_CALL_USER_CALL_HPP

#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/function_object.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/call/several_results.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::dynamic::detail {

/// An adjoint that a user's `backward` computed from data. It knows what it was computed from only to say that it
/// cannot be differentiated again.
template <class T>
class opaque_core : public core_base {
public:
    using data_type = T;
    using links_type = std::vector<node*>;
    static constexpr needed_data needs = needed_data::nothing;
    static constexpr bool is_one_way = true;

    explicit opaque_core(std::string function) : function_(std::move(function)) {}

    std::string name(const node&) const { return function_ + ".backward"; }
    [[noreturn]] void refuse(const node&) const {
        throw not_differentiable(
            "second derivative through " + function_ +
            ": its backward computes with data; write the function "
            "as a table row (pullback::elementary) or a static function to differentiate it again");
    }

private:
    std::string function_;
};

// The results of `forward`, or adjoints from `backward`, as a tuple.
template <class R>
auto as_tuple(R&& result) {
    using plain = plain_data_t<R>;
    if constexpr (Data<plain>) return std::tuple<plain>(plain(std::forward<R>(result)));
    else
        return std::apply(
            [](auto&&... parts) { return std::tuple<plain_data_t<decltype(parts)>...>(std::move(parts)...); },
            std::forward<R>(result));
}

/// A class derived from `dynamic::function`, with a copy of the object as `forward` left it. `Inputs` are the types of
/// data of its arguments.
template <class F, class T, std::size_t Results, class... Inputs>
class user_core : public core_base {
public:
    using data_type = T;
    using links_type = std::array<node*, sizeof...(Inputs)>;
    static constexpr std::size_t result_count = Results;

    explicit user_core(const F& f) : function_(f) {}

    static std::string name(const node&) { return detail::function_name_of<F>(); }
    static const void* type() noexcept { return &function_type_of<F>; }
    std::uint64_t identity() const noexcept { return function_.identity(); }
    void belong_to(node* made) noexcept { function_access::belong_to(function_, made); }

    template <class Call>
    void pull(const Call& call, const T* adjoints, const unsigned char*, node* const* targets) {
        auto pulled = call_backward(adjoints, std::make_index_sequence<Results>{});
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (check_shape<I>(pulled, call.links()), ...);
            (add<I>(pulled, targets), ...);
        }(std::index_sequence_for<Inputs...>{});
    }

    template <class Call>
    void trace(const Call& call, const std::optional<variable<T>>* adjoints, graph_pass& pass) {
        std::array<T, Results> given;
        node* const* const inputs = call.links();
        std::vector<node*> from(inputs, inputs + sizeof...(Inputs));
        bool is_there = false;
        for (std::size_t i = 0; i < Results; ++i) {
            if (!adjoints[i].has_value()) {
                given[i] = zeros_like(call.results()[i]);
                continue;
            }
            given[i] = adjoints[i]->data();
            from.push_back(adjoints[i]->node());
            const presence<T> there = detail::presence_of(*adjoints[i]);
            is_there = is_there || !there.is_known() || there.is_everywhere();
        }
        if (!is_there) return add_nothing(inputs, from, pass, std::index_sequence_for<Inputs...>{});
        auto pulled = call_backward(given.data(), std::make_index_sequence<Results>{});
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (check_shape<I>(pulled, inputs), ...);
            (pass.add(inputs[I], opaque(input_type<I>(std::get<I>(pulled)), from)), ...);
        }(std::index_sequence_for<Inputs...>{});
    }

private:
    template <std::size_t... R>
    auto call_backward(const T* adjoints, std::index_sequence<R...>) {
        if constexpr (std::is_void_v<decltype(function_.backward(adjoints[R]...))>) {
            function_.backward(adjoints[R]...); // the base's, which throws
            return std::tuple<Inputs...>();
        } else {
            return detail::as_tuple(function_.backward(adjoints[R]...));
        }
    }

    template <std::size_t I>
    using input_type = std::tuple_element_t<I, std::tuple<Inputs...>>;

    template <std::size_t I, class Pulled>
    static void check_shape(const Pulled& pulled, node* const* inputs) {
        const auto& data = static_cast<const value_node<input_type<I>>*>(inputs[I])->data;
        if (detail::has_same_shape(std::get<I>(pulled), data)) return;
        throw shape_mismatch(detail::function_name_of<F>() + ".backward(gy): it returned an adjoint of shape " +
                             detail::shape_text(std::get<I>(pulled)) + " for argument " + std::to_string(I) +
                             ", which has the shape " + detail::shape_text(data));
    }

    template <std::size_t I, class Pulled>
    static void add(const Pulled& pulled, node* const* targets) {
        using U = input_type<I>;
        static_cast<value_node<U>*>(targets[I])->add(static_cast<U>(std::get<I>(pulled)));
    }

    // `backward` is not asked where nothing has arrived, but the gradients depend on the same variables.
    template <std::size_t... I>
    static void add_nothing(node* const* inputs, const std::vector<node*>& from, graph_pass& pass,
                            std::index_sequence<I...>) {
        const auto add = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
            using U = input_type<J>;
            U zeros = zeros_like(static_cast<const value_node<U>*>(inputs[J])->data);
            pass.add(inputs[J], detail::selected(opaque(std::move(zeros), from), presence<U>(false)));
        };
        (add(std::integral_constant<std::size_t, I>{}), ...);
    }

    template <class U>
    static variable<U> opaque(U adjoint, const std::vector<node*>& from) {
        return detail::adopt<U>(
            call_node<opaque_core<U>>::make(std::move(adjoint), from, detail::function_name_of<F>()));
    }

    F function_;
};

// The variable that stands for an argument of a call. `backward` finds its arguments by their number in `inputs()`, so
// constants become variables; variables are copied, because `forward` may assign to the caller's.
template <class T>
variable<T> argument_variable(const variable<T>& x) {
    return x;
}
template <class X>
    requires(!is_variable<X>)
variable<plain_data_t<X>> argument_variable(const X& x) {
    return variable<plain_data_t<X>>(x);
}

/// Whether `backward` fits to `forward`; if not, an error says so.
template <class F, class... T>
consteval bool has_fitting_backward() {
    using results = decltype(detail::as_tuple(std::declval<F&>().forward(std::declval<const T&>()...)));
    return []<class... R>(std::type_identity<std::tuple<R...>>) {
        using first = std::tuple_element_t<0, results>;
        constexpr bool is_one_type = (std::is_same_v<R, first> && ...);
        static_assert(is_one_type,
                      "f.forward(x...): it returns several results of different types; return one type of data");
        using pulled = decltype(std::declval<F&>().backward(std::declval<const R&>()...));
        if constexpr (std::is_void_v<pulled>) return true; // the base's, which throws
        else {
            constexpr bool fits = std::tuple_size_v<decltype(detail::as_tuple(std::declval<pulled>()))> == sizeof...(T);
            static_assert(fits,
                          "f.backward(gy...): it must return one adjoint for each argument of forward, in order, as a "
                          "std::array or a tuple if there are several");
            return fits;
        }
    }(std::type_identity<results>{});
}

template <class F, class... T>
auto call_user(F& f, const variable<T>&... arguments) {
    auto values = detail::as_tuple(f.forward(arguments.data()...));
    constexpr std::size_t results = std::tuple_size_v<decltype(values)>;
    using R = std::tuple_element_t<0, decltype(values)>;
    using core = user_core<F, R, results, T...>;
    const auto remember = [&](auto* made) {
        made->core().belong_to(made);
        function_access::set_last(f, made);
    };
    if constexpr (results == 1) {
        R value = std::move(std::get<0>(values));
        if (no_grad_depth != 0) return variable<R>(std::move(value));
        auto* const made = call_node<core>::make(std::move(value), {arguments.node()...}, f);
        variable<R> result(static_cast<value_node<R>*>(made));
        remember(made);
        return result;
    } else {
        const auto row = std::apply([](const auto&... parts) { return std::array<R, results>{parts...}; }, values);
        std::array<variable<R>, results> outputs;
        if (no_grad_depth != 0) {
            std::copy(row.begin(), row.end(), outputs.begin());
            return outputs;
        }
        auto* const made = call_node<core>::make(row, {arguments.node()...}, f);
        outputs = made->make_outputs();
        remember(made);
        return outputs;
    }
}

} // namespace pullback::dynamic::detail

#endif
