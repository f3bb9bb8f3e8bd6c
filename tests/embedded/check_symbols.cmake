# SPDX-License-Identifier: BSL-1.0
# What must not be in the image of a program for a microcontroller.

cmake_minimum_required(VERSION 3.25)

set(forbidden_heap "_?(malloc|calloc|realloc|free|sbrk)(_r)?|_Z(n|d)[wa].*")
set(forbidden_exceptions "__cxa_.*|__gxx_.*|_Unwind_.*|__aeabi_unwind_.*|_ZSt9terminatev")
set(forbidden_type_information "_ZT[ISV].*|__dynamic_cast")
set(forbidden_guards_of_static_variables "_ZGV.*|__cxa_guard_.*")
set(forbidden_code_before_and_after_main "_GLOBAL__sub_I_.*|__libc_init_array|_init|_fini|atexit|__aeabi_atexit")
set(forbidden_streams
    "_ZNK?S[iod].*|_ZNK?St(8ios_base|9basic_ios|15basic_streambuf).*|_ZSt4c(out|in|err)|_?v?[fs]?n?i?printf(_r)?"
)
set(forbidden_double_precision_in_software "__aeabi_d[a-z0-9]+|__aeabi_(f|i|ui|l|ul)2d|__(add|sub|mul|div)df3")
set(kinds heap exceptions type_information guards_of_static_variables code_before_and_after_main streams
          double_precision_in_software
)

execute_process(COMMAND ${NM} ${IMAGE} OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^ \n]+\n" symbols "${lines}")
list(TRANSFORM symbols STRIP)
if(NOT main IN_LIST symbols)
    message(FATAL_ERROR "${IMAGE} has no symbol main: is it stripped?")
endif()
foreach(symbol IN LISTS symbols)
    foreach(kind IN LISTS kinds)
        if(symbol MATCHES "^(${forbidden_${kind}})$")
            string(REPLACE "_" " " kind ${kind})
            message(SEND_ERROR "${IMAGE} has ${symbol}: ${kind}")
        endif()
    endforeach()
endforeach()
