/// The lines of the Miller loop of one point of G2. They depend on that point alone, so a verifier's fixed points are
/// prepared once.
public struct G2Prepared: Sendable {
    /// Coefficients of 1 (to be multiplied by the y of the other point), of w (by its x) and of v·w.
    struct Line: Sendable {
        let constant: Fq2
        let slope: Fq2
        let offset: Fq2
    }

    let isInfinity: Bool
    let lines: [Line]

    /// The point is taken to be in the subgroup; for one that is not, pairings with it mean nothing (and do not trap).
    public init(_ point: G2Affine) {
        isInfinity = point.isInfinity
        if isInfinity {
            lines = []
            return
        }
        var lines: [Line] = []
        var accumulator = HomogeneousPoint(point)
        for digit in Pairing.loopDigits {
            lines.append(accumulator.double())
            if digit == 1 { lines.append(accumulator.add(point)) }
            if digit == -1 { lines.append(accumulator.add(-point)) }
        }
        lines.append(accumulator.add(point.frobenius))
        // −π²(Q): π² multiplies y by −1.
        lines.append(accumulator.add(-point.frobenius.frobenius))
        self.lines = lines
    }
}

extension G2Affine {
    /// The q-power endomorphism of the twist: (x̄·ξ^((q−1)/3), ȳ·ξ^((q−1)/2)).
    var frobenius: G2Affine {
        G2Affine(uncheckedX: x.conjugate * Frobenius.gamma[0][1], y: y.conjugate * Frobenius.gamma[0][2])
    }
}

/// A point (X/Z, Y/Z) of the twist with the steps of the Miller loop (Costello–Lange–Naehrig, ePrint 2009/615; Aranha et
/// al., ePrint 2010/526), which give the line through the points as well, up to a factor that the final
/// exponentiation removes.
private struct HomogeneousPoint {
    var x: Fq2
    var y: Fq2
    var z: Fq2

    init(_ point: G2Affine) {
        x = point.x
        y = point.y
        z = .one
    }

    mutating func double() -> G2Prepared.Line {
        // Everything is doubled where the published formulas halve: coordinates are projective.
        let a = x * y
        let b = y.squared()
        let c = z.squared()
        let e = (c.doubled() + c) * G2Affine.b
        let f = e.doubled() + e
        let g = b + f
        let h = (y + z).squared() - b - c
        let square = x.squared()
        let e2 = e.squared()
        let line = G2Prepared.Line(constant: -h, slope: square.doubled() + square, offset: e - b)
        // With the halves: X = (a/2)(b − f), Y = (g/2)² − 3e², Z = b·h; all times four.
        x = (a * (b - f)).doubled()
        y = g.squared() - (e2.doubled() + e2).doubled().doubled()
        z = (b * h).doubled().doubled()
        return line
    }

    mutating func add(_ q: G2Affine) -> G2Prepared.Line {
        let o = y - q.y * z
        let l = x - q.x * z
        let c = o.squared()
        let d = l.squared()
        let e = l * d
        let f = z * c
        let g = x * d
        let h = e + f - g.doubled()
        let line = G2Prepared.Line(constant: l, slope: -o, offset: q.x * o - l * q.y)
        y = (g - h) * o - y * e
        x = l * h
        z = z * e
        return line
    }
}

extension Pairing {
    /// The digits of 6x + 2 in non-adjacent form below the leading one, most significant first.
    static let loopDigits: [Int8] = {
        // 6x + 2 = 29793968203157093288 > 2⁶⁴, held in 128 bits.
        var rest: UInt128 = 6 * UInt128(curveParameter) + 2
        var digits: [Int8] = []
        while rest != 0 {
            var digit: Int8 = 0
            if rest & 1 == 1 {
                digit = rest & 3 == 3 ? -1 : 1
                rest = digit == 1 ? rest - 1 : rest + 1
            }
            digits.append(digit)
            rest >>= 1
        }
        return digits.reversed().dropFirst().map { $0 }
    }()

    /// The product of the Miller functions of all pairs, with the squarings shared.
    static func millerLoop(_ pairs: [(G1Affine, G2Prepared)]) -> Fq12 {
        let pairs = pairs.filter { !$0.0.isInfinity && !$0.1.isInfinity }
        var f = Fq12.one
        var position = 0
        func step() {
            for (point, prepared) in pairs {
                let line = prepared.lines[position]
                f = f.timesLine(line.constant * point.y, line.slope * point.x, line.offset)
            }
            position += 1
        }
        if pairs.isEmpty { return f }
        for digit in loopDigits {
            f = f.squared()
            step()
            if digit != 0 { step() }
        }
        step()
        step()
        return f
    }
}
