// SPDX-License-Identifier: BSL-1.0
// What the rows of the function table state of themselves holds at many points, zeros, infinities and NaN among them.
// A statement that is wrong is noticed: wrong ones are tried too.
#include <pullback/functions/more.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace pullback;
using point = std::array<double, 3>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();

// A row without its type. Truth values are 0 and 1.
struct row {
    const char* name;
    int arity;
    row_facts facts;
    double (*value)(const point&);
    long double (*wide_value)(const point&);
    point (*partials)(const point&);
    bool gives_truth;
    bool keeps_type_of_integers;
};

template <class F, class T, std::size_t I>
auto operand_of(const point& x) {
    if constexpr (F::facts.operands[I] == value_kind::truth) return x[I] != 0;
    else return static_cast<T>(x[I]);
}

template <class F, class T, std::size_t... I>
auto value_of(const point& x, std::index_sequence<I...>) {
    return F::value(operand_of<F, T, I>(x)...);
}

template <class F, class T>
T number_of(const point& x) {
    return static_cast<T>(value_of<F, T>(x, std::make_index_sequence<F::arity>{}));
}

template <class F, std::size_t... I>
point partials_of(const point& x, std::index_sequence<I...>) {
    if constexpr (F::facts.result == value_kind::truth) return {};
    else {
        const auto adjoints = F::pullback(operand_of<F, double, I>(x)..., number_of<F, double>(x), 1.0);
        if constexpr (sizeof...(I) == 1) return {adjoints};
        else if constexpr (F::facts.operands[0] == value_kind::truth) return {0, adjoints[0], adjoints[1]};
        else return {adjoints[I]...};
    }
}

// An integer, or, of operands that are no numbers, anything.
template <class F, std::size_t... I>
constexpr bool keeps_type(std::index_sequence<I...>) {
    if constexpr (F::facts.keeps_integers) return std::is_same_v<decltype(F::value(static_cast<int>(I)...)), int>;
    else return false;
}

template <class F>
row row_of() {
    constexpr auto indices = std::make_index_sequence<F::arity>{};
    using result = decltype(value_of<F, double>({}, indices));
    return {F::name,
            F::arity,
            F::facts,
            &number_of<F, double>,
            &number_of<F, long double>,
            [](const point& x) { return partials_of<F>(x, std::make_index_sequence<F::arity>{}); },
            std::is_same_v<result, bool>,
            keeps_type<F>(indices)};
}

bool is_number_operand(const row& f, int k) {
    return k < f.arity && f.facts.operands[static_cast<std::size_t>(k)] == value_kind::number;
}

template <class Predicate>
bool all_operands(const row& f, const point& x, Predicate holds) {
    for (int k = 0; k < f.arity; ++k)
        if (is_number_operand(f, k) && !holds(x[static_cast<std::size_t>(k)])) return false;
    return true;
}

// The points that `look` is called with: all combinations of the coordinates that meet the row's preconditions.
template <class Look>
void for_each_point(const row& f, const std::vector<double>& coordinates, Look look) {
    const std::vector<double> one{1.0};
    for (const double a : coordinates)
        for (const double b : f.arity > 1 ? coordinates : one)
            for (const double c : f.arity > 2 ? coordinates : one) {
                point x{a, b, c};
                if (f.value == &number_of<functions::clamp, double> && c < b) continue;
                if (f.value == &number_of<functions::direction, double>) x[2] = std::hypot(a, b);
                look(x);
            }
}

const std::vector<double> moderate_numbers{0., -0., 1e-300, -1e-300, 1e-5, -1e-5, 0.3, -0.3, 0.75, -0.75,
                                           1., -1., 2.,     -2.,     2.5,  -2.5,  17., -17., 300., -300.};

std::vector<double> joined(std::vector<double> numbers, const std::vector<double>& more) {
    numbers.insert(numbers.end(), more.begin(), more.end());
    return numbers;
}
const std::vector<double> finite_numbers =
    joined(moderate_numbers, {5e-324, -5e-324, 1e100, -1e100, largest, -largest});
const std::vector<double> all_numbers = joined(finite_numbers, {infinity, -infinity});
const std::vector<double> normal_numbers = joined(moderate_numbers, {1e100, -1e100, largest, infinity, not_a_number});

bool same(double x, double y) { return x == y || (x != x && y != y); }

bool is_moderate(double x) { return std::abs(x) <= 300; }

