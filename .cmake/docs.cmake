# SPDX-License-Identifier: BSL-1.0
# The target `docs`: the comments of the headers as pages, of the names for users and, apart from these, of those for
# authors; what is private has none. Where warnings of the compiler are errors, Doxygen's are.

file(
    CONFIGURE
    OUTPUT
    docs/main.dox
    CONTENT
    [[
/** \mainpage

What each public name is, from the comments of the headers. README.md is the guide, `examples/` holds programs.

\section users For users

Names in the namespaces pullback and pullback::dynamic are promised: they stay, and keep their meaning.

| | |
|---|---|
| Formulas | pullback::variable, pullback::variables(), pullback::creator(), pullback::input(), pullback::output() |
| Generic functions | pullback::function(); arguments of your own: pullback::shape |
| Derivatives | pullback::gradient(), pullback::value_and_gradient(), pullback::jacobian(), pullback::value_and_jacobian(), pullback::hessian(), pullback::derivative(), pullback::jvp(), pullback::vjp(), pullback::hvp(), pullback::taylor(), pullback::wrt() |
| Loops over data | pullback::sum(), pullback::max(), pullback::log_sum_exp(), pullback::dot(), pullback::map(), pullback::zip(), pullback::shifted(); containers of your own: pullback::range_data |
| Loops with a state | pullback::fold(), pullback::scan(), pullback::repeat(), pullback::while_loop(), pullback::root(), pullback::fixed_point(); kept states: pullback::checkpoints |
| In lanes and on several threads | pullback::transform_points(), pullback::columns(); pullback::policies: pullback::policies::unseq, pullback::policies::par, pullback::policies::par_unseq, pullback::policies::thread_pool |
| What they return | pullback::by_variable, pullback::by_argument, pullback::jacobian_rows, pullback::value_with_gradient, pullback::copy_to() |
| Facts known to the compiler | pullback::cost(), pullback::sparsity(), pullback::is_constant() |
| Functions, with domains and edges | pullback::functions; your own: pullback::elementary |
| Run-time graphs | pullback::dynamic::variable, pullback::dynamic::function, pullback::dynamic::grad(), pullback::dynamic::no_grad; data of your own: pullback::dynamic::data_traits |
| Recorded at run time | pullback::record() |
| Checks | pullback::numerical_diff(), pullback::gradient_check(), pullback::gradient_is_right() |
| Printing | pullback::to_string(), pullback::to_latex(), pullback::to_dot(), pullback::to_c() |
| Eigen | pullback/ext/eigen.hpp, pullback/ext/eigen_static.hpp; what stands for a matrix in a static function: pullback::fixed_matrix, pullback::fixed_vector(), pullback::as_matrix() |
| Other libraries | pullback/ext/xtensor.hpp; pullback/ext/ceres.hpp: pullback::ceres_cost_function(); pullback/ext/nlopt.hpp: pullback::nlopt_function(); pullback/ext/boost_math.hpp: pullback::value_and_derivatives(); pullback/ext/xsimd.hpp; pullback/ext/tbb.hpp: pullback::policies::tbb_executor; pullback/ext/mpi.hpp: pullback::sum_over_ranks() |

\section authors For authors

Names in the namespaces pullback::engine and pullback::dynamic::engine are for those who write functions, adapters,
passes and printers. They may change from one version to the next. include/pullback/README.md follows a program through
them. What stands in a namespace `detail` is private and not shown.

| | |
|---|---|
| Programs as data | pullback::engine: pullback::engine::program_view, pullback::engine::instruction, pullback::engine::operation, pullback::engine::literal |
| Writing programs | pullback::engine::record: pullback::recorded, pullback::engine::record::recorder, pullback::engine::record::built |
| Differentiating them | pullback::engine::differentiate: pullback::engine::differentiate::forward_sweep, pullback::engine::differentiate::reverse_sweep |
| Passes | pullback::engine::optimise: pullback::engine::optimise::folding, pullback::engine::optimise::rearranging, pullback::engine::optimise::cheapest_arrangement |
| Running them | pullback::engine::run: pullback::engine::run::evaluate(); what runs: pullback::engine::optimise::program_for |
| Looking at them | pullback::engine::program_of, pullback::engine::to_string() |
| Types of your own | pullback::elementary, pullback::notation; pullback::shape; pullback::dynamic::data_traits, pullback::dynamic::plain_data |
| The run-time graph | pullback::dynamic::engine |
*/
/** \namespace pullback
For users: variables, functions, derivatives, what they return, printing and checks; all but the run-time graph. */
/** \namespace pullback::checkpoints
For users: which states of a loop are kept for its derivative, where all of them would take too much memory. */
/** \namespace pullback::engine
For authors: a program as data, and what passes share. The rooms below it write, differentiate, optimise and run
programs. */
/** \namespace pullback::engine::record
For authors: writing programs, by recording what is computed with the scalar pullback::recorded. */
/** \namespace pullback::engine::differentiate
For authors: the sweeps that write the instructions of derivatives. */
/** \namespace pullback::engine::optimise
For authors: passes that make a program cheaper, and what they find out about it. */
/** \namespace pullback::engine::run
For authors: the order of instructions, and calling a program with numbers. */
/** \namespace pullback::dynamic::engine
For authors: the nodes and calls of the run-time graph. */
/** \namespace pullback::functions
The rows of the function table: value, domain, what happens at its edges, and the rule of the derivative. */
/** \namespace Eigen
A library that pullback/ext/eigen.hpp adapts. */
/** \namespace pullback::dynamic
For users: graphs that are known at run time only. */
]]
    @ONLY
)

set(DOXYGEN_PROJECT_BRIEF "Derivatives of C++ expressions and functions as code, built by the compiler")
set(DOXYGEN_OUTPUT_DIRECTORY docs)
set(DOXYGEN_STRIP_FROM_PATH ${PROJECT_SOURCE_DIR}/include)
set(DOXYGEN_STRIP_FROM_INC_PATH ${PROJECT_SOURCE_DIR}/include)
# The last are what types and calls return that nobody names.
set(DOXYGEN_EXCLUDE_SYMBOLS
    *::detail
    *::*_detail
    pullback::math*
    std::*
    Eigen::*
    pullback::refused
    pullback::function_list
    pullback::bounded_text
    pullback::finds_functions
    pullback::condition_base
    pullback::expression_base
    pullback::captured_
)
set(DOXYGEN_FILE_PATTERNS *.hpp *.dox) # the page for authors lies among the headers and leads to files
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
