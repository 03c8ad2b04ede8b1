// Element-wise kernels and conversions between Swift's R = 2^256 form and the wide R = 2^260 form.
#include <stdlib.h>

#include "CFieldLanes.h"
#include "lanes.h"

#if defined(__x86_64__)

bool lanes_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512ifma");
}

LANES_INLINE void scale_by_constant(
    uint64_t *dst, const uint64_t *src, size_t count, const uint64_t factor[5], const field *f, int reduce) {
    fe k = constant(factor);
    for (size_t i = 0; i < count; i += 8) {
        size_t live = count - i < 8 ? count - i : 8;
        fe v = mul(load8(src + 4 * i, live), k, f);
        if (reduce) v = canonical(v, f);
        store8(dst + 4 * i, v, live);
    }
}

LANES void lanes_fq_widen(uint64_t *dst, const uint64_t *src, size_t count) {
    scale_by_constant(dst, src, count, lanes_fq.widen, &lanes_fq, 1);
}

LANES void lanes_fq_narrow(uint64_t *dst, const uint64_t *src, size_t count) {
    scale_by_constant(dst, src, count, lanes_fq.narrow, &lanes_fq, 1);
}

LANES void lanes_fr_decode(uint64_t *dst, const uint64_t *src, size_t count) {
    // a·2^256 times 2^4, divided by 2^260.
    static const uint64_t sixteen[5] = {16, 0, 0, 0, 0};
    scale_by_constant(dst, src, count, sixteen, &lanes_fr, 1);
}

// values[i] *= factor^i for eight i at a time: the powers of a block are the last block's times factor^8.
LANES void lanes_fr_scale_by_powers(uint64_t *values, size_t count, const uint64_t start[4], const uint64_t factor[4]) {
    fe one = constant(lanes_fr.one), step = one;
    fe base = mul(load8_splat(factor), constant(lanes_fr.widen), &lanes_fr);
    // Lane l holds start·factor^l: multiply by factor in the lanes above l, seven times.
    fe power = mul(load8_splat(start), constant(lanes_fr.widen), &lanes_fr);
    for (int l = 1; l < 8; l++) power = choose((__mmask8)(0xff << l), power, mul(power, base, &lanes_fr));
    for (int k = 0; k < 8; k++) step = mul(step, base, &lanes_fr);
    for (size_t i = 0; i < count; i += 8) {
        size_t live = count - i < 8 ? count - i : 8;
        fe v = mul(load8(values + 4 * i, live), power, &lanes_fr);
        store8(values + 4 * i, reduce_once(v, lanes_fr.p), live);
        power = mul(power, step, &lanes_fr);
    }
}

LANES void lanes_fr_multiply(uint64_t *a, const uint64_t *b, size_t count) {
    for (size_t i = 0; i < count; i += 8) {
        size_t live = count - i < 8 ? count - i : 8;
        fe v = mul(load8_wide(a + 4 * i, live), load8(b + 4 * i, live), &lanes_fr);
        store8(a + 4 * i, reduce_once(v, lanes_fr.p), live);
    }
}

LANES void lanes_fr_add_scaled(uint64_t *a, const uint64_t *b, const uint64_t factor[4], size_t count) {
    fe k = mul(load8_splat(factor), constant(lanes_fr.widen), &lanes_fr);
    for (size_t i = 0; i < count; i += 8) {
        size_t live = count - i < 8 ? count - i : 8;
        fe v = add(load8(a + 4 * i, live), mul(load8(b + 4 * i, live), k, &lanes_fr));
        store8(a + 4 * i, reduce_once(reduce_once(v, lanes_fr.p2), lanes_fr.p), live);
    }
}

LANES void lanes_fr_evaluate(uint64_t *out, const uint64_t *coefficients, size_t count, const uint64_t point[4]) {
    fe x = mul(load8_splat(point), constant(lanes_fr.widen), &lanes_fr), power = constant(lanes_fr.one), x8;
    for (int l = 1; l < 8; l++) power = choose((__mmask8)(0xff << l), power, mul(power, x, &lanes_fr));
    x8 = square(square(square(x, &lanes_fr), &lanes_fr), &lanes_fr);
    // Four interleaved sums, so that one product need not wait for another.
    fe x32 = square(square(x8, &lanes_fr), &lanes_fr), zero = {{splat(0), splat(0), splat(0), splat(0), splat(0)}};
    fe sums[4] = {zero, zero, zero, zero};
    for (size_t block = (count + 31) / 32; block-- > 0;) {
        for (size_t k = 0; k < 4; k++) {
            size_t i = 32 * block + 8 * k;
            fe v = mul(sums[k], x32, &lanes_fr);
            sums[k] = i < count ? add(v, load8(coefficients + 4 * i, count - i < 8 ? count - i : 8)) : v;
        }
    }
    fe sum = sums[3];
    for (int k = 3; k-- > 0;) sum = add(mul(sum, x8, &lanes_fr), sums[k]);
    sum = mul(settle(sum, &lanes_fr), power, &lanes_fr);
    for (int by = 4; by; by /= 2) sum = settle(add(sum, rotate_lanes(sum, by)), &lanes_fr);
    store8(out, reduce_once(sum, lanes_fr.p), 1);
}

LANES int lanes_fr_invert(uint64_t *values, size_t count) {
    size_t blocks = (count + 7) / 8;
    fe *prefix = aligned_alloc(64, (blocks + 1) * sizeof(fe));
    if (!prefix) return 1;
    fe narrow = constant(lanes_fr.narrow), one = constant(lanes_fr.one);
    fe product = one;
    for (size_t i = 0; i < blocks; i++) {
        size_t live = count - 8 * i < 8 ? count - 8 * i : 8;
        fe v = load8_wide(values + 32 * i, live);
        __m512i any = _mm512_or_si512(_mm512_or_si512(v.l[0], v.l[1]), _mm512_or_si512(_mm512_or_si512(v.l[2], v.l[3]), v.l[4]));
        prefix[i] = product;
        product = mul(product, choose(_mm512_testn_epi64_mask(any, any), v, one), &lanes_fr);
    }
    // As one factor both leaves and enters the 2^256 form.
    fe inverse = mul(invert(product, &lanes_fr), narrow, &lanes_fr);
    for (size_t i = blocks; i-- > 0;) {
        size_t live = count - 8 * i < 8 ? count - 8 * i : 8;
        fe v = load8_wide(values + 32 * i, live);
        __m512i any = _mm512_or_si512(_mm512_or_si512(v.l[0], v.l[1]), _mm512_or_si512(_mm512_or_si512(v.l[2], v.l[3]), v.l[4]));
        __mmask8 zero = _mm512_testn_epi64_mask(any, any);
        fe result = reduce_once(mul(inverse, prefix[i], &lanes_fr), lanes_fr.p);
        fe nothing = {{splat(0), splat(0), splat(0), splat(0), splat(0)}};
        store8(values + 32 * i, choose(zero, result, nothing), live);
        inverse = mul(inverse, choose(zero, v, one), &lanes_fr);
    }
    free(prefix);
    return 0;
}

#endif
