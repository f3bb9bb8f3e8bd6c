// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_WRITER_HPP
#define PULLBACK_PRINT_WRITER_HPP

#include <pullback/print/text.hpp>

#include <cstddef>
#include <utility>

namespace pullback::detail {

/// Puts text together. Without a place to write to it only measures, so that the same code first learns the
/// size of a text and then fills it.
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
        int first = 12;
        do {
            const int digit = number % 10;
            digits[--first] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
            number /= 10;
        } while (number != 0);
        put(digits + first, static_cast<std::size_t>(12 - first));
    }

    /// Puts each argument in turn.
    template <class... Parts>
        requires(sizeof...(Parts) > 1)
    constexpr void put_all(const Parts&... parts) {
        (put(parts), ...);
    }

private:
    char* to_ = nullptr;
    std::size_t size_ = 0;
};

/// The text that `Printer::write(text_writer&, part)` writes for part = 0, …, Printer::parts - 1. Measuring
/// and writing each part are constants of their own, because compilers bound the steps of each.
template <class Printer, int Part>
struct printed_piece {
private:
    static constexpr std::size_t measure() {
        text_writer out;
        Printer::write(out, Part);
        return out.size();
    }
    static constexpr std::size_t size = measure();

    static constexpr text<size> print() {
        text<size> result;
        text_writer out(result.characters);
        Printer::write(out, Part);
        return result;
    }

public:
    static constexpr text<size> value = print();
};

template <std::size_t... Size>
constexpr text<(Size + ... + 0)> join_texts(const text<Size>&... parts) {
    text<(Size + ... + 0)> result;
    text_writer out(result.characters);
    (out.put(parts.data(), Size), ...);
    return result;
}

template <class Printer, class Sequence = std::make_integer_sequence<int, Printer::parts>>
struct printed;

template <class Printer, int... Part>
struct printed<Printer, std::integer_sequence<int, Part...>> {
    static constexpr auto value = join_texts(printed_piece<Printer, Part>::value...);
};

template <class Printer>
struct printed<Printer, std::integer_sequence<int, 0>> : printed_piece<Printer, 0> {};

/// How many instructions are printed in one part.
inline constexpr int instructions_at_once = 1024;

constexpr int pieces_for(int size) { return 1 + size / instructions_at_once; }

/// The instructions of one printed part, from `begin` to before `end`.
struct instruction_range {
    int begin;
    int end;
};

constexpr instruction_range piece_of_program(int part, int size) {
    const int begin = part * instructions_at_once, end = begin + instructions_at_once;
    return {begin, end < size ? end : size};
}

} // namespace pullback::detail

#endif
