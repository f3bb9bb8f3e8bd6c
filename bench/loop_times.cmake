# SPDX-License-Identifier: BSL-1.0
# Compiles loop_times and loops/ with each compiler, runs it, and writes its tables:
#
#   cmake "-DCOMPILERS=g++;clang++" [-DDATE=2026-11-28] [-DMACHINE=in words] [-DREPETITIONS=31]
#         [-DEIGEN_INCLUDE=DIR] -P bench/loop_times.cmake

cmake_minimum_required(VERSION 3.25)
set(benchmark loop_times)
include(${CMAKE_CURRENT_LIST_DIR}/arguments.cmake)

set(here ${CMAKE_CURRENT_LIST_DIR})
if(NOT DEFINED REPETITIONS)
    set(REPETITIONS 31)
endif()
if(NOT EIGEN_INCLUDE)
    set(EIGEN_INCLUDE /usr/include/eigen3)
endif()
if(NOT EXISTS ${EIGEN_INCLUDE}/Eigen/Core)
    message("Eigen is missing, nothing measured")
    return()
endif()
set(flags -std=c++20 -O3 -march=native -DNDEBUG)
list(JOIN flags " " flags_in_words)

set(report "Functions of ranges, value and gradient: time of one call, divided by that of code written by hand\n")
string(APPEND report "Medians of ${REPETITIONS} repetitions that take turns; best: of the shortest times\n${taken}\n")
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    string(MAKE_C_IDENTIFIER "${compiler}" name)
    set(directory ${WORK_DIR}/${name})
    file(MAKE_DIRECTORY ${directory})
    file(GLOB sources ${here}/loops/*.cpp)
    set(objects "")
    foreach(source IN LISTS sources ITEMS ${here}/loop_times.cpp)
        cmake_path(GET source STEM stem)
        message(STATUS "${compiler}, ${stem}")
        execute_process(
            COMMAND ${compiler} ${flags} -I ${INCLUDE} ${boost} -isystem ${EIGEN_INCLUDE} -c ${source} -o
                    ${directory}/${stem}.o COMMAND_ERROR_IS_FATAL ANY
        )
        list(APPEND objects ${directory}/${stem}.o)
    endforeach()
    execute_process(COMMAND ${compiler} ${objects} -o ${directory}/loop_times COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${directory}/loop_times ${REPETITIONS} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
    string(APPEND report "\n${version}, ${flags_in_words}\n${printed}")
    file(WRITE ${RESULT} "${report}")
endforeach()
message("${report}")
