# SPDX-License-Identifier: BSL-1.0
# Compiles one generated function of functions.cpp at -O3 and looks at the object file:
#
# - what it calls is the mathematics of its formula: no memory, no copying;
# - it keeps no register file on its stack: the stack is small, and nothing on it is reached by an index.

cmake_minimum_required(VERSION 3.25)

# What it may call, and bytes of stack, with those of all functions that it is in parts. A register file takes 8 bytes
# an instruction. The inputs and outputs of a bundle adjustment alone are three times the registers of a processor, and
# wait on the stack, in one place each.
set(calls_chain exp)
set(stack_chain 64)
set(calls_rosenbrock "")
set(stack_rosenbrock 256)
set(calls_black_scholes log sqrt erfc exp)
set(stack_black_scholes 320)
set(calls_bundle_adjustment sqrt sin cos sincos)
# Results and spilled intermediates: how many depends on the compiler. Its register file would take over 2300 bytes.
set(stack_bundle_adjustment 1024)

find_program(objdump objdump)
find_program(nm nm)
if(NOT objdump OR NOT nm)
    message("skipped: objdump or nm is missing")
    return()
endif()

# The build's own flags are not asked for: sanitizers, stack protectors and assertions call something.
set(flags -O3 -DNDEBUG -fno-stack-protector -fstack-usage -DKERNEL=${KERNEL} -include
          ${CMAKE_CURRENT_LIST_DIR}/../../bench/kernels/${KERNEL}.hpp
)
execute_process(COMMAND ${COMPILE} -dumpmachine OUTPUT_VARIABLE machine)
if(machine MATCHES "^x86_64")
    list(APPEND flags -mno-red-zone) # or 128 bytes of stack would not be counted
endif()

file(MAKE_DIRECTORY ${WORK_DIR})
set(object ${WORK_DIR}/${KERNEL}.o)
set(source ${CMAKE_CURRENT_LIST_DIR}/functions.cpp)
execute_process(
    COMMAND ${COMPILE} ${flags} -c ${source} -o ${object} OUTPUT_VARIABLE output ERROR_VARIABLE output
    RESULT_VARIABLE result
)
if(NOT result EQUAL 0 AND output MATCHES "stack-usage")
    message("skipped: the compiler does not report how much stack a function takes")
    return()
elseif(NOT result EQUAL 0 OR NOT output STREQUAL "")
    message(FATAL_ERROR "${output}\nfunctions.cpp does not compile without a message")
endif()

execute_process(COMMAND ${nm} -u ${object} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "U [^\n]+" symbols "${symbols}")
list(TRANSFORM symbols REPLACE "^U " "")
foreach(symbol IN LISTS symbols)
    if(NOT symbol IN_LIST calls_${KERNEL} AND NOT symbol STREQUAL "_GLOBAL_OFFSET_TABLE_")
        message(SEND_ERROR "${KERNEL} calls ${symbol}")
    endif()
endforeach()

set(stack 0)
file(STRINGS ${WORK_DIR}/${KERNEL}.su usages)
foreach(usage IN LISTS usages)
    if(NOT usage MATCHES "\t([0-9]+)\t(static|dynamic,bounded)$")
        message(SEND_ERROR "The stack has no fixed size: ${usage}")
    endif()
    math(EXPR stack "${stack} + ${CMAKE_MATCH_1}")
endforeach()
if(stack EQUAL 0 AND NOT usages)
    message(SEND_ERROR "The compiler reports no function")
elseif(stack GREATER stack_${KERNEL})
    message(SEND_ERROR "${KERNEL} takes ${stack} bytes of stack, more than ${stack_${KERNEL}}")
endif()

execute_process(COMMAND ${objdump} -d --no-show-raw-insn ${object} OUTPUT_VARIABLE code COMMAND_ERROR_IS_FATAL ANY)
if(code MATCHES "[^\n]*\\(%r[sb]p,%[^\n]*")
    message(SEND_ERROR "The stack is reached by an index: ${CMAKE_MATCH_0}")
endif()
message("${KERNEL}: ${stack} bytes of stack, calls ${symbols}")
