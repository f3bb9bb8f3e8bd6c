# SPDX-License-Identifier: BSL-1.0
# Prints C with PRINTER, compiles it as C11 for BOARD, and compares it there with what it was printed from.

cmake_minimum_required(VERSION 3.25)

set(example ${CMAKE_CURRENT_LIST_DIR}/../../examples/embedded)
include(${example}/cortex_m/boards.cmake)
file(MAKE_DIRECTORY ${WORK_DIR})
embedded_find_boost(${BOOST_INCLUDE} ${WORK_DIR}/boost_only boost)

function(run)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK_DIR} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(flags
    ${embedded_target_${BOARD}}
    -O2
    -Wall
    -Wextra
    -Wconversion
    -Wshadow
    -Wdouble-promotion
    -Werror
    -ffp-contract=off
)
execute_process(COMMAND ${PRINTER} OUTPUT_FILE ${WORK_DIR}/printed.c COMMAND_ERROR_IS_FATAL ANY)
run(${arm_none_eabi_gcc} -std=c11 -pedantic ${flags} -c printed.c -o printed.o)
run(${arm_none_eabi_gcc} -std=c11 ${flags} -c ${example}/cortex_m/start.c -o start.o)
run(${arm_none_eabi_gxx}
    ${embedded_cxx_flags}
    ${flags}
    ${boost}
    -I
    ${INCLUDE}
    -I
    ${example}/cortex_m
    ${CMAKE_CURRENT_LIST_DIR}/printed_c.cpp
    printed.o
    start.o
    ${embedded_link_flags}
    -o
    printed_c.elf
)
run(${embedded_emulator_${BOARD}} ${WORK_DIR}/printed_c.elf)
set(NM ${arm_none_eabi_nm})
set(IMAGE ${WORK_DIR}/printed_c.elf)
include(${CMAKE_CURRENT_LIST_DIR}/check_symbols.cmake)
