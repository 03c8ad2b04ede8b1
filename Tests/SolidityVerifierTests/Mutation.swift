import BN254
import ProofVerifier
import TestSupport

/// A proof and public inputs that someone changed. Inputs are words, so that they need not be below r.
struct Mutation: Sendable {
    let name: String
    let proof: [UInt8]
    let inputs: [[UInt8]]

    /// The inputs as scalars; nil where one of them is none.
    var scalars: [Fr]? {
        let values = inputs.compactMap { Fr(bigEndian: $0) }
        return values.count == inputs.count ? values : nil
    }
}

/// Everything we know to do to a proof.
struct Mutator {
    let proof: [UInt8]
    let inputs: [[UInt8]]
    let points: [Int]
    /// End sums first, then evaluations.
    let scalars: [Int]
    let endSums: Int
    private(set) var mutations: [Mutation] = []

    init(proof: [UInt8], inputs: [Fr], shape: ProofShape) {
        self.proof = proof
        self.inputs = inputs.map(\.bigEndianBytes)
        var offset = 0
        func take(_ count: Int, _ size: Int) -> [Int] {
            defer { offset += count * size }
            return (0..<count).map { offset + $0 * size }
        }
        var points = take(shape.phasePoints.reduce(0, +) + shape.argumentPoints, 64)
        var scalars = take(shape.endSums, 32)
        points += take(shape.quotientPoints, 64)
        scalars += take(shape.evaluations, 32)
        points += take(2, 64)
        (self.points, self.scalars) = (points, scalars)
        endSums = shape.endSums
    }

    private mutating func add(_ name: String, _ proof: [UInt8]) {
        mutations.append(Mutation(name: name, proof: proof, inputs: inputs))
    }

    private mutating func add(_ name: String, inputs: [[UInt8]]) {
        mutations.append(Mutation(name: name, proof: proof, inputs: inputs))
    }

    private func replacing(_ at: Int, _ bytes: some Collection<UInt8>) -> [UInt8] {
        var changed = proof
        changed.replaceSubrange(at..<at + bytes.count, with: bytes)
        return changed
    }

    private func word(_ at: Int) -> [UInt8] { Array(proof[at..<at + 32]) }

    /// Each byte, or one of each `stride` bytes, changed by a random mask.
    mutating func flipBytes(stride step: Int = 1, from start: Int = 0, using random: inout SeededGenerator) {
        for at in stride(from: start, to: proof.count, by: step) {
            let mask = UInt8.random(in: 1...255, using: &random)
            add("byte \(at) ^ \(mask)", replacing(at, [proof[at] ^ mask]))
        }
    }

    mutating func changeLengths() {
        for count in [0, 1, 31, 32, 63, 64, proof.count - 64, proof.count - 32, proof.count - 1] where count < proof.count {
            add("truncated to \(count)", Array(proof.prefix(count)))
            add("without its first \(proof.count - count)", Array(proof.suffix(count)))
        }
        for count in [1, 31, 32, 64] {
            add("\(count) zeros longer", proof + [UInt8](repeating: 0, count: count))
            add("\(count) bytes longer", proof + proof.suffix(count))
        }
        add("twice", proof + proof)
    }

    mutating func changePoints() {
        let zero = [UInt8](repeating: 0, count: 32)
        let q = Self.bytes(Fq.modulusWords)
        for at in points {
            let (x, y) = (word(at), word(at + 32))
            add("point \(at) at infinity", replacing(at, zero + zero))
            add("point \(at) = (0, q)", replacing(at, zero + q))
            add("point \(at) = (q, 0)", replacing(at, q + zero))
            add("point \(at) = (q, q)", replacing(at, q + q))
            add("point \(at) = (x, 0)", replacing(at, x + zero))
            add("point \(at) = (x, q)", replacing(at, x + q))
            add("point \(at) = (x + q, y)", replacing(at, Self.sum(x, q) + y))
            add("point \(at) = (x, y + q)", replacing(at, x + Self.sum(y, q)))
            add("point \(at) = (y, x)", replacing(at, y + x))
            add("point \(at) negated", replacing(at + 32, (-(Fq(bigEndian: y) ?? .zero)).bigEndianBytes))
            add("point \(at) = (1, 2)", replacing(at, G1Affine.generator.uncompressedBytes))
            add("point \(at) all ones", replacing(at, [UInt8](repeating: 255, count: 64)))
        }
        for (a, b) in zip(points, points.dropFirst()) {
            var changed = replacing(a, proof[b..<b + 64])
            changed.replaceSubrange(b..<b + 64, with: proof[a..<a + 64])
            add("points \(a), \(b) exchanged", changed)
            add("point \(b) in place of \(a)", replacing(a, proof[b..<b + 64]))
        }
    }

