import BN254
import Commitments
import Constraints
import ProofProver
import ProofVerifier
import TestSupport
import Testing

/// What is not the proof that an honest prover made is not accepted, and nothing traps.
@Suite struct SoundnessTests {
    static let names = FrozenProof.recipes.map(\.name)

    @Test("every byte of a proof matters", arguments: ["chain-2", "tables-2"])
    func everyByte(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        let key = try VerifyingKey(serialized: fixture.key)
        var random = SeededGenerator(seed: 11)
        for at in fixture.proof.indices {
            let mask = UInt8(1 + random.below(255))
            let verdict = try? key.verify(proof: fixture.proof.flipping(at, by: mask), publicInputs: fixture.publicInputs)
            #expect(verdict != true, "byte \(at) of \(name) with mask \(mask) is still accepted")
        }
    }

    @Test("every public input matters", arguments: names)
    func everyPublicInput(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        let key = try VerifyingKey(serialized: fixture.key)
        for index in fixture.publicInputs.indices {
            for change in [Fr.one, -.one, -fixture.publicInputs[index], .one - fixture.publicInputs[index]] where !change.isZero {
                var changed = fixture.publicInputs
                changed[index] += change
                #expect(try !key.verify(proof: fixture.proof, publicInputs: changed), "public input \(index) of \(name)")
            }
        }
        for count in Set([0, fixture.publicInputs.count - 1, fixture.publicInputs.count + 1]) where count >= 0 {
            if count == fixture.publicInputs.count { continue }
            let inputs = (0..<count).map { $0 < fixture.publicInputs.count ? fixture.publicInputs[$0] : Fr.zero }
            #expect(throws: ProofError.publicInputCount(expected: fixture.publicInputs.count, got: count)) {
                try key.verify(proof: fixture.proof, publicInputs: inputs)
            }
        }
    }

    @Test("only the exact length is a proof", arguments: names)
    func lengths(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        let key = try VerifyingKey(serialized: fixture.key)
        let right = fixture.proof.count
        for length in Array(0..<right) + [right + 1, right + 32, right + 64, 2 * right] {
            let bytes = (0..<length).map { fixture.proof[$0 % right] }
            #expect(throws: ProofError.wrongLength(expected: right, got: length)) {
                try key.verify(proof: bytes, publicInputs: fixture.publicInputs)
            }
        }
    }

    @Test("every point must be an affine point in canonical form", arguments: names)
    func points(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        let key = try VerifyingKey(serialized: fixture.key)
        let zero = [UInt8](repeating: 0, count: 64)
        let generatorOffByOne = Fq(UInt64(1)).bigEndianBytes + Fq(UInt64(3)).bigEndianBytes
        let places = ProofPlaces(key.shape)
        for at in places.points {
            let q = Fq.modulusWords
            let changes = [
                fixture.proof.replacing(at, with: zero),
                fixture.proof.replacing(at, with: generatorOffByOne),
                fixture.proof.replacing(at, with: fixture.proof.adding(q, at: at)),
                fixture.proof.replacing(at + 32, with: fixture.proof.adding(q, at: at + 32)),
                fixture.proof.replacing(at, with: [UInt8](repeating: 255, count: 64)),
            ]
            for changed in changes {
                #expect(throws: ProofError.invalidPoint(at: at)) {
                    try key.verify(proof: changed, publicInputs: fixture.publicInputs)
                }
            }
            // On the curve, and another point than the one sent.
            let negated = fixture.proof.replacing(at + 32, with: fixture.proof.negatedCoordinate(at: at + 32))
            let generator = fixture.proof.replacing(at, with: Fq(UInt64(1)).bigEndianBytes + Fq(UInt64(2)).bigEndianBytes)
            for changed in [negated, generator] {
                #expect(try !key.verify(proof: changed, publicInputs: fixture.publicInputs), "point at \(at) of \(name)")
            }
        }
        for (left, right) in zip(places.points, places.points.dropFirst()) {
            let swapped = fixture.proof
                .replacing(left, with: Array(fixture.proof[right..<(right + 64)]))
                .replacing(right, with: Array(fixture.proof[left..<(left + 64)]))
            #expect(
                try !key.verify(proof: swapped, publicInputs: fixture.publicInputs), "points at \(left) and \(right) of \(name)")
        }
    }

    @Test("every scalar must be below r, and it matters", arguments: names)
    func scalars(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        let key = try VerifyingKey(serialized: fixture.key)
        let places = ProofPlaces(key.shape)
        for at in places.endSums + places.evaluations {
            let r = Fr.modulusWords
            let zero = fixture.proof.replacing(at, with: [UInt8](repeating: 0, count: 32))
            for changed in [
                fixture.proof.replacing(at, with: fixture.proof.adding(r, at: at)), zero.replacing(at, with: zero.adding(r, at: at)),
                fixture.proof.replacing(at, with: [UInt8](repeating: 255, count: 32)),
            ] {
                #expect(throws: ProofError.scalarOutOfRange(at: at)) {
                    try key.verify(proof: changed, publicInputs: fixture.publicInputs)
                }
            }
            for changed in [zero, fixture.proof.flipping(at + 31)] where changed != fixture.proof {
                #expect(try !key.verify(proof: changed, publicInputs: fixture.publicInputs), "scalar at \(at) of \(name)")
            }
        }
    }

    @Test("end sums that cancel are not enough: each is tied to its table")
    func endSumsMovedBetweenTables() throws {
        for name in Self.names {
            let fixture = try FrozenProof(committed: name)
            let key = try VerifyingKey(serialized: fixture.key)
            let sums = ProofPlaces(key.shape).endSums
            for (left, right) in zip(sums, sums.dropFirst()) {
                let values = try (#require(fixture.proof.scalar(at: left)), #require(fixture.proof.scalar(at: right)))
                let moved = fixture.proof.replacing(left, with: (values.0 + .one).bigEndianBytes + (values.1 - .one).bigEndianBytes)
                let swapped = fixture.proof.replacing(left, with: values.1.bigEndianBytes + values.0.bigEndianBytes)
                for changed in [moved, swapped] {
                    #expect(try !key.verify(proof: changed, publicInputs: fixture.publicInputs), "sums of \(name)")
                }
            }
        }
    }

    /// W′ enters no challenge of its proof, so whoever sends it can make F + y·W′ the point at infinity, which pairs to one with anything.
    @Test("a sum at infinity proves nothing", arguments: names)
    func sumsAtInfinity(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        let key = try VerifyingKey(serialized: fixture.key)
        let y = try key.challenges(of: ParsedProof(fixture.proof, shape: key.shape), publicInputs: fixture.publicInputs).y
        let claim = try #require(try key.pairingClaim(proof: fixture.proof, publicInputs: fixture.publicInputs))
        let f = G1(claim.left) - claim.right * y
        let at = fixture.proof.count - 64
        let wPrime = G1.batchNormalize([-f * (try #require(y.inverse()))])[0]
        let forged = fixture.proof.replacing(at, with: wPrime.uncompressedBytes)
        #expect(try key.pairingClaim(proof: forged, publicInputs: fixture.publicInputs)?.left.isInfinity == true)
        #expect(try !key.verify(proof: forged, publicInputs: fixture.publicInputs))
        let (good, bad) = ((proof: fixture.proof, publicInputs: fixture.publicInputs), (proof: forged, publicInputs: fixture.publicInputs))
        #expect(try key.verifyBatch([good, good]), "the same proof twice is as true as once")
        for batch in [[bad], [bad, bad], [good, bad], [bad, good]] { #expect(try !key.verifyBatch(batch), "\(batch.count)") }
        #expect(try !key.verifyBatch([]))
    }

    @Test("a proof is good for one key only")
    func otherKeys() throws {
        let fixtures = try Self.names.map { try FrozenProof(committed: $0) }
        for fixture in fixtures {
            for other in fixtures where other.name != fixture.name {
                let key = try VerifyingKey(serialized: other.key)
                let verdict = try? key.verify(proof: fixture.proof, publicInputs: fixture.publicInputs)
                #expect(verdict != true, "\(fixture) under the key of \(other)")
            }
        }
        // Keys of the same shape: one value of a fixed column, one copy, another reference string.
        let (circuit, witness) = try ChainCircuit.make()
        let honest = try ProvingKey(circuit: circuit, srs: .bundled(), packing: 2)
        let proof = try honest.prove(witness)
        var fixed = circuit.fixed
        fixed[0][1][20] = Fr(UInt64(16))
        let wider = Circuit(system: circuit.system, fixed: fixed, copies: circuit.copies)
        let looser = Circuit(system: circuit.system, fixed: circuit.fixed, copies: [circuit.copies[0].dropLast()])
        let powers = ProvingKey.requiredPowers(circuit.system, packing: 2)
        let others = try [
            ProvingKey(circuit: wider, srs: .bundled(), packing: 2), ProvingKey(circuit: looser, srs: .bundled(), packing: 2),
            ProvingKey(circuit: circuit, srs: .insecureDevelopment(powers: powers, seed: "other keys"), packing: 2),
        ]
        #expect(try honest.verifyingKey.verify(proof: proof, publicInputs: witness.publicInputs))
        for other in others {
            #expect(other.verifyingKey.digest != honest.verifyingKey.digest)
            #expect(try !other.verifyingKey.verify(proof: proof, publicInputs: witness.publicInputs))
        }
    }

    @Test func aBatchIsAsStrictAsItsProofs() throws {
        let (circuit, witness) = try ChainCircuit.make()
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: 2)
        let publics = witness.publicInputs
        let honest = try (0..<3).map { _ in (proof: try key.prove(witness), publicInputs: publics) }
        let verifier = key.verifyingKey
        #expect(try verifier.verifyBatch(honest))
        for index in honest.indices {
            var batch = honest
            batch[index].publicInputs[1] += .one
            #expect(try !verifier.verifyBatch(batch))
        }

        // W′ is bound by no challenge of its own proof. Shifts a, b of two of them with a·y₀ + ρ·b·y₁ = τ·(a + ρ·b) cancel if
        // the batch's ρ is known before them: with a + ρb = [1]₁ and [τ]₁ from the reference string, a and b are easy to find.
        let srs = try StructuredReferenceString.bundled()
        let (one, tau) = (G1(srs.g1[0]), G1(srs.g1[1]))
        let pair = Array(honest[..<2])
        let ys = try pair.map { try verifier.challenges(of: ParsedProof($0.proof, shape: verifier.shape), publicInputs: publics).y }
        for rho in [Fr.one, -.one, Fr(UInt64(2)), ys[0], ys[1]] {
            let inverse = try #require((ys[0] - ys[1]).inverse())
            let a = (tau - one * ys[1]) * inverse
            let b = (one - a) * (try #require(rho.inverse()))
            var forged = pair
            for (index, shift) in [a, b].enumerated() {
                let at = forged[index].proof.count - 64
                let w = try #require(G1Affine(uncompressed: forged[index].proof[at...]))
                let moved = G1.batchNormalize([G1(w) + shift])[0]
                forged[index].proof = forged[index].proof.replacing(at, with: moved.uncompressedBytes)
            }
            // The shifts do cancel under this ρ, so that the test would notice a batch that used it.
            let claims = try forged.map { try #require(try verifier.pairingClaim(proof: $0.proof, publicInputs: publics)) }
            let folded = G1.batchNormalize([
                G1(claims[0].left) + G1(claims[1].left) * rho, G1(claims[0].right) + G1(claims[1].right) * rho,
            ])
            #expect(Pairing.check([(folded[0], .generator), (-folded[1], verifier.tauG2)]))
            #expect(try !verifier.verifyBatch(forged))
        }
    }
}
