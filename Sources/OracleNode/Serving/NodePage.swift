import MarketFeeds

/// The node's pages: plain HTML made here, readable without script. The script keeps times running, fetches the page anew, says
/// when the node does not answer, and recomputes rounds.
struct NodePage: Sendable {
    let snapshot: NodeSnapshot

    init(_ snapshot: NodeSnapshot) {
        self.snapshot = snapshot
    }

    private static let icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230b6e4f'/%3E"
        + "%3Cpath d='M9 17l5 5 9-12' fill='none' stroke='%23fff' stroke-width='3.4' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E"

    /// - Parameters:
    ///   - trail: name and address of the pages above this one.
    ///   - title: as text.
    func frame(title: String, trail: [(name: String, address: String)], _ body: String) -> String {
        let state = snapshot.isReady ? "" : "Not ready · "
        let crumbs = trail.isEmpty ? "" : "<nav aria-label=\"Breadcrumb\" class=\"crumbs\"><ol>"
            + trail.map { "<li><a href=\"\($0.address)\">\(HTML.escape($0.name))</a></li>" }.joined() + "<li aria-current=\"page\">\(HTML.escape(title))</li></ol></nav>"
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>\(HTML.escape(state + title)) · Assay</title>
            <link rel="icon" href="\(Self.icon)"><link rel="stylesheet" href="\(PageAssets.address("page.css"))">
            <script type="module" src="\(PageAssets.address("page.js"))"></script></head>
            <body><a class="skip" href="#main">Skip to content</a>
            <header class="top"><a class="brand" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"/><path d="M9 17l5 5 9-12"/></svg>Assay</a>
            <div class="state" id="state" data-live data-now="\(snapshot.now)">\(stateLine)</div></header>
            <div id="connection" class="banner bad" role="alert" hidden></div>
            <main id="main" tabindex="-1">\(crumbs)<div id="health" data-live>\(banner)</div>\(body)</main>
            <footer class="foot">Assay \(HTML.escape(snapshot.version)) · <a href="/api/v1/status">status</a> · <a href="/metrics">metrics</a> · <a href="/readyz">readiness</a></footer>
            </body></html>

            """
    }

    private var stateLine: String {
        let pill = snapshot.isReady ? PageParts.pill("ready", "good") : PageParts.pill("not ready", "bad")
        return "\(pill)<span class=\"soft\">chain \(snapshot.chainID) · as of \(PageParts.moment(snapshot.now))</span>"
    }

    /// Why the node is not ready, if it is not.
    private var banner: String {
        guard !snapshot.isReady else { return "" }
        let items = snapshot.reasons.map { reason in
            "<li><b>\(HTML.escape(reason.code.rawValue))</b>\(reason.feed.map { " \(HTML.escape($0))" } ?? ""): \(HTML.escape(reason.message))</li>"
        }
        return "<section class=\"banner bad\" role=\"alert\" aria-label=\"Why the node is not ready\"><h2>The node is not ready</h2><ul>\(items.joined())</ul></section>"
    }

    func missing(_ text: String) -> String {
        frame(title: "Not found", trail: [("Feeds", "/")], "<h1>Not found</h1><p>\(HTML.escape(text)) <a href=\"/\">See all feeds.</a></p>")
    }

    // MARK: Overview

    var overview: String {
        let feeds = snapshot.feeds.map(row).joined()
        let list = snapshot.feeds.isEmpty
            ? "<p>This node has no feeds. Name some under <code>feeds:</code> in its configuration.</p>" : "<ul class=\"feeds\">\(feeds)</ul>"
        let counted = snapshot.feeds.count { !isInTrouble($0) }
        return frame(
            title: "Feeds", trail: [],
            """
            <h1 class="sr">Feeds</h1>
            <section id="feeds" data-live aria-label="Feeds"><div class="head"><h2>Feeds</h2><span class="soft">\(counted) of \(snapshot.feeds.count) in good order</span></div>\(list)</section>
            <div class="two"><section id="publishing" data-live aria-label="Publishing"><h2>Publishing</h2>\(publishing)</section>
            <section id="endpoints" data-live aria-label="RPC endpoints"><h2>RPC endpoints</h2>\(endpoints)</section></div>
            <section id="recent" data-live aria-label="Recent rounds"><h2>Recent rounds</h2>\(recent)</section>
            """)
    }

    func isInTrouble(_ feed: NodeSnapshot.FeedState) -> Bool {
        !feed.problems.isEmpty || feed.heartbeatDueAt.map { $0 < snapshot.now } ?? false || feed.source == nil
            || (!feed.markets.isEmpty && feed.markets.count { $0.counted && !$0.isLeg } < feed.quorum)
    }

    private func row(_ feed: NodeSnapshot.FeedState) -> String {
        let name = HTML.escape(feed.name)
        let problems = feed.problems.isEmpty ? "" : "<ul class=\"problems\">\(feed.problems.map { "<li>\(HTML.escape($0))</li>" }.joined())</ul>"
        return """
            <li class="feed\(isInTrouble(feed) ? " trouble" : "")"><div class="who"><a class="name" href="/feeds/\(name)">\(HTML.escape(feed.pair))</a><span class="soft">\(name) · \(HTML.escape(feed.model))</span></div>
            <div class="price"><span class="label">Price</span>\(priceCell(feed))</div>
            <div class="trend">\(PageParts.sparkline(feed.history, label: trend(feed)))</div>
            <div class="chain"><span class="label">On chain</span>\(chainCell(feed))</div>
            <div class="beat"><span class="label">Heartbeat</span>\(heartbeatCell(feed))</div>
            <div class="venues"><span class="label">Markets</span>\(venueCell(feed))</div>\(problems)</li>
            """
    }

    func priceCell(_ feed: NodeSnapshot.FeedState) -> String {
        guard let source = feed.source else { return "<span class=\"big\">–</span><small>no value yet</small>" }
        let confidence = source.confidence.map { " <span class=\"soft\">± \(PageParts.value($0))</span>" } ?? ""
        let age = snapshot.now > source.observedAt ? snapshot.now - source.observedAt : 0
        // A round is late when the next one should have come.
        let isOld = age > 2 * feed.everySeconds + 60
        return "<span class=\"big\">\(PageParts.value(source.decimal))</span>\(confidence)<small class=\"\(isOld ? "bad" : "")\">\(PageParts.since(source.observedAt, now: snapshot.now)) old\(isOld ? ", stale" : "")</small>"
    }

    func chainCell(_ feed: NodeSnapshot.FeedState) -> String {
        guard let chain = feed.chain else { return "<span>–</span><small>\(feed.contract == nil ? "no contract" : "no value on chain")</small>" }
        var deviation = ""
        if let value = feed.deviation, feed.deviationLimit > 0 {
            deviation = "\(PageParts.gauge(Double(value) / Double(feed.deviationLimit)))<small>\(PageText.percent(value)) of ±\(PageText.percent(Int64(clamping: feed.deviationLimit)).dropFirst())</small>"
        }
        let held = feed.held.map { "<small class=\"warn\">held: \(PageParts.value($0.decimal)), round \($0.round)</small>" } ?? ""
        let paused = feed.isPaused == true ? "<small class=\"bad\">the contract is paused</small>" : ""
        return "<span>\(PageParts.value(chain.decimal))</span><small>\(PageParts.since(chain.observedAt, now: snapshot.now)) old</small>\(deviation)\(held)\(paused)"
    }

    func heartbeatCell(_ feed: NodeSnapshot.FeedState) -> String {
        guard let due = feed.heartbeatDueAt, feed.heartbeatSeconds > 0 else { return "<span>–</span>" }
        let left = Double(due) - Double(snapshot.now)
        let part = 1 - left / Double(feed.heartbeatSeconds)
        let isLate = left < 0
        return "<span class=\"\(isLate ? "bad" : "")\">\(isLate ? "late by \(PageParts.since(due, now: snapshot.now))" : "in \(PageParts.until(due, now: snapshot.now))")</span>\(PageParts.bar(part, isLate ? "bad" : ""))<small>every \(PageText.duration(Int64(clamping: feed.heartbeatSeconds)))</small>"
    }

    private func venueCell(_ feed: NodeSnapshot.FeedState) -> String {
        let markets = feed.markets.filter { !$0.isLeg }
        guard !markets.isEmpty else { return "<span>–</span>" }
        let counted = markets.count(where: \.counted)
        let kind = counted < feed.quorum ? "bad" : (counted < markets.count ? "warn" : "")
        return "<span class=\"\(kind)\">\(counted) of \(markets.count)</span>\(PageParts.dots(feed.markets))<small>quorum \(feed.quorum)</small>"
    }

    func trend(_ feed: NodeSnapshot.FeedState) -> String {
        guard let first = feed.history.first, let last = feed.history.last, first.value != 0 else { return "\(feed.pair), no history" }
        let change = Int64((last.value / first.value - 1) * 1_000_000)
        return "\(feed.pair) over \(PageText.duration(Int64(clamping: last.time - min(first.time, last.time)))): \(PageText.percent(change))"
    }

    private var publishing: String {
        let state = snapshot.publishing
        if state.isEmitOnly { return "<p>Emit only: calldata is written out for other relayers.</p>" }
        var facts = ""
        if let account = state.account { facts += PageParts.fact("Account", PageParts.code(account)) }
        if let balance = state.balance {
            let isLow = (Double(balance) ?? 0) < (Double(state.balanceFloor ?? "0") ?? 0)
            facts += PageParts.fact("Balance", "<span class=\"\(isLow ? "bad" : "")\">\(PageText.coin(balance)) ETH</span>", state.balanceFloor.map { "floor \(PageText.coin($0))" } ?? "")
        }
        facts += PageParts.fact("Lease", state.holdsLease ? "held" : "<span class=\"bad\">not held</span>")
        if let fee = state.baseFee { facts += PageParts.fact("Base fee", PageText.gwei(fee)) }
        if let head = state.head { facts += PageParts.fact("Head", PageText.integer(head)) }
        facts += PageParts.fact("In flight", PageText.integer(state.inFlight))
        facts += PageParts.fact("Prover", snapshot.prover.current.map(HTML.escape) ?? (snapshot.prover.isReady ? "idle" : "not ready"), "\(snapshot.prover.waiting) of \(snapshot.prover.capacity) waiting")
        let problems = state.problems.isEmpty ? "" : "<ul class=\"problems\">\(state.problems.map { "<li>\(HTML.escape($0))</li>" }.joined())</ul>"
        return "<dl class=\"facts\">\(facts)</dl>\(problems)"
    }

    private var endpoints: String {
        guard !snapshot.endpoints.isEmpty else { return "<p class=\"soft\">None is configured.</p>" }
        let rows = snapshot.endpoints.map { endpoint in
            """
            <tr><th scope="row">\(HTML.escape(endpoint.name))</th><td>\(PageParts.pill(endpoint.verdict.replacing("_", with: " "), endpoint.isUsable ? "good" : "bad"))</td>
            <td class="num">\(endpoint.head.map(PageText.integer) ?? "–")</td><td class="num">\(endpoint.lag)</td><td class="num">\(endpoint.milliseconds) ms</td>
            <td class="num">\(PageText.integer(endpoint.failed)) / \(PageText.integer(endpoint.failed &+ endpoint.answered))</td></tr>\(endpoint.lastError.map { "<tr class=\"note\"><td colspan=\"6\">last error: \(HTML.escape($0))</td></tr>" } ?? "")
            """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="RPC endpoints, table"><table><thead><tr><th scope="col">Endpoint</th><th scope="col">State</th><th scope="col" class="num">Head</th>
            <th scope="col" class="num">Lag</th><th scope="col" class="num">Answer</th><th scope="col" class="num">Failed</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>
            """
    }

    private var recent: String {
        let rounds = snapshot.feeds.flatMap(\.rounds).sorted { ($0.dueAt, $0.feed) > ($1.dueAt, $1.feed) }.prefix(12)
        return roundTable(Array(rounds), withFeed: true)
    }
}
