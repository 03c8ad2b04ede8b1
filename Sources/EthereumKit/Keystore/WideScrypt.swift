import CLibcrypto

/// scrypt (RFC 7914) where libcrypto will not compute it: it refuses n ≥ 2^(16·r), as the RFC does, while files with n = 2^18
/// and r = 1 exist and one of them is an example in the definition of Web3 Secret Storage.
///
/// Words are little-endian in memory, as on every processor that Swift runs on.
enum WideScrypt {
    /// 32 bytes; nil where libcrypto's PBKDF2 fails. The caller has checked the cost.
    static func derive(password: UnsafePointer<CChar>?, _ count: Int, salt: [UInt8], n: Int, r: Int, p: Int) -> [UInt8]? {
        guard var blocks = stretch(password, count, salt, 128 * r * p) else { return nil }
        defer { SecretBytes.wipe(&blocks) }
        let words = 32 * r
        var table = [UInt32](repeating: 0, count: words * n)
        var scratch = [UInt32](repeating: 0, count: words)
        blocks.withUnsafeMutableBytes { bytes in
            let all = bytes.bindMemory(to: UInt32.self)
            table.withUnsafeMutableBufferPointer { table in
                scratch.withUnsafeMutableBufferPointer { scratch in
                    for lane in 0..<p {
                        let block = UnsafeMutableBufferPointer(rebasing: all[(lane * words)..<((lane + 1) * words)])
                        mix(block, table, scratch, n)
                    }
                }
            }
        }
        return stretch(password, count, blocks, 32)
    }

    private static func stretch(_ password: UnsafePointer<CChar>?, _ count: Int, _ salt: [UInt8], _ length: Int) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: length)
        let done = PKCS5_PBKDF2_HMAC(password, Int32(count), salt, Int32(salt.count), 1, EVP_sha256(), Int32(length), &output)
        return done == 1 ? output : nil
    }

    /// The RFC's scryptROMix: fill the table, then walk it in an order that depends on what is read.
    private static func mix(
        _ block: UnsafeMutableBufferPointer<UInt32>, _ table: UnsafeMutableBufferPointer<UInt32>,
        _ scratch: UnsafeMutableBufferPointer<UInt32>, _ n: Int
    ) {
        let words = block.count
        for row in 0..<n {
            for word in 0..<words { table[row * words + word] = block[word] }
            mixBlock(block, scratch)
        }
        for _ in 0..<n {
            let row = Int(block[words - 16]) & (n - 1)
            for word in 0..<words { block[word] ^= table[row * words + word] }
            mixBlock(block, scratch)
        }
    }

    /// The RFC's scryptBlockMix: even blocks come out first, odd ones behind them.
    private static func mixBlock(_ block: UnsafeMutableBufferPointer<UInt32>, _ scratch: UnsafeMutableBufferPointer<UInt32>) {
        let count = block.count / 16
        var state = SIMD16<UInt32>()
        for word in 0..<16 { state[word] = block[block.count - 16 + word] }
        for index in 0..<count {
            for word in 0..<16 { state[word] ^= block[16 * index + word] }
            state = salsa8(state)
            let place = (index / 2 + (index.isMultiple(of: 2) ? 0 : count / 2)) * 16
            for word in 0..<16 { scratch[place + word] = state[word] }
        }
        for word in 0..<block.count { block[word] = scratch[word] }
    }

    /// Salsa20 with 8 rounds.
    private static func salsa8(_ input: SIMD16<UInt32>) -> SIMD16<UInt32> {
        var x = input
        func turn(_ target: Int, _ a: Int, _ b: Int, _ bits: UInt32) {
            let sum = x[a] &+ x[b]
            x[target] ^= sum &<< bits | sum &>> (32 - bits)
        }
        func quarter(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
            turn(b, a, d, 7)
            turn(c, b, a, 9)
            turn(d, c, b, 13)
            turn(a, d, c, 18)
        }
        for _ in 0..<4 {
            quarter(0, 4, 8, 12)
            quarter(5, 9, 13, 1)
            quarter(10, 14, 2, 6)
            quarter(15, 3, 7, 11)
            quarter(0, 1, 2, 3)
            quarter(5, 6, 7, 4)
            quarter(10, 11, 8, 9)
            quarter(15, 12, 13, 14)
        }
        return x &+ input
    }
}
