// Field arithmetic in eight lanes of five 52-bit limbs.
#ifndef LANES_H
#define LANES_H

#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>

#define LANES __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512ifma")))
#define LANES_INLINE static inline __attribute__((always_inline, target("avx512f,avx512dq,avx512bw,avx512vl,avx512ifma")))

typedef struct {
    __m512i l[5];
} fe;

typedef struct {
    uint64_t p[5];      // modulus
    uint64_t p2[5];     // 2p, limbs less than 2^52 but for the top one
    uint64_t p4[5];
    uint64_t negated[5]; // 2^260 − p
    uint64_t ninv;      // −p^−1 mod 2^52
    uint64_t widen[5];  // 2^264 mod p: multiplying by it takes 2^256 form to 2^260 form
    uint64_t narrow[5]; // 2^256 mod p: back again
    uint64_t one[5];    // 2^260 mod p
    uint64_t reciprocal; // floor(2^266 / p)
    uint64_t reciprocal52; // floor(2^305 / p) + 1
    uint64_t cube[5];    // 2^780 mod p
    uint64_t words[4];   // p in 64-bit words
    uint64_t ninv64;     // −p^−1 mod 2^64
} field;

// value ← 1/value mod p for 0 < value < p, plain integers; zero stays zero.
void lanes_invert_scalar(uint64_t value[4], const field *f);

#define MASK52 0xFFFFFFFFFFFFFull

LANES_INLINE __m512i splat(uint64_t v) { return _mm512_set1_epi64((long long)v); }

LANES_INLINE fe constant(const uint64_t c[5]) {
    fe r;
    for (int i = 0; i < 5; i++) r.l[i] = splat(c[i]);
    return r;
}

// Limbs back into 52 bits; arithmetic shifts, so that a borrow is a negative carry. The value must be in 0 … 2^260 − 1.
LANES_INLINE fe carry(fe a) {
    const __m512i mask = splat(MASK52);
    for (int i = 0; i < 4; i++) {
        a.l[i + 1] = _mm512_add_epi64(a.l[i + 1], _mm512_srai_epi64(a.l[i], 52));
        a.l[i] = _mm512_and_si512(a.l[i], mask);
    }
    return a;
}

// Carries as in `carry`, but limbs keep the bits that were carried: for operands of multiplications, which read 52 bits of a limb and no more.
LANES_INLINE fe carry_up(fe a) {
    for (int i = 0; i < 4; i++) a.l[i + 1] = _mm512_add_epi64(a.l[i + 1], _mm512_srai_epi64(a.l[i], 52));
    return a;
}

LANES_INLINE fe add(fe a, fe b) {
    for (int i = 0; i < 5; i++) a.l[i] = _mm512_add_epi64(a.l[i], b.l[i]);
    return carry(a);
}

// a − b + k with k a multiple of p not less than b, limbs left as they come.
LANES_INLINE fe sub_open(fe a, fe b, const uint64_t k[5]) {
    for (int i = 0; i < 5; i++) a.l[i] = _mm512_add_epi64(_mm512_sub_epi64(a.l[i], b.l[i]), splat(k[i]));
    return a;
}

LANES_INLINE fe sub(fe a, fe b, const uint64_t k[5]) { return carry(sub_open(a, b, k)); }

// Columns are named variables, not an array: an array with running bounds ends up in memory.
#define LO(t, a, b) t = _mm512_madd52lo_epu64(t, a, b)
#define HI(t, a, b) t = _mm512_madd52hi_epu64(t, a, b)

// One row of a Montgomery reduction: t ← t + m·p with m chosen so that t0 is a multiple of 2^52; its carry goes to t1. t0 + low(m·p0) is the
// next multiple of 2^52, so the carry is known without that product.
#define REDUCE_ROW(t0, t1, t2, t3, t4, t5) \
    { \
        __m512i m = _mm512_madd52lo_epu64(zero, t0, ninv); \
        t1 = _mm512_add_epi64(t1, _mm512_srli_epi64(_mm512_add_epi64(t0, mask), 52)); \
        LO(t1, m, p1); LO(t2, m, p2); LO(t3, m, p3); LO(t4, m, p4); \
        HI(t1, m, p0); HI(t2, m, p1); HI(t3, m, p2); HI(t4, m, p3); HI(t5, m, p4); \
    }
