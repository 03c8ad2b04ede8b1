// Number-theoretic transform on a coset g·⟨w⟩: natural order in and out.
//
// Polynomials modulo X^2h − t² fall into those modulo X^h − t and X^h + t: a butterfly is a + t·b and a − t·b with one t for a whole block, so
// a shift of the coset changes the factors and costs nothing else. Two passes over memory:
//
// Columns. The vectors i, i + length, i + 2·length, … of `rows` blocks are taken through the stages between blocks together.
// Pairs. What then are `rows` blocks is taken through the remaining stages, two blocks at a time whose values are neighbours in the result.
//
// Up to 2^12 elements there are four rows, and each block has factors of its own. Above, factors of their own would no longer stay
// in the second-level cache: blocks have 512 elements and go from X^512 − t to X^512 − 1, by multiplying coefficient j with t^(j/512), so
// that all share the factors of one small transform.
//
// Products grow by less than a multiple of p that is added up (`bound`); values are settled before they could reach what five limbs hold.
#include "CFieldLanes.h"
#include "lanes.h"

#if defined(__x86_64__)

#define DIRECT 12
#define BLOCK_LOG 9

typedef struct {
    unsigned log_size, log_rows;
    // Vectors of a block.
    size_t length;
    // Whether blocks share factors, and are twisted before.
    int twisted;
    // What lies one behind the other, from where on, in words: factors of columns (200 bytes each) where they are not those of blocks, of blocks between vectors
    // (the same), of their last three stages (seven vectors of 1,600 bytes for each eight vectors), of the twist (40 bytes each).
    size_t block_start, vector_start, twist_start, words;
} shape;

static size_t aligned_words(size_t words) { return (words + 7) / 8 * 8; }

static shape shape_of(unsigned log_size) {
    shape s;
    s.log_size = log_size;
    s.twisted = log_size > DIRECT;
    s.log_rows = s.twisted ? log_size - BLOCK_LOG : 2;
    s.length = (size_t)1 << (log_size - s.log_rows - 3);
    // The stages of one transform of 2^inner elements but for its last three; where blocks share nothing these are the columns' as well.
    unsigned inner = s.twisted ? BLOCK_LOG : log_size;
    size_t between = 25 * (((size_t)1 << (inner - 3)) - 1);
    s.block_start = s.twisted ? 25 * (((size_t)1 << s.log_rows) - 1) : 0;
    s.vector_start = aligned_words(s.block_start + between);
    s.twist_start = s.vector_start + (200 * 7 << (inner - 6));
    s.words = s.twist_start + (s.twisted ? (size_t)5 << log_size : 0);
    return s;
}

lanes_ntt_sizes lanes_ntt_sizes_of(unsigned log_size) {
    shape s = shape_of(log_size);
    lanes_ntt_sizes sizes = {s.words, s.length, (size_t)1 << (s.log_rows - 1), sizeof(fe) << s.log_rows};
    return sizes;
}

static size_t reversed(size_t i, unsigned bits) {
    size_t r = 0;
    for (unsigned b = 0; b < bits; b++) r |= (i >> b & 1) << (bits - 1 - b);
    return r;
}

typedef struct {
    const uint64_t *powers, *shifts;
    unsigned log_size;
} source;

// w^index[l] in Swift's form, in the wide form.
LANES_INLINE fe gather_powers(const source *s, const size_t index[8]) {
    uint64_t block[32];
    for (size_t l = 0; l < 8; l++)
        for (int limb = 0; limb < 4; limb++) block[4 * l + limb] = s->powers[4 * index[l] + limb];
    return load8_wide(block, 8);
}

