# SPDX-License-Identifier: BSL-1.0
# Counts the instructions of one call of each kernel under valgrind's callgrind, hand-written and generated, and writes
# a table:
#
#   cmake "-DCOMPILERS=g++;clang++" [-DBOOST_INCLUDE=DIR] [-DKERNELS=...] -P bench/instruction_counts.cmake
#
# "all" counts the called mathematical functions too, "own" the function alone. valgrind knows no AVX-512, so the
# vector rows are for haswell.

cmake_minimum_required(VERSION 3.25)
set(benchmark instruction_counts)
include(${CMAKE_CURRENT_LIST_DIR}/arguments.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/table.cmake)

set(calls 64)
set(here ${CMAKE_CURRENT_LIST_DIR})
find_program(valgrind valgrind)
if(NOT valgrind)
    message("valgrind is missing, nothing counted")
    return()
endif()
file(MAKE_DIRECTORY ${WORK_DIR})

# Sets all and own to the instructions of `calls` calls of the function.
function(count program kernel variant)
    set(file ${WORK_DIR}/callgrind.out)
    execute_process(
        COMMAND ${valgrind} --tool=callgrind --toggle-collect=${kernel}_${variant} --callgrind-out-file=${file}
                --compress-strings=no ${program} ${kernel} ${variant} ${calls} OUTPUT_QUIET ERROR_QUIET
                                                                               COMMAND_ERROR_IS_FATAL ANY
    )
    file(STRINGS ${file} lines)
    set(sum 0)
    set(in_program FALSE)
    set(is_call FALSE)
    foreach(line IN LISTS lines)
        if(line MATCHES "^(summary|totals): ([0-9]+)")
            set(total ${CMAKE_MATCH_2})
        elseif(line MATCHES "^ob=(.*)$")
            string(COMPARE EQUAL "${CMAKE_MATCH_1}" ${program} in_program)
        elseif(line MATCHES "^calls=")
            set(is_call TRUE) # the next line is what the callee costs
        elseif(line MATCHES "^[-+*0-9]+ ([0-9]+)$")
            if(in_program AND NOT is_call)
                math(EXPR sum "${sum} + ${CMAKE_MATCH_1}")
            endif()
            set(is_call FALSE)
        endif()
    endforeach()
    math(EXPR total "(${total} + ${calls} / 2) / ${calls}")
    math(EXPR sum "(${sum} + ${calls} / 2) / ${calls}")
    set(all ${total} PARENT_SCOPE)
    set(own ${sum} PARENT_SCOPE)
endfunction()

set(widths "24 8 10 10 10 10 8")

set(report "Instructions per call: value and all derivatives of each kernel\n")
string(APPEND report "all: with the mathematical functions it calls; own: without them\n")
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    foreach(flags IN ITEMS "-std=c++20 -O3 -march=haswell" "-std=c++20 -O3")
        separate_arguments(arguments UNIX_COMMAND "${flags}")
        set(program ${WORK_DIR}/instruction_counts)
        execute_process(
            COMMAND ${compiler} ${arguments} -I ${INCLUDE} ${boost} ${here}/instruction_counts.cpp -o ${program}
                    COMMAND_ERROR_IS_FATAL ANY
        )
        execute_process(COMMAND ${program} COMMAND_ERROR_IS_FATAL ANY) # values first
        if(NOT DEFINED KERNELS)
            execute_process(COMMAND ${program} names OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
            string(REGEX MATCHALL "[^\n]+" KERNELS "${names}")
        endif()
        string(APPEND report "\n${version}, ${flags}\n")
        append_row(
            report
            "${widths}"
            ""
            all
            ""
            ""
            own
            ""
            ""
        )
        append_row(
            report
            "${widths}"
            kernel
            hand
            pullback
            "ratio   "
            hand
            pullback
            ratio
        )
        foreach(kernel IN LISTS KERNELS)
            count(${program} ${kernel} hand)
            set(hand_all ${all})
            set(hand_own ${own})
            count(${program} ${kernel} pullback)
            ratio(${all} ${hand_all})
            set(ratio_all ${ratio})
            ratio(${own} ${hand_own})
            append_row(
                report
                "${widths}"
                ${kernel}
                ${hand_all}
                ${all}
                "${ratio_all}   "
                ${hand_own}
                ${own}
                ${ratio}
            )
        endforeach()
    endforeach()
endforeach()
message("${report}")
file(WRITE ${RESULT} "${report}")
