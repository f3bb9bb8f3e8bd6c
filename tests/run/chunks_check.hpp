// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_CHUNKS_CHECK_HPP
#define PULLBACK_TESTS_RUN_CHUNKS_CHECK_HPP

#include "lanes_check.hpp"

#include <pullback/threads.hpp>

#include <cstddef>
#include <cstring>
#include <vector>

/// Calls on several threads: equal to those on one but for rounding, and the same bits for any number of threads.
namespace chunks_check {

using namespace lanes_check;

struct pools {
    thread_pool one{1}, two{2}, three{3}, eight{8};
};
inline pools& threads() {
    static pools all;
    return all;
}

template <class X>
void check_same_bits(const X& a, const X& b) {
    const auto x = numbers_of<double>(a), y = numbers_of<double>(b);
    BOOST_TEST_REQUIRE(x.size() == y.size());
    BOOST_TEST((x.empty() || std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0));
}

template <class Policy, class F, class... A>
void check_policy(const Policy& policy, std::size_t terms, const F& f, const A&... arguments) {
    const auto one = f(policy.on(threads().one), arguments...);
    check_same<double>(one, f(arguments...), terms);
    check_same_bits(one, f(policy.on(threads().two), arguments...));
    check_same_bits(one, f(policy.on(threads().three), arguments...));
    check_same_bits(one, f(policy.on(threads().eight), arguments...));
}
/// `terms`: of the longest sum.
template <class F, class... A>
void check_chunks(std::size_t terms, const F& f, const A&... arguments) {
    check_policy(par, terms, f, arguments...);
}
template <class F, class... A>
void check_chunks_in_lanes(std::size_t terms, const F& f, const A&... arguments) {
    check_policy(par, terms, f, arguments...);
    check_policy(par_unseq, terms, f, arguments...);
}

inline constexpr std::size_t counts[] = {0, 1, 7, 100000};

} // namespace chunks_check

#endif
