// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_POLYGAMMA_SERIES_HPP
#define PULLBACK_MATH_POLYGAMMA_SERIES_HPP

#include <concepts>
#include <cstdint>
#include <limits>

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

/// Constants of digamma and its derivatives.
namespace pullback::math::polygamma_series {

/// B(2k) = numerator / denominator for k = 1, 2, ...: all those whose parts every format of 53 bits holds.
struct bernoulli_number {
    std::int64_t numerator;
    std::int64_t denominator;
};

inline constexpr int bernoulli_count = 17;
inline constexpr bernoulli_number bernoulli_numbers[bernoulli_count] = {
    {1, 6},
    {-1, 30},
    {1, 42},
    {-1, 30},
    {5, 66},
    {-691, 2730},
    {7, 6},
    {-3617, 510},
    {43867, 798},
    {-174611, 330},
    {854513, 138},
    {-236364091, 2730},
    {8553103, 6},
    {-23749461029, 870},
    {8615841276005, 14322},
    {-7709321041217, 510},
    {2577687858367, 6},
};

/// The argument from which on the series of the n-th derivative reaches the precision of `digits` bits with
/// these numbers is (n + 17) times this: 2^((digits + 5) / 34) / (2 pi), because the last term is about 2 ((n
/// + 16.5) / (2 pi x))^34.
template <int digits>
inline constexpr auto shift_factor = [] {
    auto factor = 0.1592;
    for (int i = 0; i < digits + 5; ++i) factor *= 1.0206;
    return factor;
}();

/// B(2k) / (2k), the terms of the series of digamma.
template <compile_time::Word T>
struct digamma_table {
    T c[bernoulli_count];
};

template <compile_time::Word T>
inline constexpr digamma_table<T> digamma_coefficients = [] {
    digamma_table<T> table{};
    for (int k = 1; k <= bernoulli_count; ++k) {
        const bernoulli_number b = bernoulli_numbers[k - 1];
        table.c[k - 1] = static_cast<T>(b.numerator) / static_cast<T>(b.denominator * (2 * k));
    }
    return table;
}();

/// The positive root of digamma, less 1.
template <compile_time::Word T>
inline constexpr compile_time::word_pair<T> root_less_one =
    compile_time::from_parts<T>(0x1.d8b618d5af8fep-2, -0x1.1e563779a1f5bp-56, -0x1.f29d59416f391p-113);

/// digamma(x) / (x - root) on 1 <= x <= 2 as a polynomial in t = 2x - 3: a Chebyshev fit with a relative
/// error of 2^-60 for double and 2^-70 for long double, generated with mpmath.
template <compile_time::Word T>
struct near_root;

template <>
struct near_root<double> {
    static constexpr int size = 24;
    static constexpr double c[size] = {
        0x1.e6f0cbb873616p-1,  -0x1.b1cb63005ee96p-3,  0x1.eca189b8e6f7bp-5,  -0x1.2feeeb98a7e14p-6,
        0x1.8512e59037f3fp-8,  -0x1.fb4420299c39ep-10, 0x1.4de9aa17fed5cp-11, -0x1.b9f8b14eb372ep-13,
        0x1.256471573c163p-14, -0x1.8635595c28480p-16, 0x1.03c0b29031197p-17, -0x1.5a07ffdcf1525p-19,
        0x1.cd1f2dbc0dbedp-21, -0x1.335166d938f39p-22, 0x1.99e14548a2d9bp-24, -0x1.1138fd323dc0cp-25,
        0x1.69be71d89ad40p-27, -0x1.e24e3f4fdc1dcp-29, 0x1.56ae8897d5d3dp-30, -0x1.c8e71b670fd14p-32,
        0x1.80c273fb322c5p-34, -0x1.0081238b97022p-35, 0x1.0080971c5617fp-35, -0x1.5600aebc07538p-37,
    };
};

constexpr long double long_sum(long double first, long double second) noexcept { return first + second; }

// Not where a long double is wider, as on 64-bit Arm.
template <compile_time::Word T>
    requires std::same_as<T, long double>
struct near_root<T> {
    static constexpr int size = 28;
    static constexpr T c[size] = {
        long_sum(0x1.e6f0cbb873616p-1, 0x1.8f6ffd500aedap-55),
        long_sum(-0x1.b1cb63005ee96p-3, -0x1.e2efae9f6a05fp-57),
        long_sum(0x1.eca189b8e6f6bp-5, -0x1.4d0e78b5391c8p-60),
        long_sum(-0x1.2feeeb98a7e09p-6, -0x1.b98da33fe8bc5p-60),
        long_sum(0x1.8512e59039709p-8, -0x1.b5829cdf95a4bp-62),
        long_sum(-0x1.fb4420299e355p-10, -0x1.a1774024244c7p-64),
        long_sum(0x1.4de9aa1721c47p-11, 0x1.95a3691a695f2p-65),
        long_sum(-0x1.b9f8b14d8cb14p-13, 0x1.082480a5dd505p-67),
        long_sum(0x1.256471996cafcp-14, 0x1.77a8b73b56a74p-69),
        long_sum(-0x1.863559b469124p-16, 0x1.23fd3c4fea3efp-70),
        long_sum(0x1.03c0a6e7838cap-17, -0x1.72a0a38627d5ap-71),
        long_sum(-0x1.5a07f0515fb31p-19, -0x1.9b98851513a80p-75),
        long_sum(0x1.cd21c5a856c69p-21, -0x1.9e81cbb1bf14dp-75),
        long_sum(-0x1.33532176b2322p-22, 0x1.9d8f4382d7a7fp-76),
        long_sum(0x1.99b0f18036fb7p-24, -0x1.8f85415aba3cbp-84),
        long_sum(-0x1.1118c5583c4d2p-25, -0x1.eb21d629dc772p-84),
        long_sum(0x1.6c11979f366edp-27, -0x1.d35cc9900c136p-81),
        long_sum(-0x1.e567c6ebb0304p-29, 0x1.c012dbdc7072fp-84),
        long_sum(0x1.4416f9aa7ca3bp-30, 0x1.139aa6247f916p-84),
        long_sum(-0x1.b01d084306f15p-32, -0x1.8f4fadbd65db3p-86),
        long_sum(0x1.1b4a0bbd353dcp-33, -0x1.d410484b2c32ep-88),
        long_sum(-0x1.79b78c98cf3c3p-35, -0x1.9ef62662dc289p-90),
        long_sum(0x1.1b9ebf257ac62p-36, -0x1.7f3729faa138fp-90),
        long_sum(-0x1.7a28d4cc75420p-38, -0x1.d628b6d4ea211p-92),
        long_sum(0x1.c736d915811cdp-41, 0x1.4a189864e5df4p-99),
        long_sum(-0x1.2f79cc638cb0bp-42, 0x1.b430d236418fdp-96),
        long_sum(0x1.c736838829ef5p-42, 0x1.61e7ef1a85924p-100),
        long_sum(-0x1.2f79aa2b73e90p-43, -0x1.414458d6ed0fap-98),
    };
};

} // namespace pullback::math::polygamma_series

#endif
