# SPDX-License-Identifier: BSL-1.0
# build_in(DIRECTORY COMPILER FLAGS TARGET) builds a benchmark with a compiler and flags, in a folder of its own, where
# rivals are found by PREFIX_PATH, by as many JOBS at a time as there are, or 1. Nothing is asserted.

string(REPLACE "," ";" PREFIX_PATH "${PREFIX_PATH}")
if(NOT DEFINED JOBS)
    set(JOBS 1)
endif()

function(build_in directory compiler flags target)
    execute_process(
        COMMAND
            ${CMAKE_COMMAND} -S ${repository} -B ${directory} -DCMAKE_CXX_COMPILER=${compiler} -DCMAKE_BUILD_TYPE=
            "-DCMAKE_CXX_FLAGS=${flags} -DNDEBUG" -DPULLBACK_BUILD_TESTS=OFF -DPULLBACK_BUILD_EXAMPLES=OFF
            -DPULLBACK_BUILD_BENCH=ON "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}"
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY
    )
    execute_process(
        COMMAND ${CMAKE_COMMAND} --build ${directory} --target ${target} -j ${JOBS} OUTPUT_QUIET
                                                                                    COMMAND_ERROR_IS_FATAL ANY
    )
endfunction()
