// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: model
/// @notice The reference string is a public ceremony's.
contract BtcUsdHourlyVerifier {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0x24c457e099277605f2829aebc2f22d32a428c9fd19a7bfa234c8bba0a15b99d6;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 10;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 1;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 2976;
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
                p := mulmod(p, p, r)
                // p is x^n for tables of 2^11 rows.
                mstore(0x1260, add(p, sub(r, 0x01)))
                mstore(0x14a0, mulmod(0x305e41e912d579f5b3193badcab128321c8ee1cb70aa396331b979553d820001, add(p, sub(r, 0x01)), r))
                mstore(0x12e0, x)
                mstore(0x1280, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x16e0, p)
                // The last 7 of 2^11 rows
                {
                    let product := 1
                    let derivative := 0
                    let rest := 0
                    let factor := 0
                    factor := add(x, 0x20ba935124bdcfae7c9968de83a699082ab4e9706edd2c71233e4f3698628e53)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x14240bab02f5195349783ca10754d9523af131ba0b763042793f13aa3d1a3390)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x0c3f0ecf1ea7ae56d777abc7e615fc36fa1311e70b1c534f33d0ae4c59a88a10)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x268b565136980a7663e7cfe09c845bb1dc0c6e4088fcafc8f0ef89844094c1b3)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x18a75391eb79cd9db9b32cffc719aa2ba0fb362d7078724bade33e60e76a5ca2)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x0991d367d559defa93cfc85e3918d74d3ddd8e1e478561d0e8803166bc6e6720)
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    factor := add(x, 0x2131a7713d2120bd6f87b7bf40841bce025bb39a94886339396f9748ce7e6319)
                    rest := product
                    derivative := mod(add(product, mulmod(derivative, factor, r)), r)
                    product := mulmod(product, factor, r)
                    mstore(0x12a0, product)
                    mstore(0x1520, derivative)
                    mstore(0x1540, rest)
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
                    factor := add(x, 0x2dea18ee476c9bfe044dc5dedc4bfaeb6f72bc3105247fc673d79c9a7965d11f)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03a0)
                    factor := add(x, 0x296734b17119fc08cc91898ad0f9e679ee796e87d0e698e631e85fb233d1a6ef)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03c0)
                    factor := add(x, 0x12eead87ab9d649a8e7bb9350a23d769f52b66953f101a05e7b1a5611bb8c063)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03e0)
                    factor := add(x, 0x21466153ea4a70cdb89019a7a3e651e74003be067d41431bbaa775f2a8fea833)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0400)
                    factor := add(x, 0x070c5f05a668b3398867614e95fdbfbfdd1ba7d4876b4931262159382bd39dbc)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0420)
                    factor := add(x, 0x0beb5e960ef05f7426f8e9a191f200d0289ec9bc830c975b39e020e39a1c39ad)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0440)
                    factor := add(x, 0x06bcda193c5474ac5fe6b5f74524881525509376a7361c2d447d551eb317c82f)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0460)
                    factor := add(x, 0x28b389113b1d1c24c7ca256be24a58acc6baa5f412687e607b4e94027b5a858b)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0480)
                    factor := add(x, 0x19a751be229dd99d826d4959f55737f4d56458062852cd7339c933013ea9bab6)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x12c0, product)
                    mstore(0x1560, numerator)
                    mstore(0x1580, total)
                }
                let y := mload(M_Y)
                let yt := y
                mstore(M_Y_POWER, yt)
                mstore(0x1300, add(yt, sub(r, x)))
                mstore(0x1320, add(yt, sub(r, mulmod(x, 0x0fa9bb21bc73d07b3bb6dcd7fddabf54fd7efed80adc442020a3a65d579d71ae, r))))
                mstore(0x1340, add(yt, sub(r, mulmod(x, 0x027a358499c5042bb4027fd7a5355d71b8c12c177494f0cad00a58f9769a2ee2, r))))
                mstore(0x1360, add(y, sub(r, x)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x1260)
                p := mulmod(p, mload(0x1280), r)
                mstore(0x13c0, p)
                p := mulmod(p, mload(0x12a0), r)
                mstore(0x13e0, p)
                p := mulmod(p, mload(0x12c0), r)
                mstore(0x1400, p)
                p := mulmod(p, mload(0x12e0), r)
                mstore(0x1420, p)
                p := mulmod(p, mload(0x1300), r)
                mstore(0x1440, p)
                p := mulmod(p, mload(0x1320), r)
                mstore(0x1460, p)
                p := mulmod(p, mload(0x1340), r)
                mstore(0x1480, p)
                p := mulmod(p, mload(0x1360), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x1360), r)
                mstore(0x1360, mulmod(p, mload(0x1480), r))
                p := next
                next := mulmod(p, mload(0x1340), r)
                mstore(0x1340, mulmod(p, mload(0x1460), r))
                p := next
                next := mulmod(p, mload(0x1320), r)
                mstore(0x1320, mulmod(p, mload(0x1440), r))
                p := next
                next := mulmod(p, mload(0x1300), r)
                mstore(0x1300, mulmod(p, mload(0x1420), r))
                p := next
                next := mulmod(p, mload(0x12e0), r)
                mstore(0x12e0, mulmod(p, mload(0x1400), r))
                p := next
                next := mulmod(p, mload(0x12c0), r)
                mstore(0x12c0, mulmod(p, mload(0x13e0), r))
                p := next
                next := mulmod(p, mload(0x12a0), r)
                mstore(0x12a0, mulmod(p, mload(0x13c0), r))
                p := next
                next := mulmod(p, mload(0x1280), r)
                mstore(0x1280, mulmod(p, mload(0x1260), r))
                p := next
                mstore(0x1260, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x14c0, mulmod(mload(0x14a0), mload(0x1280), r))
                mstore(0x14e0, mulmod(0x0f32a701a4107f6c48c88df740fd3c8f25d834ade5310d580a725e4b21819ce8, mulmod(mload(0x14a0), mulmod(mload(0x1540), mload(0x12a0), r), r), r))
                mstore(0x1500, mod(add(0x01, sub(r, mulmod(mload(0x14a0), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x1520), mload(0x12a0), r), r)), r))), r))
                mstore(0x1560, mulmod(mload(0x14a0), add(sub(r, mload(0x1580)), mulmod(mload(0x0120), mulmod(mload(0x1560), mload(0x12c0), r), r)), r))
                mstore(0x15a0, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x16e0, mulmod(mload(0x16e0), mload(0x12e0), r))
                mstore(0x15c0, mload(0x1300))
                mstore(0x15e0, mload(0x1300))
                mstore(0x1600, mulmod(mload(0x1340), mulmod(mload(0x1320), mload(0x1300), r), r))
                mstore(0x1620, mulmod(0x136eb2f892188b6dc30c59e430fb7085c295e885a56d4e4556e84a9e2c36f5ab, mulmod(mload(0x12e0), mulmod(mload(0x1320), mload(0x12e0), r), r), r))
                mstore(0x1640, mulmod(0x0241d90c4510cc6acd2f5194e1064c4aafefb7ea21a6276a916f19b603c0b9fb, mulmod(mload(0x12e0), mulmod(mload(0x1300), mload(0x12e0), r), r), r))
                mstore(0x1660, mulmod(0x1ab3c26e0a08485128149a3d6f7f9b8cb5ae47d8b2a5fae15b8a913fc008505b, mulmod(mload(0x12e0), mulmod(mload(0x1340), mload(0x12e0), r), r), r))
                mstore(0x1680, mulmod(mload(0x1300), mload(0x1340), r))
                mstore(0x16a0, mulmod(0x1ea9a7326da4c289a09300cbd5908f4b73fa3f3929cae593d237005a1b39c29c, mulmod(mload(0x1300), mload(0x12e0), r), r))
                mstore(0x16c0, mulmod(0x11baa740738cdda017bd44eaabf0c911b439a90f4fee8afd71aaf539d4c63d65, mulmod(mload(0x1340), mload(0x12e0), r), r))
            }

            /// Constraints of table 0: model.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                mstore(0x1720, mulmod(mload(0x0c60), add(mload(0x0ec0), sub(r, mod(add(mload(0x0e00), mulmod(0x0100, add(mload(0x0e20), mulmod(0x0100, add(mload(0x0e40), mulmod(0x0100, add(mload(0x0e60), mulmod(0x0100, add(mload(0x0e80), mulmod(mload(0x0ea0), 0x0100, r)), r)), r)), r)), r)), r))), r))
                mstore(0x1740, mulmod(mload(0x0c20), add(mload(0x0c20), sub(r, 0x01)), r))
                mstore(0x1760, add(mload(0x0c20), sub(r, 0x03)))
                mstore(0x1780, mulmod(mload(0x1740), add(mload(0x0c20), sub(r, 0x02)), r))
                mstore(0x17a0, mulmod(0x2e6020836d24e427fb4ced7991714a03f131be9ac9fc6135e10de0adc6000001, mulmod(mload(0x1760), mload(0x1780), r), r))
                mstore(0x17c0, mulmod(0x0100, mload(0x0e80), r))
                mstore(0x17e0, add(add(mload(0x0e60), mload(0x17c0)), sub(r, 0x8000)))
                mstore(0x1800, mulmod(mload(0x0fa0), mload(0x17e0), r))
                mstore(0x1820, add(mload(0x0fe0), sub(r, mod(add(addmod(add(add(mulmod(mload(0x0fc0), mload(0x1800), r), add(add(mload(0x0f00), mulmod(mload(0x0f40), mload(0x17e0), r)), mulmod(mload(0x0f80), mload(0x0fa0), r))), mulmod(add(mload(0x17c0), sub(r, 0x7f80)), mulmod(mload(0x0f60), mulmod(mload(0x0fa0), mload(0x0fa0), r), r), r)), mulmod(mulmod(mload(0x1800), mload(0x0f20), r), add(mload(0x17e0), mulmod(0x04, mulmod(mload(0x0e40), 0x3033ea246e506e898e97f570caffd704cb0bb460313fb720b29e139e5c100001, r), r)), r), r), mulmod(mulmod(0x30644e427ce32d4886b01bfe313ba1dba6db8b2045d128178a7164500e0a6c11, add(mload(0x0e00), mulmod(0x0100, add(mload(0x0e20), mulmod(0x0100, mload(0x0e40), r)), r)), r), add(add(mload(0x0f40), mulmod(0x02, mulmod(mload(0x0f80), mload(0x17e0), r), r)), mulmod(0x03, mulmod(mload(0x0fc0), mload(0x0fa0), r), r)), r)), r))))
                // row equation: product?v0?v1 + second?v2 + third?v3 + constant + public value = kind?v4
                n := addmod(mload(0x1560), add(sub(r, mulmod(mload(0x0c20), mload(0x0ec0), r)), add(mload(0x0c00), add(mulmod(mload(0x0be0), mload(0x0fc0), r), add(mulmod(mload(0x0bc0), mload(0x0f80), r), mulmod(mload(0x0f40), mulmod(mload(0x0ba0), mload(0x0f00), r), r))))), r)
                // range: v4 = ? limbs?256^i
                n := mod(add(mload(0x1720), mulmod(n, a, r)), r)
                // flag: v3 = limb 5
                n := mod(add(mulmod(n, a, r), mulmod(add(mload(0x0fc0), sub(r, mload(0x0ea0))), mulmod(add(mload(0x0c20), sub(r, 0x04)), mulmod(mload(0x1740), mload(0x1760), r), r), r)), r)
                // feed: feed = v4, else 0
                n := mod(add(mulmod(n, a, r), add(mload(0x0de0), sub(r, mulmod(mload(0x0ec0), mload(0x17a0), r)))), r)
                // feed: v2 = the lower two bytes
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x17a0), add(mload(0x0f80), sub(r, mod(add(mload(0x0e00), mulmod(0x0100, mload(0x0e20), r)), r))), r)), r)
                // square: next v2 = H?
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0c40), add(mload(0x0fa0), sub(r, mulmod(mload(0x17e0), mload(0x17e0), r))), r)), r)
                // polynomial: next v3 = ? c??(H + L)? to first order in L
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0c40), mload(0x1820), r)), r)
                // Permutation
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x14c0), add(mload(0x10c0), sub(r, 0x01)), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x14e0), add(mload(0x10c0), sub(r, 0x01)), r)), r)
                mstore(0x1840, mulmod(add(add(mload(0x0f80), mload(0xe0)), mulmod(mload(0xc0), mload(0x0cc0), r)), mulmod(add(add(mload(0x0f40), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ca0), r)), mulmod(mload(0x1060), add(add(mload(0x0f00), mload(0xe0)), mulmod(mload(0xc0), mload(0x0c80), r)), r), r), r))
                mstore(0x1860, mulmod(add(add(mload(0x0f80), mload(0xe0)), mulmod(mload(0x15a0), 0x0fb586050074e55aa0c26a84aa2e32573c3904f526e2426a5ddd73b177419820, r)), mulmod(mulmod(mload(0x10c0), add(mload(0x15a0), add(mload(0x0f00), mload(0xe0))), r), add(add(mload(0x0f40), mload(0xe0)), mulmod(mload(0x15a0), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1500), add(mload(0x1840), sub(r, mload(0x1860))), r)), r)
                mstore(0x1880, mulmod(add(add(mload(0x0ec0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0d00), r)), mulmod(mload(0x10e0), add(add(mload(0x0fc0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0ce0), r)), r), r))
                mstore(0x18a0, mulmod(add(add(mload(0x0ec0), mload(0xe0)), mulmod(mload(0x15a0), 0x2e230337fde357a84453d15b0abe981537976abfa53a5adf4362be7132bdf541, r)), mulmod(mload(0x1060), add(add(mload(0x0fc0), mload(0xe0)), mulmod(mload(0x15a0), 0x19222d61fb3c1ca79303bff4b7153f9d621cc15ca639abb8b3d875285a391a02, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1500), add(mload(0x1880), sub(r, mload(0x18a0))), r)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x14c0), mload(0x1080), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x14e0), mload(0x1080), r)), r)
                // sort from
                mstore(0x18c0, add(add(mload(0xc0), 0x02), mulmod(mload(0xa0), add(mload(0x0be0), mulmod(mload(0xa0), mulmod(mload(0x0f00), mload(0x0f40), r), r)), r)))
                // byte 0
                mstore(0x18e0, add(add(mload(0xc0), 0x01), mulmod(mload(0x0e00), mload(0xa0), r)))
                mstore(0x1900, add(mload(0x18c0), mulmod(mload(0x1780), mload(0x18e0), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1500), add(sub(r, mod(mload(0x1900), r)), mulmod(mload(0x1000), mulmod(mload(0x18c0), mload(0x18e0), r), r)), r)), r)
                // sort to
                mstore(0x1920, add(add(mload(0xc0), 0x02), mulmod(mload(0xa0), add(mload(0x0be0), mulmod(mload(0x0fc0), mload(0xa0), r)), r)))
                mstore(0x1940, sub(r, mload(0x1780)))
                // byte 1
                mstore(0x1960, add(add(mload(0xc0), 0x01), mulmod(mload(0x0e20), mload(0xa0), r)))
                mstore(0x1980, add(mload(0x1920), mulmod(mload(0x1940), mload(0x1960), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1500), add(sub(r, mod(mload(0x1980), r)), mulmod(mload(0x1020), mulmod(mload(0x1920), mload(0x1960), r), r)), r)), r)
                // byte 2
                mstore(0x19a0, add(add(mload(0xc0), 0x01), mulmod(mload(0x0e40), mload(0xa0), r)))
                // byte 3
                mstore(0x19c0, add(add(mload(0xc0), 0x01), mulmod(mload(0x0e60), mload(0xa0), r)))
                mstore(0x19e0, addmod(mload(0x19c0), mload(0x19a0), r))
                mstore(0x1a00, mulmod(mload(0x19a0), mload(0x19c0), r))
                // byte 4
                mstore(0x1a20, add(add(mload(0xc0), 0x01), mulmod(mload(0x0e80), mload(0xa0), r)))
                mstore(0x1a40, add(mload(0x1a00), mulmod(mload(0x19e0), mload(0x1a20), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1500), add(sub(r, mod(mload(0x1a40), r)), mulmod(mload(0x1040), mulmod(mload(0x1a00), mload(0x1a20), r), r)), r)), r)
                // byte 5
                mstore(0x1a60, add(add(mload(0xc0), 0x01), mulmod(mload(0x0ea0), mload(0xa0), r)))
                // coefficients
                mstore(0x1a80, mulmod(mload(0xa0), add(add(mload(0x0ea0), mulmod(0x0100, mload(0x0c40), r)), mulmod(mload(0xa0), add(mload(0x0f00), mulmod(mload(0xa0), add(mload(0x0f40), mulmod(mload(0xa0), add(mload(0x0f80), mulmod(mload(0xa0), add(mload(0x0fc0), mulmod(mload(0xa0), add(mload(0x0f20), mulmod(mload(0x0f60), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1aa0, add(mload(0x1a80), add(mload(0xc0), 0x01)))
                mstore(0x1ac0, add(mload(0x1aa0), mulmod(mload(0x0c40), mload(0x1a60), r)))
                mstore(0x1ae0, mulmod(mload(0x1a60), mload(0x1aa0), r))
                // table
                mstore(0x1b00, mulmod(mload(0xa0), add(mload(0x0c60), mulmod(mload(0xa0), add(mload(0x0d40), mulmod(mload(0xa0), add(mload(0x0da0), mulmod(mload(0xa0), add(mload(0x0d20), mulmod(mload(0xa0), add(mload(0x0d80), mulmod(mload(0xa0), add(mload(0x0d60), mulmod(mload(0x0dc0), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1b20, add(mload(0x1b00), add(mload(0xc0), 0x01)))
                mstore(0x1b40, add(mulmod(mload(0x1ac0), mload(0x1b20), r), mulmod(mload(0x1ae0), sub(r, mload(0x0ee0)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1500), add(sub(r, mod(mload(0x1b40), r)), mulmod(add(mload(0x10a0), sub(r, mod(add(mload(0x1040), add(mload(0x1020), add(mload(0x1080), mload(0x1000)))), r))), mulmod(mload(0x1ae0), mload(0x1b20), r), r)), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x1700), mload(0x1260), r)
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
                // Group 0: table 0, offsets [0], product
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0ba0), r)), r)
                mstore(M_POINT, 0x22ab0e7ebaaadf089a008539de28197febdd8019dad855d9e651d159e07c42ec)
                mstore(add(M_POINT, 0x20), 0x14c502144f7584ebe4ed0f7b63c71d491b1a1105a73897760e9e4e2e3cf729eb)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 0, offsets [0], second
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0bc0), r)), r)
                mstore(M_POINT, 0x0c812c6034cffe7c21af0c27a370073f8aced4f9070a776de77afcd270cfb621)
                mstore(add(M_POINT, 0x20), 0x25c8146eb6be3541bf6417f924a555b495c68a8e3f20b79844388dfb766de751)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 0, offsets [0], third
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0be0), r)), r)
                mstore(M_POINT, 0x25342a850f3122d12ed843539482d1a6c95ee8e37c1923c068de0286495fb0b1)
                mstore(add(M_POINT, 0x20), 0x0aa2512bf557d74c7380039d38484e5a06b91a2f805aaed8dec397f369e4e360)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 0, offsets [0], constant
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0c00), r)), r)
                mstore(M_POINT, 0x1d50026f71b4e9bd0d6d30bd7477d9d5a4349c71d1d971163dae1e141cfcd497)
                mstore(add(M_POINT, 0x20), 0x2abef8ac78702cd380983cc25f25b17e423ccaa310b16194d6b96ef934b3f3fb)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 4: table 0, offsets [0], kind
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0c20), r)), r)
                mstore(M_POINT, 0x046cdc69d5ad4107239cd8fe3d9db10dcca6842238f3b7e008d269f6568e66fd)
                mstore(add(M_POINT, 0x20), 0x148fe3e80868606d3cde027a4542aee70a232caf4da98d95c33dd149cc3f9708)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 5: table 0, offsets [0], lookup
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0c40), r)), r)
                mstore(M_POINT, 0x025417f6fc4344adf3eb0d528c15fe1300727e88f06199122e731c4c178e15c7)
                mstore(add(M_POINT, 0x20), 0x09ed7203e99417816a78697f1ca1f1e50655547cdb3f914ff48de8a23e8e50fc)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 6: table 0, offsets [0], key
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0c60), r)), r)
                mstore(M_POINT, 0x0602723b9bab0bbb0cc6a91f359f79c808a97063a05323454905446b3f21e44c)
                mstore(add(M_POINT, 0x20), 0x0acf5cf2a2ebe777ce5b20c9e375c799126ee61ee7e061b6d05c4fc6541daadd)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 7: table 0, offsets [0], sigma 0
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0c80), r)), r)
                mstore(M_POINT, 0x0a3cedb91297d12840a56dfe3fc335c5ccc27b67a2852f7bb37d7209429cae82)
                mstore(add(M_POINT, 0x20), 0x185b6dbbb79ad5a3038d457d7c4277fec08f230aa0c14a49be2ef4a248763a95)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 8: table 0, offsets [0], sigma 1
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0ca0), r)), r)
                mstore(M_POINT, 0x1d7e9e948aeae4e2071d9b0b206b99d679b6e83d1b7c4f13656bd07e3d19d95e)
                mstore(add(M_POINT, 0x20), 0x0331f4f7101074db0ed42935b9258288a67bc511e3cf3c797ad14bb456eefe78)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 9: table 0, offsets [0], sigma 2
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0cc0), r)), r)
                mstore(M_POINT, 0x1691bf6a3921abdd9c19cf0a21ce155a4d271a84932d6dbae30eb0f916057db3)
                mstore(add(M_POINT, 0x20), 0x25d3e393a38295a95704d9def9d95c4b369284061ebe53ef132c89169fd77c43)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 10: table 0, offsets [0], sigma 3
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0ce0), r)), r)
                mstore(M_POINT, 0x0d693fe90c7aed70122e1ee0ebe5e68e26ce25a7785cb930abec1356ba91b27e)
                mstore(add(M_POINT, 0x20), 0x2246bbf99e48cc68362ffefae2d252c82569e7a46221172969d044b004ee1633)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 11: table 0, offsets [0], sigma 4
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0d00), r)), r)
                mstore(M_POINT, 0x07572b879ed14aa24321029f50c8aab684164d262ea44b35be22a56482d8e199)
                mstore(add(M_POINT, 0x20), 0x1571bd7d09115ee2cc26be5bc6fb1ecb55cbd8ca80c08ed82b9ac8acceb84520)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 12: table 0, offsets [-1, 0, 1], coefficient 0
                c := mulmod(k, mload(0x1600), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1660), mload(0x0d60), r), add(mulmod(mload(0x1620), mload(0x0d20), r), mulmod(mload(0x1640), mload(0x0d40), r))), r)), r)
                mstore(M_POINT, 0x1a83aecb21135c6f8d15eb71dfc186487e5dfaf612ef907acbefc798ace6ef1b)
                mstore(add(M_POINT, 0x20), 0x1d50510e698f30efd824a632ee411cedab72ea16fc09d7f1e6551451844a8fe9)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 13: table 0, offsets [-1, 0, 1], coefficient 1
                c := mulmod(k, mload(0x1600), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1660), mload(0x0dc0), r), add(mulmod(mload(0x1620), mload(0x0d80), r), mulmod(mload(0x1640), mload(0x0da0), r))), r)), r)
                mstore(M_POINT, 0x2d8711f3dc22c15c3b23eff8ff79439a02a37754ea7da8c6c08a562680ccebec)
                mstore(add(M_POINT, 0x20), 0x1a6674e408f6c12af176a05220fed0a502fa1972eb51eae621a557887665e713)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 14: table 0, offsets [0], feed
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0de0), r)), r)
                loadPoint(0x0580)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 15: table 0, offsets [0], limb 0
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0e00), r)), r)
                loadPoint(0x05c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 16: table 0, offsets [0], limb 1
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0e20), r)), r)
                loadPoint(0x0600)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 17: table 0, offsets [0], limb 2
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0e40), r)), r)
                loadPoint(0x0640)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 18: table 0, offsets [0], limb 3
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0e60), r)), r)
                loadPoint(0x0680)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 19: table 0, offsets [0], limb 4
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0e80), r)), r)
                loadPoint(0x06c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 20: table 0, offsets [0], limb 5
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0ea0), r)), r)
                loadPoint(0x0700)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 21: table 0, offsets [0], value 4
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0ec0), r)), r)
                loadPoint(0x0740)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 22: table 0, offsets [0], multiplicity
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x0ee0), r)), r)
                loadPoint(0x0780)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 23: table 0, offsets [0, 1], value 0
                c := mulmod(k, mload(0x1680), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x16a0), mload(0x0f00), r), mulmod(mload(0x16c0), mload(0x0f20), r)), r)), r)
                loadPoint(0x07c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 24: table 0, offsets [0, 1], value 1
                c := mulmod(k, mload(0x1680), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x16a0), mload(0x0f40), r), mulmod(mload(0x16c0), mload(0x0f60), r)), r)), r)
                loadPoint(0x0800)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 25: table 0, offsets [0, 1], value 2
                c := mulmod(k, mload(0x1680), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x16a0), mload(0x0f80), r), mulmod(mload(0x16c0), mload(0x0fa0), r)), r)), r)
                loadPoint(0x0840)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 26: table 0, offsets [0, 1], value 3
                c := mulmod(k, mload(0x1680), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x16a0), mload(0x0fc0), r), mulmod(mload(0x16c0), mload(0x0fe0), r)), r)), r)
                loadPoint(0x0880)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 27: table 0, offsets [0], helper 0
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x1000), r)), r)
                loadPoint(0x08e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 28: table 0, offsets [0], helper 1
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x1020), r)), r)
                loadPoint(0x0920)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 29: table 0, offsets [0], helper 2
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x1040), r)), r)
                loadPoint(0x0960)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 30: table 0, offsets [0], partial product 0
                c := mulmod(k, mload(0x15c0), r)
                g := mod(add(g, mulmod(c, mload(0x1060), r)), r)
                loadPoint(0x09a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 31: table 0, offsets [0, 1], phi
                c := mulmod(k, mload(0x1680), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x16a0), mload(0x1080), r), mulmod(mload(0x16c0), mload(0x10a0), r)), r)), r)
                loadPoint(0x09e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 32: table 0, offsets [0, 1], z
                c := mulmod(k, mload(0x1680), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x16a0), mload(0x10c0), r), mulmod(mload(0x16c0), mload(0x10e0), r)), r)), r)
                loadPoint(0x0a20)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x1360), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x0a80)
                addMultiple(c)
                c := mulmod(c, mload(0x16e0), r)
                loadPoint(0x0ac0)
                addMultiple(c)
                c := mulmod(c, mload(0x16e0), r)
                loadPoint(0x0b00)
                addMultiple(c)
                c := mulmod(c, mload(0x16e0), r)
                loadPoint(0x0b40)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x11c0)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x1220)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x01e0, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0200, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0220, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0240, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0260, mload(0x1220))
                mstore(0x0280, sub(FIELD, mload(0x1240)))
                mstore(0x02a0, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x02c0, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x02e0, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0300, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 2976), eq(publicInputs.length, 10))) { reject() }
            mstore(M_ORDER, ORDER)
            calldatacopy(0x0360, publicInputs.offset, 0x0140)
            calldatacopy(0x0580, add(proof.offset, 0x00), 0x0340)
            calldatacopy(0x08e0, add(proof.offset, 0x0340), 0x0180)
            calldatacopy(0x0a80, add(proof.offset, 0x04c0), 0x0100)
            calldatacopy(0x0ba0, add(proof.offset, 0x05c0), 0x0560)
            calldatacopy(0x11c0, add(proof.offset, 0x0b20), 0x40)
            calldatacopy(0x1220, add(proof.offset, 0x0b60), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(and(and(lt(mload(0x0360), r), lt(mload(0x0380), r)), and(lt(mload(0x03a0), r), lt(mload(0x03c0), r))), and(and(lt(mload(0x03e0), r), lt(mload(0x0400), r)), and(lt(mload(0x0420), r), lt(mload(0x0440), r))))) { reject() }
                if iszero(and(lt(mload(0x0460), r), lt(mload(0x0480), r))) { reject() }
                if iszero(and(and(and(lt(mload(0x0ba0), r), lt(mload(0x0bc0), r)), and(lt(mload(0x0be0), r), lt(mload(0x0c00), r))), and(and(lt(mload(0x0c20), r), lt(mload(0x0c40), r)), and(lt(mload(0x0c60), r), lt(mload(0x0c80), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0ca0), r), lt(mload(0x0cc0), r)), and(lt(mload(0x0ce0), r), lt(mload(0x0d00), r))), and(and(lt(mload(0x0d20), r), lt(mload(0x0d40), r)), and(lt(mload(0x0d60), r), lt(mload(0x0d80), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0da0), r), lt(mload(0x0dc0), r)), and(lt(mload(0x0de0), r), lt(mload(0x0e00), r))), and(and(lt(mload(0x0e20), r), lt(mload(0x0e40), r)), and(lt(mload(0x0e60), r), lt(mload(0x0e80), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0ea0), r), lt(mload(0x0ec0), r)), and(lt(mload(0x0ee0), r), lt(mload(0x0f00), r))), and(and(lt(mload(0x0f20), r), lt(mload(0x0f40), r)), and(lt(mload(0x0f60), r), lt(mload(0x0f80), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0fa0), r), lt(mload(0x0fc0), r)), and(lt(mload(0x0fe0), r), lt(mload(0x1000), r))), and(and(lt(mload(0x1020), r), lt(mload(0x1040), r)), and(lt(mload(0x1060), r), lt(mload(0x1080), r))))) { reject() }
                if iszero(and(lt(mload(0x10a0), r), and(lt(mload(0x10c0), r), lt(mload(0x10e0), r)))) { reject() }
            }

            // The transcript
            mstore(0x0320, 0x41737361792070726f6f66207631)
            mstore(0x0340, 0x24c457e099277605f2829aebc2f22d32a428c9fd19a7bfa234c8bba0a15b99d6)
            mstore(0x0560, keccak256(0x0332, 0x016e))
            {
                let r := mload(M_ORDER)
                mstore(0x08c0, keccak256(0x0560, 0x0360))
                mstore(0xa0, mod(mload(0x08c0), r))
                mstore(0xc0, further(mload(0x08c0), 1))
                mstore(0xe0, further(mload(0x08c0), 2))
                mstore(0x0a60, keccak256(0x08c0, 0x01a0))
                mstore(0x0100, mod(mload(0x0a60), r))
                mstore(0x0b80, keccak256(0x0a60, 0x0120))
                mstore(0x0120, mod(mload(0x0b80), r))
                mstore(0x11a0, keccak256(0x0b80, 0x0580))
                mstore(0x0140, mod(mload(0x11a0), r))
                mstore(0x1200, keccak256(0x11a0, 0x60))
                mstore(0x0160, mod(mload(0x1200), r))
            }

            denominators()
            invertAll()
            lagrange()
            mstore(0x1700, table0())
            sumOfOpenings(quotientValue())
            holds := pairing()
        }
    }
}