// The factors of blocks b = first, first + step, … of stage s: w^(b reversed in s bits · n/2^(s+1)), which is the same for n and w^k as for k·n and w; on the
// coset times g^(n/2^(s+1)).
LANES_INLINE shifted_factor stage_factors(const source *src, int shift, unsigned s, size_t first, size_t step) {
    size_t index[8];
    for (size_t l = 0; l < 8; l++) {
        size_t b = first + l * step;
        index[l] = b >> s ? 0 : reversed(b, s) << (src->log_size - s - 1);
    }
    fe factor = gather_powers(src, index);
    if (shift) factor = mul(factor, mul(load8_splat(src->shifts + 4 * s), constant(lanes_fr.widen), &lanes_fr), &lanes_fr);
    return shifted(factor, &lanes_fr);
}

// Factors of stages begin … end − 1 between vectors, 25 words each.
LANES static void write_stages(uint64_t *out, const source *src, int shift, unsigned begin, unsigned end) {
    for (unsigned s = begin; s < end; s++)
        for (size_t b = 0; b < (size_t)1 << s; b += 8) {
            shifted_factor k = stage_factors(src, shift, s, b, 1);
            const uint64_t *lane = (const uint64_t *)&k;
            for (size_t l = 0; l < 8 && b + l < (size_t)1 << s; l++)
                for (int i = 0; i < 25; i++) *out++ = lane[8 * i + l];
        }
}

LANES void lanes_ntt_prepare(uint64_t *dst, const uint64_t *powers, const uint64_t *shifts, unsigned log_size) {
    shape s = shape_of(log_size);
    source src = {powers, shifts, log_size};
    unsigned inner = s.twisted ? BLOCK_LOG : log_size;
    if (s.twisted) write_stages(dst, &src, 1, 0, s.log_rows);
    write_stages(dst + s.block_start, &src, !s.twisted, 0, inner - 3);
    shifted_factor *vectors = (shifted_factor *)(dst + s.vector_start);
    for (size_t b = 0; b < (size_t)1 << (inner - 3); b += 8) {
        *vectors++ = stage_factors(&src, !s.twisted, inner - 3, b, 1);
        for (size_t k = 0; k < 2; k++) *vectors++ = stage_factors(&src, !s.twisted, inner - 2, 2 * b + k, 2);
        for (size_t k = 0; k < 4; k++) *vectors++ = stage_factors(&src, !s.twisted, inner - 1, 4 * b + k, 4);
    }
    if (!s.twisted) return;
    // (g·w^(b reversed))^j for coefficient j of block b, column by column.
    fe *twist = (fe *)(dst + s.twist_start);
    size_t rows = (size_t)1 << s.log_rows, half = (size_t)1 << (log_size - 1);
    fe g = mul(load8_splat(shifts + 4 * (log_size - 1)), constant(lanes_fr.widen), &lanes_fr), shift = constant(lanes_fr.one), g8;
    for (int l = 1; l < 8; l++) shift = choose((__mmask8)(0xff << l), shift, mul(shift, g, &lanes_fr));
    g8 = square(square(square(g, &lanes_fr), &lanes_fr), &lanes_fr);
    for (size_t c = 0; c < s.length; c++) {
        for (size_t b = 0; b < rows; b++) {
            size_t index[8];
            __mmask8 negative = 0;
            for (size_t l = 0; l < 8; l++) {
                size_t e = reversed(b, s.log_rows) * (8 * c + l) & (2 * half - 1);
                index[l] = e & (half - 1);
                if (e >= half) negative |= (__mmask8)(1u << l);
            }
            // Below p, so that a product with anything that five limbs hold is below 2p.
            fe power = reduce_once(mul(gather_powers(&src, index), shift, &lanes_fr), lanes_fr.p);
            fe zero = {{splat(0), splat(0), splat(0), splat(0), splat(0)}};
            *twist++ = choose(negative, power, sub(zero, power, lanes_fr.p));
        }
        shift = mul(shift, g8, &lanes_fr);
    }
}

