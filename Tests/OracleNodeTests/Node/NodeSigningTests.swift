import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import Hashing
import OracleNode
import Synchronization
import Testing

/// A node with several signing keys, of which a contract wants some.
@Suite struct NodeSigningTests {
    /// Web3Signer's `eth1/sign` with one key, which can be away.
    struct SignerService: RPCTransport {
        let key: SigningKey
        let isAway: NodeWorld.Flag

        func post(_ body: [UInt8], to url: String) async throws(RPCTransportError) -> RPCTransportAnswer {
            if isAway.isSet { throw .unreachable("no connection") }
            guard url == "http://127.0.0.1:9000/api/v1/eth1/sign/\(key.address)", let text = String(validating: body, as: UTF8.self),
                let start = text.firstRange(of: "0x"), let data = try? Hex.decode(text[start.lowerBound...].prefix { $0 != "\"" }),
                let digest = Word(bytes: Keccak256.hash(data)), let signature = key.sign(digest)
            else { return RPCTransportAnswer(status: 404, body: []) }
            return RPCTransportAnswer(status: 200, body: Array(Hex.encode(signature.bytes).utf8))
        }
    }

    /// Two of three: one key here and two at a remote signer, of which either may be away.
    @Test func twoOfThreeKeysSignLocalAndRemoteOnesMixed() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let file = try feedFile("btc-usd-option", everySeconds: 300)
        let venues = try ScriptedVenues(file.feed, recording: NodeWorld.recording)
        let remote = try (1...2).map { try SigningKey(bytes: [UInt8](repeating: $0, count: 32)) }
        let away = remote.map { _ in NodeWorld.Flag(false) }
        var signers: [any ReportSigner] = [world.attester]
        for (key, flag) in zip(remote, away) {
            let service = SignerService(key: key, isAway: flag)
            signers.append(
                try #require(RemoteSigner(base: "http://127.0.0.1:9000", identifier: "\(key.address)", address: key.address, transport: service)))
        }
        let accounts = signers.map(\.address)
        let feed = try await world.deploy(
            file, circuitOf: "btc-usd-option", source: venues, triggers: TriggerPolicy(heartbeatSeconds: 300, deviation: 5_000),
            signers: accounts, threshold: 2)
        var plan = world.plan([feed])
        plan.attesters = signers
        let runtime = try await world.start(plan, world.surroundings([feed]))
        await world.clock.advance(seconds: 700)
        await world.expectReady(runtime)
        let first = world.accepted(feed).count
        #expect(first >= 2)
        // One remote key less changes nothing.
        away[0].set(true)
        await world.clock.advance(seconds: 700)
        await world.expectReady(runtime)
        let second = world.accepted(feed).count
        #expect(second >= first + 2)
        // Without both there is one signature where two are wanted, and the node says whose are missing.
        away[1].set(true)
        await world.clock.advance(seconds: 700)
        let reasons = await runtime.snapshot().reasons
        #expect(reasons.contains { $0.code == .signer && $0.message.contains("1 of 2") && $0.message.contains("\(remote[0].address)") }, "\(reasons)")
        let third = world.accepted(feed).count
        #expect(third <= second + 1)
        away.forEach { $0.set(false) }
        await world.clock.advance(seconds: 700)
        await world.expectReady(runtime)
        #expect(world.accepted(feed).count >= third + 2 && world.refused(feed) == 0)
        try await world.drain(runtime)
        // Two signatures a report, by rising account, and evidence that can be audited.
        for mined in world.chain.mined where mined.to == feed.contract {
            let (report, _, signatures) = try ProvenFeed.decodeSubmit(mined.data)
            let digest = report.digest(domain: .assay(chainID: world.chain.chainID, verifyingContract: feed.contract))
            let by = try signatures.map { try #require(Signature(bytes: $0)?.signer(of: digest)) }
            #expect(by.count == 2 && by[0] < by[1] && by.allSatisfy(accounts.contains))
        }
        let folder = world.folder.path + "/evidence"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.max())
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: "\(folder)/\(name)")))
        let evidence = try Evidence.read(bytes).evidence
        #expect(evidence.attestation.signatures.count == 2)
        func differences(_ file: String) async throws -> [String] {
            try #require(try await EvidenceFiles.audit([file]) { _ in }.first?.audit).differences.map(\.place)
        }
        // A script has no responses to keep; nothing else differs.
        let audited = try await differences("\(folder)/\(name)")
        #expect(audited.allSatisfy { $0.hasPrefix("responses") }, "\(audited)")
        // A second signature of somebody else is found.
        var forged = evidence
        let digest = try #require(Word(bytes: evidence.attestation.digest))
        forged.attestation.signatures[1].bytes = try #require(SigningKey.random().sign(digest)).bytes
        let path = "\(folder)/forged.json"
        try forged.file.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try await differences(path).contains("attestation.cosigners.signer"))
    }

    /// A key that the contract does not count is not asked for; too few that count are an error with the accounts in it.
    @Test func keysThatTheContractDoesNotCountAreLeftOut() async throws {
        let circuit = try await Shared.optionCircuit.value
        let round = try await Shared.depegRound.value
        let keys = try (1...3).map { LocalSigner(try SigningKey(bytes: [UInt8](repeating: $0, count: 32))) }
        let engine = try RoundEngine(
            feed: feedFile("btc-usd-option"), circuit: circuit, signers: keys, chainID: 31_337,
            contract: try Address("0x00000000000000000000000000000000000a55a7"))
        let statement = try engine.state(round.observations)
        func signers(_ rule: SigningRule) async throws -> [Address] {
            let proven = try await engine.attest(statement, rule)
            return proven.signatures.compactMap { $0.signer(of: proven.report.digest(domain: engine.domain)) }
        }
        let counted = [keys[0].address, keys[2].address]
        #expect(try await signers(SigningRule(threshold: 2, counted: Set(counted))) == counted.sorted())
        #expect(try await signers(SigningRule(threshold: 3)) == keys.map(\.address).sorted())
        #expect(try await signers(SigningRule(threshold: 1)).count == 1)
        await #expect { _ = try await signers(SigningRule(threshold: 2, counted: [counted[0]])) } throws: { error in
            "\(error)".contains("wants 2 signatures and counts 1 of this node's 3 keys") && "\(error)".contains("\(counted[1])")
        }
    }
}
