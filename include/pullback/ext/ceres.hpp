// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_CERES_HPP
#define PULLBACK_EXT_CERES_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/derivative/engine.hpp>
#include <pullback/ext/bound_function.hpp>

#include <ceres/sized_cost_function.h>

#include <ceres/cost_function.h>
#include <cstddef>
#include <memory>
#include <utility>

/// \file
/// Residuals of Ceres with Jacobians compiled by pullback.
///
///     constexpr auto residual = pullback::function([](const auto& line, const auto& x, const auto& y) {
///         return line[0] * x + line[1] - y;
///     });
///     problem.AddResidualBlock(
///         pullback::ceres_cost_function<std::array<double, 2>>(residual, 3.0, 1.5).release(), nullptr, line);
namespace pullback {

namespace solver_detail {

template <class Bound, int Residuals, class Sizes>
class ceres_cost;

/// The cost function: all of the Jacobian in one program, which writes its blocks in place.
template <class Bound, int Residuals, std::size_t... I>
class ceres_cost<Bound, Residuals, std::index_sequence<I...>> final
    : public ceres::SizedCostFunction<Residuals, Bound::block_sizes[I]...> {
public:
    explicit ceres_cost(const Bound& bound) : bound_(bound) {}

    bool Evaluate(const double* const* parameters, double* residuals, double** jacobians) const override {
        if (jacobians == nullptr) {
            bound_.write_values(parameters, residuals);
            return true;
        }
        // A block that is constant for Ceres has no place, so its derivatives are written here.
        double unasked[Residuals * Bound::parameter_count];
        double* next = unasked;
        double* places[sizeof...(I)];
        for (std::size_t block = 0; block < sizeof...(I); ++block) {
            places[block] = jacobians[block] != nullptr ? jacobians[block] : next;
            next += Residuals * Bound::block_sizes[block];
        }
        bound_.write_jacobians(parameters, residuals, places);
        return true;
    }

private:
    Bound bound_;
};

template <class Parameters>
constexpr bool check_ceres_parameters() {
    constexpr bool are_named = !std::is_same_v<Parameters, engine::types<>>;
    static_assert(are_named,
                  "ceres_cost_function<Parameters...>(f, data...): name the types of the parameter blocks, the first "
                  "arguments of f, as in ceres_cost_function<double, std::array<double, 3>>(f, data...)");
    constexpr bool are_doubles = !are_named || are_made_of_doubles<Parameters>;
    static_assert(
        are_doubles,
        "ceres_cost_function<Parameters...>(f, data...): a parameter block is not made of doubles; name "
        "double, std::array<double, N>, an Eigen vector of fixed size or a struct that is a template on its scalar");
    return are_named && are_doubles;
}

} // namespace solver_detail

/// A cost function of Ceres of the static function f: f's results are the residuals, its first arguments the
/// parameter blocks, of the types named (`double`, `std::array<double, N>`, Eigen vectors of fixed size with
/// ext/eigen.hpp, all made of `double`s); `data` are its other arguments, copied. For an expression no types
/// need be named: its first variables are blocks of one number. Where Ceres asks for no Jacobian none is
/// computed. `problem.AddResidualBlock` takes ownership: pass `.release()`.
template <class... Parameters, class F, class... Data>
std::unique_ptr<ceres::CostFunction> ceres_cost_function(const F& f, const Data&... data) {
    if constexpr (engine::is_differentiable<F>()) {
        using parameters =
            typename solver_detail::parameters_of<F, engine::types<Parameters...>, sizeof...(Data)>::type;
        if constexpr (solver_detail::check_ceres_parameters<parameters>()) {
            using bound = solver_detail::bound_function<F, parameters, Data...>;
            using cost = solver_detail::ceres_cost<bound, bound::result_count,
                                                   std::make_index_sequence<bound::block_sizes.size()>>;
            return std::make_unique<cost>(bound(f, data...));
        } else return nullptr;
    } else return nullptr;
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
