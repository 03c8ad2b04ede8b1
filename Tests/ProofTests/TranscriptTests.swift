import BN254
import Constraints
import Hashing
import ProofVerifier
import TestSupport
import Testing

/// What is hashed before which challenge: listed here, and recomputed from the list with nothing but Keccak.
@Suite struct TranscriptTests {
    enum Step {
        /// The first three of these make the first state; each later one is a message of the prover, hashed after the state.
        case absorb(String, bytes: Int)
        case squeeze([String])
    }

    /// The circuit that has everything, at packing 2. A point is 64 bytes, a scalar 32.
    static let inventory: [Step] = [
        .absorb("Assay proof v1", bytes: 14),
        .absorb("the key's digest", bytes: 32),
        .absorb("public inputs: 2 of steps, 1 of prices, 1 of mirror", bytes: 4 * 32),
        .absorb("phase 0: feed groups slot | quote, then index, value | price | m0, m1 | m2, m3 | m4, m5 | m6, m7", bytes: 8 * 64),
        .squeeze(["challenge 0"]),
        .absorb("phase 1: mask of steps | weighted | count | mask of prices", bytes: 4 * 64),
        .squeeze(["theta", "beta", "gamma"]),
        .absorb(
            "argument: helpers of steps | φ | φ, z of prices | partial products of mirror | z; end sums of steps and prices",
            bytes: 5 * 64 + 2 * 32),
        .squeeze(["alpha"]),
        .absorb("two quotient points", bytes: 2 * 64),
        .squeeze(["x"]),
        .absorb("evaluations: 15 preprocessed, 15 of phase 0, 7 of phase 1, 12 of arguments", bytes: 49 * 32),
        .squeeze(["v"]),
        .absorb("W", bytes: 64),
        .squeeze(["y"]),
    ]

    @Test("challenges follow from the inventory of what is absorbed")
    func inventoryGivesTheChallenges() throws {
        let fixture = try FrozenProof(committed: "everything-2")
        let key = try VerifyingKey(serialized: fixture.key)
        var input = Array("Assay proof v1".utf8) + key.digest + fixture.publicBytes.joined() + fixture.proof
        let total = Self.inventory.reduce(0) { if case .absorb(_, let bytes) = $1 { $0 + bytes } else { $0 } }
        #expect(total + 64 == input.count, "everything but W′ is absorbed")

        let first = input.count - fixture.proof.count
        var state: [UInt8] = []
        var pending: [UInt8] = []
        var drawn: [String: Fr] = [:]
        for step in Self.inventory {
            switch step {
            case .absorb(_, let bytes):
                pending += input.prefix(bytes)
                input.removeFirst(bytes)
                if pending.count == first { (state, pending) = (Keccak256.hash(pending), []) }
            case .squeeze(let names):
                state = Keccak256.hash(state + pending)
                for (index, name) in names.enumerated() {
                    let hash = index == 0 ? state : Keccak256.hash(state + [UInt8(index)])
                    drawn[name] = Fr(reducing: hash)
                }
                pending = []
            }
        }
        let challenges = try key.challenges(of: ParsedProof(fixture.proof, shape: key.shape), publicInputs: fixture.publicInputs)
        #expect(Self.list(challenges).map(\.name) == Self.order)
        for (name, value) in Self.list(challenges) { #expect(drawn[name] == value, "challenge \(name)") }
    }

    @Test("what changes in a message changes every later challenge and no earlier one")
    func everyMessageIsBound() throws {
        let fixture = try FrozenProof(committed: "everything-2")
        let key = try VerifyingKey(serialized: fixture.key)
        let honest = try Self.challenges(key, fixture.proof, fixture.publicInputs)
        let places = ProofPlaces(key.shape)
        var boundaries: [(end: Int, drawn: Int)] = []
        var offset = 0
        var drawn = 0
        for step in Self.inventory.dropFirst(3) {
            switch step {
            case .absorb(_, let bytes): offset += bytes
            case .squeeze(let names):
                boundaries.append((offset, drawn))
                drawn += names.count
            }
        }
        /// How many challenges are drawn before the byte at `place` is absorbed.
        func earlier(_ place: Int) -> Int { boundaries.first { place < $0.end }?.drawn ?? drawn }

        for at in places.points {
            let changed = fixture.proof.replacing(at + 32, with: fixture.proof.negatedCoordinate(at: at + 32))
            try Self.expect(honest, Self.challenges(key, changed, fixture.publicInputs), equalUpTo: earlier(at), "point at \(at)")
        }
        for at in places.endSums + places.evaluations {
            let value = try #require(fixture.proof.scalar(at: at)) + .one
            let changed = fixture.proof.replacing(at, with: value.bigEndianBytes)
            try Self.expect(honest, Self.challenges(key, changed, fixture.publicInputs), equalUpTo: earlier(at), "scalar at \(at)")
        }
        for index in fixture.publicInputs.indices {
            var inputs = fixture.publicInputs
            inputs[index] += .one
            try Self.expect(honest, Self.challenges(key, fixture.proof, inputs), equalUpTo: 0, "public input \(index)")
        }
        // A key that differs in one fixed column's commitment alone.
        let points = key.preprocessed.count
        let at = fixture.key.count - 32 - 64
        let negated = fixture.key.replacing(at + 32, with: fixture.key.negatedCoordinate(at: at + 32))
        let other = try VerifyingKey(serialized: KeyFileTests.withDigest(negated, points: points))
        try Self.expect(honest, Self.challenges(other, fixture.proof, fixture.publicInputs), equalUpTo: 0, "key")
    }

    // MARK: - Challenges by name

    static let order = ["challenge 0", "theta", "beta", "gamma", "alpha", "x", "v", "y"]

    private static func list(_ c: Challenges) -> [(name: String, value: Fr)] {
        c.phase.enumerated().map { ("challenge \($0.offset)", $0.element) }
            + [("theta", c.theta), ("beta", c.beta), ("gamma", c.gamma), ("alpha", c.alpha), ("x", c.x), ("v", c.v), ("y", c.y)]
    }

    private static func challenges(_ key: VerifyingKey, _ proof: [UInt8], _ publicInputs: [Fr]) throws -> [(name: String, value: Fr)] {
        list(key.challenges(of: try ParsedProof(proof, shape: key.shape), publicInputs: publicInputs))
    }

    private static func expect(
        _ honest: [(name: String, value: Fr)], _ changed: [(name: String, value: Fr)], equalUpTo count: Int, _ what: String
    ) {
        for (index, pair) in zip(honest, changed).enumerated() {
            #expect((pair.0.value == pair.1.value) == (index < count), "\(what): challenge \(pair.0.name)")
        }
    }
}
