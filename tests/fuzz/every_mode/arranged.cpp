// SPDX-License-Identifier: BSL-1.0
#include "functions.hpp"
#include "static_modes.hpp"

void every_mode::add_arranged(function_list& functions) { FUNCTIONS_OF_ONE(ADD_ONE) }
