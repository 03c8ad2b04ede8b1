import EthereumKit

extension Deployment {
    public struct Result: Sendable {
        public struct Feed: Sendable {
            public let name: String
            public let contract: Address
            /// Nil where the feed's contract was not deployed from here; so for the adapters.
            public let verifier: Address?
            public let priceAdapter: Address?
            public let volatilityAdapter: Address?
            /// False where the feed's contract stood already.
            public let isNew: Bool
            public let modelID: Word
        }

        public let feeds: [Feed]
        /// One for all feeds, where there are several.
        public let multicall: Address?
        /// False where the addresses have to be put into the configuration by hand.
        public let isWritten: Bool
        /// The file that says what stands where.
        public let record: String
        public let transactions: Int
        public let gasUsed: UInt64
        /// What was paid; nil where the endpoints did not say.
        public let wei: UInt128?
    }
}

extension Deployment.Step {
    /// For people, on standard error.
    public var text: String {
        switch self {
        case .preparing(let what): return "· \(what)"
        case .note(let text): return "· \(text)"
        case .sent(let what, let hash): return "· \(what): sent \(hash)"
        case .deployed(let what, let address, let gas): return "✓ \(what) at \(address), \(gas) gas"
        case .kept(let what, let address): return "✓ \(what) stands already at \(address)"
        case .planned(let parts, let gas, let wei):
            if parts.isEmpty { return "· nothing is missing" }
            let lines = parts.map { part in
                "    \(part.what), about \(part.gas) gas" + part.settings.map { "\n        \($0.name): \($0.value)" }.joined()
            }
            return "· to be created for about \(gas) gas, \(NodeStatus.ether("\(wei)")) ether at the present price:\n" + lines.joined(separator: "\n")
        }
    }
}

extension Deployment.Result {
    /// Where everything stands, what it cost, and what to do next.
    public func text(configuration: String) -> String {
        var rows: [[String]] = []
        for feed in feeds {
            rows.append([feed.name, "feed", "\(feed.contract)"])
            for (what, address) in [("verifier", feed.verifier), ("price adapter", feed.priceAdapter), ("volatility adapter", feed.volatilityAdapter)] {
                if let address { rows.append(["", what, "\(address)"]) }
            }
        }
        if let multicall { rows.append(["all feeds", "multicall", "\(multicall)"]) }
        var lines = [TextTable.text([("feed", false), ("contract", false), ("address", false)], rows), ""]
        let cost = wei.map { ", \(NodeStatus.ether("\($0)")) ether" } ?? ""
        lines.append(transactions == 0 ? "nothing was sent" : "\(transactions) transactions, \(gasUsed) gas\(cost); \(record) keeps what stands where")
        if isWritten {
            lines.append("the addresses that the node needs are in \(configuration); next: assay doctor --config \(configuration)")
        } else {
            lines.append("\(configuration) is laid out in a way that is not edited here; write into it:")
            lines += feeds.filter(\.isNew).map { "  the entry of \($0.name) in feeds:  contract: \"\($0.contract)\"" }
            if let multicall { lines.append("  chain:  multicall: \"\(multicall)\"") }
        }
        return lines.joined(separator: "\n")
    }

    public var json: CanonicalJSON {
        func text(_ address: Address?) -> CanonicalJSON { address.map { .string("\($0)") } ?? .null }
        return .object([
            "written": .bool(isWritten), "record": .string(record), "transactions": .integer(Int64(transactions)),
            "gasUsed": .number(Int64(clamping: gasUsed)), "wei": wei.map { .string("\($0)") } ?? .null, "multicall": text(multicall),
            "feeds": .array(
                feeds.map {
                    .object([
                        "feed": .string($0.name), "contract": text($0.contract), "verifier": text($0.verifier), "priceAdapter": text($0.priceAdapter),
                        "volatilityAdapter": text($0.volatilityAdapter), "new": .bool($0.isNew), "modelId": .string("\($0.modelID)"),
                    ])
                }),
        ])
    }
}
