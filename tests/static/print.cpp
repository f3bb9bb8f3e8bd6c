// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/print/string.hpp>

#include <boost/hana/define_struct.hpp>

#include <string_view>
#include <tuple>

namespace {

using namespace pullback::literals;
using pullback::function;
using pullback::gradient;
using pullback::to_string;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto sigma = pullback::variable<"sigma">;

// A text compares, and becomes any text.
constexpr auto chain = square(exp(square(x)));
static_assert(to_string(chain) == "square(exp(square(x)))");
static_assert("square(exp(square(x)))" == to_string(chain));
static_assert(to_string(chain) != "square(exp(square(y)))");
static_assert(to_string(chain) != "square");
static_assert(to_string(chain) == to_string(square(exp(square(x)))));
static_assert(to_string(chain) != to_string(x));
static_assert(to_string(chain).size() == 22 && !to_string(chain).empty());
static_assert(to_string(chain).c_str()[22] == '\0' && to_string(chain).end() - to_string(chain).begin() == 22);
constexpr std::string_view view = to_string(chain);
static_assert(view == "square(exp(square(x)))" && std::string_view(to_string(chain)) == view);
constexpr auto copied = to_string(chain);
static_assert(copied == view.data());

// Brackets stand where they are needed.
static_assert(to_string(x) == "x");
static_assert(to_string(x + y + sigma) == "x + y + sigma");
static_assert(to_string(x - (y - sigma)) == "x - (y - sigma)");
static_assert(to_string(x - y - sigma) == "x - y - sigma");
static_assert(to_string((x + y) * sigma) == "sigma * (x + y)");
static_assert(to_string(x * y / sigma) == "x * y / sigma");
static_assert(to_string(x / (y / sigma)) == "x / (y / sigma)");
static_assert(to_string(x / (y * sigma)) == "x / (y * sigma)");
static_assert(to_string((x + y) * (x - y)) == "(x + y) * (x - y)");
static_assert(to_string((x + y) + (sigma + square(x))) == "x + y + (sigma + square(x))");
static_assert(to_string(-(x + y)) == "-(x + y)");
static_assert(to_string(-x) == "-x");
static_assert(to_string(x + 1_c) == "x + 1");
static_assert(to_string(2_c * x) == "2 * x");
static_assert(to_string(pow(x, -y)) == "pow(x, -y)");
static_assert(to_string(select(x < y && !(x == sigma), x, y)) == "select(x < y && !(x == sigma), x, y)");
static_assert(to_string(select((x < y || y < 3_c) && x != 1_c, x, y)) == "select((x < y || y < 3) && x != 1, x, y)");

// What is used twice has a name, one that no variable has.
static_assert(to_string(exp(x) * sin(exp(x))) == "t1 = exp(x)\ny = t1 * sin(t1)");
static_assert(to_string(exp(y) * sin(exp(y))) == "t1 = exp(y)\nresult = t1 * sin(t1)");
constexpr auto t1 = pullback::variable<"t1">;
static_assert(to_string(exp(t1) * sin(exp(t1))) == "temporary1 = exp(t1)\ny = temporary1 * sin(temporary1)");

// Numbers.
static_assert(to_string(0.1_c * x) == "0.1 * x");
static_assert(to_string(12.75_c * x + 1e-3_c) == "12.75 * x + 0.001");
static_assert(to_string(x * -0.125_c) == "-0.125 * x");
constexpr auto numbers = function([](const auto& a) {
    return std::array{a * 1e300 - 0.1,        a / 1e-7 - -2,         a * 5e-324,
                      a + 123456789012345678, a + 3.141592653589793, a - 2.5e-7f};
});
static_assert(to_string<double>(numbers) ==
              "y[0] = 1e300 * x - 0.1\ny[1] = x / 1e-7 - (-2)\ny[2] = 5e-324 * x\n"
              "y[3] = x + 123456789012345678\ny[4] = x + 3.141592653589793\n"
              "y[5] = x - 2.499999993688107e-7");

// Captured numbers are inputs; in C, which is to be run, they are constants.
static_assert(to_string(x * 2.5) == "x * c0");
constexpr auto c_of_captured = pullback::to_c(x * 2.5, "scaled");
static_assert(c_of_captured ==
                  "/* Made by pullback.\n"
                  " * in[0]: x\n"
                  " * out[0]: y\n"
                  " */\n"
                  "#include <math.h>\n"
                  "\n"
                  "void scaled(const double *in, double *out)\n"
                  "{\n"
                  "    const double c0 = 2.5;\n"
                  "    const double t1 = in[0] * c0;\n"
                  "    out[0] = t1;\n"
                  "}\n" &&
              c_of_captured.c_str()[c_of_captured.size()] == '\0');
static_assert(pullback::to_c(x * -0.1, "scaled", pullback::c_scalar<float>) ==
              pullback::to_c(x * -0.1F, "scaled", pullback::c_scalar<float>));
static_assert(!(pullback::to_c(x * -0.1, "scaled") == pullback::to_c(x * -0.1F, "scaled")));

// No sign stands behind another: C would take x--2 for a decrement.
static_assert(pullback::to_c<double>(function([](const auto& a) { return a / 1e-7 - -2; }), "f") ==
              "/* Made by pullback.\n"
              " * in[0]: x\n"
              " * out[0]: y\n"
              " */\n"
              "#include <math.h>\n"
              "\n"
              "void f(const double *in, double *out)\n"
              "{\n"
              "    const double t1 = in[0] / 1e-7;\n"
              "    const double t2 = t1 - (-2.0);\n"
              "    out[0] = t2;\n"
              "}\n");

// Several results, and the names of their parts.
static_assert(to_string(gradient(x * y)) == "result[x] = y\nresult[y] = x");
static_assert(to_string(pullback::value_and_gradient(square(x))) == "value = square(x)\ngradient = 2 * x");
static_assert(to_string(pullback::hessian(square(x) * sigma)) ==
              "t1 = 2 * x\ny[x][x] = 2 * sigma\ny[x][sigma] = t1\ny[sigma][x] = t1\ny[sigma][sigma] = 0");

template <class T>
using two = std::array<T, 2>;

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (T, focal), (two<T>, centre));
};

