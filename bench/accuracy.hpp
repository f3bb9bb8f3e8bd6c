// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_ACCURACY_HPP
#define PULLBACK_BENCH_ACCURACY_HPP

#include <pullback.hpp>

#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace accuracy {

using reference = boost::multiprecision::cpp_bin_float_50;

/// |got - wanted| in units in the last place of T at `wanted`, or at `size` where that is larger; the unit of subnormal
/// numbers is that of the smallest normal one.
template <class T>
double units(T got, const reference& wanted, const reference& size = 0) {
    using limits = std::numeric_limits<T>;
    if (!(abs(wanted) <= limits::max())) return got == static_cast<T>(wanted) ? 0 : 1e9;
    if (!std::isfinite(got)) return 1e9;
    const reference larger = abs(wanted) < abs(size) ? size : wanted;
    int exponent = larger == 0 ? limits::min_exponent - 1 : static_cast<int>(ilogb(larger));
    if (exponent < limits::min_exponent - 1) exponent = limits::min_exponent - 1;
    return static_cast<double>(abs(reference(got) - wanted) / ldexp(reference(1), exponent - limits::digits + 1));
}

/// Arguments from `low` to `high`: evenly over the exponents, evenly over the interval, and close to the borders, the
/// roots and what else is listed.
struct domain {
    double low, high;
    std::vector<reference> special = {};
};

template <class T>
class sampler {
public:
    explicit sampler(const domain& where, unsigned seed = 20240607) : where_(where), engine_(seed) {
        const double most = std::numeric_limits<T>::max();
        low_ = static_cast<T>(std::max(where.low, -most));
        high_ = static_cast<T>(std::min(where.high, most));
    }

    T operator()() {
        while (true) {
            const T x = drawn();
            if (is_inside(x)) return x;
        }
    }

    /// A number next to x: from a unit in the last place to the half of it away.
    T near(T x) {
        while (true) {
            const T part = std::exp2(uniform(T(-std::numeric_limits<T>::digits), T(-1)));
            const T moved = engine_() % 2 == 0 ? x + x * part : x - x * part;
            if (is_inside(moved)) return moved;
            if (engine_() % 64 == 0) return x; // at a border there may be none
        }
    }

    bool is_inside(T x) const { return x > low_ && x < high_; }

private:
    T uniform(T low, T high) { return std::uniform_real_distribution<T>(low, high)(engine_); }

    T drawn() {
        using limits = std::numeric_limits<T>;
        const bool is_negative = low_ < 0 && (high_ <= 0 || engine_() % 2 == 0);
        switch (engine_() % 3) {
            case 0: { // every exponent of the interval as often
                const T reach = is_negative ? -low_ : high_;
                const bool is_whole = reach > T(0x1p100);
                const T least = low_ > 0 ? std::log2(low_)
                                         : std::max(T(limits::min_exponent), std::log2(reach) - (is_whole ? 3000 : 80));
                const T x = std::exp2(uniform(least, std::log2(reach)));
                return is_negative ? -x : x;
            }
            case 1: return high_ / 2 - low_ / 2 < limits::max() / 4 ? uniform(low_, high_) : uniform(-8, 8);
            default: { // at it, and from one unit in the last place to a quarter away
                if (where_.special.empty()) return uniform(std::max(low_, T(-8)), std::min(high_, T(8)));
                const T centre = static_cast<T>(where_.special[engine_() % where_.special.size()]);
                const T distance = std::exp2(uniform(T(-limits::digits), T(-2))) * std::max(T(1), std::abs(centre));
                const auto side = engine_() % 8;
                return side == 0 ? centre : side % 2 == 0 ? centre - distance : centre + distance;
            }
        }
    }

    domain where_;
    T low_, high_;
    std::mt19937_64 engine_;
};

struct largest {
    double error = 0;
    double at[2] = {0, 0};

    void note(double seen, double x, double y = 0) {
        if (!(seen > error)) return;
        error = seen;
        at[0] = x;
        at[1] = y;
    }
};

struct row {
    std::string name;
    int arguments;
    bool has_theirs;
    largest value, theirs, slope;
    bool has_slope = true;
};

// Where value and derivative are zero or normal numbers.
template <class T, class Real>
bool is_normal(const Real& x) {
    using std::abs;
    return x == 0 || (abs(x) >= std::numeric_limits<T>::min() && abs(x) <= std::numeric_limits<T>::max());
}

