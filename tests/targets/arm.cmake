# SPDX-License-Identifier: BSL-1.0
# Whether loops in lanes become 128-bit vectors of 64-bit Arm. Clang compiles for it with the headers of this machine,
# whose standard library is written for all processors; nothing is run.
#
#   cmake "-DCOMPILE=clang++;-std=c++20;-I…" -DSOURCE=lanes.cpp -DWORK_DIR=DIR -P arm.cmake

cmake_minimum_required(VERSION 3.25)

file(MAKE_DIRECTORY ${WORK_DIR})
set(compile ${COMPILE} --target=aarch64-linux-gnu -O1 -S)
file(WRITE ${WORK_DIR}/headers.cpp "#include <cmath>\n#include <vector>\n#include <string>\n")
execute_process(
    COMMAND ${compile} ${WORK_DIR}/headers.cpp -o ${WORK_DIR}/headers.s RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET
)
if(NOT status EQUAL 0)
    message("skipped: the headers of this machine do not compile for Arm")
    return()
endif()
execute_process(COMMAND ${compile} ${SOURCE} -o ${WORK_DIR}/lanes.s COMMAND_ERROR_IS_FATAL ANY)
file(STRINGS ${WORK_DIR}/lanes.s vectors REGEX "f(add|mul)[ \t]+v[0-9]+[.](2d|4s)")
foreach(lanes IN ITEMS 2d 4s)
    if(NOT vectors MATCHES "[.]${lanes}")
        message(FATAL_ERROR "no sum or product of vectors of ${lanes}: what runs loops in lanes makes none for Arm")
    endif()
endforeach()
