# SPDX-License-Identifier: BSL-1.0
# Asks a tool what GradBench asks, a message a line, and looks at what it answers:
#
#   cmake -DTOOL=gradbench_tool "-DMODULES=hello;saddle" -DWORK_DIR=DIR -P check_protocol.cmake

cmake_minimum_required(VERSION 3.25)

set(messages "{\"id\": 0, \"kind\": \"start\", \"eval\": \"hello\"}\n")
set(count 1)
# Each with what the answer must have, as a list of paths and values.
set(wanted_0 "tool" "pullback")

macro(ask message)
    string(APPEND messages "{\"id\": ${count}, ${message}}\n")
    set(wanted_${count} ${ARGN})
    math(EXPR count "${count} + 1")
endmacro()
set(define "\"kind\": \"define\", \"module\":")
set(evaluate "\"kind\": \"evaluate\", \"module\":")

foreach(module IN LISTS MODULES)
    ask("${define} \"${module}\"" success ON)
endforeach()
ask("${define} \"nothing\"" success OFF error "there is no module nothing")
ask("${evaluate} \"hello\", \"function\": \"square\", \"input\": 3.0" success ON output "9.0" timings|0|name "evaluate")
ask("${evaluate} \"hello\", \"function\": \"double\", \"input\": 3.0" success ON output "6.0")
ask("${evaluate} \"hello\", \"function\": \"cube\", \"input\": 3.0" success OFF error "there is no function cube")
ask("${evaluate} \"nothing\", \"function\": \"square\", \"input\": 3.0" success OFF error "there is no module nothing")
# An input that is none of the function's, and the next message is answered nevertheless.
ask("${evaluate} \"hello\", \"function\": \"square\", \"input\": \"three\"" success OFF)
ask("${evaluate} \"lse\", \"function\": \"gradient\", \"input\": {\"y\": [1.0]}" success OFF)
ask("${evaluate} \"lse\", \"function\": \"primal\", \"input\": {\"x\": [0.0]}" success ON output "0.0")
foreach(function IN ITEMS "gradient" "gradient unseq")
    ask("${evaluate} \"lse\", \"function\": \"${function}\", \"input\": {\"x\": [2.0, 2.0], \"min_runs\": 3}"
        success
        ON
        output|0
        "0.5"
        output|1
        "0.5"
        timings|2|name
        "evaluate"
    )
endforeach()
ask("\"kind\": \"something else\"")
foreach(modes IN ITEMS ff fr rf rr)
    set(first_${modes} ${count})
    ask("${evaluate} \"saddle\", \"function\": \"${modes}\", \"input\": {\"start\": [1.0, 1.0]}" success ON)
    ask("${evaluate} \"particle\", \"function\": \"${modes}\", \"input\": {\"w\": 0.0}" success ON)
endforeach()

file(WRITE ${WORK_DIR}/messages.jsonl "${messages}")
execute_process(
    COMMAND ${TOOL} INPUT_FILE ${WORK_DIR}/messages.jsonl OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY
)
string(REGEX REPLACE "\n$" "" printed "${printed}")
string(REPLACE "[" "<" in_lines "${printed}") # brackets keep CMake from cutting lists
string(REPLACE "]" ">" in_lines "${in_lines}")
string(REPLACE "\n" ";" in_lines "${in_lines}")
list(LENGTH in_lines answers)
if(NOT answers EQUAL count)
    message(FATAL_ERROR "${count} messages, but ${answers} answers:\n${printed}")
endif()

set(number 0)
foreach(answer IN LISTS in_lines)
    string(REPLACE "<" "[" answer "${answer}")
    string(REPLACE ">" "]" answer "${answer}")
    string(JSON id GET "${answer}" id)
    if(NOT id EQUAL number)
        message(FATAL_ERROR "answer ${number} is of message ${id}:\n${answer}")
    endif()
    set(rest ${wanted_${number}})
    while(rest)
        list(POP_FRONT rest path value)
        string(REPLACE "|" ";" path ${path})
        string(JSON found ERROR_VARIABLE missing GET "${answer}" ${path})
        if(missing OR NOT found STREQUAL value)
            message(FATAL_ERROR "message ${number}: ${path} is not ${value}:\n${answer}")
        endif()
    endwhile()
    if(answer MATCHES "\"success\":false" AND NOT answer MATCHES "\"error\":\"[^\"]")
        message(FATAL_ERROR "message ${number}: no error is said:\n${answer}")
    endif()
    string(JSON output_${number} ERROR_VARIABLE none GET "${answer}" output)
    math(EXPR number "${number} + 1")
endforeach()

# In whatever modes, derivatives are the same: where each search ends, to six digits.
foreach(modes IN ITEMS fr rf rr)
    foreach(evaluation IN ITEMS 0 1)
        math(EXPR a "${first_ff} + ${evaluation}")
        math(EXPR b "${first_${modes}} + ${evaluation}")
        foreach(which IN ITEMS a b)
            string(REGEX REPLACE "([0-9][.][0-9][0-9][0-9][0-9][0-9][0-9])[0-9]*" "\\1" ${which}
                                 "${output_${${which}}}"
            )
        endforeach()
        if(NOT a STREQUAL b)
            message(FATAL_ERROR "ff ends at ${a}, ${modes} at ${b}")
        endif()
    endforeach()
endforeach()

# What is no message ends the tool with a sentence.
file(WRITE ${WORK_DIR}/no_message.jsonl "no message\n")
execute_process(
    COMMAND ${TOOL}
    INPUT_FILE ${WORK_DIR}/no_message.jsonl
    OUTPUT_QUIET
    ERROR_VARIABLE said
    RESULT_VARIABLE status
)
if(NOT status EQUAL 1 OR NOT said MATCHES "^gradbench_tool: a line is no message: ")
    message(FATAL_ERROR "a line that is no message ended the tool with ${status}: ${said}")
endif()
