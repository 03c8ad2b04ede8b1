// Number-theoretic transform on a coset g·⟨w⟩: natural order in, bit-reversed inside, natural order out.
//
// Polynomials modulo X^h² − t² fall into those modulo X^h − t and X^h + t: a butterfly is a + t·b and a − t·b with one t for a whole block, so a
// shift of the coset changes the factors and costs nothing else. Products are below 12p and sums grow by as much a stage; before they
// could reach 2^260 (84p) those that are not about to be multiplied are settled below 2p. Blocks are taken depth first, so that all
// stages below the second-level cache's size run inside it.
#include "CFieldLanes.h"
#include "lanes.h"

#if defined(__x86_64__)

static size_t reversed(size_t i, unsigned bits) {
    size_t r = 0;
    for (unsigned b = 0; b < bits; b++) r |= (i >> b & 1) << (bits - 1 - b);
    return r;
}

// Factors of the stages between vectors, ten words each (residue, quotient), stage by stage; then seven vectors of factors for each eight
// vectors: the last three stages, which are inside vectors.
size_t lanes_ntt_twiddle_words(unsigned log_size) { return (size_t)10 << log_size; }

// Aligned to 64 bytes: n/8 − 1 scalar factors come first.
static size_t vector_start(unsigned log_size) { return (((size_t)10 << log_size) / 8 + 7) / 8 * 8; }

// The product modulo 2^260.
LANES_INLINE fe low_product(fe a, fe b) {
    const __m512i zero = _mm512_setzero_si512();
    fe t = {{zero, zero, zero, zero, zero}};
    for (int i = 0; i < 5; i++) {
        for (int j = 0; i + j < 5; j++) {
            t.l[i + j] = _mm512_madd52lo_epu64(t.l[i + j], a.l[i], b.l[j]);
            if (i + j < 4) t.l[i + j + 1] = _mm512_madd52hi_epu64(t.l[i + j + 1], a.l[i], b.l[j]);
        }
    }
    t = carry(t);
    t.l[4] = _mm512_and_si512(t.l[4], splat(MASK52));
    return t;
}

// From w·2^260 mod p, below 2p, to the factor w: w·2^260 − (w·2^260 mod p) is the quotient times p, so the quotient is known modulo 2^260.
LANES_INLINE fixed_factor factor_of(fe wide) {
    fe one = {{splat(1), splat(0), splat(0), splat(0), splat(0)}};
    fixed_factor k;
    wide = reduce_once(wide, lanes_fr.p);
    k.w = canonical(mul(wide, one, &lanes_fr), &lanes_fr);
    k.quotient = low_product(wide, constant(lanes_fr.inverse));
    return k;
}

// The factor of block b of stage s: shift^(n/2^(s+1)) · w^(b reversed in s bits · n/2^(s+1)), for eight blocks.
LANES_INLINE fixed_factor stage_factors(
    const uint64_t *powers, const uint64_t *shifts, unsigned log_size, unsigned s, size_t first, size_t step) {
    uint64_t block[32];
    size_t limit = (size_t)1 << s;
    for (size_t l = 0; l < 8; l++) {
        size_t b = first + l * step < limit ? first + l * step : 0;
        size_t index = reversed(b, s) << (log_size - s - 1);
        for (int limb = 0; limb < 4; limb++) block[4 * l + limb] = powers[4 * index + limb];
    }
    fe shift = mul(load8_splat(shifts + 4 * s), constant(lanes_fr.widen), &lanes_fr);
    return factor_of(mul(load8_wide(block, 8), shift, &lanes_fr));
}

