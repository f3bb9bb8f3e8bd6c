// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_THREAD_POOL_HPP
#define PULLBACK_RUN_THREAD_POOL_HPP

#include <pullback/cpp20.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

// Threads of the standard library that wait for work.

namespace pullback {

// Beside the policies that name it (static_function/policy.hpp).
namespace policies {

/// Threads that run chunks of loops, `f(par.on(pool), x...)`. The thread of a call works too, so that a pool of n
/// threads starts n - 1. Calls of several threads, and calls inside of what a chunk does, share one pool: each goes on
/// with its own chunks, and whoever is free helps.
class thread_pool {
public:
    /// Preconditions: `threads` is at least 1; anything below is 1.
    explicit thread_pool(std::size_t threads) {
        workers_.reserve(threads > 0 ? threads - 1 : 0);
        attempt(
            [&] {
                for (std::size_t i = 1; i < threads; ++i) workers_.emplace_back([this] { work(); });
            },
            [&](const std::exception_ptr& thrown) {
                stop();
                std::rethrow_exception(thrown);
            });
    }
    thread_pool(const thread_pool&) = delete;
    thread_pool& operator=(const thread_pool&) = delete;
    ~thread_pool() { stop(); }

    /// The threads, with that of a call.
    std::size_t size() const { return workers_.size() + 1; }

    /// The pool of all calls which name none has as many threads as the machine runs at once. They start at the first
    /// call that needs them.
    static thread_pool& shared() {
        static thread_pool pool(std::thread::hardware_concurrency());
        return pool;
    }

    /// Calls `act(k)` for each k from 0 to before `count`, and returns when all have ended. If calls throw, no others
    /// begin, and what the first of them threw is thrown.
    template <class Act>
    void run(std::ptrdiff_t count, const Act& act) {
        task given(count, __builtin_addressof(act),
                   [](const void* called, std::ptrdiff_t k) { (*static_cast<const Act*>(called))(k); });
        if (count > 1 && !workers_.empty()) {
            {
                const std::lock_guard lock(mutex_);
                given.next = first_;
                first_ = &given;
                given_count_.fetch_add(1, std::memory_order_release);
            }
            given_.notify_all();
            given.run();
            {
                const std::lock_guard lock(mutex_);
                take_out(given);
            }
            wait_awake([&] { return given.helpers == 0; });
            std::unique_lock lock(mutex_); // which the last helper has until it has done with the task
            given.is_left.wait(lock, [&] { return given.helpers == 0; });
        } else {
            given.run();
        }
        if (given.thrown) std::rethrow_exception(given.thrown);
    }

private:
    /// Acts, and hands on what that throws where programs have exceptions.
    template <class Act, class HandOn>
    static void attempt(const Act& act, [[maybe_unused]] const HandOn& hand_on) {
#if defined(__cpp_exceptions)
        try {
            act();
        } catch (...) {
            hand_on(std::current_exception());
        }
#else
        act();
#endif
    }

    /// Calls of one function, which stand in a list while some have not begun.
    struct task {
        task(std::ptrdiff_t all, const void* function, void (*with)(const void*, std::ptrdiff_t))
            : count(all), act(function), call(with) {}

        void run() {
            for (;;) {
                const std::ptrdiff_t k = begun.fetch_add(1, std::memory_order_relaxed);
                if (k >= count) return;
                attempt([&] { call(act, k); },
                        [&](const std::exception_ptr& now) {
                            begun.store(count, std::memory_order_relaxed);
                            const std::lock_guard lock(throwing);
                            if (!thrown) thrown = now;
                        });
            }
        }
        bool has_more() const { return begun.load(std::memory_order_relaxed) < count; }

        const std::ptrdiff_t count;
        const void* const act;
        void (*const call)(const void*, std::ptrdiff_t);
        std::atomic<std::ptrdiff_t> begun{0};
        std::mutex throwing;
        std::exception_ptr thrown;
        // Changed under the lock of the pool:
        std::atomic<std::ptrdiff_t> helpers{0};
        task* next = nullptr;
        std::condition_variable is_left;
    };

    task* find() const {
        task* found = first_;
        while (found != nullptr && !found->has_more()) found = found->next;
        return found;
    }
    void take_out(task& given) {
        task** place = &first_;
        while (*place != &given) place = &(*place)->next;
        *place = given.next;
    }
    /// To wake a sleeping thread takes as long as a chunk does. The loops of a call follow each other at once, and
    /// those of calls often do: so who waits lets others run for a while, and sleeps then.
    template <class Condition>
    static void wait_awake(const Condition& is_met) {
        for (int i = 0; i < 200 && !is_met(); ++i) std::this_thread::yield();
    }
    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            task* found = find();
            if (found == nullptr && !is_over_) {
                const std::size_t seen = given_count_.load(std::memory_order_relaxed);
                lock.unlock();
                wait_awake([&] { return given_count_.load(std::memory_order_acquire) != seen; });
                lock.lock();
            }
            given_.wait(lock, [&] { return is_over_ || (found = find()) != nullptr; });
            if (is_over_) return;
            ++found->helpers;
            lock.unlock();
            found->run();
            lock.lock();
            if (--found->helpers == 0) found->is_left.notify_one();
        }
    }
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            is_over_ = true;
        }
        given_.notify_all();
        for (std::thread& each : workers_) each.join();
    }

    std::mutex mutex_;
    std::condition_variable given_;
    task* first_ = nullptr;
    std::atomic<std::size_t> given_count_{0};
    bool is_over_ = false;
    std::vector<std::thread> workers_;
};

} // namespace policies

using policies::thread_pool;

} // namespace pullback

#endif
