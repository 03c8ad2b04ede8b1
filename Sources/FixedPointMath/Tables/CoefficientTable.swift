/// A function on pieces of equal width, each a polynomial with integer coefficients: one row per piece.
///
/// The argument inside a piece is X · 2^−(headScale + lowBits) measured from the middle of the piece, where the 16 leading
/// bits H (centred: −2^15 … 2^15 − 1) and the `lowBits` bits L after them make X = H · 2^lowBits + L. The polynomial
/// is evaluated exactly, as Σ cᵢ·Hⁱ⁻¹·(X + (i−1)·L): the powers of the argument expanded to first order in L. What that drops
/// (c₂·L² and smaller) is below 2^−45 everywhere and counted in the error of each function; it keeps powers to 16-bit factors, so
/// the exact result needs about 60 bits less, and a circuit 8 limbs less, than full powers would.
package struct CoefficientTable: Sendable {
    package let name: String
    /// rows[index][i] = cᵢ, an integer with `scales[i]` fractional bits.
    package let rows: [[Int256]]
    package let scales: [Int]
    /// H counts units of 2^−headScale.
    package let headScale: Int
    /// Terms above this degree take Hⁱ alone.
    package let linearDegree: Int
    /// Scale of the result for up to ``standardLowBits`` low bits; it grows by one for every further low bit.
    package let resultScale: Int
    package let standardLowBits: Int
    /// Bounds of the result at `resultScale`, over all rows and arguments: |Σ| taken term by term.
    package let resultLower: Int256
    package let resultUpper: Int256
    /// The same for the derivative, at `derivativeScale`.
    package let derivativeLower: Int256
    package let derivativeUpper: Int256

    package static let headBits = 16

    /// Degree of the polynomials.
    package var degree: Int { scales.count - 1 }
    /// Scale of ``derivative(_:)``.
    package var derivativeScale: Int { resultScale - headScale }

    package static let logarithm = CoefficientTable(
        name: "logarithm", data: logarithmData, scales: [112, 72, 48, 24, 16],
        headScale: 24, linearDegree: 3, resultScale: 112, standardLowBits: 16)
    package static let exponential = CoefficientTable(
        name: "exponential", data: exponentialData, scales: [120, 73, 50, 27, 28],
        headScale: 23, linearDegree: 3, resultScale: 120, standardLowBits: 24)
    package static let normal = CoefficientTable(
        name: "normal", data: normalData, scales: [144, 99, 78, 57, 36, 39],
        headScale: 21, linearDegree: 4, resultScale: 144, standardLowBits: 24)

    package static let ln2At112 = parse(hexadecimal: naturalLogarithmOf2)
    package static let log2eAt60 = parse(hexadecimal: binaryLogarithmOfE)

    /// Rows of the table (k, 2^k) that normalises mantissas and applies exponents.
    package static let powersOfTwo = 64

    private init(
        name: String, data: String, scales: [Int], headScale: Int, linearDegree: Int, resultScale: Int, standardLowBits: Int
    ) {
        self.name = name
        self.scales = scales
        self.headScale = headScale
        self.linearDegree = linearDegree
        self.resultScale = resultScale
        self.standardLowBits = standardLowBits
        rows = data.split(separator: "\n").map { $0.split(separator: " ").map { CoefficientTable.parse(hexadecimal: $0) } }
        var values = (lower: Int256.powerOfTwo(200), upper: -Int256.powerOfTwo(200))
        var slopes = values
        for row in rows {
            // |H| ≤ 2^15 and |X + jL| ≤ 2^15 · 2^low + j · 2^low ≤ (2^15 + 3) · 2^low for the j ≤ 3 in use.
            let reach = Int256(1 << 15 + 3)
            let slope = row[1] << (resultScale - scales[1] - headScale)
            var (spread, slopeSpread) = (Int256.zero, Int256.zero)
            for i in 1..<row.count {
                let size = (row[i].isNegative ? -row[i] : row[i]) << (resultScale - scales[i] - i * headScale)
                spread += (size * reach) << (15 * (i - 1))
                if i > 1 { slopeSpread += (size * reach * Int256(i)) << (15 * (i - 2)) }
            }
            values = (min(values.lower, row[0] - spread), max(values.upper, row[0] + spread))
            slopes = (min(slopes.lower, slope - slopeSpread), max(slopes.upper, slope + slopeSpread))
        }
        (resultLower, resultUpper) = values
        (derivativeLower, derivativeUpper) = slopes
    }

    /// A point inside a piece.
    package struct Argument: Hashable, Sendable {
        package var index: Int
        /// The 16 bits after the index, unsigned as they are looked up; H is this less 2^15.
        package var headBits: UInt64
        package var low: UInt64
        package var lowBits: Int

        package var head: Int256 { Int256(Int(headBits) - 1 << 15) }
        package var full: Int256 { head << lowBits + Int256(Int128(low)) }

        /// Splits `value`, an integer of index bits, then 16 bits, then `lowBits` bits.
        package init(splitting value: Int256, lowBits: Int) {
            low = UInt64(truncatingIfNeeded: value.lowBits(lowBits).low)
            headBits = UInt64(truncatingIfNeeded: (value >> lowBits).lowBits(CoefficientTable.headBits).low)
            index = (value >> (lowBits + CoefficientTable.headBits)).asInt ?? 0
            self.lowBits = lowBits
        }
    }

    /// Scale of the result for a given number of low bits.
    package func scale(lowBits: Int) -> Int { resultScale + max(0, lowBits - standardLowBits) }

    /// How far term i is shifted left to reach the scale of the result.
    package func shift(ofTerm i: Int, lowBits: Int) -> Int {
        scale(lowBits: lowBits) - scales[i] - i * headScale - (i > 0 && i <= linearDegree ? lowBits : 0)
    }

    /// The polynomial at `argument`: an integer at `scale(lowBits:)`.
    package func value(_ argument: Argument) -> Int256 {
        let row = rows[argument.index]
        let (head, full, low) = (argument.head, argument.full, Int256(Int128(argument.low)))
        var result = row[0] << shift(ofTerm: 0, lowBits: argument.lowBits)
        var power = Int256.one  // H^(i−1)
        for i in 1...degree {
            let factor = i <= linearDegree ? full + low * Int256(i - 1) : head
            result += (row[i] * power * factor) << shift(ofTerm: i, lowBits: argument.lowBits)
            power *= head
        }
        return result
    }

    /// The derivative Σ i·cᵢ·Hⁱ⁻²·(X + (i−2)·L) (the last term with Hⁱ⁻¹ alone where i > linearDegree): an integer at
    /// `derivativeScale`. Only for `lowBits` = `standardLowBits`.
    package func derivative(_ argument: Argument) -> Int256 {
        let row = rows[argument.index]
        let (head, full, low) = (argument.head, argument.full, Int256(Int128(argument.low)))
        var result = row[1] << (derivativeScale - scales[1])
        var power = Int256.one  // H^(i−2)
        for i in 2...degree {
            let factor = i <= linearDegree ? full + low * Int256(i - 2) : head
            let unit = scales[i] + (i - 1) * headScale + (i <= linearDegree ? argument.lowBits : 0)
            result += (row[i] * Int256(i) * power * factor) << (derivativeScale - unit)
            power *= head
        }
        return result
    }

    static func parse(hexadecimal text: some StringProtocol) -> Int256 {
        let isNegative = text.hasPrefix("-")
        var (value, sixteen) = (Int256.zero, Int256(16))
        for digit in text.dropFirst(isNegative ? 1 : 0) { value = value * sixteen + Int256(digit.hexDigitValue ?? 0) }
        return isNegative ? -value : value
    }
}
