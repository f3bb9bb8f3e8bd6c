// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_POOL_HPP
#define PULLBACK_DYNAMIC_NODE_POOL_HPP

#include <pullback/cpp20.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>

namespace pullback::dynamic::detail {

// Memory of graph nodes. Each thread has free lists of its own, so making and dropping nodes takes no lock; a node may
// be dropped by another thread than made it, its memory then changes hands. Memory goes back to other threads when a
// list has grown long, when a thread ends, and to the system when the program ends.

/// A block on a list, which ends with a block that is none: its `next` is null.
struct free_block {
    free_block* next;
    std::size_t length; // of the list that begins here
};
/// The first block of a list in the reserve.
struct first_free_block : free_block {
    first_free_block* next_list;
};

inline constexpr std::size_t pool_grain = 8;
inline constexpr std::size_t pool_size_limit = 256;
inline constexpr std::size_t pool_class_count = pool_size_limit / pool_grain + 1;
inline constexpr std::size_t pool_chunk_size = 256 * 1024;
/// The longest list of a thread. What is longer goes to the reserve, or a thread that only drops nodes would keep all
/// the memory of one that only makes them.
inline constexpr std::size_t pool_list_limit = 4096;

/// The ends of lists. A list of a thread that has none of its own yet, or no more, counts as full, so that the first
/// block given to it finds the way to `give_to_full_list`.
inline constinit free_block end_of_list{nullptr, 0};
inline constinit free_block end_of_no_list{nullptr, pool_list_limit};

struct free_lists {
    std::array<free_block*, pool_class_count> of_class;
    constexpr explicit free_lists(free_block* end) { of_class.fill(end); }
};

/// Memory that has not been given out yet.
struct unused_memory {
    std::byte* begin = nullptr;
    std::byte* end = nullptr;
    std::size_t size() const noexcept { return static_cast<std::size_t>(end - begin); }
};

/// What threads share: lists and rests of chunks left by others, and all chunks, so that none counts as leaked. To note
/// what is left takes no memory.
class pool_reserve {
public:
    /// The reserve is never destroyed, because static variables may own nodes.
    static pool_reserve& instance() {
        static pool_reserve& shared = *new pool_reserve;
        return shared;
    }

    free_block* take_list(std::size_t size_class) {
        const std::lock_guard lock(mutex_);
        first_free_block* const list = lists_[size_class];
        if (list != nullptr) lists_[size_class] = list->next_list;
        return list;
    }

    void leave_list(std::size_t size_class, free_block* list) noexcept {
        const std::lock_guard lock(mutex_);
        lists_[size_class] = ::new (list) first_free_block{*list, lists_[size_class]};
    }

    /// A rest of at least `size` bytes, or a chunk.
    unused_memory take_unused(std::size_t size) {
        const std::lock_guard lock(mutex_);
        for (rest** at = &rests_; *at != nullptr; at = &(*at)->next) {
            rest* const found = *at;
            const unused_memory memory = found->memory;
            if (memory.size() < size) continue;
            *at = found->next;
            return memory;
        }
        chunk* const made = ::new (::operator new(pool_chunk_size)) chunk{chunks_};
        chunks_ = made;
        std::byte* const begin = reinterpret_cast<std::byte*>(made);
        return {begin + sizeof(chunk), begin + pool_chunk_size};
    }

    /// Rests too small for any node are forgotten.
    void leave_unused(const unused_memory& memory) noexcept {
        if (memory.size() < pool_size_limit) return;
        const std::lock_guard lock(mutex_);
        rests_ = ::new (memory.begin) rest{rests_, memory};
    }

private:
    struct alignas(std::max_align_t) chunk {
        chunk* next;
    };
    struct rest {
        rest* next;
        unused_memory memory;
    };

    std::mutex mutex_;
    std::array<first_free_block*, pool_class_count> lists_{};
    rest* rests_ = nullptr;
    chunk* chunks_ = nullptr;
};

/// A thread's own part of the pool. It has no constructor or destructor to run, so that reaching it costs one address
/// computation.
struct thread_pool_state {
    free_lists free{&end_of_no_list};
    unused_memory unused;
    bool has_ended = false;
};

inline constinit thread_local thread_pool_state thread_pool{};

/// Hands what a thread has to the reserve when the thread ends.
struct pool_handover {
    pool_handover() noexcept {
        for (free_block*& list : thread_pool.free.of_class)
            if (list == &end_of_no_list) list = &end_of_list;
    }
    ~pool_handover() {
        pool_reserve& reserve = pool_reserve::instance();
        for (std::size_t i = 0; i < pool_class_count; ++i)
            if (free_block* const list = thread_pool.free.of_class[i]; list->next != nullptr)
                reserve.leave_list(i, list);
        reserve.leave_unused(thread_pool.unused);
        thread_pool = {};
        thread_pool.has_ended = true;
    }
    void arm() noexcept {}
};

/// The handover is made when a thread first takes or gives a block, and not again once it has been destroyed: variables
/// of the thread that live longer find lists that count as full.
inline void arm_handover() noexcept {
    if (thread_pool.has_ended) return;
    thread_local pool_handover handover;
    handover.arm();
}

[[gnu::noinline]] inline void* refill_and_take(std::size_t size_class) {
    arm_handover();
    thread_pool_state& pool = thread_pool;
    pool_reserve& reserve = pool_reserve::instance();
    if (free_block* const list = reserve.take_list(size_class)) {
        if (!pool.has_ended) pool.free.of_class[size_class] = list->next;
        else if (list->next->next != nullptr) reserve.leave_list(size_class, list->next);
        return list;
    }
    const std::size_t size = size_class * pool_grain;
    unused_memory& unused = pool.unused;
    // What asks for the alignment of `operator new`, twice the grain, has a size that is a multiple of it.
    const auto padding = [&] {
        return size % (2 * pool_grain) == 0 ? reinterpret_cast<std::uintptr_t>(unused.begin) % (2 * pool_grain) : 0;
    };
    if (unused.size() < size + padding()) {
        reserve.leave_unused(unused);
        unused = {};
        unused = reserve.take_unused(size + pool_grain);
    }
    void* const block = unused.begin + padding();
    unused.begin = static_cast<std::byte*>(block) + size;
    if (pool.has_ended) {
        reserve.leave_unused(unused);
        unused = {};
    }
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
    free_block*& list = thread_pool.free.of_class[size_class];
    free_block* const block = list;
    if (block->next == nullptr) return refill_and_take(size_class);
    list = block->next;
    return block;
}

[[gnu::noinline]] inline void give_to_full_list(void* memory, std::size_t size_class) noexcept {
    arm_handover();
    free_block*& list = thread_pool.free.of_class[size_class];
    if (thread_pool.has_ended)
        return pool_reserve::instance().leave_list(size_class, ::new (memory) free_block{&end_of_list, 1});
    if (list->length == pool_list_limit) {
        pool_reserve::instance().leave_list(size_class, list);
        list = &end_of_list;
    }
    list = ::new (memory) free_block{list, list->length + 1};
}

inline void give_block_of_class(void* memory, std::size_t size_class) noexcept {
    free_block*& list = thread_pool.free.of_class[size_class];
    const std::size_t length = list->length;
    if (length == pool_list_limit) [[unlikely]]
        return give_to_full_list(memory, size_class);
    list = ::new (memory) free_block{list, length + 1};
}

inline void give_block(void* memory, std::size_t size) noexcept {
    if (!uses_pool || size > pool_size_limit) return ::operator delete(memory);
    give_block_of_class(memory, size_class_of(size));
}

} // namespace pullback::dynamic::detail

#endif
