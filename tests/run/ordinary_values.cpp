// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <type_traits>
#include <utility>

// What must hold with every flag, -ffast-math too: at ordinary points each function of the table and its derivatives
// are at run time, by the standard library, what the compiler computes by code of this library. (That is compared with
// 50 digits elsewhere.)

namespace {

using pullback::function;
using pullback::value_and_gradient;

// Read at run time, so that the compiler leaves something to compute.
template <std::size_t N>
std::array<double, N> read(const std::array<double, N>& values) {
    std::array<double, N> result{};
    for (std::size_t i = 0; i < N; ++i) {
        volatile double hidden = values[i];
        result[i] = hidden;
    }
    return result;
}

template <class Row, std::size_t... I>
constexpr auto make(std::index_sequence<I...>) {
    return value_and_gradient(function([](const auto& u) { return Row{}(u[I]...); }));
}

// Of the usual point, or where that is not in the domain of another one, as many numbers as the function takes.
template <class Row, std::size_t... I>
constexpr std::array<double, sizeof...(I)> point(std::index_sequence<I...>) {
    constexpr bool has_other_domain =
        std::is_same_v<Row, pullback::functions::acosh> || std::is_same_v<Row, pullback::functions::polygamma>;
    constexpr double usual[] = {0.75, 0.5, 2}, other[] = {3, 1.5, 2};
    return {(has_other_domain ? other : usual)[I]...};
}

void check(const char* name, const char* what, double got, double wanted) {
    BOOST_CHECK_MESSAGE(std::abs(got - wanted) <= 1e-13 * (1 + std::abs(wanted)),
                        name << ", " << what << ": " << got << " instead of " << wanted);
}

template <class Row>
void check_row() {
    constexpr std::make_index_sequence<Row::arity> indices;
    constexpr auto f = make<Row>(indices);
    constexpr auto at = point<Row>(indices);
    constexpr auto wanted = f(at);
    const auto got = f(read(at));
    check(Row::name, "value", got.value, wanted.value);
    for (std::size_t i = 0; i < at.size(); ++i) check(Row::name, "derivative", got.gradient[i], wanted.gradient[i]);
}

} // namespace

BOOST_AUTO_TEST_CASE(functions_of_the_table) {
    int count = 0;
    pullback::functions::table::for_each([&]<class Row>(Row) {
        if constexpr (Row::facts.result == pullback::value_kind::truth ||
                      Row::facts.operands[0] == pullback::value_kind::truth) {
        } else {
            check_row<Row>();
            ++count;
        }
    });
    BOOST_TEST(count >= 50);
}
