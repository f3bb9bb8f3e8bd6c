# SPDX-License-Identifier: BSL-1.0
# Builds thread_times with each compiler, runs it, and writes its tables:
#
#   cmake "-DCOMPILERS=g++;clang++" [-DDATE=2026-11-29] [-DMACHINE=in words] [-DREPETITIONS=31] [-DJOBS=2]
#         -P bench/thread_times.cmake

cmake_minimum_required(VERSION 3.25)
set(benchmark thread_times)
include(${CMAKE_CURRENT_LIST_DIR}/arguments.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/build_target.cmake)

if(NOT DEFINED REPETITIONS)
    set(REPETITIONS 31)
endif()
set(flags "-O3 -march=native -DNDEBUG")

set(report
    "Functions of loops/ and of GradBench (the last rows) on one thread and on two: time of one call on the clock\n"
)
string(APPEND report
       "Medians of ${REPETITIONS} repetitions that take turns. ratio: one thread to two; best: of the shortest times;\n"
)
string(APPEND report
       "at most: the same ratio for two whole calls at once, of one thread each, which share nothing but the machine,\n"
)
string(
    APPEND report
    "and what part of that was had; work: time of the processor, two threads to one; serial: what stands outside of\n"
)
string(APPEND report
       "the loops, such as setting vectors of results to zero, in hundredths; bits: whether results on one, two and\n"
)
string(APPEND report "three threads are the same; short: less than a millisecond, missed: less than 1.80.\n")
string(APPEND report
       "Turns that wait for each other are not shared: lstm, ode, RK4 and particle are not here.\n${taken}\n"
)
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    string(MAKE_C_IDENTIFIER "${compiler}" name)
    set(directory ${WORK_DIR}/${name})
    message(STATUS "${compiler}, ${flags}")
    build_target(${directory} ${compiler} "${flags}" bench.thread_times)
    execute_process(
        COMMAND ${directory}/bench/thread_times ${REPETITIONS} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY
    )
    string(APPEND report "\n${version}, -std=c++20 ${flags}\n${printed}")
    file(WRITE ${RESULT} "${report}")
endforeach()
message("${report}")
