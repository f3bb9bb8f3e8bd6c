# SPDX-License-Identifier: BSL-1.0
# Size, stack and executed instructions of a filter on Cortex-M4 and Cortex-M7, hand-written and generated, and writes a
# table:
#
#   cmake [-DBOOST_INCLUDE=DIR] [-DBOARDS=...] [-DOPTIMISATIONS=...] [-DRESULT=FILE] [-DLIMIT=105] -P bench/embedded.cmake
#
# Instructions are counted by QEMU, whose clock goes on by one nanosecond with each of them: exact, and the same every
# time. "all" counts the called mathematical functions too, "own" the function alone. With LIMIT, in hundredths, it is
# an error if a size or count is above that of hand-written code by more.

cmake_minimum_required(VERSION 3.25)
set(benchmark embedded)
include(${CMAKE_CURRENT_LIST_DIR}/arguments.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/table.cmake)

set(here ${CMAKE_CURRENT_LIST_DIR})
set(example ${here}/../examples/embedded)
include(${example}/cortex_m/boards.cmake)
if(embedded_missing)
    list(JOIN embedded_missing ", " embedded_missing)
    message("skipped: ${embedded_missing} not found, nothing measured")
    return()
endif()

if(NOT BOARDS)
    set(BOARDS ${embedded_boards})
endif()
if(NOT OPTIMISATIONS)
    set(OPTIMISATIONS O2 Os)
endif()
if(NOT BOOST_INCLUDE)
    set(BOOST_INCLUDE /usr/include)
endif()
file(MAKE_DIRECTORY ${WORK_DIR})
embedded_find_boost(${BOOST_INCLUDE} ${WORK_DIR}/boost_only boost)

set(functions move see predict update)
set(text_move "move, 5 x 5")
set(text_see "see, 2 x 5")
set(text_predict "predict")
set(text_update "update")

function(run)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK_DIR} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Sets KIND_FUNCTION_VARIANT to the instructions of a call.
function(count board kind image)
    execute_process(
        COMMAND ${embedded_emulator_${board}} ${WORK_DIR}/${image} -icount shift=0
        OUTPUT_VARIABLE lines
        ERROR_VARIABLE lines
        RESULT_VARIABLE result
        TIMEOUT 120
    )
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${lines}\nThe emulated program ended with ${result}")
    endif()
    foreach(function IN LISTS functions)
        if(NOT lines MATCHES "${function} ([0-9]+) ([0-9]+)\n")
            message(FATAL_ERROR "${lines}\nNo count of ${function}")
        endif()
        set(${kind}_${function}_hand ${CMAKE_MATCH_1} PARENT_SCOPE)
        set(${kind}_${function}_pullback ${CMAKE_MATCH_2} PARENT_SCOPE)
    endforeach()
endfunction()

function(measure board optimisation)
    set(flags ${embedded_target_${board}} -${optimisation})
    set(compile ${arm_none_eabi_gxx} ${embedded_cxx_flags} ${flags} ${boost} -I ${INCLUDE} -I ${example}/cortex_m)
    run(${arm_none_eabi_gcc} -std=c11 ${flags} -c ${example}/cortex_m/start.c -o start.o)
    run(${arm_none_eabi_gcc} -std=c11 -fno-builtin ${flags} -c ${here}/embedded/mathematics.c -o mathematics.o)
    run(${compile} -fstack-usage -c ${here}/embedded/functions.cpp -o functions.o)
    run(${compile} -c ${here}/embedded/count.cpp -o count.o)
    run(${compile} functions.o count.o start.o ${embedded_link_flags} -o all.elf)
    run(${compile} functions.o count.o start.o mathematics.o ${embedded_link_flags} -o own.elf)
    count(${board} all all.elf)
    count(${board} own own.elf)

    execute_process(
        COMMAND ${arm_none_eabi_nm} -S functions.o WORKING_DIRECTORY ${WORK_DIR}
        OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY
    )
    file(READ ${WORK_DIR}/functions.su usages)
    foreach(function IN LISTS functions)
        foreach(variant IN ITEMS hand pullback)
            if(NOT symbols MATCHES "[0-9a-f]+ ([0-9a-f]+) T ${function}_${variant}\n")
                message(FATAL_ERROR "${symbols}\nNo function ${function}_${variant}")
            endif()
            math(EXPR size_${function}_${variant} "0x${CMAKE_MATCH_1}")
            if(NOT usages MATCHES "[^\n]*${function}_${variant}[(][^\n]*\t([0-9]+)\tstatic")
                message(FATAL_ERROR "${usages}\nNo stack use of ${function}_${variant}")
            endif()
            set(stack_${function}_${variant} ${CMAKE_MATCH_1})
        endforeach()
    endforeach()
    if(symbols MATCHES " [tTW] ([^\n]*pullback6(detail|engine)[^\n]*)")
        message(SEND_ERROR "Not inlined: ${CMAKE_MATCH_1}")
    endif()

    read_version(${arm_none_eabi_gxx})
    list(JOIN flags " " flags)
    string(APPEND report "\n${version}\n${flags}\n")
    append_row(
        report
        "${widths}"
        ""
        "all instructions"
        ""
        ""
        "own instructions"
        ""
        ""
        "bytes of code"
        ""
        ""
        "of stack"
        ""
    )
    append_row(
        report
        "${widths}"
        ""
        hand
        pullback
        ratio
        hand
        pullback
        ratio
        hand
        pullback
        ratio
        hand
        pullback
    )
    foreach(function IN LISTS functions)
        set(cells "")
        foreach(kind IN ITEMS all own size)
            set(hand ${${kind}_${function}_hand})
            set(pullback ${${kind}_${function}_pullback})
            ratio(${pullback} ${hand})
            list(APPEND cells ${hand} ${pullback} ${ratio})
            math(EXPR excess "${pullback} * 100 - ${hand} * 0${LIMIT}")
            if(LIMIT AND excess GREATER 0)
                message(SEND_ERROR "${function}, ${kind}: ${pullback}, by hand ${hand} (${board}, -${optimisation})")
            endif()
        endforeach()
        append_row(
            report "${widths}" "${text_${function}}" ${cells} ${stack_${function}_hand} ${stack_${function}_pullback}
        )
    endforeach()
    set(report "${report}" PARENT_SCOPE)
endfunction()

set(widths "14 7 9 7 7 9 7 7 9 7 7 9")

set(report "An extended Kalman filter in single precision: values with Jacobians, and whole steps of the filter\n")
string(APPEND report "instructions per call; all: with the mathematical functions it calls; own: without them\n")
foreach(board IN LISTS BOARDS)
    foreach(optimisation IN LISTS OPTIMISATIONS)
        measure(${board} ${optimisation})
    endforeach()
endforeach()
message("${report}")
file(WRITE ${RESULT} "${report}")
