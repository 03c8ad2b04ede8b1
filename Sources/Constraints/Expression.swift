import BN254

/// A polynomial expression over the columns of one table, as an author writes it. Tables intern it into their
/// ``ExpressionGraph``, which is the one form that checker, prover, verifier and contract generator read.
public indirect enum Expression: Sendable {
    case constant(Fr)
    case query(Query)
    /// A challenge drawn after an advice phase; only columns of later phases may depend on it.
    case challenge(Int)
    /// L₀(X): one in row 0, zero elsewhere.
    case firstRow
    case sum(Expression, Expression)
    case difference(Expression, Expression)
    case product(Expression, Expression)

    public static func + (a: Expression, b: Expression) -> Expression { .sum(a, b) }
    public static func - (a: Expression, b: Expression) -> Expression { .difference(a, b) }
    public static func * (a: Expression, b: Expression) -> Expression { .product(a, b) }
    public static prefix func - (a: Expression) -> Expression { .difference(.constant(.zero), a) }
    public static func * (a: Expression, b: Fr) -> Expression { .product(a, .constant(b)) }
    public static func + (a: Expression, b: Fr) -> Expression { .sum(a, .constant(b)) }
    public static func - (a: Expression, b: Fr) -> Expression { .difference(a, .constant(b)) }

    public static var zero: Expression { .constant(.zero) }
    public static var one: Expression { .constant(.one) }

    public static func integer(_ value: Int) -> Expression { .constant(Fr(value)) }

    /// Σ termsᵢ·baseⁱ by Horner's rule, lowest power first: a value from its limbs.
    public static func powers(_ terms: [Expression], base: Fr) -> Expression {
        guard var result = terms.last else { return .zero }
        for term in terms.dropLast().reversed() { result = result * base + term }
        return result
    }
}
