// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: shuffle
/// @notice The reference string is a public ceremony's.
contract FeaturePhases {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0xaca4962c15cc4307db366e7b8115454e60535f5631e0761ff75dfc3c51b72175;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 0;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 0;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 608;
    /// @notice Whether the reference string was made from a known seed. Whoever knows the seed can forge proofs.
    bool public constant isInsecure = false;

    /// @dev r, the order of the groups.
    uint256 private constant ORDER = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;
    /// @dev q, the modulus of the curve's coordinates.
    uint256 private constant FIELD = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;

    // Memory, laid out once; every address is known here. The compiler's own use of memory ends where it begins.
    uint256 private constant M_ORDER = 0x80;
    uint256 private constant M_PAIRING = 0x0200;
    uint256 private constant M_SUM = 0x0200;
    uint256 private constant M_POINT = 0x0240;
    uint256 private constant M_SCALAR = 0x0280;
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
                mstore(0x0740, add(p, sub(r, 0x01)))
                mstore(0x08c0, mulmod(0x2d5e098bb31e86271ccb415b196942d755b0a9c3f21dd9882fa3d63ab1000001, add(p, sub(r, 0x01)), r))
                mstore(0x0780, x)
                mstore(0x0760, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x09c0, power(p, 2))
                let y := mload(M_Y)
                let yt := mulmod(y, y, r)
                mstore(M_Y_POWER, yt)
                mstore(0x07a0, add(yt, sub(r, x)))
                mstore(0x07c0, add(yt, sub(r, mulmod(x, 0x21082ca216cbbf4e1c6e4f4594dd508c996dfbe1174efb98b11509c6e306460b, r))))
                mstore(0x07e0, add(y, sub(r, x)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x0740)
                p := mulmod(p, mload(0x0760), r)
                mstore(0x0840, p)
                p := mulmod(p, mload(0x0780), r)
                mstore(0x0860, p)
                p := mulmod(p, mload(0x07a0), r)
                mstore(0x0880, p)
                p := mulmod(p, mload(0x07c0), r)
                mstore(0x08a0, p)
                p := mulmod(p, mload(0x07e0), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x07e0), r)
                mstore(0x07e0, mulmod(p, mload(0x08a0), r))
                p := next
                next := mulmod(p, mload(0x07c0), r)
                mstore(0x07c0, mulmod(p, mload(0x0880), r))
                p := next
                next := mulmod(p, mload(0x07a0), r)
                mstore(0x07a0, mulmod(p, mload(0x0860), r))
                p := next
                next := mulmod(p, mload(0x0780), r)
                mstore(0x0780, mulmod(p, mload(0x0840), r))
                p := next
                next := mulmod(p, mload(0x0760), r)
                mstore(0x0760, mulmod(p, mload(0x0740), r))
                p := next
                mstore(0x0740, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x08e0, mulmod(mload(0x08c0), mload(0x0760), r))
                mstore(0x0900, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x09c0, mulmod(mload(0x09c0), mload(0x0780), r))
                mstore(0x0920, mload(0x07a0))
                mstore(0x0940, mload(0x07a0))
                mstore(0x0960, mulmod(mload(0x07a0), mload(0x07c0), r))
                mstore(0x0980, mulmod(0x0447c12c77fcb44627d292c12c2e9deebc2996751f60c540d1e1eabfd11b11ae, mulmod(mload(0x07a0), mload(0x0780), r), r))
                mstore(0x09a0, mulmod(0x2c1c8d466934ebe3907db2f55552ba6e6c0a51d35a58ab5072000ad41ee4ee53, mulmod(mload(0x07c0), mload(0x0780), r), r))
            }

            /// Constraints of table 0: shuffle.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                mstore(0x0a00, add(mload(0x0600), sub(r, 0x01)))
                // start
                n := mulmod(mload(0x08e0), mload(0x0a00), r)
                // step
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0580), add(mulmod(mload(0x0620), add(mload(0x01a0), sub(r, mload(0x05e0))), r), sub(r, mulmod(mload(0x0600), add(mload(0x01a0), sub(r, mload(0x05c0))), r))), r)), r)
                // end
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0a00), mload(0x05a0), r)), r)
                // fold
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0580), add(mload(0x0640), sub(r, mod(add(mulmod(mload(0x01c0), mload(0x01e0), r), add(mulmod(mload(0x05c0), mload(0x01c0), r), mulmod(mload(0x0600), mload(0x01e0), r))), r))), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x09e0), mload(0x0740), r)
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
                // Group 0: table 0, offsets [0], on, last
                c := mulmod(k, mload(0x0920), r)
                g := mod(add(g, mulmod(c, add(mload(0x0580), mulmod(mload(0x05a0), y, r)), r)), r)
                mstore(M_POINT, 0x1afb4f3af2d2983a016fd9b7f4cc72f1addf5cbf620cc31dfb2ebbb89bb84ab4)
                mstore(add(M_POINT, 0x20), 0x1e8fa6a675bcaa0fc16971204e09c2f9b8aad9c491f0b7382dea9bb903430185)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 0, offsets [0], a, b
                c := mulmod(k, mload(0x0920), r)
                g := mod(add(g, mulmod(c, add(mload(0x05c0), mulmod(mload(0x05e0), y, r)), r)), r)
                loadPoint(0x03e0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 0, offsets [0, 1], running
                c := mulmod(k, mload(0x0960), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x0980), mload(0x0600), r), mulmod(mload(0x09a0), mload(0x0620), r)), r)), r)
                loadPoint(0x0440)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 0, offsets [0], fold
                c := mulmod(k, mload(0x0920), r)
                g := mod(add(g, mulmod(c, mload(0x0640), r)), r)
                loadPoint(0x04a0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x07e0), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x0520)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x06a0)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x0700)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x0240, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0260, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0280, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x02a0, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x02c0, mload(0x0700))
                mstore(0x02e0, sub(FIELD, mload(0x0720)))
                mstore(0x0300, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x0320, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x0340, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0360, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 608), eq(publicInputs.length, 0))) { reject() }
            mstore(M_ORDER, ORDER)
            calldatacopy(0x03e0, add(proof.offset, 0x00), 0x40)
            calldatacopy(0x0440, add(proof.offset, 0x40), 0x40)
            calldatacopy(0x04a0, add(proof.offset, 0x80), 0x40)
            calldatacopy(0x0520, add(proof.offset, 0xc0), 0x40)
            calldatacopy(0x0580, add(proof.offset, 0x0100), 0xe0)
            calldatacopy(0x06a0, add(proof.offset, 0x01e0), 0x40)
            calldatacopy(0x0700, add(proof.offset, 0x0220), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(and(lt(mload(0x0580), r), and(lt(mload(0x05a0), r), lt(mload(0x05c0), r))), and(and(lt(mload(0x05e0), r), lt(mload(0x0600), r)), and(lt(mload(0x0620), r), lt(mload(0x0640), r))))) { reject() }
            }

            // The transcript
            mstore(0x0380, 0x41737361792070726f6f66207631)
            mstore(0x03a0, 0xaca4962c15cc4307db366e7b8115454e60535f5631e0761ff75dfc3c51b72175)
            mstore(0x03c0, keccak256(0x0392, 0x2e))
            {
                let r := mload(M_ORDER)
                mstore(0x0420, keccak256(0x03c0, 0x60))
                mstore(0x01a0, mod(mload(0x0420), r))
                mstore(0x0480, keccak256(0x0420, 0x60))
                mstore(0x01c0, mod(mload(0x0480), r))
                mstore(0x01e0, further(mload(0x0480), 1))
                mstore(0x04e0, keccak256(0x0480, 0x60))
                mstore(0xa0, mod(mload(0x04e0), r))
                mstore(0xc0, further(mload(0x04e0), 1))
                mstore(0xe0, further(mload(0x04e0), 2))
                mstore(0x0500, keccak256(0x04e0, 0x20))
                mstore(0x0100, mod(mload(0x0500), r))
                mstore(0x0560, keccak256(0x0500, 0x60))
                mstore(0x0120, mod(mload(0x0560), r))
                mstore(0x0680, keccak256(0x0560, 0x0100))
                mstore(0x0140, mod(mload(0x0680), r))
                mstore(0x06e0, keccak256(0x0680, 0x60))
                mstore(0x0160, mod(mload(0x06e0), r))
            }

            denominators()
            invertAll()
            lagrange()
            mstore(0x09e0, table0())
            sumOfOpenings(quotientValue())
            holds := pairing()
        }
    }
}
