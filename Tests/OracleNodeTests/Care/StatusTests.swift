import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// `assay status` beside a node that serves, one that does not, and something else at its port.
@Suite struct StatusTests {
    /// A configuration whose node would serve at this port.
    private static func configuration(_ folder: ScratchFolder, port: UInt16) throws -> (path: String, configuration: NodeConfiguration) {
        var setup = NodeSetup.demonstration(folder: folder.path + "/demo")
        setup.derivation = .light(salt: [1])
        setup.serverPort = port
        let path = try setup.write().configuration
        return (path, try NodeConfiguration.load(path))
    }

    /// The program itself, on a thread of its own, since the server that it asks runs in this process.
    private static func run(_ arguments: [String]) async throws -> (status: Int32, output: String, errors: String) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try CommandLineReading.run(arguments) }) }
        }
    }

    @Test func aRunningNodeSpeaksForItself() async throws {
        let node = try FakeNode()
        let folder = try ScratchFolder()
        try await NodeServerTests.serving(node) { port, _ in
            let (path, configuration) = try Self.configuration(folder, port: port)
            guard case .running(let snapshot) = await NodeStatus.look(configuration, pool: nil) else {
                Issue.record("the node was not found")
                return
            }
            #expect(snapshot.feeds.map(\.name) == (await node.snapshot()).feeds.map(\.name) && snapshot.isReady)
            let good = try await Self.run(["status", "--config", path])
            #expect(good.status == 0 && good.output.hasPrefix("✓ ready"), "\(good)")
            for feed in snapshot.feeds { #expect(good.output.contains(feed.name)) }
            let json = try await Self.run(["status", "--config", path, "--json"])
            #expect(try JSONDecoder().decode(NodeSnapshot.self, from: Data(json.output.utf8)) == snapshot)

            // Not ready: the reasons, and the status that scripts look at.
            node.set(FakeNode.outage)
            let bad = try await Self.run(["status", "--config", path])
            let reasons = await node.snapshot().reasons
            #expect(bad.status == 1 && bad.output.hasPrefix("✕ not ready") && !reasons.isEmpty, "\(bad)")
            for reason in reasons { #expect(bad.output.contains(reason.message), "\(reason.message)") }
        }
    }

    @Test func withoutANodeStoreAndContractsSpeak() async throws {
        let folder = try ScratchFolder()
        let (path, configuration) = try Self.configuration(folder, port: 1)
        let found = await NodeStatus.look(configuration, pool: nil)
        guard case .stopped(let reason, let remains) = found else {
            Issue.record("something answers at port 1")
            return
        }
        #expect(reason.contains("no node answers at port 1") && reason.contains("assay run"))
        #expect(remains.map(\.feed) == ["btc-usd-option"] && remains[0].problem?.contains("assay deploy") ?? false)
        let run = try await Self.run(["status", "--config", path])
        #expect(run.status == 1 && run.output.contains("assay run") && run.output.contains("btc-usd-option"), "\(run)")
        let json = try await Self.run(["status", "--config", path, "--json"])
        #expect(json.status == 1 && json.output.contains("\"running\":false"))
        var silent = configuration
        silent.server.isEnabled = false
        guard case .stopped(let why, _) = await NodeStatus.look(silent, pool: nil) else {
            Issue.record("found")
            return
        }
        #expect(why.contains("server.enabled: true"))
    }

    @Test func somethingElseAtThePortIsNoNode() async throws {
        let folder = try ScratchFolder()
        let server = ReplayServer(try Recording.load(recordingFolder("bitstamp-flash-2019-05")), clock: { 1_558_000_000 })
        let base = try await server.start().baseURL(of: .kraken)
        let port = try #require(base.firstMatch(of: #/:([0-9]+)/#).flatMap { UInt16($0.1) })
        let (_, configuration) = try Self.configuration(folder, port: port)
        guard case .stopped(let reason, _) = await NodeStatus.look(configuration, pool: nil) else {
            Issue.record("found")
            return
        }
        #expect(reason.contains("is no node of this version"), "\(reason)")
        await server.stop()
    }
}
