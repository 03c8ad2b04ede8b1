import CFieldLanes
import Parallel

/// Multiples 2^(c·w)·P of bases that many commitments share, so that all windows of all scalars fall into one set of
/// buckets: n·⌈254/c⌉ batch-affine additions in eight lanes for n full scalars, one a base for scalars below 2^(c−1).
public struct MultiplesTable: Sendable {
    private let count: Int
    private let windowBits: Int
    private let windows: Int
    /// Point w·count + i: eight words, x then y in the lanes' form.
    private let words: [UInt64]
    private let offset: [UInt64]
    private let offsetPoint: G1Affine

    /// Nil where the lanes are not in use or a base is the point at infinity.
    /// - Cost: 254 doublings a base in lanes and on all threads (about 10 ms for 2048 bases on two cores); 64 bytes a
    ///   window and base of memory.
    public init?(bases: [G1Affine]) {
        guard Lanes.enabled, bases.count >= 8, !bases.contains(where: \.isInfinity) else { return nil }
        var bits = 8
        while bits < 15 && (1 << (bits + 1)) <= bases.count { bits += 1 }
        windowBits = bits
        windows = 254 / bits + 1
        count = bases.count
        var flat = [UInt64](repeating: 0, count: bases.count * 8)
        for (index, base) in bases.enumerated() { Self.write(base, to: &flat, at: index * 8) }
        Self.widen(&flat)
        let (windows, total, wide) = (windows, bases.count, flat)
        var failed = false
        words = [UInt64](unsafeUninitializedCapacity: total * windows * 8) { table, initialized in
            let target = table.baseAddress
            let statuses = Parallel.mapChunks((total + 7) / 8) { blocks in
                let first = blocks.lowerBound * 8
                return lanes_multiples(
                    target, total, first, min(blocks.upperBound * 8, total) - first, wide, UInt32(bits), UInt32(windows))
            }
            failed = statuses.contains { $0 != 0 }
            initialized = total * windows * 8
        }
        if failed { return nil }
        // No small combination of anyone's bases: a multiple nobody else has a reason to form.
        let point = (G1Affine.generator * Fr(reducing: (0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89))).affine
        var offset = [UInt64](repeating: 0, count: 8)
        Self.write(point, to: &offset, at: 0)
        Self.widen(&offset)
        self.offset = offset
        offsetPoint = point
    }

    private static func write(_ point: G1Affine, to words: inout [UInt64], at start: Int) {
        let (x, y) = (point.x.montgomeryLimbs, point.y.montgomeryLimbs)
        (words[start], words[start + 1], words[start + 2], words[start + 3]) = x
        (words[start + 4], words[start + 5], words[start + 6], words[start + 7]) = y
    }

    private static func widen(_ words: inout [UInt64]) {
        words.withUnsafeMutableBufferPointer { lanes_fq_widen($0.baseAddress, $0.baseAddress, $0.count / 4) }
    }

    /// Σ scalars[i]·bases[i], on all threads. Nil in the rare case that two points to be added are equal or opposite,
    /// and when more scalars than bases are given: use ``MSM`` then.
    public func multiply(_ scalars: [Fr]) -> G1? {
        guard scalars.count <= count else { return nil }
        let parts = Parallel.mapChunks(scalars.count, minimum: 512) { multiply(scalars, $0) }
        var sum = G1.infinity
        for part in parts {
            guard let part else { return nil }
            sum += part
        }
        return sum
    }

    private func multiply(_ scalars: [Fr], _ range: Range<Int>) -> G1? {
        var integers = [UInt64](repeating: 0, count: range.count * 4)
        var sums = [UInt64](repeating: 0, count: 16 * 16)
        var segment = 0
        let status = scalars.withUnsafeBytes { source in
            integers.withUnsafeMutableBufferPointer { target -> Int32 in
                guard let base = source.baseAddress else { return 0 }
                lanes_fr_decode(
                    target.baseAddress, (base + range.lowerBound * 32).assumingMemoryBound(to: UInt64.self), range.count)
                return words.withUnsafeBufferPointer { table in
                    sums.withUnsafeMutableBufferPointer { sums in
                        lanes_msm_fixed(
                            table.baseAddress, count, range.lowerBound, UInt32(windowBits), UInt32(windows),
                            target.baseAddress, range.count, offset, sums.baseAddress, &segment)
                    }
                }
            }
        }
        guard status == 0 else { return nil }
        let points = (0..<16).map { Self.point(sums, at: $0 * 16) }
        // Σ l·S_l by running sums from the top lane down.
        var (running, weighted) = (G1.infinity, G1.infinity)
        for lane in (1..<8).reversed() {
            running += points[8 + lane]
            weighted += running
        }
        let total = points[0..<8].reduce(G1.infinity, +) - G1(offsetPoint) * Fr(8)
        return total + weighted * Fr(segment)
    }

    /// From X, Y, ZZ, ZZZ with ZZ = z², ZZZ = z³: (X·ZZ², Y·ZZZ², ZZZ) in Jacobian coordinates.
    private static func point(_ words: [UInt64], at start: Int) -> G1 {
        func element(_ index: Int) -> Fq {
            let at = start + 4 * index
            return Fq(uncheckedMontgomery: (words[at], words[at + 1], words[at + 2], words[at + 3]))
        }
        let (zz, zzz) = (element(2), element(3))
        if zz.isZero { return .infinity }
        return G1(x: element(0) * zz.squared(), y: element(1) * zzz.squared(), z: zzz)
    }
}
