import Parallel

/// The subgroup ⟨ω⟩ of F* of order n = 2^k and the transforms over it.
///
/// Values are in natural order: entry i belongs to the point ω^i, or shift·ω^i on a coset. A transform of n elements
/// costs n·k/2 multiplications; transforms of 2¹⁴ elements or more use all threads, many columns at once use one thread a column.
public struct EvaluationDomain: Sendable {
    /// k.
    public let logSize: Int
    /// n = 2^k.
    public let size: Int
    public let omega: Fr
    public let omegaInverse: Fr
    /// 1/n.
    public let sizeInverse: Fr
    /// ω_h^0 … ω_h^(h−1) with ω_h of order 2h at h − 1 … 2h − 2, for h = 1, 2, 4 … n/2: each level reads its own run.
    let twiddles: [Fr]
    let laneTwiddles: LaneTwiddles?

    /// - Precondition: 0 ≤ logSize ≤ 28.
    public init(logSize: Int) {
        precondition(logSize >= 0 && logSize <= Fr.twoAdicity, "no domain of size 2^\(logSize)")
        self.logSize = logSize
        size = 1 << logSize
        omega = .rootOfUnity(logSize: logSize)
        omegaInverse = size == 1 ? .one : omega.pow(UInt64(size - 1))
        sizeInverse = (0..<logSize).reduce(Fr.one) { value, _ in value * EvaluationDomain.half }
        twiddles = EvaluationDomain.makeTwiddles(omega, size)
        laneTwiddles = LaneTwiddles(logSize: logSize, powers: twiddles.suffix(size / 2), shift: .one)
    }

    /// 1/2 = (r + 1)/2.
    private static var half: Fr {
        Fr(reducing: (0xa1f0fac9f8000001, 0x9419f4243cdcb848, 0xdc2822db40c0ac2e, 0x183227397098d014))
    }

    private static func makeTwiddles(_ omega: Fr, _ size: Int) -> [Fr] {
        if size < 2 { return [] }
        var table = [Fr](repeating: .one, count: size - 1)
        var half = size / 2
        var power = Fr.one
        for index in 0..<half {
            table[half - 1 + index] = power
            power *= omega
        }
        // Every smaller level is every other entry of the one above.
        while half > 1 {
            let smaller = half / 2
            for index in 0..<smaller { table[smaller - 1 + index] = table[half - 1 + 2 * index] }
            half = smaller
        }
        return table
    }

    /// ω^i for any integer i, negative ones included.
    public func element(_ index: Int) -> Fr {
        omega.pow(UInt64(index & (size - 1)))
    }

    /// 1, ω … ω^(n−1).
    public var elements: [Fr] {
        let half = twiddles.suffix(size / 2)
        return size == 1 ? [.one] : half + half.map { -$0 }
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

    /// The inverse transform in place.
    func inverseTransform(_ values: UnsafeMutableBufferPointer<Fr>) {
        if Lanes.enabled, let laneTwiddles { return laneTwiddles.inverseTransform(values, sizeInverse: sizeInverse) }
        transform(values)
        scaleReversed(values)
    }

    /// values ← n⁻¹·values with the entries 1 … n − 1 reversed: turns a forward transform into the inverse one.
    private func scaleReversed(_ values: UnsafeMutableBufferPointer<Fr>) {
        values[0] = values[0] * sizeInverse
        if size == 1 { return }
        let middle = size / 2
        values[middle] = values[middle] * sizeInverse
        Parallel.chunks(max(0, middle - 1), minimum: 4096) { range in
            for index in range {
                let low = values[index + 1]
                values[index + 1] = Fr.product(values[size - 1 - index], sizeInverse)
                values[size - 1 - index] = Fr.product(low, sizeInverse)
            }
        }
    }
}
