// SPDX-License-Identifier: BSL-1.0
#include <pullback/derivative/gradient.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/static_function/generic_function.hpp>

#include <boost/math/special_functions.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <limits>

// The rules of all rows of the table called with numbers, as the run-time graph calls them, give what the
// programs recorded from them give: for a built-in type, and for a class type with expression templates.

namespace {

using lazy_number =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_on>;

template <class T>
bool agree(const T& a, const T& b) {
    using std::abs;
    return (a != a && b != b) || a == b || abs(a - b) <= 8 * std::numeric_limits<T>::epsilon() * abs(b);
}

template <class Row, class T, std::size_t... I>
void check_row(const std::array<T, 3>& x, std::index_sequence<I...>) {
    const T y = Row::value(x[I]...);
    constexpr auto recorded = pullback::function([](const auto& u) { return Row{}(u[I]...); });
    const std::array<T, sizeof...(I)> argument{x[I]...};
    BOOST_CHECK_MESSAGE(agree(recorded(argument), y),
                        Row::name << " is " << recorded(argument) << ", recorded, and " << y);
    const auto gradient = pullback::gradient(recorded)(argument);
    std::array<T, sizeof...(I)> called;
    if constexpr (sizeof...(I) == 1) called[0] = Row::pullback(x[I]..., y, T(1));
    else called = Row::pullback(x[I]..., y, T(1));
    for (std::size_t i = 0; i < sizeof...(I); ++i)
        BOOST_CHECK_MESSAGE(agree(called[i], gradient[i]),
                            Row::name << ", adjoint " << i << ": recorded " << gradient[i] << ", called " << called[i]);
}

template <class T>
void check_table(const std::array<T, 3>& x) {
    pullback::functions::table::for_each([&]<class Row>(Row) {
        if constexpr (Row::facts.result == pullback::value_kind::number &&
                      Row::facts.operands[0] == pullback::value_kind::number)
            check_row<Row>(x, std::make_index_sequence<Row::arity>{});
    });
}

} // namespace

BOOST_AUTO_TEST_CASE(built_in_type) {
    check_table(std::array{0.75, 0.5, 2.});
    check_table(std::array{3., 1.5, 2.}); // outside the domain of some
    check_table(std::array{0., 0., 0.});
    const auto [a, b] = pullback::functions::select::pullback(true, 1., 2., 1., 3.);
    BOOST_CHECK_EQUAL(a, 3);
    BOOST_CHECK_EQUAL(b, 0);
}

BOOST_AUTO_TEST_CASE(class_type_with_expression_templates) {
    check_table(std::array{lazy_number(0.75), lazy_number(0.5), lazy_number(2)});
}
