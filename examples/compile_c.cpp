// SPDX-License-Identifier: BSL-1.0
// A function recorded at run time becomes machine code at run time: it is printed in C, compiled by the system's
// compiler and loaded.
#include <pullback/record.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <dlfcn.h>

int main() {
    const std::vector<double> x(1000, 0.7);
    const auto f = pullback::value_and_gradient(pullback::record(
        [](const auto& v) {
            auto sum = 0 * v[0];
            for (std::size_t i = 0; i + 1 < v.size(); ++i) sum += square(v[i + 1] - sin(v[i])) * exp(-v[i]);
            return sum;
        },
        x));
    std::ofstream("compiled_loss.c") << pullback::to_c(f, "loss");
    if (std::system("cc -O2 -shared -fPIC compiled_loss.c -o compiled_loss.so -lm") != 0) {
        std::printf("there is no C compiler\n");
        return 1;
    }
    void* const library = dlopen("./compiled_loss.so", RTLD_NOW);
    using function = void (*)(const double*, double*);
    const auto loss = library != nullptr ? reinterpret_cast<function>(dlsym(library, "loss")) : nullptr;
    if (loss == nullptr) {
        std::printf("%s\n", dlerror());
        return 1;
    }
    std::vector<double> results(1 + x.size());
    loss(x.data(), results.data());
    const auto [value, gradient] = f(x);
    double difference = std::abs(results[0] - value);
    for (std::size_t i = 0; i < x.size(); ++i)
        difference = std::fmax(difference, std::abs(results[1 + i] - gradient[i]));
    std::printf("compiled and interpreted agree: %s\n", difference < 1e-10 ? "yes" : "no");
    dlclose(library);
}
