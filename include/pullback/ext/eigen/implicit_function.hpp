// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_IMPLICIT_FUNCTION_HPP
#define PULLBACK_EXT_EIGEN_IMPLICIT_FUNCTION_HPP

#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/function.hpp>
#include <pullback/dynamic/grad.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/ext/eigen/data.hpp>
#include <pullback/ext/eigen/elements.hpp>
#include <pullback/ext/eigen/factors.hpp>
#include <pullback/ext/eigen/linear_algebra.hpp>

#include <Eigen/Core>
#include <Eigen/LU>
#include <Eigen/SparseCore>
#include <Eigen/SparseLU>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

// Implicit functions with as many unknowns as are known at run time, in graphs.

namespace pullback::dynamic {

namespace eigen_detail {

/// The factors of a sparse matrix Jᵀ, by elimination in an order that keeps few entries.
template <class M>
class sparse_transposed_factors {
public:
    sparse_transposed_factors(const std::string& call, const M& jacobian) {
        using matrix = Eigen::SparseMatrix<typename M::Scalar>;
        if (jacobian.rows() == 0) return;
        const matrix transposed = jacobian.transpose();
        factors_.compute(transposed);
        if (factors_.info() != Eigen::Success) eigen_detail::report_singular(call);
    }
    template <class R>
    R solve(const R& b) const {
        if (b.rows() == 0) return b;
        return factors_.solve(b);
    }

private:
    Eigen::SparseLU<Eigen::SparseMatrix<typename M::Scalar>> factors_;
};
/// The same of a dense one.
template <class M>
class transposed_factors {
public:
    transposed_factors(const std::string& call, const M& jacobian) : factors_(call, jacobian) {
        if (!factors_.is_regular()) eigen_detail::report_singular(call);
    }
    template <class R>
    R solve(const R& b) const {
        return factors_.template solve<R, engine::orientation::transposed>(b);
    }

private:
    lu_factors<M> factors_;
};

/// A solution, as a function of what its equations leave: its value is what was found.
template <class Vector, class Factors>
struct implicit_solution : function<implicit_solution<Vector, Factors>> {
    implicit_solution(const Vector& solution, std::shared_ptr<const Factors> transposed)
        : found(solution), factors(std::move(transposed)) {}
    Vector forward(const Vector&) const { return found; }
    Vector backward(const Vector& adjoint) const { return -factors->template solve<Vector>(adjoint); }

