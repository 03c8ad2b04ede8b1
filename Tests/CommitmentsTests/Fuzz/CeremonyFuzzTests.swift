import BN254
import Commitments
import Foundation
import FuzzSupport
import Hashing
import TestSupport
import Testing

/// Ceremony files and reference strings, damaged: what is imported has the powers of the file that was damaged, or nothing is.
@Suite(.timeLimit(.minutes(10))) struct CeremonyFuzzTests {
    @Test func ceremonyFiles() throws {
        let builders = [PtauBuilder(power: 2, seed: 5), PtauBuilder(power: 3, seed: 6, prepared: true)]
        let files = builders.map(\.bytes)
        let heads = builders.map { builder in builder.offsets.map(\.head) }
        let workspace = try Workspace()
        let catalog = SRSCatalog(directory: workspace.folder + "/srs")
        // What each whole file holds.
        var honest: Set<[UInt8]> = []
        for (index, file) in files.enumerated() {
            let path = try workspace.write(file, "honest\(index).ptau")
            let summary = try CeremonyImport.run(path: path, catalog: catalog)
            honest.insert(Self.points(try StructuredReferenceString.load(path: summary.path)))
        }
        var taken = 0
        let run = FuzzRun("ceremony file", count: 2_500)
        run.run { random, name in
            let index = random.below(files.count)
            var bytes = files[index]
            if random.once(in: 2) {
                bytes = ByteMutator.mutate(bytes, others: files, &random)
            } else {
                // In the table of sections and the header, where sizes and counts are.
                for _ in 0...random.below(3) {
                    let base = random.once(in: 4) ? 0 : random.pick(heads[index])
                    let place = min(bytes.count - 1, base + random.below(random.once(in: 2) ? 12 : 60))
                    bytes[place] = random.pick([bytes[place] &+ 1, bytes[place] &- 1, 0, 255, UInt8(truncatingIfNeeded: random.next())])
                }
            }
            let path = try workspace.write(bytes)
            do {
                let summary = try CeremonyImport.run(path: path, catalog: catalog)
                taken += 1
                // Damage to what is not read, or not kept, changes nothing of what is.
                let points = Self.points(try StructuredReferenceString.load(path: summary.path))
                #expect(honest.contains { $0.starts(with: points.prefix(64 * 4)) }, name)
                try? FileManager.default.removeItem(atPath: summary.path)
                try? FileManager.default.removeItem(atPath: summary.path + ".source.json")
            } catch let error as CeremonyFileError {
                #expect(error.description.utf8.count < 2_000, name)
            }
        }
        if run.isWhole { #expect(taken > 10, "\(taken) files were taken") }
    }

    private static func points(_ string: StructuredReferenceString) -> [UInt8] { string.g1.flatMap(\.uncompressedBytes) }

    /// Reference strings with a checksum made right after the damage.
    @Test func referenceStrings() throws {
        let original = try StructuredReferenceString.insecureDevelopment(powers: 16, seed: "fuzz").serialized()
        var taken = 0
        let run = FuzzRun("reference string", count: 4_000)
        run.run { random, name in
            var bytes = random.once(in: 3) ? ByteMutator.mutate(original, others: [original], &random) : original
            for _ in 0..<random.below(3) {
                let place = random.below(min(bytes.count, random.once(in: 2) ? 40 : bytes.count))
                if !bytes.isEmpty { bytes[place] = random.pick([bytes[place] &+ 1, 0, 255, UInt8(truncatingIfNeeded: random.next())]) }
            }
            if bytes.count > 32, !random.once(in: 4) { bytes = bytes.dropLast(32) + Keccak256.hash(bytes.dropLast(32)) }
            do throws(SRSError) {
                let string = try StructuredReferenceString.parse(bytes: bytes)
                taken += 1
                #expect(string.serialized() == bytes, name)
            } catch {
                #expect(error.description.utf8.count < 500, name)
            }
        }
        if run.isWhole { #expect(taken > run.cases.count / 50) }
    }
}