LANES void lanes_ntt_prepare(uint64_t *dst, const uint64_t *powers, const uint64_t *shifts, unsigned log_size) {
    uint64_t *out = dst;
    for (unsigned s = 0; s + 3 < log_size; s++) {
        for (size_t b = 0; b < (size_t)1 << s; b += 8) {
            fixed_factor k = stage_factors(powers, shifts, log_size, s, b, 1);
            uint64_t lane[80];
            for (int i = 0; i < 5; i++) {
                _mm512_storeu_si512(lane + 8 * i, k.w.l[i]);
                _mm512_storeu_si512(lane + 40 + 8 * i, k.quotient.l[i]);
            }
            for (size_t l = 0; l < 8 && b + l < (size_t)1 << s; l++)
                for (int i = 0; i < 10; i++) *out++ = lane[8 * i + l];
        }
    }
    fixed_factor *vectors = (fixed_factor *)(dst + vector_start(log_size));
    for (size_t b = 0; b < (size_t)1 << (log_size - 3); b += 8) {
        *vectors++ = stage_factors(powers, shifts, log_size, log_size - 3, b, 1);
        for (size_t k = 0; k < 2; k++) *vectors++ = stage_factors(powers, shifts, log_size, log_size - 2, 2 * b + k, 2);
        for (size_t k = 0; k < 4; k++) *vectors++ = stage_factors(powers, shifts, log_size, log_size - 1, 4 * b + k, 4);
    }
}

typedef struct {
    unsigned log_size;
    const uint64_t *scalars;
    const fixed_factor *vectors;
    const uint64_t *in;
    uint64_t *out;
    // Where the factors of a stage's blocks are all 1 for block 0, as on the domain itself.
    int plain;
    int inverse;
    fixed_factor scale;
} transform;

LANES_INLINE fixed_factor splat_factor(const transform *t, unsigned s, size_t b) {
    const uint64_t *words = t->scalars + 10 * (((size_t)1 << s) - 1 + b);
    fixed_factor k;
    for (int i = 0; i < 5; i++) {
        k.w.l[i] = splat(words[i]);
        k.quotient.l[i] = splat(words[5 + i]);
    }
    return k;
}

// (a, b) ← (a + k·b, a − k·b), limbs left as they come; b's limbs are put in order first.
LANES_INLINE void butterfly(fe *a, fe *b, fixed_factor k) {
    fe p = mul_fixed(carry(*b), k, &lanes_fr);
    for (int i = 0; i < 5; i++) {
        b->l[i] = _mm512_add_epi64(_mm512_sub_epi64(a->l[i], p.l[i]), splat(lanes_fr.p12[i]));
        a->l[i] = _mm512_add_epi64(a->l[i], p.l[i]);
    }
}

// As butterfly with k = 1, for b below factor·p.
LANES_INLINE void plain_butterfly(fe *a, fe *b, uint64_t factor) {
    fe p = *b;
    for (int i = 0; i < 5; i++) {
        b->l[i] = _mm512_add_epi64(_mm512_sub_epi64(a->l[i], p.l[i]), splat(lanes_fr.p[i] * factor));
        a->l[i] = _mm512_add_epi64(a->l[i], p.l[i]);
    }
}

#define LARGEST 84u
#define STEP 12u

// What a pass does with its inputs; a constant wherever it is inlined.
enum { FIRST = 1, TIGHT = 2, PLAIN = 4 };

// One stage over the vectors begin … end − 1 of the first half of one block of 2·h vectors, and those h behind them. A pass does nothing but butterflies on purpose: two stages at once spill registers and cost more
// than the loads and stores they save.
LANES_INLINE void pass(const transform *t, fe *x, size_t h, size_t begin, size_t end, fixed_factor k, uint64_t limit, int kind) {
    for (size_t i = begin; i < end; i++) {
        fe a = kind & FIRST ? load8(t->in + 32 * i, 8) : x[i], b = kind & FIRST ? load8(t->in + 32 * (i + h), 8) : x[i + h];
        if (kind & TIGHT) a = settle(a, &lanes_fr);
        if (kind & PLAIN) {
            if (kind & TIGHT) b = settle(b, &lanes_fr);
            plain_butterfly(&a, &b, limit);
        } else {
            butterfly(&a, &b, k);
        }
        x[i] = a;
        x[i + h] = b;
    }
}

