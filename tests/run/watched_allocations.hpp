// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_WATCHED_ALLOCATIONS_HPP
#define PULLBACK_TESTS_RUN_WATCHED_ALLOCATIONS_HPP

#include <cstddef>
#include <cstdlib>
#include <new>

// The operators of the program, each of whose allocations asks the test that includes this.

namespace {

/// Of the test: whether the next allocation succeeds.
bool may_allocate();

void* allocate(std::size_t size) {
    if (may_allocate())
        if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

} // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// A sanitizer's own would not go with what follows.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    try {
        return allocate(size);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

#endif
