import BN254
import BigInt
import TestSupport
import Testing

extension BigUInt {
    init(limbs: Limbs) {
        self = BigUInt(words: [limbs.0, limbs.1, limbs.2, limbs.3].map { BigUInt.Word($0) })
    }
}

extension PrimeField {
    /// The canonical integer by way of the package under test's plainest output.
    var big: BigUInt { BigUInt(limbs: canonicalLimbs) }
    static var bigModulus: BigUInt { BigUInt(words: modulusWords.map { BigUInt.Word($0) }) }

    /// 32 big-endian bytes of any integer below 2²⁵⁶.
    static func bytes(_ value: BigUInt) -> [UInt8] {
        let digits = [UInt8](value.serialize())
        return [UInt8](repeating: 0, count: 32 - digits.count) + digits
    }
}

/// Both prime fields against a big-integer package that shares nothing with them.
@Suite struct PrimeFieldDifferentialTests {
    @Test func moduli() {
        #expect(Fr.bigModulus.description == "21888242871839275222246405745257275088548364400416034343698204186575808495617")
        #expect(Fq.bigModulus.description == "21888242871839275222246405745257275088696311157297823662689037894645226208583")
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func arithmetic(seed: UInt64) {
        compare(Fr.self, seed)
        compare(Fq.self, seed)
    }

    private func compare<F: PrimeField>(_ type: F.Type, _ seed: UInt64, at location: SourceLocation = #_sourceLocation) {
        var generator = SeededGenerator(seed: seed)
        let m = F.bigModulus
        for round in 0..<1500 {
            let a = F.biased(using: &generator), b = F.biased(using: &generator)
            let x = a.big, y = b.big
            let failures = [
                ("canonical", x < m && y < m),
                ("+", (a + b).big == (x + y) % m),
                ("-", (a - b).big == (x + m - y) % m),
                ("*", (a * b).big == x * y % m),
                ("prefix -", (-a).big == (m - x) % m),
                ("squared", a.squared().big == x * x % m),
                ("doubled", a.doubled().big == 2 * x % m),
                ("isZero", a.isZero == (x == 0)),
                ("description", a.description == x.description),
                ("decimal", F(decimal: x.description) == a),
                ("bigEndian", F(bigEndian: F.bytes(x)) == a && a.bigEndianBytes == F.bytes(x)),
                ("limbs", F(limbs: a.canonicalLimbs) == a),
            ].filter { !$0.1 }.map(\.0)
            if !failures.isEmpty {
                Issue.record("\(F.self) \(failures) at \(a), \(b), round \(round) of seed \(seed)", sourceLocation: location)
            }
            if round < 100 {
                #expect(a.inverse()?.big == x.inverse(m), "\(F.self) inverse of \(a), seed \(seed)", sourceLocation: location)
                let exponent = y
                #expect(
                    a.pow(words: exponent.words.map { UInt64($0) }).big == x.power(exponent, modulus: m),
                    "\(F.self) \(a)^\(exponent), seed \(seed)", sourceLocation: location)
            }
        }
    }

    @Test(arguments: [0, 1, 5, 31, 32, 33, 48, 63, 64, 65, 100])
    func reducingBytes(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for fill in [nil, 0xff] as [UInt8?] {
            let bytes = fill.map { [UInt8](repeating: $0, count: count) } ?? generator.bytes(count)
            let value = bytes.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) }
            #expect(Fr(reducing: bytes).big == value % Fr.bigModulus, "\(count) bytes")
            #expect(Fq(reducing: bytes).big == value % Fq.bigModulus, "\(count) bytes")
        }
    }

    @Test func encodingsAreCanonical() {
        for offset in 0..<3 {
            let fr = Fr.bytes(Fr.bigModulus + BigUInt(offset)), fq = Fq.bytes(Fq.bigModulus + BigUInt(offset))
            #expect(Fr(bigEndian: fr) == nil)
            #expect(Fq(bigEndian: fq) == nil)
            #expect(Fr(reducing: fr) == Fr(offset))
            #expect(Fr(decimal: (Fr.bigModulus + BigUInt(offset)).description) == nil)
        }
        #expect(Fr(bigEndian: Fr.bytes(Fr.bigModulus - 1)) == Fr(-1))
        #expect(Fr(bigEndian: [UInt8](repeating: 0xff, count: 32)) == nil)
        for count in [0, 31, 33, 64] { #expect(Fr(bigEndian: [UInt8](repeating: 0, count: count)) == nil) }
        #expect(Fr(limbs: Fr.modulus) == nil)
        #expect(Fr(limbs: (.max, .max, .max, .max)) == nil)
        for text in ["", "-1", "+1", " 1", "1 ", "0x1", "1e3", "１", String(repeating: "9", count: 90)] {
            #expect(Fr(decimal: text) == nil, "\(text)")
        }
        #expect(Fr(decimal: "00012") == Fr(12))
    }

    @Test func integers() {
        let extremes: [Int128] = [0, 1, -1, 255, -256, Int128(Int64.max), Int128(Int64.min), .max, .min, .min + 1, 1 << 100, -(1 << 64)]
        for value in extremes {
            let element = Fr(signed: value)
            let magnitude = Fr(reducing: (UInt64(truncatingIfNeeded: value.magnitude), UInt64(truncatingIfNeeded: value.magnitude >> 64), 0, 0))
            #expect(element == (value < 0 ? -magnitude : magnitude))
            #expect(element.asInt128 == (value == .min ? nil : value))
        }
        #expect(Fr(Int.min) == -(Fr(UInt64(1) << 63)))
        #expect(Fr(UInt64.max) == Fr(Int.max) + Fr(Int.max) + .one)
        #expect(Fr(reducing: (0, 1 << 63, 0, 0)).asInt128 == nil)
        #expect(Fr(reducing: (0, 0, 1, 0)).asInt128 == nil)
        #expect((-Fr(reducing: (0, 0, 0, 1))).asInt128 == nil)
    }

    @Test func rootsOfUnity() {
        for k in 1...28 {
            let root = Fr.rootOfUnity(logSize: k)
            #expect(root.squared() == Fr.rootOfUnity(logSize: k - 1))
            #expect(root.pow(UInt64(1) << UInt64(k - 1)) == -.one)
        }
        #expect(Fr.rootOfUnity(logSize: 0) == .one)
        #expect(Fr.delta == Fr(5).pow(1 << 28))
        // 5 is no square, nor a d-th power for the small odd d that divide r − 1.
        let order = Fr.bigModulus - 1
        for prime in [2, 3, 13, 29, 983, 11003, 237073] as [BigUInt] {
            #expect(order % prime == 0)
            #expect(Fr.multiplicativeGenerator.pow(words: (order / prime).words.map { UInt64($0) }) != .one)
        }
    }
}
