import EthereumKit
import Foundation
import MarketFeeds

/// What `assay deploy` does: each configured feed's verifier, feed contract and adapters brought to the chain, one multicall where there are
/// several feeds, and the addresses that the node needs written into the configuration.
///
/// Running it again deploys only what is missing: see ``DeploymentRecord``. A feed whose contract is configured and stands on the chain is
/// left alone.
public struct Deployment: Sendable {
    public enum Step: Sendable {
        case preparing(String)
        /// What will be created, with what it is created with, and what that will cost about.
        case planned([Planned], gas: UInt64, wei: UInt128)
        /// A transaction is on its way.
        case sent(what: String, hash: Word)
        case deployed(what: String, Address, gasUsed: UInt64)
        case kept(what: String, Address)
        case note(String)
    }

    public struct Planned: Sendable {
        public let what: String
        public let settings: [(name: String, value: String)]
        /// An estimate.
        public let gas: UInt64
    }

    let path: String
    let configuration: NodeConfiguration
    let pool: RPCPool
    let signer: any TransactionSigner
    let options: Options
    let patience: Duration
    let poll: Duration

    /// - Parameters:
    ///   - path: the configuration's file.
    ///   - patience: how long one transaction is waited for.
    public init(
        path: String, configuration: NodeConfiguration, pool: RPCPool, signer: any TransactionSigner, options: Options = Options(),
        patience: Duration = .seconds(300), poll: Duration = .milliseconds(500)
    ) {
        self.path = path
        self.configuration = configuration
        self.pool = pool
        self.signer = signer
        self.options = options
        self.patience = patience
        self.poll = poll
    }

    var owner: Address { options.owner ?? signer.address }
    private var recordPath: String { DeploymentRecord.path(beside: path, chainID: configuration.chain.id) }

    /// What there is to do.
    private struct Findings {
        var feeds: [(name: String, modelID: Word)] = []
        var parts: [DeploymentPart] = []
        /// What stands already.
        var standing = DeployedAddresses()
        var missing: [Planned] = []
    }

    /// Says what ``run(_:)`` would do, and does nothing.
    public func plan(_ report: @escaping @Sendable (Step) -> Void) async throws {
        let record = try DeploymentRecord.load(recordPath, chainID: configuration.chain.id)
        _ = try await look(record, report)
    }

    public func run(_ report: @escaping @Sendable (Step) -> Void) async throws -> Result {
        var record = try DeploymentRecord.load(recordPath, chainID: configuration.chain.id)
        let survey = try await look(record, report)
        var standing = survey.standing
        var spent = Spending()
        var fresh: [String: Address] = [:]
        for part in survey.parts where standing[part.role, part.feed] == nil {
            let needed = part.needs.flatMap { standing[$0, part.feed] } ?? .zero
            let (address, cost) = try await place(part, try part.creation(needed), &record, report)
            standing[part.role, part.feed] = address
            spent.add(cost)
            guard part.role == .feed, let feed = part.feed else { continue }
            // At once: what stands on the chain must not be forgotten when the next contract fails.
            fresh[feed] = address
            if !write(fresh, nil) { report(.note("feeds[].contract of \(feed) is \(address): write it into \(path)")) }
        }
        // Contracts that an interrupted run had created, and had no time to write down.
        for settings in configuration.feeds where settings.contract != standing[.feed, settings.name] {
            if let address = standing[.feed, settings.name] { fresh[settings.name] = address }
        }
        let feeds = try survey.feeds.map { feed in
            guard let contract = standing[.feed, feed.name] else { throw NodeError(.inconsistent, "\(feed.name) was not deployed") }
            return Result.Feed(
                name: feed.name, contract: contract, verifier: standing[.verifier, feed.name], priceAdapter: standing[.priceAdapter, feed.name],
                volatilityAdapter: standing[.volatilityAdapter, feed.name], isNew: fresh[feed.name] != nil, modelID: feed.modelID)
        }
        let multicall = standing[.multicall, nil]
        return Result(
            feeds: feeds, multicall: multicall, isWritten: write(fresh, multicall == configuration.chain.multicall ? nil : multicall), record: recordPath, transactions: spent.transactions,
            gasUsed: spent.gas, wei: spent.wei)
    }

