#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_CASE(first_gradient) {
    constexpr auto x  = pullback::variable<"x">;
    constexpr auto dy = pullback::gradient(square(exp(square(x))));
    BOOST_TEST(dy(x = 0.5) == 3.297442541400256, boost::test_tools::tolerance(1e-14));
}
