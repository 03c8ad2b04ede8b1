// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: steps, prices, mirror
/// @notice The reference string is a public ceremony's.
contract FeatureGasEverything7 {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0xef306332f0817167a055dc9ed6d962c70392ee22e17cfbe375f2ffa2549f3aa7;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 4;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 2;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 2784;
    /// @notice Whether the reference string was made from a known seed. Whoever knows the seed can forge proofs.
    bool public constant isInsecure = false;

    /// @dev r, the order of the groups.
    uint256 private constant ORDER = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;
    /// @dev q, the modulus of the curve's coordinates.
    uint256 private constant FIELD = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;

    // Memory, laid out once; every address is known here. The compiler's own use of memory ends where it begins.
    uint256 private constant M_ORDER = 0x80;
    uint256 private constant M_PAIRING = 0x01c0;
    uint256 private constant M_SUM = 0x01c0;
    uint256 private constant M_POINT = 0x0200;
    uint256 private constant M_SCALAR = 0x0240;
    uint256 private constant M_THETA = 0xa0;
    uint256 private constant M_BETA = 0xc0;
    uint256 private constant M_GAMMA = 0xe0;
    uint256 private constant M_ALPHA = 0x0100;
    uint256 private constant M_X = 0x0120;
    uint256 private constant M_V = 0x0140;
    uint256 private constant M_Y = 0x0160;
    uint256 private constant M_Y_POWER = 0x0180;

    /// @notice Checks a proof.
    /// @dev False for everything that is not a proof of exactly these inputs: wrong lengths, numbers out of range,
    /// points off the curve or at infinity, and false statements alike. Calldata that is no encoding of the two
    /// arguments reverts in the decoder.
    /// @param proof `proofLength` bytes, as the prover wrote them.
    /// @param publicInputs `publicInputCount` numbers below the groups' order.
    /// @return holds True where the proof holds.
    function verify(bytes calldata proof, uint256[] calldata publicInputs) external view returns (bool holds) {
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

            /// Takes a point of the proof to M_POINT. No point of the curve has y = 0, so that 0 < y also keeps the
            /// point at infinity, (0, 0), out. Whether it is on the curve is for the precompiles to say.
            function loadPoint(at) {
                let px := mload(at)
                let py := mload(add(at, 0x20))
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
                mstore(0x11e0, add(p, sub(r, 0x01)))
                mstore(0x1620, mulmod(0x2d5e098bb31e86271ccb415b196942d755b0a9c3f21dd9882fa3d63ab1000001, add(p, sub(r, 0x01)), r))
                p := mulmod(p, p, r)
                // p is x^n for tables of 2^5 rows.
                mstore(0x1200, add(p, sub(r, 0x01)))
                mstore(0x1660, mulmod(0x2ee12bff4a2813286a8dc388cd754d9a3ef2490635eba50cb9c2e5e750800001, add(p, sub(r, 0x01)), r))
                mstore(0x1300, x)
                mstore(0x1220, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x1a60, power(p, 7))
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
                    mstore(0x1240, product)
                    mstore(0x16e0, derivative)
                    mstore(0x1700, rest)
                }
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
                    mstore(0x1260, product)
                    mstore(0x1760, derivative)
                    mstore(0x1780, rest)
                }
                // The last 8 of 2^5 rows
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
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x30644e72e131a029048b6e193fd841045cea24f6fd736bec231204708f703636)
                    rest := product
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    mstore(0x1280, product)
                    mstore(0x17e0, derivative)
                    mstore(0x1800, rest)
                }
                // Public inputs 0 to 1
                {
                    let product := 1
                    let numerator := 0
                    let total := 0
                    let factor := 0
                    let value := 0
                    value := mload(0x0380)
                    factor := add(x, sub(r, 0x01))
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03a0)
                    factor := add(x, 0x0f5c21d0ca65e0db9be1f670eca407d08ec5ec67626a74f892ccebcd0cf9b9f6)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x12a0, product)
                    mstore(0x1820, numerator)
                    mstore(0x1840, total)
                }
                // Public inputs 2 to 2
                {
                    let product := 1
                    let numerator := 0
                    let total := 0
                    let factor := 0
                    let value := 0
                    value := mload(0x03c0)
                    factor := add(x, sub(r, 0x01))
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x12c0, product)
                    mstore(0x1860, numerator)
                    mstore(0x1880, total)
                }
                // Public inputs 3 to 3
                {
                    let product := 1
                    let numerator := 0
                    let total := 0
                    let factor := 0
                    let value := 0
                    value := mload(0x03e0)
                    factor := add(x, sub(r, 0x01))
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x12e0, product)
                    mstore(0x18a0, numerator)
                    mstore(0x18c0, total)
                }
                let y := mload(M_Y)
                let yt := power(y, 7)
                mstore(M_Y_POWER, yt)
                mstore(0x1320, add(yt, sub(r, x)))
                mstore(0x1340, add(yt, sub(r, mulmod(x, 0x21082ca216cbbf4e1c6e4f4594dd508c996dfbe1174efb98b11509c6e306460b, r))))
                mstore(0x1360, add(yt, sub(r, mulmod(x, 0x2724713603bfbd790aeaf3e7df25d8e7ef8f311334905b4d8c99980cf210979d, r))))
                mstore(0x1380, add(yt, sub(r, mulmod(x, 0x09c532c6306b93d29678200d47c0b2a99c18d51b838eeb1d3eed4c533bb512d0, r))))
                mstore(0x13a0, add(y, sub(r, x)))
                mstore(0x13c0, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), mulmod(mload(0x0380), mload(0xa0), r), r)))
                mstore(0x13e0, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), add(0x06, mulmod(mload(0x03a0), mload(0xa0), r)), r)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x11e0)
                p := mulmod(p, mload(0x1200), r)
                mstore(0x1440, p)
                p := mulmod(p, mload(0x1220), r)
                mstore(0x1460, p)
                p := mulmod(p, mload(0x1240), r)
                mstore(0x1480, p)
                p := mulmod(p, mload(0x1260), r)
                mstore(0x14a0, p)
                p := mulmod(p, mload(0x1280), r)
                mstore(0x14c0, p)
                p := mulmod(p, mload(0x12a0), r)
                mstore(0x14e0, p)
                p := mulmod(p, mload(0x12c0), r)
                mstore(0x1500, p)
                p := mulmod(p, mload(0x12e0), r)
                mstore(0x1520, p)
                p := mulmod(p, mload(0x1300), r)
                mstore(0x1540, p)
                p := mulmod(p, mload(0x1320), r)
                mstore(0x1560, p)
                p := mulmod(p, mload(0x1340), r)
                mstore(0x1580, p)
                p := mulmod(p, mload(0x1360), r)
                mstore(0x15a0, p)
                p := mulmod(p, mload(0x1380), r)
                mstore(0x15c0, p)
                p := mulmod(p, mload(0x13a0), r)
                mstore(0x15e0, p)
                p := mulmod(p, mload(0x13c0), r)
                mstore(0x1600, p)
                p := mulmod(p, mload(0x13e0), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x13e0), r)
                mstore(0x13e0, mulmod(p, mload(0x1600), r))
                p := next
                next := mulmod(p, mload(0x13c0), r)
                mstore(0x13c0, mulmod(p, mload(0x15e0), r))
                p := next
                next := mulmod(p, mload(0x13a0), r)
                mstore(0x13a0, mulmod(p, mload(0x15c0), r))
                p := next
                next := mulmod(p, mload(0x1380), r)
                mstore(0x1380, mulmod(p, mload(0x15a0), r))
                p := next
                next := mulmod(p, mload(0x1360), r)
                mstore(0x1360, mulmod(p, mload(0x1580), r))
                p := next
                next := mulmod(p, mload(0x1340), r)
                mstore(0x1340, mulmod(p, mload(0x1560), r))
                p := next
                next := mulmod(p, mload(0x1320), r)
                mstore(0x1320, mulmod(p, mload(0x1540), r))
                p := next
                next := mulmod(p, mload(0x1300), r)
                mstore(0x1300, mulmod(p, mload(0x1520), r))
                p := next
                next := mulmod(p, mload(0x12e0), r)
                mstore(0x12e0, mulmod(p, mload(0x1500), r))
                p := next
                next := mulmod(p, mload(0x12c0), r)
                mstore(0x12c0, mulmod(p, mload(0x14e0), r))
                p := next
                next := mulmod(p, mload(0x12a0), r)
                mstore(0x12a0, mulmod(p, mload(0x14c0), r))
                p := next
                next := mulmod(p, mload(0x1280), r)
                mstore(0x1280, mulmod(p, mload(0x14a0), r))
                p := next
                next := mulmod(p, mload(0x1260), r)
                mstore(0x1260, mulmod(p, mload(0x1480), r))
                p := next
                next := mulmod(p, mload(0x1240), r)
                mstore(0x1240, mulmod(p, mload(0x1460), r))
                p := next
                next := mulmod(p, mload(0x1220), r)
                mstore(0x1220, mulmod(p, mload(0x1440), r))
                p := next
                next := mulmod(p, mload(0x1200), r)
                mstore(0x1200, mulmod(p, mload(0x11e0), r))
                p := next
                mstore(0x11e0, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x1640, mulmod(mload(0x1620), mload(0x1220), r))
                mstore(0x1680, mulmod(mload(0x1660), mload(0x1220), r))
                mstore(0x16a0, mulmod(0x0f5c21d0ca65e0db9be1f670eca407d08ec5ec67626a74f892ccebcd0cf9b9f6, mulmod(mload(0x1620), mulmod(mload(0x1700), mload(0x1240), r), r), r))
                mstore(0x16c0, mod(add(0x01, sub(r, mulmod(mload(0x1620), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x16e0), mload(0x1240), r), r)), r))), r))
                mstore(0x1720, mulmod(0x0e2ab23ecd95a07c0f72414bd5308efa99fed0a4d566f73ddefa7dc68a4460b9, mulmod(mload(0x1660), mulmod(mload(0x1780), mload(0x1260), r), r), r))
                mstore(0x1740, mod(add(0x01, sub(r, mulmod(mload(0x1660), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x1760), mload(0x1260), r), r)), r))), r))
                mstore(0x17a0, mulmod(0xb3c4d79d41a91758cb49c3517c4604a520cff123608fc9cb, mulmod(mload(0x1660), mulmod(mload(0x1800), mload(0x1280), r), r), r))
                mstore(0x17c0, mod(add(0x01, sub(r, mulmod(mload(0x1660), add(sub(r, 0x08), mulmod(mload(0x0120), mulmod(mload(0x17e0), mload(0x1280), r), r)), r))), r))
                mstore(0x1820, mulmod(mload(0x1620), add(sub(r, mload(0x1840)), mulmod(mload(0x0120), mulmod(mload(0x1820), mload(0x12a0), r), r)), r))
                mstore(0x1860, mulmod(mload(0x1660), add(sub(r, mload(0x1880)), mulmod(mload(0x0120), mulmod(mload(0x1860), mload(0x12c0), r), r)), r))
                mstore(0x18a0, mulmod(mload(0x1660), add(sub(r, mload(0x18c0)), mulmod(mload(0x0120), mulmod(mload(0x18a0), mload(0x12e0), r), r)), r))
                mstore(0x18e0, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x1a60, mulmod(mload(0x1a60), mload(0x1300), r))
                mstore(0x1900, mulmod(mload(0x1320), mload(0x1340), r))
                mstore(0x1920, mulmod(0x0447c12c77fcb44627d292c12c2e9deebc2996751f60c540d1e1eabfd11b11ae, mulmod(mload(0x1320), mload(0x1300), r), r))
                mstore(0x1940, mulmod(0x2c1c8d466934ebe3907db2f55552ba6e6c0a51d35a58ab5072000ad41ee4ee53, mulmod(mload(0x1340), mload(0x1300), r), r))
                mstore(0x1960, mload(0x1320))
                mstore(0x1980, mload(0x1320))
                mstore(0x19a0, mulmod(mload(0x1360), mload(0x1320), r))
                mstore(0x19c0, mulmod(0x0db7670aca28b8ad7399cd0645855194a24fe9d10a7be83ff7d31c5b610e8e8d, mulmod(mload(0x1360), mload(0x1300), r), r))
                mstore(0x19e0, mulmod(0x22ace7681708e77c44b678b03bfc06c885e3fe776f3d88514c0ed9388ef17174, mulmod(mload(0x1320), mload(0x1300), r), r))
                mstore(0x1a00, mulmod(mload(0x1320), mload(0x1380), r))
                mstore(0x1a20, mulmod(0x0db7670aca28b8ad7399cd0645855194a24fe9d10a7be83ff7d31c5b610e8e8e, mulmod(mload(0x1320), mload(0x1300), r), r))
                mstore(0x1a40, mulmod(0x22ace7681708e77c44b678b03bfc06c885e3fe776f3d88514c0ed9388ef17173, mulmod(mload(0x1380), mload(0x1300), r), r))
            }

            /// Constraints of table 0: steps.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // prices rise
                n := mulmod(mulmod(mload(0x0a20), mload(0x0a40), r), add(add(mload(0x0cc0), sub(r, mload(0x0ca0))), sub(r, 0x0a)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1640), mload(0x0f00), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x16a0), add(mload(0x0f00), sub(r, mload(0x08a0))), r)), r)
                // step
                mstore(0x1ae0, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), add(mload(0x0c60), mulmod(mload(0x0c80), mload(0xa0), r)), r)))
                mstore(0x1b00, sub(r, mload(0x0a20)))
                // step
                mstore(0x1b20, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), add(add(mload(0x0c60), 0x01), mulmod(mload(0xa0), add(mload(0x0c80), mload(0x0ca0)), r)), r)))
                mstore(0x1b40, add(mulmod(mload(0x1b00), mload(0x1b20), r), mulmod(mload(0x0a20), mload(0x1ae0), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x16c0), add(sub(r, mod(mload(0x1b40), r)), mulmod(mload(0x0ec0), mulmod(mload(0x1ae0), mload(0x1b20), r), r)), r)), r)
                // price
                mstore(0x1b60, add(add(mload(0xc0), 0x08), mulmod(mload(0xa0), add(mload(0x0c60), mulmod(mload(0xa0), add(mload(0x0ca0), mulmod(mload(0xa0), mulmod(mload(0x0a20), mload(0x0ca0), r), r)), r)), r)))
                // mask out
                mstore(0x1b80, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), mulmod(mload(0x0de0), mload(0xa0), r), r)))
                mstore(0x1ba0, add(mulmod(mload(0x0a20), mload(0x1b80), r), mulmod(mload(0x1640), mload(0x1b60), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x16c0), add(sub(r, mod(mload(0x1ba0), r)), mulmod(mload(0x0ee0), mulmod(mload(0x1b60), mload(0x1b80), r), r)), r)), r)
                // mask in
                mstore(0x1bc0, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), add(0x01, mulmod(mload(0x0e00), mload(0xa0), r)), r)))
                mstore(0x1be0, sub(r, mload(0x1640)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x16c0), add(sub(r, mload(0x1be0)), mulmod(mload(0x1bc0), add(mload(0x0f20), sub(r, mod(add(mload(0x0ee0), add(mload(0x0f00), mload(0x0ec0))), r))), r)), r)), r)
            }

            /// Constraints of table 1: prices.
            function table1() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // start
                n := mulmod(mload(0x1680), add(mload(0x0e40), sub(r, mload(0x0c40))), r)
                // fold
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0a80), add(sub(r, mload(0x0c40)), add(mload(0x0e40), sub(r, mulmod(mload(0x0e20), mload(0x01a0), r)))), r)), r)
                // slots
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0a80), add(add(mload(0x0c20), sub(r, mload(0x0c00))), sub(r, 0x01)), r)), r)
                // degree five
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0c40), mulmod(mload(0x0c20), mulmod(mload(0x0c40), mulmod(mload(0x0a60), add(mload(0x0a60), sub(r, 0x01)), r), r), r), r)), r)
                // Permutation
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1680), add(mload(0x0f60), sub(r, 0x01)), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1720), add(mload(0x0f60), sub(r, 0x01)), r)), r)
                mstore(0x1ae0, mulmod(add(add(mload(0x1860), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ac0), r)), mulmod(mload(0x0fa0), add(add(mload(0x0c40), mload(0xe0)), mulmod(mload(0xc0), mload(0x0aa0), r)), r), r))
                mstore(0x1b00, mulmod(mulmod(mload(0x0f60), add(mload(0x18e0), add(mload(0x0c40), mload(0xe0))), r), add(add(mload(0x1860), mload(0xe0)), mulmod(mload(0x18e0), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1740), add(mload(0x1ae0), sub(r, mload(0x1b00))), r)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1680), mload(0x0f40), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1720), add(mload(0x0f40), sub(r, mload(0x08c0))), r)), r)
                // prices
                mstore(0x1b20, add(add(mload(0xc0), 0x08), mulmod(mload(0xa0), add(mload(0x0c20), mulmod(mload(0xa0), add(mload(0x0c40), mulmod(mload(0x0c40), mload(0xa0), r)), r)), r)))
                mstore(0x1b40, sub(r, mload(0x0e60)))
                // mask out
                mstore(0x1b60, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), add(0x01, mulmod(mload(0x0e80), mload(0xa0), r)), r)))
                mstore(0x1b80, add(mulmod(mload(0x1b40), mload(0x1b60), r), mulmod(mload(0x1680), mload(0x1b20), r)))
                mstore(0x1ba0, mulmod(mload(0x1b20), mload(0x1b60), r))
                // mask in
                mstore(0x1bc0, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), mulmod(mload(0x0ea0), mload(0xa0), r), r)))
                mstore(0x1be0, add(mulmod(mload(0x1b80), mload(0x1bc0), r), mulmod(mload(0x1ba0), sub(r, mload(0x1680)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1740), add(sub(r, mod(mload(0x1be0), r)), mulmod(add(mload(0x0f80), sub(r, mload(0x0f40))), mulmod(mload(0x1ba0), mload(0x1bc0), r), r)), r)), r)
            }

            /// Constraints of table 2: mirror.
            function table2() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // Permutation
                n := mulmod(mload(0x1680), add(mload(0x1000), sub(r, 0x01)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x17a0), add(mload(0x1000), sub(r, 0x01)), r)), r)
                mstore(0x1ae0, mulmod(add(add(mload(0x0d20), mload(0xe0)), mulmod(mload(0xc0), mload(0x0b20), r)), mulmod(add(add(mload(0x0d00), mload(0xe0)), mulmod(mload(0xc0), mload(0x0b00), r)), mulmod(mload(0x0fc0), add(add(mload(0x0ce0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ae0), r)), r), r), r))
                mstore(0x1b00, mulmod(add(add(mload(0x0d20), mload(0xe0)), mulmod(mload(0x18e0), 0x0fb586050074e55aa0c26a84aa2e32573c3904f526e2426a5ddd73b177419820, r)), mulmod(mulmod(mload(0x1000), add(mload(0x18e0), add(mload(0x0ce0), mload(0xe0))), r), add(add(mload(0x0d00), mload(0xe0)), mulmod(mload(0x18e0), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x17c0), add(mload(0x1ae0), sub(r, mload(0x1b00))), r)), r)
                mstore(0x1b20, mulmod(add(add(mload(0x0d80), mload(0xe0)), mulmod(mload(0xc0), mload(0x0b80), r)), mulmod(add(add(mload(0x0d60), mload(0xe0)), mulmod(mload(0xc0), mload(0x0b60), r)), mulmod(mload(0x0fe0), add(add(mload(0x0d40), mload(0xe0)), mulmod(mload(0xc0), mload(0x0b40), r)), r), r), r))
                mstore(0x1b40, mulmod(add(add(mload(0x0d80), mload(0xe0)), mulmod(mload(0x18e0), 0x811ff337075f8d71cf69cedbc982c6ceadba72029ef0331da3fc8dca6f56eb, r)), mulmod(add(add(mload(0x0d60), mload(0xe0)), mulmod(mload(0x18e0), 0x2e230337fde357a84453d15b0abe981537976abfa53a5adf4362be7132bdf541, r)), mulmod(mload(0x0fc0), add(add(mload(0x0d40), mload(0xe0)), mulmod(mload(0x18e0), 0x19222d61fb3c1ca79303bff4b7153f9d621cc15ca639abb8b3d875285a391a02, r)), r), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x17c0), add(mload(0x1b20), sub(r, mload(0x1b40))), r)), r)
                mstore(0x1b60, mulmod(add(add(mload(0x18a0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0be0), r)), mulmod(add(add(mload(0x0dc0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0bc0), r)), mulmod(mload(0x1020), add(add(mload(0x0da0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ba0), r)), r), r), r))
                mstore(0x1b80, mulmod(add(add(mload(0x18a0), mload(0xe0)), mulmod(mload(0x18e0), 0x07098407de45bde79a3bb3069c37e4027f5b908683e5a01dbb4fe5c2dd7e77a7, r)), mulmod(add(add(mload(0x0dc0), mload(0xe0)), mulmod(mload(0x18e0), 0x2c79a5b47cfdd9a52c2d34c7e8499bafc48d794e35582fa1548d57ca04ccc6bf, r)), mulmod(mload(0x0fe0), add(add(mload(0x0da0), mload(0xe0)), mulmod(mload(0x18e0), 0x1832c8cdec0ce84cd34c2c98bb624eedf4aeb47f5b1f605640be8bb83c8caf92, r)), r), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x17c0), add(mload(0x1b60), sub(r, mload(0x1b80))), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x1a80), mload(0x11e0), r)
                q := mod(add(mulmod(q, power(mload(M_ALPHA), 10), r), mulmod(mload(0x1aa0), mload(0x1200), r)), r)
                q := mod(add(mulmod(q, power(mload(M_ALPHA), 5), r), mulmod(mload(0x1ac0), mload(0x1200), r)), r)
            }

            /// The bus must cancel over all tables and public interactions (§5).
            function checkEndSums() {
                let r := mload(M_ORDER)
                let sum := 0
                sum := addmod(sum, mload(0x08a0), r)
                sum := addmod(sum, mload(0x08c0), r)
                sum := addmod(sum, mload(0x13c0), r)
                sum := addmod(sum, sub(r, mload(0x13e0)), r)
                if sum { reject() }
            }

            /// F + y*W' (§6).
            function sumOfOpenings(q) {
                let r := mload(M_ORDER)
                let v := mload(M_V)
                let y := mload(M_Y)
                // k is v^group, c its factor on the group's point, g the factor on the generator.
                let g := 0
                let k := 1
                let c := 0
                // Group 0: table 0, offsets [0, 1], on
                c := mulmod(k, mload(0x1900), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1920), mload(0x0a20), r), mulmod(mload(0x1940), mload(0x0a40), r)), r)), r)
                mstore(M_POINT, 0x167fbf3cf68cb12d92c6c0e667ff5c24011eaa2eb6c23746b16615358163ef1b)
                mstore(add(M_POINT, 0x20), 0x284a978205ac113084f36da7db97903f74127a2be083aa639b2d01e398effc54)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 1, offsets [0], active, after, sigma 0, sigma 1
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, add(mload(0x0a60), mulmod(y, add(mload(0x0a80), mulmod(y, add(mload(0x0aa0), mulmod(mload(0x0ac0), y, r)), r)), r)), r)), r)
                mstore(M_POINT, 0x29a05d8eece3ddf220e616a9766a57dc9ffca1aa71a43b50b079aec67a9f5acc)
                mstore(add(M_POINT, 0x20), 0x0ab1d6d046ea570bb102a8f8cb224a98b063ff36675cc9ef431f0b0f87523ba5)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 2, offsets [0], sigma 0, sigma 1, sigma 2, sigma 3, sigma 4, sigma 5, sigma 6
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ae0), mulmod(y, add(mload(0x0b00), mulmod(y, add(mload(0x0b20), mulmod(y, add(mload(0x0b40), mulmod(y, add(mload(0x0b60), mulmod(y, add(mload(0x0b80), mulmod(mload(0x0ba0), y, r)), r)), r)), r)), r)), r)), r)), r)
                mstore(M_POINT, 0x0b09fbff415222ad7ce17a53d1441fcaf4931d4df9e07269247abf3783ded37d)
                mstore(add(M_POINT, 0x20), 0x12b73cbea07301757d95aa2631f7cad1ad26ad529ca543420d8df5c1ba138867)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 2, offsets [0], sigma 7, sigma 8
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, add(mload(0x0bc0), mulmod(mload(0x0be0), y, r)), r)), r)
                mstore(M_POINT, 0x212005e770146fbb91a26fc0d1bae1982fadc701859cc6de44d7d980e5109c4c)
                mstore(add(M_POINT, 0x20), 0x2f0c9f024717f1bffc4b7c5e6b0fd7c7566055e30a04cb5db883652a07fcf591)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 4: table 1, offsets [-1, 0], slot
                c := mulmod(k, mload(0x19a0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x19c0), mload(0x0c00), r), mulmod(mload(0x19e0), mload(0x0c20), r)), r)), r)
                loadPoint(0x04a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 5: table 1, offsets [0], quote
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, mload(0x0c40), r)), r)
                loadPoint(0x04e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 6: table 0, offsets [0], index, value
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, add(mload(0x0c60), mulmod(mload(0x0c80), y, r)), r)), r)
                loadPoint(0x0520)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 7: table 0, offsets [0, 1], price
                c := mulmod(k, mload(0x1900), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1920), mload(0x0ca0), r), mulmod(mload(0x1940), mload(0x0cc0), r)), r)), r)
                loadPoint(0x0560)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 8: table 2, offsets [0], m0, m1, m2, m3, m4, m5, m6
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ce0), mulmod(y, add(mload(0x0d00), mulmod(y, add(mload(0x0d20), mulmod(y, add(mload(0x0d40), mulmod(y, add(mload(0x0d60), mulmod(y, add(mload(0x0d80), mulmod(mload(0x0da0), y, r)), r)), r)), r)), r)), r)), r)), r)
                loadPoint(0x05a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 9: table 2, offsets [0], m7
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, mload(0x0dc0), r)), r)
                loadPoint(0x05e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 10: table 0, offsets [0, 1], mask
                c := mulmod(k, mload(0x1900), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1920), mload(0x0de0), r), mulmod(mload(0x1940), mload(0x0e00), r)), r)), r)
                loadPoint(0x0640)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 11: table 1, offsets [-1, 0], weighted
                c := mulmod(k, mload(0x19a0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x19c0), mload(0x0e20), r), mulmod(mload(0x19e0), mload(0x0e40), r)), r)), r)
                loadPoint(0x0680)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 12: table 1, offsets [0], count
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, mload(0x0e60), r)), r)
                loadPoint(0x06c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 13: table 1, offsets [0, 1], mask
                c := mulmod(k, mload(0x1a00), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1a20), mload(0x0e80), r), mulmod(mload(0x1a40), mload(0x0ea0), r)), r)), r)
                loadPoint(0x0700)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 14: table 0, offsets [0], helper 0, helper 1
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ec0), mulmod(mload(0x0ee0), y, r)), r)), r)
                loadPoint(0x0760)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 15: table 0, offsets [0, 1], phi
                c := mulmod(k, mload(0x1900), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1920), mload(0x0f00), r), mulmod(mload(0x1940), mload(0x0f20), r)), r)), r)
                loadPoint(0x07a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 16: table 1, offsets [0, 1], phi, z
                c := mulmod(k, mload(0x1a00), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1a20), add(mload(0x0f40), mulmod(mload(0x0f60), y, r)), r), mulmod(mload(0x1a40), add(mload(0x0f80), mulmod(mload(0x0fa0), y, r)), r)), r)), r)
                loadPoint(0x07e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 17: table 2, offsets [0], partial product 0, partial product 1
                c := mulmod(k, mload(0x1960), r)
                g := mod(add(g, mulmod(c, add(mload(0x0fc0), mulmod(mload(0x0fe0), y, r)), r)), r)
                loadPoint(0x0820)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 18: table 2, offsets [0, 1], z
                c := mulmod(k, mload(0x1a00), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1a20), mload(0x1000), r), mulmod(mload(0x1a40), mload(0x1020), r)), r)), r)
                loadPoint(0x0860)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x13a0), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x09c0)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x1140)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x11a0)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x0200, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0220, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0240, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0260, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0280, mload(0x11a0))
                mstore(0x02a0, sub(FIELD, mload(0x11c0)))
                mstore(0x02c0, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x02e0, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x0300, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0320, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 2784), eq(publicInputs.length, 4))) { reject() }
            mstore(M_ORDER, ORDER)
            mstore(0x1c00, gas())
            calldatacopy(0x0380, publicInputs.offset, 0x80)
            calldatacopy(0x04a0, add(proof.offset, 0x00), 0x0180)
            calldatacopy(0x0640, add(proof.offset, 0x0180), 0x0100)
            calldatacopy(0x0760, add(proof.offset, 0x0280), 0x0180)
            calldatacopy(0x09c0, add(proof.offset, 0x0400), 0x40)
            calldatacopy(0x0a20, add(proof.offset, 0x0440), 0x0620)
            calldatacopy(0x1140, add(proof.offset, 0x0a60), 0x40)
            calldatacopy(0x11a0, add(proof.offset, 0x0aa0), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(and(lt(mload(0x0380), r), lt(mload(0x03a0), r)), and(lt(mload(0x03c0), r), lt(mload(0x03e0), r)))) { reject() }
                if iszero(and(lt(mload(0x08a0), r), lt(mload(0x08c0), r))) { reject() }
                if iszero(and(and(and(lt(mload(0x0a20), r), lt(mload(0x0a40), r)), and(lt(mload(0x0a60), r), lt(mload(0x0a80), r))), and(and(lt(mload(0x0aa0), r), lt(mload(0x0ac0), r)), and(lt(mload(0x0ae0), r), lt(mload(0x0b00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0b20), r), lt(mload(0x0b40), r)), and(lt(mload(0x0b60), r), lt(mload(0x0b80), r))), and(and(lt(mload(0x0ba0), r), lt(mload(0x0bc0), r)), and(lt(mload(0x0be0), r), lt(mload(0x0c00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0c20), r), lt(mload(0x0c40), r)), and(lt(mload(0x0c60), r), lt(mload(0x0c80), r))), and(and(lt(mload(0x0ca0), r), lt(mload(0x0cc0), r)), and(lt(mload(0x0ce0), r), lt(mload(0x0d00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0d20), r), lt(mload(0x0d40), r)), and(lt(mload(0x0d60), r), lt(mload(0x0d80), r))), and(and(lt(mload(0x0da0), r), lt(mload(0x0dc0), r)), and(lt(mload(0x0de0), r), lt(mload(0x0e00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0e20), r), lt(mload(0x0e40), r)), and(lt(mload(0x0e60), r), lt(mload(0x0e80), r))), and(and(lt(mload(0x0ea0), r), lt(mload(0x0ec0), r)), and(lt(mload(0x0ee0), r), lt(mload(0x0f00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0f20), r), lt(mload(0x0f40), r)), and(lt(mload(0x0f60), r), lt(mload(0x0f80), r))), and(and(lt(mload(0x0fa0), r), lt(mload(0x0fc0), r)), and(lt(mload(0x0fe0), r), lt(mload(0x1000), r))))) { reject() }
                if iszero(lt(mload(0x1020), r)) { reject() }
            }

            // The transcript
            mstore(0x0340, 0x41737361792070726f6f66207631)
            mstore(0x0360, 0xef306332f0817167a055dc9ed6d962c70392ee22e17cfbe375f2ffa2549f3aa7)
            mstore(0x0480, keccak256(0x0352, 0xae))
            {
                let r := mload(M_ORDER)
                mstore(0x0620, keccak256(0x0480, 0x01a0))
                mstore(0x01a0, mod(mload(0x0620), r))
                mstore(0x0740, keccak256(0x0620, 0x0120))
                mstore(0xa0, mod(mload(0x0740), r))
                mstore(0xc0, further(mload(0x0740), 1))
                mstore(0xe0, further(mload(0x0740), 2))
                mstore(0x09a0, keccak256(0x0740, 0x01a0))
                mstore(0x0100, mod(mload(0x09a0), r))
                mstore(0x0a00, keccak256(0x09a0, 0x60))
                mstore(0x0120, mod(mload(0x0a00), r))
                mstore(0x1120, keccak256(0x0a00, 0x0640))
                mstore(0x0140, mod(mload(0x1120), r))
                mstore(0x1180, keccak256(0x1120, 0x60))
                mstore(0x0160, mod(mload(0x1180), r))
            }
            mstore(0x1c20, gas())

            denominators()
            invertAll()
            checkEndSums()
            lagrange()
            mstore(0x1c40, gas())
            mstore(0x1a80, table0())
            mstore(0x1aa0, table1())
            mstore(0x1ac0, table2())
            let q := quotientValue()
            mstore(0x1c60, gas())
            sumOfOpenings(q)
            mstore(0x1c80, gas())
            holds := pairing()
            if iszero(holds) { reject() }
            mstore(0x1ca0, gas())
            return(0x1c00, 0xc0)
        }
    }
}
