// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: model
/// @notice INSECURE, FOR DEVELOPMENT ONLY: the reference string was made from a known seed, so proofs can be forged.
contract BtcUsdOptionGasVerifier {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0x964ade83a26a86ef0361d1ae18f1016e7ec002de683247ebc8afec5f7a324f67;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 10;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 1;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 2144;
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
                mstore(0x0ea0, add(p, sub(r, 0x01)))
                mstore(0x10e0, mulmod(0x3058355f447953c1ade231a513e0f80710e9db4e679b02351f90fd168b040001, add(p, sub(r, 0x01)), r))
                mstore(0x0f20, x)
                mstore(0x0ec0, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x1320, power(p, 16))
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
                    mstore(0x0ee0, product)
                    mstore(0x1160, derivative)
                    mstore(0x1180, rest)
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
                    mstore(0x0f00, product)
                    mstore(0x11a0, numerator)
                    mstore(0x11c0, total)
                }
                let y := mload(M_Y)
                let yt := power(y, 16)
                mstore(M_Y_POWER, yt)
                mstore(0x0f40, add(yt, sub(r, x)))
                mstore(0x0f60, add(yt, sub(r, mulmod(x, 0x1c4042c7de3c86d66ed809157a2c7f0aed42b68e6e43404ecaa2e1e9b2e5cc71, r))))
                mstore(0x0f80, add(yt, sub(r, mulmod(x, 0x06fd19c17017a420ebbebc2bb08771e339ba79c0a8d2d7ab11f995e1bc2e5912, r))))
                mstore(0x0fa0, add(y, sub(r, x)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x0ea0)
                p := mulmod(p, mload(0x0ec0), r)
                mstore(0x1000, p)
                p := mulmod(p, mload(0x0ee0), r)
                mstore(0x1020, p)
                p := mulmod(p, mload(0x0f00), r)
                mstore(0x1040, p)
                p := mulmod(p, mload(0x0f20), r)
                mstore(0x1060, p)
                p := mulmod(p, mload(0x0f40), r)
                mstore(0x1080, p)
                p := mulmod(p, mload(0x0f60), r)
                mstore(0x10a0, p)
                p := mulmod(p, mload(0x0f80), r)
                mstore(0x10c0, p)
                p := mulmod(p, mload(0x0fa0), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x0fa0), r)
                mstore(0x0fa0, mulmod(p, mload(0x10c0), r))
                p := next
                next := mulmod(p, mload(0x0f80), r)
                mstore(0x0f80, mulmod(p, mload(0x10a0), r))
                p := next
                next := mulmod(p, mload(0x0f60), r)
                mstore(0x0f60, mulmod(p, mload(0x1080), r))
                p := next
                next := mulmod(p, mload(0x0f40), r)
                mstore(0x0f40, mulmod(p, mload(0x1060), r))
                p := next
                next := mulmod(p, mload(0x0f20), r)
                mstore(0x0f20, mulmod(p, mload(0x1040), r))
                p := next
                next := mulmod(p, mload(0x0f00), r)
                mstore(0x0f00, mulmod(p, mload(0x1020), r))
                p := next
                next := mulmod(p, mload(0x0ee0), r)
                mstore(0x0ee0, mulmod(p, mload(0x1000), r))
                p := next
                next := mulmod(p, mload(0x0ec0), r)
                mstore(0x0ec0, mulmod(p, mload(0x0ea0), r))
                p := next
                mstore(0x0ea0, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x1100, mulmod(mload(0x10e0), mload(0x0ec0), r))
                mstore(0x1120, mulmod(0x0ddcaef6ed6a2d0da20de4d00505e8af02c464b5680c41cc0d1dbd43706130e2, mulmod(mload(0x10e0), mulmod(mload(0x1180), mload(0x0ee0), r), r), r))
                mstore(0x1140, mod(add(0x01, sub(r, mulmod(mload(0x10e0), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x1160), mload(0x0ee0), r), r)), r))), r))
                mstore(0x11a0, mulmod(mload(0x10e0), add(sub(r, mload(0x11c0)), mulmod(mload(0x0120), mulmod(mload(0x11a0), mload(0x0f00), r), r)), r))
                mstore(0x11e0, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x1320, mulmod(mload(0x1320), mload(0x0f20), r))
                mstore(0x1200, mload(0x0f40))
                mstore(0x1220, mload(0x0f40))
                mstore(0x1240, mulmod(mload(0x0f80), mulmod(mload(0x0f60), mload(0x0f40), r), r))
                mstore(0x1260, mulmod(0x2241fb777043f397ce4e9e9d96277de754e64ecb1c932f2646db023b4d58cc92, mulmod(mload(0x0f20), mulmod(mload(0x0f60), mload(0x0f20), r), r), r))
                mstore(0x1280, mulmod(0x2785709ff9f9a97b5402669278b0513bcdadae970ab336c1c0ab42466fd60f09, mulmod(mload(0x0f20), mulmod(mload(0x0f40), mload(0x0f20), r), r), r))
                mstore(0x12a0, mulmod(0x170130ce5825a3404e4f863cf42ae1972dd3d32ecc2c7b3a803da6a622d12467, mulmod(mload(0x0f20), mulmod(mload(0x0f80), mload(0x0f20), r), r), r))
                mstore(0x12c0, mulmod(mload(0x0f40), mload(0x0f80), r))
                mstore(0x12e0, mulmod(0x176497bcf5b505a63b8ac072970c644480e1dfe61c9238f7cd94b9b8876867ec, mulmod(mload(0x0f40), mload(0x0f20), r), r))
                mstore(0x1300, mulmod(0x18ffb6b5eb7c9a837cc58543ea74f418a75208625d273799764d3bdb68979815, mulmod(mload(0x0f80), mload(0x0f20), r), r))
            }

            /// Constraints of table 0: model.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                mstore(0x1360, mulmod(mload(0x07a0), add(mload(0x0a00), sub(r, mod(add(mload(0x0940), mulmod(0x0100, add(mload(0x0960), mulmod(0x0100, add(mload(0x0980), mulmod(0x0100, add(mload(0x09a0), mulmod(0x0100, add(mload(0x09c0), mulmod(mload(0x09e0), 0x0100, r)), r)), r)), r)), r)), r))), r))
                mstore(0x1380, mulmod(mload(0x0760), add(mload(0x0760), sub(r, 0x01)), r))
                mstore(0x13a0, add(mload(0x0760), sub(r, 0x03)))
                mstore(0x13c0, mulmod(mload(0x1380), add(mload(0x0760), sub(r, 0x02)), r))
                mstore(0x13e0, mulmod(0x2e6020836d24e427fb4ced7991714a03f131be9ac9fc6135e10de0adc6000001, mulmod(mload(0x13a0), mload(0x13c0), r), r))
                mstore(0x1400, mulmod(0x0100, mload(0x09c0), r))
                mstore(0x1420, add(add(mload(0x09a0), mload(0x1400)), sub(r, 0x8000)))
                mstore(0x1440, mulmod(mload(0x0c00), mload(0x1420), r))
                mstore(0x1460, add(mload(0x0c20), sub(r, mod(add(addmod(add(add(mulmod(mload(0x0aa0), mload(0x1440), r), add(add(mload(0x0a40), mulmod(mload(0x0a60), mload(0x1420), r)), mulmod(mload(0x0a80), mload(0x0c00), r))), mulmod(add(mload(0x1400), sub(r, 0x7f80)), mulmod(mload(0x0be0), mulmod(mload(0x0c00), mload(0x0c00), r), r), r)), mulmod(mulmod(mload(0x1440), mload(0x0bc0), r), add(mload(0x1420), mulmod(0x04, mulmod(mload(0x0980), 0x3033ea246e506e898e97f570caffd704cb0bb460313fb720b29e139e5c100001, r), r)), r), r), mulmod(mulmod(0x30644e427ce32d4886b01bfe313ba1dba6db8b2045d128178a7164500e0a6c11, add(mload(0x0940), mulmod(0x0100, add(mload(0x0960), mulmod(0x0100, mload(0x0980), r)), r)), r), add(add(mload(0x0a60), mulmod(0x02, mulmod(mload(0x0a80), mload(0x1420), r), r)), mulmod(0x03, mulmod(mload(0x0aa0), mload(0x0c00), r), r)), r)), r))))
                // row equation: product?v0?v1 + second?v2 + third?v3 + constant + public value = kind?v4
                n := addmod(mload(0x11a0), add(sub(r, mulmod(mload(0x0760), mload(0x0a00), r)), add(mload(0x0740), add(mulmod(mload(0x0720), mload(0x0aa0), r), add(mulmod(mload(0x0700), mload(0x0a80), r), mulmod(mload(0x0a60), mulmod(mload(0x06e0), mload(0x0a40), r), r))))), r)
                // range: v4 = ? limbs?256^i
                n := mod(add(mload(0x1360), mulmod(n, a, r)), r)
                // flag: v3 = limb 5
                n := mod(add(mulmod(n, a, r), mulmod(add(mload(0x0aa0), sub(r, mload(0x09e0))), mulmod(add(mload(0x0760), sub(r, 0x04)), mulmod(mload(0x1380), mload(0x13a0), r), r), r)), r)
                // feed: feed = v4, else 0
                n := mod(add(mulmod(n, a, r), add(mload(0x0920), sub(r, mulmod(mload(0x0a00), mload(0x13e0), r)))), r)
                // feed: v2 = the lower two bytes
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x13e0), add(mload(0x0a80), sub(r, mod(add(mload(0x0940), mulmod(0x0100, mload(0x0960), r)), r))), r)), r)
                // square: next v2 = H?
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0780), add(mload(0x0c00), sub(r, mulmod(mload(0x1420), mload(0x1420), r))), r)), r)
                // polynomial: next v3 = ? c??(H + L)? to first order in L
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0780), mload(0x1460), r)), r)
                // Permutation
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1100), add(mload(0x0ce0), sub(r, 0x01)), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1120), add(mload(0x0ce0), sub(r, 0x01)), r)), r)
                mstore(0x1480, mulmod(add(add(mload(0x0a80), mload(0xe0)), mulmod(mload(0xc0), mload(0x0800), r)), mulmod(add(add(mload(0x0a60), mload(0xe0)), mulmod(mload(0xc0), mload(0x07e0), r)), mulmod(mload(0x0ca0), add(add(mload(0x0a40), mload(0xe0)), mulmod(mload(0xc0), mload(0x07c0), r)), r), r), r))
                mstore(0x14a0, mulmod(add(add(mload(0x0a80), mload(0xe0)), mulmod(mload(0x11e0), 0x0fb586050074e55aa0c26a84aa2e32573c3904f526e2426a5ddd73b177419820, r)), mulmod(mulmod(mload(0x0ce0), add(mload(0x11e0), add(mload(0x0a40), mload(0xe0))), r), add(add(mload(0x0a60), mload(0xe0)), mulmod(mload(0x11e0), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1140), add(mload(0x1480), sub(r, mload(0x14a0))), r)), r)
                mstore(0x14c0, mulmod(add(add(mload(0x0a00), mload(0xe0)), mulmod(mload(0xc0), mload(0x0840), r)), mulmod(mload(0x0da0), add(add(mload(0x0aa0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0820), r)), r), r))
                mstore(0x14e0, mulmod(add(add(mload(0x0a00), mload(0xe0)), mulmod(mload(0x11e0), 0x2e230337fde357a84453d15b0abe981537976abfa53a5adf4362be7132bdf541, r)), mulmod(mload(0x0ca0), add(add(mload(0x0aa0), mload(0xe0)), mulmod(mload(0x11e0), 0x19222d61fb3c1ca79303bff4b7153f9d621cc15ca639abb8b3d875285a391a02, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1140), add(mload(0x14c0), sub(r, mload(0x14e0))), r)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1100), mload(0x0cc0), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1120), mload(0x0cc0), r)), r)
                // sort from
                mstore(0x1500, add(add(mload(0xc0), 0x02), mulmod(mload(0xa0), add(mload(0x0720), mulmod(mload(0xa0), mulmod(mload(0x0a40), mload(0x0a60), r), r)), r)))
                // byte 0
                mstore(0x1520, add(add(mload(0xc0), 0x01), mulmod(mload(0x0940), mload(0xa0), r)))
                mstore(0x1540, add(mload(0x1500), mulmod(mload(0x13c0), mload(0x1520), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1140), add(sub(r, mod(mload(0x1540), r)), mulmod(mload(0x0c40), mulmod(mload(0x1500), mload(0x1520), r), r)), r)), r)
                // sort to
                mstore(0x1560, add(add(mload(0xc0), 0x02), mulmod(mload(0xa0), add(mload(0x0720), mulmod(mload(0x0aa0), mload(0xa0), r)), r)))
                mstore(0x1580, sub(r, mload(0x13c0)))
                // byte 1
                mstore(0x15a0, add(add(mload(0xc0), 0x01), mulmod(mload(0x0960), mload(0xa0), r)))
                mstore(0x15c0, add(mload(0x1560), mulmod(mload(0x1580), mload(0x15a0), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1140), add(sub(r, mod(mload(0x15c0), r)), mulmod(mload(0x0c60), mulmod(mload(0x1560), mload(0x15a0), r), r)), r)), r)
                // byte 2
                mstore(0x15e0, add(add(mload(0xc0), 0x01), mulmod(mload(0x0980), mload(0xa0), r)))
                // byte 3
                mstore(0x1600, add(add(mload(0xc0), 0x01), mulmod(mload(0x09a0), mload(0xa0), r)))
                mstore(0x1620, addmod(mload(0x1600), mload(0x15e0), r))
                mstore(0x1640, mulmod(mload(0x15e0), mload(0x1600), r))
                // byte 4
                mstore(0x1660, add(add(mload(0xc0), 0x01), mulmod(mload(0x09c0), mload(0xa0), r)))
                mstore(0x1680, add(mload(0x1640), mulmod(mload(0x1620), mload(0x1660), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1140), add(sub(r, mod(mload(0x1680), r)), mulmod(mload(0x0c80), mulmod(mload(0x1640), mload(0x1660), r), r)), r)), r)
                // byte 5
                mstore(0x16a0, add(add(mload(0xc0), 0x01), mulmod(mload(0x09e0), mload(0xa0), r)))
                // coefficients
                mstore(0x16c0, mulmod(mload(0xa0), add(add(mload(0x09e0), mulmod(0x0100, mload(0x0780), r)), mulmod(mload(0xa0), add(mload(0x0a40), mulmod(mload(0xa0), add(mload(0x0a60), mulmod(mload(0xa0), add(mload(0x0a80), mulmod(mload(0xa0), add(mload(0x0aa0), mulmod(mload(0xa0), add(mload(0x0bc0), mulmod(mload(0x0be0), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x16e0, add(mload(0x16c0), add(mload(0xc0), 0x01)))
                mstore(0x1700, add(mload(0x16e0), mulmod(mload(0x0780), mload(0x16a0), r)))
                mstore(0x1720, mulmod(mload(0x16a0), mload(0x16e0), r))
                // table
                mstore(0x1740, mulmod(mload(0xa0), add(mload(0x07a0), mulmod(mload(0xa0), add(mload(0x08a0), mulmod(mload(0xa0), add(mload(0x08c0), mulmod(mload(0xa0), add(mload(0x0860), mulmod(mload(0xa0), add(mload(0x0880), mulmod(mload(0xa0), add(mload(0x08e0), mulmod(mload(0x0900), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1760, add(mload(0x1740), add(mload(0xc0), 0x01)))
                mstore(0x1780, add(mulmod(mload(0x1700), mload(0x1760), r), mulmod(mload(0x1720), sub(r, mload(0x0a20)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1140), add(sub(r, mod(mload(0x1780), r)), mulmod(add(mload(0x0d80), sub(r, mod(add(mload(0x0c80), add(mload(0x0c60), add(mload(0x0cc0), mload(0x0c40)))), r))), mulmod(mload(0x1720), mload(0x1760), r), r)), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x1340), mload(0x0ea0), r)
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
                mstore(0x1360, add(mload(0x0760), mulmod(y, add(mload(0x0780), mulmod(y, add(mload(0x07a0), mulmod(y, add(mload(0x07c0), mulmod(y, add(mload(0x07e0), mulmod(y, add(mload(0x0800), mulmod(y, add(mload(0x0820), mulmod(mload(0x0840), y, r)), r)), r)), r)), r)), r)), r)))
                // Group 0: table 0, offsets [0], product, second, third, constant, kind, lookup, key, sigma 0, sig
                c := mulmod(k, mload(0x1200), r)
                g := mod(add(g, mulmod(c, add(mload(0x06e0), mulmod(y, add(mload(0x0700), mulmod(y, add(mload(0x0720), mulmod(y, add(mload(0x0740), mulmod(mload(0x1360), y, r)), r)), r)), r)), r)), r)
                mstore(M_POINT, 0x0bbbb19d12c55813b7a7211f5adec378cfb9dea16d74ea83a75d3e99297beaa9)
                mstore(add(M_POINT, 0x20), 0x19e1c4f694781b11a82e270af38d9b4a3811dc505c75a72c1a7e9ba93a31ace8)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 0, offsets [-1, 0, 1], coefficient 0, coefficient 1
                c := mulmod(k, mload(0x1240), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x12a0), add(mload(0x08e0), mulmod(mload(0x0900), y, r)), r), add(mulmod(mload(0x1260), add(mload(0x0860), mulmod(mload(0x0880), y, r)), r), mulmod(mload(0x1280), add(mload(0x08a0), mulmod(mload(0x08c0), y, r)), r))), r)), r)
                mstore(M_POINT, 0x10a0a6cc38104953523ef9f8994d5c9449ab19453d926352f360ab70e44bdf23)
                mstore(add(M_POINT, 0x20), 0x0e37ea658ebac97006860ca03f00ec19406b2de1323a761d3b28902284b09165)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 0, offsets [0], feed
                c := mulmod(k, mload(0x1200), r)
                g := mod(add(g, mulmod(c, mload(0x0920), r)), r)
                loadPoint(0x0580)
                addMultiple(c)
                k := mulmod(k, v, r)
                mstore(0x1360, add(mload(0x09c0), mulmod(y, add(mload(0x09e0), mulmod(y, add(mload(0x0a00), mulmod(y, add(mload(0x0a20), mulmod(y, add(mload(0x0a40), mulmod(y, add(mload(0x0a60), mulmod(y, add(mload(0x0a80), mulmod(mload(0x0aa0), y, r)), r)), r)), r)), r)), r)), r)))
                mstore(0x1380, add(mload(0x0b40), mulmod(y, add(mload(0x0b60), mulmod(y, add(mload(0x0b80), mulmod(y, add(mload(0x0ba0), mulmod(y, add(mload(0x0bc0), mulmod(y, add(mload(0x0be0), mulmod(y, add(mload(0x0c00), mulmod(mload(0x0c20), y, r)), r)), r)), r)), r)), r)), r)))
                // Group 3: table 0, offsets [0, 1], limb 0, limb 1, limb 2, limb 3, limb 4, limb 5, value 4, multi
                c := mulmod(k, mload(0x12c0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x12e0), add(mload(0x0940), mulmod(y, add(mload(0x0960), mulmod(y, add(mload(0x0980), mulmod(y, add(mload(0x09a0), mulmod(mload(0x1360), y, r)), r)), r)), r)), r), mulmod(mload(0x1300), add(mload(0x0ac0), mulmod(y, add(mload(0x0ae0), mulmod(y, add(mload(0x0b00), mulmod(y, add(mload(0x0b20), mulmod(mload(0x1380), y, r)), r)), r)), r)), r)), r)), r)
                loadPoint(0x05c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 4: table 0, offsets [0, 1], helper 0, helper 1, helper 2, partial product 0, phi, z
                c := mulmod(k, mload(0x12c0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x12e0), add(mload(0x0c40), mulmod(y, add(mload(0x0c60), mulmod(y, add(mload(0x0c80), mulmod(y, add(mload(0x0ca0), mulmod(y, add(mload(0x0cc0), mulmod(mload(0x0ce0), y, r)), r)), r)), r)), r)), r), mulmod(mload(0x1300), add(mload(0x0d00), mulmod(y, add(mload(0x0d20), mulmod(y, add(mload(0x0d40), mulmod(y, add(mload(0x0d60), mulmod(y, add(mload(0x0d80), mulmod(mload(0x0da0), y, r)), r)), r)), r)), r)), r)), r)), r)
                loadPoint(0x0620)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x0fa0), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x0680)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x0e00)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x0e60)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x01e0, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0200, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0220, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0240, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0260, mload(0x0e60))
                mstore(0x0280, sub(FIELD, mload(0x0e80)))
                mstore(0x02a0, 0x113f4eb0f1129a032c221cbde17b0600395af62850ed2316707be0d49b01879c)
                mstore(0x02c0, 0x1d67ddb5856912ad28a3935d3f5aea5cd8010b869926af0850869332ea440153)
                mstore(0x02e0, 0x17aaddc2cdd1c38564573dd1ea88291c3b539f6c559a800dfe142b3ca882c113)
                mstore(0x0300, 0x06e68bcc3b165ea87293989f66a281671a53c304cad62a626e2d215bf583c700)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 2144), eq(publicInputs.length, 10))) { reject() }
            mstore(M_ORDER, ORDER)
            calldatacopy(0x0360, publicInputs.offset, 0x0140)
            calldatacopy(0x0580, add(proof.offset, 0x00), 0x80)
            calldatacopy(0x0620, add(proof.offset, 0x80), 0x40)
            calldatacopy(0x0680, add(proof.offset, 0xc0), 0x40)
            calldatacopy(0x06e0, add(proof.offset, 0x0100), 0x06e0)
            calldatacopy(0x0e00, add(proof.offset, 0x07e0), 0x40)
            calldatacopy(0x0e60, add(proof.offset, 0x0820), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(and(and(lt(mload(0x0360), r), lt(mload(0x0380), r)), and(lt(mload(0x03a0), r), lt(mload(0x03c0), r))), and(and(lt(mload(0x03e0), r), lt(mload(0x0400), r)), and(lt(mload(0x0420), r), lt(mload(0x0440), r))))) { reject() }
                if iszero(and(lt(mload(0x0460), r), lt(mload(0x0480), r))) { reject() }
                if iszero(and(and(and(lt(mload(0x06e0), r), lt(mload(0x0700), r)), and(lt(mload(0x0720), r), lt(mload(0x0740), r))), and(and(lt(mload(0x0760), r), lt(mload(0x0780), r)), and(lt(mload(0x07a0), r), lt(mload(0x07c0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x07e0), r), lt(mload(0x0800), r)), and(lt(mload(0x0820), r), lt(mload(0x0840), r))), and(and(lt(mload(0x0860), r), lt(mload(0x0880), r)), and(lt(mload(0x08a0), r), lt(mload(0x08c0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x08e0), r), lt(mload(0x0900), r)), and(lt(mload(0x0920), r), lt(mload(0x0940), r))), and(and(lt(mload(0x0960), r), lt(mload(0x0980), r)), and(lt(mload(0x09a0), r), lt(mload(0x09c0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x09e0), r), lt(mload(0x0a00), r)), and(lt(mload(0x0a20), r), lt(mload(0x0a40), r))), and(and(lt(mload(0x0a60), r), lt(mload(0x0a80), r)), and(lt(mload(0x0aa0), r), lt(mload(0x0ac0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0ae0), r), lt(mload(0x0b00), r)), and(lt(mload(0x0b20), r), lt(mload(0x0b40), r))), and(and(lt(mload(0x0b60), r), lt(mload(0x0b80), r)), and(lt(mload(0x0ba0), r), lt(mload(0x0bc0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0be0), r), lt(mload(0x0c00), r)), and(lt(mload(0x0c20), r), lt(mload(0x0c40), r))), and(and(lt(mload(0x0c60), r), lt(mload(0x0c80), r)), and(lt(mload(0x0ca0), r), lt(mload(0x0cc0), r))))) { reject() }
                if iszero(and(and(lt(mload(0x0ce0), r), and(lt(mload(0x0d00), r), lt(mload(0x0d20), r))), and(and(lt(mload(0x0d40), r), lt(mload(0x0d60), r)), and(lt(mload(0x0d80), r), lt(mload(0x0da0), r))))) { reject() }
            }

            // The transcript
            mstore(0x0320, 0x41737361792070726f6f66207631)
            mstore(0x0340, 0x964ade83a26a86ef0361d1ae18f1016e7ec002de683247ebc8afec5f7a324f67)
            mstore(0x0560, keccak256(0x0332, 0x016e))
            {
                let r := mload(M_ORDER)
                mstore(0x0600, keccak256(0x0560, 0xa0))
                mstore(0xa0, mod(mload(0x0600), r))
                mstore(0xc0, further(mload(0x0600), 1))
                mstore(0xe0, further(mload(0x0600), 2))
                mstore(0x0660, keccak256(0x0600, 0x60))
                mstore(0x0100, mod(mload(0x0660), r))
                mstore(0x06c0, keccak256(0x0660, 0x60))
                mstore(0x0120, mod(mload(0x06c0), r))
                mstore(0x0de0, keccak256(0x06c0, 0x0700))
                mstore(0x0140, mod(mload(0x0de0), r))
                mstore(0x0e40, keccak256(0x0de0, 0x60))
                mstore(0x0160, mod(mload(0x0e40), r))
            }

            denominators()
            invertAll()
            lagrange()
            mstore(0x1340, table0())
            sumOfOpenings(quotientValue())
            holds := pairing()
        }
    }
}