    // MARK: Looking

    private func look(_ record: DeploymentRecord, _ report: @escaping @Sendable (Step) -> Void) async throws -> Findings {
        report(.preparing("comparing the endpoints"))
        try await checkChain()
        var survey = Findings()
        for settings in configuration.feeds { try await look(at: settings, record, &survey, report) }
        if configuration.feeds.count > 1 {
            if let multicall = configuration.chain.multicall, try await !pool.code(multicall).isEmpty { survey.standing[.multicall, nil] = multicall }
            survey.parts.append(DeploymentPart(.multicall, feed: nil, title: "FeedMulticall") { _ in try .multicall() })
        }
        for part in survey.parts where survey.standing[part.role, part.feed] == nil {
            let needed = part.needs.map { survey.standing[$0, part.feed] }
            let deployment = try part.creation((needed ?? nil) ?? .zero)
            // What it is created with is known once that stands which it is created for.
            let isKnown = needed == nil || needed ?? nil != nil
            if isKnown, let address = try await standing(record.entry(part.role, feed: part.feed), deployment) {
                survey.standing[part.role, part.feed] = address
                report(.kept(what: part.title, address))
            } else {
                survey.missing.append(Planned(what: part.title, settings: part.settings, gas: DeploymentPart.likelyGas(deployment, role: part.role)))
            }
        }
        let gas = survey.missing.reduce(0) { $0 + $1.gas }
        let wei = try await price().total(gas)
        report(.planned(survey.missing, gas: gas, wei: wei))
        if !survey.missing.isEmpty { try await checkBalance(wei) }
        return survey
    }

    private func look(
        at settings: FeedSettings, _ record: DeploymentRecord, _ survey: inout Findings, _ report: @escaping @Sendable (Step) -> Void
    ) async throws {
        let file = try settings.load()
        let name = file.feed.name
        let circuit = try await FeedCircuit.make(file.feed) { report(.preparing("\(name): \($0)")) }
        if circuit.srs.isInsecure, !configuration.chain.isDevelopment {
            throw NodeError(
                .refused, "\(name) is proven with \(circuit.srs.origin), which is for development chains only",
                next: "import a ceremony's reference string with `assay srs import`")
        }
        guard let modelID = Word(bytes: circuit.modelID) else { throw NodeError(.inconsistent, "a model id is not 32 bytes") }
        survey.feeds.append((name, modelID))
        let entry = record.entry(.feed, feed: name)
        if let contract = settings.contract, try await !pool.code(contract).isEmpty {
            try await checkContract(contract, name, file, modelID)
            report(.kept(what: "ProvenFeed \(name)", contract))
            survey.standing[.feed, name] = contract
            if entry?.address == "\(contract)" {
                survey.standing[.verifier, name] = record.entry(.verifier, feed: name)?.address.flatMap { try? Address($0) }
            } else {
                if options.createsAdapters { report(.note("\(name) was not deployed from here, so it gets no adapters from here")) }
                return
            }
        } else {
            survey.parts += try feedParts(settings, file, circuit)
        }
        if options.createsAdapters { survey.parts += try adapterParts(settings, file, circuit) }
    }

    /// A contract that is configured must be for this very feed.
    private func checkContract(_ contract: Address, _ name: String, _ file: FeedFile, _ modelID: Word) async throws {
        let condition: FeedReader.Condition
        do {
            condition = try await FeedReader(pool).condition(of: contract, modelID: modelID)
        } catch {
            guard error.kind == .badAnswer else { throw error }
            throw NodeError(.refused, "\(contract), the contract of \(name), is no feed contract", next: "correct feeds[].contract in \(path), or take it out")
        }
        guard condition.feedID.bytes == file.id else {
            throw NodeError(
                .refused, "\(contract) stands, and is for another feed than \(name) as its file is now",
                next: "restore the feed file, or take feeds[].contract out of \(path) to deploy another contract")
        }
    }

