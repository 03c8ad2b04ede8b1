import DevelopmentChain
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// A node as `assay init --demo` sets it up, its development chain, and the recorded venues.
final class CareWorld: Sendable {
    let folder: ScratchFolder
    let path: String
    let chain: LocalChain
    let venues: ReplayServer
    let configuration: NodeConfiguration

    /// - Parameter feeds: of a node that is no demonstration; none for the demonstration's own.
    init(feeds: [String] = []) async throws {
        folder = try ScratchFolder()
        var setup = NodeSetup.demonstration(folder: folder.path + "/demo")
        if !feeds.isEmpty {
            setup = NodeSetup(folder: folder.path + "/node", chainID: 31_337, endpoint: .url("http://127.0.0.1:8545"), feeds: feeds)
        }
        setup.derivation = .light(salt: [1, 2, 3])
        path = try setup.write().configuration
        chain = try LocalChain(minesAtOnce: true, clock: { SystemClock().seconds })
        venues = ReplayServer(
            RecordingLoop(try Recording.load(recordingFolder("usdc-depeg-2023-03")), now: { Int64(clamping: SystemClock().seconds) }))
        let kraken = try await venues.start().baseURL(of: .kraken)
        var configuration = try NodeConfiguration.load(path)
        configuration.venues.replayURL = String(kraken.dropLast("/kraken".count))
        self.configuration = configuration
        if let payer = configuration.keys.transaction?.account { chain.fund(payer, wei: 10 * LocalChain.ether) }
    }

    /// As it is in the file now, with the venues of this world.
    func current() throws -> NodeConfiguration {
        var current = try NodeConfiguration.load(path)
        current.venues = configuration.venues
        return current
    }

    func pool(_ configuration: NodeConfiguration, now: @escaping @Sendable () -> UInt64 = { SystemClock().now }) throws -> RPCPool {
        RPCPool(
            chainID: configuration.chain.id, endpoints: try configuration.chain.resolveEndpoints([:]), transport: chain.transport, now: now)
    }

    func signer(_ reference: KeyReference?) throws -> any TransactionSigner & ReportSigner {
        try configuration.keys.signer(try #require(reference), transport: chain.transport, environment: [:])
    }

    func deployment(
        _ configuration: NodeConfiguration, _ options: Deployment.Options = .init(), pool other: RPCPool? = nil, patience: Duration = .seconds(20)
    ) throws -> Deployment {
        Deployment(
            path: path, configuration: configuration, pool: try other ?? pool(configuration), signer: try signer(configuration.keys.transaction),
            options: options, patience: patience, poll: .milliseconds(10))
    }

    func deploy(_ configuration: NodeConfiguration, _ options: Deployment.Options = .init()) async throws -> Deployment.Result {
        try await deployment(configuration, options).run { _ in }
    }

    func doctor(
        _ configuration: NodeConfiguration, now: @escaping @Sendable () -> UInt64 = { SystemClock().now },
        free: @escaping @Sendable (String) -> UInt64? = { _ in 10 << 30 }
    ) async -> [Doctor.Finding] {
        await Doctor(configuration, environment: [:], transport: chain.transport, now: now, freeBytes: free).run { _ in }
    }
}

/// From nothing to a published round, with the commands' own code; and every check of `assay doctor`, provoked.
@Suite struct CareTests {
    static func failures(_ findings: [Doctor.Finding]) -> [String] { findings.filter { $0.level == .failure }.map(\.line) }