    Vector found;
    std::shared_ptr<const Factors> factors;
};

inline constexpr const char* root_call = "root(found, residual)";

/// There are as many equations as unknowns.
inline void check_root(Eigen::Index unknowns, Eigen::Index equations, Eigen::Index rows, Eigen::Index columns) {
    if (equations != unknowns || rows != unknowns || columns != unknowns)
        throw shape_mismatch(std::string(root_call) + ": found has " + std::to_string(unknowns) +
                             " unknowns, the residual " + std::to_string(equations) +
                             " equations, and the Jacobian is " + std::to_string(rows) + " x " +
                             std::to_string(columns) + "; there must be as many of each");
}

template <class Factors, class Vector, class Jacobian>
variable<Vector> root_by(const Vector& found, const variable<Vector>& residual, const Jacobian& jacobian) {
    const std::string call = root_call;
    eigen_detail::check_root(found.rows(), residual.data().rows(), jacobian.rows(), jacobian.cols());
    implicit_solution<Vector, Factors> solution(found, std::make_shared<const Factors>(call, jacobian));
    return solution(residual);
}

} // namespace eigen_detail

/// The solution x of residual(x) = 0 that was found in whatever way, as a variable: its value is `found`, and its
/// derivatives are those of the implicit function x(p) of all variables p that the residual is made of, J dx = -∂r/∂p
/// dp with J = ∂r/∂x. What found it is not differentiated. They are of first order, if J is given as numbers: `grad` of
/// a gradient throws `not_differentiable`.
///
/// `found` is a vector of Eigen, of numbers; residual(x) makes a variable of as many equations from such a vector.
/// `jacobian` is J at the solution, a square matrix of numbers: dense, or an `Eigen::SparseMatrix`, which takes time in
/// proportion to what its factors have. Throws `singular_matrix`, and `shape_mismatch`. Cost: the factorisation, and
/// for a backward pass one solve with Jᵀ.
template <class Vector, class Residual, class Jacobian>
    requires(Vector::ColsAtCompileTime == 1)
auto root(const Eigen::MatrixBase<Vector>& found, const Residual& residual,
          const Eigen::MatrixBase<Jacobian>& jacobian) {
    using matrix = typename Jacobian::PlainObject;
    const typename Vector::PlainObject solution = found;
    const matrix numbers = jacobian;
    return eigen_detail::root_by<eigen_detail::transposed_factors<matrix>>(solution, residual(solution), numbers);
}
template <class Vector, class Residual, class Jacobian>
    requires(Vector::ColsAtCompileTime == 1)
auto root(const Eigen::MatrixBase<Vector>& found, const Residual& residual,
          const Eigen::SparseMatrixBase<Jacobian>& jacobian) {
    using matrix = Eigen::SparseMatrix<typename Jacobian::Scalar>;
    const typename Vector::PlainObject solution = found;
    const matrix numbers = jacobian;
    return eigen_detail::root_by<eigen_detail::sparse_transposed_factors<matrix>>(solution, residual(solution),
                                                                                  numbers);
}

/// The same with derivatives of the first and the second order; those of higher order are infinite or NaN. J is found
/// by a backward pass for each equation: residual(x) takes a variable, and is called three times.
template <class Vector, class Residual>
    requires(Vector::ColsAtCompileTime == 1)
auto root(const Eigen::MatrixBase<Vector>& found, const Residual& residual) {
    using vector = typename Vector::PlainObject;
    using scalar = typename Vector::Scalar;
    const vector solution = found;
    using matrix = Eigen::Matrix<scalar, Eigen::Dynamic, Eigen::Dynamic>;
    matrix jacobian(solution.rows(), solution.rows());
    const variable<vector> x(solution);
    const auto equations = residual(x);
    if (equations.data().rows() == solution.rows())
        for (Eigen::Index i = 0; i < solution.rows(); ++i)
            jacobian.row(i) = grad(equations[i], x, unused::zero).data().transpose();
    eigen_detail::check_root(solution.rows(), equations.data().rows(), jacobian.rows(), jacobian.cols());
    // At the solution a step of Newton's method does nothing, and its derivatives are those of the implicit function,
    // to the first order after one step with J as it is there, to the second after two.
    const factorised<matrix, eigen_detail::lu_factors<matrix>> factors(eigen_detail::root_call, jacobian);
    const auto step = [&](const variable<vector>& at) {
        const auto left = residual(at);
        return at - factors.solve_as(eigen_detail::root_call, left - left.data());
    };
    const auto moved = step(x);
    // What is 0, with its first two derivatives, and has no third one.
    return step(moved) + pow(moved - solution, scalar(2.5));
}

/// The solution x of x = step(x) that was found in whatever way: `root` of x - step(x), by which all else is said.
template <class Vector, class Step>
    requires(Vector::ColsAtCompileTime == 1)
auto fixed_point(const Eigen::MatrixBase<Vector>& found, const Step& step) {
    return dynamic::root(found, [&](const auto& x) { return x - step(x); });
}
/// The same with the Jacobian of the step at the solution, as numbers.
template <class Vector, class Step, class Jacobian>
    requires(Vector::ColsAtCompileTime == 1)
auto fixed_point(const Eigen::MatrixBase<Vector>& found, const Step& step,
                 const Eigen::MatrixBase<Jacobian>& jacobian_of_step) {
    using matrix = typename Jacobian::PlainObject;
    const matrix jacobian = matrix::Identity(jacobian_of_step.rows(), jacobian_of_step.cols()) - jacobian_of_step;
    return dynamic::root(found, [&](const auto& x) { return x - step(x); }, jacobian);
}
template <class Vector, class Step, class Jacobian>
    requires(Vector::ColsAtCompileTime == 1)
auto fixed_point(const Eigen::MatrixBase<Vector>& found, const Step& step,
                 const Eigen::SparseMatrixBase<Jacobian>& jacobian_of_step) {
    Eigen::SparseMatrix<typename Jacobian::Scalar> identity(jacobian_of_step.rows(), jacobian_of_step.cols());
    identity.setIdentity();
    const Eigen::SparseMatrix<typename Jacobian::Scalar> jacobian = identity - jacobian_of_step.derived();
    return dynamic::root(found, [&](const auto& x) { return x - step(x); }, jacobian);
}

} // namespace pullback::dynamic

#endif
