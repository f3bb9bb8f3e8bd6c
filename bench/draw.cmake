# SPDX-License-Identifier: BSL-1.0
# Draws results/kernel_times.txt, results/gradbench.txt and results/compile_time.txt, those that exist, if gnuplot is
# found:
#
#   cmake -P bench/draw.cmake

cmake_minimum_required(VERSION 3.25)

if(NOT DEFINED RESULTS)
    set(RESULTS ${CMAKE_CURRENT_LIST_DIR}/results)
endif()
find_program(gnuplot gnuplot)
if(NOT gnuplot)
    message("gnuplot is missing, nothing drawn")
    return()
endif()
foreach(name IN ITEMS kernel_times gradbench compile_time)
    if(EXISTS ${RESULTS}/${name}.txt)
        set(script ${name})
        set(smallest_ratio "")
        if(name STREQUAL "gradbench") # a table of the same form, with ratios of lanes
            set(script kernel_times)
            set(smallest_ratio 0.1)
        endif()
        execute_process(
            COMMAND ${gnuplot} -c ${CMAKE_CURRENT_LIST_DIR}/${script}.gnuplot ${RESULTS}/${name}.txt
                    ${RESULTS}/${name}.svg ${smallest_ratio} COMMAND_ERROR_IS_FATAL ANY
        )
    endif()
endforeach()
