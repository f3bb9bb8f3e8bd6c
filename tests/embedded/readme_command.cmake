# SPDX-License-Identifier: BSL-1.0
# Runs the command that the README gives for a microcontroller, beside links to the folders that it names.

cmake_minimum_required(VERSION 3.25)

file(READ ${REPOSITORY}/README.md readme)
string(REGEX MATCH "\n<!-- embedded command -->\n```sh\n(.*)" command "${readme}")
string(REGEX REPLACE "\n```.*" "" command "${CMAKE_MATCH_1}")
file(REMOVE_RECURSE ${WORK_DIR})
file(MAKE_DIRECTORY ${WORK_DIR})
foreach(folder IN ITEMS include examples)
    file(CREATE_LINK ${REPOSITORY}/${folder} ${WORK_DIR}/${folder} SYMBOLIC)
endforeach()
execute_process(COMMAND sh -e -c "${command}" WORKING_DIRECTORY ${WORK_DIR} COMMAND_ERROR_IS_FATAL ANY)
if(NOT EXISTS ${WORK_DIR}/vehicle.o)
    message(FATAL_ERROR "The command of the README wrote no vehicle.o:\n${command}")
endif()
