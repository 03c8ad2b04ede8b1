import EthereumKit
import Foundation

/// The key a node signs with, and where it came from.
public struct NodeKey: ReportSigner {
    public let key: SigningKey
    /// Made up for this run: its signatures identify nobody.
    public let isThrowaway: Bool
    public let path: String

    public var address: Address { key.address }

    public func sign(_ report: Report, domain: TypedDataDomain) async throws(SignerError) -> Signature {
        try await LocalSigner(key).sign(report, domain: domain)
    }

    /// From a file with 64 hex digits, or with a line `ASSAY_SIGNING_KEY=0x…` as env files have it.
    ///
    /// - Throws: ``NodeError`` when the file cannot be read, is no key, or may be read by anyone but its owner.
    public static func load(_ path: String) throws(NodeError) -> NodeKey {
        try checkMode(path)
        guard let data = FileManager.default.contents(atPath: path), data.count <= 4096 else {
            throw NodeError(.usage, "cannot read the signing key in \(path)", next: "name a file of 64 hex digits with --key-file")
        }
        let text = String(decoding: data, as: UTF8.self)
        let name = "ASSAY_SIGNING_KEY="
        let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .map { $0.hasPrefix("export ") ? String($0.dropFirst(7)) : $0 }.first { $0.hasPrefix(name) }
        let digits = line.map { String($0.dropFirst(name.count)) } ?? text
        let trimmed = digits.trimmingCharacters(in: CharacterSet(charactersIn: "\"' \t\r\n"))
        do {
            return NodeKey(key: try SigningKey(bytes: try Hex.decode(trimmed, count: 32)), isThrowaway: false, path: path)
        } catch let error as SigningKeyError {
            throw NodeError(.usage, "\(path): \(error)", next: "put a valid secp256k1 key there")
        } catch {
            throw NodeError(.usage, "\(path) does not hold 64 hex digits", next: "write the key as 0x and 64 hex digits, or as ASSAY_SIGNING_KEY=0x…")
        }
    }

    private static func checkMode(_ path: String) throws(NodeError) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
        else {
            throw NodeError(.usage, "there is no file \(path)", next: "name the signing key's file with --key-file")
        }
        if mode & 0o077 != 0 {
            throw NodeError(
                .environment, "others may read or write the signing key in \(path) (mode \(String(mode & 0o777, radix: 8)))",
                next: "chmod 600 \(path)")
        }
    }

    /// A development key in `folder`, made from the system's randomness the first time and kept there.
    public static func throwaway(in folder: String) throws(NodeError) -> NodeKey {
        let path = folder + "/development-key.hex"
        if !FileManager.default.fileExists(atPath: path) {
            var generator = SystemRandomNumberGenerator()
            var bytes: [UInt8]
            repeat {
                bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            } while (try? SigningKey(bytes: bytes)) == nil
            let made = (try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)) != nil
                && FileManager.default.createFile(
                    atPath: path, contents: Data((Hex.encode(bytes) + "\n").utf8), attributes: [.posixPermissions: 0o600])
            guard made else {
                throw NodeError(.environment, "cannot write \(path)", next: "name a folder that can be written with --out")
            }
        }
        let loaded = try load(path)
        return NodeKey(key: loaded.key, isThrowaway: true, path: path)
    }
}
