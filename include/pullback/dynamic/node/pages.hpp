// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_PAGES_HPP
#define PULLBACK_DYNAMIC_NODE_PAGES_HPP

#include <pullback/always_inline.hpp>
#include <pullback/dynamic/node/pool.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <utility>

namespace pullback::dynamic::detail {

// Memory of calls. They lie in pages in the order in which they were made, and pages have numbers in the order in which
// they were opened. So where a call lies says when it was made, at no cost in memory, and a backward pass goes from
// high places to low ones. A page is used again when all calls on it are gone.
//
// Each thread has a page open of its own. A call must lie behind its inputs: if one of these was made by another
// thread, on a page that was opened later, a new page is opened. The counter of pages is looked at for each call, but
// changes seldom, so threads do not wait for each other.

inline constexpr std::size_t page_size = 16 * 1024;
/// The system gives so many bytes of pages at once: to begin them at a page's multiple takes memory of its own.
inline constexpr std::size_t page_chunk_size = 1024 * 1024;
/// Calls begin at multiples of this.
inline constexpr std::size_t page_grain = 16;
/// Larger calls get a page of their own.
inline constexpr std::size_t place_limit = 1024;

/// What stands at the beginning of a page.
struct alignas(64) page {
    std::uint64_t number;            // the order of pages
    std::atomic<std::size_t> in_use; // bytes that have not been given back yet, and one while the page is open
    page* next = nullptr;            // on a list
    void* block = nullptr;           // of a page for one call: its memory, otherwise null
    std::size_t block_alignment = 0;
    page(std::uint64_t its_number, std::size_t bytes) : number(its_number), in_use(bytes) {}
};

/// The last number given to a page, or to a moment at which data were replaced.
inline constinit std::atomic<std::uint64_t> last_page_number{0};
inline std::uint64_t next_page_number() noexcept {
    return last_page_number.fetch_add(1, std::memory_order_relaxed) + 1;
}

/// The page that a call lies on.
inline page* page_of(const void* call) noexcept {
    const auto address = reinterpret_cast<std::uintptr_t>(call);
    const std::uintptr_t offset = uses_pool ? address & (page_size - 1) : sizeof(page);
    return reinterpret_cast<page*>(static_cast<std::byte*>(const_cast<void*>(call)) - offset);
}

/// Free pages that threads share.
class page_reserve {
public:
    /// Never destroyed, because static variables may own nodes.
    static page_reserve& instance() {
        static page_reserve& shared = *new page_reserve;
        return shared;
    }

