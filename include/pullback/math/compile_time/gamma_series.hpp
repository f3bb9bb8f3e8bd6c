// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_GAMMA_SERIES_HPP
#define PULLBACK_MATH_COMPILE_TIME_GAMMA_SERIES_HPP

#include <pullback/math/compile_time/exponential.hpp>
#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/logarithm.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// log Gamma(2 + z) / z = (1 - Euler's constant) + sum of (-1)^k (zeta(k) - 1) z^(k-1) / k for k >= 2
/// (Abramowitz and Stegun 6.1.33, with one pole taken out); generated with mpmath.
template <Word T>
inline constexpr word_pair<T> gamma_coefficients[] = {
    from_parts<T>(0x1.b0ee6072093cep-2, 0x1.6cb90701fbfabp-58, 0x1.34a95e3133c51p-112),
    from_parts<T>(0x1.4a34cc4a60fa6p-2, 0x1.1873d8912200cp-56, -0x1.4c68528ddc956p-110),
    from_parts<T>(-0x1.13e001a557607p-4, 0x1.fb68be2f8821fp-58, -0x1.7fb3b2ae7f3b2p-112),
    from_parts<T>(0x1.51322ac7d8483p-6, 0x1.afc89088cb729p-60, 0x1.afde2c358985cp-116),
    from_parts<T>(-0x1.e404fc218f5f2p-8, 0x1.e4a627cf1eb34p-62, -0x1.c079e65d0352bp-117),
    from_parts<T>(0x1.7add6eadb6c30p-9, -0x1.5b7828c7fd7f4p-64, -0x1.baf67fbbc9395p-118),
    from_parts<T>(-0x1.38ac5c2bf8e08p-10, 0x1.8a4c1cfd9cec8p-65, 0x1.49c996d7a1787p-119),
    from_parts<T>(0x1.0b36af86396e9p-11, -0x1.0698d6c892967p-65, 0x1.9b70de72e13a9p-120),
    from_parts<T>(-0x1.d3fd4c76d2fc8p-13, 0x1.c7c55cfccbb83p-68, -0x1.4e5ad4c95cda2p-123),
    from_parts<T>(0x1.a127b0f17d65ap-14, 0x1.9d309aa700268p-69, -0x1.bde8ee9815ed3p-123),
    from_parts<T>(-0x1.78de5bd7c81efp-15, 0x1.a20541cde47a6p-72, 0x1.93da606abf72bp-126),
    from_parts<T>(0x1.580dcee66eb02p-16, 0x1.260574b258f72p-71, 0x1.116009dcea14ep-126),
    from_parts<T>(-0x1.3cbc963ce2243p-17, 0x1.ea56e6c7d5329p-71, -0x1.50faf90b4db07p-125),
    from_parts<T>(0x1.2597a39f34aacp-18, -0x1.bf911462a7d81p-72, 0x1.78e7f8f9584fep-126),
    from_parts<T>(-0x1.11b2eb7679541p-19, -0x1.c76b0e65ac63ap-75, 0x1.5e07a796c5c0ep-129),
    from_parts<T>(0x1.0064cdeb22f0fp-20, 0x1.d0156affdbc11p-75, -0x1.29f2ffe909d91p-129),
    from_parts<T>(-0x1.e2600d93cfd2fp-22, 0x1.130ac39e5c106p-76, 0x1.514755982d1f4p-130),
    from_parts<T>(0x1.c76bbb3f07a4dp-23, 0x1.d9a2b77769b52p-77, 0x1.e6ceb9fd38349p-132),
    from_parts<T>(-0x1.af5a6cbbf8a97p-24, -0x1.95f227e96d83ep-78, -0x1.06bdfd06593d8p-133),
    from_parts<T>(0x1.99b93c2070b0fp-25, 0x1.0327164736428p-79, -0x1.614d84f15668cp-133),
    from_parts<T>(-0x1.862c734df3eacp-26, -0x1.b32802bec0da0p-80, -0x1.7a72a2c9bbdddp-134),
    from_parts<T>(0x1.7469daccfadcdp-27, -0x1.369d388cebaa9p-81, 0x1.f51172328ef05p-135),
    from_parts<T>(-0x1.6434a8447aeadp-28, -0x1.af72edf876fcdp-87, 0x1.ee61dca779679p-142),
    from_parts<T>(0x1.555a877ffd2c3p-29, -0x1.875065f26a43bp-83, -0x1.27875c38e6dfep-139),
    from_parts<T>(-0x1.47b1679258d0ep-30, -0x1.04f36e0e854e4p-84, 0x1.7861e0ff5c2d2p-139),
    from_parts<T>(0x1.3b15d2b2fc10cp-31, -0x1.d79f6feeeb28bp-86, -0x1.6b33e73a48b8ep-141),
    from_parts<T>(-0x1.2f69a9fabe3e0p-32, 0x1.a162ab374c789p-86, 0x1.48c466173ee7bp-141),
    from_parts<T>(0x1.24932a337434cp-33, 0x1.060829c24508fp-87, -0x1.c9ea856c4125ep-141),
    from_parts<T>(-0x1.1a7c26ec2523cp-34, -0x1.4f4ebdb4a04b5p-88, 0x1.7387a314453dep-142),
    from_parts<T>(0x1.11116e693ed98p-35, -0x1.c7034d49e7fc7p-89, 0x1.71c401908ea85p-143),
    from_parts<T>(-0x1.08424cbc543d8p-36, -0x1.40ef820dbc9eap-91, -0x1.6d1a365276f0bp-145),
    from_parts<T>(0x1.000026e3f644fp-37, 0x1.3546a6054c889p-91, 0x1.7c297d2bcfcd0p-145),
    from_parts<T>(-0x1.f07c514fc9f0ap-39, -0x1.75b6be545ac09p-96, 0x1.8a0967ae9aafdp-150),
    from_parts<T>(0x1.e1e2026aafcd8p-40, -0x1.62a8586538620p-94, 0x1.39b5d272a5fd6p-149),
    from_parts<T>(-0x1.d41d56e5ee2e2p-41, 0x1.43894d27ced5ep-96, 0x1.10ac71d3eea95p-152),
    from_parts<T>(0x1.c71c7f6f10e37p-42, -0x1.01074764d33f2p-96, -0x1.73fd8c7d834dep-151),
    from_parts<T>(-0x1.bacf9a27bc89bp-43, 0x1.4a5a215e0508ep-98, 0x1.04b8100213ccbp-152),
    from_parts<T>(0x1.af28718a10d6ep-44, 0x1.40d7f1b842cb8p-99, 0x1.ba99b5531b6b8p-153),
    from_parts<T>(-0x1.a41a45603e5b6p-45, 0x1.62be9cf212d90p-99, 0x1.fb5777d1deba0p-154),
    from_parts<T>(0x1.99999c0716ee9p-46, -0x1.39e10f90435bbp-100, -0x1.dfe130379646ep-155),
    from_parts<T>(-0x1.8f9c1a8df9d78p-47, 0x1.9da56d4471920p-103, 0x1.92d6106a7b8e3p-157),
    from_parts<T>(0x1.8618628d28905p-48, -0x1.9d7d4ee5a8873p-103, -0x1.eaaa867e25f7ep-160),
    from_parts<T>(-0x1.7d05f4c31c560p-49, -0x1.71bba0b7cc338p-103, -0x1.5262e62cb88b0p-158),
    from_parts<T>(0x1.745d17b56ba4ap-50, 0x1.9d38bc00d70a3p-104, 0x1.df5c5a8d1ea6bp-160),
};

