import BN254
import Constraints
import Foundation
import FuzzSupport
import Hashing
import ProofVerifier
import TestSupport
import Testing

/// Proofs, key files and proof files, damaged: refused or false, never accepted and never a trap.
@Suite(.timeLimit(.minutes(10))) struct ProofFuzzTests {
    static let names = ["plain-2", "copies-2", "lookups-2", "feeds-2", "phases-2", "tables-2", "everything-2", "chain-1"]

    @Test func proofs() throws {
        let fixtures = try Self.names.map { try FrozenProof(committed: $0) }
        let keys = try fixtures.map { try VerifyingKey(serialized: $0.key) }
        let places = keys.map { ProofPlaces($0.shape) }
        var judged = 0
        let run = FuzzRun("proof", count: 5_000)
        run.run { random, name in
            let index = random.below(fixtures.count)
            let fixture = fixtures[index]
            var proof = fixture.proof
            var publics = fixture.publicInputs
            switch random.below(6) {
            case 0: proof = ByteMutator.mutate(proof, others: fixtures.map(\.proof), &random)
            case 1:
                // Points and scalars of the right form in wrong places.
                let (a, b) = (random.pick(places[index].points), random.pick(places[index].points))
                proof = proof.replacing(a, with: Array(proof[b..<(b + 64)]))
            case 2:
                let (a, b) = (random.pick(places[index].evaluations), random.pick(places[index].evaluations))
                proof = proof.replacing(a, with: Array(proof[b..<(b + 32)]))
            case 3:
                let other = random.below(fixtures.count)
                let point = random.pick(places[other].points)
                proof = proof.replacing(random.pick(places[index].points), with: Array(fixtures[other].proof[point..<(point + 64)]))
            case 4: proof = proof.replacing(random.pick(places[index].evaluations), with: Fr.biased(using: &random).bigEndianBytes)
            default:
                if publics.isEmpty || random.once(in: 3) {
                    publics = random.once(in: 2) ? publics + [.zero] : Array(publics.dropLast())
                } else {
                    publics[random.below(publics.count)] = Fr.biased(using: &random)
                }
            }
            guard proof != fixture.proof || publics != fixture.publicInputs else { return }
            do throws(ProofError) {
                let isAccepted = try keys[index].verify(proof: proof, publicInputs: publics)
                #expect(!isAccepted, name)
                judged += 1
            } catch {
                #expect(!error.description.isEmpty, name)
            }
        }
        if run.isWhole { #expect(judged > run.cases.count / 10) }
    }

    /// Keys whose digest was made right again after the damage, so that the reader has to find it by itself; and what a key that is
    /// taken makes of proofs.
    @Test func keys() throws {
        let fixtures = try Self.names.map { try FrozenProof(committed: $0) }
        let lengths = try fixtures.map { fixture in 32 + 64 * (try VerifyingKey(serialized: fixture.key)).preprocessed.count + 4 }
        var (taken, judged) = (0, 0)
        let run = FuzzRun("key", count: 6_000)
        run.run { random, name in
            let index = random.below(fixtures.count)
            let fixture = fixtures[index]
            let tail = lengths[index]
            var bytes = fixture.key
            if random.once(in: 3) {
                bytes = ByteMutator.mutate(bytes, others: fixtures.map(\.key), &random)
            } else {
                // Within the description: numbers that are near what they were.
                for _ in 0...random.below(3) {
                    let place = 8 + random.below(bytes.count - tail - 8)
                    bytes[place] = random.pick([bytes[place] &+ 1, bytes[place] &- 1, 0, 1, 2, 255, UInt8(truncatingIfNeeded: random.next())])
                }
            }
            if bytes.count > tail, !random.once(in: 4) {
                let program = bytes.count - 32
                let end = bytes.count - tail
                let digest = Keccak256.hash(Keccak256.hash(bytes[..<end]) + Keccak256.hash(bytes[(end + 4)..<program]))
                bytes = Array(bytes[..<program]) + digest
            }
            let key: VerifyingKey
            do throws(Constraints.DecodingError) {
                key = try VerifyingKey(serialized: bytes)
            } catch {
                #expect(error.description.utf8.count < 400, name)
                return
            }
            taken += 1
            #expect(key.serialized() == bytes, name)
            guard bytes != fixture.key else { return }
            // A key of another circuit may take another number of inputs and bytes.
            var publics = Array(fixture.publicInputs.prefix(key.system.publicInputCount))
            while publics.count < min(key.system.publicInputCount, 4_096) { publics.append(.one) }
            let proof = Array((fixture.proof + [UInt8](repeating: 0, count: max(0, key.shape.byteCount - fixture.proof.count))).prefix(key.shape.byteCount))
            do throws(ProofError) {
                let isAccepted = try key.verify(proof: proof, publicInputs: publics)
                #expect(!isAccepted, name)
                judged += 1
            } catch {
                #expect(!error.description.isEmpty, name)
            }
        }
        if run.isWhole { #expect(taken > run.cases.count / 50, "\(taken) keys were taken") }
    }

    @Test func proofFiles() throws {
        let fixtures = try Self.names.map { try FrozenProof(committed: $0) }
        let files = try fixtures.map { ProofFile(key: try VerifyingKey(serialized: $0.key), publicInputs: $0.publicInputs, proof: $0.proof).serialized() }
        var taken = 0
        let run = FuzzRun("proof file", count: 15_000)
        run.run { random, name in
            let bytes = ByteMutator.mutate(random.pick(files), others: files, &random)
            guard let file = try? ProofFile(serialized: bytes) else { return }
            taken += 1
            #expect(file.serialized() == bytes, name)
        }
        if run.isWhole { #expect(taken > run.cases.count / 50) }
    }
}
