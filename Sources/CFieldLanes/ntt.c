// Number-theoretic transform: decimation in frequency, values kept lazily below 64p between a few settlings.
#include "CFieldLanes.h"
#include "lanes.h"

#if defined(__x86_64__)

static unsigned reversed(unsigned i, unsigned bits) {
    unsigned r = 0;
    for (unsigned b = 0; b < bits; b++) r |= (i >> b & 1) << (bits - 1 - b);
    return r;
}

// Blocks of eight twiddles for each stage of half-length h = n/2 … 8, then three splat ones for the last three stages.
size_t lanes_ntt_twiddle_words(unsigned log_size) {
    size_t n = (size_t)1 << log_size;
    return (n - 8) * 5 + 3 * 40;
}

LANES void lanes_ntt_prepare(uint64_t *dst, const uint64_t *powers, unsigned log_size) {
    size_t n = (size_t)1 << log_size;
    fe *out = (fe *)dst;
    fe widen = constant(lanes_fr.widen);
    for (size_t h = n / 2; h >= 8; h /= 2) {
        size_t step = n / 2 / h;
        for (size_t k = 0; k < h; k += 8) {
            uint64_t block[32];
            for (size_t l = 0; l < 8; l++)
                for (int limb = 0; limb < 4; limb++) block[4 * l + limb] = powers[4 * (k + l) * step + limb];
            *out++ = canonical(mul(load8(block, 8), widen, &lanes_fr), &lanes_fr);
        }
    }
    for (int k = 1; k < 4; k++)
        *out++ = canonical(mul(load8_splat(powers + 4 * k * (n / 8)), widen, &lanes_fr), &lanes_fr);
}

// a + b and a − b without carries; b is below k.
LANES_INLINE void butterfly(fe *a, fe *b, const uint64_t k[5], uint64_t factor) {
    fe s = *a, d = *a;
    for (int i = 0; i < 5; i++) {
        s.l[i] = _mm512_add_epi64(s.l[i], b->l[i]);
        d.l[i] = _mm512_add_epi64(_mm512_sub_epi64(d.l[i], b->l[i]), splat(k[i] * factor));
    }
    *a = s;
    *b = carry(d);
}

LANES void lanes_ntt(uint64_t *values, unsigned log_size, const uint64_t *twiddles, void *scratch) {
    size_t n = (size_t)1 << log_size, blocks = n / 8;
    fe *x = scratch;
    const fe *w = (const fe *)twiddles;
    for (size_t i = 0; i < blocks; i++) x[i] = load8(values + 32 * i, 8);

    // Every value is below `bound`·p. Sums double it, products are below 2p.
    uint64_t bound = 1;
    for (size_t h = blocks / 2; h >= 1; h /= 2) {
        int tight = bound >= 32;
        uint64_t limit = tight ? 2 : bound;
        for (size_t start = 0; start < blocks; start += 2 * h) {
            for (size_t k = 0; k < h; k++) {
                fe a = x[start + k], b = x[start + k + h];
                if (tight) {
                    a = settle(a, &lanes_fr);
                    b = settle(b, &lanes_fr);
                }
                butterfly(&a, &b, lanes_fr.p, limit);
                x[start + k] = a;
                x[start + k + h] = mul(b, w[k], &lanes_fr);
            }
        }
        w += h;
        bound = limit * 2 < 2 ? 2 : limit * 2;
    }

    // The last three stages stay inside blocks: eight blocks are transposed so that they become stages across vectors.
    fe w1 = w[0], w2 = w[1], w3 = w[2];
    for (size_t i = 0; i < blocks; i += 8) {
        fe r[8];
        for (int limb = 0; limb < 5; limb++) {
            __m512i t[8];
            for (int j = 0; j < 8; j++) t[j] = x[i + j].l[limb];
            transpose8(t);
            for (int j = 0; j < 8; j++) r[j].l[limb] = t[j];
        }
        for (int j = 0; j < 8; j++) r[j] = settle(r[j], &lanes_fr);
        for (int j = 0; j < 4; j++) butterfly(&r[j], &r[j + 4], lanes_fr.p, 2);
        r[5] = mul(r[5], w1, &lanes_fr);
        r[6] = mul(r[6], w2, &lanes_fr);
        r[7] = mul(r[7], w3, &lanes_fr);
        for (int g = 0; g < 8; g += 4) {
            butterfly(&r[g], &r[g + 2], lanes_fr.p, 4);
            butterfly(&r[g + 1], &r[g + 3], lanes_fr.p, 4);
            r[g + 3] = mul(r[g + 3], w2, &lanes_fr);
        }
        for (int g = 0; g < 8; g += 2) butterfly(&r[g], &r[g + 1], lanes_fr.p, 16);
        for (int j = 0; j < 8; j++) r[j] = reduce_once(settle(r[j], &lanes_fr), lanes_fr.p);
        // r[j] holds, in lane m, element 8(i + m) + j of the bit-reversed result.
        for (int j = 0; j < 8; j++) {
            uint64_t words[32];
            store8(words, r[j], 8);
            for (int m = 0; m < 8; m++) {
                unsigned target = reversed((unsigned)(8 * (i + m) + j), log_size);
                for (int limb = 0; limb < 4; limb++) values[4 * (size_t)target + limb] = words[4 * m + limb];
            }
        }
    }
}

#endif
