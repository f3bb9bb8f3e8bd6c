// SPDX-License-Identifier: BSL-1.0
// Linked into a program, makes the first use of dynamic memory its last. The array and nothrow forms end up
// in the ones replaced here. A null pointer may be deleted, as nothing was allocated for it.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

[[noreturn]] void refuse() {
    std::fputs("dynamic memory is forbidden in this program\n", stderr);
    std::_Exit(EXIT_FAILURE);
}

void refuse_unless_null(void* p) {
    if (p != nullptr) refuse();
}

} // namespace

void* operator new(std::size_t) { refuse(); }
void* operator new(std::size_t, std::align_val_t) { refuse(); }
void operator delete(void* p) noexcept { refuse_unless_null(p); }
void operator delete(void* p, std::size_t) noexcept { refuse_unless_null(p); }
void operator delete(void* p, std::align_val_t) noexcept { refuse_unless_null(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { refuse_unless_null(p); }
