/// Memory for one call of a kernel, at an address that is a multiple of 64.
///
/// Not allocated with that alignment: glibc before 2.38 does not give an aligned block out again that was freed, but takes new
/// memory, so that every call of a kernel would find pages that are not there yet. A common block is found again, pages and all.
struct AlignedMemory: ~Copyable {
    let address: UnsafeMutableRawPointer
    private let block: UnsafeMutableRawPointer

    init(byteCount: Int) {
        block = .allocate(byteCount: byteCount + 64, alignment: 16)
        address = block.alignedUp(toMultipleOf: 64)
    }

    deinit { block.deallocate() }
}
