import EthereumKit
import Foundation
import Testing

/// The committed artifacts are what the committed sources compile to.
@Suite struct ArtifactTests {
    private static func artifacts() throws -> (directory: String, artifacts: [ContractArtifact]) {
        let directory = try ContractArtifact.directory()
        let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/artifacts").filter { $0.hasSuffix(".json") }
        return (directory, try names.sorted().map { try ContractArtifact(path: "\(directory)/artifacts/\($0)") })
    }

    @Test func sourcesAreThoseThatWereCompiled() throws {
        let (directory, artifacts) = try Self.artifacts()
        let found = Set(artifacts.map(\.contract))
        #expect(found.isSuperset(of: ["ProvenFeed", "MockVerifier", "Settlement"]))
        for artifact in artifacts {
            #expect(artifact.changedSources(in: directory) == [], "\(artifact.contract): run `make contracts`")
            #expect(artifact.compilerVersion.hasPrefix("0.8.28"))
            #expect(!artifact.deployedBytecode.isEmpty && artifact.deployedBytecode.count <= 24_576)
        }
    }

    @Test func aChangedSourceIsSeen() throws {
        let (directory, artifacts) = try Self.artifacts()
        let artifact = try #require(artifacts.first { $0.contract == "ProvenFeed" })
        let text = try String(contentsOfFile: "\(directory)/\(artifact.source)", encoding: .utf8)
        #expect(artifact.isCompiled(from: text))
        #expect(!artifact.isCompiled(from: text + " "))
        #expect(artifact.changedSources(in: "/nowhere") == artifact.sources.keys.sorted())
    }

    /// Where the compiler is on this machine, it says the same to the byte.
    @Test func recompilingGivesTheSameBytes() throws {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let hasCompiler = path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/solc") }
        guard hasCompiler else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", try ContractArtifact.directory() + "/compile.py", "--check"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // A compiler of another version says so, and proves nothing.
        if text.contains("not 0.8.28") { return }
        #expect(process.terminationStatus == 0, "\(text)")
    }
}
