// SPDX-License-Identifier: BSL-1.0
#define PULLBACK_KEEP_ARRANGEMENT
#include "functions.hpp"
#include "static_modes.hpp"

void every_mode::add_kept_of_several(function_list& functions) {
    FUNCTIONS_OF_TWO(ADD_TWO)
    FUNCTIONS_OF_THREE(ADD_THREE)
}
