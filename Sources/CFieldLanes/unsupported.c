// On other processors no kernel is ever called: lanes_supported() says no. The symbols exist so that the package links.
#include "CFieldLanes.h"

#if !defined(__x86_64__)

bool lanes_supported(void) { return false; }
void lanes_fq_widen(uint64_t *dst, const uint64_t *src, size_t count) { (void)dst, (void)src, (void)count; }
void lanes_fq_narrow(uint64_t *dst, const uint64_t *src, size_t count) { (void)dst, (void)src, (void)count; }
void lanes_fr_decode(uint64_t *dst, const uint64_t *src, size_t count) { (void)dst, (void)src, (void)count; }
void lanes_fr_scale_by_powers(uint64_t *values, size_t count, const uint64_t start[4], const uint64_t factor[4]) {
    (void)values, (void)count, (void)start, (void)factor;
}
void lanes_fr_multiply(uint64_t *a, const uint64_t *b, size_t count) { (void)a, (void)b, (void)count; }
void lanes_fr_add_scaled(uint64_t *a, const uint64_t *b, const uint64_t factor[4], size_t count) {
    (void)a, (void)b, (void)factor, (void)count;
}
void lanes_fr_evaluate(uint64_t *out, const uint64_t *coefficients, size_t count, const uint64_t point[4]) {
    (void)out, (void)coefficients, (void)count, (void)point;
}
int lanes_multiples(
    uint64_t *table, size_t stride, size_t first, size_t count, const uint64_t *bases, unsigned window_bits,
    unsigned windows) {
    (void)table, (void)stride, (void)first, (void)count, (void)bases, (void)window_bits, (void)windows;
    return 1;
}
int lanes_msm_fixed(
    const uint64_t *table, size_t stride, size_t first, unsigned window_bits, unsigned windows, const uint64_t *scalars,
    size_t count, const uint64_t offset[8], uint64_t *sums, size_t *segment) {
    (void)table, (void)stride, (void)first, (void)window_bits, (void)windows, (void)scalars, (void)count, (void)offset;
    (void)sums, (void)segment;
    return 1;
}
int lanes_fr_invert(uint64_t *values, size_t count) { return (void)values, (void)count, 1; }
lanes_ntt_sizes lanes_ntt_sizes_of(unsigned log_size) {
    lanes_ntt_sizes none = {0, 0, 0, 0};
    return (void)log_size, none;
}
void lanes_ntt_prepare(uint64_t *dst, const uint64_t *powers, const uint64_t *shifts, unsigned log_size) {
    (void)dst, (void)powers, (void)shifts, (void)log_size;
}
void lanes_ntt_columns(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, void *scratch, void *column, size_t begin, size_t end) {
    (void)values, (void)log_size, (void)twiddles, (void)plain, (void)scratch, (void)column, (void)begin, (void)end;
}
void lanes_ntt_pairs(
    uint64_t *values, unsigned log_size, const uint64_t *twiddles, int plain, const uint64_t *inverse_scale, void *scratch,
    size_t begin, size_t end) {
    (void)values, (void)log_size, (void)twiddles, (void)plain, (void)inverse_scale, (void)scratch, (void)begin, (void)end;
}
void lanes_run(
    const lanes_operation *operations, size_t operation_count, const uint64_t *constants, const uint64_t *const *columns,
    size_t rows, size_t begin, size_t end, const int32_t *outputs, size_t output_count, uint64_t *out, void *scratch) {
    (void)operations, (void)operation_count, (void)constants, (void)columns, (void)rows, (void)begin, (void)end;
    (void)outputs, (void)output_count, (void)out, (void)scratch;
}

#endif
