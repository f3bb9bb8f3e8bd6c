// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_SIZE_LIMITS_HPP
#define PULLBACK_PROGRAM_SIZE_LIMITS_HPP

#include <pullback/program/compiler.hpp>

#include <limits>

// Compilers bound the steps of one constant expression: g++ 12 those of -fconstexpr-ops-limit, clang those of
// -fconstexpr-steps. What is done to a program takes steps in proportion to its size, so each pass has a size at which
// it ends; these are all of them, in the order of optimise/pipeline.hpp. Passes end one after the other and not
// together, or a program just below such a size would take much longer to compile than one above it.

namespace pullback::engine {

/// How many instructions a sweep over a program walks in one stage, a constant of its own. Each stage begins with a
/// copy of what is there, so as many as the compiler's limit on steps allows.
#if defined(__clang__)
inline constexpr int stage_size = 1024;
#else
inline constexpr int stage_size = 4096;
#endif

/// How many instructions one stage walks, of `steps` that a walk over a program of `size` instructions takes in all:
/// the copy of the program takes its share. A very long walk passes most instructions by.
constexpr int steps_of_stage(int steps, int size) {
    constexpr int most_stages = 32, fewest = 256;
    const int share = (steps + most_stages - 1) / most_stages;
    const int left = stage_size - size / 10 > fewest ? stage_size - size / 10 : fewest;
    return share > left ? share : left;
}

/// How many stages a walk of `steps` instructions takes over a program of `size` instructions.
constexpr int stages_for(int steps, int size) {
    return steps > 0 ? (steps + steps_of_stage(steps, size) - 1) / steps_of_stage(steps, size) : 1;
}

/// How many instructions a stage visits that begins with a program of this size, in a walk whose length is not known
/// before.
constexpr int visits_of_stage(int size) {
    constexpr int fewest = stage_size / 8;
    const int left = stage_size - size / 6;
    return left > fewest ? left : fewest;
}

/// Identities are looked for in the derivatives of programs up to this size.
inline constexpr int largest_identified_program = 1024;
/// How many steps are spent to show that the identities in a program of this size keep what is infinite.
constexpr int most_steps_of_singularities(int size) {
    constexpr int most = 1 << 14, whole = 512;
    return size <= whole ? most : most / 4 * whole / size * whole / size;
}
/// Products and sums are rearranged in the derivatives of programs up to this size.
#if defined(__clang__) // whose limit on steps a Hessian of 1795 instructions has passed
inline constexpr int largest_rearranged_program = 1536, largest_rearranged_part = 1024;
#else
inline constexpr int largest_rearranged_program = 2048, largest_rearranged_part = 2048;
#endif
/// Larger ones, up to this size, are rearranged in such parts, if there are at least so many instructions of
/// derivatives for each that the user wrote.
inline constexpr int largest_divided_program = 4 * largest_rearranged_program, fewest_derivative_steps = 16;
/// Products and sums that have several users are rearranged too in programs up to this size, and the cheaper of both
/// arrangements is taken.
inline constexpr int largest_deeply_rearranged_program = 512;
/// Constant factors are moved in programs up to this size, if there are so many of them.
inline constexpr int largest_scaled_program = 300, fewest_moved_factors = 4;
/// The search for products of others has its whole budget up to the first size, and none from the second on.
inline constexpr int fully_searched_program = 300, largest_searched_program = 360;

/// Programs of these sizes get an order of their own, and up to the third size the best one of three.
inline constexpr int smallest_scheduled_program = 9, largest_scheduled_program = 1280;
inline constexpr int largest_compared_schedule = 512;

/// So many calls stand in one function, as g++'s inliner spends time quadratic in their number.
inline constexpr int chunk_size = 64;
/// Programs up to this size are inlined where they are called, and their results need not be in memory.
inline constexpr int largest_inlined_program = 128;
/// Programs up to this size are one function. clang's time is linear, and longer for parts.
inline constexpr int largest_undivided_program = compiler_is_gcc ? 2048 : std::numeric_limits<int>::max();

/// Gradients up to this size, for each variable, are small enough for the program of the order below to be
/// differentiated again up to this order.
inline constexpr int largest_repeated_gradient = 256, largest_repeated_order = 5;
/// Programs up to this size are differentiated in both ways where that may pay.
inline constexpr int largest_compared_program = 256;
/// Where programs of several results are larger, it is counted what the two ways visit: up to this size, for each 64
/// inputs or results.
inline constexpr int largest_counted_program = 1 << 14;

/// Beyond these sizes it is asked whether the compiler's limit on steps was raised: the operations that the body of one
/// function may record, the instructions of a program that is differentiated in stages, and the numbers of a result.
#if defined(__clang__)
#define PULLBACK_MORE_STEPS "-fconstexpr-steps=100000000"
inline constexpr int largest_body = 11000, largest_program = 20000, largest_result = 60000;
inline constexpr int steps_by_body = 100, steps_by_program = 55, steps_by_result = 18;
#else
#define PULLBACK_MORE_STEPS "-fconstexpr-ops-limit=4000000000 -fconstexpr-loop-limit=100000000"
inline constexpr int largest_body = 12000, largest_program = 25000, largest_result = 250000;
inline constexpr int steps_by_body = 160, steps_by_program = 70, steps_by_result = 8;
#endif

/// The most instructions that a program has room for by default: tables of more are longer than the loops that g++
/// allows. The same flags allow more.
inline constexpr int largest_room = (1 << 16) - 1;

constexpr bool spend(int steps) {
    unsigned sum = 0;
    for (int i = 0; i < steps / 1024; ++i)
        for (unsigned k = 0; k < 1024; ++k) sum ^= k;
    return sum < 1024;
}
template <int Steps, bool Is = engine::spend(Steps)>
constexpr bool allows_steps(int) {
    return Is;
}
template <int>
constexpr bool allows_steps(long) {
    return false;
}

/// Whether the compiler's limit on steps allows `Count` of something, where its default allows `Largest` of them.
template <int Count, int Largest, int StepsForEach>
consteval bool is_allowed() {
    if constexpr (Count <= Largest) return true;
    else if constexpr (Count > (1 << 30) / StepsForEach) return false;
    else return engine::allows_steps<Count * StepsForEach>(0);
}

} // namespace pullback::engine

#endif
