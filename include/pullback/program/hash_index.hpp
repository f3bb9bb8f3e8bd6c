// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_HASH_INDEX_HPP
#define PULLBACK_PROGRAM_HASH_INDEX_HPP

#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>

#include <bit>
#include <cstdint>

namespace pullback::engine {

/// Finds elements of a list by their hashes, for constant expressions: a table of buckets, each with a chain of the
/// numbers of its elements, the newest first. Entering an element takes constant time, and so does finding one, as few
/// elements share a bucket.
class hash_index {
public:
    /// The index has as many buckets as the list is expected to have elements.
    constexpr explicit hash_index(int expected) : mask_(mask_for(expected)), heads_(bucket_count()) {}

    /// The newest element entered with this hash, or one of the same bucket, for which `is_it(number)` holds, or -1.
    template <class IsIt>
    constexpr int find(std::uint64_t hash, const IsIt& is_it) const {
        for (int i = heads_[bucket_of(hash)]; i != 0; i = links_[i - 1])
            if (is_it(i - 1)) return i - 1;
        return -1;
    }

    /// Enters element `number` of the list. Precondition: it is not entered yet.
    constexpr void enter(std::uint64_t hash, int number) {
        int& head = heads_[bucket_of(hash)];
        while (links_.size() <= number) links_.push(0);
        links_[number] = head;
        head = number + 1;
    }

    constexpr int bucket_count() const { return static_cast<int>(mask_) + 1; }

    /// Enters the first `count` elements of the list anew, in buckets for as many as are expected now. Of each it is
    /// asked for its hash, `hash_of(number)`.
    template <class HashOf>
    constexpr void expect(int expected, int count, const HashOf& hash_of) {
        mask_ = mask_for(expected);
        heads_.resize(bucket_count());
        for (int i = 0; i < count; ++i) enter(hash_of(i), i);
    }

private:
    static constexpr std::uint64_t mask_for(int expected) {
        return std::bit_ceil(static_cast<std::uint64_t>(expected > 0 ? expected : 1)) - 1;
    }
    constexpr int bucket_of(std::uint64_t hash) const { return static_cast<int>((hash ^ (hash >> 32)) & mask_); }

    std::uint64_t mask_;
    workspace<int> heads_; // 1 + the newest element, 0 for none
    stack<int> links_;     // the same of the next older one
};

} // namespace pullback::engine

#endif
