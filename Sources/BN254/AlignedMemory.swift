/// Lends memory at an address that is a multiple of 64, for one call of a kernel.
///
/// It is not allocated with that alignment: glibc before 2.38 does not give an aligned block out again that was freed, but takes new
/// memory, so that every call of a kernel would find pages that are not there yet. A common block is found again, pages and all.
func withAlignedMemory<T>(byteCount: Int, _ body: (UnsafeMutableRawPointer) throws -> T) rethrows -> T {
    let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount + 64, alignment: 16)
    defer { block.deallocate() }
    return try body(block.alignedUp(toMultipleOf: 64))
}
