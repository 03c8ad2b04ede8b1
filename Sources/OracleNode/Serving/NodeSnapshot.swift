/// Everything that the page, the API, `/readyz`, the metrics and `assay status` show of a node at one moment: plain values.
///
/// Times are Unix seconds. Numbers of unknown size are exact decimals as text. Texts are for people and hold no secrets; endpoints
/// go by name, never by URL.
public struct NodeSnapshot: Sendable, Hashable, Codable {
    public var version: String
    public var startedAt: UInt64
    /// When the snapshot was taken, by the node's clock; ages are relative to it.
    public var now: UInt64
    public var chainID: UInt64
    /// Why the node is not ready; empty where it is.
    public var reasons: [Reason]
    public var feeds: [FeedState]
    public var publishing: Publishing
    public var endpoints: [Endpoint]
    public var prover: Prover

    public init(
        version: String, startedAt: UInt64, now: UInt64, chainID: UInt64, reasons: [Reason] = [], feeds: [FeedState] = [],
        publishing: Publishing = Publishing(), endpoints: [Endpoint] = [], prover: Prover = Prover()
    ) {
        self.version = version
        self.startedAt = startedAt
        self.now = now
        self.chainID = chainID
        self.reasons = reasons
        self.feeds = feeds
        self.publishing = publishing
        self.endpoints = endpoints
        self.prover = prover
    }

    public var isReady: Bool { reasons.isEmpty }

    /// A reason not to be ready.
    public struct Reason: Sendable, Hashable, Codable {
        /// Stable names: metrics and alerts use them.
        public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
            case starting, draining
            /// The store is locked, full, damaged or cannot be written.
            case store
            /// No RPC endpoint can be used, or the chain cannot be read.
            case chain
            case balance
            /// Gas costs more than the cap.
            case fees
            /// Another node holds the lease.
            case standby
            case signer
            /// Nothing more is sent until the configuration is changed and the node restarted.
            case halted
            /// A transaction was not taken, or the contract would refuse.
            case publishing
            /// Too few venues give a usable price for a feed.
            case sources
            /// A feed's heartbeat is overdue on chain.
            case late
            case prover
            case clock
            /// A feed's contract takes no reports.
            case paused
        }

        public var code: Code
        /// Where the reason concerns one feed only.
        public var feed: String?
        /// What is wrong and what to do.
        public var message: String

