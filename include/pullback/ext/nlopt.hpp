// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_NLOPT_HPP
#define PULLBACK_EXT_NLOPT_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/derivative/engine.hpp>
#include <pullback/ext/bound_function.hpp>
#include <pullback/static_function/static_function.hpp>

#include <nlopt.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

/// \file
/// Objectives and constraints of NLopt with gradients compiled by pullback.
///
///     const auto cost = pullback::nlopt_function<std::array<double, 2>>(rosenbrock);
///     nlopt::opt optimizer(nlopt::LD_LBFGS, 2);
///     pullback::set_min_objective(optimizer, cost);
namespace pullback {

/// What `nlopt_function` makes: an objective, or one or several constraints. NLopt keeps a pointer to it, so it
/// must live as long as the optimizer is used.
template <class Bound>
class nlopt_callback {
public:
    /// Numbers that are optimised.
    static constexpr unsigned dimension = static_cast<unsigned>(Bound::parameter_count);
    /// Numbers that f returns.
    static constexpr unsigned result_count = static_cast<unsigned>(Bound::result_count);

    constexpr explicit nlopt_callback(const Bound& bound) : bound_(bound) {}

    /// The call that NLopt makes of an objective or a constraint: `self` is a pointer to this object; the gradient is
    /// computed where `gradient` is not null.
    static double objective(unsigned, const double* x, double* gradient, void* self) {
        double value = 0;
        vector_constraint(1, &value, dimension, x, gradient, self);
        return value;
    }
    /// The call that NLopt makes of several constraints at once: `jacobian` row by row, or null.
    static void vector_constraint(unsigned, double* values, unsigned, const double* x, double* jacobian, void* self) {
        const Bound& bound = static_cast<const nlopt_callback*>(self)->bound_;
        const double* blocks[Bound::block_sizes.size()];
        std::size_t i = 0;
        for (const int size : Bound::block_sizes) {
            blocks[i++] = x;
            x += size;
        }
        if (jacobian == nullptr) {
            bound.write_values(blocks, values);
        } else {
            bound.write_jacobian(blocks, values, jacobian);
        }
    }