/// |z| <= 1/2.
template <Word T>
constexpr word_pair<T> logarithm_of_gamma_near_two(word_pair<T> z) noexcept {
    constexpr int count = digits < T >> 53 ? 42 : 36;
    return z * polynomial(z, gamma_coefficients<T>, count, 14);
}

/// B(2k) / (2k (2k - 1)), the coefficients of Stirling's series in 1 / x^2.
template <Word T>
inline constexpr word_pair<T> stirling_coefficients[] = {
    from_parts<T>(0x1.5555555555555p-4, 0x1.5555555555555p-58, 0x1.5555555555555p-112),
    from_parts<T>(-0x1.6c16c16c16c17p-9, 0x1.f49f49f49f49fp-64, 0x1.27d27d27d27d2p-118),
    from_parts<T>(0x1.a01a01a01a01ap-11, 0x1.a01a01a01a01ap-71, 0x1.a01a01a01a01ap-131),
    from_parts<T>(-0x1.3813813813814p-11, 0x1.fb1fb1fb1fb20p-65, -0x1.3813813813814p-119),
    from_parts<T>(0x1.b951e2b18ff23p-11, 0x1.5c3a9ce01b952p-65, -0x1.d4e700dca8f16p-121),
    from_parts<T>(-0x1.f6ab0d9993c7dp-10, 0x1.f82553c999b0ep-64, 0x1.bf04aa7933362p-121),
    from_parts<T>(0x1.a41a41a41a41ap-8, 0x1.0690690690690p-62, 0x1.a41a41a41a41ap-116),
    from_parts<T>(-0x1.e4286cb0f5398p-6, 0x1.1efcdab896745p-61, 0x1.1806f5e4d3c2bp-116),
    from_parts<T>(0x1.6fe96381e0680p-3, -0x1.79e2405a71f88p-61, 0x1.9ffe861dbfa59p-117),
    from_parts<T>(-0x1.6476701181f3ap+0, 0x1.24246319da678p-56, 0x1.59f8b74eb3e0bp-111),
    from_parts<T>(0x1.ace44322ce006p+3, -0x1.62c2b1bbcdd32p-51, 0x1.69d3d4e44322dp-113),
    from_parts<T>(-0x1.39b2525cccc1bp+7, 0x1.52604768a30fcp-47, 0x1.ae3125dab6b69p-103),
    from_parts<T>(0x1.12234e81b4e82p+11, -0x1.2c5f92c5f92c6p-43, 0x1.b4e81b4e81b4fp-101),
    from_parts<T>(-0x1.1a198ae1c4ab8p+15, 0x1.4c012227b696ep-41, 0x1.c98d64da3a05bp-101),
    from_parts<T>(0x1.51a2089a6e11ap+19, 0x1.c219ee4fdc447p-36, -0x1.8cd448d3fe59fp-90),
    from_parts<T>(-0x1.d1089b142d357p+23, -0x1.e2030b4d5de20p-31, -0x1.85a6aef10185ap-86),
};

/// From here on Stirling's series reaches 2^-(digits + 25) with the terms above.
template <Word T>
inline constexpr T stirling_begin = digits<T> > 53 ? T(16) : T(12);

/// (x - 1/2) log(x) - x + log(2 pi) / 2 + sum of B(2k) / (2k (2k - 1) x^(2k - 1)), for x >= stirling_begin.
template <Word T>
constexpr word_pair<T> logarithm_of_large_gamma(word_pair<T> x) noexcept {
    const word_pair<T> main = (x + T(-0.5)) * (logarithm_of(x) + T(-1)) + (half_ln_two_pi<T> + T(-0.5));
    if (x.high > power_of_two<T>(digits<T> + 10)) return main;
    const word_pair<T> inverse = paired(T(1)) / x;
    return main + inverse * polynomial(inverse * inverse, stirling_coefficients<T>, 16, 4);
}

} // namespace pullback::math::compile_time

#endif
