import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Synchronization
import Testing

/// `assay run` as a process of its own: killed with signal 9 again and again, reloaded, and ended in good order.
@Suite struct NodeProcessTests {
    private static var now: Int64 { Int64(Date().timeIntervalSince1970) }

    /// The recorded weekend, as if it were today.
    private static func today() throws -> Recording {
        let old = try Recording.load(recordingFolder("usdc-depeg-2023-03"))
        let shift = (now - old.from - 40 * 3_600) / 3_600 * 3_600
        return Recording(
            name: old.name, summary: old.summary, candleSeconds: old.candleSeconds, from: old.from + shift, to: old.to + shift,
            series: old.series.map { series in
                .init(
                    market: series.market, file: series.file, origin: series.origin,
                    candles: series.candles.map {
                        Candle(openTime: $0.openTime + shift, open: $0.open, high: $0.high, low: $0.low, close: $0.close, volume: $0.volume)
                    })
            })
    }

    private struct Node {
        let process: Process
        let errors: URL

        init(_ configuration: String, log: URL) throws {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
            process = Process()
            process.executableURL = CommandLineReading.program
            process.arguments = ["run", "--config", configuration]
            process.standardError = try FileHandle(forWritingTo: log)
            process.standardOutput = FileHandle.nullDevice
            errors = log
            try process.run()
        }

