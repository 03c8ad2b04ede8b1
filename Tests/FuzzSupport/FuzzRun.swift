import Foundation
import TestSupport
import Testing

/// A surface's run of mutated inputs: so many cases, each with a generator of its own, so that any one can be run again by itself.
///
/// `ASSAY_FUZZ_COUNT` is the number of cases of every surface, `ASSAY_FUZZ_SEED` the seed, `ASSAY_FUZZ_CASE` one case alone. A case that
/// kills the process is named on standard error before it dies; one that fails an expectation, in the failure's text.
public struct FuzzRun: Sendable {
    public let surface: StaticString
    public let seed: UInt64
    public let cases: Range<Int>

    public static let defaultSeed: UInt64 = 0x5eed

    /// - Parameter count: how many cases where the environment does not say.
    public init(_ surface: StaticString, count: Int) {
        self.surface = surface
        func number<Value: FixedWidthInteger>(_ name: String) -> Value? { ProcessInfo.processInfo.environment[name].flatMap { Value($0) } }
        seed = number("ASSAY_FUZZ_SEED") ?? Self.defaultSeed
        if let only: Int = number("ASSAY_FUZZ_CASE") {
            cases = only..<(only + 1)
        } else {
            cases = 0..<(number("ASSAY_FUZZ_COUNT") ?? count)
        }
    }

    /// Whether every case runs, so that counts over all of them mean something.
    public var isWhole: Bool { cases.lowerBound == 0 && cases.count >= 100 }

    /// That a good share of the inputs was accepted: a reader whose first check stops them all is not tested behind it.
    ///
    /// With `ASSAY_FUZZ_REPORT` set, the count is printed.
    ///
    /// - Parameter percent: the least share, where every case runs.
    public func expect(accepted: Int, percent: Int, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation) {
        guard isWhole else { return }
        if ProcessInfo.processInfo.environment["ASSAY_FUZZ_REPORT"] != nil { print("fuzz \(surface)\(what.isEmpty ? "" : " \(what)"): \(accepted) of \(cases.count) accepted") }
        #expect(accepted * 100 >= cases.count * percent, "\(surface) \(what): \(accepted) of \(cases.count) were accepted", sourceLocation: sourceLocation)
    }

    /// The same for a case whatever ran before it.
    public func generator(_ index: Int) -> SeededGenerator {
        var mixed = SeededGenerator(seed: seed &+ UInt64(truncatingIfNeeded: index) &* 0x9e37_79b9_7f4a_7c15)
        for byte in surface.description.utf8 { mixed = SeededGenerator(seed: mixed.next() &+ UInt64(byte)) }
        return mixed
    }

    /// What a failure's text names a case by.
    public func name(_ index: Int) -> Comment { "\(surface), ASSAY_FUZZ_SEED=\(seed) ASSAY_FUZZ_CASE=\(index)" }

    /// Runs every case. An error that `body` throws is recorded with the case's name; further cases run.
    ///
    /// - Parameter body: gets the case's generator and name.
    public func run(_ body: (inout SeededGenerator, Comment) throws -> Void) {
        let slot = CrashNote.begin(surface, seed)
        defer { slot.end() }
        for index in cases {
            slot.note(index)
            var generator = generator(index)
            let comment = name(index)
            do { try body(&generator, comment) } catch { Issue.record(error, comment) }
        }
    }

    public func run(
        isolation: isolated (any Actor)? = #isolation, _ body: (inout SeededGenerator, Comment) async throws -> Void
    ) async {
        let slot = CrashNote.begin(surface, seed)
        defer { slot.end() }
        for index in cases {
            slot.note(index)
            var generator = generator(index)
            let comment = name(index)
            do { try await body(&generator, comment) } catch { Issue.record(error, comment) }
        }
    }
}
