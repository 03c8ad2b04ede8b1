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

    private func sum(_ path: String, digest: UInt8 = 1, _ scalars: [Fr]) -> G1? {
        MultiplesTable(bases: Self.bases, cache: .init(path: path, digest: Array(repeating: digest, count: 32)))?.multiply(scalars)
    }

    @Test func damagedFilesAreMadeAnew() throws {
        var random = SeededGenerator(seed: 11)
        let scalars = Self.bases.map { _ in Fr.random(using: &random) }
        let expected = MSM.naive(scalars, Self.bases)
        try withFile { path in
            guard Lanes.enabled else { return #expect(sum(path, scalars) == nil && !FileManager.default.fileExists(atPath: path)) }
            #expect(sum(path, scalars) == expected)
            let good = try #require(FileManager.default.contents(atPath: path))
            #expect(sum(path, scalars) == expected, "mapped")
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
            for (name, data) in damaged {
                try data.write(to: URL(fileURLWithPath: path))
                #expect(sum(path, scalars) == expected, "\(name)")
                #expect(FileManager.default.contents(atPath: path) == good, "\(name) is written anew")
            }
        }
    }

    @Test func anotherStringsFileIsNotUsed() throws {
        try withFile { path in
            let one = [Fr.one]
            guard Lanes.enabled else { return }
            let other = G1.batchNormalize(Self.bases.map { G1($0).doubled() })
            _ = MultiplesTable(bases: other, cache: .init(path: path, digest: Array(repeating: 2, count: 32)))
            #expect(sum(path, one) == G1.generator)
        }
    }

    @Test func aFolderThatCannotBeWrittenCostsTimeOnly() {
        let table = MultiplesTable(bases: Self.bases, cache: .init(path: "/proc/none/table", digest: []))
        #expect(table == nil ? !Lanes.enabled : table?.multiply([.one]) == G1.generator)
    }
}
