import EthereumKit
import TestSupport
import Testing

/// Web3 Secret Storage against the definition's own examples.
@Suite struct KeystoreTests {
    static let password = SecretBytes(Array("testpassword".utf8))
    static let secret = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
    static let address = "0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b"

    static let pbkdf2 =
        #"{"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},"mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}"#
    static let scrypt =
        #"{"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},"ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt","kdfparams":{"dklen":32,"n":262144,"p":8,"r":1,"salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},"mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}"#

    @Test(arguments: [pbkdf2, scrypt]) func theDefinitionsExamplesUnlock(text: String) throws {
        let file = try KeystoreFile(json: Array(text.utf8))
        let key = try file.unlock(password: Self.password)
        #expect(key.address.checksummed.lowercased() == Self.address.lowercased())
        #expect(key.address == (try SigningKey(bytes: Hex.decode(Self.secret)).address))
        #expect(throws: KeystoreError.wrongPassword) { try file.unlock(password: SecretBytes(Array("testpasswore".utf8))) }
        // Written again it is the same file to a reader.
        #expect(try KeystoreFile(json: file.json) == file)
    }

    @Test(arguments: [KeyDerivation.light(salt: [1, 2, 3]), .pbkdf2(rounds: 1000, salt: [UInt8](repeating: 7, count: 32))])
    func whatIsLockedUnlocks(derivation: KeyDerivation) throws {
        let secret = [UInt8](repeating: 0, count: 31) + [5]
        let expected = try SigningKey(bytes: secret).address
        for text in ["", "x", "pässwörd 🔑", String(repeating: "long ", count: 100)] {
            let password = SecretBytes(Array(text.utf8))
            let file = try KeystoreFile.lock(SecretBytes(secret), password: password, derivation: derivation)
            #expect(file.address == expected)
            let read = try KeystoreFile(json: file.json)
            #expect(try read.unlock(password: password).address == expected)
            #expect(throws: KeystoreError.wrongPassword) { try read.unlock(password: SecretBytes(Array((text + "!").utf8))) }
        }
    }

    /// n = 2^(16·r) is the first that libcrypto refuses. (That the own code is right, the definition's second example shows.)
    @Test func scryptBeyondLibcryptosBound() throws {
        let file = try KeystoreFile.lock(
            SecretBytes([UInt8](repeating: 9, count: 32)), password: Self.password, derivation: .scrypt(n: 1 << 16, r: 1, p: 2, salt: [1, 2, 3]))
        #expect(try KeystoreFile(json: file.json).unlock(password: Self.password).address == file.address)
    }

    @Test func freshSaltsAndCounters() throws {
        let secret = SecretBytes([UInt8](repeating: 9, count: 32))
        let texts = try (0..<3).map { _ in
            try String(decoding: KeystoreFile.lock(secret, password: Self.password, derivation: .light(salt: [1])).json, as: UTF8.self)
        }
        #expect(Set(texts).count == 3)
    }

    @Test(arguments: [
        ("\"version\":3", "\"version\":1"), ("aes-128-ctr", "aes-128-cbc"), ("\"kdf\":\"pbkdf2\"", "\"kdf\":\"argon2\""),
        ("hmac-sha256", "hmac-sha1"), ("\"c\":262144", "\"c\":0"), ("\"c\":262144", "\"c\":99999999999"), ("\"c\":262144,", ""),
        ("\"dklen\":32", "\"dklen\":16"), ("\"mac\":\"51", "\"mac\":\""), ("\"iv\":\"60", "\"iv\":\"zz"),
        ("\"id\"", "\"address\":\"0x01\",\"id\""), ("{\"crypto\"", "{\"krypto\""),
    ])
    func otherFilesAreRefusedByName(old: String, new: String) throws {
        let text = Self.pbkdf2.replacing(old, with: new)
        #expect(text != Self.pbkdf2)
        #expect(throws: KeystoreError.self) { try KeystoreFile(json: Array(text.utf8)) }
    }

    @Test(arguments: ["\"n\":1073741824", "\"n\":262143", "\"n\":0", "\"n\":1", "\"n\":-2", "\"n\":1e99"])
    func costlyParametersAreRefusedBeforeTheyCost(parameter: String) {
        let text = Self.scrypt.replacing("\"n\":262144", with: parameter)
        #expect(throws: KeystoreError.self) { try KeystoreFile(json: Array(text.utf8)) }
        let wide = Self.scrypt.replacing("\"r\":1", with: "\"r\":64")
        #expect(throws: KeystoreError.self) { try KeystoreFile(json: Array(wide.utf8)) }
    }

    @Test func aFileThatLiesAboutItsAddressIsRefused() throws {
        let file = try KeystoreFile.lock(SecretBytes([UInt8](repeating: 9, count: 32)), password: Self.password, derivation: .light(salt: [1]))
        let own = Hex.encode(try #require(file.address).bytes, prefix: false)
        let text = String(decoding: file.json, as: UTF8.self).replacing(own, with: String(repeating: "12", count: 20))
        let lying = try KeystoreFile(json: Array(text.utf8))
        #expect { try lying.unlock(password: Self.password) } throws: { error in
            if case .otherAddress? = error as? KeystoreError { true } else { false }
        }
    }

    @Test func changedBytesNeverUnlock() throws {
        let file = try KeystoreFile.lock(SecretBytes([UInt8](repeating: 9, count: 32)), password: Self.password, derivation: .pbkdf2(rounds: 10, salt: [1, 2]))
        let text = file.json
        var generator = SeededGenerator(seed: 0x5eed_0002)
        for _ in 0..<2_000 {
            var changed = text
            let place = Int.random(in: 0..<text.count, using: &generator)
            changed[place] = UInt8.random(in: 0x20...0x7e, using: &generator)
            guard let read = try? KeystoreFile(json: changed), let key = try? read.unlock(password: Self.password) else { continue }
            // The identifier and the case of a digit say nothing about the key.
            #expect(key.address == file.address, "byte \(place)")
        }
    }

    @Test func secretsDoNotPrint() throws {
        let bytes = [UInt8](repeating: 0xab, count: 32)
        let secret = SecretBytes(bytes)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] { #expect(!text.contains("171") && !text.lowercased().contains("abab")) }
        let file = try KeystoreFile.lock(secret, password: Self.password, derivation: .light(salt: [1]))
        #expect(!String(decoding: file.json, as: UTF8.self).contains(Hex.encode(bytes, prefix: false)))
        var wiped = bytes
        SecretBytes.wipe(&wiped)
        #expect(wiped == [UInt8](repeating: 0, count: 32))
    }
}
