import BN254
import Foundation
import Testing
import TestSupport

/// Tables of multiples in files: used where they are whole, made anew otherwise, and never a wrong sum.
@Suite struct MultiplesFileTests {
    private static let bases: [G1Affine] = {
        var points = [G1.generator]
        for _ in 1..<40 { points.append(points[points.count - 1].doubled() + G1Affine.generator) }
        return G1.batchNormalize(points)
    }()

    private func withFile(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("multiples-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder + "/table")
    }

    private func file(_ path: String, digest: UInt8 = 1) -> MultiplesTable.CacheFile {
        .init(path: path, digest: Array(repeating: digest, count: 32))
    }

    private func sum(_ path: String, _ scalars: [Fr]) -> G1? {
        MultiplesTable(bases: Self.bases, cache: file(path))?.multiply(scalars)
    }

    @Test func damagedFilesAreMadeAnew() throws {
        try damage(lanes: Lanes.enabled)
        try Lanes.portable { try damage(lanes: false) }
    }

    private func damage(lanes: Bool) throws {
        var random = SeededGenerator(seed: 11)
        let scalars = Self.bases.map { _ in Fr.random(using: &random) }
        let expected = MSM.naive(scalars, Self.bases)
        try withFile { name in
            let path = file(name).path(lanes: lanes)
            #expect(sum(name, scalars) == expected)
            let good = try #require(FileManager.default.contents(atPath: path))
            #expect(sum(name, scalars) == expected, "mapped")
            var damaged: [(String, Data)] = [("empty", Data()), ("cut", good.dropLast(64)), ("longer", good + Data(repeating: 0, count: 64))]
            for byte in [0, 9, 17, 25, 33, 64, 71, good.count / 2, good.count - 65, good.count - 64, good.count - 1] {
                var data = good
                data[byte] ^= 1 << UInt8(byte % 8)
                damaged.append(("bit of byte \(byte)", data))
            }
            // Two blocks swapped keep every word, but not its place.
            var swapped = good
            swapped.replaceSubrange(64..<128, with: good[128..<192])
            swapped.replaceSubrange(128..<192, with: good[64..<128])
            damaged.append(("swapped points", swapped))
            for (kind, data) in damaged {
                try data.write(to: URL(fileURLWithPath: path))
                #expect(sum(name, scalars) == expected, "\(kind)")
                #expect(FileManager.default.contents(atPath: path) == good, "\(kind) is written anew")
            }
        }
    }

    @Test func anotherStringsFileIsNotUsed() throws {
        try withFile { path in
            let other = G1.batchNormalize(Self.bases.map { G1($0).doubled() })
            _ = MultiplesTable(bases: other, cache: file(path, digest: 2))
            #expect(sum(path, [.one]) == G1.generator)
        }
    }

    /// Points are held in another way in lanes: neither form may read the other's file, wherever it lies.
    @Test func theFormsAreKeptApart() throws {
        try withFile { path in
            let (lanes, portable) = (file(path).path(lanes: true), file(path).path(lanes: false))
            #expect(lanes != portable)
            #expect(Lanes.portable { sum(path, [.one]) } == G1.generator)
            var data = try #require(FileManager.default.contents(atPath: portable))
            #expect(data[8] == 2, "the form in the header")
            data[8] = 1
            try data.write(to: URL(fileURLWithPath: portable))
            #expect(Lanes.portable { sum(path, [.one]) } == G1.generator)
            #expect(FileManager.default.contents(atPath: portable)?[8] == 2, "written anew")
        }
    }

    @Test func aFolderThatCannotBeWrittenCostsTimeOnly() {
        let table = MultiplesTable(bases: Self.bases, cache: .init(path: "/proc/none/table", digest: []))
        #expect(table?.multiply([.one]) == G1.generator)
    }
}
