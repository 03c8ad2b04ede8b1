import BN254
import Constraints
import ProofVerifier

extension ContractWriter {
    /// Fills the words that are inverted together. A zero among them is a degenerate challenge, which `invertAll` refuses.
    func writeDenominators(_ writer: inout YulWriter) {
        writer.line("/// What is inverted, and the numerators that go with it.")
        writer.block("function denominators()") { writer in
            writer.line(Self.readOrder)
            writer.line("let x := mload(M_X)")
            writer.line("let p := x")
            var logSize = 0
            let x = Yul.reduced("x")
            for height in map.heights {
                while logSize < height {
                    writer.line("p := mulmod(p, p, r)")
                    logSize += 1
                }
                writer.comment("p is x^n for tables of 2^\(height) rows.")
                store(.vanishing(logSize: height), .reduced("p") - .one, &writer)
                let inverse = Fr(1 << height).inverse() ?? .zero
                store(.scaled(logSize: height), (.reduced("p") - .one) * .constant(inverse), &writer)
            }
            store(.x, x, &writer)
            store(.firstRow, x - .one, &writer)
            let packing = layout.packing
            writer.comment("x^(tn), to be divided by x: the shift from one quotient chunk to the next.")
            store(.quotientShift, packing == 1 ? .reduced("p") : .reduced("power(p, \(packing))"), &writer)
            for rows in map.closings { writeClosing(rows, &writer) }
            for column in map.columns { writeColumn(column, &writer) }
            writer.line("let y := mload(M_Y)")
            let power: Yul = switch packing {
            case 1: .reduced("y")
            case 2...4: (1..<packing).reduce(.reduced("y")) { value, _ in value * .reduced("y") }
            default: .reduced("power(y, \(packing))")
            }
            writer.line("let yt := \(power.text)")
            writer.line("mstore(M_Y_POWER, yt)")
            for point in map.openingPoints {
                store(.opening(point), .reduced("yt") - x * .constant(shift(point)), &writer)
            }
            store(.quotient, .reduced("y") - x, &writer)
            for (index, interaction) in system.publicInteractions.enumerated() {
                let tuple = interaction.tuple.map { term -> Yul in
                    switch term {
                    case .constant(let value): .constant(value)
                    case .publicInput(let input): .word(map.inputs + 32 * input)
                    }
                }
                let denominator = denominator(tag: interaction.tag, tuple: tuple) { sum in
                    store(map.scratch, sum, &writer)
                    return sum.stored(at: map.scratch)
                }
                store(.publicInteraction(index), denominator, &writer)
            }
        }
        writer.line("")
    }

    /// Up to this many rows are written out one by one; more go by a loop: less code, twice the gas.
    static let unrolledRows = 24

    /// Product, derivative and rest of closing rows: the template's `closingRows`, written out where there are few.
    private func writeClosing(_ rows: ClosingRows, _ writer: inout YulWriter) {
        let count = rows.blindingRows + 1
        let root = Fr.rootOfUnity(logSize: rows.logSize).inverse() ?? .zero
        writer.comment("The last \(count) of 2^\(rows.logSize) rows")
        writer.block("") { writer in
            if count > Self.unrolledRows {
                writer.line("let product, derivative, rest := closingRows(x, \(Yul.hex(root)), \(count))")
            } else {
                writer.line("let product := 1")
                writer.line("let derivative := 0")
                writer.line("let rest := 0")
                writer.line("let factor := 0")
                let (product, derivative, factor) = (Yul.reduced("product"), Yul.reduced("derivative"), Yul.reduced("factor"))
                for index in 1...count {
                    writer.line("factor := \((Yul.reduced("x") + .constant(-root.pow(UInt64(index)))).text)")
                    if index == count { writer.line("rest := product") }
                    writer.line("derivative := \((derivative * factor + product).reduced.text)")
                    writer.line("product := \((product * factor).text)")
                }
            }
            store(.closing(rows), .reduced("product"), &writer)
            store(.closingDerivative(rows), .reduced("derivative"), &writer)
            store(.closingRest(rows), .reduced("rest"), &writer)
        }
    }

    /// An instance column's sums over its rows: the template's `publicColumn`, written out where there are few.
    private func writeColumn(_ column: PublicColumn, _ writer: inout YulWriter) {
        let root = Fr.rootOfUnity(logSize: system.tables[column.table].logSize)
        let from = map.inputs + 32 * column.inputs.lowerBound
        let to = map.inputs + 32 * column.inputs.upperBound
        writer.comment("Public inputs \(column.inputs.lowerBound) to \(column.inputs.upperBound - 1)")
        writer.block("") { writer in
            if column.inputs.count > Self.unrolledRows {
                writer.line(
                    "let numerator, product, total := publicColumn(x, \(Yul.hex(root)), \(Yul.hex(from)), \(Yul.hex(to)))")
            } else {
                writer.line("let product := 1")
                writer.line("let numerator := 0")
                writer.line("let total := 0")
                writer.line("let factor := 0")
                writer.line("let value := 0")
                let (product, numerator, factor) = (Yul.reduced("product"), Yul.reduced("numerator"), Yul.reduced("factor"))
                for row in 0..<column.inputs.count {
                    writer.line("value := \(Yul.word(from + 32 * row).text)")
                    writer.line("factor := \((Yul.reduced("x") + .constant(-root.pow(UInt64(row)))).text)")
                    writer.line("numerator := addmod(\((numerator * factor).text), \((.reduced("value") * product).text), r)")
                    writer.line("product := \((product * factor).text)")
                    writer.line("total := addmod(total, value, r)")
                }
            }
            store(Inverted.column(column), .reduced("product"), &writer)
            store(Kept.column(column), .reduced("numerator"), &writer)
            store(.columnTotal(column), .reduced("total"), &writer)
        }
    }

