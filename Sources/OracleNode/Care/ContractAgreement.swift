import EthereumKit

/// What a feed contract says of the feed, the key and the signers that a node works with.
struct ContractAgreement: Sendable {
    enum KeyState: String, Sendable { case unknown, proposed, active, retired }

    let feedID: Word
    let key: KeyState
    let threshold: UInt64
    let isPaused: Bool
    let signers: Set<Address>

    /// Asks one question after another; a pool may answer them at different blocks.
    ///
    /// - Parameters:
    ///   - modelID: the verifying key that the node proves with.
    ///   - accounts: those that may be signers.
    static func read(_ contract: Address, modelID: Word, accounts: [Address], _ rpc: any EthereumRPC) async throws -> ContractAgreement {
        func word(_ name: String, _ inputs: [ABIType] = [], _ values: [ABIValue] = []) async throws -> Word? {
            let data = try ABIFunction(name: name, inputs: inputs).call(values)
            guard case .returned(let output) = try await rpc.call(CallMessage(to: contract, data: data)), output.count >= 32 else { return nil }
            return Word(bytes: Array(output.prefix(32)))
        }
        guard let feedID = try await word("feedId"), let threshold = try await word("threshold")?.asUInt64 else {
            throw NodeError(.refused, "\(contract) is no feed contract", next: "correct feeds[].contract")
        }
        let states: [KeyState] = [.unknown, .proposed, .active, .retired]
        var key = KeyState.unknown
        if let status = try await word("keyOf", [.fixedBytes(32)], [.bytes32(modelID)]) {
            key = status.asUInt64.flatMap { states.indices.contains(Int(clamping: $0)) ? states[Int($0)] : nil } ?? .unknown
        } else if try await word("modelId") == modelID {
            // A contract for one key only.
            key = .active
        }
        var signers: Set<Address> = []
        for account in accounts where try await word("isSigner", [.address], [.address(account)]) == Word(1) { signers.insert(account) }
        let isPaused = try await word("paused") == Word(1)
        return ContractAgreement(feedID: feedID, key: key, threshold: threshold, isPaused: isPaused, signers: signers)
    }
}
