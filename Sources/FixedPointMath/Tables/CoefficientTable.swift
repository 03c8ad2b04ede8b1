/// A function on pieces of equal width, each a polynomial with integer coefficients: one row per piece.
///
/// The argument inside a piece is X · 2^−(headScale + lowBits) measured from the middle of the piece, where the 16 leading
/// bits H (centred: −2^15 … 2^15 − 1) and the `lowBits` bits L after them make X = H · 2^lowBits + L. The polynomial
/// is evaluated exactly, as c₀ + Σ cᵢ·Hⁱ⁻¹·(X + (i−1)·L) for i = 1, 2, 3: the powers of the argument expanded to first order in L; plus
/// c₄·H³·(H + 4·ℓ), ℓ being the 8 leading bits of L, plus c₅·H⁴·h, h being H to its 8 leading bits. What that drops
/// is counted in the error of each function; it keeps powers to 16-bit factors, so
/// the exact result needs about 60 bits less, and a circuit 8 limbs less, than full powers would.
package struct CoefficientTable: Sendable {
    package let name: String
    /// rows[index][i] = cᵢ, an integer with `scales[i]` fractional bits.
    package let rows: [[Int256]]
    package let scales: [Int]
    /// H counts units of 2^−headScale.
    package let headScale: Int
    /// Terms of the derivative that come from terms above this degree take powers of H alone.
    package static let derivativeLinearDegree = 4
    /// Scale of the result for up to ``standardLowBits`` low bits; it grows by one for every further low bit.
    package let resultScale: Int
    package static let standardLowBits = 24
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
        name: "logarithm", data: logarithmData, scales: [112, 66, 44, 22, 16, 9],
        headScale: 22, resultScale: 112)
    package static let exponential = CoefficientTable(
        name: "exponential", data: exponentialData, scales: [120, 75, 54, 33, 28, 22],
        headScale: 21, resultScale: 120)
    package static let normal = CoefficientTable(
        name: "normal", data: normalData, scales: [144, 100, 80, 60, 40, 44],
        headScale: 20, resultScale: 144)

    package static let ln2At112 = parse(hexadecimal: naturalLogarithmOf2)
    package static let log2eAt60 = parse(hexadecimal: binaryLogarithmOfE)

    /// Rows of the table (k, 2^k) that normalises mantissas and applies exponents.
    package static let powersOfTwo = 64

    private init(
        name: String, data: String, scales: [Int], headScale: Int, resultScale: Int
    ) {
        self.name = name
        self.scales = scales
        self.headScale = headScale
        self.resultScale = resultScale
        rows = data.split(separator: "\n").map { $0.split(separator: " ").map { CoefficientTable.parse(hexadecimal: $0) } }
        var values = (lower: Int256.powerOfTwo(200), upper: -Int256.powerOfTwo(200))
        var slopes = values
        for row in rows {
            // |H|, |h| ≤ 2^15 and |X + jL| ≤ 2^15 · 2^low + j · 2^low ≤ (2^15 + 4) · 2^low for the j ≤ 4 in use.
            let reach = Int256(1 << 15 + 4)
            let slope = row[1] << (resultScale - scales[1] - headScale)
            var (spread, slopeSpread) = (Int256.zero, Int256.zero)
            for i in 1..<row.count {
                let size = row[i].isNegative ? -row[i] : row[i]
                // One shift by both, since that to the scale of the result may be negative.
                let shift = resultScale - scales[i] - i * headScale
                spread += (size * reach) << (shift + 15 * (i - 1))
                if i > 1 { slopeSpread += (size * reach * Int256(i)) << (shift + 15 * (i - 2)) }
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

        /// The 8 leading bits of L.
        package var lowByte: Int { Int(lowBits >= 8 ? low >> UInt64(lowBits - 8) : low << UInt64(8 - lowBits)) }
        /// The 8 leading bits of H with half their unit added, in units of 2^7: H to 2^7 either way.
        package var coarseHead: Int { 2 * Int(headBits >> 8) - 255 }
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
    package func scale(lowBits: Int) -> Int { resultScale + max(0, lowBits - Self.standardLowBits) }

    /// The polynomial at `argument`: an integer at `scale(lowBits:)`.
    package func value(_ argument: Argument) -> Int256 {
        let row = rows[argument.index]
        let lowBits = argument.lowBits
        let scale = scale(lowBits: lowBits)
        let (head, full, low) = (argument.head, argument.full, Int256(Int128(argument.low)))
        var result = row[0] << (scale - scales[0])
        var power = Int256.one  // H^(i−1)
        for i in 1...3 {
            result += (row[i] * power * (full + low * Int256(i - 1))) << (scale - scales[i] - i * headScale - lowBits)
            power *= head
        }
        result += (row[4] * power * (head << 8 + Int256(4 * argument.lowByte))) << (scale - scales[4] - 4 * headScale - 8)
        result += (row[5] * power * head * Int256(argument.coarseHead)) << (scale - scales[5] - 5 * headScale + 7)
        return result
    }

    /// The derivative Σ i·cᵢ·Hⁱ⁻²·(X + (i−2)·L) (the last term with Hⁱ⁻¹ alone where i > `derivativeLinearDegree`): an integer at
    /// `derivativeScale`. Only for `lowBits` = `standardLowBits`.
    package func derivative(_ argument: Argument) -> Int256 {
        let row = rows[argument.index]
        let (head, full, low) = (argument.head, argument.full, Int256(Int128(argument.low)))
        var result = row[1] << (derivativeScale - scales[1])
        var power = Int256.one  // H^(i−2)
        for i in 2...degree {
            let factor = i <= Self.derivativeLinearDegree ? full + low * Int256(i - 2) : head
            let unit = scales[i] + (i - 1) * headScale + (i <= Self.derivativeLinearDegree ? argument.lowBits : 0)
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
