// SPDX-License-Identifier: BSL-1.0
#include "../functions/unit.hpp"
#include "lstm_of_layers.hpp"
#include "network.hpp"

#include <vector>

template double gradbench::lstm_value<2>(const network<2>& in);
template std::vector<functions::unit<2>> gradbench::lstm_gradient<2>(const network<2>& in);
