// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXAMPLES_EMBEDDED_HOST_PORT_HPP
#define PULLBACK_EXAMPLES_EMBEDDED_HOST_PORT_HPP

#include <cstdio>

namespace port {

inline void write(const char* text) { std::fputs(text, stdout); }

} // namespace port

#endif
