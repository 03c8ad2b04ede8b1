import EthereumKit
import Foundation
import Testing

/// The machine itself: state, gas and verdicts on programs of a few bytes.
@Suite struct LocalEVMTests {
    /// Creation code that installs `runtime` (at most 255 bytes).
    static func creation(_ runtime: String) throws -> [UInt8] {
        let code = try Hex.decode(runtime)
        let size = UInt8(code.count)
        return [0x60, size, 0x60, 12, 0x60, 0, 0x39, 0x60, size, 0x60, 0, 0xf3] + code
    }

    static func deploy(_ runtime: String, on evm: LocalEVM) throws -> Address {
        let (address, outcome) = try evm.deploy(bytecode: creation(runtime))
        return try #require(address, "\(outcome)")
    }

    @Test func returnsWhatTheProgramReturns() throws {
        let evm = try LocalEVM.start()
        let chain = try Self.deploy("4660005260206000f3", on: evm)
        let time = try Self.deploy("4260005260206000f3", on: evm)
        let block = try Self.deploy("4360005260206000f3", on: evm)
        try evm.configure(chainID: 10, timestamp: 1_700_000_000, blockNumber: 77)
        #expect(try evm.call(to: chain, data: []).output.last == 10)
        #expect(try evm.call(to: block, data: []).output.last == 77)
        #expect(try evm.call(to: time, data: []).output.suffix(4) == [0x65, 0x53, 0xf1, 0x00])
    }

