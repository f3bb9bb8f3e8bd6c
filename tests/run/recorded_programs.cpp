// SPDX-License-Identifier: BSL-1.0
// What is done with functions recorded at run time besides calling them: many points at once, sparse matrices of
// derivatives, counts, and text.
#include "print_c_library.hpp"

#include <pullback.hpp>
#include <pullback/record.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using vector = std::vector<double>;
const auto close_to = boost::test_tools::tolerance(1e-13);

constexpr auto banded = [](const auto& x) {
    auto y = x;
    for (std::size_t i = 0; i < x.size(); ++i)
        y[i] = sin(x[i]) * x[(i + 1) % x.size()] + select(x[i] < 0.5, x[i], exp(x[i]));
    return y;
};
constexpr auto energy = [](const auto& x) {
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i + 1 < x.size(); ++i) sum += square(x[i + 1] - square(x[i]));
    return sum;
};

vector point(std::size_t size) {
    vector x(size);
    for (std::size_t i = 0; i < size; ++i) x[i] = 0.1 + 0.07 * static_cast<double>(i % 13);
    return x;
}

BOOST_AUTO_TEST_CASE(many_points) {
    const std::size_t size = 5, count = 37;
    const auto f = pullback::record(banded, point(size));
    vector inputs, results(count * size), by_threads(count * size);
    for (std::size_t p = 0; p < count; ++p)
        for (const double each : point(size)) inputs.push_back(each + 0.01 * static_cast<double>(p));
    pullback::evaluate_at_points(f, count, inputs.data(), results.data());
    pullback::evaluate_at_points(f, count, inputs.data(), by_threads.data(), 3);
    BOOST_TEST(results == by_threads, boost::test_tools::per_element());
    for (std::size_t p = 0; p < count; ++p) {
        const auto begin = inputs.begin() + static_cast<std::ptrdiff_t>(p * size);
        const vector expected = f(vector(begin, begin + static_cast<std::ptrdiff_t>(size)));
        for (std::size_t i = 0; i < size; ++i) BOOST_TEST(results[p * size + i] == expected[i], close_to);
    }
}

// Counts the parts that it is handed, and runs them from the last to the first.
struct counting_executor {
    std::ptrdiff_t parts = 0;
    void run(std::ptrdiff_t count, const auto& act) {
        parts += count;
        while (count > 0) act(--count);
    }
};

BOOST_AUTO_TEST_CASE(many_points_on_threads) {
    const std::size_t size = 5;
    const auto f = pullback::record(banded, point(size));
    counting_executor counting;
    pullback::thread_pool three(3);
    for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(9), std::size_t(50001)}) {
        vector inputs(count * size), wanted(count * size);
        for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i] = 0.1 + 0.07 * static_cast<double>(i % 131);
        const auto check = [&](const auto& evaluate) {
            vector results(count * size + 1, -7.0);
            evaluate(results.data());
            BOOST_TEST(results.back() == -7.0); // nothing is written behind the last point
            results.pop_back();
            BOOST_TEST((results == wanted));
        };
        using namespace pullback;
        evaluate_at_points(f, count, inputs.data(), wanted.data());
        counting.parts = 0;
        check([&](double* to) { evaluate_at_points(par.on(counting), f, count, inputs.data(), to); });
        // Few points of so small a function are computed where the call is.
        BOOST_TEST((count > 1000 ? counting.parts > 1 : counting.parts == 0));
        check([&](double* to) { evaluate_at_points(par, f, count, inputs.data(), to); });
        check([&](double* to) { evaluate_at_points(par_unseq.on(three), f, count, inputs.data(), to); });
        check([&](double* to) { evaluate_at_points(f, count, inputs.data(), to, 5); });
        // Other lanes have other functions of the C library.
        evaluate_at_points<3>(f, count, inputs.data(), wanted.data());
        check([&](double* to) { evaluate_at_points<3>(par.on(three), f, count, inputs.data(), to); });
    }
}

struct no_threads {
    void run(std::ptrdiff_t, const auto&) { throw std::runtime_error("no threads"); }
};

BOOST_AUTO_TEST_CASE(what_threads_of_points_throw_reaches_the_caller) {
    const std::size_t count = 50001;
    const auto f = pullback::record(banded, point(5));
    vector inputs(count * 5, 0.5), results(count * 5);
    no_threads refusing;
    BOOST_CHECK_THROW(pullback::evaluate_at_points(pullback::par.on(refusing), f, count, inputs.data(), results.data()),
                      std::runtime_error);
}

