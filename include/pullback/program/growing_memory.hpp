// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_GROWING_MEMORY_HPP
#define PULLBACK_PROGRAM_GROWING_MEMORY_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>

#include <cstddef>

namespace pullback::engine {

/// Memory for a program that is recorded at run time, of any size. Where it grows, what was there before stays readable
/// where it was until the end: rules keep pointers to instructions while they record others.
class growing_memory {
    struct block {
        workspace<instruction> code;
        literal* literals; // without values at first: most of it is never used, and then takes no memory
        int capacity;
        block* older;

        constexpr block(int size, block* before)
            : code(size), literals(new literal[static_cast<std::size_t>(size)]), capacity(size), older(before) {}
        block(const block&) = delete;
        block& operator=(const block&) = delete;
        constexpr ~block() { delete[] literals; }
    };

public:
    constexpr explicit growing_memory(int capacity = 1024) : newest_(new block(capacity, nullptr)) {}
    growing_memory(const growing_memory&) = delete;
    growing_memory& operator=(const growing_memory&) = delete;
    constexpr ~growing_memory() {
        while (newest_ != nullptr) {
            block* const older = newest_->older;
            delete newest_;
            newest_ = older;
        }
    }

    constexpr instruction* code() { return newest_->code.data(); }
    constexpr literal* literals() { return newest_->literals; }
    constexpr int capacity() const { return newest_->capacity; }

    /// Makes room for so many instructions and literals, and takes over those that there are.
    constexpr void grow(int capacity, int size, int literal_count) {
        block* const larger = new block(capacity, newest_);
        for (int i = 0; i < size; ++i) larger->code[i] = newest_->code[i];
        for (int i = 0; i < literal_count; ++i) larger->literals[i] = newest_->literals[i];
        newest_ = larger;
    }

private:
    block* newest_;
};

} // namespace pullback::engine

#endif
