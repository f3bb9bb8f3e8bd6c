// SPDX-License-Identifier: BSL-1.0
// The one program that must be stopped by forbid_allocation.cpp.

#include <vector>

int main(int argc, char**) {
    std::vector<int> numbers(static_cast<std::size_t>(argc));
    return numbers.front();
}
