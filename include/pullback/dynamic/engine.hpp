// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ENGINE_HPP
#define PULLBACK_DYNAMIC_ENGINE_HPP

#include <pullback/dynamic/array/array_members.hpp>
#include <pullback/dynamic/array/axes.hpp>
#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/slices.hpp>
#include <pullback/dynamic/call/interpret.hpp>
#include <pullback/dynamic/call/whole_call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/node/pool.hpp>

/// What the authors of adapters build on, besides `data_traits`, `array_shapes` and `common_array`, which they
/// specialise: kinds of operands, calls that become nodes of the graph, and shapes. Those who use the graph need none
/// of it.
namespace pullback::dynamic::engine {

// Operands.

/// Whether a type is `variable<T>` or `linked<T>`.
using detail::is_variable;
/// Whether the functions of the graph take a type: a variable, or data.
using detail::is_operand;
/// Operands of which at least one is a variable: what an overload for variables is constrained by.
using detail::VariableOperands;
/// An operand as a call keeps it; `operand_for<X>::data` is its type of data.
using detail::operand_for;

// Calls.

/// `call_free<F>(x...)`: the table's row F, element by element, of operands with at least one variable.
using detail::call_free;
/// `call_whole<F>(x...)`: a function of whole arrays, with a value and a rule (see whole_call.hpp), as one node; of
/// data only, data.
using detail::call_whole;
/// `call_whole_with(function, x...)`: the same of an object that keeps what value and rule share.
using detail::call_whole_with;
/// `fit<To>(x, model)`: a variable with the type and shape of `model`, summed, spread or converted where it differs.
using detail::fit;
/// `fitted<To>(x, model)`: the same of data.
using detail::fitted;
/// `part_of(x, name, places, zeros)`: the elements at these places, in a shape of their own.
using detail::part_of;
/// `block_of<To>(x, name, shape, strides, first)`: the elements of a block.
using detail::block_of;
/// `reduction<Reduction>(x, axes...)`: one of the following over all elements, one axis, or a list of axes.
using detail::reduction;
/// The sum of elements.
using detail::sum_over;
/// The mean of elements.
using detail::mean_over;
/// `extreme_over<extremum_kind::largest>`: the largest of elements, or the smallest.
using detail::extreme_over;
using pullback::engine::extremum_kind;
/// `transpose_of_array(x)`: the axes in the other order.
using detail::transpose_of_array;
/// `transpose_by(x, call, order)`: the axes in the order named.
using detail::transpose_by;

/// Whether nodes stand one beside the other in pages, and not, as under AddressSanitizer, each in a block of its own.
using detail::uses_pool;

/// A machine for `pullback::engine::run::interpret` that makes a graph of a program.
using detail::graph_machine;

// Shapes.

/// How a matrix is an operand of a product or of a solution: as it is, or transposed.
enum class orientation { as_is, transposed };
/// The other one.
constexpr orientation turned_over(orientation of) {
    return of == orientation::as_is ? orientation::transposed : orientation::as_is;
}

/// The extents of an array, or other counts along its axes.
using detail::extents;
/// Elements by where they lie in memory.
using detail::places;
/// The axes that a reduction runs over, and the shape that is left.
using detail::reduced_axes;
/// Whether the first index runs fastest in memory.
using detail::is_column_major;
/// `aligned_shape(x)`: the extents of data, of an Eigen vector both of them.
using detail::aligned_shape;
/// `memory_strides(shape, is_column_major)`: how far apart in memory neighbours along each axis lie.
using detail::memory_strides;
/// `zeros_of<T>(shape)`: data of a shape, all zeros.
using detail::zeros_of;
/// `with_extents(list, use)`: calls `use` with a list of integers in braces as a list of extents.
using detail::with_extents;

// Messages.

/// `shape_text(x)`: the shape of data as messages name it, such as (2, 3).
using detail::shape_text;
/// `call_text(function, {i, j})`: a call as messages name it, such as block(x, 1, 2).
using detail::call_text;
/// `report_part(call, x, part)`: throws `shape_mismatch`, as x has no such part.
using detail::report_part;

} // namespace pullback::dynamic::engine

#endif