// What its instructions give one after the other.
vector run_one_by_one(const pullback::engine::program_view& program, const vector& x) {
    namespace functions = pullback::functions;
    using pullback::engine::operation_of;
    vector values = x;
    const auto value_of = [&](int operand) {
        return pullback::engine::is_literal(operand) ? static_cast<double>(program.literal_at(operand))
                                                     : values[static_cast<std::size_t>(operand)];
    };
    for (const pullback::engine::instruction& step : program.steps()) {
        const double a = value_of(step.operands[0]), b = step.function->arity > 1 ? value_of(step.operands[1]) : 0;
        if (step.function == &operation_of<functions::add>) values.push_back(a + b);
        else if (step.function == &operation_of<functions::subtract>) values.push_back(a - b);
        else if (step.function == &operation_of<functions::multiply>) values.push_back(a * b);
        else if (step.function == &operation_of<functions::square>) values.push_back(a * a);
        else if (step.function == &operation_of<functions::negate>) values.push_back(-a);
        else BOOST_FAIL("an instruction that this test does not know");
    }
    vector results;
    for (const int output : program.results()) results.push_back(value_of(output));
    return results;
}

BOOST_AUTO_TEST_CASE(fused_instructions_compute_the_same) {
    namespace replay = pullback::engine::replay;
    const auto mixed = [](const auto& x) {
        auto sum = 0.5 * x[0], all = x[0] * x[1];
        for (std::size_t i = 0; i + 2 < x.size(); ++i) {
            const auto a = x[i] * x[i + 1] - x[i + 2], b = (x[i] + x[i + 1]) * x[i + 2] - 3.0 * a;
            sum += a * b, sum -= x[i], sum -= 0.25 * b, sum += x[i + 2], sum -= a * x[i + 1], sum += square(b);
            all = i % 5 == 0 ? sum - all * a : all - (0.125 * a - -b);
            if (i % 9 == 8) sum = 0.1 * sum * all;
        }
        return sum + all;
    };
    for (const std::size_t size : {std::size_t{3}, std::size_t{4}, std::size_t{12}, std::size_t{60}}) {
        const vector x = point(size);
        const auto f = pullback::value_and_gradient(pullback::record(mixed, x));
        const pullback::engine::program_view program = f.body().to_run().view();
        const vector expected = run_one_by_one(program, x);
        for (const auto rows : {replay::arithmetic_rows::are_many, replay::arithmetic_rows::are_one}) {
            const replay::flat_code code(program, rows, replay::points_at_once::one);
            const replay::flat_code in_lanes(program, rows, replay::points_at_once::several);
            constexpr std::size_t lanes = 4;
            vector one(code.value_count()), four(in_lanes.value_count() * lanes);
            for (int repetition = 0; repetition < 2; ++repetition) {
                code.enter_literals<double, 1>(one.data());
                in_lanes.enter_literals<double, lanes>(four.data());
                for (std::size_t i = 0; i < size; ++i) {
                    one[i] = x[i];
                    for (std::size_t lane = 0; lane < lanes; ++lane) four[i * lanes + lane] = x[i];
                }
                code.run<double, 1>(one.data());
                in_lanes.run<double, lanes>(four.data());
                for (std::size_t i = 0; i < expected.size(); ++i) {
#ifdef __FP_FAST_FMA // where products and sums are rounded together
                    BOOST_TEST(one[code.output(i)] == expected[i], close_to);
                    BOOST_TEST(four[in_lanes.output(i) * lanes + 3] == expected[i], close_to);
#else
                    BOOST_TEST(one[code.output(i)] == expected[i]);
                    BOOST_TEST(four[in_lanes.output(i) * lanes + 3] == expected[i]);
#endif
                }
            }
        }
    }
}

// Turns of a loop, of which four at a time run as one: their operands stand side by side, are one number, are literals,
// or stand anywhere.
struct alike_turns {
    std::size_t count;

    template <class V>
    V operator()(const V& x) const {
        using scalar = typename V::value_type;
        V made;
        for (std::size_t i = 0; i < count; ++i) {
            const float turn = static_cast<float>(i);
            const scalar side_by_side = x[i] * x[count + i] - x[i], one = x[0] * side_by_side + x[1],
                         literals = one * scalar(2.0f + turn) - x[0] * scalar(7.0f - turn),
                         anywhere = x[i * 7 % count] * literals + side_by_side,
                         turned = x[count - 1 - i] / (x[i] * x[i] + scalar(2));
            made.push_back(anywhere + x[1] * one);
            made.push_back(-turned - x[i * i % count] * literals);
        }
        return made;
    }
};