// Stage s of block b, whose `length` vectors begin at x, values below bound·p. Returns the new bound.
LANES static unsigned stage(const transform *t, fe *x, size_t length, unsigned s, size_t b, unsigned bound) {
    size_t h = length / 2;
    fixed_factor k = splat_factor(t, s, b);
    if (t->plain && b == 0) {
        // Sums double. Block 1 of the next stage is not plain, but gets the same bound.
        int tight = 2 * bound > LARGEST;
        unsigned limit = tight ? 2 : bound;
        if (tight) pass(t, x, h, 0, h, k, limit, TIGHT | PLAIN);
        else pass(t, x, h, 0, h, k, limit, PLAIN);
        return 2 * limit;
    }
    int tight = bound + STEP > LARGEST;
    if (tight) pass(t, x, h, 0, h, k, 0, TIGHT);
    else pass(t, x, h, 0, h, k, 0, 0);
    return (tight ? 2 : bound) + STEP;
}

// The first stage of all, from Swift's form in t->in, for part of the vectors of the first half.
LANES static void first_stage(const transform *t, fe *x, size_t begin, size_t end) {
    size_t h = (size_t)1 << (t->log_size - 4);
    fixed_factor k = splat_factor(t, 0, 0);
    if (t->plain) pass(t, x, h, begin, end, k, 1, FIRST | PLAIN);
    else pass(t, x, h, begin, end, k, 0, FIRST);
}

#define AFTER_FIRST(t) ((t)->plain ? 2 : 1 + STEP)

// The last three stages, inside vectors: 8·groups vectors of block b of stage log_size − 3 − log2(8·groups), values below bound·p.
LANES static void last_stages(const transform *t, fe *x, size_t length, size_t b, unsigned bound) {
    int tight = bound + 3 * STEP > LARGEST;
    for (size_t i = 0; i < length; i += 8) {
        // Eight vectors are transposed, so that vector j holds element j of each.
        for (int limb = 0; limb < 5; limb++) {
            __m512i r[8];
            for (int j = 0; j < 8; j++) r[j] = x[i + j].l[limb];
            transpose8(r);
            for (int j = 0; j < 8; j++) x[i + j].l[limb] = r[j];
        }
    }
    const fixed_factor *k = t->vectors + 7 * (b * length / 8);
    for (size_t i = 0; i < length; i += 8)
        for (size_t j = 0; j < 4; j++) {
            fe *v = x + i + j;
            // Those that are not multiplied below need no settling now: three stages add 36.
            if (tight) v[0] = settle(v[0], &lanes_fr);
            butterfly(&v[0], &v[4], k[7 * i / 8]);
        }
    for (size_t i = 0; i < length; i += 8)
        for (size_t g = 0; g < 2; g++)
            for (size_t j = 0; j < 2; j++) butterfly(&x[i + 4 * g + j], &x[i + 4 * g + j + 2], k[7 * i / 8 + 1 + g]);
    for (size_t i = 0; i < length; i += 8)
        for (size_t g = 0; g < 4; g++) butterfly(&x[i + 2 * g], &x[i + 2 * g + 1], k[7 * i / 8 + 3 + g]);
}

// Out of the lanes: element 8·(8·i + m) + j of the whole is lane m of vector 8·i + j, and goes where its index says with its bits reversed.
LANES static void store(const transform *t, const fe *x, size_t length, size_t b) {
    static const uint8_t three[8] = {0, 4, 2, 6, 1, 5, 3, 7};
    size_t n = (size_t)1 << t->log_size;
    for (size_t i = 0; i < length; i += 8) {
        size_t base = reversed((b * length + i) / 8, t->log_size - 6);
        for (size_t j = 0; j < 8; j++) {
            fe r = t->inverse ? settle(mul_fixed(carry(x[i + j]), t->scale, &lanes_fr), &lanes_fr) : settle(x[i + j], &lanes_fr);
            r = reduce_once(r, lanes_fr.p);
            uint64_t words[32];
            store8(words, r, 8);
            for (size_t m = 0; m < 8; m++) {
                size_t target = base | (size_t)three[m] << (t->log_size - 6) | (size_t)three[j] << (t->log_size - 3);
                if (t->inverse) target = (n - target) & (n - 1);
                _mm256_storeu_si256((__m256i *)(t->out + 4 * target), _mm256_loadu_si256((const __m256i *)(words + 4 * m)));
            }
        }
    }
}

