# SPDX-License-Identifier: BSL-1.0
# Reads the #include lines of the library and holds them to its plan:
#
# - Rooms stand on floors, and a header includes only what is in its own room or on a lower floor. Two rooms of one floor
#   do not know each other.
# - No header includes itself by way of others.
# - A header of the library is named in full and between angle brackets.
# - Half of the headers have at most 120 lines, none has more than 400, and no room has more than 15 in 100 of all lines.
#   A folder inside a room is a part of it and is counted for itself: who works there need not know the rest by heart.
#
#   cmake -DSOURCE_DIR=... -P check_includes.cmake

cmake_minimum_required(VERSION 3.25)

# From the lowest floor to the highest. An umbrella is a room of its own.
set(floors
    "cpp20.hpp"
    "always_inline.hpp"
    "math"
    "functions"
    "shape program"
    "record"
    "differentiate optimise"
    "run"
    "static_function"
    "blocks expression derivative lanes.hpp threads.hpp"
    "print check"
    "pullback.hpp"
    "replay"
    "record.hpp"
    "dynamic"
    "dynamic.hpp"
    "ext"
)
set(most_lines 400)
set(most_lines_of_half 120)
set(most_percent_of_room 15)

set(floor 0)
foreach(rooms IN LISTS floors)
    separate_arguments(rooms)
    foreach(room IN LISTS rooms)
        set(floor_of_${room} ${floor})
    endforeach()
    math(EXPR floor "${floor} + 1")
endforeach()

# The room of pullback/optimise/factoring/terms.hpp is optimise, and its part optimise/factoring.
function(find_room header)
    string(REGEX REPLACE "^pullback/" "" path "${header}")
    string(REGEX REPLACE "/.*$" "" room "${path}")
    cmake_path(GET path PARENT_PATH part)
    if(NOT DEFINED floor_of_${room})
        message(SEND_ERROR "${header} is in a room that has no floor: write it into check_includes.cmake")
    endif()
    set(room ${room} PARENT_SCOPE)
    set(part "${part}" PARENT_SCOPE)
endfunction()

set(include_dir ${SOURCE_DIR}/include)
file(GLOB_RECURSE headers RELATIVE ${include_dir} ${include_dir}/*.hpp)
list(SORT headers)

set(all_lines 0)
set(line_counts "")
set(parts "")
foreach(header IN LISTS headers)
    find_room(${header})
    set(room_of_header ${room})

    # Not as a list of lines: a semicolon or a bracket would divide or join them.
    file(READ ${include_dir}/${header} text)
    string(REGEX REPLACE "[^\n]" "" lines "${text}")
    string(LENGTH "${lines}" lines)
    math(EXPR all_lines "${all_lines} + ${lines}")
    list(APPEND line_counts ${lines})
    if(lines GREATER most_lines)
        message(SEND_ERROR "${header} has ${lines} lines, more than ${most_lines}")
    endif()
    if(part)
        if(NOT part IN_LIST parts)
            list(APPEND parts ${part})
            set(lines_of_${part} 0)
        endif()
        math(EXPR lines_of_${part} "${lines_of_${part}} + ${lines}")
    endif()

    set(includes_of_${header} "")
    string(REGEX MATCHALL "\n[ \t]*#[ \t]*include[ \t]+[^\n]*" directives "\n${text}")
    foreach(directive IN LISTS directives)
        if(directive MATCHES "include[ \t]+\"")
            string(STRIP "${directive}" directive)
            message(SEND_ERROR "${header} includes by a path of its own: ${directive}")
        elseif(directive MATCHES "<(pullback(/[^>]+)?[.]hpp)>")
            set(included ${CMAKE_MATCH_1})
            if(NOT included IN_LIST headers)
                message(SEND_ERROR "${header} includes ${included}, which is not there")
                continue()
            endif()
            list(APPEND includes_of_${header} ${included})
            find_room(${included})
            if(NOT room STREQUAL room_of_header AND NOT floor_of_${room} LESS floor_of_${room_of_header})
                message(
                    SEND_ERROR
                        "${header} includes ${included}: ${room} does not stand below ${room_of_header} (the floors are listed in check_includes.cmake)"
                )
            endif()
        endif()
    endforeach()
endforeach()

# Whoever includes only headers that are in order is in order. What never comes to be so includes itself, or one that does.
set(waiting ${headers})
set(progress TRUE)
while(progress)
    set(progress FALSE)
    foreach(header IN LISTS waiting)
        set(is_ready TRUE)
        foreach(included IN LISTS includes_of_${header})
            if(NOT DEFINED is_in_order_${included})
                set(is_ready FALSE)
                break()
            endif()
        endforeach()
        if(is_ready)
            set(is_in_order_${header} TRUE)
            list(REMOVE_ITEM waiting ${header})
            set(progress TRUE)
        endif()
    endforeach()
endwhile()
if(waiting)
    # From any of them a way along what is not in order comes back to where it was.
    list(GET waiting 0 header)
    set(way "")
    while(NOT header IN_LIST way)
        list(APPEND way ${header})
        foreach(included IN LISTS includes_of_${header})
            if(NOT DEFINED is_in_order_${included})
                set(header ${included})
                break()
            endif()
        endforeach()
    endwhile()
    list(FIND way ${header} begin)
    list(SUBLIST way ${begin} -1 way)
    list(JOIN way " -> " way)
    list(LENGTH waiting count)
    message(
        SEND_ERROR "Headers include each other: ${way} -> ${header} (${count} headers lie on a circle or above one)"
    )
endif()

list(SORT line_counts COMPARE NATURAL)
list(LENGTH line_counts count)
math(EXPR middle "${count} / 2")
list(GET line_counts ${middle} median)
if(median GREATER most_lines_of_half)
    message(SEND_ERROR "Half of the headers have ${median} lines or more, more than ${most_lines_of_half}")
endif()

set(largest 0)
foreach(part IN LISTS parts)
    math(EXPR percent "${lines_of_${part}} * 1000 / ${all_lines}")
    if(percent GREATER largest)
        set(largest ${percent})
        set(largest_part ${part})
    endif()
    math(EXPR bar "${most_percent_of_room} * 10")
    if(percent GREATER bar)
        message(
            SEND_ERROR
                "${part} has ${lines_of_${part}} of ${all_lines} lines, more than ${most_percent_of_room} in 100: divide it"
        )
    endif()
endforeach()
math(EXPR whole "${largest} / 10")
math(EXPR tenth "${largest} % 10")
message(
    "${count} headers, half of them with at most ${median} lines; the largest room, ${largest_part}, has ${whole}.${tenth} in 100"
)
