/// Sums and products that stop at the largest number: what a chain's endpoint answers may be any number there is.
extension UnsignedInteger where Self: FixedWidthInteger {
    func saturating(plus other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    func saturating(times other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