// Asks for the lines that `store` will write: their order follows no pattern that the processor sees.
LANES_INLINE void prefetch_targets(const transform *t, size_t length, size_t b) {
    size_t n = (size_t)1 << t->log_size;
    for (size_t i = 0; i < length; i += 8) {
        size_t base = reversed((b * length + i) / 8, t->log_size - 6);
        for (size_t m = 0; m < 64; m++) {
            size_t target = base | m << (t->log_size - 6);
            if (t->inverse) target = (n - target) & (n - 1);
            __builtin_prefetch(t->out + 4 * target, 1, 2);
        }
    }
}

// Vectors that are taken through all remaining stages together: 20 kB, which stay in the first-level cache.
#define LEAF 64

// The stages from s on of `length` vectors that are `count` blocks by then.
LANES static void leaf(const transform *t, fe *x, size_t length, unsigned s, size_t b, unsigned bound, size_t count) {
    for (size_t part = length / count; part > 1; count *= 2, part /= 2, s++) {
        unsigned next = 0;
        for (size_t c = 0; c < count; c++) {
            unsigned grown = stage(t, x + c * part, part, s, b * count + c, bound);
            if (grown > next) next = grown;
        }
        bound = next;
    }
    last_stages(t, x, length, b, bound);
    store(t, x, length, b);
}

LANES static void block(const transform *t, fe *x, size_t length, unsigned s, size_t b, unsigned bound) {
    if (length <= LEAF) {
        if (t->log_size > 12) prefetch_targets(t, length, b);
        return leaf(t, x, length, s, b, bound, 1);
    }
    bound = stage(t, x, length, s, b, bound);
    block(t, x, length / 2, s + 1, 2 * b, bound);
    block(t, x + length / 2, length / 2, s + 1, 2 * b + 1, bound);
}

LANES_INLINE transform prepared(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, const uint64_t *inverse_scale) {
    transform t = {log_size, twiddles, (const fixed_factor *)(twiddles + vector_start(log_size)), values, values, plain,
                   inverse_scale != 0, {{{splat(0)}}, {{splat(0)}}}};
    if (inverse_scale) t.scale = factor_of(mul(load8_splat(inverse_scale), constant(lanes_fr.widen), &lanes_fr));
    return t;
}

LANES void lanes_ntt_first(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, void *scratch, size_t begin, size_t end) {
    transform t = prepared(values, log_size, twiddles, plain, 0);
    first_stage(&t, scratch, begin, end);
}

LANES void lanes_ntt_half(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, const uint64_t *inverse_scale, void *scratch,
    size_t half) {
    transform t = prepared(values, log_size, twiddles, plain, inverse_scale);
    size_t length = (size_t)1 << (log_size - 4);
    block(&t, (fe *)scratch + half * length, length, 1, half, AFTER_FIRST(&t));
}

LANES void lanes_ntt(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, const uint64_t *inverse_scale, void *scratch) {
    transform t = prepared(values, log_size, twiddles, plain, inverse_scale);
    size_t length = (size_t)1 << (log_size - 3);
    first_stage(&t, scratch, 0, length / 2);
    if (length > LEAF) {
        block(&t, scratch, length / 2, 1, 0, AFTER_FIRST(&t));
        block(&t, (fe *)scratch + length / 2, length / 2, 1, 1, AFTER_FIRST(&t));
    } else {
        leaf(&t, scratch, length, 1, 0, AFTER_FIRST(&t), 2);
    }
}

#endif
