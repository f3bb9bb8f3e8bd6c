// SPDX-License-Identifier: BSL-1.0
// The same with derivatives computed in the order in which they are found.
#define PULLBACK_KEEP_ARRANGEMENT
#include "scaled_arguments.cpp"
