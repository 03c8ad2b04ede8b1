// SPDX-License-Identifier: MIT
// Generated from a verifying key; the same key gives the same bytes. Docs/verifier-contract.md explains the parts, and
// Docs/protocol.md, whose letters and section numbers are used here, what they check.
pragma solidity 0.8.28;

/// @title Verifier of one circuit: fibonacci
/// @notice The reference string is a public ceremony's.
contract FeatureGasCopies2 {
    /// @notice Digest of the verifying key: which circuit, fixed columns, layout and reference string.
    bytes32 public constant modelId = 0xbb8ccaceea3abc59941abe1a0d7f0c155a9361c14e50f9db583c6d81fd632cea;
    /// @notice Number of public inputs that `verify` takes.
    uint256 public constant publicInputCount = 5;
    /// @notice Number of 64-byte points at the beginning of a proof that commit to the feed.
    uint256 public constant feedPointCount = 0;
    /// @notice Length of every proof in bytes.
    uint256 public constant proofLength = 928;
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
                mstore(0x0920, add(p, sub(r, 0x01)))
                mstore(0x0ba0, mulmod(0x2ee12bff4a2813286a8dc388cd754d9a3ef2490635eba50cb9c2e5e750800001, add(p, sub(r, 0x01)), r))
                mstore(0x09c0, x)
                mstore(0x0940, add(x, sub(r, 0x01)))
                // x^(tn), to be divided by x: the shift from one quotient chunk to the next.
                mstore(0x0e20, power(p, 2))
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
                    mstore(0x0960, product)
                    mstore(0x0c20, derivative)
                    mstore(0x0c40, rest)
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
                    mstore(0x0980, product)
                    mstore(0x0c60, numerator)
                    mstore(0x0c80, total)
                }
                // Public inputs 2 to 4
                {
                    let product := 1
                    let numerator := 0
                    let total := 0
                    let factor := 0
                    let value := 0
                    value := mload(0x03a0)
                    factor := add(x, sub(r, 0x01))
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03c0)
                    factor := add(x, 0x269f1bacb0c60c5721d825a939c0a5b38c1b132cf62a857404f4a940b44aed31)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    value := mload(0x03e0)
                    factor := add(x, 0x0f5c21d0ca65e0db9be1f670eca407d08ec5ec67626a74f892ccebcd0cf9b9f6)
                    numerator := addmod(mulmod(numerator, factor, r), mulmod(value, product, r), r)
                    product := mulmod(product, factor, r)
                    total := addmod(total, value, r)
                    mstore(0x09a0, product)
                    mstore(0x0ca0, numerator)
                    mstore(0x0cc0, total)
                }
                let y := mload(M_Y)
                let yt := mulmod(y, y, r)
                mstore(M_Y_POWER, yt)
                mstore(0x09e0, add(yt, sub(r, x)))
                mstore(0x0a00, add(yt, sub(r, mulmod(x, 0x2724713603bfbd790aeaf3e7df25d8e7ef8f311334905b4d8c99980cf210979d, r))))
                mstore(0x0a20, add(yt, sub(r, mulmod(x, 0x09c532c6306b93d29678200d47c0b2a99c18d51b838eeb1d3eed4c533bb512d0, r))))
                mstore(0x0a40, add(y, sub(r, x)))
            }

            /// Replaces what `denominators` left by the inverses.
            function invertAll() {
                let r := mload(M_ORDER)
                let p := mload(0x0920)
                p := mulmod(p, mload(0x0940), r)
                mstore(0x0aa0, p)
                p := mulmod(p, mload(0x0960), r)
                mstore(0x0ac0, p)
                p := mulmod(p, mload(0x0980), r)
                mstore(0x0ae0, p)
                p := mulmod(p, mload(0x09a0), r)
                mstore(0x0b00, p)
                p := mulmod(p, mload(0x09c0), r)
                mstore(0x0b20, p)
                p := mulmod(p, mload(0x09e0), r)
                mstore(0x0b40, p)
                p := mulmod(p, mload(0x0a00), r)
                mstore(0x0b60, p)
                p := mulmod(p, mload(0x0a20), r)
                mstore(0x0b80, p)
                p := mulmod(p, mload(0x0a40), r)
                p := inverseOf(p)
                let next := 0
                next := mulmod(p, mload(0x0a40), r)
                mstore(0x0a40, mulmod(p, mload(0x0b80), r))
                p := next
                next := mulmod(p, mload(0x0a20), r)
                mstore(0x0a20, mulmod(p, mload(0x0b60), r))
                p := next
                next := mulmod(p, mload(0x0a00), r)
                mstore(0x0a00, mulmod(p, mload(0x0b40), r))
                p := next
                next := mulmod(p, mload(0x09e0), r)
                mstore(0x09e0, mulmod(p, mload(0x0b20), r))
                p := next
                next := mulmod(p, mload(0x09c0), r)
                mstore(0x09c0, mulmod(p, mload(0x0b00), r))
                p := next
                next := mulmod(p, mload(0x09a0), r)
                mstore(0x09a0, mulmod(p, mload(0x0ae0), r))
                p := next
                next := mulmod(p, mload(0x0980), r)
                mstore(0x0980, mulmod(p, mload(0x0ac0), r))
                p := next
                next := mulmod(p, mload(0x0960), r)
                mstore(0x0960, mulmod(p, mload(0x0aa0), r))
                p := next
                next := mulmod(p, mload(0x0940), r)
                mstore(0x0940, mulmod(p, mload(0x0920), r))
                p := next
                mstore(0x0920, p)
            }

            /// Lagrange polynomials at x (§2), instance columns at x (§5), weights of the opening points (§6).
            function lagrange() {
                let r := mload(M_ORDER)
                mstore(0x0bc0, mulmod(mload(0x0ba0), mload(0x0940), r))
                mstore(0x0be0, mulmod(0x0e2ab23ecd95a07c0f72414bd5308efa99fed0a4d566f73ddefa7dc68a4460b9, mulmod(mload(0x0ba0), mulmod(mload(0x0c40), mload(0x0960), r), r), r))
                mstore(0x0c00, mod(add(0x01, sub(r, mulmod(mload(0x0ba0), add(sub(r, 0x07), mulmod(mload(0x0120), mulmod(mload(0x0c20), mload(0x0960), r), r)), r))), r))
                mstore(0x0c60, mulmod(mload(0x0ba0), add(sub(r, mload(0x0c80)), mulmod(mload(0x0120), mulmod(mload(0x0c60), mload(0x0980), r), r)), r))
                mstore(0x0ca0, mulmod(mload(0x0ba0), add(sub(r, mload(0x0cc0)), mulmod(mload(0x0120), mulmod(mload(0x0ca0), mload(0x09a0), r), r)), r))
                mstore(0x0ce0, mulmod(mload(0xc0), mload(0x0120), r))
                mstore(0x0e20, mulmod(mload(0x0e20), mload(0x09c0), r))
                mstore(0x0d00, mload(0x09e0))
                mstore(0x0d20, mload(0x09e0))
                mstore(0x0d40, mulmod(mload(0x0a20), mulmod(mload(0x0a00), mload(0x09e0), r), r))
                mstore(0x0d60, mulmod(0x0e429609dbce35853699db024682ecf7a7a81a00da1daba74e98229250572a6f, mulmod(mload(0x09c0), mulmod(mload(0x0a00), mload(0x09c0), r), r), r))
                mstore(0x0d80, mulmod(0x0a6f7c80d76930b7ff55556cdb24cac7f2bd60eada62f64380c07ed3bf5e2e43, mulmod(mload(0x09c0), mulmod(mload(0x09e0), mload(0x09c0), r), r), r))
                mstore(0x0da0, mulmod(0x17b23be82dfa39ec826115475fd9a09d8dce6d5cc538cea67489542de04aa74f, mulmod(mload(0x09c0), mulmod(mload(0x0a20), mload(0x09c0), r), r), r))
                mstore(0x0dc0, mulmod(mload(0x09e0), mload(0x0a20), r))
                mstore(0x0de0, mulmod(0x0db7670aca28b8ad7399cd0645855194a24fe9d10a7be83ff7d31c5b610e8e8e, mulmod(mload(0x09e0), mload(0x09c0), r), r))
                mstore(0x0e00, mulmod(0x22ace7681708e77c44b678b03bfc06c885e3fe776f3d88514c0ed9388ef17173, mulmod(mload(0x0a20), mload(0x09c0), r), r))
            }

            /// Constraints of table 0: fibonacci.
            function table0() -> n {
                let r := mload(M_ORDER)
                let a := mload(M_ALPHA)
                // next is the sum of the two before
                n := mulmod(mload(0x0660), add(add(mload(0x0760), sub(r, mload(0x0740))), sub(r, mload(0x0720))), r)
                // echo doubles
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0660), add(mload(0x0780), sub(r, mulmod(mload(0x0740), 0x02, r))), r)), r)
                // Permutation
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0bc0), add(mload(0x07c0), sub(r, 0x01)), r)), r)
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0be0), add(mload(0x07c0), sub(r, 0x01)), r)), r)
                mstore(0x0e60, mulmod(add(add(mload(0x0c60), mload(0xe0)), mulmod(mload(0xc0), mload(0x06e0), r)), mulmod(add(add(mload(0x0680), mload(0xe0)), mulmod(mload(0xc0), mload(0x06c0), r)), mulmod(mload(0x07a0), add(add(mload(0x0740), mload(0xe0)), mulmod(mload(0xc0), mload(0x06a0), r)), r), r), r))
                mstore(0x0e80, mulmod(add(add(mload(0x0c60), mload(0xe0)), mulmod(mload(0x0ce0), 0x0fb586050074e55aa0c26a84aa2e32573c3904f526e2426a5ddd73b177419820, r)), mulmod(mulmod(mload(0x07c0), add(mload(0x0ce0), add(mload(0x0740), mload(0xe0))), r), add(add(mload(0x0680), mload(0xe0)), mulmod(mload(0x0ce0), 0x0ba49465f79ce3ca21f1ec72be9f9a263f544c14cc40ac6ba1458af683d28e01, r)), r), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0c00), add(mload(0x0e60), sub(r, mload(0x0e80))), r)), r)
                mstore(0x0ea0, mulmod(mload(0x07e0), add(add(mload(0x0ca0), mload(0xe0)), mulmod(mload(0xc0), mload(0x0700), r)), r))
                mstore(0x0ec0, mulmod(mload(0x07a0), add(add(mload(0x0ca0), mload(0xe0)), mulmod(mload(0x0ce0), 0x19222d61fb3c1ca79303bff4b7153f9d621cc15ca639abb8b3d875285a391a02, r)), r))
                n := mod(add(mulmod(n, a, r), mulmod(mload(0x0c00), add(mload(0x0ea0), sub(r, mload(0x0ec0))), r)), r)
            }

            /// The value to which the quotient is opened (§5).
            function quotientValue() -> q {
                let r := mload(M_ORDER)
                q := mulmod(mload(0x0e40), mload(0x0920), r)
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
                // Group 0: table 0, offsets [0], on, seed
                c := mulmod(k, mload(0x0d00), r)
                g := mod(add(g, mulmod(c, add(mload(0x0660), mulmod(mload(0x0680), y, r)), r)), r)
                mstore(M_POINT, 0x08f72b497353a3ef242e6a4c223d5a73855b75e7a95044ffa2053c5e3ef1dde7)
                mstore(add(M_POINT, 0x20), 0x27c93797999a7f9c20cd15fb8bbf7074e2e6e8977d05a10a6cb400a4bce1c1e4)
                beginSum(c)
                k := mulmod(k, v, r)
                // Group 1: table 0, offsets [0], sigma 0, sigma 1
                c := mulmod(k, mload(0x0d00), r)
                g := mod(add(g, mulmod(c, add(mload(0x06a0), mulmod(mload(0x06c0), y, r)), r)), r)
                mstore(M_POINT, 0x2ef68848c303df11a84b8cf00db6dd5a6ba58adb3ffbe660840ac5177144775b)
                mstore(add(M_POINT, 0x20), 0x1eef0c4c2207aa05c9ef3d14d2733a928efcc1f10f7eb96a7b3c2a53d51fdc2d)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 2: table 0, offsets [0], sigma 2, sigma 3
                c := mulmod(k, mload(0x0d00), r)
                g := mod(add(g, mulmod(c, add(mload(0x06e0), mulmod(mload(0x0700), y, r)), r)), r)
                mstore(M_POINT, 0x033780d91eae053317261248426d7ab02043c2903b8d89297990ef984688100a)
                mstore(add(M_POINT, 0x20), 0x2721ff098cf7234f59db49c315409a731f57fc0afbcc0761f1e06e56d8539b0d)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 3: table 0, offsets [-1, 0, 1], a
                c := mulmod(k, mload(0x0d40), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x0da0), mload(0x0760), r), add(mulmod(mload(0x0d60), mload(0x0720), r), mulmod(mload(0x0d80), mload(0x0740), r))), r)), r)
                loadPoint(0x0480)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 4: table 0, offsets [0], echo
                c := mulmod(k, mload(0x0d00), r)
                g := mod(add(g, mulmod(c, mload(0x0780), r)), r)
                loadPoint(0x04c0)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 5: table 0, offsets [0], partial product 0
                c := mulmod(k, mload(0x0d00), r)
                g := mod(add(g, mulmod(c, mload(0x07a0), r)), r)
                loadPoint(0x0520)
                addMultiple(c)
                k := mulmod(k, v, r)
                // Group 6: table 0, offsets [0, 1], z
                c := mulmod(k, mload(0x0dc0), r)
                g := mod(add(g, mulmod(k, add(mulmod(mload(0x0de0), mload(0x07c0), r), mulmod(mload(0x0e00), mload(0x07e0), r)), r)), r)
                loadPoint(0x0560)
                addMultiple(c)
                k := mulmod(k, v, r)
                // The quotient, its chunks shifted by x^m
                c := mulmod(k, mload(0x0a40), r)
                g := mod(add(g, mulmod(c, q, r)), r)
                loadPoint(0x05c0)
                addMultiple(c)
                c := mulmod(c, mload(0x0e20), r)
                loadPoint(0x0600)
                addMultiple(c)
                mstore(M_POINT, 0x01)
                mstore(add(M_POINT, 0x20), 0x02)
                addMultiple(sub(r, g))
                // - W
                loadPoint(0x0880)
                mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))
                addPoint()
                loadPoint(0x08e0)
                addMultiple(y)
            }

            /// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.
            function pairing() -> verdict {
                mstore(0x01e0, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(0x0200, 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(0x0220, 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(0x0240, 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
                mstore(0x0260, mload(0x08e0))
                mstore(0x0280, sub(FIELD, mload(0x0900)))
                mstore(0x02a0, 0x26186a2d65ee4d2f9c9a5b91f86597d35f192cd120caf7e935d8443d1938e23d)
                mstore(0x02c0, 0x30441fd1b5d3370482c42152a8899027716989a6996c2535bc9f7fee8aaef79e)
                mstore(0x02e0, 0x1970ea81dd6992adfbc571effb03503adbbb6a857f578403c6c40e22d65b3c02)
                mstore(0x0300, 0x054793348f12c0cf5622c340573cb277586319de359ab9389778f689786b1e48)
                mstore(0x00, 0)
                let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)
                verdict := and(isDone, eq(mload(0x00), 1))
            }


            if iszero(and(eq(proof.length, 928), eq(publicInputs.length, 5))) { reject() }
            mstore(M_ORDER, ORDER)
            mstore(0x0ee0, gas())
            calldatacopy(0x0360, publicInputs.offset, 0xa0)
            calldatacopy(0x0480, add(proof.offset, 0x00), 0x80)
            calldatacopy(0x0520, add(proof.offset, 0x80), 0x80)
            calldatacopy(0x05c0, add(proof.offset, 0x0100), 0x80)
            calldatacopy(0x0660, add(proof.offset, 0x0180), 0x01a0)
            calldatacopy(0x0880, add(proof.offset, 0x0320), 0x40)
            calldatacopy(0x08e0, add(proof.offset, 0x0360), 0x40)
            // Scalars are below r
            {
                let r := mload(M_ORDER)
                if iszero(and(and(lt(mload(0x0360), r), lt(mload(0x0380), r)), and(lt(mload(0x03a0), r), and(lt(mload(0x03c0), r), lt(mload(0x03e0), r))))) { reject() }
                if iszero(and(and(and(lt(mload(0x0660), r), lt(mload(0x0680), r)), and(lt(mload(0x06a0), r), lt(mload(0x06c0), r))), and(and(lt(mload(0x06e0), r), lt(mload(0x0700), r)), and(lt(mload(0x0720), r), lt(mload(0x0740), r))))) { reject() }
                if iszero(and(and(lt(mload(0x0760), r), lt(mload(0x0780), r)), and(lt(mload(0x07a0), r), and(lt(mload(0x07c0), r), lt(mload(0x07e0), r))))) { reject() }
            }

            // The transcript
            mstore(0x0320, 0x41737361792070726f6f66207631)
            mstore(0x0340, 0xbb8ccaceea3abc59941abe1a0d7f0c155a9361c14e50f9db583c6d81fd632cea)
            mstore(0x0460, keccak256(0x0332, 0xce))
            {
                let r := mload(M_ORDER)
                mstore(0x0500, keccak256(0x0460, 0xa0))
                mstore(0xa0, mod(mload(0x0500), r))
                mstore(0xc0, further(mload(0x0500), 1))
                mstore(0xe0, further(mload(0x0500), 2))
                mstore(0x05a0, keccak256(0x0500, 0xa0))
                mstore(0x0100, mod(mload(0x05a0), r))
                mstore(0x0640, keccak256(0x05a0, 0xa0))
                mstore(0x0120, mod(mload(0x0640), r))
                mstore(0x0860, keccak256(0x0640, 0x01c0))
                mstore(0x0140, mod(mload(0x0860), r))
                mstore(0x08c0, keccak256(0x0860, 0x60))
                mstore(0x0160, mod(mload(0x08c0), r))
            }
            mstore(0x0f00, gas())

            denominators()
            invertAll()
            lagrange()
            mstore(0x0f20, gas())
            mstore(0x0e40, table0())
            let q := quotientValue()
            mstore(0x0f40, gas())
            sumOfOpenings(q)
            mstore(0x0f60, gas())
            holds := pairing()
            if iszero(holds) { reject() }
            mstore(0x0f80, gas())
            return(0x0ee0, 0xc0)
        }
    }
}
