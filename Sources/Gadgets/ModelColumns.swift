import BN254
import Constraints
import FixedPointMath

/// The columns, gates and bus interactions of the one table that all models are laid out in. See Docs/circuits.md.
struct ModelColumns: Sendable {
    static let limbCount = 6
    static let valueCount = 5
    /// Limb groups with a weight of their own: 3, 2 and 1 bytes, so that every size from 1 to 6 is a sum of them. In a
    /// look-up row they are L, H and the index.
    static let chunks = [0..<3, 3..<5, 5..<6]
    /// Tag of the look-up table (bytes and coefficients) and of sorting.
    static let lookupTag: UInt32 = 1
    static let sortTag: UInt32 = 2

    // Advice.
    let limbs: [Column]
    let values: [Column]
    let feed: Column
    let multiplicity: Column

    // Fixed: coefficients of the row equation.
    let product: Column
    let second: Column
    let third: Column
    let fourth: Column
    let constant: Column
    /// Where not zero, value 4 times this is the weighted sum of the limbs. 2: and value 3 is a bit. 3: and value 3 is the row's
    /// public value.
    let ranged: Column
    let weights: [Column]
    // Fixed: row kinds.
    /// Number of the table asked by a look-up row; 0 elsewhere.
    let lookup: Column
    /// 4 on look-ups of the normal distribution, whose polynomials have two more terms; 0 elsewhere.
    let extended: Column
    /// 1 in rows that sort, 2 in rows that show the feed.
    let kind: Column
    // Fixed: the table. A key and six coefficients a row.
    let key: Column
    let coefficients: [Column]

    /// Declares everything in `table`. Handles do not depend on the number of public values.
    init(in table: inout Table, publicValues: Int) {
        limbs = (0..<Self.limbCount).map { table.addAdvice("limb \($0)", width: .bits8) }
        values = (0..<Self.valueCount).map { table.addAdvice("value \($0)") }
        feed = table.addAdvice("feed", width: .bits64, role: .feed)
        multiplicity = table.addAdvice("multiplicity", width: .bits16, role: .multiplicity)
        product = table.addFixed("product")
        second = table.addFixed("second")
        third = table.addFixed("third")
        fourth = table.addFixed("fourth")
        constant = table.addFixed("constant")
        ranged = table.addFixed("ranged")
        weights = (0..<Self.chunks.count).map { table.addFixed("weight \($0)") }
        lookup = table.addFixed("lookup")
        extended = table.addFixed("extended")
        kind = table.addFixed("kind")
        key = table.addFixed("key")
        coefficients = (0..<LookupTable.coefficientCount).map { table.addFixed("coefficient \($0)") }
        addGates(to: &table, instance: publicValues > 0 ? table.addInstance(count: publicValues) : nil)
        addInteractions(to: &table)
        for column in values { table.enableCopies(column) }
    }

    private func addGates(to table: inout Table, instance: Column?) {
        let v = values.map(\.now)
        table.addGate(
            "row equation: product·v0·v1 + second·v2 + third·v3 + fourth·v4 + constant = 0",
            product.now * v[0] * v[1] + second.now * v[2] + third.now * v[3] + fourth.now * v[4] + constant.now)
        let weighted = zip(weights, Self.chunks).map { weight, chunk in
            weight.now * Expression.powers(limbs[chunk].map(\.now), base: Fr(256))
        }
        table.addGate(
            "range: ranged·v4 = Σ weight·limbs", weighted.reduce(ranged.now * v[4]) { $0 - $1 })
        let (r, two, three) = (ranged.now, Expression.integer(2), Expression.integer(3))
        table.addGate("bit: v3·(v3 − 1) = 0 where ranged = 2", r * (r - .one) * (r - three) * (v[3] * (v[3] - .one)))
        if let instance {
            table.addGate("public: v3 = public value where ranged = 3", r * (r - .one) * (r - two) * (v[3] - instance.now))
        }
        let showsFeed = kind.now * (kind.now - .one) * (Fr(2 as UInt64).inverse() ?? .zero)
        table.addGate("feed: feed = v4 where kind = 2, else 0", feed.now - showsFeed * v[4])

        // Polynomials. The row holds c₀…c₃ and the limbs of the argument, the next row c₄, c₅, H² and the result.
        let head = Expression.powers(limbs[Self.chunks[1]].map(\.now), base: Fr(256)) - Fr(1 << 15)
        let low = Expression.powers(limbs[Self.chunks[0]].map(\.now), base: Fr(256)) * .inversePowerOfTwo(RowLayout.lowWindow)
        let (c4, c5, square, result) = (values[0].next, values[1].next, values[2].next, values[3].next)
        let main = v[0] + v[1] * head + v[2] * square + v[3] * (square * head) + c4 * (square * square)
            + low * (v[1] + v[2] * head * Fr(2) + v[3] * square * Fr(3))
        let extra = c4 * (square * head) * low * Fr(4) + c5 * (square * square) * head
        // Look-ups of powers of two (number 4) have no polynomial.
        let selector = lookup.now * (Expression.constant(Fr(4)) - lookup.now)
        table.addGate("square: next v2 = H²", selector * (square - head * head))
        table.addGate(
            "polynomial: next v3 = Σ cᵢ·(Hⁱ + i·Hⁱ⁻¹·L)", selector * (result - main) - extended.now * extra)
    }

    private func addInteractions(to table: inout Table) {
        // In this order the engine packs them into four chunks: three bytes, three bytes, both sides of sorts, the rest.
        for (index, limb) in limbs.enumerated() { table.send("byte \(index)", tag: Self.lookupTag, [limb.now]) }
        let isSort = kind.now * (Expression.integer(2) - kind.now)
        // Rows of one sort share the coefficient `third`, which no other sort has.
        table.send(
            "sort from", tag: Self.sortTag, [third.now, values[0].now * values[1].now], multiplicity: isSort)
        table.receive("sort to", tag: Self.sortTag, [third.now, values[3].now], multiplicity: isSort)
        // Sent `lookup` times, so that one column is both selector and table number.
        table.send(
            "coefficients", tag: Self.lookupTag,
            [limbs[5].now + lookup.now * Fr(256)] + (0..<4).map { values[$0].now } + [values[0].next, values[1].next],
            multiplicity: lookup.now)
        table.receiveCounted(
            "table", tag: Self.lookupTag, [key.now] + coefficients.map(\.now), counter: multiplicity)
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
