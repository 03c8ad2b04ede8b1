// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: model
/// @notice The reference string is a public ceremony's.
contract BtcUsdOptionVerifier {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0xfa8530798d811b7c3badae4afd825df324e7578ae73eaaf0c545c7e0f4bf8a19;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 10;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 1;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 2624;
    /// @notice Whether the reference string was made from a known seed. Whoever knows the seed can forge proofs.
    bool public constant isInsecure = false;

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
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                p := mulmod(p, p, r)
                // p is x^n for tables of 2^10 rows.
                mstore(0x10e0, add(p, sub(r, 0x01)))
                mstore(0x12e0, mulmod(0x3058355f447953c1ade231a513e0f80710e9db4e679b02351f90fd168b040001, add(p, sub(r, 0x01)), r))
                mstore(0x1160, x)
                mstore(0x1100, add(x, sub(r, 0x01)))
                // x^(t?n), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x14a0, power(p, 2))
                // The last 7 of 2^10 rows
                 {
                    let product := 1
                    let derivative := 0
                    let rest := 0
                    let factor := 0
                    factor := add(x, 0x14240bab02f5195349783ca10754d9523af131ba0b763042793f13aa3d1a3390)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x268b565136980a7663e7cfe09c845bb1dc0c6e4088fcafc8f0ef89844094c1b3)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x0991d367d559defa93cfc85e3918d74d3ddd8e1e478561d0e8803166bc6e6720)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x10187b4b6d0ea55653db2add489ea27682e6ef81f2a6ec06dab5a056ecd60a2b)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x082b04e1ca4742d50c28069c5263566eed12681dfba9d1b1ddea0d14d88f3773)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x03c5411540c215284f7abccc1a3c03c167bfb513b8f4e22b43d26430f1bf85ef)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x22879f7bf3c7731c164260e67c7b6fae256f839311ad2ec536c438507f9ecf1f)
                    rest := product
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    mstore(0x1120, product)
                    mstore(0x1360, derivative)
                    mstore(0x1380, rest)
                }
                // Public inputs 0 to 9
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
                    factor := add(x, 0x296734b17119fc08cc91898ad0f9e679ee796e87d0e698e631e85fb233d1a6ef)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03a0)
                    factor := add(x, 0x21466153ea4a70cdb89019a7a3e651e74003be067d41431bbaa775f2a8fea833)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03c0)
                    factor := add(x, 0x0beb5e960ef05f7426f8e9a191f200d0289ec9bc830c975b39e020e39a1c39ad)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03e0)
                    factor := add(x, 0x28b389113b1d1c24c7ca256be24a58acc6baa5f412687e607b4e94027b5a858b)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0400)
                    factor := add(x, 0x272573c088d418d490fd0c627cd70f2bf77806766c726200edba92865506e6b7)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0420)
                    factor := add(x, 0x1e03a8e524e06bf8e83a3df1b756ed83939d3db6e60ff73ba633d4cb4b490592)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0440)
                    factor := add(x, 0x20dea1744e4ad8e9b328811ca5cd294a3f8ba4c9d71a249f06c5bd52890a8b6c)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0460)
                    factor := add(x, 0x197d107534009697d8f364199928147d0a6892e3c2c72417a6d3ae873562e7f0)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0480)
                    factor := add(x, 0x1fbfe4a677f32a14423da30a25e83c868e0297c1b177103171641d57670afd30)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x1140, product)
                    mstore(0x13a0, numerator)
                    mstore(0x13c0, total)
                }
                let y := mload(M_Y)
                let yt := mulmod(y, y, r)
                mstore(M_Y_POWER, yt)
                mstore(0x1180, add(yt, sub(r, x)))
                mstore(0x11a0, add(yt, sub(r, mulmod(x, 0x06fd19c17017a420ebbebc2bb08771e339ba79c0a8d2d7ab11f995e1bc2e5912, r))))
                mstore(0x11c0, add(y, sub(r, x)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x10e0)
                p := mulmod(p, mload(0x1100), r)
                mstore(0x1220, p)
                p := mulmod(p, mload(0x1120), r)
                mstore(0x1240, p)
                p := mulmod(p, mload(0x1140), r)
                mstore(0x1260, p)
                p := mulmod(p, mload(0x1160), r)
                mstore(0x1280, p)
                p := mulmod(p, mload(0x1180), r)
                mstore(0x12a0, p)
                p := mulmod(p, mload(0x11a0), r)
                mstore(0x12c0, p)
                p := mulmod(p, mload(0x11c0), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x11c0), r)
                mstore(0x11c0, mulmod(p, mload(0x12c0), r))
                p := next
                next := mulmod(p, mload(0x11a0), r)
                mstore(0x11a0, mulmod(p, mload(0x12a0), r))
                p := next
                next := mulmod(p, mload(0x1180), r)
                mstore(0x1180, mulmod(p, mload(0x1280), r))
                p := next
                next := mulmod(p, mload(0x1160), r)
                mstore(0x1160, mulmod(p, mload(0x1260), r))
                p := next
                next := mulmod(p, mload(0x1140), r)
                mstore(0x1140, mulmod(p, mload(0x1240), r))
                p := next
                next := mulmod(p, mload(0x1120), r)
                mstore(0x1120, mulmod(p, mload(0x1220), r))
                p := next
                next := mulmod(p, mload(0x1100), r)
                mstore(0x1100, mulmod(p, mload(0x10e0), r))
                p := next
                mstore(0x10e0, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x1300, mulmod(mload(0x12e0), mload(0x1100), r))
                mstore(0x1320, mulmod(0x0ddcaef6ed6a2d0da20de4d00505e8af02c464b5680c41cc0d1dbd43706130e2, mulmod(mload(0x12e0), mulmod(mload(0x1380), mload(0x1120), r), r), r))
                mstore(0x1340, mod(add(0x01, sub(r, mulmod(mload(0x12e0), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x1360), mload(0x1120), r), r)), r))), r))
                mstore(0x13a0, mulmod(mload(0x12e0), add(sub(r, mload(0x13c0)), mulmod(mload(0x0120), mulmod(mload(0x13a0), mload(0x1140), r), r)), r))
                mstore(0x13e0, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x14a0, mulmod(mload(0x14a0), mload(0x1160), r))
                mstore(0x1400, mload(0x1180))
                mstore(0x1420, mload(0x1180))
                mstore(0x1440, mulmod(mload(0x1180), mload(0x11a0), r))
                mstore(0x1460, mulmod(0x176497bcf5b505a63b8ac072970c644480e1dfe61c9238f7cd94b9b8876867ec, mulmod(mload(0x1180), mload(0x1160), r), r))
                mstore(0x1480, mulmod(0x18ffb6b5eb7c9a837cc58543ea74f418a75208625d273799764d3bdb68979815, mulmod(mload(0x11a0), mload(0x1160), r), r))
            }

            /// Constraints of table 0: model.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                mstore(0x14e0, add(mload(0x0c80), mulmod(0x0100, add(mload(0x0ca0), mulmod(0x0100, add(mload(0x0cc0), mulmod(mload(0x0ce0), 0x0100, r)), r)), r)))
                mstore(0x1500, add(mload(0x0d00), mulmod(0x0100, mload(0x0d20), r)))
                mstore(0x1520, mulmod(mload(0x0a40), add(0x04, sub(r, mload(0x0a40))), r))
                mstore(0x1540, add(mload(0x1500), sub(r, 0x8000)))
                mstore(0x1560, mulmod(mload(0x0e60), mload(0x1540), r))
                mstore(0x1580, mulmod(mload(0x0e60), mload(0x0e60), r))
                mstore(0x15a0, mulmod(mload(0x14e0), 0x2d5e098b82ba37b43b99a1316118fd20d42f5166c9e9f13fb5ea65a96d1e0a6d, r))
                // row equation: product?v0?v1 + second?v2 + third?v3 + fourth?v4 + constant = 0
                n := mod(add(mload(0x09a0), add(mulmod(mload(0x0980), mload(0x0d60), r), add(mulmod(mload(0x0960), mload(0x0e40), r), add(mulmod(mload(0x0940), mload(0x0e20), r), mulmod(mload(0x0dc0), mulmod(mload(0x0920), mload(0x0da0), r), r))))), r)
                // range: ranged?v4 = ? weight?limbs
                n := mod(add(mulmod(n, a, r), add(sub(r, mulmod(mload(0x0a20), mload(0x0d40), r)), add(sub(r, mulmod(mload(0x0a00), mload(0x1500), r)), add(mulmod(mload(0x0d60), mload(0x09c0), r), sub(r, mulmod(mload(0x09e0), mload(0x14e0), r)))))), r)
                // bit: ranged?(ranged ? 1)?v3?(v3 ? 1) = 0
                n := mod(add(mulmod(n, a, r), mulmod(mulmod(mload(0x09c0), add(mload(0x09c0), sub(r, 0x01)), r), mulmod(mload(0x0e40), add(mload(0x0e40), sub(r, 0x01)), r), r)), r)
                // feed: feed = feeds?v4
                n := mod(add(mulmod(n, a, r), add(mload(0x0c60), sub(r, mulmod(mload(0x0d60), mload(0x0aa0), r)))), r)
                // square: next v2 = H?
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1520), add(mload(0x0e60), sub(r, mulmod(mload(0x1540), mload(0x1540), r))), r)), r)
                // polynomial: next v3 = ? c??(H? + i?H????L)
                n := mod(add(mulmod(n, a, r), add(sub(r, mulmod(mload(0x0a60), add(mulmod(mload(0x1540), mulmod(mload(0x1580), mload(0x0e00), r), r), mulmod(0x04, mulmod(mload(0x15a0), mulmod(mload(0x1560), mload(0x0de0), r), r), r)), r)), mulmod(mload(0x1520), add(mload(0x0e80), sub(r, addmod(add(mulmod(mload(0x0de0), mload(0x1580), r), add(mulmod(mload(0x0e40), mload(0x1560), r), add(add(mload(0x0da0), mulmod(mload(0x0dc0), mload(0x1540), r)), mulmod(mload(0x0e20), mload(0x0e60), r)))), mulmod(mload(0x15a0), add(add(mload(0x0dc0), mulmod(0x02, mulmod(mload(0x0e20), mload(0x1540), r), r)), mulmod(0x03, mulmod(mload(0x0e40), mload(0x0e60), r), r)), r), r))), r))), r)
                // Permutation
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1300), add(mload(0x0f40), sub(r, 0x01)), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1320), add(mload(0x0f40), sub(r, 0x01)), r)), r)
                mstore(0x15c0, mulmod(add(add(mload(0x0e20), mload(0xe0)), mulmod(mload(0xc0), mload(0x0be0), r)), mulmod(add(add(mload(0x0dc0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0bc0), r)), mulmod(mload(0x0f00), add(add(mload(0x0da0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ba0), r)), r), r), r))
                mstore(0x15e0, mulmod(add(add(mload(0x0e20), mload(0xe0)), mulmod(mload(0x13e0), 0x0fb586050074e55aa0c26a84aa2e32573c3904f526e2426a5ddd73b177419820, r)), mulmod(mulmod(mload(0x0f40), add(mload(0x13e0), add(mload(0x0da0), mload(0xe0))), r), add(add(mload(0x0dc0), mload(0xe0)), mulmod(mload(0x13e0), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1340), add(mload(0x15c0), sub(r, mload(0x15e0))), r)), r)
                mstore(0x1600, mulmod(add(add(mload(0x13a0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0c40), r)), mulmod(add(add(mload(0x0d60), mload(0xe0)), mulmod(mload(0xc0), mload(0x0c20), r)), mulmod(mload(0x0f80), add(add(mload(0x0e40), mload(0xe0)), mulmod(mload(0xc0), mload(0x0c00), r)), r), r), r))
                mstore(0x1620, mulmod(add(add(mload(0x13a0), mload(0xe0)), mulmod(mload(0x13e0), 0x811ff337075f8d71cf69cedbc982c6ceadba72029ef0331da3fc8dca6f56eb, r)), mulmod(add(add(mload(0x0d60), mload(0xe0)), mulmod(mload(0x13e0), 0x2e230337fde357a84453d15b0abe981537976abfa53a5adf4362be7132bdf541, r)), mulmod(mload(0x0f00), add(add(mload(0x0e40), mload(0xe0)), mulmod(mload(0x13e0), 0x19222d61fb3c1ca79303bff4b7153f9d621cc15ca639abb8b3d875285a391a02, r)), r), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1340), add(mload(0x1600), sub(r, mload(0x1620))), r)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1300), mload(0x0f20), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1320), mload(0x0f20), r)), r)
                // byte 0
                mstore(0x1640, add(add(mload(0xc0), 0x01), mulmod(mload(0x0c80), mload(0xa0), r)))
                // byte 1
                mstore(0x1660, add(add(mload(0xc0), 0x01), mulmod(mload(0x0ca0), mload(0xa0), r)))
                mstore(0x1680, addmod(mload(0x1660), mload(0x1640), r))
                mstore(0x16a0, mulmod(mload(0x1640), mload(0x1660), r))
                // byte 2
                mstore(0x16c0, add(add(mload(0xc0), 0x01), mulmod(mload(0x0cc0), mload(0xa0), r)))
                mstore(0x16e0, add(mload(0x16a0), mulmod(mload(0x1680), mload(0x16c0), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1340), add(sub(r, mod(mload(0x16e0), r)), mulmod(mload(0x0ea0), mulmod(mload(0x16a0), mload(0x16c0), r), r)), r)), r)
                // byte 3
                mstore(0x1700, add(add(mload(0xc0), 0x01), mulmod(mload(0x0ce0), mload(0xa0), r)))
                // byte 4
                mstore(0x1720, add(add(mload(0xc0), 0x01), mulmod(mload(0x0d00), mload(0xa0), r)))
                mstore(0x1740, addmod(mload(0x1720), mload(0x1700), r))
                mstore(0x1760, mulmod(mload(0x1700), mload(0x1720), r))
                // byte 5
                mstore(0x1780, add(add(mload(0xc0), 0x01), mulmod(mload(0x0d20), mload(0xa0), r)))
                mstore(0x17a0, add(mload(0x1760), mulmod(mload(0x1740), mload(0x1780), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1340), add(sub(r, mod(mload(0x17a0), r)), mulmod(mload(0x0ec0), mulmod(mload(0x1760), mload(0x1780), r), r)), r)), r)
                // byte 6
                mstore(0x17c0, add(add(mload(0xc0), 0x01), mulmod(mload(0x0d40), mload(0xa0), r)))
                // sort from
                mstore(0x17e0, add(add(mload(0xc0), 0x02), mulmod(mload(0xa0), add(mload(0x0960), mulmod(mload(0xa0), mulmod(mload(0x0da0), mload(0x0dc0), r), r)), r)))
                mstore(0x1800, add(mload(0x17e0), mulmod(mload(0x0a80), mload(0x17c0), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1340), add(sub(r, mod(mload(0x1800), r)), mulmod(mload(0x0ee0), mulmod(mload(0x17c0), mload(0x17e0), r), r)), r)), r)
                // sort to
                mstore(0x1820, add(add(mload(0xc0), 0x02), mulmod(mload(0xa0), add(mload(0x0960), mulmod(mload(0x0e40), mload(0xa0), r)), r)))
                mstore(0x1840, sub(r, mload(0x0a80)))
                // coefficients
                mstore(0x1860, mulmod(mload(0xa0), add(add(mload(0x0d40), mulmod(0x0100, mload(0x0a40), r)), mulmod(mload(0xa0), add(mload(0x0da0), mulmod(mload(0xa0), add(mload(0x0dc0), mulmod(mload(0xa0), add(mload(0x0e20), mulmod(mload(0xa0), add(mload(0x0e40), mulmod(mload(0xa0), add(mload(0x0de0), mulmod(mload(0x0e00), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1880, add(mload(0x1860), add(mload(0xc0), 0x01)))
                mstore(0x18a0, add(mulmod(mload(0x1840), mload(0x1880), r), mulmod(mload(0x0a40), mload(0x1820), r)))
                mstore(0x18c0, mulmod(mload(0x1820), mload(0x1880), r))
                // table
                mstore(0x18e0, mulmod(mload(0xa0), add(mload(0x0ac0), mulmod(mload(0xa0), add(mload(0x0ae0), mulmod(mload(0xa0), add(mload(0x0b00), mulmod(mload(0xa0), add(mload(0x0b20), mulmod(mload(0xa0), add(mload(0x0b40), mulmod(mload(0xa0), add(mload(0x0b60), mulmod(mload(0x0b80), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1900, add(mload(0x18e0), add(mload(0xc0), 0x01)))
                mstore(0x1920, add(mulmod(mload(0x18a0), mload(0x1900), r), mulmod(mload(0x18c0), sub(r, mload(0x0d80)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1340), add(sub(r, mod(mload(0x1920), r)), mulmod(add(mload(0x0f60), sub(r, mod(add(mload(0x0ee0), add(mload(0x0ec0), add(mload(0x0f20), mload(0x0ea0)))), r))), mulmod(mload(0x18c0), mload(0x1900), r), r)), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x14c0), mload(0x10e0), r)
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
                // Group 0: table 0, offsets [0], product, second
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0920), mulmod(mload(0x0940), y, r)), r)), r)
                mstore(M_POINT, 0x117d77cd3ea15562b071f7cb22280716fb6c3942a08eeca960112fec7bc94de2)
                mstore(add(M_POINT, 0x20), 0x2d1055062f8a9b0b7f1068538ac230cb89e2d7b4684b915bdb3a8ffed9fe7bf1)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 0, offsets [0], third, fourth
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0960), mulmod(mload(0x0980), y, r)), r)), r)
                mstore(M_POINT, 0x2dc3cd90f638ac863a2666e0da4180e5eae819d7af32f432f533b88bbe62a428)
                mstore(add(M_POINT, 0x20), 0x23c2170c71f17d6fe2507c273dea1be5aaedc2457bd4926848c002ca6a21d253)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 0, offsets [0], constant, ranged
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x09a0), mulmod(mload(0x09c0), y, r)), r)), r)
                mstore(M_POINT, 0x0763e0033b4f65336e77a1b0358885ea8e6bc52fed51b8540ad2e8849d820aab)
                mstore(add(M_POINT, 0x20), 0x03c9290e7550339e2b87eeb9ce92544b84b024cbd91d1c2701761283e22f3908)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 0, offsets [0], weight 0, weight 1
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x09e0), mulmod(mload(0x0a00), y, r)), r)), r)
                mstore(M_POINT, 0x035ce517f826bd4d28f923b4a6e2da1f1475bb6a880ba3e65af2dbd6706d5a3b)
                mstore(add(M_POINT, 0x20), 0x2d2e9f59ddd7e3efb8c9883a647e3d5040c1b03efda959395256ad701f294300)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 4: table 0, offsets [0], weight 2, lookup
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0a20), mulmod(mload(0x0a40), y, r)), r)), r)
                mstore(M_POINT, 0x19c71ff293303bbf010c849bdfc07157241506116433907e384b4d51fc9dc70d)
                mstore(add(M_POINT, 0x20), 0x288a54b1e0a7238e6ae8e5d285ae4fd1cff2ffcade04328cfcd1a6ce6ddd5421)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 5: table 0, offsets [0], extended, sorts
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0a60), mulmod(mload(0x0a80), y, r)), r)), r)
                mstore(M_POINT, 0x297c3de151130c505969142c3ab69f0dafcc00a4434a0732d03aa92236e6b813)
                mstore(add(M_POINT, 0x20), 0x2ad9ce2f1caf4059ad053592bc87f378c0007c8bab28d532566e3729e49ef417)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 6: table 0, offsets [0], feeds, key
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0aa0), mulmod(mload(0x0ac0), y, r)), r)), r)
                mstore(M_POINT, 0x27bdef7e17ac6c76030886456f888b6203b2c275b0acd2728820d0016f0e9bac)
                mstore(add(M_POINT, 0x20), 0x029b87084463d9fdcc84c0b39f0e0f18f77e958e60c6accf1d5c6ee98e84e9e4)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 7: table 0, offsets [0], coefficient 0, coefficient 1
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ae0), mulmod(mload(0x0b00), y, r)), r)), r)
                mstore(M_POINT, 0x192aa814dbbda9d603194fdd2e488a50d48cf2595e3c66f67aa58e42d2978529)
                mstore(add(M_POINT, 0x20), 0x0409e82b87a3242bff3e7e668dd7ef5aea928cb459ba68be82649d1039b11704)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 8: table 0, offsets [0], coefficient 2, coefficient 3
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0b20), mulmod(mload(0x0b40), y, r)), r)), r)
                mstore(M_POINT, 0x13f9adf3dfc4f5b24cd53f3d214254d12b0deb94a55411414941e014d9aefcce)
                mstore(add(M_POINT, 0x20), 0x2db96637faa4d28d6f52201bdde3f4b27ce1679ff9f02e91a43a474b9a5099db)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 9: table 0, offsets [0], coefficient 4, coefficient 5
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0b60), mulmod(mload(0x0b80), y, r)), r)), r)
                mstore(M_POINT, 0x03dc5b7e0fd065ca01e89ae9e228983352eb2bafd0a94562e00b8f6690c8669d)
                mstore(add(M_POINT, 0x20), 0x0220f52fc41b3f5faa975df955ec401b45c6ad461c607ceef726c7c57053cd62)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 10: table 0, offsets [0], sigma 0, sigma 1
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ba0), mulmod(mload(0x0bc0), y, r)), r)), r)
                mstore(M_POINT, 0x26349f58f6b2457471ce0b24ec8520ab92a0888c6b90b4f3242de4f9b3f0a14c)
                mstore(add(M_POINT, 0x20), 0x243e29f31c79eb6379cc3631ea70d675e760824f537902924a2e226a4eb1e316)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 11: table 0, offsets [0], sigma 2, sigma 3
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0be0), mulmod(mload(0x0c00), y, r)), r)), r)
                mstore(M_POINT, 0x1901ab84c6ee140f65b578638de6d4b699c830818d42e17551b03d5d4d2094f9)
                mstore(add(M_POINT, 0x20), 0x2969b56bc00ed155b2f9103bfc77df91c4da5e4cf4a8297c2fc80bca0e61f945)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 12: table 0, offsets [0], sigma 4, sigma 5
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0c20), mulmod(mload(0x0c40), y, r)), r)), r)
                mstore(M_POINT, 0x1f12c61c553fd5b94f738a8457dcab2e248392b48b98e17c0d931ff2f8874b89)
                mstore(add(M_POINT, 0x20), 0x2d177d3461c00bf98dce187960c12212a6f55cfb3b07861dcecbb62f8b9d8e02)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 13: table 0, offsets [0], feed
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, mload(0x0c60), r)), r)
                loadPoint(0x0580)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 14: table 0, offsets [0], limb 0, limb 1
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0c80), mulmod(mload(0x0ca0), y, r)), r)), r)
                loadPoint(0x05c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 15: table 0, offsets [0], limb 2, limb 3
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0cc0), mulmod(mload(0x0ce0), y, r)), r)), r)
                loadPoint(0x0600)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 16: table 0, offsets [0], limb 4, limb 5
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0d00), mulmod(mload(0x0d20), y, r)), r)), r)
                loadPoint(0x0640)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 17: table 0, offsets [0], limb 6, value 4
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0d40), mulmod(mload(0x0d60), y, r)), r)), r)
                loadPoint(0x0680)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 18: table 0, offsets [0], multiplicity
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, mload(0x0d80), r)), r)
                loadPoint(0x06c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 19: table 0, offsets [0, 1], value 0, value 1
                c := mulmod(k, mload(0x1440), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1460), add(mload(0x0da0), mulmod(mload(0x0dc0), y, r)), r), mulmod(mload(0x1480), add(mload(0x0de0), mulmod(mload(0x0e00), y, r)), r)), r)), r)
                loadPoint(0x0700)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 20: table 0, offsets [0, 1], value 2, value 3
                c := mulmod(k, mload(0x1440), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1460), add(mload(0x0e20), mulmod(mload(0x0e40), y, r)), r), mulmod(mload(0x1480), add(mload(0x0e60), mulmod(mload(0x0e80), y, r)), r)), r)), r)
                loadPoint(0x0740)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 21: table 0, offsets [0], helper 0, helper 1
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ea0), mulmod(mload(0x0ec0), y, r)), r)), r)
                loadPoint(0x07a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 22: table 0, offsets [0], helper 2, partial product 0
                c := mulmod(k, mload(0x1400), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ee0), mulmod(mload(0x0f00), y, r)), r)), r)
                loadPoint(0x07e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 23: table 0, offsets [0, 1], phi, z
                c := mulmod(k, mload(0x1440), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1460), add(mload(0x0f20), mulmod(mload(0x0f40), y, r)), r), mulmod(mload(0x1480), add(mload(0x0f60), mulmod(mload(0x0f80), y, r)), r)), r)), r)
                loadPoint(0x0820)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x11c0), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x0880)
                addMultiple(c)
                c := mulmod(c, mload(0x14a0), r)
                loadPoint(0x08c0)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x1040)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x10a0)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x01e0, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0200, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0220, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0240, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0260, mload(0x10a0))
                mstore(0x0280, sub(FIELD, mload(0x10c0)))
                mstore(0x02a0, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x02c0, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x02e0, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0300, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 2624), eq(publicInputs.length, 10))) { reject() }
            mstore(M_ORDER, ORDER)
            calldatacopy(0x0360, publicInputs.offset, 0x0140)
            calldatacopy(0x0580, add(proof.offset, 0x00), 0x0200)
            calldatacopy(0x07a0, add(proof.offset, 0x0200), 0xc0)
            calldatacopy(0x0880, add(proof.offset, 0x02c0), 0x80)
            calldatacopy(0x0920, add(proof.offset, 0x0340), 0x0680)
            calldatacopy(0x1040, add(proof.offset, 0x09c0), 0x40)
            calldatacopy(0x10a0, add(proof.offset, 0x0a00), 0x40)
            // Scalars are below r
             {
                let r := mload(M_ORDER)
                if iszero(and(and(and(lt(mload(0x0360), r), lt(mload(0x0380), r)), and(lt(mload(0x03a0), r), lt(mload(0x03c0), r))), and(and(lt(mload(0x03e0), r), lt(mload(0x0400), r)), and(lt(mload(0x0420), r), lt(mload(0x0440), r))))) { reject() }
                if iszero(and(lt(mload(0x0460), r), lt(mload(0x0480), r))) { reject() }
                if iszero(and(and(and(lt(mload(0x0920), r), lt(mload(0x0940), r)), and(lt(mload(0x0960), r), lt(mload(0x0980), r))), and(and(lt(mload(0x09a0), r), lt(mload(0x09c0), r)), and(lt(mload(0x09e0), r), lt(mload(0x0a00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0a20), r), lt(mload(0x0a40), r)), and(lt(mload(0x0a60), r), lt(mload(0x0a80), r))), and(and(lt(mload(0x0aa0), r), lt(mload(0x0ac0), r)), and(lt(mload(0x0ae0), r), lt(mload(0x0b00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0b20), r), lt(mload(0x0b40), r)), and(lt(mload(0x0b60), r), lt(mload(0x0b80), r))), and(and(lt(mload(0x0ba0), r), lt(mload(0x0bc0), r)), and(lt(mload(0x0be0), r), lt(mload(0x0c00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0c20), r), lt(mload(0x0c40), r)), and(lt(mload(0x0c60), r), lt(mload(0x0c80), r))), and(and(lt(mload(0x0ca0), r), lt(mload(0x0cc0), r)), and(lt(mload(0x0ce0), r), lt(mload(0x0d00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0d20), r), lt(mload(0x0d40), r)), and(lt(mload(0x0d60), r), lt(mload(0x0d80), r))), and(and(lt(mload(0x0da0), r), lt(mload(0x0dc0), r)), and(lt(mload(0x0de0), r), lt(mload(0x0e00), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0e20), r), lt(mload(0x0e40), r)), and(lt(mload(0x0e60), r), lt(mload(0x0e80), r))), and(and(lt(mload(0x0ea0), r), lt(mload(0x0ec0), r)), and(lt(mload(0x0ee0), r), lt(mload(0x0f00), r))))) { reject() }
                if iszero(and(and(lt(mload(0x0f20), r), lt(mload(0x0f40), r)), and(lt(mload(0x0f60), r), lt(mload(0x0f80), r)))) { reject() }
            }

            // The transcript
            mstore(0x0320, 0x41737361792070726f6f66207631)
            mstore(0x0340, 0xfa8530798d811b7c3badae4afd825df324e7578ae73eaaf0c545c7e0f4bf8a19)
            mstore(0x0560, keccak256(0x0332, 0x016e))
             {
                let r := mload(M_ORDER)
                mstore(0x0780, keccak256(0x0560, 0x0220))
                mstore(0xa0, mod(mload(0x0780), r))
                mstore(0xc0, further(mload(0x0780), 1))
                mstore(0xe0, further(mload(0x0780), 2))
                mstore(0x0860, keccak256(0x0780, 0xe0))
                mstore(0x0100, mod(mload(0x0860), r))
                mstore(0x0900, keccak256(0x0860, 0xa0))
                mstore(0x0120, mod(mload(0x0900), r))
                mstore(0x1020, keccak256(0x0900, 0x06a0))
                mstore(0x0140, mod(mload(0x1020), r))
                mstore(0x1080, keccak256(0x1020, 0x60))
                mstore(0x0160, mod(mload(0x1080), r))
            }

            denominators()
            invertAll()
            lagrange()
            mstore(0x14c0, table0())
            sumOfOpenings(quotientValue())
            holds := pairing()
        }
    }
}
