import BN254
import Parallel

/// Points as a `.ptau` file holds them.
enum PtauPoints {
    /// The points of G₁ in these bytes, 64 a point: canonical residues, on the curve, not infinity. On all threads.
    ///
    /// - Parameter first: the index of the first point within its section, for the error.
    static func decode(_ bytes: [UInt8], section: PtauSection, first: Int = 0) throws(CeremonyFileError) -> [G1Affine] {
        let count = bytes.count / 64
        var fault: (index: Int, CeremonyFileError.PointFault)?
        let points = [G1Affine](unsafeUninitializedCapacity: count) { buffer, filled in
            let base = buffer.baseAddress
            let faults = bytes.withUnsafeBytes { raw in
                Parallel.mapChunks(count, minimum: 256) { range in
                    var found: (Int, CeremonyFileError.PointFault)?
                    for index in range {
                        let x = coordinate(raw, at: 64 * index)
                        let y = coordinate(raw, at: 64 * index + 32)
                        let point = G1Affine(uncheckedX: x ?? .zero, y: y ?? .zero)
                        base.map { ($0 + index).initialize(to: point) }
                        if found == nil, let problem = problem(point, x == nil || y == nil) { found = (index, problem) }
                    }
                    return found
                }
            }
            fault = faults.lazy.compactMap { $0 }.first
            filled = count
        }
        if let fault { throw .invalidPoint(section, index: first + fault.index, fault.1) }
        return points
    }

    /// One point of G₂ in 128 bytes: canonical, on the twist, in the subgroup, not infinity.
    static func decodeG2(_ bytes: [UInt8], section: PtauSection, index: Int = 0) throws(CeremonyFileError) -> G2Affine {
        let words = bytes.withUnsafeBytes { raw in (0..<4).map { coordinate(raw, at: 32 * $0) } }
        guard let x0 = words[0], let x1 = words[1], let y0 = words[2], let y1 = words[3] else {
            throw .invalidPoint(section, index: index, .coordinateTooLarge)
        }
        let point = G2Affine(uncheckedX: Fq2(x0, x1), y: Fq2(y0, y1))
        if point.isInfinity { throw .invalidPoint(section, index: index, .infinity) }
        guard point.isOnCurve else { throw .invalidPoint(section, index: index, .offCurve) }
        guard point.isInSubgroup else { throw .invalidPoint(section, index: index, .outsideSubgroup) }
        return point
    }

    @inline(__always)
    private static func problem(_ point: G1Affine, _ tooLarge: Bool) -> CeremonyFileError.PointFault? {
        if tooLarge { return .coordinateTooLarge }
        if point.isInfinity { return .infinity }
        return point.isOnCurve ? nil : .offCurve
    }

    /// The stored residue is the very form that `Fq` computes in; nil when it is not below q.
    @inline(__always)
    private static func coordinate(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Fq? {
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8 * index, as: UInt64.self))
        }
        let (a, b) = ((word(0), word(1), word(2), word(3)), Fq.modulus)
        let below = a.3 != b.3 ? a.3 < b.3 : a.2 != b.2 ? a.2 < b.2 : a.1 != b.1 ? a.1 < b.1 : a.0 < b.0
        return below ? Fq(uncheckedMontgomery: a) : nil
    }
}
