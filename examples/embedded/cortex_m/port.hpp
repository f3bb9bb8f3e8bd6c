// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXAMPLES_EMBEDDED_CORTEX_M_PORT_HPP
#define PULLBACK_EXAMPLES_EMBEDDED_CORTEX_M_PORT_HPP

/// Output through the debugger, or the emulator, that the processor is attached to (Arm, "Semihosting for AArch32 and
/// AArch64").
namespace port {

inline void write(const char* text) {
    constexpr int write_text = 4;
    register int operation asm("r0") = write_text;
    register const char* argument asm("r1") = text;
    asm volatile("bkpt 0xab" : "+r"(operation) : "r"(argument) : "memory");
}

} // namespace port

#endif