template <class T>
struct plain_dual {
    T value, slope;

    plain_dual(T of, T by = 0) : value(of), slope(by) {}
    friend plain_dual operator+(plain_dual a, plain_dual b) { return {a.value + b.value, a.slope + b.slope}; }
    friend plain_dual operator-(plain_dual a, plain_dual b) { return {a.value - b.value, a.slope - b.slope}; }
    friend plain_dual operator-(plain_dual a) { return {-a.value, -a.slope}; }
    friend plain_dual operator*(plain_dual a, plain_dual b) {
        return {a.value * b.value, a.slope * b.value + a.value * b.slope};
    }
    friend plain_dual operator/(plain_dual a, plain_dual b) {
        return {a.value / b.value, (a.slope - a.value / b.value * b.slope) / b.value};
    }
};

template <class T>
void check_alike_turns(std::size_t count) {
    namespace replay = pullback::engine::replay;
    const alike_turns turns{count};
    std::vector<T> x;
    for (std::size_t i = 0; i < 2 * count + 2; ++i) x.push_back(T(static_cast<int>(i * 5 % 11) - 4) / T(8));
    const auto f = pullback::record(turns, x);
    const std::vector<T> wanted = turns(x), found = f(x);
    const T near = 64 * std::numeric_limits<T>::epsilon();
    const auto are_close = [&](T a, T b) { return std::abs(a - b) <= near * (1 + std::abs(b)) * T(count); };
    BOOST_TEST_REQUIRE(found.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) BOOST_TEST(are_close(found[i], wanted[i]));
    if (count >= 8) BOOST_TEST(f.body().code().packed_count() >= 4 * (count / 4));
    BOOST_TEST(f.body().code(replay::points_at_once::several).packed_count() == 0);

    // Slopes are those of dual numbers.
    const auto slopes = pullback::sparse_jacobian(f);
    const std::vector<T> entries = slopes.values(x);
    for (std::size_t column = 0; column < x.size(); ++column) {
        using number = plain_dual<T>;
        std::vector<number> at(x.begin(), x.end());
        at[column].slope = 1;
        std::vector<T> of_column(wanted.size());
        for (std::size_t k = 0; k < entries.size(); ++k)
            if (static_cast<std::size_t>(slopes.columns[k]) == column)
                of_column[static_cast<std::size_t>(slopes.rows[k])] = entries[k];
        const std::vector<number> duals = turns(at);
        for (std::size_t i = 0; i < duals.size(); ++i) BOOST_TEST(are_close(of_column[i], duals[i].slope));
    }

    // So do many points in lanes.
    std::vector<T> points, results(5 * wanted.size());
    for (int k = 0; k < 5; ++k) points.insert(points.end(), x.begin(), x.end());
    pullback::evaluate_at_points<4>(f, 5, points.data(), results.data());
    for (std::size_t i = 0; i < results.size(); ++i) BOOST_TEST(are_close(results[i], wanted[i % wanted.size()]));
}

BOOST_AUTO_TEST_CASE(steps_alike_run_as_vectors) {
    for (std::size_t count = 1; count <= 40; ++count) {
        check_alike_turns<double>(count);
        check_alike_turns<float>(count);
        check_alike_turns<long double>(count);
    }
}

