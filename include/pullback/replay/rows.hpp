// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_ROWS_HPP
#define PULLBACK_REPLAY_ROWS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/more.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/math/lane_functions.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/vector_types.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/replay/fused_rows.hpp>
#include <pullback/run/instructions.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <unordered_map>
#include <utility>

// What runs the instructions of a program that is known at run time only: a function for each row and each type of
// scalars, which performs several instructions one after the other. Truth values are the numbers 1 and 0.

namespace pullback::engine::replay {

template <class... Lists>
struct joined_rows;
template <class... Rows, class... MoreRows, class... Lists>
struct joined_rows<function_list<Rows...>, function_list<MoreRows...>, Lists...>
    : joined_rows<function_list<Rows..., MoreRows...>, Lists...> {};
template <class... Rows>
struct joined_rows<function_list<Rows...>> {
    using type = function_list<Rows...>;
};

/// The rows that have a function of their own here. Those of users are computed as literals are.
using known_rows = typename joined_rows<functions::table, functions::further_table, functions::inner_table>::type;

/// The number of a row among these, or `known_rows::size`.
inline std::uint32_t number_of_row(const operation* function) {
    static const auto numbers = [] {
        std::unordered_map<const operation*, std::uint32_t> made;
        std::uint32_t number = 0;
        known_rows::for_each([&]<class F>(F) { made.emplace(&operation_of<F>, number++); });
        return made;
    }();
    const auto found = numbers.find(function);
    return found == numbers.end() ? static_cast<std::uint32_t>(known_rows::size) : found->second;
}

template <class List>
struct roles_of_rows;
template <class... Rows>
struct roles_of_rows<function_list<Rows...>> {
    static constexpr std::array<row_role, sizeof...(Rows)> all{Rows::role...};
};
/// What the recorder's rules know the row of a number as.
inline row_role role_of_row(std::uint32_t number) {
    constexpr const auto& roles = roles_of_rows<known_rows>::all;
    return number < roles.size() ? roles[number] : row_role::other;
}

/// The numbers of the fused rows, of packed ones, of long sums, of pairs of sine and cosine, and of rows that are not
/// known here, come after those.
template <class F>
inline constexpr std::uint32_t number_of_fused_row = [] {
    std::uint32_t number = known_rows::size, found = 0;
    fused_rows::for_each([&]<class Row>(Row) {
        if (std::is_same_v<Row, F>) found = number;
        ++number;
    });
    return found;
}();
using rows_with_functions = typename joined_rows<known_rows, fused_rows>::type;
inline constexpr std::uint32_t packed_kinds = 8; // which of at most three operands are one for all
inline constexpr std::uint32_t row_of_long_sums = (1 + packed_kinds) * (known_rows::size + fused_rows::size),
                               row_of_sines_and_cosines = row_of_long_sums + 1,
                               first_unknown_row = row_of_sines_and_cosines + 1;

template <class F>
inline constexpr run::row_kind row_kind_of = [] {
    if constexpr (fused_rows::contains<F>) return run::row_kind::number;
    else return run::row_kind_of<F>;
}();

/// The value of a row for the values in these places.
template <class F, class T, std::size_t Lanes, std::size_t... I>
PULLBACK_ALWAYS_INLINE inline T value_of_row(const T (*x)[Lanes], std::size_t lane, std::index_sequence<I...>) {
    constexpr run::row_kind kind = replay::row_kind_of<F>;
    if constexpr (kind == run::row_kind::number) return F::value(x[I][lane]...);
    else if constexpr (kind == run::row_kind::comparison) return F::value(x[I][lane]...) ? T(1) : T(0);
    else if constexpr (kind == run::row_kind::logic) return F::value((x[I][lane] != T(0))...) ? T(1) : T(0);
    else return F::value(x[0][lane] != T(0), x[1][lane], x[2][lane]);
}

/// The rows that a processor computes for several operands at once: arithmetic.
template <class F>
inline constexpr bool runs_in_blocks = [] {
    if constexpr (fused_rows::contains<F>) return true;
    else
        return F::facts.cost == cost_class::addition || F::facts.cost == cost_class::multiplication ||
               F::facts.cost == cost_class::division || F::facts.is_sum_of_products;
}();

/// So many instructions of such a row run at once. Runs are filled up to whole blocks, as what is left over would take
/// a loop of its own, whose end no processor foresees.
inline constexpr std::uint32_t instructions_of_block = 4;

/// The rows that call functions, of which there are such of vectors: those of lanes of loops.
template <class F, class T, std::size_t Lanes>
inline constexpr bool runs_in_vectors = [] {
    if constexpr (Lanes > 1 && math::has_vectors<T> && replay::row_kind_of<F> == run::row_kind::number &&
                  !fused_rows::contains<F>)
        return Lanes % static_cast<std::size_t>(math::vector_of<T>::size) == 0 &&
               (F::facts.cost == cost_class::call || F::facts.cost == cost_class::square_root);
    else return false;
}();

/// Performs `count` instructions of one row, whose results stand one after the other from `result` on; `places` has the
/// operands of each. Of each value there are `Lanes`, of as many points.
template <class F, class T, std::size_t Lanes>
void run_row(T* values, const std::uint32_t* places, std::uint32_t result, std::uint32_t count) {
    constexpr auto arity = static_cast<std::size_t>(F::arity);
    // Workspaces are allocated, and so aligned as allocations are: operands in lanes are read where they are used.
    constexpr std::size_t alignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
    if constexpr (std::is_arithmetic_v<T> && Lanes * sizeof(T) % alignment == 0)
        values = std::assume_aligned<alignment>(values);
    T* out = values + std::size_t{result} * Lanes;
    if constexpr (Lanes == 1 && runs_in_blocks<F>) {
        // No instruction of a run needs another one, so that several are performed at once, as lanes are.
        constexpr std::size_t block = instructions_of_block;
        for (std::uint32_t i = 0; i < count; i += block, places += block * arity, out += block) {
            T x[arity][block], made[block];
            for (std::size_t k = 0; k < arity; ++k)
                for (std::size_t each = 0; each < block; ++each) x[k][each] = values[places[each * arity + k]];
            for (std::size_t each = 0; each < block; ++each)
                made[each] = replay::value_of_row<F, T, block>(x, each, std::make_index_sequence<arity>{});
            for (std::size_t each = 0; each < block; ++each) out[each] = made[each];
        }
        return;
    }
    std::uint32_t i = 0;
    if constexpr (runs_in_vectors<F, T, Lanes>) {
        using lanes = math::lanes<T, static_cast<int>(Lanes) / math::vector_of<T>::size>;
        for (; i < count; ++i, places += arity, out += Lanes)
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                F::value(lanes::load(values + std::size_t{places[I]} * Lanes)...).store(out);
            }(std::make_index_sequence<arity>{});
    }
    for (; i < count; ++i, places += arity, out += Lanes) {
        // The lanes are copied, so that the compiler sees that no result is an operand.
        T x[arity > 0 ? arity : 1][Lanes], made[Lanes];
        for (std::size_t k = 0; k < arity; ++k)
            for (std::size_t lane = 0; lane < Lanes; ++lane) x[k][lane] = values[std::size_t{places[k]} * Lanes + lane];
        for (std::size_t lane = 0; lane < Lanes; ++lane)
            made[lane] = replay::value_of_row<F, T, Lanes>(x, lane, std::make_index_sequence<arity>{});
        for (std::size_t lane = 0; lane < Lanes; ++lane) out[lane] = made[lane];
    }
}