typedef struct {
    shape s;
    const uint64_t *columns, *blocks;
    const shifted_factor *vectors;
    const fe *twist;
    uint64_t *values;
    fe *scratch;
    // Where the factors of a stage's blocks are all 1 for block 0: on the domain itself, and where blocks are twisted to it.
    int plain_columns, plain_blocks;
    uint64_t scale[25];
} transform;

LANES_INLINE transform prepared(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, const uint64_t *inverse_scale, void *scratch) {
    transform t;
    t.s = shape_of(log_size);
    t.columns = twiddles;
    t.blocks = twiddles + t.s.block_start;
    t.vectors = (const shifted_factor *)(twiddles + t.s.vector_start);
    t.twist = (const fe *)(twiddles + t.s.twist_start);
    t.values = values;
    t.scratch = scratch;
    t.plain_columns = plain;
    t.plain_blocks = plain || t.s.twisted;
    if (inverse_scale) {
        shifted_factor k = shifted(mul(load8_splat(inverse_scale), constant(lanes_fr.widen), &lanes_fr), &lanes_fr);
        const uint64_t *lane = (const uint64_t *)&k;
        for (int i = 0; i < 25; i++) t.scale[i] = lane[8 * i];
    }
    return t;
}

// The factor of block b of stage s.
static const uint64_t *factor_of(const uint64_t *factors, unsigned s, size_t b) { return factors + 25 * (((size_t)1 << s) - 1 + b); }

// (a, b) ← (a + p, a − p) for p below factor·p, limbs left as they come.
LANES_INLINE void sum_and_difference(fe *a, fe *b, fe p, uint64_t factor) {
    for (int i = 0; i < 5; i++) {
        b->l[i] = _mm512_add_epi64(_mm512_sub_epi64(a->l[i], p.l[i]), splat(lanes_fr.p[i] * factor));
        a->l[i] = _mm512_add_epi64(a->l[i], p.l[i]);
    }
}

// (a, b) ← (a + k·b, a − k·b); b's limbs are put in order first.
LANES_INLINE void butterfly(fe *a, fe *b, const uint64_t k[25]) {
    sum_and_difference(a, b, mul_shifted(carry_up(*b), k, &lanes_fr), SHIFTED_BOUND);
}

// What five limbs hold: values stay below LARGEST·p.
#define LARGEST 84u

// One stage of a block of 2·h vectors.
LANES_INLINE void block_stage(fe *x, size_t h, const uint64_t *k, int tight) {
    for (size_t i = 0; i < h; i++) {
        fe a = x[i], b = x[i + h];
        if (tight) a = settle(a, &lanes_fr);
        butterfly(&a, &b, k);
        x[i] = a;
        x[i + h] = b;
    }
}

// (a, b) ← (a + b, a − b) for blocks of 2·h vectors below bound·p; values are settled where sums could become too large.
LANES_INLINE void plain_stage(fe *x, size_t h, unsigned bound, int tight) {
    for (size_t i = 0; i < h; i++) {
        fe a = x[i], b = x[i + h];
        if (tight) {
            a = settle(a, &lanes_fr);
            b = settle(b, &lanes_fr);
        }
        sum_and_difference(&a, &b, b, bound);
        x[i] = a;
        x[i + h] = b;
    }
}

// One stage of `count` blocks of 2·h vectors each, values below bound·p, with consecutive factors from k on. plain: whether the first factor is 1.
// Returns the new bound.
LANES static unsigned stage(fe *x, size_t h, size_t count, const uint64_t *k, int plain, unsigned bound) {
    int tight = bound + SHIFTED_BOUND > LARGEST;
    unsigned grown = (tight ? 2 : bound) + SHIFTED_BOUND;
    size_t b = 0;
    if (plain) {
        int tight_sum = 2 * bound > LARGEST;
        unsigned limit = tight_sum ? 2 : bound;
        if (tight_sum) plain_stage(x, h, 2, 1);
        else plain_stage(x, h, bound, 0);
        if (count == 1 || 2 * limit > grown) grown = 2 * limit;
        b = 1;
    }
    if (tight)
        for (; b < count; b++) block_stage(x + 2 * h * b, h, k + 25 * b, 1);
    else
        for (; b < count; b++) block_stage(x + 2 * h * b, h, k + 25 * b, 0);
    return grown;
}

