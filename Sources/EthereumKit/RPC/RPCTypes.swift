/// Which state a question is about.
public enum BlockTag: Hashable, Sendable {
    case latest
    /// With the node's pool on top: for an account's next nonce.
    case pending
    case number(UInt64)

    var parameter: RPCParameter {
        switch self {
        case .latest: .text("latest")
        case .pending: .text("pending")
        case .number(let number): .quantity(number)
        }
    }
}

/// A block's head, without its transactions.
public struct BlockHeader: Hashable, Sendable, Decodable {
    public let number: UInt64
    public let hash: Word
    public let parentHash: Word
    /// Seconds since 1970.
    public let timestamp: UInt64
    public let gasLimit: UInt64
    /// Wei per gas; nil on chains without EIP-1559.
    public let baseFeePerGas: UInt128?

    private enum Keys: String, CodingKey { case number, hash, parentHash, timestamp, gasLimit, baseFeePerGas }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        number = try container.number(.number)
        hash = try container.word(.hash)
        parentHash = try container.word(.parentHash)
        timestamp = try container.number(.timestamp)
        gasLimit = try container.number(.gasLimit)
        baseFeePerGas = try container.price(.baseFeePerGas)
    }
}

/// One event of a transaction that is in a block.
public struct EventLog: Hashable, Sendable, Decodable {
    public let address: Address
    public let topics: [Word]
    public let data: [UInt8]
    public let blockNumber: UInt64
    public let transactionHash: Word

    private enum Keys: String, CodingKey { case address, topics, data, blockNumber, transactionHash, removed }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        address = try container.address(.address)
        topics = try container.decode([RPCBytes].self, forKey: .topics).map { topic in
            guard let word = Word(bytes: topic.bytes) else {
                throw DecodingError.dataCorruptedError(forKey: .topics, in: container, debugDescription: "not 32 bytes")
            }
            return word
        }
        data = try container.decode(RPCBytes.self, forKey: .data).bytes
        blockNumber = try container.number(.blockNumber)
        transactionHash = try container.word(.transactionHash)
        if try container.decodeIfPresent(Bool.self, forKey: .removed) == true {
            throw DecodingError.dataCorruptedError(
                forKey: .removed, in: container, debugDescription: "an event of a block that is no longer there")
        }
    }
}

/// What became of a transaction that is in a block.
public struct TransactionReceipt: Hashable, Sendable, Decodable {
    public let transactionHash: Word
    public let blockHash: Word
    public let blockNumber: UInt64
    /// False where it reverted; its gas is spent all the same.
    public let succeeded: Bool
    public let gasUsed: UInt64
    /// Wei per gas; nil on nodes that do not say.
    public let effectiveGasPrice: UInt128?
    public let contractAddress: Address?
    public let logs: [EventLog]

    private enum Keys: String, CodingKey {
        case transactionHash, blockHash, blockNumber, status, gasUsed, effectiveGasPrice, contractAddress, logs
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        transactionHash = try container.word(.transactionHash)
        blockHash = try container.word(.blockHash)
        blockNumber = try container.number(.blockNumber)
        switch try container.number(.status) {
        case 0: succeeded = false
        case 1: succeeded = true
        default: throw DecodingError.dataCorruptedError(forKey: .status, in: container, debugDescription: "neither 0 nor 1")
        }
        gasUsed = try container.number(.gasUsed)
        effectiveGasPrice = try container.price(.effectiveGasPrice)
        contractAddress = try container.decodeIfPresent(RPCBytes.self, forKey: .contractAddress) == nil
            ? nil : try container.address(.contractAddress)
        logs = try container.decode([EventLog].self, forKey: .logs)
    }
}

/// What recent blocks charged (`eth_feeHistory`).
public struct FeeHistory: Hashable, Sendable, Decodable {
    /// One for each block asked for, oldest first, and one for the block to come.
    public let baseFeePerGas: [UInt128]
    /// For each block, the tips at the percentiles asked for.
    public let rewards: [[UInt128]]

    private enum Keys: String, CodingKey { case baseFeePerGas, reward }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        func price(_ quantity: RPCQuantity) throws -> UInt128 {
            guard quantity.word.high == 0 else {
                throw DecodingError.dataCorruptedError(forKey: .reward, in: container, debugDescription: "more than 128 bits")
            }
            return quantity.word.low
        }
        baseFeePerGas = try container.decode([RPCQuantity].self, forKey: .baseFeePerGas).map(price)
        rewards = try (container.decodeIfPresent([[RPCQuantity]].self, forKey: .reward) ?? []).map { try $0.map(price) }
    }
}

/// A call to simulate or to estimate.
public struct CallMessage: Hashable, Sendable {
    public var from: Address?
    /// Nil creates a contract.
    public var to: Address?
    public var data: [UInt8]
    public var gasLimit: UInt64?

    public init(from: Address? = nil, to: Address?, data: [UInt8], gasLimit: UInt64? = nil) {
        self.from = from
        self.to = to
        self.data = data
        self.gasLimit = gasLimit
    }

    var parameter: RPCParameter {
        var members: [RPCParameter.Member] = []
        if let from { members.append(.init("from", .address(from))) }
        if let to { members.append(.init("to", .address(to))) }
        if let gasLimit { members.append(.init("gas", .quantity(gasLimit))) }
        members.append(.init("data", .bytes(data)))
        return .object(members)
    }
}

/// What a simulated call came to.
public enum CallOutcome: Hashable, Sendable {
    case returned([UInt8])
    /// The contract refused: the data of its error, and how the node put it.
    case reverted(data: [UInt8], message: String)
}
