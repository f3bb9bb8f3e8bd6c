// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_STAGES_HPP
#define PULLBACK_RECORD_STAGES_HPP

#include <pullback/program/buffer.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

#include <limits>

// Compilers bound the steps of one constant expression. A program that takes more than that to write is written in
// stages, each a constant of its own that goes on where the one before stopped.

namespace pullback::engine::record {

/// A program between two stages: what is recorded so far, and `Kept` values that the stages share.
template <int Capacity, int Outputs, int Kept>
struct unfinished_program {
    program_buffer<Capacity, Outputs> program;
    bool rounded_literals[Capacity]{};
    int kept[Kept > 0 ? Kept : 1]{};
    int place = 0; // where a walk of unknown length goes on
};

// Stands for the literal zero among the kept values, which need not be entered in the program.
inline constexpr int carried_zero = std::numeric_limits<int>::min();

/// A source writes its program in stages if it has `stage_count`, the number `carry_count` of values that a stage
/// leaves for the next, and `write<Stage>(recorder&, recorded* kept, int* outputs)`. Where the number of stages shows
/// only as they are written, `write` takes the place where the stage before has stopped, 0 at first, and returns that
/// where it stops itself, or `end_of_walk`.
template <class Source>
concept Staged = requires { Source::carry_count; };
/// A source written in stages of which only writing shows how many there are.
template <class Source>
concept Walk = Staged<Source> && !requires { Source::stage_count; };

inline constexpr int end_of_walk = -1;

template <class Source, int Stage, int Capacity>
constexpr auto write_stage();

// What a stage writes, if `Capacity` instructions are room enough. There is a constant for each capacity, so that each
// attempt has the compiler's whole budget of steps; only the last one is kept.
template <class Source, int Stage, int Capacity>
inline constexpr auto attempt = write_stage<Source, Stage, Capacity>();

template <class Source, int Stage>
consteval int needed_capacity();

/// The program after a stage.
template <class Source, int Stage>
inline constexpr const auto& written = attempt<Source, Stage, needed_capacity<Source, Stage>()>;

// The capacity of a program that is too large. One without instructions stands for it, so that nothing follows from it.
inline constexpr int no_capacity = 0;

template <class Source, int Stage>
constexpr auto write_nothing() {
    if constexpr (Walk<Source>) {
        unfinished_program<1, Source::output_count, 0> nothing;
        nothing.place = end_of_walk;
        nothing.program.input_count = Source::input_count;
        return nothing;
    } else {
        program_buffer<1, Source::output_count> nothing;
        nothing.input_count = Source::input_count;
        return nothing;
    }
}

template <class Source, int Stage, int Capacity>
constexpr auto write_stage() {
    constexpr int outputs = Source::output_count;
    if constexpr (Capacity == no_capacity) {
        return write_nothing<Source, Stage>();
    } else if constexpr (!Staged<Source>) {
        program_buffer<Capacity, outputs> buffer;
        recorder target(buffer, Source::input_count);
        Source::write(target, buffer.outputs);
        target.finish(buffer);
        return buffer;
    } else {
        unfinished_program<Capacity, outputs, Source::carry_count> result;
        auto& buffer = result.program;
        recorder target(buffer, Source::input_count);
        workspace<recorded> kept(Source::carry_count);
        if constexpr (Stage > 0) {
            const auto& before = written<Source, Stage - 1>;
            target.resume(before.program, before.rounded_literals);
            for (int i = 0; i < outputs; ++i) buffer.outputs[i] = before.program.outputs[i];
            for (int i = 0; i < Source::carry_count; ++i)
                if (before.kept[i] != carried_zero) kept[i] = recorded(target, before.kept[i]);
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
            for (int i = 0; i < Source::carry_count; ++i)
                result.kept[i] = kept[i].is_literal(0) ? carried_zero : kept[i].operand_in(target);
            for (int i = 0; i < target.literal_count(); ++i)
                result.rounded_literals[i] = target.is_rounded_literal(operand_of_literal(i));
            target.finish(buffer);
            return result;
        } else {
            target.finish(buffer);
            return buffer;
        }
    }
}

/// The program in the result of a stage, which is that program alone after the last stage.
constexpr const auto& buffer_of(const auto& result) {
    if constexpr (requires { result.program; }) return result.program;
    else return result;
}

// This is more than a compiler can record within its limits.
inline constexpr int largest_capacity = 1 << 19;

template <class Source, int Stage, int Capacity>
consteval int sufficient_capacity() {
    if constexpr (Capacity > largest_capacity) return no_capacity;
    else if constexpr (!engine::is_allowed<Capacity, largest_room, steps_by_program>()) return no_capacity;
    else if constexpr (record::buffer_of(attempt<Source, Stage, Capacity>).overflow)
        return sufficient_capacity<Source, Stage, Capacity*(Stage == 0 ? 8 : 2)>();
    else return Capacity;
}

template <class Source>
inline constexpr bool has_small_result = engine::is_allowed<Source::output_count, largest_result, steps_by_result>();

// The number of instructions that a stage begins with, or -1 where the stage before was refused.
template <class Source, int Stage>
consteval int size_before() {
    if constexpr (!Staged<Source>) return 0;
    else if constexpr (Stage == 0) return Source::carry_count;
    else if constexpr (needed_capacity<Source, Stage - 1>() == no_capacity) return -1;
    else return written<Source, Stage - 1>.program.size;
}

template <class Source, int Stage>
consteval int needed_capacity() {
    constexpr int size = size_before<Source, Stage>();
    if constexpr (size < 0 || !has_small_result<Source>) return no_capacity;
    else if constexpr (!engine::is_allowed<size, largest_program, steps_by_program>()) return no_capacity;
    else return sufficient_capacity<Source, Stage, (Stage > 0 ? size : 0) + Source::capacity>();
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

template <bool IsSmall, bool HasSmallResult>
constexpr auto check_size() {
    static_assert(IsSmall,
                  "f(x...): f or its derivative has more instructions than the compiler's limit on the steps of a "
                  "constant expression allows; divide f into several functions, differentiate by fewer arguments at a "
                  "time with wrt, use a run-time graph (pullback::dynamic), or compile with " PULLBACK_MORE_STEPS);
    static_assert(HasSmallResult,
                  "f(x...): the result, such as a Jacobian or a Hessian, has more numbers than the compiler's limit on "
                  "the steps of a constant expression allows; use jvp, vjp or hvp, which are as small as an argument, "
                  "a run-time graph (pullback::dynamic), or compile with " PULLBACK_MORE_STEPS);
}

} // namespace pullback::engine::record

#endif
