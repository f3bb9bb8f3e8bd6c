// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_REPLAY_CALL_HPP
#define PULLBACK_DYNAMIC_CALL_REPLAY_CALL_HPP

#include <pullback/derivative/wrt.hpp>
#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/call/selected.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/replay/derivative_functions.hpp>
#include <pullback/replay/function.hpp>
#include <pullback/replay/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// A function recorded at run time, called on variables, is one node, whose backward pass is the recorded one.

namespace pullback::dynamic::detail {

/// Where in memory the scalars of an array lie, in the order in which a recorded function takes them.
template <class U>
std::vector<std::size_t> places_as_loaded(const U& data) {
    U numbers = data;
    auto* const each = data_traits<U>::elements(numbers);
    std::vector<std::size_t> places(data_traits<U>::count(data));
    for (std::size_t i = 0; i < places.size(); ++i) each[i] = static_cast<scalar_of_data<U>>(i);
    std::vector<scalar_of_data<U>> loaded(places.size());
    auto* out = loaded.data();
    recorded_shape<U>::load(numbers, out);
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<std::size_t>(loaded[i]);
    return places;
}

/// What such a call is made with: a constant,
template <class X>
struct replay_operand {
    X held;
    using data = X;
    static constexpr bool is_linked = false;

    explicit replay_operand(const X& x) : held(x) {}
    static void enter_links(std::vector<node*>&, const X&) {}
    template <class S>
    void load(node* const*&, S*& out) const {
        recorded_shape<X>::load(held, out);
    }
    template <class S>
    void add(node* const*&, const std::ptrdiff_t* shape_extents, const S*& adjoints) const {
        adjoints += recorded_shape<X>::count(shape_extents);
    }
    const X& as_argument(node* const*&) const { return held; }
    void record(node* const*&, call_recorder& recorder) const {
        const auto own = pullback::detail::extents_of(held);
        const std::ptrdiff_t* at = own.data();
        std::vector<pullback::engine::literal> elements(recorded_shape<X>::count(at));
        pullback::engine::literal* out = elements.data();
        recorded_shape<X>::load(held, out);
        recorder.enter_constant(std::move(elements));
    }
};

/// a variable,
template <class U>
struct replay_operand<variable<U>> {
    using data = U;
    static constexpr bool is_linked = true;

    explicit replay_operand(const variable<U>&) {}
    static void enter_links(std::vector<node*>& links, const variable<U>& x) { links.push_back(x.node()); }
    template <class S>
    void load(node* const*& links, S*& out) const {
        recorded_shape<U>::load(static_cast<const value_node<U>*>(*links++)->data, out);
    }
    template <class S>
    void add(node* const*& targets, const std::ptrdiff_t* shape_extents, const S*& adjoints) const {
        static_cast<value_node<U>*>(*targets++)->add(recorded_shape<U>::template store<U>(shape_extents, adjoints));
    }
    void record(node* const*& links, call_recorder& recorder) const {
        const node* const link = *links++;
        recorder.enter_variable(*link, detail::places_as_loaded(static_cast<const value_node<U>*>(link)->data));
    }
    variable<U> as_argument(node* const*& links) const { return variable<U>(static_cast<value_node<U>*>(*links++)); }
};

/// or a container of variables of numbers.
template <class X>
    requires(RecordedShape<X> && !is_variable<X> && is_variable<typename recorded_shape<X>::scalar>)
struct replay_operand<X> {
    using number = typename recorded_shape<X>::scalar::data_type;
    using data = pullback::detail::rebind_recorded<X, number>;
    static constexpr bool is_linked = true;
    std::size_t count;

    explicit replay_operand(const X& x) : count(variables_of(x).size()) {}
    static void enter_links(std::vector<node*>& links, const X& x) {
        for (const variable<number>& each : variables_of(x)) links.push_back(each.node());
    }
    template <class S>
    void load(node* const*& links, S*& out) const {
        for (std::size_t i = 0; i < count; ++i)
            *out++ = static_cast<S>(static_cast<const value_node<number>*>(*links++)->data);
    }
    template <class S>
    void add(node* const*& targets, const std::ptrdiff_t*, const S*& adjoints) const {
        for (std::size_t i = 0; i < count; ++i)
            static_cast<value_node<number>*>(*targets++)->add(static_cast<number>(*adjoints++));
    }

    void record(node* const*& links, call_recorder& recorder) const {
        for (std::size_t i = 0; i < count; ++i) recorder.enter_variable(**links++);
    }

private:
    static std::vector<variable<number>> variables_of(const X& x) {
        const auto own = pullback::detail::extents_of(x);
        const std::ptrdiff_t* at = own.data();
        std::vector<variable<number>> all(recorded_shape<X>::count(at));
        variable<number>* out = all.data();
        recorded_shape<X>::load(x, out);
        return all;
    }
};

template <class X>
using replay_data = typename replay_operand<X>::data;

template <class F, class X>
void check_replay_argument(const F& f, std::size_t i, const X& x) {
    if constexpr (is_variable<X>) f.check_argument(i, x.data());
    else f.check_argument(i, x);
}

/// A call of the recorded function `F` with `Operands`, which gives data of type `T`.
template <int Order, class F, class... X>
auto call_replayed(const F& f, const X&... x);

/// A derivative, of this order, which the graph has made of a user's call; the second order is the last one, because
/// each is a function of one argument more.
template <int Order, class F, class T, class... X>
class replay_core : public core_base {
    using S = scalar_of_data<T>;

public:
    using data_type = T;
    using links_type = std::vector<node*>;

