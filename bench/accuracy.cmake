# Measures the errors of all functions and their derivatives with each compiler and writes a table:
#
#   cmake "-DCOMPILERS=g++;clang++" [-DBOOST_INCLUDE=DIR] -P bench/accuracy.cmake

cmake_minimum_required(VERSION 3.25)

set(here ${CMAKE_CURRENT_LIST_DIR})
if(NOT DEFINED COMPILERS)
    set(COMPILERS g++)
endif()
string(REPLACE "," ";" COMPILERS "${COMPILERS}")
if(NOT DEFINED WORK_DIR)
    cmake_path(SET WORK_DIR NORMALIZE ${here}/../build/accuracy)
endif()
if(NOT DEFINED RESULT)
    set(RESULT ${here}/results/accuracy.txt)
endif()
set(boost "")
if(BOOST_INCLUDE)
    set(boost -isystem ${BOOST_INCLUDE})
endif()
file(MAKE_DIRECTORY ${WORK_DIR})

set(flags -std=c++20 -O2 -ffp-contract=off)
set(table
    "Largest errors of the functions and of their first derivatives, in units in the last place, against 50 digits
platform: the same of the function of the C++ standard library

"
)
foreach(compiler IN LISTS COMPILERS)
    execute_process(COMMAND ${compiler} --version OUTPUT_VARIABLE version COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE "\n.*" "" version "${version}")
    set(program ${WORK_DIR}/accuracy)
    execute_process(
        COMMAND ${compiler} ${flags} -I${here}/../include ${boost} ${here}/accuracy.cpp -o ${program}
                COMMAND_ERROR_IS_FATAL ANY
    )
    execute_process(COMMAND ${program} OUTPUT_VARIABLE rows RESULT_VARIABLE result)
    list(JOIN flags " " used)
    string(APPEND table "${version}, ${used}\n${rows}\n")
    if(NOT result EQUAL 0)
        message("${table}")
        message(FATAL_ERROR "${compiler}: an error has no explanation")
    endif()
endforeach()
string(REGEX REPLACE " +\n" "\n" table "${table}")
string(REGEX REPLACE "\n+$" "\n" table "${table}")
file(WRITE ${RESULT} "${table}")
message("${table}")
