// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_LOOP_FRAME_HPP
#define PULLBACK_STATIC_FUNCTION_LOOP_FRAME_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/static_function/policy.hpp>

#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <cstddef>

// What loops run on: the arguments and the results of a call, as they are read and written in loops.

namespace pullback::detail {

/// An argument or a result while loops run. A view is copied, and of a container that has one it is taken: what is in a
/// local variable whose address nobody has is in registers, also where a function is called in a loop, and compilers
/// move what is computed from it out of loops that may have no turns.
template <class A>
struct argument_in_loop {
    const A& argument;
    constexpr const A* place() const { return __builtin_addressof(argument); }
};
template <CopiedInLoop A>
struct argument_in_loop<A> {
    A view;
    constexpr const A* place() const { return __builtin_addressof(view); }
};
template <DataRange A>
    requires RangeWithView<const A>
struct argument_in_loop<A> {
    view_of_range<const A> view;
    constexpr explicit argument_in_loop(const A& argument) : view(range_data<A>::view(argument)) {}
    constexpr const view_of_range<const A>* place() const { return __builtin_addressof(view); }
};
template <class C>
struct result_in_loop {
    C& container;
    constexpr C* place() { return __builtin_addressof(container); }
};
template <WrittenByCopies C>
struct result_in_loop<C> {
    C view;
    constexpr C* place() { return __builtin_addressof(view); }
};
template <RangeWithView C>
struct result_in_loop<C> {
    view_of_range<C> view;
    constexpr result_in_loop(C& container) : view(range_data<C>::view(container)) {}
    constexpr view_of_range<C>* place() { return __builtin_addressof(view); }
};

template <class InLoop>
PULLBACK_ALWAYS_INLINE constexpr auto places_in_loop(InLoop& all) {
    return boost::hana::unpack(
        all, [](auto&... each) PULLBACK_ALWAYS_INLINE { return boost::hana::make_tuple(each.place()...); });
}

/// Whether the loops of a program keep numbers in memory.
template <class Built, class T>
inline constexpr bool keeps_numbers =
    engine::optimise::loops_of<engine::optimise::loop_program_for<Built, T>>.needs_memory();

/// The same of what runs them, which may copy rows.
template <class Run, class Built, class T>
constexpr bool keeps_numbers_in() {
    if constexpr (keeps_numbers<Built, T>) return true;
    else if constexpr (requires { Run::copies_rows(); }) return Run::copies_rows();
    else return false;
}

/// How many numbers a call keeps in memory.
template <class Built, class T, class Workspace, class... A>
constexpr std::ptrdiff_t size_of_work(const Workspace& workspace, const A&... arguments) {
    const boost::hana::tuple<argument_in_loop<A>...> in_loop{argument_in_loop<A>{arguments}...};
    auto places = detail::places_in_loop(in_loop);
    using run = typename loop_run_of<Workspace, Built, T, decltype(places), boost::hana::tuple<>>::type;
    if constexpr (keeps_numbers_in<run, Built, T>()) return run(places, {}, detail::policy_of(workspace)).work_size();
    else return 0;
}

} // namespace pullback::detail

#endif
