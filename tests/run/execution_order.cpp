// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/lanes.hpp>
#include <pullback/run/joined_calls.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace engine = pullback::engine;
namespace math = pullback::math;

// The order in which instructions run and results are stored: it changes no number, only how many of them wait.

namespace {

template <class F, class... A>
using recorded_program = engine::program_of<std::remove_const_t<F>, A...>;

template <class Built>
constexpr int count_joined_calls() {
    constexpr const auto& plan = engine::run::segments_of<Built, engine::optimise::zero_results::are_stored>;
    int calls = 0;
    for (int i = 1; i <= plan.count; ++i)
        if (plan.is_joined[i]) calls += plan.end[i] - plan.end[i - 1];
    return calls;
}

using twelve = std::array<double, 12>;
constexpr twelve at{0.3, -0.5, 0.8, 1.4, -0.9, 1.1, 0.2, -1.3, 0.6, 0.45, -0.15, 2.1};

// Two layers: the six calls of the second need those of the first, and with the three sines there are too few.
constexpr auto layers = pullback::function([](const auto& x) {
    using T = typename std::remove_cvref_t<decltype(x)>::value_type;
    T sum = sin(x[0]) + sin(x[1]) + sin(x[2]);
    for (std::size_t i = 0; i < 6; ++i) sum = sum + tanh(x[i] + 2 * tanh(x[i + 6] * x[i]));
    return sum;
});
using layers_program = recorded_program<decltype(layers), twelve>;
template <class Built, engine::optimise::equal_calls Calls>
using ordered = engine::optimise::after<engine::optimise::in_best_order<Calls>, Built>;
using engine::optimise::equal_calls;
using joined_layers = ordered<layers_program, equal_calls::are_joined>;
static_assert(count_joined_calls<joined_layers>() == 12);
static_assert(count_joined_calls<ordered<layers_program, equal_calls::stay_apart>>() == 0);

// All sines, and all cosines, although a sine and a cosine of the same angle are one call where nothing is joined.
constexpr auto turns = pullback::function([](const auto& x) {
    using T = typename std::remove_cvref_t<decltype(x)>::value_type;
    T product = 1 + cos(x[0]) * sin(x[0]);
    for (std::size_t i = 1; i < 12; ++i) product = product * (cos(x[i]) + x[i] * sin(x[i]));
    return product;
});
using joined_turns = ordered<recorded_program<decltype(turns), twelve>, equal_calls::are_joined>;
static_assert(count_joined_calls<joined_turns>() == 24);

BOOST_AUTO_TEST_CASE(joined_calls_give_the_same) {
    const auto tolerance = boost::test_tools::tolerance(1e-14);
    BOOST_TEST((engine::run::evaluate_here<joined_layers, double, double>(at)) == layers(at), tolerance);
    BOOST_TEST((engine::run::evaluate_here<joined_turns, double, double>(at)) == turns(at), tolerance);
}

// As calls of functions of vectors: full ones, those that the last call fills up, and a single call.
template <class Built, class T, std::size_t Count>
void compare_in_vectors() {
    constexpr int first = [] {
        constexpr const auto& plan = engine::run::segments_of<Built, engine::optimise::zero_results::are_stored>;
        int segment = 1;
        while (!plan.is_joined[segment]) ++segment;
        return plan.end[segment - 1];
    }();
    engine::run::registers_of<Built, T> numbers{};
    for (std::size_t i = 0; i < at.size(); ++i) numbers[i] = static_cast<T>(at[i]);
    engine::run::call_in_vectors<Built, first, static_cast<int>(Count)>(numbers);
    using F = engine::row<Built::code.code[first].function>;
    for (int i = first; i < first + static_cast<int>(Count); ++i)
        BOOST_TEST(numbers[Built::code.node_of(i)] == F::value(numbers[Built::code.code[i].operands[0]]),
                   boost::test_tools::tolerance(4 * std::numeric_limits<T>::epsilon()));
}
BOOST_AUTO_TEST_CASE(joined_calls_are_calls_of_vectors) {
    static_assert(engine::run::has_vector_function<pullback::functions::sin, double> ==
                  math::has_vector_library<double>);
    static_assert(!engine::run::has_vector_function<pullback::functions::lgamma, double>);
    [&]<std::size_t... Count>(std::index_sequence<Count...>) {
        (compare_in_vectors<joined_turns, double, Count>(), ...);
        (compare_in_vectors<joined_turns, float, Count>(), ...);
    }(std::make_index_sequence<13>{});
}

// Each result needs two products, and another one needs each of these: in the order of the results most of them wait.
constexpr std::size_t partner(std::size_t i) { return (7 * i + 5) % 36; }
constexpr auto pairs = pullback::function([](const auto& x) {
    using T = typename std::remove_cvref_t<decltype(x)>::value_type;
    std::array<T, 36> products{}, results{};
    for (std::size_t i = 0; i < 36; ++i) products[i] = (x[i % 12] + 1) * x[(i / 3 + 5) % 12];
    for (std::size_t i = 0; i < 36; ++i) results[i] = products[i] - products[partner(i)];
    return results;
});
using pairs_program = recorded_program<decltype(pairs), twelve>;
using engine::optimise::operand_order;
using by_chosen_last_first = engine::optimise::by_chosen_result<equal_calls::stay_apart, operand_order::last_first>;
constexpr int chosen_pressure = engine::optimise::findings_in<by_chosen_last_first, pairs_program>.pressure;
constexpr int plain_pressure =
    engine::optimise::findings_in<engine::optimise::by_last_operand<equal_calls::stay_apart>, pairs_program>.pressure;
static_assert(plain_pressure > 100 && chosen_pressure == 0);

BOOST_AUTO_TEST_CASE(results_stay_in_their_places) {
    const auto results = pairs(at);
    const auto product = [](std::size_t k) { return (at[k % 12] + 1) * at[(k / 3 + 5) % 12]; };
    for (std::size_t i = 0; i < 36; ++i)
        BOOST_TEST(results[i] == product(i) - product(partner(i)), boost::test_tools::tolerance(1e-13));
}

template <std::size_t Size>
constexpr auto repeated_rows(const std::array<int, Size>& results) {
    return engine::run::find_repeated_rows<Size>({nullptr, 0, nullptr, 0, results.data(), Size, 10, false});
}
constexpr bool is_copy(const engine::run::row_copy& row, int from, int to, int size) {
    return row.from == from && row.to == to && row.size == size;
}

// Of two rows that are the same, one is copied; a row of three is too short.
constexpr auto repeated = repeated_rows(std::array{0, 1, 2, 3, 9, 0, 1, 2, 3, 4, 1, 2, 3, 0, 1, 2, 3, 4});
static_assert(repeated.count == 2 && is_copy(repeated.rows[0], 0, 5, 4) && is_copy(repeated.rows[1], 0, 13, 4));
static_assert(!repeated.is_copied[9] && !repeated.is_copied[10] && repeated.is_copied[16] && !repeated.is_copied[17]);
// What is copied is copied no further, and no row from what it overlaps with.
constexpr auto repeated_often = repeated_rows(std::array{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3});
static_assert(repeated_often.count == 3 && is_copy(repeated_often.rows[2], 0, 12, 4));
constexpr auto all_equal = repeated_rows(std::array{5, 5, 5, 5, 5, 5, 5, 5});
static_assert(all_equal.count == 1 && is_copy(all_equal.rows[0], 0, 4, 4));
// That which is complete first is copied first.
constexpr auto completed = repeated_rows(std::array{6, 7, 8, 9, 0, 1, 2, 3, 6, 7, 8, 9, 0, 1, 2, 3, 0});
static_assert(completed.count == 1 && is_copy(completed.rows[0], 0, 8, 8));
constexpr auto completed_apart = repeated_rows(std::array{6, 7, 8, 9, 4, 0, 1, 2, 3, 6, 7, 8, 9, 0, 1, 2, 3});
static_assert(completed_apart.count == 2 && is_copy(completed_apart.rows[0], 5, 13, 4));

using four = std::array<double, 4>;
constexpr auto third = pullback::jacobian(pullback::hessian(pullback::function([](const auto& x) {
    return x[0] * x[0] * x[1] / (x[2] + x[1] * x[3]) + x[0] * x[2] * x[3] * x[3] / (x[1] + x[2]) +
           x[1] * x[2] * x[2] / (x[0] * x[3] + 2);
})));
using third_program = typename engine::optimise::program_for<recorded_program<decltype(third), four>, double>::type;
static_assert(engine::run::repeated_rows_of<third_program>.count == 6); // j i, as i j

// A constant expression copies number by number, the processor by rows.
BOOST_AUTO_TEST_CASE(copied_rows_are_right) {
    static constexpr four x{0.7, 1.3, 0.4, 0.9};
    constexpr auto constant = third(x);
    const auto computed = third(x);
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            for (std::size_t k = 0; k < 4; ++k) {
                BOOST_TEST(computed[i][j][k] == constant[i][j][k], boost::test_tools::tolerance(1e-13));
                BOOST_TEST(computed[i][j][k] == computed[j][i][k]);
                BOOST_TEST(computed[i][j][k] == computed[k][j][i]);
            }
}

} // namespace
