// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_TAKEN_HPP
#define PULLBACK_DYNAMIC_NODE_TAKEN_HPP

#include <pullback/dynamic/data.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace pullback::dynamic::detail {

// "Not taken" is not the adjoint 0. What a selection leaves out has no adjoint at all, whatever the slopes below it,
// while the adjoint 0 is multiplied as IEEE 754 says. A number that is left out is never reached; of an array it is
// known for each element.

/// Which elements of an array's adjoint anything has arrived at: all, unless flags say otherwise. They lie in the order
/// of the elements. Where nothing has arrived the adjoint holds 0.
class taken_elements {
public:
    /// Null if all are taken.
    const unsigned char* flags() const noexcept { return flags_.get(); }

    void take_all() noexcept { flags_.reset(); }
    /// Marks all elements as left out; from now on `take` says which are there.
    void take_none(std::size_t count) { flags_ = std::make_unique<unsigned char[]>(count); }
    void take(std::size_t i) noexcept {
        if (flags_ != nullptr) flags_[i] = 1;
    }
    /// Says whether any element is taken; forgets the flags if all are.
    bool settle(std::size_t count) noexcept {
        if (flags_ == nullptr) return true;
        const auto taken = std::count(flags_.get(), flags_.get() + count, 1);
        if (static_cast<std::size_t>(taken) == count) take_all();
        return taken != 0 || count == 0;
    }

private:
    std::unique_ptr<unsigned char[]> flags_;
};

/// The counterpart for a number, of which there is nothing to know: it has an adjoint or not.
struct taken_number {
    static constexpr const unsigned char* flags() noexcept { return nullptr; }
    static constexpr void take_all() noexcept {}
};

template <class T>
using taken_parts = std::conditional_t<NumberData<T>, taken_number, taken_elements>;

} // namespace pullback::dynamic::detail

#endif
