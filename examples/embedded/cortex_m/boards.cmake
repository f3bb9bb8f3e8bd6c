# SPDX-License-Identifier: BSL-1.0
# Boards that QEMU emulates, and how to build for them: Cortex-M4 with single precision, Cortex-M7. Sets
#
#   embedded_missing            the tools and libraries that were not found
#   embedded_boards             cortex_m4 cortex_m7
#   embedded_target_<board>     compiler flags of the processor
#   embedded_emulator_<board>   the command, but for the image
#   embedded_cxx_flags          how one compiles C++ for a microcontroller
#   embedded_link_flags

find_program(arm_none_eabi_gcc arm-none-eabi-gcc)
find_program(arm_none_eabi_gxx arm-none-eabi-g++)
find_program(arm_none_eabi_nm arm-none-eabi-nm)
find_program(qemu_system_arm qemu-system-arm)
mark_as_advanced(arm_none_eabi_gcc arm_none_eabi_gxx arm_none_eabi_nm qemu_system_arm)

set(embedded_missing "")
foreach(tool IN ITEMS arm-none-eabi-gcc arm-none-eabi-g++ arm-none-eabi-nm qemu-system-arm)
    string(REGEX REPLACE "[-]" "_" variable ${tool})
    string(REPLACE "++" "xx" variable ${variable})
    if(NOT ${variable})
        list(APPEND embedded_missing ${tool})
    endif()
endforeach()
if(arm_none_eabi_gxx)
    execute_process(
        COMMAND ${arm_none_eabi_gxx} -print-file-name=libstdc++.a OUTPUT_VARIABLE library
        OUTPUT_STRIP_TRAILING_WHITESPACE
    )
    if(NOT IS_ABSOLUTE "${library}") # the name itself, if there is no such file
        list(APPEND embedded_missing "libstdc++ for arm-none-eabi")
    endif()
endif()

set(embedded_boards cortex_m4 cortex_m7)
set(embedded_target_cortex_m4 -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard -mthumb)
set(embedded_target_cortex_m7 -mcpu=cortex-m7 -mfpu=fpv5-sp-d16 -mfloat-abi=hard -mthumb)
set(emulator ${qemu_system_arm} -nographic -semihosting-config enable=on,target=native)
set(embedded_emulator_cortex_m4 ${emulator} -machine mps2-an386 -kernel)
set(embedded_emulator_cortex_m7 ${emulator} -machine mps2-an500 -kernel)

set(embedded_cxx_flags -std=c++20 -fno-exceptions -fno-rtti -fno-threadsafe-statics -ffunction-sections -fdata-sections)
set(embedded_link_flags -nostartfiles -T ${CMAKE_CURRENT_LIST_DIR}/mps2.ld -Wl,--gc-sections)

# Sets flags for the headers of Boost, and of Boost only: /usr/include also has the C library of this machine.
function(embedded_find_boost include_dir directory flags)
    file(MAKE_DIRECTORY ${directory})
    if(NOT EXISTS ${directory}/boost)
        file(CREATE_LINK ${include_dir}/boost ${directory}/boost SYMBOLIC)
    endif()
    set(${flags} -isystem ${directory} PARENT_SCOPE)
endfunction()
