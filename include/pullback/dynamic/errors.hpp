// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ERRORS_HPP
#define PULLBACK_DYNAMIC_ERRORS_HPP

#include <pullback/cpp20.hpp>

#include <stdexcept>

namespace pullback::dynamic {

/// Base of what the dynamic side throws. `what()` is a sentence that repeats the call and says what to do.
struct error : std::logic_error {
    using std::logic_error::logic_error;
};

/// A gradient was asked for that is not there.
struct no_gradient : error {
    using error::error;
};

/// Arrays of different shapes met where one shape is needed. Thrown before anything is changed.
struct shape_mismatch : error {
    using error::error;
};

/// A matrix has no inverse, or no factorisation of the kind asked for, or elements that are no finite numbers. Thrown
/// by the functions of linear algebra in place of a result that is none.
struct singular_matrix : error {
    using error::error;
};

/// A matrix that has to be positive definite is not, so that it has no Cholesky factor.
struct not_positive_definite : error {
    using error::error;
};

/// An input or output was asked for as a type that it is not, or that a call does not have.
struct no_such_link : error {
    using error::error;
};

/// A derivative was asked for that does not exist: of integers, through a function without `backward`, or the second
/// derivative of a function whose `backward` computes with data.
struct not_differentiable : error {
    using error::error;
};

/// A graph was to be recorded through a call whose function is not known as instructions.
struct not_recordable : error {
    using error::error;
};

/// Data were replaced between a call that read them and the backward pass through that call.
struct data_replaced : error {
    using error::error;
};

/// A variable was replaced by what plain data make of it, as by `x -= rate * x.grad()`, again and again after its
/// gradient had been computed: each pass would go through all replacements before.
struct growing_history : error {
    using error::error;
};

} // namespace pullback::dynamic

#endif
