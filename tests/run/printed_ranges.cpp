// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "print_c_library.hpp"

// What is printed of functions of ranges: the text, and C that is compiled and gives the numbers that the function
// gives.

namespace {

using numbers = std::vector<double>;
using integers = std::vector<int>;
using place = std::array<double, 2>;

template <class T>
struct spring {
    BOOST_HANA_DEFINE_STRUCT(spring, (T, length), (std::array<T, 2>, end));
};

using namespace pullback;

constexpr auto squares =
    function([](const auto& x, const auto& a) { return sum(x, [&](const auto& each) { return square(each - a); }); });
constexpr auto gather =
    function([](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return square(x[i]) * i; }); });
constexpr auto nested = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& p) { return exp(a * sum(x, [&](const auto& q) { return sin(p * q); })); });
});
constexpr auto extrema = function([](const auto& x, const auto& a) {
    return max(x, [&](const auto& each) { return sin(3 * each) * a; }) + min(x) + log_sum_exp(x);
});
// One loop over the rows finds the largest of each column too, so their places wait in memory.
constexpr auto largest_both_ways = function([](const auto& rows) {
    return sum(rows, [](const auto& row) { return max(row); }) +
           sum(transposed(rows), [](const auto& column) { return square(max(column)); });
});
constexpr auto shares = function([](const auto& x) {
    const auto whole = log_sum_exp(x);
    return map(x, [=](const auto& each) { return exp(each - whole); });
});
constexpr auto evenness = function([](const auto& x) {
    const auto weights = map(x, [](const auto& each) { return exp(each); });
    const auto whole = sum(weights);
    return sum(weights, [&](const auto& weight) { return square(weight / whole); });
});
constexpr auto springs = function([](const auto& all, const auto& middle) {
    return sum(all, [&](const auto& each) {
        return square(hypot(each.end[0] - middle[0], each.end[1] - middle[1]) - each.length) / all.size();
    });
});
constexpr auto distances = function([](const auto& x) {
    return sum(x, [&](const auto& p) {
        return sum(x, [&](const auto& q) { return 1 / sqrt(square(p[0] - q[0]) + square(p[1] - q[1]) + 0.5); });
    });
});

template <class Text>
std::string as_string(const Text& text) {
    return {text.data(), text.size()};
}

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-15 * (1 + std::abs(b)), a << " and " << b); }
void check_all_close(const numbers& a, const numbers& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) check_close(a[i], b[i]);
}

numbers some_numbers(std::size_t count) {
    numbers x(count);
    for (std::size_t i = 0; i < count; ++i) x[i] = std::sin(1.0 + 2.5 * static_cast<double>(i));
    return x;
}

template <class Element>
const double* scalars_of(const std::vector<Element>& x) {
    return x.empty() ? nullptr : reinterpret_cast<const double*>(x.data());
}

} // namespace

BOOST_AUTO_TEST_CASE(a_loop_in_c) {
    BOOST_TEST(as_string(to_c<numbers, double>(value_and_gradient(squares), "squares")) ==
               R"(/* Made by pullback.
 * n: the length of x0
 * x0: n numbers
 * gradient_x0: n numbers
 * What is written to overlaps with nothing else.
 */
#include <math.h>
#include <stddef.h>

void squares(size_t n, const double *x0, double x1, double *value, double *gradient_x0, double *gradient_x1)
{
    double t6 = 0.0;
    double t4 = 0.0;
    for (size_t i = 0; i < n; ++i) {
        const double t1 = x0[i];
        const double t2 = t1 - x1;
        const double t3 = t2 * t2;
        const double t5 = 2.0 * t2;
        gradient_x0[i] = t5;
        t6 += t2;
        t4 += t3;
    }
    const double t7 = 2.0 * t6;
    const double t8 = -t7;
    *value = t4;
    *gradient_x1 = t8;
}
)");
}

