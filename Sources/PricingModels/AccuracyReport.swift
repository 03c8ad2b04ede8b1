import FixedPointMath

/// How far the native models are from a 50-digit reference, over the records of a vector file.
///
/// The files are written by Tests/Reference/reference.py (format and input generator are described there): results of an
/// independent mpmath computation for inputs that both sides draw from the same integer generator. Only this report uses `Double`,
/// to say how large a difference is.
public struct AccuracyReport: Sendable {
    /// Differences of one quantity, relative to its scale.
    public struct Quantity: Sendable {
        public let name: String
        /// What differences are relative to, in words.
        public let scale: String
        public private(set) var largest = 0.0
        /// Record with the largest difference.
        public private(set) var worstRecord = 0
        private var squares = 0.0
        private var count = 0

        init(_ name: String, relativeTo scale: String) {
            self.name = name
            self.scale = scale
        }

        public var rootMeanSquare: Double { count == 0 ? 0 : (squares / Double(count)).squareRoot() }

        mutating func note(_ difference: Double, record: Int) {
            // A difference that is no number must not pass for a small one.
            let size = difference.isNaN ? Double.infinity : abs(difference)
            if size > largest { (largest, worstRecord) = (size, record) }
            squares += size * size
            count += 1
        }
    }

    public let title: String
    public let seed: UInt64
    public private(set) var records = 0
    public private(set) var quantities: [Quantity]

    public enum VectorError: Error, Equatable {
        case notAVectorFile
        case truncated(expected: Int, got: Int)
    }
}

extension AccuracyReport: CustomStringConvertible {
    /// A table: quantity, largest and root mean square difference.
    public var description: String {
        func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
        func short(_ value: Double) -> String {
            guard value > 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
            // Two digits and an exponent, without Foundation.
            var (mantissa, exponent) = (value, 0)
            while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
            while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
            let tenths = Int((mantissa * 10).rounded(.up))
            return tenths >= 100 ? "1.0e\(exponent + 1)" : "\(tenths / 10).\(tenths % 10)e\(exponent)"
        }
        let head = "\(title): \(records) records (seed \(seed)) against a 50-digit reference"
        let rows = quantities.map {
            "  " + pad($0.name, 12) + pad("largest \(short($0.largest))", 18) + pad("rms \(short($0.rootMeanSquare))", 15)
                + "relative to \($0.scale) (record \($0.worstRecord))"
        }
        return ([head] + rows).joined(separator: "\n")
    }
}

// MARK: - Vector files

extension AccuracyReport {
    struct Vectors {
        let seed: UInt64
        let count: Int
        let bytes: [UInt8]
        let width: Int

        init(_ bytes: [UInt8], magic: String, width: Int) throws {
            guard bytes.count >= 24, Array(bytes[0..<8]) == Array(magic.utf8) else { throw VectorError.notAVectorFile }
            func word(_ start: Int) -> UInt64 { (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) } }
            seed = word(8)
            let count = word(16)
            guard count < 1 << 32, bytes.count == 24 + Int(count) * width * 7 else {
                throw VectorError.truncated(expected: 24 + Int(min(count, 1 << 32)) * width * 7, got: bytes.count)
            }
            self.count = Int(count)
            self.bytes = bytes
            self.width = width
        }

        /// Value `column` of a record, in units of 2^−46.
        func value(_ record: Int, _ column: Int) -> Double {
            let start = 24 + (record * width + column) * 7
            let bits = (0..<7).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1) + 8) }
            return Double(Int64(bitPattern: bits) >> 8) * 0x1p-46
        }
    }

    /// The generator that draws a record's inputs; the reference tool has the same.
    struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

        mutating func spread(_ low: Int, _ high: Int) -> Int {
            let exponent = low + below(high - low)
            return ((65536 + below(1 << 16)) << exponent) >> 16
        }
    }
}

// MARK: - Black–Scholes

extension AccuracyReport {
    /// Inputs of a record: spot and strike in ticks, seconds, volatility in 2^−42, rates in 2^−31.
    public struct OptionRecord: Hashable, Sendable {
        public var spot, strike, seconds, volatility, rate, carry: Int
        public var isPut: Bool

        public init(seed: UInt64, index: Int) {
            var draw = SplitMix(state: seed &+ UInt64(index))
            spot = draw.spread(10, 32)
            let strike =
                switch draw.below(4) {
                case 0: spot + draw.below(1 + spot / 50) - spot / 100
                case 1: spot
                default: (spot * draw.spread(16, 24)) >> 20
                }
            self.strike = min(max(strike, 1), 1 << 32 - 1)
            seconds = draw.spread(0, 28)
            volatility = draw.spread(35, 45)
            let most = Int256(60 * BlackScholes.secondsPerYear) << 84
            while Int256(volatility) * Int256(volatility) * Int256(seconds) >= most { seconds >>= 1 }
            let limit = 1 << 29
            rate = draw.below(2 * limit) - limit
            carry = draw.below(2 * limit) - limit
            let zeros = draw.below(4)
            if zeros & 1 != 0 { rate = 0 }
            if zeros & 2 != 0 { carry = 0 }
            isPut = draw.below(2) == 1
        }

