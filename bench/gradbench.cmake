# SPDX-License-Identifier: BSL-1.0
# Builds gradbench_times with each compiler, runs it, writes its tables, and draws them if gnuplot is found:
#
#   cmake "-DCOMPILERS=g++;clang++" [-DDATE=2026-11-28] [-DMACHINE=in words] [-DPREFIX_PATH=where rivals are]
#         [-DREPETITIONS=15] [-DSIZES=all] -P bench/gradbench.cmake

cmake_minimum_required(VERSION 3.25)
set(benchmark gradbench)
include(${CMAKE_CURRENT_LIST_DIR}/arguments.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/build.cmake)

set(here ${CMAKE_CURRENT_LIST_DIR})
if(NOT DEFINED REPETITIONS)
    set(REPETITIONS 15)
endif()
set(sizes "")
if(SIZES STREQUAL "all")
    set(sizes --all)
endif()
set(flags "-O3 -march=native")

set(report "GradBench's evaluations, their derivatives: time of one call, divided by that of code written by hand\n")
string(APPEND report "Medians of at most ${REPETITIONS} repetitions that take turns; primal: no derivatives; hand-lanes: by hand with")
string(APPEND report " vectors; -: is not there, or needs more than 20 s or 6 GB\n${taken}\n")
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    string(MAKE_C_IDENTIFIER "${compiler}" name)
    set(directory ${WORK_DIR}/${name})
    message(STATUS "${compiler}, ${flags}")
    build_in(${directory} ${compiler} ${flags} gradbench_times)
    # Where ADOL-C may write its tapes.
    execute_process(
        COMMAND ${directory}/bench/gradbench/gradbench_times ${sizes} ${REPETITIONS} WORKING_DIRECTORY ${directory}
        OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY
    )
    string(APPEND report "\n${version}, -std=c++20 ${flags}\n${table}")
    file(WRITE ${RESULT} "${report}")
endforeach()
message("${report}")
include(${here}/draw.cmake)
