# SPDX-License-Identifier: BSL-1.0
# The headers below ext/ need other libraries, and so do the tests and examples named after them, like
# run/static_eigen.cpp. They are left out where the library is missing, or does not compile by itself (as xtensor 0.24
# with clang 19).
#
# Sets pullback_left_out, the pattern of the names to leave out, and defines
#   pullback_link_library_of(file target)   links what a file of this name needs

include(CheckCXXSourceCompiles)

set(pullback_libraries eigen xtensor ceres nlopt xsimd tbb mpi)
set(PULLBACK_LIBRARIES_TESTED "${pullback_libraries}" CACHE STRING
                                                            "Libraries whose adapters are tested where they are found"
)

find_package(Eigen3 QUIET NO_MODULE)
set(eigen_target Eigen3::Eigen)
set(eigen_probe "#include <Eigen/Core>\nint main() { return static_cast<int>(Eigen::ArrayXd(0).size()); }")

find_package(xtensor QUIET NO_MODULE)
set(xtensor_target xtensor)
set(xtensor_probe
    "#include <xtensor/xarray.hpp>\nint main() { return static_cast<int>(xt::xarray<double>::from_shape({0}).size()); }"
)

# Not by its package file, which asks for all that the library was built from, and fails where a part of that is
# missing.
find_library(PULLBACK_CERES_LIBRARY ceres)
find_library(PULLBACK_GLOG_LIBRARY glog)
mark_as_advanced(PULLBACK_CERES_LIBRARY PULLBACK_GLOG_LIBRARY)
if(PULLBACK_CERES_LIBRARY AND PULLBACK_GLOG_LIBRARY AND TARGET Eigen3::Eigen)
    add_library(pullback_ceres INTERFACE IMPORTED)
    target_link_libraries(pullback_ceres INTERFACE ${PULLBACK_CERES_LIBRARY} ${PULLBACK_GLOG_LIBRARY} Eigen3::Eigen)
endif()
set(ceres_target pullback_ceres)
set(ceres_probe
    "#include <ceres/sized_cost_function.h>\nint main() { return ceres::SizedCostFunction<1, 1>::ParameterDims::kNumParameterBlocks - 1; }"
)

find_package(NLopt QUIET NO_MODULE)
set(nlopt_target NLopt::nlopt)
if(TARGET NLopt::nlopt_cxx)
    set(nlopt_target NLopt::nlopt_cxx)
endif()
set(nlopt_probe
    "#include <nlopt.hpp>\nint main() { return static_cast<int>(nlopt::opt(nlopt::LD_LBFGS, 1).get_dimension()) - 1; }"
)

find_package(xsimd QUIET NO_MODULE)
set(xsimd_target xsimd)
set(xsimd_probe "#include <xsimd/xsimd.hpp>\nint main() { return static_cast<int>(xsimd::batch<double>(0.).get(0)); }")

find_package(TBB QUIET)
set(tbb_target TBB::tbb)
set(tbb_probe
    "#include <oneapi/tbb/task_arena.h>\nint main() { return oneapi::tbb::task_arena(1).max_concurrency() - 1; }"
)

set(MPI_CXX_SKIP_MPICXX TRUE)
find_package(MPI QUIET COMPONENTS CXX)
set(mpi_target MPI::MPI_CXX)
set(mpi_probe "#include <mpi.h>\nint main() { return MPI_Init(nullptr, nullptr) + MPI_Finalize(); }")

# What runs loops on several threads needs the library of threads, which a C library may be.
find_package(Threads QUIET)

function(pullback_library_pattern library result)
    set(${result} "^pullback/ext/${library}[./_]|_${library}[.]cpp$" PARENT_SCOPE)
endfunction()

set(pullback_left_out "^$")
foreach(library IN LISTS pullback_libraries)
    if(library IN_LIST PULLBACK_LIBRARIES_TESTED AND TARGET ${${library}_target})
        set(CMAKE_REQUIRED_LIBRARIES ${${library}_target})
        set(CMAKE_REQUIRED_FLAGS -std=c++20)
        check_cxx_source_compiles("${${library}_probe}" PULLBACK_COMPILES_${library})
        unset(CMAKE_REQUIRED_LIBRARIES)
        unset(CMAKE_REQUIRED_FLAGS)
    endif()
    if(NOT PULLBACK_COMPILES_${library})
        message(STATUS "pullback: ${library} is not wanted, not found or does not compile, "
                       "without the tests and examples of pullback/ext/${library}.hpp"
        )
        pullback_library_pattern(${library} pattern)
        string(APPEND pullback_left_out "|${pattern}")
    endif()
endforeach()

function(pullback_link_library_of file name)
    if(CMAKE_THREAD_LIBS_INIT AND file MATCHES "thread|_in_chunks[.]cpp$")
        target_link_libraries(${name} PRIVATE Threads::Threads)
    endif()
    foreach(library IN LISTS pullback_libraries)
        pullback_library_pattern(${library} pattern)
        if(file MATCHES "${pattern}")
            target_link_libraries(${name} PRIVATE ${${library}_target})
        endif()
    endforeach()
endfunction()
