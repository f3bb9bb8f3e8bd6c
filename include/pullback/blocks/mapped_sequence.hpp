// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_MAPPED_SEQUENCE_HPP
#define PULLBACK_BLOCKS_MAPPED_SEQUENCE_HPP

#include <pullback/blocks/operands.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// `map` of sequences: an array where their size is part of a type, and else what computes an element when it is read.

namespace pullback::engine {

/// The size of a sequence where its type says it, else 0. Adapters specialise it.
template <class S>
inline constexpr std::size_t constant_size = 0;
template <class Element, std::size_t Size>
inline constexpr std::size_t constant_size<std::array<Element, Size>> = Size;

} // namespace pullback::engine

namespace pullback::detail {

using engine::constant_size;

template <class... S>
inline constexpr bool has_constant_size = ((constant_size<S> > 0) || ...);

/// A container that somebody else holds.
template <class S>
class sequence_view {
public:
    using value_type = typename S::value_type;
    constexpr explicit sequence_view(const S& sequence) : sequence_(&sequence) {}
    constexpr std::size_t size() const { return static_cast<std::size_t>(sequence_->size()); }
    constexpr decltype(auto) operator[](std::size_t i) const { return (*sequence_)[static_cast<subscript_in<S>>(i)]; }

private:
    const S* sequence_;
};

/// Sequences that compute their elements, and are copied.
template <class S>
inline constexpr bool is_computed = false;
template <class S>
inline constexpr bool is_computed<sequence_view<S>> = true;
template <class R>
inline constexpr bool is_computed<fixed_view<R>> = true;

/// What a range that is computed later keeps of an argument: a container is kept by reference, and a temporary one by
/// value.
template <class A>
constexpr decltype(auto) held(A&& argument) {
    using type = std::remove_cvref_t<A>;
    if constexpr (!Sequence<type> || is_computed<type> || constant_size<type> != 0) return std::as_const(argument);
    else if constexpr (std::is_lvalue_reference_v<A>) return sequence_view<type>(argument);
    else return type(std::forward<A>(argument));
}

/// What a function makes of the elements of sequences side by side, when it is read.
template <class F, class... S>
class mapped_sequence {
public:
    using value_type = std::remove_cvref_t<decltype(std::declval<const F&>()(std::declval<const S&>()[0]...))>;
    constexpr mapped_sequence(const F& function, const S&... sequences)
        : function_(function), sequences_(sequences...), size_(detail::common_size(sequences...)) {}
    constexpr std::size_t size() const { return size_; }
    constexpr value_type operator[](std::size_t i) const {
        return boost::hana::unpack(sequences_, [&](const S&... sequences) {
            return function_(sequences[static_cast<subscript_in<S>>(i)]...);
        });
    }

private:
    F function_;
    boost::hana::tuple<S...> sequences_;
    std::size_t size_;
};
template <class F, class... S>
inline constexpr bool is_computed<mapped_sequence<F, S...>> = true;

template <class F, class... S>
constexpr auto map_sequences(const F& function, const S&... sequences) {
    if constexpr (has_constant_size<S...>) {
        constexpr std::size_t sizes[] = {constant_size<S>...};
        constexpr std::size_t size = [&] {
            std::size_t largest = 0;
            for (const std::size_t each : sizes) largest = each > largest ? each : largest;
            return largest;
        }();
        detail::common_size(sequences...);
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            const auto at = [&](std::size_t i) { return function(sequences[static_cast<subscript_in<S>>(i)]...); };
            return std::array<std::remove_cvref_t<decltype(at(0))>, size>{{at(I)...}};
        }(std::make_index_sequence<size>{});
    } else {
        return mapped_sequence<F, S...>(function, sequences...);
    }
}

} // namespace pullback::detail

#endif
