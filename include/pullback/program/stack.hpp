// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_STACK_HPP
#define PULLBACK_PROGRAM_STACK_HPP

#include <pullback/cpp20.hpp>

namespace pullback::engine {

/// A stack that grows, for constant expressions; `std::vector` is not usable there in every standard library of C++20.
template <class T, int FirstCapacity = 64>
class stack {
public:
    constexpr stack() = default;
    stack(const stack&) = delete;
    stack& operator=(const stack&) = delete;
    constexpr ~stack() { delete[] data_; }

    constexpr int size() const { return size_; }
    constexpr T& operator[](int i) { return data_[i]; }
    constexpr const T& operator[](int i) const { return data_[i]; }
    constexpr T& back() { return data_[size_ - 1]; }
    constexpr T* data() { return data_; }
    constexpr const T* data() const { return data_; }
    constexpr void shrink(int size) { size_ = size; }
    /// Takes the last element out.
    constexpr T pop() { return data_[--size_]; }
    /// Replaces the elements by `size` new ones.
    constexpr void renew(int size) {
        delete[] data_;
        data_ = new T[static_cast<unsigned>(size > 0 ? size : 1)]{};
        size_ = capacity_ = size;
    }

    constexpr void push(const T& value) {
        if (size_ == capacity_) {
            capacity_ = capacity_ == 0 ? FirstCapacity : 2 * capacity_;
            T* const larger = new T[static_cast<unsigned>(capacity_)]{};
            for (int i = 0; i < size_; ++i) larger[i] = data_[i];
            delete[] data_;
            data_ = larger;
        }
        data_[size_++] = value;
    }

private:
    T* data_ = nullptr;
    int size_ = 0;
    int capacity_ = 0;
};

} // namespace pullback::engine

#endif
