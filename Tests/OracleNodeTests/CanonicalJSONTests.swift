import OracleNode
import Testing

struct CanonicalJSONTests {
    @Test func membersAreOrderedByTheirBytesAndNothingIsSpentOnLayout() {
        let value = CanonicalJSON.object([
            "b": .integer(-7), "a": .array([.null, .bool(true), .string("x\"\\\n\u{1}é")]), "B": .object([:]), "é": .array([]),
        ])
        #expect(value.text == #"{"B":{},"a":[null,true,"x\"\\\n\u0001é"],"b":-7,"é":[]}"#)
    }

    @Test func bothSpellingsReadBackToTheSameValueAndHash() throws {
        let value = CanonicalJSON.object([
            "list": .array((0..<40).map { .integer($0) }), "deep": .object(["text": .string("a\tb"), "flag": .bool(false)]),
            "long": .string(String(repeating: "0123456789", count: 30)),
        ])
        for spelling in [value.text, value.pretty] {
            let read = try CanonicalJSON(parsing: Array(spelling.utf8))
            #expect(read == value)
            #expect(read.digest == value.digest)
        }
    }

    @Test(arguments: ["1.5", "1e3", "9007199254740992", "{\"a\":1,\"a\":2}", "[1,]", "", "{", "\"\u{0}\"", "nul", "[1] x"])
    func whatHasNoOneSpellingIsRefused(_ text: String) {
        #expect(throws: DocumentError.self) { try CanonicalJSON(parsing: Array(text.utf8)) }
    }

    @Test func integersThatReadersCouldRoundAreTexts() {
        #expect(CanonicalJSON.number(CanonicalJSON.largestInteger) == .integer(9_007_199_254_740_991))
        #expect(CanonicalJSON.number(.max) == .string("9223372036854775807"))
        #expect(CanonicalJSON.number(.min) == .string("-9223372036854775808"))
    }
}
