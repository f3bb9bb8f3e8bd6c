// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_FUZZ_MAIN_HPP
#define PULLBACK_TESTS_SUPPORT_FUZZ_MAIN_HPP

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

#ifdef PULLBACK_FUZZ_WITHOUT_ENGINE
#include <chrono>
#include <random>
#include <vector>

// Where the compiler brings no fuzzing engine: random bytes, for a few seconds.
int main() {
    std::mt19937 random(1);
    std::vector<std::uint8_t> bytes;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (std::chrono::steady_clock::now() < end) {
        bytes.resize(random() % 300);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
}
#endif

#endif
