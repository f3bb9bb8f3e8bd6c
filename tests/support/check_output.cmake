# SPDX-License-Identifier: BSL-1.0
# Runs PROGRAM; it must succeed and print the text of the file EXPECTED exactly, where there is one.

cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message("${printed}")
    message(FATAL_ERROR "${PROGRAM} ended with ${result}")
endif()
if(EXISTS ${EXPECTED})
    file(READ ${EXPECTED} expected)
    if(NOT printed STREQUAL expected)
        message("Printed:\n${printed}\nExpected:\n${expected}")
        message(FATAL_ERROR "The output differs from ${EXPECTED}")
    endif()
endif()
