// Eight-lane twins of BN254's buffer kernels for processors with AVX-512 IFMA.
//
// Field elements inside are five 52-bit limbs a lane, in Montgomery form with R = 2^260. In memory an element is four
// 64-bit limbs, little-endian, less than twice the modulus. "wide" elements are in the R = 2^260 form; Swift's own form is
// R = 2^256. Every function requires lanes_supported() and is single-threaded; the portable Swift kernels are the reference.
#ifndef C_FIELD_LANES_H
#define C_FIELD_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this processor and operating system run AVX-512 F, DQ, BW, VL and IFMA.
bool lanes_supported(void);

// dst[i] = src[i] · 2^4 mod q: from Swift's form of Fq to the wide form. count is a number of elements; in place is fine.
void lanes_fq_widen(uint64_t *dst, const uint64_t *src, size_t count);
// dst[i] = src[i] / 2^4 mod q, fully reduced: back to Swift's form.
void lanes_fq_narrow(uint64_t *dst, const uint64_t *src, size_t count);

// Fills the table of lanes_msm_fixed for bases first … first + count − 1 of `bases` (affine, wide form, none at infinity).
// Returns nonzero when memory ran out.
int lanes_multiples(
    uint64_t *table, size_t stride, size_t first, size_t count, const uint64_t *bases, unsigned window_bits,
    unsigned windows);

// Multi-scalar multiplication over fixed bases with precomputed multiples.
//
// table: windows · stride points, point w·stride + i = 2^(window_bits·w) · base i, each x then y in wide form.
// scalars: count canonical scalars (less than the group's order), one for each of bases first … first + count − 1.
// offset: an affine point (wide form) that is no small combination of the bases.
// sums: 16 points as X, Y, ZZ, ZZZ in Swift's form (16 limbs each). With L = *segment the result is
//   Σ_l (A_l − offset) + L·Σ_l l·S_l,  A_l = sums[l], S_l = sums[8 + l]; a point with ZZ = 0 is infinity.
// Returns 0, or 1 when two points to be added were equal or opposite (use the portable kernel), or 2 when memory ran out.
int lanes_msm_fixed(
    const uint64_t *table, size_t stride, size_t first, unsigned window_bits, unsigned windows,
    const uint64_t *scalars, size_t count, const uint64_t offset[8], uint64_t *sums, size_t *segment);

// values[i] ← 1/values[i] in Swift's form, zeros stay zero. Returns nonzero when memory ran out, values unchanged.
int lanes_fr_invert(uint64_t *values, size_t count);

// a[i] ← a[i]·b[i], in Swift's form of Fr.
void lanes_fr_multiply(uint64_t *a, const uint64_t *b, size_t count);
// a[i] ← a[i] + factor·b[i].
void lanes_fr_add_scaled(uint64_t *a, const uint64_t *b, const uint64_t factor[4], size_t count);
// out ← Σ coefficients[i]·point^i.
void lanes_fr_evaluate(uint64_t *out, const uint64_t *coefficients, size_t count, const uint64_t point[4]);
// dst[i] = the canonical integer behind src[i]: out of Montgomery form.
void lanes_fr_decode(uint64_t *dst, const uint64_t *src, size_t count);
// values[i] *= start·factor^i, all in Swift's form.
void lanes_fr_scale_by_powers(uint64_t *values, size_t count, const uint64_t start[4], const uint64_t factor[4]);

// Number-theoretic transform of n = 2^log_size elements, log_size ≥ 8, in two passes, each of which threads can share.
typedef struct {
    size_t twiddle_words; // 8-byte words of the factors of one coset: 200 bytes an element up to 2^12 elements, about 40 above
    size_t columns;       // parts of the first pass
    size_t pairs;         // parts of the second pass
    size_t column_bytes;  // memory that a call of the first pass needs for itself
} lanes_ntt_sizes;
lanes_ntt_sizes lanes_ntt_sizes_of(unsigned log_size);
// Factors for the coset g·⟨w⟩ of order n. `powers` holds w^0 … w^(n/2−1), `shifts` g^(n/2), g^(n/4) … g^1, both in Swift's form.
// dst must be 64-byte aligned.
void lanes_ntt_prepare(uint64_t *dst, const uint64_t *powers, const uint64_t *shifts, unsigned log_size);
// values[i] ← Σ_j values[j]·(g·w^i)^j, natural order in and out, in Swift's form: first all columns, then all pairs.
// plain: whether g = 1, which saves the multiplications by one. scratch: 40·n bytes; it and `column` must be 64-byte aligned.
// inverse_scale: NULL, or 1/n; then the result is scaled by it and entry i trades places with n − i, which makes the transform over ⟨w⟩
// the inverse one. n·log n/2 multiplications of 60 multiply-adds, and above 2^12 elements n of 100.
void lanes_ntt_columns(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, void *scratch, void *column, size_t begin, size_t end);
void lanes_ntt_pairs(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, const uint64_t *inverse_scale, void *scratch,
    size_t begin, size_t end);

// A straight-line program over columns (see RowProgram). Each operation is three integers:
// code 0 load (column, rotation), 1 constant (index into constants), 2 add, 3 subtract, 4 multiply (slots).
// columns: each of `rows` elements in Swift's form; rows is a power of two ≥ 8.
// constants: in Swift's form. Writes out[o · rows + row] for rows begin ≤ row < end, multiples of 8.
// scratch: slots · 40 · 8 bytes, 64-byte aligned.
typedef struct {
    int32_t code;
    int32_t a;
    int32_t b;
} lanes_operation;

void lanes_run(
    const lanes_operation *operations, size_t operation_count, const uint64_t *constants, const uint64_t *const *columns,
    size_t rows, size_t begin, size_t end, const int32_t *outputs, size_t output_count, uint64_t *out, void *scratch);

#endif
