// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

// Builds a graph as bytes say and checks its gradient against the same computation with forward derivatives. Every two
// bytes are one step on a row of variables: what to do, and with which ones.
//
// Then the same bytes build a graph at zeros, ties and infinities, with selections: once on arrays and once for each
// element on numbers. `backward` and `grad` must give the same there, also of second order, and where the slopes are
// finite they must be those of a sweep forward that knows nothing of the graph.

/// Four numbers in one variable.
template <class S>
struct quad_of {
    std::array<S, 4> at{};
};

template <class S>
struct pullback::dynamic::data_traits<quad_of<S>> {
    using scalar = S;
    template <class R>
    using rebind = quad_of<R>;
    using number = S;
    static S number_of(S value) { return value; }
    static S* elements(quad_of<S>& x) { return x.at.data(); }
    static const S* elements(const quad_of<S>& x) { return x.at.data(); }
    static std::size_t count(const quad_of<S>&) { return 4; }
    static std::vector<std::size_t> shape(const quad_of<S>&) { return {4}; }
    template <class R>
    static quad_of<R> like(const quad_of<S>&) {
        return {};
    }
};

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;

struct checked {
    variable<double> graph;
    double value, slope;
};

void require(bool holds) {
    if (!holds) std::abort();
}

bool near(double got, double wanted) {
    if (!std::isfinite(wanted) || std::abs(wanted) > 1e100) return true; // overflow has no exact answer
    return std::abs(got - wanted) <= 1e-9 * (1 + std::abs(wanted));
}

checked halved_sine(const checked& a) {
    return {0.5 * sin(a.graph), 0.5 * std::sin(a.value), 0.5 * std::cos(a.value) * a.slope};
}

void check(variable<double>& x, const checked& y) {
    require(near(y.graph.data(), y.value));
    x.clear_grad();
    y.graph.backward(static_cast<dynamic::retain_grad>(y.value > 0));
    require(near(x.has_grad() ? x.grad() : 0, y.slope));
    require(near(grad(y.graph, x, dynamic::unused::zero).data(), y.slope));
}

// A number and its derivative by forward differentiation, if anything it was made from moves.
struct moving {
    double value = 0, slope = 0;
    bool moves = false;
};

struct lane {
    bool is_smooth = true; // no kink was met, and nothing near overflow

    moving constant(double value) const { return {value, 0, false}; }
    moving made(double value, const moving& a, double by_a, const moving& b = {}, double by_b = 0) {
        const double slope = (a.moves ? by_a * a.slope : 0) + (b.moves ? by_b * b.slope : 0);
        for (const double each : {value, by_a, by_b, slope})
            if (std::isfinite(each) && each != 0 && (std::abs(each) > 1e40 || std::abs(each) < 1e-40))
                is_smooth = false;
        return {value, slope, a.moves || b.moves};
    }
    moving taken(bool first, const moving& a, const moving& b) {
        if (!(a.value < b.value || a.value > b.value)) is_smooth = false; // a tie, or no number
        const moving& side = first ? a : b;
        return {side.value, side.slope, side.moves};
    }
};

constexpr auto root_or_line =
    pullback::function([](const auto& x, const auto& y) { return select(x > y, sqrt(x), 2 * y); });
constexpr auto shifted_root = pullback::function([](const auto& x, const auto& y) { return max(sqrt(x + 1), y) * y; });

constexpr double points[] = {0, 1, -1, 0.25, 4, -0.5, 2, INFINITY};

template <class T>
struct machine {
    std::vector<variable<T>> row;

