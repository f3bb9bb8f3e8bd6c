// SPDX-License-Identifier: BSL-1.0
#include "lstm_of_layers.hpp"

gradbench::module gradbench::lstm_of_4_layers() { return gradbench::lstm_of_layers<4>(); }
