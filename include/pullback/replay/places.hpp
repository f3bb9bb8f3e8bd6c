// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_PLACES_HPP
#define PULLBACK_REPLAY_PLACES_HPP

#include <pullback/cpp20.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pullback::engine::replay {

/// Places for values, side by side for those that are made together, which are used again once nobody needs what is
/// there: what was left last is taken first, as it is still near. Each call takes constant time, or nearly.
class value_places {
public:
    /// The first of `count` places.
    std::uint32_t take(std::uint32_t count) {
        // Any gap of these classes is wide enough; those of the class below may be.
        const std::size_t enough = static_cast<std::size_t>(std::bit_width(count - 1));
        for (std::size_t size = enough; size < gaps_.size(); ++size)
            if (const std::uint32_t found = take_of_class(size, count, 1); found != none) return found;
        if (enough > 0)
            if (const std::uint32_t found = take_of_class(enough - 1, count, 4); found != none) return found;
        const std::uint32_t first = size_;
        size_ += count;
        gap_from_.resize(size_ + std::size_t{1}, 0);
        gap_until_.resize(size_ + std::size_t{1}, 0);
        return first;
    }

    /// Nobody needs this one any more.
    void leave(std::uint32_t place) {
        std::uint32_t first = place, end = place + 1;
        if (const std::uint32_t before = gap_until_[first]; before > 0) {
            gap_until_[first] = 0;
            first -= before;
            gap_from_[first] = 0;
        }
        if (const std::uint32_t behind = gap_from_[end]; behind > 0) {
            gap_from_[end] = 0;
            end += behind;
            gap_until_[end] = 0;
        }
        add_gap(first, end - first);
    }

    /// All places that there have been.
    std::uint32_t size() const { return size_; }

private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    struct gap {
        std::uint32_t first, size;
    };

    void add_gap(std::uint32_t first, std::uint32_t size) {
        if (size == 0) return;
        gap_from_[first] = size;
        gap_until_[first + std::size_t{size}] = size;
        gaps_[static_cast<std::size_t>(std::bit_width(size)) - 1].push_back({first, size});
    }

    // Gaps that have grown or were used are still among those of their class, and are left out when they are met.
    std::uint32_t take_of_class(std::size_t size_class, std::uint32_t count, int tries) {
        std::vector<gap>& all = gaps_[size_class];
        for (std::size_t i = all.size(); i > 0 && tries > 0; --i) {
            const gap found = all[i - 1];
            if (gap_from_[found.first] != found.size) {
                all.erase(all.begin() + static_cast<std::ptrdiff_t>(i - 1)); // one of the last few
                continue;
            }
            --tries;
            if (found.size < count) continue;
            all.erase(all.begin() + static_cast<std::ptrdiff_t>(i - 1));
            gap_from_[found.first] = 0;
            gap_until_[found.first + std::size_t{found.size}] = 0;
            add_gap(found.first + count, found.size - count);
            return found.first;
        }
        return none;
    }

    std::uint32_t size_ = 0;
    std::vector<std::uint32_t> gap_from_, gap_until_; // the size of the gap that begins, or ends, at a place
    std::array<std::vector<gap>, 33> gaps_;           // by the number of binary digits of their sizes
};

} // namespace pullback::engine::replay

#endif
