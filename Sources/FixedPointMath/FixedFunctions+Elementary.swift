// Range reduction and table evaluation; the tables and their evaluation are in ``CoefficientTable``.

// MARK: - Logarithm

extension FixedFunctions {
    /// How ln of numbers below 2^(mantissaBits + 1) is laid out.
    ///
    /// raw · 2^k = M with 2^mantissaBits ≤ M < 2^(mantissaBits+1); the 6 bits after the leading one are the table index, then 16 bits
    /// of H, then `lowBits` bits of L. ln(raw · 2^−scale) = table(M) + (mantissaBits − k − scale)·ln 2.
    package struct LogarithmShape: Hashable, Sendable {
        /// 22, 30, 38, 46, 54 or 62: the fewest that hold the operand.
        package let mantissaBits: Int
        package let inputScale: Int

        package var lowBits: Int { mantissaBits - 22 }
        /// 112 for mantissas up to 46 bits, then one more for each bit.
        package var outputScale: Int { CoefficientTable.logarithm.scale(lowBits: lowBits) }
        /// round(ln 2 · 2^112), at `outputScale`.
        package var ln2: Int256 { CoefficientTable.ln2At112 << (outputScale - 112) }

        package init(_ bounds: Bounds) throws {
            guard !bounds.lower.isNegative, bounds.upper.magnitudeBits <= 57 else {
                throw FixedPointError.unsupported("ln needs an operand proven to lie in [0, 2^57), not [\(bounds.lower), \(bounds.upper)]")
            }
            mantissaBits = 22 + max(0, (bounds.upper.magnitudeBits - 1 - 22 + 7) / 8 * 8)
            inputScale = bounds.scale
        }
    }

    package struct Logarithm: Hashable, Sendable {
        /// k: the mantissa is raw · 2^k.
        package let shift: Int
        package let mantissa: Int256
        package let argument: CoefficientTable.Argument
        package let result: Int256
    }

    /// Scale of ``FixedPointArithmetic/logarithm(_:)`` for an operand with these bounds.
    public static func logarithmScale(_ bounds: Bounds) throws -> Int { try LogarithmShape(bounds).outputScale }

    /// Throws for zero: the mantissa of zero cannot be normalised (which is also why a circuit cannot prove it).
    package static func logarithm(_ raw: Int256, _ shape: LogarithmShape) throws -> Logarithm {
        guard raw > .zero, raw.magnitudeBits <= shape.mantissaBits + 1 else {
            throw FixedPointError.outOfRange(
                operation: "ln", value: raw, lower: .one, upper: .powerOfTwo(shape.mantissaBits + 1) - .one, scale: shape.inputScale)
        }
        let shift = shape.mantissaBits + 1 - raw.magnitudeBits
        let mantissa = raw << shift
        let argument = CoefficientTable.Argument(splitting: mantissa - .powerOfTwo(shape.mantissaBits), lowBits: shape.lowBits)
        let exponent = Int256(shape.mantissaBits - shift - shape.inputScale)
        let result = CoefficientTable.logarithm.value(argument) + exponent * shape.ln2
        return Logarithm(shift: shift, mantissa: mantissa, argument: argument, result: result)
    }

    /// Proven bounds of ln: by the exponents that can occur and the bounds of the table.
    package static func logarithm(_ bounds: Bounds, _ shape: LogarithmShape) throws -> Bounds {
        let table = CoefficientTable.logarithm
        let extra = shape.outputScale - table.resultScale
        let least = max(bounds.lower.magnitudeBits, 1) - 1 - bounds.scale
        let most = bounds.upper.magnitudeBits - 1 - bounds.scale
        return try Bounds(
            lower: table.resultLower << extra + Int256(least) * shape.ln2,
            upper: table.resultUpper << extra + Int256(most) * shape.ln2, scale: shape.outputScale)
    }
}

// MARK: - Exponential

extension FixedFunctions {
    /// How e^y is laid out for given bounds of y.
    ///
    /// z = round(y · log₂e) at scale 45; z = (k + leastExponent) + j/32 + t with j the table index, then 16 bits of H and 24 of L.
    /// The result is table(j, t) · 2^k at scale 120 − leastExponent.
    package struct ExponentialShape: Hashable, Sendable {
        package let inputScale: Int
        package let leastExponent: Int
        package let greatestExponent: Int

        package static let binaryScale = 45
        package static let indexBits = 5
        package static let lowBits = 24

        package var outputScale: Int { CoefficientTable.exponential.resultScale - leastExponent }
        /// Bits dropped by z = round(y · log₂e).
        package var droppedBits: Int { inputScale + 60 - ExponentialShape.binaryScale }

        package init(_ bounds: Bounds) throws {
            inputScale = bounds.scale
            let limit = Int256(22)
            let isInside = bounds.scale >= 0 && bounds.scale <= 170 && (bounds.lower >> bounds.scale) >= -limit
                && (bounds.upper >> bounds.scale) < limit
            guard isInside, inputScale + 60 > ExponentialShape.binaryScale else {
                throw FixedPointError.unsupported("exp needs an operand proven to lie in [-22, 22)")
            }
            let dropped = inputScale + 60 - ExponentialShape.binaryScale
            func exponent(_ raw: Int256) -> Int {
                let binary = FixedFunctions.rounding(raw * CoefficientTable.log2eAt60, shift: dropped).quotient
                return (binary >> ExponentialShape.binaryScale).asInt ?? 0
            }
            leastExponent = exponent(bounds.lower)
            greatestExponent = exponent(bounds.upper)
        }
    }

