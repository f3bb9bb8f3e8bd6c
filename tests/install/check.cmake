# Builds the first example as a consumer would, from nothing, and runs it. WAY is find_package (of an
# installed copy), add_subdirectory or plain_include.

cmake_minimum_required(VERSION 3.25)

function(run)
    execute_process(COMMAND ${ARGV} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        list(JOIN ARGV " " command)
        message("${output}")
        message(FATAL_ERROR "Failed: ${command}")
    endif()
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
file(MAKE_DIRECTORY ${WORK_DIR})

if(WAY STREQUAL plain_include)
    run(${COMPILE} -O2 ${REPOSITORY}/examples/first_gradient.cpp -o ${WORK_DIR}/consumer)
else()
    if(WAY STREQUAL find_package)
        run(${CMAKE_COMMAND} --install ${BINARY_DIR} --prefix ${WORK_DIR}/prefix)
    endif()
    run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK_DIR} -DWAY=${WAY}
        -DCMAKE_CXX_COMPILER=${COMPILER} -DREPOSITORY=${REPOSITORY} -DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix)
    run(${CMAKE_COMMAND} --build ${WORK_DIR})
endif()

set(PROGRAM ${WORK_DIR}/consumer)
set(EXPECTED ${REPOSITORY}/examples/first_gradient.expected)
include(${REPOSITORY}/tests/support/check_output.cmake)
message("${printed}")