#define PRODUCT_ROW(t0, t1, t2, t3, t4, t5, v) \
    LO(t0, a.l[0], v); LO(t1, a.l[1], v); LO(t2, a.l[2], v); LO(t3, a.l[3], v); LO(t4, a.l[4], v); \
    HI(t1, a.l[0], v); HI(t2, a.l[1], v); HI(t3, a.l[2], v); HI(t4, a.l[3], v); HI(t5, a.l[4], v);
#define FIELD_CONSTANTS \
    const __m512i zero = _mm512_setzero_si512(), mask = splat(MASK52), ninv = splat(f->ninv), p0 = splat(f->p[0]), p1 = splat(f->p[1]), \
        p2 = splat(f->p[2]), p3 = splat(f->p[3]), p4 = splat(f->p[4]); \
    __m512i t0 = zero, t1 = zero, t2 = zero, t3 = zero, t4 = zero, t5 = zero, t6 = zero, t7 = zero, t8 = zero, t9 = zero;

// a·b/2^260 mod p, less than p + a·b/2^260: below 2p whenever a·b < 2^260·p, as for a < 16p and b < 4p. Limbs of the result may have up to
// 57 bits. 100 multiply-adds for eight products.
LANES_INLINE fe mul_open(fe a, fe b, const field *f) {
    FIELD_CONSTANTS
    PRODUCT_ROW(t0, t1, t2, t3, t4, t5, b.l[0])
    REDUCE_ROW(t0, t1, t2, t3, t4, t5)
    PRODUCT_ROW(t1, t2, t3, t4, t5, t6, b.l[1])
    REDUCE_ROW(t1, t2, t3, t4, t5, t6)
    PRODUCT_ROW(t2, t3, t4, t5, t6, t7, b.l[2])
    REDUCE_ROW(t2, t3, t4, t5, t6, t7)
    PRODUCT_ROW(t3, t4, t5, t6, t7, t8, b.l[3])
    REDUCE_ROW(t3, t4, t5, t6, t7, t8)
    PRODUCT_ROW(t4, t5, t6, t7, t8, t9, b.l[4])
    REDUCE_ROW(t4, t5, t6, t7, t8, t9)
    fe r = {{t5, t6, t7, t8, t9}};
    return r;
}

// As mul_open, limbs below 2^52.
LANES_INLINE fe mul(fe a, fe b, const field *f) { return carry(mul_open(a, b, f)); }

// As mul_open, for a result that is only multiplied.
LANES_INLINE fe mul_up(fe a, fe b, const field *f) { return carry_up(mul_open(a, b, f)); }

// a²/2^260 mod p, below 2p for a < 9p: products of different limbs are taken once and doubled. 80 multiply-adds.
LANES_INLINE fe square_open(fe a, const field *f) {
    FIELD_CONSTANTS
    const __m512i a0 = a.l[0], a1 = a.l[1], a2 = a.l[2], a3 = a.l[3], a4 = a.l[4];
    LO(t1, a0, a1); LO(t2, a0, a2); LO(t3, a0, a3); LO(t4, a0, a4);
    HI(t2, a0, a1); HI(t3, a0, a2); HI(t4, a0, a3); HI(t5, a0, a4);
    LO(t3, a1, a2); LO(t4, a1, a3); LO(t5, a1, a4);
    HI(t4, a1, a2); HI(t5, a1, a3); HI(t6, a1, a4);
    LO(t5, a2, a3); LO(t6, a2, a4);
    HI(t6, a2, a3); HI(t7, a2, a4);
    LO(t7, a3, a4);
    HI(t8, a3, a4);
    t1 = _mm512_add_epi64(t1, t1);
    t2 = _mm512_add_epi64(t2, t2);
    t3 = _mm512_add_epi64(t3, t3);
    t4 = _mm512_add_epi64(t4, t4);
    t5 = _mm512_add_epi64(t5, t5);
    t6 = _mm512_add_epi64(t6, t6);
    t7 = _mm512_add_epi64(t7, t7);
    t8 = _mm512_add_epi64(t8, t8);
    LO(t0, a0, a0); HI(t1, a0, a0);
    LO(t2, a1, a1); HI(t3, a1, a1);
    LO(t4, a2, a2); HI(t5, a2, a2);
    LO(t6, a3, a3); HI(t7, a3, a3);
    LO(t8, a4, a4); HI(t9, a4, a4);
    REDUCE_ROW(t0, t1, t2, t3, t4, t5)
    REDUCE_ROW(t1, t2, t3, t4, t5, t6)
    REDUCE_ROW(t2, t3, t4, t5, t6, t7)
    REDUCE_ROW(t3, t4, t5, t6, t7, t8)
    REDUCE_ROW(t4, t5, t6, t7, t8, t9)
    fe r = {{t5, t6, t7, t8, t9}};
    return r;
}

