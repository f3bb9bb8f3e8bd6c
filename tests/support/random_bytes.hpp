// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_RANDOM_BYTES_HPP
#define PULLBACK_TESTS_SUPPORT_RANDOM_BYTES_HPP

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

/// Runs a fuzz target where the compiler brings no engine: with random bytes, the same each time.
inline int run_with_random_bytes(int runs, std::size_t most_bytes) {
    std::mt19937 random(1);
    std::vector<std::uint8_t> bytes;
    for (int run = 0; run < runs; ++run) {
        bytes.resize(random() % most_bytes);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    return 0;
}

#endif
