// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

// Results that go into memory of the caller, against those that are returned.

namespace {

using namespace pullback;

template <class T>
struct state {
    T position;
    std::array<T, 2> velocity;
};

constexpr auto energy = function([](const auto& x, const auto& s) { return x[0] * exp(s * x[1]) + square(x[2]); });
constexpr auto turned = function([](const auto& x, const auto& s) {
    return std::array{x[0] * sin(s), x[1] * cos(s) + x[2], x[0] * x[1], x[2] / s};
});
constexpr auto moved = function([](const auto& at, const auto& time) {
    auto next = at;
    next.position = at.position + time * at.velocity[0];
    next.velocity[0] = at.velocity[0] - time * sin(at.position);
    return next;
});

const std::array x{1.5, -0.5, 2.0};
constexpr double s = 0.75;

template <class Jacobian>
std::array<double, 16> numbers_of(const Jacobian& jacobian) {
    std::array<double, 16> numbers{};
    copy_to(jacobian, numbers.data());
    return numbers;
}

template <class A, class B>
void check_equal(const A& a, const B& b) {
    BOOST_TEST(a == b, boost::test_tools::per_element());
}

// A place for results that is nothing else.
struct recorder {
    std::vector<double> numbers;
};

} // namespace

template <>
struct pullback::destination<recorder> {
    using scalar = double;
    static double& at(recorder& place, std::ptrdiff_t i) { return place.numbers[static_cast<std::size_t>(i)]; }
    static std::size_t size(const recorder& place) { return place.numbers.size(); }
};

BOOST_AUTO_TEST_CASE(each_part_of_a_result_has_a_destination) {
    const auto [value, gradient] = value_and_gradient(energy)(x, s);
    const auto [by_x, by_s] = gradient;
    double v = 0, slope_s = 0, in_array[3], all[4];
    std::array<double, 3> slope_x{};
    value_and_gradient(energy).into(v, slope_x, slope_s)(x, s);
    BOOST_TEST(v == value);
    check_equal(slope_x, by_x);
    BOOST_TEST(slope_s == by_s);
    value_and_gradient(energy).into(&v, in_array, &slope_s)(x, s);
    check_equal(in_array, by_x);
    pullback::gradient(energy).into(all)(x, s);
    check_equal(std::span(all).first(3), by_x);
    BOOST_TEST(all[3] == by_s);
    pullback::gradient(energy).into(std::span<double, 3>(all + 1, 3), all[0])(x, s);
    check_equal(std::span(all).last(3), by_x);
    std::vector<double> vector(3);
    pullback::gradient(energy, wrt<0>).into(vector)(x, s);
    check_equal(vector, by_x);
    recorder mine{std::vector<double>(3)};
    pullback::gradient(energy, wrt<0>).into(mine)(x, s);
    check_equal(mine.numbers, by_x);
    energy.into(v)(x, 2 * s);
    BOOST_TEST(v == energy(x, 2 * s));
    auto whole = value_and_gradient(energy)(x, 2 * s);
    value_and_gradient(energy).into(whole)(x, s);
    BOOST_TEST(whole.value == value);
    check_equal(get<0>(whole.gradient), by_x);
}

