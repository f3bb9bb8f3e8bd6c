// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

#include <sys/resource.h>

// Run with a stack of 256 KiB; see tests/CMakeLists.txt.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;

double peak_memory() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024;
}

struct doubling : dynamic::function<doubling> {
    static inline int visits = 0;
    double forward(double a, double b) const { return a + b; }
    std::array<double, 2> backward(double g) const {
        ++visits;
        return {g, g};
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(ten_million_nodes) {
    constexpr int count = 10'000'000;
    const double before = peak_memory();
    variable x{1.1};
    {
        auto y = x;
        for (int i = 0; i < count / 2; ++i) y = 0.9 * square(y); // tends to 0, slowly enough for what is tested
        BOOST_TEST(std::isfinite(y.data()));
        const double bytes = (peak_memory() - before) / count;
        BOOST_TEST_MESSAGE(bytes << " bytes for each node");
        BOOST_TEST(bytes <= 96);
        y.backward();
        BOOST_TEST(std::isfinite(x.grad()));
    }
    // Memory is used again.
    const double after_one = peak_memory();
    {
        auto y = x;
        for (int i = 0; i < count / 2; ++i) y = 1.0 * y;
        y.backward(dynamic::retain_grad::no);
    }
    BOOST_TEST(peak_memory() - after_one < 1e8);
}

BOOST_AUTO_TEST_CASE(each_node_is_visited_once) {
    variable x{1.0};
    auto y = x;
    for (int i = 0; i < 40; ++i) y = doubling{}(y, y);
    y.backward();
    BOOST_TEST(doubling::visits == 40);
    BOOST_TEST(x.grad() == std::ldexp(1.0, 40));
}
