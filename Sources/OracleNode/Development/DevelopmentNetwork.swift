import DevelopmentChain
import EthereumKit
import Foundation
import MarketFeeds

/// What `assay chain` runs: a chain, and where asked a recording played in the venues' place. On this machine only, for development
/// only; everything is gone when it ends.
public struct DevelopmentNetwork: Sendable {
    public enum Event: Sendable {
        case chain(url: String, id: UInt64)
        /// It holds this much ether from the beginning.
        case funded(Address)
        case venues(url: String, recording: String)
        case block(number: UInt64, transactions: Int)
    }

    public var chainPort: UInt16 = UInt16(NodeSetup.demonstrationChainPort)
    public var blockSeconds: UInt64 = 2
    /// Accounts that hold 1,000 ether from the beginning.
    public var funded: [Address] = [account]
    /// Played on `venuesPort`; nil for none.
    public var recording: String?
    public var venuesPort: UInt16 = UInt16(NodeSetup.demonstrationVenuesPort)

    /// The first account of the word list that every development chain uses ("test test … junk"); its key is public knowledge.
    public static let account = Address(bytes: [
        0xf3, 0x9f, 0xd6, 0xe5, 0x1a, 0xad, 0x88, 0xf6, 0xf4, 0xce, 0x6a, 0xb8, 0x82, 0x72, 0x79, 0xcf, 0xff, 0xb9, 0x22, 0x66,
    ]) ?? .zero
    public static let fundedEther: UInt128 = 1_000

    public init() {}

    /// The network that a configuration names: its chain's port and its paying account, and its venues' where a recording is to be
    /// played for them.
    ///
    /// - Throws: ``NodeError`` where the configuration is for another chain than a development one on this machine.
    public init(_ configuration: NodeConfiguration, recording: String?) throws {
        guard configuration.chain.id == 31_337 else {
            throw NodeError(.usage, "the configuration is for chain \(configuration.chain.id), and a development chain has id 31337", next: "use a configuration of `assay init --demo`")
        }
        let urls = configuration.chain.endpoints.compactMap { endpoint in if case .plain(let url) = endpoint.url { url } else { nil } }
        guard let port = urls.lazy.compactMap(Self.port).first else {
            throw NodeError(.usage, "the configuration has no endpoint with a port of this machine", next: "set chain.endpoints[].url to http://127.0.0.1:8545, or start the chain with --port")
        }
        chainPort = port
        if let payer = configuration.keys.transaction?.account { funded.append(payer) }
        if let url = configuration.venues.replayURL {
            guard let port = Self.port(url) else {
                throw NodeError(.usage, "venues.replay_url names no port of this machine", next: "set it to http://127.0.0.1:8546")
            }
            venuesPort = port
            self.recording = recording ?? NodeSetup.demonstrationRecording
        } else {
            self.recording = recording
        }
    }

    /// Of `http://127.0.0.1:PORT`.
    private static func port(_ url: String) -> UInt16? {
        guard url.hasPrefix("http://127.0.0.1:") || url.hasPrefix("http://localhost:") else { return nil }
        return url.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) }
    }

    /// Runs until its task is cancelled.
    public func run(_ report: @escaping @Sendable (Event) -> Void) async throws {
        let now: @Sendable () -> UInt64 = { UInt64(max(0, Date().timeIntervalSince1970)) }
        let chain: LocalChain
        do {
            chain = try LocalChain(clock: now)
        } catch {
            throw NodeError(.environment, "\(error)", next: "run `make setup`, which prepares the Python that runs the virtual machine")
        }
        for account in funded { chain.fund(account, wei: Self.fundedEther * LocalChain.ether) }
        var venues: ReplayServer?
        if let recording {
            let server = ReplayServer(
                RecordingLoop(try RecordedSource.load(recording), now: { Int64(clamping: now()) }), port: venuesPort)
            _ = try await server.start()
            report(.venues(url: "http://127.0.0.1:\(venuesPort)", recording: recording))
            venues = server
        }
        do {
            try await chain.serve(port: chainPort) { url in
                report(.chain(url: url, id: chain.chainID))
                for account in funded { report(.funded(account)) }
                while !Task.isCancelled {
                    do { try await Task.sleep(for: .seconds(blockSeconds)) } catch { break }
                    let count = try chain.mine()
                    if count > 0 { report(.block(number: chain.head, transactions: count)) }
                }
            }
        } catch {
            await venues?.stop()
            if error is NodeError || error is CancellationError { throw error }
            throw NodeError(.environment, "the chain cannot be served on port \(chainPort): \(error)", next: "is another one running there? Choose a free port with --port")
        }
        await venues?.stop()
    }
}
