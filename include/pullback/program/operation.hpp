// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_OPERATION_HPP
#define PULLBACK_PROGRAM_OPERATION_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/literal.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace pullback {

class recorded;
class recorded_condition;

} // namespace pullback

namespace pullback::engine {

/// A row of the function table as passes see it: what they need to know of it, without its type. There is one object
/// for each row, and its address stands for the row in programs.
struct operation {
    const char* name;
    std::uint64_t hash;
    int arity;
    row_role role;
    row_facts facts;
    notation printed;
    literal (*fold)(const literal* operands);
    void (*pullback)(const recorded* operands, const recorded& result, const recorded& adjoint, recorded* adjoints);
};

/// The kind of what an operation gives.
constexpr value_kind kind_of(const operation* function) { return function->facts.result; }
/// The kind of its first operand. What selects by a truth value takes two numbers after it; all operands of any other
/// operation are of one kind.
constexpr value_kind operand_kind_of(const operation* function) { return function->facts.operands[0]; }

template <class F>
constexpr operation make_operation() noexcept;

/// The operation of the table row `F`.
template <class F>
inline constexpr operation operation_of = engine::make_operation<F>();

// The hashes are compared first, because g++ does not take the comparison of two objects' addresses for a constant when
// it looks for undefined behaviour.
constexpr bool is_same_operation(const operation* a, const operation* b) { return a->hash == b->hash && a == b; }

// This leads from an operation's address back to the type of its row: a program holds the address, and the evaluator
// needs the type. The friend declared here for the address is defined when `operation_of<F>` is made, so the link
// exists exactly when such an address can occur. It works for rows this library has never heard of, which an index into
// a list would not.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif
#if defined(__NVCC_DIAG_PRAGMA_SUPPORT__)
#pragma nv_diagnostic push
#pragma nv_diag_suppress 1301
#endif

template <const operation* Operation>
struct row_key {
    friend constexpr auto row_of(row_key<Operation>);
};

template <class F>
struct row_tag {
    using type = F;
};

template <class F>
struct row_link {
    friend constexpr auto row_of(row_key<&operation_of<F>>) { return row_tag<F>{}; }
};

#if defined(__NVCC_DIAG_PRAGMA_SUPPORT__)
#pragma nv_diagnostic pop
#endif
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

template <const operation* Operation>
using row = typename decltype(row_of(row_key<Operation>{}))::type;

/// Reads the truth value that an operand stands for; specialised for the recording scalar where that is complete.
template <class Scalar>
struct condition_reader;

template <class F, std::size_t... I>
constexpr literal fold_with(const literal* x, std::index_sequence<I...>) {
    return static_cast<literal>(F::value(x[I]...));
}

template <class F>
constexpr literal fold_row(const literal* x) {
    return engine::fold_with<F>(x, std::make_index_sequence<F::arity>{});
}

template <class F, class Scalar, std::size_t... I>
constexpr void pullback_with(const Scalar* x, const Scalar& y, const Scalar& gy, Scalar* gx,
                             std::index_sequence<I...>) {
    if constexpr (detail::takes_condition<F>) {
        const auto adjoints = F::pullback(condition_reader<Scalar>::read(x[0]), x[1], x[2], y, gy);
        gx[1] = adjoints[0];
        gx[2] = adjoints[1];
    } else if constexpr (sizeof...(I) == 1) {
        gx[0] = F::pullback(x[0], y, gy);
    } else {
        const auto adjoints = F::pullback(x[I]..., y, gy);
        ((gx[I] = adjoints[I]), ...);
    }
}

template <class F>
constexpr void pullback_row(const recorded* x, const recorded& y, const recorded& gy, recorded* gx) {
    engine::pullback_with<F>(x, y, gy, gx, std::make_index_sequence<F::arity>{});
}

template <class F>
constexpr operation make_operation() noexcept {
    static_assert(sizeof(row_link<F>) > 0);
    static_assert(F::facts.result != value_kind::index && F::facts.operands[0] != value_kind::index,
                  "row_facts: a function takes and gives numbers and truth values; an index is of loops");
    static_assert((!F::facts.is_commutative && !F::facts.takes_constant_last) || F::arity == 2,
                  "row_facts: operands that may change places are two");
    static_assert(detail::gives_condition<F> || !detail::takes_condition<F> || F::arity == 3,
                  "row_facts: a function of numbers takes a truth value only to select one of two numbers by it");
    operation result{};
    result.name = F::name;
    result.hash = hash_of(__PRETTY_FUNCTION__); // names the type of the row, which the printed name need not
    result.arity = F::arity;
    result.role = F::role;
    result.facts = F::facts;
    result.printed = F::printed;
    if constexpr (!detail::takes_condition<F>) result.fold = &fold_row<F>;
    if constexpr (!detail::gives_condition<F>) result.pullback = &pullback_row<F>;
    return result;
}

} // namespace pullback::engine

#endif
