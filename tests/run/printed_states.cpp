// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

// Loops with a state as formulas and as pictures: a number of a state is a recurrence, with a line for the first turn
// and one for the next, and a node that an arrow leads back to.

namespace {

using namespace pullback;
using range = std::vector<double>;

constexpr auto filter = function([](const auto& x, const auto& a) {
    return fold(x, 0.5 * a, [&](const auto& s, const auto& u) { return a * s + sin(s * u); });
});
constexpr auto ended = function([](const auto& a, const auto& n) {
    return while_loop(n, a, [](const auto& s) { return s > 1; }, [&](const auto& s) { return 0.5 * s - sin(a * s); });
});
constexpr auto states = function([](const auto& x, const auto& a) {
    return map(scan(x, a, [&](const auto& s, const auto& u) { return sin(s * u); }),
               [](const auto& s) { return s * s; });
});

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_AUTO_TEST_CASE(states_in_latex) {
    BOOST_TEST(std::string(to_latex<range, double>(filter).c_str()) == R"(\begin{aligned}
t_{1,0} &= 0.5 \, x_{1} \\
t_{1,i+1} &= x_{1} \, t_{1,i} + \sin\left(t_{1,i} \, x_{0,i}\right) \\
t_{2} &= t_{1,n} \\
y &= t_{2}
\end{aligned})");
    BOOST_TEST(std::string(to_latex<range, double>(states).c_str()) == R"(\begin{aligned}
t_{1,0} &= x_{1} \\
t_{1,i_0+1} &= \sin\left(t_{1,i_0} \, x_{0,i_0}\right) \\
t_{2,i_1} &= \left.\sin\left(t_{1,i_0} \, x_{0,i_0}\right)\right|_{i_0=i_1} \\
y_{i_1} &= t_{2,i_1}^{2}
\end{aligned})");
}

BOOST_AUTO_TEST_CASE(loops_that_end_by_a_condition_and_those_that_go_back_in_latex) {
    BOOST_TEST(std::string(to_latex<double, step_count>(gradient(ended, wrt<0>)).c_str()) == R"(\begin{aligned}
t_{1,0} &= x_{0} \\
t_{1,i_0+1} &= 0.5 \, t_{1,i_0} - \sin\left(t_{2,i_0}\right) \\
t_{2,i_0} &= x_{0} \, t_{1,i_0} \\
t_{3,0} &= 1 < x_{0} \\
t_{3,i_0+1} &= 1 < 0.5 \, t_{1,i_0} - \sin\left(t_{2,i_0}\right) \\
t_{4} &= \min\left\{i_0 \mid \neg t_{3,i_0}\right\} \\
t_{5,t_{4}-1} &= 1 \\
t_{5,i_1-1} &= 0.5 \, t_{5,i_1} - x_{0} \, t_{7,i_1} \\
t_{6,i_1} &= \left.\cos\left(t_{2,i_0}\right)\right|_{i_0=i_1} \\
t_{7,i_1} &= t_{5,i_1} \, t_{6,i_1} \\
t_{8,i_1} &= \left.t_{1,i_0}\right|_{i_0=i_1} \\
t_{9} &= t_{5,-1} \\
\mathrm{gradient} &= t_{9} - \left(\sum_{i_1} t_{7,i_1} \, t_{8,i_1}\right)
\end{aligned})");
}

BOOST_AUTO_TEST_CASE(states_in_pictures) {
    const std::string picture = to_dot<range, double>(filter).c_str();
    BOOST_TEST(has(picture, R"(
    n2 [label="state i"];
    n1 -> n2 [label="first"];
    n7 -> n2 [label="next"];
)"));
    BOOST_TEST(has(picture, R"(
    n8 [label="last of i"];
    n2 -> n8;
)"));
    const std::string back = to_dot<double, step_count>(gradient(ended, wrt<0>)).c_str();
    BOOST_TEST(has(back, R"([label="turns of i0"];)"));
    BOOST_TEST(has(back, R"([label="at i0 = i1"];)"));
}
