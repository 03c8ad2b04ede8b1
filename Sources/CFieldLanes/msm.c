// Multi-scalar multiplication over fixed bases (signed digits, one bucket set for all windows, batch-affine additions).
#include <stdlib.h>
#include <string.h>

#include "CFieldLanes.h"
#include "points.h"

#if defined(__x86_64__)

// What an addition needs between the two passes over a chunk of pairs.
typedef struct {
    fe prefix, dx, dy, x, y;
} pending;

// Pairs that share an inversion, so many that what is kept between the passes stays in the second-level cache.
#define CHUNK 2048
// How many pairs ahead points are asked for: their addresses follow no order.
#define AHEAD 32

// Adds pairs left[i] + right[i] for i < count (a multiple of eight, at most CHUNK), writing points 0, 1, … of `out`. left and right can be
// read AHEAD + 8 places beyond, and hold `following` pairs there that are added next: they are asked for while this chunk multiplies.
// Returns 0, or 1 when a pair had equal x. Five multiplications and a square for eight additions.
LANES static int add_chunk(
    const uint32_t *left, const uint32_t *right, size_t count, size_t following, const sources *s, pending *kept, uint64_t *out) {
    fe product = constant(lanes_fq.one);
    for (size_t i = 0; i < count; i += 8) {
        prefetch_points(left + i + AHEAD, s, 0);
        prefetch_points(right + i + AHEAD, s, 0);
        affine a = load_points_loose(left + i, s), b = load_points_loose(right + i, s);
        pending *k = kept + i / 8;
        fe dx = sub(b.x, a.x, lanes_fq.p2);
        k->prefix = product;
        k->dx = dx;
        k->dy = carry_up(sub_open(b.y, a.y, lanes_fq.p2));
        k->x = a.x;
        k->y = a.y;
        product = mul(product, dx, &lanes_fq);
    }
    if (is_zero(product, &lanes_fq)) return 1;
    fe inverse = invert(product, &lanes_fq);
    for (size_t i = count; i != 0;) {
        i -= 8;
        if (i < following) {
            prefetch_points(left + count + i, s, 1);
            prefetch_points(right + count + i, s, 1);
        }
        const pending *k = kept + i / 8;
        fe slope = mul_up(mul_up(inverse, k->prefix, &lanes_fq), k->dy, &lanes_fq);
        inverse = mul_up(inverse, k->dx, &lanes_fq);
        // λ² − 2x − dx, and dx has 2q in it.
        fe t = square_open(slope, &lanes_fq);
        affine c;
        for (int l = 0; l < 5; l++)
            c.x.l[l] = _mm512_add_epi64(
                _mm512_sub_epi64(_mm512_sub_epi64(t.l[l], k->dx.l[l]), _mm512_add_epi64(k->x.l[l], k->x.l[l])),
                splat(2 * lanes_fq.p4[l]));
        c.x = settle(c.x, &lanes_fq);
        c.y = sub(mul_open(slope, carry_up(sub_open(k->x, c.x, lanes_fq.p2)), &lanes_fq), k->y, lanes_fq.p2);
        c.y = reduce_once(c.y, lanes_fq.p2);
        store_points(out + 8 * i, c);
    }
    return 0;
}

// As add_chunk for any number of pairs.
static int add_pairs(
    const uint32_t *left, const uint32_t *right, size_t count, const sources *s, pending *kept, uint64_t *out) {
    for (size_t i = 0; i < count; i += CHUNK) {
        size_t part = count - i < CHUNK ? count - i : CHUNK;
        size_t rest = count - i - part, following = rest < CHUNK ? rest : CHUNK;
        if (add_chunk(left + i, right + i, part, following, s, kept, out + 8 * i)) return 1;
    }
    return 0;
}

typedef struct {
    fe x, y, zz, zzz;
} xyzz;

LANES_INLINE fe halve_range(fe a) { return reduce_once(a, lanes_fq.p2); }

