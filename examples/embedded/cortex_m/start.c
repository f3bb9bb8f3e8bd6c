// SPDX-License-Identifier: BSL-1.0
/* What happens between reset and main() on a Cortex-M: vectors, the floating-point unit, memory. */

#include <stdint.h>

extern uint32_t stack_top[], data_load[], data_begin[], data_end[], bss_begin[], bss_end[];
extern int main(void);

static void leave(int is_success) {
    const int report_exception = 0x18, application_exit = 0x20026, run_time_error = 0x20023;
    register int operation __asm__("r0") = report_exception;
    register int argument __asm__("r1") = is_success ? application_exit : run_time_error;
    __asm__ volatile("bkpt 0xab" : "+r"(operation) : "r"(argument) : "memory");
    for (;;) {
    }
}

static void fault(void) { leave(0); }

void reset(void);
void reset(void) {
    volatile uint32_t* const coprocessor_access = (volatile uint32_t*)0xe000ed88;
    *coprocessor_access |= 0xfu << 20;
    __asm__ volatile("dsb\n\tisb" ::: "memory");
    const uint32_t* from = data_load;
    for (uint32_t* to = data_begin; to != data_end; ++to) *to = *from++;
    for (uint32_t* to = bss_begin; to != bss_end; ++to) *to = 0;
    leave(main() == 0);
}

struct vectors {
    uint32_t* stack;
    void (*handlers[15])(void);
};

__attribute__((section(".vectors"), used)) static const struct vectors vectors = {
    stack_top, {reset, fault, fault, fault, fault, fault}};