    void step(std::uint8_t what, const variable<T>& a, const variable<T>& b, double constant) {
        switch (what) {
            case 0: row.push_back(a + b); break;
            case 1: row.push_back(a * b); break;
            case 2: row.push_back(a - constant); break;
            case 3: row.push_back(a * constant); break;
            case 4: row.push_back(sin(a)); break;
            case 5: row.push_back(square(a)); break;
            case 6: row.push_back(sqrt(a)); break;
            case 7: row.push_back(max(a, b)); break;
            case 8: row.push_back(min(a, b)); break;
            case 9: row.push_back(max(a, constant)); break;
            case 10: row.push_back(clamp(a, -1.0, 1.0)); break;
            case 11: row.push_back(select(a < b, a, sqrt(b))); break;
            case 12: row.push_back(select(a > constant, log(a), b)); break;
            case 13: row.push_back(1 / a); break;
            case 14: row.push_back(root_or_line(a, b)); break;
            case 15: row.push_back(shifted_root(a, b)); break;
            case 16: row.push_back(detach(a) * b); break;
            default: row.push_back(a / b);
        }
    }
};

moving forward_step(lane& lane, std::uint8_t what, const moving& a, const moving& b, double constant) {
    const auto root = [&](const moving& x) { return lane.made(std::sqrt(x.value), x, 0.5 / std::sqrt(x.value)); };
    const double x = a.value, y = b.value;
    switch (what) {
        case 0: return lane.made(x + y, a, 1, b, 1);
        case 1: return lane.made(x * y, a, y, b, x);
        case 2: return lane.made(x - constant, a, 1);
        case 3: return lane.made(x * constant, a, constant);
        case 4: return lane.made(std::sin(x), a, std::cos(x));
        case 5: return lane.made(x * x, a, 2 * x);
        case 6: return root(a);
        case 7: return lane.taken(x > y, a, b);
        case 8: return lane.taken(x < y, a, b);
        case 9: return lane.taken(x > constant, a, lane.constant(constant));
        case 10: {
            if (std::abs(x) == 1) lane.is_smooth = false;
            return x < -1 || x > 1 ? lane.constant(x < 0 ? -1 : 1) : a;
        }
        case 11: return x < y ? a : root(b);
        case 12: return x > constant ? lane.made(std::log(x), a, 1 / x) : b;
        case 13: return lane.made(1 / x, a, -1 / (x * x));
        case 14: return x > y ? root(a) : lane.made(2 * y, b, 2);
        case 15: {
            const moving side = lane.taken(std::sqrt(x + 1) > y, root(lane.made(x + 1, a, 1)), b);
            return lane.made(side.value * y, side, y, b, side.value);
        }
        case 16: return lane.made(x * y, b, x);
        default: return lane.made(x / y, a, 1 / y, b, -x / y / y);
    }
}

bool same(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    return a == b || std::abs(a - b) <= 1e-9 * (1 + std::abs(a)) || std::abs(a) > 1e100;
}

struct slopes {
    double by_backward, by_grad, second_by_backward, second_by_grad;
};

slopes slopes_of(const variable<double>& x, const variable<double>& y) {
    x.clear_grad();
    y.backward();
    const double first = x.has_grad() ? x.grad() : 0;
    const auto slope = grad(y, x, dynamic::unused::zero);
    x.clear_grad();
    slope.backward();
    return {first, slope.data(), x.has_grad() && !slope.is_same(x) ? x.grad() : 0,
            grad(slope, x, dynamic::unused::zero).data()};
}

