import MarketFeeds

extension ReplaySummary {
    /// For scripts: `assay replay --json`. Fractions are texts.
    public var json: CanonicalJSON {
        .object([
            "feed": .string(feed.name), "source": .string(feed.source), "modelId": .string(proof.modelID),
            "proofBytes": .integer(Int64(proof.proofBytes)), "insecure": .bool(proof.isInsecure), "holds": .bool(holds),
            "signer": .string(proof.signer), "alteredRejected": .integer(Int64(alteredRejected)),
            "rounds": .array(rounds.map(encode)),
            "refused": .array(refused.map {
                .object([
                    "round": .number(Int64(clamping: $0.round)), "observedAt": .number($0.observedAt), "reason": .string($0.reason),
                ])
            }),
        ])
    }

    private func encode(_ round: RoundFacts) -> CanonicalJSON {
        let last = round.grid.last?.markets ?? []
        var members: [String: CanonicalJSON] = [
            "round": .number(Int64(clamping: round.round)), "observedAt": .number(round.observedAt),
            "time": .string(UTCTime.text(round.observedAt)),
            "used": .array(zip(markets, last).filter { $0.1.dropped == nil }.map { .string($0.0.label) }),
            "dropped": .array(zip(markets, last).compactMap { market, point in
                point.dropped.map { .object(["market": .string(market.label), "reason": .string($0)]) }
            }),
            "values": .object(Dictionary(round.values.map { ($0.name, .string($0.text)) }, uniquingKeysWith: { $1 })),
            "proveMilliseconds": .integer(Int64((round.proveSeconds * 1000).rounded())),
            "verdict": .string(round.verdict.text), "holds": .bool(round.verdict.holds),
        ]
        if let file = round.evidence { members["evidence"] = .string((evidenceFolder.map { $0 + "/" } ?? "") + file) }
        if let contract = round.verdict.contract {
            members["gas"] = .integer(Int64(clamping: contract.gas))
            members["submitGas"] = .integer(Int64(clamping: contract.submitGas))
            members["alteredRejected"] = .integer(Int64(contract.alteredRejected))
        }
        return .object(members)
    }
}
