// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_FUNCTION_HPP
#define PULLBACK_REPLAY_FUNCTION_HPP

#include <pullback/derivative/results.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/replay/replayed.hpp>
#include <pullback/replay/shape.hpp>
#include <pullback/replay/stored_program.hpp>
#include <pullback/shape/range_error.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback {

/// A value with a derivative beside it, of which one is of no fixed size.
template <template <class, class> class Both, class Value, class Derivative>
    requires(detail::is_value_with_derivative<Both<Value, Derivative>> &&
             !detail::has_fixed_recorded_shape<Both<Value, Derivative>> && RecordedShape<Value> &&
             RecordedShape<Derivative>)
struct recorded_shape<Both<Value, Derivative>> {
private:
    using both = Both<Value, Derivative>;

public:
    static constexpr bool is_fixed = false;
    using scalar = typename recorded_shape<Value>::scalar;
    template <class S>
    using rebind = Both<detail::rebind_recorded<Value, S>, detail::rebind_recorded<Derivative, S>>;

    static void describe(const both& value, detail::extent_list& extents) {
        recorded_shape<Value>::describe(get<0>(value), extents);
        recorded_shape<Derivative>::describe(get<1>(value), extents);
    }
    static bool matches(const both& value, const std::ptrdiff_t*& extents) {
        return recorded_shape<Value>::matches(get<0>(value), extents) &&
               recorded_shape<Derivative>::matches(get<1>(value), extents);
    }
    template <class S>
    static void load(const both& value, S*& out) {
        recorded_shape<Value>::load(get<0>(value), out);
        recorded_shape<Derivative>::load(get<1>(value), out);
    }
    static std::size_t count(const std::ptrdiff_t*& extents) {
        const std::size_t of_value = recorded_shape<Value>::count(extents);
        return of_value + recorded_shape<Derivative>::count(extents);
    }
    template <class R, class S>
    static R store(const std::ptrdiff_t*& extents, const S*& in) {
        return R{recorded_shape<Value>::template store<std::tuple_element_t<0, R>>(extents, in),
                 recorded_shape<Derivative>::template store<std::tuple_element_t<1, R>>(extents, in)};
    }
    template <class S>
    static void assign(both& value, const S*& in) {
        recorded_shape<Value>::assign(get<0>(value), in);
        recorded_shape<Derivative>::assign(get<1>(value), in);
    }
    template <class Inner>
    static void spread(const std::ptrdiff_t*& extents, const detail::extent_list& inner, detail::extent_list& out) {
        recorded_shape<Value>::template spread<Inner>(extents, inner, out);
        recorded_shape<Derivative>::template spread<Inner>(extents, inner, out);
    }
};

namespace detail {

/// The extents of all arguments, or of a result, of a recorded function, and the number of scalars in it.
struct recorded_extents {
    extent_list extents;
    std::size_t count = 0;

    template <class A>
    static recorded_extents of(extent_list described) {
        recorded_extents made{std::move(described), 0};
        const std::ptrdiff_t* at = made.extents.data();
        made.count = recorded_shape<A>::count(at);
        return made;
    }
};

template <class X>
using recorded_scalar_of = typename recorded_shape<X>::scalar;

template <class X>
inline constexpr bool holds_recorded = std::is_same_v<recorded_scalar_of<X>, recorded>;

[[noreturn]] inline void report_recorded_extents() {
    report_range_error(
        range_sentence() << "f(x...): an argument has other extents than the one that f was recorded with; record f "
                            "again for each set of extents");
}

/// What is in memory as the results of a run are, which are many where they are the entries of a matrix.
template <class A, class T>
inline constexpr bool is_vector_of = false;
template <class T, class Allocator>
inline constexpr bool is_vector_of<std::vector<T, Allocator>, T> = !std::is_same_v<T, bool>;

[[noreturn]] inline void report_result_extents() {
    report_range_error(
        range_sentence() << "f.call_into(result, memory, x...): the result has other extents than what f returns; make "
                            "it with f(x...) once");
}

[[noreturn]] inline void report_foreign_workspace() {
    report_range_error(range_sentence() << "f.call(memory, x...), f.call_into(result, memory, x...): the memory is of "
                                           "another function; take that of f.workspace()");
}

} // namespace detail

/// A function recorded at run time, as `record` gives it. It is called as a static function is; `R` and `A` are the
/// types of its result and its arguments, made of `recorded`. Copies share the program.
template <class R, class... A>
class recorded_function {
public:
    static constexpr std::size_t argument_count = sizeof...(A);
    using result_type = R;

    // This constructor is for this library's own use.
    recorded_function(engine::replay::stored_program program, detail::recorded_extents result,
                      std::array<detail::recorded_extents, sizeof...(A)> arguments)
        : body_(std::make_shared<engine::replay::replayed>(std::move(program))),
          result_(std::move(result)),
          arguments_(std::move(arguments)) {}

