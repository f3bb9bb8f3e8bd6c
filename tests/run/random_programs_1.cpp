// SPDX-License-Identifier: BSL-1.0
#include "random_programs.hpp"

BOOST_AUTO_TEST_CASE(random_programs_agree_with_dual_numbers) { random_programs::check_seeds<0, 30>(); }
