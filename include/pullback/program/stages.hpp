// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_STAGES_HPP
#define PULLBACK_PROGRAM_STAGES_HPP

#include <pullback/program/recorded.hpp>

#include <limits>

// Compilers bound the steps of one constant expression. A program that takes more than that to write is written in
// stages, each a constant of its own that goes on where the one before stopped.

namespace pullback::detail {

/// How many instructions a sweep over a program walks in one stage. Each stage begins with a copy of what is there, so
/// as many as the compiler's limit on steps allows.
#if defined(__clang__)
inline constexpr int stage_size = 1024;
#else
inline constexpr int stage_size = 8192;
#endif

/// And in one stage of a walk over `steps` instructions in all of a program of `size` instructions, the copy of which
/// takes its share of the steps. A very long walk passes most instructions by, as the sweeps of a sparse Jacobian do.
constexpr int steps_of_stage(int steps, int size) {
    constexpr int most_stages = 32, fewest = 256;
    const int share = (steps + most_stages - 1) / most_stages;
    const int left = stage_size - size / 10 > fewest ? stage_size - size / 10 : fewest;
    return share > left ? share : left;
}

/// The stages for such a walk.
constexpr int stages_for(int steps, int size) {
    return steps > 0 ? (steps + steps_of_stage(steps, size) - 1) / steps_of_stage(steps, size) : 1;
}

/// How many instructions a walk whose length is not known before visits in a stage that begins with a program of this
/// size.
constexpr int visits_of_stage(int size) {
    constexpr int fewest = stage_size / 4;
    return stage_size - size / 10 > fewest ? stage_size - size / 10 : fewest;
}

/// A program between two stages: what is recorded so far, and `Kept` values that the stages share.
template <int Capacity, int Outputs, int Kept>
struct unfinished_program {
    program_buffer<Capacity, Outputs> program;
    bool rounded_literals[Capacity]{};
    int kept[Kept > 0 ? Kept : 1]{};
    int place = 0; // where a walk of unknown length goes on
};

// The literal zero among them, which need not be entered in the program.
inline constexpr int kept_zero = std::numeric_limits<int>::min();

/// A source writes its program in stages if it has `stage_count`, the number `kept_count` of values that a stage leaves
/// for the next, and `write<Stage>(recorder&, recorded* kept, int* outputs)`.
/// Where the number of stages shows only as they are written, `write` takes the place where the stage before has
/// stopped, 0 at first, and returns that where it stops itself, or `end_of_walk`.
template <class Source>
concept Staged = requires { Source::kept_count; };
template <class Source>
concept Walk = Staged<Source> && !requires { Source::stage_count; };

inline constexpr int end_of_walk = -1;

template <class Source, int Stage, int Capacity>
constexpr auto write_stage();

// A constant of its own per capacity: each attempt has the compiler's whole budget of steps, and only the last is kept.
template <class Source, int Stage, int Capacity>
inline constexpr auto attempt = write_stage<Source, Stage, Capacity>();

template <class Source, int Stage>
consteval int needed_capacity();

/// The program after a stage.
template <class Source, int Stage>
inline constexpr const auto& written = attempt<Source, Stage, needed_capacity<Source, Stage>()>;

template <class Source, int Stage, int Capacity>
constexpr auto write_stage() {
    constexpr int outputs = Source::output_count;
    if constexpr (!Staged<Source>) {
        program_buffer<Capacity, outputs> buffer;
        recorder target(buffer, Source::input_count);
        Source::write(target, buffer.outputs);
        target.finish(buffer);
        return buffer;
    } else {
        unfinished_program<Capacity, outputs, Source::kept_count> result;
        auto& buffer = result.program;
        recorder target(buffer, Source::input_count);
        workspace<recorded> kept(Source::kept_count);
        if constexpr (Stage > 0) {
            const auto& before = written<Source, Stage - 1>;
            target.resume(before.program, before.rounded_literals);
            for (int i = 0; i < outputs; ++i) buffer.outputs[i] = before.program.outputs[i];
            for (int i = 0; i < Source::kept_count; ++i)
                if (before.kept[i] != kept_zero) kept[i] = recorded(target, before.kept[i]);
        }
        bool is_last = false;
        if constexpr (Walk<Source>) {
            int place = 0;
            if constexpr (Stage > 0) place = written<Source, Stage - 1>.place;
            result.place = Source::template write<Stage>(target, kept.data(), buffer.outputs, place);
            is_last = result.place == end_of_walk;
        } else {
            Source::template write<Stage>(target, kept.data(), buffer.outputs);
        }
        constexpr bool goes_on = [] {
            if constexpr (Walk<Source>) return true;
            else return Stage + 1 < Source::stage_count;
        }();
        if constexpr (goes_on) {
            if (is_last) {
                target.finish(buffer);
                return result;
            }
            for (int i = 0; i < Source::kept_count; ++i)
                result.kept[i] = kept[i].is_literal(0) ? kept_zero : kept[i].operand_in(target);
            for (int i = 0; i < target.literal_count(); ++i)
                result.rounded_literals[i] = target.is_rounded_literal(-i - 1);
            target.finish(buffer);
            return result;
        } else {
            target.finish(buffer);
            return buffer;
        }
    }
}

/// What is written of the program after a stage.
constexpr const auto& buffer_of(const auto& result) {
    if constexpr (requires { result.program; }) return result.program;
    else return result;
}

// More than a compiler can record within its limits.
inline constexpr int largest_capacity = 1 << 19;

template <class Source, int Stage, int Capacity>
consteval int sufficient_capacity() {
    if constexpr (Capacity > largest_capacity)
        static_assert(always_false<Source>,
                      "f(x...): f or its derivative could not be recorded as a program; see the first error, or, if "
                      "there is none, call parts of f as functions of their own");
    else if constexpr (detail::buffer_of(attempt<Source, Stage, Capacity>).overflow)
        return sufficient_capacity<Source, Stage, Capacity*(Stage == 0 ? 8 : 2)>();
    else return Capacity;
}

template <class Source, int Stage>
consteval int needed_capacity() {
    if constexpr (Stage == 0) return sufficient_capacity<Source, 0, Source::capacity>();
    else return sufficient_capacity<Source, Stage, written<Source, Stage - 1>.program.size + Source::capacity>();
}

template <class Source, int Stage = 0>
consteval int last_stage() {
    if constexpr (Walk<Source>) {
        if constexpr (written<Source, Stage>.place == end_of_walk) return Stage;
        else return last_stage<Source, Stage + 1>();
    } else if constexpr (Staged<Source>) {
        return Source::stage_count - 1;
    } else {
        return 0;
    }
}

} // namespace pullback::detail

#endif
