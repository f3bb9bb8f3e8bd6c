// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHUNK_MEMORY_HPP
#define PULLBACK_RUN_CHUNK_MEMORY_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/chunk_policy.hpp>
#include <pullback/run/loop_places.hpp>

#include <type_traits>

// Where chunks of a loop write to that other chunks would write to as well.

namespace pullback::engine::run {

template <class Program>
inline constexpr auto cuts_of = run::find_cuts(Program::code, optimise::loops_of<Program>);

template <class Program, class T, class Executor>
struct chunk_memory<Program, T, chunk_policy<Executor>> {
    static constexpr const auto& cuts = cuts_of<Program>;
    /// The loop whose chunks have a kept array for themselves, or -1.
    static constexpr int owner_of(int array) { return cuts.owner[array]; }
    static constexpr bool owns_array(int array) { return owner_of(array) >= 0; }
    static constexpr bool owns_store(int store) { return cuts.is_added[store]; }

    /// The loop that is cut around another one, or -1.
    static constexpr int owner_of_loop(int region) {
        const int outermost = run::outermost_around(optimise::loops_of<Program>, region);
        return cuts.is_cut[outermost] ? outermost : -1;
    }
    template <int Loop>
    PULLBACK_ALWAYS_INLINE constexpr T* memory_of_owner() const {
        return own_[Loop];
    }
    /// What a kept array is in, for the chunk of the loop that owns it, and for all others what was joined.
    template <int Array>
    PULLBACK_ALWAYS_INLINE constexpr T* own_memory() const {
        return own_[cuts.owner[Array]];
    }
    /// Whether a store adds to memory of the chunk. A chunk that is alone adds to the result.
    template <int Store>
    PULLBACK_ALWAYS_INLINE constexpr bool has_added() const {
        return added_[Program::code.accesses[Program::code.stores[Store].access].array] != nullptr;
    }
    template <int Array>
    PULLBACK_ALWAYS_INLINE constexpr T* added_to() const {
        return added_[Array];
    }

    T* own_[optimise::loops_of<Program>.region_count]{}; // of each loop
    T* added_[Program::code.tables.array_count + 1]{};   // of each array
};

} // namespace pullback::engine::run

#endif
