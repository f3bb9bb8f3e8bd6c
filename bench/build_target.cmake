# SPDX-License-Identifier: BSL-1.0
# build_target(DIRECTORY COMPILER "FLAGS" TARGET [-D...]): configures the repository there, for the benchmarks only, and
# builds one target. PREFIX_PATH is where other libraries are, and JOBS how many files are compiled at once, 1.

string(REPLACE "," ";" PREFIX_PATH "${PREFIX_PATH}")
if(NOT DEFINED JOBS)
    set(JOBS 1)
endif()

function(build_target directory compiler flags target)
    execute_process(
        COMMAND
            ${CMAKE_COMMAND} -S ${repository} -B ${directory} -DCMAKE_CXX_COMPILER=${compiler} -DCMAKE_BUILD_TYPE=
            "-DCMAKE_CXX_FLAGS=${flags}" -DPULLBACK_BUILD_TESTS=OFF -DPULLBACK_BUILD_EXAMPLES=OFF
            -DPULLBACK_BUILD_BENCH=ON "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}" ${ARGN}
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY
    )
    execute_process(
        COMMAND ${CMAKE_COMMAND} --build ${directory} --target ${target} -j ${JOBS} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL
                                                                                    ANY
    )
endfunction()
