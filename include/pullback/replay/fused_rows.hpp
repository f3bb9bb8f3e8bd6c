// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_FUSED_ROWS_HPP
#define PULLBACK_REPLAY_FUSED_ROWS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/table.hpp>

#include <cstddef>
#include <cstdint>

// Instructions that are run as one: most of a gradient are products that are used once, in a sum, and sums of many
// terms. What is between is in registers. Every operation is done as it would be alone, in the same order, and so with
// the same result, but that a product and its sum may be rounded together, as elsewhere.

namespace pullback::engine::replay {

/// x + y z
struct sum_with_product {
    static constexpr int arity = 3;
    template <class T>
    static constexpr T value(const T& x, const T& y, const T& z) {
        return functions::add::value(x, functions::multiply::value(y, z));
    }
};

/// x - y z
struct difference_to_product {
    static constexpr int arity = 3;
    template <class T>
    static constexpr T value(const T& x, const T& y, const T& z) {
        return functions::subtract::value(x, functions::multiply::value(y, z));
    }
};

using fused_rows = function_list<sum_with_product, difference_to_product>;

/// What terms add to a long sum: themselves, or products of two.
enum class term_kind : std::uint32_t { number, product, negative_product };

/// So many terms of one kind, in one word.
struct term_group {
    std::uint32_t word;

    static constexpr term_group of(term_kind kind, std::uint32_t count) {
        return {count << 2 | static_cast<std::uint32_t>(kind)};
    }
    constexpr term_kind kind() const { return static_cast<term_kind>(word & 3); }
    constexpr std::uint32_t count() const { return word >> 2; }
};

/// Adds `count` terms, each of the operands in so many places, to the sums in lanes.
template <std::size_t Arity, class T, std::size_t Lanes, class Add>
PULLBACK_ALWAYS_INLINE inline const std::uint32_t* add_terms(T (&sums)[Lanes], const T* values,
                                                             const std::uint32_t* places, std::uint32_t count,
                                                             Add add) {
    T made[Lanes];
    for (std::size_t lane = 0; lane < Lanes; ++lane) made[lane] = sums[lane];
    for (std::uint32_t i = 0; i < count; ++i, places += Arity) {
        const T* const x = values + std::size_t{places[0]} * Lanes;
        const T* const y = values + std::size_t{places[Arity - 1]} * Lanes;
        for (std::size_t lane = 0; lane < Lanes; ++lane) made[lane] = add(made[lane], x[lane], y[lane]);
    }
    for (std::size_t lane = 0; lane < Lanes; ++lane) sums[lane] = made[lane];
    return places;
}

/// Performs `count` long sums, whose results stand one after the other from `result` on. Of each, `places` has the
/// number of groups, the place of the first term, and the groups with the operands of their terms.
template <class T, std::size_t Lanes>
void run_long_sums(T* values, const std::uint32_t* places, std::uint32_t result, std::uint32_t count) {
    using functions::add, functions::subtract, functions::multiply;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t groups = *places++;
        T sums[Lanes];
        const T* const first = values + std::size_t{*places++} * Lanes;
        for (std::size_t lane = 0; lane < Lanes; ++lane) sums[lane] = first[lane];
        for (std::uint32_t group = 0; group < groups; ++group) {
            const term_group terms{*places++};
            if (terms.kind() == term_kind::number)
                places = replay::add_terms<1>(sums, values, places, terms.count(),
                                              [](const T& sum, const T& x, const T&) { return add::value(sum, x); });
            else if (terms.kind() == term_kind::product)
                places = replay::add_terms<2>(
                    sums, values, places, terms.count(),
                    [](const T& sum, const T& x, const T& y) { return add::value(sum, multiply::value(x, y)); });
            else
                places = replay::add_terms<2>(
                    sums, values, places, terms.count(),
                    [](const T& sum, const T& x, const T& y) { return subtract::value(sum, multiply::value(x, y)); });
        }
        T* const out = values + std::size_t{result + i} * Lanes;
        for (std::size_t lane = 0; lane < Lanes; ++lane) out[lane] = sums[lane];
    }
}

} // namespace pullback::engine::replay

#endif
