// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/print/number.hpp>
#include <pullback/print/string.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

using pullback::engine::print_style;

namespace {

constexpr auto x = pullback::variable<"x">;

template <class T>
struct box {
    T width;
    std::array<T, 2> size;
};

std::string number(long double value, print_style style) {
    char characters[64]{};
    pullback::engine::text_writer out(characters);
    pullback::engine::write_number(out, pullback::engine::number_for(value, style), style);
    return {characters, out.size()};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_text_goes_where_strings_go) {
    constexpr auto y = square(exp(x));
    const std::string converted = to_string(y);
    std::string assigned;
    assigned = to_string(y);
    std::ostringstream stream;
    stream << "[" << to_string(y) << "]" << 1;
    BOOST_TEST(to_string(y) == "square(exp(x))");
    BOOST_TEST(converted == "square(exp(x))");
    BOOST_TEST(assigned == converted);
    BOOST_TEST(std::string(to_string(y)) == converted);
    BOOST_TEST(stream.str() == "[square(exp(x))]1");
    BOOST_TEST(std::strcmp(to_string(y).c_str(), converted.c_str()) == 0);
    BOOST_TEST((to_string(y) == std::string_view("square(exp(x))")));
    std::string letters;
    for (const char letter : to_string(x)) letters += letter;
    BOOST_TEST(letters == "x");
}

BOOST_AUTO_TEST_CASE(formulas_and_their_derivatives_go_to_streams_as_their_texts) {
    using namespace pullback::literals;
    constexpr auto y = pullback::variable<"y">;
    constexpr auto f = x * y;
    const auto printed = [](const auto& what) {
        std::ostringstream stream;
        stream << "[" << what << "]";
        return stream.str();
    };
    BOOST_TEST(printed(x) == "[x]");
    BOOST_TEST(printed(2.5_c) == "[2.5]");
    BOOST_TEST(printed(f) == "[x * y]");
    BOOST_TEST(printed(3 * x) == "[x * c0]");
    BOOST_TEST(printed(gradient(f)) == "[result[x] = y\nresult[y] = x]");
    BOOST_TEST(printed(value_and_gradient(f)) == "[" + std::string(to_string(value_and_gradient(f))) + "]");
    BOOST_TEST(printed(pullback::derivative<2>(sin(x))) == "[-sin(x)]");
    BOOST_TEST(printed(hessian(f)) == "[" + std::string(to_string(hessian(f))) + "]");

    // A temporary stream, one of wide characters, and the stream itself is what is returned.
    BOOST_TEST((std::ostringstream() << sin(x)).str() == "sin(x)");
    std::wostringstream wide;
    wide << sin(x);
    BOOST_TEST((wide.str() == L"sin(x)"));
    std::ostringstream narrow;
    BOOST_TEST(&(narrow << f) == &narrow);

    // For what has no names of its arguments the text of some types is asked for.
    const auto product = pullback::function([](const auto& a, const auto& b) { return a * b; });
    BOOST_TEST(printed(pullback::to_string<double, double>(product)) == "[x0 * x1]");
}

BOOST_AUTO_TEST_CASE(derivatives_by_several_arguments_go_to_streams) {
    constexpr auto y = pullback::variable<"y">;
    const auto printed = [](const auto& what) {
        std::ostringstream stream;
        stream.precision(3);
        stream << "[" << what << "]";
        return stream.str();
    };
    BOOST_TEST(printed(gradient(x * y)(2., 3.)) == "[(3, 2)]");
    BOOST_TEST(printed(hessian(x * x * y)(2., 3.)) == "[((6, 4), (4, 0))]");
    BOOST_TEST(printed(value_and_gradient(x * y / 3)(2., 3.)) == "[(2, (1, 0.667))]"); // with the stream's precision

    constexpr auto f = pullback::function([](const auto& q, const auto& t) { return std::array{q[0] * t, q[1] + t}; });
    const std::array q{1., 2.}, v{1., 0.};
    BOOST_TEST(printed(jacobian(f)(q, 3.)) == "[[([3, 0], 1), ([0, 1], 1)]]");
    BOOST_TEST(printed(value_and_jacobian(f, pullback::wrt<1>)(q, 3.)) == "[([3, 5], [1, 1])]");
    BOOST_TEST(printed(jvp(f)(q, 3., v, 1.)) == "[([3, 5], [4, 1])]");
    BOOST_TEST(printed(vjp(f)(q, 3., v)) == "[([3, 5], ([3, 0], 1))]");

    constexpr auto volume = pullback::function([](const auto& b, const auto& s) { return b.width * b.size[0] * s; });
    BOOST_TEST(printed(gradient(volume)(box<float>{4, {2, 1}}, 3.F)) == "[([6, 12, 0], 8)]");

    std::ostringstream narrow;
    BOOST_TEST(&(narrow << gradient(x * y)(2., 3.)) == &narrow);
}

BOOST_AUTO_TEST_CASE(printed_numbers_read_back) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t bits = random();
        double value;
        std::memcpy(&value, &bits, sizeof value);
        if (i % 3 == 1) value = std::ldexp(static_cast<double>(bits), -static_cast<int>(bits % 90));
        if (i % 3 == 2) value = std::ldexp(1., static_cast<int>(bits % 2098) - 1074);
        if (!std::isfinite(value)) continue;
        const std::string text = number(value, print_style::text), in_c = number(value, print_style::c_double);
        BOOST_TEST_REQUIRE(std::strtod(text.c_str(), nullptr) == value);
        BOOST_TEST_REQUIRE(std::strtod(in_c.c_str(), nullptr) == value);
        const auto single = static_cast<float>(std::fmod(value, 1e30));
        BOOST_TEST_REQUIRE(std::strtof(number(single, print_style::c_float).c_str(), nullptr) == single);
        const long double wide = value * (1 + 0x1p-60L);
        if (i % 16 == 0) BOOST_TEST_REQUIRE(std::strtold(number(wide, print_style::text).c_str(), nullptr) == wide);

