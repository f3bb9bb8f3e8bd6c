// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_PACKED_BLOCKS_HPP
#define PULLBACK_REPLAY_PACKED_BLOCKS_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/replay/fusion.hpp>
#include <pullback/replay/rows.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pullback::engine::replay {

/// Finds, among the steps of a run, blocks whose operands stand side by side, or are one number for the whole block, so
/// that they are read as vectors and a block needs one place of each operand. Programs that were recorded from loops
/// are full of them. Literals may stand wherever is best: each block of different ones that is needed is kept once.
class packed_blocks {
public:
    /// Steps of a run of which the same operands are one for all.
    struct steps_of_kind {
        std::vector<std::uint32_t> steps, places;
        std::vector<std::size_t> literals; // which of the places are counted from the first packed literal
    };

    /// Of the steps of `of`, whose literals are these by now.
    packed_blocks(const fusion& of, const std::vector<literal>& literals) : of_(&of), all_literals_(&literals) {}

    /// Brings the steps of a run, which are of a row that runs in blocks, into another order: first those that are
    /// packed, whose number this gives. `place` says where nodes and literals stand.
    template <class Place>
    std::uint32_t pack(const std::uint32_t* next, const std::uint32_t* end, const Place& place) {
        begin();
        const std::uint32_t arity = of_->steps[*next].operand_count;
        while (next < end) {
            const bool is_whole = end - next >= static_cast<std::ptrdiff_t>(block);
            const std::uint32_t kind = is_whole ? kind_of(next, arity, place) : packed_kinds;
            if (kind == packed_kinds) {
                rest_.push_back(*next++);
                continue;
            }
            kinds_[kind].steps.insert(kinds_[kind].steps.end(), next, next + block);
            next += block;
        }
        for (steps_of_kind& all : kinds_) {
            if (all.steps.size() < least_packed) {
                rest_.insert(rest_.end(), all.steps.begin(), all.steps.end());
                all.steps.clear();
            }
            for (std::size_t i = 0; i < all.steps.size(); i += block) add_places(all, i, arity, place);
            order_.insert(order_.end(), all.steps.begin(), all.steps.end());
        }
        const auto packed = static_cast<std::uint32_t>(order_.size());
        order_.insert(order_.end(), rest_.begin(), rest_.end());
        return packed;
    }
    /// Leaves the steps of a run as they are: none is packed.
    std::uint32_t leave(const std::uint32_t* next, const std::uint32_t* end) {
        begin();
        order_.assign(next, end);
        return 0;
    }

    const std::vector<std::uint32_t>& order() const { return order_; }
    const steps_of_kind& of_kind(std::uint32_t same) const { return kinds_[same]; }
    /// The literals that stand side by side for blocks.
    std::vector<literal> take_literals() { return std::move(literals_); }

private:
    static constexpr std::uint32_t block = instructions_of_block;
    static constexpr std::size_t least_packed = 8; // steps, for which the start of a run pays
    using operands = std::array<int, block>;

    struct hash {
        std::size_t operator()(const operands& x) const {
            std::uint64_t mixed = 0;
            for (const int each : x) mixed = (mixed ^ static_cast<std::uint32_t>(each)) * 0x9E3779B97F4A7C15u;
            return static_cast<std::size_t>(mixed >> 16);
        }
    };

    void begin() {
        order_.clear();
        rest_.clear();
        for (steps_of_kind& each : kinds_) {
            each.steps.clear();
            each.places.clear();
            each.literals.clear();
        }
    }

    operands operands_of(const std::uint32_t* steps, std::uint32_t k) const {
        operands x{};
        for (int& each : x) each = of_->operands[of_->steps[*steps++].first_operand + std::size_t{k}];
        return x;
    }
    static bool is_one(const operands& x) {
        for (const int each : x)
            if (each != x[0]) return false;
        return true;
    }
    static bool are_literals(const operands& x) {
        for (const int each : x)
            if (!is_literal(each)) return false;
        return true;
    }

    // The bits of the operands that are one for the block, or `packed_kinds` where some stand anywhere.
    template <class Place>
    std::uint32_t kind_of(const std::uint32_t* steps, std::uint32_t arity, const Place& place) const {
        std::uint32_t same = 0;
        for (std::uint32_t k = 0; k < arity; ++k) {
            const operands x = operands_of(steps, k);
            if (is_one(x)) same |= std::uint32_t{1} << k;
            else if (!are_literals(x))
                for (std::uint32_t each = 0; each < block; ++each)
                    if (is_literal(x[each]) || place(x[each]) != place(x[0]) + each) return packed_kinds;
        }
        return same;
    }

    template <class Place>
    void add_places(steps_of_kind& to, std::size_t first, std::uint32_t arity, const Place& place) {
        for (std::uint32_t k = 0; k < arity; ++k) {
            const operands x = operands_of(to.steps.data() + first, k);
            if (is_one(x) || !are_literals(x)) {
                to.places.push_back(place(x[0]));
                continue;
            }
            to.literals.push_back(to.places.size());
            to.places.push_back(place_of_literals(x));
        }
    }

    std::uint32_t place_of_literals(const operands& x) {
        const auto next = static_cast<std::uint32_t>(literals_.size());
        const auto [found, is_new] = literal_places_.try_emplace(x, next);
        if (is_new)
            for (const int each : x)
                literals_.push_back((*all_literals_)[static_cast<std::size_t>(index_of_literal(each))]);
        return found->second;
    }

    const fusion* of_;
    const std::vector<literal>* all_literals_;
    std::vector<std::uint32_t> order_, rest_; // of one run
    std::array<steps_of_kind, packed_kinds> kinds_;
    std::vector<literal> literals_;
    std::unordered_map<operands, std::uint32_t, hash> literal_places_;
};

} // namespace pullback::engine::replay

#endif