LANES_INLINE xyzz add_affine(xyzz p, affine b) {
    fe u = mul(b.x, p.zz, &lanes_fq), v = mul(b.y, p.zzz, &lanes_fq);
    fe d = sub(u, p.x, lanes_fq.p2), r = sub(v, p.y, lanes_fq.p2);
    fe dd = square(d, &lanes_fq), ddd = mul(d, dd, &lanes_fq), w = mul(p.x, dd, &lanes_fq);
    xyzz s;
    s.x = sub(sub(square(r, &lanes_fq), ddd, lanes_fq.p2), add(w, w), lanes_fq.p4);
    s.x = halve_range(reduce_once(s.x, lanes_fq.p4));
    s.y = halve_range(sub(mul(r, sub(w, s.x, lanes_fq.p2), &lanes_fq), mul(p.y, ddd, &lanes_fq), lanes_fq.p2));
    s.zz = mul(p.zz, dd, &lanes_fq);
    s.zzz = mul(p.zzz, ddd, &lanes_fq);
    return s;
}

LANES_INLINE xyzz add_xyzz(xyzz p, xyzz b) {
    fe u1 = mul(p.x, b.zz, &lanes_fq), u2 = mul(b.x, p.zz, &lanes_fq);
    fe s1 = mul(p.y, b.zzz, &lanes_fq), s2 = mul(b.y, p.zzz, &lanes_fq);
    fe d = sub(u2, u1, lanes_fq.p2), r = sub(s2, s1, lanes_fq.p2);
    fe dd = square(d, &lanes_fq), ddd = mul(d, dd, &lanes_fq), w = mul(u1, dd, &lanes_fq);
    xyzz s;
    s.x = sub(sub(square(r, &lanes_fq), ddd, lanes_fq.p2), add(w, w), lanes_fq.p4);
    s.x = halve_range(reduce_once(s.x, lanes_fq.p4));
    s.y = halve_range(sub(mul(r, sub(w, s.x, lanes_fq.p2), &lanes_fq), mul(s1, ddd, &lanes_fq), lanes_fq.p2));
    s.zz = mul(mul(p.zz, b.zz, &lanes_fq), dd, &lanes_fq);
    s.zzz = mul(mul(p.zzz, b.zzz, &lanes_fq), ddd, &lanes_fq);
    return s;
}

LANES_INLINE xyzz choose_xyzz(__mmask8 take_b, xyzz a, xyzz b) {
    xyzz r = {choose(take_b, a.x, b.x), choose(take_b, a.y, b.y), choose(take_b, a.zz, b.zz), choose(take_b, a.zzz, b.zzz)};
    return r;
}

LANES_INLINE void store_xyzz(uint64_t *dst, xyzz p, __mmask8 infinite) {
    fe narrow = constant(lanes_fq.narrow);
    fe c[4] = {p.x, p.y, p.zz, p.zzz};
    for (int k = 0; k < 4; k++) {
        __m512i w[4];
        pack(canonical(mul(c[k], narrow, &lanes_fq), &lanes_fq), w);
        for (int limb = 0; limb < 4; limb++) {
            uint64_t lane[8];
            _mm512_storeu_si512(lane, w[limb]);
            for (int l = 0; l < 8; l++) dst[16 * l + 4 * k + limb] = infinite >> l & 1 ? 0 : lane[l];
        }
    }
}

// Weighted bucket sums, one eighth of the buckets a lane. heads[b] is the single entry of bucket b + 1, or UINT32_MAX.
LANES static int reduce_buckets(
    const uint32_t *heads, size_t segment, const sources *s, uint32_t offset_entry, uint64_t *sums) {
    uint32_t entries[8];
    for (int l = 0; l < 8; l++) entries[l] = offset_entry;
    affine offset = load_points(entries, s);
    fe one = constant(lanes_fq.one);
    xyzz total = {offset.x, offset.y, one, one}, running = total;
    __mmask8 infinite = 0xff;
    for (size_t j = segment; j-- > 0;) {
        __mmask8 present = 0;
        for (int l = 0; l < 8; l++) {
            uint32_t head = heads[(size_t)l * segment + j];
            if (head != UINT32_MAX) present |= (__mmask8)(1u << l);
            entries[l] = head == UINT32_MAX ? offset_entry : head;
        }
        if (present) {
            affine b = load_points(entries, s);
            xyzz lifted = {b.x, b.y, one, one};
            xyzz sum = add_affine(running, b);
            running = choose_xyzz(present & ~infinite, running, sum);
            running = choose_xyzz(present & infinite, running, lifted);
            infinite &= (__mmask8)~present;
        }
        if (infinite != 0xff) {
            xyzz sum = add_xyzz(total, running);
            total = choose_xyzz((__mmask8)~infinite, total, sum);
        }
    }
    // A sum of equal or opposite points leaves ZZ = 0 for good.
    if (is_zero(total.zz, &lanes_fq) || (is_zero(running.zz, &lanes_fq) & (__mmask8)~infinite)) return 1;
    store_xyzz(sums, total, 0);
    store_xyzz(sums + 128, running, infinite);
    return 0;
}

