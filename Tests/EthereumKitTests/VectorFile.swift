import EthereumKit
import Foundation
import Testing

/// `Vectors/ethereum.json`; see the page beside it for its origin.
struct VectorFile: Decodable {
    struct Key: Decodable {
        let key: String
        let address: String
    }

    struct ABICase: Decodable {
        let types: [String]
        let values: [JSONValue]
        let encoded: String
    }

    struct ReportCase: Decodable {
        let key: String
        let chainId: UInt64
        let contract: String
        let feedId: String
        let modelId: String
        let round: String
        let observedAt: UInt64
        let feedCommitment: String
        let values: [String]
        let digest: String
        let signature: String
    }

    struct Typed: Decodable {
        let digest: String
    }

    struct Transaction: Decodable {
        struct Access: Decodable {
            let address: String
            let slots: [String]
        }

        let key: String
        let chainId: UInt64
        let nonce: UInt64
        let gas: UInt64
        let value: String
        let data: String
        let to: String?
        let gasPrice: UInt64?
        let maxPriorityFeePerGas: UInt64?
        let maxFeePerGas: UInt64?
        let accessList: [Access]
        let raw: String
        let hash: String
    }

    struct Selector: Decodable {
        let signature: String
        let selector: String
    }

    let keys: [Key]
    let abi: [ABICase]
    let reports: [ReportCase]
    let typed: Typed
    let transactions: [Transaction]
    let selectors: [Selector]

    static func load() throws -> VectorFile {
        let url = try #require(Bundle.module.url(forResource: "ethereum", withExtension: "json", subdirectory: "Vectors"))
        return try JSONDecoder().decode(VectorFile.self, from: Data(contentsOf: url))
    }
}

/// As much of JSON as the ABI cases use.
indirect enum JSONValue: Decodable {
    case text(String)
    case flag(Bool)
    case list([JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .list(try container.decode([JSONValue].self))
        }
    }

    func value(as type: ABIType) throws -> ABIValue {
        switch (type, self) {
        case (.uint, .text(let text)): .uint(try Word(hex: text))
        case (.int, .text(let text)): .int(try Word(hex: text))
        case (.address, .text(let text)): .address(try Address(text))
        case (.bool, .flag(let flag)): .bool(flag)
        case (.fixedBytes, .text(let text)): .fixedBytes(try Hex.decode(text))
        case (.bytes, .text(let text)): .bytes(try Hex.decode(text))
        case (.string, .text(let text)): .string(text)
        case (.array(let element), .list(let items)), (.fixedArray(let element, _), .list(let items)):
            .array(try items.map { try $0.value(as: element) })
        case (.tuple(let members), .list(let items)):
            .tuple(try zip(members, items).map { member, item in try item.value(as: member) })
        default: throw ABIError.mismatch(type: type.name)
        }
    }
}