LANES_INLINE fe square(fe a, const field *f) { return carry(square_open(a, f)); }

// A factor w that many values are multiplied by: w·2^52, w·2^104, … w·2^260 mod p.
typedef struct {
    fe w[5];
} shifted_factor;

// v·w mod p, not in Montgomery form: the result has the form that v has. Below 6p for any v < 2^260, of whose limbs 52 bits are read; limbs
// of the result may have up to 57 bits.
//
// v is Σ v_i·2^52i, so v·w·2^52 is congruent to Σ v_i·(w·2^52(i+1) mod p): five sums of 306 bits instead of one product of 514, and one row of a
// reduction is left instead of five. 60 multiply-adds.
#define SHIFTED_BOUND 6
#define SHIFTED_ROW(factor, v) { const fe a = factor; PRODUCT_ROW(t0, t1, t2, t3, t4, t5, v) }

// One factor for all lanes, from 25 words in memory.
LANES_INLINE fe mul_shifted(fe v, const uint64_t words[25], const field *f) {
    FIELD_CONSTANTS
    SHIFTED_ROW(constant(words), v.l[0])
    SHIFTED_ROW(constant(words + 5), v.l[1])
    SHIFTED_ROW(constant(words + 10), v.l[2])
    SHIFTED_ROW(constant(words + 15), v.l[3])
    SHIFTED_ROW(constant(words + 20), v.l[4])
    REDUCE_ROW(t0, t1, t2, t3, t4, t5)
    fe r = {{t1, t2, t3, t4, t5}};
    return r;
}

// A factor for each lane.
LANES_INLINE fe mul_shifted_lanes(fe v, const shifted_factor *k, const field *f) {
    FIELD_CONSTANTS
    SHIFTED_ROW(k->w[0], v.l[0])
    SHIFTED_ROW(k->w[1], v.l[1])
    SHIFTED_ROW(k->w[2], v.l[2])
    SHIFTED_ROW(k->w[3], v.l[3])
    SHIFTED_ROW(k->w[4], v.l[4])
    REDUCE_ROW(t0, t1, t2, t3, t4, t5)
    fe r = {{t1, t2, t3, t4, t5}};
    return r;
}

// Subtracts k where the value is at least k.
LANES_INLINE fe reduce_once(fe a, const uint64_t k[5]) {
    fe d = a;
    for (int i = 0; i < 5; i++) d.l[i] = _mm512_sub_epi64(d.l[i], splat(k[i]));
    d = carry(d);
    __mmask8 negative = _mm512_movepi64_mask(d.l[4]);
    for (int i = 0; i < 5; i++) d.l[i] = _mm512_mask_mov_epi64(d.l[i], negative, a.l[i]);
    return d;
}

// The representative below p of a value below 8p.
LANES_INLINE fe canonical(fe a, const field *f) {
    return reduce_once(reduce_once(reduce_once(a, f->p4), f->p2), f->p);
}