// How many rows ahead a column's values are asked for: they lie further apart than processors foresee.
#define AHEAD 8

// What bounds values after two stages; where blocks are not twisted these are all that columns do.
#define AFTER_FIRST_STAGES(plain) ((plain) ? 2 + SHIFTED_BOUND : 1 + 2 * SHIFTED_BOUND)

// The first two stages of column c, from Swift's form. Row r goes to x[r · stride].
LANES_INLINE void first_stages(const transform *t, fe *x, size_t stride, size_t c) {
    size_t q = (size_t)1 << (t->s.log_rows - 2), length = t->s.length;
    const uint64_t *k = t->columns;
    for (size_t r = 0; r < q; r++) {
        if (q >= AHEAD) {
            size_t next = r + AHEAD < q ? length * (r + AHEAD) + c : length * (r + AHEAD - q) + (c + 1 < length ? c + 1 : c);
            for (int line = 0; line < 16; line++)
                __builtin_prefetch(t->values + 32 * (next + length * q * (line / 4)) + 8 * (line % 4));
        }
        const uint64_t *row = t->values + 32 * (length * r + c);
        size_t step = 32 * length * q;
        fe v0 = load8(row, 8), v2 = load8(row + 2 * step, 8);
        if (t->plain_columns) sum_and_difference(&v0, &v2, v2, 1);
        else butterfly(&v0, &v2, k);
        fe v1 = load8(row + step, 8), v3 = load8(row + 3 * step, 8);
        if (t->plain_columns) {
            sum_and_difference(&v1, &v3, v3, 1);
            sum_and_difference(&v0, &v1, v1, 2);
        } else {
            butterfly(&v1, &v3, k);
            butterfly(&v0, &v1, k + 25);
        }
        x[r * stride] = v0;
        x[(r + q) * stride] = v1;
        butterfly(&v2, &v3, k + 50);
        x[(r + 2 * q) * stride] = v2;
        x[(r + 3 * q) * stride] = v3;
    }
}

// The last stage of column c and the twist, for its blocks first … first + count − 1 of two rows at x. plain: whether block 0 is among them and its
// factors are all 1, those of its twist too.
LANES_INLINE void last_column_stage(const transform *t, fe *x, size_t first, size_t count, size_t c, int plain, unsigned bound, int tight) {
    size_t length = t->s.length;
    const fe *twist = t->twist + (c << t->s.log_rows);
    if (plain) {
        stage(x, 1, 1, t->columns, 1, bound);
        t->scratch[c] = settle(x[0], &lanes_fr);
        t->scratch[c + length] = mul_open(carry_up(x[1]), twist[1], &lanes_fr);
    }
    for (size_t i = plain; i < count; i++) {
        size_t b = first + i;
        fe *target = t->scratch + 2 * b * length + c;
        fe p = x[2 * i], q = x[2 * i + 1];
        if (tight) p = settle(p, &lanes_fr);
        butterfly(&p, &q, factor_of(t->columns, t->s.log_rows - 1, b));
        target[0] = mul_open(carry_up(p), twist[2 * b], &lanes_fr);
        target[length] = mul_open(carry_up(q), twist[2 * b + 1], &lanes_fr);
    }
}

// Vectors that are taken through all remaining stages together: two blocks of them are 10 kB, which stay in the first-level cache, also where two
// threads share it.
#define LEAF 16