    /// All inverses by one (Montgomery's trick): running products forwards, then backwards from the product's inverse.
    func writeInversion(_ writer: inout YulWriter) {
        let places = Array(stride(from: map.inverses.lowerBound, to: map.inverses.upperBound, by: 32))
        func prefix(_ index: Int) -> Yul { .word(index == 1 ? places[0] : map.prefixes + 32 * index) }
        writer.line("/// Replaces what `denominators` left by the inverses.")
        writer.block("function invertAll()") { writer in
            writer.line(Self.readOrder)
            writer.line("let p := \(Yul.word(places[0]).text)")
            for index in places.indices.dropFirst() {
                if index > 1 { store(map.prefixes + 32 * index, .reduced("p"), &writer) }
                writer.line("p := \((.reduced("p") * .word(places[index])).text)")
            }
            writer.line("p := inverseOf(p)")
            writer.line("let next := 0")
            for index in places.indices.dropFirst().reversed() {
                writer.line("next := \((.reduced("p") * .word(places[index])).text)")
                store(places[index], .reduced("p") * prefix(index), &writer)
                writer.line("p := next")
            }
            store(places[0], .reduced("p"), &writer)
        }
        writer.line("")
    }

    /// ω^rotation.
    func shift(_ point: OpeningPoint) -> Fr {
        let omega = Fr.rootOfUnity(logSize: point.logSize)
        return switch point.rotation {
        case 1: omega
        case -1: omega.inverse() ?? .zero
        default: .one
        }
    }

    /// L₀, L_u and Lₐ of each domain, the instance columns at x, the Lagrange weights of each set of points.
    func writeLagrange(_ writer: inout YulWriter) {
        writer.line("/// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).")
        writer.block("function lagrange()") { writer in
            writer.line(Self.readOrder)
            for height in map.heights {
                store(.firstRow(logSize: height), map[Kept.scaled(logSize: height)] * map[.firstRow], &writer)
            }
            for rows in map.closings {
                let scaled = map[Kept.scaled(logSize: rows.logSize)]
                let omega = Fr.rootOfUnity(logSize: rows.logSize)
                let root = omega.pow(UInt64((1 << rows.logSize) - rows.blindingRows - 1))
                let inverse = map[.closing(rows)]
                store(.last(rows), scaled * (map[.closingRest(rows)] * inverse) * .constant(root), &writer)
                // Σ ω^i/(x − ω^i) = x·Σ 1/(x − ω^i) − (b + 1).
                let sum = map[.closingDerivative(rows)] * inverse * .word(map.x)
                    - .constant(Fr(rows.blindingRows + 1))
                store(.active(rows), (.one - scaled * sum).reduced, &writer)
            }
            for column in map.columns {
                let scaled = map[Kept.scaled(logSize: system.tables[column.table].logSize)]
                // Σ value_j·ω^j/(x − ω^j) = x·Σ value_j/(x − ω^j) − Σ value_j.
                let sum = map[Kept.column(column)] * map[Inverted.column(column)] * .word(map.x) - map[.columnTotal(column)]
                store(Kept.column(column), scaled * sum, &writer)
            }
            store(.betaX, .word(map.beta) * .word(map.x), &writer)
            store(.quotientShift, map[.quotientShift] * map[.x], &writer)
            for set in map.pointSets { writeWeights(set, &writer) }
        }
        writer.line("")
    }

    /// 1/Z(y) = Π 1/(Y − p_o), and ℓ_o(Y)/Z(y) = 1/((Y − p_o)·Π_{j≠o}(p_o − p_j)), where p_o − p_j is a constant times x.
    private func writeWeights(_ set: PointSet, _ writer: inout YulWriter) {
        let inverses = set.points.map { map[.opening($0)] }
        store(.scale(set), inverses.dropFirst().reduce(inverses[0], *), &writer)
        let shifts = set.points.map(shift)
        for index in set.points.indices {
            var difference = Fr.one
            var weight = inverses[index]
            for other in set.points.indices where other != index {
                difference = difference * (shifts[index] - shifts[other])
                weight = weight * map[.x]
            }
            store(.weight(set, index), weight * .constant(difference.inverse() ?? .zero), &writer)
        }
    }
}
