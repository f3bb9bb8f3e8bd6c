# SPDX-License-Identifier: BSL-1.0
# What a page shows compiles as it stands and prints what is shown. PAGE is README.md or include/pullback/README.md,
# PROGRAMS the folder of the programs that it shows; both are relative to SOURCE_DIR.
#
# - a ```cpp block is a whole file of PROGRAMS but for its licence line, character by character, with its includes and its `main`. These are
# compiled and run as tests, with all warnings, so whoever pastes a block into a file has what was tested.
# - the ```text blocks after a ```cpp block are, one after the other, all that the program prints, NAME.expected. There
# is only prose between them.
# - a ```sh block follows <!-- NAME command -->, by which a test or .ci/run finds and runs it.
# - with BEGINS_WITH_PROGRAM, the page begins with a program and its output.
#
# There are no other blocks. Links lead to headings of the page or to files that are there, and each program is
# mentioned.

cmake_minimum_required(VERSION 3.25)

cmake_path(GET PAGE PARENT_PATH page_folder)
file(READ ${SOURCE_DIR}/${PAGE} rest)
file(GLOB programs ${SOURCE_DIR}/${PROGRAMS}/*.cpp)

set(count 0)
set(shown "")
set(expected "")
set(printed "") # what is still to be shown of it
set(has_output FALSE)
set(prose "")
set(first_has_output FALSE)

# Sets shown to the program that consists of the block, if any.
function(find_program_of block)
    set(found "")
    foreach(program IN LISTS programs)
        file(READ ${program} text)
        string(REGEX REPLACE "^// SPDX-License-Identifier: [^\n]+\n" "" text "${text}")
        if(text STREQUAL block)
            set(found ${program})
        endif()
    endforeach()
    set(shown "${found}" PARENT_SCOPE)
endfunction()

# After the last block of a program's output.
macro(end_output)
    if(has_output AND NOT printed STREQUAL "")
        message("${printed}")
        message(SEND_ERROR "${PAGE} does not show that the program before also prints this: ${expected}")
    endif()
    set(shown "")
    set(printed "")
    set(has_output FALSE)
endmacro()

set(rest "\n${rest}")
while(TRUE)
    string(FIND "${rest}" "\n```" open)
    if(open EQUAL -1)
        break()
    endif()
    math(EXPR open "${open} + 4")
    string(SUBSTRING "${rest}" 0 ${open} before)
    string(APPEND prose "${before}")
    string(SUBSTRING "${rest}" ${open} -1 rest)
    string(FIND "${rest}" "\n" end_of_line)
    string(FIND "${rest}" "\n```" close)
    if(close EQUAL -1)
        message(FATAL_ERROR "A fenced block of ${PAGE} is not closed")
    endif()
    string(SUBSTRING "${rest}" 0 ${end_of_line} language)
    math(EXPR begin "${end_of_line} + 1")
    math(EXPR length "${close} - ${end_of_line}")
    string(SUBSTRING "${rest}" ${begin} ${length} block)
    math(EXPR after "${close} + 4")
    string(SUBSTRING "${rest}" ${after} -1 rest)

    if(language STREQUAL "cpp")
        end_output()
        if(BEGINS_WITH_PROGRAM AND count EQUAL 1 AND NOT first_has_output)
            message(SEND_ERROR "The first program of ${PAGE} must be followed by its output")
        endif()
        math(EXPR count "${count} + 1")
        find_program_of("${block}")
        if(shown STREQUAL "")
            message("${block}")
            message(
                SEND_ERROR
                    "This block of ${PAGE} is not a whole file of ${PROGRAMS}, so nothing compiles it as it stands"
            )
        else()
            cmake_path(REPLACE_EXTENSION shown LAST_ONLY expected OUTPUT_VARIABLE expected)
            if(EXISTS ${expected})
                file(READ ${expected} printed)
            endif()
        endif()
    elseif(language STREQUAL "text")
        string(LENGTH "${block}" length)
        string(FIND "${printed}" "${block}" place)
        if(shown STREQUAL "" OR NOT place EQUAL 0)
            message("${block}")
            message(
                SEND_ERROR "This block of ${PAGE} is not what the program before it is expected to print: ${expected}"
            )
        else()
            string(SUBSTRING "${printed}" ${length} -1 printed)
        endif()
        set(has_output TRUE)
        if(count EQUAL 1)
            set(first_has_output TRUE)
        endif()
    elseif(language STREQUAL "sh")
        end_output()
        if(NOT before MATCHES "\n<!-- [a-z]+ command -->\n```$")
            message("${block}")
            message(SEND_ERROR "This command of ${PAGE} has no name, so nothing runs it")
        endif()
    else()
        message("${block}")
        message(SEND_ERROR "Nothing checks blocks in the language '${language}'")
    endif()
endwhile()
end_output()
string(APPEND prose "${rest}")

# A heading is found under its words in lower case, joined by hyphens.
file(STRINGS ${SOURCE_DIR}/${PAGE} headings REGEX "^##* ")
set(anchors "")
foreach(heading IN LISTS headings)
    string(REGEX REPLACE "^#+ " "" anchor "${heading}")
    string(TOLOWER "${anchor}" anchor)
    string(REGEX REPLACE "[,.:]" "" anchor "${anchor}")
    string(REPLACE " " "-" anchor "${anchor}")
    list(APPEND anchors ${anchor})
endforeach()
file(READ ${SOURCE_DIR}/${PAGE} page)
string(REGEX MATCHALL "[(]#[^)]*" links "${page}")
foreach(link IN LISTS links)
    string(REGEX REPLACE "^.*#" "" link "${link}")
    if(NOT link IN_LIST anchors)
        message(SEND_ERROR "${PAGE} links to #${link}, which is none of its headings")
    endif()
endforeach()

# A bracket would join the elements of a list.
string(REPLACE "](" "link(" prose "${prose}")
string(REGEX MATCHALL "link[(][^) :#]+[)]" links "${prose}")
foreach(link IN LISTS links)
    string(REGEX REPLACE "^link.(.*).$" "\\1" link "${link}")
    if(NOT EXISTS ${SOURCE_DIR}/${page_folder}/${link})
        message(SEND_ERROR "${PAGE} links to ${link}, which is not there")
    endif()
endforeach()
foreach(program IN LISTS programs)
    cmake_path(GET program STEM name)
    if(NOT page MATCHES "`${name}`")
        message(SEND_ERROR "${PAGE} does not mention the program ${name}")
    endif()
endforeach()

if(BEGINS_WITH_PROGRAM AND NOT first_has_output)
    message(SEND_ERROR "${PAGE} must begin with a program and its output")
endif()
message("${count} programs are files of ${PROGRAMS}")
