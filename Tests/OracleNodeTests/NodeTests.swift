import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Synchronization
import Testing

/// Keys, and the live loop on a clock of its own.
struct NodeTests {
    @Test func aKeyThatOthersMayReadIsRefused() throws {
        let folder = try ScratchFolder()
        let made = try NodeKey.throwaway(in: folder.path)
        #expect(made.isThrowaway)
        #expect(try NodeKey.throwaway(in: folder.path).address == made.address, "the same key on the next run")
        let mode = try FileManager.default.attributesOfItem(atPath: made.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: made.path)
        let failure = #expect(throws: NodeError.self) { try NodeKey.load(made.path) }
        #expect(failure?.next == "chmod 600 \(made.path)")
    }

    @Test func keysAreReadFromPlainFilesAndEnvFiles() throws {
        let folder = try ScratchFolder()
        let digits = "0x" + String(repeating: "11", count: 32)
        let bare = String(repeating: "11", count: 32) + "\n"
        let spellings = [digits, bare, "# node\nexport ASSAY_SIGNING_KEY=\"\(digits)\"\nOTHER=1\n"]
        var addresses: Set<Address> = []
        for (index, text) in spellings.enumerated() {
            let path = "\(folder.path)/key\(index)"
            FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            addresses.insert(try NodeKey.load(path).address)
        }
        #expect(addresses.count == 1)
        for (index, text) in ["", "0x11", String(repeating: "0", count: 64), String(repeating: "f", count: 64), "ASSAY_SIGNING_KEY="].enumerated() {
            let path = "\(folder.path)/bad\(index)"
            FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            #expect(throws: NodeError.self) { try NodeKey.load(path) }
        }
        #expect(throws: NodeError.self) { try NodeKey.load(folder.path + "/none") }
    }

    /// Gives rounds of a recording; the second one is refused.
    private struct ScriptedSource: ObservationSource {
        let name = "script"
        let direct: DirectObservations
        let refusedAt: Int64

        func observations(at observedAt: Int64) async throws -> RoundObservations {
            if observedAt == refusedAt { throw RoundRefusal("no market answered") }
            return direct.observations(at: observedAt)
        }
    }

    /// A clock that is an hour later every time it is looked at.
    private final class HourlyClock: Sendable {
        private let now: Mutex<Int64>
        init(_ start: Int64) { now = Mutex(start) }
        func read() -> Int64 {
            now.withLock { now in
                now += 3600
                return now
            }
        }
    }

    @Test func theLiveLoopPublishesRefusesAndGoesOn() async throws {
        let file = try feedFile("btc-usd-option")
        let start = try time("2023-03-11T05:00:20Z")
        let source = ScriptedSource(
            direct: try DirectObservations(file.feed, recording: "usdc-depeg-2023-03"), refusedAt: try time("2023-03-11T07:00Z"))
        let folder = try ScratchFolder()
        let clock = HourlyClock(start)
        let session = LiveSession(
            feed: file, folder: folder.path, signer: try await Shared.signer.value, chainID: 31337, contract: .zero, rounds: 3,
            startsAtOnce: true, source: source, clock: { clock.read() })
        let published = Mutex<[UInt64]>([])
        let refused = Mutex<[String]>([])
        try await session.run { event in
            if case .refused(let round) = event { refused.withLock { $0.append(round.reason) } }
        } published: { round in
            published.withLock { $0.append(round.report.round) }
        }
        #expect(published.withLock { $0 } == [466_254, 466_256])
        #expect(refused.withLock { $0 } == ["no market answered"])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(files == [
            "btc-usd-option-466254.calldata", "btc-usd-option-466254.json", "btc-usd-option-466256.calldata",
            "btc-usd-option-466256.json",
        ])
        let text = try String(contentsOfFile: folder.path + "/btc-usd-option-466254.calldata", encoding: .utf8)
        let sent = try ProvenFeed.decodeSubmit(try Hex.decode(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(sent.report.round == 466_254)
    }

    @Test func cancellingEndsTheLoopWhileItWaits() async throws {
        let file = try feedFile("btc-usd-option")
        let now = try time("2023-03-11T05:00:20Z")
        let source = ScriptedSource(
            direct: try DirectObservations(file.feed, recording: "usdc-depeg-2023-03"), refusedAt: 0)
        let session = LiveSession(
            feed: file, folder: try ScratchFolder().path, signer: try await Shared.signer.value, chainID: 31337, contract: .zero,
            rounds: nil, startsAtOnce: false, source: source, clock: { now })
        let task = Task { try await session.run { _ in } published: { _ in } }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func feedFilesWithProblemsAreReportedWithTheirPlace() throws {
        #expect(try FeedCheck.run(["btc-usd-option", "btc-usd-hourly", "eth-usd-hourly"].map { "\(projectFolder)/feeds/\($0).yaml" })
            .allSatisfy(\.isGood))
        let folder = try ScratchFolder()
        let path = folder.path + "/bad.yaml"
        try "name: bad\npair: BTC/EUR\n".write(toFile: path, atomically: true, encoding: .utf8)
        let result = try FeedCheck.run([path])
        #expect(!result[0].isGood)
        #expect(result[0].problems.contains { $0.hasPrefix("\(path):2:") }, "\(result[0].problems)")
    }
}