bool lies_in(operand_range range, const row& f, const point& x) {
    return all_operands(f, x, [range](double operand) {
        switch (range) {
            case operand_range::unknown: return false;
            case operand_range::all: return true;
            case operand_range::below_infinity: return is_moderate(operand) || operand == -infinity;
            case operand_range::finite: return std::isfinite(operand);
            case operand_range::moderate: return is_moderate(operand);
            case operand_range::nonzero: return operand != 0;
            case operand_range::nonnegative: return operand >= 0;
            case operand_range::positive: return operand > 0;
        }
        return false;
    });
}

// What the row says and a point contradicts.
class contradictions {
public:
    explicit contradictions(const row& f) : f_(f) {
        look_at_kinds();
        look_at_symmetry();
        look_at_selection();
        look_at_exactness();
        look_at_nan();
        look_at_ranges();
        look_at_sign();
        look_at_derivatives();
        look_at_continuity();
        look_at_cost();
        look_at_law();
    }

    const std::string& text() const { return text_; }

private:
    void expect(bool holds, const char* fact, const point& x = {}) {
        if (holds || text_.find(fact) != std::string::npos) return;
        text_ += std::string(text_.empty() ? "" : ", ") + fact + " (at " + std::to_string(x[0]) + ", " +
                 std::to_string(x[1]) + ", " + std::to_string(x[2]) + ")";
    }

    void look_at_kinds() {
        expect(f_.gives_truth == (f_.facts.result == value_kind::truth), "result");
        if (f_.facts.keeps_integers) expect(f_.keeps_type_of_integers, "keeps_integers");
    }

    void look_at_symmetry() {
        if (!f_.facts.is_commutative && !f_.facts.takes_constant_last) return;
        for_each_point(f_, joined(all_numbers, {not_a_number}), [this](const point& x) {
            const point swapped{x[1], x[0], x[2]};
            const double y = f_.value(x), z = f_.value(swapped);
            expect(same(y, z), f_.facts.is_commutative ? "is_commutative" : "takes_constant_last", x);
            if (!f_.facts.is_commutative) return;
            expect(y != y || std::signbit(y) == std::signbit(z), "is_commutative", x);
            const point g = f_.partials(x), h = f_.partials(swapped);
            expect(same(g[0], h[1]) && same(g[1], h[0]), "is_commutative", x);
        });
    }

    void look_at_selection() {
        if (!f_.facts.is_selection) return;
        for_each_point(f_, all_numbers, [this](const point& x) {
            const double y = f_.value(x);
            const point partials = f_.partials(x);
            double sum = 0;
            bool is_operand = false;
            for (int k = 0; k < f_.arity; ++k) {
                const auto i = static_cast<std::size_t>(k);
                is_operand = is_operand || (is_number_operand(f_, k) && y == x[i]);
                expect(partials[i] == 0 || (partials[i] == 1 && y == x[i]), "is_selection", x);
                sum += partials[i];
            }
            expect(is_operand && sum == 1, "is_selection", x);
        });
    }

    // A result that is never rounded is the same with more digits.
    void look_at_exactness() {
        if (f_.facts.is_exact)
            for_each_point(f_, normal_numbers, [this](const point& x) {
                const long double y = f_.value(x), wide = f_.wide_value(x);
                expect(y == wide || (y != y && wide != wide), "is_exact", x);
            });
    }

    void look_at_nan() {
        if (f_.facts.passes_on_nan)
            for (std::size_t k = 0; k < static_cast<std::size_t>(f_.arity); ++k)
                for_each_point(f_, all_numbers, [&](point x) {
                    x[k] = not_a_number;
                    expect(std::isnan(f_.value(x)), "passes_on_nan", x);
                });
        if (f_.facts.is_defined_everywhere)
            for_each_point(f_, all_numbers,
                           [this](const point& x) { expect(!std::isnan(f_.value(x)), "is_defined_everywhere", x); });
    }

    void look_at_ranges() {
        if (f_.facts.is_finite_for == operand_range::unknown && f_.facts.is_nonzero_for == operand_range::unknown)
            return;
        for_each_point(f_, all_numbers, [this](const point& x) {
            const double y = f_.value(x);
            if (lies_in(f_.facts.is_finite_for, f_, x)) expect(!std::isinf(y), "is_finite_for", x);
            const bool is_kept = f_.facts.is_nonzero_for != operand_range::finite || all_operands(f_, x, is_moderate);
            if (is_kept && lies_in(f_.facts.is_nonzero_for, f_, x)) expect(y != 0, "is_nonzero_for", x);
        });
    }

