import MarketFeeds

extension NodePage {
    func roundTable(_ rounds: [RoundSummary], withFeed: Bool) -> String {
        guard !rounds.isEmpty else { return "<p class=\"soft\">No rounds yet.</p>" }
        let rows = rounds.map { round in
            let name = HTML.escape(round.feed)
            let address = "/feeds/\(name)/rounds/\(round.number)"
            let value = round.value.map { PageParts.value($0) } ?? "–"
            let transaction = round.transaction.map(PageParts.code) ?? "<span class=\"soft\">–</span>"
            let note = round.note.isEmpty ? "" : "<tr class=\"note\"><td colspan=\"\(withFeed ? 7 : 6)\">\(HTML.escape(round.note))</td></tr>"
            return """
                <tr>\(withFeed ? "<td>\(name)</td>" : "")<th scope="row"><a href="\(address)"\(withFeed ? " aria-label=\"\(name) round \(round.number)\"" : "")>\(round.number)</a></th>
                <td>\(PageParts.brief(round.observedAt ?? round.dueAt))</td><td class="num">\(value)</td><td>\(HTML.escape(round.cause))</td>
                <td>\(Self.stagePill(round))</td><td>\(transaction)</td></tr>\(note)
                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="Rounds, table"><table><thead><tr>\(withFeed ? "<th scope=\"col\">Feed</th>" : "")<th scope="col">Round</th><th scope="col">Observed, UTC</th><th scope="col" class="num">Value</th>
            <th scope="col">Trigger</th><th scope="col">State</th><th scope="col">Transaction</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>
            """
    }

    static func stagePill(_ round: RoundSummary) -> String {
        switch (round.stage, round.publication) {
        case ("published", let state): PageParts.pill(state ?? "published", "good")
        case ("dropped", let state): PageParts.pill(state ?? "dropped", "bad")
        case ("queued", let state): PageParts.pill(state ?? "queued", "warn")
        default: PageParts.pill(round.stage, "plain")
        }
    }

    // MARK: A feed

    func feed(_ feed: NodeSnapshot.FeedState, rounds: [RoundSummary], limit: Int) -> String {
        let name = HTML.escape(feed.name)
        let problems = feed.problems.isEmpty ? "" : "<section class=\"banner bad\" role=\"alert\"><h2>\(HTML.escape(feed.pair)) is in trouble</h2><ul>\(feed.problems.map { "<li>\(HTML.escape($0))</li>" }.joined())</ul></section>"
        let values = feed.source.map { source in source.values.map { PageParts.fact(HTML.escape($0.name), PageParts.value($0.decimal, isPrice: false)) }.joined() } ?? ""
        // A full page has older rounds behind it, unless it ends at the first one.
        let older = rounds.count == limit ? rounds.last.map { "<p><a href=\"/feeds/\(name)?before=\($0.number)&amp;limit=\(limit)\" rel=\"next\">Older rounds</a></p>" } ?? "" : ""
        return frame(
            title: feed.name, trail: [("Feeds", "/")],
            """
            <div id="feed-problems" data-live>\(problems)</div>
            <h1>\(HTML.escape(feed.pair)) <span class="soft">\(name)</span></h1><p class="lead">\(HTML.escape(feed.summary))</p>
            <section id="feed" data-live aria-label="Now" class="now"><div class="price"><span class="label">Price</span>\(priceCell(feed))</div><div class="trend">\(PageParts.sparkline(feed.history, label: trend(feed)))</div>
            <div class="chain"><span class="label">On chain</span>\(chainCell(feed))</div><div class="beat"><span class="label">Heartbeat</span>\(heartbeatCell(feed))</div></section>
            <div class="two"><section id="markets" data-live aria-label="Markets"><h2>Markets</h2>\(marketTable(feed.markets, quorum: feed.quorum))</section>
            <section id="values" data-live aria-label="Values"><h2>Values of the model</h2><dl class="facts">\(values)\(PageParts.fact("Model", HTML.escape(feed.model)))\(feed.contract.map { PageParts.fact("Contract", PageParts.code($0)) } ?? "")\(PageParts.fact("Round every", PageText.duration(Int64(clamping: feed.everySeconds))))</dl></section></div>
            <section id="rounds" data-live aria-label="Rounds"><h2>Rounds</h2>\(roundTable(rounds, withFeed: false))\(older)</section>
            """)
    }

    func marketTable(_ markets: [NodeSnapshot.Market], quorum: Int?) -> String {
        guard !markets.isEmpty else { return "<p class=\"soft\">Nothing was observed yet.</p>" }
        func rows(_ markets: [NodeSnapshot.Market]) -> String {
            markets.map { market in
                let fate = market.counted
                    ? PageParts.pill("counted", "good")
                    : PageParts.pill(market.reason ?? "dropped", "bad") + (market.detail.map { " <span class=\"soft\">\(HTML.escape($0))</span>" } ?? "")
                return """
                    <tr class="\(market.counted ? "" : "out")"><th scope="row">\(HTML.escape(market.label))</th><td class="num">\(market.price.map { PageParts.value($0) } ?? "–")</td>
                    <td class="num">\(market.age.map { PageText.duration($0) } ?? "–")</td><td class="wrap">\(fate)</td></tr>
                    """
            }.joined()
        }
        let own = markets.filter { !$0.isLeg }
        let legs = markets.filter(\.isLeg)
        let head = "<thead><tr><th scope=\"col\">Market</th><th scope=\"col\" class=\"num\">Price</th><th scope=\"col\" class=\"num\">Age</th><th scope=\"col\">Counted, or why not</th></tr></thead>"
        let legPart = legs.isEmpty ? "" : "<tbody><tr class=\"part\"><th scope=\"rowgroup\" colspan=\"4\">What stablecoins are worth</th></tr>\(rows(legs))</tbody>"
        let sentence = quorum.map { "<p class=\"soft\">\(own.count(where: \.counted)) of \(own.count) counted; \($0) are needed.</p>" } ?? ""
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Markets, table\"><table>\(head)<tbody>\(rows(own))</tbody>\(legPart)</table></div>\(sentence)"
    }

    // MARK: A round

    func round(_ round: RoundDetail, of feed: NodeSnapshot.FeedState) -> String {
        let summary = round.summary
        let name = HTML.escape(feed.name)
        var facts = PageParts.fact("State", Self.stagePill(summary), HTML.escape(summary.note))
        facts += PageParts.fact("Observed", PageParts.moment(summary.observedAt ?? summary.dueAt))
        facts += PageParts.fact("Trigger", HTML.escape(summary.cause))
        if let bytes = round.proofBytes { facts += PageParts.fact("Proof", "\(PageText.integer(bytes)) bytes") }
        if let model = round.modelID { facts += PageParts.fact("Model", PageParts.code(model)) }
        if let evidence = round.evidence {
            facts += PageParts.fact(
                "Evidence", "<a href=\"/api/v1/rounds/\(name)/\(summary.number)/evidence\" download=\"\(HTML.escape(evidence.name))\">\(HTML.escape(evidence.name))</a>",
                "\(PageText.integer(evidence.bytes)) bytes")
        }
        let values = round.values.map { PageParts.fact(HTML.escape($0.name), PageParts.value($0.decimal, isPrice: false)) }.joined()
        let isFinal = summary.stage == "published" || summary.stage == "dropped"
        return frame(
            title: "Round \(summary.number)", trail: [("Feeds", "/"), (feed.name, "/feeds/\(name)")],
            """
            <div id="round"\(isFinal ? "" : " data-live")><h1>\(HTML.escape(feed.pair)) <span class="soft">round \(summary.number)</span></h1>
            <p class="answer">\(summary.value.map { PageParts.value($0) } ?? "no price")</p>
            <section aria-label="Facts"><dl class="facts wide">\(facts)</dl></section>
            <section aria-label="Observations"><h2>Observations</h2>\(marketTable(round.markets, quorum: feed.quorum))</section>
            \(values.isEmpty ? "" : "<section aria-label=\"Values\"><h2>Public values of the proof</h2><dl class=\"facts wide\">\(values)</dl></section>")
            <section aria-label="Transactions"><h2>Transactions</h2>\(transactions(round.publications))</section></div>
            \(round.evidence == nil ? "" : audit(name, summary.number))
            """)
    }

    private func transactions(_ publications: [RoundDetail.Transaction]) -> String {
        guard !publications.isEmpty else { return "<p class=\"soft\">None.</p>" }
        return publications.map { publication in
            var facts = PageParts.fact("State", Self.statePill(publication.state), HTML.escape(publication.note))
            if let hash = publication.transaction { facts += PageParts.fact("Transaction", "<code class=\"whole\">\(HTML.escape(hash))</code>") }
            if let block = publication.block { facts += PageParts.fact("Block", PageText.integer(block)) }
            if let gas = publication.gasUsed {
                let paid = publication.gasPrice.flatMap { UInt128($0) }.map { $0.multipliedReportingOverflow(by: UInt128(gas)) }
                let price = publication.gasPrice.map { "at \(PageText.gwei($0))" } ?? ""
                facts += PageParts.fact("Gas", PageText.integer(gas), price + (paid.map { $0.overflow ? "" : ", \(PageText.coin("\($0.partialValue)")) ETH" } ?? ""))
            }
            facts += PageParts.fact("Contract", PageParts.code(publication.contract), "chain \(publication.chainID)")
            if let nonce = publication.nonce { facts += PageParts.fact("Nonce", PageText.integer(nonce), "\(publication.attempts.count) attempt\(publication.attempts.count == 1 ? "" : "s")") }
            return "<dl class=\"facts wide\">\(facts)</dl>"
        }.joined(separator: "<hr>")
    }

    private static func statePill(_ state: String) -> String {
        switch state {
        case "confirmed", "emitted": PageParts.pill(state, "good")
        case "queued", "sent", "included": PageParts.pill(state, "warn")
        default: PageParts.pill(state, "bad")
        }
    }

    private func audit(_ feed: String, _ number: UInt64) -> String {
        """
        <section id="audit" aria-labelledby="audit-title" data-evidence="/api/v1/rounds/\(feed)/\(number)/evidence"><h2 id="audit-title">Audit</h2>
        <p>Recomputes this round from its evidence file, in this browser and with exact integers: the hashes, the rules on age and bounds, the conversion of stablecoins,
        the median, the report's digest and its signer. It does not check the proof itself, the volatility or the option: <code>assay audit</code> and <code>assay verify</code> do.</p>
        <noscript><p class="soft">This needs JavaScript. Without it, download the evidence above and run <code>assay audit \(feed)-\(number).json</code>.</p></noscript>
        <button type="button" id="audit-run">Recompute</button><div id="audit-result" role="status" aria-live="polite" tabindex="-1"></div></section>
        """
    }
}
