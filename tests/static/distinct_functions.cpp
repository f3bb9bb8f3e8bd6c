// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <limits>

// Functions that differ are told apart, however little they differ, and whatever their hashes are.

namespace {

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

constexpr double infinity = std::numeric_limits<double>::infinity();

// Differences of two formulas that are made of functions with one literal each. Both sides are operands of one formula,
// where the second would be the first if they were taken for one function.
template <class Low, class High>
constexpr auto difference(const Low& low, const High& high) {
    return high(x, y) - low(x, y);
}

// Literals beyond the range of most numbers.
constexpr auto above_negative =
    pullback::function([](const auto& a, const auto& b) { return select(a < -1e301, b, -b); });
constexpr auto above_positive =
    pullback::function([](const auto& a, const auto& b) { return select(a < 1e301, b, -b); });
static_assert(difference(above_negative, above_positive)(1.0, 3.0) == 6.0);
static_assert(pullback::gradient(difference(above_negative, above_positive))(1.0, 3.0)[y] == 2.0);
constexpr auto above_larger = pullback::function([](const auto& a, const auto& b) { return select(a < 1e302, b, -b); });
static_assert(difference(above_positive, above_larger)(5e301, 3.0) == 6.0);

// Infinities of both signs, and what is no number.
constexpr auto not_below = pullback::function([](const auto& a, const auto& b) { return select(a < -infinity, a, b); });
constexpr auto not_above = pullback::function([](const auto& a, const auto& b) { return select(a < infinity, a, b); });
constexpr auto not_ordered = pullback::function(
    [](const auto& a, const auto& b) { return select(a < std::numeric_limits<double>::quiet_NaN(), a, 2 * b); });
static_assert(difference(not_below, not_above)(1.0, 3.0) == -2.0 && difference(not_above, not_below)(1.0, 3.0) == 2.0);
static_assert(difference(not_below, not_ordered)(1.0, 3.0) == 3.0 &&
              difference(not_above, not_ordered)(1.0, 3.0) == 5.0);
static_assert(pullback::gradient(difference(not_above, not_ordered))(1.0, 3.0)[x] == -1.0);

// Digits that only the widest type has, in numbers of any size.
template <int Exponent, int Last>
constexpr auto above_one = pullback::function([](const auto& a, const auto& b) {
    long double scale = 1;
    for (int i = 0; i < (Exponent < 0 ? -Exponent : Exponent); ++i) scale = Exponent < 0 ? scale / 2 : scale * 2;
    return select(a < scale * (1 + Last * std::numeric_limits<long double>::epsilon()), b, -b);
});
template <int Exponent>
constexpr bool tells_last_digits() {
    long double scale = 1;
    for (int i = 0; i < (Exponent < 0 ? -Exponent : Exponent); ++i) scale = Exponent < 0 ? scale / 2 : scale * 2;
    const long double between = scale * (1 + 2 * std::numeric_limits<long double>::epsilon());
    return difference(above_one<Exponent, 1>, above_one<Exponent, 3>)(between, 3.0L) == 6.0L &&
           difference(above_one<Exponent, 3>, above_one<Exponent, 1>)(between, 3.0L) == -6.0L;
}
static_assert(tells_last_digits<0>() && tells_last_digits<40>() && tells_last_digits<-40>());
#if __LDBL_MAX_EXP__ > 1024
static_assert(tells_last_digits<1010>() && tells_last_digits<-1010>() && tells_last_digits<-1030>());
static_assert(tells_last_digits<4000>() && tells_last_digits<-4000>());
#endif

// In one function too, where an identity would take equal operands.
constexpr auto two_roots = pullback::function([](const auto& a, const auto& b) {
    return sin(b) * (a * 1.414213562373095048801688724L) - sin(b) * (a * static_cast<long double>(1.4142135623730951));
});
static_assert(get<1>(pullback::gradient(two_roots)(1.0L, 0.5L)) < -8e-17L ||
              std::numeric_limits<long double>::digits == 53);
constexpr auto two_bounds = pullback::function(
    [](const auto& a, const auto& b) { return sin(a) * max(b, 1e301) - sin(a) * max(b, -1e301) + a * b; });
static_assert(pullback::gradient(two_bounds)(0.0, 1.0)[boost::hana::size_c<0>] > 1e300);

// Formulas with one hash are different where they are different types. The hash of a constant can be chosen, and so can
// those of two constants be made equal.
constexpr std::uint64_t digits_of_second(std::uint64_t digits) {
    const std::uint64_t wanted = pullback::engine::mix(5, digits) ^ 1; // ^ exponent 0 ^ exponent 1
    // The inverse of mix(5, .)
    std::uint64_t product = wanted ^ (wanted >> 29);
    product = wanted ^ (product >> 29);
    std::uint64_t inverse = 0x9e3779b97f4a7c15u; // Newton's iteration modulo 2^64
    for (int i = 0; i < 6; ++i) inverse *= 2 - 0x9e3779b97f4a7c15u * inverse;
    return 5 ^ (product * inverse);
}
constexpr long long first_digits = 12345, second_digits = static_cast<long long>(digits_of_second(first_digits));
using first_constant = pullback::constant_<first_digits, 0>::type;
using second_constant = pullback::constant_<second_digits, 1>::type;
static_assert(first_constant::hash + 0 == second_constant::hash + 0 && first_digits != second_digits);
constexpr auto of_both = first_constant{} * x + second_constant{};
static_assert(of_both(0.0) == static_cast<double>(10.0L * second_digits) &&
              pullback::gradient(of_both)(0.0) == 12345.0);
static_assert((second_constant{} - first_constant{})() == static_cast<double>(10.0L * second_digits - 12345));

// Rows of the user's that are spelled alike are two functions.
template <class F>
struct scaled_by : pullback::elementary<scaled_by<F>, 1> {
    static constexpr const char* name = "scaled_by";
    template <class T>
    static constexpr T value(const T& a) {
        return F{}() * a;
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T& gy) {
        return F{}() * gy;
    }
};
constexpr auto two = [] { return 2; };
constexpr auto three = [] { return 3; };
constexpr scaled_by<decltype(two)> twice;
constexpr scaled_by<decltype(three)> thrice;
static_assert((thrice(x) - twice(x))(5.0) == 5.0 && pullback::gradient(thrice(x) - twice(x))(5.0) == 1.0);
constexpr auto of_products = pullback::function([](const auto& a) { return thrice(a) * a - twice(a) * a; });
static_assert(pullback::gradient(of_products)(5.0) == 10.0);
// The rule of a product multiplies by both, so they meet in the derivative.
constexpr auto in_derivative = pullback::function(
    [](const auto& a, const auto& b, const auto& c) { return b * thrice(a) * c + c * twice(a) * b; });
static_assert(get<1>(get<0>(pullback::hessian(in_derivative)(1.0, 2.0, 4.0))) == 20.0);

} // namespace