    mutating func changeScalars() {
        let r = Self.bytes(Fr.modulusWords)
        for at in scalars {
            let value = word(at)
            add("scalar \(at) + r", replacing(at, Self.sum(value, r)))
            add("scalar \(at) = r", replacing(at, r))
            add("scalar \(at) = 2^256 - 1", replacing(at, [UInt8](repeating: 255, count: 32)))
            add("scalar \(at) = 0", replacing(at, [UInt8](repeating: 0, count: 32)))
            add("scalar \(at) + 1", replacing(at, ((Fr(bigEndian: value) ?? .zero) + .one).bigEndianBytes))
        }
        if let a = scalars.first, let b = scalars.last {
            var changed = replacing(a, word(b))
            changed.replaceSubrange(b..<b + 32, with: word(a))
            add("first and last scalar exchanged", changed)
        }
    }

    /// End sums that still cancel, but are not the tables'.
    mutating func shiftEndSums() {
        guard endSums > 1, let left = Fr(bigEndian: word(scalars[0])), let right = Fr(bigEndian: word(scalars[1])) else { return }
        for shift in [Fr.one, -.one, left] {
            add("end sums shifted by \(shift)", replacing(scalars[0], (left + shift).bigEndianBytes + (right - shift).bigEndianBytes))
        }
        add("end sums exchanged", replacing(scalars[0], word(scalars[1]) + word(scalars[0])))
    }

    mutating func changeInputs(using random: inout SeededGenerator) {
        let r = Self.bytes(Fr.modulusWords)
        for (index, input) in inputs.enumerated() {
            func with(_ word: [UInt8]) -> [[UInt8]] {
                var changed = inputs
                changed[index] = word
                return changed
            }
            let value = Fr(bigEndian: input) ?? .zero
            add("input \(index) + 1", inputs: with((value + .one).bigEndianBytes))
            add("input \(index) negated", inputs: with((-value).bigEndianBytes))
            add("input \(index) random", inputs: with(Fr.random(using: &random).bigEndianBytes))
            add("input \(index) + r", inputs: with(Self.sum(input, r)))
            add("input \(index) = r", inputs: with(r))
            add("input \(index) = 2^256 - 1", inputs: with([UInt8](repeating: 255, count: 32)))
            for bit in stride(from: 0, to: 256, by: 51) {
                var word = input
                word[31 - bit / 8] ^= 1 << (bit % 8)
                add("input \(index), bit \(bit)", inputs: with(word))
            }
        }
        add("an input more", inputs: inputs + [Fr.zero.bigEndianBytes])
        if !inputs.isEmpty {
            add("an input less", inputs: inputs.dropLast())
            add("inputs reversed", inputs: inputs.reversed())
            add("no inputs", inputs: [])
        }
    }

    /// A proof of something else, in place of this one.
    mutating func replaceProof(_ name: String, by other: [UInt8]) { add(name, other) }

    static func bytes(_ words: [UInt64]) -> [UInt8] {
        words.reversed().flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
    }

    /// Modulo 2^256.
    static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        var carry = 0
        for place in (0..<32).reversed() {
            carry += Int(a[place]) + Int(b[place])
            result[place] = UInt8(carry & 255)
            carry >>= 8
        }
        return result
    }
}
