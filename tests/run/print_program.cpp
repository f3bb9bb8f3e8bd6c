// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/print/program.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdlib>
#include <limits>
#include <sstream>
#include <string>

namespace engine = pullback::engine;

namespace {

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

template <class F, class... Arguments>
void expect_text(const F&, const std::string& text) {
    using program = engine::program_of<F, Arguments...>;
    BOOST_TEST(std::string(engine::to_string<program>()) == text);
    std::ostringstream stream;
    stream << program::code.view();
    BOOST_TEST(stream.str() == text);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_program_is_printed_by_its_nodes) {
    static_assert(engine::to_string<engine::program_of<decltype(square(x))>>() == "n1 = square(x0)\nresult n1\n");
    // A plain number in a formula is an input after its variables.
    expect_text(select(x < y, x, 2 * y),
                "n3 = less(x0, x1)\nn4 = multiply(x1, x2)\nn5 = select(n3, x0, n4)\nresult n5\n");
}

BOOST_AUTO_TEST_CASE(several_results_and_literals) {
    constexpr auto f =
        pullback::function([](const auto& a) { return std::array{a[0], a[1] * 0.25 + 1e-30, a[0] * 0}; });
    expect_text<decltype(f), std::array<double, 2>>(f,
                                                    "n2 = multiply(0.25, x1)\nn3 = add(1e-30, n2)\nresult x0, n3, 0\n");
}

BOOST_AUTO_TEST_CASE(what_differentiation_adds_is_marked) {
    expect_text(pullback::gradient(exp(square(x))),
                "n1 = square(x0)\nn2 = exp(n1)\n"
                "n3 = multiply(x0, n2)  derivative\n"
                "n4 = multiply(2, n3)  derivative\nresult n4\n");
}

BOOST_AUTO_TEST_CASE(a_program_without_instructions) {
    expect_text(pullback::derivative<1>(x + 3), "result 1\n");
    std::ostringstream stream;
    stream << engine::program_view{nullptr, 0, nullptr, 0, nullptr, 0, 0, false};
    BOOST_TEST(stream.str() == "");
}

BOOST_AUTO_TEST_CASE(every_literal_has_room) {
    for (const long double value : {std::numeric_limits<long double>::max(), -std::numeric_limits<long double>::max(),
                                    -std::numeric_limits<long double>::denorm_min(), -123456789012345678.901L,
                                    -0.000012345678901234567890L, std::numeric_limits<long double>::quiet_NaN()}) {
        const int output = -1;
        std::ostringstream stream;
        stream << engine::program_view{nullptr, 0, &value, 1, &output, 1, 0, false};
        BOOST_TEST(stream.str().size() < 64);
        const std::string text = stream.str();
        if (value == value) BOOST_TEST(std::strtold(text.c_str() + std::string("result ").size(), nullptr) == value);
        else BOOST_TEST(text == "result nan\n");
    }
}

// More instructions than are printed in one constant.
BOOST_AUTO_TEST_CASE(a_long_program) {
    constexpr auto f = pullback::function([](const auto& a) {
        auto result = a;
        for (int i = 0; i < 1500; ++i) result = sin(result);
        return result;
    });
    std::string text;
    for (int i = 1; i <= 1500; ++i)
        text += "n" + std::to_string(i) + " = sin(" + (i == 1 ? "x0" : "n" + std::to_string(i - 1)) + ")\n";
    expect_text<decltype(f), double>(f, text + "result n1500\n");
}
