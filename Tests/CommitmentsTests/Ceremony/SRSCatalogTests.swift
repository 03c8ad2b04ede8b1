import BN254
import Commitments
import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct SRSCatalogTests {
    private let workspace: Workspace
    private let catalog: SRSCatalog

    init() throws {
        workspace = try Workspace()
        catalog = SRSCatalog(directory: workspace.folder + "/srs")
    }

    @discardableResult
    private func install(power: Int, seed: UInt64, name: String) throws -> String {
        let path = try workspace.write(PtauBuilder(power: power, seed: seed).bytes, name + ".ptau")
        return try CeremonyImport.run(path: path, catalog: catalog).path
    }

    @Test func nothingInstalled() throws {
        let (entries, damaged) = try catalog.list()
        #expect(entries.map(\.name) == ["bundled"] && damaged.isEmpty && entries[0].isHermez)
        #expect(entries[0].powers == SRSCatalog.bundledPowers)
        #expect(try catalog.smallest(covering: 2048).origin == .bundledHermez)
        #expect(try catalog.verify(catalog.entry(named: "bundled")).isSound)
        let error = #expect(throws: SRSError.self) { try catalog.smallest(covering: 2049) }
        #expect(error == .tooFewPowers(needed: 2049, available: 2048, origin: "the bundled Hermez ceremony"))
        #expect(error?.description.contains("`assay srs import powersOfTau28_hez_final_12.ptau`") == true)
        #expect("\(SRSError.tooFewPowers(needed: 3, available: 2, origin: ""))".contains("hez_final_08.ptau"))
        #expect("\(SRSError.tooFewPowers(needed: 1 << 28, available: 2, origin: ""))".contains("import powersOfTau28_hez_final.ptau"))
        #expect("\(SRSError.tooFewPowers(needed: 1 << 29, available: 2, origin: ""))".contains("no published ceremony"))
        let missing = #expect(throws: SRSError.self) { try catalog.entry(named: "nope") }
        #expect(missing?.description.contains("installed are bundled") == true)
        #expect(throws: SRSError.self) { try catalog.entry(named: "../bundled") }
    }

    /// The smallest that is enough, past damaged ones, and never one whose secret is known.
    @Test func smallestThatCovers() throws {
        let path = try install(power: 12, seed: 2, name: "twelve")
        let known = try StructuredReferenceString.insecureDevelopment(powers: 3000, seed: "x")
        try Data(known.serialized()).write(to: URL(fileURLWithPath: workspace.folder + "/srs/known.srs"))
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: workspace.folder + "/srs/rubbish.srs"))
        let (entries, damaged) = try catalog.list()
        #expect(entries.map(\.name) == ["bundled", "known", "twelve"])
        #expect(damaged.map(\.error) == [.notAnSRS])
        #expect(entries.map(\.isInsecure) == [false, true, false])
        #expect(try !catalog.verify(entries[1]).isSound)
        let report = try catalog.report()
        #expect(report.text.contains("INSECURE") && report.text.contains("damaged: ") && report.text.contains("twelve.ptau"))
        let json = try #require(JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
        #expect((json["strings"] as? [Any])?.count == 3 && (json["damaged"] as? [Any])?.count == 1)
        #expect(try catalog.smallest(covering: 100).origin == .bundledHermez)
        #expect(try catalog.smallest(covering: 2049).origin == .imported("twelve"))
        #expect(throws: SRSError.tooFewPowers(needed: 4097, available: 4096, origin: "the imported ceremony twelve")) {
            try catalog.smallest(covering: 4097)
        }
        // A damaged string is passed over where another one is enough, and named where none is.
        try install(power: 12, seed: 3, name: "zwoelf")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try catalog.smallest(covering: 2049).origin == .imported("zwoelf"))
        try FileManager.default.removeItem(atPath: workspace.folder + "/srs/zwoelf.srs")
        let error = #expect(throws: SRSError.self) { try catalog.smallest(covering: 2049) }
        #expect(error?.description.contains("checksum") == true)
        #expect(error?.description.contains("`assay srs import twelve.ptau`") == true)
    }

    /// A small ceremony that somebody ran at home does not displace a larger one of many contributors.
    @Test func hermezBeforeOthers() throws {
        let bundled = try StructuredReferenceString.bundled()
        try install(power: 12, seed: 4, name: "home")
        // Only the secret's point in G₂ is looked at here; `verify` would see through the powers.
        let known = try StructuredReferenceString.insecureDevelopment(powers: 5000, seed: "y")
        let header = Array("ASSAYSRS".utf8) + [0, 0, 0, 1, 1, 0, 1, 0x68] + [0, 0, 0x13, 0x88]
        let body = header + known.g1.flatMap(\.uncompressedBytes) + G2Affine.generator.uncompressedBytes
            + bundled.tauG2.uncompressedBytes
        try Data(body + Keccak256.hash(body)).write(to: URL(fileURLWithPath: workspace.folder + "/srs/h.srs"))
        #expect(try catalog.smallest(covering: 2049).origin == .imported("h"))
        #expect(try !catalog.verify(catalog.entry(named: "h")).isSound)
        try FileManager.default.removeItem(atPath: workspace.folder + "/srs/h.srs")
        #expect(try catalog.smallest(covering: 2049).origin == .imported("home"))
    }

    /// A string that lies about its powers behind a good checksum fails the pairing check and the comparison.
    @Test func verifyLooksBehindTheChecksum() throws {
        let bundled = try StructuredReferenceString.bundled()
        let header = Array("ASSAYSRS".utf8) + [0, 0, 0, 1, 1, 0, 1, 0x78, 0, 0, 0, 4]
        func install(_ points: [G1Affine], _ tauG2: G2Affine) throws -> SRSCatalog.Verification {
            let body = header + points.flatMap(\.uncompressedBytes) + G2Affine.generator.uncompressedBytes + tauG2.uncompressedBytes
            try FileManager.default.createDirectory(atPath: catalog.directory, withIntermediateDirectories: true)
            try Data(body + Keccak256.hash(body)).write(to: URL(fileURLWithPath: workspace.folder + "/srs/x.srs"))
            return try catalog.verify(catalog.entry(named: "x"))
        }
        let good = Array(bundled.g1.prefix(4))
        #expect(try install(good, bundled.tauG2).isSound)
        let swapped = [good[0], good[1], good[3], good[2]]
        let verification = try install(swapped, bundled.tauG2)
        #expect(!verification.powersAreConsecutive && verification.agreesWithBundled == false && !verification.isSound)
        #expect(try !install(good, (G2Affine.generator * Fr(5)).affine).isSound)
    }

    @Test func everyByteOfAFileIsCovered() throws {
        let path = try install(power: 3, seed: 9, name: "small")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x20
            try Data(changed).write(to: URL(fileURLWithPath: path))
            #expect(throws: SRSError.self, "byte \(index)") { try StructuredReferenceString.load(path: path) }
        }
        for count in stride(from: 0, to: bytes.count, by: 13) {
            try Data(bytes.prefix(count)).write(to: URL(fileURLWithPath: path))
            #expect(throws: SRSError.self, "\(count) bytes") { try StructuredReferenceString.load(path: path) }
        }
        #expect(throws: SRSError.self) { try StructuredReferenceString.load(path: workspace.folder + "/srs") }
    }

    @Test func publishedFiles() throws {
        let digests = HermezFinal.powers.map { HermezFinal.digest(power: $0) }
        #expect(digests.allSatisfy { [UInt8](hex: $0)?.count == 64 } && Set(digests).count == 21)
        for power in HermezFinal.powers {
            let digest = try #require([UInt8](hex: HermezFinal.digest(power: power)))
            #expect(HermezFinal.power(digest: digest) == power)
        }
        #expect(HermezFinal.power(digest: [UInt8](repeating: 0, count: 64)) == nil)
        #expect(HermezFinal.fileName(power: 8) == "powersOfTau28_hez_final_08.ptau")
        #expect(HermezFinal.fileName(power: 28) == "powersOfTau28_hez_final.ptau")
        #expect(try HermezFinal.tauG2 == StructuredReferenceString.bundled().tauG2)
    }
}