    /// A free page, or null.
    page* take() noexcept {
        const std::lock_guard lock(mutex_);
        page* const taken = free_;
        if (taken != nullptr) free_ = taken->next;
        return taken;
    }
    void leave(page* left) noexcept {
        const std::lock_guard lock(mutex_);
        left->next = std::exchange(free_, left);
    }
    /// Memory for pages, which are never given back to the system.
    std::byte* take_chunk() {
        chunk* const note = new chunk{nullptr, nullptr};
        try {
            note->memory = static_cast<std::byte*>(::operator new(page_chunk_size, std::align_val_t(page_size)));
        } catch (...) {
            delete note;
            throw;
        }
        const std::lock_guard lock(mutex_);
        note->next = std::exchange(chunks_, note);
        return note->memory;
    }

private:
    struct chunk { // so that no memory counts as leaked
        std::byte* memory;
        chunk* next;
    };
    std::mutex mutex_;
    page* free_ = nullptr;
    chunk* chunks_ = nullptr;
};

/// Bytes of one page that a thread has given back without telling the page yet. To tell it takes an atomic operation.
struct given_back {
    page* of = nullptr;
    std::size_t bytes = 0;
};

/// The pages of a thread. As of `thread_pool`, there is no constructor or destructor to run.
struct thread_pages_state {
    std::byte* begin = nullptr; // of what is left of the open page
    std::byte* end = nullptr;
    std::uint64_t number = 0; // of the open page
    std::array<given_back, 8> given{};
    page* open = nullptr;
    page* free = nullptr;
    std::size_t free_count = 0;
    std::byte* unused = nullptr; // pages never used
    std::byte* unused_end = nullptr;
    bool is_armed = false;
    bool has_ended = false;
};
inline constexpr std::size_t free_page_limit = 32;

inline constinit thread_local thread_pages_state thread_pages{};

inline void release_page(page* released) noexcept {
    if (void* const block = released->block) {
        const std::align_val_t alignment{released->block_alignment};
        released->~page();
        return ::operator delete(block, alignment);
    }
    thread_pages_state& pages = thread_pages;
    if (pages.has_ended || pages.free_count == free_page_limit) return page_reserve::instance().leave(released);
    released->next = std::exchange(pages.free, released);
    ++pages.free_count;
}

inline void tell_page(page* told, std::size_t bytes) noexcept {
    if (told->in_use.fetch_sub(bytes, std::memory_order_acq_rel) == bytes) detail::release_page(told);
}

inline void tell_all_pages(thread_pages_state& pages) noexcept {
    for (given_back& given : pages.given)
        if (page* const told = std::exchange(given.of, nullptr))
            detail::tell_page(told, std::exchange(given.bytes, 0u));
}

inline void close_page(thread_pages_state& pages) noexcept {
    if (page* const closed = std::exchange(pages.open, nullptr))
        detail::tell_page(closed, static_cast<std::size_t>(pages.end - pages.begin) + 1);
    pages.begin = pages.end = nullptr;
}

/// Leaves the pages of a thread to others when it ends.
struct pages_handover {
    ~pages_handover() {
        thread_pages_state& pages = thread_pages;
        detail::close_page(pages);
        detail::tell_all_pages(pages);
        page_reserve& reserve = page_reserve::instance();
        while (page* const left = pages.free) {
            pages.free = left->next;
            reserve.leave(left);
        }
        for (; pages.unused != pages.unused_end; pages.unused += page_size)
            reserve.leave(::new (pages.unused) page(0, 0));
        pages = {};
        pages.has_ended = true;
    }
    void arm() noexcept { thread_pages.is_armed = true; }
};

inline void arm_pages_handover() noexcept {
    if (thread_pages.is_armed || thread_pages.has_ended) return;
    thread_local pages_handover handover;
    handover.arm();
}

[[gnu::noinline]] inline void* take_own_page(std::size_t size, std::size_t alignment) {
    const std::size_t offset = std::max(sizeof(page), alignment);
    const std::size_t block_alignment = std::max(uses_pool ? page_size : alignof(page), alignment);
    auto* const block = static_cast<std::byte*>(::operator new(offset + size, std::align_val_t(block_alignment)));
    std::byte* const place = block + offset;
    page* const made = ::new (page_of(place)) page(detail::next_page_number(), size);
    made->block = block;
    made->block_alignment = block_alignment;
    return place;
}

inline page* take_page(thread_pages_state& pages) {
    if (page* const free = pages.free) {
        pages.free = free->next;
        --pages.free_count;
        return free;
    }
    if (page* const free = page_reserve::instance().take()) return free;
    if (pages.unused == pages.unused_end) {
        pages.unused = page_reserve::instance().take_chunk();
        pages.unused_end = pages.unused + page_chunk_size;
    }
    return reinterpret_cast<page*>(std::exchange(pages.unused, pages.unused + page_size));
}

/// Opens a new page and takes the first place on it.
[[gnu::noinline]] inline void* take_first_place(std::size_t size, std::size_t alignment) {
    detail::arm_pages_handover();
    thread_pages_state& pages = thread_pages;
    if (pages.has_ended) return detail::take_own_page(size, alignment);
    detail::close_page(pages);
    detail::tell_all_pages(pages);
    constexpr std::size_t bytes = page_size - sizeof(page);
    page* const opened = ::new (detail::take_page(pages)) page(detail::next_page_number(), bytes + 1);
    pages.open = opened;
    pages.number = opened->number;
    std::byte* const place = reinterpret_cast<std::byte*>(opened) + sizeof(page);
    pages.begin = place + size;
    pages.end = place + bytes;
    return place;
}

constexpr std::size_t place_size(std::size_t size) { return (size + page_grain - 1) / page_grain * page_grain; }

/// A place for a call of `Size` bytes behind its inputs: `may_be_on(n)` says whether a page with the number n is behind
/// them.
template <std::size_t Size, std::size_t Alignment, class MayBeOn>
PULLBACK_ALWAYS_INLINE inline void* take_place(MayBeOn may_be_on) {
    constexpr std::size_t size = place_size(Size);
    if constexpr (!uses_pool || size > place_limit || Alignment > alignof(page)) {
        return detail::take_own_page(size, Alignment);
    } else {
        thread_pages_state& pages = thread_pages;
        if (pages.number != last_page_number.load(std::memory_order_relaxed)) [[unlikely]]
            if (!may_be_on(pages.number)) return detail::take_first_place(size, Alignment);
        std::byte* place = pages.begin;
        if constexpr (Alignment > page_grain) {
            const std::size_t padding = -reinterpret_cast<std::uintptr_t>(place) % Alignment;
            if (padding + size > static_cast<std::size_t>(pages.end - place))
                return detail::take_first_place(size, Alignment);
            if (padding != 0) pages.open->in_use.fetch_sub(padding, std::memory_order_relaxed);
            place += padding;
        } else if (size > static_cast<std::size_t>(pages.end - place)) [[unlikely]] {
            return detail::take_first_place(size, Alignment);
        }
        pages.begin = place + size;
        return place;
    }
}

inline std::size_t index_of_given(const page* on) noexcept {
    return reinterpret_cast<std::uintptr_t>(on) / page_size % std::tuple_size_v<decltype(thread_pages_state::given)>;
}

[[gnu::noinline]] inline void give_place_on_other_page(given_back& given, page* on, std::size_t size) noexcept {
    detail::arm_pages_handover();
    if (!uses_pool || size > place_limit || thread_pages.has_ended) return detail::tell_page(on, size);
    const given_back earlier = std::exchange(given, {on, size});
    if (earlier.of != nullptr) detail::tell_page(earlier.of, earlier.bytes);
}

/// Gives a place back; `size` as `place_size` has it. The last place of the open page is free at once.
inline void give_place(void* place, std::size_t size) noexcept {
    thread_pages_state& pages = thread_pages;
    std::byte* const begin = static_cast<std::byte*>(place);
    if (begin + size == pages.begin) {
        pages.begin = begin;
        return;
    }
    page* const on = detail::page_of(place);
    given_back& given = pages.given[detail::index_of_given(on)];
    if (given.of != on) [[unlikely]]
        return detail::give_place_on_other_page(given, on, size);
    given.bytes += size;
}

/// Places on one page that are given back together.
class given_places {
public:
    void give(void* place, std::size_t grains) noexcept {
        std::byte* const begin = static_cast<std::byte*>(place);
        page* const its_page = detail::page_of(place);
        if (its_page != on_) {
            settle();
            on_ = its_page;
            lowest_ = begin;
        } else if (begin < lowest_) lowest_ = begin;
        grains_ += grains;
    }
    /// Tells the page, and forgets the places.
    void settle() noexcept {
        if (grains_ != 0) give_back(on_, lowest_, grains_ * page_grain);
        on_ = nullptr;
        grains_ = 0;
    }

private:
    // The last places of the open page are free at once, and so is the whole of it when nothing is left there: a small
    // graph that is made again and again stays where it is.
    [[gnu::noinline]] static void give_back(page* on, std::byte* lowest, std::size_t bytes) noexcept {
        thread_pages_state& pages = thread_pages;
        given_back& given = pages.given[detail::index_of_given(on)];
        if (uses_pool && on == pages.open) {
            if (static_cast<std::size_t>(pages.begin - lowest) == bytes) {
                pages.begin = lowest;
                return;
            }
            const std::size_t earlier = given.of == on ? given.bytes : 0;
            const std::size_t unused = static_cast<std::size_t>(pages.end - pages.begin) + 1;
            if (on->in_use.load(std::memory_order_acquire) == earlier + bytes + unused) {
                pages.begin = reinterpret_cast<std::byte*>(on) + sizeof(page);
                on->in_use.store(page_size - sizeof(page) + 1, std::memory_order_relaxed);
                if (given.of == on) given = {};
                return;
            }
        }
        if (given.of == on) given.bytes += bytes;
        else detail::give_place_on_other_page(given, on, bytes);
    }

    page* on_ = nullptr;
    std::byte* lowest_ = nullptr;
    std::size_t grains_ = 0;
};

} // namespace pullback::dynamic::detail

#endif
