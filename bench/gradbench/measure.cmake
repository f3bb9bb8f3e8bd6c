# SPDX-License-Identifier: BSL-1.0
# Builds gradbench_times with each compiler, runs it, writes its tables, and draws them if gnuplot is found:
#
#   cmake "-DCOMPILERS=g++;clang++-19" "-DFLAGS=-O3" [-DDATE=2026-11-28] [-DMACHINE=in words] [-DREPETITIONS=15]
#         [-DSIZES=all] [-DTIMES=PROGRAM -DCOMPILER=g++] [-DPREFIX_PATH=where rivals are] [-DFOUND=-DNAME=VALUE,...]
#         -P bench/gradbench/measure.cmake
#
# TIMES is what COMPILER has built, if it is one of them.

cmake_minimum_required(VERSION 3.25)
set(benchmark gradbench)
include(${CMAKE_CURRENT_LIST_DIR}/../arguments.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/../build_target.cmake)

if(NOT DEFINED REPETITIONS)
    set(REPETITIONS 15)
endif()
set(sizes "")
if(SIZES STREQUAL "all")
    set(sizes --all)
endif()

string(REPLACE "," ";" FOUND "${FOUND}")
string(REGEX REPLACE " +" " " FLAGS "${FLAGS}")
string(STRIP "${FLAGS}" FLAGS)
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
string(APPEND report
       "unseq/lanes: pullback-unseq, divided by hand-lanes; rival/ours: the fastest other library, by pullback\n"
)
string(APPEND report "${taken}\n")
# Sets program to the file that a compiler is, whatever links lead to it.
function(find_file_of compiler)
    set(program "")
    if(compiler)
        find_program(path ${compiler} NO_CACHE)
    endif()
    if(path)
        file(REAL_PATH ${path} program)
    endif()
    set(program "${program}" PARENT_SCOPE)
endfunction()
find_file_of("${COMPILER}")
set(of_times "${program}")
foreach(compiler IN LISTS COMPILERS)
    find_file_of(${compiler})
    read_version(${compiler})
    string(MAKE_C_IDENTIFIER "${compiler}" name)
    set(directory ${WORK_DIR}/${name})
    file(MAKE_DIRECTORY ${directory})
    if(of_times AND program STREQUAL of_times)
        set(program ${TIMES})
    else()
        message(STATUS "${compiler}, ${FLAGS}")
        build_target(${directory} ${compiler} "${FLAGS}" gradbench_times ${FOUND})
        set(program ${directory}/bench/gradbench/gradbench_times)
    endif()
    # Where it runs ADOL-C may write its tapes.
    execute_process(
        COMMAND ${program} ${sizes} ${REPETITIONS} WORKING_DIRECTORY ${directory}
        OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY
    )
    string(APPEND report "\n${version}, -std=c++20 ${FLAGS}\n${table}")
    file(WRITE ${RESULT} "${report}")
endforeach()
message("${report}")
include(${repository}/bench/draw.cmake)
