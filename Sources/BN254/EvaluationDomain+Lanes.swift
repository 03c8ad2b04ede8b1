import CFieldLanes
import Parallel

/// Factors of the transform over one coset in the lanes' own layout: 80 bytes an element.
final class LaneTwiddles: Sendable {
    static let smallestLogSize = 6

    private let logSize: Int
    /// Whether the coset is the domain itself.
    private let isPlain: Bool
    /// Written in the initializer only, freed with the object.
    nonisolated(unsafe) private let words: UnsafeMutablePointer<UInt64>

    /// - Parameters:
    ///   - powers: ω^0 … ω^(n/2−1).
    ///   - shift: g of the coset g·⟨ω⟩, not zero.
    init?(logSize: Int, powers: some Sequence<Fr>, shift: Fr) {
        guard Lanes.enabled, logSize >= Self.smallestLogSize else { return nil }
        self.logSize = logSize
        isPlain = shift == .one
        let count = lanes_ntt_twiddle_words(UInt32(logSize))
        words = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
            .bindMemory(to: UInt64.self, capacity: count)
        // g^(n/2) … g².
        var shifts = [shift]
        for _ in 1..<logSize { shifts.append(shifts[shifts.count - 1].squared()) }
        shifts.reverse()
        Array(powers).withUnsafeBytes { powers in
            shifts.withUnsafeBytes { shifts in
                lanes_ntt_prepare(
                    words, powers.bindMemory(to: UInt64.self).baseAddress, shifts.bindMemory(to: UInt64.self).baseAddress,
                    UInt32(logSize))
            }
        }
    }

    deinit { words.deallocate() }

    /// Coefficients to values on the coset, natural order in and out.
    func transform(_ values: UnsafeMutableBufferPointer<Fr>) { run(values, scale: nil) }

    /// Values on the domain to coefficients; for the domain itself only.
    func inverseTransform(_ values: UnsafeMutableBufferPointer<Fr>, sizeInverse: Fr) {
        withUnsafeBytes(of: sizeInverse) { run(values, scale: $0.bindMemory(to: UInt64.self).baseAddress) }
    }

    /// On one thread; large ones on two: the first stage a half each, then the two halves that it leaves.
    private func run(_ values: UnsafeMutableBufferPointer<Fr>, scale: UnsafePointer<UInt64>?) {
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: 40 << logSize, alignment: 64)
        defer { scratch.deallocate() }
        let target = UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt64.self).baseAddress
        let (log, plain) = (UInt32(logSize), Int32(isPlain ? 1 : 0))
        if logSize < 12 || Parallel.threads == 1 {
            return KernelTimes.count(.transforms) { lanes_ntt(target, log, words, plain, scale, scratch) }
        }
        let half = (1 << logSize) / 16
        Parallel.chunks(half) { range in
            KernelTimes.count(.transforms) { lanes_ntt_first(target, log, words, plain, scratch, range.lowerBound, range.upperBound) }
        }
        Parallel.each(2) { part in
            KernelTimes.count(.transforms) { lanes_ntt_half(target, log, words, plain, scale, scratch, part) }
        }
    }
}

extension EvaluationDomain {
    /// values[i] ← values[i]·start·factor^i in lanes.
    static func scaleByPowersInLanes(_ values: UnsafeMutableBufferPointer<Fr>, _ start: Fr, _ factor: Fr) {
        withUnsafeBytes(of: start) { start in
            withUnsafeBytes(of: factor) { factor in
                lanes_fr_scale_by_powers(
                    UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt64.self).baseAddress, values.count,
                    start.bindMemory(to: UInt64.self).baseAddress, factor.bindMemory(to: UInt64.self).baseAddress)
            }
        }
    }
}
