// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_SPECIAL_POINTS_HPP
#define PULLBACK_TESTS_SUPPORT_SPECIAL_POINTS_HPP

#include "program_from_bytes.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>

/// Points at which a rule may go wrong, and what it is to be the same there.
namespace run_time {

using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;

/// Bytes as a source of choices; zeros when they are at an end.
class choices {
public:
    choices(const std::uint8_t* bytes, std::size_t size) : bytes_(bytes), left_(size) {}

    bool is_at_end() const { return left_ == 0; }
    unsigned next() {
        if (left_ == 0) return 0;
        --left_;
        return *bytes_++;
    }
    unsigned next_below(std::size_t count) { return static_cast<unsigned>((next() + 256u * next()) % count); }

private:
    const std::uint8_t* bytes_;
    std::size_t left_;
};

// Zeros, units, borders of domains, ends of the range, roots and poles of what is in the table.
inline constexpr double special_numbers[] = {
    // clang-format off
    0., -0., 1., -1., 2., -2., 0.5, -0.5, 3., -3., 4., 1.5, -1.5, 0.25, 10., -10., 20., -20., 7., 0.75, -0.75,
    std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
    std::numeric_limits<double>::quiet_NaN(), 0x1p-1074, -0x1p-1074, 0x1p-1030, 0x1p-1022, -0x1p-1022, 1e-300, -1e-300,
    1e-160, -1e-160, 1e-20, -1e-20, 1e-9, -1e-9, 1e9, -1e9, 1e20, -1e20, 1e160, -1e160, 1e300, -1e300,
    0x1.fffffffffffffp1023, -0x1.fffffffffffffp1023, 0x1.fffffffffffffp-1, -0x1.fffffffffffffp-1,
    0x1.0000000000001p0, -0x1.0000000000001p0, 1.5707963267948966, 3.141592653589793, 2.718281828459045,
    0.5671432904097838, 36., -36., 40., -745., 709., 710., 88., -104.
    // clang-format on
};

/// Whether no product or quotient of a few such numbers leaves the range of a double.
inline bool is_moderate(double x) {
    const double size = std::abs(x);
    return !std::isfinite(x) || size == 0 || (size > 0x1p-20 && size < 25);
}

/// A coordinate; `x` are the `count` before it, with which it may be tied.
inline double special_coordinate(choices& from, const double* x, int count) {
    const unsigned kind = from.next() % 16;
    if (kind < 7) return special_numbers[from.next_below(std::size(special_numbers))];
    if (kind < 10) return (static_cast<int>(from.next()) - 128) / 32.;
    if (kind == 10) return (static_cast<int>(from.next()) - 128) / 256.;
    if (kind == 11) { // any number at all
        std::uint64_t bits = 0;
        for (int byte = 0; byte < 8; ++byte) bits = bits * 256 + from.next();
        return std::bit_cast<double>(bits);
    }
    if (kind == 12 || count == 0) // any of ordinary size
        return std::ldexp(static_cast<int>(from.next_below(65536)) - 32768, static_cast<int>(from.next() % 8) - 16);
    const double other = x[from.next() % static_cast<unsigned>(count)];
    return kind == 13 ? other : kind == 14 ? -other : 1 / other;
}

template <class T>
bool is_nan(const T& x) {
    return x != x;
}
template <class T>
bool is_finite(const T& x) {
    return x - x == 0;
}
template <class T>
bool is_same_class(const T& a, const T& b) { // the sign of a zero is not kept
    return is_nan(a) ? is_nan(b) : is_finite(a) ? is_finite(b) : a == b;
}
inline bool is_near(double got, double wanted, double relative) {
    return std::abs(got - wanted) <= relative * std::max(std::abs(got), std::abs(wanted));
}

/// Whether a difference of doubles is much smaller in a longer type.
template <class T>
bool agrees(const T& longer, const T& longer_reference, double got, double wanted) {
    if (!is_same_class(longer, longer_reference)) return false;
    if (!is_finite(longer)) return true;
    T difference = longer - longer_reference;
    if (difference < 0) difference = -difference;
    if (is_finite(got) && is_finite(wanted)) return difference <= std::abs(got - wanted) / 64;
    const T size = longer < 0 ? T(-longer) : longer;
    return difference <= size / 1000000;
}

/// Ends the run where two programs, equal but for rounding, differ at a special point by more than that, by every type
/// of number; but for an infinity beside NaN, which sums of infinite terms are in one order and not in another.
inline void require_same_at_special_points(const char* name, const stored_program& got, const stored_program& wanted,
                                           const std::uint8_t* bytes, std::size_t size, bool is_same_order) {
    if (got.outputs.empty() || wanted.outputs.empty()) return; // too large
    choices from(bytes, size);
    for (int points = 0; points < 4; ++points) {
        std::vector<double> at;
        bool is_moderate_everywhere = true;
        for (int i = 0; i < wanted.input_count; ++i) {
            at.push_back(special_coordinate(from, at.data(), i));
            is_moderate_everywhere = is_moderate_everywhere && is_moderate(at.back());
        }
        const auto narrow = interpreted<double>(got.view(), at), narrow_wanted = interpreted<double>(wanted.view(), at);
        for (int row = 0; row < static_cast<int>(wanted.outputs.size()); ++row) {
            const double a = output_of(got.view(), row, narrow), b = output_of(wanted.view(), row, narrow_wanted);
            if (is_same_class(a, b) && (!is_finite(a) || is_near(a, b, 1e-9))) continue;
            if (!is_same_order && !is_finite(a) && !is_finite(b)) continue;
            if (!is_same_class(a, b) && !is_moderate_everywhere) continue; // overflow comes in one order earlier
            const auto agree = [&]<class T>(T) {
                const std::vector<T> there(at.begin(), at.end());
                return agrees<T>(output_of(got.view(), row, interpreted<T>(got.view(), there)),
                                 output_of(wanted.view(), row, interpreted<T>(wanted.view(), there)), a, b);
            };
            if (agree(0.L) || agree(wide())) continue;
            std::fprintf(stderr, "%s: output %d is %.17g instead of %.17g at", name, row, a, b);
            for (const double x : at) std::fprintf(stderr, " %.17g", x);
            std::fprintf(stderr, "\n");
            fail(wanted);
        }
    }
}

} // namespace run_time

#endif
