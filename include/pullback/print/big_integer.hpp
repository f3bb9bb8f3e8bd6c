// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_BIG_INTEGER_HPP
#define PULLBACK_PRINT_BIG_INTEGER_HPP

#include <pullback/cpp20.hpp>

#include <cstdint>

namespace pullback::detail {

/// A whole number of up to `Words` × 32 bits: what exact decimal digits need.
template <int Words>
class big_integer {
public:
    constexpr explicit big_integer(std::uint64_t value) {
        while (value != 0) {
            words_[size_++] = static_cast<std::uint32_t>(value);
            value >>= 32;
        }
    }

    constexpr void multiply(std::uint32_t factor) {
        std::uint64_t carry = 0;
        for (int i = 0; i < size_; ++i) {
            carry += static_cast<std::uint64_t>(words_[i]) * factor;
            words_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry != 0) words_[size_++] = static_cast<std::uint32_t>(carry);
    }

    constexpr void multiply_by_power_of_ten(int exponent) {
        for (; exponent >= 9; exponent -= 9) multiply(1000000000u);
        for (; exponent > 0; --exponent) multiply(10);
    }

    constexpr void shift_left(int bits) {
        const int words = bits / 32;
        if (size_ > 0 && words > 0) {
            for (int i = size_; i-- > 0;) words_[i + words] = words_[i];
            for (int i = 0; i < words; ++i) words_[i] = 0;
            size_ += words;
        }
        if (bits % 32 != 0) multiply(std::uint32_t{1} << (bits % 32));
    }

    /// The quotient by `divisor`, a small one; the remainder stays here.
    constexpr int take_quotient(const big_integer& divisor) {
        int quotient = 0;
        for (; compare(*this, divisor) >= 0; ++quotient) subtract(divisor);
        return quotient;
    }

    /// Whether a + b is less than, equal to or greater than c: -1, 0, 1.
    friend constexpr int compare_sum(const big_integer& a, const big_integer& b, const big_integer& c) {
        const int sizes[] = {a.size_, b.size_, c.size_};
        int count = 0;
        for (const int size : sizes) count = size > count ? size : count;
        std::uint64_t carry = 0;
        int order = 0;
        for (int i = 0; i < count; ++i) {
            carry += static_cast<std::uint64_t>(a.words_[i]) + b.words_[i];
            const auto word = static_cast<std::uint32_t>(carry);
            if (word != c.words_[i]) order = word < c.words_[i] ? -1 : 1;
            carry >>= 32;
        }
        return carry != 0 ? 1 : order;
    }

    friend constexpr int compare(const big_integer& a, const big_integer& b) {
        if (a.size_ != b.size_) return a.size_ < b.size_ ? -1 : 1;
        for (int i = a.size_; i-- > 0;)
            if (a.words_[i] != b.words_[i]) return a.words_[i] < b.words_[i] ? -1 : 1;
        return 0;
    }

private:
    /// Precondition: `other` is not larger.
    constexpr void subtract(const big_integer& other) {
        std::uint64_t borrow = 0;
        for (int i = 0; i < size_; ++i) {
            const std::uint64_t difference = static_cast<std::uint64_t>(words_[i]) - other.words_[i] - borrow;
            words_[i] = static_cast<std::uint32_t>(difference);
            borrow = difference >> 63;
        }
        while (size_ > 0 && words_[size_ - 1] == 0) --size_;
    }

    std::uint32_t words_[Words] = {}; // those from `size_` on are zero
    int size_ = 0;
};

} // namespace pullback::detail

#endif
