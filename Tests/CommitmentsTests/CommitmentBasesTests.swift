import BN254
import Commitments
import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct CommitmentBasesTests {
    private static func folder() -> String {
        NSTemporaryDirectory() + "assay-bases-\(UUID().uuidString)"
    }

    private func columns(_ count: Int, _ rows: Int, seed: UInt64) -> [[Fr]] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { slot in
            (0..<rows).map { _ in slot % 2 == 0 ? Fr(generator.next() % 256) : Fr.biased(using: &generator) }
        }
    }

    /// With the secret known, a commitment is g(τ)·G₁ with g(τ) = Σ τⁱ·fᵢ(τ^t).
    @Test(arguments: [(0, 1), (0, 3), (1, 1), (3, 1), (3, 2), (3, 5), (4, 8)])
    func commitmentsAreEvaluationsAtTau(logSize: Int, packing: Int) throws {
        let folder = CommitmentBasesTests.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 128, seed: "known")
        let bases = try CommitmentBases(srs: srs, logSize: logSize, packing: packing, cacheDirectory: folder)
        let tau = Fr(reducing: hashOfSeed("known"))
        for used in Set([1, packing, max(1, packing - 1)]) {
            let values = columns(used, 1 << logSize, seed: UInt64(used))
            var coefficients = values
            bases.domain.inverseFFT(columns: &coefficients)
            let inner = tau.pow(UInt64(packing))
            var expected = Fr.zero
            for (slot, polynomial) in coefficients.enumerated() {
                expected += tau.pow(UInt64(slot)) * Polynomial.evaluate(polynomial, at: inner)
            }
            let point = (G1.generator * expected).affine
            #expect(bases.commit(slots: values) == point, "seed \(used)")
            #expect(bases.commit(coefficients: bases.interleave(coefficients)) == point, "seed \(used)")
            #expect(bases.commit(groups: [values, []]) == [point, .infinity])
        }
        // Any length up to the string's, also beyond t·n.
        let long = columns(2, 64, seed: 9).flatMap { $0 }
        #expect(bases.commit(coefficients: long) == (G1.generator * Polynomial.evaluate(long, at: tau)).affine)
        #expect(bases.commit(coefficients: [] as [Fr]).isInfinity)
    }

    /// Shorter slots stand for slots that end in zeros.
    @Test func missingValuesAreZero() throws {
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 32, seed: "short")
        let folder = CommitmentBasesTests.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bases = try CommitmentBases(srs: srs, logSize: 3, packing: 4, cacheDirectory: folder)
        let values = columns(3, 5, seed: 4)
        let padded = values.map { $0 + [Fr](repeating: .zero, count: 3) } + [[Fr](repeating: .zero, count: 8)]
        #expect(bases.commit(slots: values) == bases.commit(slots: padded))
    }

    @Test func sizesBeyondTheString() throws {
        let srs = try StructuredReferenceString.bundled()
        #expect(throws: SRSError.tooFewPowers(needed: 2304, available: 2048, origin: "the bundled Hermez ceremony")) {
            try CommitmentBases(srs: srs, logSize: 8, packing: 9)
        }
        for (logSize, packing) in [(-1, 1), (29, 1), (63, 4), (3, 0), (3, -1), (3, Int.max)] {
            #expect(throws: SRSError.self) { try CommitmentBases(srs: srs, logSize: logSize, packing: packing) }
        }
    }

    @Test func cacheFilesAreCheckedAndReplaced() throws {
        let folder = CommitmentBasesTests.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 16, seed: "cache")
        let values = columns(2, 8, seed: 5)
        func commit() throws -> G1Affine {
            try CommitmentBases(srs: srs, logSize: 3, packing: 2, cacheDirectory: folder).commit(slots: values)
        }
        let expected = try commit()
        // The bases and the multiples of both kinds of points.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.count == 3)
        for name in names {
            let url = URL(fileURLWithPath: folder + "/" + name)
            let good = try Data(contentsOf: url)
            #expect(try commit() == expected)
            for spoil in [0, 10, 20, 60, good.count / 2, good.count - 1] {
                var bad = good
                bad[spoil] ^= 0x10
                try bad.write(to: url)
                #expect(try commit() == expected, "byte \(spoil) of \(name)")
                #expect(try Data(contentsOf: url) == good, "byte \(spoil) of \(name)")
            }
            for count in [0, 8, good.count - 1] {
                try good.prefix(count).write(to: url)
                #expect(try commit() == expected, "\(count) bytes of \(name)")
            }
        }
        // Files of other bases under these names.
        let other = try StructuredReferenceString.insecureDevelopment(powers: 16, seed: "other")
        let otherFolder = folder + "/other"
        _ = try CommitmentBases(srs: other, logSize: 3, packing: 2, cacheDirectory: otherFolder)
        let otherNames = try FileManager.default.contentsOfDirectory(atPath: otherFolder).sorted()
        #expect(otherNames.count == names.count)
        for (name, otherName) in zip(names, otherNames) {
            try FileManager.default.removeItem(atPath: folder + "/" + name)
            try FileManager.default.copyItem(atPath: otherFolder + "/" + otherName, toPath: folder + "/" + name)
            #expect(try commit() == expected, "\(name)")
        }
        // A folder that cannot be made costs time only.
        let file = folder + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(try CommitmentBases(srs: srs, logSize: 3, packing: 2, cacheDirectory: file + "/x").commit(slots: values) == expected)
    }
}

/// The development string's secret, spelled out here so that a change of its derivation shows.
private func hashOfSeed(_ seed: String) -> [UInt8] {
    Keccak256.hash("assay insecure development srs: \(seed)".utf8)
}
