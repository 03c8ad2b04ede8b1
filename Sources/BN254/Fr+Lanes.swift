import CFieldLanes
import Parallel

extension Fr {
    /// As the generic `batchInvert`, in lanes and on all threads where there are enough elements: six multiplications an
    /// element and one inversion a lane.
    public static func batchInvert(_ values: inout [Fr]) {
        guard Lanes.enabled, values.count >= 256 else {
            return values.withUnsafeMutableBufferPointer { batchInvert($0) }
        }
        values.withUnsafeMutableBufferPointer { buffer in
            Parallel.chunks(buffer.count, minimum: 1024) { range in
                let part = UnsafeMutableBufferPointer(rebasing: buffer[range])
                let words = UnsafeMutableRawBufferPointer(part).bindMemory(to: UInt64.self)
                if lanes_fr_invert(words.baseAddress, part.count) != 0 { batchInvert(part) }
            }
        }
    }
}
