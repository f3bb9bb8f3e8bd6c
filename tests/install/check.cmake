# SPDX-License-Identifier: BSL-1.0
# Builds examples as a consumer would, from nothing, and runs them. WAY is
#
#   find_package, add_subdirectory, fetch_content   a CMake project that uses an installed copy, the repository, an archive of it
#   pkg_config                                      flags that pkg-config finds for an installed copy
#   plain_include                                   the folder include/ on the compiler's path
#   single_header                                   one file, beside the example or pasted into it, and the adapters beside that
#
# COMPILE is the compiler with its flags for Boost, none for this library. EIGEN_FLAGS are those for Eigen, empty where
# there is none.

cmake_minimum_required(VERSION 3.25)

function(run)
    execute_process(
        COMMAND ${ARGV}
        WORKING_DIRECTORY ${WORK_DIR}
        OUTPUT_VARIABLE output
        ERROR_VARIABLE output
        RESULT_VARIABLE result
    )
    if(NOT result EQUAL 0)
        list(JOIN ARGV " " command)
        message("${output}")
        message(FATAL_ERROR "Failed: ${command}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

# Compiles an example under NAME and compares what it prints.
function(run_example name)
    run(${COMPILE} ${ARGN} -o ${WORK_DIR}/${name})
    check_example(${name})
endfunction()

function(check_example name)
    set(PROGRAM ${WORK_DIR}/${name})
    set(EXPECTED ${REPOSITORY}/examples/${name}.expected)
    include(${REPOSITORY}/tests/support/check_output.cmake)
    message("${printed}")
endfunction()

# A file that includes HEADER, with FLAGS, needs nothing but the standard library and Boost.Hana.
function(check_dependencies header)
    file(WRITE ${WORK_DIR}/depends.cpp "#include <${header}>\n")
    run(${COMPILE} ${ARGN} -M ${WORK_DIR}/depends.cpp)
    string(REGEX MATCHALL "[^ \\\n]*/(boost|eigen3|Eigen|xtensor|xtl)/[^ \\\n]*" others "${output}")
    list(FILTER others EXCLUDE REGEX "/boost/hana/|/boost/hana[.]hpp$")
    if(others OR NOT output MATCHES "/boost/hana/")
        message(FATAL_ERROR "<${header}> needs more than Boost.Hana: ${others}")
    endif()
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
file(MAKE_DIRECTORY ${WORK_DIR})
set(prefix ${WORK_DIR}/prefix)
set(first ${REPOSITORY}/examples/first_gradient.cpp)

if(WAY MATCHES "^(find_package|pkg_config|single_header)$")
    run(${CMAKE_COMMAND} --install ${BINARY_DIR} --prefix ${prefix})
endif()

if(WAY STREQUAL plain_include)
    # The command of the README, with this compiler.
    file(READ ${REPOSITORY}/README.md readme)
    string(REGEX MATCH "\n<!-- compile command -->\n```sh\ng[+][+] -std=c[+][+]20 ([^\n]*)\n```" command "${readme}")
    list(JOIN COMPILE " " compile)
    foreach(folder IN ITEMS include examples)
        file(CREATE_LINK ${REPOSITORY}/${folder} ${WORK_DIR}/${folder} SYMBOLIC)
    endforeach()
    run(sh -c "${compile} ${CMAKE_MATCH_1}")
    check_example(first_gradient)
    check_dependencies(pullback.hpp -I ${REPOSITORY}/include)
    check_dependencies(pullback/dynamic.hpp -I ${REPOSITORY}/include)
elseif(WAY STREQUAL pkg_config)
    set(ENV{PKG_CONFIG_PATH} ${prefix}/share/pkgconfig)
    run(${PKG_CONFIG} --cflags --libs "pullback >= 0.1")
    separate_arguments(flags UNIX_COMMAND "${output}")
    run_example(first_gradient ${flags} ${first})
elseif(WAY STREQUAL single_header)
    set(single ${prefix}/share/pullback/single_header)
    set(units ${REPOSITORY}/tests/two_units)
    run(${COMPILE} -I ${single} ${units}/a.cpp ${units}/b.cpp -o ${WORK_DIR}/two_units)
    run(${WORK_DIR}/two_units)
    run_example(dynamic_graph -I ${single} ${REPOSITORY}/examples/dynamic_graph.cpp)
    # Pasted: a single file, without any path.
    file(READ ${single}/pullback.hpp library)
    file(READ ${first} program)
    string(REPLACE "#include <pullback.hpp>\n" "" program "${program}")
    file(WRITE ${WORK_DIR}/pasted.cpp "${library}" "${program}")
    run_example(first_gradient ${WORK_DIR}/pasted.cpp)
    # What is included beside it: from the same folder, or after a pasted copy from the library's own.
    if(EIGEN_FLAGS)
        set(beside ${REPOSITORY}/tests/install/beside_single_header.cpp)
        file(READ ${beside} program)
        string(REPLACE "#include <pullback.hpp>\n" "" program "${program}")
        file(WRITE ${WORK_DIR}/beside_pasted.cpp "${library}" "${program}")
        run(${COMPILE} -I ${single} ${EIGEN_FLAGS} ${beside} -o ${WORK_DIR}/beside)
        run(${COMPILE} -fsyntax-only -I ${REPOSITORY}/include ${EIGEN_FLAGS} ${WORK_DIR}/beside_pasted.cpp)
        # All of it pasted, without any path.
        set(all "${library}")
        string(REGEX MATCHALL "#include <(pullback/[a-z_/]+[.]hpp)>" included "${program}")
        foreach(line IN LISTS included)
            string(REGEX REPLACE ".*<(.*)>" "\\1" header "${line}")
            file(READ ${single}/${header} text)
            string(APPEND all "${text}\n")
            string(REPLACE "${line}\n" "" program "${program}")
        endforeach()
        file(WRITE ${WORK_DIR}/all_pasted.cpp "${all}" "${program}")
        run(${COMPILE} ${EIGEN_FLAGS} ${WORK_DIR}/all_pasted.cpp -o ${WORK_DIR}/all_pasted)
        foreach(program IN ITEMS beside all_pasted)
            run(${WORK_DIR}/${program})
            if(NOT output STREQUAL "16 4 6, 2 4 6\n")
                message(FATAL_ERROR "${program} printed ${output}")
            endif()
        endforeach()
    endif()
    # Each header that the library has for users is there, and compiles, if its library needs no more than Boost.
    file(GLOB_RECURSE further RELATIVE ${single} ${single}/pullback/*.hpp)
    list(FILTER further EXCLUDE REGEX "/ext/(ceres|eigen|eigen_static|mpi|nlopt|tbb|xsimd|xtensor)[.]")
    list(TRANSFORM further REPLACE "(.+)" "#include <\\1>\n")
    list(JOIN further "" further)
    file(WRITE ${WORK_DIR}/further.cpp "${further}${further}")
    run(${COMPILE} -fsyntax-only -I ${single} ${WORK_DIR}/further.cpp)
    file(READ ${REPOSITORY}/README.md readme)
    string(REGEX MATCHALL "`(pullback/[a-z_/]+[.]hpp)`" named "${readme}")
    foreach(header IN LISTS named)
        string(REPLACE "`" "" header "${header}")
        if(NOT EXISTS ${single}/${header})
            message(FATAL_ERROR "The README names ${header}, and the single headers lack it")
        endif()
    endforeach()
    foreach(header IN ITEMS pullback.hpp pullback/dynamic.hpp)
        # The same code as the headers it is made of.
        check_dependencies(${header} -I ${REPOSITORY}/include)
        run(${COMPILE} -I ${REPOSITORY}/include -E -P ${WORK_DIR}/depends.cpp)
        string(REGEX REPLACE "[ \n]+" "" several "${output}")
        check_dependencies(${header} -I ${single})
        run(${COMPILE} -I ${single} -E -P ${WORK_DIR}/depends.cpp)
        string(REGEX REPLACE "[ \n]+" "" one "${output}")
        if(NOT one STREQUAL several)
            message(FATAL_ERROR "The single header is another library than <${header}>")
        endif()
    endforeach()
else()
    if(WAY STREQUAL fetch_content)
        execute_process(
            COMMAND ${CMAKE_COMMAND} -E tar czf ${WORK_DIR}/pullback.tar.gz .cmake CMakeLists.txt LICENSE include
            WORKING_DIRECTORY ${REPOSITORY} COMMAND_ERROR_IS_FATAL ANY
        )
    endif()
    run(${CMAKE_COMMAND}
        -G
        ${GENERATOR}
        -S
        ${CMAKE_CURRENT_LIST_DIR}
        -B
        ${WORK_DIR}
        -DWAY=${WAY}
        -DCMAKE_CXX_COMPILER=${COMPILER}
        -DREPOSITORY=${REPOSITORY}
        -DCMAKE_PREFIX_PATH=${prefix}
        -DARCHIVE=${WORK_DIR}/pullback.tar.gz
    )
    run(${CMAKE_COMMAND} --build ${WORK_DIR})
    file(RENAME ${WORK_DIR}/consumer ${WORK_DIR}/first_gradient)
    check_example(first_gradient)
endif()
