# SPDX-License-Identifier: BSL-1.0
# Whether compiling still costs what it did: a few cases of measure.cmake, each as a part of the time that
# calibration.cpp takes in the same minute, against the parts kept in results/compile_time_ratios.txt.
#
#   cmake [-DCOMPILER=g++] [-DKEEP=ON] -P check.cmake
#
# The time may be 1.3 times the kept one, which a busy machine does not reach by itself; the memory, which hardly varies,
# 1.15 times. With KEEP the file is written anew. Another version of the compiler than the kept one is not compared.

cmake_minimum_required(VERSION 3.25)
set(benchmark compile_time_check)
include(${CMAKE_CURRENT_LIST_DIR}/../arguments.cmake)

set(most_time 130)
set(most_memory 115)
set(kept_file ${RESULTS}/compile_time_ratios.txt)
set(cases
    "README example|../../examples/first_gradient.cpp" "bundle adjustment, 2 x 15|bundle_adjustment"
    "Black-Scholes, order 2|black_scholes 2" "200 operations|straight_line 200"
    "logistic over data|logistic_over_data.cpp"
)

if(NOT DEFINED COMPILER)
    set(COMPILER g++)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/timed_compile.cmake)
execute_process(COMMAND ${COMPILER} -dumpfullversion OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
set(head "${COMPILER} ${version}, -std=c++20 -O2")

set(kept "")
if(NOT KEEP)
    file(STRINGS ${kept_file} kept)
    if(NOT "${head}" IN_LIST kept)
        message("${kept_file} is not of ${head}: nothing to compare with")
        return()
    endif()
endif()

# Compiles as a user would.
macro(compile case)
    find_source(${generate} "${case}")
    timed_compile(
        ${COMPILER}
        -std=c++20
        -O2
        -I
        ${CMAKE_CURRENT_LIST_DIR}/..
        -c
        ${source}
        -o
        ${WORK_DIR}/case.o
    )
    if(hundredths STREQUAL "")
        message(FATAL_ERROR "${case} does not compile")
    endif()
endmacro()

set(generate ${WORK_DIR}/generate)
build_generate(${COMPILER} ${generate})

set(report "What compiling costs: thousandths of the time that calibration.cpp takes, and MiB\n${head}\n")

# The smallest of three rounds, in which all take turns: what else the machine does then meets all of them.
set(unit 1000000)
foreach(round RANGE 1 3)
    compile(calibration.cpp)
    if(hundredths LESS unit)
        set(unit ${hundredths})
    endif()
    foreach(case IN LISTS cases)
        string(REGEX MATCH "^([^|]*)[|]([^|]*)$" all "${case}")
        string(MAKE_C_IDENTIFIER "${CMAKE_MATCH_1}" key)
        compile("${CMAKE_MATCH_2}")
        if(round EQUAL 1 OR hundredths LESS time_of_${key})
            set(time_of_${key} ${hundredths})
        endif()
        set(megabytes_of_${key} ${megabytes})
    endforeach()
endforeach()

set(is_dearer FALSE)
foreach(case IN LISTS cases)
    string(REGEX REPLACE "[|].*" "" name "${case}")
    string(MAKE_C_IDENTIFIER "${name}" key)
    math(EXPR ratio "(${time_of_${key}} * 1000 + ${unit} / 2) / ${unit}")
    set(megabytes ${megabytes_of_${key}})
    string(APPEND report "${name}: ${ratio}, ${megabytes}\n")

    set(verdict "")
    foreach(line IN LISTS kept)
        if(line MATCHES "^${name}: ([0-9]+), ([0-9]+)$")
            math(EXPR of_time "${ratio} * 100 / ${CMAKE_MATCH_1}")
            math(EXPR of_memory "${megabytes} * 100 / ${CMAKE_MATCH_2}")
            set(verdict "time ${of_time} and memory ${of_memory} in 100 of the kept ones")
            if(of_time GREATER most_time OR of_memory GREATER most_memory)
                set(is_dearer TRUE)
                string(APPEND verdict ", too much")
            endif()
        endif()
    endforeach()
    if(NOT KEEP AND verdict STREQUAL "")
        message(SEND_ERROR "${kept_file} does not have: ${name}")
    endif()
    message(STATUS "${name}: ${ratio}, ${megabytes} MiB; ${verdict}")
endforeach()

if(KEEP)
    file(WRITE ${kept_file} "${report}")
elseif(is_dearer)
    message(FATAL_ERROR "Compiling costs more than what is kept. If it must, keep it: cmake -DKEEP=ON -P check.cmake")
endif()
