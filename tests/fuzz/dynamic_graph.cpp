#include <pullback/dynamic.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

// Builds a graph as bytes say and checks its gradient against the same computation with forward derivatives. Every two bytes are one
// step on a row of variables: what to do, and with which ones.

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
            case 6: if (row.size() > 1) row.erase(row.begin()); break;
            case 7: check(x, a); break;
            case 8: {
                const dynamic::no_grad scope;
                row.push_back({-a.graph, -a.value, 0});
                break;
            }
            default: {
                const auto made = a.graph.creator();
                if (made != pullback::none && made.input_count() == 1) require(made.has_output() && made.input().size() == 1);
            }
        }
        if (row.size() > 40) row.resize(20, row.front());
    }
    check(x, row.back());
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
