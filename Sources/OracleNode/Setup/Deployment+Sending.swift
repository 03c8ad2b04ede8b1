import EthereumKit
import Foundation

/// What the transactions of a deployment have cost.
struct Spending: Sendable {
    private(set) var transactions = 0
    private(set) var gas: UInt64 = 0
    /// Nil where an endpoint did not say what was paid.
    private(set) var wei: UInt128? = 0

    mutating func add(_ receipt: TransactionReceipt) {
        transactions += 1
        gas = gas.saturating(plus: receipt.gasUsed)
        let price = receipt.effectiveGasPrice
        wei = wei.flatMap { sum in price.map { sum.saturating(plus: $0.saturating(times: UInt128(receipt.gasUsed))) } }
    }
}

/// What a transaction may offer, and what it will pay about, in wei per gas.
struct DeploymentPrice: Sendable {
    let offer: Fees
    let likely: UInt128
    let isLegacy: Bool

    func total(_ gas: UInt64) -> UInt128 { likely.saturating(times: UInt128(gas)) }
}

extension Deployment {
    /// The endpoints must be of the configured chain before anything is made of what they say.
    func checkChain() async throws {
        let health = await pool.check()
        if health.contains(where: \.verdict.isUsable) { return }
        let isOnlyOne = health.count == 1
        let findings = health.map { Doctor.finding(of: $0, chain: configuration.chain) }
        throw NodeError(
            .refused, isOnlyOne ? findings[0].text : "no endpoint can be used: \(findings.map(\.text).joined(separator: "; "))",
            next: isOnlyOne ? findings[0].next : "mend the endpoints; `assay doctor` says more")
    }

    func checkBalance(_ wei: UInt128) async throws {
        let held = try await pool.balance(signer.address)
        guard held.high == 0, held.low < wei else { return }
        throw NodeError(
            .refused,
            "\(signer.address) holds \(NodeStatus.ether("\(held.low)")) ether, and what is missing costs about \(NodeStatus.ether("\(wei)")) at the present price of gas",
            next: "send some ether to \(signer.address), and run `assay deploy` again")
    }

    func price() async throws -> DeploymentPrice {
        let fees = configuration.chain.fees
        guard let head = try await pool.block(.latest) else {
            throw NodeError(.environment, "the chain has no latest block", next: "check the endpoints with `assay doctor`")
        }
        let suggested = try await pool.gasPrice()
        let base = fees.isLegacy ? nil : head.baseFeePerGas
        let market = FeeMarket(baseFee: base, tip: suggested > (base ?? 0) ? suggested - (base ?? 0) : 0)
        guard case .offer(let offer) = fees.decide(market, previous: nil) else {
            throw NodeError(.refused, "gas costs more than the cap of chain.fees.cap_gwei", next: "wait, or raise the cap")
        }
        return DeploymentPrice(
            offer: offer, likely: min(offer.maxFee, (base ?? 0).saturating(plus: offer.tip)), isLegacy: fees.isLegacy || head.baseFeePerGas == nil)
    }

    func estimate(_ what: String, _ deployment: ContractDeployment) async throws -> UInt64 {
        do {
            return try await pool.estimateGas(CallMessage(from: signer.address, to: nil, data: deployment.creationCode))
        } catch {
            guard error.kind == .executionReverted else { throw error }
            throw NodeError(
                .refused, "\(what) would not be created: \(deployment.artifact.explain(revertData: error.revertData, message: error.message))",
                next: "check the feed file's values and keys.signing")
        }
    }

    func send(_ what: String, _ transaction: SignedTransaction) async throws {
        do {
            try await pool.broadcast(transaction)
        } catch {
            // It may have arrived all the same; the wait for its receipt will tell.
            if error.kind.leavesOutcomeOpen { return }
            guard error.kind == .insufficientFunds else { throw error }
            throw NodeError(
                .refused, "\(signer.address) cannot pay for \(what): \(error.message)", next: "send some ether to \(signer.address)")
        }
    }

    /// The receipt of whichever of these gets into a block; they have one nonce, so that only one can.
    func receipt(_ hashes: [Word]) async throws -> TransactionReceipt {
        let deadline = ContinuousClock.now + patience
        repeat {
            await pool.check()
            for hash in hashes {
                // An endpoint that fails meanwhile is asked again.
                if let receipt = try? await pool.receipt(hash) { return receipt }
            }
            try await Task.sleep(for: poll)
        } while ContinuousClock.now < deadline
        throw NodeError(
            .refused, "the transaction \(hashes.last ?? .zero) is in no block after \(patience)",
            next: "wait until it is, or raise chain.fees; then run `assay deploy` again")
    }

    func transaction(_ code: [UInt8], gas: UInt64) async throws -> UnsignedTransaction {
        let chain = configuration.chain
        let nonce = try await pool.transactionCount(signer.address, .pending)
        let price = try await price()
        if price.isLegacy {
            return .legacy(LegacyTransaction(chainID: chain.id, nonce: nonce, gasPrice: price.offer.maxFee, gasLimit: gas, to: nil, data: code))
        }
        return .feeMarket(
            FeeMarketTransaction(
                chainID: chain.id, nonce: nonce, maxPriorityFeePerGas: price.offer.tip, maxFeePerGas: price.offer.maxFee, gasLimit: gas, to: nil,
                data: code))
    }
}
