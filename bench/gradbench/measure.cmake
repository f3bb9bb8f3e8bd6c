# SPDX-License-Identifier: BSL-1.0
# Runs gradbench_times, writes its tables, and draws them if gnuplot is found:
#
#   cmake -DTIMES=PROGRAM -DCOMPILER=g++ "-DFLAGS=-O3" [-DDATE=2026-11-28] [-DMACHINE=in words] [-DREPETITIONS=15]
#         [-DSIZES=all] -P bench/gradbench/measure.cmake

cmake_minimum_required(VERSION 3.25)
set(benchmark gradbench)
include(${CMAKE_CURRENT_LIST_DIR}/../arguments.cmake)

if(NOT DEFINED REPETITIONS)
    set(REPETITIONS 15)
endif()
set(sizes "")
if(SIZES STREQUAL "all")
    set(sizes --all)
endif()

read_version(${COMPILER})
string(REGEX REPLACE " +" " " FLAGS "${FLAGS}")
set(report "Derivatives of GradBench's evaluations: time of one call, divided by that of code written by hand\n")
string(APPEND report
       "Medians of at most ${REPETITIONS} interleaved repetitions of processor time; primal: no derivatives;\n"
)
string(APPEND report "hand-backward: by hand in the mode of the row, where that is not the best by hand;\n")
string(APPEND report "hand-lanes: by hand with vectors; -: is not there, or takes too long or too much memory\n")
# Each of its 100 steps has 4 stages, and the last of 1000 components depends on the first through 999 others.
string(APPEND report
       "ode_n1000_s100: the last component is still 0, with all its derivatives; CppAD's optimizer sees that\n"
)
string(APPEND report "${taken}\n\n${version}, ${FLAGS}\n")
file(MAKE_DIRECTORY ${WORK_DIR})
# Where it runs ADOL-C may write its tapes.
execute_process(
    COMMAND ${TIMES} ${sizes} ${REPETITIONS} WORKING_DIRECTORY ${WORK_DIR} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL
                                                                                           ANY
)
string(APPEND report "${table}")
message("${report}")
file(WRITE ${RESULT} "${report}")
include(${repository}/bench/draw.cmake)
