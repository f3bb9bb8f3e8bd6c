// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_SPARSE_HPP
#define PULLBACK_REPLAY_SPARSE_HPP

#include <pullback/derivative/cost_and_sparsity.hpp>
#include <pullback/derivative/operation_counts.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/replay/derivative_functions.hpp>
#include <pullback/replay/derivatives.hpp>
#include <pullback/replay/function.hpp>
#include <pullback/replay/shape.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

// What is known about a function recorded at run time, and matrices of derivatives without their zeros.

namespace pullback {

/// A Jacobian or a Hessian without its structural zeros: `values(x...)[k]` stands in row `rows[k]` and column
/// `columns[k]`. Rows count the scalars of the result, columns those of the chosen arguments.
template <class Values>
struct sparse_matrix_function {
    Values values;
    std::vector<int> rows, columns;
};

namespace detail {

template <class F>
auto sparse_function(const F& f, engine::replay::sparse_derivative made) {
    const auto count = static_cast<std::ptrdiff_t>(made.pattern.rows.size());
    auto values = detail::with_program<std::vector<recorded>>(f, std::move(made.program), {count});
    return sparse_matrix_function<decltype(values)>{std::move(values), std::move(made.pattern.rows),
                                                    std::move(made.pattern.columns)};
}

} // namespace detail

/// The entries of the Jacobian of a recorded function that are not structurally 0. Time and memory are in proportion to
/// what the sweeps visit, and not to the product of rows and columns.
template <RecordedFunction F, class Choice = wrt_all>
auto sparse_jacobian(const F& f, Choice choice = {}) {
    const detail::recorded_choice<F, decltype(detail::chosen(choice))> by(f);
    return detail::sparse_function(f,
                                   engine::replay::sparse_jacobian_of(f.body().to_differentiate().view(), by.inputs));
}

/// The same of the Hessian: those entries with row <= column, as it is symmetric.
template <RecordedFunction F, class Choice = wrt_all>
auto sparse_hessian(const F& f, Choice choice = {}) {
    const auto first = gradient(f, choice);
    using first_type = std::remove_const_t<decltype(first)>;
    const detail::recorded_choice<first_type, decltype(detail::chosen(choice))> by(first);
    return detail::sparse_function(f,
                                   engine::replay::sparse_jacobian_of(first.body().to_differentiate().view(), by.inputs,
                                                                      engine::replay::symmetry::upper_half));
}

/// The operations of one call of a recorded function.
template <class... Arguments, RecordedFunction F>
operation_counts cost(const F& f) {
    return detail::count_operations(f.body().to_run().view());
}

/// Which results of a recorded function are not structurally zero: f's result shape, made of `bool`.
template <class... Arguments, RecordedFunction F>
auto sparsity(const F& f) {
    using R = typename F::result_type;
    const engine::program_view code = f.body().program().view();
    const auto entries = std::make_unique<bool[]>(f.output_count() + 1);
    for (int i = 0; i < code.output_count; ++i)
        entries[static_cast<std::size_t>(i)] =
            !engine::is_literal(code.outputs[i]) || code.literal_at(code.outputs[i]) != 0;
    const bool* in = entries.get();
    const std::ptrdiff_t* extents = f.result_extents().extents.data();
    return recorded_shape<R>::template store<detail::rebind_recorded<R, bool>>(extents, in);
}

} // namespace pullback

#endif
