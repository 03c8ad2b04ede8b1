import BN254

/// Counts how often known fingerprints are asked for. A fingerprint is close to random, so its lowest word is its own hash.
struct FingerprintCounts {
    private let prints: [Fr]
    /// Place of a fingerprint by open addressing; −1 where there is none. At most half full.
    private var slots: [Int32]
    private var ones: [UInt32]
    private var others: [Int: Fr] = [:]
    private let mask: Int

    /// Places are numbered through all columns; of equal fingerprints the first place counts.
    init(_ columns: [ArraySlice<Fr>]) {
        prints = columns.flatMap { $0 }
        var size = 2
        while size < 2 * prints.count { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        ones = [UInt32](repeating: 0, count: prints.count)
        mask = size - 1
        for place in prints.indices {
            let slot = find(prints[place])
            if slots[slot] < 0 { slots[slot] = Int32(truncatingIfNeeded: place) }
        }
    }

    /// The slot that holds this fingerprint or would.
    private func find(_ print: Fr) -> Int {
        var slot = Int(truncatingIfNeeded: print.montgomeryLimbs.0) & mask
        while slots[slot] >= 0, prints[Int(slots[slot])] != print { slot = (slot + 1) & mask }
        return slot
    }

    /// Adds a column of look-ups; those with another fingerprint than the known ones go to `stray` with their row.
    mutating func add(
        prints asked: ArraySlice<Fr>, multiplicities: ArraySlice<Fr>, rows: Int, stray: (Int, Fr, Fr) -> Void
    ) {
        for row in 0..<rows {
            let multiplicity = multiplicities[multiplicities.startIndex + row]
            if multiplicity.isZero { continue }
            let print = asked[asked.startIndex + row]
            let place = Int(slots[find(print)])
            if place < 0 {
                stray(row, print, multiplicity)
            } else if multiplicity == .one {
                ones[place] += 1
            } else {
                others[place, default: .zero] += multiplicity
            }
        }
    }

    /// The sum of the multiplicities of the look-ups of this place.
    func count(at place: Int) -> Fr {
        let whole = Fr(UInt64(ones[place]))
        return others.isEmpty ? whole : whole + others[place, default: .zero]
    }
}
