# SPDX-License-Identifier: BSL-1.0
# Compiles every header of the static side, in one file, with COMPILE as for a machine without an operating system, and
# looks at what they include of the standard library: only what needs none, and mathematics.

cmake_minimum_required(VERSION 3.25)

# C++20 asks a compiler for fewer without an operating system, g++ 12 and newer have these: array, cmath, new, numbers
# and utility besides.
set(allowed
    array
    bit
    cmath
    compare
    concepts
    cstddef
    cstdint
    initializer_list
    limits
    new
    numbers
    type_traits
    utility
)

file(GLOB_RECURSE headers RELATIVE ${INCLUDE} ${INCLUDE}/*.hpp)
# The run-time graph, functions recorded at run time, threads, adapters, and checks that report in words.
list(
    FILTER
    headers
    EXCLUDE
    REGEX
    "^pullback/(dynamic|ext)[/.]|^pullback/replay/|^pullback/(record|threads|run/(loop_in_chunks|thread_pool))[.]hpp|^pullback/check/(boost_test|compare|dynamic|gradient_check|gradient_report|range_check)[.]"
)
list(TRANSFORM headers REPLACE ".+" "#include <\\0>")
list(JOIN headers "\n" text)
file(MAKE_DIRECTORY ${WORK_DIR})
file(WRITE ${WORK_DIR}/all.cpp "${text}\n")

set(flags -ffreestanding -fno-exceptions -fno-rtti -Wall -Wextra -Wconversion -Wshadow -Werror)
execute_process(COMMAND ${COMPILE} ${flags} -fsyntax-only ${WORK_DIR}/all.cpp RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "The static side does not compile without an operating system")
endif()

execute_process(COMMAND ${COMPILE} ${flags} -M ${WORK_DIR}/all.cpp OUTPUT_VARIABLE files COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^ \\\n]+/c[+][+]/[0-9.]+/[a-z_]+[ \\\n]" files "${files}")
set(found "")
foreach(file IN LISTS files)
    string(STRIP "${file}" file)
    cmake_path(GET file FILENAME name)
    list(APPEND found ${name})
    if(NOT name IN_LIST allowed)
        message(SEND_ERROR "The static side includes <${name}>")
    endif()
endforeach()
list(LENGTH headers count)
list(JOIN found " " found)
message("${count} headers, of the standard library: ${found}")
