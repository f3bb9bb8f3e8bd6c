// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_BOUNDED_TEXT_HPP
#define PULLBACK_PRINT_BOUNDED_TEXT_HPP

#include <pullback/print/text.hpp>

#include <cstddef>

namespace pullback {

/// A `text` of at most `Capacity` characters, whose size depends on numbers that it shows. It is used like a `text`.
template <std::size_t Capacity>
struct bounded_text {
    char characters[Capacity + 1] = {}; // ends with '\0'
    std::size_t length = 0;

    constexpr const char* data() const noexcept { return characters; }
    constexpr const char* c_str() const noexcept { return characters; }
    constexpr std::size_t size() const noexcept { return length; }
    constexpr bool empty() const noexcept { return length == 0; }
    constexpr const char* begin() const noexcept { return characters; }
    constexpr const char* end() const noexcept { return characters + length; }
    constexpr char operator[](std::size_t index) const { return characters[index]; }

    template <class String>
        requires(std::is_class_v<String> && std::is_constructible_v<String, const char*, std::size_t>)
    constexpr operator String() const {
        return String(characters, length);
    }

    template <std::size_t OtherCapacity>
    friend constexpr bool operator==(const bounded_text& a, const bounded_text<OtherCapacity>& b) noexcept {
        return detail::same_characters(a.data(), a.size(), b.data(), b.size());
    }
    template <std::size_t Size>
    friend constexpr bool operator==(const bounded_text& a, const text<Size>& b) noexcept {
        return detail::same_characters(a.data(), a.size(), b.data(), Size);
    }
    friend constexpr bool operator==(const bounded_text& a, const char* b) noexcept {
        return detail::same_characters(a.data(), a.size(), b, detail::length_of(b));
    }

    template <class Stream>
        requires requires(Stream& stream, const char* c) { stream << c; }
    friend Stream& operator<<(Stream& stream, const bounded_text& printed) {
        stream << printed.c_str();
        return stream;
    }
};

} // namespace pullback

#endif
