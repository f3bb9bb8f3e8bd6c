# SPDX-License-Identifier: BSL-1.0
# Builds kernel_times with each compiler, as it is and with -ffast-math, runs it, writes its tables, and draws them if
# gnuplot is found:
#
#   cmake "-DCOMPILERS=g++;clang++" [-DDATE=2026-11-24] [-DMACHINE=in words] [-DPREFIX_PATH=where rivals are]
#         -P bench/kernel_times.cmake

cmake_minimum_required(VERSION 3.25)
set(benchmark kernel_times)
include(${CMAKE_CURRENT_LIST_DIR}/arguments.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/build_target.cmake)

set(here ${CMAKE_CURRENT_LIST_DIR})
if(NOT DEFINED REPETITIONS)
    set(REPETITIONS 9)
endif()
if(NOT DEFINED MIN_TIME)
    set(MIN_TIME 0.02)
endif()

# Sets table to what the program prints.
function(build_and_run directory compiler flags)
    build_target(${directory} ${compiler} "${flags} -DNDEBUG" bench.kernel_times)
    execute_process(
        COMMAND ${directory}/bench/kernel_times --benchmark_repetitions=${REPETITIONS}
                --benchmark_enable_random_interleaving=true --benchmark_min_time=${MIN_TIME}
        OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY
    )
    set(table "${printed}" PARENT_SCOPE)
endfunction()

set(report "Value and all derivatives of each kernel: time of one call, divided by that of the hand-written function\n")
string(APPEND report "Medians of ${REPETITIONS} interleaved repetitions; primal: no derivatives; -: does not run it\n")
string(APPEND report "${taken}\n")
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    foreach(extra IN ITEMS "" " -ffast-math")
        set(flags "-O3 -march=native${extra}")
        string(MAKE_C_IDENTIFIER "${compiler}${extra}" name)
        message(STATUS "${compiler}, ${flags}")
        build_and_run(${WORK_DIR}/${name} ${compiler} ${flags})
        string(APPEND report "\n${version}, -std=c++20 ${flags}\n${table}")
        file(WRITE ${RESULT} "${report}")
    endforeach()
endforeach()
message("${report}")
include(${here}/draw.cmake)
