import BN254
import Commitments
import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct CeremonyImportTests {
    @Test(arguments: [(1, false), (4, true), (8, false), (11, false)])
    func generatedFile(power: Int, prepared: Bool) throws {
        let workspace = try Workspace()
        let catalog = SRSCatalog(directory: workspace.folder + "/srs")
        let builder = PtauBuilder(power: power, seed: 17, prepared: prepared)
        let bytes = builder.bytes
        let path = try workspace.write(bytes, "seeded.ptau")
        var options = CeremonyImport.Options()
        options.chunkPoints = 100
        var seen: [CeremonyImport.Progress] = []
        let summary = try CeremonyImport.run(path: path, catalog: catalog, options: options) { seen.append($0); return true }

        #expect(summary.powers == 1 << power && summary.name == "seeded" && summary.resumedAt == 0)
        #expect(summary.digest == Blake2b.hash(bytes) && summary.hermezFinal == nil && !summary.isHermez)
        #expect(summary.largestPiece <= 100 * 64, "held \(summary.largestPiece) bytes of a file of \(bytes.count)")
        #expect(seen.last?.bytesRead == UInt64(bytes.count) && seen.last?.powersChecked == 1 << power)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.bytesRead < $1.bytesRead && $0.powersChecked <= $1.powersChecked })

        let string = try StructuredReferenceString.load(path: summary.path)
        #expect(string.origin == .imported("seeded") && string.powers == 1 << power)
        #expect(PtauBuilder.bytes(string.g1)[...] == builder[2].contents.prefix(64 << power))
        #expect(PtauBuilder.bytes(string.tauG2)[...] == builder[3].contents[128..<256])
        #expect(string.checkPowers())
        #expect(try StructuredReferenceString.parse(bytes: string.serialized()).digest == string.digest)
        #expect(workspace.installed() == ["seeded.srs", "seeded.srs.source.json"])
        let verification = try catalog.verify(catalog.entry(named: "seeded"))
        #expect(verification.isSound && verification.agreesWithBundled == nil)
    }

    /// The bundled ceremony's powers come back as they are, and are known again by their secret.
    @Test func bundledPowers() throws {
        let workspace = try Workspace()
        let catalog = SRSCatalog(directory: workspace.folder + "/srs")
        let bundled = try StructuredReferenceString.bundled()
        let builder = PtauBuilder.ofBundled(bundled)
        let path = try workspace.write(builder.bytes)
        let summary = try CeremonyImport.run(path: path, catalog: catalog)
        #expect(summary.isHermez && summary.hermezFinal == nil)
        let string = try StructuredReferenceString.load(path: summary.path)
        #expect(string.g1[...] == bundled.g1.prefix(1024) && string.tauG2 == bundled.tauG2)
        let entry = try catalog.entry(named: "test")
        #expect(entry.isHermez && entry.source?.power == 10)
        #expect(try catalog.verify(entry).agreesWithBundled == true)
    }

    /// The right secret under the wrong name, and a published name on a file that is not the published one.
    @Test func claimsOfTheName() throws {
        let workspace = try Workspace()
        let catalog = SRSCatalog(directory: workspace.folder + "/srs")
        func failure(_ bytes: [UInt8], _ name: String) throws -> CeremonyFileError? {
            let path = try workspace.write(bytes, name)
            return #expect(throws: CeremonyFileError.self) { try CeremonyImport.run(path: path, catalog: catalog) }
        }
        let hermez = PtauBuilder.ofBundled(try .bundled()).bytes
        let ten = HermezFinal.fileName(power: 10)
        #expect(try failure(hermez, ten) == .wrongDigest(
            name: ten, expected: HermezFinal.digest(power: 10), found: Blake2b.hash(hermez).hex))
        let eleven = HermezFinal.fileName(power: 11)
        #expect(try failure(hermez, eleven) == .notTheClaimedCeremony(name: eleven, .power(expected: 11, found: 10)))
        let eight = HermezFinal.fileName(power: 8)
        #expect(try failure(PtauBuilder(power: 8, seed: 3).bytes, eight) == .notTheClaimedCeremony(name: eight, .secret))
        #expect(workspace.installed() == [])
    }

    @Test func fewerPowersAndNames() throws {
        let workspace = try Workspace()
        let catalog = SRSCatalog(directory: workspace.folder + "/srs")
        let builder = PtauBuilder(power: 5, seed: 8)
        let path = try workspace.write(builder.bytes, "a file.ptau")
        let cut = try CeremonyImport.run(path: path, catalog: catalog, options: .init(power: 3))
        #expect(cut.name == "a_file-3" && cut.powers == 8 && cut.digest == Blake2b.hash(builder.bytes))
        #expect(PtauBuilder.bytes(try StructuredReferenceString.load(path: cut.path).g1)[...] == builder[2].contents.prefix(512))
        #expect(try CeremonyImport.run(path: path, catalog: catalog, options: .init(name: "mine")).name == "mine")
        for power in [-1, 0, 6, 29] {
            #expect(throws: CeremonyFileError.powerNotAvailable(wanted: power, available: 5)) {
                try CeremonyImport.run(path: path, catalog: catalog, options: .init(power: power))
            }
        }
        for name in ["", "bundled", "../x", "a/b", ".hidden", "ü", String(repeating: "x", count: 101)] {
            #expect(throws: CeremonyFileError.invalidName(name)) {
                try CeremonyImport.run(path: path, catalog: catalog, options: .init(name: name))
            }
        }
        #expect(throws: CeremonyFileError.self) { try CeremonyImport.run(path: workspace.folder + "/none", catalog: catalog) }
        #expect(throws: CeremonyFileError.self) { try CeremonyImport.run(path: workspace.folder, catalog: catalog) }
    }
}

extension PtauBuilder {
    /// Power 10 with the bundled ceremony's powers. Nobody knows its higher powers in G₂, α and β: those that an import
    /// does not read are the generator, and α = β = 1.
    static func ofBundled(_ bundled: StructuredReferenceString) -> PtauBuilder {
        let low = Array(bundled.g1.prefix(1024))
        return PtauBuilder(
            power: 10, tauG1: Array(bundled.g1.prefix(2047)),
            tauG2: [.generator, bundled.tauG2] + [G2Affine](repeating: .generator, count: 1022), alphaTauG1: low, betaTauG1: low,
            betaG2: .generator)
    }
}