        // No shorter one reads back.
        char shorter[64];
        const int digits = pullback::engine::to_decimal(static_cast<long double>(value)).count;
        std::snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
        if (digits > 1) BOOST_TEST_REQUIRE(std::strtod(shorter, nullptr) != value);
    }
    for (const long double value :
         {std::numeric_limits<long double>::max(), std::numeric_limits<long double>::denorm_min(), 1e4000L})
        BOOST_TEST(std::strtold(number(value, print_style::text).c_str(), nullptr) == value);
}

BOOST_AUTO_TEST_CASE(numbers_in_each_style) {
    const long double infinity = std::numeric_limits<long double>::infinity();
    const long double nan = std::numeric_limits<long double>::quiet_NaN();
    BOOST_TEST(number(0, print_style::text) == "0");
    BOOST_TEST(number(0, print_style::c_double) == "0.0");
    BOOST_TEST(number(-0.0, print_style::text) == "-0");
    BOOST_TEST(number(-0.0, print_style::c_double) == "-0.0");
    BOOST_TEST(number(-1e-60, print_style::c_float) == "-0.0f");
    BOOST_TEST(number(-7, print_style::c_float) == "-7.0f");
    BOOST_TEST(number(0.1, print_style::c_float) == "0.1f");
    BOOST_TEST(number(1e22L, print_style::c_double) == "1e22");
    BOOST_TEST(number(0.1L, print_style::text) == "0.1");
    BOOST_TEST(number(1 / 3.L, print_style::c_double) == "0.3333333333333333");
    BOOST_TEST(number(9007199254740993.L, print_style::text) == "9007199254740993");
    BOOST_TEST(number(-1.5e-9, print_style::latex) == "-1.5 \\cdot 10^{-9}");
    BOOST_TEST(number(1e-9, print_style::latex) == "10^{-9}");
    BOOST_TEST(number(infinity, print_style::text) == "inf");
    BOOST_TEST(number(-infinity, print_style::c_double) == "-INFINITY");
    BOOST_TEST(number(1e39L, print_style::c_float) == "INFINITY");
    BOOST_TEST(number(infinity, print_style::latex) == "\\infty");
    BOOST_TEST(number(nan, print_style::text) == "nan");
    BOOST_TEST(number(nan, print_style::c_double) == "NAN");
}