// The stages from s on of block b of that stage, `rows` vectors of column c at x, values below bound·p.
LANES static void column_stages(const transform *t, fe *x, size_t rows, unsigned s, size_t b, size_t c, unsigned bound) {
    int plain = t->plain_columns && b == 0;
    size_t count = 1, part = rows;
    for (; part > 2 && (part == rows || rows <= LEAF); count *= 2, part /= 2, s++)
        bound = stage(x, part / 2, count, factor_of(t->columns, s, b * count), plain, bound);
    if (part > 2) {
        // One stage was done; the halves one after the other.
        column_stages(t, x, part, s, 2 * b, c, bound);
        column_stages(t, x + part, part, s, 2 * b + 1, c, bound);
        return;
    }
    if (bound + SHIFTED_BOUND > LARGEST) last_column_stage(t, x, b * count, count, c, plain, bound, 1);
    else last_column_stage(t, x, b * count, count, c, plain, bound, 0);
}

LANES void lanes_ntt_columns(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, void *scratch, void *column, size_t begin, size_t end) {
    transform t = prepared(values, log_size, twiddles, plain, 0, scratch);
    fe *x = column;
    for (size_t c = begin; c < end; c++) {
        if (!t.s.twisted) {
            first_stages(&t, t.scratch + c, t.s.length, c);
            continue;
        }
        first_stages(&t, x, 1, c);
        size_t quarter = (size_t)1 << (t.s.log_rows - 2);
        for (size_t b = 0; b < 4; b++) column_stages(&t, x + quarter * b, quarter, 2, b, c, AFTER_FIRST_STAGES(plain));
    }
}

LANES_INLINE void transpose_limb(fe *x, int limb) {
    __m512i r[8];
    for (int j = 0; j < 8; j++) r[j] = x[j].l[limb];
    transpose8(r);
    for (int j = 0; j < 8; j++) x[j].l[limb] = r[j];
}

// The last three stages of eight vectors, which are inside vectors: they are transposed, so that vector j holds element j of each of eight blocks.
// k: seven vectors of factors.
LANES_INLINE void last_stages_of_eight(fe *x, const shifted_factor *k, int tight) {
    static const struct {
        uint8_t a, b, factor;
    } butterflies[12] = {{0, 4, 0}, {1, 5, 0}, {2, 6, 0}, {3, 7, 0}, {0, 2, 1}, {1, 3, 1}, {4, 6, 2}, {5, 7, 2}, {0, 1, 3}, {2, 3, 4}, {4, 5, 5}, {6, 7, 6}};
    if (tight)
        for (size_t j = 0; j < 8; j++) x[j] = settle(x[j], &lanes_fr);
    for (int limb = 0; limb < 5; limb++) transpose_limb(x, limb);
#pragma clang loop unroll(disable)
    for (size_t m = 0; m < 12; m++) {
        fe a = x[butterflies[m].a], b = x[butterflies[m].b];
        sum_and_difference(&a, &b, mul_shifted_lanes(carry_up(b), k + butterflies[m].factor, &lanes_fr), SHIFTED_BOUND);
        x[butterflies[m].a] = a;
        x[butterflies[m].b] = b;
    }
}

// The last three stages of `length` vectors of two blocks, eight of one and eight of the other in turn: where blocks share their factors these
// are in the first-level cache for the second.
LANES static void last_stages(fe *x0, const shifted_factor *k0, fe *x1, const shifted_factor *k1, size_t length, int tight) {
    for (size_t i = 0; i < length; i += 8, k0 += 7, k1 += 7) {
        last_stages_of_eight(x0 + i, k0, tight);
        last_stages_of_eight(x1 + i, k1, tight);
    }
}

static const uint8_t three[8] = {0, 4, 2, 6, 1, 5, 3, 7};

