// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_SCALARS_HPP
#define PULLBACK_EXT_EIGEN_SCALARS_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <Eigen/Core>

/// What Eigen asks of a scalar, where the elements of its matrices are variables of numbers: the precision of the
/// numbers, by which `isApprox()` and `rank()` judge. A call of a function costs as much as many of theirs.
template <class T>
    requires pullback::dynamic::NumberData<T>
struct Eigen::NumTraits<pullback::dynamic::variable<T>> : Eigen::GenericNumTraits<pullback::dynamic::variable<T>> {
    using of_numbers = NumTraits<T>;
    using variable = pullback::dynamic::variable<T>;
    using Real = variable;
    using NonInteger = variable;
    using Nested = variable;
    using Literal = T;
    enum {
        IsComplex = 0,
        IsInteger = of_numbers::IsInteger,
        IsSigned = of_numbers::IsSigned,
        RequireInitialization = 1,
        ReadCost = 1,
        AddCost = 20,
        MulCost = 20
    };
    static Real dummy_precision() { return Real(of_numbers::dummy_precision()); }
    static int digits10() { return of_numbers::digits10(); }
};

/// Matrices of variables together with matrices of numbers.
template <class T, class Operation>
struct Eigen::ScalarBinaryOpTraits<pullback::dynamic::variable<T>, T, Operation> {
    using ReturnType = pullback::dynamic::variable<T>;
};
template <class T, class Operation>
struct Eigen::ScalarBinaryOpTraits<T, pullback::dynamic::variable<T>, Operation> {
    using ReturnType = pullback::dynamic::variable<T>;
};

#endif
