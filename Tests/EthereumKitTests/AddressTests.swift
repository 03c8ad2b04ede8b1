import EthereumKit
import Testing

@Suite struct AddressTests {
    /// The examples of EIP-55.
    @Test(arguments: [
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
    ])
    func checksums(spelling: String) throws {
        #expect(try Address(spelling).checksummed == spelling)
        #expect(try Address(spelling.dropFirst(2)).checksummed == spelling)
        #expect(try Address(spelling.lowercased()).checksummed == spelling)
        #expect(try Address("0x" + spelling.dropFirst(2).uppercased()).checksummed == spelling)
    }

    @Test func aTypingErrorIsSeen() throws {
        #expect(throws: AddressError.self) { try Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD") }
        #expect(throws: AddressError.self) { try Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe") }
        #expect(throws: AddressError.self) { try Address("") }
        #expect(Address(bytes: [1, 2]) == nil)
        #expect(try Address("0x0000000000000000000000000000000000000002") > Address("0x0000000000000000000000000000000000000001"))
    }
}