// Out of the lanes: lane m of vector j of two blocks whose values are neighbours in the result goes to place `base` and the one behind it, with j and m
// reversed above.
LANES_INLINE void store_vector(const transform *t, fe x0, fe x1, size_t base, size_t j, int inverse) {
    size_t n = (size_t)1 << t->s.log_size;
    __m512i r[8];
    pack(reduce_fully(inverse ? mul_shifted(carry_up(x0), t->scale, &lanes_fr) : x0, &lanes_fr), r);
    pack(reduce_fully(inverse ? mul_shifted(carry_up(x1), t->scale, &lanes_fr) : x1, &lanes_fr), r + 4);
    transpose8(r);
    for (size_t m = 0; m < 8; m++) {
        size_t target = base | (size_t)three[m] << (t->s.log_size - 6) | (size_t)three[j] << (t->s.log_size - 3);
        if (inverse) {
            _mm256_storeu_si256((void *)(t->values + 4 * ((n - target) & (n - 1))), _mm512_castsi512_si256(r[m]));
            _mm256_storeu_si256((void *)(t->values + 4 * (n - target - 1)), _mm512_extracti64x4_epi64(r[m], 1));
        } else {
            _mm512_storeu_si512(t->values + 4 * target, r[m]);
        }
    }
}

// `length` vectors of two such blocks.
LANES_INLINE void store(const transform *t, const fe *x0, const fe *x1, size_t length, unsigned bits, size_t base, int inverse) {
    for (size_t i = 0; i < length; i++) {
        size_t place = base | reversed(i / 8, bits) << (t->s.log_size - 6 - bits);
        store_vector(t, x0[i], x1[i], place, i & 7, inverse);
    }
}

// The stages from s on of blocks b0 and b1 of that stage, `length` vectors at x0 and at x1, values below bound·p. Element i of the result of the block b0
// goes to place base + i·(what blocks there are), that of b1 behind it.
LANES static void blocks(
    const transform *t, fe *x0, fe *x1, size_t length, unsigned s, size_t b0, size_t b1, size_t base, unsigned bound, int inverse) {
    size_t count = 1, part = length;
    unsigned first = s;
    for (; part > 1 && (part == length || length <= LEAF); count *= 2, part /= 2, s++) {
        unsigned g0 = stage(x0, part / 2, count, factor_of(t->blocks, s, b0 * count), t->plain_blocks && b0 == 0, bound);
        unsigned g1 = stage(x1, part / 2, count, factor_of(t->blocks, s, b1 * count), t->plain_blocks && b1 == 0, bound);
        bound = g0 > g1 ? g0 : g1;
    }
    if (part > 1) {
        // One stage was done; the halves one after the other.
        unsigned bit = t->s.twisted ? t->s.log_rows + first : first;
        blocks(t, x0, x1, part, s, 2 * b0, 2 * b1, base, bound, inverse);
        blocks(t, x0 + part, x1 + part, part, s, 2 * b0 + 1, 2 * b1 + 1, base | (size_t)1 << bit, bound, inverse);
        return;
    }
    int tight = bound + 3 * SHIFTED_BOUND > LARGEST;
    last_stages(x0, t->vectors + 7 * (b0 * length / 8), x1, t->vectors + 7 * (b1 * length / 8), length, tight);
    unsigned bits = s - first - 3;
    if (inverse) store(t, x0, x1, length, bits, base, 1);
    else store(t, x0, x1, length, bits, base, 0);
}

LANES void lanes_ntt_pairs(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, const uint64_t *inverse_scale, void *scratch,
    size_t begin, size_t end) {
    transform t = prepared(values, log_size, twiddles, plain, inverse_scale, scratch);
    size_t half = (size_t)1 << (t.s.log_rows - 1), length = t.s.length;
    unsigned s = t.s.twisted ? 0 : t.s.log_rows;
    for (size_t i = begin; i < end; i++) {
        // In an order in which one pair's results are next to the pair's before.
        size_t b = reversed(i, t.s.log_rows - 1);
        blocks(&t, t.scratch + b * length, t.scratch + (b + half) * length, length, s, t.s.twisted ? 0 : b, t.s.twisted ? 0 : b + half,
               2 * i, t.s.twisted ? 2 : AFTER_FIRST_STAGES(plain), inverse_scale != 0);
    }
}

#endif