// A sine and a cosine of one number are one step with two results.
BOOST_AUTO_TEST_CASE(sines_beside_cosines) {
    namespace replay = pullback::engine::replay;
    const auto waves = [](const auto& x) {
        auto sum = cos(x[0]) * x[1] + sin(0.0 * x[0] + 0.5);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto angle = x[i] * x[(i + 1) % x.size()];
            sum += i % 3 == 0 ? sin(angle) * exp(cos(angle)) : i % 3 == 1 ? cos(angle) : sin(angle) * cos(x[i]);
        }
        return sum;
    };
    for (const std::size_t size : {std::size_t{2}, std::size_t{3}, std::size_t{50}}) {
        const vector x = point(size);
        const auto f = pullback::record(waves, x);
        const auto both = pullback::value_and_gradient(f);
        BOOST_TEST(f(x) == waves(x), close_to);
        for (std::size_t i = 0; i < size; ++i) {
            vector up = x, down = x;
            up[i] += 1e-6, down[i] -= 1e-6;
            BOOST_TEST(both(x).gradient[i] == (waves(up) - waves(down)) / 2e-6, boost::test_tools::tolerance(1e-6));
        }

        // All pairs of the gradient are found.
        const auto number_of_row = [](const auto& row) {
            return replay::number_of_row(&pullback::engine::operation_of<std::remove_cvref_t<decltype(row)>>);
        };
        const auto view = both.body().to_run().view();
        const replay::fusion fused(view, replay::arithmetic_rows::are_many);
        std::size_t pairs = 0, alone = 0;
        for (const replay::fused_step& step : fused.steps) {
            if (step.row != replay::row_of_sines_and_cosines) {
                if (step.row == number_of_row(pullback::functions::sin()) ||
                    step.row == number_of_row(pullback::functions::cos()))
                    ++alone;
                continue;
            }
            ++pairs;
            BOOST_TEST(view.maker_of(step.result).operands[0] == view.maker_of(step.second_result).operands[0]);
        }
        BOOST_TEST(pairs >= size);
        BOOST_TEST(alone == 0);

        const std::size_t count = 11;
        vector inputs, results(count * (1 + size));
        for (std::size_t i = 0; i < count; ++i)
            for (const double each : x) inputs.push_back(each + 0.01 * static_cast<double>(i));
        pullback::evaluate_at_points(both, count, inputs.data(), results.data());
        for (std::size_t i = 0; i < count; ++i) {
            const vector at(inputs.begin() + static_cast<std::ptrdiff_t>(i * size),
                            inputs.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
            const auto [value, gradient] = both(at);
            BOOST_TEST(results[i * (1 + size)] == value, close_to);
            for (std::size_t k = 0; k < size; ++k) BOOST_TEST(results[i * (1 + size) + 1 + k] == gradient[k], close_to);
        }
    }
}

BOOST_AUTO_TEST_CASE(sparse_matrices) {
    const vector x = point(40);
    const auto f = pullback::record(banded, x);
    const auto J = pullback::sparse_jacobian(f);
    BOOST_TEST(J.rows.size() == 80);
    std::vector<vector> dense(40, vector(40));
    const vector values = J.values(x);
    for (std::size_t k = 0; k < values.size(); ++k)
        dense[static_cast<std::size_t>(J.rows[k])][static_cast<std::size_t>(J.columns[k])] = values[k];
    const auto expected = pullback::jacobian(f)(x);
    const auto pattern = pullback::sparsity(pullback::jacobian(f));
    for (std::size_t i = 0; i < 40; ++i)
        for (std::size_t j = 0; j < 40; ++j) {
            BOOST_TEST(dense[i][j] == expected[i][j], close_to);
            BOOST_TEST(pattern[i][j] == (j == i || j == (i + 1) % 40));
        }
    const auto g = pullback::record(energy, x);
    const auto H = pullback::sparse_hessian(g);
    BOOST_TEST(H.rows.size() == 79);
    const vector second = H.values(x);
    const auto expected_H = pullback::hessian(g)(x);
    for (std::size_t k = 0; k < second.size(); ++k)
        BOOST_TEST(second[k] == expected_H[static_cast<std::size_t>(H.rows[k])][static_cast<std::size_t>(H.columns[k])],
                   close_to);
    const auto large = pullback::sparse_hessian(pullback::record(energy, point(20000)));
    BOOST_TEST(large.rows.size() == 39999);
}

BOOST_AUTO_TEST_CASE(counts_and_text) {
    const auto f = pullback::record([](const auto& x) { return square(exp(square(x))); }, 0.5);
    BOOST_TEST(pullback::cost(f).multiplications == 2);
    BOOST_TEST(pullback::cost(f).functions == 1);
    BOOST_TEST(pullback::to_string(f) == "square(exp(square(x)))");
}

