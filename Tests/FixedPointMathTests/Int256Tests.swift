import FixedPointMath
import Testing

/// A generator with a seed that failure messages can name.
struct SeededBits {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// At most `bits` bits, biased to short values, runs of ones and powers of two.
    mutating func integer(bits: Int) -> Int256 {
        let length = 1 + Int(word() % UInt64(bits))
        var value = Int256(high: Int128(truncatingIfNeeded: UInt128(word()) << 64 | UInt128(word())), low: UInt128(word()) << 64 | UInt128(word()))
        switch word() % 4 {
        case 0: value = .powerOfTwo(length - 1)
        case 1: value = .powerOfTwo(length - 1) - .one
        default: value = value.lowBits(length)
        }
        return word() & 1 == 0 ? value : -value
    }
}

@Suite struct Int256Tests {
    @Test func ringLaws() {
        var bits = SeededBits(1)
        for round in 0..<2000 {
            let (a, b, c) = (bits.integer(bits: 120), bits.integer(bits: 120), bits.integer(bits: 120))
            #expect(a + b == b + a && a * b == b * a, "seed 1, round \(round)")
            #expect((a + b) * c == a * c + b * c, "seed 1, round \(round)")
            #expect(a - b == -(b - a) && (a - b) + b == a, "seed 1, round \(round)")
            #expect((a < b) == ((a - b).isNegative), "seed 1, round \(round)")
        }
    }

    @Test func agreesWithNarrowIntegers() {
        var bits = SeededBits(2)
        for round in 0..<2000 {
            let (a, b) = (Int128(truncatingIfNeeded: Int64(bitPattern: bits.word())), Int128(truncatingIfNeeded: Int64(bitPattern: bits.word())))
            #expect((Int256(a) * Int256(b)).asInt128 == a * b, "seed 2, round \(round)")
            #expect((Int256(a) + Int256(b)).asInt128 == a + b, "seed 2, round \(round)")
            let shift = Int(bits.word() % 60)
            #expect((Int256(a) >> shift).asInt128 == a >> Int128(shift), "seed 2, round \(round)")
            #expect("\(Int256(a * b))" == "\(a * b)", "seed 2, round \(round)")
        }
    }

    @Test func divisionLeavesARemainderBelowTheDivisor() {
        var bits = SeededBits(3)
        for round in 0..<3000 {
            let (a, raw) = (bits.integer(bits: 250), bits.integer(bits: 200))
            let b = raw.isNegative ? -raw : raw + .one
            let (quotient, remainder) = a.flooredDivision(by: b)
            #expect(quotient * b + remainder == a && !remainder.isNegative && remainder < b, "seed 3, round \(round): \(a) / \(b)")
        }
    }

    @Test func squareRootIsTheFloor() {
        var bits = SeededBits(4)
        for round in 0..<2000 {
            let value = bits.integer(bits: 250)
            let a = value.isNegative ? -value : value
            let root = a.flooredSquareRoot
            #expect(root * root <= a && a < (root + .one) * (root + .one), "seed 4, round \(round): \(a)")
        }
    }

    @Test func shiftsAreProductsAndFlooredQuotients() {
        var bits = SeededBits(5)
        for round in 0..<2000 {
            let (a, shift) = (bits.integer(bits: 120), Int(bits.word() % 130))
            #expect(a << shift == a * .powerOfTwo(shift), "seed 5, round \(round)")
            #expect(a >> shift == a.flooredDivision(by: .powerOfTwo(shift)).quotient, "seed 5, round \(round)")
            #expect((a << shift).magnitudeBits == (a.isZero ? 0 : a.magnitudeBits + shift), "seed 5, round \(round)")
        }
    }

    @Test func decimalText() {
        #expect("\(Int256.powerOfTwo(254))" == "28948022309329048855892746252171976963317496166410141009864396001978282409984")
        #expect("\(-Int256.powerOfTwo(130))" == "-1361129467683753853853498429727072845824")
        #expect(Fixed(raw: 3 << 47).decimal(places: 3) == "1.500")
        #expect(Fixed(raw: -(1 << 47)).decimal(places: 0) == "-1")
        #expect(Fixed(raw: -1).decimal(places: 6) == "0.000000")
        #expect(Fixed.decimal(Int256(999), scale: 0, places: 2) == "999.00")
        #expect(Fixed.decimal(.powerOfTwo(80) - .one, scale: 80, places: 5) == "1.00000")
    }
}
