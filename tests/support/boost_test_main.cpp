// SPDX-License-Identifier: BSL-1.0
#define BOOST_TEST_MODULE pullback
#include <boost/test/included/unit_test.hpp>