BOOST_AUTO_TEST_CASE(all_derivatives_in_c) {
    const c_library library(
        as_string(to_c<numbers, double>(nested, "value")) +
        as_string(to_c<std::span<const double>, double>(value_and_gradient(nested), "value_and_gradient")) +
        as_string(to_c<numbers, double>(gradient(nested, wrt<0>), "by_first")) +
        as_string(to_c<numbers, double, numbers, double>(jvp(nested), "along")) +
        as_string(to_c<numbers, double, double>(vjp(nested), "back")) +
        as_string(to_c<numbers, double, numbers, double>(hvp(nested), "curvature")));
    const auto value = library.find_as<void(std::size_t, const double*, double, double*)>("value");
    const auto both = library.find_as<void(std::size_t, const double*, double, double*, double*, double*, double*)>(
        "value_and_gradient");
    const auto by_first = library.find_as<void(std::size_t, const double*, double, double*, double*)>("by_first");
    const auto along =
        library.find_as<void(std::size_t, const double*, double, const double*, double, double*, double*)>("along");
    const auto back =
        library.find_as<void(std::size_t, const double*, double, double, double*, double*, double*, double*)>("back");
    const auto curvature =
        library.find_as<void(std::size_t, const double*, double, const double*, double, double*, double*, double*)>(
            "curvature");
    const auto work_size = [&](const char* name, std::size_t n) {
        return library.find_as<std::size_t(std::size_t)>(name)(n);
    };
    for (const std::size_t n : {0U, 1U, 2U, 7U, 50U}) {
        const numbers x = some_numbers(n), v(n, 0.25);
        const double a = 0.375, da = -0.5;
        double y = 0, ga = 0;
        numbers g(n, 99), work(work_size("value_and_gradient_work_size", n));
        value(n, x.data(), a, &y);
        check_close(y, nested(x, a));

        both(n, x.data(), a, &y, g.data(), &ga, work.data());
        const auto [expected_value, expected] = value_and_gradient(nested)(x, a);
        check_close(y, expected_value);
        check_all_close(g, get<0>(expected));
        check_close(ga, get<1>(expected));

        work.resize(work_size("by_first_work_size", n));
        by_first(n, x.data(), a, g.data(), work.data());
        check_all_close(g, gradient(nested, wrt<0>)(x, a));

        along(n, x.data(), a, v.data(), da, &y, &ga);
        const auto tangent = jvp(nested)(x, a, v, da);
        check_close(y, tangent.value);
        check_close(ga, tangent.tangent);

        work.resize(work_size("back_work_size", n));
        back(n, x.data(), a, 3, &y, g.data(), &ga, work.data());
        const auto adjoint = vjp(nested)(x, a, 3.0);
        check_close(y, adjoint.value);
        check_all_close(g, get<0>(adjoint.cotangent));
        check_close(ga, get<1>(adjoint.cotangent));

        work.resize(work_size("curvature_work_size", n));
        curvature(n, x.data(), a, v.data(), da, g.data(), &ga, work.data());
        const auto [gx, by_a] = hvp(nested)(x, a, v, da);
        check_all_close(g, gx);
        check_close(ga, by_a);
    }
}

BOOST_AUTO_TEST_CASE(integers_are_subscripts_and_numbers_in_c) {
    const std::string text = as_string(to_c<numbers, integers>(value_and_gradient(gather, wrt<0>), "gather"));
    BOOST_TEST(text.find("void gather(size_t n0, size_t n1, const double *x0, const int *x1, double *value, double "
                         "*gradient_x0)\n") != std::string::npos);
    const c_library library(text);
    const numbers x = some_numbers(5);
    const integers k{4, 0, 4, 4, 2, 1};
    double y = 0;
    numbers g(5, 99);
    library.find_as<void(std::size_t, std::size_t, const double*, const int*, double*, double*)>("gather")(
        5, 6, x.data(), k.data(), &y, g.data());
    const auto expected = value_and_gradient(gather, wrt<0>)(x, k);
    check_close(y, expected.value);
    check_all_close(g, expected.gradient);
}

