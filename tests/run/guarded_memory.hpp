// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_GUARDED_MEMORY_HPP
#define PULLBACK_TESTS_RUN_GUARDED_MEMORY_HPP

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Memory for a call, and how its results are compared to the last digit.
namespace guarded_memory {

/// So many numbers, between two that nobody is to write to.
class memory {
public:
    explicit memory(std::size_t size) : numbers_(size + 2, guard) {}
    std::span<double> given() { return std::span<double>(numbers_).subspan(1, numbers_.size() - 2); }
    void check() const {
        BOOST_TEST(numbers_.front() == guard);
        BOOST_TEST(numbers_.back() == guard);
    }

private:
    static constexpr double guard = 12345;
    std::vector<double> numbers_;
};

inline std::vector<std::uint64_t> bits(const std::vector<double>& all) {
    std::vector<std::uint64_t> made;
    for (const double each : all) made.push_back(std::bit_cast<std::uint64_t>(each));
    return made;
}

} // namespace guarded_memory

#endif
