// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXAMPLES_EMBEDDED_LINE_HPP
#define PULLBACK_EXAMPLES_EMBEDDED_LINE_HPP

namespace port {

/// A line of text in memory of its own: the numbers of `printf` need a heap.
class line {
public:
    line& add(const char* text) {
        while (*text != '\0') put(*text++);
        return *this;
    }
    /// With four digits after the point.
    line& add(float number) {
        const bool is_negative = number < 0;
        if (is_negative) number = -number;
        const auto scaled = static_cast<unsigned>(number * 10000 + 0.5f);
        if (is_negative && scaled != 0) put('-');
        add(scaled / 10000, 1);
        put('.');
        return add(scaled % 10000, 4);
    }
    line& add(unsigned number, int least_digits) {
        char digits[12];
        int count = 0;
        for (; number != 0 || count < least_digits; number /= 10)
            digits[count++] = static_cast<char>('0' + number % 10);
        while (count > 0) put(digits[--count]);
        return *this;
    }

    /// The finished line.
    const char* end() {
        add("\n");
        characters_[size_] = '\0';
        return characters_;
    }

private:
    void put(char character) {
        if (size_ + 1 < static_cast<int>(sizeof characters_)) characters_[size_++] = character;
    }

    char characters_[128];
    int size_ = 0;
};

} // namespace port

#endif