BOOST_AUTO_TEST_CASE(extrema_and_arrays_of_results_in_c) {
    const c_library library(as_string(to_c<numbers, double>(value_and_gradient(extrema), "extrema")) +
                            as_string(to_c<numbers>(shares, "shares")) +
                            as_string(to_c<numbers, numbers>(jvp(shares), "shares_along")) +
                            as_string(to_c<numbers, numbers>(vjp(shares), "shares_back")));
    for (const std::size_t n : {1U, 2U, 9U}) {
        const numbers x = some_numbers(n), v = some_numbers(n);
        double y = 0, ga = 0;
        numbers g(n), s(n), work(2 * n);
        BOOST_TEST_REQUIRE(library.find_as<std::size_t(std::size_t)>("extrema_work_size")(n) == n);
        library.find_as<void(std::size_t, const double*, double, double*, double*, double*, double*)>("extrema")(
            n, x.data(), 0.5, &y, g.data(), &ga, work.data());
        const auto [value, gradient] = value_and_gradient(extrema)(x, 0.5);
        check_close(y, value);
        check_all_close(g, get<0>(gradient));
        check_close(ga, get<1>(gradient));

        library.find_as<void(std::size_t, const double*, double*)>("shares")(n, x.data(), s.data());
        check_all_close(s, shares(x));
        library.find_as<void(std::size_t, const double*, const double*, double*, double*)>("shares_along")(
            n, x.data(), v.data(), s.data(), g.data());
        const auto along = jvp(shares)(x, v);
        check_all_close(s, along.value);
        check_all_close(g, along.tangent);
        BOOST_TEST_REQUIRE(library.find_as<std::size_t(std::size_t)>("shares_back_work_size")(n) <= 2 * n);
        library.find_as<void(std::size_t, const double*, const double*, double*, double*, double*)>("shares_back")(
            n, x.data(), v.data(), s.data(), g.data(), work.data());
        const auto back = vjp(shares)(x, v);
        check_all_close(s, back.value);
        check_all_close(g, back.cotangent);
    }
}

BOOST_AUTO_TEST_CASE(extrema_of_rows_and_of_columns) {
    row_matrix<double> rows(2, 3);
    const double all[] = {1, 5, 2, 4, 3, 6}, expected[] = {0, 11, 0, 8, 0, 13};
    for (std::ptrdiff_t i = 0; i < 6; ++i) rows(i / 3, i % 3) = all[i];
    const auto [value, slope] = value_and_gradient(largest_both_ways)(rows);
    BOOST_TEST(value == 88);
    for (std::ptrdiff_t i = 0; i < 6; ++i) BOOST_TEST(slope(i / 3, i % 3) == expected[i]);
    const float one = 1;
    BOOST_TEST(largest_both_ways(strided(&one, 1000, 1, 0, 0)) == 1001);
    BOOST_CHECK_THROW(largest_both_ways(strided(&one, (1 << 24) + 1, 1, 0, 0)), range_error);
    const c_library library(
        as_string(to_c<row_matrix<double>>(value_and_gradient(largest_both_ways), "largest_both_ways")));
    double y = 0;
    numbers g(6), work(library.find_as<std::size_t(std::size_t, std::size_t)>("largest_both_ways_work_size")(2, 3));
    library.find_as<void(std::size_t, std::size_t, const double*, double*, double*, double*)>("largest_both_ways")(
        2, 3, all, &y, g.data(), work.data());
    BOOST_TEST(y == 88);
    check_all_close(g, numbers(expected, expected + 6));
}