        /// Everything is an input of the arithmetic, nothing folded.
        public func inputs<A: FixedPointArithmetic>(_ a: inout A) throws -> OptionInputs<A.Number, A.Flag> {
            func input(_ value: Int, _ name: String, _ width: RangeWidth, _ scale: Int = 0) throws -> A.Number {
                try a.input(Int128(value), InputSpecification(name, width, scale: scale, visibility: .secret))
            }
            return OptionInputs(
                spot: try input(spot, "spot", .unsigned(bits: 32)), strike: try input(strike, "strike", .unsigned(bits: 32)),
                secondsToExpiry: try a.narrow(
                    input(seconds, "seconds", .unsigned(bits: 32)), lower: .zero, upper: .powerOfTwo(28) - .one, "seconds"),
                volatility: try input(volatility, "volatility", .unsigned(bits: 48), RealizedVolatility.outputScale),
                rate: try input(rate, "rate", .signed(bits: 32), BlackScholes.rateScale),
                carry: try input(carry, "carry", .signed(bits: 32), BlackScholes.rateScale),
                isPut: try a.input(isPut, named: "put", visibility: .secret))
        }

        /// The option as a model of its own, without market data: price and greeks are public, what they are computed from is secret.
        public func evaluate<A: FixedPointArithmetic>(_ a: inout A) throws {
            try a.publish(BlackScholes.value(&a, inputs(&a)))
        }
    }

    /// Runs the native model on records `range` (all if nil) of a black-scholes vector file.
    public static func blackScholes(vectors: [UInt8], range: Range<Int>? = nil) throws -> AccuracyReport {
        let vectors = try Vectors(vectors, magic: "ASSAYBS1", width: 6)
        var report = AccuracyReport(
            title: "Black-Scholes", seed: vectors.seed,
            quantities: [
                Quantity("price", relativeTo: "spot"), Quantity("delta", relativeTo: "1"), Quantity("gamma", relativeTo: "1/(S·σ√τ)"),
                Quantity("vega", relativeTo: "S√τ"), Quantity("theta", relativeTo: "Sσ/(2√τ) + |r|K + |q|S"),
                Quantity("rho", relativeTo: "Kτ"),
            ])
        for index in range ?? 0..<vectors.count {
            let record = OptionRecord(seed: vectors.seed, index: index)
            var a = NativeArithmetic()
            let value = try BlackScholes.value(&a, record.inputs(&a))
            let (spot, strike) = (Double(record.spot), Double(record.strike))
            let time = Double(record.seconds) / Double(BlackScholes.secondsPerYear)
            let sigma = Double(record.volatility) * 0x1p-42
            let (rate, carry) = (Double(record.rate) * 0x1p-31, Double(record.carry) * 0x1p-31)
            let root = time.squareRoot()
            let scales = [
                spot, 1, 1 / (spot * sigma * root), spot * root,
                spot * sigma / (2 * root) + abs(rate) * strike + abs(carry) * spot, strike * time,
            ]
            let results = [value.price, value.delta, value.gamma, value.vega, value.theta, value.rho]
            for column in 0..<6 {
                let normalised = results[column].approximation / scales[column]
                report.quantities[column].note(normalised - vectors.value(index, column), record: index)
            }
            report.records += 1
        }
        return report
    }
}

// MARK: - Realised volatility

extension AccuracyReport {
    public struct ReturnsRecord: Hashable, Sendable {
        public var prices: [Int]
        public var periodsPerYear: Int
        public var removesMean: Bool

        public init(seed: UInt64, index: Int) {
            var draw = SplitMix(state: seed &+ UInt64(index))
            let count = draw.below(8) == 0 ? 8 + draw.below(89) : 8 + draw.below(9)
            let width = draw.spread(4, 12)
            var price = draw.spread(16, 30)
            prices = [price]
            for _ in 0..<count {
                price = (price * (65536 + draw.below(2 * width + 1) - width)) >> 16
                price = min(max(price, 1000), 1 << 32 - 1)
                prices.append(price)
            }
            periodsPerYear = [365, 8760, 105_120, 525_600][draw.below(4)]
            removesMean = draw.below(2) == 1
        }
    }

    /// Runs the native model on records `range` (all if nil) of a volatility vector file.
    public static func volatility(vectors: [UInt8], range: Range<Int>? = nil) throws -> AccuracyReport {
        let vectors = try Vectors(vectors, magic: "ASSAYRV1", width: 1)
        var report = AccuracyReport(
            title: "Realised volatility", seed: vectors.seed, quantities: [Quantity("volatility", relativeTo: "1 (absolute)")])
        for index in range ?? 0..<vectors.count {
            let record = ReturnsRecord(seed: vectors.seed, index: index)
            var a = NativeArithmetic()
            var prices: [NativeArithmetic.Number] = []
            for price in record.prices {
                prices.append(try a.input(Int128(price), InputSpecification("price", .unsigned(bits: 32), visibility: .secret)))
            }
            let result = try RealizedVolatility.volatility(
                &a, prices: prices, periodsPerYear: record.periodsPerYear, removesMean: record.removesMean)
            report.quantities[0].note(result.approximation - vectors.value(index, 0), record: index)
            report.records += 1
        }
        return report
    }
}

extension NativeArithmetic.Number {
    /// The nearest `Double` or its neighbour: for reports and pictures only.
    public var approximation: Double {
        let (low, high) = raw.magnitude
        let magnitude = Double(high) * 0x1p128 + Double(low)
        return (raw.isNegative ? -magnitude : magnitude) * Double(sign: .plus, exponent: -scale, significand: 1)
    }
}
