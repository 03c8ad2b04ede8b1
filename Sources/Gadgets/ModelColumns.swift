import BN254
import Constraints
import FixedPointMath

/// The columns, gates and bus interactions of the one table that all models are laid out in. See Docs/circuits.md.
struct ModelColumns: Sendable {
    static let limbCount = 6
    static let valueCount = 5
    /// Bits of value 4, which is the integer that the limbs make up.
    static let limbBits = 48
    /// Limbs of a polynomial's argument: L, H and the index.
    private static let (low, head, index) = (0..<3, 3..<5, 5)
    /// Tag of the look-up table (bytes and coefficients) and of sorting.
    static let lookupTag: UInt32 = 1
    static let sortTag: UInt32 = 2

    /// What a row's value 4 takes part in. The number is its coefficient in the row equation, so selectors of kinds are
    /// polynomials in it.
    enum Kind: Int {
        /// In the row equation.
        case tied = 1
        /// … and value 3 is the highest limb.
        case flag = 2
        /// … and the row sorts.
        case sort = 3
        /// … and the row shows value 4 in the feed column, its lower two bytes in value 2.
        case feed = 4
    }

    // Advice.
    let limbs: [Column]
    let values: [Column]
    /// Market observations, committed without blinding. Nil in a model without feed inputs: the column would be zero, and a proof cannot hold
    /// the commitment to zero, which is the point at infinity.
    let feed: Column?
    let multiplicity: Column

    // Fixed: coefficients of the row equation.
    let product: Column
    let second: Column
    let third: Column
    let constant: Column
    /// 0 or a ``Kind``.
    let kind: Column
    /// Number of the table asked by a look-up row; 0 elsewhere.
    let lookup: Column
    // Fixed: the table.
    let key: Column
    let coefficients: [Column]

    /// Declares everything in `table`. Handles of fixed columns, limbs and values depend on neither the number of public values nor the feed.
    init(in table: inout Table, publicValues: Int, hasFeed: Bool) {
        limbs = (0..<Self.limbCount).map { table.addAdvice("limb \($0)", width: .bits8) }
        values = (0..<Self.valueCount).map { table.addAdvice("value \($0)") }
        feed = hasFeed ? table.addAdvice("feed", width: .bits64, role: .feed) : nil
        multiplicity = table.addAdvice("multiplicity", width: .bits16, role: .multiplicity)
        product = table.addFixed("product")
        second = table.addFixed("second")
        third = table.addFixed("third")
        constant = table.addFixed("constant")
        kind = table.addFixed("kind")
        lookup = table.addFixed("lookup")
        key = table.addFixed("key")
        coefficients = (0..<LookupTable.coefficientCount / 3).map { table.addFixed("coefficient \($0)") }
        addGates(to: &table, instance: publicValues > 0 ? table.addInstance(count: publicValues) : nil)
        addInteractions(to: &table)
        for column in values { table.enableCopies(column) }
    }

    private func addGates(to table: inout Table, instance: Column?) {
        let v = values.map(\.now)
        let k = kind.now
        func integer(_ limbs: Range<Int>) -> Expression { Expression.powers(self.limbs[limbs].map(\.now), base: Fr(256)) }
        func other(_ kinds: Kind...) -> Expression { kinds.reduce(k) { $0 * (k - .integer($1.rawValue)) } }

        let sum = product.now * v[0] * v[1] + second.now * v[2] + third.now * v[3] + constant.now - k * v[4]
        table.addGate(
            "row equation: product·v0·v1 + second·v2 + third·v3 + constant + public value = kind·v4",
            instance.map { sum + $0.now } ?? sum)
        // Keys are not zero in usable rows but the first, and zero in blinding rows.
        table.addGate("range: v4 = Σ limbs·256^i", key.now * (v[4] - integer(0..<Self.limbCount)))
        table.addGate("flag: v3 = limb 5", other(.tied, .sort, .feed) * (v[3] - limbs[Self.index].now))
        if let feed {
            // 1 where kind = 4.
            let showsFeed = other(.tied, .flag, .sort) * (Fr(24 as UInt64).inverse() ?? .zero)
            table.addGate("feed: feed = v4, else 0", feed.now - showsFeed * v[4])
            table.addGate("feed: v2 = the lower two bytes", showsFeed * (v[2] - integer(0..<2)))
        }

        // Polynomials. The row holds c₀…c₃ and the limbs of the argument, the next row c₄, c₅, H² and the result.
        let head = integer(Self.head) - Fr(1 << 15)
        let low = integer(Self.low) * .inversePowerOfTwo(RowLayout.lowWindow)
        let (c4, c5, square, result) = (values[0].next, values[1].next, values[2].next, values[3].next)
        let cube = square * head
        // 8 leading bits of L, and of H with half a unit added.
        let lowByte = limbs[Self.low.upperBound - 1].now * .inversePowerOfTwo(8)
        let coarse = limbs[Self.head.upperBound - 1].now * Fr(256) - Fr(1 << 15 - 128)
        let main = v[0] + v[1] * head + v[2] * square + v[3] * cube + c5 * (square * square) * coarse
            + c4 * cube * (head + lowByte * Fr(4)) + low * (v[1] + v[2] * head * Fr(2) + v[3] * square * Fr(3))
        table.addGate("square: next v2 = H²", lookup.now * (square - head * head))
        table.addGate("polynomial: next v3 = Σ cᵢ·(H + L)ⁱ to first order in L", lookup.now * (result - main))
    }

    private func addInteractions(to table: inout Table) {
        // In this order the engine packs them into four chunks: each side of sorts with a byte, three bytes, the rest.
        func byte(_ index: Int) { table.send("byte \(index)", tag: Self.lookupTag, [limbs[index].now]) }
        // Not zero where kind = 3, and where it is 4: feed rows send and receive the same.
        let k = kind.now
        let isSort = k * (k - .integer(Kind.tied.rawValue)) * (k - .integer(Kind.flag.rawValue))
        // Rows of one sort share the coefficient `third`, which no other sort has.
        table.send("sort from", tag: Self.sortTag, [third.now, values[0].now * values[1].now], multiplicity: isSort)
        byte(0)
        table.receive("sort to", tag: Self.sortTag, [third.now, values[3].now], multiplicity: isSort)
        byte(1)
        for index in 2..<Self.limbCount { byte(index) }
        // Sent `lookup` times, so that one column is both selector and table number.
        table.send(
            "coefficients", tag: Self.lookupTag,
            [limbs[Self.index].now + lookup.now * Fr(256)] + (0..<4).map { values[$0].now } + [values[0].next, values[1].next],
            multiplicity: lookup.now)
        table.receiveCounted(
            "table", tag: Self.lookupTag,
            [key.now] + coefficients.map(\.now) + coefficients.map(\.previous) + coefficients.map(\.next), counter: multiplicity)
    }
}

extension Fr {
    /// 2^exponent, 0 ≤ exponent.
    static func powerOfTwo(_ exponent: Int) -> Fr {
        exponent < 64 ? Fr(UInt64(1) << UInt64(exponent)) : Fr(2 as UInt64).pow(UInt64(exponent))
    }

    /// 2^(−exponent) in the field.
    static func inversePowerOfTwo(_ exponent: Int) -> Fr { half.pow(UInt64(exponent)) }

    /// (r + 1)/2
    private static let half = Fr(2 as UInt64).inverse() ?? .zero

    /// Negative integers become r − |v|.
    init(_ integer: Int256) {
        let magnitude = Fr(reducing: integer.magnitudeWords)
        self = integer.isNegative ? -magnitude : magnitude
    }
}
