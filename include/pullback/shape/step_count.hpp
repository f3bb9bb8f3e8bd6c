// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_STEP_COUNT_HPP
#define PULLBACK_SHAPE_STEP_COUNT_HPP

#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>

#include <cstddef>

namespace pullback {

/// A number of steps that is known when a function is called: the range 0, 1, …, count - 1, without memory.
/// Errors: a negative count is a `range_error`.
class step_count {
public:
    using value_type = int; // so that arithmetic with numbers loses nothing
    constexpr explicit step_count(std::ptrdiff_t count) : count_(count) {
        if (count < 0)
            detail::report_range_error(range_sentence() << "step_count(n): n is " << count
                                                        << ", and there are no fewer steps than 0; give 0 or more");
    }
    constexpr std::size_t size() const { return static_cast<std::size_t>(count_); }
    constexpr int operator[](std::size_t i) const { return static_cast<int>(i); }

private:
    std::ptrdiff_t count_;
};

template <>
struct range_data<step_count> : range_defaults<step_count, int> {};

} // namespace pullback

#endif
