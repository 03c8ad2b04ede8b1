import BN254

/// Where carry chains and reductions go wrong: near zero, near the modulus, words of ones, long runs of ones.
extension PrimeField {
    public static func biased(using generator: inout SeededGenerator) -> Self {
        switch generator.next() % 8 {
        case 0: return Self(generator.next() % 4)
        case 1: return -Self(generator.next() % 4)
        case 2: return Self(reducing: Self.words(using: &generator) { $0.next() % 2 == 0 ? .max : 0 })
        case 3: return Self(reducing: Self.words(using: &generator) { UInt64.max << ($0.next() % 64) })
        case 4: return Self(reducing: Self.words(using: &generator) { UInt64.max >> ($0.next() % 64) })
        case 5:
            // Half the modulus, one way or the other.
            let half = (Self.zero - .one) * (Self(2 as UInt64).inverse() ?? .one)
            return half + Self(generator.next() % 3) - .one
        default: return .random(using: &generator)
        }
    }

    private static func words(using generator: inout SeededGenerator, _ word: (inout SeededGenerator) -> UInt64) -> Limbs {
        (word(&generator), word(&generator), word(&generator), word(&generator))
    }
}

extension Fq2 {
    public static func biased(using generator: inout SeededGenerator) -> Fq2 {
        Fq2(.biased(using: &generator), .biased(using: &generator))
    }
}

extension Fq6 {
    public static func biased(using generator: inout SeededGenerator) -> Fq6 {
        Fq6(.biased(using: &generator), .biased(using: &generator), .biased(using: &generator))
    }
}

extension Fq12 {
    public static func biased(using generator: inout SeededGenerator) -> Fq12 {
        Fq12(.biased(using: &generator), .biased(using: &generator))
    }
}

extension JacobianCurvePoint {
    /// A multiple of the generator, often a special one.
    public static func biased(using generator: inout SeededGenerator) -> Self {
        switch generator.next() % 5 {
        case 0: return .infinity
        case 1: return .generator
        case 2: return -.generator
        default: return Self.generator * Fr.biased(using: &generator)
        }
    }
}
