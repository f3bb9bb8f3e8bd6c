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
# Instructions counted by callgrind, g++ 12 -O3, and times of the same day, 29 November 2026.
string(
    APPEND
    report
    "Below the last kernel: sin, cos, exp, log and sqrt of the C library alone, in the same run, which nobody who calls that library can be\n"
    "faster than. Of its operation CppAD takes 138 instructions, pullback 31, of which 18 are the C library's; a sine and the cosine of the\n"
    "same number are one call. In lanes these are two, as the library's function of both for vectors takes as long (4.25 ns a number, 4.21 by\n"
    "two calls). Per point lanes take 7.9 instructions an operation, of which 5.5 are the library's: in vectors of 16 bytes, what plain -O3\n"
    "has, its calls alone take more than 0.5 ns. With -march=x86-64-v3 they take 0.36 of 1.08 ns, and what is left, memory that 8 lanes of\n"
    "12000 values need, is not less than without it\n"
)
string(APPEND report "${taken}\n\n${version}, ${FLAGS}\n")
execute_process(COMMAND ${PER_OPERATION} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
string(APPEND report "${table}")

# Each time ten times as many, which should take ten times as long.
string(APPEND report "\nPrinted as C, and compiled by a C compiler with -O1, seconds by the clock\n")
string(APPEND report "operations  instructions     printed   megabytes    compiled\n")
get_filename_component(folder ${RESULT} DIRECTORY)
set(printed ${folder}/printed_for_benchmark.c)
foreach(operations IN ITEMS 1000 10000 100000)
    execute_process(
        COMMAND ${PER_OPERATION} --c ${printed} ${operations} OUTPUT_VARIABLE line COMMAND_ERROR_IS_FATAL ANY
    )
    string(TIMESTAMP begin "%s%f")
    execute_process(COMMAND cc -O1 -c ${printed} -o ${printed}.o COMMAND_ERROR_IS_FATAL ANY)
    string(TIMESTAMP end "%s%f")
    math(EXPR milliseconds "(${end} - ${begin}) / 1000")
    math(EXPR whole "${milliseconds} / 1000")
    math(EXPR tenth "${milliseconds} % 1000 / 100")
    string(APPEND report "${line}        ${whole}.${tenth}\n")
endforeach()
file(REMOVE ${printed} ${printed}.o)
message("${report}")
file(WRITE ${RESULT} "${report}")
