// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_PLACES_HPP
#define PULLBACK_DYNAMIC_ARRAY_PLACES_HPP

#include <pullback/cpp20.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

// Parts of arrays, broadcasting and sums along axes are all index maps: element i of one array belongs to element k of
// another.

namespace pullback::dynamic::detail {

using extents = std::vector<std::size_t>;

inline std::size_t count_of(const extents& shape) {
    std::size_t count = 1;
    for (const std::size_t extent : shape) count *= extent;
    return count;
}

/// How far apart in memory neighbours along each axis lie.
inline extents memory_strides(const extents& shape, bool is_column_major) {
    extents strides(shape.size(), 1);
    if (is_column_major)
        for (std::size_t i = 1; i < shape.size(); ++i) strides[i] = strides[i - 1] * shape[i - 1];
    else
        for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
    return strides;
}

/// Elements of an array in some order, by where they lie in memory: those of a block, the last axis running fastest, or
/// a list of them. The same element may come several times.
class places {
public:
    places(const extents& shape, const extents& strides, std::size_t first = 0) : first_(first) {
        count_ = detail::count_of(shape);
        for (std::size_t i = 0; i < shape.size(); ++i) {
            if (shape[i] == 1) continue;
            const bool goes_on = !shape_.empty() && strides_.back() == shape[i] * strides[i];
            if (goes_on) {
                shape_.back() *= shape[i];
                strides_.back() = strides[i];
            } else {
                shape_.push_back(shape[i]);
                strides_.push_back(strides[i]);
            }
        }
        if (shape_.empty()) {
            shape_ = {1};
            strides_ = {0};
        }
    }
    explicit places(extents list) : count_(list.size()), list_(std::move(list)) {}

    /// All elements of an array of that shape, in the order of reading.
    static places all(const extents& shape, bool is_column_major) {
        return places(shape, detail::memory_strides(shape, is_column_major));
    }
    /// All elements in the order in which they lie.
    static places in_order(std::size_t count) { return places({count}, {1}); }

    std::size_t count() const noexcept { return count_; }

    class cursor {
    public:
        explicit cursor(const places& of) : of_(of), at_(of.shape_.size(), 0), place_(of.first_) {}

        /// The place `i` places further, which is less than `run()`.
        std::size_t place(std::size_t i) const {
            return of_.shape_.empty() ? of_.list_[next_ + i] : place_ + i * of_.strides_.back();
        }
        /// How many places lie evenly from here on.
        std::size_t run() const { return of_.shape_.empty() ? of_.count_ - next_ : of_.shape_.back() - at_.back(); }
        /// Goes on by `count` places, at most `run()`.
        void skip(std::size_t count) {
            if (of_.shape_.empty()) {
                next_ += count;
                return;
            }
            at_.back() += count;
            place_ += count * of_.strides_.back();
            for (std::size_t i = at_.size() - 1; i > 0 && at_[i] == of_.shape_[i]; --i) {
                place_ += of_.strides_[i - 1] - at_[i] * of_.strides_[i];
                at_[i] = 0;
                ++at_[i - 1];
            }
        }

    private:
        const places& of_;
        extents at_;
        std::size_t place_;
        std::size_t next_ = 0;
    };

private:
    extents shape_, strides_; // empty if there is a list
    std::size_t first_ = 0, count_ = 0;
    extents list_;
};

/// A function from arrays to arrays whose results are sums of elements of the argument, or 0: the element at the n-th
/// place of `from` is added to the one at the n-th place of `to`. The adjoint of the function is the same one read from
/// back to front.
struct index_map {
    const char* name;
    const char* adjoint_name;
    places from, to;
    bool is_of_all = true;  // whether `from` names every element of the argument
    bool fills_all = true;  // whether `to` names every element of the result
    bool is_chosen = false; // whether the places follow from the elements, as those of extrema do

    index_map adjoint() const { return {adjoint_name, name, to, from, fills_all, is_of_all, is_chosen}; }

    /// Calls `visit(place in the argument, place in the result)` for each pair.
    template <class Visit>
    void each(const Visit& visit) const {
        places::cursor source(from), target(to);
        for (std::size_t left = from.count(); left != 0;) {
            const std::size_t run = std::min(source.run(), target.run());
            for (std::size_t i = 0; i < run; ++i) visit(source.place(i), target.place(i));
            source.skip(run);
            target.skip(run);
            left -= run;
        }
    }
};

} // namespace pullback::dynamic::detail

#endif
