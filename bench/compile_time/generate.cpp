// SPDX-License-Identifier: BSL-1.0
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

// generate CASE [SIZE]: writes the program whose compilation is measured. Equal on every machine: the engine's numbers
// are specified, those of the distributions are not used.

namespace {

std::minstd_rand engine{2026};

int random_below(int bound) { return static_cast<int>(engine() % static_cast<unsigned>(bound)); }

void print_head() { std::puts("#include <pullback.hpp>\n#include <array>\n"); }

// A step uses the one before it, so that none is dead, and any earlier one.
void print_step(int before, int other) {
    switch (random_below(8)) {
        case 0: std::printf("sin(v%d) * v%d", before, other); break;
        case 1: std::printf("v%d - v%d", before, other); break;
        case 2: std::printf("v%d / v%d + v%d", before, other, other); break;
        case 3:
        case 4: std::printf("v%d + v%d", before, other); break;
        default: std::printf("v%d * v%d", before, other); break;
    }
}

// Each operation is one statement, of one function of the table, on 10 inputs.
void print_straight_line(int size) {
    print_head();
    std::puts("constexpr auto f = pullback::value_and_gradient(pullback::function([](const auto& x) {");
    for (int i = 0; i < 10; ++i) std::printf("    const auto v%d = x[%d];\n", i, i);
    for (int i = 10; i < 10 + size; ++i) {
        const int before = i - 1, other = random_below(i - 1);
        const char* const forms[] = {"v%d * v%d", "v%d + v%d", "v%d - v%d", "sin(v%d)"};
        const int form = random_below(10);
        std::printf("    const auto v%d = ", i);
        std::printf(forms[form < 4 ? 0 : form < 7 ? 1 : form < 9 ? 2 : 3], before, other);
        std::puts(";");
    }
    std::printf("    return v%d;\n}));\n\n", 9 + size);
    std::puts(
        "pullback::value_with_gradient<double, std::array<double, 10>> call(const std::array<double, 10>& x) { return "
        "f(x); }");
}

// Each statement has a number of its own.
void print_literals(int size) {
    print_head();
    std::puts("constexpr auto f = pullback::value_and_gradient(pullback::function([](const auto& x) {");
    std::puts("    auto v = x[0];");
    for (int i = 0; i < size; ++i)
        std::printf("    v = v * %d.%03d5 + x[%d];\n", random_below(4), i % 1000, random_below(10));
    std::puts("    return v;\n}));\n");
    std::puts(
        "pullback::value_with_gradient<double, std::array<double, 10>> call(const std::array<double, 10>& x) { return "
        "f(x); }");
}

void print_squarings(int size) {
    print_head();
    std::puts(
        "using pullback::operator\"\"_c;\nconstexpr auto x  = pullback::variable<\"x\">;\nconstexpr auto v0 = 1_c - x "
        "/ 1000_c;");
    for (int i = 1; i <= size; ++i) std::printf("constexpr auto v%d = v%d * v%d;\n", i, i - 1, i - 1);
    std::printf("\ndouble call(double at) { return pullback::gradient(v%d)(at); }\n", size);
}

void print_nodes(int size) {
    print_head();
    for (int i = 0; i < 10; ++i) std::printf("constexpr auto v%d = pullback::variable<%d>;\n", i, i);
    for (int i = 10; i < size; ++i) {
        std::printf("constexpr auto v%d = ", i);
        print_step(i - 1, random_below(i - 1));
        std::puts(";");
    }
    std::printf("constexpr auto f = pullback::value_and_gradient(v%d);\n\n", size - 1);
    std::puts(
        "double call(const double* x) { return f(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9]).value; }");
}

// All partial derivatives of the order, with their repetitions.
void print_black_scholes(int order) {
    std::puts("#include \"kernels/black_scholes_formula.hpp\"\n");
    std::puts("using namespace kernels::black_scholes;\n");
    std::puts("constexpr auto all = pullback::wrt(S, K, r, sigma, T);");
    std::puts("constexpr auto f1  = pullback::gradient(call, all);");
    for (int i = 2; i <= order; ++i) std::printf("constexpr auto f%d  = pullback::jacobian(f%d, all);\n", i, i - 1);
    std::puts("\nauto evaluate(const input& in) {");
    std::printf("    return f%d(S = in[0], K = in[1], r = in[2], sigma = in[3], T = in[4]);\n}\n", order);
}

void print_bundle_adjustment() {
    std::puts("#include \"kernels/bundle_adjustment.hpp\"\n");
    std::puts(
        "auto call(const kernels::bundle_adjustment::input& in) { return kernels::bundle_adjustment::by_pullback(in); "
        "}");
}

} // namespace

int main(int argc, char** argv) {
    const char* const name = argc > 1 ? argv[1] : "";
    const int size = argc > 2 ? std::atoi(argv[2]) : 0;
    const auto is = [&](const char* wanted) { return std::strcmp(name, wanted) == 0; };
    if (is("empty")) std::puts("");
    else if (is("include")) print_head();
    else if (is("straight_line")) print_straight_line(size);
    else if (is("literals")) print_literals(size);
    else if (is("squarings")) print_squarings(size);
    else if (is("nodes")) print_nodes(size);
    else if (is("black_scholes")) print_black_scholes(size);
    else if (is("bundle_adjustment")) print_bundle_adjustment();
    else return 1;
}
