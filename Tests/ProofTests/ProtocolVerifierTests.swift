import BN254
import Foundation
import ProofVerifier
import TestSupport
import Testing

/// The Python verifier was written from Docs/protocol.md by someone who had not read this code. The two must agree.
@Suite(.timeLimit(.minutes(10))) struct ProtocolVerifierTests {
    /// A key file, a proof and public inputs as both verifiers receive them.
    private struct Case: Encodable {
        let name: String
        let key: String
        let proof: String
        let publics: [String]

        init(_ name: String, key: [UInt8], proof: [UInt8], publics: [[UInt8]]) {
            self.name = name
            self.key = key.hex
            self.proof = proof.hex
            self.publics = publics.map(\.hex)
        }

        /// The Swift verifier's verdict.
        var accepted: Bool {
            guard let keyBytes = [UInt8](hex: key), let bytes = [UInt8](hex: proof),
                let parsed = try? VerifyingKey(serialized: keyBytes)
            else { return false }
            let inputs = publics.map { [UInt8](hex: $0).flatMap { Fr(bigEndian: $0) } }
            guard !inputs.contains(nil) else { return false }
            return (try? parsed.verify(proof: bytes, publicInputs: inputs.compactMap { $0 })) ?? false
        }
    }

    @Test("both verifiers accept every frozen proof and reject every change of one")
    func agreement() async throws {
        let seed: UInt64 = 0x5EED_0042
        var random = SeededGenerator(seed: seed)
        var cases: [Case] = []
        var expected: [Bool] = []
        let fixtures = try (FrozenProof.recipes + FrozenProof.models).map { try FrozenProof(committed: $0.name) }
        for (index, fixture) in fixtures.enumerated() {
            let places = ProofPlaces(try VerifyingKey(serialized: fixture.key).shape)
            cases.append(Case("\(fixture) as it is", key: fixture.key, proof: fixture.proof, publics: fixture.publicBytes))
            expected.append(true)
            // A pairing costs Python two thirds of a second: each fixture takes two of these, and all kinds have their turn.
            let slow = ProofMutation.caughtByThePairing(fixture, places, &random)
            let turn = (0..<min(2, slow.count)).map { slow[(index + $0) % slow.count] }
            for change in ProofMutation.caughtEarly(fixture, places, &random) + turn {
                let name = "\(fixture), \(change.name)"
                cases.append(Case(name, key: fixture.key, proof: change.proof, publics: change.publicInputs))
                expected.append(false)
            }
            let other = fixtures[(index + 1) % fixtures.count]
            let changedKey = fixture.key.flipping(Int(random.below(UInt64(fixture.key.count))))
            for (name, key) in [("the key of \(other)", other.key), ("a key with one bit changed", changedKey)] {
                cases.append(Case("\(fixture) under \(name)", key: key, proof: fixture.proof, publics: fixture.publicBytes))
                expected.append(false)
            }
        }
        #expect(cases.count >= 20 * fixtures.count)
        let verdicts = try await Self.python(cases)
        try #require(verdicts.count == cases.count, "verify.py answered \(verdicts.count) of \(cases.count) cases")
        for ((frozen, verdict), accepted) in zip(zip(cases, verdicts), expected) {
            #expect((verdict == "accepted") == accepted, "\(frozen.name): verify.py says \(verdict), seed \(seed)")
            #expect(frozen.accepted == accepted, "\(frozen.name): Swift says the opposite, seed \(seed)")
        }
    }

    @Test("both readers refuse the same keys, where the digest is right")
    func wellFormedKeys() async throws {
        struct Entry: Encodable { let key: String }
        let seed: UInt64 = 0x5EED_0043
        var random = SeededGenerator(seed: seed)
        var keys: [(name: String, bytes: [UInt8])] = []
        for recipe in FrozenProof.recipes {
            let file = try FrozenProof(committed: recipe.name).key
            let points = try VerifyingKey(serialized: file).preprocessed.count
            for _ in 0..<16 {
                let at = Int(random.below(UInt64(file.count - 32 - 64 * points - 129)))
                let mask = UInt8(1) << UInt8(random.below(4))
                keys.append(("\(recipe), byte \(at), mask \(mask)", KeyFileTests.withDigest(file.flipping(at, by: mask), points: points)))
            }
        }
        let verdicts = try await Self.python(keys.map { Entry(key: $0.bytes.hex) })
        try #require(verdicts.count == keys.count)
        for (key, verdict) in zip(keys, verdicts) {
            let read = try? VerifyingKey(serialized: key.bytes)
            #expect((verdict == "accepted") == (read != nil), "\(key.name): verify.py says \(verdict), seed \(seed)")
        }
    }

    @Test func theProgramExitsWithItsVerdict() async throws {
        let fixture = try FrozenProof(committed: "plain-2")
        let files = ["key", "proof", "publics.json"].map { FrozenProof.url(fixture.name, $0).path }
        let honest = try await Self.run(files + ["--mutations", "2"])
        #expect(honest.status == 0)
        #expect(honest.output.hasPrefix("accepted\n"))
        let swapped = try await Self.run([files[0], FrozenProof.url("chain-2", "proof").path, files[2]])
        #expect(swapped.status == 1)
        #expect(swapped.output.hasPrefix("rejected: "))
    }

    // MARK: - Running Python

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func python(_ cases: [some Encodable]) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("assay-cases-\(UUID().uuidString).json")
        try JSONEncoder().encode(cases).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (status, output) = try await run(["--cases", file.path])
        #expect(status == 0)
        return output.split(separator: "\n").map(String.init)
    }

    private static func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let named = ProcessInfo.processInfo.environment["ASSAY_PYTHON"]
        let python = named ?? root.appendingPathComponent(".venv/bin/python").path
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "there is no Python at \(python): run `make setup`, or set ASSAY_PYTHON to one that has Tests/requirements.txt")
        let answers = FileManager.default.temporaryDirectory.appendingPathComponent("assay-answers-\(UUID().uuidString).txt")
        try Data().write(to: answers)
        defer { try? FileManager.default.removeItem(at: answers) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [root.appendingPathComponent("Tests/ProtocolVerifier/verify.py").path] + arguments
        process.standardOutput = try FileHandle(forWritingTo: answers)
        // Waits without holding a thread that other tests could use.
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return (process.terminationStatus, String(decoding: try Data(contentsOf: answers), as: UTF8.self))
    }
}
