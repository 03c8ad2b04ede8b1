import CFieldLanes

/// Twiddle factors in the lanes' own layout, made once a domain.
final class LaneTwiddles: Sendable {
    static let smallestLogSize = 6

    private let logSize: Int
    /// Written in the initializer only, freed with the object.
    nonisolated(unsafe) private let words: UnsafeMutablePointer<UInt64>

    /// - Parameter powers: ω^0 … ω^(n/2−1).
    init?(logSize: Int, powers: [Fr]) {
        guard Lanes.enabled, logSize >= Self.smallestLogSize else { return nil }
        self.logSize = logSize
        let count = lanes_ntt_twiddle_words(UInt32(logSize))
        words = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
            .bindMemory(to: UInt64.self, capacity: count)
        powers.withUnsafeBytes {
            lanes_ntt_prepare(words, $0.bindMemory(to: UInt64.self).baseAddress, UInt32(logSize))
        }
    }

    deinit { words.deallocate() }

    /// The forward transform, natural order in and out.
    func transform(_ values: UnsafeMutableBufferPointer<Fr>) {
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: 40 << logSize, alignment: 64)
        defer { scratch.deallocate() }
        lanes_ntt(
            UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt64.self).baseAddress, UInt32(logSize), words, scratch)
    }
}

extension EvaluationDomain {
    /// values[i] ← values[i]·factor^i in lanes.
    static func scaleByPowersInLanes(_ values: UnsafeMutableBufferPointer<Fr>, _ factor: Fr) {
        withUnsafeBytes(of: factor) { factor in
            lanes_fr_scale_by_powers(
                UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt64.self).baseAddress, values.count,
                factor.bindMemory(to: UInt64.self).baseAddress)
        }
    }
}
