// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <thread>
#include <vector>

// Threads work on graphs of their own without locks; a graph may move to another thread.

namespace {

using pullback::dynamic::no_grad;
using pullback::dynamic::variable;

variable<double> chain(variable<double> x, int length) {
    for (int i = 0; i < length; ++i) x = i % 2 == 0 ? sin(x) : x * x + 0.5;
    return x;
}

double slope(double at, int length) {
    variable x{at};
    chain(x, length).backward();
    return x.grad();
}

template <class Work>
void in_threads(int count, Work work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
    for (std::thread& thread : threads) thread.join();
}

} // namespace

BOOST_AUTO_TEST_CASE(graphs_side_by_side) {
    constexpr int count = 4;
    std::vector<double> got(count);
    in_threads(count, [&](int i) {
        for (int round = 0; round < 50; ++round) {
            const no_grad* none = nullptr;
            if (i % 2 == 1 && round % 2 == 1) {
                const no_grad scope; // is of this thread only
                none = &scope;
                chain(variable{1.0}, 10);
            }
            static_cast<void>(none);
            got[static_cast<std::size_t>(i)] = slope(0.1 * i, 100 + i);
        }
    });
    for (int i = 0; i < count; ++i) BOOST_TEST(got[static_cast<std::size_t>(i)] == slope(0.1 * i, 100 + i));
}

BOOST_AUTO_TEST_CASE(graphs_change_hands) {
    for (int round = 0; round < 20; ++round) {
        std::vector<variable<double>> made(4);
        in_threads(4, [&](int i) { made[static_cast<std::size_t>(i)] = chain(variable{0.1 * i}, 1000); });
        // The threads have ended; their graphs are used, and dropped, by others.
        in_threads(4, [&](int i) {
            variable<double> taken = std::move(made[static_cast<std::size_t>(3 - i)]);
            taken.backward();
        });
    }
    BOOST_TEST(std::isfinite(slope(0.3, 10)));
}
