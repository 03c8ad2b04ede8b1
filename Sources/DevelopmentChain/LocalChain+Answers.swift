import EthereumKit
import Foundation

extension LocalChain {
    /// A JSON-RPC answer: JSON text of the result, or an error.
    enum Answer {
        case result(String)
        case failure(code: Int, message: String, data: String? = nil)
    }

    static func quantity(_ value: some BinaryInteger) -> String { "\"0x" + String(value, radix: 16) + "\"" }
    static func hex(_ bytes: some Collection<UInt8>) -> String { "\"" + Hex.encode(bytes) + "\"" }

    func answer(_ method: String, _ parameters: [Any], _ view: EndpointView, _ state: inout State) throws -> Answer {
        let lag = view.lag
        let visible = state.blocks.dropLast(Int(min(lag, UInt64(state.blocks.count - 1))))
        guard let head = visible.last else { return .failure(code: -32603, message: "internal error") }
        switch method {
        case "eth_chainId":
            return .result(Self.quantity(view.chainID ?? chainID))
        case "net_version": return .result("\"\(view.chainID ?? chainID)\"")
        case "web3_clientVersion": return .result("\"assay/development\"")
        case "eth_accounts": return .result("[]")
        case "eth_blockNumber":
            return .result(Self.quantity(head.number + view.lead))
        case "eth_getBlockByNumber":
            guard let number = Self.blockNumber(parameters.first, head: head.number) else { return .failure(code: -32602, message: "invalid argument 0") }
            guard number <= head.number else { return .result("null") }
            return .result(json(visible[Int(number)], forged: view.forgesHashes))
        case "eth_getTransactionCount":
            guard let account = Self.address(parameters.first) else { return .failure(code: -32602, message: "invalid argument 0") }
            var nonce = (lag == 0 ? state.accounts : head.accounts)[account]?.nonce ?? 0
            if let number = Self.number(parameters.last) {
                guard number <= head.number else { return .failure(code: -32000, message: "header not found") }
                nonce = visible[Int(number)].accounts[account]?.nonce ?? 0
            }
            if parameters.last as? String == "pending", lag == 0 {
                while state.pool.contains(where: { $0.sender == account && $0.nonce == nonce }) { nonce += 1 }
            }
            return .result(Self.quantity(nonce))
        case "eth_getBalance":
            guard let account = Self.address(parameters.first) else { return .failure(code: -32602, message: "invalid argument 0") }
            return .result(Self.quantity(state.accounts[account]?.balance ?? 0))
        case "eth_gasPrice": return .result(Self.quantity(state.baseFee + Self.gwei))
        case "eth_feeHistory":
            let count = Int(Self.number(parameters.first) ?? 1)
            let blocks = visible.suffix(count)
            let fees = (blocks.map(\.baseFee) + [state.baseFee]).map { Self.quantity($0) }.joined(separator: ",")
            let points = (parameters.last as? [Any])?.count ?? 0
            let row = "[" + [String](repeating: Self.quantity(Self.gwei), count: points).joined(separator: ",") + "]"
            let rewards = [String](repeating: row, count: blocks.count).joined(separator: ",")
            return .result(
                "{\"oldestBlock\":\(Self.quantity(blocks.first?.number ?? 0)),\"baseFeePerGas\":[\(fees)],\"gasUsedRatio\":[],\"reward\":[\(rewards)]}")
        case "eth_getCode":
            guard let account = Self.address(parameters.first) else { return .failure(code: -32602, message: "invalid argument 0") }
            return .result(Self.hex(try evm.code(of: account)))
        case "eth_call", "eth_estimateGas": return try simulate(method, parameters, head, state)
        case "eth_sendRawTransaction": return try take(parameters, swallow: view.swallows, &state)
        case "eth_getTransactionReceipt":
            guard let hash = parameters.first as? String else { return .failure(code: -32602, message: "invalid argument 0") }
            for block in visible.reversed() {
                for (index, receipt) in block.receipts.enumerated() where receipt.transaction.hash.description == hash {
                    return .result(json(receipt, block, index))
                }
            }
            return .result("null")
        case "eth_getLogs": return logs(parameters, Array(visible))
        default: return .failure(code: -32601, message: "the method \(method) does not exist/is not available")
        }
    }

