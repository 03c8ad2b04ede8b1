import EthereumKit
import Foundation

/// solc on this machine, if there is one: for gas that is measured, not predicted.
enum SolidityCompiler {
    /// Creation code of a generated verifier, with the settings of `contracts/compile.py`. Nil without a solc of the pragma's version.
    static func creationCode(of source: String) -> [UInt8]? {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString).sol")
        guard FileManager.default.createFile(atPath: path.path, contents: Data(source.utf8)) else { return nil }
        defer { try? FileManager.default.removeItem(at: path) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "solc", "--bin", "--optimize", "--optimize-runs", "1000000", "--evm-version", "cancun", "--metadata-hash", "none",
            "--no-cbor-metadata", path.path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let at = lines.firstIndex(of: "Binary:"), lines.indices.contains(at + 1) else { return nil }
        return try? Hex.decode(lines[at + 1])
    }
}