/// As `units`, but against `long double`, which is good to a thousandth of a unit of `double` and takes a thousandth of
/// the time: good enough to look for the worst places.
template <class T>
double estimated_units(T got, long double wanted, long double size = 0) {
    using limits = std::numeric_limits<T>;
    if (!is_normal<T>(wanted)) return 0;
    if (!std::isfinite(got)) return 1e9;
    const long double larger = std::fmax(std::abs(wanted), std::abs(size));
    int exponent = larger == 0 ? limits::min_exponent - 1 : std::ilogb(larger);
    if (exponent < limits::min_exponent - 1) exponent = limits::min_exponent - 1;
    return static_cast<double>(std::abs(got - wanted) / std::ldexp(1.L, exponent - limits::digits + 1));
}

/// The largest value of a function that is nowhere smooth: many samples, and from the best of them a walk uphill.
template <class T, std::size_t N>
class search {
public:
    using point = std::array<T, N>;
    explicit search(std::array<sampler<T>, N> draw) : draw_(std::move(draw)) {}

    /// Calls `found` with the best points for `estimate`.
    template <class Estimate, class Found>
    void operator()(const Estimate& estimate, int sample_count, const Found& found) {
        struct candidate {
            double value;
            point at;
        };
        std::vector<candidate> best;
        const auto is_worse = [](const candidate& a, const candidate& b) { return a.value > b.value; };
        for (int i = 0; i < sample_count; ++i) {
            const point x = sample(i % 8 == 0);
            const double value = estimate(x);
            if (best.size() == starts && !(value > best.back().value)) continue;
            if (best.size() == starts) best.pop_back();
            best.insert(std::upper_bound(best.begin(), best.end(), candidate{value, x}, is_worse), {value, x});
        }
        for (candidate& from : best) {
            found(from.at);
            for (int i = 0; i < walk; ++i) {
                point moved = from.at;
                const std::size_t k = static_cast<std::size_t>(i) % N;
                moved[k] = draw_[k].near(moved[k]);
                const double value = estimate(moved);
                if (value > from.value) from = {value, moved};
            }
            found(from.at);
        }
    }

private:
    static constexpr std::size_t starts = 24;
    static constexpr int walk = 3000;

    point sample(bool is_tied) {
        point x;
        for (std::size_t k = 0; k < N; ++k) {
            x[k] = draw_[k]();
            if (k > 0 && is_tied && draw_[k].is_inside(x[0])) x[k] = x[0];
        }
        return x;
    }

    std::array<sampler<T>, N> draw_;
};

/// How many samples of the search cost what one exact result does, about.
inline constexpr int samples_per_count = 40;

/// What a result is compared beside: nothing, or the larger of the terms that it is the sum of.
struct no_terms {
    template <class Real>
    Real operator()(const Real& x) const {
        return x * 0;
    }
    template <class Real>
    Real operator()(const Real& x, const Real&) const {
        return x * 0;
    }
};

template <class T, class F, class Theirs, class Value, class Slope, class ValueTerm = no_terms,
          class SlopeTerm = no_terms>
row measured(const char* name, const F& function, Theirs theirs, Value value, Slope slope, const domain& where,
             int count, ValueTerm value_term = {}, SlopeTerm slope_term = {}) {
    constexpr auto gradient = pullback::gradient(F{});
    constexpr bool has_theirs = !std::is_same_v<Theirs, std::nullptr_t>;
    row result{name, 1, has_theirs, {}, {}, {}};
    using point = std::array<T, 1>;
    const auto note = [&](const point& at) {
        const T x = at[0];
        const reference exact(x), wanted = value(exact), wanted_slope = slope(exact);
        if (is_normal<T>(wanted)) {
            result.value.note(units<T>(function(x), wanted, value_term(exact)), x);
            if constexpr (has_theirs) result.theirs.note(units<T>(theirs(x), wanted, value_term(exact)), x);
        }
        if (is_normal<T>(wanted) && is_normal<T>(wanted_slope))
            result.slope.note(units<T>(gradient(x), wanted_slope, slope_term(exact)), x);
    };
    sampler<T> draw(where);
    for (int i = 0; i < count / 8; ++i) note({draw()});
    search<T, 1> look({draw});
    const int samples = samples_per_count * count;
    const auto of_value = [&](const point& x) {
        const long double wide = x[0];
        return estimated_units<T>(function(x[0]), function(wide), value_term(wide));
    };
    const auto of_slope = [&](const point& x) {
        const long double wide = x[0];
        return is_normal<T>(function(wide)) ? estimated_units<T>(gradient(x[0]), gradient(wide), slope_term(wide)) : 0;
    };
    look(of_value, samples, note);
    look(of_slope, samples, note);
    return result;
}

