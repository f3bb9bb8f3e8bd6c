# SPDX-License-Identifier: BSL-1.0
# The README's table of errors says what the library says: each text between backquotes in its second column is part of
# a sentence that tests/fail or tests/run/dynamic_mistakes_eigen.cpp holds the compilers and the library to.

cmake_minimum_required(VERSION 3.25)

set(said "")
file(GLOB mistakes ${SOURCE_DIR}/tests/fail/*.cpp)
foreach(mistake IN LISTS mistakes)
    file(READ ${mistake} text)
    string(REGEX MATCHALL "// (EXPECT|COMPILER): [^\n]+" sentences "${text}")
    string(APPEND said "${sentences}\n")
endforeach()

# Neighbouring literals are one.
file(READ ${SOURCE_DIR}/tests/run/dynamic_mistakes_eigen.cpp text)
string(REGEX REPLACE "\"\n *\"" "" text "${text}")
string(APPEND said "${text}")

file(READ ${SOURCE_DIR}/README.md readme)
string(REGEX MATCH "\n## Errors explained\n.*" section "${readme}")
string(SUBSTRING "${section}" 1 -1 section)
string(REGEX REPLACE "\n## .*" "" section "${section}")

# A semicolon would divide a list.
string(REPLACE ";" "," said "${said}")
string(REPLACE ";" "," section "${section}")

set(count 0)
string(REGEX MATCHALL "\n[|] [^\n]+" rows "${section}")
foreach(row IN LISTS rows)
    if(NOT row MATCHES "^\n[|][^|]*[|][^|]*`([^`|]+)` [|]")
        continue() # the head of the table
    endif()
    math(EXPR count "${count} + 1")
    string(FIND "${said}" "${CMAKE_MATCH_1}" at)
    if(at EQUAL -1)
        message(SEND_ERROR "No test has this text of the README's table of errors: ${CMAKE_MATCH_1}")
    endif()
endforeach()
if(count LESS 12)
    message(FATAL_ERROR "The README explains ${count} errors, fewer than 12")
endif()
message("${count} errors explained")