        public init(_ code: Code, feed: String? = nil, _ message: String) {
            self.code = code
            self.feed = feed
            self.message = message
        }
    }

    /// A number that the model computed, with its name: `spot`, `volatility`, `price`, `confidence`.
    public struct NamedValue: Sendable, Hashable, Codable {
        public var name: String
        /// Exact or cut after 18 places.
        public var decimal: String

        public init(name: String, decimal: String) {
            self.name = name
            self.decimal = decimal
        }
    }

    /// What the venues last gave.
    public struct SourceValue: Sendable, Hashable, Codable {
        public var round: UInt64
        public var observedAt: UInt64
        /// What the feed is for and what its contract answers.
        public var decimal: String
        /// Half the width of the confidence interval; nil where the feed has none.
        public var confidence: String?
        /// All values of the model, the time of observation excepted.
        public var values: [NamedValue]

        public init(round: UInt64, observedAt: UInt64, decimal: String, confidence: String? = nil, values: [NamedValue] = []) {
            self.round = round
            self.observedAt = observedAt
            self.decimal = decimal
            self.confidence = confidence
            self.values = values
        }
    }

    /// What the feed's contract holds.
    public struct OnChain: Sendable, Hashable, Codable {
        public var round: UInt64
        public var observedAt: UInt64
        public var decimal: String

        public init(round: UInt64, observedAt: UInt64, decimal: String) {
            self.round = round
            self.observedAt = observedAt
            self.decimal = decimal
        }
    }

    /// A market, or a stablecoin's leg, in a round.
    public struct Market: Sendable, Hashable, Codable {
        /// `kraken BTC/USD`
        public var label: String
        public var isLeg: Bool
        /// In the market's own quote currency; nil where there was none to read.
        public var price: String?
        /// Seconds before the round's time that the price was made.
        public var age: Int64?
        public var counted: Bool
        /// A ``DropReason``'s raw value or `outlier`; nil where it counted.
        public var reason: String?
        public var detail: String?

        public init(
            label: String, isLeg: Bool = false, price: String? = nil, age: Int64? = nil, counted: Bool, reason: String? = nil,
            detail: String? = nil
        ) {
            self.label = label
            self.isLeg = isLeg
            self.price = price
            self.age = age
            self.counted = counted
            self.reason = reason
            self.detail = detail
        }
    }

    /// A point of a feed's recent history.
    public struct Point: Sendable, Hashable, Codable {
        public var time: UInt64
        public var value: Double

        public init(time: UInt64, value: Double) {
            self.time = time
            self.value = value
        }
    }

    public struct FeedState: Sendable, Hashable, Codable {
        public var name: String
        public var summary: String
        public var pair: String
        /// `spot`, `volatility` or `option`.
        public var model: String
        /// Nil while there is none: emit-only without a contract.
        public var contract: String?
        public var everySeconds: UInt64
        public var heartbeatSeconds: UInt64
        /// Parts per million of the value on chain.
        public var deviationLimit: UInt64
        public var quorum: Int
        public var source: SourceValue?
        public var chain: OnChain?
        /// What the contract's breaker holds until the next round; nil where it holds nothing.
        public var held: OnChain?
        /// Whether the contract takes no reports; nil where that is not known.
        public var isPaused: Bool?
        /// Parts per million by which the source's value is above the one on chain; nil while either is missing.
        public var deviation: Int64?
        /// When the heartbeat is due; nil while the contract has no value.
        public var heartbeatDueAt: UInt64?
        /// Of the last round, in the order of the feed file.
        public var markets: [Market]
        /// Oldest first; at most a few hundred.
        public var history: [Point]
        /// Newest first; at most 20.
        public var rounds: [RoundSummary]
        /// What is wrong with this feed, for people.
        public var problems: [String]

        public init(
            name: String, summary: String = "", pair: String, model: String, contract: String? = nil, everySeconds: UInt64,
            heartbeatSeconds: UInt64, deviationLimit: UInt64, quorum: Int, source: SourceValue? = nil, chain: OnChain? = nil,
            held: OnChain? = nil, isPaused: Bool? = nil, deviation: Int64? = nil, heartbeatDueAt: UInt64? = nil, markets: [Market] = [], history: [Point] = [],
            rounds: [RoundSummary] = [], problems: [String] = []
        ) {
            self.name = name
            self.summary = summary
            self.pair = pair
            self.model = model
            self.contract = contract
            self.everySeconds = everySeconds
            self.heartbeatSeconds = heartbeatSeconds
            self.deviationLimit = deviationLimit
            self.quorum = quorum
            self.source = source
            self.chain = chain
            self.held = held
            self.isPaused = isPaused
            self.deviation = deviation
            self.heartbeatDueAt = heartbeatDueAt
            self.markets = markets
            self.history = history
            self.rounds = rounds
            self.problems = problems
        }
    }

    public struct Publishing: Sendable, Hashable, Codable {
        /// The paying account; nil in emit-only mode.
        public var account: String?
        public var isEmitOnly: Bool
        public var holdsLease: Bool
        /// Wei.
        public var balance: String?
        public var balanceFloor: String?
        /// Wei per gas.
        public var baseFee: String?
        public var head: UInt64?
        /// Publications that still move.
        public var inFlight: Int
        /// By how many seconds the newest block is ahead of the clock.
        public var secondsAhead: Int64?
        public var problems: [String]

        public init(
            account: String? = nil, isEmitOnly: Bool = false, holdsLease: Bool = false, balance: String? = nil,
            balanceFloor: String? = nil, baseFee: String? = nil, head: UInt64? = nil, inFlight: Int = 0, secondsAhead: Int64? = nil,
            problems: [String] = []
        ) {
            self.account = account
            self.isEmitOnly = isEmitOnly
            self.holdsLease = holdsLease
            self.balance = balance
            self.balanceFloor = balanceFloor
            self.baseFee = baseFee
            self.head = head
            self.inFlight = inFlight
            self.secondsAhead = secondsAhead
            self.problems = problems
        }
    }

    public struct Endpoint: Sendable, Hashable, Codable {
        public var name: String
        public var isUsable: Bool
        /// ``EndpointVerdict/name``, or `paused` while its breaker is open.
        public var verdict: String
        public var head: UInt64?
        public var lag: UInt64
        public var answered: UInt64
        public var failed: UInt64
        /// Of the last answer.
        public var milliseconds: UInt64
        public var lastError: String?

        public init(
            name: String, isUsable: Bool, verdict: String, head: UInt64? = nil, lag: UInt64 = 0, answered: UInt64 = 0, failed: UInt64 = 0,
            milliseconds: UInt64 = 0, lastError: String? = nil
        ) {
            self.name = name
            self.isUsable = isUsable
            self.verdict = verdict
            self.head = head
            self.lag = lag
            self.answered = answered
            self.failed = failed
            self.milliseconds = milliseconds
            self.lastError = lastError
        }
    }

    public struct Prover: Sendable, Hashable, Codable {
        public var waiting: Int
        public var capacity: Int
        /// The round in work.
        public var current: String?
        /// Whether a round could be proved now.
        public var isReady = true
        /// Resident memory of the process that proves, in bytes, where it is another than the node's.
        public var memory: UInt64?

        public init(waiting: Int = 0, capacity: Int = 0, current: String? = nil) {
            self.waiting = waiting
            self.capacity = capacity
            self.current = current
        }
    }
}
