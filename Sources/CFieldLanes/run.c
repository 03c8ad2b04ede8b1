// Straight-line programs over columns, eight rows at a time.
#include "CFieldLanes.h"
#include "lanes.h"

#if defined(__x86_64__)

// Eight rows of a column in the wide form, below 16p, from `row` + `rotation` on, cyclically.
LANES_INLINE fe load_rows(const uint64_t *column, size_t rows, size_t row, int32_t rotation) {
    size_t first = (row + rows + (size_t)(int64_t)rotation) & (rows - 1);
    if (first + 8 <= rows) return load8_wide(column + 4 * first, 8);
    uint64_t block[32];
    for (size_t l = 0; l < 8; l++)
        for (size_t limb = 0; limb < 4; limb++) block[4 * l + limb] = column[4 * ((first + l) & (rows - 1)) + limb];
    return load8_wide(block, 8);
}

LANES void lanes_run(
    const lanes_operation *operations, size_t operation_count, const uint64_t *constants, const uint64_t *const *columns,
    size_t rows, size_t begin, size_t end, const int32_t *outputs, size_t output_count, uint64_t *out, void *scratch) {
    fe *slots = scratch;
    const fe widen = constant(lanes_fr.widen), narrow = constant(lanes_fr.narrow);
    for (size_t k = 0; k < operation_count; k++) {
        if (operations[k].code == 1)
            slots[k] = mul(load8_splat(constants + 4 * (size_t)operations[k].a), widen, &lanes_fr);
    }
    for (size_t row = begin; row < end; row += 8) {
        for (size_t k = 0; k < operation_count; k++) {
            lanes_operation op = operations[k];
            switch (op.code) {
            case 0: slots[k] = settle(load_rows(columns[op.a], rows, row, op.b), &lanes_fr); break;
            case 2: slots[k] = reduce_once(add(slots[op.a], slots[op.b]), lanes_fr.p2); break;
            case 3: slots[k] = reduce_once(sub(slots[op.a], slots[op.b], lanes_fr.p2), lanes_fr.p2); break;
            case 4: slots[k] = mul(slots[op.a], slots[op.b], &lanes_fr); break;
            default: break;
            }
        }
        for (size_t o = 0; o < output_count; o++) {
            fe v = reduce_once(mul(slots[outputs[o]], narrow, &lanes_fr), lanes_fr.p);
            store8(out + 4 * (o * rows + row), v, 8);
        }
    }
}

#endif
