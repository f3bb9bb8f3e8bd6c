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
set(cases "README example|../../examples/first_gradient.cpp" "bundle adjustment, 2 x 15|bundle_adjustment"
          "Black-Scholes, order 2|black_scholes 2" "200 operations|straight_line 200"
)

if(NOT DEFINED COMPILER)
    set(COMPILER g++)
endif()
find_program(gnu_time time)
if(NOT gnu_time)
    message(FATAL_ERROR "GNU time is missing")
endif()
file(MAKE_DIRECTORY ${WORK_DIR})
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

# Sets time, in hundredths of a second, and megabytes.
function(compile source)
    execute_process(
        COMMAND ${gnu_time} -f "%U %M" -o ${WORK_DIR}/time.txt ${COMPILER} -std=c++20 -O2 -I ${INCLUDE} -I
                ${CMAKE_CURRENT_LIST_DIR}/.. ${boost} -c ${source} -o ${WORK_DIR}/case.o COMMAND_ERROR_IS_FATAL ANY
    )
    file(READ ${WORK_DIR}/time.txt measured)
    string(REGEX MATCH "([0-9]+)[.]([0-9][0-9]) ([0-9]+)" measured "${measured}")
    math(EXPR time "${CMAKE_MATCH_1} * 100 + 1${CMAKE_MATCH_2} - 100")
    math(EXPR megabytes "${CMAKE_MATCH_3} / 1024")
    set(time ${time} PARENT_SCOPE)
    set(megabytes ${megabytes} PARENT_SCOPE)
endfunction()

# Sets key as well, the name as an identifier.
macro(compile_case case)
    string(REGEX MATCH "^([^|]*)[|]([^|]*)$" all "${case}")
    string(MAKE_C_IDENTIFIER "${CMAKE_MATCH_1}" key)
    set(source "${CMAKE_MATCH_2}")
    if(source MATCHES "[.]cpp$")
        set(source ${CMAKE_CURRENT_LIST_DIR}/${source})
    else()
        separate_arguments(arguments UNIX_COMMAND "${source}")
        set(source ${WORK_DIR}/case.cpp)
        execute_process(COMMAND ${generate} ${arguments} OUTPUT_FILE ${source} COMMAND_ERROR_IS_FATAL ANY)
    endif()
    compile(${source})
endmacro()

set(generate ${WORK_DIR}/generate)
execute_process(
    COMMAND ${COMPILER} -O1 ${CMAKE_CURRENT_LIST_DIR}/generate.cpp -o ${generate} COMMAND_ERROR_IS_FATAL ANY
)

set(report "What compiling costs: thousandths of the time that calibration.cpp takes, and MiB\n${head}\n")

# The smallest of three rounds, in which all take turns: what else the machine does then meets all of them.
set(unit 1000000)
foreach(round RANGE 1 3)
    compile(${CMAKE_CURRENT_LIST_DIR}/calibration.cpp)
    if(time LESS unit)
        set(unit ${time})
    endif()
    foreach(case IN LISTS cases)
        compile_case("${case}")
        if(round EQUAL 1 OR time LESS time_of_${key})
            set(time_of_${key} ${time})
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
