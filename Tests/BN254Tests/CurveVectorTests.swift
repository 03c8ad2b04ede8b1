import BN254
import Foundation
import TestSupport
import Testing

/// Points and pairings that other implementations computed: see Vectors/README.md.
@Suite struct CurveVectorTests {
    struct Curve: Decodable, Sendable {
        struct Multiple: Decodable, Sendable { let scalar, g1, g2: String }
        struct PairingValue: Decodable, Sendable { let p, q: String, value: [String] }
        let multiples: [Multiple]
        let pairings: [PairingValue]
        let offSubgroup: [String]
        let offCurve: [String]
    }

    struct Precompile: Decodable, Sendable {
        let name, input, expected: String

        enum CodingKeys: String, CodingKey {
            case name = "Name", input = "Input", expected = "Expected"
        }

        /// The precompiles read missing bytes as zeros and no more than they need.
        func padded(_ count: Int) throws -> [UInt8] {
            let bytes = try #require([UInt8](hex: input))
            return Array((bytes + [UInt8](repeating: 0, count: count)).prefix(count))
        }
    }

    @Test func multiplesOfTheGenerators() throws {
        for item in try VectorFile.load("curve", as: Curve.self, from: .module).multiples {
            let scalar = try #require([UInt8](hex: item.scalar).flatMap { Fr(bigEndian: $0) })
            let p = try #require([UInt8](hex: item.g1)), q = try #require([UInt8](hex: item.g2))
            #expect((G1.generator * scalar).affine.uncompressedBytes == p, "\(item.scalar)")
            #expect((G2.generator * scalar).affine.uncompressedBytes == q, "\(item.scalar)")
            #expect(G1Affine(uncompressed: p) != nil && G2Affine(uncompressed: q) != nil)
        }
    }

    @Test func rejectedPoints() throws {
        let curve = try VectorFile.load("curve", as: Curve.self, from: .module)
        for text in curve.offCurve {
            #expect(G1Affine(uncompressed: try #require([UInt8](hex: text))) == nil)
        }
        for text in curve.offSubgroup {
            let bytes = try #require([UInt8](hex: text))
            #expect(G2Affine(uncompressed: bytes) == nil, "on the twist but of another order")
            let words = (0..<4).compactMap { Fq(bigEndian: bytes[32 * $0..<32 * $0 + 32]) }
            let point = try #require(G2Affine(x: Fq2(words[1], words[0]), y: Fq2(words[3], words[2])))
            #expect(!point.isInSubgroup && !G2(point).multiplied(byWords: Fr.modulus).isInfinity)
            #expect(G2Affine(compressed: point.compressedBytes) == nil)
        }
    }

    @Test func pairingValues() throws {
        for item in try VectorFile.load("curve", as: Curve.self, from: .module).pairings {
            let p = try #require([UInt8](hex: item.p).flatMap { G1Affine(uncompressed: $0) })
            let q = try #require([UInt8](hex: item.q).flatMap { G2Affine(uncompressed: $0) })
            // Coefficients of w⁰ … w⁵, each as c0 and c1.
            let w = try item.value.map { text in
                let bytes = try #require([UInt8](hex: text))
                return Fq2(try #require(Fq(bigEndian: bytes.prefix(32))), try #require(Fq(bigEndian: bytes.dropFirst(32))))
            }
            #expect(Pairing.pairing(p, q) == Fq12(Fq6(w[0], w[2], w[4]), Fq6(w[1], w[3], w[5])))
        }
    }

    @Test func additionPrecompile() throws {
        for vector in try VectorFile.load("bn256Add", as: [Precompile].self, from: .module) {
            let input = try vector.padded(128)
            let p = try #require(G1Affine(uncompressed: input[..<64])), q = try #require(G1Affine(uncompressed: input[64...]))
            #expect((p + q).affine.uncompressedBytes.hex == vector.expected, "\(vector.name)")
        }
    }

    @Test func multiplicationPrecompile() throws {
        for vector in try VectorFile.load("bn256ScalarMul", as: [Precompile].self, from: .module) {
            let input = try vector.padded(96)
            let p = try #require(G1Affine(uncompressed: input[..<64]))
            #expect((p * Fr(reducing: input[64...])).affine.uncompressedBytes.hex == vector.expected, "\(vector.name)")
        }
    }

    @Test func pairingPrecompile() throws {
        for vector in try VectorFile.load("bn256Pairing", as: [Precompile].self, from: .module) {
            let input = try #require([UInt8](hex: vector.input))
            let pairs = try stride(from: 0, to: input.count, by: 192).map { start in
                (try #require(G1Affine(uncompressed: input[start..<start + 64])),
                 try #require(G2Affine(uncompressed: input[start + 64..<start + 192])))
            }
            #expect(Pairing.check(pairs) == vector.expected.hasSuffix("1"), "\(vector.name)")
        }
    }
}
