import BN254
import Constraints
import ProofVerifier
import TestSupport

/// Where the points and scalars of a proof lie, by the protocol's order (Docs/protocol.md §5).
struct ProofPlaces {
    /// Offsets of 64-byte points, W and W′ last.
    let points: [Int]
    /// Offsets of 32-byte scalars: end sums, then evaluations.
    let endSums: [Int]
    let evaluations: [Int]

    init(_ shape: ProofShape) {
        var offset = 0
        func places(_ count: Int, _ size: Int) -> [Int] {
            defer { offset += count * size }
            return (0..<count).map { offset + $0 * size }
        }
        var points = places(shape.phasePoints.reduce(0, +) + shape.argumentPoints, 64)
        endSums = places(shape.endSums, 32)
        points += places(shape.quotientPoints, 64)
        evaluations = places(shape.evaluations, 32)
        self.points = points + places(2, 64)
    }
}

/// A changed proof or changed public inputs, none of which any verifier may accept.
struct ProofMutation {
    let name: String
    let proof: [UInt8]
    /// 32 bytes each, not necessarily below r.
    let publicInputs: [[UInt8]]

    /// What a verifier sees without a pairing: lengths, ranges, points off the curve, end sums that do not cancel.
    static func caughtEarly(_ fixture: FrozenProof, _ places: ProofPlaces, _ random: inout SeededGenerator) -> [ProofMutation] {
        let honest = fixture.proof
        var all: [ProofMutation] = []
        func add(_ name: String, _ proof: [UInt8]) {
            all.append(ProofMutation(name: name, proof: proof, publicInputs: fixture.publicBytes))
        }
        for length in [0, 31, honest.count - 64, honest.count - 1] { add("truncated to \(length)", Array(honest[..<length])) }
        add("one byte longer", honest + [0])
        add("one point longer", honest + honest.suffix(64))
        for _ in 0..<6 {
            let at = places.points.pick(&random) + Int(random.below(64))
            var proof = honest
            proof[at] ^= UInt8(1 + random.below(255))
            add("point byte \(at) changed", proof)
        }
        for _ in 0..<2 {
            let at = places.points.pick(&random)
            add("infinity at \(at)", honest.replacing(at, with: [UInt8](repeating: 0, count: 64)))
            add("x + q at \(at)", honest.replacing(at, with: honest.adding(Fq.modulusWords, at: at)))
            add("y + q at \(at)", honest.replacing(at + 32, with: honest.adding(Fq.modulusWords, at: at + 32)))
        }
        for at in Set([places.endSums, places.evaluations].compactMap { $0.isEmpty ? nil : $0.pick(&random) }).sorted() {
            add("scalar + r at \(at)", honest.replacing(at, with: honest.adding(Fr.modulusWords, at: at)))
            add("scalar 2^256 − 1 at \(at)", honest.replacing(at, with: [UInt8](repeating: 255, count: 32)))
        }
        if let at = places.endSums.first { add("end sum changed", honest.flipping(at + 31)) }

        let publics = fixture.publicBytes
        func add(_ name: String, publics: [[UInt8]]) {
            all.append(ProofMutation(name: name, proof: honest, publicInputs: publics))
        }
        add("one public input more", publics: publics + [[UInt8](repeating: 0, count: 32)])
        if !publics.isEmpty {
            add("one public input fewer", publics: publics.dropLast())
            let index = Int(random.below(UInt64(publics.count)))
            var changed = publics
            changed[index] = publics[index].adding(Fr.modulusWords, at: 0)
            add("public input \(index) + r", publics: changed)
        }
        return all
    }

    /// What is well formed and false.
    static func caughtByThePairing(
        _ fixture: FrozenProof, _ places: ProofPlaces, _ random: inout SeededGenerator
    ) -> [ProofMutation] {
        let honest = fixture.proof
        var all: [ProofMutation] = []
        func add(_ name: String, _ proof: [UInt8]) {
            all.append(ProofMutation(name: name, proof: proof, publicInputs: fixture.publicBytes))
        }
        let evaluation = places.evaluations.pick(&random)
        add("evaluation at \(evaluation) changed", honest.flipping(evaluation + 31))
        if !fixture.publicInputs.isEmpty {
            let index = Int(random.below(UInt64(fixture.publicInputs.count)))
            var publics = fixture.publicBytes
            publics[index] = (fixture.publicInputs[index] + .one).bigEndianBytes
            all.append(ProofMutation(name: "public input \(index) + 1", proof: honest, publicInputs: publics))
        }
        let w = places.points[places.points.count - 2]
        add("W and W′ swapped", honest.replacing(w, with: Array(honest[(w + 64)...] + honest[w..<(w + 64)])))
        let point = places.points.pick(&random)
        add("point at \(point) negated", honest.replacing(point + 32, with: honest.negatedCoordinate(at: point + 32)))
        if places.endSums.count > 1, let left = honest.scalar(at: places.endSums[0]), let right = honest.scalar(at: places.endSums[1]) {
            add(
                "end sums moved between tables",
                honest.replacing(places.endSums[0], with: (left + .one).bigEndianBytes + (right - .one).bigEndianBytes))
        }
        return all
    }
}

extension FrozenProof {
    var publicBytes: [[UInt8]] { publicInputs.map(\.bigEndianBytes) }
}

extension [UInt8] {
    func flipping(_ at: Int, by mask: UInt8 = 1) -> [UInt8] {
        var copy = self
        copy[at] ^= mask
        return copy
    }

    func replacing(_ at: Int, with bytes: [UInt8]) -> [UInt8] {
        var copy = self
        copy.replaceSubrange(at..<(at + bytes.count), with: bytes)
        return copy
    }

    func scalar(at offset: Int) -> Fr? { Fr(bigEndian: self[offset..<(offset + 32)]) }

    /// The same residue written with the modulus added; moduli have 254 bits, so that it fits.
    func adding(_ modulus: [UInt64], at offset: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        var carry = 0
        for place in 0..<32 {
            let sum = Int(self[offset + 31 - place]) + Int(modulus[place / 8] >> (8 * UInt64(place % 8)) & 0xFF) + carry
            result[31 - place] = UInt8(sum & 0xFF)
            carry = sum >> 8
        }
        return result
    }

    func negatedCoordinate(at offset: Int) -> [UInt8] {
        Fq(bigEndian: self[offset..<(offset + 32)]).map { (-$0).bigEndianBytes } ?? []
    }
}

extension SeededGenerator {
    mutating func below(_ bound: UInt64) -> UInt64 { next() % bound }
}

extension [Int] {
    func pick(_ random: inout SeededGenerator) -> Int { self[Int(random.below(UInt64(count)))] }
}