// Where C++ refuses shorter ones, C has nothing to say it with but its comment.
BOOST_AUTO_TEST_CASE(c_says_how_long_a_range_is_at_least) {
    constexpr auto largest = pullback::function([](const auto& x) { return max(x); });
    constexpr auto fourth = pullback::function([](const auto& x) { return x[3] * sum(x); });
    BOOST_TEST(as_string(to_c<numbers>(largest, "f")).find("n: the length of x, at least 1\n") != std::string::npos);
    BOOST_TEST(as_string(to_c<numbers>(fourth, "f")).find("n: the length of x, at least 4\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(structs_and_arrays_lie_side_by_side_in_c) {
    using all_springs = std::vector<spring<double>>;
    using places = std::vector<place>;
    const std::string text = as_string(to_c<all_springs, place>(value_and_gradient(springs), "springs"));
    BOOST_TEST(text.substr(0, text.find(" */")) == R"(/* Made by pullback.
 * n: the length of x0
 * x0: 3 * n numbers, x0[i].length, x0[i].end[0], x0[i].end[1] for each i
 * x1[0]: x1[0]
 * x1[1]: x1[1]
 * gradient_x0: 3 * n numbers, gradient[0][i].length, gradient[0][i].end[0], gradient[0][i].end[1] for each i
 * gradient_x1[0]: gradient[1][0]
 * gradient_x1[1]: gradient[1][1]
 * What is written to overlaps with nothing else.
)");
    const c_library library(text + as_string(to_c<places>(value_and_gradient(distances), "distances")));
    const all_springs all{{0.5, {1, 2}}, {0.25, {-1, 0.5}}, {1.5, {0.125, -2}}};
    double y = 0;
    numbers g(9), by_middle(2);
    const place middle{0.3, 0.4};
    library.find_as<void(std::size_t, const double*, const double*, double*, double*, double*)>("springs")(
        3, scalars_of(all), middle.data(), &y, g.data(), by_middle.data());
    const auto [value, gradient] = value_and_gradient(springs)(all, middle);
    check_close(y, value);
    const double* const by_springs = scalars_of(get<0>(gradient));
    check_all_close(g, numbers(by_springs, by_springs + 9));
    check_all_close(by_middle, {get<1>(gradient)[0], get<1>(gradient)[1]});

    const places x{{1, 2}, {-1, 0.5}, {0.125, -2}, {3, 1}};
    const std::size_t work_size = library.find_as<std::size_t(std::size_t)>("distances_work_size")(4);
    numbers work(work_size), by_places(8);
    library.find_as<void(std::size_t, const double*, double*, double*, double*)>("distances")(
        4, scalars_of(x), &y, by_places.data(), work.data());
    const auto expected = value_and_gradient(distances)(x);
    check_close(y, expected.value);
    check_all_close(by_places, numbers(scalars_of(expected.gradient), scalars_of(expected.gradient) + 8));
}

BOOST_AUTO_TEST_CASE(single_precision_in_c) {
    using singles = std::vector<float>;
    const c_library library(as_string(to_c<singles, float>(value_and_gradient(extrema), "extrema", c_scalar<float>)));
    const singles x{0.5F, -0.25F, 1.5F, 0.75F};
    float y = 0, ga = 0;
    singles g(4), work(4);
    BOOST_TEST_REQUIRE(library.find_as<std::size_t(std::size_t)>("extrema_work_size")(4) == 4);
    library.find_as<void(std::size_t, const float*, float, float*, float*, float*, float*)>("extrema")(
        4, x.data(), 0.5F, &y, g.data(), &ga, work.data());
    const auto [value, gradient] = value_and_gradient(extrema)(x, 0.5F);
    BOOST_TEST(y == value);
    BOOST_TEST(g == get<0>(gradient), boost::test_tools::per_element());
    BOOST_TEST(ga == get<1>(gradient));
}

BOOST_AUTO_TEST_CASE(loops_in_text) {
    BOOST_TEST(as_string(to_string<numbers, double>(value_and_gradient(squares))) ==
               R"(t3 = 0
t2 = 0
for i < n:
    t1 = x0[i] - x1
    gradient[0][i] = 2 * t1
    t3 += t1
    t2 += square(t1)
value = t2
gradient[1] = -(2 * t3))");
    BOOST_TEST(as_string(to_string<numbers>(evenness)) == R"(keep t1[i]: n numbers
t2 = 0
for i < n:
    t1 = exp(x[i])
    t2 += t1
    t1[i] = t1
t3 = 0
for i < n:
    t1 = t1[i]
    t3 += square(t1 / t2)
y = t3)");
    BOOST_TEST(as_string(to_string<numbers, double>(function([](const auto& x, const auto& a) {
                   return map(x, [&](const auto& each) { return exp(each - a); });
               }))) == R"(for i < n:
    y[i] = exp(x0[i] - x1))");
    BOOST_TEST(as_string(to_string<numbers, double>(nested)) == R"(t2 = 0
for i0 < n:
    t1 = 0
    for i1 < n:
        t1 += sin(x0[i0] * x0[i1])
    t2 += exp(x1 * t1)
y = t2)");
    BOOST_TEST(as_string(to_string<numbers, integers>(value_and_gradient(gather, wrt<0>))) == R"(t1 = 0
for i < n1:
    gradient[x1[i]] += 2 * (x1[i] * x0[x1[i]])
    t1 += x1[i] * square(x0[x1[i]])
value = t1)");
    BOOST_TEST(as_string(to_string<std::vector<spring<double>>>(
                   function([](const auto& all) { return min(all, [](const auto& each) { return each.end[1]; }); }))) ==
               R"(t1 = 0
for i < n:
    t1 = i where x[i].end[1] is smallest
y = x[t1].end[1])");
}

BOOST_AUTO_TEST_CASE(sums_in_latex) {
    BOOST_TEST(as_string(to_latex<numbers>(function([](const auto& x) { return dot(x, x); }))) ==
               R"(y = \sum_{i=0}^{n-1} x_{i}^{2})");
    BOOST_TEST(as_string(to_latex<numbers, double>(value_and_gradient(squares))) == R"(\begin{aligned}
t_{1,i} &= x_{0,i} - x_{1} \\
\mathrm{gradient}_{0,i} &= 2 \, t_{1,i} \\
\mathrm{value} &= \sum_{i=0}^{n-1} t_{1,i}^{2} \\
\mathrm{gradient}_{1} &= -2 \, \left(\sum_{i=0}^{n-1} t_{1,i}\right)
\end{aligned})");
    BOOST_TEST(as_string(to_latex<numbers, double>(nested)) ==
               R"(y = \sum_{i_0=0}^{n-1} e^{x_{1} \, )"
               R"(\left(\sum_{i_1=0}^{n-1} \sin\left(x_{0,i_0} \, x_{0,i_1}\right)\right)})");
    BOOST_TEST(as_string(to_latex<numbers, integers>(function([](const auto& x, const auto& k) {
                   return sum(k, [&](const auto& i) { return x[i]; });
               }))) == R"(y = \sum_{i=0}^{n_1-1} x_{0,x_{1,i}})");
}

BOOST_AUTO_TEST_CASE(loops_as_a_graph) {
    BOOST_TEST(as_string(to_dot<numbers, double>(gradient(squares))).find("cluster_0") != std::string::npos);
    BOOST_TEST(as_string(to_dot<numbers, double>(squares)) == R"(digraph {
    node [fontname="Helvetica"];
    n0 [label="x1", shape=box];
    n1 [label="x0[i]", shape=box];
    n2 [label="-"];
    n1 -> n2;
    n0 -> n2;
    n3 [label="square"];
    n2 -> n3;
    n4 [label="sum i < n"];
    n3 -> n4;
    subgraph cluster_0 {
        label="i < n";
        n1; n2; n3;
    }
    y0 [label="y", shape=box];
    n4 -> y0;
}
)");
}
