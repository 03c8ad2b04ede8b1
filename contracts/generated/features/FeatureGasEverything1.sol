// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: steps, prices, mirror
/// @notice The reference string is a public ceremony's.
contract FeatureGasEverything1 {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0x44a56812313bc22dde060ceab6ac05d2e67d35db7a5c23ea780ad1abbbb3b755;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 4;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 2;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 3616;
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
                mstore(0x1520, add(p, sub(r, 0x01)))
                mstore(0x1960, mulmod(0x2d5e098bb31e86271ccb415b196942d755b0a9c3f21dd9882fa3d63ab1000001, add(p, sub(r, 0x01)), r))
                p := mulmod(p, p, r)
                // p is x^n for tables of 2^5 rows.
                mstore(0x1540, add(p, sub(r, 0x01)))
                mstore(0x19a0, mulmod(0x2ee12bff4a2813286a8dc388cd754d9a3ef2490635eba50cb9c2e5e750800001, add(p, sub(r, 0x01)), r))
                mstore(0x1640, x)
                mstore(0x1560, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x1da0, p)
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
                    mstore(0x1580, product)
                    mstore(0x1a20, derivative)
                    mstore(0x1a40, rest)
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
                    mstore(0x15a0, product)
                    mstore(0x1aa0, derivative)
                    mstore(0x1ac0, rest)
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
                    mstore(0x15c0, product)
                    mstore(0x1b20, derivative)
                    mstore(0x1b40, rest)
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
                    mstore(0x15e0, product)
                    mstore(0x1b60, numerator)
                    mstore(0x1b80, total)
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
                    mstore(0x1600, product)
                    mstore(0x1ba0, numerator)
                    mstore(0x1bc0, total)
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
                    mstore(0x1620, product)
                    mstore(0x1be0, numerator)
                    mstore(0x1c00, total)
                }
                let y := mload(M_Y)
                let yt := y
                mstore(M_Y_POWER, yt)
                mstore(0x1660, add(yt, sub(r, x)))
                mstore(0x1680, add(yt, sub(r, mulmod(x, 0x21082ca216cbbf4e1c6e4f4594dd508c996dfbe1174efb98b11509c6e306460b, r))))
                mstore(0x16a0, add(yt, sub(r, mulmod(x, 0x2724713603bfbd790aeaf3e7df25d8e7ef8f311334905b4d8c99980cf210979d, r))))
                mstore(0x16c0, add(yt, sub(r, mulmod(x, 0x09c532c6306b93d29678200d47c0b2a99c18d51b838eeb1d3eed4c533bb512d0, r))))
                mstore(0x16e0, add(y, sub(r, x)))
                mstore(0x1700, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), mulmod(mload(0x0380), mload(0xa0), r), r)))
                mstore(0x1720, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), add(0x06, mulmod(mload(0x03a0), mload(0xa0), r)), r)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x1520)
                p := mulmod(p, mload(0x1540), r)
                mstore(0x1780, p)
                p := mulmod(p, mload(0x1560), r)
                mstore(0x17a0, p)
                p := mulmod(p, mload(0x1580), r)
                mstore(0x17c0, p)
                p := mulmod(p, mload(0x15a0), r)
                mstore(0x17e0, p)
                p := mulmod(p, mload(0x15c0), r)
                mstore(0x1800, p)
                p := mulmod(p, mload(0x15e0), r)
                mstore(0x1820, p)
                p := mulmod(p, mload(0x1600), r)
                mstore(0x1840, p)
                p := mulmod(p, mload(0x1620), r)
                mstore(0x1860, p)
                p := mulmod(p, mload(0x1640), r)
                mstore(0x1880, p)
                p := mulmod(p, mload(0x1660), r)
                mstore(0x18a0, p)
                p := mulmod(p, mload(0x1680), r)
                mstore(0x18c0, p)
                p := mulmod(p, mload(0x16a0), r)
                mstore(0x18e0, p)
                p := mulmod(p, mload(0x16c0), r)
                mstore(0x1900, p)
                p := mulmod(p, mload(0x16e0), r)
                mstore(0x1920, p)
                p := mulmod(p, mload(0x1700), r)
                mstore(0x1940, p)
                p := mulmod(p, mload(0x1720), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x1720), r)
                mstore(0x1720, mulmod(p, mload(0x1940), r))
                p := next
                next := mulmod(p, mload(0x1700), r)
                mstore(0x1700, mulmod(p, mload(0x1920), r))
                p := next
                next := mulmod(p, mload(0x16e0), r)
                mstore(0x16e0, mulmod(p, mload(0x1900), r))
                p := next
                next := mulmod(p, mload(0x16c0), r)
                mstore(0x16c0, mulmod(p, mload(0x18e0), r))
                p := next
                next := mulmod(p, mload(0x16a0), r)
                mstore(0x16a0, mulmod(p, mload(0x18c0), r))
                p := next
                next := mulmod(p, mload(0x1680), r)
                mstore(0x1680, mulmod(p, mload(0x18a0), r))
                p := next
                next := mulmod(p, mload(0x1660), r)
                mstore(0x1660, mulmod(p, mload(0x1880), r))
                p := next
                next := mulmod(p, mload(0x1640), r)
                mstore(0x1640, mulmod(p, mload(0x1860), r))
                p := next
                next := mulmod(p, mload(0x1620), r)
                mstore(0x1620, mulmod(p, mload(0x1840), r))
                p := next
                next := mulmod(p, mload(0x1600), r)
                mstore(0x1600, mulmod(p, mload(0x1820), r))
                p := next
                next := mulmod(p, mload(0x15e0), r)
                mstore(0x15e0, mulmod(p, mload(0x1800), r))
                p := next
                next := mulmod(p, mload(0x15c0), r)
                mstore(0x15c0, mulmod(p, mload(0x17e0), r))
                p := next
                next := mulmod(p, mload(0x15a0), r)
                mstore(0x15a0, mulmod(p, mload(0x17c0), r))
                p := next
                next := mulmod(p, mload(0x1580), r)
                mstore(0x1580, mulmod(p, mload(0x17a0), r))
                p := next
                next := mulmod(p, mload(0x1560), r)
                mstore(0x1560, mulmod(p, mload(0x1780), r))
                p := next
                next := mulmod(p, mload(0x1540), r)
                mstore(0x1540, mulmod(p, mload(0x1520), r))
                p := next
                mstore(0x1520, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x1980, mulmod(mload(0x1960), mload(0x1560), r))
                mstore(0x19c0, mulmod(mload(0x19a0), mload(0x1560), r))
                mstore(0x19e0, mulmod(0x0f5c21d0ca65e0db9be1f670eca407d08ec5ec67626a74f892ccebcd0cf9b9f6, mulmod(mload(0x1960), mulmod(mload(0x1a40), mload(0x1580), r), r), r))
                mstore(0x1a00, mod(add(0x01, sub(r, mulmod(mload(0x1960), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x1a20), mload(0x1580), r), r)), r))), r))
                mstore(0x1a60, mulmod(0x0e2ab23ecd95a07c0f72414bd5308efa99fed0a4d566f73ddefa7dc68a4460b9, mulmod(mload(0x19a0), mulmod(mload(0x1ac0), mload(0x15a0), r), r), r))
                mstore(0x1a80, mod(add(0x01, sub(r, mulmod(mload(0x19a0), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x1aa0), mload(0x15a0), r), r)), r))), r))
                mstore(0x1ae0, mulmod(0xb3c4d79d41a91758cb49c3517c4604a520cff123608fc9cb, mulmod(mload(0x19a0), mulmod(mload(0x1b40), mload(0x15c0), r), r), r))
                mstore(0x1b00, mod(add(0x01, sub(r, mulmod(mload(0x19a0), add(sub(r, 0x08), mulmod(mload(0x0120), mulmod(mload(0x1b20), mload(0x15c0), r), r)), r))), r))
                mstore(0x1b60, mulmod(mload(0x1960), add(sub(r, mload(0x1b80)), mulmod(mload(0x0120), mulmod(mload(0x1b60), mload(0x15e0), r), r)), r))
                mstore(0x1ba0, mulmod(mload(0x19a0), add(sub(r, mload(0x1bc0)), mulmod(mload(0x0120), mulmod(mload(0x1ba0), mload(0x1600), r), r)), r))
                mstore(0x1be0, mulmod(mload(0x19a0), add(sub(r, mload(0x1c00)), mulmod(mload(0x0120), mulmod(mload(0x1be0), mload(0x1620), r), r)), r))
                mstore(0x1c20, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x1da0, mulmod(mload(0x1da0), mload(0x1640), r))
                mstore(0x1c40, mulmod(mload(0x1660), mload(0x1680), r))
                mstore(0x1c60, mulmod(0x0447c12c77fcb44627d292c12c2e9deebc2996751f60c540d1e1eabfd11b11ae, mulmod(mload(0x1660), mload(0x1640), r), r))
                mstore(0x1c80, mulmod(0x2c1c8d466934ebe3907db2f55552ba6e6c0a51d35a58ab5072000ad41ee4ee53, mulmod(mload(0x1680), mload(0x1640), r), r))
                mstore(0x1ca0, mload(0x1660))
                mstore(0x1cc0, mload(0x1660))
                mstore(0x1ce0, mulmod(mload(0x16a0), mload(0x1660), r))
                mstore(0x1d00, mulmod(0x0db7670aca28b8ad7399cd0645855194a24fe9d10a7be83ff7d31c5b610e8e8d, mulmod(mload(0x16a0), mload(0x1640), r), r))
                mstore(0x1d20, mulmod(0x22ace7681708e77c44b678b03bfc06c885e3fe776f3d88514c0ed9388ef17174, mulmod(mload(0x1660), mload(0x1640), r), r))
                mstore(0x1d40, mulmod(mload(0x1660), mload(0x16c0), r))
                mstore(0x1d60, mulmod(0x0db7670aca28b8ad7399cd0645855194a24fe9d10a7be83ff7d31c5b610e8e8e, mulmod(mload(0x1660), mload(0x1640), r), r))
                mstore(0x1d80, mulmod(0x22ace7681708e77c44b678b03bfc06c885e3fe776f3d88514c0ed9388ef17173, mulmod(mload(0x16c0), mload(0x1640), r), r))
            }

            /// Constraints of table 0: steps.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // prices rise
                n := mulmod(mulmod(mload(0x0d60), mload(0x0d80), r), add(add(mload(0x1000), sub(r, mload(0x0fe0))), sub(r, 0x0a)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1980), mload(0x1240), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x19e0), add(mload(0x1240), sub(r, mload(0x0b20))), r)), r)
                // step
                mstore(0x1e20, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), add(mload(0x0fa0), mulmod(mload(0x0fc0), mload(0xa0), r)), r)))
                mstore(0x1e40, sub(r, mload(0x0d60)))
                // step
                mstore(0x1e60, add(add(mload(0xc0), 0x07), mulmod(mload(0xa0), add(add(mload(0x0fa0), 0x01), mulmod(mload(0xa0), add(mload(0x0fc0), mload(0x0fe0)), r)), r)))
                mstore(0x1e80, add(mulmod(mload(0x1e40), mload(0x1e60), r), mulmod(mload(0x0d60), mload(0x1e20), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1a00), add(sub(r, mod(mload(0x1e80), r)), mulmod(mload(0x1200), mulmod(mload(0x1e20), mload(0x1e60), r), r)), r)), r)
                // price
                mstore(0x1ea0, add(add(mload(0xc0), 0x08), mulmod(mload(0xa0), add(mload(0x0fa0), mulmod(mload(0xa0), add(mload(0x0fe0), mulmod(mload(0xa0), mulmod(mload(0x0d60), mload(0x0fe0), r), r)), r)), r)))
                // mask out
                mstore(0x1ec0, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), mulmod(mload(0x1120), mload(0xa0), r), r)))
                mstore(0x1ee0, add(mulmod(mload(0x0d60), mload(0x1ec0), r), mulmod(mload(0x1980), mload(0x1ea0), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1a00), add(sub(r, mod(mload(0x1ee0), r)), mulmod(mload(0x1220), mulmod(mload(0x1ea0), mload(0x1ec0), r), r)), r)), r)
                // mask in
                mstore(0x1f00, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), add(0x01, mulmod(mload(0x1140), mload(0xa0), r)), r)))
                mstore(0x1f20, sub(r, mload(0x1980)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1a00), add(sub(r, mload(0x1f20)), mulmod(mload(0x1f00), add(mload(0x1260), sub(r, mod(add(mload(0x1220), add(mload(0x1240), mload(0x1200))), r))), r)), r)), r)
            }

            /// Constraints of table 1: prices.
            function table1() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // start
                n := mulmod(mload(0x19c0), add(mload(0x1180), sub(r, mload(0x0f80))), r)
                // fold
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0dc0), add(sub(r, mload(0x0f80)), add(mload(0x1180), sub(r, mulmod(mload(0x1160), mload(0x01a0), r)))), r)), r)
                // slots
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0dc0), add(add(mload(0x0f60), sub(r, mload(0x0f40))), sub(r, 0x01)), r)), r)
                // degree five
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0f80), mulmod(mload(0x0f60), mulmod(mload(0x0f80), mulmod(mload(0x0da0), add(mload(0x0da0), sub(r, 0x01)), r), r), r), r)), r)
                // Permutation
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x19c0), add(mload(0x12c0), sub(r, 0x01)), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1a60), add(mload(0x12c0), sub(r, 0x01)), r)), r)
                mstore(0x1e20, mulmod(add(add(mload(0x1ba0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0e00), r)), mulmod(mload(0x12e0), add(add(mload(0x0f80), mload(0xe0)), mulmod(mload(0xc0), mload(0x0de0), r)), r), r))
                mstore(0x1e40, mulmod(mulmod(mload(0x12c0), add(mload(0x1c20), add(mload(0x0f80), mload(0xe0))), r), add(add(mload(0x1ba0), mload(0xe0)), mulmod(mload(0x1c20), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1a80), add(mload(0x1e20), sub(r, mload(0x1e40))), r)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x19c0), mload(0x1280), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1a60), add(mload(0x1280), sub(r, mload(0x0b40))), r)), r)
                // prices
                mstore(0x1e60, add(add(mload(0xc0), 0x08), mulmod(mload(0xa0), add(mload(0x0f60), mulmod(mload(0xa0), add(mload(0x0f80), mulmod(mload(0x0f80), mload(0xa0), r)), r)), r)))
                mstore(0x1e80, sub(r, mload(0x11a0)))
                // mask out
                mstore(0x1ea0, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), add(0x01, mulmod(mload(0x11c0), mload(0xa0), r)), r)))
                mstore(0x1ec0, add(mulmod(mload(0x1e80), mload(0x1ea0), r), mulmod(mload(0x19c0), mload(0x1e60), r)))
                mstore(0x1ee0, mulmod(mload(0x1e60), mload(0x1ea0), r))
                // mask in
                mstore(0x1f00, add(add(mload(0xc0), 0xffffffff), mulmod(mload(0xa0), mulmod(mload(0x11e0), mload(0xa0), r), r)))
                mstore(0x1f20, add(mulmod(mload(0x1ec0), mload(0x1f00), r), mulmod(mload(0x1ee0), sub(r, mload(0x19c0)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1a80), add(sub(r, mod(mload(0x1f20), r)), mulmod(add(mload(0x12a0), sub(r, mload(0x1280))), mulmod(mload(0x1ee0), mload(0x1f00), r), r)), r)), r)
            }

            /// Constraints of table 2: mirror.
            function table2() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // Permutation
                n := mulmod(mload(0x19c0), add(mload(0x1340), sub(r, 0x01)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1ae0), add(mload(0x1340), sub(r, 0x01)), r)), r)
                mstore(0x1e20, mulmod(add(add(mload(0x1060), mload(0xe0)), mulmod(mload(0xc0), mload(0x0e60), r)), mulmod(add(add(mload(0x1040), mload(0xe0)), mulmod(mload(0xc0), mload(0x0e40), r)), mulmod(mload(0x1300), add(add(mload(0x1020), mload(0xe0)), mulmod(mload(0xc0), mload(0x0e20), r)), r), r), r))
                mstore(0x1e40, mulmod(add(add(mload(0x1060), mload(0xe0)), mulmod(mload(0x1c20), 0x0fb586050074e55aa0c26a84aa2e32573c3904f526e2426a5ddd73b177419820, r)), mulmod(mulmod(mload(0x1340), add(mload(0x1c20), add(mload(0x1020), mload(0xe0))), r), add(add(mload(0x1040), mload(0xe0)), mulmod(mload(0x1c20), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1b00), add(mload(0x1e20), sub(r, mload(0x1e40))), r)), r)
                mstore(0x1e60, mulmod(add(add(mload(0x10c0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ec0), r)), mulmod(add(add(mload(0x10a0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ea0), r)), mulmod(mload(0x1320), add(add(mload(0x1080), mload(0xe0)), mulmod(mload(0xc0), mload(0x0e80), r)), r), r), r))
                mstore(0x1e80, mulmod(add(add(mload(0x10c0), mload(0xe0)), mulmod(mload(0x1c20), 0x811ff337075f8d71cf69cedbc982c6ceadba72029ef0331da3fc8dca6f56eb, r)), mulmod(add(add(mload(0x10a0), mload(0xe0)), mulmod(mload(0x1c20), 0x2e230337fde357a84453d15b0abe981537976abfa53a5adf4362be7132bdf541, r)), mulmod(mload(0x1300), add(add(mload(0x1080), mload(0xe0)), mulmod(mload(0x1c20), 0x19222d61fb3c1ca79303bff4b7153f9d621cc15ca639abb8b3d875285a391a02, r)), r), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1b00), add(mload(0x1e60), sub(r, mload(0x1e80))), r)), r)
                mstore(0x1ea0, mulmod(add(add(mload(0x1be0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0f20), r)), mulmod(add(add(mload(0x1100), mload(0xe0)), mulmod(mload(0xc0), mload(0x0f00), r)), mulmod(mload(0x1360), add(add(mload(0x10e0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ee0), r)), r), r), r))
                mstore(0x1ec0, mulmod(add(add(mload(0x1be0), mload(0xe0)), mulmod(mload(0x1c20), 0x07098407de45bde79a3bb3069c37e4027f5b908683e5a01dbb4fe5c2dd7e77a7, r)), mulmod(add(add(mload(0x1100), mload(0xe0)), mulmod(mload(0x1c20), 0x2c79a5b47cfdd9a52c2d34c7e8499bafc48d794e35582fa1548d57ca04ccc6bf, r)), mulmod(mload(0x1320), add(add(mload(0x10e0), mload(0xe0)), mulmod(mload(0x1c20), 0x1832c8cdec0ce84cd34c2c98bb624eedf4aeb47f5b1f605640be8bb83c8caf92, r)), r), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1b00), add(mload(0x1ea0), sub(r, mload(0x1ec0))), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x1dc0), mload(0x1520), r)
                q := mod(add(mulmod(q, power(mload(M_ALPHA), 10), r), mulmod(mload(0x1de0), mload(0x1540), r)), r)
                q := mod(add(mulmod(q, power(mload(M_ALPHA), 5), r), mulmod(mload(0x1e00), mload(0x1540), r)), r)
            }

            /// The bus must cancel over all tables and public interactions (§5).
            function checkEndSums() {
                let r := mload(M_ORDER)
                let sum := 0
                sum := addmod(sum, mload(0x0b20), r)
                sum := addmod(sum, mload(0x0b40), r)
                sum := addmod(sum, mload(0x1700), r)
                sum := addmod(sum, sub(r, mload(0x1720)), r)
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
                c := mulmod(k, mload(0x1c40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1c60), mload(0x0d60), r), mulmod(mload(0x1c80), mload(0x0d80), r)), r)), r)
                mstore(M_POINT, 0x099948cd222b7593f282daefb13c307bc2233be3882ddce7697010fdb0ee22a1)
                mstore(add(M_POINT, 0x20), 0x1f3aee4b55cd2b2cb6c7f36943406af0e8970b1a5cf442ac89fdc143645b8aa3)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 1, offsets [0], active
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0da0), r)), r)
                mstore(M_POINT, 0x0ad44777b08fd79a19b7386f64ce5c1b0efb07583d077240e86f5d7956942769)
                mstore(add(M_POINT, 0x20), 0x1b287a8ebff82be5901a2ddadf687d1707c5529ff9f146d24a9e7cfdbdbc3373)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 1, offsets [0], after
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0dc0), r)), r)
                mstore(M_POINT, 0x0aea563bc713912a631c84b6f04e952aa7dce8b8d3b43ff40949c36e8bfd9dc0)
                mstore(add(M_POINT, 0x20), 0x15e59485f48972e75242062e09ca06ad4529cf4df7a9103e056f1021a66b8438)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 1, offsets [0], sigma 0
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0de0), r)), r)
                mstore(M_POINT, 0x1fd2a52604609fe82ae1c7f9c2b3a8c11f2a730619f2ccdd59ead67a573e82b5)
                mstore(add(M_POINT, 0x20), 0x146d03b85c4bc312d8661fa06f7a5efaf5337d6c0cc15605154dab5c567c6248)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 4: table 1, offsets [0], sigma 1
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0e00), r)), r)
                mstore(M_POINT, 0x2dfa0ea2774c67ec217aac16d6ff899f72626d4ed235723ff25be3d273ebffb6)
                mstore(add(M_POINT, 0x20), 0x1a494af406d174d949296066531c7658b8dba26ff7a1944c317ac3817eda35d8)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 5: table 2, offsets [0], sigma 0
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0e20), r)), r)
                mstore(M_POINT, 0x242cd78e0279b742fff27066c46a9303cb93b09e858296dab574fd29246c4edf)
                mstore(add(M_POINT, 0x20), 0x2eef3218ddf139adec5e4d2c4fa30e3fd283d1ec19b7b7536787193d9e87b52f)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 6: table 2, offsets [0], sigma 1
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0e40), r)), r)
                mstore(M_POINT, 0x0259fda83e6efba5dadbd3eb6e274a96b1610d473ed55e74e83e3ca0b0e5ba10)
                mstore(add(M_POINT, 0x20), 0x208012602a0959ec8ec61231a90f6f844e1d6741cc61c23c01afcec01bf1b6c8)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 7: table 2, offsets [0], sigma 2
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0e60), r)), r)
                mstore(M_POINT, 0x2909d74385257948f1d138c5388dc5a2886a03de43cb3020fc4fcb011f0ac6ab)
                mstore(add(M_POINT, 0x20), 0x2cc81f5e77c92366488704530698265451a94c32220fcf6b9177d7c360988e61)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 8: table 2, offsets [0], sigma 3
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0e80), r)), r)
                mstore(M_POINT, 0x1eaf1ef00e69185bb13939c7148de2583abd7e5634cd9b4d3748091e95043a52)
                mstore(add(M_POINT, 0x20), 0x293ce0c59669f74bf716710af7d16677ec2b9c2be0a03e5e27a41d7d494dd985)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 9: table 2, offsets [0], sigma 4
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0ea0), r)), r)
                mstore(M_POINT, 0x23ea545ebd731557d7b5fc04fcb7ff5172ee5faa9f1431df1859572339fd0d1f)
                mstore(add(M_POINT, 0x20), 0x2d37dde4725190ee69b3b753e62211da9f6ada57e15f2cd9bbe021f36641160f)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 10: table 2, offsets [0], sigma 5
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0ec0), r)), r)
                mstore(M_POINT, 0x1ee0a1b11c87d64dae632e7f1de0ecd65cc40dc47b1f0e35a3937739b9bc0357)
                mstore(add(M_POINT, 0x20), 0x111824468e7f4b8db2bfff0a8c1085a5b06ca891f527a12289ab987778117cc1)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 11: table 2, offsets [0], sigma 6
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0ee0), r)), r)
                mstore(M_POINT, 0x02164ee3cf4f22fb544ae1fc97e05d33110ad83b12248444f9efd8e552f411a3)
                mstore(add(M_POINT, 0x20), 0x1d74c2d09313371dd3deca7820d9adcf5e8620c1076b497e0925a3c478efcb6c)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 12: table 2, offsets [0], sigma 7
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0f00), r)), r)
                mstore(M_POINT, 0x2bb6d6b8fc7fbd963189762621f1df5de63faf4ca8ccc87b152a3fe03fce05)
                mstore(add(M_POINT, 0x20), 0x060fa1c1360b4c0ce4899647463a459a89cdae2f86ca4c092da958149e305ff0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 13: table 2, offsets [0], sigma 8
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0f20), r)), r)
                mstore(M_POINT, 0x15b07907a71d004842d466d46574f4cb7f931152c1f684f8ea1a8482317da435)
                mstore(add(M_POINT, 0x20), 0x12029d935676ac0f8105bcaef54aff4238f6610667bc00522b7af8a2cb22eaa8)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 14: table 1, offsets [-1, 0], slot
                c := mulmod(k, mload(0x1ce0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1d00), mload(0x0f40), r), mulmod(mload(0x1d20), mload(0x0f60), r)), r)), r)
                loadPoint(0x04a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 15: table 1, offsets [0], quote
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0f80), r)), r)
                loadPoint(0x04e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 16: table 0, offsets [0], index
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0fa0), r)), r)
                loadPoint(0x0520)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 17: table 0, offsets [0], value
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x0fc0), r)), r)
                loadPoint(0x0560)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 18: table 0, offsets [0, 1], price
                c := mulmod(k, mload(0x1c40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1c60), mload(0x0fe0), r), mulmod(mload(0x1c80), mload(0x1000), r)), r)), r)
                loadPoint(0x05a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 19: table 2, offsets [0], m0
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1020), r)), r)
                loadPoint(0x05e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 20: table 2, offsets [0], m1
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1040), r)), r)
                loadPoint(0x0620)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 21: table 2, offsets [0], m2
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1060), r)), r)
                loadPoint(0x0660)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 22: table 2, offsets [0], m3
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1080), r)), r)
                loadPoint(0x06a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 23: table 2, offsets [0], m4
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x10a0), r)), r)
                loadPoint(0x06e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 24: table 2, offsets [0], m5
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x10c0), r)), r)
                loadPoint(0x0720)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 25: table 2, offsets [0], m6
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x10e0), r)), r)
                loadPoint(0x0760)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 26: table 2, offsets [0], m7
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1100), r)), r)
                loadPoint(0x07a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 27: table 0, offsets [0, 1], mask
                c := mulmod(k, mload(0x1c40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1c60), mload(0x1120), r), mulmod(mload(0x1c80), mload(0x1140), r)), r)), r)
                loadPoint(0x0800)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 28: table 1, offsets [-1, 0], weighted
                c := mulmod(k, mload(0x1ce0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1d00), mload(0x1160), r), mulmod(mload(0x1d20), mload(0x1180), r)), r)), r)
                loadPoint(0x0840)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 29: table 1, offsets [0], count
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x11a0), r)), r)
                loadPoint(0x0880)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 30: table 1, offsets [0, 1], mask
                c := mulmod(k, mload(0x1d40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1d60), mload(0x11c0), r), mulmod(mload(0x1d80), mload(0x11e0), r)), r)), r)
                loadPoint(0x08c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 31: table 0, offsets [0], helper 0
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1200), r)), r)
                loadPoint(0x0920)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 32: table 0, offsets [0], helper 1
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1220), r)), r)
                loadPoint(0x0960)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 33: table 0, offsets [0, 1], phi
                c := mulmod(k, mload(0x1c40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1c60), mload(0x1240), r), mulmod(mload(0x1c80), mload(0x1260), r)), r)), r)
                loadPoint(0x09a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 34: table 1, offsets [0, 1], phi
                c := mulmod(k, mload(0x1d40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1d60), mload(0x1280), r), mulmod(mload(0x1d80), mload(0x12a0), r)), r)), r)
                loadPoint(0x09e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 35: table 1, offsets [0, 1], z
                c := mulmod(k, mload(0x1d40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1d60), mload(0x12c0), r), mulmod(mload(0x1d80), mload(0x12e0), r)), r)), r)
                loadPoint(0x0a20)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 36: table 2, offsets [0], partial product 0
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1300), r)), r)
                loadPoint(0x0a60)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 37: table 2, offsets [0], partial product 1
                c := mulmod(k, mload(0x1ca0), r)
                g := mod(add(g, mulmod(c, mload(0x1320), r)), r)
                loadPoint(0x0aa0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 38: table 2, offsets [0, 1], z
                c := mulmod(k, mload(0x1d40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1d60), mload(0x1340), r), mulmod(mload(0x1d80), mload(0x1360), r)), r)), r)
                loadPoint(0x0ae0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x16e0), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x0c40)
                addMultiple(c)
                c := mulmod(c, mload(0x1da0), r)
                loadPoint(0x0c80)
                addMultiple(c)
                c := mulmod(c, mload(0x1da0), r)
                loadPoint(0x0cc0)
                addMultiple(c)
                c := mulmod(c, mload(0x1da0), r)
                loadPoint(0x0d00)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x1480)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x14e0)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x0200, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0220, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0240, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0260, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0280, mload(0x14e0))
                mstore(0x02a0, sub(FIELD, mload(0x1500)))
                mstore(0x02c0, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x02e0, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x0300, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0320, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 3616), eq(publicInputs.length, 4))) { reject() }
            mstore(M_ORDER, ORDER)
            mstore(0x1f40, gas())
            calldatacopy(0x0380, publicInputs.offset, 0x80)
            calldatacopy(0x04a0, add(proof.offset, 0x00), 0x0340)
            calldatacopy(0x0800, add(proof.offset, 0x0340), 0x0100)
            calldatacopy(0x0920, add(proof.offset, 0x0440), 0x0240)
            calldatacopy(0x0c40, add(proof.offset, 0x0680), 0x0100)
            calldatacopy(0x0d60, add(proof.offset, 0x0780), 0x0620)
            calldatacopy(0x1480, add(proof.offset, 0x0da0), 0x40)
            calldatacopy(0x14e0, add(proof.offset, 0x0de0), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(and(lt(mload(0x0380), r), lt(mload(0x03a0), r)), and(lt(mload(0x03c0), r), lt(mload(0x03e0), r)))) { reject() }
                if iszero(and(lt(mload(0x0b20), r), lt(mload(0x0b40), r))) { reject() }
                if iszero(and(and(and(lt(mload(0x0d60), r), lt(mload(0x0d80), r)), and(lt(mload(0x0da0), r), lt(mload(0x0dc0), r))), and(and(lt(mload(0x0de0), r), lt(mload(0x0e00), r)), and(lt(mload(0x0e20), r), lt(mload(0x0e40), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0e60), r), lt(mload(0x0e80), r)), and(lt(mload(0x0ea0), r), lt(mload(0x0ec0), r))), and(and(lt(mload(0x0ee0), r), lt(mload(0x0f00), r)), and(lt(mload(0x0f20), r), lt(mload(0x0f40), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0f60), r), lt(mload(0x0f80), r)), and(lt(mload(0x0fa0), r), lt(mload(0x0fc0), r))), and(and(lt(mload(0x0fe0), r), lt(mload(0x1000), r)), and(lt(mload(0x1020), r), lt(mload(0x1040), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x1060), r), lt(mload(0x1080), r)), and(lt(mload(0x10a0), r), lt(mload(0x10c0), r))), and(and(lt(mload(0x10e0), r), lt(mload(0x1100), r)), and(lt(mload(0x1120), r), lt(mload(0x1140), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x1160), r), lt(mload(0x1180), r)), and(lt(mload(0x11a0), r), lt(mload(0x11c0), r))), and(and(lt(mload(0x11e0), r), lt(mload(0x1200), r)), and(lt(mload(0x1220), r), lt(mload(0x1240), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x1260), r), lt(mload(0x1280), r)), and(lt(mload(0x12a0), r), lt(mload(0x12c0), r))), and(and(lt(mload(0x12e0), r), lt(mload(0x1300), r)), and(lt(mload(0x1320), r), lt(mload(0x1340), r))))) { reject() }
                if iszero(lt(mload(0x1360), r)) { reject() }
            }

            // The transcript
            mstore(0x0340, 0x41737361792070726f6f66207631)
            mstore(0x0360, 0x44a56812313bc22dde060ceab6ac05d2e67d35db7a5c23ea780ad1abbbb3b755)
            mstore(0x0480, keccak256(0x0352, 0xae))
            {
                let r := mload(M_ORDER)
                mstore(0x07e0, keccak256(0x0480, 0x0360))
                mstore(0x01a0, mod(mload(0x07e0), r))
                mstore(0x0900, keccak256(0x07e0, 0x0120))
                mstore(0xa0, mod(mload(0x0900), r))
                mstore(0xc0, further(mload(0x0900), 1))
                mstore(0xe0, further(mload(0x0900), 2))
                mstore(0x0c20, keccak256(0x0900, 0x0260))
                mstore(0x0100, mod(mload(0x0c20), r))
                mstore(0x0d40, keccak256(0x0c20, 0x0120))
                mstore(0x0120, mod(mload(0x0d40), r))
                mstore(0x1460, keccak256(0x0d40, 0x0640))
                mstore(0x0140, mod(mload(0x1460), r))
                mstore(0x14c0, keccak256(0x1460, 0x60))
                mstore(0x0160, mod(mload(0x14c0), r))
            }
            mstore(0x1f60, gas())

            denominators()
            invertAll()
            checkEndSums()
            lagrange()
            mstore(0x1f80, gas())
            mstore(0x1dc0, table0())
            mstore(0x1de0, table1())
            mstore(0x1e00, table2())
            let q := quotientValue()
            mstore(0x1fa0, gas())
            sumOfOpenings(q)
            mstore(0x1fc0, gas())
            holds := pairing()
            if iszero(holds) { reject() }
            mstore(0x1fe0, gas())
            return(0x1f40, 0xc0)
        }
    }
}
