// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_HPP
#define PULLBACK_RECORD_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// Functions recorded at run time: of code that is not `constexpr`, that captures state, or whose size shows at run
/// time only.
///
///     const auto f = pullback::record([&](const auto& x) { return energy(mesh, x); }, start);
///     const auto [value, gradient] = pullback::value_and_gradient(f)(x);
#include <pullback.hpp>
#include <pullback/program/growing_memory.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/replay/c_code.hpp>
#include <pullback/replay/derivative_functions.hpp>
#include <pullback/replay/function.hpp>
#include <pullback/replay/points.hpp>
#include <pullback/replay/printing.hpp>
#include <pullback/replay/shape.hpp>
#include <pullback/replay/sparse.hpp>
#include <pullback/replay/stored_program.hpp>
#include <pullback/shape/range_error.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback {

namespace detail {

template <class A>
constexpr bool is_of_real_numbers() {
    if constexpr (RecordedShape<A>) return !std::is_same_v<typename recorded_shape<A>::scalar, bool>;
    else return false;
}

[[noreturn]] inline void report_foreign_operands() {
    report_range_error(
        range_sentence() << "record(f, x...): f reads a value that another recording, which is still going on, has "
                            "made; give it to f as an argument");
}

[[noreturn]] inline void report_missing_bound() {
    report_range_error(range_sentence()
                       << "record(f, x...): f has a while_loop(init, condition, f) without a bound, and the program of "
                          "a recording has no loops; give a bound, while_loop(pullback::at_most<N>, init, ...)");
}

/// What has been written into `target`, with these outputs, as a function.
template <class R, class... A>
recorded_function<R, A...> function_of(const engine::record::recorder& target, const std::vector<int>& outputs,
                                       recorded_extents result, std::array<recorded_extents, sizeof...(A)> arguments) {
    engine::program_view whole = target.view();
    whole.outputs = outputs.data();
    whole.output_count = static_cast<int>(outputs.size());
    return recorded_function<R, A...>(engine::replay::live_part(whole), std::move(result), std::move(arguments));
}

/// What has been written into `target`, as a function of arguments of these extents that returns such results.
template <class... A, class Returned>
auto finished(engine::record::recorder& target, const Returned& result,
              std::array<recorded_extents, sizeof...(A)> arguments) {
    auto result_extents = recorded_extents::of<Returned>(detail::extents_of(result));
    std::vector<recorded> results(result_extents.count);
    recorded* out = results.data();
    recorded_shape<Returned>::load(result, out);
    if (target.misses_bound()) detail::report_missing_bound();
    std::vector<int> outputs;
    for (const recorded& each : results) {
        if (target.has_foreign_operands() || (!each.is_literal() && each.target() != &target))
            detail::report_foreign_operands();
        outputs.push_back(each.operand_in(target));
    }
    return detail::function_of<as_recorded<Returned>, as_recorded<A>...>(target, outputs, std::move(result_extents),
                                                                         std::move(arguments));
}

/// Whether a callable takes recording scalars in the shapes of these examples.
template <class F, class... A>
constexpr bool takes_recorded() {
    if constexpr ((RecordedShape<A> && ...)) return std::is_invocable_v<const F&, const as_recorded<A>&...>;
    else return true; // which the examples are refused for
}

/// `record` with examples that are made of numbers.
template <class F, class... A>
auto record_numbers(const F& f, const A&... examples) {
    std::array<recorded_extents, sizeof...(A)> arguments{recorded_extents::of<A>(detail::extents_of(examples))...};
    std::size_t input_count = 0;
    for (const auto& each : arguments) input_count += each.count;

    engine::growing_memory memory;
    engine::record::recorder target(memory, static_cast<int>(input_count));
    std::vector<recorded> inputs(input_count);
    for (std::size_t i = 0; i < input_count; ++i) inputs[i] = recorded(target, static_cast<int>(i));
    const auto call = [&]<std::size_t... I>(std::index_sequence<I...>) {
        const recorded* in = inputs.data();
        const std::ptrdiff_t* extents[] = {arguments[I].extents.data()..., nullptr};
        const std::tuple<as_recorded<A>...> made{recorded_shape<A>::template store<as_recorded<A>>(extents[I], in)...};
        return f(std::get<I>(made)...);
    };
    using returned = decltype(call(std::index_sequence_for<A...>{}));
    constexpr bool gives_numbers = detail::is_of_real_numbers<returned>();
    static_assert(gives_numbers,
                  "record(f, x...): f returns something that is not made of real numbers; return a number, an array, "
                  "a std::vector, a struct, or an Eigen matrix that is no expression: return Vector(a + b)");
    if constexpr (gives_numbers) {
        const auto result = call(std::index_sequence_for<A...>{}); // which reads the extents of the arguments
        return detail::finished<A...>(target, result, std::move(arguments));
    }
}

} // namespace detail

/// Runs a generic callable once, now, with recording scalars in the shapes of the examples, and gives the function that
/// it has written: it is called, differentiated and printed as a static function is. The callable may capture, allocate
/// and call whatever is a template on its scalar; what it reads besides its arguments is constant from then on. A
/// comparison of recorded values has no truth value: write `select(x < y, a, b)` for `x < y ? a : b`. Arguments are
/// numbers, arrays, tuples and structs, `std::vector`s, and Eigen's vectors and matrices with pullback/ext/eigen.hpp.
/// Throws `range_error` if the callable reads values that another recording, around this one, has made.
/// Precondition: it keeps no recorded values for another call. Cost: that of the callable, and some 100 ns for each
/// operation.
template <class F, class... A>
auto record(const F& f, const A&... examples) {
    // What is to hold has a name, as compilers else explain a concept at length.
    constexpr bool are_numbers = (detail::is_of_real_numbers<A>() && ...);
    static_assert(are_numbers,
                  "record(f, x...): an example argument is not made of real numbers; give numbers, std::arrays, "
                  "std::vectors, structs that are templates on their scalar, or Eigen's vectors and matrices with "
                  "pullback/ext/eigen.hpp");
    constexpr bool is_callable = detail::takes_recorded<F, A...>();
    static_assert(is_callable,
                  "record(f, x...): f cannot be called with these arguments made of a recording scalar; take each by "
                  "auto, as in [](const auto& x), and write sin(x) in the body, not std::sin(x)");
    if constexpr (are_numbers && is_callable) return detail::record_numbers(f, examples...);
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