BOOST_AUTO_TEST_CASE(matrices_are_written_by_rows_or_columns) {
    const auto expected = jacobian(turned)(x, s);
    const auto in_order = numbers_of(expected);
    double rows[16]{}, columns[16]{}, by_x[12], by_s[4], table[4][3];
    jacobian(turned).into(rows)(x, s);
    check_equal(rows, in_order);
    jacobian(turned).into(column_major(columns))(x, s);
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t k = 0; k < 4; ++k) BOOST_TEST(columns[k * 4 + i] == rows[i * 4 + k]);
    // A block for each argument, as a solver takes them.
    jacobian(turned).into(&by_x[0], by_s)(x, s);
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t k = 0; k < 3; ++k) BOOST_TEST(by_x[i * 3 + k] == rows[i * 4 + k]);
        BOOST_TEST(by_s[i] == rows[i * 4 + 3]);
    }
    std::array<double, 4> values{};
    value_and_jacobian(turned, wrt<0>).into(values, table)(x, s);
    check_equal(values, turned(x, s));
    for (std::size_t i = 0; i < 4; ++i) check_equal(table[i], std::span(by_x).subspan(i * 3, 3));
    double second[9];
    hessian(energy, wrt<0>).into(second)(x, s);
    const auto H = hessian(energy, wrt<0>)(x, s);
    for (std::size_t i = 0; i < 9; ++i) BOOST_TEST(second[i] == H[i / 3][i % 3]);
}

BOOST_AUTO_TEST_CASE(products_are_written_in_place) {
    const std::array v{0.25, -1.0, 3.0};
    double value = 0, tangent = 0, product[3];
    jvp(energy, wrt<0>).into(value, tangent)(x, s, v);
    const auto along = jvp(energy, wrt<0>)(x, s, v);
    BOOST_TEST(value == along.value);
    BOOST_TEST(tangent == along.tangent);
    hvp(energy, wrt<0>).into(product)(x, s, v);
    check_equal(product, hvp(energy, wrt<0>)(x, s, v));
    std::array<double, 4> image{};
    const std::array w{1.0, 2.0, 3.0, 4.0};
    vjp(turned).into(image, product, value)(x, s, w);
    const auto back = vjp(turned)(x, s, w);
    check_equal(image, back.value);
    check_equal(product, get<0>(back.cotangent));
    BOOST_TEST(value == get<1>(back.cotangent));
}

BOOST_AUTO_TEST_CASE(formulas_and_compositions_are_written_in_place) {
    constexpr auto a = variable<"a">;
    constexpr auto b = variable<"b">;
    const double factor = x[2];
    constexpr auto scaled = function([](const auto& p, const auto& q) { return p * sin(q); });
    constexpr auto product = scaled(a, b);
    double value = 0, by_a = 0, by_b = 0, both[2];
    value_and_gradient(factor * product).into(value, by_a, by_b)(1.5, 0.5);
    const auto expected = value_and_gradient(factor * product)(1.5, 0.5);
    BOOST_TEST(value == expected.value);
    BOOST_TEST(by_a == expected.gradient[a]);
    BOOST_TEST(by_b == expected.gradient[b]);
    gradient(product).into(both)(b = 0.5, a = 1.5);
    BOOST_TEST(both[0] == gradient(product)(1.5, 0.5)[a]);
    BOOST_TEST(both[1] == gradient(product)(1.5, 0.5)[b]);
}

BOOST_AUTO_TEST_CASE(structs_may_be_overwritten_by_what_is_made_of_them) {
    state<double> at{0.5, {1.0, 2.0}};
    const state<double> expected = moved(at, 0.1);
    moved.into(at)(at, 0.1); // read before it is written
    BOOST_TEST(at.position == expected.position);
    check_equal(at.velocity, expected.velocity);
    std::array<double, 4> numbers{1, 2, 3, 0.5};
    constexpr auto reversed = function([](const auto& n) { return std::array{n[3], n[2], n[1] * n[0], n[0]}; });
    const auto wanted = reversed(numbers);
    reversed.into(numbers)(numbers);
    check_equal(numbers, wanted);
    reversed.into(numbers[0], numbers[1], numbers[2], numbers[3])(numbers);
    check_equal(numbers, reversed(wanted));
}

BOOST_AUTO_TEST_CASE(bodies_of_other_functions_write_in_place) {
    constexpr auto outer = function([](const auto& n) {
        auto sum = n[0], product = n[0];
        constexpr auto inner = function([](const auto& a, const auto& b) { return std::array{a + b, a * b}; });
        inner.into(sum, product)(n[1], n[2]);
        return sum * product;
    });
    BOOST_TEST(outer(x) == (x[1] + x[2]) * (x[1] * x[2]));
    BOOST_TEST(gradient(outer)(x)[0] == 0);
}

