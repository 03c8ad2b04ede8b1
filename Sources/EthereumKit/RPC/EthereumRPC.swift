/// Something that answers JSON-RPC questions: one endpoint, or a pool of them.
public protocol EthereumRPC: Sendable {
    /// Asks and decodes. An answer of another shape than `Answer` is an error of kind ``RPCErrorKind/badAnswer``.
    func ask<Answer: Decodable & Sendable>(_ request: RPCRequest, as type: Answer.Type) async throws(RPCError) -> Answer
}

extension EthereumRPC {
    /// The name under which errors found here are reported.
    private func broken(_ method: String, _ message: String) -> RPCError {
        RPCError(.badAnswer, method: method, endpoint: "node", message: message)
    }

    private func number(_ request: RPCRequest) async throws(RPCError) -> UInt64 {
        guard let number = try await ask(request, as: RPCQuantity.self).number else {
            throw broken(request.method, "more than 63 bits")
        }
        return number
    }

    public func chainID() async throws(RPCError) -> UInt64 { try await number(RPCRequest("eth_chainId")) }
    public func blockNumber() async throws(RPCError) -> UInt64 { try await number(RPCRequest("eth_blockNumber")) }

    /// Nil where the node has no such block.
    public func block(_ tag: BlockTag) async throws(RPCError) -> BlockHeader? {
        try await ask(RPCRequest("eth_getBlockByNumber", [tag.parameter, .flag(false)]), as: BlockHeader?.self)
    }

    /// How many transactions of the account are in blocks (``BlockTag/latest``), or also in the node's pool
    /// (``BlockTag/pending``): its next nonce.
    public func transactionCount(_ account: Address, _ tag: BlockTag) async throws(RPCError) -> UInt64 {
        try await number(RPCRequest("eth_getTransactionCount", [.address(account), tag.parameter]))
    }

    /// Wei.
    public func balance(_ account: Address, _ tag: BlockTag = .latest) async throws(RPCError) -> Word {
        try await ask(RPCRequest("eth_getBalance", [.address(account), tag.parameter]), as: RPCQuantity.self).word
    }

    /// Wei per gas, as the node suggests for transactions with one price.
    public func gasPrice() async throws(RPCError) -> UInt128 {
        let word = try await ask(RPCRequest("eth_gasPrice"), as: RPCQuantity.self).word
        guard word.high == 0 else { throw broken("eth_gasPrice", "more than 128 bits") }
        return word.low
    }

    /// - Parameters:
    ///   - blocks: 1 … 1024, up to the latest.
    ///   - percentiles: rising, 0 … 100.
    public func feeHistory(blocks: UInt64, percentiles: [Double]) async throws(RPCError) -> FeeHistory {
        let parameters: [RPCParameter] = [.quantity(blocks), .text("latest"), .numbers(percentiles)]
        return try await ask(RPCRequest("eth_feeHistory", parameters), as: FeeHistory.self)
    }

    /// Gas that the message needs. A message that reverts is an error of kind ``RPCErrorKind/executionReverted``.
    public func estimateGas(_ message: CallMessage) async throws(RPCError) -> UInt64 {
        try await number(RPCRequest("eth_estimateGas", [message.parameter]))
    }

    /// Runs a message on a state and forgets what it changed. A revert is an outcome.
    public func call(_ message: CallMessage, _ tag: BlockTag = .latest) async throws(RPCError) -> CallOutcome {
        do {
            return .returned(try await ask(RPCRequest("eth_call", [message.parameter, tag.parameter]), as: RPCBytes.self).bytes)
        } catch where error.kind == .executionReverted {
            return .reverted(data: error.revertData, message: error.message)
        }
    }

    public func code(_ account: Address) async throws(RPCError) -> [UInt8] {
        try await ask(RPCRequest("eth_getCode", [.address(account), .text("latest")]), as: RPCBytes.self).bytes
    }

    /// Hands a transaction to the node. An answer with another hash than the transaction's is an error.
    public func send(_ transaction: SignedTransaction) async throws(RPCError) {
        let request = RPCRequest("eth_sendRawTransaction", [.bytes(transaction.raw)])
        let hash = try await ask(request, as: RPCBytes.self).bytes
        guard hash == transaction.hash.bytes else {
            throw broken(request.method, "answered with the hash \(Hex.encode(hash.prefix(32))) of another transaction")
        }
    }

    /// Nil while the transaction is in no block.
    public func receipt(_ hash: Word) async throws(RPCError) -> TransactionReceipt? {
        let request = RPCRequest("eth_getTransactionReceipt", [.word(hash)])
        let receipt = try await ask(request, as: TransactionReceipt?.self)
        guard receipt == nil || receipt?.transactionHash == hash else {
            throw broken(request.method, "answered with the receipt of another transaction")
        }
        return receipt
    }

    /// Events of a contract in a range of blocks, both ends included.
    ///
    /// - Parameter topics: by place; nil lets any pass.
    public func logs(
        of contract: Address, topics: [Word?] = [], from first: UInt64, to last: UInt64
    ) async throws(RPCError) -> [EventLog] {
        // A list of none in a topic's place lets any pass, as null would.
        let places = topics.map { topic in topic.map(RPCParameter.word) ?? .list([]) }
        let filter = RPCParameter.object([
            .init("address", .address(contract)), .init("topics", .list(places)), .init("fromBlock", .quantity(first)),
            .init("toBlock", .quantity(last)),
        ])
        return try await ask(RPCRequest("eth_getLogs", [filter]), as: [EventLog].self)
    }
}