// The group's order.
static const uint64_t order[4] = {
    0x43e1f593f0000001ull, 0x2833e84879b97091ull, 0xb85045b68181585dull, 0x30644e72e131a029ull};

// |s| for the centred representative; returns whether it was negated. Small negative values get short digits.
static int centre(uint64_t out[4], const uint64_t s[4]) {
    // r − s is the shorter one when s has more than 253 bits' worth, that is s > r/2.
    static const uint64_t half[4] = {
        0xa1f0fac9f8000000ull, 0x9419f4243cdcb848ull, 0xdc2822db40c0ac2eull, 0x183227397098d014ull};
    int above = 0;
    for (int i = 3; i >= 0; i--) {
        if (s[i] != half[i]) {
            above = s[i] > half[i];
            break;
        }
    }
    if (!above) {
        memcpy(out, s, 32);
        return 0;
    }
    unsigned __int128 borrow = 0;
    for (int i = 0; i < 4; i++) {
        unsigned __int128 d = (unsigned __int128)order[i] - s[i] - borrow;
        out[i] = (uint64_t)d;
        borrow = d >> 64 & 1;
    }
    return 1;
}

static uint64_t bits_at(const uint64_t s[4], unsigned position, unsigned bits) {
    unsigned limb = position / 64, shift = position % 64;
    if (limb > 3) return 0;
    uint64_t v = s[limb] >> shift;
    if (shift + bits > 64 && limb < 3) v |= s[limb + 1] << (64 - shift);
    return v & ((1ull << bits) - 1);
}

// Terms whose additions are done together: their sums stay in the caches.
#define BLOCK 32768

// The sums of buckets first … last − 1 (list[start[b]] … , length[b] terms each). Leaves the sum's entry in list[start[b]], and length 1.
typedef struct {
    uint32_t *left, *right;
    uint64_t *summed;
    pending *kept;
} workspace;

static int sum_buckets(
    uint32_t *list, const uint32_t *start, uint32_t *length, size_t first, size_t last, uint32_t filler, sources *src,
    const workspace *work) {
    // Point 0 of the summed ones is the offset; it also fills the last vector of a round.
    size_t next = 1;
    for (;;) {
        size_t pairs = 0;
        for (size_t b = first; b < last; b++) {
            uint32_t n = length[b], *entries = list + start[b];
            uint32_t kept = 0;
            for (uint32_t k = 0; k + 1 < n; k += 2) {
                work->left[pairs] = entries[k];
                work->right[pairs] = entries[k + 1];
                entries[kept++] = (uint32_t)(next + pairs) | SUMMED;
                pairs++;
            }
            if (n & 1) entries[kept++] = entries[n - 1];
            length[b] = kept;
        }
        if (!pairs) return 0;
        size_t padded = (pairs + 7) & ~(size_t)7;
        for (size_t k = pairs; k < padded + AHEAD + 8; k++) {
            work->left[k] = filler;
            work->right[k] = SUMMED;
        }
        if (add_pairs(work->left, work->right, padded, src, work->kept, work->summed + 8 * next)) return 1;
        next += padded;
    }
}