    /// Where the contract of an entry stands, if it is the one that would be created.
    private func standing(_ entry: DeploymentRecord.Entry?, _ deployment: ContractDeployment) async throws -> Address? {
        guard let entry, entry.creationCode == DeploymentRecord.digest(deployment.creationCode) else { return nil }
        if let text = entry.address, let address = try? Address(text), let code = entry.code {
            return DeploymentRecord.digest(try await pool.code(address)) == code ? address : nil
        }
        for hash in entry.transactions.compactMap({ try? Word(hex: $0) }) {
            guard let receipt = try await pool.receipt(hash), receipt.succeeded, let address = receipt.contractAddress else { continue }
            if try await !pool.code(address).isEmpty { return address }
        }
        return nil
    }

    // MARK: Creating

    /// One creation: simulated first, noted down, sent once, waited for. One that an interrupted run had sent is waited for instead.
    private func place(
        _ part: DeploymentPart, _ deployment: ContractDeployment, _ record: inout DeploymentRecord, _ report: @Sendable (Step) -> Void
    ) async throws -> (Address, TransactionReceipt) {
        var entry = DeploymentRecord.Entry(
            role: part.role, feed: part.feed, creationCode: DeploymentRecord.digest(deployment.creationCode),
            settings: Dictionary(uniqueKeysWithValues: part.settings.map { ($0.name, $0.value) }))
        var hashes: [Word] = []
        if let known = record.entry(part.role, feed: part.feed), known.creationCode == entry.creationCode, known.address == nil, let nonce = known.nonce,
            try await pool.transactionCount(signer.address, .latest) <= nonce, try await pool.transactionCount(signer.address, .pending) > nonce {
            entry = known
            hashes = known.transactions.compactMap { try? Word(hex: $0) }
            report(.note("\(part.title): a transaction of an earlier run is on its way"))
        } else {
            let gas = try await estimate(part.title, deployment)
            let unsigned = try await transaction(deployment.creationCode, gas: gas + gas / 100 * configuration.chain.gasMarginPercent)
            let signed = try await signer.sign(unsigned)
            entry.nonce = unsigned.nonce
            entry.transactions = ["\(signed.hash)"]
            if let known = record.entry(part.role, feed: part.feed), known.creationCode == entry.creationCode, known.nonce == unsigned.nonce {
                // The same place in the account's order: either may get into a block, and only one can.
                entry.transactions = known.transactions + entry.transactions
            }
            record.set(entry)
            try record.write(to: recordPath)
            try await send(part.title, signed)
            hashes = entry.transactions.compactMap { try? Word(hex: $0) }
            report(.sent(what: part.title, hash: signed.hash))
        }
        let receipt = try await receipt(hashes)
        guard receipt.succeeded, let address = receipt.contractAddress else {
            throw NodeError(
                .refused, "\(part.title) was not created: the transaction \(receipt.transactionHash) failed after \(receipt.gasUsed) gas",
                next: "raise chain.gas_margin_percent, and run `assay deploy` again")
        }
        entry.address = "\(address)"
        entry.code = DeploymentRecord.digest(try await pool.code(address))
        entry.gasUsed = receipt.gasUsed
        record.set(entry)
        try record.write(to: recordPath)
        report(.deployed(what: part.title, address, gasUsed: receipt.gasUsed))
        return (address, receipt)
    }

    private func write(_ contracts: [String: Address], _ multicall: Address?) -> Bool {
        if contracts.isEmpty, multicall == nil { return true }
        guard let data = FileManager.default.contents(atPath: path),
            let edited = ConfigurationEdit.setting(contracts, multicall: multicall, in: String(decoding: data, as: UTF8.self), file: path)
        else { return false }
        return (try? FileWriter.write(edited, to: path)) != nil
    }
}
