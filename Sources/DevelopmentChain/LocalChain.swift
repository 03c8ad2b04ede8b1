import EthereumKit
import Foundation
import Hashing
import Synchronization

/// A chain in this process, for development and tests: real bytecode on ``EthereumKit/LocalEVM``, accounts with nonces and
/// balances, a pool that replaces and refuses as geth's does, blocks mined on demand or for each transaction, receipts, logs and
/// reorganizations. Nothing of it outlives the process.
///
/// It answers JSON-RPC from memory (``transport``) or over a socket (``serve(port:_:)``), through one and the same function.
public final class LocalChain: Sendable {
    public static let gwei: UInt128 = 1_000_000_000
    public static let ether: UInt128 = 1_000_000_000_000_000_000

    struct Account: Sendable {
        var balance: UInt128 = 0
        var nonce: UInt64 = 0
    }

    struct Block: Sendable {
        var number: UInt64
        var hash: Word
        var parent: Word
        var timestamp: UInt64
        var baseFee: UInt128
        var transactions: [ReceivedTransaction]
        var receipts: [Receipt]
        /// As they are behind this block.
        var accounts: [Address: Account]
    }

    struct Receipt: Sendable {
        var transaction: ReceivedTransaction
        var outcome: LocalEVM.Outcome
        var created: Address?
        var price: UInt128
    }

    struct State: Sendable {
        var blocks: [Block]
        var pool: [ReceivedTransaction] = []
        var accounts: [Address: Account] = [:]
        var time: UInt64
        var baseFee: UInt128
        var minesAtOnce: Bool
        var minimumTip: UInt128 = 1
        var fork: UInt64 = 0
        var calls: [String: Int] = [:]
        /// What was done before the first block; a reorganization begins from here.
        var setup: [Setup] = []
    }

    enum Setup: Sendable {
        case deploy([UInt8])
        case transact(Address, [UInt8])
    }

    public let chainID: UInt64
    let evm: LocalEVM
    let state: Mutex<State>
    /// Seconds since 1970; nil where the chain's time is set by hand.
    let clock: (@Sendable () -> UInt64)?
    /// Asked before every request; tests make endpoints fail with it.
    package let interceptor = Mutex<(any RequestInterceptor)?>(nil)
    static let blockGasLimit: UInt64 = 30_000_000

    /// - Parameters:
    ///   - time: of the first block, seconds since 1970; the clock's where there is one.
    ///   - clock: what the chain's time follows, in seconds since 1970; nil where ``advance(seconds:)`` moves it.
    public init(
        chainID: UInt64 = 31_337, time: UInt64 = 1_700_000_000, baseFee: UInt128 = gwei, minesAtOnce: Bool = false,
        clock: (@Sendable () -> UInt64)? = nil
    ) throws {
        self.chainID = chainID
        self.clock = clock
        let time = clock?() ?? time
        evm = try LocalEVM.start()
        try evm.configure(chainID: chainID, timestamp: time, blockNumber: 0)
        let genesis = Block(
            number: 0, hash: Self.blockHash(number: 0, parent: .zero, timestamp: time, fork: 0, transactions: []), parent: .zero, timestamp: time,
            baseFee: baseFee, transactions: [], receipts: [], accounts: [:])
        state = Mutex(State(blocks: [genesis], time: time, baseFee: baseFee, minesAtOnce: minesAtOnce))
    }

    static func blockHash(number: UInt64, parent: Word, timestamp: UInt64, fork: UInt64, transactions: [Word]) -> Word {
        let words = [Word(number), parent, Word(timestamp), Word(fork)] + transactions
        return Word(bytes: Keccak256.hash(words.flatMap(\.bytes))) ?? .zero
    }

    // MARK: What its owner sets

    public func fund(_ account: Address, wei: UInt128) {
        state.withLock { state in
            state.accounts[account, default: Account()].balance = wei
            // As if it had always been so: a reorganization must not take it back.
            for index in state.blocks.indices { state.blocks[index].accounts[account, default: Account()].balance = wei }
        }
    }

    /// Base fee of blocks mined from now on, wei per gas.
    public func setBaseFee(_ fee: UInt128) { state.withLock { $0.baseFee = fee } }
    public func setMinesAtOnce(_ flag: Bool) { state.withLock { $0.minesAtOnce = flag } }
    public func setMinimumTip(_ tip: UInt128) { state.withLock { $0.minimumTip = tip } }
    public func advance(seconds: UInt64) { state.withLock { $0.time += seconds } }
    public var time: UInt64 { state.withLock { $0.time } }
    public var head: UInt64 { state.withLock { $0.blocks.last?.number ?? 0 } }
    public var poolCount: Int { state.withLock { $0.pool.count } }
    public func nonce(_ account: Address) -> UInt64 { state.withLock { $0.accounts[account]?.nonce ?? 0 } }
    /// How often a method was asked for, over all endpoints.
    public func calls(_ method: String) -> Int { state.withLock { $0.calls[method] ?? 0 } }

    /// A transaction that is in a block.
    public struct Mined: Sendable {
        public let sender: Address
        public let to: Address?
        public let nonce: UInt64
        public let data: [UInt8]
        public let succeeded: Bool
        /// Wei per gas.
        public let price: UInt128
        public let gasUsed: UInt64
        public let logs: [LocalEVM.Log]
    }

    /// Every transaction in a block, oldest first.
    public var mined: [Mined] {
        state.withLock { state in
            state.blocks.flatMap(\.receipts).map { receipt in
                let transaction = receipt.transaction
                return Mined(
                    sender: transaction.sender, to: transaction.to, nonce: transaction.nonce, data: transaction.data,
                    succeeded: receipt.outcome.success, price: receipt.price, gasUsed: receipt.outcome.gasUsed,
                    logs: receipt.outcome.logs)
            }
        }
    }

    /// Forgets what waits in the pool, as a node that restarts does.
    public func dropPool() { state.withLock { $0.pool = [] } }

    /// Runs creation code in a block of its own, from an account that nobody else uses.
    public func deploy(_ code: [UInt8]) throws -> Address {
        try state.withLock { state in
            let (address, outcome) = try evm.deploy(bytecode: code)
            guard let address else { throw ChainError(message: "creation failed: \(outcome.reason)") }
            state.setup.append(.deploy(code))
            return address
        }
    }

    /// Runs a transaction outside of any block, as part of the chain's beginning: it survives every reorganization.
    public func prepare(to contract: Address, data: [UInt8]) throws {
        try state.withLock { state in
            guard try evm.transact(to: contract, data: data).success else { throw ChainError(message: "preparation failed") }
            state.setup.append(.transact(contract, data))
        }
    }

    /// Reads a contract without asking an endpoint.
    public func read(_ contract: Address, _ data: [UInt8]) throws -> LocalEVM.Outcome {
        try state.withLock { state in
            try evm.configure(timestamp: state.time, blockNumber: state.blocks.last?.number)
            return try evm.call(to: contract, data: data)
        }
    }
}

public struct ChainError: Error, CustomStringConvertible {
    package let message: String
    public var description: String { message }
}
