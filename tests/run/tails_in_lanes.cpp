// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <cfenv>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

// The turns that are left over when the lanes are full, which run in some of them: nothing is read or written outside
// of the data, and no lane without a turn is seen in a result.

namespace {

using namespace lanes_check;

/// Numbers between two pages that nobody may touch, at the end or the beginning of what is there.
template <class T>
class guarded {
public:
    guarded(std::size_t count, bool is_at_end)
        : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
          inside_((count * sizeof(T) / page_ + 1) * page_),
          memory_(
              static_cast<char*>(mmap(nullptr, inside_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
        BOOST_TEST_REQUIRE((memory_ != MAP_FAILED));
        BOOST_TEST_REQUIRE(mprotect(memory_ + page_, inside_, PROT_READ | PROT_WRITE) == 0);
        char* const first = memory_ + page_ + (is_at_end ? inside_ - count * sizeof(T) : 0);
        numbers_ = {reinterpret_cast<T*>(first), count};
    }
    guarded(const guarded&) = delete;
    guarded& operator=(const guarded&) = delete;
    ~guarded() { munmap(memory_, inside_ + 2 * page_); }
    std::span<T> operator*() const { return numbers_; }

private:
    std::size_t page_, inside_;
    char* memory_;
    std::span<T> numbers_;
};

// What is infinite or no number at 0, which no lane that has no turn may compute with.
constexpr auto density = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& u) { return log(u) / u - square(u - a) / sqrt(u); });
});
constexpr auto share = function([](const auto& x, const auto& a, const auto&) {
    return log_sum_exp(x, [&](const auto& u) { return a * u; }) + product(x, [&](const auto& u) { return sqrt(u); });
});
constexpr auto gathered = function([](const auto& x, const auto& a, const auto& k) {
    return sum(k, indices(k), [&](const auto& i, const auto& at) { return log(x[i]) * a / x[i] + at; });
});
constexpr auto mapped = function([](const auto& x, const auto& a, const auto& k) {
    return map(x, k, [&](const auto& u, const auto& i) { return select(u < a, log(u) * x[i], a / (u - x[i] + 3)); });
});
constexpr auto farthest = function([](const auto& x, const auto& a, const auto&) {
    const auto bent = [&](const auto& u) { return sin(5 * exp(u)) * a; };
    return max(x, bent) - min(x, bent) + argmax(x, bent) + argmin(x, bent);
});
// With rows and states in each turn.
constexpr auto folded = function([](const auto& x, const auto& a, const auto& k) {
    return sum(x, [&](const auto& first) {
        const auto last = fold(k, first, [&](const auto& s, const auto& i) { return s / 2 + log(x[i] + s * a); });
        return square(last) + max(x, [&](const auto& u) { return log(u + last / 9); });
    });
});

template <class T, class F>
void check_left_over(F f, std::size_t count, bool is_at_end) {
    BOOST_TEST_CONTEXT("length " << count << (is_at_end ? ", at the end" : ", at the beginning")) {
        const guarded<T> x_memory(count, is_at_end), dx_memory(count, is_at_end), by_x_memory(count, is_at_end);
        const guarded<int> k_memory(count, is_at_end);
        const std::span<T> x = *x_memory, dx = *dx_memory, by_x = *by_x_memory;
        const std::span<int> k = *k_memory;
        for (std::size_t i = 0; i < count; ++i) {
            x[i] = static_cast<T>(1 + random_number() / 4);
            dx[i] = static_cast<T>(random_number());
            k[i] = static_cast<int>((7 * i + 3) % count);
        }
        const T a = static_cast<T>(0.75), da = static_cast<T>(0.5);
        constexpr auto by = wrt<0, 1>;
        const std::vector<T> wanted_x(x.begin(), x.end());
        using result = std::remove_cvref_t<decltype(f(x, a, k))>;
        if constexpr (std::is_same_v<result, T>) {
            const auto [wanted, slopes] = value_and_gradient(f, by)(wanted_x, a, k);
            T value(0), by_a(0);
            std::feclearexcept(FE_ALL_EXCEPT);
            value_and_gradient(f, by).into(value, by_x, by_a)(unseq, x, a, k);
            BOOST_TEST(std::fetestexcept(FE_DIVBYZERO) == 0);
            check_same<T>(value, wanted, count);
            check_same<T>(by_a, get<1>(slopes), count);
            check_same<T>(std::vector<T>(by_x.begin(), by_x.end()), get<0>(slopes), 10 * count);
            check_same<T>(f(unseq, x, a, k), f(x, a, k), count);
            check_same<T>(jvp(f, by)(unseq, x, a, k, dx, da).tangent, jvp(f, by)(x, a, k, dx, da).tangent, 10 * count);
        } else {
            const auto wanted = f(wanted_x, a, k);
            f.into(by_x)(unseq, x, a, k);
            check_same<T>(std::vector<T>(by_x.begin(), by_x.end()), std::vector<T>(wanted.begin(), wanted.end()), 1);
            const auto by_each = vjp(f, by)(x, a, k, dx).cotangent;
            check_same<T>(vjp(f, by)(unseq, x, a, k, dx).cotangent, by_each, 10 * count);
        }
        BOOST_TEST((std::vector<T>(x.begin(), x.end()) == wanted_x)); // which is read only
    }
}
constexpr std::size_t counts[] = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 1000};
template <class F>
void check_tails(F f, std::size_t shortest, bool is_nested) {
    for (const std::size_t count : counts)
        if (count >= shortest && (count < 100 || !is_nested))
            for (const bool is_at_end : {true, false}) {
                check_left_over<double>(f, count, is_at_end);
                check_left_over<float>(f, count, is_at_end);
            }
}

} // namespace

BOOST_AUTO_TEST_CASE(sums_of_what_is_left_over) {
    check_tails(density, 0, false);
    check_tails(share, 1, false);
}
BOOST_AUTO_TEST_CASE(reads_and_writes_of_what_is_left_over) {
    check_tails(gathered, 0, false);
    check_tails(mapped, 0, false);
}
BOOST_AUTO_TEST_CASE(extrema_of_what_is_left_over) { check_tails(farthest, 1, false); }
BOOST_AUTO_TEST_CASE(states_of_what_is_left_over) { check_tails(folded, 1, true); }
