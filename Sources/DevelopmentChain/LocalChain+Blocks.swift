import EthereumKit

extension LocalChain {
    /// Mines blocks of what the pool holds and the base fee allows.
    ///
    /// - Returns: how many transactions are in them.
    @discardableResult
    public func mine(_ count: Int = 1) throws -> Int {
        try state.withLock { state in
            if let clock { state.time = max(state.time, clock()) }
            for _ in 0..<count { try mineOne(&state) }
            return state.blocks.suffix(count).reduce(0) { $0 + $1.transactions.count }
        }
    }

    func mineOne(_ state: inout State) throws {
        guard let parent = state.blocks.last else { return }
        let timestamp = max(parent.timestamp + 1, state.time)
        let number = parent.number + 1
        try evm.configure(timestamp: timestamp, blockNumber: number)
        var block = Block(
            number: number, hash: .zero, parent: parent.hash, timestamp: timestamp, baseFee: state.baseFee, transactions: [], receipts: [],
            accounts: [:])
        while let next = takeNext(&state) {
            block.transactions.append(next)
            block.receipts.append(try execute(next, &state))
        }
        block.hash = Self.blockHash(
            number: number, parent: parent.hash, timestamp: timestamp, fork: state.fork, transactions: block.transactions.map(\.hash))
        block.accounts = state.accounts
        state.blocks.append(block)
    }

    /// The best paying transaction whose turn it is.
    private func takeNext(_ state: inout State) -> ReceivedTransaction? {
        let ready = state.pool.indices.filter { index in
            let transaction = state.pool[index]
            let account = state.accounts[transaction.sender] ?? Account()
            return transaction.nonce == account.nonce && transaction.maxFee >= state.baseFee
                && account.balance >= UInt128(transaction.gasLimit) * transaction.maxFee + transaction.value
        }
        let baseFee = state.baseFee
        guard let best = ready.max(by: { state.pool[$0].paid(baseFee: baseFee) < state.pool[$1].paid(baseFee: baseFee) })
        else { return nil }
        return state.pool.remove(at: best)
    }

    private func execute(_ transaction: ReceivedTransaction, _ state: inout State) throws -> Receipt {
        let price = transaction.paid(baseFee: state.baseFee)
        var created: Address?
        let outcome: LocalEVM.Outcome
        if let to = transaction.to {
            outcome = try evm.transact(to: to, data: transaction.data, from: transaction.sender, gasLimit: transaction.gasLimit)
        } else {
            (created, outcome) = try evm.deploy(bytecode: transaction.data, from: transaction.sender, gasLimit: transaction.gasLimit)
        }
        var account = state.accounts[transaction.sender] ?? Account()
        account.nonce += 1
        account.balance -= min(account.balance, UInt128(outcome.gasUsed) * price + (outcome.success ? transaction.value : 0))
        state.accounts[transaction.sender] = account
        return Receipt(transaction: transaction, outcome: outcome, created: created, price: price)
    }

    /// Replaces the last `depth` blocks by as many empty ones and one more, with other hashes.
    ///
    /// - Parameter keepsTransactions: whether what was in them goes back to the pool, as nodes do, or is forgotten.
    public func reorganize(depth: Int, keepsTransactions: Bool = true) throws {
        try state.withLock { state in
            guard depth > 0, depth < state.blocks.count else { throw ChainError(message: "no \(depth) blocks to replace") }
            let removed = Array(state.blocks.suffix(depth))
            state.blocks.removeLast(depth)
            state.accounts = state.blocks.last?.accounts ?? [:]
            state.fork += 1
            let returning = keepsTransactions ? removed.flatMap(\.transactions) : []
            let waiting = state.pool
            state.pool = []
            try replay(state)
            for _ in 0...depth { try mineOne(&state) }
            state.pool = returning + waiting
        }
    }

    /// The machine has no way back, so it is brought to the state of the last block by running everything again.
    private func replay(_ state: State) throws {
        try evm.reset()
        try evm.configure(timestamp: state.blocks.first?.timestamp, blockNumber: 0)
        for step in state.setup {
            switch step {
            case .deploy(let code): _ = try evm.deploy(bytecode: code)
            case .transact(let contract, let data): _ = try evm.transact(to: contract, data: data)
            }
        }
        for block in state.blocks where !block.transactions.isEmpty {
            try evm.configure(timestamp: block.timestamp, blockNumber: block.number)
            for transaction in block.transactions {
                if let to = transaction.to {
                    _ = try evm.transact(to: to, data: transaction.data, from: transaction.sender, gasLimit: transaction.gasLimit)
                } else {
                    _ = try evm.deploy(bytecode: transaction.data, from: transaction.sender, gasLimit: transaction.gasLimit)
                }
            }
        }
    }

    /// What geth's pool says to a transaction; nil where it is taken.
    func refusal(of transaction: ReceivedTransaction, _ state: State) -> String? {
        let account = state.accounts[transaction.sender] ?? Account()
        if transaction.chainID != chainID { return "invalid chain id for signer: have \(transaction.chainID) want \(chainID)" }
        if state.pool.contains(where: { $0.hash == transaction.hash }) { return "already known" }
        if transaction.gasLimit > Self.blockGasLimit { return "exceeds block gas limit" }
        if transaction.tip > transaction.maxFee { return "max priority fee per gas higher than max fee per gas" }
        if transaction.gasLimit < transaction.intrinsicGas {
            return "intrinsic gas too low: gas \(transaction.gasLimit), minimum needed \(transaction.intrinsicGas)"
        }
        if transaction.tip < state.minimumTip {
            return "transaction underpriced: gas tip cap \(transaction.tip), minimum needed \(state.minimumTip)"
        }
        if transaction.nonce < account.nonce {
            return "nonce too low: next nonce \(account.nonce), tx nonce \(transaction.nonce)"
        }
        let cost = UInt128(transaction.gasLimit) * transaction.maxFee + transaction.value
        if account.balance < cost {
            return "insufficient funds for gas * price + value: balance \(account.balance), tx cost \(cost), overshot \(cost - account.balance)"
        }
        if let rival = state.pool.first(where: { $0.sender == transaction.sender && $0.nonce == transaction.nonce }),
            transaction.maxFee * 10 < rival.maxFee * 11 || transaction.tip * 10 < rival.tip * 11
        {
            return "replacement transaction underpriced"
        }
        return nil
    }
}
