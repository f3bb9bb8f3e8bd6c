# SPDX-License-Identifier: BSL-1.0
# What the scripts of this folder are given by -D, each with what it is otherwise. The one that includes this sets
# `benchmark`, its name, before.
#
#   COMPILERS      "g++;clang++"; commas will do as well
#   DATE           today
#   MACHINE        in words; nothing
#   RESULTS        the folder of tables and pictures; results/
#   RESULT         the table; RESULTS/NAME.txt
#   WORK_DIR       build/NAME
#   INCLUDE        where the library is; include/
#   BOOST_INCLUDE  where Boost is, unless the compiler knows
#
# Besides, `boost` are the flags for Boost, and `taken` says when and where.

set(repository ${CMAKE_CURRENT_LIST_DIR}/..)
if(NOT DEFINED COMPILERS)
    set(COMPILERS g++ clang++)
endif()
string(REPLACE "," ";" COMPILERS "${COMPILERS}")
if(NOT DEFINED DATE)
    string(TIMESTAMP DATE "%Y-%m-%d")
endif()
if(NOT DEFINED RESULTS)
    set(RESULTS ${CMAKE_CURRENT_LIST_DIR}/results)
endif()
if(NOT DEFINED RESULT)
    set(RESULT ${RESULTS}/${benchmark}.txt)
endif()
if(NOT DEFINED WORK_DIR)
    cmake_path(SET WORK_DIR NORMALIZE ${repository}/build/${benchmark})
endif()
if(NOT DEFINED INCLUDE)
    set(INCLUDE ${repository}/include)
endif()
set(boost "")
if(BOOST_INCLUDE)
    set(boost -isystem ${BOOST_INCLUDE})
endif()
set(taken "${DATE}")
if(MACHINE)
    string(APPEND taken "; ${MACHINE}")
endif()

# Sets version to the first line that the compiler says of itself.
function(read_version compiler)
    execute_process(COMMAND ${compiler} --version OUTPUT_VARIABLE version COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCH "^[^\n]*" version "${version}")
    set(version "${version}" PARENT_SCOPE)
endfunction()
