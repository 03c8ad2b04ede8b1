import Constraints
import EthereumKit
import OracleNode
import Testing

/// A feed contract compares one point of market data.
struct FeedPointTests {
    private static func layout(feedGroups: Int) -> Layout {
        let feed = (0..<feedGroups).map {
            CommitmentGroup(stage: .advice(phase: 0), table: 0, rotations: [0], members: [.advice($0)], isFeed: true)
        }
        let other = CommitmentGroup(stage: .advice(phase: 0), table: 0, rotations: [0], members: [.advice(feedGroups)], isFeed: false)
        return Layout(packing: 1, groups: feed + [other], quotientChunks: 1)
    }

    @Test func oneGroupIsTheFirstPointOfTheProof() throws {
        #expect(try Self.layout(feedGroups: 1).feedPointOffset() == 0)
    }

    @Test(arguments: [(0, "no market data"), (2, "2 points"), (3, "3 points")])
    func anyOtherNumberIsRefusedWithWhatToDo(_ count: Int, _ words: String) throws {
        let error = try #require(throws: NodeError.self) { try Self.layout(feedGroups: count).feedPointOffset() }
        #expect(error.code == .refused && error.description.contains(words) && error.next != nil, "\(error)")
    }

    @Test func shippedFeedsHaveOne() async throws {
        #expect(try await Shared.optionCircuit.value.feedPointOffset() == 0)
        #expect(try await Shared.hourlyCircuit.value.feedPointOffset() == 0)
    }
}