/// The same as `run_row`, of one point, where the operands of each block stand side by side, or are one number for all,
/// those whose bits are set in `Same`: `places` has one place of each operand for a whole block. There are whole blocks
/// only.
template <class F, class T, std::uint32_t Same>
void run_packed_row(T* values, const std::uint32_t* places, std::uint32_t result, std::uint32_t count) {
    constexpr auto arity = static_cast<std::size_t>(F::arity);
    constexpr std::size_t block = instructions_of_block;
    T* out = values + result;
    for (std::uint32_t i = 0; i < count; i += block, places += arity, out += block) {
        T x[arity][block], made[block];
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            const auto read = [&](auto k) PULLBACK_ALWAYS_INLINE {
                constexpr std::size_t step = (Same >> k() & 1) != 0 ? 0 : 1;
                for (std::size_t each = 0; each < block; ++each) x[k()][each] = values[places[k()] + each * step];
            };
            (read(std::integral_constant<std::size_t, K>{}), ...);
        }(std::make_index_sequence<arity>{});
        for (std::size_t each = 0; each < block; ++each)
            made[each] = replay::value_of_row<F, T, block>(x, each, std::make_index_sequence<arity>{});
        for (std::size_t each = 0; each < block; ++each) out[each] = made[each];
    }
}

/// Performs `count` calls of sine and of cosine of the same numbers, of which compilers make one call each. The sines
/// stand one after the other from `result` on, the cosines behind them.
template <class T, std::size_t Lanes>
void run_sines_and_cosines(T* values, const std::uint32_t* places, std::uint32_t result, std::uint32_t count) {
    using functions::sin, functions::cos;
    T* sines = values + std::size_t{result} * Lanes;
    T* cosines = sines + std::size_t{count} * Lanes;
    for (std::uint32_t i = 0; i < count; ++i, sines += Lanes, cosines += Lanes) {
        const T* const in = values + std::size_t{places[i]} * Lanes;
        if constexpr (runs_in_vectors<sin, T, Lanes>) {
            using lanes = math::lanes<T, static_cast<int>(Lanes) / math::vector_of<T>::size>;
            const lanes x = lanes::load(in);
            sin::value(x).store(sines);
            cos::value(x).store(cosines);
        } else {
            for (std::size_t lane = 0; lane < Lanes; ++lane) {
                const T x = in[lane], sine = sin::value(x), cosine = cos::value(x);
                sines[lane] = sine;
                cosines[lane] = cosine;
            }
        }
    }
}

