# SPDX-License-Identifier: BSL-1.0
# Whichever header comes first, an old standard or compiler is refused by one sentence and no more than the end of the
# compilation.

cmake_minimum_required(VERSION 3.25)

set(ENV{LC_ALL} C)
set(max_lines 20) # the way from header to header, the sentence, the end

function(check_refused sentence header step)
    file(WRITE ${WORK_DIR}/refused.cpp "#include <${header}>\nint main() { return no_such_name; }\n")
    execute_process(
        COMMAND ${COMPILE} ${ARGN} ${step} ${WORK_DIR}/refused.cpp -o ${WORK_DIR}/refused OUTPUT_VARIABLE output
        ERROR_VARIABLE output RESULT_VARIABLE result
    )
    string(REGEX MATCHALL "error: [^\n]*" errors "${output}")
    list(LENGTH errors count)
    string(REGEX REPLACE "[^\n]" "" line_ends "${output}")
    string(LENGTH "${line_ends}" lines)
    if(result EQUAL 0 OR NOT count EQUAL 2 OR lines GREATER max_lines OR NOT errors MATCHES
                                                                         "^error: (#error )?${sentence}"
    )
        message("${output}")
        message(SEND_ERROR "<${header}> with ${ARGN} does not just say: ${sentence}")
    endif()
endfunction()

file(MAKE_DIRECTORY ${WORK_DIR})
file(GLOB_RECURSE headers RELATIVE ${REPOSITORY}/include ${REPOSITORY}/include/*.hpp)
foreach(header IN LISTS headers)
    check_refused("pullback needs C[+][+]20: compile with -std=c[+][+]20" ${header} -E -std=c++17)
endforeach()
check_refused("pullback needs C[+][+]20: compile with -std=c[+][+]20" pullback/dynamic.hpp -c -std=c++17)
# What an older compiler defines; -w because one should not.
foreach(version IN ITEMS "-U__GNUC__;-D__GNUC__=11" "-U__clang_major__;-D__clang_major__=13")
    if(version MATCHES clang AND COMPILER_ID MATCHES Clang OR version MATCHES GNUC AND COMPILER_ID STREQUAL GNU)
        check_refused("pullback needs a newer compiler" pullback.hpp -c -w ${version})
    endif()
endforeach()
