// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_WORKSPACE_HPP
#define PULLBACK_STATIC_FUNCTION_WORKSPACE_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/shape/memory_overlap.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/result_container.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

// The memory in which loops keep numbers for other loops, if there are any.

namespace pullback::detail {

/// No memory is given: a call that needs some allocates it and frees it again.
struct allocated_workspace {};

/// Memory of the caller.
template <class T>
struct workspace_view {
    T* data;
    std::ptrdiff_t size;
};

/// Memory, and how much of ordered loops is kept in it.
template <class Workspace, class Policy>
struct checkpointed_workspace {
    Workspace memory;
    Policy policy;
};

/// How the loops of a call keep what they need, and where.
template <class Workspace>
constexpr checkpoints::none_policy policy_of(const Workspace&) {
    return {};
}
template <class Workspace, class Policy>
constexpr Policy policy_of(const checkpointed_workspace<Workspace, Policy>& given) {
    return given.policy;
}
template <class Workspace>
constexpr const Workspace& memory_of_workspace(const Workspace& workspace) {
    return workspace;
}
template <class Workspace, class Policy>
constexpr const Workspace& memory_of_workspace(const checkpointed_workspace<Workspace, Policy>& given) {
    return given.memory;
}
/// The workspace of a call of f: the memory, with the checkpoints of f where it has some.
template <class F, class Workspace>
constexpr decltype(auto) workspace_for([[maybe_unused]] const F& f, const Workspace& memory) {
    if constexpr (requires { f.kept_checkpoints; }) {
        using policy = std::remove_const_t<decltype(f.kept_checkpoints)>;
        return checkpointed_workspace<Workspace, policy>{memory, f.kept_checkpoints};
    } else {
        return (memory);
    }
}

template <class T, std::size_t Size>
constexpr workspace_view<T> view_workspace(T (&memory)[Size]) {
    return {memory, static_cast<std::ptrdiff_t>(Size)};
}
template <class M>
    requires(!std::is_array_v<std::remove_reference_t<M>>)
constexpr auto view_workspace(M&& memory) {
    constexpr bool is_memory = requires {
        { *memory.data() };
        { static_cast<std::ptrdiff_t>(memory.size()) };
        requires !std::is_const_v<std::remove_pointer_t<decltype(memory.data())>>;
    };
    static_assert(is_memory,
                  "f.using_workspace(memory): memory is not an array of numbers that can be written; give a std::span, "
                  "a std::array or a std::vector of work_size(f, x...) numbers");
    if constexpr (is_memory)
        return workspace_view<std::remove_pointer_t<decltype(memory.data())>>{
            memory.data(), static_cast<std::ptrdiff_t>(memory.size())};
    else return allocated_workspace{};
}

template <bool Allocates>
constexpr void check_allocation() {
    static_assert(Allocates,
                  "f(x...): f keeps numbers in memory between its loops, and nothing is allocated here; give the "
                  "memory: f.using_workspace(memory)(x...), of work_size(f, x...) numbers");
}

/// Whether memory of the caller is that of none of these containers. What is none has been read before.
template <class T, class... C>
[[gnu::noinline]] constexpr void check_workspace(const workspace_view<T>& memory, std::ptrdiff_t size,
                                                 const C&... containers) {
    if (size <= 0 || size > memory.size || std::is_constant_evaluated()) return;
    const std::uintptr_t begin = detail::address_of(*memory.data);
    const memory_extent used{begin, begin + static_cast<std::uintptr_t>(size) * sizeof(T), 0, 0};
    const auto is_in = [&]<class X>([[maybe_unused]] const X& container) {
        if constexpr (DataRange<X>) return detail::overlaps(used, container);
        else return false;
    };
    if ((is_in(containers) || ...))
        report_range_error(range_sentence() << "f.using_workspace(memory)(x...): memory overlaps an argument or a "
                                               "destination, which f would write over; give memory of its own");
}
template <class... C>
constexpr void check_workspace(allocated_workspace, std::ptrdiff_t, const C&...) {}

/// How many numbers a run keeps. In memory of the caller, one in lanes may do with less than it would like.
template <class Run, class Workspace>
constexpr std::ptrdiff_t work_size_of(Run& run, [[maybe_unused]] const Workspace& given) {
    if constexpr (requires { run.work_size_within(given.size); }) return run.work_size_within(given.size);
    else return run.work_size();
}

/// The memory for what loops keep, if there is any: allocated, or that of the caller, whose calls have nothing of a
/// heap in them.
template <class T, bool IsNeeded, class Workspace>
class work_memory {
public:
    constexpr work_memory(allocated_workspace, [[maybe_unused]] std::ptrdiff_t size) {
        detail::check_allocation<PULLBACK_ALLOCATES != 0 || always_false<T>>();
#if PULLBACK_ALLOCATES
        data_ = new T[static_cast<std::size_t>(size)];
#endif
    }
    work_memory(const work_memory&) = delete;
    work_memory& operator=(const work_memory&) = delete;
    constexpr ~work_memory() {
#if PULLBACK_ALLOCATES
        delete[] data_;
#endif
    }
    constexpr T* data() const { return data_; }

private:
    T* data_ = nullptr;
};
template <class T, class Workspace>
    requires requires(const Workspace& given) { given.size; }
class work_memory<T, true, Workspace> {
public:
    template <class Given>
    constexpr work_memory(const workspace_view<Given>& given, std::ptrdiff_t size) {
        constexpr bool is_of_scalar = std::is_same_v<Given, T>;
        static_assert(is_of_scalar,
                      "f.using_workspace(memory)(x...): memory holds numbers of another type than f computes with, "
                      "which is the common type of x...");
        if (given.size < size)
            report_range_error(range_sentence()
                               << "f.using_workspace(memory)(x...): f keeps " << size << " numbers, and memory has "
                               << given.size << "; give as many as work_size(f, x...) says");
        if constexpr (is_of_scalar) data_ = given.data;
    }
    constexpr T* data() const { return data_; }

private:
    T* data_ = nullptr;
};
template <class T, class Workspace>
class work_memory<T, false, Workspace> {
public:
    constexpr work_memory(const Workspace&, std::ptrdiff_t) {}
    static constexpr T* data() { return nullptr; }
};

} // namespace pullback::detail

#endif