// Lanes whose value (below 8p) is zero modulo p.
LANES_INLINE __mmask8 is_zero(fe a, const field *f) {
    fe c = canonical(a, f);
    __m512i any = _mm512_or_si512(_mm512_or_si512(c.l[0], c.l[1]), _mm512_or_si512(_mm512_or_si512(c.l[2], c.l[3]), c.l[4]));
    return _mm512_testn_epi64_mask(any, any);
}

LANES_INLINE fe choose(__mmask8 take_b, fe a, fe b) {
    for (int i = 0; i < 5; i++) a.l[i] = _mm512_mask_mov_epi64(a.l[i], take_b, b.l[i]);
    return a;
}

// The inverse in every lane of a value below 2p whose lanes are all different from zero: one inversion of the lanes' product, by divisions
// with remainder in scalar registers (inverse.c), and six multiplications.
LANES_INLINE fe rotate_lanes(fe a, int by) {
    for (int i = 0; i < 5; i++)
        a.l[i] = by == 4 ? _mm512_shuffle_i64x2(a.l[i], a.l[i], 0x4e)
            : by == 2 ? _mm512_permutex_epi64(a.l[i], 0x4e) : _mm512_shuffle_epi32(a.l[i], 0x4e);
    return a;
}

LANES_INLINE fe load8_splat(const uint64_t src[4]);
LANES_INLINE void pack(fe a, __m512i w[4]);
LANES_INLINE fe canonical(fe a, const field *f);

LANES static inline fe invert(fe a, const field *f) {
    fe two = mul(a, rotate_lanes(a, 4), f), four = mul(two, rotate_lanes(two, 2), f);
    fe all = canonical(mul(four, rotate_lanes(four, 1), f), f);
    __m512i w[4];
    pack(all, w);
    uint64_t value[4];
    for (int i = 0; i < 4; i++) value[i] = (uint64_t)_mm_cvtsi128_si64(_mm512_castsi512_si128(w[i]));
    lanes_invert_scalar(value, f);
    fe r = mul(load8_splat(value), constant(f->cube), f);
    r = mul(r, rotate_lanes(four, 1), f);
    r = mul(r, rotate_lanes(two, 2), f);
    return mul(r, rotate_lanes(a, 4), f);
}

// Four 64-bit limb vectors to five of 52 bits, and back.
LANES_INLINE fe spread(__m512i w0, __m512i w1, __m512i w2, __m512i w3) {
    const __m512i mask = splat(MASK52);
    fe r;
    r.l[0] = _mm512_and_si512(w0, mask);
    r.l[1] = _mm512_and_si512(_mm512_or_si512(_mm512_srli_epi64(w0, 52), _mm512_slli_epi64(w1, 12)), mask);
    r.l[2] = _mm512_and_si512(_mm512_or_si512(_mm512_srli_epi64(w1, 40), _mm512_slli_epi64(w2, 24)), mask);
    r.l[3] = _mm512_and_si512(_mm512_or_si512(_mm512_srli_epi64(w2, 28), _mm512_slli_epi64(w3, 36)), mask);
    r.l[4] = _mm512_srli_epi64(w3, 16);
    return r;
}

// As spread, times 16: from the 2^256 form to the wide form, below 16p for values below p.
LANES_INLINE fe spread_wide(__m512i w0, __m512i w1, __m512i w2, __m512i w3) {
    const __m512i mask = splat(MASK52);
    fe r;
    r.l[0] = _mm512_and_si512(_mm512_slli_epi64(w0, 4), mask);
    r.l[1] = _mm512_and_si512(_mm512_or_si512(_mm512_srli_epi64(w0, 48), _mm512_slli_epi64(w1, 16)), mask);
    r.l[2] = _mm512_and_si512(_mm512_or_si512(_mm512_srli_epi64(w1, 36), _mm512_slli_epi64(w2, 28)), mask);
    r.l[3] = _mm512_and_si512(_mm512_or_si512(_mm512_srli_epi64(w2, 24), _mm512_slli_epi64(w3, 40)), mask);
    r.l[4] = _mm512_srli_epi64(w3, 12);
    return r;
}

