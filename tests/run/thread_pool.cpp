// SPDX-License-Identifier: BSL-1.0
#include "seeded_numbers.hpp"

#include <pullback.hpp>
#include <pullback/threads.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

// What runs chunks of loops: each once, exceptions, calls inside of calls, several callers; and loops that write where
// data say. The thread sanitizer looks at this program.

namespace {

using namespace seeded_numbers;
using namespace pullback;

constexpr auto gathered = function([](const auto& weights, const auto& x, const auto& k) {
    return sum(x, k, [&](const auto& each, const auto& i) { return square(each - weights[i]); });
});

// Names of the library's, of other functions.
namespace of_the_caller {

template <class Data, class Policy>
int jacobian(const Data&, const Policy&) {
    return 1;
}
template <class Data, class Policy>
int sum(const Data&, Policy&) {
    return 2;
}

int found_with_policies() {
    const numbers data{1, 2};
    thread_pool pool(1);
    return jacobian(data, par.on(pool)) + sum(data, pool);
}

} // namespace of_the_caller

} // namespace

BOOST_AUTO_TEST_CASE(functions_of_the_caller_stay_his_with_a_pool) {
    BOOST_TEST(of_the_caller::found_with_policies() == 3);
}

BOOST_AUTO_TEST_CASE(each_chunk_is_run_once) {
    for (const std::size_t threads : {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(8)}) {
        thread_pool pool(threads);
        BOOST_TEST(pool.size() == (threads > 0 ? threads : 1));
        for (const std::ptrdiff_t count : {0, 1, 2, 1000}) {
            std::vector<std::atomic<int>> runs(static_cast<std::size_t>(count));
            pool.run(count, [&](std::ptrdiff_t k) { ++runs[static_cast<std::size_t>(k)]; });
            for (const auto& each : runs) BOOST_TEST(each == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_a_chunk_throws_reaches_the_caller) {
    thread_pool pool(3);
    for (const std::ptrdiff_t thrown : {0, 7, 99}) {
        const auto act = [&](std::ptrdiff_t k) {
            if (k == thrown) throw std::runtime_error("of a chunk");
        };
        BOOST_CHECK_THROW(pool.run(100, act), std::runtime_error);
    }
    std::atomic<int> runs{0};
    pool.run(100, [&](std::ptrdiff_t) { ++runs; });
    BOOST_TEST(runs == 100);
}

BOOST_AUTO_TEST_CASE(after_what_is_thrown_none_begins) {
    thread_pool one(1);
    std::ptrdiff_t runs = 0;
    const auto act = [&](std::ptrdiff_t k) {
        ++runs;
        if (k >= 7) throw std::runtime_error("of a chunk");
    };
    BOOST_CHECK_THROW(one.run(100, act), std::runtime_error);
    BOOST_TEST(runs == 8);
}

BOOST_AUTO_TEST_CASE(other_threads_help_and_a_call_waits_for_them) {
    using namespace std::chrono;
    thread_pool pool(2);
    const auto caller = std::this_thread::get_id();
    std::atomic<bool> helps{false}, has_ended{false};
    std::this_thread::sleep_for(milliseconds(50)); // so long that the other thread waits for work
    pool.run(2, [&](std::ptrdiff_t) {
        if (std::this_thread::get_id() == caller) {
            const auto end = steady_clock::now() + seconds(60);
            while (!helps && steady_clock::now() < end) std::this_thread::yield();
        } else {
            helps = true;
            std::this_thread::sleep_for(milliseconds(50));
            has_ended = true;
        }
    });
    BOOST_TEST(helps);
    BOOST_TEST(has_ended);
}

// What is added first decides what is left of a small number beside large ones.
BOOST_AUTO_TEST_CASE(chunks_are_added_in_their_order) {
    constexpr auto total = function([](const auto& x) { return sum(x, [](const auto& each) { return each; }); });
    numbers x(400000);
    x.front() = 1e17;
    x[x.size() / 2] = -1e17;
    x.back() = 1;
    thread_pool pool(3);
    BOOST_TEST(total(par.on(pool), x) == 1);
    x.front() = 1;
    x.back() = 1e17;
    BOOST_TEST(total(par.on(pool), x) == 0);

    // How many chunks there are is no matter of threads: neither is the last bit.
    numbers logarithms(400000);
    for (std::size_t i = 0; i < logarithms.size(); ++i) logarithms[i] = std::log1p(static_cast<double>(i));
    const double wanted = total(par.on(pool), logarithms);
    for (const std::size_t threads : {std::size_t(1), std::size_t(2), std::size_t(7)}) {
        thread_pool others(threads);
        BOOST_TEST(total(par.on(others), logarithms) == wanted);
    }
}

BOOST_AUTO_TEST_CASE(chunks_have_chunks) {
    thread_pool pool(3);
    std::atomic<int> runs{0};
    pool.run(20, [&](std::ptrdiff_t) {
        pool.run(20, [&](std::ptrdiff_t) { pool.run(5, [&](std::ptrdiff_t) { ++runs; }); });
    });
    BOOST_TEST(runs == 2000);
}

BOOST_AUTO_TEST_CASE(calls_of_several_threads_share_a_pool) {
    const std::size_t count = 60000;
    const numbers weights = random_numbers(50), x = random_numbers(count);
    const subscripts k = random_subscripts(count, 50);
    thread_pool pool(3);
    const auto f = gradient(gathered, wrt<0, 1>);
    const auto [by_weights, by_x] = f(par.on(pool), weights, x, k);
    const auto [exact_by_weights, exact_by_x] = f(weights, x, k);
    for (std::size_t i = 0; i < 50; ++i) check_close(by_weights[i], exact_by_weights[i], count);
    BOOST_TEST(by_x == exact_by_x);

    const numbers wanted = by_weights;
    std::atomic<int> same{0};
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i)
        callers.emplace_back([&] {
            const auto [again, again_by_x] = f(par.on(pool), weights, x, k);
            if (again == wanted) ++same;
        });
    for (std::thread& each : callers) each.join();
    BOOST_TEST(same == 4);

    // Inside of what other threads of the pool do.
    same = 0;
    pool.run(4, [&](std::ptrdiff_t) {
        const auto [again, again_by_x] = f(par.on(pool), weights, x, k);
        if (again == wanted) ++same;
    });
    BOOST_TEST(same == 4);
}

BOOST_AUTO_TEST_CASE(results_that_chunks_cannot_have_each) {
    // As many weights as there are data: one thread adds to them.
    const std::size_t count = 100000;
    const numbers weights = random_numbers(count), x = random_numbers(count);
    const subscripts k = random_subscripts(count, count);
    thread_pool pool(3);
    const numbers by_weights = gradient(gathered, wrt<0>)(par.on(pool), weights, x, k);
    BOOST_TEST(by_weights == gradient(gathered, wrt<0>)(weights, x, k));
}

BOOST_AUTO_TEST_CASE(one_pool_serves_all_calls) {
    std::set<std::thread::id> seen;
    std::mutex lock;
    thread_pool::shared().run(64, [&](std::ptrdiff_t) {
        const std::lock_guard guard(lock);
        seen.insert(std::this_thread::get_id());
    });
    BOOST_TEST(seen.size() <= thread_pool::shared().size());
}
