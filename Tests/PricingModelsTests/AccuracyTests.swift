import Foundation
import PricingModels
import Testing

/// The native models against the independent 50-digit reference (Tests/Reference/reference.py), 100,000 records each.
@Suite struct AccuracyTests {
    static func vectors(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "bin", subdirectory: "Vectors"))
        return [UInt8](try Data(contentsOf: url))
    }

    @Test func blackScholes() throws {
        let report = try AccuracyReport.blackScholes(vectors: Self.vectors("black-scholes"))
        print(report)
        #expect(report.records >= 100_000)
        #expect(report.quantities.map(\.name) == ["price", "delta", "gamma", "vega", "theta", "rho"])
        for quantity in report.quantities {
            #expect(quantity.largest <= (quantity.name == "price" ? 1e-9 : 1e-8), "\(quantity.name): record \(quantity.worstRecord)")
        }
        // The margin that Docs/numerics.md states.
        #expect(report.quantities[0].largest <= 1e-11)
        #expect(report.quantities.allSatisfy { $0.largest <= 1e-9 })
    }

    @Test func realisedVolatility() throws {
        let report = try AccuracyReport.volatility(vectors: Self.vectors("volatility"))
        print(report)
        #expect(report.records >= 100_000)
        #expect(report.quantities[0].largest <= 1e-10, "record \(report.quantities[0].worstRecord)")
    }

    /// A sample of the vector files is computed anew, so they cannot drift from the tool that explains them.
    @Test func vectorsAreTheReferenceTools() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let local = root.appendingPathComponent(".venv/bin/python").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [FileManager.default.isExecutableFile(atPath: local) ? local : "python3", "Tests/Reference/reference.py", "check", "400"]
        process.currentDirectoryURL = root
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(output) (the tool needs mpmath: make setup)")
    }

    @Test func brokenVectorFilesAreRefused() throws {
        let bytes = try Self.vectors("volatility")
        #expect(throws: AccuracyReport.VectorError.notAVectorFile) { try AccuracyReport.blackScholes(vectors: bytes) }
        #expect(throws: AccuracyReport.VectorError.notAVectorFile) { try AccuracyReport.volatility(vectors: []) }
        #expect(throws: AccuracyReport.VectorError.self) { try AccuracyReport.volatility(vectors: Array(bytes.dropLast())) }
    }
}
