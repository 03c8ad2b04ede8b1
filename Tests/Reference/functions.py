#!/usr/bin/env python3
"""The integer specifications of ln, exp and the normal distribution once more, in Python, and their error against mpmath.

Reads the committed tables, follows Docs/numerics.md with Python's integers, and compares with 50-digit mpmath.

Run:   python3 Tests/Reference/functions.py sweep     largest errors over every table row (edges and random points)
       python3 Tests/Reference/functions.py write     Tests/FixedPointMathTests/Vectors/functions.txt: inputs and exact results, which
                                                      the Swift functions must give bit for bit
"""
import os
import random
import re
import sys

from mpmath import mp, mpf, exp, log, ncdf, npdf, nstr

mp.dps = 50

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(HERE, "..", "..", "Sources", "FixedPointMath", "Tables", "CoefficientTables+Data.swift")
VECTORS = os.path.join(HERE, "..", "FixedPointMathTests", "Vectors", "functions.txt")

SOURCE = open(TABLES, encoding="utf-8").read()


def table(name):
    body = re.search(r'static let %sData = """\n(.*?)"""' % name, SOURCE, re.S).group(1)
    return [[int(c, 16) for c in line.split()] for line in body.strip().splitlines()]


def constant(name):
    return int(re.search(r'static let %s = "([0-9a-f]+)"' % name, SOURCE).group(1), 16)


LN, EXP, PHI = table("logarithm"), table("exponential"), table("normal")
LN2, LOG2E = constant("naturalLogarithmOf2"), constant("binaryLogarithmOfE")


def polynomial(row, scales, head_scale, result_scale, head_bits, low, low_bits):
    head = head_bits - (1 << 15)
    full = (head << low_bits) + low
    total = row[0] << (result_scale - scales[0])
    for i in range(1, 4):
        total += row[i] * head ** (i - 1) * (full + (i - 1) * low) << (result_scale - scales[i] - i * head_scale - low_bits)
    # Degree 4 with the 8 leading bits of the low part, degree 5 with those of the head in the place of one factor.
    low_byte = low >> (low_bits - 8) if low_bits >= 8 else low << (8 - low_bits)
    total += row[4] * head ** 3 * (256 * head + 4 * low_byte) << (result_scale - scales[4] - 4 * head_scale - 8)
    total += row[5] * head ** 4 * (2 * (head_bits >> 8) - 255) << (result_scale - scales[5] - 5 * head_scale + 7)
    return total


def derivative(row, scales, head_scale, linear, result_scale, head_bits, low, low_bits):
    head = head_bits - (1 << 15)
    full = (head << low_bits) + low
    total = row[1] << (result_scale - scales[1])
    for i in range(2, len(row)):
        if i <= linear:
            term, unit = i * row[i] * head ** (i - 2) * (full + (i - 2) * low), scales[i] + (i - 1) * head_scale + low_bits
        else:
            term, unit = i * row[i] * head ** (i - 1), scales[i] + (i - 1) * head_scale
        total += term << (result_scale - unit)
    return total


def split(value, low_bits):
    return value >> (low_bits + 16), (value >> low_bits) & 0xFFFF, value & ((1 << low_bits) - 1)


def ln(raw, mantissa_bits):
    low_bits = mantissa_bits - 22
    scale = 112 + max(0, low_bits - 24)
    shift = mantissa_bits + 1 - raw.bit_length()
    index, head, low = split((raw << shift) - (1 << mantissa_bits), low_bits)
    value = polynomial(LN[index], [112, 66, 44, 22, 16, 9], 22, scale, head, low, low_bits)
    return value + (mantissa_bits - shift) * (LN2 << (scale - 112)), scale


def exponential(raw, input_scale, least):
    dropped = input_scale + 60 - 45
    binary = (raw * LOG2E + (1 << (dropped - 1))) >> dropped
    index, head, low = split(binary & ((1 << 45) - 1), 24)
    value = polynomial(EXP[index], [120, 75, 54, 33, 28, 22], 21, 120, head, low, 24)
    return value << ((binary >> 45) - least), 120 - least