    /// The object as the data pointer of NLopt, which is not const but never written through here.
    void* data() const { return const_cast<nlopt_callback*>(this); }

private:
    Bound bound_;
};

namespace solver_detail {

template <class Parameters>
constexpr bool check_nlopt_parameters() {
    constexpr bool are_named = !std::is_same_v<Parameters, engine::types<>>;
    static_assert(are_named,
                  "nlopt_function<Parameters...>(f, data...): name the types of the arguments to optimise, the first "
                  "ones of f, as in nlopt_function<std::array<double, 3>>(f, data...)");
    constexpr bool are_doubles = !are_named || are_made_of_doubles<Parameters>;
    static_assert(
        are_doubles,
        "nlopt_function<Parameters...>(f, data...): an argument to optimise is not made of doubles; name "
        "double, std::array<double, N>, an Eigen vector of fixed size or a struct that is a template on its scalar");
    return are_named && are_doubles;
}

template <class Function>
inline constexpr bool is_nlopt_callback = false;
template <class Bound>
inline constexpr bool is_nlopt_callback<nlopt_callback<Bound>> = true;

/// How many numbers a function may return that an optimizer is given.
enum class nlopt_results { one, several };

/// Whether an optimizer can take this function, `Function` as deduced for a forwarding reference.
template <class Function, nlopt_results Results>
constexpr bool check_nlopt_function() {
    using callback = std::remove_cvref_t<Function>;
    constexpr bool is_callback = is_nlopt_callback<callback>;
    static_assert(is_callback || std::is_same_v<callback, refused>,
                  "set_min_objective(optimizer, function), add_inequality_constraint(...), ...: the function is not "
                  "made for NLopt; make it with nlopt_function<Parameters...>(f, data...)");
    if constexpr (is_callback) {
        static_assert(std::is_lvalue_reference_v<Function>,
                      "set_min_objective(optimizer, function), add_inequality_constraint(...), ...: the optimizer "
                      "keeps a pointer to the function, which ends with this call; make it a variable first, const "
                      "auto function = nlopt_function<Parameters...>(f, data...)");
        constexpr bool fits = Results == nlopt_results::several || callback::result_count == 1;
        static_assert(fits,
                      "set_min_objective(optimizer, function), add_inequality_constraint(...), ...: the function "
                      "returns several numbers; return one, or add several constraints at once with "
                      "add_inequality_mconstraint");
        return fits;
    }
    return false;
}

template <class Bound>
void check_dimension(const nlopt::opt& optimizer, const nlopt_callback<Bound>& function, const char* call) {
    const std::string needed = std::to_string(function.dimension);
    if (optimizer.get_dimension() != function.dimension)
        throw std::invalid_argument(std::string(call) + ": the optimizer has the dimension " +
                                    std::to_string(optimizer.get_dimension()) + ", the function is one of " + needed +
                                    " numbers; make the optimizer with nlopt::opt(algorithm, " + needed + ")");
}

} // namespace solver_detail

/// The static function f as objective or constraint for NLopt. f's first arguments, of the types named, are
/// what is optimised, one after the other in NLopt's x (`std::array<double, N>`, or several numbers); `data`
/// are its other arguments, copied. For an expression no types need be named: its first variables are
/// optimised. The gradient is computed only where the algorithm asks for it.
template <class... Parameters, class F, class... Data>
constexpr auto nlopt_function(const F& f, const Data&... data) {
    if constexpr (engine::is_differentiable<F>()) {
        using parameters =
            typename solver_detail::parameters_of<F, engine::types<Parameters...>, sizeof...(Data)>::type;
        if constexpr (solver_detail::check_nlopt_parameters<parameters>()) {
            using bound = solver_detail::bound_function<F, parameters, Data...>;
            return nlopt_callback<bound>(bound(f, data...));
        } else return refused{};
    } else return refused{};
}

/// Minimises, or maximises, the function. The optimizer keeps a pointer to it. Throws `std::invalid_argument`
/// if the optimizer has another dimension.
template <class Function>
void set_min_objective(nlopt::opt& optimizer, Function&& function) {
    if constexpr (solver_detail::check_nlopt_function<Function, solver_detail::nlopt_results::one>()) {
        solver_detail::check_dimension(optimizer, function, "set_min_objective(optimizer, function)");
        optimizer.set_min_objective(function.objective, function.data());
    }
}
template <class Function>
void set_max_objective(nlopt::opt& optimizer, Function&& function) {
    if constexpr (solver_detail::check_nlopt_function<Function, solver_detail::nlopt_results::one>()) {
        solver_detail::check_dimension(optimizer, function, "set_max_objective(optimizer, function)");
        optimizer.set_max_objective(function.objective, function.data());
    }
}

/// Adds the constraint function(x) <= 0, or = 0, to within `tolerance`. The optimizer keeps a pointer to the
/// function. Throws `std::invalid_argument` if the optimizer has another dimension.
template <class Function>
void add_inequality_constraint(nlopt::opt& optimizer, Function&& function, double tolerance = 0) {
    if constexpr (solver_detail::check_nlopt_function<Function, solver_detail::nlopt_results::one>()) {
        solver_detail::check_dimension(optimizer, function, "add_inequality_constraint(optimizer, function)");
        optimizer.add_inequality_constraint(function.objective, function.data(), tolerance);
    }
}
template <class Function>
void add_equality_constraint(nlopt::opt& optimizer, Function&& function, double tolerance = 0) {
    if constexpr (solver_detail::check_nlopt_function<Function, solver_detail::nlopt_results::one>()) {
        solver_detail::check_dimension(optimizer, function, "add_equality_constraint(optimizer, function)");
        optimizer.add_equality_constraint(function.objective, function.data(), tolerance);
    }
}

/// Adds one constraint for each number that the function returns, all to within `tolerance`.
template <class Function>
void add_inequality_mconstraint(nlopt::opt& optimizer, Function&& function, double tolerance = 0) {
    if constexpr (solver_detail::check_nlopt_function<Function, solver_detail::nlopt_results::several>()) {
        solver_detail::check_dimension(optimizer, function, "add_inequality_mconstraint(optimizer, function)");
        optimizer.add_inequality_mconstraint(function.vector_constraint, function.data(),
                                             std::vector<double>(function.result_count, tolerance));
    }
}
template <class Function>
void add_equality_mconstraint(nlopt::opt& optimizer, Function&& function, double tolerance = 0) {
    if constexpr (solver_detail::check_nlopt_function<Function, solver_detail::nlopt_results::several>()) {
        solver_detail::check_dimension(optimizer, function, "add_equality_mconstraint(optimizer, function)");
        optimizer.add_equality_mconstraint(function.vector_constraint, function.data(),
                                           std::vector<double>(function.result_count, tolerance));
    }
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
