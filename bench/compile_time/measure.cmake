# SPDX-License-Identifier: BSL-1.0
# Compiles what generate.cpp writes, the example of the README, and functions over data, and writes a table of the
# compiler's user time and largest memory, and the size of the object file:
#
#   cmake "-DCOMPILERS=g++;clang++" -DGENERATE=PROGRAM -DDATE=2026-11-22 "-DMACHINE=in words" -P measure.cmake
#
# Each time is the smallest of REPEAT compilations; the include is measured against an empty file.
#
# What g++ 12 takes memory for: it frees none before it has read the whole file, so the largest memory is all that was
# ever allocated until then. Of 143 MiB of the include, 20 are the compiler's own, 41 are the standard headers and Hana
# (<cmath> 9, <vector> 11), and what the library itself allocates is 81, which go by the length of its headers.
# Programs with Eigen begin at 286 MiB (Eigen/Core alone: 169), with JSON for Modern C++ too at 369; the cases here have
# neither. Tried: the writers of printed programs and the sweeps over loops as templates, which g++ reads in a third of
# the time where nothing uses them, take 2 MiB less and no less time. Of the time of a function over data, a third to a
# half is constant expressions where a block is rearranged (mixture, bundle adjustment), most of it the searches for
# identities and common factors; of one that is not (lstm) a sixth.

cmake_minimum_required(VERSION 3.25)
set(benchmark compile_time)
include(${CMAKE_CURRENT_LIST_DIR}/../arguments.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/../table.cmake)

set(here ${CMAKE_CURRENT_LIST_DIR})
if(NOT DEFINED FLAGS)
    set(FLAGS -std=c++20 -O2)
endif()
if(NOT DEFINED REPEAT)
    set(REPEAT 3)
endif()
include(${here}/timed_compile.cmake)
if(NOT DEFINED GENERATE)
    list(GET COMPILERS 0 compiler)
    set(GENERATE ${WORK_DIR}/generate)
    build_generate(${compiler} ${GENERATE})
endif()

# "name|what generate is given, or a source file|bar in hundredths of a second|bar in MiB"
set(cases
    "empty file|empty||"
    "include|include|70|"
    "README example|../../examples/first_gradient.cpp|100|"
    "bundle adjustment, 2 x 15|bundle_adjustment|200|"
    "Black-Scholes, order 1|black_scholes 1|100|1024"
    "Black-Scholes, order 2|black_scholes 2|200|1024"
    "Black-Scholes, order 3|black_scholes 3|400|1024"
    "Black-Scholes, order 4|black_scholes 4|1000|1024"
    "Black-Scholes, order 5|black_scholes 5|3000|1024"
    "40 squarings|squarings 40|200|"
    "300 nodes|nodes 300|500|"
    "50 operations|straight_line 50||"
    "200 operations|straight_line 200||"
    "500 operations|straight_line 500||"
    "1000 operations|straight_line 1000|300|"
    "2000 operations|straight_line 2000|1300|"
    "4000 operations|straight_line 4000|1500|500"
    "1000 different literals|literals 1000||"
    "log-sum-exp over data|log_sum_exp_over_data.cpp|300|300"
    "logistic over data|logistic_over_data.cpp|300|300"
    "bundle adj. over data|bundle_adjustment_over_data.cpp|600|400"
    "mixture, d = 10, over data|mixture_over_data.cpp|1000|500"
    "RK4 over steps|runge_kutta_over_steps.cpp|300|350"
    "ode over steps|chain_of_rates_over_steps.cpp|400|350"
    "lstm, 2 layers, over steps|lstm_over_steps.cpp|600|350"
)

set(widths "28 10 10 10 10 12 10")

list(JOIN FLAGS " " flags)
set(report "Compile time: user seconds of the compiler, its largest memory, the object file\n${taken}\n")
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    string(APPEND report "\n${version}, ${flags}\n")
    append_row(
        report
        "${widths}"
        case
        seconds
        bar
        MiB
        bar
        "object KiB"
        ""
    )
    set(empty 0)
    foreach(case IN LISTS cases)
        string(REGEX MATCH "^([^|]*)\\|([^|]*)\\|([^|]*)\\|([^|]*)$" all "${case}")
        set(name ${CMAKE_MATCH_1})
        set(source ${CMAKE_MATCH_2})
        set(bar ${CMAKE_MATCH_3})
        set(memory_bar ${CMAKE_MATCH_4})
        find_source(${GENERATE} "${source}")
        set(best "")
        foreach(i RANGE 1 ${REPEAT})
            timed_compile(${compiler} ${FLAGS} -I ${here}/.. -c ${source} -o ${WORK_DIR}/case.o)
            if(hundredths STREQUAL "")
                break()
            endif()
            set(memory ${megabytes})
            if(best STREQUAL "" OR hundredths LESS best)
                set(best ${hundredths})
            endif()
            if(best GREATER 300)
                break() # long enough to be measured once
            endif()
        endforeach()
        if(name STREQUAL "empty file")
            set(empty ${best})
        elseif(name STREQUAL "include" AND NOT best STREQUAL "")
            math(EXPR best "${best} - ${empty}")
        endif()
        set(limit "")
        if(bar)
            write_hundredths(seconds ${bar})
            set(limit ${seconds})
        endif()
        set(verdict "")
        message(STATUS "${compiler}, ${name}: ${best}")
        if(best STREQUAL "")
            append_row(
                report
                "${widths}"
                "${name}"
                fails
                "${limit}"
                ""
                "${memory_bar}"
                ""
                MISSED
            )
        else()
            if((bar AND best GREATER bar) OR (memory_bar AND memory GREATER memory_bar))
                set(verdict MISSED)
            endif()
            write_hundredths(seconds ${best})
            file(SIZE ${WORK_DIR}/case.o bytes)
            math(EXPR size "(${bytes} + 512) / 1024")
            append_row(
                report
                "${widths}"
                "${name}"
                ${seconds}
                "${limit}"
                ${memory}
                "${memory_bar}"
                ${size}
                "${verdict}"
            )
        endif()
    endforeach()
endforeach()
string(REGEX REPLACE " +\n" "\n" report "${report}")
message("${report}")
file(WRITE ${RESULT} "${report}")
