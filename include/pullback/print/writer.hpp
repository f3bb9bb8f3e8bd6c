// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_WRITER_HPP
#define PULLBACK_PRINT_WRITER_HPP

#include <pullback/print/text.hpp>

namespace pullback::detail {

/// Puts text together. Without a place to write to it only measures, so that the same code first learns the size of
/// a text and then fills it.
class text_writer {
public:
    constexpr text_writer() = default;
    constexpr explicit text_writer(char* to) noexcept : to_(to) {}

    constexpr std::size_t size() const noexcept { return size_; }

    constexpr void put(const char* characters, std::size_t count) {
        if (to_ != nullptr) copy_characters(to_ + size_, characters, count);
        size_ += count;
    }
    constexpr void put(const char* characters) { put(characters, length_of(characters)); }
    constexpr void put(char character) {
        if (to_ != nullptr) to_[size_] = character;
        ++size_;
    }
    constexpr void put(int number) {
        if (number < 0) put('-');
        char digits[12] = {};
        int count = 0;
        do {
            const int digit = number % 10;
            digits[count++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
            number /= 10;
        } while (number != 0);
        while (count > 0) put(digits[--count]);
    }

    /// Each argument in turn.
    template <class... Parts>
        requires(sizeof...(Parts) > 1)
    constexpr void put_all(const Parts&... parts) {
        (put(parts), ...);
    }

private:
    char* to_ = nullptr;
    std::size_t size_ = 0;
};

/// The text that `Printer::write(text_writer&)` writes. Measuring and writing are constants of their own, because compilers
/// bound the steps of each.
template <class Printer>
struct printed {
private:
    static constexpr std::size_t measure() {
        text_writer out;
        Printer::write(out);
        return out.size();
    }
    static constexpr std::size_t size = measure();

    static constexpr text<size> print() {
        text<size> result;
        text_writer out(result.characters);
        Printer::write(out);
        return result;
    }

public:
    static constexpr text<size> value = print();
};

} // namespace pullback::detail

#endif
