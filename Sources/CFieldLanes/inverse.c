// One modular inversion in scalar registers by divsteps (Bernstein and Yang, "Fast constant-time gcd computation and modular inversion",
// 2019), in its variable-time form: the twin of BN254's Limbs+Inverse.swift. About 2 µs.
#include "lanes.h"

#if defined(__x86_64__)

typedef unsigned __int128 u128;
typedef __int128 i128;

typedef struct {
    int64_t u, v, q, r;
} matrix;

// 62 divsteps on the low words: (f, g) ← (u·f + v·g, q·f + r·g)/2^62.
static matrix divsteps(int *eta, uint64_t f, uint64_t g) {
    uint64_t u = 1, v = 0, q = 0, r = 1;
    int left = 62;
    for (;;) {
        // The bits above those that still count stop the search for a one.
        int zeros = __builtin_ctzll(g | (UINT64_MAX << left));
        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        *eta -= zeros;
        left -= zeros;
        if (left == 0) break;
        uint64_t multiple;
        int limit;
        if (*eta < 0) {
            uint64_t t;
            *eta = -*eta;
            t = f, f = g, g = 0 - t;
            t = u, u = q, q = 0 - t;
            t = v, v = r, r = 0 - t;
            limit = *eta + 1 < left ? *eta + 1 : left;
            // f·(f² − 2) is −1/f modulo 64: cancels up to six bits of g at once.
            multiple = f * g * (f * f - 2) & (UINT64_MAX >> (64 - limit)) & 63;
        } else {
            limit = *eta + 1 < left ? *eta + 1 : left;
            // f + 2·(f + 1 and 4) is 1/f modulo 16.
            multiple = (0 - (f + (((f + 1) & 4) << 1))) * g & (UINT64_MAX >> (64 - limit)) & 15;
        }
        g += f * multiple;
        q += u * multiple;
        r += v * multiple;
    }
    matrix m = {(int64_t)u, (int64_t)v, (int64_t)q, (int64_t)r};
    return m;
}

// (u·f + v·g)/2^62, exact, for signed f and g below 2^255 in magnitude.
static void combine(uint64_t out[4], int64_t u, const uint64_t f[4], int64_t v, const uint64_t g[4]) {
    uint64_t w[5];
    i128 sum = 0;
    for (int i = 0; i < 4; i++) {
        sum += i < 3 ? (i128)u * (i128)(u128)f[i] + (i128)v * (i128)(u128)g[i] : (i128)u * (int64_t)f[3] + (i128)v * (int64_t)g[3];
        w[i] = (uint64_t)sum;
        sum >>= 64;
    }
    w[4] = (uint64_t)sum;
    for (int i = 0; i < 4; i++) out[i] = w[i] >> 62 | w[i + 1] << 2;
}

static int subtract(uint64_t out[4], const uint64_t a[4], const uint64_t b[4]) {
    uint64_t borrow = 0;
    for (int i = 0; i < 4; i++) {
        u128 d = (u128)a[i] - b[i] - borrow;
        out[i] = (uint64_t)d;
        borrow = (uint64_t)(d >> 64) & 1;
    }
    return (int)borrow;
}

static void reduce(uint64_t a[4], const uint64_t p[4]) {
    uint64_t d[4];
    if (!subtract(d, a, p))
        for (int i = 0; i < 4; i++) a[i] = d[i];
}

static void add_modulo(uint64_t out[4], const uint64_t a[4], const uint64_t b[4], const uint64_t p[4]) {
    u128 carry = 0;
    for (int i = 0; i < 4; i++) {
        carry += (u128)a[i] + b[i];
        out[i] = (uint64_t)carry;
        carry >>= 64;
    }
    reduce(out, p);
}

// |factor|·value/2^64 mod p, with the sign of factor.
static void row(uint64_t out[4], int64_t factor, const uint64_t value[4], const field *f) {
    uint64_t magnitude = factor < 0 ? 0 - (uint64_t)factor : (uint64_t)factor;
    u128 low = (u128)value[0] * magnitude;
    uint64_t k = (uint64_t)low * f->ninv64;
    u128 product = low >> 64, reduction = ((u128)k * f->words[0] + (uint64_t)low) >> 64;
    for (int i = 1; i < 4; i++) {
        product += (u128)value[i] * magnitude;
        reduction += (u128)k * f->words[i] + (uint64_t)product;
        out[i - 1] = (uint64_t)reduction;
        product >>= 64;
        reduction >>= 64;
    }
    out[3] = (uint64_t)(product + reduction);
    reduce(out, f->words);
    if (factor < 0 && (out[0] | out[1] | out[2] | out[3])) subtract(out, f->words, out);
}

static void combine_modulo(uint64_t out[4], int64_t u, const uint64_t d[4], int64_t v, const uint64_t e[4], const field *f) {
    uint64_t a[4], b[4];
    row(a, u, d, f);
    row(b, v, e, f);
    add_modulo(out, a, b, f->words);
}

void lanes_invert_scalar(uint64_t value[4], const field *field) {
    // Before round n, up to multiples of p: f = 4^n·d·value and g = 4^n·e·value.
    uint64_t f[4], g[4], d[4] = {0, 0, 0, 0}, e[4] = {1, 0, 0, 0}, next_f[4], next_d[4];
    for (int i = 0; i < 4; i++) f[i] = field->words[i], g[i] = value[i];
    int eta = -1, rounds = 0;
    // 741 divsteps are proven to suffice for 256-bit inputs.
    while ((g[0] | g[1] | g[2] | g[3]) && rounds < 13) {
        matrix m = divsteps(&eta, f[0], g[0]);
        uint64_t next_g[4], next_e[4];
        combine(next_f, m.u, f, m.v, g);
        combine(next_g, m.q, f, m.r, g);
        combine_modulo(next_d, m.u, d, m.v, e, field);
        combine_modulo(next_e, m.q, d, m.r, e, field);
        for (int i = 0; i < 4; i++) f[i] = next_f[i], g[i] = next_g[i], d[i] = next_d[i], e[i] = next_e[i];
        rounds++;
    }
    // The greatest common divisor is ±1.
    if ((int64_t)f[3] < 0 && (d[0] | d[1] | d[2] | d[3])) subtract(d, field->words, d);
    for (int k = 0; k < 2 * rounds; k++) add_modulo(d, d, d, field->words);
    for (int i = 0; i < 4; i++) value[i] = d[i];
}

#endif
