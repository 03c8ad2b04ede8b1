import Foundation
import Synchronization

/// A real Ethereum virtual machine on this computer, for verdicts and gas without a chain.
///
/// It is a child process: the Python that `make setup` prepared, running pyrevm under the Cancun rules. State lives
/// as long as the object; every measured call or transaction starts with cold accounts and slots, so ``Outcome/gasUsed``
/// is what a chain would charge for a transaction of its own. Calls from several threads take turns.
///
/// A start takes about 100 ms, a call about 50 µs plus what the contract does (a check of two pairings: about 5 ms).
/// Two machines use two cores.
public final class LocalEVM: Sendable {
    /// What one call, transaction or deployment did.
    public struct Outcome: Hashable, Sendable {
        /// False where it reverted, ran out of gas or met an invalid instruction.
        public let success: Bool
        /// Return data, or revert data.
        public let output: [UInt8]
        /// 21,000 + calldata + execution, less refunds.
        public let gasUsed: UInt64
        /// `Return`, `Revert`, or the reason of an exceptional halt.
        public let reason: String
        /// Events, for a transaction that succeeded.
        public let logs: [Log]
    }

    /// One event: `topics` are 32-byte words, the first of them the event's selector unless it is anonymous.
    public struct Log: Hashable, Sendable {
        public let address: Address
        public let topics: [[UInt8]]
        public let data: [UInt8]
    }

    /// One transaction of a sequence.
    public struct Step: Hashable, Sendable {
        public let contract: Address
        public let data: [UInt8]
        public let sender: Address?
        /// What the block's clock is set to before it; nil to leave it.
        public let timestamp: UInt64?
        /// For this step alone, at least what the transaction costs before it runs; nil for the sequence's own.
        public let gasLimit: UInt64?

        public init(to contract: Address, data: [UInt8], from sender: Address? = nil, timestamp: UInt64? = nil, gasLimit: UInt64? = nil) {
            self.contract = contract
            self.data = data
            self.sender = sender
            self.timestamp = timestamp
            self.gasLimit = gasLimit
        }
    }

    /// Enough for anything that fits in a block; a contract that loops is stopped by it.
    public static let defaultGasLimit: UInt64 = 30_000_000

    private let connection: Mutex<EVMProcess>

    private init(_ process: consuming EVMProcess) {
        connection = Mutex(process)
    }

    /// Starts a machine with no accounts, chain id 31337, block 1 at time 1.
    ///
    /// - Parameter python: the interpreter to run. Where nil: `$ASSAY_PYTHON`, else the first `.venv/bin/python`
    ///   in the working directory, in the program's own directory or in a directory above either.
    public static func start(python: String? = nil) throws(LocalEVMError) -> LocalEVM {
        let interpreter: String
        if let python {
            interpreter = python
        } else {
            interpreter = try PythonLocation.find()
        }
        return LocalEVM(try EVMProcess.start(python: interpreter, script: PackageResources.evm_py))
    }

    /// Sets what contracts read of their chain; what is nil stays as it was. Accounts and storage are kept.
    public func configure(chainID: UInt64? = nil, timestamp: UInt64? = nil, blockNumber: UInt64? = nil) throws(LocalEVMError) {
        var request = EVMRequest("configure")
        if let chainID { request.add("chainId", chainID) }
        if let timestamp { request.add("timestamp", timestamp) }
        if let blockNumber { request.add("number", blockNumber) }
        _ = try send(request)
    }

    /// Forgets every account. The chain id and the block stay.
    public func reset() throws(LocalEVMError) {
        _ = try send(EVMRequest("reset"))
    }

