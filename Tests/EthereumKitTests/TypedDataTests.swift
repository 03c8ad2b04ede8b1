import EthereumKit
import Hashing
import Testing

@Suite struct TypedDataTests {
    /// The example of EIP-712, whose key is keccak256("cow").
    @Test func mail() throws {
        let schema = TypedDataSchema([
            "Person": [.init("string", "name"), .init("address", "wallet")],
            "Mail": [.init("Person", "from"), .init("Person", "to"), .init("string", "contents")],
        ])
        let domain = TypedDataDomain(
            name: "Ether Mail", version: "1", chainID: 1,
            verifyingContract: try Address("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"))
        func person(_ name: String, _ wallet: String) throws -> TypedValue {
            .members(["name": .plain(.string(name)), "wallet": .plain(.address(try Address(wallet)))])
        }
        let mail: [String: TypedValue] = [
            "from": try person("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
            "to": try person("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
            "contents": .plain(.string("Hello, Bob!")),
        ]
        #expect(try schema.encodeType("Mail") == "Mail(Person from,Person to,string contents)Person(string name,address wallet)")
        #expect(try "\(schema.hashStruct("Mail", mail))" == "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e")
        #expect("\(domain.separator)" == "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
        let digest = try schema.digest("Mail", mail, domain: domain)
        #expect("\(digest)" == "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")

        let key = try SigningKey(bytes: Keccak256.hash("cow".utf8))
        #expect("\(key.address)" == "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826")
        let signature = try #require(key.sign(digest))
        #expect("\(signature.r)" == "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d")
        #expect("\(signature.s)" == "0x07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562")
        #expect(signature.yParity == 1)
        #expect(signature.signer(of: digest) == key.address)
    }

    /// Nested structs and arrays, against an independent library.
    @Test func nested() throws {
        let schema = TypedDataSchema([
            "Order": [
                .init("Party[]", "parties"), .init("Party", "first"), .init("int16[2][]", "grid"), .init("bool", "flag"),
                .init("bytes", "raw"), .init("bytes4", "tag"),
            ],
            "Party": [.init("string", "name"), .init("address[]", "wallets"), .init("Terms", "terms")],
            "Terms": [.init("uint256", "amount"), .init("int8", "rate")],
        ])
        func party(_ name: String) -> TypedValue {
            let wallets = [0x11, 0x22].compactMap { Address(bytes: [UInt8](repeating: $0, count: 20)) }
            let amount = Word(UInt128(1_000_000_000_000_000) * 1_000_000_000_000_000)
            return .members([
                "name": .plain(.string(name)), "wallets": .array(wallets.map { .plain(.address($0)) }),
                "terms": .members(["amount": .plain(.uint(amount)), "rate": .plain(.signed(-7))]),
            ])
        }
        let grid: [[Int128]] = [[1, -2], [3, -4]]
        var order: [String: TypedValue] = [
            "parties": .array([party("Ada"), party("Grace")]), "first": party("Émilie"),
            "grid": .array(grid.map { .array($0.map { .plain(.signed($0)) }) }), "flag": .plain(.bool(true)),
            "raw": .plain(.bytes([0, 0xff])), "tag": .plain(.fixedBytes([0xde, 0xad, 0xbe, 0xef])),
        ]
        let salt = try #require(Word(bytes: [UInt8](repeating: 7, count: 32)))
        let domain = TypedDataDomain(name: "Test", version: "2", chainID: 5, salt: salt)
        let expected = try VectorFile.load().typed.digest
        #expect(Hex.encode(try schema.digest("Order", order, domain: domain).bytes, prefix: false) == expected)

        order["grid"] = .array([.array([.plain(.signed(1))])])
        #expect(throws: TypedDataError.mismatch(path: "Order.grid[0]", type: "int16[2]")) {
            try schema.hashStruct("Order", order)
        }
        order["grid"] = .array([.array([.plain(.signed(1)), .plain(.signed(40_000))])])
        #expect(throws: TypedDataError.mismatch(path: "Order.grid[0][1]", type: "int16")) {
            try schema.hashStruct("Order", order)
        }
        order["grid"] = nil
        #expect(throws: TypedDataError.missingMember(type: "Order", member: "grid")) { try schema.hashStruct("Order", order) }
        order["grid"] = .array([])
        order["more"] = .array([])
        #expect(throws: TypedDataError.unexpectedMember(type: "Order", member: "more")) { try schema.hashStruct("Order", order) }
        #expect(throws: TypedDataError.unknownType("Nothing")) { try schema.typeHash("Nothing") }
    }

    /// Reports: the digest, the signature to the byte, and the general encoder beside the special one.
    @Test func reports() throws {
        let schema = TypedDataSchema([
            "Report": [
                .init("bytes32", "feedId"), .init("bytes32", "modelId"), .init("uint64", "round"),
                .init("uint64", "observedAt"), .init("bytes32", "feedCommitment"), .init("int256[]", "values"),
            ]
        ])
        #expect(try schema.encodeType("Report") == Report.typeName)
        for vector in try VectorFile.load().reports {
            let report = Report(
                feedID: try Word(hex: vector.feedId), modelID: try Word(hex: vector.modelId),
                round: try #require(Word(hex: vector.round).asUInt64), observedAt: vector.observedAt,
                feedCommitment: try Word(hex: vector.feedCommitment),
                values: try vector.values.map { try #require(Word(hex: $0).asInt128) })
            let domain = TypedDataDomain.assay(chainID: vector.chainId, verifyingContract: try Address(vector.contract))
            let digest = report.digest(domain: domain)
            #expect(Hex.encode(digest.bytes, prefix: false) == vector.digest)
            let general: [String: TypedValue] = [
                "feedId": .plain(.bytes32(report.feedID)), "modelId": .plain(.bytes32(report.modelID)),
                "round": .plain(.number(report.round)), "observedAt": .plain(.number(report.observedAt)),
                "feedCommitment": .plain(.bytes32(report.feedCommitment)),
                "values": .array(report.values.map { .plain(.signed($0)) }),
            ]
            #expect(try schema.digest("Report", general, domain: domain) == digest)
            let key = try SigningKey(bytes: Hex.decode(vector.key))
            let signature = try #require(key.sign(digest))
            #expect(Hex.encode(signature.bytes, prefix: false) == vector.signature)
            #expect(signature.signer(of: digest) == key.address)
            #expect(signature.signer(of: digest &+ 1) != key.address)
            #expect(Signature(bytes: signature.bytes) == signature)

            let calldata = try ProvenFeed.submit(report: report, proof: [1, 2, 3], signatures: [signature], domain: domain)
            let decoded = try ProvenFeed.decodeSubmit(calldata)
            #expect(decoded.report == report && decoded.proof == [1, 2, 3] && decoded.signatures == [signature.bytes])
        }
    }
}