void check_special(const std::uint8_t* bytes, std::size_t size) {
    machine<quad_of<double>> arrays;
    std::array<machine<double>, 4> numbers;
    std::array<std::vector<moving>, 4> rows;
    std::array<lane, 4> lanes;
    quad_of<double> at;
    for (std::size_t i = 0; i < 4; ++i) {
        at.at[i] = points[i < size ? bytes[i] % 8 : 0];
        numbers[i].row.emplace_back(at.at[i]);
        rows[i].push_back({at.at[i], 1, true});
    }
    arrays.row.emplace_back(at);
    for (std::size_t i = 4; i + 1 < size && i < 28; i += 2) {
        const std::size_t count = arrays.row.size(), a = bytes[i + 1] % count, b = bytes[i + 1] / 16 % count;
        const auto what = static_cast<std::uint8_t>(bytes[i] % 18);
        const double constant = points[bytes[i] / 18 % 7];
        arrays.step(what, variable(arrays.row[a]), variable(arrays.row[b]), constant);
        for (std::size_t k = 0; k < 4; ++k) {
            numbers[k].step(what, variable(numbers[k].row[a]), variable(numbers[k].row[b]), constant);
            rows[k].push_back(forward_step(lanes[k], what, moving(rows[k][a]), moving(rows[k][b]), constant));
        }
    }
    const variable<quad_of<double>>& x = arrays.row.front();
    const variable<quad_of<double>>& y = arrays.row.back();
    if (arrays.row.size() == 1) return;
    sum(y).backward();
    const auto by_backward = x.has_grad() ? x.grad() : quad_of<double>();
    const auto slope = grad(sum(y), x, dynamic::unused::zero);
    x.clear_grad();
    sum(slope).backward();
    const auto second = x.has_grad() ? x.grad() : quad_of<double>();
    const auto second_by_grad = grad(sum(slope), x, dynamic::unused::zero);
    for (std::size_t k = 0; k < 4; ++k) {
        const slopes of_number = slopes_of(numbers[k].row.front(), numbers[k].row.back());
        require(same(of_number.by_backward, of_number.by_grad));
        require(same(of_number.second_by_backward, of_number.second_by_grad));
        require(same(by_backward.at[k], of_number.by_backward));
        require(same(slope.data().at[k], of_number.by_grad));
        require(same(second.at[k], of_number.second_by_backward));
        require(same(second_by_grad.data().at[k], of_number.second_by_grad));
        const moving& wanted = rows[k].back();
        if (lanes[k].is_smooth) {
            require(near(numbers[k].row.back().data(), wanted.value));
            require(std::isfinite(wanted.slope) == std::isfinite(of_number.by_backward));
            require(near(of_number.by_backward, wanted.slope));
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    variable x{0.75};
    dynamic::function square = pullback::functions::square{};
    std::vector<checked> row{{x, 0.75, 1}};
    for (std::size_t i = 0; i + 1 < size && i < 400; i += 2) {
        const checked a = row[bytes[i + 1] % row.size()], b = row[(bytes[i + 1] / 16) % row.size()];
        switch (bytes[i] % 10) {
            case 0: row.push_back({a.graph + b.graph, a.value + b.value, a.slope + b.slope}); break;
            case 1: row.push_back({a.graph * b.graph, a.value * b.value, a.slope * b.value + a.value * b.slope}); break;
            case 2: row.push_back(halved_sine(a)); break;
            case 3: row.push_back({square(a.graph), a.value * a.value, 2 * a.value * a.slope}); break;
            case 4: row.push_back({a.graph.detach(), a.value, 0}); break;
            case 5: row[bytes[i + 1] % row.size()] = halved_sine(b); break;
            case 6:
                if (row.size() > 1) row.erase(row.begin());
                break;
            case 7: check(x, a); break;
            case 8: {
                const dynamic::no_grad scope;
                row.push_back({-a.graph, -a.value, 0});
                break;
            }
            default: {
                const auto made = a.graph.creator();
                if (made != pullback::none && made.input_count() == 1)
                    require(made.has_output() && made.input().size() == 1);
            }
        }
        if (row.size() > 40) row.resize(20, row.front());
    }
    check(x, row.back());
    check_special(bytes, size);
    return 0;
}

#ifdef PULLBACK_FUZZ_WITHOUT_ENGINE
#include <random>

// Where the compiler brings no fuzzing engine: random bytes.
int main() {
    std::mt19937 random(1);
    std::vector<std::uint8_t> bytes;
    for (int run = 0; run < 20000; ++run) {
        bytes.resize(random() % 300);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
}
#endif
