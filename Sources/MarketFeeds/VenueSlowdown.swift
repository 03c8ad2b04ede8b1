/// A venue's word that it is asked too often.
public struct VenueSlowdown: Hashable, Sendable {
    /// How long to stay away, where it says so.
    public let seconds: Int64?
    /// What it said.
    public let words: String
}

extension Venue {
    /// Whether an answer says that the venue is asked too often, in HTTP's words or in its own. Never traps, whatever the bytes.
    ///
    /// - Parameters:
    ///   - retryAfter: the header, in seconds.
    ///   - now: Unix seconds, for venues that name a moment instead of a span.
    public func slowdown(status: Int, retryAfter: String?, body: [UInt8], now: Int64) -> VenueSlowdown? {
        let told = retryAfter.flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
        // Bodies of candles are long and no complaints; a complaint is short.
        let complaint = body.count <= 4_096 ? (try? JSONReader.read(body)).flatMap(adapter.complaint) : nil
        switch status {
        // 418 is Binance's: an address that went on after 429.
        case 429, 418: return VenueSlowdown(seconds: told, words: complaint ?? "HTTP \(status)")
        // A wall in front of the venue: it opens again by itself, or the address is barred for good and the pause grows.
        case 403: return VenueSlowdown(seconds: told, words: complaint ?? "HTTP 403")
        case 503 where told != nil: return VenueSlowdown(seconds: told, words: complaint ?? "HTTP 503")
        default: break
        }
        guard let complaint, isAboutPace(complaint) else { return nil }
        return VenueSlowdown(seconds: told ?? moment(in: complaint, now: now), words: complaint)
    }

    /// Each venue's own words, which may come with any status.
    private func isAboutPace(_ complaint: String) -> Bool {
        let words = complaint.lowercased()
        switch self {
        case .kraken:
            return words.contains("rate limit") || words.contains("eservice:throttled") || words.contains("too many requests")
                || words.contains("temporary lockout")
        case .binance, .binanceus: return words.hasPrefix("-1003 ") || words.hasPrefix("-1015 ")
        case .bitfinex: return words.hasPrefix("11010") || words.contains("ratelimit")
        case .gemini: return words.contains("ratelimit") || words.contains("rate limit")
        case .bitstamp, .coinbase: return words.contains("rate limit") || words.contains("too many requests")
        }
    }

    /// Kraken's `EService:Throttled: 1700000000` and Binance's `banned until 1700000000000` name the moment from which they answer again.
    private func moment(in words: String, now: Int64) -> Int64? {
        for part in words.split(whereSeparator: { !$0.isNumber || !$0.isASCII }).reversed() where part.utf8.count >= 10 {
            guard let number = Int64(part) else { continue }
            let seconds = part.utf8.count >= 13 ? number / 1_000 : number
            if UTCTime.range.contains(seconds), seconds > now { return seconds - now }
        }
        return nil
    }
}
