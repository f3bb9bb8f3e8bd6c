// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_PRODUCT_PROGRAM_HPP
#define PULLBACK_DIFFERENTIATE_PRODUCT_PROGRAM_HPP

#include <pullback/program/program.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/staged_walk.hpp>

namespace pullback::engine::differentiate {

/// What a component of a direction that is 0 at run time, or of a cotangent, does to an infinite derivative: as a
/// factor that the program multiplies by it makes NaN of it; left out, it contributes nothing.
enum class zero_component { is_multiplied, is_left_out };

/// What the programs of all products with a Jacobian have in common: they begin with the program `Built`, and one sweep
/// over it writes the rest. Inputs: the first `Arguments` of `Built`, then `Extra` more, the vector, then the other
/// ones of `Built`, which it captured.
template <class Built, int Arguments, int Extra>
struct product_program : record::staged_walk<Built> {
    using walk = record::staged_walk<Built>;
    static constexpr int input_count = Built::code.input_count + Extra;
    static constexpr int capacity = 64 + 5 * Built::code.size / walk::stage_count;

protected:
    static constexpr int rows = Built::code.output_count;

    /// Names the nodes of `Built`, which is copied in the first stage.
    template <int Stage>
    static constexpr void enter(record::recorder& target, recorded* nodes) {
        constexpr program_view from = Built::code.view();
        if constexpr (walk::template is_first<Stage>) target.take_over(from, Arguments, Extra);
        record::name_nodes(from, nodes, Arguments, Extra, target);
    }

    /// The stage of a sweep.
    template <int Stage>
    static constexpr void run(const auto& sweep) {
        sweep.run(walk::template begin_of<Stage>, walk::template end_of<Stage>);
    }

    /// Component `i` of the vector.
    static constexpr recorded component(record::recorder& target, int i) { return recorded(target, Arguments + i); }
};

} // namespace pullback::engine::differentiate

#endif
