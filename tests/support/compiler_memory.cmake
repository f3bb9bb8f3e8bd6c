# SPDX-License-Identifier: BSL-1.0
# A quarter of the time of g++ is for collecting what it no longer needs, and for finding room among what it has
# collected. Few of the tests and examples need 3 GB before the first collection, which then does not come. Each job has
# a share of half of the machine's memory (ninja runs two more than there are processors); with less than 1 GB, what g++
# chooses by itself is as fast.

cmake_host_system_information(RESULT megabytes QUERY TOTAL_PHYSICAL_MEMORY)
cmake_host_system_information(RESULT processors QUERY NUMBER_OF_LOGICAL_CORES)
math(EXPR kilobytes_before_collection "${megabytes} * 1000 / (2 * (${processors} + 2))")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND kilobytes_before_collection GREATER 1000000)
    add_compile_options(--param=ggc-min-heapsize=${kilobytes_before_collection})
endif()
