# SPDX-License-Identifier: BSL-1.0
# Writes the library as single files: `cmake -DOUTPUT_DIR=... -P .cmake/single_header.cmake` makes
#
#   OUTPUT_DIR/pullback.hpp           all of <pullback.hpp>
#   OUTPUT_DIR/pullback/dynamic.hpp   all of <pullback/dynamic.hpp>, the former included
#   OUTPUT_DIR/pullback/ext/...       each header that users include beside these: what it has more than <pullback.hpp>, which it includes
#
# The first two stand alone and include the standard library and Boost.Hana only, so they can be pasted into an online
# compiler, and the others below one of them. All have the names and the include guards of what they replace: code
# compiles with one edition or the other as it is, and both in one program do no harm. So the adapters of either edition
# go with a pasted copy.

cmake_minimum_required(VERSION 3.25)

cmake_path(SET root NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/..)
file(STRINGS ${root}/CMakeLists.txt project REGEX "^project\\(")
string(REGEX MATCH "VERSION ([0-9.]+)" version "${project}")
set(version ${CMAKE_MATCH_1})
file(STRINGS ${root}/LICENSE lines)
set(licence "")
foreach(line IN LISTS lines)
    string(STRIP "// ${line}" line)
    string(APPEND licence "${line}\n")
endforeach()

# Appends to `text` the header and, where each is first included, the headers it includes.
function(append_header header)
    list(APPEND seen ${header})
    file(READ ${root}/include/${header} rest)
    string(REPLACE "// SPDX-License-Identifier: BSL-1.0\n" "" rest "${rest}")
    while(rest MATCHES "\n(#include <(pullback[^>\n]*\\.hpp)>\n)")
        set(line "${CMAKE_MATCH_1}")
        set(included ${CMAKE_MATCH_2})
        string(FIND "${rest}" "\n${line}" at)
        math(EXPR at "${at} + 1")
        string(SUBSTRING "${rest}" 0 ${at} before)
        string(APPEND text "${before}")
        string(LENGTH "${line}" length)
        math(EXPR at "${at} + ${length} - 1")
        string(SUBSTRING "${rest}" ${at} -1 rest)
        if(NOT included IN_LIST seen)
            append_header(${included})
        endif()
    endwhile()
    string(APPEND text "${rest}")
    set(seen "${seen}" PARENT_SCOPE)
    set(text "${text}" PARENT_SCOPE)
endfunction()

function(write_header header text)
    file(
        CONFIGURE
        OUTPUT
        ${OUTPUT_DIR}/${header}
        CONTENT
        [[// SPDX-License-Identifier: BSL-1.0
//
// <@header@> of pullback @version@ in one file, generated from its headers.
//
@licence@
@text@]]
        @ONLY
        NEWLINE_STYLE
        LF
    )
endfunction()

foreach(header IN ITEMS pullback/dynamic.hpp pullback.hpp)
    set(seen "")
    set(text "")
    append_header(${header})
    write_header(${header} "${text}")
endforeach()

set(in_pullback ${seen})
# What <pullback.hpp> has with some flags only. It is in the others too; its guards let it be there once.
list(FILTER in_pullback EXCLUDE REGEX "/math/(lane_|vector_)|/run/joined_calls[.]")
file(GLOB_RECURSE further RELATIVE ${root}/include ${root}/include/pullback/ext/*.hpp
                                                   ${root}/include/pullback/check/*.hpp
)
# Parts of others.
list(FILTER further EXCLUDE REGEX
     "/ext/(eigen|xtensor|xsimd)/|/ext/bound_function|/boost_math/(values|.*_series|elliptic_moments)[.]"
)
list(FILTER further EXCLUDE REGEX "/check/(compare|extrapolation|gradient_report|probed|numerical_diff)[.]")
foreach(header IN LISTS further ITEMS pullback/derivative/taylor.hpp pullback/functions/more.hpp pullback/lanes.hpp
                                      pullback/threads.hpp pullback/record.hpp pullback/dynamic/record.hpp
)
    set(seen ${in_pullback})
    set(text "")
    append_header(${header})
    # Behind the guard, so that a second inclusion is one of nothing. Pasted below the library it finds that already
    # there.
    string(REGEX MATCH "#define PULLBACK_[A-Z_]+\n" guard "${text}")
    string(REPLACE "${guard}" "${guard}\n#ifndef PULLBACK_HPP\n#include <pullback.hpp>\n#endif\n" text "${text}")
    write_header(${header} "${text}")
endforeach()
