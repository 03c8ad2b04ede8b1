// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: wide
/// @notice The reference string is a public ceremony's.
contract FeatureWide {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0x2913f371b8fc162ad9503f2b47056ad1669cd83192a49927eb5c99da772ad8da;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 70;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 0;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 1216;
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
                // p is x^n for tables of 2^7 rows.
                mstore(0x13a0, add(p, sub(r, 0x01)))
                mstore(0x15e0, mulmod(0x300385d5fb6f3ce964dfa52b147e55ac6de38077e8c5fdb0215a31a8c8200001, add(p, sub(r, 0x01)), r))
                mstore(0x1420, x)
                mstore(0x13c0, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x17a0, power(p, 16))
                // The last 41 of 2^7 rows
                {
                    let product, derivative, rest := closingRows(x, 0x1641c0537969b732427c045f5def8b04aa4f964aa49e95bddddf985fc64427d7, 41)
                    mstore(0x13e0, product)
                    mstore(0x1660, derivative)
                    mstore(0x1680, rest)
                }
                // Public inputs 0 to 69
                {
                    let numerator, product, total := publicColumn(x, 0x16e73dfdad310991df5ce19ce85943e01dcb5564b6f24c799d0e470cba9d1811, 0x0360, 0x0c20)
                    mstore(0x1400, product)
                    mstore(0x16a0, numerator)
                    mstore(0x16c0, total)
                }
                let y := mload(M_Y)
                let yt := power(y, 16)
                mstore(M_Y_POWER, yt)
                mstore(0x1440, add(yt, sub(r, x)))
                mstore(0x1460, add(yt, sub(r, mulmod(x, 0x16e73dfdad310991df5ce19ce85943e01dcb5564b6f24c799d0e470cba9d1811, r))))
                mstore(0x1480, add(y, sub(r, x)))
                mstore(0x17e0, mulmod(mload(0xa0), add(0x05, mulmod(mload(0xa0), add(mload(0x0360), mulmod(mload(0xa0), add(0x07, mulmod(mload(0xa0), add(mload(0x0360), mulmod(mload(0xa0), add(0x09, mulmod(mload(0xa0), add(mload(0x0360), mulmod(0x0b, mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x14a0, add(add(mload(0xc0), 0x09), mulmod(mload(0xa0), add(mload(0x0360), mulmod(mload(0xa0), add(0x01, mulmod(mload(0xa0), add(mload(0x0360), mulmod(mload(0xa0), add(0x03, mulmod(mload(0xa0), add(mload(0x17e0), mload(0x0360)), r)), r)), r)), r)), r)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x13a0)
                p := mulmod(p, mload(0x13c0), r)
                mstore(0x1500, p)
                p := mulmod(p, mload(0x13e0), r)
                mstore(0x1520, p)
                p := mulmod(p, mload(0x1400), r)
                mstore(0x1540, p)
                p := mulmod(p, mload(0x1420), r)
                mstore(0x1560, p)
                p := mulmod(p, mload(0x1440), r)
                mstore(0x1580, p)
                p := mulmod(p, mload(0x1460), r)
                mstore(0x15a0, p)
                p := mulmod(p, mload(0x1480), r)
                mstore(0x15c0, p)
                p := mulmod(p, mload(0x14a0), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x14a0), r)
                mstore(0x14a0, mulmod(p, mload(0x15c0), r))
                p := next
                next := mulmod(p, mload(0x1480), r)
                mstore(0x1480, mulmod(p, mload(0x15a0), r))
                p := next
                next := mulmod(p, mload(0x1460), r)
                mstore(0x1460, mulmod(p, mload(0x1580), r))
                p := next
                next := mulmod(p, mload(0x1440), r)
                mstore(0x1440, mulmod(p, mload(0x1560), r))
                p := next
                next := mulmod(p, mload(0x1420), r)
                mstore(0x1420, mulmod(p, mload(0x1540), r))
                p := next
                next := mulmod(p, mload(0x1400), r)
                mstore(0x1400, mulmod(p, mload(0x1520), r))
                p := next
                next := mulmod(p, mload(0x13e0), r)
                mstore(0x13e0, mulmod(p, mload(0x1500), r))
                p := next
                next := mulmod(p, mload(0x13c0), r)
                mstore(0x13c0, mulmod(p, mload(0x13a0), r))
                p := next
                mstore(0x13a0, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x1600, mulmod(mload(0x15e0), mload(0x13c0), r))
                mstore(0x1620, mulmod(0x1acead70fffe33cbd3ded23d190dd0a8add2585f6164a75dc283089e3b788f92, mulmod(mload(0x15e0), mulmod(mload(0x1680), mload(0x13e0), r), r), r))
                mstore(0x1640, mod(add(0x01, sub(r, mulmod(mload(0x15e0), add(sub(r, 0x29), mulmod(mload(0x0120), mulmod(mload(0x1660), mload(0x13e0), r), r)), r))), r))
                mstore(0x16a0, mulmod(mload(0x15e0), add(sub(r, mload(0x16c0)), mulmod(mload(0x0120), mulmod(mload(0x16a0), mload(0x1400), r), r)), r))
                mstore(0x16e0, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x17a0, mulmod(mload(0x17a0), mload(0x1420), r))
                mstore(0x1700, mload(0x1440))
                mstore(0x1720, mload(0x1440))
                mstore(0x1740, mulmod(mload(0x1440), mload(0x1460), r))
                mstore(0x1760, mulmod(0x08a722b031f8fa412ce87dd37a8a6ab8984f15087dc504c26aad9ff6ea2a0cdc, mulmod(mload(0x1440), mload(0x1420), r), r))
                mstore(0x1780, mulmod(0x27bd2bc2af38a5e88b67c7e306f6eda48fe4d33ffbf46bced934559d05d5f325, mulmod(mload(0x1460), mload(0x1420), r), r))
            }

            /// Constraints of table 0: wide.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                mstore(0x17e0, mulmod(0x08, add(mload(0x10c0), mulmod(0x08, add(mload(0x10e0), mulmod(0x08, add(mload(0x1100), mulmod(0x08, add(mload(0x1120), mulmod(0x08, add(mload(0x1140), mulmod(0x08, add(mload(0x1160), mulmod(mload(0x1180), 0x08, r)), r)), r)), r)), r)), r)), r))
                mstore(0x1800, mulmod(0x08, add(mload(0x0fe0), mulmod(0x08, add(mload(0x1000), mulmod(0x08, add(mload(0x1020), mulmod(0x08, add(mload(0x1040), mulmod(0x08, add(mload(0x1060), mulmod(0x08, add(mload(0x1080), mulmod(0x08, add(mload(0x17e0), mload(0x10a0)), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1820, mulmod(mload(0x0ee0), add(mload(0x11a0), sub(r, mod(add(mload(0x0f20), mulmod(0x08, add(mload(0x0f40), mulmod(0x08, add(mload(0x0f60), mulmod(0x08, add(mload(0x0f80), mulmod(0x08, add(mload(0x0fa0), mulmod(0x08, add(mload(0x1800), mload(0x0fc0)), r)), r)), r)), r)), r)), r))), r))
                mstore(0x1840, mulmod(0x05, add(sub(r, 0x03), add(mload(0x0fe0), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x0fc0), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x0fa0), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x0f80), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x0f60), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x0f40), sub(r, mulmod(0x05, add(mload(0x0f20), sub(r, 0x03)), r)))), r)))), r)))), r)))), r)))), r)))), r))
                mstore(0x1860, mulmod(0x05, add(sub(r, 0x03), add(mload(0x10a0), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1080), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1060), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1040), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1020), sub(r, mulmod(0x05, add(add(mload(0x1000), sub(r, mload(0x1840))), sub(r, 0x03)), r)))), r)))), r)))), r)))), r)))), r))
                mstore(0x1880, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1160), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1140), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1120), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x1100), sub(r, mulmod(0x05, add(sub(r, 0x03), add(mload(0x10e0), sub(r, mulmod(0x05, add(add(mload(0x10c0), sub(r, mload(0x1860))), sub(r, 0x03)), r)))), r)))), r)))), r)))), r)))), r))
                // total
                n := mload(0x1820)
                // published
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0f00), add(mload(0x16a0), sub(r, mload(0x0f20))), r)), r)
                // nested difference
                n := mod(add(mulmod(n, a, r), mulmod(add(mload(0x1180), sub(r, mload(0x1880))), mulmod(mload(0x0ee0), add(mload(0x0ee0), sub(r, 0x01)), r), r)), r)
                // Bus
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1600), mload(0x11c0), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1620), add(mload(0x11c0), sub(r, mload(0x0d60))), r)), r)
                // digits
                mstore(0x18a0, mulmod(mload(0xa0), add(mload(0x10c0), mulmod(mload(0xa0), add(mload(0x10e0), mulmod(mload(0xa0), add(mload(0x1100), mulmod(mload(0xa0), add(mload(0x1120), mulmod(mload(0xa0), add(mload(0x1140), mulmod(mload(0xa0), add(mload(0x1160), mulmod(mload(0x1180), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x18c0, mulmod(mload(0xa0), add(mload(0x0fe0), mulmod(mload(0xa0), add(mload(0x1000), mulmod(mload(0xa0), add(mload(0x1020), mulmod(mload(0xa0), add(mload(0x1040), mulmod(mload(0xa0), add(mload(0x1060), mulmod(mload(0xa0), add(mload(0x1080), mulmod(mload(0xa0), add(mload(0x18a0), mload(0x10a0)), r)), r)), r)), r)), r)), r)), r))
                mstore(0x18e0, add(add(mload(0xc0), 0x03), mulmod(mload(0xa0), add(mload(0x0f20), mulmod(mload(0xa0), add(mload(0x0f40), mulmod(mload(0xa0), add(mload(0x0f60), mulmod(mload(0xa0), add(mload(0x0f80), mulmod(mload(0xa0), add(mload(0x0fa0), mulmod(mload(0xa0), add(mload(0x18c0), mload(0x0fc0)), r)), r)), r)), r)), r)), r)))
                // digits
                mstore(0x1900, mulmod(mload(0xa0), add(mload(0x10c0), mulmod(mload(0xa0), add(mload(0x10e0), mulmod(mload(0xa0), add(mload(0x1100), mulmod(mload(0xa0), add(mload(0x1120), mulmod(mload(0xa0), add(mload(0x1140), mulmod(mload(0xa0), add(mload(0x1160), mulmod(mload(0x1180), mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1920, mulmod(mload(0xa0), add(mload(0x0fe0), mulmod(mload(0xa0), add(mload(0x1000), mulmod(mload(0xa0), add(mload(0x1020), mulmod(mload(0xa0), add(mload(0x1040), mulmod(mload(0xa0), add(mload(0x1060), mulmod(mload(0xa0), add(mload(0x1080), mulmod(mload(0xa0), add(mload(0x1900), mload(0x10a0)), r)), r)), r)), r)), r)), r)), r))
                mstore(0x1940, add(add(mload(0xc0), 0x03), mulmod(mload(0xa0), add(mload(0x0f20), mulmod(mload(0xa0), add(mload(0x0f40), mulmod(mload(0xa0), add(mload(0x0f60), mulmod(mload(0xa0), add(mload(0x0f80), mulmod(mload(0xa0), add(mload(0x0fa0), mulmod(mload(0xa0), add(mload(0x1920), mload(0x0fc0)), r)), r)), r)), r)), r)), r)))
                mstore(0x1960, add(mulmod(mload(0x0ee0), mload(0x1940), r), mulmod(mload(0x18e0), sub(r, mload(0x0ee0)), r)))
                mstore(0x1980, mulmod(mload(0x18e0), mload(0x1940), r))
                // public
                mstore(0x19a0, mulmod(mload(0xa0), add(0x05, mulmod(mload(0xa0), add(mload(0x0f20), mulmod(mload(0xa0), add(0x07, mulmod(mload(0xa0), add(mload(0x0f20), mulmod(mload(0xa0), add(0x09, mulmod(mload(0xa0), add(mload(0x0f20), mulmod(0x0b, mload(0xa0), r)), r)), r)), r)), r)), r)), r))
                mstore(0x19c0, add(add(mload(0xc0), 0x09), mulmod(mload(0xa0), add(mload(0x0f20), mulmod(mload(0xa0), add(0x01, mulmod(mload(0xa0), add(mload(0x0f20), mulmod(mload(0xa0), add(0x03, mulmod(mload(0xa0), add(mload(0x19a0), mload(0x0f20)), r)), r)), r)), r)), r)))
                mstore(0x19e0, add(mulmod(mload(0x1960), mload(0x19c0), r), mulmod(mload(0x1980), sub(r, mulmod(mload(0x1600), 0x02, r)), r)))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x1640), add(sub(r, mod(mload(0x19e0), r)), mulmod(add(mload(0x11e0), sub(r, mload(0x11c0))), mulmod(mload(0x1980), mload(0x19c0), r), r)), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x17c0), mload(0x13a0), r)
            }

            /// The bus must cancel over all tables and public interactions (§5).
            function checkEndSums() {
                let r := mload(M_ORDER)
                let sum := 0
                sum := addmod(sum, mload(0x0d60), r)
                sum := addmod(sum, mulmod(mload(0x14a0), 0x02, r), r)
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
                // Group 0: table 0, offsets [0], on, shown
                c := mulmod(k, mload(0x1700), r)
                g := mod(add(g, mulmod(c, add(mload(0x0ee0), mulmod(mload(0x0f00), y, r)), r)), r)
                mstore(M_POINT, 0x1804b12a56be1519d4bfd5a5f0bc4d40eea53a4f06f268e0f300178846374e4e)
                mstore(add(M_POINT, 0x20), 0x1fc4ccacd9953545ea733c9e73d58d83b6d02dc013b3eb5ae9cf0cb9352a6f03)
                beginSum(c)
                k := mulmod(k, v, r)
                mstore(0x17e0, add(mload(0x1020), mulmod(y, add(mload(0x1040), mulmod(y, add(mload(0x1060), mulmod(y, add(mload(0x1080), mulmod(y, add(mload(0x10a0), mulmod(y, add(mload(0x10c0), mulmod(y, add(mload(0x10e0), mulmod(mload(0x1100), y, r)), r)), r)), r)), r)), r)), r)))
                mstore(0x17e0, add(mload(0x0f40), mulmod(y, add(mload(0x0f60), mulmod(y, add(mload(0x0f80), mulmod(y, add(mload(0x0fa0), mulmod(y, add(mload(0x0fc0), mulmod(y, add(mload(0x0fe0), mulmod(y, add(mload(0x1000), mulmod(mload(0x17e0), y, r)), r)), r)), r)), r)), r)), r)))
                // Group 1: table 0, offsets [0], digit 0, digit 1, digit 2, digit 3, digit 4, digit 5, digit 6, di
                c := mulmod(k, mload(0x1700), r)
                g := mod(add(g, mulmod(c, add(mload(0x0f20), mulmod(mload(0x17e0), y, r)), r)), r)
                loadPoint(0x0c80)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 0, offsets [0], digit 16, digit 17, digit 18, digit 19, total
                c := mulmod(k, mload(0x1700), r)
                g := mod(add(g, mulmod(c, add(mload(0x1120), mulmod(y, add(mload(0x1140), mulmod(y, add(mload(0x1160), mulmod(y, add(mload(0x1180), mulmod(mload(0x11a0), y, r)), r)), r)), r)), r)), r)
                loadPoint(0x0cc0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 0, offsets [0, 1], phi
                c := mulmod(k, mload(0x1740), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x1760), mload(0x11c0), r), mulmod(mload(0x1780), mload(0x11e0), r)), r)), r)
                loadPoint(0x0d20)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x1480), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x0e80)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x1300)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x1360)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x01e0, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0200, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0220, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0240, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0260, mload(0x1360))
                mstore(0x0280, sub(FIELD, mload(0x1380)))
                mstore(0x02a0, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x02c0, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x02e0, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0300, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 1216), eq(publicInputs.length, 70))) { reject() }
            mstore(M_ORDER, ORDER)
            calldatacopy(0x0360, publicInputs.offset, 0x08c0)
            calldatacopy(0x0c80, add(proof.offset, 0x00), 0x80)
            calldatacopy(0x0d20, add(proof.offset, 0x80), 0x60)
            calldatacopy(0x0e80, add(proof.offset, 0xe0), 0x40)
            calldatacopy(0x0ee0, add(proof.offset, 0x0120), 0x0320)
            calldatacopy(0x1300, add(proof.offset, 0x0440), 0x40)
            calldatacopy(0x1360, add(proof.offset, 0x0480), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                checkScalars(0x0360, 0x0c20)
                if iszero(lt(mload(0x0d60), r)) { reject() }
                if iszero(and(and(and(lt(mload(0x0ee0), r), lt(mload(0x0f00), r)), and(lt(mload(0x0f20), r), lt(mload(0x0f40), r))), and(and(lt(mload(0x0f60), r), lt(mload(0x0f80), r)), and(lt(mload(0x0fa0), r), lt(mload(0x0fc0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0fe0), r), lt(mload(0x1000), r)), and(lt(mload(0x1020), r), lt(mload(0x1040), r))), and(and(lt(mload(0x1060), r), lt(mload(0x1080), r)), and(lt(mload(0x10a0), r), lt(mload(0x10c0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x10e0), r), lt(mload(0x1100), r)), and(lt(mload(0x1120), r), lt(mload(0x1140), r))), and(and(lt(mload(0x1160), r), lt(mload(0x1180), r)), and(lt(mload(0x11a0), r), lt(mload(0x11c0), r))))) { reject() }
                if iszero(lt(mload(0x11e0), r)) { reject() }
            }

            // The transcript
            mstore(0x0320, 0x41737361792070726f6f66207631)
            mstore(0x0340, 0x2913f371b8fc162ad9503f2b47056ad1669cd83192a49927eb5c99da772ad8da)
            mstore(0x0c60, keccak256(0x0332, 0x08ee))
            {
                let r := mload(M_ORDER)
                mstore(0x0d00, keccak256(0x0c60, 0xa0))
                mstore(0xa0, mod(mload(0x0d00), r))
                mstore(0xc0, further(mload(0x0d00), 1))
                mstore(0xe0, further(mload(0x0d00), 2))
                mstore(0x0e60, keccak256(0x0d00, 0x80))
                mstore(0x0100, mod(mload(0x0e60), r))
                mstore(0x0ec0, keccak256(0x0e60, 0x60))
                mstore(0x0120, mod(mload(0x0ec0), r))
                mstore(0x12e0, keccak256(0x0ec0, 0x0340))
                mstore(0x0140, mod(mload(0x12e0), r))
                mstore(0x1340, keccak256(0x12e0, 0x60))
                mstore(0x0160, mod(mload(0x1340), r))
            }

            denominators()
            invertAll()
            checkEndSums()
            lagrange()
            mstore(0x17c0, table0())
            sumOfOpenings(quotientValue())
            holds := pairing()
        }
    }
}