    /// Calls the function with
    ///  - numbers: the value, in the arguments' common scalar type;
    ///  - recorded values, while something else is recorded: the program is written into that one;
    ///  - variables of a run-time graph: one node of the graph (with pullback/dynamic/record.hpp).
    /// Throws `range_error` where an argument has other extents than the one that the function was recorded with.
    template <class... X>
    auto operator()(const X&... x) const {
        if constexpr (detail::any_of<!RecordedShape<X>...>) {
            constexpr bool is_answered = requires { call_recorded_function(*this, x...); };
            static_assert(is_answered,
                          "f(x...): an argument is not made of numbers; give what record(f, x...) got, or, with "
                          "pullback/dynamic/record.hpp, variables of a run-time graph");
            if constexpr (is_answered) return call_recorded_function(*this, x...);
        } else if constexpr (detail::any_of<(answers_calls<detail::recorded_scalar_of<X>> &&
                                             !detail::holds_recorded<X>)...>) {
            return call_recorded_function(*this, x...);
        } else if constexpr (detail::any_of<detail::holds_recorded<X>...>) {
            return write(x...);
        } else {
            auto memory = workspace<promoted_t<detail::recorded_scalar_of<X>...>>();
            return call(memory, x...);
        }
    }

    /// Memory for calls with numbers of type `T`.
    template <class T = decltype(1.), std::size_t Lanes = 1>
    replay_workspace<T, Lanes> workspace() const {
        return replay_workspace<T, Lanes>(body_);
    }
    /// The value in memory of the caller, which is this function's own: nothing is allocated but for the result.
    template <class T, class... X>
    auto call(replay_workspace<T>& memory, const X&... x) const {
        run(memory, x...);
        using result = detail::rebind_recorded<R, T>;
        if constexpr (detail::is_vector_of<result, T>) {
            result made(result_.count);
            memory.write_results(made.data());
            return made;
        } else {
            const T* in = memory.results();
            const std::ptrdiff_t* extents = result_.extents.data();
            return recorded_shape<R>::template store<result>(extents, in);
        }
    }
    /// The same into a result that is there, of the right extents. Where that has nothing to allocate, nothing is
    /// allocated.
    template <class T, class D, class... X>
    void call_into(D& result, replay_workspace<T>& memory, const X&... x) const {
        static_assert(std::is_same_v<detail::as_recorded<D>, R>,
                      "f.call_into(result, memory, x...): the result is of another shape than what f returns");
        if constexpr (!recorded_shape<D>::is_fixed) {
            const std::ptrdiff_t* extents = result_.extents.data();
            if (!recorded_shape<D>::matches(result, extents)) detail::report_result_extents();
        }
        run(memory, x...);
        if constexpr (detail::is_vector_of<D, T>) {
            memory.write_results(result.data());
        } else {
            const T* in = memory.results();
            recorded_shape<D>::assign(result, in);
        }
    }

    const engine::replay::replayed& body() const { return *body_; }
    const detail::recorded_extents& result_extents() const { return result_; }
    const std::array<detail::recorded_extents, sizeof...(A)>& argument_extents() const { return arguments_; }
    std::size_t input_count() const {
        std::size_t sum = 0;
        for (const auto& each : arguments_) sum += each.count;
        return sum;
    }
    std::size_t output_count() const { return result_.count; }

    /// Throws `range_error` unless x has the extents of argument `i`.
    template <class X>
    void check_argument(std::size_t i, const X& x) const {
        if constexpr (!recorded_shape<X>::is_fixed) {
            const std::ptrdiff_t* extents = arguments_[i].extents.data();
            if (!recorded_shape<X>::matches(x, extents)) detail::report_recorded_extents();
        }
    }

private:
    template <class T, class... X>
    void run(replay_workspace<T>& memory, const X&... x) const {
        check(x...);
        if (!memory.is_of(*body_)) detail::report_foreign_workspace();
        T* in = memory.inputs();
        (recorded_shape<X>::load(x, in), ...);
        memory.run();
    }

    template <class... X>
    void check(const X&... x) const {
        static_assert(sizeof...(X) == sizeof...(A),
                      "f(x...): f was recorded with another number of arguments; give as many as record(f, x...) got");
        if constexpr (sizeof...(X) == sizeof...(A)) {
            constexpr bool is_alike = (std::is_same_v<detail::as_recorded<X>, A> && ...);
            static_assert(is_alike,
                          "f(x...): an argument is of another shape than the one that f was recorded with; give the "
                          "same types as to record(f, x...), of numbers of any type");
            std::size_t i = 0;
            (check_argument(i++, x), ...);
        }
    }
    template <class... X>
    auto write(const X&... x) const {
        check(x...);
        const engine::program_view from = body_->program().view();
        std::vector<recorded> nodes(static_cast<std::size_t>(from.node_count()));
        recorded* in = nodes.data();
        (recorded_shape<X>::load(x, in), ...);
        engine::record::recorder* target = nullptr;
        for (std::size_t i = 0; i < input_count(); ++i)
            if (nodes[i].target() != nullptr) target = nodes[i].target();
        engine::record::inline_program(from, nodes.data(), target);
        std::vector<recorded> results(result_.count);
        for (std::size_t i = 0; i < results.size(); ++i)
            results[i] = engine::record::output_of(from, static_cast<int>(i), nodes.data(), target);
        const recorded* out = results.data();
        const std::ptrdiff_t* extents = result_.extents.data();
        return recorded_shape<R>::template store<R>(extents, out);
    }

    std::shared_ptr<const engine::replay::replayed> body_;
    detail::recorded_extents result_;
    std::array<detail::recorded_extents, sizeof...(A)> arguments_;
};

template <class F>
inline constexpr bool is_recorded_function = false;
template <class R, class... A>
inline constexpr bool is_recorded_function<recorded_function<R, A...>> = true;

/// A function recorded at run time.
template <class F>
concept RecordedFunction = is_recorded_function<F>;

} // namespace pullback

#endif