constexpr auto project = function([](const auto& c, const auto& p) { return c.focal * p[0][1] + c.centre[1]; });
static_assert(to_string<camera<double>, two<two<double>>>(project) == "x0.centre[1] + x0.focal * x1[0][1]");
static_assert(to_string<camera<float>>(function([](const auto& c) { return std::tuple{c.centre, c.focal}; })) ==
              "y[0][0] = x.centre[0]\ny[0][1] = x.centre[1]\ny[1] = x.focal");
static_assert(to_string<camera<double>>(gradient(function([](const auto& c) { return c.focal * c.centre[0]; }))) ==
              "y.focal = x.centre[0]\ny.centre[0] = x.focal\ny.centre[1] = 0");
static_assert(to_string<double, two<double>>(function([](const auto& a, const auto& b) { return a - b[1]; })) ==
              "x0 - x1[1]");

// A chain far longer than the compiler's limits on nested calls, and steps enough for many numbers.
constexpr auto deep = function([](const auto& a) {
    auto result = a;
    for (int i = 0; i < 400; ++i) result = sin(result) / (i + 0.1234567890123);
    return result;
});
static_assert(to_string<double>(deep).size() > 400 * 20);

// A function of one's own.
struct cube : pullback::elementary<cube, 1> {
    static constexpr const char* name = "cube";
    static constexpr pullback::notation printed{"{0} * {0} * {0}", nullptr, nullptr, 2};
    static constexpr auto value(const auto& a) { return a * a * a; }
    static constexpr auto pullback(const auto& a, const auto&, const auto& g) { return g * (3 * square(a)); }
};
// Its operand is printed three times, so it has a name.
static_assert(to_string(cube{}(x + y)) == "t1 = x + y\nresult = t1 * t1 * t1");

} // namespace
