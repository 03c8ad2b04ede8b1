import Foundation
import OracleNode
import Testing

@Suite struct BenchHistoryTests {
    private func withPath(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("history-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func figures(_ subject: String, _ value: Int64) -> BenchFigures {
        var figures = BenchFigures(subject: subject)
        figures.add("proof", "\(value) ns", value, "ns")
        return figures
    }

    @Test func aRunIsComparedWithTheLastOfItsSubject() throws {
        try withPath { path in
            let history = BenchHistory(path: path)
            #expect(try history.append(figures("a", 100)) == nil)
            #expect(try history.append(figures("b", 500)) == nil)
            let change = try #require(try history.append(figures("a", 150)))
            #expect(change.contains("1.50"), "\(change)")
            #expect(try #require(try history.append(figures("a", 75))).contains("0.50"))
            let lines = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 4)
            for line in lines {
                let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                for key in ["date", "commit", "machine", "threads", "subject", "figures"] { #expect(entry?[key] != nil, "\(key)") }
            }
        }
    }

    @Test func aForeignLineIsNamed() throws {
        try withPath { path in
            try Data("not json\n".utf8).write(to: URL(fileURLWithPath: path))
            do {
                _ = try BenchHistory(path: path).append(figures("a", 1))
                Issue.record("a foreign file was taken")
            } catch let error as NodeError {
                #expect(error.description.contains(":1:"), "\(error)")
            }
            #expect(FileManager.default.contents(atPath: path) == Data("not json\n".utf8), "the file is left alone")
        }
    }

    @Test func instructionsAreReadFromCallgrindsFormat() {
        let text = """
            events: Ir
            fn=(1) main
            5 100
            cfn=(2) $s5BN25412TimedKernelsO9transformyySayAA2FrVGz_AA16EvaluationDomainVtFZ
            calls=1 7
            5 4000
            cfn=(3) elsewhere
            calls=1 7
            5 9000
            fn=(2)
            7 4000
            cfn=(4) $s5BN25416EvaluationDomainV3fftyySayAA2FrVGzF
            calls=3 7
            7 1000
            fn=(5) another
            cfn=(2)
            calls=1 7
            7 600
            cfn=(6) $s5BN25412TimedKernelsO6invertyySayAA2FrVGzFZ
            calls=1 7
            7 590
            """
        let counts = KernelBench.inclusiveCounts(text)
        #expect(counts.map(\.0) == ["NTT 2^12", "Fr batch inversion of 4,096"] && counts.map(\.1) == [4600, 590], "\(counts)")
    }
}
