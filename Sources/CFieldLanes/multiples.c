// Multiples of fixed bases: eight bases are doubled side by side and made affine with one inversion.
#include <stdlib.h>

#include "CFieldLanes.h"
#include "points.h"

#if defined(__x86_64__)

typedef struct {
    fe x, y, z;
} jacobian;

LANES_INLINE fe times2(fe a) { return reduce_once(add(a, a), lanes_fq.p2); }

// dbl-2009-l for a = 0; coordinates below 2q in and out.
LANES_INLINE jacobian twice(jacobian p) {
    fe a = square(p.x, &lanes_fq), b = square(p.y, &lanes_fq), c = square(b, &lanes_fq);
    fe d = sub(sub(square(add(p.x, b), &lanes_fq), a, lanes_fq.p2), c, lanes_fq.p2);
    d = times2(reduce_once(reduce_once(d, lanes_fq.p4), lanes_fq.p2));
    fe e = reduce_once(reduce_once(add(a, add(a, a)), lanes_fq.p4), lanes_fq.p2);
    jacobian r;
    r.x = sub(square(e, &lanes_fq), add(d, d), lanes_fq.p4);
    r.x = reduce_once(reduce_once(r.x, lanes_fq.p4), lanes_fq.p2);
    fe c8 = times2(times2(times2(c)));
    r.y = reduce_once(sub(mul(e, sub(d, r.x, lanes_fq.p2), &lanes_fq), c8, lanes_fq.p2), lanes_fq.p2);
    r.z = times2(mul(p.y, p.z, &lanes_fq));
    return r;
}

LANES int lanes_multiples(
    uint64_t *table, size_t stride, size_t first, size_t count, const uint64_t *bases, unsigned window_bits,
    unsigned windows) {
    jacobian *points = aligned_alloc(64, windows * sizeof(jacobian));
    fe *prefix = aligned_alloc(64, windows * sizeof(fe));
    int failed = !points || !prefix;
    for (size_t i = 0; !failed && i < count; i += 8) {
        size_t live = count - i < 8 ? count - i : 8;
        uint32_t entries[8];
        for (size_t l = 0; l < 8; l++) entries[l] = (uint32_t)(first + i + (l < live ? l : 0));
        sources src = {bases, bases};
        affine base = load_points(entries, &src);
        jacobian p = {base.x, base.y, constant(lanes_fq.one)};
        fe product = p.z;
        for (unsigned w = 0; w < windows; w++) {
            if (w) {
                for (unsigned k = 0; k < window_bits; k++) p = twice(p);
            }
            points[w] = p;
            prefix[w] = product;
            product = mul(product, p.z, &lanes_fq);
        }
        // A point of order two would leave z = 0; the curve has none.
        fe inverse = invert(product, &lanes_fq);
        for (unsigned w = windows; w-- > 0;) {
            fe z1 = mul(inverse, prefix[w], &lanes_fq), z2 = square(z1, &lanes_fq);
            inverse = mul(inverse, points[w].z, &lanes_fq);
            affine a = {mul(points[w].x, z2, &lanes_fq), mul(points[w].y, mul(z2, z1, &lanes_fq), &lanes_fq)};
            uint64_t out[64];
            store_points(out, a);
            for (size_t l = 0; l < live; l++)
                for (int word = 0; word < 8; word++) table[(w * stride + first + i + l) * 8 + word] = out[8 * l + word];
        }
    }
    free(points);
    free(prefix);
    return failed;
}

#endif
