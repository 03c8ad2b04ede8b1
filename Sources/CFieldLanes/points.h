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

// Asks for eight points: into the first-level cache, or, for those that are needed later, into the second.
LANES_INLINE void prefetch_points(const uint32_t entries[8], const sources *s, int later) {
    for (int i = 0; i < 8; i++) {
        if (later) _mm_prefetch((const char *)address(entries[i], s), _MM_HINT_T1);
        else _mm_prefetch((const char *)address(entries[i], s), _MM_HINT_T0);
    }
}

// Eight points, y of the negative ones 2q − y with limbs left as they come: for sums and differences only.
LANES_INLINE affine load_points_loose(const uint32_t entries[8], const sources *s) {
    __m512i r[8];
    for (int i = 0; i < 8; i++) r[i] = _mm512_loadu_si512(address(entries[i], s));
    transpose8(r);
    affine p = {spread(r[0], r[1], r[2], r[3]), spread(r[4], r[5], r[6], r[7])};
    __mmask8 negative = _mm256_movepi32_mask(_mm256_loadu_si256((const void *)entries));
    for (int i = 0; i < 5; i++) p.y.l[i] = _mm512_mask_sub_epi64(p.y.l[i], negative, splat(lanes_fq.p2[i]), p.y.l[i]);
    return p;
}

LANES_INLINE affine load_points(const uint32_t entries[8], const sources *s) {
    affine p = load_points_loose(entries, s);
    p.y = carry(p.y);
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
