// Montgomery products for processors with mulx, adcx and adox, as assembly that is inlined where it is used.
//
// Two chains of carries run side by side, one in CF for low halves and one in OF for high halves, which no compiler makes of sums of
// 128 bits. Elsewhere, and on other processors, the rows in Swift do the same.
#ifndef C_FIELD_WORDS_H
#define C_FIELD_WORDS_H

#include <stdbool.h>
#include <stdint.h>

// Whether this is an optimized build on a processor with the instructions, and ASSAY_PORTABLE is not "swift". Set before main.
extern bool words_found;
static inline bool words_supported(void) { return words_found; }

// 256 bits, least significant word first.
typedef struct {
    uint64_t w0, w1, w2, w3;
} four_words;

#if defined(__x86_64__)

// A modulus, −1/modulus mod 2^64, and a zero. Assembly names them itself, since operands may take registers.
extern const uint64_t words_r[6] __attribute__((visibility("hidden")));
extern const uint64_t words_q[6] __attribute__((visibility("hidden")));
// 0, r, 2r, 3r.
extern const uint64_t words_multiples_r[16] __attribute__((visibility("hidden")));

// (t0 … t4) += rdx · (s0 … s3), without the carry out of t3's sum of low halves, which stays in CF. CF and OF must be clear.
#define WORDS_ROW(s0, s1, s2, s3, t0, t1, t2, t3, t4) \
    "mulx " s0 ", %[low], %[high]\n adcx %[low], %[" t0 "]\n adox %[high], %[" t1 "]\n" \
    "mulx " s1 ", %[low], %[high]\n adcx %[low], %[" t1 "]\n adox %[high], %[" t2 "]\n" \
    "mulx " s2 ", %[low], %[high]\n adcx %[low], %[" t2 "]\n adox %[high], %[" t3 "]\n" \
    "mulx " s3 ", %[low], %[high]\n adcx %[low], %[" t3 "]\n adox %[high], %[" t4 "]\n"

// (t0 … t3, t4) ← (t0 … t3) + a·b with a word b, for any t4.
#define WORDS_PRODUCT_ROW(m, b, t0, t1, t2, t3, t4) \
    "mov %[" b "], %%rdx\n xor %k[" t4 "], %k[" t4 "]\n" \
    WORDS_ROW("%[a0]", "%[a1]", "%[a2]", "%[a3]", t0, t1, t2, t3, t4) \
    "adcx 40+" m "(%%rip), %[" t4 "]\n"

// (t1 … t4) ← (t0 … t4 + k·m) / 2^64 with k such that t0 becomes zero, which then serves as one.
#define WORDS_REDUCE_ROW(m, t0, t1, t2, t3, t4) \
    "mov 32+" m "(%%rip), %%rdx\n imul %[" t0 "], %%rdx\n xor %k[high], %k[high]\n" \
    WORDS_ROW(m "(%%rip)", "8+" m "(%%rip)", "16+" m "(%%rip)", "24+" m "(%%rip)", t0, t1, t2, t3, t4) \
    "adcx %[" t0 "], %[" t4 "]\n"

// (t0 … t4) += b·w for the word b and the four words of w at these offsets. Sums stay below 2^320.
#define WORDS_FACTOR_ROW(m, b, w0, w1, w2, w3) \
    "mov " b "(%[b]), %%rdx\n xor %k[high], %k[high]\n" \
    WORDS_ROW(w0 "(%[w])", w1 "(%[w])", w2 "(%[w])", w3 "(%[w])", "t0", "t1", "t2", "t3", "t4") \
    "adcx 40+" m "(%%rip), %[t4]\n"

// (t0 … t3) less m unless that is negative. u0 … u3 are overwritten.
#define WORDS_REDUCE_ONCE(m, t0, t1, t2, t3, u0, u1, u2, u3) \
    "mov %[" t0 "], " u0 "\n sub " m "(%%rip), %[" t0 "]\n mov %[" t1 "], " u1 "\n sbb 8+" m "(%%rip), %[" t1 "]\n" \
    "mov %[" t2 "], " u2 "\n sbb 16+" m "(%%rip), %[" t2 "]\n mov %[" t3 "], " u3 "\n sbb 24+" m "(%%rip), %[" t3 "]\n" \
    "cmovc " u0 ", %[" t0 "]\n cmovc " u1 ", %[" t1 "]\n cmovc " u2 ", %[" t2 "]\n cmovc " u3 ", %[" t3 "]\n"

