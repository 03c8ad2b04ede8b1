import Foundation
import OracleNode
import Synchronization
import Testing

@Suite struct NodeLogTests {
    /// Keeps lines.
    final class Lines: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    private func log(_ format: NodeLog.Format, level: NodeLog.Level = .info, secrets: [String] = []) -> (NodeLog, Lines) {
        let lines = Lines()
        let log = NodeLog(level: level, format: format, redaction: LogRedaction(secrets: secrets), clock: { 1_678_622_700_042 }, sink: lines.add)
        return (log, lines)
    }

    @Test func peopleAndProgramsReadTheSameEvent() throws {
        let fields: KeyValuePairs<String, LogValue> = ["feed": "btc-usd", "round": 466_285, "seconds": 1.5, "late": true, "note": "two words\nand \"quotes\""]
        let (text, lines) = log(.text)
        text.warning("round dropped", fields)
        #expect(lines.all == [#"2023-03-12T12:05:00.042Z warning round dropped feed=btc-usd round=466285 seconds=1.5 late=true note="two words\nand \"quotes\"""#])
        let (json, objects) = log(.json)
        json.with(["node": "a"]).warning("round dropped", fields)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(objects.all[0].utf8)) as? [String: Any])
        #expect(object["time"] as? String == "2023-03-12T12:05:00.042Z" && object["level"] as? String == "warning" && object["node"] as? String == "a")
        #expect(object["message"] as? String == "round dropped" && object["round"] as? Int == 466_285 && object["late"] as? Bool == true)
        #expect(object["note"] as? String == "two words\nand \"quotes\"")
    }

    @Test func aLineIsOneLineWhateverItHolds() throws {
        let hostile = "a\r\n2023-03-12T12:05:00Z error forged\u{1B}[2J\u{2028}\u{85}\u{0}"
        for format in NodeLog.Format.allCases {
            let (log, lines) = log(format)
            log.info("event", ["text": .text(hostile), "text": "again", "level": "x"])
            #expect(lines.all.count == 1 && !lines.all[0].unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x2028 })
            if format == .json {
                let object = try #require(try JSONSerialization.jsonObject(with: Data(lines.all[0].utf8)) as? [String: Any])
                #expect(object["text"] as? String == hostile && object["text_"] as? String == "again" && object["level"] as? String == "info")
            }
        }
    }

    @Test func levelsBelowAreNotWritten() {
        let (log, lines) = log(.text, level: .warning)
        log.debug("a")
        log.info("b")
        log.warning("c")
        log.error("d")
        #expect(lines.all.map { $0.split(separator: " ")[1] } == ["warning", "error"])
    }

    @Test func secretsNeverReachALine() {
        let password = "correct horse"
        for format in NodeLog.Format.allCases {
            let (log, lines) = log(format, level: .debug, secrets: [password, "0xdeadbeefcafe", "abc"])
            let leaky: [LogValue] = [
                "https://mainnet.example/v3/SECRETKEY", "see https://user:SECRETKEY@rpc.example:8545/path?apikey=SECRETKEY#SECRETKEY for more",
                "wss://rpc.example/?token=SECRETKEY", "http://SECRETKEY@127.0.0.1:8545", "(https://a.example/SECRETKEY)", "error at 'https://a.example/SECRETKEY', again",
                "postgres://u:p@SECRETKEY@host/db", "it was correct horse, as ever", "key 0xdeadbeefcafe was read", "https:\\\\x https://a.example\\SECRETKEY",
            ]
            for value in leaky { log.error("failed", ["detail": value]) }
            for name in ["password", "keystore_password", "privateKey", "private-key", "API_KEY", "authorization", "mnemonic", "signingSecret", "accessToken"] {
                log.error("failed", [name: "SECRETKEY"])
                log.error("failed", [name: 123_456])
            }
            let all = lines.all.joined(separator: "\n")
            for secret in ["SECRETKEY", password, "deadbeefcafe", "123456"] { #expect(!all.contains(secret), "\(secret) in \(format)") }
            #expect(all.contains("https://mainnet.example/…") && all.contains("rpc.example:8545/…") && all.contains("[redacted]"))
        }
        // What is no secret stays.
        let redaction = LogRedaction(secrets: ["abc"])
        #expect(redaction.clean("abc at http://127.0.0.1:8545, https://api.kraken.com.") == "abc at http://127.0.0.1:8545, https://api.kraken.com.")
    }
}