        var log: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }
        func signal(_ number: Int32) { kill(process.processIdentifier, number) }
    }

    private func until(seconds: Int, _ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<(seconds * 20) {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return condition()
    }

    @Test func aProcessThatIsKilledAgainAndAgainLosesAndDoublesNothing() async throws {
        let folder = try TemporaryFolder()
        let chain = try LocalChain(time: UInt64(Self.now))
        let circuit = try await Shared.circuit(of: "btc-usd-option")
        let key = circuit.key.verifyingKey
        let file = try feedFile("btc-usd-option", everySeconds: 60, delaySeconds: 1)
        try file.text.write(toFile: folder.path + "/btc-usd-option.yaml", atomically: true, encoding: .utf8)
        let directory = try KeyDirectory(path: folder.path + "/keys")
        _ = FileManager.default.createFile(
            atPath: folder.path + "/password", contents: Data("a long password\n".utf8), attributes: [.posixPermissions: 0o600])
        let light = KeyDerivation.light(salt: [UInt8](repeating: 7, count: 32))
        let password = PasswordSource.file(folder.path + "/password")
        let payer = try directory.create(password: password, derivation: light).address
        let attester = try directory.create(password: password, derivation: light).address
        chain.fund(payer, wei: 100 * LocalChain.ether)
        let names = circuit.model.publicValues.map(\.name)
        let verifier = try chain.deploy(VerifierContract(key: key, feed: "btc-usd-option").artifact().bytecode)
        let contract = try chain.deploy(
            ContractArtifact.named("ProvenFeed").bytecode
                + ProvenFeed.Configuration(
                    feedID: #require(Word(bytes: file.id)), modelID: #require(Word(bytes: key.digest)), verifier: verifier, feedPointOffset: 0,
                    valueCount: UInt8(names.count - 1), answerIndex: UInt8(#require(names.firstIndex(of: "spot")) - 1), maxAge: 50_000, maxSkew: 60,
                    description: "BTC / USD", owner: attester, signers: [attester], threshold: 1
                ).constructorArguments)
        try chain.mine(5)
        let server = ReplayServer(try Self.today(), clock: { Self.now })
        let venues = try await server.start()
        let miner = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(500))
                let now = UInt64(Self.now)
                // A block has a time of its own: more than one a second would run ahead of everybody's clock.
                guard now > chain.time else { continue }
                chain.advance(seconds: now - chain.time)
                _ = try? chain.mine()
            }
        }
        defer { miner.cancel() }
        try await chain.serve { base in
            let path = folder.path + "/assay.yaml"
            func configuration(deviation: String) -> String {
                """
                chain:
                  id: 31337
                  endpoints: [{name: local, url: "\(base)/a"}]
                keys:
                  folder: keys
                  transaction: {account: "\(payer)", password_file: password}
                  signing: [{account: "\(attester)", password_file: password}]
                feeds:
                  - file: btc-usd-option.yaml
                    contract: "\(contract)"
                    triggers: {heartbeat_seconds: 60, deviation_percent: \(deviation)}
                venues: {replay_url: "\(venues.baseURL(of: .kraken).replacing("/kraken", with: ""))"}
                server: {enabled: false}

                """
            }
            try configuration(deviation: "0.5").write(toFile: path, atomically: true, encoding: .utf8)
            var generator = PublishingRandom(seed: 0x5eed_0301)
            var kills = 0
            for life in 0..<10 {
                let node = try Node(path, log: URL(fileURLWithPath: "\(folder.path)/life\(life).log"))
                // The circuit takes a second or two; the first round follows at once.
                _ = try await until(seconds: 20) { node.log.contains("node started") || !node.process.isRunning }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...1_500, using: &generator)))
                if node.process.isRunning { kills += 1 }
                node.signal(SIGKILL)
                node.process.waitUntilExit()
                #expect(node.process.terminationReason == .uncaughtSignal, "\(node.log)")
            }
            // The last life is told to read another configuration, a bad and a good one, and to end.
            let node = try Node(path, log: URL(fileURLWithPath: "\(folder.path)/last.log"))
            #expect(try await until(seconds: 20) { node.log.contains("node started") }, "\(node.log)")
            try configuration(deviation: "zero").write(toFile: path, atomically: true, encoding: .utf8)
            node.signal(SIGHUP)
            #expect(try await until(seconds: 10) { node.log.contains("configuration not reloaded") }, "\(node.log)")
            try configuration(deviation: "0.1").write(toFile: path, atomically: true, encoding: .utf8)
            node.signal(SIGHUP)
            #expect(try await until(seconds: 10) { node.log.contains("configuration reloaded") }, "\(node.log)")
            func accepted() -> [UInt64] {
                chain.mined.filter { $0.to == contract && $0.succeeded }.compactMap { try? ProvenFeed.decodeSubmit($0.data).report.round }
            }
            let newest = UInt64(Self.now - 1) / 60
            #expect(try await until(seconds: 90) { accepted().last.map { $0 >= newest } ?? false }, "\(accepted()) \(newest) \(node.log)")
            node.signal(SIGTERM)
            #expect(try await until(seconds: 40) { !node.process.isRunning }, "\(node.log)")
            node.process.waitUntilExit()
            #expect(node.process.terminationStatus == 0 && node.log.contains("node stopped"), "\(node.log)")
            #expect(!node.log.contains("a long password"))
            let rounds = accepted()
            #expect(kills >= 8 && Set(rounds).count == rounds.count && rounds == rounds.sorted(), "\(kills) kills, \(rounds)")
            #expect(chain.mined.filter { $0.to == contract && !$0.succeeded }.isEmpty)
            let store = try NodeStore(path: folder.path + "/assay.sqlite")
            #expect(try store.rounds(limit: 100).filter { $0.stage == .published }.count <= rounds.count)
            #expect(try store.publications().allSatisfy { $0.state == .confirmed || $0.state.isActive })
            try store.checkIntegrity()
        }
        await server.stop()
    }

    /// The process that proves is the node's: it lives through what a terminal or a service manager sends to everybody, is replaced when it
    /// dies, and is gone when the node is, however that ended.
    @Test func theProverEndsWithItsNodeAndNotBefore() async throws {
        let folder = try TemporaryFolder()
        let file = try feedFile("btc-usd-option", everySeconds: 60, delaySeconds: 1)
        try file.text.write(toFile: folder.path + "/btc-usd-option.yaml", atomically: true, encoding: .utf8)
        _ = FileManager.default.createFile(
            atPath: folder.path + "/password", contents: Data("a long password\n".utf8), attributes: [.posixPermissions: 0o600])
        let attester = try KeyDirectory(path: folder.path + "/keys").create(
            password: .file(folder.path + "/password"), derivation: .light(salt: [UInt8](repeating: 7, count: 32))).address
        let server = ReplayServer(try Self.today(), clock: { Self.now })
        let venues = try await server.start()
        let path = folder.path + "/assay.yaml"
        try """
            chain: {id: 31337}
            keys:
              folder: keys
              signing: [{account: "\(attester)", password_file: password}]
            feeds:
              - file: btc-usd-option.yaml
                triggers: {heartbeat_seconds: 60, deviation_percent: 0.5}
            venues: {replay_url: "\(venues.baseURL(of: .kraken).replacing("/kraken", with: ""))"}
            emit: {folder: out}
            server: {enabled: false}

            """.write(toFile: path, atomically: true, encoding: .utf8)
        func provers(_ node: Node) -> [Int32] {
            node.log.matches(of: #/the prover's process is ready process=([0-9]+)/#).compactMap { Int32($0.1) }
        }
        func emitted() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/out"))?.count ?? 0 }

        let node = try Node(path, log: URL(fileURLWithPath: "\(folder.path)/first.log"))
        #expect(try await until(seconds: 60) { provers(node).count == 1 }, "\(node.log)")
        let first = try #require(provers(node).first)
        for signal in [SIGINT, SIGTERM, SIGHUP] { kill(first, signal) }
        #expect(try await until(seconds: 90) { emitted() >= 1 }, "\(node.log)")
        #expect(ProverProcessTests.exists(first) && provers(node) == [first])
        kill(first, SIGKILL)
        #expect(try await until(seconds: 30) { provers(node).count == 2 }, "\(node.log)")
        let second = try #require(provers(node).last)
        #expect(second != first && node.log.contains("was killed (signal 9)"))
        node.signal(SIGKILL)
        node.process.waitUntilExit()
        #expect(try await until(seconds: 10) { !ProverProcessTests.exists(second) })

        let next = try Node(path, log: URL(fileURLWithPath: "\(folder.path)/second.log"))
        #expect(try await until(seconds: 60) { provers(next).count == 1 }, "\(next.log)")
        let last = try #require(provers(next).first)
        next.signal(SIGTERM)
        #expect(try await until(seconds: 40) { !next.process.isRunning }, "\(next.log)")
        #expect(next.process.terminationStatus == 0 && !ProverProcessTests.exists(last), "\(next.log)")
        await server.stop()
    }
}
