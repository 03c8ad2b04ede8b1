import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import OracleNode
import Synchronization
import Testing

/// Recorded markets to a value read from the chain: real proofs, the generated verifier, the feed contract, one store.
@Suite struct PublishingEndToEndTests {
    struct Setup {
        let chain: LocalChain
        let contract: Address
        let engine: RoundEngine
        let pool: RPCPool
        let payer: SigningKey
        let artifact: ContractArtifact
        let folder: TemporaryFolder

        init(startsAt time: Int64) async throws {
            let file = try feedFile("btc-usd-option")
            let circuit = try await Shared.optionCircuit.value
            let signer = try await Shared.signer.value
            let key = circuit.key.verifyingKey
            chain = try LocalChain(time: UInt64(time))
            let verifier = try chain.deploy(VerifierContract(key: key, feed: file.feed.name).artifact().bytecode)
            artifact = try ContractArtifact.named("ProvenFeed")
            let names = circuit.model.publicValues.map(\.name)
            let configuration = ProvenFeed.Configuration(
                feedID: try #require(Word(bytes: file.id)), modelID: try #require(Word(bytes: key.digest)), verifier: verifier, feedPointOffset: 0,
                valueCount: UInt8(names.count - 1), answerIndex: UInt8(try #require(names.firstIndex(of: "spot")) - 1), maxAge: 50_000, maxSkew: 60,
                description: "BTC / USD", owner: signer.address, signers: [signer.address], threshold: 1)
            contract = try chain.deploy(artifact.bytecode + configuration.constructorArguments)
            engine = try RoundEngine(feed: file, circuit: circuit, signer: signer, chainID: chain.chainID, contract: contract)
            payer = .random()
            chain.fund(payer.address, wei: LocalChain.ether)
            folder = try TemporaryFolder()
            let chain = chain
            pool = RPCPool(chainID: chain.chainID, endpoints: [chain.endpoint()], transport: chain.transport, now: { chain.time * 1_000 })
            try chain.mine(5)
            await pool.check()
        }

        func store() throws -> NodeStore { try NodeStore(path: folder.path + "/node.sqlite") }

        func manager(_ store: NodeStore) -> TransactionManager {
            let chain = chain
            return TransactionManager(
                chainID: chain.chainID, store: store, gateway: pool, signer: LocalSigner(payer), owner: "test", artifact: artifact,
                clock: { chain.time * 1_000 })
        }

        func journal(_ store: NodeStore, _ manager: TransactionManager) -> RoundJournal {
            let chain = chain
            return RoundJournal(store: store, engine: engine, manager: manager, evidenceFolder: folder.path + "/evidence", now: { chain.time })
        }
    }

    struct Direct: ObservationSource {
        let name = "direct"
        let rows: DirectObservations
        func observations(at observedAt: Int64) async throws -> RoundObservations { rows.observations(at: observedAt) }
    }

    @Test func recordedMarketsBecomeValuesOnChainThatEqualTheEvidence() async throws {
        let start = try time("2023-03-11T08:00Z")
        let setup = try await Setup(startsAt: start)
        let chain = setup.chain
        let source = Direct(rows: try DirectObservations(setup.engine.feed.feed, recording: "usdc-depeg-2023-03"))
        var store = try setup.store()
        var manager = setup.manager(store)
        let step = Int64(setup.engine.feed.feed.schedule.everySeconds)
        var answers: [UInt64: Int128] = [:]
        for index in 0..<3 as Range<Int64> {
            let observedAt = start + index * step
            if Int64(chain.time) < observedAt { chain.advance(seconds: UInt64(observedAt - Int64(chain.time))) }
            try chain.mine()
            await setup.pool.check()
            let round = try #require(try await setup.journal(store, manager).run(observedAt: observedAt, cause: .heartbeat, source: source))
            answers[round.report.round] = round.report.values[0]
            #expect(try await setup.journal(store, manager).run(observedAt: observedAt, cause: .heartbeat, source: source) == nil)
            for _ in 0..<4 {
                #expect(try await manager.step().problems.isEmpty)
                chain.advance(seconds: 12)
                try chain.mine()
                await setup.pool.check()
            }
            let value = try #require(try await FeedReader(setup.pool).latest(of: setup.contract))
            let spot = try #require(round.evaluation.values.first { $0.name == "spot" })
            // 48 fractional bits on this side, 8 decimals on that one.
            let expected = (spot.raw * 100_000_000) >> 48
            #expect(value.round == round.report.round && value.observedAt == UInt64(observedAt) && abs(value.value - expected) <= 1)
            #expect(try store.round(RoundKey(feed: "btc-usd-option", number: value.round)).stage == .published)
            let evidence = try #require(try store.evidence(of: RoundKey(feed: "btc-usd-option", number: value.round)))
            #expect(FileManager.default.contents(atPath: evidence.path)?.count == Int(evidence.size))
            // What the store keeps is what was observed.
            let kept = try store.observations(of: RoundKey(feed: "btc-usd-option", number: value.round))
            #expect(try RoundObservations(stored: kept) == source.rows.observations(at: observedAt))
            // Another life of the node.
            try store.close()
            store = try setup.store()
            manager = setup.manager(store)
            #expect(try await setup.journal(store, manager).resumeAll() == 0)
        }
        #expect(answers.count == 3 && chain.nonce(setup.payer.address) == 3)
    }

    @Test func aRoundThatWasObservedOrProvedIsGoneOnWith() async throws {
        let start = try time("2023-03-11T08:00Z")
        let setup = try await Setup(startsAt: start)
        let source = Direct(rows: try DirectObservations(setup.engine.feed.feed, recording: "usdc-depeg-2023-03"))
        let store = try setup.store()
        let manager = setup.manager(store)
        let step = Int64(setup.engine.feed.feed.schedule.everySeconds)
        let keys = (0..<3).map { index in
            RoundKey(feed: "btc-usd-option", number: RoundEngine.number(of: start - Int64(2 - index) * step, feed: setup.engine.feed.feed))
        }
        // One had been observed when the node was killed, one had been proved, one had only begun.
        for (index, key) in keys.enumerated() {
            try store.begin(key, cause: "heartbeat", dueAt: 1, now: 1)
            if index == 2 { continue }
            let observedAt = start - Int64(2 - index) * step
            let observations = source.rows.observations(at: observedAt)
            try store.record(observations.stored, evidence: nil, observedAt: UInt64(observedAt), of: key, now: 1)
            if index == 1 {
                let round = try await setup.engine.prove(observations)
                try store.record(StoredProof(model: round.report.modelID, bytes: round.calldata), of: key, now: 1)
            }
        }
        #expect(try await setup.journal(store, manager).resumeAll() == 2)
        for _ in 0..<6 {
            _ = try await manager.step()
            setup.chain.advance(seconds: 12)
            try setup.chain.mine()
            await setup.pool.check()
        }
        #expect(try keys.map { try store.round($0).stage } == [.published, .published, .dropped])
        #expect(try await FeedReader(setup.pool).latest(of: setup.contract)?.round == keys[1].number)
    }
}