BOOST_AUTO_TEST_CASE(formulas_and_pictures) {
    const auto f = pullback::record(
        [](const auto& x, const auto& k) {
            const auto u = k * x[1];
            return std::array{u + 0.1 * sin(u), x[0] / k};
        },
        vector(2), 1.);
    BOOST_TEST(pullback::to_string(f) == "t1 = x0[1] * x1\ny[0] = t1 + 0.1 * sin(t1)\ny[1] = x0[0] / x1");
    BOOST_TEST(pullback::to_string(f, {"u", "k"}) == "t1 = u[1] * k\ny[0] = t1 + 0.1 * sin(t1)\ny[1] = u[0] / k");
    BOOST_TEST(pullback::to_latex(f, {"u", "k"}) ==
               "\\begin{aligned}\nt_{1} &= u_{1} \\, k \\\\\ny_{0} &= t_{1} + 0.1 \\, "
               "\\sin\\left(t_{1}\\right) \\\\\ny_{1} &= \\frac{u_{0}}{k}\n\\end{aligned}");
    const auto g = pullback::value_and_gradient(pullback::record([](const auto& x) { return x[0] * x[1]; }, vector(2)));
    BOOST_TEST(pullback::to_string(g) == "value = x[0] * x[1]\ngradient[0] = x[1]\ngradient[1] = x[0]");
    const auto one = pullback::record([](const auto& x) { return sin(x); }, 1.);
    BOOST_TEST(pullback::to_latex(one, {"phi"}) == "\\sin\\left(\\phi\\right)");
    BOOST_TEST(pullback::to_dot(one) ==
               "digraph {\n    node [fontname=\"Helvetica\"];\n    n0 [label=\"x\", shape=box];\n"
               "    n1 [label=\"sin\"];\n    n0 -> n1;\n    y0 [label=\"y\", shape=box];\n    n1 -> y0;\n}\n");
    // Long chains are divided, so that any size can be printed.
    const auto chain = pullback::record(
        [](const auto& x) {
            auto y = x;
            for (int i = 0; i < 1000; ++i) y = sin(y);
            return y;
        },
        1.);
    const auto text = pullback::to_string(chain);
    BOOST_TEST(text.size() > 5000);
    BOOST_TEST(text.find("t2 = sin(sin(") != text.npos);
}

BOOST_AUTO_TEST_CASE(printed_c_of_many_functions) {
    const vector x = point(600);
    const auto g = pullback::value_and_gradient(pullback::record(
        [](const auto& v) {
            const auto y = banded(v);
            return energy(y);
        },
        x));
    const std::string text = pullback::to_c(g, "loss");
    BOOST_TEST(text.find("loss_part1") != std::string::npos);
    const c_library compiled(text);
    std::vector<double> made(x.size() + 1);
    compiled.find<double>("loss")(x.data(), made.data());
    double printed = 0;
    for (const double each : made) printed += each;
    const auto [value, gradient] = g(x);
    double expected = value;
    for (const double each : gradient) expected += each;
    BOOST_TEST(printed == expected, boost::test_tools::tolerance(1e-12));
}

// Compilers take more than linear time for long functions: however large the program, and however many its results,
// no function is long, and no line.
BOOST_AUTO_TEST_CASE(printed_c_is_of_functions_of_bounded_size) {
    const vector x = point(9000);
    const auto f = pullback::record([](const auto& v) { return energy(banded(v)); }, x);
    const auto g = pullback::value_and_gradient(f);
    BOOST_TEST(g.body().program().view().size > 100000);
    std::size_t statements = 0, most_statements = 0, longest_line = 0, functions = 0;
    std::istringstream lines(pullback::to_c(g, "loss"));
    for (std::string line; std::getline(lines, line);) {
        longest_line = std::max(longest_line, line.size());
        if (line == "{") ++functions, statements = 0;
        else most_statements = std::max(most_statements, ++statements);
    }
    BOOST_TEST(functions > 200u);
    BOOST_TEST(most_statements < 2 * 512 + 100);
    BOOST_TEST(longest_line < 200u);
}

BOOST_AUTO_TEST_CASE(printed_c_of_many_results) {
    const vector x = point(1100); // which are those of three functions
    const auto f = pullback::record(
        [](const auto& v) {
            auto y = banded(v);
            y[3] = v[5]; // an input
            y[1050] = 7; // and a number, as they are
            return y;
        },
        x);
    const c_library compiled(pullback::to_c(f, "mapped"));
    std::vector<double> made(x.size());
    compiled.find<double>("mapped")(x.data(), made.data());
    const vector expected = f(x);
    BOOST_TEST(made[3] == x[5]);
    BOOST_TEST(made[1050] == 7);
    for (std::size_t i = 0; i < x.size(); ++i) BOOST_TEST(made[i] == expected[i], close_to);
}

} // namespace
