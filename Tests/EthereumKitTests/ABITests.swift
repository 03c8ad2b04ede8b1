import EthereumKit
import TestSupport
import Testing

@Suite struct ABITests {
    @Test func vectorsBothWays() throws {
        for vector in try VectorFile.load().abi {
            let types = try vector.types.map { try ABIType($0) }
            #expect(types.map(\.name) == vector.types)
            let values = try zip(vector.values, types).map { try $0.value(as: $1) }
            let encoded = try Hex.decode(vector.encoded)
            #expect(try ABI.encode(values, as: types) == encoded, "\(vector.types)")
            #expect(try ABI.decode(encoded, as: types) == values, "\(vector.types)")
        }
    }

    @Test func selectors() throws {
        for vector in try VectorFile.load().selectors {
            let function = try ABIFunction(vector.signature)
            #expect(Hex.encode(function.selector, prefix: false) == vector.selector)
            #expect(function.description == vector.signature)
        }
        #expect(try ABIFunction("f(uint,int)").description == "f(uint256,int256)")
    }

    @Test(arguments: [
        "", "uint7", "uint264", "uint0", "bytes33", "bytes0", "foo", "uint8]", "uint8[", "uint8[0]", "uint8[01]", "(uint8",
        "uint8)", "(uint8,)", "uint8[99999999999]", " uint8", "uint08",
    ])
    func textThatNamesNoType(text: String) {
        #expect(throws: ABIError.self) { try ABIType(text) }
    }

    @Test func nestingIsBounded() {
        #expect(throws: ABIError.self) { try ABIType(String(repeating: "(", count: 100_000)) }
        #expect(throws: ABIError.self) { try ABIType("uint8" + String(repeating: "[]", count: 100_000)) }
    }

    @Test func valuesMustFitTheirTypes() throws {
        func encode(_ value: ABIValue, _ type: ABIType) throws -> [UInt8] { try ABI.encode([value], as: [type]) }
        #expect(throws: ABIError.self) { try encode(.uint(256), .uint(8)) }
        #expect(throws: ABIError.self) { try encode(.signed(128), .int(8)) }
        #expect(throws: ABIError.self) { try encode(.signed(-129), .int(8)) }
        #expect(try encode(.signed(-128), .int(8)).first == 0xff)
        #expect(try encode(.signed(127), .int(8)).last == 127)
        #expect(throws: ABIError.self) { try encode(.fixedBytes([1]), .fixedBytes(2)) }
        #expect(throws: ABIError.self) { try encode(.bool(true), .uint(8)) }
        #expect(throws: ABIError.self) { try encode(.array([.uint(1)]), .fixedArray(.uint(8), 2)) }
        #expect(throws: ABIError.self) { try encode(.tuple([.uint(1)]), .tuple([])) }
        #expect(throws: ABIError.self) { try ABI.encode([], as: [.bool]) }
    }

    @Test func decodingTakesOnlyWhatEncodersWrite() throws {
        func rejects(_ types: [ABIType], _ words: [Word], tail: [UInt8] = []) {
            #expect(throws: ABIError.self, "\(types)") { try ABI.decode(words.flatMap(\.bytes) + tail, as: types) }
        }
        rejects([.bool], [2])
        rejects([.uint(8)], [256])
        rejects([.int(8)], [128])
        rejects([.int(8)], [Word(high: .max, low: .max - 128)])
        rejects([.address], [Word(high: 1 << 32, low: 0)])
        rejects([.fixedBytes(4)], [1])
        rejects([.bytes], [64, 0, 0])
        rejects([.bytes], [0])
        rejects([.bytes], [32, 1, 1])
        rejects([.bytes], [32, 33, 0])
        rejects([.bytes], [32, .max])
        rejects([.bytes], [32, Word(UInt64(Int.max))])
        rejects([.string], [32, 1, Word(high: 0xff << 120, low: 0)])
        rejects([.array(.uint(8))], [32, Word(UInt64(1) << 62)])
        rejects([.array(.tuple([]))], [32, Word(UInt64(1) << 40)])
        rejects([.fixedArray(.uint(8), 1 << 60)], [1])
        rejects([.fixedArray(.tuple([]), 1 << 60)], [1])
        rejects([.fixedArray(.bytes, 1 << 60)], [32])
        rejects([.uint(8)], [1, 1])
        rejects([.uint(8)], [1], tail: [0])
        rejects([.uint(8)], [])
        // Two dynamic members that share one tail.
        rejects([.bytes, .bytes], [64, 64, 0])
        #expect(try ABI.decode([], as: []).isEmpty)
    }

    /// Whatever decodes encodes to the same bytes, and nothing traps.
    @Test(arguments: [7, 8] as [UInt64]) func mutatedBytesDecodeCanonicallyOrNotAtAll(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for vector in try VectorFile.load().abi {
            let types = try vector.types.map { try ABIType($0) }
            let encoded = try Hex.decode(vector.encoded)
            for _ in 0..<20 {
                var bytes = encoded
                for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                    bytes[Int.random(in: bytes.indices, using: &generator)] ^= UInt8(1) << UInt8.random(in: 0...7, using: &generator)
                }
                if Bool.random(using: &generator) { bytes.removeLast(min(bytes.count, Int.random(in: 0...40, using: &generator))) }
                guard let values = try? ABI.decode(bytes, as: types) else { continue }
                #expect(try ABI.encode(values, as: types) == bytes, "seed \(seed), \(vector.types)")
            }
        }
    }
}