    replay_core(const F& f, const std::tuple<replay_operand<X>...>& operands) : function_(f), operands_(operands) {}

    static std::string name(const node&) { return "recorded function"; }

    static T value(const F& f, const std::tuple<replay_operand<X>...>& operands, node* const* links) {
        auto memory = f.template workspace<S>();
        S* in = memory.inputs();
        std::apply([&](const auto&... each) { (each.load(links, in), ...); }, operands);
        memory.run();
        const S* out = memory.results();
        const std::ptrdiff_t* shape_extents = f.result_extents().extents.data();
        return recorded_shape<T>::template store<T>(shape_extents, out);
    }

    template <class Call>
    void pull(const Call& call, const T* adjoint, const unsigned char*, node* const* targets) const {
        if (!vjp_.has_value()) vjp_.emplace(f_cotangents());
        auto memory = vjp_->template workspace<S>();
        S* in = memory.inputs();
        node* const* links = call.links();
        std::apply([&](const auto&... each) { (each.load(links, in), ...); }, operands_);
        recorded_shape<T>::load(*adjoint, in);
        memory.run();
        const S* adjoints = memory.results() + function_.output_count();
        std::size_t position = 0;
        std::apply(
            [&](const auto&... each) {
                (each.add(targets, function_.argument_extents()[position++].extents.data(), adjoints), ...);
            },
            operands_);
    }

    template <class Call>
    void trace(const Call& call, const std::optional<variable<T>>* adjoint, graph_pass& pass) const {
        if constexpr (Order == 2) {
            throw not_differentiable(
                "third derivative through a recorded function: it has two in a graph; differentiate it by "
                "pullback::gradient and hvp, and call what they give");
        } else if constexpr (((is_variable<X> || !replay_operand<X>::is_linked) && ...)) {
            node* const* links = call.links();
            const auto arguments = std::apply(
                [&](const auto&... each) {
                    return std::tuple<decltype(each.as_argument(links))...>{each.as_argument(links)...};
                },
                operands_);
            std::size_t link = 0;
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                (trace_one<I>(call, arguments, **adjoint, pass, link), ...);
            }(std::index_sequence_for<X...>{});
        } else {
            throw not_differentiable(
                "second derivative through a recorded function of a container of variables: its first derivatives only "
                "are known in a graph; give it one variable that holds an array, or record its gradient");
        }
    }

    template <class Call>
    bool record(const Call& call, call_recorder& recorder) const {
        node* const* links = call.links();
        std::apply([&](const auto&... each) { (each.record(links, recorder), ...); }, operands_);
        recorder.apply_to_all(function_.body().program().view(), detail::places_as_loaded(*call.results()));
        return true;
    }

private:
    // Adjoints of all arguments, with the value before them.
    auto f_cotangents() const { return vjp(function_); }
    using cotangents = decltype(vjp(std::declval<const F&>()));

    template <std::size_t I, class Call, class Arguments>
    void trace_one(const Call& call, const Arguments& arguments, const variable<T>& gy, graph_pass& pass,
                   std::size_t& link) const {
        using operand = std::tuple_element_t<I, std::tuple<replay_operand<X>...>>;
        if constexpr (operand::is_linked) {
            using U = typename operand::data;
            const auto part = pullback::detail::cotangent_function(function_, wrt_positions<I>{});
            auto made = std::apply(
                [&](const auto&... x) { return variable<U>(detail::call_replayed<Order + 1>(part, x..., gy)); },
                arguments);
            if (gy.node()->is_selected)
                made = detail::selected(made, presence<U>(detail::presence_of(gy).is_everywhere()));
            pass.add(call.links()[link++], made);
        }
    }

    F function_;
    std::tuple<replay_operand<X>...> operands_;
    mutable std::optional<cotangents> vjp_;
};

template <int Order, class F, class... X>
auto call_replayed(const F& f, const X&... x) {
    using S = promoted_t<typename recorded_shape<detail::replay_data<X>>::scalar...>;
    using T = pullback::detail::rebind_recorded<typename F::result_type, S>;
    static_assert(Data<T>,
                  "f(x...): f, recorded at run time, returns what is no data of graphs; let it return a number or an "
                  "array, or call it once for each of its results");
    constexpr bool is_alike = std::is_same_v<
        recorded_function<typename F::result_type, pullback::detail::as_recorded<detail::replay_data<X>>...>, F>;
    static_assert(is_alike,
                  "f(x...): an argument is of another shape than the one that f was recorded with; give the same "
                  "types as to record(f, x...), or variables of these");
    if constexpr (Data<T> && is_alike) {
        std::size_t position = 0;
        (detail::check_replay_argument(f, position++, x), ...);
        using core = detail::replay_core<Order, F, T, X...>;
        const std::tuple<detail::replay_operand<X>...> operands{detail::replay_operand<X>(x)...};
        std::vector<detail::node*> links;
        (detail::replay_operand<X>::enter_links(links, x), ...);
        T value = core::value(f, operands, links.data());
        if (detail::no_grad_depth != 0) return variable<T>(std::move(value));
        return variable<T>(detail::adopt<T>(detail::call_node<core>::make(std::move(value), links, f, operands)));
    }
}

} // namespace pullback::dynamic::detail

namespace pullback::dynamic {

/// Calls a function recorded at run time on variables: numbers, arrays, or containers of variables of numbers. The call
/// is one node of the graph. Its result is a number or an array.
template <RecordedFunction F, class... X>
auto call_recorded_function(const F& f, const X&... x) {
    return detail::call_replayed<1>(f, x...);
}

} // namespace pullback::dynamic

#endif
