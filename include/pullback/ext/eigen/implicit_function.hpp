// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_IMPLICIT_FUNCTION_HPP
#define PULLBACK_EXT_EIGEN_IMPLICIT_FUNCTION_HPP

#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/function.hpp>
#include <pullback/dynamic/grad.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/ext/eigen/data.hpp>
#include <pullback/ext/eigen/elements.hpp>
#include <pullback/ext/eigen/factors.hpp>

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
        return factors_.template solve<R, true>(b);
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

template <class Factors, class Vector, class Jacobian>
variable<Vector> root_by(const Vector& found, const variable<Vector>& residual, const Jacobian& jacobian) {
    const std::string call = "root(found, residual)";
    if (residual.data().rows() != found.rows() || jacobian.rows() != found.rows() || jacobian.cols() != found.rows())
        throw shape_mismatch(call + ": found has " + std::to_string(found.rows()) + " unknowns, the residual " +
                             std::to_string(residual.data().rows()) + " equations, and the Jacobian is " +
                             std::to_string(jacobian.rows()) + " x " + std::to_string(jacobian.cols()) +
                             "; there must be as many of each");
    implicit_solution<Vector, Factors> solution(found, std::make_shared<const Factors>(call, jacobian));
    return solution(residual);
}

} // namespace eigen_detail

/// The solution x of residual(x) = 0 that was found in whatever way, as a variable: its value is `found`, and its
/// derivatives are those of the implicit function x(p) of all variables p that the residual is made of, J dx = -∂r/∂p
/// dp with J = ∂r/∂x. What found it is not differentiated. They are of first order: `grad` of a gradient throws
/// `not_differentiable`.
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

/// The same, where J is found by a backward pass for each equation; residual(x) takes a variable as well.
template <class Vector, class Residual>
    requires(Vector::ColsAtCompileTime == 1)
auto root(const Eigen::MatrixBase<Vector>& found, const Residual& residual) {
    using vector = typename Vector::PlainObject;
    using scalar = typename Vector::Scalar;
    const vector solution = found;
    Eigen::Matrix<scalar, Eigen::Dynamic, Eigen::Dynamic> jacobian(solution.rows(), solution.rows());
    const variable<vector> x(solution);
    const auto equations = residual(x);
    if (equations.data().rows() == solution.rows())
        for (Eigen::Index i = 0; i < solution.rows(); ++i)
            jacobian.row(i) = grad(equations[i], x, unused::zero).data().transpose();
    return dynamic::root(solution, [&](const vector& at) { return residual(variable<vector>(at)); }, jacobian);
}

} // namespace pullback::dynamic

#endif
