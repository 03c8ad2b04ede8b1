import EthereumKit
import Foundation
import FuzzSupport
import OracleNode
import TestSupport
import Testing

/// Bytes of the ABI and of RLP, type names, revert data and key files: one spelling each, and nothing else is taken.
@Suite(.timeLimit(.minutes(10))) struct EncodingFuzzTests {
    @Test func abi() throws {
        let vectors = try VectorFile.load().abi.map { (types: try $0.types.map { try ABIType($0) }, bytes: try Hex.decode($0.encoded)) }
        var taken = 0
        let run = FuzzRun("abi", count: 20_000)
        run.run { random, name in
            let vector = random.pick(vectors)
            let bytes = ByteMutator.mutate(vector.bytes, others: vectors.map(\.bytes), &random)
            // Of its own types, or of another's.
            let types = random.once(in: 4) ? random.pick(vectors).types : vector.types
            do throws(ABIError) {
                let values = try ABI.decode(bytes, as: types)
                taken += 1
                let again = try ABI.encode(values, as: types)
                #expect(again == bytes, name)
            } catch {
                #expect("\(error)".utf8.count < 300, name)
            }
        }
        run.expect(accepted: taken, percent: 2)
    }

    @Test func typeNames() throws {
        let names = try VectorFile.load().abi.flatMap(\.types) + ["uint256[3][]", "((uint8,bytes32)[2],string)[]", "()", "bytes1"]
        let pieces = ["(", ")", "[", "]", ",", "[]", "[2]", "[999999999]", "uint8", "int", "bytes33", "tuple", "0", " ", "[0]", "[-1]", "\0", "é"]
        FuzzRun("abi type", count: 10_000).run { random, name in
            var text = random.pick(names)
            for _ in 0...random.below(4) {
                let place = text.utf8.index(text.startIndex, offsetBy: random.below(text.utf8.count + 1))
                if let place = String.Index(place, within: text) { text.insert(contentsOf: String(repeating: random.pick(pieces), count: random.pick([1, 1, 1, 5, 100])), at: place) }
            }
            guard let type = try? ABIType(text) else { return }
            #expect((try? ABIType(type.name)) == type, name)
            // Types of any size cost nothing before there are bytes for them.
            for length in [0, 32, 96] { _ = try? ABI.decode([UInt8](repeating: 0, count: length), as: [type]) }
            _ = try? ABIFunction("f(\(text))")
        }
    }

    @Test func rlp() throws {
        let corpus = try VectorFile.load().transactions.map { try Hex.decode($0.raw) }.map { $0.first == 0x02 ? Array($0.dropFirst()) : $0 }
            + [[0xc0], [0x80], [0xb8, 56] + [UInt8](repeating: 7, count: 56), [0xf8, 57, 0xb8, 55 + 0] + [UInt8](repeating: 7, count: 55)]
        var taken = 0
        let run = FuzzRun("rlp", count: 15_000)
        run.run { random, name in
            let bytes = random.once(in: 20)
                ? [UInt8](repeating: random.pick([0xc1, 0xf8, 0xff, 0xbf, 0xc0]), count: random.below(3_000)) : ByteMutator.mutate(random.pick(corpus), others: corpus, &random)
            guard let item = try? RLP(decoding: bytes) else { return }
            taken += 1
            #expect(item.encoded == bytes, name)
        }
        run.expect(accepted: taken, percent: 2)
    }

    /// Calldata, round data and reverts as a contract or an endpoint may give them.
    @Test func contractData() throws {
        let report = Report(feedID: 1, modelID: 2, round: 3, observedAt: 4, feedCommitment: 5, values: [1 << 60, -7, .max, .min])
        let calldata = try ProvenFeed.submit(report: report, proof: [UInt8](repeating: 9, count: 200), orderedSignatures: [[UInt8](repeating: 1, count: 65)])
        let round = try ABI.encode([.number(5), .signed(-3), .number(1), .number(2), .number(5)], as: [.uint(80), .int(256), .uint(256), .uint(256), .uint(80)])
        let artifact = try ContractArtifact.named("ProvenFeed")
        let reverts = try [
            ABIFunction("Error(string)").call([.string("stale")]), ABIFunction("Panic(uint256)").call([.number(0x11)]), ABIFunction("RoundNotNewer(uint64,uint64)").call([.number(1), .number(2)]),
        ]
        FuzzRun("contract data", count: 12_000).run { random, name in
            let bytes = ByteMutator.mutate(random.pick([calldata, round] + reverts), others: [calldata, round] + reverts, &random)
            if let submitted = try? ProvenFeed.decodeSubmit(bytes) {
                #expect((try? ProvenFeed.submit(report: submitted.report, proof: submitted.proof, orderedSignatures: submitted.signatures)) == bytes, name)
                #expect(submitted.report.publicInputs.allSatisfy { $0.count == 32 }, name)
            }
            if let data = try? ProvenFeed.decodeRoundData(bytes) { #expect(data.roundID < UInt128(1) << 80, name) }
            #expect(artifact.explain(revertData: bytes, message: "reverted").utf8.count <= 4 * bytes.count + 400, name)
            _ = artifact.errorName(of: bytes)
        }
    }

    @Test func keyFiles() throws {
        let password = SecretBytes(Array("testpassword".utf8))
        let secret = SecretBytes([UInt8](repeating: 9, count: 32))
        let files = try [KeyDerivation.pbkdf2(rounds: 2, salt: [1, 2, 3]), .scrypt(n: 2, r: 1, p: 1, salt: [4, 5]), .scrypt(n: 1 << 16, r: 1, p: 1, salt: [6])].map {
            try KeystoreFile.lock(secret, password: password, derivation: $0)
        }
        let mutator = JSONMutator(
            files.map(\.json) + [KeystoreTests.pbkdf2, KeystoreTests.scrypt].map { Array($0.utf8) },
            special: ["2", "4", "65536", "16777216", "20000001", "\"hmac-sha256\"", "\"scrypt\"", "\"pbkdf2\"", "\"aes-128-ctr\"", "3", "32"])
        let owner = try #require(files[0].address)
        let before = Int(try #require(ProcessFigures.residentBytes))
        var (taken, unlocked) = (0, 0)
        let run = FuzzRun("key file", count: 8_000)
        run.run { random, name in
            let bytes = mutator.next(&random)
            let file: KeystoreFile
            do throws(KeystoreError) {
                file = try KeystoreFile(json: bytes)
            } catch {
                #expect("\(error)".utf8.count < 300, name)
                return
            }
            taken += 1
            let isCheap =
                switch file.derivation {
                case .pbkdf2(let rounds, _): rounds <= 1_000
                case .scrypt(let n, let r, let p, _): n * r * p <= 4_096
                }
            guard isCheap else { return }
            do throws(KeystoreError) {
                let key = try file.unlock(password: password)
                unlocked += 1
                #expect(key.address == owner, name)
            } catch {
                #expect("\(error)".utf8.count < 300, name)
            }
        }
        run.expect(accepted: taken, percent: 10)
        if run.isWhole { #expect(unlocked > 0) }
        #expect(Int(try #require(ProcessFigures.residentBytes)) - before < 256 << 20)
    }
}