    void look_at_sign() {
        if (f_.facts.sign == result_sign::unknown) return;
        for_each_point(f_, all_numbers, [this](const point& x) {
            const double y = f_.value(x);
            if (f_.facts.sign != result_sign::of_operands) expect(!(y < 0), "sign", x);
            if (f_.facts.sign == result_sign::positive && all_operands(f_, x, is_moderate)) expect(y > 0, "sign", x);
            if (f_.facts.sign != result_sign::of_operands) return;
            if (all_operands(f_, x, [](double operand) { return operand >= 0; })) expect(!(y < 0), "sign", x);
            if (all_operands(f_, x, [](double operand) { return operand <= 0; })) expect(!(y > 0), "sign", x);
        });
    }

    void look_at_derivatives() {
        if (f_.facts.has_finite_derivatives_for == operand_range::unknown) return;
        for_each_point(f_, joined(moderate_numbers, {1e100, -1e100}), [this](const point& x) {
            if (!lies_in(f_.facts.has_finite_derivatives_for, f_, x)) return;
            bool is_finite = std::isfinite(f_.value(x));
            for (const double partial : f_.partials(x)) is_finite = is_finite && std::isfinite(partial);
            expect(is_finite, "has_finite_derivatives_for", x);
        });
    }

    // Follows the larger change of the value along each operand until the operand changes in its last digits only.
    void look_at_continuity() {
        if (f_.facts.continuous == continuity::unknown) return;
        const std::vector<double> coordinates{-7.3, -2.2, -1.1, -0.4, 0.2, 0.9, 1.6, 5.7};
        for (int k = 0; k < f_.arity; ++k)
            if (is_number_operand(f_, k))
                for_each_point(f_, coordinates, [&](const point& x) {
                    point y = x;
                    y[static_cast<std::size_t>(k)] += 2.13;
                    if (f_.value != &number_of<functions::clamp, double>) look_between(x, y);
                });
    }
    void look_between(point x, point y) {
        for (int i = 0; i < 60; ++i) {
            point middle;
            for (std::size_t k = 0; k < 3; ++k) middle[k] = x[k] + (y[k] - x[k]) / 2;
            const double before = std::abs(f_.value(middle) - f_.value(x));
            const double after = std::abs(f_.value(y) - f_.value(middle));
            (before > after || before != before ? y : x) = middle;
        }
        const double a = f_.value(x), b = f_.value(y);
        if (f_.facts.continuous == continuity::within_domain && (std::isnan(a) || std::isnan(b))) return;
        const bool is_pole = std::abs(a) > 1e9 && std::abs(b) > 1e9;
        expect(is_pole || std::abs(a - b) < 1e-5 * (1 + std::abs(a)), "continuous", x);
    }

    // Sums and selections grow with their operands, products with their square, roots with the root, quotients not.
    void look_at_cost() {
        expect((f_.facts.cost == cost_class::condition) == f_.gives_truth, "cost");
        if (f_.facts.cost == cost_class::call || f_.facts.cost == cost_class::condition) return;
        const double growth = f_.facts.cost == cost_class::division         ? 1
                              : f_.facts.cost == cost_class::square_root    ? 2
                              : f_.facts.cost == cost_class::multiplication ? 16
                                                                            : 4;
        for_each_point(f_, {0.3, 0.75, -1., 2., -2.5, 17.}, [&](const point& x) {
            point larger = x;
            for (double& operand : larger) operand *= 4;
            expect(same(f_.value(larger), growth * f_.value(x)), "cost", x);
            for (const double partial : f_.partials(x))
                if (growth == 4) expect(partial == 0 || std::abs(partial) == 1, "cost", x);
        });
    }

    void look_at_law() {
        for (const double x : {0.01, 0.3, 1., 2., 17., 300.}) {
            const double y = f_.value({x});
            const double wanted = f_.facts.law == known_law::exponential   ? std::exp(x)
                                  : f_.facts.law == known_law::logarithm   ? std::log(x)
                                  : f_.facts.law == known_law::square_root ? std::sqrt(x)
                                                                           : y;
            if (f_.facts.law != known_law::none) expect(std::abs(y - wanted) <= 1e-14 * std::abs(wanted), "law", {x});
        }
    }

