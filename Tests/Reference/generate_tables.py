#!/usr/bin/env python3
"""Writes the coefficient tables of FixedPointMath: Sources/FixedPointMath/Tables/CoefficientTables+Data.swift.

Run:   python3 Tests/Reference/generate_tables.py            writes the file
       python3 Tests/Reference/generate_tables.py --check    fails when the file differs from what would be written

Each row of a table is the polynomial that interpolates the function at the Chebyshev nodes of the row's piece (within a
few per cent of the best polynomial of that degree), computed with 60 digits, expanded about the middle of the piece, each
coefficient rounded to the nearest integer at its own scale. Docs/numerics.md says how the rows are used and what error remains.
"""
import os
import sys

from mpmath import mp, mpf, cos, pi, log, exp, ncdf, nint, matrix, lu_solve

mp.dps = 60

OUTPUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                      "Sources", "FixedPointMath", "Tables", "CoefficientTables+Data.swift")

# name, rows, width of a piece, where the first piece starts, scales of the coefficients, function of the argument
TABLES = [
    ("logarithm", 256, mpf(2) ** -8, mpf(1), [112, 72, 48, 24, 16], log),
    ("exponential", 128, mpf(2) ** -7, mpf(0), [120, 73, 50, 27, 28], lambda x: exp(x * log(mpf(2)))),
    # The integer a stands for |x| in [a, a + 1) units of 2^-45 (a = x, or -1 - x where x < 0), so the fit is
    # shifted by half a unit: the two signs then share one row and 1 - phi(x) is exact.
    ("normal", 256, mpf(2) ** -5, mpf(0), [144, 99, 78, 57, 36, 39], lambda x: ncdf(x + mpf(2) ** -46)),
]


def fit(function, middle, half_width, degree):
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


def rows(width, start, scales, function, count):
    for index in range(count):
        middle = start + width * (index + mpf(1) / 2)
        coefficients = fit(function, middle, width / 2, len(scales) - 1)
        yield [int(nint(c * mpf(2) ** s)) for c, s in zip(coefficients, scales)]


def hexadecimal(value):
    return ("-" if value < 0 else "") + format(abs(value), "x")


def text():
    out = ["// Written by Tests/Reference/generate_tables.py; do not edit. One row a line, hexadecimal integers c0 c1 c2 …", "",
           "extension CoefficientTable {"]
    for name, count, width, start, scales, function in TABLES:
        out.append("    static let %sData = \"\"\"" % name)
        for row in rows(width, start, scales, function, count):
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
