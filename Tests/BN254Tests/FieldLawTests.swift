import BN254
import TestSupport
import Testing

/// The laws of a field, written once for every type that claims to be one.
struct FieldLaws<F: Field> {
    let name: String
    let seed: UInt64
    let location: SourceLocation

    func check(rounds: Int, _ element: (inout SeededGenerator) -> F) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<rounds {
            let a = element(&generator), b = element(&generator), c = element(&generator)
            holds(a + b == b + a, "a + b = b + a", round)
            holds((a + b) + c == a + (b + c), "(a + b) + c = a + (b + c)", round)
            holds(a * b == b * a, "a·b = b·a", round)
            holds((a * b) * c == a * (b * c), "(a·b)·c = a·(b·c)", round)
            holds(a * (b + c) == a * b + a * c, "a·(b + c) = a·b + a·c", round)
            holds(a + .zero == a && a * .one == a && (a * .zero).isZero, "neutral elements", round)
            holds((a - a).isZero && a + (-a) == .zero && a - b == a + (-b), "negation", round)
            holds(a.squared() == a * a && a.doubled() == a + a, "squared and doubled", round)
            holds(a.pow(5) == a * a * a * a * a && a.pow(0) == .one && a.pow(1) == a, "powers", round)
            if a.isZero {
                holds(a.inverse() == nil, "zero has no inverse", round)
            } else {
                holds(a.inverse().map { $0 * a } == .one, "a·a⁻¹ = 1", round)
            }
            var d = a
            d += b
            d -= c
            d *= b
            holds(d == (a + b - c) * b, "assignment operators", round)
        }
        var many = (0..<40).map { $0 % 7 == 3 ? F.zero : element(&generator) }
        let originals = many
        F.batchInvert(&many)
        for (value, original) in zip(many, originals) {
            holds(value == original.inverse() ?? .zero, "batch inversion equals inversion, zeros stay", rounds)
        }
        var none: [F] = []
        F.batchInvert(&none)
        holds(none.isEmpty, "batch inversion of nothing", rounds)
    }

    private func holds(_ condition: Bool, _ law: String, _ round: Int) {
        if !condition { Issue.record("\(name): \(law) fails in round \(round) of seed \(seed)", sourceLocation: location) }
    }
}

@Suite struct FieldLawTests {
    private func laws<F: Field>(
        _ rounds: Int, _ seed: UInt64, at location: SourceLocation = #_sourceLocation, _ element: (inout SeededGenerator) -> F
    ) {
        FieldLaws<F>(name: "\(F.self)", seed: seed, location: location).check(rounds: rounds, element)
    }

    @Test func scalarField() { laws(2000, 1) { Fr.biased(using: &$0) } }
    @Test func baseField() { laws(2000, 2) { Fq.biased(using: &$0) } }
    @Test func quadraticExtension() { laws(500, 3) { Fq2.biased(using: &$0) } }
    @Test func sexticExtension() { laws(200, 4) { Fq6.biased(using: &$0) } }
    @Test func dodecicExtension() { laws(100, 5) { Fq12.biased(using: &$0) } }

    @Test func squareRoots() {
        var generator = SeededGenerator(seed: 6)
        var squares = 0
        for _ in 0..<100 {
            let a = Fq.biased(using: &generator)
            #expect(a.squared().squareRoot().map { $0 == a || $0 == -a } == true, "seed 6")
            if let root = a.squareRoot() { #expect(root.squared() == a) }
            let b = Fq2.biased(using: &generator)
            #expect(b.squared().squareRoot().map { $0 == b || $0 == -b } == true, "seed 6, \(b)")
            if let root = b.squareRoot() {
                squares += 1
                #expect(root.squared() == b)
            }
        }
        #expect(squares > 20 && squares < 90)
    }
}
