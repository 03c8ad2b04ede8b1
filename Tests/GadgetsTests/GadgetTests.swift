import BN254
import CircuitBuilder
import Constraints
import FixedPointMath
import Foundation
import Gadgets
import TestSupport
import Testing

/// Every gadget: equal to the native back end on random and edge inputs, of one shape, with no free cell, at its pinned size.
@Suite struct GadgetTests {
    static let all: [any Gadget] = [
        RangeGadget(bits: 8, isSigned: false, visibility: .feed), RangeGadget(bits: 16, isSigned: true, visibility: .feed),
        RangeGadget(bits: 24, isSigned: false, visibility: .secret), RangeGadget(bits: 32, isSigned: false, visibility: .public),
        RangeGadget(bits: 56, isSigned: true, visibility: .feed), RangeGadget(bits: 64, isSigned: true, visibility: .feed),
        RangeGadget(bits: 120, isSigned: false, visibility: .secret),
        ExactGadget(), DotProductGadget(),
        RoundGadget(shift: 1, width: nil), RoundGadget(shift: 7, width: nil), RoundGadget(shift: 48, width: nil),
        RoundGadget(shift: 56, width: .signed(bits: 48)), RoundGadget(shift: 61, width: .unsigned(bits: 56)),
        RoundGadget(shift: 112, width: nil), WideRoundGadget(),
        DivideGadget(), ClampedDivideGadget(), SquareRootGadget(scale: 30), SquareRootGadget(scale: 48), SquareRootGadget(scale: 10),
        ComparisonGadget(), BooleanGadget(), OneHotGadget(count: 2), OneHotGadget(count: 6), RequirementGadget(),
        SortGadget(count: 2), SortGadget(count: 3), SortGadget(count: 5), SortGadget(count: 9), MedianGadget(count: 3), MedianGadget(count: 9),
        LogarithmGadget(bits: 24), LogarithmGadget(bits: 32), LogarithmGadget(bits: 56),
        ExponentialGadget(), SaturatingExponentialGadget(), NormalGadget(hasDensity: false), NormalGadget(hasDensity: true),
    ]

    @Test(arguments: all.indices) func equalsNative(_ index: Int) throws {
        let gadget = Self.all[index]
        let seed = 0x6ad9_e700 + UInt64(index)
        var generator = SeededGenerator(seed: seed)
        let model = try gadget.compile(gadget.edges[0])
        let cases = gadget.edges + (0..<60).map { _ in gadget.random(&generator) }
        for (number, values) in cases.enumerated() {
            let context = "\(gadget.name) \(values), seed \(seed)"
            switch gadget.native(values) {
            case .failure(let expected):
                #expect(throws: expected, "\(context)") { try model.witness { try gadget.run(&$0, values) } }
            case .success(let expected):
                let witness = try model.witness { try gadget.run(&$0, values) }
                let got = witness.publicInputs.map(\.canonicalLimbs)
                let wanted = expected.map { ($0.isNegative ? -Fr(reducing: $0.magnitudeWords) : Fr(reducing: $0.magnitudeWords)).canonicalLimbs }
                #expect(got.elementsEqual(wanted, by: ==), "\(context)")
                guard number < gadget.edges.count || number % 8 == 0 else { continue }
                let failures = SatisfactionChecker.check(circuit: model.circuit, witness: witness, regions: [model.regions])
                #expect(failures.isEmpty, "\(context): \(failures.first.map(\.description) ?? "")")
            }
        }
    }

    @Test(arguments: all.indices) func noCellIsFree(_ index: Int) throws {
        let gadget = Self.all[index]
        var generator = SeededGenerator(seed: 0xfa17 + UInt64(index))
        let model = try gadget.compile(gadget.edges[0])
        for values in gadget.edges.prefix(3) {
            guard case .success = gadget.native(values) else { continue }
            let witness = try model.witness { try gadget.run(&$0, values) }
            var injector = FaultInjector(circuit: model.circuit, witness: witness, regions: [model.regions])
            let free = injector.survey(table: 0, cells: model.assignedCells, using: &generator)
            #expect(free.isEmpty, "\(gadget.name) \(values): \(free.prefix(5).map(\.description))")
        }
    }

    @Test(arguments: all.indices) func shapeDoesNotDependOnInputs(_ index: Int) throws {
        let gadget = Self.all[index]
        var generator = SeededGenerator(seed: 0x5a9e + UInt64(index))
        let first = try gadget.compile(gadget.edges[0])
        let others = gadget.edges.dropFirst() + (0..<4).map { _ in gadget.random(&generator) }
        for values in others {
            guard case .success = gadget.native(values) else { continue }
            let other = try gadget.compile(values)
            #expect(
                other.circuit.system == first.circuit.system && other.circuit.fixed == first.circuit.fixed
                    && other.circuit.copies == first.circuit.copies, "\(gadget.name) \(values)")
        }
    }

    /// A changed size is no fault, but it must be meant: the file is the record. With ASSAY_UPDATE_PINNED set, prints it anew.
    @Test func sizesArePinned() throws {
        let url = try #require(Bundle.module.url(forResource: "gadgets", withExtension: "txt", subdirectory: "Pinned"))
        let pinned = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        let empty = try CompiledModel { _ = try $0.constant(0) }.rowCount
        let actual = try Self.all.map { gadget in
            let model = try gadget.compile(gadget.edges[0])
            let limbs = model.assignedCells.filter { $0.column.index < 6 }.count
            return "\(gadget.name): \(model.rowCount - empty) rows, \(limbs) limbs, \(model.assignedCells.count) cells"
        }
        if ProcessInfo.processInfo.environment["ASSAY_UPDATE_PINNED"] != nil { print(actual.joined(separator: "\n")) }
        #expect(actual == pinned)
    }
}
