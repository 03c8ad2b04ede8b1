import BN254
import Constraints

/// A committed polynomial in both forms: values on its table's domain and coefficients.
struct ProvenPolynomial: Sendable {
    var values: [Fr]
    var coefficients: [Fr]

    static let empty = ProvenPolynomial(values: [], coefficients: [])
}

/// All polynomials of one table that a proof opens.
struct TablePolynomials: Sendable {
    var fixed: [ProvenPolynomial]
    var sigma: [ProvenPolynomial]
    var advice: [ProvenPolynomial]
    var instance: [ProvenPolynomial]
    var helpers: [ProvenPolynomial] = []
    var partialProducts: [ProvenPolynomial] = []
    var runningSum = ProvenPolynomial.empty
    var product = ProvenPolynomial.empty

    subscript(kind: PolynomialKind) -> ProvenPolynomial {
        switch kind {
        case .fixed(let i): fixed[i]
        case .sigma(let i): sigma[i]
        case .advice(let i): advice[i]
        case .helper(let i): helpers[i]
        case .partialProduct(let i): partialProducts[i]
        case .runningSum: runningSum
        case .product: product
        }
    }
}
