// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_NODE_SWEEP_HPP
#define PULLBACK_DYNAMIC_NODE_SWEEP_HPP

#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/pages.hpp>
#include <pullback/dynamic/node/pool.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

namespace pullback::dynamic::detail {

/// Which calls on a page a pass has found and not yet visited. The marks belong to the pass, so that other passes, of
/// other threads or inside a user's `backward`, may go over the same page.
struct page_marks {
    static constexpr std::size_t word_count = uses_pool ? page_size / page_grain / 64 : 1;

    page* of;
    std::uint64_t number;
    page_marks* next_in_bucket;
    page_marks* first_below = nullptr; // in the heap: the first of those that wait behind this one
    page_marks* sibling = nullptr;     // and the next of those that wait behind the same one
    std::array<std::uint64_t, word_count> words;

    page_marks() : of(nullptr), number(0), next_in_bucket(nullptr), words() {}
    // Each word is set by itself: for all of them at once compilers take a string instruction, which is slow to start.
    page_marks(page* marked, page_marks* next) : of(marked), number(marked->number), next_in_bucket(next) {
        [this]<std::size_t... I>(std::index_sequence<I...>) {
            ((words[I] = 0), ...);
        }(std::make_index_sequence<word_count>{});
    }

    void mark(const node* call) noexcept {
        const std::uintptr_t place = place_of(call);
        words[place / 64 % word_count] |= std::uint64_t(1) << place % 64;
    }
    bool has(const node* call) const noexcept {
        const std::uintptr_t place = place_of(call);
        return (words[place / 64 % word_count] >> place % 64 & 1) != 0;
    }
    /// The highest call marked.
    node* highest() const noexcept { return highest_in(word_count, 0); }
    /// The highest one below another; null if there is none.
    node* highest_below(const node* call) const noexcept {
        const std::uintptr_t place = place_of(call);
        const std::size_t at = place / 64 % word_count;
        return highest_in(at, words[at] & ((std::uint64_t(1) << place % 64) - 1));
    }

private:
    // The number of a place in memory; on a page, that modulo the places there.
    static std::uintptr_t place_of(const node* call) noexcept {
        return uses_pool ? reinterpret_cast<std::uintptr_t>(call) / page_grain : 0;
    }
    node* highest_in(std::size_t at, std::uint64_t word) const noexcept {
        while (word == 0) {
            if (at == 0) return nullptr;
            word = words[--at];
        }
        const std::size_t place = at * 64 + 63 - static_cast<std::size_t>(std::countl_zero(word));
        return reinterpret_cast<node*>(reinterpret_cast<std::byte*>(of) +
                                       (uses_pool ? place * page_grain : sizeof(page)));
    }
};

/// Calls that a pass has found and not yet visited, the last one made first. If no variable was linked by hand, that is
/// a topological order. Pages with marks wait in a heap, a pairing heap, which takes no memory; the one opened last
/// comes first.
class found_calls {
public:
    found_calls() noexcept { recent_.fill(&no_marks_); }
    found_calls(const found_calls&) = delete;
    found_calls& operator=(const found_calls&) = delete;
    ~found_calls() {
        if (swept_ != nullptr || first_ != nullptr) [[unlikely]]
            forget_all();
    }

    /// Precondition: `found` was made before the call that the pass is at.
    void mark(const node& found) {
        page* const on = page_of(&found);
        page_marks* marks = recent_[recent_index(on)];
        if (marks->of != on) marks = &marks_of(on);
        marks->mark(&found);
    }
    /// The same, but does nothing and returns false if the page has no marks, or it would take long to find them.
    bool mark_on_known_page(const node& found) noexcept {
        page* const on = page_of(&found);
        page_marks* const marks = recent_[recent_index(on)];
        if (marks->of != on) [[unlikely]]
            return false;
        marks->mark(&found);
        return true;
    }

    /// Begins with this one, the last that was made.
    void begin_at(node& last) noexcept {
        page* const on = page_of(&last);
        swept_ = recent_[recent_index(on)] = ::new (first_marks_) page_marks(on, nullptr);
        at_ = &last;
    }
    /// Goes on to the next page with marks, and to the highest call on it; false if there is none.
    bool go_to_next_page() noexcept {
        page_marks* const done = std::exchange(swept_, nullptr);
        const bool is_last = first_ == nullptr;
        if (is_last && static_cast<void*>(done) == first_marks_) return false; // nothing is marked any more
        if (done != nullptr) remove(done);
        if (is_last) return false;
        swept_ = pop();
        at_ = swept_->highest();
        return true;
    }
    bool is_on_page() const noexcept { return swept_ != nullptr; }
    /// The call that the pass is at, or null.
    node* at() const noexcept { return at_; }
    /// Goes on from this one, where the pass is, to the next call on the page, and gives it; null if there is none.
    node* go_on_from(node* at) noexcept {
        // Most nodes are those of numbers, which have this size, and lie side by side.
        constexpr std::size_t usual_size = 48;
        if constexpr (uses_pool) {
            node* const beside = reinterpret_cast<node*>(reinterpret_cast<std::byte*>(at) - usual_size);
            if (swept_->has(beside)) [[likely]]
                return at_ = beside;
        }
        return at_ = swept_->highest_below(at);
    }

private:
    static constexpr std::size_t recent_count = 8;
    static std::size_t recent_index(const page* on) noexcept {
        constexpr std::size_t distance = uses_pool ? page_size : sizeof(page);
        return reinterpret_cast<std::uintptr_t>(on) / distance % recent_count;
    }
    std::size_t bucket_of(const page* marked) const noexcept {
        constexpr std::size_t distance = uses_pool ? page_size : sizeof(page);
        return reinterpret_cast<std::uintptr_t>(marked) / distance & (bucket_count_ - 1);
    }

