# SPDX-License-Identifier: BSL-1.0
# Runs the programs of the run-time graph's benchmark and writes their tables:
#
#   cmake -DPER_OPERATION=PROGRAM -DMEMORY=PROGRAM [-DSOLVE=PROGRAM] -DCOMPILER=g++ "-DFLAGS=-O3" [-DDATE=2026-11-24] [-DMACHINE=in words]
#         -P bench/dynamic/measure.cmake

cmake_minimum_required(VERSION 3.25)
set(benchmark dynamic)
include(${CMAKE_CURRENT_LIST_DIR}/../arguments.cmake)

if(NOT DEFINED NODES)
    set(NODES 10000000)
endif()

read_version(${COMPILER})
string(REGEX REPLACE " +" " " FLAGS "${FLAGS}")
set(report "Run-time graph: nanoseconds for each recorded operation: forward, backward and destruction\n")
string(APPEND report "Medians of 9 interleaved repetitions; /p: ratio to pullback\n${taken}\n")
# Instructions counted by callgrind, g++ 12 -O3, 29 November 2026.
string(
    APPEND
    report
    "CoDiPack and Sacado keep no node to ask for its creator or its inputs, and drop a recording at once; a node of the graph lives as\n"
    "long as something refers to it, so each is dropped by itself. Of the 119 instructions of an operation of a chain 39 record it, 56\n"
    "pass back and 24 drop it; CoDiPack takes 44 and 50, Sacado 84 in all. Of the 1730 of \"8 operations\" 470 record it, 650 pass back, of\n"
    "which 130 begin and end the pass, 300 drop it, 165 are those of sine, cosine and exponential and 140 those of the memory of a vector of\n"
    "inputs; Sacado takes 1125, which is less than ours without dropping. A chain of 1000000 does not stay near: its memory\n"
    "alone, below the last kernel, is to write places of 48 bytes, and change two words of each on the way back and two when it is dropped\n\n"
)
string(APPEND report "${version}, ${FLAGS}\n")

execute_process(
    COMMAND ${PER_OPERATION} --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true
            --benchmark_min_time=0.2 OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY
)
string(APPEND report "${table}")

# With a small stack, so that a recursion over the chain would not survive. Memory is the largest of the whole run.
string(APPEND report "\nA chain of ${NODES} operations, seconds\n")
string(APPEND report "          bytes a node       forward    backward   destruction\n")
foreach(library IN ITEMS pullback baseline)
    execute_process(
        COMMAND sh -c "ulimit -s 256; exec \"$0\" \"$@\"" ${MEMORY} ${library} ${NODES}
        OUTPUT_VARIABLE line COMMAND_ERROR_IS_FATAL ANY
    )
    string(APPEND report "${line}")
endforeach()

if(DEFINED SOLVE)
    execute_process(COMMAND ${SOLVE} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
    string(APPEND report "\nA linear system by Eigen, against adjoints by hand\n${table}")
endif()
message("${report}")
file(WRITE ${RESULT} "${report}")
