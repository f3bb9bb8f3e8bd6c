#define BOOST_TEST_MODULE pullback
#include <boost/test/included/unit_test.hpp>
