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
    uint64_t ninv;      // −p^−1 mod 2^52
    uint64_t widen[5];  // 2^264 mod p: multiplying by it takes 2^256 form to 2^260 form
    uint64_t narrow[5]; // 2^256 mod p: back again
    uint64_t one[5];    // 2^260 mod p
    uint64_t reciprocal; // floor(2^266 / p)
    const char *exponent; // p − 2 in 64 hexadecimal digits
} field;

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

LANES_INLINE fe add(fe a, fe b) {
    for (int i = 0; i < 5; i++) a.l[i] = _mm512_add_epi64(a.l[i], b.l[i]);
    return carry(a);
}

// a − b + k with k a multiple of p not less than b.
LANES_INLINE fe sub(fe a, fe b, const uint64_t k[5]) {
    for (int i = 0; i < 5; i++) a.l[i] = _mm512_add_epi64(_mm512_sub_epi64(a.l[i], b.l[i]), splat(k[i]));
    return carry(a);
}

// a·b/2^260 mod p, less than p + a·b/2^260: below 2p whenever a·b < 2^260·p, as for a, b < 8p.
LANES_INLINE fe mul(fe a, fe b, const field *f) {
    const __m512i zero = _mm512_setzero_si512();
    const __m512i ninv = splat(f->ninv);
    __m512i t0 = zero, t1 = zero, t2 = zero, t3 = zero, t4 = zero, t5 = zero;
    __m512i p0 = splat(f->p[0]), p1 = splat(f->p[1]), p2 = splat(f->p[2]), p3 = splat(f->p[3]), p4 = splat(f->p[4]);
#pragma clang loop unroll(full)
    for (int i = 0; i < 5; i++) {
        __m512i bi = b.l[i];
        t0 = _mm512_madd52lo_epu64(t0, a.l[0], bi);
        __m512i m = _mm512_madd52lo_epu64(zero, t0, ninv);
        t1 = _mm512_madd52lo_epu64(t1, a.l[1], bi);
        t2 = _mm512_madd52lo_epu64(t2, a.l[2], bi);
        t3 = _mm512_madd52lo_epu64(t3, a.l[3], bi);
        t4 = _mm512_madd52lo_epu64(t4, a.l[4], bi);
        t1 = _mm512_madd52hi_epu64(t1, a.l[0], bi);
        t2 = _mm512_madd52hi_epu64(t2, a.l[1], bi);
        t3 = _mm512_madd52hi_epu64(t3, a.l[2], bi);
        t4 = _mm512_madd52hi_epu64(t4, a.l[3], bi);
        t5 = _mm512_madd52hi_epu64(t5, a.l[4], bi);
        t0 = _mm512_madd52lo_epu64(t0, m, p0);
        t1 = _mm512_madd52lo_epu64(t1, m, p1);
        t2 = _mm512_madd52lo_epu64(t2, m, p2);
        t3 = _mm512_madd52lo_epu64(t3, m, p3);
        t4 = _mm512_madd52lo_epu64(t4, m, p4);
        t1 = _mm512_madd52hi_epu64(t1, m, p0);
        t2 = _mm512_madd52hi_epu64(t2, m, p1);
        t3 = _mm512_madd52hi_epu64(t3, m, p2);
        t4 = _mm512_madd52hi_epu64(t4, m, p3);
        t5 = _mm512_madd52hi_epu64(t5, m, p4);
        // The low limb is zero modulo 2^52 now; its carry moves up, and every limb moves down.
        t0 = _mm512_add_epi64(t1, _mm512_srli_epi64(t0, 52));
        t1 = t2;
        t2 = t3;
        t3 = t4;
        t4 = t5;
        t5 = zero;
    }
    fe r = {{t0, t1, t2, t3, t4}};
    return carry(r);
}

LANES_INLINE fe square(fe a, const field *f) { return mul(a, a, f); }

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

// a^(p−2): the inverse, zero for zero.
LANES static inline fe invert(fe a, const field *f) {
    fe table[16];
    table[0] = constant(f->one);
    for (int i = 1; i < 16; i++) table[i] = mul(table[i - 1], a, f);
    fe r = table[0];
    for (int i = 0; i < 64; i++) {
        for (int j = 0; j < 4; j++) r = square(r, f);
        int d = f->exponent[i] <= '9' ? f->exponent[i] - '0' : f->exponent[i] - 'a' + 10;
        if (d) r = mul(r, table[d], f);
    }
    return r;
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

// Eight consecutive elements of four limbs; `live` of them are in the buffer.
LANES_INLINE fe load8(const uint64_t *src, size_t live) {
    __m512i r[8];
    for (size_t i = 0; i < 4; i++) {
        size_t words = live >= 2 * i + 2 ? 8 : live > 2 * i ? 4 : 0;
        __mmask8 mask = (__mmask8)((1u << words) - 1);
        r[i] = _mm512_maskz_loadu_epi64(mask, src + 8 * i);
    }
    // Rows hold elements 2i and 2i + 1: split into even and odd limbs, then line the elements up.
    const __m512i lowOf = _mm512_setr_epi64(0, 4, 8, 12, 1, 5, 9, 13);
    const __m512i highOf = _mm512_setr_epi64(2, 6, 10, 14, 3, 7, 11, 15);
    __m512i a = _mm512_permutex2var_epi64(r[0], lowOf, r[1]), b = _mm512_permutex2var_epi64(r[2], lowOf, r[3]);
    __m512i c = _mm512_permutex2var_epi64(r[0], highOf, r[1]), d = _mm512_permutex2var_epi64(r[2], highOf, r[3]);
    return spread(
        _mm512_shuffle_i64x2(a, b, 0x44), _mm512_shuffle_i64x2(a, b, 0xee), _mm512_shuffle_i64x2(c, d, 0x44),
        _mm512_shuffle_i64x2(c, d, 0xee));
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

extern const field lanes_fq;
extern const field lanes_fr;

#endif
#endif
