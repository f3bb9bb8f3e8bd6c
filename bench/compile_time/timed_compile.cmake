# SPDX-License-Identifier: BSL-1.0
# For scripts that measure compilers, after bench/arguments.cmake.
#
#   timed_compile(COMPILER FLAG...)   sets `hundredths`, the user time in hundredths of a second, and `megabytes`, the
#                                     largest memory in MiB; both are empty if the compiler fails, which is printed

cmake_minimum_required(VERSION 3.25)
find_program(gnu_time time REQUIRED)
file(MAKE_DIRECTORY ${WORK_DIR})

function(timed_compile compiler)
    set(hundredths "" PARENT_SCOPE)
    set(megabytes "" PARENT_SCOPE)
    execute_process(
        TIMEOUT 1800 COMMAND ${gnu_time} -f "%U %M" -o ${WORK_DIR}/time.txt ${compiler} -I ${INCLUDE} ${boost} ${ARGN}
        RESULT_VARIABLE result ERROR_VARIABLE errors
    )
    if(NOT result EQUAL 0)
        string(SUBSTRING "${errors}" 0 600 errors)
        list(JOIN ARGN " " command)
        message("${compiler} ${command}: ${result} ${errors}")
        return()
    endif()
    file(READ ${WORK_DIR}/time.txt text)
    string(REGEX MATCH "([0-9]+)[.]([0-9])([0-9]) ([0-9]+)" all "${text}")
    math(EXPR time "${CMAKE_MATCH_1} * 100 + ${CMAKE_MATCH_2} * 10 + ${CMAKE_MATCH_3}")
    math(EXPR memory "${CMAKE_MATCH_4} / 1024")
    set(hundredths ${time} PARENT_SCOPE)
    set(megabytes ${memory} PARENT_SCOPE)
endfunction()

# Sets `source` to the file that a case names: one of this folder, or what GENERATE writes with these arguments.
function(find_source generate case)
    if(case MATCHES "[.]cpp$")
        cmake_path(ABSOLUTE_PATH case BASE_DIRECTORY ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
    else()
        separate_arguments(arguments UNIX_COMMAND "${case}")
        set(case ${WORK_DIR}/case.cpp)
        execute_process(COMMAND ${generate} ${arguments} OUTPUT_FILE ${case} COMMAND_ERROR_IS_FATAL ANY)
    endif()
    set(source ${case} PARENT_SCOPE)
endfunction()

# Compiles the program that writes the cases.
function(build_generate compiler generate)
    execute_process(
        COMMAND ${compiler} -O1 ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/generate.cpp -o ${generate} COMMAND_ERROR_IS_FATAL
                ANY
    )
endfunction()
