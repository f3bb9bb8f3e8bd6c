// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_CAUGHT_TEXT_HPP
#define PULLBACK_TESTS_RUN_CAUGHT_TEXT_HPP

#include <string>

/// What an action throws, as text.
namespace caught_text {

template <class Exception, class Action>
std::string text_of(Action action) {
    try {
        action();
    } catch (const Exception& caught) {
        return caught.what();
    }
    return "nothing was thrown";
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace caught_text

#endif
