// SPDX-License-Identifier: BSL-1.0
// What compile times are divided by, so that they can be compared with those of another machine and another hour: it
// includes, instantiates, evaluates and optimises about as they do, and nothing of the library.
#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <string>

constexpr std::array<unsigned, 2000> sorted_numbers() {
    std::array<unsigned, 2000> numbers{};
    unsigned state = 1;
    for (unsigned& number : numbers) number = state = state * 1664525u + 1013904223u;
    for (int round = 0; round < 6; ++round) {
        std::sort(numbers.begin(), numbers.end());
        for (unsigned& number : numbers) number = number * 2654435761u + 12345u;
    }
    return numbers;
}

constexpr auto numbers = sorted_numbers();

unsigned number_at(std::size_t place) { return numbers[place % numbers.size()]; }

int count_of(const std::string& text) {
    std::map<std::string, int> words;
    const std::regex word("[a-z]+|([0-9]{2,4})-\\1");
    for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) ++words[at->str()];
    return static_cast<int>(words.size());
}
