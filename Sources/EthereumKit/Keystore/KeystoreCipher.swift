import CLibcrypto
import Hashing

/// How a password becomes the 32 bytes that lock a key, and what that costs.
public enum KeyDerivation: Hashable, Sendable {
    /// RFC 7914. Takes 128·n·r bytes of memory; `n` is a power of two.
    case scrypt(n: UInt64, r: UInt64, p: UInt64, salt: [UInt8])
    /// RFC 8018 with HMAC-SHA256.
    case pbkdf2(rounds: UInt64, salt: [UInt8])

    /// What others write by default: 256 MiB and about a second.
    public static func standard(salt: [UInt8]) -> KeyDerivation { .scrypt(n: 1 << 18, r: 8, p: 1, salt: salt) }
    /// 4 MiB and some ten milliseconds: for tests and throw-away keys.
    public static func light(salt: [UInt8]) -> KeyDerivation { .scrypt(n: 1 << 12, r: 8, p: 6, salt: salt) }

    /// The most memory that a file may ask for.
    public static let memoryLimit: UInt64 = 1 << 30

    /// A file chosen by somebody else must not stall or exhaust the node: the reason why this one would, or nil.
    var objection: String? {
        switch self {
        case .scrypt(let n, let r, let p, let salt):
            guard n > 1, n & (n - 1) == 0, n <= 1 << 24 else { return "scrypt's n is not a power of two up to 2^24" }
            guard (1...64).contains(r), (1...64).contains(p) else { return "scrypt's r or p is not within 1 … 64" }
            guard 128 * n * r <= Self.memoryLimit else { return "scrypt would take more than \(Self.memoryLimit) bytes" }
            guard n * r * p <= 1 << 26 else { return "scrypt would take minutes" }
            return salt.count <= 1024 ? nil : "the salt is too long"
        case .pbkdf2(let rounds, let salt):
            guard (1...20_000_000).contains(rounds) else { return "pbkdf2's count is not within 1 … 20,000,000" }
            return salt.count <= 1024 ? nil : "the salt is too long"
        }
    }
}

/// The three primitives of Web3 Secret Storage, each from libcrypto but for Keccak-256.
enum KeystoreCipher {
    /// 32 bytes: the first 16 are the cipher's key, the others go into the check value. Nil where libcrypto refuses, which
    /// means too little memory.
    static func derive(_ derivation: KeyDerivation, password: [UInt8]) -> [UInt8]? {
        guard derivation.objection == nil else { return nil }
        var key = [UInt8](repeating: 0, count: 32)
        let done = password.withUnsafeBufferPointer { password -> Int32 in
            let text = UnsafeRawPointer(password.baseAddress)?.assumingMemoryBound(to: CChar.self)
            switch derivation {
            case .scrypt(let n, let r, let p, let salt) where r < 4 && n >= 1 << (16 * r):
                guard let wide = WideScrypt.derive(password: text, password.count, salt: salt, n: Int(n), r: Int(r), p: Int(p)) else { return 0 }
                key = wide
                return 1
            case .scrypt(let n, let r, let p, let salt):
                return EVP_PBE_scrypt(
                    text, password.count, salt, salt.count, n, r, p, KeyDerivation.memoryLimit + (64 << 20), &key, key.count)
            case .pbkdf2(let rounds, let salt):
                return PKCS5_PBKDF2_HMAC(
                    text, Int32(password.count), salt, Int32(salt.count), Int32(rounds), EVP_sha256(), Int32(key.count), &key)
            }
        }
        return done == 1 ? key : nil
    }

    /// AES-128 in counter mode: locking and unlocking are one operation. Key and counter have 16 bytes.
    static func aes128CTR(key: some Collection<UInt8>, counter: [UInt8], _ input: [UInt8]) -> [UInt8]? {
        guard key.count == 16, counter.count == 16, input.count <= 4096, let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        var key = Array(key)
        defer { SecretBytes.wipe(&key) }
        var output = [UInt8](repeating: 0, count: input.count + 16)
        var written: Int32 = 0
        guard EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), nil, key, counter) == 1,
            EVP_EncryptUpdate(context, &output, &written, input, Int32(input.count)) == 1, Int(written) == input.count
        else { return nil }
        return Array(output[..<input.count])
    }

    /// Keccak-256 of the derived key's second half and the locked bytes.
    static func check(derived: [UInt8], locked: [UInt8]) -> [UInt8] {
        Keccak256.hash(derived[16..<32] + locked)
    }

    /// Takes the same time wherever they differ.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
    }

    static func random(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return RAND_bytes(&bytes, Int32(count)) == 1 ? bytes : nil
    }
}