    [[gnu::noinline]] void forget_all() noexcept {
        while (go_to_next_page()) {
        }
    }

    [[gnu::noinline]] page_marks& marks_of(page* marked) {
        if (is_on_page() && swept_->of == marked) return *(recent_[recent_index(marked)] = swept_);
        if (buckets_ == nullptr) {
            few_buckets_.fill(nullptr);
            buckets_ = few_buckets_.data();
            bucket_count_ = few_buckets_.size();
        }
        page_marks* found = buckets_[bucket_of(marked)];
        while (found != nullptr && found->of != marked) found = found->next_in_bucket;
        if (found == nullptr) {
            void* const memory = take_block(sizeof(page_marks));
            if (++marks_count_ > 2 * bucket_count_) more_buckets();
            page_marks*& bucket = buckets_[bucket_of(marked)];
            found = bucket = ::new (memory) page_marks(marked, bucket);
            first_ = first_ == nullptr ? found : merged(first_, found);
        }
        recent_[recent_index(marked)] = found;
        return *found;
    }

    void remove(page_marks* done) noexcept {
        if (page_marks*& recent = recent_[recent_index(done->of)]; recent == done) recent = &no_marks_;
        if (static_cast<void*>(done) == first_marks_) return; // which no bucket has
        page_marks** link = &buckets_[bucket_of(done->of)];
        while (*link != done) link = &(*link)->next_in_bucket;
        *link = done->next_in_bucket;
        --marks_count_;
        give_block(done, sizeof(page_marks));
    }

    // Without memory there are no more, and to find marks takes longer.
    void more_buckets() noexcept {
        const std::size_t count = 4 * bucket_count_;
        std::unique_ptr<page_marks*[]> more(new (std::nothrow) page_marks* [count] {});
        if (more == nullptr) return;
        page_marks** const earlier = std::exchange(buckets_, more.get());
        const std::size_t earlier_count = std::exchange(bucket_count_, count);
        for (std::size_t i = 0; i < earlier_count; ++i)
            for (page_marks* at = earlier[i]; at != nullptr;) {
                page_marks*& bucket = buckets_[bucket_of(at->of)];
                page_marks* const next = std::exchange(at->next_in_bucket, bucket);
                bucket = std::exchange(at, next);
            }
        more_ = std::move(more);
    }

    static page_marks* merged(page_marks* a, page_marks* b) noexcept {
        if (a->number < b->number) std::swap(a, b);
        b->sibling = std::exchange(a->first_below, b);
        return a;
    }

    page_marks* pop() noexcept {
        page_marks* const popped = first_;
        page_marks* pairs = nullptr;
        for (page_marks* at = popped->first_below; at != nullptr;) {
            page_marks* const second = std::exchange(at->sibling, nullptr);
            page_marks* const rest = second == nullptr ? nullptr : std::exchange(second->sibling, nullptr);
            page_marks* const pair = second == nullptr ? at : merged(at, second);
            pair->sibling = std::exchange(pairs, pair);
            at = rest;
        }
        first_ = nullptr;
        while (pairs != nullptr) {
            page_marks* const next = std::exchange(pairs->sibling, nullptr);
            first_ = first_ == nullptr ? pairs : merged(first_, pairs);
            pairs = next;
        }
        popped->first_below = nullptr;
        return popped;
    }

    static inline page_marks no_marks_; // of no page
    std::array<page_marks*, recent_count> recent_;
    page_marks* first_ = nullptr; // the heap
    page_marks* swept_ = nullptr;
    node* at_ = nullptr;
    alignas(page_marks) std::byte first_marks_[sizeof(page_marks)]; // of the page that the pass begins on
    std::array<page_marks*, 8> few_buckets_;                        // set when a second page is found
    page_marks** buckets_ = nullptr;
    std::size_t bucket_count_ = 0;
    std::size_t marks_count_ = 0;
    std::unique_ptr<page_marks*[]> more_;
};

} // namespace pullback::dynamic::detail

#endif
