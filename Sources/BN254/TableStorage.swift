import Glibc

/// The words of a ``MultiplesTable``: memory of its own, or a file in the cache mapped into memory.
///
/// A file is a 64-byte header that names what the table is of, the words, and a 64-byte checksum. It is written beside its name and renamed, so
/// nobody maps half of one, and it is never changed in place. The checksum is there against damage: a file of other length, header or
/// content is not used, and the table is made anew. It is no signature; whoever can write to the cache folder of a node can also replace
/// the node. A proof from a wrong table would not verify, and nodes check every proof before they sign.
final class TableStorage: Sendable {
    static let headerWords = 8
    private static let checksumWords = 8

    /// Written in initializers only.
    nonisolated(unsafe) let words: UnsafePointer<UInt64>
    private let count: Int
    /// Where the mapping starts, nil for memory of its own.
    nonisolated(unsafe) private let mapping: UnsafeMutableRawPointer?

    /// `count` words that `fill` writes; nil where it fails.
    init?(count: Int, fill: (UnsafeMutablePointer<UInt64>) -> Bool) {
        // Points of a table are read in no order: with pages of 2 MiB their addresses are found at once.
        let (bytes, page) = (count * 8, 2 << 20)
        let isLarge = bytes >= 4 * page
        let pages = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? page : 64)
        if isLarge { madvise(pages, bytes, MADV_HUGEPAGE) }
        let memory = pages.bindMemory(to: UInt64.self, capacity: count)
        if !fill(memory) {
            memory.deallocate()
            return nil
        }
        words = UnsafePointer(memory)
        self.count = count
        mapping = nil
    }

    /// Maps a file of exactly this header and number of words. Nil where there is none or it does not check out.
    ///
    /// - Cost: one pass over the words at the speed of memory.
    init?(path: String, header: [UInt64], count: Int) {
        let total = Self.headerWords + count + Self.checksumWords
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size == total * 8 else { return nil }
        guard let base = mmap(nil, total * 8, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0), base != MAP_FAILED else { return nil }
        let all = UnsafeRawPointer(base).bindMemory(to: UInt64.self, capacity: total)
        let sum = Self.checksum(UnsafeBufferPointer(start: all, count: Self.headerWords + count))
        guard header.enumerated().allSatisfy({ all[$0] == $1 }),
            sum.enumerated().allSatisfy({ all[Self.headerWords + count + $0] == $1 })
        else {
            munmap(base, total * 8)
            return nil
        }
        words = all + Self.headerWords
        self.count = count
        mapping = base
    }

    deinit {
        if let mapping {
            munmap(mapping, (Self.headerWords + count + Self.checksumWords) * 8)
        } else {
            words.deallocate()
        }
    }

    /// Writes the table to `path`. A folder that cannot be written costs time at the next start, never a result.
    func write(to path: String, header: [UInt64]) {
        let temporary = "\(path).\(getpid()).part"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { return }
        let body = UnsafeBufferPointer(start: words, count: count)
        let whole = Self.put(header, file) && Self.put(body, file)
            && Self.put(Self.checksum(header: header, body), file)
        if close(file) != 0 || !whole || rename(temporary, path) != 0 { unlink(temporary) }
    }

    private static func put(_ words: some Collection<UInt64>, _ file: Int32) -> Bool {
        let written: Bool? = words.withContiguousStorageIfAvailable { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while !rest.isEmpty {
                let count = Glibc.write(file, rest.baseAddress, rest.count)
                if count <= 0 { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return true
        }
        return written ?? false
    }

    private static func checksum(header: [UInt64], _ body: UnsafeBufferPointer<UInt64>) -> [UInt64] {
        let first = header.withUnsafeBufferPointer { checksum($0) }
        return checksum(body, from: first)
    }

    /// Eight running sums over words 0, 8 …, 1, 9 … and so on, each step a bijection of the sum: a change of one word always shows.
    static func checksum(_ words: UnsafeBufferPointer<UInt64>, from start: [UInt64] = Array(repeating: 0x9e3779b97f4a7c15, count: 8)) -> [UInt64] {
        var sums = SIMD8<UInt64>(start)
        let factor = SIMD8<UInt64>(repeating: 0xff51afd7ed558ccd)
        var index = 0
        while index + 8 <= words.count {
            let block = UnsafeRawBufferPointer(words).loadUnaligned(fromByteOffset: index * 8, as: SIMD8<UInt64>.self)
            sums = (sums ^ block) &* factor
            sums ^= sums &>> SIMD8(repeating: 29)
            index += 8
        }
        while index < words.count {
            sums[index & 7] = (sums[index & 7] ^ words[index]) &* 0xff51afd7ed558ccd
            index += 1
        }
        return (0..<8).map { sums[$0] }
    }
}
