import CSecp256k1

/// libsecp256k1 behind Swift types: lengths are checked here, before C sees a pointer.
enum Secp256k1 {
    /// One context for the process, randomised before anything is signed and never changed after, so that threads may
    /// share it (secp256k1.h, "Context").
    nonisolated(unsafe) private static let context: OpaquePointer? = {
        guard let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else { return nil }
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return secp256k1_context_randomize(context, seed) == 1 ? context : nil
    }()

    /// x ‖ y of the key's point; nil where the key is zero or not below the group's order.
    static func publicKey(of key: [UInt8]) -> [UInt8]? {
        guard let context, key.count == 32, secp256k1_ec_seckey_verify(context, key) == 1 else { return nil }
        var point = secp256k1_pubkey()
        guard secp256k1_ec_pubkey_create(context, &point, key) == 1 else { return nil }
        return serialize(&point, context)
    }

    /// Deterministic (RFC 6979), low-s. Nil where the key is not a key.
    static func sign(_ digest: Word, key: [UInt8]) -> Signature? {
        guard let context, key.count == 32 else { return nil }
        var signature = secp256k1_ecdsa_recoverable_signature()
        guard secp256k1_ecdsa_sign_recoverable(context, &signature, digest.bytes, key, nil, nil) == 1 else { return nil }
        var compact = [UInt8](repeating: 0, count: 64)
        var identifier: Int32 = 0
        guard secp256k1_ecdsa_recoverable_signature_serialize_compact(context, &compact, &identifier, &signature) == 1
        else { return nil }
        // Identifiers 2 and 3 (r above the group's order) have a chance of 2^-127 and no Ethereum encoding.
        guard let parity = UInt8(exactly: identifier) else { return nil }
        return Signature(r: Word(rightAligned: compact[..<32]), s: Word(rightAligned: compact[32...]), yParity: parity)
    }

    /// x ‖ y of the point that signed.
    static func recover(_ signature: Signature, digest: Word) -> [UInt8]? {
        guard let context else { return nil }
        var parsed = secp256k1_ecdsa_recoverable_signature()
        let compact = signature.r.bytes + signature.s.bytes
        guard
            secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, compact, Int32(signature.yParity)) == 1
        else { return nil }
        var point = secp256k1_pubkey()
        guard secp256k1_ecdsa_recover(context, &point, &parsed, digest.bytes) == 1 else { return nil }
        return serialize(&point, context)
    }

    private static func serialize(_ point: inout secp256k1_pubkey, _ context: OpaquePointer) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65)
        var length = bytes.count
        let done = secp256k1_ec_pubkey_serialize(context, &bytes, &length, &point, UInt32(SECP256K1_EC_UNCOMPRESSED))
        return done == 1 && length == 65 ? Array(bytes[1...]) : nil
    }
}
