# SPDX-License-Identifier: BSL-1.0
# Compiles functions of all sizes and shapes with the compilers' default limits, writes a table of the compiler's time
# and largest memory, and fails if something does not compile, or if a size takes more than BAND hundredths of what a
# larger one of the same row takes.
#
#   cmake -P sweep.cmake
#   cmake "-DCOMPILERS=g++;clang++" "-DROWS=stencil formula gradient" "-DSIZES=50;100;200" -P sweep.cmake
#   cmake -DEVERY=2 -P sweep.cmake               every second size, the largest among them: a third of the time
#   cmake -DRESUME=measured.txt -P sweep.cmake   writes each measurement there, and takes what stands there for measured
#
# COMPILERS, DATE, MACHINE, RESULT, INCLUDE and others are those of bench/arguments.cmake. A row is a shape, a way and a
# derivative of program.cpp.

cmake_minimum_required(VERSION 3.25)
set(benchmark sizes)
set(here ${CMAKE_CURRENT_LIST_DIR})
include(${here}/../../bench/arguments.cmake)
include(${here}/../../bench/table.cmake)

if(NOT DEFINED FLAGS)
    set(FLAGS -std=c++20 -O1)
endif()
if(NOT DEFINED BAND)
    set(BAND 150)
endif()
# A machine that does something else too is not exact to so many hundredths of a second.
if(NOT DEFINED SLACK)
    set(SLACK 50)
endif()
include(${here}/../../bench/compile_time/timed_compile.cmake)

# With the sizes of each: of a Hessian or Jacobian also the number of entries counts.
set(operations 5 60 120 240 420 900 2000 5000)
set(operations_of_formulas 5 60 240 420 900)
set(operations_of_matrices 5 60 120 240 600)
if(NOT DEFINED ROWS)
    set(ROWS)
    foreach(shape IN ITEMS chain stencil tree dense random)
        list(APPEND ROWS "${shape} generic gradient")
    endforeach()
    foreach(shape IN ITEMS chain stencil tree random)
        list(APPEND ROWS "${shape} formula gradient")
    endforeach()
    list(APPEND ROWS "stencil generic jacobian" "dense generic jacobian")
    foreach(shape IN ITEMS chain stencil tree dense random)
        list(APPEND ROWS "${shape} generic hessian")
    endforeach()
endif()

if(NOT DEFINED EVERY)
    set(EVERY 1)
endif()
set(known "")
if(DEFINED RESUME)
    if(EXISTS ${RESUME})
        file(STRINGS ${RESUME} known)
    endif()
endif()

# Sets `measured` to the hundredths of a second and the MiB that a compiler takes for a size of a row, or to nothing if
# it fails.
function(measure compiler row size)
    string(REPLACE " " ";" parts "${row}")
    list(GET parts 0 shape)
    list(GET parts 1 way)
    list(GET parts 2 derivative)
    timed_compile(
        ${compiler}
        ${FLAGS}
        -DSHAPE=${shape}
        -DWAY=${way}
        -DDERIVATIVE=${derivative}
        -DSIZE=${size}
        -c
        ${here}/program.cpp
        -o
        ${WORK_DIR}/size.o
    )
    set(measured ${hundredths} ${megabytes} PARENT_SCOPE)
endfunction()

set(widths "28 10 10 8 4")
list(JOIN FLAGS " " flags)
set(report
    "Compile time by size: operations of the function, user seconds of the compiler, its largest memory\n${taken}\n"
)
set(failures "")
foreach(compiler IN LISTS COMPILERS)
    read_version(${compiler})
    string(APPEND report "\n${version}, ${flags}\n")
    append_row(report "${widths}" function operations seconds MiB "")
    foreach(row IN LISTS ROWS)
        set(sizes ${operations})
        if(DEFINED SIZES)
            set(sizes ${SIZES})
        elseif(row MATCHES "jacobian|hessian")
            set(sizes ${operations_of_matrices})
        elseif(row MATCHES formula)
            set(sizes ${operations_of_formulas})
        endif()
        list(LENGTH sizes left)
        set(times "")
        set(memories "")
        foreach(size IN LISTS sizes)
            math(EXPR left "${left} - 1")
            math(EXPR is_left_out "${left} % ${EVERY}")
            if(is_left_out)
                continue()
            endif()
            set(key "${version}, ${flags}, ${row}, ${size}: ")
            set(measured "")
            foreach(line IN LISTS known)
                string(FIND "${line}" "${key}" place)
                if(place EQUAL 0)
                    string(REPLACE "${key}" "" measured "${line}")
                    string(REPLACE " " ";" measured "${measured}")
                endif()
            endforeach()
            if(NOT measured)
                measure(${compiler} "${row}" ${size})
                if(measured AND DEFINED RESUME)
                    list(JOIN measured " " text)
                    file(APPEND ${RESUME} "${key}${text}\n")
                endif()
            endif()
            if(NOT measured)
                append_row(report "${widths}" "${row}" ${size} fails "" "")
                list(APPEND failures "${compiler}, ${row}, ${size}: does not compile")
                continue()
            endif()
            list(GET measured 0 hundredths)
            list(GET measured 1 memory)
            write_hundredths(seconds ${hundredths})
            append_row(report "${widths}" "${row}" ${size} ${seconds} ${memory} "")
            message(STATUS "${compiler}, ${row}, ${size}: ${seconds} s, ${memory} MiB")
            foreach(before IN LISTS times)
                math(EXPR allowed "${hundredths} * ${BAND} / 100 + ${SLACK}")
                if(before GREATER allowed)
                    write_hundredths(longer ${before})
                    list(APPEND failures
                         "${compiler}, ${row}: a smaller size took ${longer} s, ${size} takes ${seconds} s"
                    )
                endif()
            endforeach()
            foreach(before IN LISTS memories)
                math(EXPR allowed "${memory} * ${BAND} / 100 + 20")
                if(before GREATER allowed)
                    list(APPEND failures
                         "${compiler}, ${row}: a smaller size took ${before} MiB, ${size} takes ${memory} MiB"
                    )
                endif()
            endforeach()
            list(APPEND times ${hundredths})
            list(APPEND memories ${memory})
        endforeach()
    endforeach()
endforeach()
string(REGEX REPLACE " +\n" "\n" report "${report}")
message("${report}")
file(WRITE ${RESULT} "${report}")
if(failures)
    list(JOIN failures "\n" text)
    message(FATAL_ERROR "${text}")
endif()
