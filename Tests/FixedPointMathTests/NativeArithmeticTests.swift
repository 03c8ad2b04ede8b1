import FixedPointMath
import Testing

@Suite struct NativeArithmeticTests {
    typealias Number = NativeArithmetic.Number

    static func number(_ raw: Int, scale: Int = 0, bits: Int = 64, _ a: inout NativeArithmetic) throws -> Number {
        try a.input(Int128(raw), InputSpecification("x", .signed(bits: bits), scale: scale, visibility: .secret))
    }

    // MARK: Rounding and bounds

    @Test(arguments: [(5, 1, 3), (-5, 1, -2), (3, 1, 2), (-3, 1, -1), (4, 2, 1), (6, 2, 2), (-6, 2, -1), (-7, 2, -2), (7, 3, 1), (0, 5, 0)])
    func roundsHalvesUp(raw: Int, shift: Int, expected: Int) throws {
        var a = NativeArithmetic()
        let x = try Self.number(raw, scale: shift, &a)
        #expect(try a.round(x, to: 0).raw == Int256(expected))
        let parts = FixedFunctions.rounding(Int256(raw), shift: shift)
        #expect(parts.quotient << shift + parts.remainder - .powerOfTwo(shift - 1) == Int256(raw))
        #expect(!parts.remainder.isNegative && parts.remainder < .powerOfTwo(shift))
    }

