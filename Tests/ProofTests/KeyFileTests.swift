import BN254
import Constraints
import Hashing
import ProofVerifier
import TestSupport
import Testing

/// Key files come from strangers: a damaged one is refused with a typed error, and no bytes make the reader or the verifier trap.
@Suite struct KeyFileTests {
    @Test("every byte of a key file is checked", arguments: FrozenProof.recipes.map(\.name))
    func everyByte(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        var random = SeededGenerator(seed: 21)
        for at in fixture.key.indices {
            let mask = UInt8(1 + random.below(255))
            #expect(throws: DecodingError.self, "byte \(at) of \(name).key with mask \(mask) is accepted") {
                try VerifyingKey(serialized: fixture.key.flipping(at, by: mask))
            }
        }
    }

    @Test("only the exact length is a key file", arguments: FrozenProof.recipes.map(\.name))
    func lengths(name: String) throws {
        let key = try FrozenProof(committed: name).key
        for length in key.indices {
            #expect(throws: DecodingError.self, "\(length) bytes of \(name).key") {
                try VerifyingKey(serialized: Array(key[..<length]))
            }
        }
        #expect(throws: DecodingError.self) { try VerifyingKey(serialized: key + [0]) }
    }

    /// With the digest made right again, a changed key is either refused or another key, under which the proof is not accepted.
    @Test("a changed key with the right digest is another key", arguments: ["chain-2", "phases-2", "tables-2"])
    func forgedDigests(name: String) throws {
        let fixture = try FrozenProof(committed: name)
        let honest = try VerifyingKey(serialized: fixture.key)
        var random = SeededGenerator(seed: 22)
        for at in 0..<(fixture.key.count - 32) {
            let mask = UInt8(1 + random.below(255))
            let forged = Self.withDigest(fixture.key.flipping(at, by: mask), points: honest.preprocessed.count)
            guard let key = try? VerifyingKey(serialized: forged) else { continue }
            #expect(key.digest != honest.digest, "byte \(at), mask \(mask)")
            #expect(key.serialized() == forged, "byte \(at), mask \(mask): two encodings of one key")
            let verdict = try? key.verify(proof: fixture.proof, publicInputs: fixture.publicInputs)
            #expect(verdict != true, "byte \(at) of \(name).key with mask \(mask): the proof is still accepted")
        }
    }

    /// The digest as the protocol page has it (§3), over the static part and the points of the program part.
    static func withDigest(_ file: [UInt8], points: Int) -> [UInt8] {
        let end = file.count - 32
        let program = file[(end - 64 * points)..<end]
        let digest = Keccak256.hash(Keccak256.hash(file[..<(end - 64 * points - 4)]) + Keccak256.hash(program))
        return file[..<end] + digest
    }
}
