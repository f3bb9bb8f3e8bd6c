# The target `docs`: the comments of the headers as pages, public names only. Where warnings of the compiler are errors,
# Doxygen's are.

file(
    CONFIGURE
    OUTPUT
    docs/main.dox
    CONTENT
    [[
/** \mainpage

What each public name is, from the comments of the headers. README.md is the guide, `examples/` holds programs.

| | |
|---|---|
| Formulas | pullback::variable, pullback::variables(), pullback::creator(), pullback::input(), pullback::output() |
| Generic functions | pullback::function(); arguments of your own: pullback::shape |
| Derivatives | pullback::gradient(), pullback::value_and_gradient(), pullback::jacobian(), pullback::value_and_jacobian(), pullback::hessian(), pullback::derivative(), pullback::jvp(), pullback::vjp(), pullback::hvp(), pullback::taylor(), pullback::wrt() |
| What they return | pullback::by_variable, pullback::by_argument, pullback::jacobian_rows, pullback::value_with_gradient, pullback::copy_to() |
| Facts known to the compiler | pullback::cost(), pullback::sparsity(), pullback::is_constant() |
| Functions, with domains and edges | pullback::functions; your own: pullback::elementary |
| Run-time graphs | pullback::dynamic::variable, pullback::dynamic::function, pullback::dynamic::grad(), pullback::dynamic::no_grad; data of your own: pullback::dynamic::data_traits |
| Checks | pullback::numerical_diff(), pullback::gradient_check(), pullback::gradient_is_right() |
| Printing | pullback::to_string(), pullback::to_latex(), pullback::to_dot(), pullback::to_c() |
| Eigen | pullback/ext/eigen.hpp; what stands for a matrix in a static function: pullback::fixed_matrix, pullback::fixed_vector(), pullback::as_matrix() |
| Other libraries | pullback/ext/xtensor.hpp; pullback/ext/ceres.hpp: pullback::ceres_cost_function(); pullback/ext/nlopt.hpp: pullback::nlopt_function(); pullback/ext/boost_math.hpp: pullback::value_and_derivatives(); pullback/ext/xsimd.hpp: pullback::transform_points() |
*/
/** \namespace pullback
Everything a user names but the run-time graph: variables, functions, derivatives, what they return, printing and checks. */
/** \namespace pullback::functions
The rows of the function table: value, domain, what happens at its edges, and the rule of the derivative. */
/** \namespace Eigen
A library that pullback/ext/eigen.hpp adapts. */
/** \namespace pullback::dynamic
Graphs that are known at run time only. */
]]
    @ONLY
)

set(DOXYGEN_PROJECT_BRIEF "Derivatives of C++ expressions and functions as code, built by the compiler")
set(DOXYGEN_OUTPUT_DIRECTORY docs)
set(DOXYGEN_STRIP_FROM_PATH ${PROJECT_SOURCE_DIR}/include)
set(DOXYGEN_STRIP_FROM_INC_PATH ${PROJECT_SOURCE_DIR}/include)
# The last are what programs are made of and what types and calls return that nobody names.
set(DOXYGEN_EXCLUDE_SYMBOLS
    *::detail
    *::*_detail
    pullback::math*
    std::*
    Eigen::*
    pullback::operation
    pullback::instruction
    pullback::program
    pullback::program_*
    pullback::recorder
    pullback::refused
    pullback::row_role
    pullback::literal*
    pullback::function_list
    pullback::bounded_text
    pullback::finds_functions
    pullback::condition_base
    pullback::expression_base
    pullback::captured_
)
set(DOXYGEN_HIDE_UNDOC_CLASSES YES)
set(DOXYGEN_WARN_IF_UNDOCUMENTED NO)
if(PULLBACK_WARNINGS_AS_ERRORS)
    set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
endif()
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
set(DOXYGEN_MACRO_EXPANSION YES)
# Specialisations in namespaces of others, which Doxygen does not see.
set(DOXYGEN_PREDEFINED "PULLBACK_RECORDED_CONSTANT(name):=" "PULLBACK_CONSTANT_OF_VARIABLES(name):=")
set(DOXYGEN_USE_MATHJAX YES) # instead of LaTeX and pictures
set(DOXYGEN_HAVE_DOT NO)
set(DOXYGEN_QUIET YES)
doxygen_add_docs(docs include ${PROJECT_BINARY_DIR}/docs/main.dox COMMENT "Writing docs/html")
