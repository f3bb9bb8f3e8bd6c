// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_INTO_HPP
#define PULLBACK_STATIC_FUNCTION_INTO_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/run/evaluate_into.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/result_parts.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/policy.hpp>
#include <pullback/static_function/range_into.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/static_function.hpp>
#include <pullback/static_function/store_results.hpp>
#include <pullback/static_function/work_size.hpp>
#include <pullback/static_function/workspace.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/concat.hpp>
#include <boost/hana/length.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

// Calls that write their results into memory of the caller: `f.into(results...)(arguments...)`.
//
// Destinations are given in the order in which `f(arguments...)` returns results: one for each part of them,
// `value_and_gradient(f).into(value, slope_x, slope_y)(x, y)`, or one for all. (Only a value never shares one with its
// derivative.) A destination is
//  - a variable of the type that would be returned, or of one with the same numbers in the same order;
//  - a pointer: numbers in order, a matrix row by row; `column_major(p)` is one of a matrix column by column;
//  - a view or container of as many numbers, `std::span`, `std::vector`, a matrix, vector or map of Eigen;
//  - what `pullback::destination` is specialised for.
// It holds numbers of the type that the call computes with. A result as long as an argument takes what `range_data`
// knows, of that length.
//
// Nothing is copied and nothing allocated. Arguments of fixed size are read before the first result is written, so a
// destination may be one of them. One that overlaps an argument of run-time length, or has not as many elements as the
// result, is a `range_error`, before anything is written.

namespace pullback {

namespace detail {

/// No destination is given: results are returned.
struct returned_results {};

template <bool IsLasting>
constexpr void check_lasting() {
    static_assert(IsLasting,
                  "f.into(results...): a destination is a constant or a temporary object, in which nobody finds the "
                  "result; give a variable, a pointer, or a view such as std::span");
}

template <class D>
constexpr auto hold_destination(D&& given) {
    using plain = typename held_destination<std::remove_cvref_t<D>>::type;
    if constexpr (is_memory_view<plain>) {
        return view_destination<plain>{given};
    } else {
        constexpr bool is_lasting = std::is_lvalue_reference_v<D> && !std::is_const_v<std::remove_reference_t<D>>;
        detail::check_lasting<is_lasting>();
        return object_destination<std::remove_reference_t<D>>{&given};
    }
}

/// Calls a function whose arguments and results are of fixed size.
template <class F, class... Held, class... A, std::size_t... I>
PULLBACK_ALWAYS_INLINE constexpr void call_fixed_into(const F& f, const boost::hana::basic_tuple<Held...>& held,
                                                      std::index_sequence<I...>, const A&... arguments) {
    using implementation = implementation_for<F, A...>;
    const auto captured = f.captured();
    using T = typename decltype(detail::scalar_of_call<A...>(captured))::type;
    using result = typename implementation::template result<T>;
    if constexpr (fits_destinations<result, T, jacobian_rows_of<implementation>, Held...>()) {
        if constexpr (!std::is_same_v<T, recorded> && (has_numbers<typename Held::type> && ...)) {
            using parts = decltype(detail::list_parts<result, sizeof...(Held), jacobian_rows_of<implementation>>());
            detail::check_extents(parts{}, held);
            placed_results<T, parts, Held...> placed{held};
            engine::run::evaluate_into<called_program_of<implementation>, T>(placed, arguments...,
                                                                             boost::hana::at_c<I>(captured)...);
        } else {
            detail::store_result<jacobian_rows_of<implementation>>(f(arguments...), held);
        }
    }
}

template <class A>
constexpr void check_numbers() {
    static_assert(always_false<A>,
                  "f.into(results...)(x...): an argument is a formula or a variable of a run-time graph, of which the "
                  "call makes another; write y = f(x...)");
}

} // namespace detail

/// A call of `f` whose results, workspace or both are given: `f.into(results...)`, `f.using_workspace(memory)`.
template <class F, class Results, class Workspace>
class placed_call {
public:
    using signature = typename F::signature;

    constexpr placed_call(const F& called, const Results& results, const Workspace& workspace)
        : f_(called), results_(results), workspace_(workspace) {}

    /// The call.
    template <class... A>
    PULLBACK_ALWAYS_INLINE constexpr auto operator()(const A&... arguments) const {
        constexpr bool has_ranges = (DataRange<A> || ...);
        if constexpr (std::is_same_v<Results, detail::returned_results>) {
            if constexpr (has_ranges) return detail::call_with_ranges(f_, workspace_, arguments...);
            else return f_(arguments...);
        } else if constexpr (has_ranges) {
            detail::call_with_ranges_into(f_, results_, workspace_, arguments...);
        } else if constexpr ((SymbolicRange<A> || ...)) {
            detail::store_result<0>(f_(arguments...), results_);
        } else if constexpr (((detail::answers_from_outside<A> || detail::holds_answering<A>) || ...)) {
            if constexpr (requires { call_by_name(*this, arguments...); }) call_by_name(*this, arguments...);
            else detail::check_numbers<F>();
        } else {
            using checked [[maybe_unused]] = detail::types<decltype(detail::check_argument<A>())...>;
            if constexpr ((detail::OfOneScalar<A> && ...)) {
                constexpr bool accepted = F::template accepts<sizeof...(A)>();
                if constexpr (accepted) {
                    // The function is recorded from here, as it is where it is called without destinations: what the
                    // two have in common is not a function, so that the compiler's trace of a mistake in it is short.
                    using recorded_first [[maybe_unused]] =
                        typename detail::recorded_first<F, detail::erased<A>...>::type::built;
                    static_assert(sizeof(typename detail::implementation_for<F, A...>::built) > 0);
                    detail::call_fixed_into(
                        f_, results_, std::make_index_sequence<decltype(boost::hana::length(f_.captured()))::value>{},
                        arguments...);
                }
            }
        }
    }

    /// The call in lanes, or on several threads.
    template <detail::CallPolicy Policy, class... A>
    PULLBACK_ALWAYS_INLINE constexpr auto operator()(const Policy& policy, const A&... arguments) const {
        if constexpr ((DataRange<A> || ...)) {
            const auto memory = detail::memory_for(policy, workspace_);
            return placed_call<F, Results, std::remove_const_t<decltype(memory)>>(f_, results_, memory)(arguments...);
        } else {
            return (*this)(arguments...);
        }
    }

    template <class... D>
    constexpr auto into(D&&... results) const {
        const auto held = boost::hana::make_basic_tuple(detail::hold_destination(std::forward<D>(results))...);
        return placed_call<F, std::remove_const_t<decltype(held)>, Workspace>(f_, held, workspace_);
    }
    template <class M>
    constexpr auto using_workspace(M&& memory) const {
        const auto view = detail::view_workspace(memory);
        return placed_call<F, Results, std::remove_const_t<decltype(view)>>(f_, results_, view);
    }

private:
    [[no_unique_address]] F f_;
    [[no_unique_address]] Results results_;
    [[no_unique_address]] Workspace workspace_;
};

namespace detail {

template <class F>
constexpr auto placed_call_of(const F& f) {
    return placed_call<F, returned_results, allocated_workspace>(f, {}, {});
}

} // namespace detail

template <class Self>
template <class... D>
constexpr auto static_function<Self>::into(D&&... results) const {
    return detail::placed_call_of(static_cast<const Self&>(*this)).into(std::forward<D>(results)...);
}

template <class Self>
template <class M>
constexpr auto static_function<Self>::using_workspace(M&& memory) const {
    return detail::placed_call_of(static_cast<const Self&>(*this)).using_workspace(memory);
}

} // namespace pullback

#endif