    row f_;
    std::string text_;
};

template <class Table>
void check_table() {
    Table::for_each([]<class F>(F) {
        const std::string wrong = contradictions(row_of<F>()).text();
        BOOST_CHECK_MESSAGE(wrong.empty(), F::name << ": " << wrong);
    });
}

// Whether a fact that a row does not state, and that does not hold, is found to be wrong.
template <class F, class Change>
bool notices(Change change) {
    row f = row_of<F>();
    change(f.facts);
    return !contradictions(f).text().empty();
}

} // namespace

BOOST_AUTO_TEST_CASE(facts_of_the_table_hold) { check_table<functions::table>(); }

BOOST_AUTO_TEST_CASE(facts_of_further_functions_hold) {
    check_table<functions::further_table>();
    check_table<function_list<functions::exp_of_difference, functions::inverse_of_sum, functions::share_of_largest,
                              functions::log_of_sum, functions::root_of_squares, functions::fdim_from_constant>>();
}

BOOST_AUTO_TEST_CASE(wrong_facts_are_noticed) {
    namespace f = functions;
    BOOST_TEST(notices<f::sin>([](row_facts& is) { is.result = value_kind::truth; }));
    BOOST_TEST(notices<f::subtract>([](row_facts& is) { is.is_commutative = true; }));
    BOOST_TEST(notices<f::min>([](row_facts& is) { is.is_commutative = true; }));
    BOOST_TEST(notices<f::fdim>([](row_facts& is) { is.takes_constant_last = true; }));
    BOOST_TEST(notices<f::hypot>([](row_facts& is) { is.is_selection = true; }));
    BOOST_TEST(notices<f::sin>([](row_facts& is) { is.is_exact = true; }));
    BOOST_TEST(notices<f::divide>([](row_facts& is) { is.keeps_integers = true; }));
    BOOST_TEST(notices<f::fmax>([](row_facts& is) { is.passes_on_nan = true; }));
    BOOST_TEST(notices<f::pow>([](row_facts& is) { is.passes_on_nan = true; }));
    BOOST_TEST(notices<f::sin>([](row_facts& is) { is.is_defined_everywhere = true; }));
    BOOST_TEST(notices<f::log>([](row_facts& is) { is.is_defined_everywhere = true; }));
    BOOST_TEST(notices<f::floor>([](row_facts& is) { is.continuous = continuity::everywhere; }));
    BOOST_TEST(notices<f::floor>([](row_facts& is) { is.continuous = continuity::within_domain; }));
    BOOST_TEST(notices<f::sqrt>([](row_facts& is) { is.continuous = continuity::everywhere; }));
    BOOST_TEST(notices<f::atan2>([](row_facts& is) { is.continuous = continuity::everywhere; }));
    BOOST_TEST(notices<f::exp>([](row_facts& is) { is.is_finite_for = operand_range::all; }));
    BOOST_TEST(notices<f::log>([](row_facts& is) { is.is_finite_for = operand_range::finite; }));
    BOOST_TEST(notices<f::exp>([](row_facts& is) { is.is_nonzero_for = operand_range::all; }));
    BOOST_TEST(notices<f::sin>([](row_facts& is) { is.is_nonzero_for = operand_range::finite; }));
    BOOST_TEST(notices<f::sqrt>([](row_facts& is) { is.has_finite_derivatives_for = operand_range::nonnegative; }));
    BOOST_TEST(notices<f::exp>([](row_facts& is) { is.has_finite_derivatives_for = operand_range::finite; }));
    BOOST_TEST(notices<f::log1p>([](row_facts& is) { is.has_finite_derivatives_for = operand_range::finite; }));
    BOOST_TEST(notices<f::sin>([](row_facts& is) { is.sign = result_sign::nonnegative; }));
    BOOST_TEST(notices<f::sqrt>([](row_facts& is) { is.sign = result_sign::positive; }));
    BOOST_TEST(notices<f::cos>([](row_facts& is) { is.sign = result_sign::of_operands; }));
    BOOST_TEST(notices<f::sqrt>([](row_facts& is) { is.cost = cost_class::multiplication; }));
    BOOST_TEST(notices<f::less>([](row_facts& is) { is.cost = cost_class::call; }));
    BOOST_TEST(notices<f::exp2>([](row_facts& is) { is.law = known_law::exponential; }));
}
