// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: prices
/// @notice The reference string is a public ceremony's.
contract FeatureFeeds {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0x69768c39e79a803178f484adfcd432c82a4783c94a33e3a1c09db221344a6b6e;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 20;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 3;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 800;
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
                // p is x^n for tables of 2^5 rows.
                mstore(0x0b20, add(p, sub(r, 0x01)))
                mstore(0x0ce0, mulmod(0x2ee12bff4a2813286a8dc388cd754d9a3ef2490635eba50cb9c2e5e750800001, add(p, sub(r, 0x01)), r))
                mstore(0x0b80, x)
                mstore(0x0b40, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x0e20, power(p, 2))
                // Public inputs 0 to 19
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
                    value := mload(0x03a0)
                    factor := add(x, 0x0f5c21d0ca65e0db9be1f670eca407d08ec5ec67626a74f892ccebcd0cf9b9f6)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03c0)
                    factor := add(x, 0x1deca00ecb40b110c595e6051ebdb9a5f714afda4c929a4d41ed53364883dac6)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03e0)
                    factor := add(x, 0x0530d09118705106cbb4a786ead16926d5d174e181a26686af5448492e42a181)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0400)
                    factor := add(x, 0xa700a049c5bacc9e3a0b0cff719fcf2d6e0a7a01d7e962b37ed56cbd85a143)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0420)
                    factor := add(x, 0x1fe9a328fad7382fddb3730a89f574d14e57caeac619eeb30d24fb38a4fc6fbe)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0440)
                    factor := add(x, 0x2f83030f7c8d218d75cb9bbe77219440562137739dc0cb210c71518955cbc671)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0460)
                    factor := add(x, 0xb3c4d79d41a91758cb49c3517c4604a520cff123608fc9cb)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0480)
                    factor := add(x, 0x0e2ab23ecd95a07c0f72414bd5308efa99fed0a4d566f73ddefa7dc68a4460b9)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x04a0)
                    factor := add(x, 0x0dd360411caed09700b52c71a6655715c4d558439e2d34f4307da9a4be13c42e)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x04c0)
                    factor := add(x, 0x1c008a642ea42d6a7ef4d1f28a8968bf3dbc8a795e32473df3761fbe2d4d9d92)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x04e0)
                    factor := add(x, 0x130b17119778465cfb3acaee30f81dee20710ead41671f568b11d9ab07b95a9b)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0500)
                    factor := add(x, 0x1910cf3d7f4cf2e06d3d2e6646e7ee7b2ead518c3fe97ec9a1ab0fadd65640b2)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0520)
                    factor := add(x, 0x02e40daf409556c02bfc85eb303402b774954d30aeb0337eb85a71e6373428de)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0540)
                    factor := add(x, 0x2724713603bfbd790aeaf3e7df25d8e7ef8f311334905b4d8c99980cf210979d)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0560)
                    factor := add(x, 0x01)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x0580)
                    factor := add(x, 0x09c532c6306b93d29678200d47c0b2a99c18d51b838eeb1d3eed4c533bb512d0)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x05a0)
                    factor := add(x, 0x21082ca216cbbf4e1c6e4f4594dd508c996dfbe1174efb98b11509c6e306460b)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x05c0)
                    factor := add(x, 0x1277ae6415f0ef18f2ba5fb162c39eb7311f386e2d26d64401f4a25da77c253b)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x0b60, product)
                    mstore(0x0d20, numerator)
                    mstore(0x0d40, total)
                }
                let y := mload(M_Y)
                let yt := mulmod(y, y, r)
                mstore(M_Y_POWER, yt)
                mstore(0x0ba0, add(yt, sub(r, x)))
                mstore(0x0bc0, add(yt, sub(r, mulmod(x, 0x09c532c6306b93d29678200d47c0b2a99c18d51b838eeb1d3eed4c533bb512d0, r))))
                mstore(0x0be0, add(y, sub(r, x)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x0b20)
                p := mulmod(p, mload(0x0b40), r)
                mstore(0x0c40, p)
                p := mulmod(p, mload(0x0b60), r)
                mstore(0x0c60, p)
                p := mulmod(p, mload(0x0b80), r)
                mstore(0x0c80, p)
                p := mulmod(p, mload(0x0ba0), r)
                mstore(0x0ca0, p)
                p := mulmod(p, mload(0x0bc0), r)
                mstore(0x0cc0, p)
                p := mulmod(p, mload(0x0be0), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x0be0), r)
                mstore(0x0be0, mulmod(p, mload(0x0cc0), r))
                p := next
                next := mulmod(p, mload(0x0bc0), r)
                mstore(0x0bc0, mulmod(p, mload(0x0ca0), r))
                p := next
                next := mulmod(p, mload(0x0ba0), r)
                mstore(0x0ba0, mulmod(p, mload(0x0c80), r))
                p := next
                next := mulmod(p, mload(0x0b80), r)
                mstore(0x0b80, mulmod(p, mload(0x0c60), r))
                p := next
                next := mulmod(p, mload(0x0b60), r)
                mstore(0x0b60, mulmod(p, mload(0x0c40), r))
                p := next
                next := mulmod(p, mload(0x0b40), r)
                mstore(0x0b40, mulmod(p, mload(0x0b20), r))
                p := next
                mstore(0x0b20, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x0d00, mulmod(mload(0x0ce0), mload(0x0b40), r))
                mstore(0x0d20, mulmod(mload(0x0ce0), add(sub(r, mload(0x0d40)), mulmod(mload(0x0120), mulmod(mload(0x0d20), mload(0x0b60), r), r)), r))
                mstore(0x0d60, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x0e20, mulmod(mload(0x0e20), mload(0x0b80), r))
                mstore(0x0d80, mload(0x0ba0))
                mstore(0x0da0, mload(0x0ba0))
                mstore(0x0dc0, mulmod(mload(0x0ba0), mload(0x0bc0), r))
                mstore(0x0de0, mulmod(0x0db7670aca28b8ad7399cd0645855194a24fe9d10a7be83ff7d31c5b610e8e8e, mulmod(mload(0x0ba0), mload(0x0b80), r), r))
                mstore(0x0e00, mulmod(0x22ace7681708e77c44b678b03bfc06c885e3fe776f3d88514c0ed9388ef17173, mulmod(mload(0x0bc0), mload(0x0b80), r), r))
            }

            /// Constraints of table 0: prices.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // total
                n := mulmod(mload(0x0880), add(mload(0x0960), sub(r, mod(add(mload(0x0900), add(mload(0x08e0), add(mload(0x0920), add(mload(0x08a0), mload(0x08c0))))), r))), r)
                // published
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0880), add(mload(0x0d20), sub(r, mload(0x0960))), r)), r)
                // first venues differ by three each
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0860), add(add(mload(0x08c0), sub(r, mload(0x08a0))), sub(r, 0x03)), r)), r)
                // product of three is not three
                n := mod(add(mulmod(n, a, r), mulmod(add(add(mload(0x0940), sub(r, mload(0x0920))), sub(r, 0x01)), mulmod(mload(0x0860), mulmod(mload(0x0900), mulmod(mload(0x0920), mload(0x08e0), r), r), r), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x0e40), mload(0x0b20), r)
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
                // Group 0: table 0, offsets [0], first, on
                c := mulmod(k, mload(0x0d80), r)
                g := mod(add(g, mulmod(c, add(mload(0x0860), mulmod(mload(0x0880), y, r)), r)), r)
                mstore(M_POINT, 0x12c59b72dcd580311b898cc21b82661e4f013525f88a5b04e07357aa90863ecb)
                mstore(add(M_POINT, 0x20), 0x01368229743c80027e415767b985909f04f950f9000b81cf44d81ab70dde0a26)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 0, offsets [0], venue 0, venue 1
                c := mulmod(k, mload(0x0d80), r)
                g := mod(add(g, mulmod(c, add(mload(0x08a0), mulmod(mload(0x08c0), y, r)), r)), r)
                loadPoint(0x0680)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 0, offsets [0], venue 3, venue 4
                c := mulmod(k, mload(0x0d80), r)
                g := mod(add(g, mulmod(c, add(mload(0x08e0), mulmod(mload(0x0900), y, r)), r)), r)
                loadPoint(0x06c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 0, offsets [0, 1], venue 2
                c := mulmod(k, mload(0x0dc0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x0de0), mload(0x0920), r), mulmod(mload(0x0e00), mload(0x0940), r)), r)), r)
                loadPoint(0x0700)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 4: table 0, offsets [0], total
                c := mulmod(k, mload(0x0d80), r)
                g := mod(add(g, mulmod(c, mload(0x0960), r)), r)
                loadPoint(0x0740)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x0be0), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x07c0)
                addMultiple(c)
                c := mulmod(c, mload(0x0e20), r)
                loadPoint(0x0800)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x0a80)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x0ae0)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x01e0, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0200, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0220, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0240, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0260, mload(0x0ae0))
                mstore(0x0280, sub(FIELD, mload(0x0b00)))
                mstore(0x02a0, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x02c0, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x02e0, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0300, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 800), eq(publicInputs.length, 20))) { reject() }
            mstore(M_ORDER, ORDER)
            calldatacopy(0x0360, publicInputs.offset, 0x0280)
            calldatacopy(0x0680, add(proof.offset, 0x00), 0x0100)
            calldatacopy(0x07c0, add(proof.offset, 0x0100), 0x80)
            calldatacopy(0x0860, add(proof.offset, 0x0180), 0x0120)
            calldatacopy(0x0a80, add(proof.offset, 0x02a0), 0x40)
            calldatacopy(0x0ae0, add(proof.offset, 0x02e0), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(and(and(lt(mload(0x0360), r), lt(mload(0x0380), r)), and(lt(mload(0x03a0), r), lt(mload(0x03c0), r))), and(and(lt(mload(0x03e0), r), lt(mload(0x0400), r)), and(lt(mload(0x0420), r), lt(mload(0x0440), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0460), r), lt(mload(0x0480), r)), and(lt(mload(0x04a0), r), lt(mload(0x04c0), r))), and(and(lt(mload(0x04e0), r), lt(mload(0x0500), r)), and(lt(mload(0x0520), r), lt(mload(0x0540), r))))) { reject() }
                if iszero(and(and(lt(mload(0x0560), r), lt(mload(0x0580), r)), and(lt(mload(0x05a0), r), lt(mload(0x05c0), r)))) { reject() }
                if iszero(and(and(and(lt(mload(0x0860), r), lt(mload(0x0880), r)), and(lt(mload(0x08a0), r), lt(mload(0x08c0), r))), and(and(lt(mload(0x08e0), r), lt(mload(0x0900), r)), and(lt(mload(0x0920), r), lt(mload(0x0940), r))))) { reject() }
                if iszero(lt(mload(0x0960), r)) { reject() }
            }

            // The transcript
            mstore(0x0320, 0x41737361792070726f6f66207631)
            mstore(0x0340, 0x69768c39e79a803178f484adfcd432c82a4783c94a33e3a1c09db221344a6b6e)
            mstore(0x0660, keccak256(0x0332, 0x02ae))
            {
                let r := mload(M_ORDER)
                mstore(0x0780, keccak256(0x0660, 0x0120))
                mstore(0xa0, mod(mload(0x0780), r))
                mstore(0xc0, further(mload(0x0780), 1))
                mstore(0xe0, further(mload(0x0780), 2))
                mstore(0x07a0, keccak256(0x0780, 0x20))
                mstore(0x0100, mod(mload(0x07a0), r))
                mstore(0x0840, keccak256(0x07a0, 0xa0))
                mstore(0x0120, mod(mload(0x0840), r))
                mstore(0x0a60, keccak256(0x0840, 0x0140))
                mstore(0x0140, mod(mload(0x0a60), r))
                mstore(0x0ac0, keccak256(0x0a60, 0x60))
                mstore(0x0160, mod(mload(0x0ac0), r))
            }

            denominators()
            invertAll()
            lagrange()
            mstore(0x0e40, table0())
            sumOfOpenings(quotientValue())
            holds := pairing()
        }
    }
}
