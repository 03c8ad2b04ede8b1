import EthereumKit

/// Whose signatures a feed contract counts, and how many of them it wants.
public struct SigningRule: Hashable, Sendable {
    public var threshold: Int
    /// Accounts that the contract counts; nil where that is not known.
    public var counted: Set<Address>?

    public init(threshold: Int, counted: Set<Address>? = nil) {
        self.threshold = threshold
        self.counted = counted
    }
}

extension SigningRule {
    /// What the contract itself says.
    init(_ condition: FeedReader.Condition) {
        self.init(threshold: Int(clamping: condition.threshold), counted: condition.signers)
    }
}

extension RoundEngine {
    /// One signature of a report with its account.
    struct SignedBy: Sendable {
        let account: Address
        let signature: Signature
    }

    /// Asks all keys that count at once; the first signatures that come, as many as the rule wants, by rising account. So a signer
    /// that is away holds nothing up as long as enough others answer, and none is paid for on chain that is not needed.
    ///
    /// - Throws: ``SignerError`` where too few can be had; it names each account that did not sign.
    func signatures(of report: Report, _ rule: SigningRule) async throws(SignerError) -> [SignedBy] {
        let asked = signers.filter { rule.counted?.contains($0.address) ?? true }
        let needed = max(1, rule.threshold)
        guard asked.count >= needed else {
            let others = signers.filter { signer in !asked.contains { $0.address == signer.address } }.map { "\($0.address)" }
            throw .refused(
                "the feed contract \(contract) wants \(needed) signatures and counts \(asked.count) of this node's \(signers.count) keys"
                    + (others.isEmpty ? "" : " (not \(others.joined(separator: ", ")))")
                    + "; add keys to keys.signing, or let the feed's owner make them signers")
        }
        let domain = domain
        let (signed, failures) = await withTaskGroup(of: (Address, Result<Signature, SignerError>).self) { group in
            for signer in asked {
                group.addTask {
                    do throws(SignerError) {
                        return (signer.address, .success(try await signer.sign(report, domain: domain)))
                    } catch {
                        return (signer.address, .failure(error))
                    }
                }
            }
            var signed: [SignedBy] = []
            var failures: [(account: Address, error: SignerError)] = []
            for await (account, outcome) in group {
                switch outcome {
                case .success(let signature): signed.append(SignedBy(account: account, signature: signature))
                case .failure(let error): failures.append((account, error))
                }
                if signed.count == needed { break }
            }
            group.cancelAll()
            return (signed, failures)
        }
        if signed.count == needed { return signed.sorted { $0.account < $1.account } }
        guard asked.count > 1, let first = failures.first else { throw failures.first?.error ?? .unavailable("no key is configured") }
        let words = failures.map { "\($0.account): \($0.error)" }.joined(separator: "; ")
        let summary = "\(signed.count) of \(needed) signatures, \(words)"
        switch first.error {
        case .unavailable: throw .unavailable(summary)
        case .refused: throw .refused(summary)
        case .badSignature: throw .badSignature(summary)
        }
    }
}
