// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_WORKSPACE_HPP
#define PULLBACK_PROGRAM_WORKSPACE_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>

namespace pullback::engine {

/// Scratch memory of a pass.
template <class T>
class workspace {
public:
    constexpr explicit workspace(int size) : data_(new T[static_cast<std::size_t>(size > 0 ? size : 1)]{}) {}
    constexpr workspace(int size, T fill) : workspace(size) {
        for (int i = 0; i < size; ++i) data_[i] = fill;
    }
    workspace(const workspace&) = delete;
    workspace& operator=(const workspace&) = delete;
    constexpr ~workspace() { delete[] data_; }

    constexpr void resize(int size) {
        delete[] data_;
        data_ = new T[static_cast<std::size_t>(size > 0 ? size : 1)]{};
    }

    /// Makes it longer; the elements that there are stay.
    constexpr void extend(int from, int to) {
        T* const longer = new T[static_cast<std::size_t>(to)]{};
        for (int i = 0; i < from; ++i) longer[i] = data_[i];
        delete[] data_;
        data_ = longer;
    }

    constexpr T& operator[](int i) { return data_[i]; }
    constexpr const T& operator[](int i) const { return data_[i]; }
    constexpr T* data() { return data_; }
    constexpr const T* data() const { return data_; }

private:
    T* data_;
};

} // namespace pullback::engine

#endif
