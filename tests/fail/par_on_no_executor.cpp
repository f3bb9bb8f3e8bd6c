// SPDX-License-Identifier: BSL-1.0
// EXPECT: par.on(executor): executor is nothing that runs chunks; give an object with a function
// EXPECT: run(count, act) that calls act(k) for each k below count, such as a pullback::thread_pool
#include <pullback.hpp>
#include <pullback/threads.hpp>

#include <vector>

using namespace pullback;

constexpr auto total = function([](const auto& x) { return sum(x, [](const auto& each) { return exp(each); }); });

double evaluate(const std::vector<double>& x) {
#ifdef PULLBACK_WRONG
    int threads = 2;
#else
    thread_pool threads(2);
#endif
    return total(par.on(threads), x);
}
