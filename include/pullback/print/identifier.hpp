// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_IDENTIFIER_HPP
#define PULLBACK_PRINT_IDENTIFIER_HPP

#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>

#include <cstddef>

namespace pullback::detail {

constexpr bool is_greek(const char* name, std::size_t size) {
    constexpr const char* letters[] = {
        "alpha", "beta",  "gamma", "delta", "epsilon", "zeta",  "eta", "theta",   "iota", "kappa", "lambda",
        "mu",    "nu",    "xi",    "pi",    "rho",     "sigma", "tau", "upsilon", "phi",  "chi",   "psi",
        "omega", "Gamma", "Delta", "Theta", "Lambda",  "Xi",    "Pi",  "Sigma",   "Phi",  "Psi",   "Omega"};
    for (const char* letter : letters)
        if (same_characters(name, size, letter, length_of(letter))) return true;
    return false;
}

/// Writes a name and the way to one scalar below it: `camera.rotation[2]`, `x_{0,1}`.
class path_writer {
public:
    constexpr path_writer(text_writer& out, print_style style) : out_(out), is_latex_(style == print_style::latex) {}

    /// The name at the beginning. In LaTeX digits at its end and what follows a `_` are subscripts.
    constexpr void begin(const char* name) {
        const std::size_t size = length_of(name);
        if (!is_latex_) return out_.put(name, size);
        std::size_t base = 0;
        while (base < size && (base == 0 || name[base] != '_')) ++base;
        if (base == size)
            while (base > 1 && name[base - 1] >= '0' && name[base - 1] <= '9') --base;
        word(name, base);
        std::size_t rest = base;
        if (rest < size && name[rest] == '_') ++rest;
        if (rest == size) return;
        open();
        word(name + rest, size - rest);
    }
    constexpr void begin(const char* name, int number) {
        out_.put(name);
        if (is_latex_) open();
        out_.put(number);
    }

    constexpr void index(int index) {
        begin_index();
        out_.put(index);
        end_index();
    }
    /// An index that the caller writes between these.
    constexpr void begin_index() { is_latex_ ? open() : out_.put('['); }
    constexpr void end_index() {
        if (!is_latex_) out_.put(']');
    }

    constexpr void member(const char* name) {
        if (!is_latex_) {
            if (out_.size() > start_) out_.put('.');
            return out_.put(name);
        }
        if (out_.size() > start_) open();
        word(name, length_of(name));
    }

    /// The element that belongs to a variable.
    constexpr void key(const char* name) {
        is_latex_ ? open() : out_.put('[');
        if (!is_latex_) out_.put(name);
        else path_writer(out_, print_style::latex).whole(name);
        if (!is_latex_) out_.put(']');
    }

    constexpr void whole(const char* name) {
        begin(name);
        finish();
    }
    constexpr void finish() {
        if (is_open_) out_.put('}');
    }

private:
    constexpr void open() {
        out_.put(is_open_ ? "," : "_{");
        is_open_ = true;
    }

    // Whether a name is one letter, in UTF-8 too.
    static constexpr bool is_one_letter(const char* name, std::size_t size) {
        for (std::size_t i = 1; i < size; ++i)
            if ((static_cast<unsigned char>(name[i]) & 0xc0) != 0x80) return false;
        return size > 0;
    }

    // Writes a word in LaTeX: one letter or a number as it is, Greek letters by their name, other words upright.
    constexpr void word(const char* name, std::size_t size) {
        bool is_number = true;
        for (std::size_t i = 0; i < size; ++i) is_number = is_number && name[i] >= '0' && name[i] <= '9';
        if (is_one_letter(name, size) || is_number) return out_.put(name, size);
        if (is_greek(name, size)) {
            out_.put('\\');
            return out_.put(name, size);
        }
        out_.put("\\mathrm{");
        for (std::size_t i = 0; i < size; ++i) {
            if (name[i] == '_') out_.put('\\');
            out_.put(name[i]);
        }
        out_.put('}');
    }

    text_writer& out_;
    bool is_latex_;
    bool is_open_ = false;
    std::size_t start_ = out_.size();
};

} // namespace pullback::detail

#endif
