import ChainSupport
import DevelopmentChain
import EthereumKit
import FlyingFox
import FlyingSocks
import Foundation
import OracleNode
import Testing

/// What `assay doctor` says of remote signers, endpoints, clocks and a contract that has changed: each finding that is not well ends in
/// what to do.
@Suite struct DoctorTests {
    /// That a finding of this kind is there, with what to do about it.
    private static func expect(
        _ level: Doctor.Level, _ words: String, _ findings: [Doctor.Finding], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = findings.first { $0.level == level && $0.text.contains(words) }
        #expect(found != nil, "\(words): \(findings.map(\.line))", sourceLocation: sourceLocation)
        #expect(level == .ok || !(found?.next ?? "").isEmpty, sourceLocation: sourceLocation)
    }

    private static func configure(_ world: CareWorld, _ change: (inout NodeConfiguration) -> Void) throws -> NodeConfiguration {
        var configuration = try world.current()
        change(&configuration)
        return configuration
    }

    private static func key(_ configuration: NodeConfiguration, _ account: Address, _ holder: KeyReference.Holder) -> KeyReference {
        var reference = configuration.keys.signing[0]
        (reference.account, reference.holder) = (account, holder)
        return reference
    }

    // MARK: Remote signers

    /// The public key of the private key 1, and its account.
    private static let publicKey =
        "0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
    private static let account = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"