    /// Runs creation code (with its encoded constructor arguments behind it) as a transaction.
    ///
    /// - Returns: the new contract's address, nil where creation failed, and what creating it did.
    public func deploy(
        bytecode: [UInt8], from sender: Address? = nil, gasLimit: UInt64 = defaultGasLimit
    ) throws(LocalEVMError) -> (address: Address?, outcome: Outcome) {
        var request = EVMRequest("deploy")
        request.add("code", bytecode)
        request.add(sender: sender, gasLimit: gasLimit)
        let answer = try send(request)
        let outcome = try answer.outcome()
        let address = try answer.address.map { text throws(LocalEVMError) in try EVMAnswer.address(text) }
        return (outcome.success ? address : nil, outcome)
    }

    /// Runs a call and forgets what it changed, as `eth_call` does.
    public func call(
        to contract: Address, data: [UInt8], from sender: Address? = nil, gasLimit: UInt64 = defaultGasLimit
    ) throws(LocalEVMError) -> Outcome {
        try send(message("call", contract, data, sender, gasLimit)).outcome()
    }

    /// Runs a transaction and keeps what it changed.
    public func transact(
        to contract: Address, data: [UInt8], from sender: Address? = nil, gasLimit: UInt64 = defaultGasLimit
    ) throws(LocalEVMError) -> Outcome {
        try send(message("transact", contract, data, sender, gasLimit)).outcome()
    }

    /// The code at an address; empty where there is none.
    public func code(of account: Address) throws(LocalEVMError) -> [UInt8] {
        var request = EVMRequest("code")
        request.add("address", account)
        guard let code = try send(request).code else { throw .protocolBroken("an answer without code") }
        return try EVMAnswer.bytes(code)
    }

    /// Many independent calls of one contract, each as ``call(to:data:from:gasLimit:)``; answers in the order given.
    public func calls(
        to contract: Address, data: [[UInt8]], from sender: Address? = nil, gasLimit: UInt64 = defaultGasLimit
    ) throws(LocalEVMError) -> [Outcome] {
        // About a megabyte a message keeps both sides' buffers small and the pipe full.
        let batchBytes = 1 << 20
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(data.count)
        var next = 0
        while next < data.count {
            var end = next
            var size = 0
            while end < data.count, end == next || size + data[end].count <= batchBytes {
                size += data[end].count
                end += 1
            }
            var request = EVMRequest("batch")
            request.add("to", contract)
            request.add("data", data[next..<end])
            request.add(sender: sender, gasLimit: gasLimit)
            let results = try send(request).results ?? []
            guard results.count == end - next else {
                throw .protocolBroken("\(end - next) calls were answered by \(results.count) results")
            }
            for result in results { outcomes.append(try result.outcome()) }
            next = end
        }
        return outcomes
    }

    /// Runs transactions one after the other, each on what those before it left, and forgets them all. For many short histories
    /// that begin alike: a step takes about 20 µs plus what the contract does.
    ///
    /// ``Outcome/gasUsed`` is less than a chain would charge, as a step finds warm what earlier ones touched, and logs are not returned.
    public func sequence(_ steps: [Step], gasLimit: UInt64 = defaultGasLimit) throws(LocalEVMError) -> [Outcome] {
        var request = EVMRequest("sequence")
        request.add("steps", steps)
        request.add(sender: nil, gasLimit: gasLimit)
        let results = try send(request).results ?? []
        guard results.count == steps.count else {
            throw .protocolBroken("\(steps.count) steps were answered by \(results.count) results")
        }
        var outcomes: [Outcome] = []
        for result in results { outcomes.append(try result.outcome()) }
        return outcomes
    }

    private func message(
        _ operation: String, _ contract: Address, _ data: [UInt8], _ sender: Address?, _ gasLimit: UInt64
    ) -> EVMRequest {
        var request = EVMRequest(operation)
        request.add("to", contract)
        request.add("data", data)
        request.add(sender: sender, gasLimit: gasLimit)
        return request
    }

    private func send(_ request: EVMRequest) throws(LocalEVMError) -> EVMAnswer {
        try connection.withLock { process throws(LocalEVMError) in try process.exchange(request.line) }
    }
}
