#include <pullback.hpp>

#include <type_traits>

static_assert(std::is_empty_v<std::remove_cvref_t<decltype(pullback::variable<"x">)>>);
