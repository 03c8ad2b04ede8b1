import BigInt
import EthereumKit
import Foundation
import TestSupport
import Testing

@Suite struct WordTests {
    @Test func hexIsStrict() throws {
        #expect(try Hex.decode("0x00fFA1") == [0, 0xff, 0xa1])
        #expect(Hex.encode([0, 0xff, 0xa1]) == "0x00ffa1")
        #expect(Hex.encode([], prefix: false) == "")
        #expect(throws: HexError.oddLength(digits: 3)) { try Hex.decode("0x123") }
        #expect(throws: HexError.notADigit(offset: 1)) { try Hex.decode("1g") }
        #expect(throws: HexError.notADigit(offset: 0)) { try Hex.decode(" 0x1") }
        #expect(throws: HexError.length(expected: 2, got: 1)) { try Hex.decode("0x11", count: 2) }
    }

    @Test func signedNumbersAreTwosComplement() {
        #expect(Word(signed: -1) == .max)
        #expect(Word(signed: -1).asInt128 == -1)
        #expect(Word(signed: .min).asInt128 == .min)
        #expect(Word(signed: .max).asInt128 == .max)
        #expect(Word(high: 0, low: 1 << 127).asInt128 == nil)
        #expect(Word(high: .max, low: 0).asInt128 == nil)
        #expect(Word(UInt64.max).asUInt64 == .max)
        #expect(Word(high: 0, low: 1 << 64).asUInt64 == nil)
        #expect(Word.zero.minimalBytes.isEmpty && Word(256).minimalBytes == [1, 0])
    }

    /// Against big integers, over words of every width.
    @Test(arguments: [1, 2] as [UInt64]) func arithmeticIsModulo2To256(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let modulus = BigUInt(1) << 256
        func random() -> Word {
            let width = Int.random(in: 0...255, using: &generator)
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var value = BigUInt(Data32(bytes).data) >> width
            if Bool.random(using: &generator) { value = modulus - 1 - value }
            return Word(bytes: Data32(value).bytes) ?? .zero
        }
        for _ in 0..<500 {
            let (a, b) = (random(), random())
            let (x, y) = (BigUInt(Data32(a.bytes).data), BigUInt(Data32(b.bytes).data))
            #expect((a &+ b).bytes == Data32((x + y) % modulus).bytes, "seed \(seed)")
            #expect((a &- b).bytes == Data32((x + modulus - y) % modulus).bytes, "seed \(seed)")
            #expect((a < b) == (x < y), "seed \(seed)")
            #expect(a.bitWidth == x.bitWidth, "seed \(seed)")
        }
    }
}

/// 32 big-endian bytes of a big integer, and back.
private struct Data32 {
    let bytes: [UInt8]
    var data: Data { Data(bytes) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    init(_ value: BigUInt) {
        let digits = Array(value.serialize())
        bytes = [UInt8](repeating: 0, count: max(0, 32 - digits.count)) + digits
    }
}
