/// What is served at which path. A path is a list of fixed words, a feed's name and a round's number: no file system, no decoding.
package struct NodeRoutes: Sendable {
    private let view: any NodeView
    private let metrics: NodeMetrics
    private let hosts: HostRule

    package init(view: any NodeView, metrics: NodeMetrics, hosts: HostRule) {
        self.view = view
        self.metrics = metrics
        self.hosts = hosts
    }

    package func answer(_ request: HTTPRequestHead) async -> HTTPAnswer {
        guard hosts.admits(request.value("host")) else {
            return .failure(421, "this node is not served under that host name; ask for 127.0.0.1 or localhost (a proxy in front should send one of them as Host)")
        }
        guard request.method == "GET" || request.method == "HEAD" else { return .failure(405, "this server only reads: GET and HEAD") }
        guard let parts = Self.parts(request.path) else { return .failure(404, "there is nothing at this path") }
        do throws(StoreError) {
            return try await answer(parts, request.query)
        } catch {
            if case .notFound(let what) = error { return .failure(404, "\(what) is not in the store") }
            metrics.failed(error)
            return .failure(503, "\(error)")
        }
    }

    /// The path's words; nil where one of them is not `[A-Za-z0-9._-]+`, or only of dots.
    private static func parts(_ path: String) -> [String]? {
        if path == "/" { return [] }
        let words = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard words.count <= 8 else { return nil }
        for word in words {
            let isWord = !word.isEmpty && word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
            guard isWord, word.contains(where: { $0 != "." }) else { return nil }
        }
        return words.map(String.init)
    }

    private func answer(_ parts: [String], _ query: String?) async throws(StoreError) -> HTTPAnswer {
        switch parts {
        case []: return .html(NodePage(await view.snapshot()).overview)
        case ["livez"]: return .json(["live": true])
        case ["readyz"]: return ready(await view.snapshot())
        case ["metrics"]:
            return HTTPAnswer(200, type: "text/plain; version=0.0.4; charset=utf-8", body: Array(metrics.exposition(await view.snapshot()).utf8))
        case ["api", "v1", "status"]:
            var snapshot = await view.snapshot()
            for index in snapshot.feeds.indices {
                snapshot.feeds[index].history = []
                snapshot.feeds[index].rounds = []
            }
            return .json(snapshot)
        case ["api", "v1", "feeds"]: return .json(await view.snapshot().feeds)
        default: break
        }
        if let asset = PageAssets.asset(parts) { return asset }
        if parts.count >= 4, parts[0] == "api", parts[1] == "v1" { return try await api(Array(parts[2...]), query) }
        if parts.count >= 2, parts[0] == "feeds" { return try await page(Array(parts[1...]), query) }
        return .failure(404, "there is nothing at this path")
    }

    private struct Readiness: Encodable {
        let ready: Bool
        let reasons: [NodeSnapshot.Reason]
    }

    private func ready(_ snapshot: NodeSnapshot) -> HTTPAnswer {
        var answer = HTTPAnswer.json(Readiness(ready: snapshot.isReady, reasons: snapshot.reasons), status: snapshot.isReady ? 200 : 503)
        if !snapshot.isReady { answer.extra = ["Retry-After: 5"] }
        return answer
    }

    // MARK: API

    private func api(_ parts: [String], _ query: String?) async throws(StoreError) -> HTTPAnswer {
        switch (parts[0], parts.count) {
        case ("feeds", 2):
            guard let feed = await feed(parts[1]) else { return Self.noFeed }
            return .json(feed)
        case ("feeds", 3) where parts[2] == "rounds":
            guard await feed(parts[1]) != nil else { return Self.noFeed }
            guard let page = PageQuery(query) else { return Self.badQuery }
            return .json(try await view.rounds(feed: parts[1], limit: page.limit, before: page.before))
        case ("rounds", 3):
            guard let key = await key(parts[1], parts[2]), let round = try await view.round(key) else { return Self.noRound }
            return .json(round)
        case ("rounds", 4) where parts[3] == "evidence":
            guard let key = await key(parts[1], parts[2]), let bytes = try await view.evidence(key) else { return .failure(404, "no evidence of this round is kept") }
            var answer = HTTPAnswer(200, type: "application/json", body: bytes)
            answer.extra = ["Content-Disposition: inline; filename=\"\(key.feed)-\(key.number).json\""]
            return answer
        default: return .failure(404, "there is nothing at this path")
        }
    }

    private static let noFeed = HTTPAnswer.failure(404, "this node has no feed of that name; /api/v1/feeds lists them")
    private static let noRound = HTTPAnswer.failure(404, "this node has no such round; /api/v1/feeds/NAME/rounds lists them")
    private static let badQuery = HTTPAnswer.failure(400, "limit is 1 to 200 and before a round's number; nothing else is understood")

    private func feed(_ name: String) async -> NodeSnapshot.FeedState? { await view.snapshot().feeds.first { $0.name == name } }

    private func key(_ feed: String, _ number: String) async -> RoundKey? {
        // The shortest spelling only: one round has one address.
        guard let value = UInt64(number), String(value) == number, value <= UInt64(Int64.max), await self.feed(feed) != nil else { return nil }
        return RoundKey(feed: feed, number: value)
    }

    // MARK: Pages

    private func page(_ parts: [String], _ query: String?) async throws(StoreError) -> HTTPAnswer {
        let snapshot = await view.snapshot()
        let page = NodePage(snapshot)
        guard let feed = snapshot.feeds.first(where: { $0.name == parts[0] }) else { return .html(page.missing("This node has no feed of that name."), status: 404) }
        switch parts.count {
        case 1:
            guard let asked = PageQuery(query) else { return Self.badQuery }
            let rounds = try await view.rounds(feed: feed.name, limit: asked.limit, before: asked.before)
            return .html(page.feed(feed, rounds: rounds, limit: asked.limit))
        case 3 where parts[1] == "rounds":
            guard let key = await key(parts[0], parts[2]), let round = try await view.round(key) else {
                return .html(page.missing("This node has no such round."), status: 404)
            }
            return .html(page.round(round, of: feed))
        default: return .html(page.missing("There is nothing at this address."), status: 404)
        }
    }
}

/// `limit` and `before` of a list of rounds.
struct PageQuery: Hashable, Sendable {
    var limit = 50
    var before: UInt64?

    /// Nil where the query says anything else.
    init?(_ query: String?) {
        guard let query, !query.isEmpty else { return }
        var seen: Set<Substring> = []
        for item in query.split(separator: "&", omittingEmptySubsequences: false) {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, seen.insert(pair[0]).inserted, let value = UInt64(pair[1]), pair[1].first != "+" else { return nil }
            switch pair[0] {
            case "limit":
                guard (1...200).contains(value) else { return nil }
                limit = Int(value)
            case "before": before = value
            default: return nil
            }
        }
    }
}
