/// A replay as one HTML file: no script, nothing loaded from elsewhere, light and dark, wide and narrow.
public struct HTMLReport: Sendable {
    let summary: ReplaySummary

    public init(_ summary: ReplaySummary) {
        self.summary = summary
    }

    /// The page, a few hundred kilobytes at most for a hundred rounds.
    public var html: String {
        let title = "\(summary.feed.pair): \(summary.feed.name), \(summary.feed.source)"
        let body = [
            header, verdict, warnings, tiles, priceSection, deviationSection, matrixSection,
            valueSection(
                "volatility", title: "Realised volatility",
                note: "Annualised, from \(summary.feed.window) returns of \(Self.duration(summary.feed.intervalSeconds)) each; computed inside the proof."
            ) { value, places in Figures.decimal(value * 100, max(0, places - 2)) + " %" },
            valueSection(
                "price", title: "Option value in US dollars",
                note: "\(summary.feed.option ?? "Option"); value and greeks are public values of the same proof."
            ) { value, places in Figures.decimal(value, places) },
            roundTable, refusedSection, meaningSection, identitySection,
        ].joined()
        return """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(HTML.escape(title))</title><style>\(Self.style)</style></head><body><main>\(body)</main></body></html>

            """
    }

    static func duration(_ seconds: Int) -> String {
        if seconds % 86_400 == 0 { return seconds == 86_400 ? "a day" : "\(seconds / 86_400) days" }
        if seconds % 3600 == 0 { return seconds == 3600 ? "an hour" : "\(seconds / 3600) hours" }
        if seconds % 60 == 0 { return seconds == 60 ? "a minute" : "\(seconds / 60) minutes" }
        return "\(seconds) s"
    }

    private var header: String {
        let first = summary.rounds.first.map { TimeAxis.moment($0.observedAt) } ?? "–"
        let last = summary.rounds.last.map { TimeAxis.moment($0.observedAt) } ?? "–"
        let year = summary.rounds.last.map { String(MarketTime.year($0.observedAt)) } ?? ""
        return """
            <header><div class="eyebrow">Assay replay · \(HTML.escape(summary.feed.source))</div>
            <h1>\(HTML.escape(summary.feed.pair)) · \(HTML.escape(summary.feed.name))</h1>
            <p class="lead">\(HTML.escape(summary.feed.summary)). \(summary.rounds.count) rounds from \(first) to \(last) \(year) UTC.</p></header>
            """
    }

    private var verdict: String {
        let count = summary.rounds.count
        let withContract = summary.rounds.contains { $0.verdict.contract != nil }
        if summary.holds {
            let altered = summary.alteredRejected
            let contract = withContract
                ? " and by the generated contract in an Ethereum virtual machine, which rejected all \(Figures.integer(altered)) altered statements"
                : "; no virtual machine was asked"
            return """
                <div class="verdict"><div class="sign">✓</div><div><b>All \(count) rounds are proven.</b> Every proof was accepted by the Swift verifier\(contract).</div></div>
                """
        }
        let failed = summary.rounds.filter { !$0.verdict.holds }.count
        let text = count == 0 ? "<b>No round was published.</b> The reasons stand below." : "<b>\(failed) of \(count) rounds did not hold.</b> The table says which, and why."
        return "<div class=\"verdict bad\"><div class=\"sign\">✕</div><div>\(text)</div></div>"
    }

    private var warnings: String {
        var out = ""
        if summary.proof.isInsecure {
            out += "<div class=\"warn\"><b>Insecure reference string.</b> It was made from a known seed: anyone can forge these proofs. For development only.</div>"
        }
        if summary.proof.signerIsThrowaway {
            out += "<div class=\"warn\"><b>Throwaway signing key.</b> It was made for this run and lies beside the evidence; its signatures identify nobody.</div>"
        }
        return out
    }

    private var tiles: String {
        var out: [String] = []
        func tile(_ key: String, _ value: String, _ small: String = "") {
            out.append("<div class=\"tile\"><div class=\"k\">\(key)</div><div class=\"v\">\(value)</div><div class=\"s\">\(small)</div></div>")
        }
        let drops = summary.rounds.reduce(0) { $0 + ($1.grid.last?.markets.filter { $0.dropped != nil }.count ?? 0) }
        tile("Rounds", "\(summary.rounds.count)", summary.refused.isEmpty ? "none refused" : "\(summary.refused.count) refused")
        if let seconds = summary.medianProveSeconds { tile("Proof time", Figures.seconds(seconds), "median of these rounds") }
        tile("Proof size", Figures.integer(summary.proof.proofBytes), "bytes, for \(summary.proof.publicInputs) public values")
        if let gas = summary.medianGas { tile("Verification", Figures.integer(Int(gas)), "gas, base and calldata included") }
        if let gap = largestQuotedGap {
            tile("Widest quote", Figures.decimal(gap.basisPoints, 0) + " bp", "\(HTML.escape(gap.market)), as quoted, \(TimeAxis.moment(gap.time))")
        }
        tile("Dropped", "\(drops)", "venue observations at round times")
        return "<div class=\"tiles\">\(out.joined())</div>"
    }

    /// The quote furthest from the published median, before any conversion.
    private var largestQuotedGap: (basisPoints: Double, market: String, time: Int64)? {
        var widest: (basisPoints: Double, market: String, time: Int64)?
        for point in summary.timeline where point.median > 0 {
            for (market, facts) in zip(point.markets, summary.markets) {
                guard let quoted = market.quoted else { continue }
                let gap = (quoted / point.median - 1) * 10_000
                if abs(gap) > abs(widest?.basisPoints ?? 0) { widest = (gap, facts.label, point.time) }
            }
        }
        return widest
    }

    private var meaningSection: String {
        """
        <section><h2>What these proofs show, and what they do not</h2>
        <p class="note">Each proof shows that the published values are the output of this model, with these rules for freshness, quorum, outliers and
        conversion, on the market data whose commitment was signed. It does not show that an exchange told the truth: the evidence files hold
        the observations and the hashes of the responses they came from, so that anyone can compare them with other sources.</p></section>
        """
    }

    private var identitySection: String {
        let proof = summary.proof
        var rows: [(String, String)] = [
            ("Model", "<code>\(proof.modelID)</code>"),
            ("Circuit", HTML.escape(proof.circuit)),
            ("Reference string", HTML.escape(proof.referenceString)),
            ("Signer", "<code>\(proof.signer)</code>"),
            ("Rules", "quorum \(summary.feed.quorum), outliers beyond \(summary.feed.outlierBasisPoints) bp"),
        ]
        if let bytes = proof.contractBytes { rows.append(("Verifier contract", "\(Figures.integer(bytes)) bytes deployed")) }
        let list = rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined()
        let audit = summary.evidenceFolder.map {
            "<footer>Every round's evidence lies in <code>\(HTML.escape($0))/</code>; <code>assay audit FILE</code> recomputes one from its raw observations.</footer>"
        } ?? ""
        return "<section><h2>Identity</h2><dl>\(list)</dl>\(audit)</section>"
    }
}