    @Test func gasIsThatOfATransactionOfItsOwn() throws {
        let evm = try LocalEVM.start()
        // sload(0) twice: 2 × (push 3) + 2,100 cold + 100 warm + 2 × pop 2.
        let reader = try Self.deploy("600054506000545000", on: evm)
        let expected: UInt64 = 21_000 + 2 * 3 + 2_100 + 100 + 2 * 2
        for _ in 0..<3 { #expect(try evm.call(to: reader, data: []).gasUsed == expected) }
        for _ in 0..<3 { #expect(try evm.transact(to: reader, data: []).gasUsed == expected) }
        // 4 for a zero byte of calldata, 16 for another.
        #expect(try evm.call(to: reader, data: [0, 1, 0]).gasUsed == expected + 24)
    }

    @Test func storedSlotsAreColdInEveryTransaction() throws {
        let evm = try LocalEVM.start()
        // slots 0, 1 and 2 += 1 each, in one go: every slot costs a cold load (2,100), then a store into what was not zero (2,900).
        let code = (0..<3).map { "60\(String(format: "%02x", $0))5460010160\(String(format: "%02x", $0))55" }.joined() + "00"
        let contract = try Self.deploy(code, on: evm)
        let first = try evm.transact(to: contract, data: []).gasUsed
        let arithmetic: UInt64 = 3 * 4 * 3
        #expect(first == 21_000 + 3 * 22_100 + arithmetic)
        for _ in 0..<3 { #expect(try evm.transact(to: contract, data: []).gasUsed == 21_000 + 3 * 5_000 + arithmetic) }
    }

    @Test func aSequenceIsForgotten() throws {
        let evm = try LocalEVM.start()
        try evm.configure(timestamp: 1_000)
        // slot 0 += 1; return it beside the time
        let counter = try Self.deploy("600054600101806000556000524260205260406000f3", on: evm)
        let failing = try Self.deploy("60006000fd", on: evm)
        func outputs(_ outcomes: [LocalEVM.Outcome]) -> [[UInt64?]] {
            outcomes.map { [Word(bytes: $0.output.prefix(32))?.asUInt64, Word(bytes: $0.output.suffix(32))?.asUInt64] }
        }
        _ = try evm.transact(to: counter, data: [])
        let steps = [
            LocalEVM.Step(to: counter, data: []), .init(to: counter, data: [], timestamp: 2_000), .init(to: failing, data: []),
            .init(to: counter, data: []),
        ]
        for _ in 0..<2 {
            let outcomes = try evm.sequence(steps)
            #expect(outcomes.map(\.success) == [true, true, false, true])
            #expect(outputs([outcomes[0], outcomes[1], outcomes[3]]) == [[2, 1_000], [3, 2_000], [4, 2_000]])
        }
        #expect(outputs([try evm.call(to: counter, data: [])]) == [[2, 1_000]])
    }

    @Test func transactionsKeepTheirChangesAndCallsDoNot() throws {
        let evm = try LocalEVM.start()
        // slot 0 += 1; log0 and return the new value
        let counter = try Self.deploy("6000546001018060005560005260206000a060206000f3", on: evm)
        let other = try Self.deploy("6000546001018060005560005260206000a060206000f3", on: evm)
        for expected in 1...3 as ClosedRange<UInt8> {
            #expect(try evm.call(to: counter, data: []).output.last == expected)
            #expect(try evm.call(to: counter, data: []).output.last == expected)
            let outcome = try evm.transact(to: counter, data: [])
            #expect(outcome.output.last == expected)
            #expect(outcome.logs.count == 1 && outcome.logs[0].address == counter && outcome.logs[0].data.last == expected)
        }
        #expect(try evm.transact(to: other, data: []).output.last == 1)
        #expect(try evm.transact(to: counter, data: []).output.last == 4)
        try evm.reset()
        #expect(try evm.call(to: counter, data: []).output.isEmpty)
    }

    @Test func failuresAreOutcomes() throws {
        let evm = try LocalEVM.start()
        let reverts = try Self.deploy("63deadbeef6000526004601cfd", on: evm)
        let loops = try Self.deploy("5b600056", on: evm)
        let invalid = try Self.deploy("fe", on: evm)
        let reverted = try evm.call(to: reverts, data: [])
        #expect(!reverted.success && reverted.output == [0xde, 0xad, 0xbe, 0xef] && reverted.reason == "Revert")
        let stopped = try evm.call(to: loops, data: [], gasLimit: 100_000)
        #expect(!stopped.success && stopped.gasUsed == 100_000)
        #expect(try evm.transact(to: invalid, data: [], gasLimit: 50_000).success == false)
        #expect(try evm.deploy(bytecode: Hex.decode("60006000fd")).address == nil)
        #expect(throws: LocalEVMError.self) { try evm.call(to: reverts, data: [], gasLimit: 10) }
        #expect(try evm.call(to: reverts, data: []).reason == "Revert")
    }

    @Test func manyCallsInOneMessage() throws {
        let evm = try LocalEVM.start()
        // echoes its calldata
        let echo = try Self.deploy("366000600037366000f3", on: evm)
        let inputs = (0..<5_000).map { index in [UInt8](repeating: UInt8(index & 0xff), count: index % 600) }
        let outcomes = try evm.calls(to: echo, data: inputs)
        #expect(outcomes.map(\.output) == inputs)
        #expect(!outcomes.contains { !$0.success })
        #expect(try evm.calls(to: echo, data: []).isEmpty)
    }

    @Test func callersMayShareOneMachine() async throws {
        let evm = try LocalEVM.start()
        let echo = try Self.deploy("366000600037366000f3", on: evm)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<40 as Range<UInt8> {
                group.addTask { try evm.call(to: echo, data: [index, index]).output == [index, index] }
            }
            for try await same in group { #expect(same) }
        }
    }

    @Test func aMissingInterpreterNamesTheNextStep() {
        #expect {
            _ = try LocalEVM.start(python: "/nowhere/python")
        } throws: { error in
            guard let error = error as? LocalEVMError else { return false }
            return error.code == .noInterpreter && error.description.contains("make setup")
        }
        // A program that is not Python: it ends or answers nonsense, and that is an error, not a hang or a signal.
        #expect(throws: LocalEVMError.self) { _ = try LocalEVM.start(python: "/bin/true") }
    }
}
