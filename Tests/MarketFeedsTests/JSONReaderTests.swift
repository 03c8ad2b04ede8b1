import MarketFeeds
import Testing

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws(JSONError) -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test func keepsNumbersAsText() throws {
        let value = try read(#"{"p": 10156.990, "q": [1E-7, -0], "s": "a\u00e9\ud83d\ude00\n", "t": true, "n": null}"#)
        #expect(value["p"] == .number("10156.990"))
        #expect(value["q"] == .array([.number("1E-7"), .number("-0")]))
        #expect(value["s"] == .string("aé😀\n"))
        #expect(value["t"] == .bool(true))
        #expect(value["n"] == .null)
    }

    @Test(arguments: [
        "", "  ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "01", "-", "1.", "1.e1", ".1", "+1", "1e",
        "NaN", "Infinity", "tru", "nul", "\"", "\"\\", "\"\\u12", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\x\"", "\"\t\"", "1 2", "[] x",
        "<html>", "'a'", "[1 2]", "{\"a\" 1}", "\u{FEFF}1", "//", "\"\\uZZZZ\"",
    ])
    func refuses(_ text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }

    @Test func refusesDuplicateKeys() {
        #expect(throws: JSONError(line: 2, column: 2, problem: "the key \"price\" appears twice in one object")) {
            try read("{\"price\": 1,\n \"price\": 2}")
        }
        // The same key, once written with an escape.
        #expect(throws: JSONError.self) { try read(#"{"price": 1, "pr\u0069ce": 2}"#) }
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xC0, 0x80, 0x22]) }
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func isBounded() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try read(deep) }
        #expect(throws: JSONError.self) { try JSONReader.read(Array("[1,2,3,4]".utf8), limits: JSONLimits(values: 4)) }
        #expect(throws: JSONError.self) { try JSONReader.read(Array("[1,2,3,4]".utf8), limits: JSONLimits(bytes: 8)) }
        #expect(throws: Never.self) { try JSONReader.read(Array("[[[1]]]".utf8), limits: JSONLimits(depth: 3)) }
        #expect(throws: JSONError.self) { try JSONReader.read(Array("[[[1]]]".utf8), limits: JSONLimits(depth: 2)) }
    }

    /// Every cut and every single-byte change of a real body is either a document or an error, and never a trap.
    @Test func survivesDamage() throws {
        let body = try Bodies.bytes("bitstamp_ohlc.json")
        for length in 0..<body.count - 2 {
            #expect(throws: JSONError.self) { try JSONReader.read(Array(body[..<length])) }
        }
        let market = MarketSymbol(venue: .bitstamp, base: "BTC", quote: "USDT")
        for index in body.indices {
            for change in [UInt8(0x01), 0x20, 0x80, 0xFF] {
                var damaged = body
                damaged[index] ^= change
                _ = try? Venue.bitstamp.candles(status: 200, body: damaged, of: market)
            }
        }
    }
}
