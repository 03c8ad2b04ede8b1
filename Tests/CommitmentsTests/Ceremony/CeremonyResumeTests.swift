import BN254
import Commitments
import Foundation
import Hashing
import TestSupport
import Testing

/// Imports that are stopped, killed and taken up again.
@Suite struct CeremonyResumeTests {
    private let workspace: Workspace
    private let catalog: SRSCatalog
    private let path: String
    private let expected: [UInt8]
    private let bytes: [UInt8]

    init() throws {
        workspace = try Workspace()
        catalog = SRSCatalog(directory: workspace.folder + "/srs")
        bytes = PtauBuilder(power: 6, seed: 23).bytes
        path = try workspace.write(bytes)
        _ = try CeremonyImport.run(path: path, catalog: catalog, options: CeremonyResumeTests.options)
        expected = try workspace.read("srs/test.srs")
        try FileManager.default.removeItem(atPath: workspace.folder + "/srs")
    }

    /// Pieces of 512 bytes, a checkpoint after every third.
    private static var options: CeremonyImport.Options {
        var options = CeremonyImport.Options()
        options.chunkPoints = 8
        options.checkpointBytes = 1200
        return options
    }

    /// Stops after so many pieces; what is on disk then is what a kill at this moment leaves.
    private func interrupt(after pieces: Int) throws {
        var count = 0
        let error = #expect(throws: CeremonyFileError.self) {
            try CeremonyImport.run(path: path, catalog: catalog, options: CeremonyResumeTests.options) { _ in
                count += 1
                return count < pieces
            }
        }
        if case .interrupted = error {} else { Issue.record("\(String(describing: error)) after \(pieces)") }
        #expect(!workspace.installed().contains("test.srs"))
    }

    private func complete() throws -> CeremonyImport.Summary {
        let summary = try CeremonyImport.run(path: path, catalog: catalog, options: CeremonyResumeTests.options)
        #expect(try workspace.read("srs/test.srs") == expected)
        #expect(summary.digest == Blake2b.hash(bytes))
        #expect(workspace.installed() == ["test.srs", "test.srs.source.json"])
        return summary
    }

    @Test(arguments: [1, 2, 3, 4, 7, 8, 11, 20, 40])
    func stopsAnywhere(pieces: Int) throws {
        try interrupt(after: pieces)
        let summary = try complete()
        #expect((summary.resumedAt > 0) == (pieces > 3), "after \(pieces) pieces from \(summary.resumedAt)")
    }

    @Test func stopsAgainAndAgain() throws {
        for _ in 0..<6 { try interrupt(after: 5) }
        #expect(try complete().resumedAt >= 6 * 1200)
    }

    /// A kill between writing points and the next checkpoint leaves points that no journal speaks of.
    @Test func unfinishedTail() throws {
        try interrupt(after: 8)
        let handle = try #require(FileHandle(forWritingAtPath: workspace.folder + "/srs/test.srs.partial"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(repeating: 0x5a, count: 777))
        try handle.close()
        #expect(try complete().resumedAt > 0)
    }

    /// Damage to what an earlier import left costs time, never a result.
    @Test func damagedRemains() throws {
        for name in ["test.srs.partial", "test.srs.journal"] {
            let file = workspace.folder + "/srs/" + name
            for place in [0, 9, 30, 90, 200, 300, 355] {
                try interrupt(after: 12)
                var remains = try workspace.read("srs/" + name)
                #expect(place < remains.count)
                remains[place] ^= 4
                try Data(remains).write(to: URL(fileURLWithPath: file))
                #expect(try complete().resumedAt == 0, "\(name), byte \(place)")
                try FileManager.default.removeItem(atPath: workspace.folder + "/srs")
            }
            for count in [0, 10, 100] {
                try interrupt(after: 12)
                try Data(try workspace.read("srs/" + name).prefix(count)).write(to: URL(fileURLWithPath: file))
                #expect(try complete().resumedAt == 0, "\(name), \(count) bytes")
                try FileManager.default.removeItem(atPath: workspace.folder + "/srs")
            }
        }
    }

    /// The remains of another file, of another size or with fewer powers are not taken up.
    @Test func anotherSource() throws {
        try interrupt(after: 12)
        let other = PtauBuilder(power: 6, seed: 24).bytes
        _ = try workspace.write(other)
        let summary = try CeremonyImport.run(path: path, catalog: catalog, options: CeremonyResumeTests.options)
        #expect(summary.resumedAt == 0 && summary.digest == Blake2b.hash(other))
        _ = try workspace.write(bytes)
        try FileManager.default.removeItem(atPath: workspace.folder + "/srs")
        try interrupt(after: 12)
        var fewer = CeremonyResumeTests.options
        fewer.power = 4
        fewer.name = "test"
        let small = try CeremonyImport.run(path: path, catalog: catalog, options: fewer)
        #expect(small.resumedAt == 0 && small.powers == 16)
    }

    /// A file that has wrong powers leaves nothing to go on from.
    @Test func badSourceLeavesNothing() throws {
        var builder = PtauBuilder(power: 6, seed: 23)
        builder.replace(2, at: 60, with: PtauBuilder.bytes(G1Affine.generator))
        _ = try workspace.write(builder.bytes)
        #expect(throws: CeremonyFileError.wrongPowers(56..<64)) {
            try CeremonyImport.run(path: path, catalog: catalog, options: CeremonyResumeTests.options)
        }
        #expect(workspace.installed() == [])
    }

    @Test func twoAtOnce() throws {
        let path = path, catalog = catalog
        var inner: CeremonyFileError?
        _ = try CeremonyImport.run(path: path, catalog: catalog, options: CeremonyResumeTests.options) { _ in
            if inner == nil {
                do throws(CeremonyFileError) {
                    _ = try CeremonyImport.run(path: path, catalog: catalog, options: CeremonyResumeTests.options)
                } catch {
                    inner = error
                }
            }
            return true
        }
        #expect(inner == .busy(path: workspace.folder + "/srs/test.srs.partial"))
        #expect(try workspace.read("srs/test.srs") == expected)
    }

    @Test func hashStateSurvives() throws {
        var generator = SeededGenerator(seed: 3)
        let data = generator.bytes(1000)
        for cut in [0, 1, 127, 128, 129, 256, 511, 512, 999, 1000] {
            var first = Blake2b()
            first.update(data[..<cut])
            var second = try #require(Blake2b(snapshot: first.snapshot))
            second.update(data[cut...])
            #expect(second.finalize() == Blake2b.hash(data), "cut at \(cut)")
        }
        #expect(Blake2b(snapshot: []) == nil)
    }
}