    @Test func boundsHoldWhateverTheOperations() throws {
        for seed in UInt64(1)...200 {
            var (bits, a) = (SeededBits(seed), NativeArithmetic())
            func small() -> Int { Int(Int64(bitPattern: bits.word()) >> 40) }
            let numbers = try (0..<4).map { _ in try Self.number(small(), scale: Int(bits.word() % 20), bits: 32, &a) }
            let product = try a.multiply(numbers[0], numbers[1])
            let sum = try a.add(product, numbers[2])
            let square = try a.square(sum)
            let picked = try a.select(bits.word() & 1 == 0, square, numbers[3])
            let rounded = try a.round(picked, to: 3)
            let sorted = try a.sort(numbers)
            let scalar = try a.dotProduct(numbers, numbers.reversed())
            for x in [product, sum, square, picked, rounded, scalar] + sorted { #expect(x.bounds.contains(x.raw), "seed \(seed)") }
            #expect(!square.bounds.lower.isNegative, "seed \(seed)")
            for (low, high) in zip(sorted, sorted.dropFirst()) { #expect(low.raw <= high.raw && low.scale == high.scale, "seed \(seed)") }
        }
    }

    @Test func whatCouldWrapIsRefusedBeforeAnyValueIsSeen() throws {
        var a = NativeArithmetic()
        var x = try Self.number(1, bits: 64, &a)
        x = try a.square(x)
        x = try a.round(x, to: 0)
        let wide = try a.multiply(x, by: .powerOfTwo(120), scale: 0)
        #expect(throws: FixedPointError.self) { try a.multiply(wide, wide) }
        #expect(throws: FixedPointError.boundsTooWide(bits: 254, capacity: 252)) { try a.multiply(x, by: .powerOfTwo(127), scale: 0) }
    }

    @Test func anInputOutsideItsWidthNamesValueAndBound() throws {
        var a = NativeArithmetic()
        let specification = InputSpecification("venue.price", .unsigned(bits: 8), visibility: .feed)
        #expect(throws: FixedPointError.outOfRange(operation: "venue.price", value: 256, lower: 0, upper: 255, scale: 0)) {
            try a.input(256, specification)
        }
        #expect(throws: FixedPointError.self) { try a.input(-1, specification) }
        #expect(try a.input(255, specification).raw == 255)
    }

    @Test func aDeclaredWidthIsEnforced() throws {
        var a = NativeArithmetic()
        let x = try Self.number(300 << 4, scale: 4, &a)
        #expect(throws: FixedPointError.outOfRange(operation: "round", value: 300, lower: 0, upper: 255, scale: 0)) {
            try a.round(x, to: 0, width: .unsigned(bits: 8))
        }
        #expect(try a.round(x, to: 0, width: .signed(bits: 16)).raw == 300)
        #expect(throws: FixedPointError.outOfRange(operation: "rate", value: 4800, lower: 0, upper: 4000, scale: 4)) {
            try a.narrow(x, lower: 0, upper: 4000, "rate")
        }
    }

    // MARK: Flags

    @Test func comparisonsFollowTheValues() throws {
        for seed in UInt64(1)...100 {
            var (bits, a) = (SeededBits(seed), NativeArithmetic())
            let (p, q) = (Int(bits.word() % 7) - 3, Int(bits.word() % 7) - 3)
            let (x, y) = (try Self.number(p, &a), try Self.number(q * 2, scale: 1, &a))
            #expect(try a.lessThan(x, y) == (p < q), "seed \(seed)")
            #expect(try a.lessOrEqual(x, y) == (p <= q), "seed \(seed)")
            #expect(try a.equal(x, y) == (p == q), "seed \(seed)")
            #expect(try a.minimum(x, y).raw == Int256(2 * min(p, q)), "seed \(seed)")
            #expect(try a.maximum(x, y).raw == Int256(2 * max(p, q)), "seed \(seed)")
            #expect(try a.absolute(x).raw == Int256(abs(p)), "seed \(seed)")
            #expect(try a.xor(p > 0, q > 0) == ((p > 0) != (q > 0)), "seed \(seed)")
        }
    }

    @Test func oneHotFlagsPointAtTheValue() throws {
        var a = NativeArithmetic()
        let x = try a.count([true, false, true])
        #expect(try a.oneHot(x, count: 4) == [false, false, true, false])
        #expect(throws: FixedPointError.self) { try a.oneHot(x, count: 3) }
    }

    @Test func requirementsCarryTheirNames() throws {
        var a = NativeArithmetic()
        #expect(throws: FixedPointError.requirementFailed("quorum")) { try a.require(false, "quorum") }
        let minusOne = try Self.number(-1, &a)
        #expect(throws: FixedPointError.requirementFailed("age")) { try a.require(nonNegative: minusOne, "age") }
        #expect(throws: FixedPointError.requirementFailed("sum")) { try a.require(minusOne, equals: a.constant(1), "sum") }
    }

    // MARK: Division and roots

    @Test func divisionRoundsToNearest() throws {
        for seed in UInt64(1)...500 {
            var (bits, a) = (SeededBits(seed), NativeArithmetic())
            let (p, q) = (Int(Int64(bitPattern: bits.word()) >> 34), 1 + Int(bits.word() >> 40))
            let x = try Self.number(p, scale: 3, &a)
            let y = try a.narrow(Self.number(q, scale: 5, &a), lower: .one, upper: .powerOfTwo(40), "y")
            let result = try a.divide(x, by: y, scale: 10, width: nil)
            // 2^12·p/q to nearest, halves up: −q ≤ 2(2^12·p − result·q) < q
            let twice = (Int256(p) << 12 - result.raw * Int256(q)) << 1
            #expect(twice >= -Int256(q) && twice < Int256(q), "seed \(seed): \(p) / \(q)")
            #expect(result.bounds.contains(result.raw), "seed \(seed)")
            let limit = Int256(1000)
            let clamped = try a.divide(x, by: y, scale: 10, limit: limit)
            #expect(clamped.raw == max(-limit, min(limit, result.raw)), "seed \(seed)")
        }
    }

    @Test func divisorsMustBeProvenPositive() throws {
        var a = NativeArithmetic()
        let (one, zero) = (try a.constant(1), try Self.number(0, &a))
        #expect(throws: FixedPointError.self) { try a.divide(one, by: zero, scale: 8, width: nil) }
        #expect(throws: FixedPointError.self) { try a.divide(one, by: zero, scale: 8, limit: 1) }
        #expect(throws: FixedPointError.self) { try FixedFunctions.division(.one, by: .zero, shift: 0) }
    }

    @Test func squareRootsRoundDown() throws {
        for seed in UInt64(1)...300 {
            var (bits, a) = (SeededBits(seed), NativeArithmetic())
            let x = try a.input(Int128(bits.word() >> 8), InputSpecification("x", .unsigned(bits: 56), scale: 20, visibility: .secret))
            for scale in [5, 10, 30] {
                let result = try a.sqrt(x, scale: scale)
                let proof = try FixedFunctions.squareRoot(x.raw, scale: 20, outputScale: scale)
                #expect(result.raw == proof.root && !proof.above.isNegative && !proof.below.isNegative, "seed \(seed)")
                #expect(result.bounds.contains(result.raw), "seed \(seed)")
            }
        }
        var a = NativeArithmetic()
        let negative = try Self.number(-1, &a)
        #expect(throws: FixedPointError.self) { try a.sqrt(negative, scale: 4) }
    }

    // MARK: Functions

    @Test func constantsFoldToWhatInputsGive() throws {
        var a = NativeArithmetic()
        for raw in [1, 77, 12345, 1 << 30] {
            let input = try a.input(Int128(raw), InputSpecification("x", .unsigned(bits: 32), scale: 20, visibility: .secret))
            let constant = try a.constant(Int256(raw), scale: 20)
            let (x, y) = (try a.ln(input), try a.ln(constant))
            let scale = max(x.scale, y.scale)
            let difference = try a.subtract(a.rescale(x, to: scale), a.rescale(y, to: scale)).raw
            // A constant may use a shorter mantissa: equal to well within the stated error.
            #expect(difference.magnitudeBits < scale - 40)
            #expect(try a.sqrt(input, scale: 30).raw == a.sqrt(constant, scale: 30).raw)
        }
        #expect(try a.exp(a.constant(0)).raw == .one)
        #expect(a.ledger.limbs["logarithm"] == 4 * 4)
    }

    @Test func logarithmOfZeroIsAnErrorWithItsBound() throws {
        var a = NativeArithmetic()
        let zero = try a.input(0, InputSpecification("x", .unsigned(bits: 32), visibility: .secret))
        #expect(throws: FixedPointError.outOfRange(operation: "ln", value: 0, lower: 1, upper: .powerOfTwo(39) - .one, scale: 0)) {
            try a.ln(zero)
        }
        let signed = try Self.number(5, &a)
        #expect(throws: FixedPointError.self) { try a.ln(signed) }
    }

    @Test func normalRefusesWhatItsTableDoesNotReach() throws {
        #expect(throws: FixedPointError.self) { try FixedFunctions.normal(.powerOfTwo(48)) }
        #expect(throws: FixedPointError.self) { try FixedFunctions.normal(-.powerOfTwo(48) - .one) }
        #expect(try FixedFunctions.normal(-.powerOfTwo(48)).distribution == .zero)
        #expect(try FixedFunctions.normal(.powerOfTwo(48) - .one).distribution == .powerOfTwo(144))
    }

    @Test func normalIsSymmetricAndRisesWithinItsError() throws {
        var bits = SeededBits(9)
        let one = Int256.powerOfTwo(144)
        for round in 0..<4000 {
            let x = bits.integer(bits: 47)
            let here = try FixedFunctions.normal(x)
            let mirrored = try FixedFunctions.normal(-x - .one)
            #expect(here.distribution + mirrored.distribution == one && here.density == mirrored.density, "seed 9, round \(round)")
            let later = try FixedFunctions.normal(x + (bits.integer(bits: 30).magnitude.low == 0 ? .one : .powerOfTwo(20)))
            // Two errors of 4e-12 at most: below 2^-36.
            #expect(later.distribution - here.distribution > -Int256.powerOfTwo(144 - 36), "seed 9, round \(round)")
        }
    }

    @Test func logarithmAndExponentialRiseWithinTheirErrors() throws {
        var (bits, a) = (SeededBits(10), NativeArithmetic())
        for round in 0..<1000 {
            let raw = Int128(bits.word() >> 34) + 1
            let width = InputSpecification("x", .unsigned(bits: 32), scale: 29, visibility: .secret)
            let (x, y) = (try a.input(raw, width), try a.input(raw + 1, width))
            #expect(try a.ln(y).raw - a.ln(x).raw > -Int256.powerOfTwo(112 - 40), "seed 10, round \(round)")
            #expect(try a.exp(y).raw > a.exp(x).raw, "seed 10, round \(round)")
        }
    }

    @Test func saturatingExponentialIsZeroFarDown() throws {
        var a = NativeArithmetic()
        let far = try Self.number(-1000 << 20, scale: 20, bits: 40, &a)
        let bounded = try a.narrow(far, lower: -(Int256(1 << 39)), upper: Int256(5) << 20, "x")
        #expect(try a.expSaturating(bounded).raw == .zero)
        let near = try a.narrow(Self.number(0, scale: 20, bits: 40, &a), lower: -(Int256(1 << 39)), upper: Int256(5) << 20, "x")
        let one = try a.expSaturating(near)
        let error = one.raw - .powerOfTwo(one.scale)
        #expect(error.magnitudeBits < one.scale - 43)
    }
}
