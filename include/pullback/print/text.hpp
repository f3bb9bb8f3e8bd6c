// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_TEXT_HPP
#define PULLBACK_PRINT_TEXT_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

// These use clang's built-in functions, which cost one of its limited constexpr steps where a loop takes some per
// character.
constexpr std::size_t length_of(const char* characters) noexcept {
#if defined(__clang__)
    return __builtin_strlen(characters);
#else
    std::size_t size = 0;
    while (characters[size] != '\0') ++size;
    return size;
#endif
}

constexpr void copy_characters(char* to, const char* from, std::size_t count) noexcept {
#if defined(__clang__)
    __builtin_memcpy(to, from, count);
#else
    // Asking also keeps g++ from computing a text that need not be a constant and storing it character by
    // character.
    if (!std::is_constant_evaluated()) __builtin_memcpy(to, from, count);
    else
        for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
#endif
}

constexpr bool same_characters(const char* a, std::size_t a_size, const char* b, std::size_t b_size) noexcept {
    if (a_size != b_size) return false;
#if defined(__clang__)
    return __builtin_memcmp(a, b, a_size) == 0;
#else
    for (std::size_t i = 0; i < a_size; ++i)
        if (a[i] != b[i]) return false;
    return true;
#endif
}

} // namespace detail

/// A text of `Size` characters, made at compile time and held by value. It converts to whatever is made of a
/// pointer and a size (`std::string_view`, `std::string`), compares with texts and string literals, and goes
/// to any stream that takes `const char*`.
template <std::size_t Size>
struct text {
    char characters[Size + 1] = {}; // ends with '\0'

    constexpr const char* data() const noexcept { return characters; }
    constexpr const char* c_str() const noexcept { return characters; }
    static constexpr std::size_t size() noexcept { return Size; }
    static constexpr bool empty() noexcept { return Size == 0; }
    constexpr const char* begin() const noexcept { return characters; }
    constexpr const char* end() const noexcept { return characters + Size; }
    constexpr char operator[](std::size_t index) const { return characters[index]; }

    template <class String>
        requires(std::is_class_v<String> && std::is_constructible_v<String, const char*, std::size_t>)
    constexpr operator String() const {
        return String(characters, Size);
    }

    template <std::size_t OtherSize>
    friend constexpr bool operator==(const text& a, const text<OtherSize>& b) noexcept {
        return detail::same_characters(a.data(), Size, b.data(), OtherSize);
    }
    friend constexpr bool operator==(const text& a, const char* b) noexcept {
        return detail::same_characters(a.data(), Size, b, detail::length_of(b));
    }

    template <class Stream>
        requires requires(Stream& stream, const char* c) { stream << c; }
    friend Stream& operator<<(Stream& stream, const text& printed) {
        stream << printed.c_str();
        return stream;
    }
};

namespace detail {

inline constexpr text<0> no_text{}; // after an error

} // namespace detail

} // namespace pullback

#endif
