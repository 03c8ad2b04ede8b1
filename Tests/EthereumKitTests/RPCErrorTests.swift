import EthereumKit
import Testing

/// Each node's own words, and the class they belong to.
@Suite struct RPCErrorTests {
    static let table: [(code: Int, message: String, kind: RPCErrorKind)] = [
        // geth
        (-32000, "nonce too low: next nonce 12, tx nonce 7", .nonceTooLow),
        (-32000, "nonce too high: tx nonce 9, gapped nonce 4", .nonceTooHigh),
        (-32000, "already known", .alreadyKnown),
        (-32000, "replacement transaction underpriced", .replacementUnderpriced),
        (-32000, "replacement transaction underpriced: new tx gas fee cap 3 < 4 queued", .replacementUnderpriced),
        (-32000, "transaction underpriced: gas tip cap 0, minimum needed 1", .underpriced),
        (-32000, "insufficient funds for gas * price + value: address 0x71C7656EC7ab88b098defB751B7401B5f6d8976F have 0 want 1", .insufficientFunds),
        (-32000, "intrinsic gas too low: gas 20999, minimum needed 21000", .intrinsicGasTooLow),
        (-32000, "exceeds block gas limit", .exceedsBlockGasLimit),
        (-32000, "max fee per gas less than block base fee: address 0x71C7, maxFeePerGas: 1, baseFee: 7", .maxFeeBelowBaseFee),
        (-32000, "max priority fee per gas higher than max fee per gas: address 0x71C7, maxPriorityFeePerGas: 3, maxFeePerGas: 2", .tipAboveMaxFee),
        (-32000, "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)", .nodeFeeCap),
        (-32000, "txpool is full", .poolFull),
        (-32000, "future transaction tries to replace pending", .replacementUnderpriced),
        (-32000, "in-flight transaction limit reached for delegated accounts", .poolFull),
        (-32000, "gapped-nonce tx from delegated accounts", .nonceTooHigh),
        (-32000, "invalid sender: invalid chain id for signer: have 1 want 5", .wrongChain),
        (-32000, "invalid sender", .invalidSender),
        (-32000, "transaction type not supported", .unsupportedTransaction),
        (-32000, "only replay-protected (EIP-155) transactions allowed over RPC", .unsupportedTransaction),
        (-32000, "oversized data: transaction size 131073, limit 131072", .invalidTransaction),
        (-32000, "max initcode size exceeded: code size 49153, limit 49152", .invalidTransaction),
        (-32000, "rlp: value size exceeds available input length", .invalidTransaction),
        (3, "execution reverted: nonce too low", .executionReverted),
        (3, "execution reverted", .executionReverted),
        (-32000, "gas required exceeds allowance (30000000)", .outOfGas),
        (-32000, "header not found", .stateUnavailable),
        (-32000, "missing trie node 5f1c (path ) state is not available", .stateUnavailable),
        (-32601, "the method eth_fooBar does not exist/is not available", .methodNotFound),
        (-32602, "invalid argument 0: json: cannot unmarshal hex string without 0x prefix", .invalidParameters),
        (-32000, "execution aborted (timeout = 5s)", .timeout),
        // Nethermind
        (-32010, "OldNonce, Current nonce: 7, nonce of rejected tx: 3", .nonceTooLow),
        (-32010, "NonceGap, Future nonce. Expected nonce: 10", .nonceTooHigh),
        (-32010, "AlreadyKnown", .alreadyKnown),
        (-32010, "OwnNonceAlreadyUsed", .replacementUnderpriced),
        (-32010, "ReplacementNotAllowed", .replacementUnderpriced),
        (-32010, "FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 50, BaseFee: 100, MaxPriorityFeePerGas:50, Block number: 5", .maxFeeBelowBaseFee),
        (-32010, "FeeTooLow, EffectivePriorityFeePerGas too low 10 < 20, BaseFee: 30", .underpriced),
        (-32010, "FeeTooLowToCompete", .underpriced),
        (-32010, "InsufficientFunds, Account balance: 4740799397601480913, cumulative cost: 22019342038993800000", .insufficientFunds),
        (-32010, "GasLimitExceeded, Gas limit: 100, gas limit of rejected tx: 150", .exceedsBlockGasLimit),
        (-32010, "Invalid", .invalidTransaction),
        (-32010, "SenderIsContract", .invalidSender),
        (-32015, "VM execution error.", .executionReverted),
        (-32015, "Reverted 0x08c379a0", .executionReverted),
        // Erigon
        (-32000, "ALREADY_EXISTS: already known", .alreadyKnown),
        (-32000, "INTERNAL_ERROR: nonce too low", .nonceTooLow),
        (-32000, "INTERNAL_ERROR: could not replace existing tx", .replacementUnderpriced),
        (-32000, "UNDERPRICED: underpriced", .underpriced),
        (-32000, "FEE_TOO_LOW: fee too low", .underpriced),
        (-32000, "pending sub-pool is full", .poolFull),
        (-32000, "gas limit is too high", .exceedsBlockGasLimit),
        // Besu
        (-32001, "Nonce too low", .nonceTooLow),
        (-32006, "Nonce too high", .nonceTooHigh),
        (-32000, "Transaction nonce is too distant from current sender nonce", .nonceTooHigh),
        (-32000, "Known transaction", .alreadyKnown),
        (-32000, "Replacement transaction underpriced", .replacementUnderpriced),
        (-32004, "Upfront cost exceeds account balance", .insufficientFunds),
        (-32003, "Intrinsic gas exceeds gas limit", .intrinsicGasTooLow),
        (-32005, "Transaction gas limit exceeds block gas limit", .exceedsBlockGasLimit),
        (-32009, "Gas price below configured minimum gas price", .underpriced),
        (-32009, "Gas price below current base fee", .maxFeeBelowBaseFee),
        (-32009, "gasPrice is less than the current BaseFee", .maxFeeBelowBaseFee),
        (-32000, "Max priority fee per gas cannot be greater than max fee per gas", .tipAboveMaxFee),
        (-32000, "Transaction fee cap exceeded", .nodeFeeCap),
        (-32000, "Wrong chainId", .wrongChain),
        (-32002, "Invalid signature", .invalidSender),
        (-32007, "Sender account not authorized to send transactions", .invalidSender),
        (-32602, "Invalid transaction type", .unsupportedTransaction),
        (-32008, "Initial sync is still in progress", .stateUnavailable),
        (-32000, "Execution reverted", .executionReverted),
        // Anvil, Reth
        (-32003, "transaction already imported", .alreadyKnown),
        (-32003, "Insufficient funds for gas * price + value", .insufficientFunds),
        (-32003, "max fee per gas less than block base fee", .maxFeeBelowBaseFee),
        (-32003, "Out of gas: gas required exceeds allowance: 30000000", .outOfGas),
        (-32003, "intrinsic gas too low", .intrinsicGasTooLow),
        (-32003, "exceeds block gas limit", .exceedsBlockGasLimit),
        (-32000, "failed to decode signed transaction", .invalidTransaction),
        // OpenEthereum
        (-32010, "Transaction nonce is too low. Try incrementing the nonce.", .nonceTooLow),
        (-32010, "Transaction with the same hash was already imported.", .alreadyKnown),
        (-32010, "Transaction gas price 1wei is too low. There is another transaction with same nonce in the queue", .replacementUnderpriced),
        (-32010, "Transaction gas price is too low. It does not satisfy your node's minimal gas price", .underpriced),
        (-32010, "Insufficient funds. The account you tried to send transaction from does not have enough funds.", .insufficientFunds),
        // Rollups
        (-32000, "invalid transaction nonce", .nonceTooLow),
        (-32000, "sequencer pending tx pool full, please try again", .poolFull),
        (-32000, "gas price too low: 1 wei, use at least tx.gasPrice = 2 wei", .underpriced),
        (-32000, "nonce too low. allowed nonce range: 5 - 25, actual: 3", .nonceTooLow),
        (-32000, "known transaction. transaction with hash 0x66 is already in the system", .alreadyKnown),
        // Hosts
        (-32005, "daily request count exceeded, request rate limited", .rateLimited),
        (429, "Your app has exceeded its compute units per second capacity.", .rateLimited),
        (-32007, "15/second request limit reached - reduce calls per second", .rateLimited),
        (-32005, "limit exceeded", .rateLimited),
        (-32000, "Must be authenticated!", .unauthorized),
        (-32002, "invalid project id", .unauthorized),
        (-32000, "request timed out", .timeout),
        (-32000, "context deadline exceeded", .timeout),
        (-32603, "Internal error", .serverError),
        // By code alone, and not at all
        (-32700, "?", .invalidParameters),
        (-32603, "?", .serverError),
        (-32000, "unknown transaction", .unknown),
        (-32000, "something new", .unknown),
        (-32000, "", .unknown),
    ]

