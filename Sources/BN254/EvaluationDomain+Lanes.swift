import CFieldLanes
import Parallel

/// Factors of the transform over one coset in the lanes' own layout: 200 bytes an element up to 2^12 elements, 40 above.
final class LaneTwiddles: Sendable {
    static let smallestLogSize = 8

    private let logSize: Int
    /// Whether the coset is the domain itself.
    private let isPlain: Bool
    private let sizes: lanes_ntt_sizes
    /// Written in the initializer only, freed with the object.
    nonisolated(unsafe) private let words: UnsafeMutablePointer<UInt64>

    /// - Parameters:
    ///   - powers: ω^0 … ω^(n/2−1).
    ///   - shift: g of the coset g·⟨ω⟩, not zero.
    init?(logSize: Int, powers: some Sequence<Fr>, shift: Fr) {
        guard Lanes.enabled, logSize >= Self.smallestLogSize else { return nil }
        self.logSize = logSize
        isPlain = shift == .one
        sizes = lanes_ntt_sizes_of(UInt32(logSize))
        words = UnsafeMutableRawPointer.allocate(byteCount: sizes.twiddle_words * 8, alignment: 64)
            .bindMemory(to: UInt64.self, capacity: sizes.twiddle_words)
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

    /// On one thread; large ones on all: first the columns, then the pairs of blocks that they leave.
    private func run(_ values: UnsafeMutableBufferPointer<Fr>, scale: UnsafePointer<UInt64>?) {
        let threads = EvaluationDomain.threads(logSize: logSize)
        let (scratchBytes, columnBytes) = (40 << logSize, sizes.column_bytes)
        let target = UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt64.self).baseAddress
        let (log, plain) = (UInt32(logSize), Int32(isPlain ? 1 : 0))
        withAlignedMemory(byteCount: scratchBytes + threads * columnBytes) { scratch in
            let columns = scratch + scratchBytes
            Parallel.stages([sizes.columns, sizes.pairs], threads: threads) { stage, worker, range in
                KernelTimes.count(.transforms) {
                    if stage == 0 {
                        lanes_ntt_columns(
                            target, log, words, plain, scratch, columns + worker * columnBytes, range.lowerBound, range.upperBound)
                    } else {
                        lanes_ntt_pairs(target, log, words, plain, scale, scratch, range.lowerBound, range.upperBound)
                    }
                }
            }
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
