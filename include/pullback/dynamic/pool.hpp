// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_POOL_HPP
#define PULLBACK_DYNAMIC_POOL_HPP

#include <pullback/cpp20.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <vector>

namespace pullback::dynamic::detail {

// Memory of graph nodes. Each thread has free lists of its own, so making and dropping nodes takes no lock; a node may
// be dropped by another thread than made it, its memory then changes hands. Memory goes back to other threads when a
// thread ends, and to the system when the program ends.

struct free_block {
    free_block* next;
};

inline constexpr std::size_t pool_grain = 8;
inline constexpr std::size_t pool_size_limit = 256;
inline constexpr std::size_t pool_class_count = pool_size_limit / pool_grain + 1;
inline constexpr std::size_t pool_chunk_size = 256 * 1024;

using free_lists = std::array<free_block*, pool_class_count>;

/// What threads share: lists left by threads that have ended, and all chunks, so that none counts as leaked.
class pool_reserve {
public:
    /// Never destroyed, since static variables may own nodes.
    static pool_reserve& instance() {
        static pool_reserve& shared = *new pool_reserve;
        return shared;
    }

    free_block* take_list(std::size_t size_class) {
        const std::lock_guard lock(mutex_);
        std::vector<free_block*>& lists = left_[size_class];
        if (lists.empty()) return nullptr;
        free_block* const list = lists.back();
        lists.pop_back();
        return list;
    }

    void leave(const free_lists& lists) noexcept {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < lists.size(); ++i)
            if (lists[i] != nullptr) left_[i].push_back(lists[i]);
    }

    std::byte* make_chunk() {
        std::byte* const chunk = static_cast<std::byte*>(::operator new(pool_chunk_size));
        const std::lock_guard lock(mutex_);
        chunks_.push_back(chunk);
        return chunk;
    }

private:
    std::mutex mutex_;
    std::array<std::vector<free_block*>, pool_class_count> left_;
    std::vector<std::byte*> chunks_;
};

/// A thread's own part. Without a constructor or destructor to run, so that reaching it costs one address computation.
struct thread_pool_state {
    free_lists free{};
    std::byte* unused = nullptr;
    std::byte* unused_end = nullptr;
};

inline constinit thread_local thread_pool_state thread_pool{};

/// Hands the thread's free lists to the reserve when the thread ends.
struct pool_handover {
    ~pool_handover() {
        pool_reserve::instance().leave(thread_pool.free);
        thread_pool = {};
    }
    void arm() noexcept {}
};

[[gnu::noinline]] inline void* refill_and_take(std::size_t size_class) {
    thread_local pool_handover handover;
    handover.arm();
    thread_pool_state& pool = thread_pool;
    if (free_block* const list = pool_reserve::instance().take_list(size_class)) {
        pool.free[size_class] = list->next;
        return list;
    }
    const std::size_t size = size_class * pool_grain;
    // What asks for the alignment of `operator new`, twice the grain, has a size that is a multiple of it.
    if (size % (2 * pool_grain) == 0) pool.unused += reinterpret_cast<std::uintptr_t>(pool.unused) % (2 * pool_grain);
    if (static_cast<std::size_t>(pool.unused_end - pool.unused) < size) {
        pool.unused = pool_reserve::instance().make_chunk();
        pool.unused_end = pool.unused + pool_chunk_size;
    }
    void* const block = pool.unused;
    pool.unused += size;
    return block;
}

// Under AddressSanitizer every node is a block of the system's, so that it sees leaks and late uses.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool uses_pool = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool uses_pool = false;
#else
inline constexpr bool uses_pool = true;
#endif
#else
inline constexpr bool uses_pool = true;
#endif

constexpr std::size_t size_class_of(std::size_t size) { return (size + pool_grain - 1) / pool_grain; }

inline void* take_block(std::size_t size) {
    if (!uses_pool || size > pool_size_limit) return ::operator new(size);
    const std::size_t size_class = size_class_of(size);
    free_block*& list = thread_pool.free[size_class];
    free_block* const block = list;
    if (block == nullptr) return refill_and_take(size_class);
    list = block->next;
    return block;
}

inline void give_block_of_class(void* memory, std::size_t size_class) noexcept {
    free_block*& list = thread_pool.free[size_class];
    list = ::new (memory) free_block{list};
}

inline void give_block(void* memory, std::size_t size) noexcept {
    if (!uses_pool || size > pool_size_limit) return ::operator delete(memory);
    give_block_of_class(memory, size_class_of(size));
}

} // namespace pullback::dynamic::detail

#endif
