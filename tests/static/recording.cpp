// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <limits>

namespace engine = pullback::engine;

// What recording makes of an instruction before it is written has the value of what the user wrote, to the last digit
// where it is a sum or a quotient, up to the ends of the range of numbers.

namespace {

using pullback::function;
using pullback::gradient;

template <class Lambda, class... X>
constexpr double value(Lambda, X... x) {
    return function(Lambda{})(x...);
}

// How many operations of `F` the program of a function has.
template <class F, class Lambda, class... X>
constexpr int calls(Lambda, X...) {
    using built = pullback::engine::program_of<std::remove_const_t<decltype(function(Lambda{}))>, X...>;
    int count = 0;
    for (int i = 0; i < built::code.size; ++i) count += engine::record::is_call_of<F>(built::code.code[i].function);
    return count;
}

#define VALUE(body, ...)                                                     \
    value([]([[maybe_unused]] const auto& x, [[maybe_unused]] const auto& y, \
             [[maybe_unused]] const auto& z) { return body; },               \
          __VA_ARGS__)
#define CALLS(row, body)                                                                               \
    calls<pullback::functions::row>([]([[maybe_unused]] const auto& x, [[maybe_unused]] const auto& y, \
                                       [[maybe_unused]] const auto& z) { return body; },               \
                                    1., 1., 1.)

// Signs.
static_assert(VALUE(-(x - y), 5., 3., 0.) == -2);
static_assert(VALUE(x + -y, 5., 3., 0.) == 2);
static_assert(VALUE(-x + y, 5., 3., 0.) == -2);
static_assert(VALUE(x - -y, 5., 3., 0.) == 8);
static_assert(VALUE(-x - y, 5., 3., 0.) == -8);
static_assert(VALUE(-x * y, 5., 3., 0.) == -15);
static_assert(VALUE(x * -y, 5., 3., 0.) == -15);
static_assert(VALUE(-x / y, 6., 3., 0.) == -2);
static_assert(VALUE(x / -y, 6., 3., 0.) == -2);
static_assert(VALUE(-1 * x + y, 5., 3., 0.) == -2);
static_assert(VALUE(x * -1 * y, 5., 3., 0.) == -15);
static_assert(VALUE(0 - x, 5., 3., 0.) == -5);
static_assert(VALUE(square(-x), 5., 3., 0.) == 25);
static_assert(VALUE(x + -3 * y, 5., 2., 0.) == -1);
static_assert(VALUE(x - -3 * y, 5., 2., 0.) == 11);
static_assert(VALUE(-2 * x + y, 5., 2., 0.) == -8);
static_assert(VALUE(x + y * 0 - 0, 5., 2., 0.) == 5);
static_assert(VALUE(x + x, 5., 2., 0.) == 10);

// Constants. Their products are exact or stay two.
static_assert(VALUE(3 * (5 * x), 2., 0., 0.) == 30);
static_assert(VALUE(1e300 * (1e300 * x), 1e-320, 0., 0.) == 1e300 * (1e300 * 1e-320));
static_assert(VALUE(1e-300 * (1e-300 * x), 1e300, 0., 0.) == 1e-300 * (1e-300 * 1e300));
static_assert(CALLS(multiply, 0.1 * (0.3 * x)) == 2 || sizeof(long double) > sizeof(double));
static_assert(CALLS(multiply, 0.1L * (0.3L * x)) == 2);
static_assert(CALLS(multiply, 3 * (5 * x)) == 1);
static_assert(VALUE((3 * x) * (5 * y), 2., 7., 0.) == 210);
static_assert(VALUE((4 * x) * (0.25 * y), 2., 7., 0.) == 14);
static_assert(VALUE((0.1 * x) * (10 * y), 2., 7., 0.) > 13.99);
static_assert(VALUE(x * (3 * y), 2., 7., 0.) == 42);
static_assert(VALUE(x / (3 * y), 42., 7., 0.) == 2);
static_assert(VALUE(x / (4 * y), 56., 7., 0.) == 2);
static_assert(VALUE(x / (2 * y), 28., 7., 0.) == 2);
static_assert(VALUE(x / 4, 6., 0., 0.) == 1.5);
static_assert(VALUE(x / 49, 49., 0., 0.) == 1); // 49 times the reciprocal of 49 is not
static_assert(CALLS(divide, x / 49) == 1 && CALLS(divide, x / 8) == 0);
static_assert(CALLS(divide, x / (y - y + 3)) == 1);
static_assert(VALUE(x * (1 / (y - y + 3)), 3., 1., 0.) == 1);

static_assert(VALUE(0x1p600 * (0x1p600 * x), 0x1p-1000, 0., 0.) == 0x1p200); // the product is exact, and too large

// A product of constants that is rounded is known to be: wider scalars than a literal take the constants instead.
template <class Lambda>
constexpr bool is_rounded(Lambda) {
    return pullback::engine::program_of<std::remove_const_t<decltype(function(Lambda{}))>, double>::code
        .has_rounded_literals;
}
static_assert(is_rounded([](const auto& x) {
    using T = std::remove_cvref_t<decltype(x)>;
    return x * (T(0.1L) * T(0.3L));
}));
static_assert(!is_rounded([](const auto& x) {
    using T = std::remove_cvref_t<decltype(x)>;
    return x * (T(0.5L) * T(0.3L));
}));

// What depends on constants only is computed while compiling, for numbers no wider than a literal.
constexpr auto with_root = function([](const auto& x) { return x * sqrt(pullback::constant_like(x, 7)) - x / 3; });
using with_root_built = pullback::engine::program_of<std::remove_const_t<decltype(with_root)>, double>;
template <class Built>
constexpr int roots_in = [] {
    int count = 0;
    for (int i = 0; i < Built::code.size; ++i)
        count += engine::record::is_call_of<pullback::functions::sqrt>(Built::code.code[i].function);
    return count;
}();
static_assert(roots_in<with_root_built> == 1);
static_assert(roots_in<engine::optimise::program_for<with_root_built, double>::type> == 0);
static_assert(with_root(3.) == 3 * 2.6457513110645907 - 1);

// At a tie it leaves the derivative to what is none.
static_assert(gradient(function([](const auto& x) {
                  return max(sqrt(pullback::constant_like(x, 4)), square(x) / 2);
              }))(2.) == 2);
static_assert(gradient(function([](const auto& x) {
                  return max(square(x) / 2, sqrt(pullback::constant_like(x, 4)));
              }))(2.) == 2);
static_assert(gradient(function([](const auto& x) { return min(2 * x, x * x); }))(2.) == 4);

// Not joined: x + y, or what would be multiplied, is infinite where the sum is not.
static_assert(VALUE(0.1 * x + 0.1 * y, 1.7e308, 1.7e308, 0.) > 3.3e307);
static_assert(VALUE(0.1 * x + 0.1 * y, 1.7e308, 1.7e308, 0.) < 3.5e307);

// Powers: a few products, or pow itself, which is right where many products are not.
static_assert(VALUE(pow(x, -3), 0x1p+350, 0., 0.) == 0x1p-1050); // a subnormal number
static_assert(VALUE(pow(x, 5), 3., 0., 0.) == 243 && VALUE(pow(x, 0), 0., 0., 0.) == 1);
static_assert(CALLS(pow, pow(x, 8)) == 0 && CALLS(pow, pow(x, 9)) == 1 && CALLS(pow, pow(x, 2.5)) == 1);

// The literal zero is structural, beside an infinity too.
constexpr double infinity = std::numeric_limits<double>::infinity();
static_assert(VALUE(x + (x - x + 0) * 0 * infinity, 5., 0., 0.) == 5);
template <class T>
constexpr auto zero_times_infinity = T(0) * T(infinity);
static_assert(function([](const auto& x) { return x + zero_times_infinity<std::remove_cvref_t<decltype(x)>>; })(5.) ==
              5);

// Its sign is kept in a literal.
static_assert(function([](const auto& x) {
                  using T = std::remove_cvref_t<decltype(x)>;
                  return atan2(T(0.), -x) - atan2(T(-0.), -x);
              })(1.) > 6.28);

// Conditions that are known while the function is recorded.
#define CHOSEN(condition)                                            \
    function([](const auto& x) {                                     \
        using T [[maybe_unused]] = std::remove_cvref_t<decltype(x)>; \
        return select(condition, T(1) + x - x, T(2) + x - x);        \
    })
static_assert(CHOSEN(T(1) < T(2))(0.) == 1 && CHOSEN(T(2) < T(1))(0.) == 2 && CHOSEN(T(2) == T(2))(0.) == 1);
static_assert(CHOSEN(T(1) < T(2) || x < 0)(3.) == 1 && CHOSEN(x < 0 || T(1) < T(2))(3.) == 1);
static_assert(CHOSEN(T(2) < T(1) || x < 0)(3.) == 2 && CHOSEN(T(2) < T(1) || x > 0)(3.) == 1);
static_assert(CHOSEN(x < 0 || T(2) < T(1))(3.) == 2 && CHOSEN(x > 0 || T(2) < T(1))(3.) == 1);
static_assert(CHOSEN(T(1) < T(2) && x < 0)(3.) == 2 && CHOSEN(T(1) < T(2) && x > 0)(3.) == 1);
static_assert(CHOSEN(x < 0 && T(1) < T(2))(3.) == 2 && CHOSEN(x > 0 && T(1) < T(2))(3.) == 1);
static_assert(CHOSEN(T(2) < T(1) && x > 0)(3.) == 2 && CHOSEN(x > 0 && T(2) < T(1))(3.) == 2);
static_assert(CHOSEN(x > 0 || x > 1)(0.5) == 1 && CHOSEN(x > 0 && x > 1)(0.5) == 2);

static_assert(CHOSEN(x <= T(1))(1.) == 1 && CHOSEN(x < T(1))(1.) == 2 && CHOSEN(x >= T(1))(1.) == 1 &&
              CHOSEN(x > T(1))(1.) == 2);

// The same after they are copied into another function.
constexpr auto either = function([](const auto& x, const auto& y) { return select(x > 0 || y > 0, x + y, x * y); });
constexpr auto both = function([](const auto& x, const auto& y) { return select(x > 0 && y > 0, x + y, x * y); });
constexpr auto copied = function([](const auto& x, const auto& y) { return either(x, y) + 100 * both(x, y); });
static_assert(copied(-2., 3.) == 1 - 600 && copied(2., 3.) == 505 && copied(-2., -3.) == 6 + 600);
// A condition that becomes known when it is copied.
constexpr auto half_known = function([](const auto& x) { return either(x, 1 + 0 * x) + 100 * both(x, 1 + 0 * x); });
static_assert(half_known(-2.) == -1 - 200 && half_known(2.) == 3 + 300);

constexpr bool stays_the_users() {
    engine::program_buffer<8, 1> buffer;
    engine::record::recorder target(buffer, 2);
    target.record(&engine::operation_of<pullback::functions::add>, 0, 1);
    target.set_primal(false);
    target.record(&engine::operation_of<pullback::functions::add>, 0, 1);
    return buffer.code[0].is_primal;
}
static_assert(stays_the_users());

// What the user wrote and differentiation finds again is the user's: it keeps its quotient.
static_assert(gradient(function([](const auto& x, const auto& y) { return (x / 49) * y; }), pullback::wrt<1>)(49.,
                                                                                                              3.) == 1);

} // namespace
