#!/usr/bin/env python3
"""Writes the coefficient tables of FixedPointMath: Sources/FixedPointMath/Tables/CoefficientTables+Data.swift.

Run:   python3 Tests/Reference/generate_tables.py            writes the file
       python3 Tests/Reference/generate_tables.py --check    fails when the file differs from what would be written

Each row of a table is the polynomial that interpolates the function (for the normal distribution: its density) at the Chebyshev nodes of
the row's piece (within a few per cent of the best polynomial of that degree), computed with 60 digits, expanded about the middle of
the piece, each coefficient rounded to the nearest integer at its own scale. Docs/numerics.md says how the rows are used and what error remains.
"""
import os
import sys

from mpmath import mp, mpf, cos, pi, log, exp, ncdf, npdf, nint, matrix, lu_solve

mp.dps = 60

OUTPUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                      "Sources", "FixedPointMath", "Tables", "CoefficientTables+Data.swift")

HEAD_BITS = 16


def interpolate(function, middle, half_width, degree):
    """Monomial coefficients about `middle` of the interpolant at degree + 1 Chebyshev nodes."""
    count = degree + 1
    nodes = [cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    system = matrix(count, count)
    values = matrix(count, 1)
    for i, node in enumerate(nodes):
        values[i] = function(middle + half_width * node)
        for j in range(count):
            system[i, j] = node ** j
    solution = lu_solve(system, values)
    return [solution[j] / half_width ** j for j in range(count)]


def fit(function):
    """Rounds the highest coefficient first and fits the lower ones to what remains, since the result's scale leaves high ones few bits.

    What evaluation drops (c2 L^2 and 5 c5 H^4 L, with 0 <= L < `unit`) is added beforehand on the average: the errors are then half as
    large, to both sides."""
    def coefficients(middle, half_width, unit, scales):
        c = [mpf(0)] * 6
        for degree in range(5, -1, -1):
            rest = interpolate(
                lambda x: function(x) - sum(c[i] * (x - middle) ** i for i in range(degree + 1, 6)), middle, half_width, degree)
            value = rest[degree] + (c[2] * unit ** 2 / 2 if degree == 0 else mpf(5) / 2 * c[5] * unit if degree == 4 else 0)
            c[degree] = nint(value * mpf(2) ** scales[degree]) / mpf(2) ** scales[degree]
        return c
    return coefficients


def normal(middle, half_width, unit, scales):
    # The density is the derivative of the polynomial: fitted itself, then integrated. An integer a stands for |x| in [a, a + 1) units of
    # 2^-44 (a = x, or -1 - x where x < 0), so the fit is shifted by half a unit: the two signs then share one row and 1 - phi(x) is exact.
    shift = mpf(2) ** -45
    slopes = interpolate(lambda x: npdf(x + shift), middle, half_width, 4)
    c = [ncdf(middle + shift)] + [slope / (i + 1) for i, slope in enumerate(slopes)]
    c[0] += c[2] * unit ** 2 / 2
    return c


# name, rows, width of a piece, where the first piece starts, scales of the coefficients, their fit
TABLES = [
    ("logarithm", 64, mpf(2) ** -6, mpf(1), [112, 66, 44, 22, 16, 9], fit(log)),
    ("exponential", 32, mpf(2) ** -5, mpf(0), [120, 75, 54, 33, 28, 22], fit(lambda x: exp(x * log(mpf(2))))),
    ("normal", 128, mpf(2) ** -4, mpf(0), [144, 100, 80, 60, 40, 44], normal),
]


def rows(width, start, scales, coefficients, count):
    for index in range(count):
        middle = start + width * (index + mpf(1) / 2)
        row = coefficients(middle, width / 2, width / 2 ** HEAD_BITS, scales)
        yield [int(nint(c * mpf(2) ** s)) for c, s in zip(row, scales)]


def hexadecimal(value):
    return ("-" if value < 0 else "") + format(abs(value), "x")


def text():
    out = ["// Written by Tests/Reference/generate_tables.py; do not edit. One row a line, hexadecimal integers c0 c1 c2 …", "",
           "extension CoefficientTable {"]
    for name, count, width, start, scales, coefficients in TABLES:
        out.append("    static let %sData = \"\"\"" % name)
        for row in rows(width, start, scales, coefficients, count):
            out.append("        " + " ".join(hexadecimal(value) for value in row))
        out.append("        \"\"\"")
        out.append("")
    out.append("    /// round(ln 2 · 2^112)")
    out.append("    static let naturalLogarithmOf2 = \"%s\"" % hexadecimal(int(nint(log(mpf(2)) * mpf(2) ** 112))))
    out.append("    /// round(2^60 / ln 2)")
    out.append("    static let binaryLogarithmOfE = \"%s\"" % hexadecimal(int(nint(mpf(2) ** 60 / log(mpf(2))))))
    out.append("}")
    return "\n".join(out) + "\n"


def main():
    content = text()
    if "--check" in sys.argv[1:]:
        with open(OUTPUT, encoding="utf-8") as file:
            if file.read() != content:
                sys.exit("the committed tables differ from the generated ones")
        print("tables are up to date")
    else:
        with open(OUTPUT, "w", encoding="utf-8") as file:
            file.write(content)


main()
