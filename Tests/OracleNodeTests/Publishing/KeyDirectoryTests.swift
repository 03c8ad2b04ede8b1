import EthereumKit
import Foundation
import Glibc
import OracleNode
import Synchronization
import Testing

/// Keys on disk: who may read them, and what is said when they cannot be had.
@Suite struct KeyDirectoryTests {
    let folder: TemporaryFolder
    let keys: KeyDirectory
    static let light = KeyDerivation.light(salt: [1, 2, 3])
    static let password = PasswordSource.given(SecretBytes(Array("correct horse".utf8)))

    init() throws {
        folder = try TemporaryFolder()
        keys = try KeyDirectory(path: folder.path + "/keys")
    }

    func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    func setMode(_ path: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test func keysAreCreatedListedAndUnlocked() throws {
        #expect(try keys.list().isEmpty && mode(keys.path) == 0o700)
        let entries = try (0..<3).map { _ in try keys.create(password: Self.password, derivation: Self.light) }
        #expect(try keys.list() == entries.sorted { $0.address < $1.address })
        for entry in entries {
            #expect(try mode(entry.path) == 0o600)
            #expect(try keys.unlock(entry.address, password: Self.password).address == entry.address)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: keys.path).count == 3)
        #expect(throws: KeyDirectoryError.unknown(.zero)) { try keys.unlock(.zero, password: Self.password) }
        #expect(throws: KeyDirectoryError.keystore(path: entries[0].path, .wrongPassword)) {
            try keys.unlock(entries[0].address, password: .given(SecretBytes([1])))
        }
    }

    @Test func importedKeysAreThoseImported() throws {
        let secret = SecretBytes([UInt8](repeating: 5, count: 32))
        let expected = try SigningKey(bytes: [UInt8](repeating: 5, count: 32)).address
        let entry = try keys.add(secret, password: Self.password, derivation: Self.light)
        #expect(entry.address == expected)
        #expect(throws: KeyDirectoryError.exists(expected, path: entry.path)) { try keys.add(secret, password: Self.password, derivation: Self.light) }
        let other = try KeystoreFile.lock(SecretBytes([UInt8](repeating: 6, count: 32)), password: SecretBytes([7]), derivation: Self.light)
        // Without an address in it, as some programs write them.
        let anonymous = String(decoding: other.json, as: UTF8.self).replacing(#/"address":"[0-9a-f]*",/#, with: "")
        #expect(throws: KeyDirectoryError.self) { try keys.add(file: Array(anonymous.utf8), password: Self.password) }
        let second = try keys.add(file: Array(anonymous.utf8), password: .given(SecretBytes([7])))
        #expect(second.address == other.address)
        #expect(try keys.unlock(second.address, password: .given(SecretBytes([7]))).address == second.address)
        #expect(throws: KeyDirectoryError.self) { try keys.add(SecretBytes([1, 2]), password: Self.password) }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o777]) func exposedKeysAreNotRead(mode: Int) throws {
        let entry = try keys.create(password: Self.password, derivation: Self.light)
        try setMode(entry.path, mode)
        #expect(throws: KeyDirectoryError.exposed(path: entry.path, mode: UInt32(mode), wanted: 0o600)) { try keys.unlock(entry.address, password: Self.password) }
        try setMode(entry.path, 0o400)
        #expect(try keys.unlock(entry.address, password: Self.password).address == entry.address)
        try setMode(keys.path, 0o755)
        #expect {
            _ = try KeyDirectory(path: keys.path)
        } throws: { "\($0)".contains("chmod 700") }
    }

    @Test func linksAreNotFollowed() throws {
        let entry = try keys.create(password: Self.password, derivation: Self.light)
        let elsewhere = folder.path + "/elsewhere"
        try FileManager.default.moveItem(atPath: entry.path, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: entry.path, withDestinationPath: elsewhere)
        #expect(throws: KeyDirectoryError.self) { try keys.unlock(entry.address, password: Self.password) }
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: keys.path)
        #expect(throws: KeyDirectoryError.notAFile(path: folder.path + "/link")) { try KeyDirectory(path: folder.path + "/link") }
    }

    @Test func passwordsComeFromPrivateFilesAndPrompts() throws {
        let entry = try keys.create(password: Self.password, derivation: Self.light)
        let file = folder.path + "/password"
        for text in ["correct horse", "correct horse\n", "correct horse\r\nsecond line\n"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            try setMode(file, 0o600)
            #expect(try keys.unlock(entry.address, password: .file(file)).address == entry.address)
        }
        try setMode(file, 0o644)
        #expect(throws: KeyDirectoryError.exposed(path: file, mode: 0o644, wanted: 0o600)) { try keys.unlock(entry.address, password: .file(file)) }
        try Data("\n".utf8).write(to: URL(fileURLWithPath: file))
        try setMode(file, 0o600)
        #expect(throws: KeyDirectoryError.self) { try keys.unlock(entry.address, password: .file(file)) }
        #expect(throws: KeyDirectoryError.self) { try keys.unlock(entry.address, password: .file(file + ".missing")) }
        let prompt = PasswordSource.prompt { text in text.contains("\(entry.address)") ? SecretBytes(Array("correct horse".utf8)) : nil }
        #expect(try keys.unlock(entry.address, password: prompt).address == entry.address)
        #expect(throws: KeyDirectoryError.password("no password was given")) { try keys.unlock(entry.address, password: .prompt { _ in nil }) }
    }

    @Test func aKeyHasOneUserAtATime() throws {
        let entry = try keys.create(password: Self.password, derivation: Self.light)
        var lock: KeyLock? = try KeyLock(entry.address, in: keys)
        #expect(throws: KeyDirectoryError.inUse(entry.address)) { _ = try KeyLock(entry.address, in: keys) }
        _ = try KeyLock(.zero, in: keys)
        withExtendedLifetime(lock) {}
        lock = nil
        _ = try KeyLock(entry.address, in: keys)
        // Locks are no keys.
        #expect(try keys.list() == [entry])
    }

    @Test func aTerminalIsAskedWithItsEchoOff() async throws {
        // Linux's pseudo terminals: unlocked by TIOCSPTLCK, named by TIOCGPTN.
        let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY)
        defer { close(master) }
        var (unlocked, number) = (Int32(0), Int32(-1))
        let isReady = ioctl(master, 0x4004_5431, &unlocked) == 0 && ioctl(master, 0x8004_5430, &number) == 0
        try #require(isReady)
        let path = "/dev/pts/\(number)"
        // On a thread of its own: it waits for what this one types.
        let asked = Answer()
        Thread.detachNewThread { asked.set(PasswordSource.ask("Password: ", at: path)) }
        func read() -> String {
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = Glibc.read(master, &bytes, bytes.count)
            return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        }
        var shown = ""
        while !shown.hasSuffix(": ") { shown += read() }
        _ = write(master, "correct horse\n", 14)
        while !asked.isThere { await Task.yield() }
        let password = try #require(asked.password)
        #expect(password.withBytes { $0 == Array("correct horse".utf8) })
        shown += read()
        #expect(shown.hasPrefix("Password: ") && !shown.contains("horse"))
        #expect(PasswordSource.ask("Password: ", at: folder.path)?.count == nil)
    }
}

/// What a thread found, for the test that waits for it.
private final class Answer: Sendable {
    private let state = Mutex<(isThere: Bool, password: SecretBytes?)>((false, nil))

    var isThere: Bool { state.withLock { $0.isThere } }
    var password: SecretBytes? { state.withLock { $0.password } }
    func set(_ password: SecretBytes?) { state.withLock { $0 = (true, password) } }
}
