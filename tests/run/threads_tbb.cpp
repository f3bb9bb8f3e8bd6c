// SPDX-License-Identifier: BSL-1.0
#include "chunks_check.hpp"

#include <pullback.hpp>
#include <pullback/ext/tbb.hpp>

#include <boost/test/unit_test.hpp>

#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <cstddef>
#include <stdexcept>

// Loops as tasks of oneTBB: the same bits as on other threads.

namespace {

using namespace chunks_check;

constexpr auto density = function([](const auto& m, const auto& s, const auto& x) {
    return sum(x, [&](const auto& each) { return square((each - m) / s) + log(s); });
});

} // namespace

BOOST_AUTO_TEST_CASE(sums) {
    for (const std::size_t count : counts) {
        const numbers x = random_numbers(count);
        const auto f = value_and_gradient(density);
        const auto wanted = f(par.on(threads().two), 0.5, 1.5, x);
        check_same_bits(f(par.on(tbb_tasks), 0.5, 1.5, x), wanted);
        oneapi::tbb::task_arena arena(2);
        const tbb_executor in_arena(arena);
        check_same_bits(f(par.on(in_arena), 0.5, 1.5, x), wanted);
    }
}

BOOST_AUTO_TEST_CASE(each_chunk_is_run_once) {
    std::atomic<int> runs{0};
    tbb_tasks.run(1000, [&](std::ptrdiff_t) { ++runs; });
    BOOST_TEST(runs == 1000);
    BOOST_CHECK_THROW(tbb_tasks.run(10, [](std::ptrdiff_t) { throw std::runtime_error("of a chunk"); }),
                      std::runtime_error);
}
