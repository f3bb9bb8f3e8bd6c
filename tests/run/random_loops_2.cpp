// SPDX-License-Identifier: BSL-1.0
#include "random_loops.hpp"

BOOST_AUTO_TEST_CASE(checkpoints_of_random_loops_agree_to_the_last_digit) { random_loops::check_seeds<4, 7, 11>(); }
