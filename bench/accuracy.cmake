# SPDX-License-Identifier: BSL-1.0
# Measures the errors of all functions and their derivatives with each compiler and writes a table:
#
#   cmake "-DCOMPILERS=g++;clang++" [-DBOOST_INCLUDE=DIR] -P bench/accuracy.cmake

cmake_minimum_required(VERSION 3.25)
if(NOT DEFINED COMPILERS)
    set(COMPILERS g++)
endif()
set(benchmark accuracy)
include(${CMAKE_CURRENT_LIST_DIR}/arguments.cmake)

set(here ${CMAKE_CURRENT_LIST_DIR})
file(MAKE_DIRECTORY ${WORK_DIR})

set(flags -std=c++20 -O2 -ffp-contract=off)
set(table
    "Largest errors of the functions and of their first derivatives that a search finds, in units in the last place,
against 50 digits; platform: the same of the function of the C++ standard library

"
)
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    set(program ${WORK_DIR}/accuracy)
    execute_process(
        COMMAND ${compiler} ${flags} -I${INCLUDE} ${boost} ${here}/accuracy.cpp -o ${program} COMMAND_ERROR_IS_FATAL
                ANY
    )
    execute_process(COMMAND ${program} OUTPUT_VARIABLE rows RESULT_VARIABLE result)
    list(JOIN flags " " used)
    string(APPEND table "${version}, ${used}\n${rows}\n")
    if(NOT result EQUAL 0)
        message("${table}")
        message(FATAL_ERROR "${compiler}: an error has no explanation")
    endif()
endforeach()
string(REGEX REPLACE " +\n" "\n" table "${table}")
string(REGEX REPLACE "\n+$" "\n" table "${table}")
file(WRITE ${RESULT} "${table}")
message("${table}")
