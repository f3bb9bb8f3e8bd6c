// SPDX-License-Identifier: BSL-1.0
#include <cstdio>

// Runs what was compiled for a processor where this is one; this file is compiled for any.

bool lanes_are_right();

int main() {
#ifdef NEEDS
    if (!__builtin_cpu_supports(NEEDS)) {
        std::puts("skipped: the processor has no " NEEDS);
        return 0;
    }
#endif
    const bool is_right = lanes_are_right();
    std::puts(is_right ? "right" : "wrong");
    return is_right ? 0 : 1;
}