template <class T>
using row_function = void (*)(T* values, const std::uint32_t* places, std::uint32_t result, std::uint32_t count);

template <class List>
struct rows_in_blocks;
template <class... Rows>
struct rows_in_blocks<function_list<Rows...>> {
    static constexpr std::array<bool, sizeof...(Rows)> all{runs_in_blocks<Rows>...};
};

/// Whether instructions of a row run in blocks.
inline bool is_run_in_blocks(std::uint32_t row) {
    constexpr const auto& in_blocks = rows_in_blocks<rows_with_functions>::all;
    return row < in_blocks.size() && in_blocks[row];
}

/// How many results a run of `count` instructions has, with those that fill it up.
inline std::uint32_t results_of_run(std::uint32_t row, std::uint32_t count) {
    if (row == row_of_sines_and_cosines) return 2 * count;
    if (!replay::is_run_in_blocks(row)) return count;
    return (count + instructions_of_block - 1) / instructions_of_block * instructions_of_block;
}

template <class T, std::size_t Lanes, class List>
struct row_functions;
template <class T, std::size_t Lanes, class... Rows>
struct row_functions<T, Lanes, function_list<Rows...>> {
    template <class F, std::uint32_t Same>
    static constexpr row_function<T> packed() {
        if constexpr (Lanes == 1 && runs_in_blocks<F>)
            if constexpr (Same < (std::uint32_t{1} << F::arity)) {
                static_assert(std::uint32_t{1} << F::arity <= packed_kinds);
                return &run_packed_row<F, T, Same>;
            }
        return nullptr;
    }
    // Those of operands in places of their own, and then packed ones, by which of their operands are one for a block.
    static constexpr auto all = [] {
        return []<std::uint32_t... Same>(std::integer_sequence<std::uint32_t, Same...>) {
            std::array<row_function<T>, row_of_long_sums> made{};
            std::size_t next = 0;
            ((made[next++] = &run_row<Rows, T, Lanes>), ...);
            const auto add = [&]<std::uint32_t Each>(std::integral_constant<std::uint32_t, Each>) {
                ((made[next++] = packed<Rows, Each>()), ...);
            };
            (add(std::integral_constant<std::uint32_t, Same>{}), ...);
            return made;
        }(std::make_integer_sequence<std::uint32_t, packed_kinds>{});
    }();
};

/// The number of a packed row in the table of functions.
constexpr std::uint32_t number_of_packed_row(std::uint32_t row, std::uint32_t same) {
    return row + (1 + same) * static_cast<std::uint32_t>(rows_with_functions::size);
}

/// Performs instructions of a row that is not known here.
template <class T, std::size_t Lanes>
void run_unknown_row(const operation* function, T* values, const std::uint32_t* places, std::uint32_t result,
                     std::uint32_t count) {
    const auto arity = static_cast<std::size_t>(function->arity);
    for (std::uint32_t i = 0; i < count; ++i, places += arity)
        for (std::size_t lane = 0; lane < Lanes; ++lane) {
            literal x[most_operands] = {};
            for (std::size_t k = 0; k < arity; ++k)
                x[k] = static_cast<literal>(values[std::size_t{places[k]} * Lanes + lane]);
            values[std::size_t{result + i} * Lanes + lane] = static_cast<T>(function->fold(x));
        }
}

} // namespace pullback::engine::replay

#endif