    package struct Exponential: Hashable, Sendable {
        /// z = round(y · log₂e), scale 45; its `quotient` less leastExponent · 2^45 splits into (k, argument).
        package let binary: Rounding
        /// k ≥ 0: row of the table of powers of two.
        package let shift: Int
        package let argument: CoefficientTable.Argument
        package let result: Int256
    }

    package static func exponential(_ raw: Int256, _ shape: ExponentialShape) -> Exponential {
        let binary = rounding(raw * CoefficientTable.log2eAt60, shift: shape.droppedBits)
        let exponent = binary.quotient >> ExponentialShape.binaryScale
        let fraction = binary.quotient.lowBits(ExponentialShape.binaryScale)
        let argument = CoefficientTable.Argument(splitting: fraction, lowBits: ExponentialShape.lowBits)
        let shift = (exponent.asInt ?? 0) - shape.leastExponent
        return Exponential(
            binary: binary, shift: shift, argument: argument, result: CoefficientTable.exponential.value(argument) << shift)
    }

    package static func exponential(_ shape: ExponentialShape) throws -> Bounds {
        let table = CoefficientTable.exponential
        return try Bounds(
            lower: table.resultLower, upper: table.resultUpper << (shape.greatestExponent - shape.leastExponent), scale: shape.outputScale)
    }
}

// MARK: - Normal distribution

extension FixedFunctions {
    /// Φ and φ of x at scale 44, |x| < 16.
    ///
    /// a = x, or −1 − x where x < 0 (so the sign is unique and a ≥ 0). a < 2^48: a flag for a ≥ 8 (bit 47), then 7 bits of index, 16 of H, 24
    /// of L. The table holds Φ at a + ½ unit. Φ(x) is the table's value T, 1 where a ≥ 8, and 1 − that for negative x; φ(x) is its derivative, 0 where a ≥ 8.
    package struct Normal: Hashable, Sendable {
        package let isNegative: Bool
        package let magnitude: Int256
        package let isSaturated: Bool
        package let argument: CoefficientTable.Argument
        package let distribution: Int256
        package let density: Int256
    }

    public static let normalInputScale = 44
    public static let normalDistributionScale = 144
    public static let normalDensityScale = 124
    package static let normalLowBits = 24
    /// Bits of |x| below 8.
    package static let normalMagnitudeBits = normalInputScale + 3

    package static func normal(_ raw: Int256) throws -> Normal {
        let isNegative = raw.isNegative
        let magnitude = isNegative ? -raw - .one : raw
        guard magnitude.magnitudeBits <= normalMagnitudeBits + 1 else {
            let limit = Int256.powerOfTwo(normalMagnitudeBits + 1)
            throw FixedPointError.outOfRange(
                operation: "normal distribution", value: raw, lower: -limit, upper: limit - .one, scale: normalInputScale)
        }
        let isSaturated = magnitude.magnitudeBits == normalMagnitudeBits + 1
        let argument = CoefficientTable.Argument(splitting: magnitude.lowBits(normalMagnitudeBits), lowBits: normalLowBits)
        let one = Int256.powerOfTwo(normalDistributionScale)
        let upper = isSaturated ? one : CoefficientTable.normal.value(argument)
        return Normal(
            isNegative: isNegative, magnitude: magnitude, isSaturated: isSaturated, argument: argument,
            distribution: isNegative ? one - upper : upper,
            density: isSaturated ? .zero : CoefficientTable.normal.derivative(argument))
    }

    /// Proven bounds of T and so of Φ (a hair outside [0, 1], since T carries the error of the fit).
    package static func normalDistributionBounds() throws -> Bounds {
        let one = Int256.powerOfTwo(normalDistributionScale)
        let upper = max(one, CoefficientTable.normal.resultUpper)
        return try Bounds(lower: one - upper, upper: upper, scale: normalDistributionScale)
    }

    package static func normalDensityBounds() throws -> Bounds {
        let table = CoefficientTable.normal
        return try Bounds(lower: min(.zero, table.derivativeLower), upper: table.derivativeUpper, scale: normalDensityScale)
    }
}
