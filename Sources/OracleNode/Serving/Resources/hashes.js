// Keccak-256 and the signer of a secp256k1 signature, over BigInt: exact and small, not fast.

const mask = (1n << 64n) - 1n;
const rotations = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14].map(BigInt);

// The constants of the rounds, from the shift register that defines them.
const constants = (() => {
  const found = [];
  let register = 1;
  for (let round = 0; round < 24; round++) {
    let constant = 0n;
    for (let bit = 0; bit < 7; bit++) {
      if (register & 1) constant |= 1n << BigInt((1 << bit) - 1);
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0);
    }
    found.push(constant);
  }
  return found;
})();

const rotate = (word, by) => by === 0n ? word : ((word << by) | (word >> (64n - by))) & mask;

function permute(a) {
  for (const constant of constants) {
    const c = [0, 1, 2, 3, 4].map((x) => a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20]);
    for (let x = 0; x < 5; x++) {
      const d = c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1n);
      for (let y = 0; y < 25; y += 5) a[x + y] ^= d;
    }
    const b = new Array(25);
    for (let x = 0; x < 5; x++) for (let y = 0; y < 5; y++) b[y + 5 * ((2 * x + 3 * y) % 5)] = rotate(a[x + 5 * y], rotations[x + 5 * y]);
    for (let y = 0; y < 25; y += 5) for (let x = 0; x < 5; x++) a[x + y] = b[x + y] ^ (~b[(x + 1) % 5 + y] & mask & b[(x + 2) % 5 + y]);
    a[0] ^= constant;
  }
}

/** @param {Uint8Array} bytes  @returns {string} 0x and 64 hex digits */
export function keccak256(bytes) {
  const rate = 136;
  const padded = new Uint8Array((Math.floor(bytes.length / rate) + 1) * rate);
  padded.set(bytes);
  padded[bytes.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;
  const view = new DataView(padded.buffer);
  const state = new Array(25).fill(0n);
  for (let at = 0; at < padded.length; at += rate) {
    for (let lane = 0; lane < rate / 8; lane++) state[lane] ^= view.getBigUint64(at + 8 * lane, true);
    permute(state);
  }
  let out = "0x";
  for (let lane = 0; lane < 4; lane++) for (let byte = 0n; byte < 64n; byte += 8n) out += Number((state[lane] >> byte) & 255n).toString(16).padStart(2, "0");
  return out;
}

export const utf8 = (text) => new TextEncoder().encode(text);

export function bytesOf(hex) {
  if (!/^0x([0-9a-fA-F]{2})*$/.test(hex)) throw new Error(`${String(hex).slice(0, 20)} is no byte string`);
  return Uint8Array.from(hex.slice(2).match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}

/** A whole number, negative ones in two's complement, as 32 bytes. */
export function word(value) {
  return bytesOf("0x" + BigInt.asUintN(256, BigInt(value)).toString(16).padStart(64, "0"));
}

// secp256k1, y² = x³ + 7 over p.
const p = 2n ** 256n - 2n ** 32n - 977n;
const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const g = [0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n, 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n];
const mod = (value, m) => ((value % m) + m) % m;

function power(base, exponent, m) {
  let result = 1n;
  for (base = mod(base, m); exponent > 0n; exponent >>= 1n, base = base * base % m) if (exponent & 1n) result = result * base % m;
  return result;
}

const inverse = (value, m) => power(value, m - 2n, m);

// Points are [x, y], null for the one at infinity.
function add(a, b) {
  if (!a) return b;
  if (!b) return a;
  if (a[0] === b[0] && mod(a[1] + b[1], p) === 0n) return null;
  const slope = a[0] === b[0] ? 3n * a[0] * a[0] * inverse(2n * a[1], p) : (b[1] - a[1]) * inverse(mod(b[0] - a[0], p), p);
  const x = mod(slope * slope - a[0] - b[0], p);
  return [x, mod(slope * (a[0] - x) - a[1], p)];
}

function times(point, k) {
  let sum = null;
  for (; k > 0n; k >>= 1n, point = add(point, point)) if (k & 1n) sum = add(sum, point);
  return sum;
}

/**
 * The address whose key made r ‖ s ‖ v over a digest; null where the signature is none, or not in its low form.
 * @param {string} digest  @param {string} signature
 */
export function signer(digest, signature) {
  const bytes = bytesOf(signature);
  if (bytes.length !== 65 || (bytes[64] !== 27 && bytes[64] !== 28)) return null;
  const number = (from, to) => BigInt("0x" + signature.slice(2 + 2 * from, 2 + 2 * to));
  const [r, s] = [number(0, 32), number(32, 64)];
  if (r === 0n || r >= n || s === 0n || s > n / 2n) return null;
  const square = mod(r ** 3n + 7n, p);
  let y = power(square, (p + 1n) / 4n, p);
  if (y * y % p !== square) return null;
  if ((y & 1n) !== BigInt(bytes[64] - 27)) y = p - y;
  const inv = inverse(r, n);
  const key = add(times(g, mod(-BigInt(digest) * inv, n)), times([r, y], mod(s * inv, n)));
  if (!key) return null;
  return "0x" + keccak256(join(word(key[0]), word(key[1]))).slice(26);
}
