// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_PRINT_HPP
#define PULLBACK_DYNAMIC_PRINT_HPP

#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <iosfwd>
#include <string>

namespace pullback::dynamic {

/// `variable(0.5)`, `variable([[1, 2], [3, 4]])`: the data, every number by the shortest digits that read back as the
/// same number.
template <class T>
std::string to_string(const variable<T>& x) {
    return "variable(" + detail::text_of(x.data()) + ")";
}
template <class T>
std::string to_string(const linked<T>& x) {
    return to_string(static_cast<const variable<T>&>(x));
}

template <class Traits, class T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, const variable<T>& x) {
    return out << to_string(x);
}

} // namespace pullback::dynamic

#endif
