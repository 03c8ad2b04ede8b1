"""Writes curve.json: points, pairings and rejected encodings computed by py_ecc, which shares nothing with this package.

    pip install py_ecc==8.0.0
    python3 generate.py > curve.json
"""
import json
import random

from py_ecc import bn128
from py_ecc.fields import bn128_FQ2 as FQ2

RANDOM = random.Random(20240711)
Q, R = bn128.field_modulus, bn128.curve_order


def word(value):
    return "%064x" % int(value)


def g1(point):
    return word(0) * 2 if point is None else word(point[0].n) + word(point[1].n)


def g2(point):
    if point is None:
        return word(0) * 4
    (x, y) = point
    return "".join(word(c) for c in (x.coeffs[1], x.coeffs[0], y.coeffs[1], y.coeffs[0]))


def tower(value):
    """py_ecc writes a_0 + a_1 w + ... + a_11 w^11 with w^6 = 9 + u; the tower has six c0 + c1 u, one a power of w."""
    a = [int(c) for c in value.coeffs]
    return ["%s%s" % (word((a[i] + 9 * a[i + 6]) % Q), word(a[i + 6])) for i in range(6)]


def square_root(value):
    """Of an FQ2, or None."""
    candidate = value ** ((Q * Q + 15) // 32)
    root_of_unity = FQ2([9, 1]) ** ((Q * Q - 1) // 16)
    for power in range(16):
        root = candidate * root_of_unity ** power
        if root * root == value:
            return root
    return None


def off_subgroup():
    while True:
        x = FQ2([RANDOM.randrange(Q), RANDOM.randrange(Q)])
        y = square_root(x * x * x + bn128.b2)
        if y is not None and bn128.multiply((x, y), R) is not None:
            return g2((x, y))


def off_curve_g1():
    return word(RANDOM.randrange(Q)) + word(RANDOM.randrange(Q))


scalars = [0, 1, 2, 3, R - 1, R - 2, (R - 1) // 2, (R + 1) // 2, 2**128, 2**254 % R] + [RANDOM.randrange(R) for _ in range(10)]
pairs = [(1, 1), (1, R - 1), (2, 3)] + [(RANDOM.randrange(R), RANDOM.randrange(R)) for _ in range(2)]
print(json.dumps({
    "multiples": [
        {"scalar": word(s), "g1": g1(bn128.multiply(bn128.G1, s)), "g2": g2(bn128.multiply(bn128.G2, s))}
        for s in scalars
    ],
    "pairings": [
        {
            "p": g1(bn128.multiply(bn128.G1, a)),
            "q": g2(bn128.multiply(bn128.G2, b)),
            "value": tower(bn128.pairing(bn128.multiply(bn128.G2, b), bn128.multiply(bn128.G1, a))),
        }
        for a, b in pairs
    ],
    "offSubgroup": [off_subgroup() for _ in range(4)],
    "offCurve": [off_curve_g1() for _ in range(4)],
}, indent=1))
