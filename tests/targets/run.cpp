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
    std::puts(lanes_are_right() ? "right" : "wrong");
    return lanes_are_right() ? 0 : 1;
}