    private func simulate(_ method: String, _ parameters: [Any], _ head: Block, _ state: State) throws -> Answer {
        guard let message = parameters.first as? [String: Any], let text = message["data"] as? String, let data = try? Hex.decode(text) else {
            return .failure(code: -32602, message: "invalid argument 0")
        }
        guard let to = Self.address(message["to"]) else { return .result(Self.quantity(12_000_000)) }
        try evm.configure(timestamp: max(head.timestamp, state.time), blockNumber: head.number)
        let outcome = try evm.call(to: to, data: data, from: Self.address(message["from"]), gasLimit: Self.blockGasLimit)
        guard outcome.success else {
            return .failure(code: 3, message: "execution reverted", data: Hex.encode(outcome.output))
        }
        // What a call needs at least is more than it uses in the end: a 64th is kept back in every inner call.
        return .result(method == "eth_call" ? Self.hex(outcome.output) : Self.quantity(outcome.gasUsed + outcome.gasUsed / 16))
    }

    private func take(_ parameters: [Any], swallow: Bool, _ state: inout State) throws -> Answer {
        guard let text = parameters.first as? String, let raw = try? Hex.decode(text), let transaction = ReceivedTransaction(raw: raw) else {
            return .failure(code: -32602, message: "failed to decode signed transaction")
        }
        if !swallow {
            if let refusal = refusal(of: transaction, state) { return .failure(code: -32000, message: refusal) }
            state.pool.removeAll { $0.sender == transaction.sender && $0.nonce == transaction.nonce }
            state.pool.append(transaction)
            if state.minesAtOnce { try mineOne(&state) }
        }
        return .result(Self.hex(transaction.hash.bytes))
    }

    private func logs(_ parameters: [Any], _ blocks: [Block]) -> Answer {
        guard let filter = parameters.first as? [String: Any], let contract = Self.address(filter["address"]),
            let first = Self.number(filter["fromBlock"]), let last = Self.number(filter["toBlock"])
        else { return .failure(code: -32602, message: "invalid argument 0") }
        let topics = (filter["topics"] as? [Any] ?? []).map { $0 as? String }
        var found: [String] = []
        for block in blocks where block.number >= first && block.number <= last {
            for receipt in block.receipts {
                for log in receipt.outcome.logs where log.address == contract {
                    let fits = topics.enumerated().allSatisfy { index, topic in
                        topic == nil || (log.topics.indices.contains(index) && Hex.encode(log.topics[index]) == topic)
                    }
                    if fits { found.append(json(log, receipt, block)) }
                }
            }
        }
        return .result("[\(found.joined(separator: ","))]")
    }

    private func json(_ block: Block, forged: Bool) -> String {
        let hash = forged ? Word(high: ~block.hash.high, low: block.hash.low) : block.hash
        return "{\"number\":\(Self.quantity(block.number)),\"hash\":\"\(hash)\",\"parentHash\":\"\(block.parent)\",\"timestamp\":\(Self.quantity(block.timestamp)),"
            + "\"gasLimit\":\(Self.quantity(Self.blockGasLimit)),\"baseFeePerGas\":\(Self.quantity(block.baseFee))}"
    }

    private func json(_ receipt: Receipt, _ block: Block, _ index: Int) -> String {
        let logs = receipt.outcome.logs.map { json($0, receipt, block) }.joined(separator: ",")
        let created = receipt.created.map { Self.hex($0.bytes) } ?? "null"
        return "{\"transactionHash\":\"\(receipt.transaction.hash)\",\"transactionIndex\":\(Self.quantity(index)),\"blockHash\":\"\(block.hash)\","
            + "\"blockNumber\":\(Self.quantity(block.number)),\"status\":\(receipt.outcome.success ? "\"0x1\"" : "\"0x0\""),"
            + "\"gasUsed\":\(Self.quantity(receipt.outcome.gasUsed)),\"effectiveGasPrice\":\(Self.quantity(receipt.price)),"
            + "\"contractAddress\":\(created),\"logs\":[\(logs)]}"
    }

    private func json(_ log: LocalEVM.Log, _ receipt: Receipt, _ block: Block) -> String {
        "{\"address\":\(Self.hex(log.address.bytes)),\"topics\":[\(log.topics.map { Self.hex($0) }.joined(separator: ","))],\"data\":\(Self.hex(log.data)),"
            + "\"blockNumber\":\(Self.quantity(block.number)),\"transactionHash\":\"\(receipt.transaction.hash)\",\"removed\":false}"
    }

    private static func number(_ value: Any?) -> UInt64? {
        guard let text = value as? String, text.hasPrefix("0x") else { return nil }
        return UInt64(text.dropFirst(2), radix: 16)
    }

    private static func blockNumber(_ value: Any?, head: UInt64) -> UInt64? {
        switch value as? String {
        case "latest", "pending": head
        case "earliest": 0
        default: number(value)
        }
    }

    private static func address(_ value: Any?) -> Address? { (value as? String).flatMap { try? Address($0) } }
}
