// SPDX-License-Identifier: BSL-1.0
#include "../functions/unit.hpp"
#include "lstm_of_layers.hpp"
#include "network.hpp"

#include <vector>

template double gradbench::lstm_value<4>(const network<4>& in);
template std::vector<functions::unit<4>> gradbench::lstm_gradient<4>(const network<4>& in);
