# SPDX-License-Identifier: BSL-1.0
# Runs the benchmark of functions recorded at run time and writes its table:
#
#   cmake -DPER_OPERATION=PROGRAM -DCOMPILER=g++ "-DFLAGS=-O3" [-DDATE=2026-11-24] [-DMACHINE=in words]
#         -P bench/replay/measure.cmake

cmake_minimum_required(VERSION 3.25)
set(benchmark replay)
include(${CMAKE_CURRENT_LIST_DIR}/../arguments.cmake)

read_version(${COMPILER})
string(REGEX REPLACE " +" " " FLAGS "${FLAGS}")
set(report "Functions recorded at run time: nanoseconds of value and gradient for each recorded operation\n")
string(
    APPEND
    report
    "Medians of 9 interleaved repetitions of processor time; 8 lanes: for each point; /p: ratio to pullback, one point\n"
)
string(APPEND report "${taken}\n\n${version}, ${FLAGS}\n")
execute_process(COMMAND ${PER_OPERATION} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
string(APPEND report "${table}")
message("${report}")
file(WRITE ${RESULT} "${report}")