LANES_INLINE void pack(fe a, __m512i w[4]) {
    w[0] = _mm512_or_si512(a.l[0], _mm512_slli_epi64(a.l[1], 52));
    w[1] = _mm512_or_si512(_mm512_srli_epi64(a.l[1], 12), _mm512_slli_epi64(a.l[2], 40));
    w[2] = _mm512_or_si512(_mm512_srli_epi64(a.l[2], 24), _mm512_slli_epi64(a.l[3], 28));
    w[3] = _mm512_or_si512(_mm512_srli_epi64(a.l[3], 36), _mm512_slli_epi64(a.l[4], 16));
}

// 8×8 transpose of 64-bit words.
LANES_INLINE void transpose8(__m512i r[8]) {
    __m512i t[8], u[8];
    for (int i = 0; i < 8; i += 2) {
        t[i] = _mm512_unpacklo_epi64(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi64(r[i], r[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) {
        for (int j = 0; j < 2; j++) {
            u[i + j] = _mm512_shuffle_i64x2(t[i + j], t[i + j + 2], 0x88);
            u[i + j + 2] = _mm512_shuffle_i64x2(t[i + j], t[i + j + 2], 0xdd);
        }
    }
    for (int j = 0; j < 4; j++) {
        r[j] = _mm512_shuffle_i64x2(u[j], u[j + 4], 0x88);
        r[j + 4] = _mm512_shuffle_i64x2(u[j], u[j + 4], 0xdd);
    }
}

// The limb vectors of eight consecutive elements of four limbs; `live` of them are in the buffer.
LANES_INLINE void load_limbs(const uint64_t *src, size_t live, __m512i w[4]) {
    __m512i r[8];
    if (live == 8) {
        for (size_t i = 0; i < 4; i++) r[i] = _mm512_loadu_si512(src + 8 * i);
    } else {
        for (size_t i = 0; i < 4; i++) {
            size_t words = live >= 2 * i + 2 ? 8 : live > 2 * i ? 4 : 0;
            r[i] = _mm512_maskz_loadu_epi64((__mmask8)((1u << words) - 1), src + 8 * i);
        }
    }
    // Rows hold elements 2i and 2i + 1: split into even and odd limbs, then line the elements up.
    const __m512i lowOf = _mm512_setr_epi64(0, 4, 8, 12, 1, 5, 9, 13);
    const __m512i highOf = _mm512_setr_epi64(2, 6, 10, 14, 3, 7, 11, 15);
    __m512i a = _mm512_permutex2var_epi64(r[0], lowOf, r[1]), b = _mm512_permutex2var_epi64(r[2], lowOf, r[3]);
    __m512i c = _mm512_permutex2var_epi64(r[0], highOf, r[1]), d = _mm512_permutex2var_epi64(r[2], highOf, r[3]);
    w[0] = _mm512_shuffle_i64x2(a, b, 0x44);
    w[1] = _mm512_shuffle_i64x2(a, b, 0xee);
    w[2] = _mm512_shuffle_i64x2(c, d, 0x44);
    w[3] = _mm512_shuffle_i64x2(c, d, 0xee);
}

LANES_INLINE fe load8(const uint64_t *src, size_t live) {
    __m512i w[4];
    load_limbs(src, live, w);
    return spread(w[0], w[1], w[2], w[3]);
}

// As load8, in the wide form and below 16p for elements below p.
LANES_INLINE fe load8_wide(const uint64_t *src, size_t live) {
    __m512i w[4];
    load_limbs(src, live, w);
    return spread_wide(w[0], w[1], w[2], w[3]);
}

LANES_INLINE void store8(uint64_t *dst, fe value, size_t live) {
    __m512i w[4];
    pack(value, w);
    __m512i ab = _mm512_shuffle_i64x2(w[0], w[1], 0x44), cd = _mm512_shuffle_i64x2(w[2], w[3], 0x44);
    __m512i ef = _mm512_shuffle_i64x2(w[0], w[1], 0xee), gh = _mm512_shuffle_i64x2(w[2], w[3], 0xee);
    const __m512i first = _mm512_setr_epi64(0, 4, 8, 12, 1, 5, 9, 13);
    const __m512i second = _mm512_setr_epi64(2, 6, 10, 14, 3, 7, 11, 15);
    __m512i r[4] = {
        _mm512_permutex2var_epi64(ab, first, cd), _mm512_permutex2var_epi64(ab, second, cd),
        _mm512_permutex2var_epi64(ef, first, gh), _mm512_permutex2var_epi64(ef, second, gh)};
    if (live == 8) {
        for (size_t i = 0; i < 4; i++) _mm512_storeu_si512(dst + 8 * i, r[i]);
        return;
    }
    for (size_t i = 0; i < 4; i++) {
        size_t words = live >= 2 * i + 2 ? 8 : live > 2 * i ? 4 : 0;
        _mm512_mask_storeu_epi64(dst + 8 * i, (__mmask8)((1u << words) - 1), r[i]);
    }
}

// One element in every lane.
LANES_INLINE fe load8_splat(const uint64_t src[4]) {
    return spread(splat(src[0]), splat(src[1]), splat(src[2]), splat(src[3]));
}

// A value below 64p, limbs possibly not normalised, to the same value below 2p, normalised.
LANES_INLINE fe settle(fe a, const field *f) {
    a = carry(a);
    // ⌊v/p⌋ or one less, from the top limb: f->reciprocal is ⌊2^266/p⌋.
    __m512i q = _mm512_madd52lo_epu64(_mm512_setzero_si512(), _mm512_srli_epi64(a.l[4], 20), splat(f->reciprocal));
    q = _mm512_srli_epi64(q, 38);
    for (int i = 0; i < 5; i++) {
        __m512i p = splat(f->p[i]);
        a.l[i] = _mm512_sub_epi64(a.l[i], _mm512_madd52lo_epu64(_mm512_setzero_si512(), q, p));
        if (i < 4) a.l[i + 1] = _mm512_sub_epi64(a.l[i + 1], _mm512_madd52hi_epu64(_mm512_setzero_si512(), q, p));
    }
    return carry(a);
}

// The representative below p of a value below 84p, limbs possibly not normalised.
LANES_INLINE fe reduce_fully(fe a, const field *f) {
    const __m512i zero = _mm512_setzero_si512(), mask = splat(MASK52);
    a = carry(a);
    // The quotient from the top limb, rounded up: exact but for values so close below a multiple of p that 45 bits do not tell.
    __m512i q = _mm512_srli_epi64(_mm512_madd52hi_epu64(zero, _mm512_add_epi64(a.l[4], splat(1)), splat(f->reciprocal52)), 45);
    for (int i = 0; i < 5; i++) {
        LO(a.l[i], q, splat(f->negated[i]));
        if (i < 4) HI(a.l[i + 1], q, splat(f->negated[i]));
    }
    a = carry(a);
    a.l[4] = _mm512_and_si512(a.l[4], mask);
    __mmask8 below = _mm512_cmpgt_epu64_mask(a.l[4], splat(f->p[4]));
    if (__builtin_expect(below != 0, 0)) {
        for (int i = 0; i < 5; i++) a.l[i] = _mm512_mask_add_epi64(a.l[i], below, a.l[i], splat(f->p[i]));
        a = carry(a);
        a.l[4] = _mm512_and_si512(a.l[4], mask);
    }
    return a;
}

// The factor w from w·2^260 mod p, given below 84p.
LANES_INLINE shifted_factor shifted(fe wide, const field *f) {
    shifted_factor k;
    k.w[4] = reduce_fully(wide, f);
    for (int i = 0; i < 4; i++) {
        uint64_t power[5] = {0, 0, 0, 0, 0};
        power[i + 1] = 1;
        k.w[i] = reduce_once(mul(k.w[4], constant(power), f), f->p);
    }
    return k;
}

extern const field lanes_fq;
extern const field lanes_fr;

#endif
#endif