def normal(raw):
    size = raw if raw >= 0 else -1 - raw
    if size >> 47:
        upper, density = 1 << 144, 0
    else:
        index, head, low = split(size, 24)
        scales = [144, 100, 80, 60, 40, 44]
        upper = polynomial(PHI[index], scales, 20, 144, head, low, 24)
        density = derivative(PHI[index], scales, 20, 4, 124, head, low, 24)
    return ((1 << 144) - upper if raw < 0 else upper), density


def points(index, bits, draw, count):
    """Arguments inside a row: its edges, edges of the head bits, and random ones."""
    low_bits = bits - 16
    ends = [0, 1, (1 << bits) - 1, 1 << (bits - 1), (1 << (bits - 1)) - 1, (1 << max(low_bits, 1)) - 1]
    return [(index << bits) | e for e in ends] + [(index << bits) | draw.getrandbits(bits) for _ in range(count)]


def sweep():
    draw = random.Random(48)
    worst, counts = {}, {}

    def note(name, error, where):
        counts[name] = counts.get(name, 0) + 1
        if abs(error) > abs(worst.get(name, (mpf(0), 0))[0]):
            worst[name] = (error, where)

    for mantissa_bits in (22, 30, 38, 46, 54):
        for index in range(64):
            for offset in points(index, mantissa_bits - 6, draw, 12):
                raw = (1 << mantissa_bits) + offset
                value, scale = ln(raw, mantissa_bits)
                note("ln, %d-bit operands" % (mantissa_bits + 1), mpf(value) / mpf(2) ** scale - log(mpf(raw)), raw)
    for index in range(32):
        for fraction in points(index, 40, draw, 24):
            # An operand whose binary exponent is about 3 + the fraction.
            raw = int(((3 << 45) + fraction) * log(mpf(2)) * 2 ** 35)
            value, scale = exponential(raw, 80, 0)
            true = exp(mpf(raw) / mpf(2) ** 80)
            note("exp (relative)", mpf(value) / mpf(2) ** scale / true - 1, raw)
    for index in range(128):
        for raw in points(index, 40, draw, 24):
            for signed in (raw, -1 - raw):
                value, density = normal(signed)
                x = mpf(signed) / mpf(2) ** 44
                note("normal distribution", mpf(value) / mpf(2) ** 144 - ncdf(x), signed)
                note("normal density", mpf(density) / mpf(2) ** 124 - npdf(x), signed)
                if density < 0 or not -(1 << 96) <= value <= (1 << 144) + (1 << 96):
                    sys.exit("a probability or density out of range at %d" % signed)
    for name, (error, where) in worst.items():
        print("%-24s largest error %s at %d, %d points" % (name, nstr(error, 3), where, counts[name]))


def write():
    draw = random.Random(144)
    os.makedirs(os.path.dirname(VECTORS), exist_ok=True)
    with open(VECTORS, "w", encoding="ascii") as file:
        file.write("# Written by Tests/Reference/functions.py: function, parameters, operand, result (hexadecimal)\n")
        for mantissa_bits in (22, 30, 38, 46, 54):
            raws = [1, 2, 3, (1 << (mantissa_bits + 1)) - 1] + [draw.getrandbits(draw.randint(2, mantissa_bits + 1)) | 1 for _ in range(96)]
            for raw in raws:
                file.write("ln %d %x %x\n" % (mantissa_bits, raw, ln(raw, mantissa_bits)[0]))
        for scale in (40, 112):
            for _ in range(150):
                # The bounds the test uses are [-8, 8) : least binary exponent -12.
                raw = draw.randrange(-8 << scale, 8 << scale)
                file.write("exp %d %s %x\n" % (scale, format(raw, "x"), exponential(raw, scale, -12)[0]))
        raws = [0, -1, 1, 1 << 47, (1 << 47) - 1, -(1 << 47), -(1 << 47) - 1, (1 << 48) - 1, -(1 << 48)]
        for raw in raws + [draw.randrange(-(1 << 47) - 1000, (1 << 47) + 1000) for _ in range(400)]:
            value, density = normal(raw)
            file.write("normal 44 %s %s %s\n" % (format(raw, "x"), format(value, "x"), format(density, "x")))


if __name__ == "__main__":
    {"sweep": sweep, "write": write}.get(sys.argv[1] if len(sys.argv) == 2 else "", lambda: sys.exit(__doc__))()
