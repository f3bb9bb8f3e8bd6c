// SPDX-License-Identifier: BSL-1.0
#include "random_loops_in_lanes.hpp"

BOOST_AUTO_TEST_CASE(random_loops_in_a_loop_with_lanes) { random_loops::check_in_lanes<0, 2, 3, 4>(); }
