# SPDX-License-Identifier: BSL-1.0
# Each file here is one mistake and the same code put right, so that what is refused is the mistake and
# nothing else. After the licence line it begins with the sentences its user is to read:
#
#   // EXPECT: pullback: exp of a number
#   // EXPECT: some more of the same message
#
# Without PULLBACK_WRONG (TWIN=right) the file compiles and the compiler prints nothing. With it (TWIN=wrong)
# the compiler prints all the sentences and not more than 30 lines, and its first error is the first sentence.
#
# Where the mistake is one against another library, the compiler's own error comes first and lists what that
# library offers, in as many lines as it takes. A first line says what it is, and the sentences follow it:
#
#   // COMPILER: pullback::recorded' to 'double'
#
# Where a compiler goes on to say what follows from the mistake, a line says how many lines there may be in all, and
# the sentences follow it:
#
#   // LINES: 60

cmake_minimum_required(VERSION 3.25)

set(max_lines 30)

set(sentences 0)
set(first_sentence "")
file(READ ${SOURCE} rest)
string(REGEX REPLACE "^// SPDX-License-Identifier: [^\n]+\n" "" rest "${rest}")
if(rest MATCHES "^// COMPILER: ([^\n]+)\n(.*)$")
    set(first_sentence "${CMAKE_MATCH_1}")
    string(FIND "${rest}" "\n" end)
    math(EXPR end "${end} + 1")
    string(SUBSTRING "${rest}" ${end} -1 rest)
    set(max_lines 100)
endif()
if(rest MATCHES "^// LINES: ([0-9]+)\n")
    set(max_lines ${CMAKE_MATCH_1})
    string(FIND "${rest}" "\n" end)
    math(EXPR end "${end} + 1")
    string(SUBSTRING "${rest}" ${end} -1 rest)
endif()
while(rest MATCHES "^// EXPECT: ([^\n]+)\n")
    set(sentence_${sentences} "${CMAKE_MATCH_1}")
    math(EXPR sentences "${sentences} + 1")
    string(FIND "${rest}" "\n" end)
    math(EXPR end "${end} + 1")
    string(SUBSTRING "${rest}" ${end} -1 rest)
endwhile()
if(sentences EQUAL 0)
    message(FATAL_ERROR "${SOURCE} does not begin with an EXPECT line")
endif()
if(first_sentence STREQUAL "")
    set(first_sentence "${sentence_0}")
endif()
if(NOT rest MATCHES "PULLBACK_WRONG")
    message(FATAL_ERROR "${SOURCE} does not mention PULLBACK_WRONG, so its twins are the same")
endif()

set(define "")
if(TWIN STREQUAL wrong)
    set(define -DPULLBACK_WRONG)
endif()

# Of the headers of the library that a file includes before all else, the last of which there is a precompiled one is
# read from that. (What a condition matches has to be asked for after it.)
set(header "")
string(REGEX MATCHALL "#[a-z]+ [^\n]*" directives "${rest}")
foreach(directive IN LISTS directives)
    if(NOT directive MATCHES "^#include <(pullback[^>]*)>")
        break()
    endif()
    if(EXISTS ${HEADER_READ_ONCE}/${CMAKE_MATCH_1}.gch)
        set(header ${HEADER_READ_ONCE}/${CMAKE_MATCH_1})
    endif()
endforeach()
set(compile_read_once "")
if(header)
    set(compile_read_once ${COMPILE})
    if(COMPILER_ID STREQUAL "GNU")
        list(APPEND compile_read_once -Winvalid-pch -include ${header})
    else()
        list(APPEND compile_read_once -include-pch ${header}.gch)
    endif()
endif()

# Messages are compared in English and with plain quotation marks.
set(ENV{LC_ALL} C)
macro(compile)
    execute_process(
        COMMAND ${ARGN} -fsyntax-only ${define} ${SOURCE} OUTPUT_VARIABLE output ERROR_VARIABLE output
        RESULT_VARIABLE result
    )
    string(REGEX REPLACE "[^\n]" "" line_ends "${output}")
    string(LENGTH "${line_ends}" lines)
endmacro()

if(compile_read_once)
    compile(${compile_read_once})
    # Of the lists of the files that include each other, each then lacks the line of the file itself. (clang begins every
    # line of a list as g++ begins a list.)
    string(REGEX REPLACE "In file included from [^\n]*\n(In file included from [^\n]*\n)*" "A LIST\n" listed
                         "${output}"
    )
    string(REGEX MATCHALL "A LIST" lists "${listed}")
    list(LENGTH lists most_lines)
    math(EXPR most_lines "${lines} + ${most_lines}")
endif()
# Where that may make a difference, it is compiled as its user compiles it.
if(NOT compile_read_once OR most_lines GREATER max_lines)
    compile(${COMPILE})
endif()

function(fail why)
    message("${output}")
    message(FATAL_ERROR "${why}")
endfunction()

if(TWIN STREQUAL right)
    if(NOT result EQUAL 0)
        fail("The right twin does not compile")
    elseif(NOT output STREQUAL "")
        fail("The right twin compiles with warnings")
    endif()
    return()
endif()

if(result EQUAL 0)
    fail("The wrong twin compiles")
endif()

# Some compilers print a message as the literal it was written as.
string(REPLACE "\\\"" "\"" plain_output "${output}")
string(REGEX MATCH "[^\n]*error:[^\n]*" first_error "${plain_output}")
string(FIND "${first_error}" "${first_sentence}" at)
if(at EQUAL -1)
    fail("The first error is not: ${first_sentence}")
endif()

math(EXPR last "${sentences} - 1")
foreach(i RANGE ${last})
    string(FIND "${plain_output}" "${sentence_${i}}" at)
    if(at EQUAL -1)
        fail("The compiler does not print: ${sentence_${i}}")
    endif()
endforeach()

if(lines GREATER max_lines)
    fail("The compiler prints ${lines} lines, more than ${max_lines}")
endif()
message("${lines} lines; ${first_error}")
