// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_LOWERING_HPP
#define PULLBACK_EXPRESSION_LOWERING_HPP

#include <pullback/expression/type_hash.hpp>
#include <pullback/program/inline.hpp>

#include <boost/hana/basic_tuple.hpp>

namespace pullback::detail {

/// An expression type on its way to a program: which sub-expressions have been recorded already. A type is known by its
/// 64-bit hash, made of those of its operands, so looking one up needs no walk through it.
class lowering {
public:
    constexpr lowering(recorder& target, int variable_count)
        : target_(&target), variable_count_(variable_count), entries_(new entry[64]{}) {}
    lowering(const lowering&) = delete;
    lowering& operator=(const lowering&) = delete;
    constexpr ~lowering() { delete[] entries_; }

    constexpr recorder& target() { return *target_; }

    /// The input for captured number `index`; these come after the variables.
    constexpr recorded captured(int index) const { return recorded(*target_, variable_count_ + index); }

    constexpr const recorded* find(std::uint64_t hash) const {
        for (std::uint64_t i = hash;; ++i) {
            const entry& candidate = entries_[i % capacity_];
            if (!candidate.is_used) return nullptr;
            if (candidate.hash == hash) return &candidate.value;
        }
    }

    constexpr void enter(std::uint64_t hash, const recorded& value) {
        if (2 * ++size_ > capacity_) grow();
        insert({hash, value, true});
    }

    /// Variable number `input`, known by its type's hash.
    constexpr void enter_input(std::uint64_t hash, int input) { enter(hash, recorded(*target_, input)); }

private:
    struct entry {
        std::uint64_t hash;
        recorded value;
        bool is_used;
    };

    constexpr void insert(const entry& added) {
        std::uint64_t i = added.hash;
        while (entries_[i % capacity_].is_used) ++i;
        entries_[i % capacity_] = added;
    }

    constexpr void grow() {
        entry* const old = entries_;
        const std::uint64_t old_capacity = capacity_;
        capacity_ *= 4;
        entries_ = new entry[capacity_]{};
        for (std::uint64_t i = 0; i < old_capacity; ++i)
            if (old[i].is_used) insert(old[i]);
        delete[] old;
    }

    recorder* target_;
    int variable_count_;
    std::uint64_t capacity_ = 64, size_ = 0;
    entry* entries_;
};

template <class Tuple>
inline constexpr int tuple_size = 0;
template <class... A>
inline constexpr int tuple_size<boost::hana::basic_tuple<A...>> = static_cast<int>(sizeof...(A));

/// The program of an expression: its variables are the inputs, then what it captured.
template <class Expression>
struct lowered {
    static constexpr int variable_count = static_cast<int>(Expression::signature::count);
    static constexpr int input_count = variable_count + tuple_size<typename Expression::captured_type>;
    static constexpr int output_count = 1;
    static constexpr int capacity = 512;

    static constexpr void write(recorder& target, int* outputs) {
        lowering context(target, variable_count);
        Expression::signature::enter_into(context);
        *outputs = Expression::lower(context, 0).operand_in(target);
    }
};

} // namespace pullback::detail

#endif
