import Parallel

/// The subgroup ⟨ω⟩ of F* of order n = 2^k and the transforms over it.
///
/// Values are in natural order: entry i belongs to the point ω^i, or shift·ω^i on a coset. A transform of n elements
/// costs n·k/2 multiplications; transforms of 2¹² elements or more use all threads, many columns at once use one thread a column.
public struct EvaluationDomain: Sendable {
    /// k.
    public let logSize: Int
    /// n = 2^k.
    public let size: Int
    public let omega: Fr
    public let omegaInverse: Fr
    /// 1/n.
    public let sizeInverse: Fr
    /// ω^0 … ω^(n/2−1).
    let powers: [Fr]
    let factors: TransformFactors
    let laneTwiddles: LaneTwiddles?

    /// - Precondition: 0 ≤ logSize ≤ 28.
    public init(logSize: Int) {
        precondition(logSize >= 0 && logSize <= Fr.twoAdicity, "no domain of size 2^\(logSize)")
        self.logSize = logSize
        size = 1 << logSize
        omega = .rootOfUnity(logSize: logSize)
        omegaInverse = size == 1 ? .one : omega.pow(UInt64(size - 1))
        sizeInverse = (0..<logSize).reduce(Fr.one) { value, _ in value * EvaluationDomain.half }
        powers = EvaluationDomain.powers(of: omega, count: size / 2)
        factors = TransformFactors(logSize: logSize, powers: powers, shift: .one, sizeInverse: sizeInverse)
        laneTwiddles = LaneTwiddles(logSize: logSize, powers: powers, shift: .one)
    }

    /// 1/2 = (r + 1)/2.
    private static var half: Fr {
        Fr(reducing: (0xa1f0fac9f8000001, 0x9419f4243cdcb848, 0xdc2822db40c0ac2e, 0x183227397098d014))
    }

    private static func powers(of base: Fr, count: Int) -> [Fr] {
        var power = Fr.one
        return (0..<count).map { _ in
            defer { power *= base }
            return power
        }
    }

    /// ω^i for any integer i, negative ones included.
    public func element(_ index: Int) -> Fr {
        omega.pow(UInt64(index & (size - 1)))
    }

    /// 1, ω … ω^(n−1).
    public var elements: [Fr] {
        size == 1 ? [.one] : powers + powers.map { -$0 }
    }

    /// Coefficients to values at 1, ω, ω² … Shorter input is padded with zeros.
    ///
    /// - Precondition: at most n entries.
    public func fft(_ values: inout [Fr]) {
        pad(&values)
        values.withUnsafeMutableBufferPointer { transform($0) }
    }

    /// Values at 1, ω, ω² … to the coefficients of the polynomial of degree below n.
    ///
    /// - Precondition: at most n entries; missing ones are zero.
    public func inverseFFT(_ values: inout [Fr]) {
        pad(&values)
        values.withUnsafeMutableBufferPointer { inverseTransform($0) }
    }

    /// Coefficients to values at shift·ω^i.
    public func cosetFFT(_ values: inout [Fr], shift: Fr) {
        EvaluationDomain.scaleByPowers(&values, shift)
        fft(&values)
    }

    /// Values at shift·ω^i to coefficients.
    ///
    /// - Precondition: shift ≠ 0.
    public func inverseCosetFFT(_ values: inout [Fr], shift: Fr) {
        guard let inverse = shift.inverse() else { preconditionFailure("a coset has a non-zero shift") }
        inverseFFT(&values)
        EvaluationDomain.scaleByPowers(&values, inverse)
    }

    /// `fft` of every column.
    public func fft(columns: inout [[Fr]]) { eachColumn(&columns) { fft(&$0) } }
    /// `inverseFFT` of every column.
    public func inverseFFT(columns: inout [[Fr]]) { eachColumn(&columns) { inverseFFT(&$0) } }
    /// `cosetFFT` of every column.
    public func cosetFFT(columns: inout [[Fr]], shift: Fr) { eachColumn(&columns) { cosetFFT(&$0, shift: shift) } }
    /// `inverseCosetFFT` of every column.
    public func inverseCosetFFT(columns: inout [[Fr]], shift: Fr) {
        eachColumn(&columns) { inverseCosetFFT(&$0, shift: shift) }
    }

    /// values[i] ← values[i]·factor^i.
    public static func scaleByPowers(_ values: inout [Fr], _ factor: Fr) {
        if factor == .one { return }
        values.withUnsafeMutableBufferPointer { buffer in
            Parallel.chunks(buffer.count, minimum: 4096) { range in
                var power = factor.pow(UInt64(range.lowerBound))
                if Lanes.enabled { return scaleByPowersInLanes(.init(rebasing: buffer[range]), power, factor) }
                for index in range {
                    buffer[index] = Fr.product(buffer[index], power)
                    power = Fr.product(power, factor)
                }
            }
        }
    }

    private func eachColumn(_ columns: inout [[Fr]], _ body: (inout [Fr]) -> Void) {
        columns.withUnsafeMutableBufferPointer { buffer in
            // Enough columns for all threads: each is then done on one.
            let alone = buffer.count >= Parallel.threads
            Parallel.each(buffer.count) { index in
                if alone { Parallel.serially { body(&buffer[index]) } } else { body(&buffer[index]) }
            }
        }
    }

    private func pad(_ values: inout [Fr]) {
        precondition(values.count <= size, "\(values.count) values on a domain of \(size)")
        if values.count < size { values.append(contentsOf: repeatElement(.zero, count: size - values.count)) }
    }

    /// How many threads one transform uses: below 2¹² elements another one costs what it saves.
    static func threads(logSize: Int) -> Int { logSize < 12 ? 1 : Parallel.threads }

    /// The forward transform in place.
    func transform(_ values: UnsafeMutableBufferPointer<Fr>) {
        if Lanes.enabled, let laneTwiddles { return laneTwiddles.transform(values) }
        factors.transform(values)
    }

    /// The inverse transform in place.
    func inverseTransform(_ values: UnsafeMutableBufferPointer<Fr>) {
        if Lanes.enabled, let laneTwiddles { return laneTwiddles.inverseTransform(values, sizeInverse: sizeInverse) }
        factors.transform(values, inverse: true)
    }
}
