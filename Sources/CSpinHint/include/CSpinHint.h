// What a loop that waits for another thread says to the processor, so that it leaves its resources to others.
#ifndef C_SPIN_HINT_H
#define C_SPIN_HINT_H

static inline void spin_hint(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