/// The value alone, of a function that constant expressions call: against the platform's for `long double`, and the
/// worst places against 50 digits.
template <class T, class F, class Wide, class Value>
row measured_constant(const char* name, F function, Wide wide, Value value, const domain& where, int count) {
    row result{name, 1, false, {}, {}, {}, false};
    using point = std::array<T, 1>;
    const auto note = [&](const point& at) {
        const reference wanted = value(reference(at[0]));
        if (is_normal<T>(wanted)) result.value.note(units<T>(function(at[0]), wanted), at[0]);
    };
    search<T, 1> look({sampler<T>(where)});
    look([&](const point& x) { return estimated_units<T>(function(x[0]), wide(static_cast<long double>(x[0]))); },
         samples_per_count * count, note);
    return result;
}

struct results_of_two {
    reference value, by_x, by_y;
};

template <class T, class F, class Theirs, class Exact, class Term = no_terms>
row measured_two(const char* name, const F& function, Theirs theirs, Exact exact, const domain& first,
                 const domain& second, int count, Term term = {}) {
    constexpr auto gradient = pullback::gradient(F{});
    constexpr bool has_theirs = !std::is_same_v<Theirs, std::nullptr_t>;
    row result{name, 2, has_theirs, {}, {}, {}};
    using point = std::array<T, 2>;
    const auto note = [&](const point& at) {
        const auto [x, y] = at;
        const results_of_two wanted = exact(reference(x), reference(y));
        if (!is_normal<T>(wanted.value)) return;
        const reference size = term(reference(x), reference(y));
        result.value.note(units<T>(function(x, y), wanted.value, size), x, y);
        if constexpr (has_theirs) result.theirs.note(units<T>(theirs(x, y), wanted.value, size), x, y);
        if (!is_normal<T>(wanted.by_x) || !is_normal<T>(wanted.by_y)) return;
        const auto [by_x, by_y] = gradient(x, y);
        result.slope.note(std::max(units<T>(by_x, wanted.by_x), units<T>(by_y, wanted.by_y)), x, y);
    };
    sampler<T> draw_x(first), draw_y(second, 20240608);
    for (int i = 0; i < count / 8; ++i) note({draw_x(), draw_y()});
    search<T, 2> look({draw_x, draw_y});
    const int samples = samples_per_count * count;
    const auto of_value = [&](const point& x) {
        const long double wide_x = x[0], wide_y = x[1];
        return estimated_units<T>(function(x[0], x[1]), function(wide_x, wide_y), term(wide_x, wide_y));
    };
    const auto of_slope = [&](const point& x) {
        const long double wide_x = x[0], wide_y = x[1];
        const auto [by_x, by_y] = gradient(x[0], x[1]);
        const auto [wide_by_x, wide_by_y] = gradient(wide_x, wide_y);
        if (!is_normal<T>(function(wide_x, wide_y)) || !is_normal<T>(wide_by_x) || !is_normal<T>(wide_by_y)) return 0.;
        return std::max(estimated_units<T>(by_x, wide_by_x), estimated_units<T>(by_y, wide_by_y));
    };
    look(of_value, samples, note);
    look(of_slope, samples, note);
    return result;
}

enum class part { value, slope, both };

struct note {
    part of;
    std::vector<std::string> functions;
    const char* why;
};