BOOST_AUTO_TEST_CASE(constant_expressions_write_in_place) {
    constexpr auto both = [] {
        double value = 0;
        std::array<double, 3> slope{};
        value_and_gradient(energy, wrt<0>).into(value, slope)(std::array{1.0, 0.0, 2.0}, 1.0);
        return std::array{value, slope[0], slope[1], slope[2]};
    }();
    check_equal(both, (std::array<double, 4>{5, 1, 1, 4}));
}

namespace {

// A tridiagonal Jacobian, most of whose numbers are 0, and many instructions.
constexpr auto smoothed = function([](const auto& n) {
    auto next = n;
    for (std::size_t i = 1; i + 1 < n.size(); ++i) next[i] = n[i - 1] * n[i] + sin(n[i + 1]);
    return next;
});

} // namespace

BOOST_AUTO_TEST_CASE(zeros_are_written_too) {
    std::array<double, 40> n{};
    for (std::size_t i = 0; i < n.size(); ++i) n[i] = 0.1 * static_cast<double>(i);
    const auto expected = jacobian(smoothed)(n);
    std::vector<double> rows(1600, 7), columns(1600, 7);
    jacobian(smoothed).into(rows.data())(n);
    jacobian(smoothed).into(column_major(columns.data()))(n);
    for (std::size_t i = 0; i < 40; ++i)
        for (std::size_t k = 0; k < 40; ++k) {
            BOOST_TEST_REQUIRE(rows[i * 40 + k] == expected[i][k]);
            BOOST_TEST_REQUIRE(columns[k * 40 + i] == expected[i][k]);
        }
}