    @Test(arguments: table.indices) func aNodesWordsHaveAClass(row: Int) {
        let (code, message, kind) = Self.table[row]
        #expect(RPCErrorKind(code: code, message: message) == kind, "\(code) \(message)")
    }

    /// A contract chooses the text of its reverts and must not be able to pose as a pool.
    @Test func aRevertsOwnTextDecidesNothing() {
        for (_, message, _) in Self.table {
            #expect(RPCErrorKind(code: -32000, message: "execution reverted: \(message)") == .executionReverted)
        }
    }

    @Test func everyClassOfTheTransactionPoolIsReached() {
        let reached = Set(Self.table.map(\.kind))
        let saidByTransport: Set<RPCErrorKind> = [.unreachable, .badAnswer, .noEndpoint, .cancelled]
        #expect(reached.union(saidByTransport) == Set(RPCErrorKind.allCases))
    }

    @Test func statusesHaveClasses() {
        let table: [(Int, RPCErrorKind)] = [
            (429, .rateLimited), (401, .unauthorized), (403, .unauthorized), (402, .unauthorized), (500, .serverError), (502, .serverError),
            (503, .serverError), (504, .timeout), (408, .timeout), (404, .badAnswer), (302, .badAnswer),
        ]
        for (status, kind) in table { #expect(RPCErrorKind(httpStatus: status) == kind, "\(status)") }
    }
}
