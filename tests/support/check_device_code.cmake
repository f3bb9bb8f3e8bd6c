# SPDX-License-Identifier: BSL-1.0
# Looks at the device code PTX of a kernel in single precision: it calls nothing, keeps nothing in memory of its own,
# and does not compute in double precision.

cmake_minimum_required(VERSION 3.25)

file(READ ${PTX} code)
if(NOT code MATCHES "[.]entry" OR NOT code MATCHES "sqrt[.]rn[.]f32")
    message(FATAL_ERROR "${PTX} has no kernel")
endif()
foreach(pattern IN ITEMS "call[.]" "[.]extern" "[.]func" "[.]local" "[.]f64")
    if(code MATCHES "[^\n]*${pattern}[^\n]*")
        message(SEND_ERROR "${CMAKE_MATCH_0}")
    endif()
endforeach()