namespace {

constexpr auto deviation = function([](const auto& data, const auto& a) {
    const auto centre = mean(data);
    return sqrt(mean(data, [&](const auto& each) { return square(each - centre); }) + square(a));
});
constexpr auto nested = function([](const auto& data, const auto& a) {
    return sum(data, [&](const auto& p) { return exp(a * sum(data, [&](const auto& q) { return sin(p * q); })); });
});
constexpr auto lengths = function([](const auto& points, const auto& a) {
    return map(points, [&](const auto& p) { return std::array{a * (p[0] * p[0] + p[1] * p[1]), p[0] * p[1]}; });
});
constexpr auto gathered =
    function([](const auto& data, const auto& k) { return sum(k, [&](const auto& i) { return square(data[i]); }); });

const std::vector<double> data{0.5, -1, 2, 0.25, 3};

template <class Act>
std::string error_of(Act act) {
    try {
        act();
    } catch (const range_error& error) {
        return error.what();
    }
    return "none";
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_by_ranges_go_to_memory_of_the_caller) {
    const auto [value, gradient] = value_and_gradient(deviation)(data, 0.5);
    const auto [by_data, by_a] = gradient;
    std::vector<double> slope(5, 7);
    double v = 0, slope_a = 0;
    value_and_gradient(deviation).into(v, slope, slope_a)(data, 0.5);
    BOOST_TEST(v == value);
    check_equal(slope, by_data);
    BOOST_TEST(slope_a == by_a);
    double plain[5];
    value_and_gradient(deviation).into(v, plain, slope_a)(std::span(data), 0.5);
    check_equal(plain, by_data);
    value_and_gradient(deviation).into(v, slope.data(), slope_a)(std::span(data).first(3), 0.5);
    check_equal(std::span(slope).first(3), get<0>(pullback::gradient(deviation)(std::span(data).first(3), 0.5)));
    recorder mine{std::vector<double>(5)};
    value_and_gradient(deviation).into(v, mine, slope_a)(data, 0.5);
    check_equal(mine.numbers, by_data);
    deviation.into(v)(data, 2.0);
    BOOST_TEST(v == deviation(data, 2.0));
}

// They are written when the data have been read.
BOOST_AUTO_TEST_CASE(results_of_fixed_size_may_lie_in_data) {
    const auto [value, gradient] = value_and_gradient(deviation)(data, 0.5);
    for (std::size_t i = 0; i + 1 < data.size(); ++i) {
        std::vector<double> all = data, slope(all.size());
        value_and_gradient(deviation).into(all[i], slope, all[i + 1])(all, 0.5);
        BOOST_TEST(all[i] == value);
        BOOST_TEST(all[i + 1] == get<1>(gradient));
        check_equal(slope, get<0>(gradient));
    }
}

BOOST_AUTO_TEST_CASE(gathers_add_to_zeros) {
    const std::vector<int> k{4, 0, 4, 4};
    std::vector<double> slope(5, 7);
    gradient(gathered, wrt<0>).into(slope)(data, k);
    check_equal(slope, (std::vector<double>{1, 0, 0, 0, 18}));
}

BOOST_AUTO_TEST_CASE(elements_that_no_loop_reaches_are_zero) {
    constexpr auto first = function([](const auto& all) { return square(all[0]); });
    constexpr auto beginning = function([](const auto& all, const auto& some) {
        return sum(indices(some), [&](const auto& i) { return square(all[i]); });
    });
    const std::vector<double> expected{1, 0, 0, 0, 0}, as_long_as(1);
    std::vector<double> slope(5, 7);
    gradient(first).into(slope)(data);
    BOOST_TEST(slope == expected, boost::test_tools::per_element());
    slope.assign(5, 7);
    gradient(beginning, wrt<0>).into(slope)(data, as_long_as);
    BOOST_TEST(slope == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(arrays_of_results_go_to_memory_of_the_caller) {
    const std::vector<std::array<double, 2>> points{{1, 2}, {3, 4}, {5, 6}};
    const auto expected = lengths(points, 0.5);
    std::vector<std::array<double, 2>> same(3);
    lengths.into(same)(points, 0.5);
    check_equal(same[2], expected[2]);
    double rows[6], columns[6];
    lengths.into(rows)(points, 0.5);
    lengths.into(column_major(columns))(points, 0.5);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 2; ++k) {
            BOOST_TEST(rows[i * 2 + k] == expected[i][k]);
            BOOST_TEST(columns[k * 3 + i] == expected[i][k]);
        }
    const auto along = jvp(lengths, wrt<0>)(points, 0.5, points);
    double value[6];
    jvp(lengths, wrt<0>).into(value, rows)(points, 0.5, points);
    BOOST_TEST(value[5] == expected[2][1]);
    BOOST_TEST(rows[4] == along.tangent[2][0]);
}

BOOST_AUTO_TEST_CASE(work_memory_is_given_or_allocated) {
    const auto f = value_and_gradient(nested);
    BOOST_TEST(work_size(value_and_gradient(deviation), data, 0.5) == 0);
    BOOST_TEST(work_size(energy, x, s) == 0);
    const auto size = work_size(f, data, 0.5);
    BOOST_TEST(size > 0);
    BOOST_TEST(work_size(f, std::span(data).first(0), 0.5) == 0);
    const auto [value, gradient] = f(data, 0.5);
    std::vector<double> memory(static_cast<std::size_t>(size), 7), slope(5);
    double v = 0, slope_a = 0;
    f.into(v, slope, slope_a).using_workspace(memory)(data, 0.5);
    BOOST_TEST(v == value);
    check_equal(slope, get<0>(gradient));
    BOOST_TEST(slope_a == get<1>(gradient));
    f.using_workspace(std::span(memory)).into(v, slope, slope_a)(data, 0.5);
    check_equal(slope, get<0>(gradient));
    BOOST_TEST(f.using_workspace(memory)(data, 0.5).value == value);
    BOOST_TEST(energy.using_workspace(memory)(x, s) == energy(x, s));
    v = 7;
    BOOST_TEST(error_of([&] { f.into(v, slope, slope_a).using_workspace(std::span(memory).first(3))(data, 0.5); }) ==
               "f.using_workspace(memory)(x...): f keeps 10 numbers, and memory has 3; give as many as "
               "work_size(f, x...) says");
    BOOST_TEST(v == 7);
    slope.assign(20, 7);
    BOOST_TEST(error_of([&] { f.into(v, std::span(slope).first(5), slope_a).using_workspace(slope)(data, 0.5); }) ==
               "f.using_workspace(memory)(x...): memory overlaps an argument or a destination, which f would write "
               "over; give memory of its own");
    BOOST_TEST(error_of([&] { f.using_workspace(slope)(std::span(slope).last(11), 0.5); }) != "none");
    BOOST_TEST(slope[0] == 7);
    BOOST_TEST(error_of([&] {
                   f.into(v, std::span(slope).last(5), slope_a).using_workspace(std::span(slope).first(15))(data, 0.5);
               }) == "none");
}

BOOST_AUTO_TEST_CASE(destinations_that_do_not_fit_are_errors_before_anything_is_written) {
    std::vector<double> slope(4, 7), same = data;
    double v = 7, slope_a = 7;
    const auto f = value_and_gradient(deviation);
    BOOST_TEST(error_of([&] { f.into(v, slope, slope_a)(data, 0.5); }) ==
               "f.into(results...)(x...): result 1 has 5 elements, and its destination 4; give it as many");
    BOOST_TEST(error_of([&] { f.into(v, same, slope_a)(same, 0.5); }) ==
               "f.into(results...)(x...): a destination overlaps argument 0, so that a number would be read after it "
               "was overwritten; give memory of its own");
    BOOST_TEST(error_of([&] { f.into(v, same.data() + 4, slope_a)(same, 0.5); }) != "none");
    BOOST_TEST(error_of([&] { f.into(v, same.data() + 1, slope_a)(std::span(same).first(1), 0.5); }) == "none");
    // One element between those of another column, and a matrix whose rows go down.
    double table[12]{};
    constexpr auto products =
        function([](const auto& p, const auto& q) { return map(p, [&](const auto& each) { return each * sum(q); }); });
    BOOST_TEST(error_of([&] { products.into(table + 1)(std::span(data).first(1), strided(table, 4, 3)); }) == "none");
    BOOST_TEST(error_of([&] { products.into(table + 3)(std::span(data).first(1), strided(table, 4, 3)); }) != "none");
    constexpr auto squares =
        function([](const auto& m) { return map(m, [](const auto& row) { return squared_norm(row); }); });
    BOOST_TEST(error_of([&] { squares.into(strided(table + 2, 2, 3))(strided(table, 2, 3, 1, 3)); }) == "none");
    BOOST_TEST(error_of([&] { squares.into(strided(table + 1, 2, 3))(strided(table, 2, 3, 1, 3)); }) != "none");
    BOOST_TEST(error_of([&] { squares.into(table + 10)(strided(table + 8, 2, 4, -4, 1)); }) != "none");
    BOOST_TEST(error_of([&] { squares.into(table + 2)(strided(table + 8, 2, 4, -4, 1)); }) == "none");
    constexpr auto both = function([](const auto& p, const auto& q) { return dot(p, q); });
    std::vector<double> out(6);
    BOOST_TEST(error_of([&] { gradient(both).into(out.data(), out.data() + 1)(data, data); }) ==
               "f.into(results...)(x...): a destination overlaps another destination, so that a number would be read "
               "after it was overwritten; give memory of its own");
    v = 7;
    BOOST_TEST(error_of([&] { f.into(v, same, slope_a)(same, 0.5); }) != "none");
    check_equal(slope, (std::vector<double>(4, 7)));
    BOOST_TEST(v == 7);
    BOOST_TEST(error_of([&] { gradient(energy, wrt<0>).into(slope)(x, s); }) ==
               "f.into(results...)(x...): result 0 has 3 elements, and its destination 4; give it as many");
}

BOOST_AUTO_TEST_CASE(destinations_that_overlap_each_other_are_errors) {
    const std::string shared =
        "f.into(results...)(x...): a destination overlaps another destination, so that a number "
        "would be read after it was overwritten; give memory of its own";
    constexpr auto f = function([](const auto& p, const auto& a, const auto& b) {
        return sum(p, [&](const auto& each) { return a * exp(b[1] * each) + b[0] * a; });
    });
    double memory[40];
    std::fill(std::begin(memory), std::end(memory), 7.0);
    double* const all = memory;
    const std::array<double, 2> b{0.5, 0.25};
    const auto g = value_and_gradient(f);
    BOOST_TEST(error_of([&] { g.into(all[2], all, all[6], all + 7)(data, 0.5, b); }) == shared); // in the array
    BOOST_TEST(error_of([&] { g.into(all[8], all, all[6], all + 7)(data, 0.5, b); }) == shared); // in one of two
    BOOST_TEST(error_of([&] { g.into(all[5], all, all[5], all + 7)(data, 0.5, b); }) == shared);
    BOOST_TEST(error_of([&] { g.into(all[5], all, all[6], all + 4)(data, 0.5, b); }) == shared);
    BOOST_TEST(error_of([&] { g.into(all[5], all, all[9], all + 6)(data, 0.5, b); }) == "none");
    BOOST_TEST(error_of([&] { g.into(all[6], strided(all + 5, 5, 2), all[8], all)(data, 0.5, b); }) == "none");
    BOOST_TEST(error_of([&] { g.into(all[6], strided(all + 5, 5, 2), all[9], all)(data, 0.5, b); }) == shared);
    constexpr auto energy_of = function([](const auto& p) { return square(sum(p)) + squared_norm(p); });
    const auto slope_and_matrix = value_and_jacobian(gradient(energy_of));
    std::fill(std::begin(memory), std::end(memory), 7.0);
    BOOST_TEST(error_of([&] { slope_and_matrix.into(all + 24, all)(data); }) == shared);
    BOOST_TEST(memory[0] == 7);
    BOOST_TEST(error_of([&] { slope_and_matrix.into(all + 25, all)(data); }) == "none");
    std::array<double, 5> slope{};
    double matrix[25]{};
    slope_and_matrix.into(slope, matrix)(data);
    BOOST_TEST(slope[0] == memory[25]);
    BOOST_TEST(matrix[24] == memory[24]);
    BOOST_TEST(error_of([&] { slope_and_matrix.into(slope, slope)(data); }) != "none");
    // The slope as the last column of a matrix of six.
    BOOST_TEST(error_of([&] { slope_and_matrix.into(strided(all + 5, 5, 6), strided(all, 5, 5, 6, 1))(data); }) ==
               "none");
    BOOST_TEST(error_of([&] { slope_and_matrix.into(strided(all + 4, 5, 6), strided(all, 5, 5, 6, 1))(data); }) ==
               shared);
}

BOOST_AUTO_TEST_CASE(the_only_row_of_a_jacobian_is_divided_by_arguments) {
    constexpr auto f = pullback::function([](const auto& b, const auto& c) { return b * c[0] * c[1]; });
    double value = 0, by_a = 0, by_x[2] = {};
    double *const first = &by_a, *const second = &by_x[0];
    pullback::value_and_jacobian(f).into(value, first, second)(2.0, std::array{3.0, 5.0});
    BOOST_TEST(value == 30);
    BOOST_TEST(by_a == 15);
    BOOST_TEST(by_x[0] == 10);
    BOOST_TEST(by_x[1] == 6);
}