// a·b / 2^256 mod m, reduced, for a < m < 2^254 and any b.
#define WORDS_PRODUCT(name, m) \
    static inline __attribute__((always_inline)) four_words name(four_words a, four_words b) { \
        uint64_t t0, t1, t2, t3, t4, low, high, b0 = b.w0; \
        __asm__( \
            "mulx %[a0], %[t0], %[t1]\n" \
            "mulx %[a1], %[low], %[t2]\n xor %k[t4], %k[t4]\n adcx %[low], %[t1]\n" \
            "mulx %[a2], %[low], %[t3]\n adcx %[low], %[t2]\n" \
            "mulx %[a3], %[low], %[high]\n adcx %[low], %[t3]\n adcx %[high], %[t4]\n" \
            WORDS_REDUCE_ROW(m, "t0", "t1", "t2", "t3", "t4") \
            WORDS_PRODUCT_ROW(m, "b1", "t1", "t2", "t3", "t4", "t0") \
            WORDS_REDUCE_ROW(m, "t1", "t2", "t3", "t4", "t0") \
            WORDS_PRODUCT_ROW(m, "b2", "t2", "t3", "t4", "t0", "t1") \
            WORDS_REDUCE_ROW(m, "t2", "t3", "t4", "t0", "t1") \
            WORDS_PRODUCT_ROW(m, "b3", "t3", "t4", "t0", "t1", "t2") \
            WORDS_REDUCE_ROW(m, "t3", "t4", "t0", "t1", "t2") \
            WORDS_REDUCE_ONCE(m, "t4", "t0", "t1", "t2", "%[t3]", "%[low]", "%[high]", "%%rdx") \
            : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [low] "=&r"(low), [high] "=&r"(high), "+&d"(b0) \
            : [a0] "r"(a.w0), [a1] "r"(a.w1), [a2] "r"(a.w2), [a3] "r"(a.w3), [b1] "m"(b.w1), [b2] "m"(b.w2), [b3] "m"(b.w3) \
            : "cc"); \
        four_words r = {t4, t0, t1, t2}; \
        return r; \
    }

WORDS_PRODUCT(words_product_r, "words_r")
WORDS_PRODUCT(words_product_q, "words_q")

// *sum ← low + w·high, *difference ← low − w·high, both modulo r and below 2^255 + 2r = 4.65r, for such values. sum and difference may be low and high.
//
// factor: w·2^64, w·2^128, w·2^192 and w·2^256 mod r, four words each. Four rows and one of a reduction give w·high below 5r; as many r as its highest two
// bits say, of 2^254 = 1.32r each, leave less than 2r. low loses 2r where its highest bit is set, so that it is below 2^255.
static inline __attribute__((always_inline)) void words_butterfly_r(
    four_words *sum, four_words *difference, const four_words *low, const four_words *high, const uint64_t factor[16]) {
    uint64_t t0, t1, t2, t3, t4, t5, l, h, d;
    __asm__ volatile(
        "mov (%[b]), %%rdx\n"
        "mulx (%[w]), %[t0], %[t1]\n"
        "mulx 8(%[w]), %[low], %[t2]\n xor %k[t4], %k[t4]\n adcx %[low], %[t1]\n"
        "mulx 16(%[w]), %[low], %[t3]\n adcx %[low], %[t2]\n"
        "mulx 24(%[w]), %[low], %[high]\n adcx %[low], %[t3]\n adcx %[high], %[t4]\n"
        WORDS_FACTOR_ROW("words_r", "8", "32", "40", "48", "56")
        WORDS_FACTOR_ROW("words_r", "16", "64", "72", "80", "88")
        WORDS_FACTOR_ROW("words_r", "24", "96", "104", "112", "120")
        WORDS_REDUCE_ROW("words_r", "t0", "t1", "t2", "t3", "t4")
        "mov %[t4], %[low]\n shr $62, %[low]\n shl $5, %[low]\n lea words_multiples_r(%%rip), %[high]\n add %[low], %[high]\n"
        "sub (%[high]), %[t1]\n sbb 8(%[high]), %[t2]\n sbb 16(%[high]), %[t3]\n sbb 24(%[high]), %[t4]\n"
        "mov 24(%[a]), %[t5]\n mov %[t5], %[low]\n shr $63, %[low]\n shl $6, %[low]\n lea words_multiples_r(%%rip), %[high]\n add %[low], %[high]\n"
        "mov (%[a]), %%rdx\n sub (%[high]), %%rdx\n mov 8(%[a]), %[low]\n sbb 8(%[high]), %[low]\n"
        "mov 16(%[a]), %[t0]\n sbb 16(%[high]), %[t0]\n sbb 24(%[high]), %[t5]\n"
        "mov %%rdx, %[high]\n add %[t1], %[high]\n mov %[high], (%[sum])\n"
        "mov %[low], %[high]\n adc %[t2], %[high]\n mov %[high], 8(%[sum])\n"
        "mov %[t0], %[high]\n adc %[t3], %[high]\n mov %[high], 16(%[sum])\n"
        "mov %[t5], %[high]\n adc %[t4], %[high]\n mov %[high], 24(%[sum])\n"
        "add 64+words_multiples_r(%%rip), %%rdx\n adc 72+words_multiples_r(%%rip), %[low]\n adc 80+words_multiples_r(%%rip), %[t0]\n adc 88+words_multiples_r(%%rip), %[t5]\n"
        "sub %[t1], %%rdx\n mov %%rdx, (%[difference])\n sbb %[t2], %[low]\n mov %[low], 8(%[difference])\n"
        "sbb %[t3], %[t0]\n mov %[t0], 16(%[difference])\n sbb %[t4], %[t5]\n mov %[t5], 24(%[difference])\n"
        : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5), [low] "=&r"(l), [high] "=&r"(h), "=&d"(d)
        : [sum] "r"(sum), [difference] "r"(difference), [a] "r"(low), [b] "r"(high), [w] "r"(factor)
        : "cc", "memory");
}

#endif
#endif
