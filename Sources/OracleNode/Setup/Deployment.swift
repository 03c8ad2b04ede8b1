import EthereumKit
import Foundation
import MarketFeeds

/// What `assay deploy` does: each configured feed's verifier and feed contract brought to the chain, and their addresses written into the
/// configuration.
///
/// Running it again deploys only what is missing: a feed whose contract is configured and stands on the chain is left alone. A
/// transaction is waited for until its receipt is there; one that was interrupted costs its gas and nothing else.
public struct Deployment: Sendable {
    public enum Step: Sendable {
        case preparing(String)
        /// A transaction is on its way.
        case sent(what: String, hash: Word)
        case deployed(what: String, Address, gasUsed: UInt64)
        case kept(feed: String, Address)
    }

    public struct Result: Sendable {
        public struct Feed: Sendable {
            public let name: String
            public let contract: Address
            /// Nil where the feed's contract stood already.
            public let verifier: Address?
            public let modelID: Word
        }

        public let feeds: [Feed]
        /// False where the addresses have to be put into the file by hand.
        public let isWritten: Bool
        public let gasUsed: UInt64
    }

    private let path: String
    private let configuration: NodeConfiguration
    private let pool: RPCPool
    private let signer: any TransactionSigner
    private let owner: Address
    private let patience: Duration
    private let poll: Duration

    /// - Parameters:
    ///   - path: the configuration's file.
    ///   - owner: of the feed contracts; the paying account where nil.
    ///   - patience: how long one transaction is waited for.
    public init(
        path: String, configuration: NodeConfiguration, pool: RPCPool, signer: any TransactionSigner, owner: Address? = nil,
        patience: Duration = .seconds(300), poll: Duration = .milliseconds(500)
    ) {
        self.path = path
        self.configuration = configuration
        self.pool = pool
        self.signer = signer
        self.owner = owner ?? signer.address
        self.patience = patience
        self.poll = poll
    }

    public func run(_ report: @escaping @Sendable (Step) -> Void) async throws -> Result {
        report(.preparing("comparing the endpoints"))
        await pool.check()
        var feeds: [Result.Feed] = []
        var gas: UInt64 = 0
        var fresh: [String: Address] = [:]
        for settings in configuration.feeds {
            let file = try settings.load()
            let circuit = try await FeedCircuit.make(file.feed) { report(.preparing("\(file.feed.name): \($0)")) }
            if circuit.srs.isInsecure, !configuration.chain.isDevelopment {
                throw NodeError(
                    .refused, "\(file.feed.name) is proven with \(circuit.srs.origin), which is for development chains only",
                    next: "import a ceremony's reference string with `assay srs import`")
            }
            guard let modelID = Word(bytes: circuit.modelID) else { throw NodeError(.inconsistent, "a model id is not 32 bytes") }
            if let contract = try await standing(settings.contract) {
                report(.kept(feed: file.feed.name, contract))
                feeds.append(Result.Feed(name: file.feed.name, contract: contract, verifier: nil, modelID: modelID))
                continue
            }
            // The committed code must be that of this very key: `artifact()` refuses any other.
            let verifier = try VerifierContract(key: circuit.key.verifyingKey, feed: file.feed.name)
            let placed = try await create(verifier.name, try verifier.artifact(), [], report)
            let feedArtifact = try ContractArtifact.named("ProvenFeed")
            let arguments = try circuit.contractConfiguration(
                feed: file, verifier: placed.address, owner: owner, signers: configuration.keys.signing.map(\.account)
            ).constructorArguments
            let feed = try await create("ProvenFeed \(file.feed.name)", feedArtifact, arguments, report)
            gas += placed.gasUsed + feed.gasUsed
            fresh[file.feed.name] = feed.address
            feeds.append(Result.Feed(name: file.feed.name, contract: feed.address, verifier: placed.address, modelID: modelID))
            // At once: what stands on the chain must not be forgotten when the next feed fails.
            if !write(fresh) { report(.preparing("feeds[].contract of \(file.feed.name) is \(feed.address): write it into \(path)")) }
        }
        return Result(feeds: feeds, isWritten: write(fresh), gasUsed: gas)
    }

    private func write(_ contracts: [String: Address]) -> Bool {
        if contracts.isEmpty { return true }
        guard let data = FileManager.default.contents(atPath: path),
            let edited = ConfigurationEdit.setting(contracts, in: String(decoding: data, as: UTF8.self), file: path)
        else { return false }
        return (try? FileWriter.write(edited, to: path)) != nil
    }

    /// The contract, where there is code at its address.
    private func standing(_ contract: Address?) async throws -> Address? {
        guard let contract else { return nil }
        return try await pool.code(contract).isEmpty ? nil : contract
    }

