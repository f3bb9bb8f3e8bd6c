// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <type_traits>

// What generic code asks of its scalar while it is recorded: limits, constants, common types, predicates.

namespace {

using pullback::recorded;

template <class X>
using scalar_of = std::remove_cvref_t<X>;
template <class X>
using limits_of = std::numeric_limits<scalar_of<X>>;

constexpr bool near(double a, double b) { return a - b < 1e-15 && b - a < 1e-15; }

static_assert(std::numeric_limits<recorded>::is_specialized && std::numeric_limits<recorded>::has_infinity);
static_assert(!std::numeric_limits<recorded>::is_integer && std::numeric_limits<recorded>::is_signed);
static_assert(std::numeric_limits<recorded>::radix == 2 && std::numeric_limits<recorded>::digits >= 53);

// Infinities and NaN are those of every scalar.
constexpr auto of_infinity = pullback::function([](const auto& x) {
    using limits = limits_of<decltype(x)>;
    return min(x, limits::infinity()) + 2 * max(x, -limits::infinity()) + select(x < limits::infinity(), x, 10 * x);
});
static_assert(of_infinity(3.0) == 12.0 && of_infinity(3.0F) == 12.0F && of_infinity(3.0L) == 12.0L);
static_assert(pullback::gradient(of_infinity)(3.0) == 4.0 && pullback::gradient(of_infinity)(3.0F) == 4.0F);
constexpr auto of_nan = pullback::function([](const auto& x) {
    return select(x < limits_of<decltype(x)>::quiet_NaN(), x, limits_of<decltype(x)>::quiet_NaN());
});
static_assert(of_nan(3.0) != of_nan(3.0) && of_nan(3.0F) != of_nan(3.0F));

// The least of some numbers, from where such searches start.
constexpr auto least = pullback::function([](const auto& x) {
    auto found = limits_of<decltype(x[0])>::infinity();
    for (const auto& each : x) found = min(found, each);
    return found;
});
static_assert(least(std::array{3.0F, 1.0F, 2.0F}) == 1.0F);
static_assert(pullback::gradient(least)(std::array{3.0F, 1.0F, 2.0F}) == std::array{0.0F, 1.0F, 0.0F});

// The others are those of a number written 1.0.
constexpr auto all = pullback::function([](const auto& x) {
    using limits = limits_of<decltype(x)>;
    return std::array{x * limits::epsilon(), x * (limits::min)(),      x + (limits::max)(),
                      x + limits::lowest(),  x * limits::denorm_min(), x * limits::round_error()};
});
using written = std::numeric_limits<double>;
static_assert(all(1.0)[0] == written::epsilon() && all(1.0)[1] == (written::min)() &&
              all(1.0)[4] == written::denorm_min());
static_assert(all(0.0)[2] == (written::max)() && all(0.0)[3] == written::lowest() && all(2.0)[5] == 1.0);

// In front of the border of a domain, and beside a divisor.
constexpr auto guarded = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    using limits = std::numeric_limits<T>;
    const T edge = T(1) - 10 * limits::epsilon();
    return acos(clamp(x, -edge, edge)) + x / (abs(x) + limits::epsilon()) + sqrt(limits::epsilon()) * x;
});
static_assert(near(guarded(2.0), pullback::acos(1 - 10 * written::epsilon()) + 1 + 0x1p-25));
static_assert(guarded(0.0) > 1.57 && guarded(0.0) < 1.58 && pullback::gradient(guarded)(0.0) > 1e15);

// Constants.
constexpr auto circumference =
    pullback::function([](const auto& r) { return 2 * std::numbers::pi_v<scalar_of<decltype(r)>> * r; });
static_assert(circumference(0.5) == std::numbers::pi && circumference(0.5F) == std::numbers::pi_v<float> &&
              circumference(0.5L) == std::numbers::pi_v<long double>);
static_assert(pullback::gradient(circumference)(0.5) == 2 * std::numbers::pi);
constexpr auto constants = pullback::function([](const auto& x) {
    using T = scalar_of<decltype(x)>;
    namespace numbers = std::numbers;
    return std::array{x * numbers::e_v<T>,         x * numbers::log2e_v<T>,      x * numbers::log10e_v<T>,
                      x * numbers::inv_pi_v<T>,    x * numbers::inv_sqrtpi_v<T>, x * numbers::ln2_v<T>,
                      x * numbers::ln10_v<T>,      x * numbers::sqrt2_v<T>,      x * numbers::sqrt3_v<T>,
                      x * numbers::inv_sqrt3_v<T>, x * numbers::egamma_v<T>,     x * numbers::phi_v<T>};
});
static_assert(constants(1.0) == std::array{std::numbers::e, std::numbers::log2e, std::numbers::log10e,
                                           std::numbers::inv_pi, std::numbers::inv_sqrtpi, std::numbers::ln2,
                                           std::numbers::ln10, std::numbers::sqrt2, std::numbers::sqrt3,
                                           std::numbers::inv_sqrt3, std::numbers::egamma, std::numbers::phi});

// Common types, with numbers on either side.
static_assert(std::is_same_v<std::common_type_t<recorded, double>, recorded> &&
              std::is_same_v<std::common_type_t<int, recorded>, recorded> &&
              std::is_same_v<std::common_type_t<recorded, float, recorded>, recorded>);

// Predicates.
constexpr auto checked = pullback::function([](const auto& x, const auto& y) {
    using std::isfinite;
    using std::isinf;
    using std::isnan;
    return std::array{select(isnan(x), y, x), select(isinf(x), y, x), select(isfinite(x), x, y)};
});
static_assert(checked(1.0, 2.0) == std::array{1.0, 1.0, 1.0});
static_assert(checked(-written::infinity(), 2.0) == std::array{-written::infinity(), 2.0, 2.0});
constexpr auto checked_nan = checked(written::quiet_NaN(), 2.0);
static_assert(checked_nan[0] == 2.0 && checked_nan[1] != checked_nan[1] && checked_nan[2] == 2.0);
static_assert(get<1>(pullback::jacobian(checked)(written::quiet_NaN(), 2.0)[0]) == 1.0);

// The name in C of the absolute value.
constexpr auto by_name_in_c = pullback::function([](const auto& x) {
    using std::fabs;
    return fabs(x);
});
static_assert(by_name_in_c(-2.0) == 2.0 && pullback::gradient(by_name_in_c)(-2.0) == -1.0);

// |z² + 1|² for z = x + iy, whose derivative by x is 4 Re((z² + 1)* z).
#if !defined(_LIBCPP_VERSION) // whose complex numbers are of built-in types only
constexpr auto of_complex = pullback::function([](const auto& x, const auto& y) {
    std::complex<scalar_of<decltype(x)>> z(x, y);
    z = z * z + std::complex<scalar_of<decltype(x)>>(1, 0);
    return norm(z);
});
static_assert(of_complex(1.0, 2.0) == 20.0 && get<0>(pullback::gradient(of_complex)(1.0, 2.0)) == 24.0);
#endif

} // namespace