    @Test func fromInitToAPublishedRound() async throws {
        let world = try await CareWorld()
        // Before: the one thing that is missing.
        let before = Self.failures(await world.doctor(try world.current()))
        #expect(before.count == 1 && before[0].contains("assay deploy"), "\(before)")

        let first = try await world.deploy(try world.current())
        #expect(first.isWritten && first.feeds[0].isNew && first.feeds[0].verifier != nil && first.gasUsed > 1_000_000 && first.transactions == 4)
        let configuration = try world.current()
        #expect(configuration.feeds[0].contract == first.feeds[0].contract)
        // Again: nothing more is created.
        let count = world.chain.mined.count
        let second = try await world.deploy(configuration)
        #expect(second.feeds[0].contract == first.feeds[0].contract && !second.feeds[0].isNew && world.chain.mined.count == count)
        #expect(second.transactions == 0 && second.feeds[0].priceAdapter == first.feeds[0].priceAdapter)

        let findings = await world.doctor(configuration)
        #expect(Self.failures(findings).isEmpty, "\(findings.map(\.line))")
        #expect(findings.contains { $0.check == "contract" && $0.text.contains("takes this node's reports") })

        let publication = SinglePublication(
            configuration: configuration, attesters: [try world.signer(configuration.keys.signing.first)],
            payer: try world.signer(configuration.keys.transaction), pool: try world.pool(configuration), destination: nil,
            poll: .milliseconds(20))
        let mining = Task {
            while !Task.isCancelled {
                try world.chain.mine()
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        let outcomes = try await publication.run { _ in }
        mining.cancel()
        guard case .published = outcomes[0].verdict else {
            Issue.record("\(outcomes.map(\.text))")
            return
        }
        let value = try #require(try await FeedReader(try await world.pool(configuration).checked()).latest(of: first.feeds[0].contract))
        #expect(value.round == outcomes[0].round && value.value > 10_000 * 100_000_000)

        // What the store shows of it.
        let rounds = try StoredRounds(path: configuration.store.path)
        let lines = try rounds.list(feed: nil, stage: .published, limit: 5)
        #expect(lines.count == 1 && lines[0].publications.map(\.state) == [.confirmed])
        #expect(StoredRounds.text(lines).contains("confirmed") && StoredRounds.json(lines).text.contains("\"stage\":\"published\""))
        #expect(try rounds.list(feed: nil, stage: .dropped, limit: 5).isEmpty)
        let shown = try rounds.show(feed: "btc-usd-option", number: nil)
        #expect(shown.contains("stage: published") && shown.contains("bytes)"))
        #expect(try rounds.export(feed: "btc-usd-option", number: value.round).text.contains("\"stage\":\"published\""))
        #expect(throws: NodeError.self) { try rounds.export(feed: "btc-usd-option", number: 1) }
        #expect(throws: NodeError.self) { try rounds.export(feed: "none", number: nil) }
        #expect(throws: NodeError.self) { try StoredRounds(path: world.folder.path + "/no.sqlite") }

        // Without a running node, the store and the contract speak.
        var silent = configuration
        silent.server.port = 1
        let status = await NodeStatus.look(silent, pool: try world.pool(silent))
        guard case .stopped(let reason, let remains) = status else {
            Issue.record("something answers at port 1")
            return
        }
        #expect(reason.contains("assay run") && remains[0].chain == value && remains[0].lastRound?.key.number == value.round)
        #expect(NodeStatus.text(status, now: value.observedAt + 5).contains("5 s"))
        #expect(try NodeStatus.json(status).contains("\"running\":false"))
        await world.venues.stop()
    }

    @Test func eachCheckFailsWhenItShould() async throws {
        let world = try await CareWorld()
        let result = try await world.deploy(try world.current())
        let good = try world.current()
        func expect(_ words: String, _ findings: [Doctor.Finding]) {
            #expect(Self.failures(findings).contains { $0.contains(words) && $0.contains("next:") }, "\(words): \(findings.map(\.line))")
        }
        // Of the machine.
        expect("0 MiB are free", await world.doctor(good, free: { _ in 0 }))
        let password = "\(good.keys.folder)/signing.password"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: password)
        expect("chmod 600", await world.doctor(good))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password)
        let right = try Data(contentsOf: URL(fileURLWithPath: password))
        try Data("wrong\n".utf8).write(to: URL(fileURLWithPath: password))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password)
        expect("check the password", await world.doctor(good))
        try right.write(to: URL(fileURLWithPath: password))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password)
        var changed = good
        changed.keys.folder = world.folder.path + "/nowhere"
        expect("there is no folder", await world.doctor(changed))
        changed = good
        changed.store.path = world.folder.path + "/broken.sqlite"
        try Data(repeating: 7, count: 8_192).write(to: URL(fileURLWithPath: changed.store.path))
        expect("restore it from a copy", await world.doctor(changed))
        // Of the network.
        changed = good
        changed.venues.replayURL = "http://127.0.0.1:1"
        expect("the quorum is", await world.doctor(changed))
        changed = good
        changed.chain.id = 1_337
        expect("serves chain 31337", await world.doctor(changed))
        changed = good
        changed.chain.endpoints[0].url = .environment("NOT_SET")
        expect("NOT_SET is not set", await world.doctor(changed))
        expect("behind", await world.doctor(good, now: { SystemClock().now - 600_000 }))
        changed = good
        changed.chain.balanceFloor = 100 * LocalChain.ether
        expect("send ether to", await world.doctor(changed))
        // Of the contract.
        changed = good
        changed.feeds[0].contract = try Address("0x00000000000000000000000000000000000000aa")
        expect("there is no contract at", await world.doctor(changed))
        changed = good
        changed.feeds[0].contract = result.feeds[0].verifier
        expect("is no feed contract", await world.doctor(changed))
        changed = good
        let stranger = try KeyDirectory(path: good.keys.folder).create(password: .file(password), derivation: .light(salt: [1]))
        changed.keys.signing[0].account = stranger.address
        expect("none of the contract's signers", await world.doctor(changed))
        // A feed file that was changed is another feed, and here another model too.
        let feed = good.feeds[0].file
        let text = try String(contentsOfFile: feed, encoding: .utf8)
        try text.replacing("outlier_bp: 100\n", with: "outlier_bp: 101\n").write(toFile: feed, atomically: true, encoding: .utf8)
        let findings = await world.doctor(good)
        expect("the contract is for the feed", findings)
        expect("does not take model", findings)
        // And the verifier that is committed is not deployed for it.
        changed = good
        changed.feeds[0].contract = nil
        await #expect(throws: NodeError.self) { _ = try await world.deploy(changed) }
        // Nor is the contract of the feed as it was taken for it.
        await #expect { _ = try await world.deploy(good) } throws: { "\($0)".contains("is for another feed") }
        await world.venues.stop()
    }

    @Test func anAccountWithoutEtherIsTold() async throws {
        let world = try await CareWorld()
        let configuration = try world.current()
        world.chain.fund(try #require(configuration.keys.transaction?.account), wei: 0)
        do {
            _ = try await world.deploy(configuration)
            Issue.record("deployed")
        } catch {
            #expect("\(error)".contains("send some ether"), "\(error)")
        }
        #expect(Self.failures(await world.doctor(configuration)).contains { $0.contains("send ether") })
        await world.venues.stop()
    }
}

extension RPCPool {
    fileprivate func checked() async -> RPCPool {
        await check()
        return self
    }
}
