// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x): f computes with constants before they meet an argument (such as `T(1) / T(3)`)
// EXPECT: write `x / 3`, or pass the constant
#include <pullback.hpp>

#include <boost/multiprecision/cpp_dec_float.hpp>

using real = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<50>, boost::multiprecision::et_off>;

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    using T = std::remove_cvref_t<decltype(x)>;
    return x * (T(1) / T(3));
#else
    return x / 3;
#endif
});

real value() { return f(real(2)); }