    /// One creation: simulated first, sent once, waited for.
    private func create(
        _ what: String, _ artifact: ContractArtifact, _ arguments: [UInt8], _ report: @Sendable (Step) -> Void
    ) async throws -> (address: Address, gasUsed: UInt64) {
        let code = artifact.bytecode + arguments
        let gas = try await estimate(what, artifact, code)
        let signed = try await signer.sign(try await transaction(code, gas: gas + gas / 100 * configuration.chain.gasMarginPercent))
        try await send(what, signed)
        report(.sent(what: what, hash: signed.hash))
        let receipt = try await receipt(signed.hash)
        guard receipt.succeeded, let address = receipt.contractAddress else {
            throw NodeError(
                .refused, "\(what) was not created: the transaction \(signed.hash) failed after \(receipt.gasUsed) gas",
                next: "raise chain.gas_margin_percent, and run `assay deploy` again")
        }
        report(.deployed(what: what, address, gasUsed: receipt.gasUsed))
        return (address, receipt.gasUsed)
    }

    private func estimate(_ what: String, _ artifact: ContractArtifact, _ code: [UInt8]) async throws -> UInt64 {
        do {
            return try await pool.estimateGas(CallMessage(from: signer.address, to: nil, data: code))
        } catch {
            guard error.kind == .executionReverted else { throw error }
            throw NodeError(
                .refused, "\(what) would not be created: \(artifact.explain(revertData: error.revertData, message: error.message))",
                next: "check the feed file's values and keys.signing")
        }
    }

    private func send(_ what: String, _ transaction: SignedTransaction) async throws {
        do {
            try await pool.broadcast(transaction)
        } catch {
            guard error.kind == .insufficientFunds else { throw error }
            throw NodeError(
                .refused, "\(signer.address) cannot pay for \(what): \(error.message)", next: "send some ether to \(signer.address)")
        }
    }

    private func receipt(_ hash: Word) async throws -> TransactionReceipt {
        let deadline = ContinuousClock.now + patience
        repeat {
            await pool.check()
            // An endpoint that fails meanwhile is asked again.
            if let receipt = try? await pool.receipt(hash) { return receipt }
            try await Task.sleep(for: poll)
        } while ContinuousClock.now < deadline
        throw NodeError(
            .refused, "the transaction \(hash) is in no block after \(patience)",
            next: "wait until it is, or raise chain.fees; then run `assay deploy` again")
    }

    private func transaction(_ code: [UInt8], gas: UInt64) async throws -> UnsignedTransaction {
        let chain = configuration.chain
        let nonce = try await pool.transactionCount(signer.address, .pending)
        guard let head = try await pool.block(.latest) else {
            throw NodeError(.environment, "the chain has no latest block", next: "check the endpoints with `assay doctor`")
        }
        let suggested = try await pool.gasPrice()
        let market =
            chain.fees.isLegacy
            ? FeeMarket(baseFee: nil, tip: suggested)
            : FeeMarket(baseFee: head.baseFeePerGas, tip: suggested > (head.baseFeePerGas ?? 0) ? suggested - (head.baseFeePerGas ?? 0) : 0)
        guard case .offer(let fees) = chain.fees.decide(market, previous: nil) else {
            throw NodeError(.refused, "gas costs more than the cap of chain.fees.cap_gwei", next: "wait, or raise the cap")
        }
        if chain.fees.isLegacy || head.baseFeePerGas == nil {
            return .legacy(LegacyTransaction(chainID: chain.id, nonce: nonce, gasPrice: fees.maxFee, gasLimit: gas, to: nil, data: code))
        }
        return .feeMarket(
            FeeMarketTransaction(
                chainID: chain.id, nonce: nonce, maxPriorityFeePerGas: fees.tip, maxFeePerGas: fees.maxFee, gasLimit: gas, to: nil, data: code))
    }
}

extension Deployment.Result {
    /// Where everything stands, and what to do next.
    public func text(configuration: String) -> String {
        var lines = feeds.map { "\($0.name)  \($0.contract)" }
        if isWritten {
            lines.append("the addresses are in \(configuration); next: assay run --config \(configuration)")
        } else {
            lines.append("\(configuration) is laid out in a way that is not edited here; write into it:")
            lines += feeds.filter { $0.verifier != nil }.map { "  the entry of \($0.name) in feeds:  contract: \"\($0.contract)\"" }
        }
        return lines.joined(separator: "\n")
    }

    public var json: CanonicalJSON {
        .object([
            "written": .bool(isWritten), "gasUsed": .number(Int64(clamping: gasUsed)),
            "feeds": .array(
                feeds.map {
                    .object([
                        "feed": .string($0.name), "contract": .string("\($0.contract)"), "verifier": $0.verifier.map { .string("\($0)") } ?? .null,
                        "modelId": .string("\($0.modelID)"),
                    ])
                }),
        ])
    }
}
