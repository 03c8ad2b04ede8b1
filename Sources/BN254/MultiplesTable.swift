import CFieldLanes
import Parallel

/// Multiples 2^(c·w)·P of bases that many commitments share, so that all windows of all scalars fall into one set of
/// buckets: n·⌈254/c⌉ batch-affine additions in eight lanes for n full scalars, one a base for scalars below 2^(c−1).
public struct MultiplesTable: Sendable {
    private let count: Int
    private let windowBits: Int
    private let windows: Int
    /// Point w·count + i: eight words, x then y in the lanes' form.
    private let storage: TableStorage
    private let offset: [UInt64]
    private let offsetPoint: G1Affine

    /// Where the table of these bases is kept between runs of the program.
    public struct CacheFile: Sendable {
        let path: String
        let digest: [UInt8]

        /// - Parameters:
        ///   - path: in a folder that exists.
        ///   - digest: 32 bytes that no other bases have.
        public init(path: String, digest: [UInt8]) {
            self.path = path
            self.digest = digest
        }
    }

    /// Nil where the lanes are not in use or a base is the point at infinity.
    /// - Parameter cache: a file that is mapped where it is whole and of these bases, and written otherwise; nil for none.
    /// - Cost: 254 doublings a base in lanes and on all threads (about 10 µs a base and core), or a pass over the file; 64 bytes a window and
    ///   base of memory.
    public init?(bases: [G1Affine], cache: CacheFile? = nil) {
        guard Lanes.enabled, bases.count >= 8, !bases.contains(where: \.isInfinity) else { return nil }
        var bits = 8
        while bits < 15 && (1 << (bits + 1)) <= bases.count { bits += 1 }
        windowBits = bits
        windows = 254 / bits + 1
        count = bases.count
        let words = bases.count * windows * 8
        let header = cache.map { Self.header(bits: bits, count: bases.count, digest: $0.digest) } ?? []
        if let cache, let known = TableStorage(path: cache.path, header: header, count: words) {
            storage = known
        } else {
            guard let made = Self.make(bases, bits: bits, windows: windows) else { return nil }
            storage = made
            if let cache { made.write(to: cache.path, header: header) }
        }
        // No small combination of anyone's bases: a multiple nobody else has a reason to form.
        let point = (G1Affine.generator * Fr(reducing: (0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89))).affine
        var offset = [UInt64](repeating: 0, count: 8)
        Self.write(point, to: &offset, at: 0)
        Self.widen(&offset)
        self.offset = offset
        offsetPoint = point
    }

    /// `ASSAYMUL`, version, window bits, bases, and the digest.
    private static func header(bits: Int, count: Int, digest: [UInt8]) -> [UInt64] {
        func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
            var value: UInt64 = 0
            for byte in bytes { value = value << 8 | UInt64(byte) }
            return value
        }
        let name = word("ASSAYMUL".utf8)
        let words = (0..<4).map { word(digest.dropFirst(8 * $0).prefix(8)) }
        return [name, 1, UInt64(bits), UInt64(count)] + words
    }

    private static func make(_ bases: [G1Affine], bits: Int, windows: Int) -> TableStorage? {
        var flat = [UInt64](repeating: 0, count: bases.count * 8)
        for (index, base) in bases.enumerated() { write(base, to: &flat, at: index * 8) }
        widen(&flat)
        let (total, wide) = (bases.count, flat)
        return TableStorage(count: total * windows * 8) { target in
            let statuses = Parallel.mapChunks((total + 7) / 8) { blocks in
                let first = blocks.lowerBound * 8
                return lanes_multiples(
                    target, total, first, min(blocks.upperBound * 8, total) - first, wide, UInt32(bits), UInt32(windows))
            }
            return statuses.allSatisfy { $0 == 0 }
        }
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
        let parts = Parallel.mapChunks(scalars.count, minimum: 512) { range in KernelTimes.count(.multiScalar) { multiply(scalars, range) } }
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
                return sums.withUnsafeMutableBufferPointer { sums in
                    lanes_msm_fixed(
                        storage.words, count, range.lowerBound, UInt32(windowBits), UInt32(windows),
                        target.baseAddress, range.count, offset, sums.baseAddress, &segment)
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
