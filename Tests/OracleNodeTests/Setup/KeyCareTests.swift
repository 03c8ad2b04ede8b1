import EthereumKit
import Foundation
import OracleNode
import Testing

/// `assay key`.
@Suite struct KeyCareTests {
    let folder: ScratchFolder
    let care: KeyCare
    static let light = KeyDerivation.light(salt: [1, 2, 3])

    init() throws {
        folder = try ScratchFolder()
        care = try KeyCare(folder: folder.path + "/keys")
    }

    func write(_ text: String, _ name: String, mode: Int = 0o600) throws -> String {
        let path = "\(folder.path)/\(name)"
        #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
        return path
    }

    @Test func aKeyIsMadeListedCheckedAndExported() throws {
        let password = folder.path + "/password"
        try KeyCare.makePassword(password)
        #expect(try SetupTests.mode(password) == 0o600)
        let entry = try care.create(password: .file(password), derivation: Self.light)
        #expect(try care.list().map(\.entry) == [entry] && care.list()[0].problem == nil)
        try care.check(entry.address, password: .file(password))
        #expect(throws: (any Error).self) { try care.check(entry.address, password: .given(SecretBytes([1]))) }
        let copy = folder.path + "/copy.json"
        try care.export(entry.address, to: copy)
        #expect(try SetupTests.mode(copy) == 0o600)
        // Nothing is written over.
        #expect(throws: (any Error).self) { try care.export(entry.address, to: copy) }
        let other = try KeyCare(folder: folder.path + "/other")
        #expect(try other.take(copy, password: .file(password)).address == entry.address)
        #expect(throws: KeyDirectoryError.unknown(.zero)) { try care.export(.zero, to: folder.path + "/none") }
    }

    @Test func aFileTellsItsAddressWithoutItsPassword() throws {
        let entry = try care.create(password: .given(SecretBytes([1])), derivation: Self.light)
        #expect(try KeyCare.address(ofFile: entry.path) == entry.address)
        // One that names no account has to be opened, and one that is none is refused.
        let text = try String(contentsOfFile: entry.path, encoding: .utf8)
        let nameless = text.replacing(#/"address"\s*:\s*"[0-9a-f]+"\s*,/#, with: "")
        #expect(nameless != text)
        let path = try write(nameless, "nameless")
        #expect { try KeyCare.address(ofFile: path) } throws: { "\($0)".contains("names no account") && "\($0)".contains("assay key import") }
        let words = try write("no key at all", "words")
        #expect(throws: (any Error).self) { try KeyCare.address(ofFile: words) }
    }

    @Test func bareDigitsAreTakenFromAPrivateFileOnly() throws {
        let digits = String(repeating: "05", count: 32)
        let password = PasswordSource.given(SecretBytes(Array("correct horse".utf8)))
        let exposed = try write(digits, "exposed", mode: 0o644)
        do {
            _ = try care.take(exposed, password: password, derivation: Self.light)
            Issue.record("taken")
        } catch {
            #expect("\(error)".contains("chmod 600") && !"\(error)".contains("0505"))
        }
        let entry = try care.take(try write("0x" + digits + "\n", "private"), password: password, derivation: Self.light)
        #expect(entry.address == (try SigningKey(bytes: [UInt8](repeating: 5, count: 32)).address))
        for (name, text) in [("short", "0505"), ("words", "not a key"), ("zero", String(repeating: "0", count: 64)), ("json", "{\"a\":1}")] {
            let path = try write(text, name)
            #expect(throws: (any Error).self, "\(name)") { try care.take(path, password: password, derivation: Self.light) }
        }
    }

    @Test func aFileThatOthersReachIsListedWithWhatToDo() throws {
        let entry = try care.create(password: .given(SecretBytes([1])), derivation: Self.light)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: entry.path)
        let line = try care.list()[0]
        #expect(line.problem?.contains("chmod 600") ?? false)
        #expect(KeyCare.json([line]).text.contains("chmod 600"))
    }
}
