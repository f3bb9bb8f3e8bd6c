// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_RANGE_ERROR_HPP
#define PULLBACK_SHAPE_RANGE_ERROR_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>
#include <type_traits>
#if defined(__cpp_exceptions)
#include <exception>
#endif

namespace pullback {

/// What is wrong with arguments of run-time length, as a sentence.
class range_sentence {
public:
    constexpr range_sentence& operator<<(const char* text) {
        for (; *text != '\0'; ++text) put(*text);
        return *this;
    }
    constexpr range_sentence& operator<<(std::ptrdiff_t number) {
        if (number < 0) put('-');
        char digits[24]{};
        int count = 0;
        do {
            const std::ptrdiff_t digit = number % 10;
            digits[count++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
            number /= 10;
        } while (number != 0);
        while (count > 0) put(digits[--count]);
        return *this;
    }
    /// An integer of a type of `Integer`, which may have no sign and then be larger than all that have one.
    template <class Integer>
    constexpr range_sentence& put_integer(std::ptrdiff_t number) {
        if (!std::is_unsigned_v<Integer> || number >= 0) return *this << number;
        const std::size_t large = static_cast<std::size_t>(number);
        *this << static_cast<std::ptrdiff_t>(large / 10);
        put(static_cast<char>('0' + large % 10));
        return *this;
    }
    constexpr const char* text() const { return text_; }

private:
    constexpr void put(char c) {
        if (length_ + 1 < static_cast<int>(sizeof(text_))) text_[length_++] = c;
    }

    char text_[256]{};
    int length_ = 0;
};

#if defined(__cpp_exceptions)
/// Thrown by a call of a static function whose arguments of run-time length do not fit: lengths that must be equal and
/// are not, a subscript that is none, the extremum of an empty range; and by one whose destinations or workspace do
/// not: of another size, or with memory in common. Nothing has been written then. And by a `while_loop` that does not
/// end within its bound, when results may be written in part.
class range_error : public std::exception {
public:
    explicit range_error(const range_sentence& sentence) : sentence_(sentence) {}
    const char* what() const noexcept override { return sentence_.text(); }

private:
    range_sentence sentence_;
};
#endif

namespace detail {

/// Where there are no exceptions the program ends, by a trap. A program that wants to know why defines
/// PULLBACK_RANGE_ERROR(sentence) before it includes the library, a call of a function that takes the sentence, a text
/// that ends with 0, and does not return: it prints it, resets the device, or throws something of its own.
[[noreturn, gnu::cold, gnu::noinline]] inline void report_range_error(const range_sentence& sentence) {
#if defined(PULLBACK_RANGE_ERROR)
    PULLBACK_RANGE_ERROR(sentence.text());
#elif defined(__cpp_exceptions)
    throw range_error(sentence);
#else
    static_cast<void>(sentence);
#endif
    __builtin_trap();
}

/// Says that a loop has a turn more than its bound allows. Results that the call writes may be written in part then.
[[noreturn, gnu::cold, gnu::noinline]] inline void report_no_end(std::ptrdiff_t bound) {
    report_range_error(range_sentence() << "while_loop(bound, init, condition, f): the condition still holds after "
                                        << bound
                                        << " turns, as many as the bound allows; give a larger bound, or a condition "
                                           "that ceases to hold");
}

} // namespace detail

} // namespace pullback

#endif
