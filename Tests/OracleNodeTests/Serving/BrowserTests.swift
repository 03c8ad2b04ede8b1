import FlyingFox
import FlyingSocks
import Foundation
import OracleNode
import Synchronization
import Testing

/// The pages in headless Chromium, driven by Tests/Browser/pages.py: what a person finds, by mouse and by keyboard.
///
/// With ASSAY_SCREENSHOTS set to a folder (`make screenshots`), pictures are written there too.
@Suite struct BrowserTests {
    struct Audit: Decodable {
        let verdict: String
        let failed: [String]
        let held: Int
        let open: Int
        let fates: [String]
    }

    struct Keyboard: Decodable {
        let skip, skipped, audit, focus: String
    }

    struct Outage: Decodable {
        struct Shown: Decodable {
            let title, pill, banner: String
            let trouble: Int
            let focus: String?
        }
        struct Silent: Decodable {
            let text, faded: String
        }
        let before: String
        let outage: Shown
        let after: String
        let silent: Silent
        let spoken: String
    }

    struct Found: Decodable {
        let feeds: [String]
        let prices: [String]
        let audits: [String: Audit]
        let keyboard: Keyboard
        let shape: [String]
        let unscripted: [String: String]
        let outage: Outage
        let problems: [String]
    }

    @Test func aPersonFindsFeedsRoundsAuditsAndOutages() async throws {
        let node = try FakeNode()
        var settings = NodeServer.Settings()
        settings.port = 0
        let first = NodeServer(view: node, metrics: NodeMetrics(), log: .silent, settings: settings)
        settings.port = try await first.start()
        let servers = Servers(node: node, settings: settings, current: first)
        let (control, port) = try await Self.control(servers)
        let output = try await Self.run(["http://127.0.0.1:\(settings.port)", "http://127.0.0.1:\(port)"])
        await control.stop()
        await servers.stop()

        let found = try JSONDecoder().decode(Found.self, from: Data(output.utf8))
        #expect(found.problems.isEmpty, "console: \(found.problems)")
        #expect(found.feeds == ["/feeds/btc-usd-option", "/feeds/btc-usd-hourly", "/feeds/eth-usd-hourly"])
        #expect(found.prices == ["20,542.53", "6,633.20", "1,467.31"])
        #expect(found.shape.isEmpty, "\(found.shape)")

        #expect(found.unscripted["feeds"]?.contains("20,542.53") == true && found.unscripted["feeds"]?.contains("5 of 5") == false)
        #expect(found.unscripted["round"]?.contains("stale") == true && found.unscripted["round"]?.contains("This needs JavaScript") == true)

        for (round, fate) in [("466229", "noConversion"), ("466255", "counted"), ("466285", "stale"), ("432796", "outlier")] {
            let audit = try #require(found.audits[round])
            #expect(audit.verdict.hasPrefix("Everything recomputed here agrees.") && audit.failed.isEmpty, "\(round): \(audit)")
            #expect(audit.held == 10 && audit.open >= 3 && audit.fates.contains(fate), "\(round): \(audit.fates)")
        }
        let altered = try #require(found.audits[String(FakeNode.alteredRound)])
        #expect(altered.failed.count == 3 && altered.verdict.contains("3 of 10 checks differ"), "hash, price and which markets counted: \(altered)")

        #expect(found.keyboard.skip == "Skip to content" && found.keyboard.skipped == "main")
        #expect(found.keyboard.audit.hasPrefix("Everything") && found.keyboard.focus == "audit-result")

        let outage = found.outage
        #expect(outage.before == "ready" && outage.after == "ready" && outage.spoken == "ready")
        #expect(outage.outage.pill == "not ready" && outage.outage.title.hasPrefix("Not ready") && outage.outage.trouble == 1)
        #expect(outage.outage.banner.contains("sources") && outage.outage.banner.contains("heartbeat is 14,400 s"))
        #expect(outage.outage.focus == "/feeds/btc-usd-option", "refreshing must leave the focus where it was")
        #expect(outage.silent.text.contains("does not answer") && outage.silent.text.contains("old") && Double(outage.silent.faded) ?? 1 < 0.6)
    }

    /// The node's server, which can fall silent and speak again on the same port.
    private actor Servers {
        let node: FakeNode
        let settings: NodeServer.Settings
        var current: NodeServer?

        init(node: FakeNode, settings: NodeServer.Settings, current: NodeServer) {
            (self.node, self.settings, self.current) = (node, settings, current)
        }

        func stop() async {
            await current?.stop()
            current = nil
        }

        func speak() async throws {
            guard current == nil else { return }
            let server = NodeServer(view: node, metrics: NodeMetrics(), log: .silent, settings: settings)
            try await server.start()
            current = server
        }
    }

    private static func control(_ servers: Servers) async throws -> (HTTPServer, UInt16) {
        let server = HTTPServer(address: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await server.appendRoute("GET /*") { request in
            switch request.path {
            case "/outage": servers.node.set(FakeNode.outage)
            case "/recover": servers.node.recover()
            case "/silent": await servers.stop()
            case "/speak": try await servers.speak()
            default: return HTTPResponse(statusCode: .notFound)
            }
            return HTTPResponse(statusCode: .ok)
        }
        Task { _ = try? await server.run() }
        try await server.waitUntilListening()
        switch await server.listeningAddress {
        case .ip4(_, let port), .ip6(_, let port): return (server, port)
        default: throw NodeError(.environment, "no port for the test's own server", next: "is the loopback interface up?")
        }
    }

    /// The script's standard output; its words where it fails.
    private static func run(_ arguments: [String]) async throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let folder = environment["ASSAY_SCREENSHOTS"].map { [$0] } ?? []
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "\(projectFolder)/.venv/bin/python")
                process.arguments = ["\(projectFolder)/Tests/Browser/pages.py"] + arguments + folder
                let (output, errors) = (Pipe(), Pipe())
                process.standardOutput = output
                process.standardError = errors
                do {
                    try process.run()
                } catch {
                    continuation.resume(throwing: error)
                    return
                }
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                if process.terminationStatus == 0 {
                    continuation.resume(returning: text)
                } else {
                    continuation.resume(throwing: NodeError(.environment, "pages.py: \(said)", next: "run `make setup`"))
                }
            }
        }
    }
}
