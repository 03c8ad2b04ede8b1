// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: asking, answering
/// @notice INSECURE, FOR DEVELOPMENT ONLY: the reference string was made from a known seed, so proofs can be forged.
contract FeatureBatchTrapdoor {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0xdaba17d63dee1556358af45116f14d74fa7ea30ba1f370f5cef48b6d0425aeac;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 2;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 0;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 1312;
    /// @notice Whether the reference string was made from a known seed. Whoever knows the seed can forge proofs.
    bool public constant isInsecure = true;

    /// @dev r, the order of the groups.
    uint256 private constant ORDER = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;
    /// @dev q, the modulus of the curve's coordinates.
    uint256 private constant FIELD = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;

    // Memory, laid out once; every address is known here. The compiler's own use of memory ends where it begins.
    uint256 private constant M_ORDER = 0x80;
    uint256 private constant M_PAIRING = 0x01a0;
    uint256 private constant M_SUM = 0x01a0;
    uint256 private constant M_POINT = 0x01e0;
    uint256 private constant M_SCALAR = 0x0220;
    uint256 private constant M_THETA = 0xa0;
    uint256 private constant M_BETA = 0xc0;
    uint256 private constant M_GAMMA = 0xe0;
    uint256 private constant M_ALPHA = 0x0100;
    uint256 private constant M_X = 0x0120;
    uint256 private constant M_V = 0x0140;
    uint256 private constant M_Y = 0x0160;
    uint256 private constant M_Y_POWER = 0x0180;
    uint256 private constant M_BINDING = 0x12a0;
    uint256 private constant M_RIGHT = 0x1320;
    uint256 private constant M_RECORDS = 0x13c0;

    /// @notice Checks a proof.
    /// @dev False for everything that is not a proof of exactly these inputs: wrong lengths, numbers out of range,
    /// points off the curve or at infinity, and false statements alike. Calldata that is no encoding of the two
    /// arguments reverts in the decoder.
    /// @param proof `proofLength` bytes, as the prover wrote them.
    /// @param publicInputs `publicInputCount` numbers below the groups' order.
    /// @return holds True where the proof holds.
    function verify(bytes calldata proof, uint256[] calldata publicInputs) external view returns (bool holds) {
        begin();
        prepare(proof, publicInputs, 0);
        holds = conclude(1);
    }

    /// @notice Checks several proofs at the price of one pairing.
    /// @dev False where any one of them would be refused by `verify`, for no proofs at all, and where the two lists differ
    /// in length. The claims are added up with powers of a number that is drawn from all proofs and inputs (§10).
    /// @param proofs Each of `proofLength` bytes.
    /// @param publicInputs For each proof, `publicInputCount` numbers below the groups' order.
    /// @return holds True where every proof holds.
    function verifyBatch(bytes[] calldata proofs, uint256[][] calldata publicInputs) external view returns (bool holds) {
        uint256 count = proofs.length;
        if (count == 0 || count != publicInputs.length) return false;
        begin();
        for (uint256 index = 0; index < count; ++index) {
            prepare(proofs[index], publicInputs[index], index);
        }
        holds = conclude(count);
    }

    /// @dev Puts down what all proofs share. From here on memory is laid out as above.
    function begin() private pure {
        assembly {
            mstore(M_ORDER, ORDER)
            mstore(0x00, 0x4173736179206261746368207631)
            mstore(0x20, 0xdaba17d63dee1556358af45116f14d74fa7ea30ba1f370f5cef48b6d0425aeac)
            mstore(M_BINDING, keccak256(0x12, 0x2e))
        }
    }

    /// @dev Everything of one proof but the sums over points and the pairing: the proof's record is filled, or the whole call ends
    /// with false.
    function prepare(bytes calldata proof, uint256[] calldata publicInputs, uint256 index) private view {
        assembly {
            function reject() {
                mstore(0x00, 0)
                return(0x00, 0x20)
            }

            /// Rejects unless the words from `at` up to `end` are below r. Goes in steps of eight words: what lies
            /// between the last word and the step's end is zero.
            function checkScalars(at, end) {
                let r := mload(M_ORDER)
                for {} lt(at, end) { at := add(at, 0x100) } {
                    if iszero(and(
                        and(
                            and(lt(mload(at), r), lt(mload(add(at, 0x20)), r)),
                            and(lt(mload(add(at, 0x40)), r), lt(mload(add(at, 0x60)), r))),
                        and(
                            and(lt(mload(add(at, 0x80)), r), lt(mload(add(at, 0xa0)), r)),
                            and(lt(mload(add(at, 0xc0)), r), lt(mload(add(at, 0xe0)), r)))))
                    { reject() }
                }
            }

            /// The i-th further challenge of a state.
            function further(state, i) -> challenge {
                mstore(0x00, state)
                mstore8(0x20, i)
                challenge := mod(keccak256(0x00, 0x21), mload(M_ORDER))
            }

            function power(base, exponent) -> result {
                let r := mload(M_ORDER)
                result := 1
                for {} exponent { exponent := shr(1, exponent) } {
                    if and(exponent, 1) { result := mulmod(result, base, r) }
                    base := mulmod(base, base, r)
                }
            }

            /// Over the last `count` rows of a domain, w = 1/ω: product = Π(x − ω^i), derivative = Σ_i Π_{j≠i}(x − ω^j),
            /// rest = the product without the first of these rows.
            function closingRows(x, w, count) -> product, derivative, rest {
                let r := mload(M_ORDER)
                let root := 1
                product := 1
                for {} count { count := sub(count, 1) } {
                    root := mulmod(root, w, r)
                    let factor := add(x, sub(r, root))
                    rest := product
                    derivative := addmod(mulmod(derivative, factor, r), product, r)
                    product := mulmod(product, factor, r)
                }
            }

            /// Over the words from `at` up to `end`: product = Π(x − ω^j), numerator = product·Σ value_j/(x − ω^j) and
            /// total = Σ value_j.
            function publicColumn(x, w, at, end) -> numerator, product, total {
                let r := mload(M_ORDER)
                let root := 1
                product := 1
                for {} lt(at, end) { at := add(at, 0x20) } {
                    let factor := add(x, sub(r, root))
                    let value := mload(at)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    root := mulmod(root, w, r)
                }
            }

            /// The inverse modulo r, which is checked, not trusted. Rejects zero: a degenerate challenge (§5).
            function inverseOf(value) -> inverse {
                let r := mload(M_ORDER)
                mstore(M_PAIRING, 0x20)
                mstore(add(M_PAIRING, 0x20), 0x20)
                mstore(add(M_PAIRING, 0x40), 0x20)
                mstore(add(M_PAIRING, 0x60), value)
                mstore(add(M_PAIRING, 0x80), sub(r, 2))
                mstore(add(M_PAIRING, 0xa0), r)
                if iszero(staticcall(gas(), 0x05, M_PAIRING, 0xc0, 0x00, 0x20)) { reject() }
                inverse := mload(0x00)
                if iszero(eq(mulmod(inverse, value, r), 1)) { reject() }
            }

            /// What is inverted, and the numerators that go with it.
            function denominators() {
                let r := mload(M_ORDER)
                let x := mload(M_X)
                let p := x
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                // p is x^n for tables of 2^4 rows.
                mstore(0x0ba0, add(p, sub(r, 0x01)))
                mstore(0x0e60, mulmod(0x2d5e098bb31e86271ccb415b196942d755b0a9c3f21dd9882fa3d63ab1000001, add(p, sub(r, 0x01)), r))
                p := mulmod(p, p, r)
                // p is x^n for tables of 2^5 rows.
                mstore(0x0bc0, add(p, sub(r, 0x01)))
                mstore(0x0ea0, mulmod(0x2ee12bff4a2813286a8dc388cd754d9a3ef2490635eba50cb9c2e5e750800001, add(p, sub(r, 0x01)), r))
                mstore(0x0c60, x)
                mstore(0x0be0, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x1140, power(p, 2))
                // The last 7 of 2^5 rows
                {
                    let product := 1
                    let derivative := 0
                    let rest := 0
                    let factor := 0
                    factor := add(x, 0x093fdd3cdd71e2b0ad6551cea25b7f7538a4b73545291543b7485d86fdef6864)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x2d8040c3a09c49698c53bfcb514d55a5b39e9b17cb093d128b8783adb8cbd723)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x17537f3561e4ad494b1317503a9969e1f98696bc39cff1c7a236e5e619a9bf4f)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x1d59376149b959ccbd157ac850893a6f07c2d99b3852513ab8d01be8e846a566)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x1463c40eb28d72bf395b73c3f6f7ef9dea775dcf1b872953506bd5d5c2b2626f)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x2290ee31c482cf92b79b1944db1c0147635e9004db8c3b9d13644bef31ec3bd3)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x22399c34139bffada8de046aac50c9628e3517a3a452795364e777cd65bb9f48)
                    rest := product
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    mstore(0x0c00, product)
                    mstore(0x0f20, derivative)
                    mstore(0x0f40, rest)
                }
                // The last 7 of 2^4 rows
                {
                    let product := 1
                    let derivative := 0
                    let rest := 0
                    let factor := 0
                    factor := add(x, 0x2d8040c3a09c49698c53bfcb514d55a5b39e9b17cb093d128b8783adb8cbd723)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x1d59376149b959ccbd157ac850893a6f07c2d99b3852513ab8d01be8e846a566)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x2290ee31c482cf92b79b1944db1c0147635e9004db8c3b9d13644bef31ec3bd3)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x30644e72e131a029048b6e193fd841045cea24f6fd736bec231204708f703636)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x107aab49e65a67f9da9cd2abf78be38bd9dc1d5db39f81de36bcfa5b4b039043)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x2b337de1c8c14f22ec9b9e2f96afef3652627366f8170a0a948dad4ac1bd5e80)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x21082ca216cbbf4e1c6e4f4594dd508c996dfbe1174efb98b11509c6e306460b)
                    rest := product
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    mstore(0x0c20, product)
                    mstore(0x0fa0, derivative)
                    mstore(0x0fc0, rest)
                }
                // Public inputs 0 to 1
                {
                    let product := 1
                    let numerator := 0
                    let total := 0
                    let factor := 0
                    let value := 0
                    value := mload(0x0360)
                    factor := add(x, sub(r, 0x01))
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0380)
                    factor := add(x, 0x269f1bacb0c60c5721d825a939c0a5b38c1b132cf62a857404f4a940b44aed31)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x0c40, product)
                    mstore(0x0fe0, numerator)
                    mstore(0x1000, total)
                }
                let y := mload(M_Y)
                let yt := mulmod(y, y, r)
                mstore(M_Y_POWER, yt)
                mstore(0x0c80, add(yt, sub(r, x)))
                mstore(0x0ca0, add(yt, sub(r, mulmod(x, 0x09c532c6306b93d29678200d47c0b2a99c18d51b838eeb1d3eed4c533bb512d0, r))))
                mstore(0x0cc0, add(yt, sub(r, mulmod(x, 0x21082ca216cbbf4e1c6e4f4594dd508c996dfbe1174efb98b11509c6e306460b, r))))
                mstore(0x0ce0, add(y, sub(r, x)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x0ba0)
                p := mulmod(p, mload(0x0bc0), r)
                mstore(0x0d40, p)
                p := mulmod(p, mload(0x0be0), r)
                mstore(0x0d60, p)
                p := mulmod(p, mload(0x0c00), r)
                mstore(0x0d80, p)
                p := mulmod(p, mload(0x0c20), r)
                mstore(0x0da0, p)
                p := mulmod(p, mload(0x0c40), r)
                mstore(0x0dc0, p)
                p := mulmod(p, mload(0x0c60), r)
                mstore(0x0de0, p)
                p := mulmod(p, mload(0x0c80), r)
                mstore(0x0e00, p)
                p := mulmod(p, mload(0x0ca0), r)
                mstore(0x0e20, p)
                p := mulmod(p, mload(0x0cc0), r)
                mstore(0x0e40, p)
                p := mulmod(p, mload(0x0ce0), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x0ce0), r)
                mstore(0x0ce0, mulmod(p, mload(0x0e40), r))
                p := next
                next := mulmod(p, mload(0x0cc0), r)
                mstore(0x0cc0, mulmod(p, mload(0x0e20), r))
                p := next
                next := mulmod(p, mload(0x0ca0), r)
                mstore(0x0ca0, mulmod(p, mload(0x0e00), r))
                p := next
                next := mulmod(p, mload(0x0c80), r)
                mstore(0x0c80, mulmod(p, mload(0x0de0), r))
                p := next
                next := mulmod(p, mload(0x0c60), r)
                mstore(0x0c60, mulmod(p, mload(0x0dc0), r))
                p := next
                next := mulmod(p, mload(0x0c40), r)
                mstore(0x0c40, mulmod(p, mload(0x0da0), r))
                p := next
                next := mulmod(p, mload(0x0c20), r)
                mstore(0x0c20, mulmod(p, mload(0x0d80), r))
                p := next
                next := mulmod(p, mload(0x0c00), r)
                mstore(0x0c00, mulmod(p, mload(0x0d60), r))
                p := next
                next := mulmod(p, mload(0x0be0), r)
                mstore(0x0be0, mulmod(p, mload(0x0d40), r))
                p := next
                next := mulmod(p, mload(0x0bc0), r)
                mstore(0x0bc0, mulmod(p, mload(0x0ba0), r))
                p := next
                mstore(0x0ba0, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x0e80, mulmod(mload(0x0e60), mload(0x0be0), r))
                mstore(0x0ec0, mulmod(mload(0x0ea0), mload(0x0be0), r))
                mstore(0x0ee0, mulmod(0x0e2ab23ecd95a07c0f72414bd5308efa99fed0a4d566f73ddefa7dc68a4460b9, mulmod(mload(0x0ea0), mulmod(mload(0x0f40), mload(0x0c00), r), r), r))
                mstore(0x0f00, mod(add(0x01, sub(r, mulmod(mload(0x0ea0), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x0f20), mload(0x0c00), r), r)), r))), r))
                mstore(0x0f60, mulmod(0x0f5c21d0ca65e0db9be1f670eca407d08ec5ec67626a74f892ccebcd0cf9b9f6, mulmod(mload(0x0e60), mulmod(mload(0x0fc0), mload(0x0c20), r), r), r))
                mstore(0x0f80, mod(add(0x01, sub(r, mulmod(mload(0x0e60), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x0fa0), mload(0x0c20), r), r)), r))), r))
                mstore(0x0fe0, mulmod(mload(0x0ea0), add(sub(r, mload(0x1000)), mulmod(mload(0x0120), mulmod(mload(0x0fe0), mload(0x0c40), r), r)), r))
                mstore(0x1020, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x1140, mulmod(mload(0x1140), mload(0x0c60), r))
                mstore(0x1040, mload(0x0c80))
                mstore(0x1060, mload(0x0c80))
                mstore(0x1080, mulmod(mload(0x0c80), mload(0x0ca0), r))
                mstore(0x10a0, mulmod(0x0db7670aca28b8ad7399cd0645855194a24fe9d10a7be83ff7d31c5b610e8e8e, mulmod(mload(0x0c80), mload(0x0c60), r), r))
                mstore(0x10c0, mulmod(0x22ace7681708e77c44b678b03bfc06c885e3fe776f3d88514c0ed9388ef17173, mulmod(mload(0x0ca0), mload(0x0c60), r), r))
                mstore(0x10e0, mulmod(mload(0x0c80), mload(0x0cc0), r))
                mstore(0x1100, mulmod(0x0447c12c77fcb44627d292c12c2e9deebc2996751f60c540d1e1eabfd11b11ae, mulmod(mload(0x0c80), mload(0x0c60), r), r))
                mstore(0x1120, mulmod(0x2c1c8d466934ebe3907db2f55552ba6e6c0a51d35a58ab5072000ad41ee4ee53, mulmod(mload(0x0cc0), mload(0x0c60), r), r))
            }

            /// Constraints of table 0: asking.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // Permutation
                n := mulmod(mload(0x0ec0), add(mload(0x09a0), sub(r, 0x01)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0ee0), add(mload(0x09a0), sub(r, 0x01)), r)), r)
                mstore(0x11a0, mulmod(add(add(mload(0x0fe0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0840), r)), mulmod(add(add(mload(0x08a0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0820), r)), mulmod(mload(0x09e0), add(add(mload(0x0880), mload(0xe0)), mulmod(mload(0xc0), mload(0x0800), r)), r), r), r))
                mstore(0x11c0, mulmod(add(add(mload(0x0fe0), mload(0xe0)), mulmod(mload(0x1020), 0x0fb586050074e55aa0c26a84aa2e32573c3904f526e2426a5ddd73b177419820, r)), mulmod(mulmod(mload(0x09a0), add(mload(0x1020), add(mload(0x0880), mload(0xe0))), r), add(add(mload(0x08a0), mload(0xe0)), mulmod(mload(0x1020), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0f00), add(mload(0x11a0), sub(r, mload(0x11c0))), r)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0ec0), mload(0x0980), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0ee0), add(mload(0x0980), sub(r, mload(0x0620))), r)), r)
                // square
                mstore(0x11e0, add(add(mload(0xc0), 0x05), mulmod(mload(0xa0), add(mload(0x0880), mulmod(mload(0x08a0), mload(0xa0), r)), r)))
                // mask out
                mstore(0x1200, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), mulmod(mload(0x08c0), mload(0xa0), r), r)))
                mstore(0x1220, add(mulmod(mload(0x07e0), mload(0x1200), r), mulmod(mload(0x0ec0), mload(0x11e0), r)))
                mstore(0x1240, mulmod(mload(0x11e0), mload(0x1200), r))
                // mask in
                mstore(0x1260, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), add(0x01, mulmod(mload(0x08e0), mload(0xa0), r)), r)))
                mstore(0x1280, add(mulmod(mload(0x1220), mload(0x1260), r), mulmod(mload(0x1240), sub(r, mload(0x0ec0)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0f00), add(sub(r, mod(mload(0x1280), r)), mulmod(add(mload(0x09c0), sub(r, mload(0x0980))), mulmod(mload(0x1240), mload(0x1260), r), r)), r)), r)
            }

            /// Constraints of table 1: answering.
            function table1() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // keys count up
                n := mulmod(mload(0x0860), add(mload(0x0860), sub(r, mulmod(mload(0x0900), mload(0x0900), r))), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0e80), mload(0x0a00), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0f60), add(mload(0x0a00), sub(r, mload(0x0640))), r)), r)
                // squares
                mstore(0x11a0, add(add(mload(0xc0), 0x05), mulmod(mload(0xa0), add(mload(0x0900), mulmod(mload(0x0860), mload(0xa0), r)), r)))
                mstore(0x11c0, sub(r, mload(0x0920)))
                // mask out
                mstore(0x11e0, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), add(0x01, mulmod(mload(0x0940), mload(0xa0), r)), r)))
                mstore(0x1200, add(mulmod(mload(0x11c0), mload(0x11e0), r), mulmod(mload(0x0e80), mload(0x11a0), r)))
                mstore(0x1220, mulmod(mload(0x11a0), mload(0x11e0), r))
                // mask in
                mstore(0x1240, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), mulmod(mload(0x0960), mload(0xa0), r), r)))
                mstore(0x1260, add(mulmod(mload(0x1200), mload(0x1240), r), mulmod(mload(0x1220), sub(r, mload(0x0e80)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0f80), add(sub(r, mod(mload(0x1260), r)), mulmod(add(mload(0x0a20), sub(r, mload(0x0a00))), mulmod(mload(0x1220), mload(0x1240), r), r)), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x1160), mload(0x0bc0), r)
                q := mod(add(mulmod(q, power(mload(M_ALPHA), 4), r), mulmod(mload(0x1180), mload(0x0ba0), r)), r)
            }

            /// The bus must cancel over all tables and public interactions (§5).
            function checkEndSums() {
                let r := mload(M_ORDER)
                let sum := 0
                sum := addmod(sum, mload(0x0620), r)
                sum := addmod(sum, mload(0x0640), r)
                if sum { reject() }
            }

            /// The factors of all points in F + y*W' (§6), to the record at `to`.
            function factors(q, to) {
                let r := mload(M_ORDER)
                let v := mload(M_V)
                let y := mload(M_Y)
                // k is v^group, c its factor on the group's point, g the factor on the generator.
                let g := 0
                let k := 1
                let c := 0
                // Group 0: table 0, offsets [0], on, sigma 0
                c := mulmod(k, mload(0x1040), r)
                g := mod(add(g, mulmod(c, add(mload(0x07e0), mulmod(mload(0x0800), y, r)), r)), r)
                mstore(add(to, 0x60), c)
                k := mulmod(k, v, r)
                // Group 1: table 0, offsets [0], sigma 1, sigma 2
                c := mulmod(k, mload(0x1040), r)
                g := mod(add(g, mulmod(c, add(mload(0x0820), mulmod(mload(0x0840), y, r)), r)), r)
                mstore(add(to, 0x80), c)
                k := mulmod(k, v, r)
                // Group 2: table 1, offsets [0], value
                c := mulmod(k, mload(0x1040), r)
                g := mod(add(g, mulmod(c, mload(0x0860), r)), r)
                mstore(add(to, 0xa0), c)
                k := mulmod(k, v, r)
                // Group 3: table 0, offsets [0], x, y
                c := mulmod(k, mload(0x1040), r)
                g := mod(add(g, mulmod(c, add(mload(0x0880), mulmod(mload(0x08a0), y, r)), r)), r)
                mstore(add(to, 0xc0), c)
                k := mulmod(k, v, r)
                // Group 4: table 0, offsets [0, 1], mask
                c := mulmod(k, mload(0x1080), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x10a0), mload(0x08c0), r), mulmod(mload(0x10c0), mload(0x08e0), r)), r)), r)
                mstore(add(to, 0xe0), c)
                k := mulmod(k, v, r)
                // Group 5: table 1, offsets [0], key, count
                c := mulmod(k, mload(0x1040), r)
                g := mod(add(g, mulmod(c, add(mload(0x0900), mulmod(mload(0x0920), y, r)), r)), r)
                mstore(add(to, 0x0100), c)
                k := mulmod(k, v, r)
                // Group 6: table 1, offsets [0, 1], mask
                c := mulmod(k, mload(0x10e0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1100), mload(0x0940), r), mulmod(mload(0x1120), mload(0x0960), r)), r)), r)
                mstore(add(to, 0x0120), c)
                k := mulmod(k, v, r)
                // Group 7: table 0, offsets [0, 1], phi, z
                c := mulmod(k, mload(0x1080), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x10a0), add(mload(0x0980), mulmod(mload(0x09a0), y, r)), r), mulmod(mload(0x10c0), add(mload(0x09c0), mulmod(mload(0x09e0), y, r)), r)), r)), r)
                mstore(add(to, 0x0140), c)
                k := mulmod(k, v, r)
                // Group 8: table 1, offsets [0, 1], phi
                c := mulmod(k, mload(0x10e0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1100), mload(0x0a00), r), mulmod(mload(0x1120), mload(0x0a20), r)), r)), r)
                mstore(add(to, 0x0160), c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x0ce0), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                mstore(add(to, 0x0180), c)
                c := mulmod(c, mload(0x1140), r)
                mstore(add(to, 0x01a0), c)
                mstore(add(to, 0x20), y)
                mstore(add(to, 0x40), g)
            }


            if iszero(and(eq(proof.length, 1312), eq(publicInputs.length, 2))) { reject() }
            calldatacopy(0x0360, publicInputs.offset, 0x40)
            calldatacopy(0x0480, add(proof.offset, 0x00), 0x0100)
            calldatacopy(0x05a0, add(proof.offset, 0x0100), 0xc0)
            calldatacopy(0x0740, add(proof.offset, 0x01c0), 0x80)
            calldatacopy(0x07e0, add(proof.offset, 0x0240), 0x0260)
            calldatacopy(0x0b00, add(proof.offset, 0x04a0), 0x40)
            calldatacopy(0x0b60, add(proof.offset, 0x04e0), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(lt(mload(0x0360), r), lt(mload(0x0380), r))) { reject() }
                if iszero(and(lt(mload(0x0620), r), lt(mload(0x0640), r))) { reject() }
                if iszero(and(and(and(lt(mload(0x07e0), r), lt(mload(0x0800), r)), and(lt(mload(0x0820), r), lt(mload(0x0840), r))), and(and(lt(mload(0x0860), r), lt(mload(0x0880), r)), and(lt(mload(0x08a0), r), lt(mload(0x08c0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x08e0), r), lt(mload(0x0900), r)), and(lt(mload(0x0920), r), lt(mload(0x0940), r))), and(and(lt(mload(0x0960), r), lt(mload(0x0980), r)), and(lt(mload(0x09a0), r), lt(mload(0x09c0), r))))) { reject() }
                if iszero(and(lt(mload(0x09e0), r), and(lt(mload(0x0a00), r), lt(mload(0x0a20), r)))) { reject() }
            }

            // The transcript
            mstore(0x0320, 0x41737361792070726f6f66207631)
            mstore(0x0340, 0xdaba17d63dee1556358af45116f14d74fa7ea30ba1f370f5cef48b6d0425aeac)
            mstore(0x0460, keccak256(0x0332, 0x6e))
            {
                let r := mload(M_ORDER)
                mstore(0x0580, keccak256(0x0460, 0x0120))
                mstore(0xa0, mod(mload(0x0580), r))
                mstore(0xc0, further(mload(0x0580), 1))
                mstore(0xe0, further(mload(0x0580), 2))
                mstore(0x0720, keccak256(0x0580, 0xe0))
                mstore(0x0100, mod(mload(0x0720), r))
                mstore(0x07c0, keccak256(0x0720, 0xa0))
                mstore(0x0120, mod(mload(0x07c0), r))
                mstore(0x0ae0, keccak256(0x07c0, 0x0280))
                mstore(0x0140, mod(mload(0x0ae0), r))
                mstore(0x0b40, keccak256(0x0ae0, 0x60))
                mstore(0x0160, mod(mload(0x0b40), r))
            }

            denominators()
            invertAll()
            checkEndSums()
            lagrange()
            mstore(0x1160, table0())
            mstore(0x1180, table1())
            factors(quotientValue(), add(M_RECORDS, mul(index, 0x01c0)))
            // What binds the proofs of a batch
            mstore(add(M_BINDING, 0x20), mload(0x0b40))
            mstore(add(M_BINDING, 0x40), mload(0x0b60))
            mstore(add(M_BINDING, 0x60), mload(0x0b80))
            mstore(M_BINDING, keccak256(M_BINDING, 0x80))
            mstore(add(M_RECORDS, mul(index, 0x01c0)), proof.offset)
        }
    }

    /// @dev The sums over points of all records, and the pairing.
    function conclude(uint256 count) private view returns (bool holds) {
        assembly {
            function reject() {
                mstore(0x00, 0)
                return(0x00, 0x20)
            }

            /// As `loadPoint` of a verifier of single proofs: a point of calldata, in range and not at infinity, to M_POINT.
            /// Whether it is on the curve is for the precompiles to say.
            function loadPoint(at) {
                let px := calldataload(at)
                let py := calldataload(add(at, 0x20))
                if iszero(and(lt(px, FIELD), lt(sub(py, 1), sub(FIELD, 1)))) { reject() }
                mstore(M_POINT, px)
                mstore(add(M_POINT, 0x20), py)
            }

            /// The sum begins as s·P, P being at M_POINT. The precompiles refuse coordinates ≥ q and points off the curve.
            function beginSum(s) {
                mstore(M_SCALAR, s)
                if iszero(staticcall(gas(), 0x07, M_POINT, 0x60, M_SUM, 0x40)) { reject() }
            }

            /// Adds P to the sum.
            function addPoint() {
                if iszero(staticcall(gas(), 0x06, M_SUM, 0x80, M_SUM, 0x40)) { reject() }
            }

            /// Adds s·P to the sum.
            function addMultiple(s) {
                mstore(M_SCALAR, s)
                if iszero(staticcall(gas(), 0x07, M_POINT, 0x60, M_POINT, 0x40)) { reject() }
                if iszero(staticcall(gas(), 0x06, M_SUM, 0x80, M_SUM, 0x40)) { reject() }
            }

            /// Adds s·P to the sum on the pairing's other side.
            function addMultipleRight(s) {
                mstore(add(M_RIGHT, 0x40), mload(M_POINT))
                mstore(add(M_RIGHT, 0x60), mload(add(M_POINT, 0x20)))
                mstore(add(M_RIGHT, 0x80), s)
                if iszero(staticcall(gas(), 0x07, add(M_RIGHT, 0x40), 0x60, add(M_RIGHT, 0x40), 0x40)) { reject() }
                if iszero(staticcall(gas(), 0x06, M_RIGHT, 0x80, M_RIGHT, 0x40)) { reject() }
            }

            /// The sum begins with the points that all proofs share, each multiplied once.
            function sumOfShared(proofs, base) {
                let r := mload(M_ORDER)
                let weight := 1
                let from := M_RECORDS
                for { let i := 1 } lt(i, proofs) { i := add(i, 1) } {
                    weight := mulmod(weight, base, r)
                    from := add(from, 0x01c0)
                    mstore(add(M_RECORDS, 0x40), addmod(mload(add(M_RECORDS, 0x40)), mulmod(mload(add(from, 0x40)), weight, r), r))
                    mstore(add(M_RECORDS, 0x60), addmod(mload(add(M_RECORDS, 0x60)), mulmod(mload(add(from, 0x60)), weight, r), r))
                    mstore(add(M_RECORDS, 0x80), addmod(mload(add(M_RECORDS, 0x80)), mulmod(mload(add(from, 0x80)), weight, r), r))
                    mstore(add(M_RECORDS, 0xa0), addmod(mload(add(M_RECORDS, 0xa0)), mulmod(mload(add(from, 0xa0)), weight, r), r))
                }
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                beginSum(sub(r, mload(add(M_RECORDS, 0x40))))
                mstore(M_POINT, 0x0ce9d08f0054da1a92650f2763be357bcea026283302f80032d9b0de94f871a6)
                mstore(add(M_POINT, 0x20), 0x2dc6830f5fdced2d231e0f35afd45fbb9e436e91f9decd9123abbc7065b94ae7)
                addMultiple(mload(add(M_RECORDS, 0x60)))
                mstore(M_POINT, 0x0d9e9b8a510767d5ca9dc02be8ab28c564de94f235dd88a9461b037b4516e50e)
                mstore(add(M_POINT, 0x20), 0x0cc1ad8ca6936326adf5624f1f9ece0cd10bcef416ed495615c9a9a1a7dcb7f5)
                addMultiple(mload(add(M_RECORDS, 0x80)))
                mstore(M_POINT, 0x2e592260d2f3dd9800ab5179eba95fca6cb60a595b1871337e9e5208482c4532)
                mstore(add(M_POINT, 0x20), 0x2baf12ea972baf1fa084b6f3ac43e3c423054cfedef2f24dc2110b675e98976e)
                addMultiple(mload(add(M_RECORDS, 0xa0)))
            }

            /// Adds the points of proof i, with its record at `record`, `weight` times.
            function addProof(record, i, weight) {
                let r := mload(M_ORDER)
                let proof := mload(record)
                loadPoint(add(proof, 0x00))
                addMultiple(mulmod(mload(add(record, 0xc0)), weight, r))
                loadPoint(add(proof, 0x40))
                addMultiple(mulmod(mload(add(record, 0xe0)), weight, r))
                loadPoint(add(proof, 0x80))
                addMultiple(mulmod(mload(add(record, 0x0100)), weight, r))
                loadPoint(add(proof, 0xc0))
                addMultiple(mulmod(mload(add(record, 0x0120)), weight, r))
                loadPoint(add(proof, 0x0100))
                addMultiple(mulmod(mload(add(record, 0x0140)), weight, r))
                loadPoint(add(proof, 0x0140))
                addMultiple(mulmod(mload(add(record, 0x0160)), weight, r))
                loadPoint(add(proof, 0x01c0))
                addMultiple(mulmod(mload(add(record, 0x0180)), weight, r))
                loadPoint(add(proof, 0x0200))
                addMultiple(mulmod(mload(add(record, 0x01a0)), weight, r))
                // - W; the first proof's weight is one
                loadPoint(add(proof, 0x04a0))
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                switch i
                case 0 { addPoint() }
                default { addMultiple(weight) }
                // W' on both sides
                loadPoint(add(proof, 0x04e0))
                switch i
                case 0 {
                    mstore(M_RIGHT, mload(M_POINT))
                    mstore(add(M_RIGHT, 0x20), mload(add(M_POINT, 0x20)))
                }
                default { addMultipleRight(weight) }
                addMultiple(mulmod(mload(add(record, 0x20)), weight, r))
            }

            /// e(the sum of all F + y*W', [1]) * e(-the sum of all W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x01e0, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0200, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0220, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0240, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0260, mload(M_RIGHT))
                mstore(0x0280, mod(sub(FIELD, mload(add(M_RIGHT, 0x20))), FIELD))
                mstore(0x02a0, 0x06c21f53a1aa7210515025eadf672edaca171f725ebf9445170cee88b2405cbc)
                mstore(0x02c0, 0x23a8748aa2129aa7d8aabedf67442fc00b111dd8f7cc5ce25d441489cb7d5a01)
                mstore(0x02e0, 0x0437c4d0bc74a32104ace8aa31e2db39e368f12a289b68aacf0c450af22f3478)
                mstore(0x0300, 0x1df9a6d8fe661f2265b93fde37281daa91d3f76d176b4b77dbb17acb17f79313)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }

            let r := mload(M_ORDER)
            let rho := mod(mload(M_BINDING), r)
            sumOfShared(count, rho)
            let at := M_RECORDS
            let weight := 1
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                addProof(at, i, weight)
                weight := mulmod(weight, rho, r)
                at := add(at, 0x01c0)
            }
            holds := pairing()
        }
    }
}
