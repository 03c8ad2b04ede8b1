import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct HashingTests {
    struct Digest: Decodable, Sendable {
        let length: Int
        let keccak256: String
        let blake2b512: String

        var message: [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: 7 * $0 + length) } }
    }

    @Test func vectorsOfOtherImplementations() throws {
        for vector in try VectorFile.load("digests", as: [Digest].self, from: .module) {
            #expect(Keccak256.hash(vector.message).hex == vector.keccak256, "\(vector.length) bytes")
            #expect(Blake2b.hash(vector.message).hex == vector.blake2b512, "\(vector.length) bytes")
        }
    }

    @Test func wellKnownDigests() {
        #expect(Keccak256.hash([UInt8]()).hex == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
        // The selector of `transfer(address,uint256)`.
        #expect(Keccak256.hash("transfer(address,uint256)".utf8).prefix(4).elementsEqual([0xa9, 0x05, 0x9c, 0xbb]))
        // RFC 7693, appendix A.
        #expect(Blake2b.hash("abc".utf8).hex == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")
    }

    @Test func piecesEqualTheWhole() {
        var generator = SeededGenerator(seed: 71)
        for length in [0, 1, 127, 128, 129, 135, 136, 137, 500, 1000] {
            let message = generator.bytes(length)
            var keccak = Keccak256()
            var blake = Blake2b()
            var rest = message[...]
            while !rest.isEmpty {
                let piece = rest.prefix(1 + Int(generator.next() % 150))
                keccak.update(piece)
                blake.update(piece.lazy.map { $0 })
                // Asking for a digest midway changes nothing.
                _ = keccak.finalize()
                _ = blake.finalize()
                rest = rest.dropFirst(piece.count)
            }
            #expect(keccak.finalize() == Keccak256.hash(message), "seed 71, \(length) bytes")
            #expect(blake.finalize() == Blake2b.hash(message), "seed 71, \(length) bytes")
        }
    }
}
