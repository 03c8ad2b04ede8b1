import EthereumKit
import Foundation
import Testing

@Suite struct SigningTests {
    @Test func keysAndTheirAddresses() throws {
        for vector in try VectorFile.load().keys {
            #expect(try SigningKey(bytes: Hex.decode(vector.key)).address.checksummed == vector.address)
        }
    }

    @Test func whatIsNotAKey() {
        let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
        #expect(throws: SigningKeyError.outOfRange) { try SigningKey(bytes: [UInt8](repeating: 0, count: 32)) }
        #expect(throws: SigningKeyError.outOfRange) { try SigningKey(bytes: Hex.decode(order)) }
        #expect(throws: SigningKeyError.length(got: 31)) { try SigningKey(bytes: [UInt8](repeating: 1, count: 31)) }
        #expect(throws: SigningKeyError.length(got: 0)) { try SigningKey(bytes: []) }
    }

    @Test func keysNeverPrint() throws {
        let digits = "4646464646464646464646464646464646464646464646464646464646464646"
        let key = try SigningKey(bytes: Hex.decode(digits))
        var dumped = ""
        dump(key, to: &dumped)
        var nested = ""
        dump(["key": key], to: &nested)
        let texts = ["\(key)", String(describing: key), String(reflecting: key), "\([key])", "\(Optional(key) as Any)", dumped, nested]
        for text in texts {
            #expect(!text.lowercased().contains("4646") && !text.contains("70, 70"))
            #expect(text.contains("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"))
        }
    }

    @Test func keyFiles() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("assay-keys-\(UInt64.random(in: 0...(.max)))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appendingPathComponent("key").path
        let digits = String(repeating: "46", count: 32)
        for text in [digits, "0x\(digits)\n", "  \(digits.uppercased()) \r\n"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect(try SigningKey(hexFile: path).address.checksummed == "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F")
        }
        for text in ["", "0x", digits + "4", digits.dropLast() + "g", String(repeating: "4", count: 10_000)] as [any StringProtocol] {
            try Data(String(text).utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: SigningKeyError.notHex(path: path)) { try SigningKey(hexFile: path) }
        }
        #expect(throws: SigningKeyError.self) { try SigningKey(hexFile: path + "-none") }
    }

    @Test func onlyOneFormOfASignature() throws {
        let key = SigningKey.random()
        let digest = Word(high: 1, low: 2)
        let signature = try #require(key.sign(digest))
        #expect(key.sign(digest) == signature)
        let order = try Word(hex: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
        #expect(Signature(r: signature.r, s: order &- signature.s, yParity: 1 - signature.yParity) == nil)
        #expect(Signature(r: 0, s: signature.s, yParity: 0) == nil)
        #expect(Signature(r: signature.r, s: 0, yParity: 0) == nil)
        #expect(Signature(r: signature.r, s: signature.s, yParity: 2) == nil)
        for v in [0, 1, 26, 29, 255] as [UInt8] { #expect(Signature(bytes: signature.bytes.dropLast() + [v]) == nil) }
        #expect(Signature(bytes: signature.bytes.dropLast()) == nil)
        #expect(Signature(bytes: []) == nil)
        // r that belongs to no point, and r beyond the group's order: nobody's signature, and no trap.
        #expect(Signature(r: 5, s: 1, yParity: 0)?.signer(of: digest) == nil)
        #expect(Signature(r: .max, s: 1, yParity: 0)?.signer(of: digest) == nil)
    }
}
