// SPDX-License-Identifier: BSL-1.0
// EXPECT: variable<T>: T is no type of data that pullback knows; use a number
#include <pullback/dynamic.hpp>

#include <string>

#ifdef PULLBACK_WRONG
pullback::dynamic::variable x{std::string("0.5")};
#else
pullback::dynamic::variable x{0.5};
#endif
