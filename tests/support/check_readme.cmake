# SPDX-License-Identifier: BSL-1.0
# What the README shows compiles as it stands and prints what is shown:
#
# - a ```cpp block is a whole file of examples/ but for its licence line, character by character, with its includes and
#   its `main`. These are compiled and run as tests (example.NAME), with all warnings, so whoever pastes a block into a
#   file has what was tested.
# - a ```text block after a ```cpp block, with no other block between, is all that the example prints, NAME.expected.
# - the README begins with a program and its output.
# - a ```sh block follows <!-- NAME command -->, by which a test or .ci/run finds and runs it.
#
# There are no other blocks. Links lead to headings of the README or to files that are there, and each example is
# mentioned.

cmake_minimum_required(VERSION 3.25)

file(READ ${SOURCE_DIR}/README.md rest)
file(GLOB examples ${SOURCE_DIR}/examples/*.cpp)

set(count 0)
set(shown "")
set(prose "")
set(first_has_output FALSE)

# Sets shown to the example that consists of the block, if any.
function(find_example block)
    set(found "")
    foreach(example IN LISTS examples)
        file(READ ${example} text)
        string(REGEX REPLACE "^// SPDX-License-Identifier: [^\n]+\n" "" text "${text}")
        if(text STREQUAL block)
            set(found ${example})
        endif()
    endforeach()
    set(shown "${found}" PARENT_SCOPE)
endfunction()

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
        message(FATAL_ERROR "A fenced block of the README is not closed")
    endif()
    string(SUBSTRING "${rest}" 0 ${end_of_line} language)
    math(EXPR begin "${end_of_line} + 1")
    math(EXPR length "${close} - ${end_of_line}")
    string(SUBSTRING "${rest}" ${begin} ${length} block)
    math(EXPR after "${close} + 4")
    string(SUBSTRING "${rest}" ${after} -1 rest)

    if(language STREQUAL "cpp")
        if(count EQUAL 1 AND NOT first_has_output)
            message(SEND_ERROR "The first program of the README must be followed by its output")
        endif()
        math(EXPR count "${count} + 1")
        find_example("${block}")
        if(shown STREQUAL "")
            message("${block}")
            message(
                SEND_ERROR
                    "This block of the README is not a whole file of examples/, so nothing compiles it as it stands"
            )
        endif()
    elseif(language STREQUAL "text")
        cmake_path(REPLACE_EXTENSION shown LAST_ONLY expected OUTPUT_VARIABLE expected)
        set(printed "")
        if(NOT shown STREQUAL "" AND EXISTS ${expected})
            file(READ ${expected} printed)
        endif()
        if(NOT block STREQUAL printed)
            message("${block}")
            message(
                SEND_ERROR
                    "This block of the README is not what the program before it is expected to print: ${expected}"
            )
        endif()
        if(count EQUAL 1)
            set(first_has_output TRUE)
        endif()
        set(shown "")
    elseif(language STREQUAL "sh")
        if(NOT before MATCHES "\n<!-- [a-z]+ command -->\n```$")
            message("${block}")
            message(SEND_ERROR "This command of the README has no name, so nothing runs it")
        endif()
        set(shown "")
    else()
        message("${block}")
        message(SEND_ERROR "Nothing checks blocks in the language '${language}'")
    endif()
endwhile()
string(APPEND prose "${rest}")

# A heading is found under its words in lower case, joined by hyphens.
file(STRINGS ${SOURCE_DIR}/README.md headings REGEX "^##* ")
set(anchors "")
foreach(heading IN LISTS headings)
    string(REGEX REPLACE "^#+ " "" anchor "${heading}")
    string(TOLOWER "${anchor}" anchor)
    string(REPLACE " " "-" anchor "${anchor}")
    list(APPEND anchors ${anchor})
endforeach()
file(READ ${SOURCE_DIR}/README.md readme)
string(REGEX MATCHALL "[(]#[^)]*" links "${readme}")
foreach(link IN LISTS links)
    string(REGEX REPLACE "^.*#" "" link "${link}")
    if(NOT link IN_LIST anchors)
        message(SEND_ERROR "The README links to #${link}, which is none of its headings")
    endif()
endforeach()

# A bracket would join the elements of a list.
string(REPLACE "](" "link(" prose "${prose}")
string(REGEX MATCHALL "link[(][^) :#]+[)]" links "${prose}")
foreach(link IN LISTS links)
    string(REGEX REPLACE "^link.(.*).$" "\\1" link "${link}")
    if(NOT EXISTS ${SOURCE_DIR}/${link})
        message(SEND_ERROR "The README links to ${link}, which is not there")
    endif()
endforeach()
foreach(example IN LISTS examples)
    cmake_path(GET example STEM name)
    if(NOT readme MATCHES "`${name}`")
        message(SEND_ERROR "The README does not mention the example ${name}")
    endif()
endforeach()

if(NOT first_has_output)
    message(SEND_ERROR "The README must begin with a program and its output")
endif()
message("${count} programs are files of examples/")
