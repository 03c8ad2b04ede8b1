import CFieldLanes
import Parallel

/// Multiples 2^(c·w)·P of bases that many commitments share, so that all windows of all scalars fall into one set of
/// buckets: n·⌈254/c⌉ batch-affine additions for n full scalars. In eight lanes or portable, as the kernels in use when it is made; the two forms
/// differ in how points are held.
public struct MultiplesTable: Sendable {
    private let count: Int
    private let windowBits: Int
    private let windows: Int
    /// Point w·count + i: eight words, x then y, in the lanes' form or in Swift's own.
    private let storage: TableStorage
    /// What the lanes start from; nil in the portable form.
    private let offset: (words: [UInt64], point: G1Affine)?

    /// Where the table of these bases is kept between runs of the program.
    public struct CacheFile: Sendable {
        private let path: String
        let digest: [UInt8]

        /// - Parameters:
        ///   - path: in a folder that exists.
        ///   - digest: 32 bytes that no other bases have.
        public init(path: String, digest: [UInt8]) {
            self.path = path
            self.digest = digest
        }

        /// Each form has a file of its own, so that programs with and without lanes may share a folder.
        package func path(lanes: Bool) -> String { lanes ? path : path + "-portable" }
    }

    /// Nil for fewer than eight bases and where a base is the point at infinity.
    /// - Parameter cache: a file that is mapped where it is whole and of these bases, and written otherwise; nil for none.
    /// - Cost: 254 doublings a base on all threads (about 10 µs a base and core in lanes, 50 µs portable), or a pass over the file; 64 bytes a
    ///   window and base of memory.
    public init?(bases: [G1Affine], cache: CacheFile? = nil) {
        guard bases.count >= 8, bases.count < 1 << 24, !bases.contains(where: \.isInfinity) else { return nil }
        let lanes = Lanes.enabled
        var bits = 8
        while bits < (lanes ? 15 : 16) && (1 << (bits + 1)) <= bases.count { bits += 1 }
        windowBits = bits
        windows = 254 / bits + 1
        count = bases.count
        let words = bases.count * windows * 8
        let header = cache.map { Self.header(lanes: lanes, bits: bits, count: bases.count, digest: $0.digest) } ?? []
        if let cache, let known = TableStorage(path: cache.path(lanes: lanes), header: header, count: words) {
            storage = known
        } else {
            let made = lanes
                ? Self.makeInLanes(bases, bits: bits, windows: windows) : Self.makePortably(bases, bits: bits, windows: windows)
            guard let made else { return nil }
            storage = made
            if let cache { made.write(to: cache.path(lanes: lanes), header: header) }
        }
        if !lanes {
            offset = nil
            return
        }
        // No small combination of anyone's bases: a multiple nobody else has a reason to form.
        let point = (G1Affine.generator * Fr(reducing: (0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89))).affine
        var offset = [UInt64](repeating: 0, count: 8)
        Self.write(point, to: &offset, at: 0)
        Self.widen(&offset)
        self.offset = (offset, point)
    }

    /// `ASSAYMUL`, 1 for the lanes' form and 2 for the portable one, window bits, bases, and the digest.
    private static func header(lanes: Bool, bits: Int, count: Int, digest: [UInt8]) -> [UInt64] {
        func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
            var value: UInt64 = 0
            for byte in bytes { value = value << 8 | UInt64(byte) }
            return value
        }
        let name = word("ASSAYMUL".utf8)
        let words = (0..<4).map { word(digest.dropFirst(8 * $0).prefix(8)) }
        return [name, lanes ? 1 : 2, UInt64(bits), UInt64(count)] + words
    }

    private static func makePortably(_ bases: [G1Affine], bits: Int, windows: Int) -> TableStorage? {
        let count = bases.count
        return TableStorage(count: count * windows * 8) { words in
            words.withMemoryRebound(to: G1Affine.self, capacity: count * windows) { target in
                // In blocks, so that an inversion is shared and the points stay in the cache.
                let block = 256
                Parallel.each((count + block - 1) / block) { index in
                    let range = index * block..<min(count, (index + 1) * block)
                    var points = range.map { G1(bases[$0]) }
                    for window in 0..<windows {
                        if window > 0 {
                            for place in points.indices {
                                for _ in 0..<bits { points[place] = points[place].doubled() }
                            }
                        }
                        for (place, point) in zip(range, G1.batchNormalize(points)) { target[window * count + place] = point }
                    }
                }
            }
            return true
        }
    }

    private static func makeInLanes(_ bases: [G1Affine], bits: Int, windows: Int) -> TableStorage? {
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

    /// Σ scalars[i]·bases[i], on all threads. Nil when more scalars than bases are given and, in lanes, in the rare case that two points to be
    /// added are equal or opposite: use ``MSM`` then.
    public func multiply(_ scalars: [Fr]) -> G1? {
        guard scalars.count <= count else { return nil }
        guard let offset else {
            return storage.words.withMemoryRebound(to: G1Affine.self, capacity: count * windows) { points in
                let multiples = MSM.Multiples(
                    points: UnsafeBufferPointer(start: points, count: count * windows), stride: count, width: windowBits, windows: windows)
                return scalars.withUnsafeBufferPointer { scalars in
                    MSM.compute(scalars, UnsafeBufferPointer(rebasing: multiples.points[..<count]), multiples: multiples)
                }
            }
        }
        let parts = Parallel.mapChunks(scalars.count, minimum: 512) { range in
            KernelTimes.count(.multiScalar) { multiply(scalars, range, offset.words, offset.point) }
        }
        var sum = G1.infinity
        for part in parts {
            guard let part else { return nil }
            sum += part
        }
        return sum
    }

    private func multiply(_ scalars: [Fr], _ range: Range<Int>, _ offset: [UInt64], _ offsetPoint: G1Affine) -> G1? {
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
