// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOUND_FUNCTION_HPP
#define PULLBACK_EXT_BOUND_FUNCTION_HPP

#include <pullback/derivative/engine.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

namespace pullback::solver_detail {

/// A static function whose first arguments, of the types `P`, come from a solver as blocks of `double`s, and
/// whose others are data kept in here. No derivative is taken by the data.
template <class F, class Parameters, class... Data>
class bound_function;

template <class F, class... P, class... Data>
class bound_function<F, engine::types<P...>, Data...> {
public:
    /// `double`s in each block, and in all of them.
    static constexpr std::array<int, sizeof...(P)> block_sizes{shape_of<P>::size...};
    static constexpr int parameter_count = engine::first_of<P...>(sizeof...(P));

    constexpr explicit bound_function(const F& f, const Data&... data) : function_(f), data_(data...) {}

    /// How many numbers the function returns.
    static constexpr int result_count =
        shape_of<decltype(std::declval<const F&>()(std::declval<const P&>()..., std::declval<const Data&>()...))>::size;

    /// Writes the results of the function, one after the other.
    constexpr void write_values(const double* const* blocks, double* values) const {
        call(function_.into(values), blocks, indices{});
    }
    /// Writes the results, and ∂result/∂parameter for all parameters of all blocks, row by row.
    constexpr void write_jacobian(const double* const* blocks, double* values, double* jacobian) const {
        call(differentiated(indices{}).into(values, jacobian), blocks, indices{});
    }
    /// Writes the results, and the Jacobian by each block into a matrix of its own, row by row.
    constexpr void write_jacobians(const double* const* blocks, double* values, double* const* jacobians) const {
        write_jacobians(blocks, values, jacobians, indices{});
    }

private:
    using indices = std::index_sequence_for<P...>;

    template <std::size_t... I>
    constexpr auto differentiated(std::index_sequence<I...>) const {
        return pullback::value_and_jacobian(function_, wrt_positions<I...>{});
    }

    template <class G, std::size_t... I>
    constexpr auto call(const G& g, const double* const* blocks, std::index_sequence<I...>) const {
        return std::apply(
            [&](const Data&... data) { return g(shape_of<P>::template store<0, P>(blocks[I])..., data...); }, data_);
    }

    template <std::size_t... I>
    constexpr void write_jacobians(const double* const* blocks, double* values, double* const* jacobians,
                                   std::index_sequence<I...>) const {
        call(differentiated(indices{}).into(values, jacobians[I]...), blocks, indices{});
    }

    [[no_unique_address]] F function_;
    std::tuple<Data...> data_;
};

template <class F, class List, std::size_t Count>
struct parameters_of {
    using type = List;
};
template <class Sequence>
struct doubles;
template <std::size_t... I>
struct doubles<std::index_sequence<I...>> {
    template <std::size_t>
    using number = double;
    using type = engine::types<number<I>...>;
};
// The variables of an expression are numbers; those that are no data are the parameters.
template <class F, std::size_t Count>
    requires(requires { F::signature::count; } && F::signature::count > Count)
struct parameters_of<F, engine::types<>, Count> : doubles<std::make_index_sequence<F::signature::count - Count>> {};

template <class T>
inline constexpr bool is_made_of_doubles = false;
template <Shaped T>
inline constexpr bool is_made_of_doubles<T> = std::is_same_v<scalar_of<T>, double>;

template <class List>
inline constexpr bool are_made_of_doubles = false;
template <class... P>
inline constexpr bool are_made_of_doubles<engine::types<P...>> = (is_made_of_doubles<P> && ...);

} // namespace pullback::solver_detail

#endif
