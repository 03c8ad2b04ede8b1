import CFieldWords

extension four_words {
    @inlinable @inline(__always)
    package init(_ limbs: Limbs) { self.init(w0: limbs.0, w1: limbs.1, w2: limbs.2, w3: limbs.3) }

    @inlinable @inline(__always)
    package var limbs: Limbs { (w0, w1, w2, w3) }
}
