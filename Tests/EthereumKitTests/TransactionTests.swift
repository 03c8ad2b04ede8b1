import EthereumKit
import TestSupport
import Testing

@Suite struct TransactionTests {
    /// The example of EIP-155.
    @Test func legacyExample() throws {
        let transaction = LegacyTransaction(
            chainID: 1, nonce: 9, gasPrice: 20_000_000_000, gasLimit: 21_000,
            to: Address(bytes: [UInt8](repeating: 0x35, count: 20)), value: 1_000_000_000_000_000_000)
        #expect("\(transaction.signingHash)" == "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53")
        let signed = try #require(transaction.signed(by: SigningKey(bytes: [UInt8](repeating: 0x46, count: 32))))
        let expected =
            "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc"
            + "2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb196"
            + "6a3b6d83"
        #expect(Hex.encode(signed.raw) == expected)
    }

    @Test func vectors() throws {
        for vector in try VectorFile.load().transactions {
            let key = try SigningKey(bytes: Hex.decode(vector.key))
            let to = try vector.to.map { try Address($0) }
            let signed: SignedTransaction?
            if let gasPrice = vector.gasPrice {
                signed = LegacyTransaction(
                    chainID: vector.chainId, nonce: vector.nonce, gasPrice: UInt128(gasPrice), gasLimit: vector.gas,
                    to: to, value: try Word(hex: vector.value), data: try Hex.decode(vector.data)
                ).signed(by: key)
            } else {
                signed = FeeMarketTransaction(
                    chainID: vector.chainId, nonce: vector.nonce,
                    maxPriorityFeePerGas: UInt128(try #require(vector.maxPriorityFeePerGas)),
                    maxFeePerGas: UInt128(try #require(vector.maxFeePerGas)), gasLimit: vector.gas, to: to,
                    value: try Word(hex: vector.value), data: try Hex.decode(vector.data),
                    accessList: try vector.accessList.map {
                        .init(address: try Address($0.address), slots: try $0.slots.map { try Word(hex: $0) })
                    }
                ).signed(by: key)
            }
            let transaction = try #require(signed)
            #expect(Hex.encode(transaction.raw, prefix: false) == vector.raw)
            #expect(Hex.encode(transaction.hash.bytes, prefix: false) == vector.hash)
        }
    }

    /// The examples in the RLP chapter of Ethereum's documentation.
    @Test func rlp() throws {
        let dog = RLP.bytes(Array("dog".utf8))
        let examples: [(RLP, [UInt8])] = [
            (dog, [0x83] + Array("dog".utf8)),
            (.list([.bytes(Array("cat".utf8)), dog]), [0xc8, 0x83] + Array("cat".utf8) + [0x83] + Array("dog".utf8)),
            (.bytes([]), [0x80]), (.list([]), [0xc0]), (.number(0), [0x80]), (.bytes([0]), [0]), (.number(15), [15]),
            (.number(1024), [0x82, 4, 0]),
            (.list([.list([]), .list([.list([])]), .list([.list([]), .list([.list([])])])]),
                [0xc7, 0xc0, 0xc1, 0xc0, 0xc3, 0xc0, 0xc1, 0xc0]),
            (.bytes([UInt8](repeating: 7, count: 56)), [0xb8, 56] + [UInt8](repeating: 7, count: 56)),
            (.list([.bytes([UInt8](repeating: 7, count: 1024))]), [0xf9, 4, 3, 0xb9, 4, 0] + [UInt8](repeating: 7, count: 1024)),
        ]
        for (item, bytes) in examples {
            #expect(item.encoded == bytes)
            #expect(try RLP(decoding: bytes) == item)
        }
        let bad: [[UInt8]] = [
            [], [0x81, 5], [0x81], [0xb8, 1, 1], [0xb8, 55] + [UInt8](repeating: 0, count: 55), [0xb9, 0, 56], [0xbf] + [UInt8](repeating: 255, count: 8),
            [0xff] + [UInt8](repeating: 255, count: 8), [0xc1], [0x80, 0x80], [0xc2, 0x82, 1], [UInt8](repeating: 0xc1, count: 100_000),
        ]
        for bytes in bad { #expect(throws: RLPError.self) { try RLP(decoding: bytes) } }
    }

    /// Whatever decodes encodes to the same bytes, and nothing traps.
    @Test(arguments: [3, 4] as [UInt64]) func mutatedRLP(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for vector in try VectorFile.load().transactions {
            let raw = try Hex.decode(vector.raw).drop { $0 == 2 }
            for _ in 0..<100 {
                var bytes = Array(raw)
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                guard let item = try? RLP(decoding: bytes) else { continue }
                #expect(item.encoded == bytes, "seed \(seed)")
            }
        }
    }
}
