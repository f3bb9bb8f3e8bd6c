// SPDX-License-Identifier: BSL-1.0
#include "baseline.hpp"
#include "kernels.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

// Memory and time of one long chain, to be run with a small stack, once for each library in a process of its own:
//   ulimit -s 256; memory pullback|baseline [NODES]

namespace {

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double peak_bytes() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

template <class Variable>
void measure(const char* name, std::size_t node_count) {
    const double bytes_before = peak_bytes(), start = seconds();
    double recorded, passed;
    {
        const std::vector<Variable> x{Variable(0.5)};
        Variable y = dynamic_kernels::chain{node_count}(x);
        recorded = seconds();
        y.backward();
        passed = seconds();
        if (x[0].grad() != 1) {
            std::fprintf(stderr, "%s: the gradient is %.17g, not 1\n", name, x[0].grad());
            std::abort();
        }
    }
    const double dropped = seconds();
    const double bytes_a_node = (peak_bytes() - bytes_before) / static_cast<double>(node_count);
    std::printf("%-10s%12.1f%14.3f%12.3f%14.3f\n", name, bytes_a_node, recorded - start, passed - recorded,
                dropped - passed);
}

} // namespace

int main(int argc, char** argv) {
    const std::string library = argc > 1 ? argv[1] : "pullback";
    const std::size_t node_count = argc > 2 ? std::stoul(argv[2]) : 10'000'000;
    if (library == "baseline") measure<baseline::variable>("baseline", node_count);
    else measure<pullback::dynamic::variable<double>>("pullback", node_count);
}
