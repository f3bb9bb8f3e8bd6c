# SPDX-License-Identifier: BSL-1.0
# append_row(VARIABLE "WIDTHS" CELL...): adds a line to the text in VARIABLE, the first cell flush left and the
# others flush right in columns of these widths.

function(append_row variable widths)
    separate_arguments(widths)
    set(text "")
    set(is_first TRUE)
    foreach(cell width IN ZIP_LISTS ARGN widths)
        string(LENGTH "${cell}" length)
        math(EXPR missing "${width} - ${length}")
        if(missing LESS 0)
            set(missing 0)
        endif()
        string(REPEAT " " ${missing} pad)
        if(is_first)
            string(APPEND text "${cell}${pad}")
        else()
            string(APPEND text "${pad}${cell}")
        endif()
        set(is_first FALSE)
    endforeach()
    string(REGEX REPLACE " +$" "" text "${text}")
    set(${variable} "${${variable}}${text}\n" PARENT_SCOPE)
endfunction()

# write_hundredths(VARIABLE 307) sets it to 3.07.
function(write_hundredths variable hundredths)
    math(EXPR whole "${hundredths} / 100")
    math(EXPR rest "${hundredths} % 100 + 100")
    string(SUBSTRING ${rest} 1 -1 rest)
    set(${variable} ${whole}.${rest} PARENT_SCOPE)
endfunction()

# Sets ratio to NUMERATOR / DENOMINATOR, rounded to hundredths.
function(ratio numerator denominator)
    math(EXPR hundredths "(${numerator} * 100 + ${denominator} / 2) / ${denominator}")
    write_hundredths(ratio ${hundredths})
    set(ratio ${ratio} PARENT_SCOPE)
endfunction()
