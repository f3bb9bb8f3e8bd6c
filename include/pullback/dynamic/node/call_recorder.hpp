// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_CALL_RECORDER_HPP
#define PULLBACK_DYNAMIC_NODE_CALL_RECORDER_HPP

#include <pullback/program/literal.hpp>

#include <cstddef>
#include <vector>

namespace pullback::engine {
struct program_view;
}

namespace pullback::dynamic::detail {

class node;

/// Writes the calls of a graph as instructions (see call/graph_recording.hpp). Nodes know it as this interface only, so
/// that a graph that nobody records needs none of what recording takes. A call first enters its operands, in order, and
/// then says what it makes of their elements.
class call_recorder {
public:
    /// The elements of a variable: those in these places of its memory, or all in the order in which they lie.
    virtual void enter_variable(const node& operand, std::vector<std::size_t> places = {}) = 0;
    virtual void enter_constant(std::vector<pullback::engine::literal> elements) = 0;

    /// The row of the function table with this `function_type_of`, element by element. An operand of one element counts
    /// for all.
    virtual void apply_row(const void* function_type) = 0;
    /// A program whose inputs are one element of each operand, element by element.
    virtual void apply_to_each(const pullback::engine::program_view& program) = 0;
    /// A program whose inputs are all elements of all operands. Its outputs are the elements of the results in these
    /// places, or in the order in which they lie.
    virtual void apply_to_all(const pullback::engine::program_view& program, std::vector<std::size_t> places = {}) = 0;
    /// A term of the sum that an element of the result is; without terms it is 0.
    virtual void add_element(std::size_t to, std::size_t operand, std::size_t from) = 0;
    virtual void add_product(std::size_t to, std::size_t of_first, std::size_t of_second) = 0;

protected:
    ~call_recorder() = default;
};

} // namespace pullback::dynamic::detail

#endif
