import BN254

/// Index of a variable: a value that stands in at least one cell.
typealias Variable = Int

/// constant + Σ coefficient·variable + Σ coefficient·variable·variable: what a number is before it needs a cell.
/// Sums, differences and multiples of forms cost no rows.
struct Form: Sendable {
    struct Term: Sendable {
        var coefficient: Fr
        var variable: Variable
    }

    struct Product: Sendable {
        var coefficient: Fr
        var left: Variable
        var right: Variable
    }

    var constant: Fr
    var linear: [Term]
    var products: [Product]

    init(constant: Fr = .zero, linear: [Term] = [], products: [Product] = []) {
        self.constant = constant
        self.linear = linear
        self.products = products
    }

    init(_ variable: Variable, times coefficient: Fr = .one, plus constant: Fr = .zero) {
        self.init(constant: constant, linear: [Term(coefficient: coefficient, variable: variable)])
    }

    var isConstant: Bool { linear.isEmpty && products.isEmpty }
    /// Constant plus at most one variable.
    var isAffine: Bool { products.isEmpty && linear.count <= 1 }
    /// Exactly one variable, times one.
    var plainVariable: Variable? {
        products.isEmpty && linear.count == 1 && constant.isZero && linear[0].coefficient == .one ? linear[0].variable : nil
    }

    /// Exactly one product, times one.
    var plainProduct: (Variable, Variable)? {
        linear.isEmpty && products.count == 1 && constant.isZero && products[0].coefficient == .one
            ? (products[0].left, products[0].right) : nil
    }

    mutating func add(_ other: Form, times factor: Fr = .one) {
        constant += factor == .one ? other.constant : other.constant * factor
        for term in other.linear { add(term.variable, times: factor == .one ? term.coefficient : term.coefficient * factor) }
        for term in other.products {
            add(term.left, term.right, times: factor == .one ? term.coefficient : term.coefficient * factor)
        }
    }

    mutating func add(_ variable: Variable, times coefficient: Fr) {
        if coefficient.isZero { return }
        guard let known = linear.firstIndex(where: { $0.variable == variable }) else {
            linear.append(Term(coefficient: coefficient, variable: variable))
            return
        }
        linear[known].coefficient += coefficient
        if linear[known].coefficient.isZero { linear.remove(at: known) }
    }

    mutating func add(_ left: Variable, _ right: Variable, times coefficient: Fr) {
        if coefficient.isZero { return }
        let (a, b) = (min(left, right), max(left, right))
        guard let known = products.firstIndex(where: { $0.left == a && $0.right == b }) else {
            products.append(Product(coefficient: coefficient, left: a, right: b))
            return
        }
        products[known].coefficient += coefficient
        if products[known].coefficient.isZero { products.remove(at: known) }
    }

    static func + (a: Form, b: Form) -> Form {
        var sum = a
        sum.add(b)
        return sum
    }

    static func - (a: Form, b: Form) -> Form {
        var difference = a
        difference.add(b, times: -.one)
        return difference
    }

    static func * (a: Form, factor: Fr) -> Form {
        if factor == .one { return a }
        var scaled = Form()
        scaled.add(a, times: factor)
        return scaled
    }

    static func + (a: Form, constant: Fr) -> Form {
        var sum = a
        sum.constant += constant
        return sum
    }

    /// The product of two affine forms.
    static func product(_ a: Form, _ b: Form) -> Form {
        var result = Form(constant: a.constant * b.constant)
        for x in a.linear { result.add(x.variable, times: x.coefficient * b.constant) }
        for y in b.linear { result.add(y.variable, times: y.coefficient * a.constant) }
        for x in a.linear { for y in b.linear { result.add(x.variable, y.variable, times: x.coefficient * y.coefficient) } }
        return result
    }
}