/// Why some are further from the exact results than the platform's own functions.
inline const std::vector<note> notes{
    {part::slope, {"cbrt"}, "1 / (3 y^2) has twice the error of y; y / (3 x), which has it once, is no number at 0"},
    {part::slope,
     {"tanh", "sigmoid"},
     "1 - y^2 and y (1 - y) need no exponential function. They are right to a unit in the last place of 1: where y is "
     "nearly 1, "
     "the small derivative keeps few digits"},
    {part::slope, {"erf", "erfc"}, "the rounding of x^2 is an absolute error of the exponent: up to x^2 units"},
    {part::slope,
     {"pow"},
     "the rounding of p - 1 in p x^(p-1) is an absolute error of an exponent: up to |p ln x| units"},
    {part::slope,
     {"tgamma", "lgamma, x < 0", "tgamma, x < 0"},
     "two rounded factors; for x < 0 digamma is the difference of two terms, and the error is beside the larger one"},
    {part::both,
     {"digamma, x < 0"},
     "the difference of two terms, digamma(1 - x) and pi cot(pi x): the error of the value is beside the larger one, "
     "as near the roots few digits are left; the derivative is polygamma 1"},
    {part::both, {"digamma", "polygamma 1", "polygamma 2"}, "series of a dozen terms; the platform has none"},
    {part::slope,
     {"atan2"},
     "what is squared is first divided by the larger of |x| and |y|, so that squares stay in the range: two roundings "
     "more"},
    {part::slope, {"softplus"}, "the quotient 1 / (1 + e^-x)"},
    {part::both,
     {"log_sum_exp"},
     "the sum of two terms, and the error of the value is beside the larger one, as few digits are left where they "
     "nearly cancel. The rounding of x - y is an absolute error of an exponent: up to |x - y| units of the smaller "
     "term, and of the derivatives; in constant expressions it is made up for in the value"},
    {part::slope, {"inv_sqrt"}, "within a factor 2 of overflow y / x is infinite"},
    {part::both,
     {"Phi", "inv_Phi", "erf_inv", "erfc_inv"},
     "the values have the error of erfc, half a unit from it and of what is added to it, or of the last step to a "
     "root; of "
     "the derivatives the rounding of the square of the argument, or of the root, is an absolute error of an exponent"},
    {part::slope, {"sin_pi", "cos_pi"}, "the product of pi, rounded, and a function with the error of its value"},
    {part::slope, {"powm1"}, "the rule of pow"},
    {part::slope, {"log_diff_exp"}, "the rounding of x - y is an absolute error of an exponent: up to |x - y| units"},
    {part::both, {"trigamma"}, "polygamma 1"},
    {part::both,
     {"beta", "lbeta"},
     "lbeta is a sum, and beta its exponential where gamma functions overflow; in the derivatives psi(x) - psi(x + y) "
     "is "
     "small beside its terms where y is small beside x"},
};

class table {
public:
    void begin(const char* scalar) {
        std::printf("\n%s\n%-20s %9s %9s %-24s %11s %-24s note\n", scalar, "function", "value", "platform", "  at",
                    "derivative", "  at");
    }

    void add(const row& r) {
        const double allowed = r.has_theirs ? r.theirs.error + 2 : 2.5; // the best result is half a unit off
        const auto number = [&](double error, part other) -> int {      // of the note that explains an error
            if (error <= allowed) return 0;
            for (std::size_t i = 0; i < notes.size(); ++i)
                for (const std::string& name : notes[i].functions)
                    if (name == r.name && notes[i].of != other) return static_cast<int>(i) + 1;
            return -1;
        };
        const int of_value = number(r.value.error, part::slope), of_slope = number(r.slope.error, part::value);
        const std::string theirs = r.has_theirs ? text(r.theirs.error) : "-";
        const std::string slope = r.has_slope ? text(r.slope.error) : "-";
        std::printf("%-20s %9s %9s %-24s %11s %-24s", r.name.c_str(), text(r.value.error).c_str(), theirs.c_str(),
                    place(r, r.value).c_str(), slope.c_str(), place(r, r.slope).c_str());
        const bool is_explained = of_value >= 0 && of_slope >= 0;
        if (!is_explained) std::printf(" ?");
        else if (of_value > 0 || of_slope > 0) std::printf(" %d", std::max(of_value, of_slope));
        std::printf("\n");
        failed_ = failed_ || !is_explained;
    }

    /// 0, or 1 if an error has no explanation.
    int finish() const {
        std::printf("\n");
        for (std::size_t i = 0; i < notes.size(); ++i) {
            std::printf("%zu ", i + 1);
            for (const std::string& name : notes[i].functions) std::printf(" %s;", name.c_str());
            std::printf(" %s\n", notes[i].why);
        }
        if (failed_) std::fprintf(stderr, "an error marked ? has no explanation\n");
        return failed_ ? 1 : 0;
    }

private:
    static std::string text(double error) {
        char buffer[32];
        std::snprintf(buffer, sizeof buffer, error < 100 ? "%.2f" : "%.2g", error);
        return buffer;
    }
    static std::string place(const row& r, const largest& worst) {
        if (worst.error == 0) return "";
        char buffer[64];
        if (r.arguments == 1) std::snprintf(buffer, sizeof buffer, "  %.9g", worst.at[0]);
        else std::snprintf(buffer, sizeof buffer, "  %.4g, %.4g", worst.at[0], worst.at[1]);
        return buffer;
    }

    bool failed_ = false;
};

} // namespace accuracy

#endif