    private static func withSigner(upStatus: Int = 200, keys: String?, _ body: (String) async throws -> Void) async throws {
        let server = HTTPServer(address: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await server.appendRoute("GET /upcheck") { _ in HTTPResponse(statusCode: HTTPStatusCode(upStatus, phrase: "Answer"), body: Data("OK".utf8)) }
        await server.appendRoute("GET /api/v1/eth1/publicKeys") { _ in
            guard let keys else { return HTTPResponse(statusCode: .notFound) }
            return HTTPResponse(statusCode: .ok, headers: [.contentType: "application/json"], body: Data(keys.utf8))
        }
        let running = Task { try await server.run() }
        try await server.waitUntilListening()
        guard case .ip4(_, let port)? = await server.listeningAddress else { throw NodeError(.environment, "no port") }
        try await body("http://127.0.0.1:\(port)")
        await server.stop()
        running.cancel()
    }

    @Test func aRemoteSignerIsAskedForItsKeys() async throws {
        let world = try await CareWorld()
        let account = try Address(Self.account)
        func look(_ url: String, key: String = Self.publicKey, of other: Address? = nil) async throws -> [Doctor.Finding] {
            await world.doctor(
                try Self.configure(world) {
                    $0.keys.signing[0] = Self.key($0, other ?? account, .remote(url: .plain(url), identifier: key))
                })
        }
        try await Self.withSigner(keys: "[\"\(Self.publicKey)\"]") { url in
            Self.expect(.ok, "the remote signer holds it", try await look(url))
            // By the account's name too, as some services want it.
            Self.expect(.ok, "the remote signer holds it", try await look(url + "/", key: Self.account))
            let stranger = try Address("0x00000000000000000000000000000000000000aa")
            Self.expect(.failure, "is \(account)'s", try await look(url, of: stranger))
        }
        // With the mark of an uncompressed point before the key.
        try await Self.withSigner(keys: "[\"0x04\(Self.publicKey.dropFirst(2))\"]") { url in
            Self.expect(.ok, "the remote signer holds it", try await look(url))
        }
        try await Self.withSigner(keys: "[]") { Self.expect(.failure, "holds 0 keys", try await look($0)) }
        try await Self.withSigner(keys: "[\"0x1234\", \"\"]") { Self.expect(.failure, "holds 0 keys", try await look($0)) }
        try await Self.withSigner(keys: nil) { Self.expect(.warning, "HTTP status 404", try await look($0)) }
        try await Self.withSigner(keys: "{}") { Self.expect(.warning, "is no list", try await look($0)) }
        try await Self.withSigner(upStatus: 503, keys: "[]") { Self.expect(.failure, "HTTP status 503", try await look($0)) }
        let away = try await look("http://127.0.0.1:1/secret-path")
        Self.expect(.failure, "cannot be reached", away)
        #expect(!away.map(\.line).joined().contains("secret-path"), "an address may hold an access key")
        let unset = await world.doctor(
            try Self.configure(world) { $0.keys.signing[0] = Self.key($0, account, .remote(url: .environment("NOT_SET"), identifier: "0xab")) })
        Self.expect(.failure, "NOT_SET", unset)
        await world.venues.stop()
    }

    // MARK: Endpoints

    @Test func eachEndpointIsJudgedByItsOwnFault() async throws {
        let world = try await CareWorld()
        for _ in 0..<40 { try world.chain.mine() }
        let names = ["a", "b", "c"]
        let configuration = try Self.configure(world) {
            let one = $0.chain.endpoints[0]
            $0.chain.endpoints = names.map { name in
                var endpoint = one
                (endpoint.name, endpoint.url) = (name, .plain("http://127.0.0.1:8545/\(name)"))
                return endpoint
            }
        }
        let cases: [(ChainFault, Doctor.Level, String)] = [
            (.http(status: 401), .failure, "b fails (unauthorized"), (.http(status: 429), .failure, "b fails (rateLimited"),
            (.refuse, .failure, "b fails ("), (.garbage([0x7b]), .failure, "b fails ("), (.timeoutBefore, .failure, "b fails (timeout"),
            (.lag(20), .warning, "b is 20 blocks behind"), (.lyingHead(50), .failure, "b names a head that nobody else knows"),
            (.otherHistory, .failure, "b has another block"), (.chainID(5), .failure, "b serves chain 5"),
        ]
        for (fault, level, words) in cases {
            world.chain.disarm()
            world.chain.arm(fault, endpoint: "b")
            let findings = await world.doctor(configuration)
            Self.expect(level, words, findings)
            // The others are not blamed for it.
            let sound = findings.count { $0.check == "endpoint" && $0.level == .ok }
            #expect(sound == 2, "\(words): \(findings.map(\.line))")
        }
        for name in names { world.chain.arm(.refuse, endpoint: name) }
        Self.expect(.failure, "no endpoint can be used", await world.doctor(configuration))
        world.chain.disarm()
        // Away from development, one endpoint alone is worth a word.
        let public_ = try Self.configure(world) { $0.chain.id = 1 }
        Self.expect(.warning, "there is only one", await world.doctor(public_))
        await world.venues.stop()
    }

    // MARK: Time, space and purse

    @Test func whatWillGoWrongIsSaidBeforeItDoes() async throws {
        let world = try await CareWorld()
        let configuration = try world.current()
        Self.expect(.ok, "within", await world.doctor(configuration))
        // Against the venues' clocks, in both directions; the newest block shows a slow clock only.
        Self.expect(.failure, "behind", await world.doctor(configuration, now: { SystemClock().now - 600_000 }))
        Self.expect(.failure, "ahead of the venues", await world.doctor(configuration, now: { SystemClock().now + 600_000 }))
        Self.expect(.warning, "ahead of the venues", await world.doctor(configuration, now: { SystemClock().now + 12_000 }))
        Self.expect(.failure, "the newest block is", await world.doctor(configuration, now: { SystemClock().now + 600_000 }))
        Self.expect(.warning, "MiB are free", await world.doctor(configuration, free: { _ in 500 << 20 }))
        Self.expect(.failure, "cannot be looked at", await world.doctor(configuration, free: { _ in nil }))
        let held = try #require(configuration.keys.transaction?.account)
        world.chain.fund(held, wei: configuration.chain.balanceFloor + 1)
        Self.expect(.warning, "the floor is", await world.doctor(configuration))
        world.chain.fund(held, wei: 10 * LocalChain.ether)
        // A store that somebody else holds is no reason to restore it.
        let store = try NodeStore(path: configuration.store.path)
        Self.expect(.ok, "is whole", await world.doctor(configuration))
        _ = store
        // A password at the terminal is a node that does not come back by itself.
        let asked = try Self.configure(world) { $0.keys.signing[0].holder = .keyFile(password: .prompt) }
        Self.expect(.warning, "is asked for at every start", await world.doctor(asked))
        await world.venues.stop()
    }

    // MARK: The contract

    @Test func aContractThatHasChangedIsSaidToHave() async throws {
        let world = try await CareWorld()
        var options = Deployment.Options()
        options.createsAdapters = false
        let contract = try await world.deploy(try world.current(), options).feeds[0].contract
        let configuration = try world.current()
        let chain = world.chain
        /// As the contract's owner.
        func send(_ data: [UInt8]) async throws {
            let pool = try world.pool(configuration, now: { chain.time * 1_000 })
            let signer = try world.signer(configuration.keys.transaction)
            let transaction = FeeMarketTransaction(
                chainID: 31_337, nonce: chain.nonce(signer.address), maxPriorityFeePerGas: 1, maxFeePerGas: 10 * LocalChain.gwei, gasLimit: 1_000_000,
                to: contract, data: data)
            await pool.check()
            try await pool.broadcast(try await signer.sign(.feeMarket(transaction)))
            #expect(chain.mined.last?.succeeded ?? false)
        }
        func look(_ configuration: NodeConfiguration) async -> [Doctor.Finding] { await world.doctor(configuration, now: { chain.time * 1_000 }) }
        Self.expect(.ok, "takes this node's reports", await look(configuration))

        try await send(ProvenFeed.pause)
        Self.expect(.failure, "is paused", await look(configuration))
        try await send(ProvenFeed.unpause)

        // Two signers, both needed: one key is not enough, and a third is none of them.
        let password = "\(configuration.keys.folder)/signing.password"
        let second = try KeyDirectory(path: configuration.keys.folder).create(password: .file(password), derivation: .light(salt: [4])).address
        let signers = [configuration.keys.signing[0].account, second]
        try await send(try ProvenFeed.proposeSigners(signers, threshold: 2))
        chain.advance(seconds: 3 * 86_400)
        try chain.mine()
        try await send(try ProvenFeed.executeSigners(signers, threshold: 2))
        Self.expect(.warning, "asks for 2 signatures, and this node gives 1", await look(configuration))
        var both = configuration
        both.keys.signing.append(Self.key(configuration, second, .keyFile(password: .file(password))))
        Self.expect(.ok, "takes this node's reports", await look(both))
        var third = both
        let stranger = try KeyDirectory(path: configuration.keys.folder).create(password: .file(password), derivation: .light(salt: [5])).address
        third.keys.signing.append(Self.key(configuration, stranger, .keyFile(password: .file(password))))
        Self.expect(.failure, "\(stranger) is none of the contract's signers", await look(third))

        // The model's key: retired, and proposed again.
        let circuit = try await Shared.circuit(of: "btc-usd-option")
        let modelID = try #require(Word(bytes: circuit.modelID))
        let pool = try world.pool(configuration, now: { chain.time * 1_000 })
        await pool.check()
        let key = try await FeedReader(pool).condition(of: contract, modelID: modelID).key
        try await send(try ProvenFeed.retireKey(modelID))
        Self.expect(.failure, "it is retired", await look(both))
        try await send(try ProvenFeed.proposeKey(modelID, verifier: key.verifier, feedPointOffset: UInt32(key.feedPointOffset)))
        Self.expect(.failure, "is proposed and not active yet", await look(both))
        await world.venues.stop()
    }
}
