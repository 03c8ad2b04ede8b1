// Affine points of G1 in eight lanes, and where they are loaded from.
#ifndef LANES_POINTS_H
#define LANES_POINTS_H

#include "lanes.h"

#if defined(__x86_64__)

// An entry of a bucket: where a point is, and whether it counts negatively.
#define NEGATIVE 0x80000000u
#define SUMMED 0x40000000u
#define INDEX 0x3FFFFFFFu

typedef struct {
    const uint64_t *table;
    const uint64_t *summed;
} sources;

typedef struct {
    fe x, y;
} affine;

LANES_INLINE const uint64_t *address(uint32_t entry, const sources *s) {
    return (entry & SUMMED ? s->summed : s->table) + (size_t)(entry & INDEX) * 8;
}

LANES_INLINE affine load_points(const uint32_t entries[8], const sources *s) {
    __m512i r[8];
    for (int i = 0; i < 8; i++) r[i] = _mm512_loadu_si512(address(entries[i], s));
    transpose8(r);
    affine p = {spread(r[0], r[1], r[2], r[3]), spread(r[4], r[5], r[6], r[7])};
    __mmask8 negative = _mm256_movepi32_mask(_mm256_loadu_si256((const void *)entries));
    fe zero = {{_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(),
                _mm512_setzero_si512()}};
    p.y = choose(negative, p.y, sub(zero, p.y, lanes_fq.p2));
    return p;
}

LANES_INLINE void store_points(uint64_t *dst, affine p) {
    __m512i r[8];
    pack(p.x, r);
    pack(p.y, r + 4);
    transpose8(r);
    for (int i = 0; i < 8; i++) _mm512_storeu_si512(dst + 8 * i, r[i]);
}

#endif
#endif