int lanes_msm_fixed(
    const uint64_t *table, size_t stride, size_t first, unsigned window_bits, unsigned windows,
    const uint64_t *scalars, size_t count, const uint64_t offset[8], uint64_t *sums, size_t *segment) {
    size_t buckets = (size_t)1 << (window_bits - 1);
    size_t capacity = count * windows;
    // Digits as (bucket, entry), then sorted by bucket.
    uint32_t *digit_bucket = malloc((capacity + 1) * sizeof(uint32_t));
    uint32_t *digit_entry = malloc((capacity + 1) * sizeof(uint32_t));
    uint32_t *start = calloc(buckets + 2, sizeof(uint32_t));
    uint32_t *list = malloc((capacity + 1) * sizeof(uint32_t));
    int status = 2;
    uint32_t *length = NULL, *heads = NULL;
    uint64_t *finals = NULL;
    workspace work = {NULL, NULL, NULL, NULL};
    if (!digit_bucket || !digit_entry || !start || !list) goto done;

    size_t terms = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t s[4];
        uint32_t sign = centre(s, scalars + 4 * i) ? NEGATIVE : 0;
        unsigned top = s[3] ? 4 : s[2] ? 3 : s[1] ? 2 : s[0] ? 1 : 0;
        unsigned used = 0;
        if (top) used = (top * 64 - (unsigned)__builtin_clzll(s[top - 1])) / window_bits + 1;
        if (used > windows) used = windows;
        uint64_t carry = 0;
        for (unsigned w = 0; w < used; w++) {
            uint64_t d = bits_at(s, w * window_bits, window_bits) + carry;
            uint32_t negative = 0;
            carry = 0;
            if (d > buckets) {
                d = (1ull << window_bits) - d;
                negative = NEGATIVE;
                carry = 1;
            }
            if (!d) continue;
            digit_bucket[terms] = (uint32_t)d - 1;
            digit_entry[terms] = (uint32_t)(w * stride + first + i) | (sign ^ negative);
            start[d]++;
            terms++;
        }
    }
    size_t highest = 0, largest = 0;
    for (size_t b = 1; b <= buckets; b++) {
        if (start[b]) highest = b;
        if (start[b] > largest) largest = start[b];
        start[b] += start[b - 1];
    }
    *segment = (highest + 7) / 8 ? (highest + 7) / 8 : 1;
    size_t slots = *segment * 8;
    size_t together = terms < BLOCK ? terms : largest > BLOCK ? largest : BLOCK;

    length = calloc(slots, sizeof(uint32_t));
    heads = malloc(slots * sizeof(uint32_t));
    finals = aligned_alloc(64, (slots + 1) * 64);
    work.left = malloc((together / 2 + AHEAD + 16) * sizeof(uint32_t));
    work.right = malloc((together / 2 + AHEAD + 16) * sizeof(uint32_t));
    work.summed = aligned_alloc(64, (together + 8 * 40 + 8) * 64);
    work.kept = aligned_alloc(64, CHUNK / 8 * sizeof(pending));
    if (!length || !heads || !finals || !work.left || !work.right || !work.summed || !work.kept) goto done;
    for (size_t k = 0; k < terms; k++) {
        uint32_t b = digit_bucket[k];
        list[start[b] + length[b]++] = digit_entry[k];
    }

    memcpy(work.summed, offset, 64);
    memcpy(finals, offset, 64);
    sources src = {table, work.summed};
    for (size_t b = 0; b < highest;) {
        size_t last = b + 1;
        while (last < highest && start[last + 1] - start[b] <= together) last++;
        if (sum_buckets(list, start, length, b, last, (uint32_t)first, &src, &work)) {
            status = 1;
            goto done;
        }
        for (; b < last; b++) {
            if (!length[b]) {
                heads[b] = UINT32_MAX;
                continue;
            }
            uint32_t entry = list[start[b]];
            if (entry & SUMMED) {
                memcpy(finals + 8 * (b + 1), work.summed + 8 * (size_t)(entry & INDEX), 64);
                entry = SUMMED | (uint32_t)(b + 1);
            }
            heads[b] = entry;
        }
    }
    for (size_t b = highest; b < slots; b++) heads[b] = UINT32_MAX;
    sources ends = {table, finals};
    status = reduce_buckets(heads, *segment, &ends, SUMMED, sums);

done:
    free(digit_bucket);
    free(digit_entry);
    free(start);
    free(list);
    free(length);
    free(heads);
    free(finals);
    free(work.left);
    free(work.right);
    free(work.summed);
    free(work.kept);
    return status;
}

#endif
