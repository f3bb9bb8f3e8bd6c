# SPDX-License-Identifier: BSL-1.0
# Runs a program on this machine, HOST, and on another, TARGET (a command). Both must succeed and print the same words,
# and numbers with four digits after the point that differ by at most TOLERANCE in the last of them.
#
# The mathematical functions of two C libraries differ in the last of 24 bits, and compilers contract products and sums
# where the processor can. The filter forgets what it knew before: such differences do not add up, but stay some units
# of 2^-24 times the largest numbers, which are below 32. That is below 10^-4, which the last digit is.

cmake_minimum_required(VERSION 3.25)

if(NOT DEFINED TOLERANCE)
    set(TOLERANCE 2)
endif()
execute_process(COMMAND ${HOST} OUTPUT_VARIABLE on_host COMMAND_ERROR_IS_FATAL ANY)
execute_process(
    COMMAND ${TARGET}
    OUTPUT_VARIABLE on_target
    ERROR_VARIABLE on_target
    RESULT_VARIABLE result
    TIMEOUT 50
)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${on_target}\nThe emulated program ended with ${result}")
endif()

set(number "-?[0-9]+[.][0-9][0-9][0-9][0-9]")
string(REGEX REPLACE "${number}" "#" words_on_host "${on_host}")
string(REGEX REPLACE "${number}" "#" words_on_target "${on_target}")
string(REGEX MATCHALL "${number}" numbers_on_host "${on_host}")
string(REGEX MATCHALL "${number}" numbers_on_target "${on_target}")
list(LENGTH numbers_on_host count)
if(NOT words_on_host STREQUAL words_on_target OR count EQUAL 0)
    message(FATAL_ERROR "On this machine:\n${on_host}\nOn the target:\n${on_target}\nThe words differ")
endif()

# In units of the last digit. math() would read a leading zero as that of an octal number.
function(to_integer number result)
    string(REPLACE "." "" digits ${number})
    string(REGEX REPLACE "^(-?)0+([0-9])" "\\1\\2" digits ${digits})
    set(${result} ${digits} PARENT_SCOPE)
endfunction()

set(largest 0)
foreach(a b IN ZIP_LISTS numbers_on_host numbers_on_target)
    to_integer(${a} x)
    to_integer(${b} y)
    math(EXPR difference "${x} - (${y})")
    string(REPLACE "-" "" difference ${difference})
    if(difference GREATER largest)
        set(largest ${difference})
    endif()
endforeach()
if(largest GREATER TOLERANCE)
    message("On this machine:\n${on_host}\nOn the target:\n${on_target}")
    message(FATAL_ERROR "They differ by ${largest} in the last digit, more than ${TOLERANCE}")
endif()
message("${count} numbers, which differ by at most ${largest} in the last digit")
