// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/print/dot.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

// A function with an awkward name and sign.
struct quoted : pullback::elementary<quoted, 2> {
    static constexpr const char* name = "quoted";
    static constexpr pullback::notation printed{"{0} \"\\ {1}", nullptr, nullptr, 1};
    static constexpr auto value(const auto& a, const auto& b) { return a - b; }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T&, const T& g) {
        return {g, -g};
    }
};

bool dot_accepts(const std::string& text) {
    std::FILE* dot = popen("dot -Tsvg > /dev/null 2>&1", "w");
    if (dot == nullptr) return false;
    std::fputs(text.c_str(), dot);
    return pclose(dot) == 0;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_graph) {
    static_assert(to_dot(2 * sin(x)).size() > 0);
    constexpr auto f = pullback::function([](const auto& a) { return 2 * sin(a); });
    BOOST_TEST(to_dot<double>(f) ==
               "digraph {\n"
               "    node [fontname=\"Helvetica\"];\n"
               "    n0 [label=\"x\", shape=box];\n"
               "    c0 [label=\"2\", shape=plaintext];\n"
               "    n1 [label=\"sin\"];\n"
               "    n0 -> n1;\n"
               "    n2 [label=\"*\"];\n"
               "    c0 -> n2;\n"
               "    n1 -> n2;\n"
               "    y0 [label=\"y\", shape=box];\n"
               "    n2 -> y0;\n"
               "}\n");
}

BOOST_AUTO_TEST_CASE(quotes_are_escaped) {
    const std::string text = to_dot(quoted{}(x, y));
    BOOST_TEST(text.find("label=\"\\\"\\\\\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(graphviz_reads_it) {
    if (std::system("dot -V 2> /dev/null") != 0) {
        BOOST_TEST_MESSAGE("dot not found");
        return;
    }
    BOOST_TEST(dot_accepts(to_dot(pullback::hessian(exp(x * y) / select(x < y, x, -y)))));
    BOOST_TEST(dot_accepts(to_dot(quoted{}(x, y))));
    BOOST_TEST(!dot_accepts("digraph {"));
}
