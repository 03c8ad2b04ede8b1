import EthereumKit
import MarketFeeds

/// Observations as the store keeps them: one row for the grid and the responses, one for each market and leg.
extension RoundObservations {
    private static let gridName = "grid"

    /// Rows whose names sort in the order of the feed file.
    package var stored: [StoredObservation] {
        let grid = CanonicalJSON.object([
            "times": .array(times.map { .number($0) }),
            "responses": .array(responses.map { response in
                .object([
                    "market": .string(response.market), "url": .string(response.url), "status": .number(Int64(response.status)),
                    "bytes": .number(Int64(response.byteCount)), "keccak256": .string(Hex.encode(response.digest)),
                ])
            }),
        ])
        let time = UInt64(clamping: observedAt)
        func rows(_ role: String, _ series: [[GridObservation]]) -> [StoredObservation] {
            series.enumerated().map { index, row in
                let digits = String(index)
                let name = "\(role) " + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
                return StoredObservation(venue: name, observedAt: time, body: CanonicalJSON.array(row.map(Self.encode)).bytes)
            }
        }
        return [StoredObservation(venue: Self.gridName, observedAt: time, body: grid.bytes)] + rows("leg", legs) + rows("market", markets)
    }

    /// Reads them back.
    package init(stored rows: [StoredObservation]) throws {
        guard let grid = rows.first(where: { $0.venue == Self.gridName }) else { throw StoreError.corrupt("a round has no grid") }
        var reader = try DocumentReader(try CanonicalJSON(parsing: grid.body), path: Self.gridName)
        let times = try reader.array("times").map { value in
            guard case .integer(let time) = value else { throw DocumentError("grid.times", "should be integers") }
            return time
        }
        var responses: [SourceResponse] = []
        for var entry in try reader.objects("responses") {
            responses.append(
                SourceResponse(
                    market: try entry.string("market"), url: try entry.string("url"), status: Int(try entry.integer("status")),
                    byteCount: Int(try entry.integer("bytes")), digest: try Hex.decode(try entry.string("keccak256"))))
            try entry.finish()
        }
        try reader.finish()
        func series(_ role: String) throws -> [[GridObservation]] {
            let own = rows.filter { $0.venue.hasPrefix(role + " ") }.sorted { $0.venue < $1.venue }
            return try own.map { row in
                guard case .array(let cells) = try CanonicalJSON(parsing: row.body) else { throw DocumentError(row.venue, "should be a list") }
                return try cells.map { try Self.decode($0, row.venue) }
            }
        }
        self.init(
            observedAt: Int64(clamping: grid.observedAt), times: times, markets: try series("market"), legs: try series("leg"),
            responses: responses)
    }

    private static func encode(_ observation: GridObservation) -> CanonicalJSON {
        var members: [String: CanonicalJSON] = ["age": .number(observation.age)]
        if let price = observation.price { members["price"] = .string(price.description) }
        if let drop = observation.drop {
            members["dropped"] = .string(drop.reason.rawValue)
            members["detail"] = .string(drop.detail)
        }
        return .object(members)
    }

    private static func decode(_ value: CanonicalJSON, _ path: String) throws -> GridObservation {
        var entry = try DocumentReader(value, path: path)
        var price: ExactDecimal?
        if entry.optional("price") != nil {
            guard let decimal = ExactDecimal(try entry.string("price")) else { throw DocumentError(path + ".price", "is no decimal") }
            price = decimal
        }
        var drop: Drop?
        if entry.optional("dropped") != nil {
            guard let reason = DropReason(rawValue: try entry.string("dropped")) else { throw DocumentError(path + ".dropped", "is no known reason") }
            drop = try entry.drop(reason, "detail")
        }
        let observation = GridObservation(price: price, age: try entry.integer("age"), drop: drop)
        try entry.finish()
        return observation
    }
}
