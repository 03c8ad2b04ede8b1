// Recomputes a round from its evidence file, as Docs/evidence.md describes it, with exact integers. Shares no code with the node.
import { keccak256, utf8, bytesOf, join, word, signer } from "./hashes.js";

/** The one spelling of a JSON value whose hash counts. */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Error("a number in the file is no safe integer");
    return String(value);
  }
  if (typeof value === "string") return '"' + [...value].map(escapeCharacter).join("") + '"';
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  const names = Object.keys(value).sort(byBytes);
  return "{" + names.map((name) => canonical(name) + ":" + canonical(value[name])).join(",") + "}";
}

function escapeCharacter(character) {
  if (character === '"') return '\\"';
  if (character === "\\") return "\\\\";
  if (character === "\n") return "\\n";
  const code = character.codePointAt(0);
  return code < 0x20 ? "\\u00" + code.toString(16).padStart(2, "0") : character;
}

function byBytes(a, b) {
  const [x, y] = [utf8(a), utf8(b)];
  for (let at = 0; at < Math.min(x.length, y.length); at++) if (x[at] !== y[at]) return x[at] - y[at];
  return x.length - y.length;
}

/** A decimal as a whole number of 10^−decimals, the nearest one, ties to even; null where it is none. */
export function ticks(decimal, decimals) {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(decimal);
  if (!match) return null;
  const fraction = match[3] ?? "";
  let shift = decimals - fraction.length + Number(match[4] ?? 0);
  let value = BigInt(match[2] + fraction);
  if (Math.abs(shift) > 100) return null;
  if (shift >= 0) value *= 10n ** BigInt(shift);
  else {
    const divisor = 10n ** BigInt(-shift);
    const rest = value % divisor;
    value /= divisor;
    if (2n * rest > divisor || (2n * rest === divisor && value & 1n)) value += 1n;
  }
  return match[1] ? -value : value;
}

const bits = (value) => value.toString(2).length;

/** 10^−decimals as factor · 2^−scale. */
function decimalUnit(decimals, significant) {
  if (decimals === 0) return { factor: 1n, scale: 0n };
  const power = 10n ** BigInt(decimals);
  const scale = BigInt(significant + bits(power));
  return { factor: ((2n << scale) + power) / (2n * power), scale };
}

/** value · 2^−shift to the nearest whole number, halves up. */
const rounded = (value, shift) => shift <= 0n ? value << -shift : (value + (1n << (shift - 1n))) >> shift;

/** value · 2^−scale in decimal, cut after `places`. */
export function decimal(value, scale, places = 18) {
  const sign = value < 0n ? "-" : "";
  const size = value < 0n ? -value : value;
  const cut = (size * 10n ** BigInt(places)) >> BigInt(scale);
  const digits = cut.toString().padStart(places + 1, "0");
  const text = (digits.slice(0, -places) + "." + digits.slice(-places)).replace(/\.?0+$/, "");
  return (cut === 0n ? "" : sign) + text;
}

// Quotes are compared with this many fractional bits.
const fine = 7n;

/** The rules of the spot price. Prices are BigInt with `fine` fractional bits; a median has one more. */
export function robustMedian(quotes, rule) {
  const middle = (prices) => {
    const sorted = [...prices].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1];
  };
  const valid = quotes.filter((quote) => quote.isValid);
  const result = { first: null, lower: null, upper: null, used: quotes.map(() => false), median: null, isValid: false };
  if (valid.length < rule.quorum) return result;
  result.first = middle(valid.map((quote) => quote.price));
  // Multiplied through by 2 · 10,000, so that nothing is divided.
  const [least, most] = [result.first * BigInt(10000 - rule.outlierBasisPoints), result.first * BigInt(10000 + rule.outlierBasisPoints)];
  result.lower = least;
  result.upper = most;
  result.used = quotes.map((quote) => quote.isValid && quote.price * 20000n <= most && quote.price * 20000n >= least);
  const kept = quotes.filter((_, index) => result.used[index]);
  if (kept.length < rule.quorum) return result;
  result.median = middle(kept.map((quote) => quote.price));
  result.isValid = true;
  return result;
}

/** Why a quote is not valid before any median is taken, or null. */
function reason(observation, price, limit, venue) {
  if (observation.price === undefined) return observation.dropped ?? "missing";
  if (observation.dropped && observation.dropped !== "stale" && observation.dropped !== "noConversion") return observation.dropped;
  if (price === null || price <= 0n || price >= limit) return "not in the range of the circuit";
  if (!(observation.age >= 0 && observation.age < 32768)) return "not in the range of the circuit";
  if (observation.age > venue.maximumAge) return "stale";
  return null;
}

function quote(observation, series, venue, decimals, limit) {
  const price = observation.price === undefined ? null : ticks(observation.price, decimals);
  const why = reason(observation, price, limit, venue);
  return { label: series.market, quote: venue.quote, text: observation.price, age: observation.age, why, price: why ? 0n : price, isValid: why === null };
}

/** price · coin: rounded to `to` fractional bits, then brought to `fine`. */
function convert(entry, coins, from, to) {
  if (entry.quote === "USD") return { ...entry, price: entry.price << fine };
  const coin = coins[entry.quote];
  if (!coin?.isValid) return { ...entry, price: 0n, isValid: false, why: entry.why ?? "noConversion" };
  const unit = decimalUnit(7, 50);
  // A coin's median has fine + 1 fractional bits of a tick here.
  const product = entry.price * coin.median * unit.factor;
  const converted = rounded(product, fine + 1n + unit.scale - BigInt(to));
  return { ...entry, rate: coin.median, price: converted << (fine - BigInt(to)) };
}

/** Observations → the spot price, step by step. */
export function spot(evidence) {
  const parameters = evidence.model.parameters;
  const last = evidence.times.length - 1;
  const seriesOf = (role) => evidence.observations.filter((series) => series.role === role);
  const coins = {};
  const steps = [];
  for (const coin of parameters.stablecoins) {
    // `kraken USDT/USD` is a leg of USDT; they are in the order of the feed file.
    const own = seriesOf("leg").filter((series) => series.market.split(" ")[1]?.split("/")[0] === coin.symbol);
    if (own.length !== coin.legs.length) throw new Error(`${coin.symbol} has ${own.length} legs in the file, ${coin.legs.length} in the model`);
    const quotes = coin.legs
      .map((leg, index) => quote(own[index].prices[last], own[index], leg, 7, 1n << 24n))
      .map((entry) => convert(entry, coins, 0, 0));
    coins[coin.symbol] = robustMedian(quotes, coin.rule);
    steps.push({ title: `What ${coin.symbol} is worth`, decimals: 7, rule: coin.rule, quotes, result: coins[coin.symbol] });
  }
  const markets = seriesOf("market");
  if (markets.length !== parameters.venues.length) throw new Error(`${markets.length} markets in the file, ${parameters.venues.length} in the model`);
  const quotes = parameters.venues
    .map((venue, index) => quote(markets[index].prices[last], markets[index], venue, parameters.priceDecimals, 1n << 32n))
    .map((entry) => convert(entry, coins, 0, 7));
  const result = robustMedian(quotes, parameters.spotRule);
  steps.push({ title: "The price", decimals: parameters.priceDecimals, rule: parameters.spotRule, quotes, result });
  if (!result.isValid) return { steps, raw: null, mask: 0n };
  const unit = decimalUnit(parameters.priceDecimals, 88);
  const raw = rounded(result.median * unit.factor, fine + 1n + unit.scale - 48n);
  const mask = result.used.reduce((sum, used, index) => sum | (used ? 1n << BigInt(index) : 0n), 0n);
  return { steps, raw, mask };
}

const hashOf = (text) => bytesOf(keccak256(utf8(text)));

/** The EIP-712 digest of the report for its feed contract. */
export function digest(report, attestation) {
  const domain = keccak256(join(
    hashOf("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"), hashOf("Assay"), hashOf("1"),
    word(attestation.chainId), word(BigInt(attestation.verifyingContract))));
  const values = keccak256(join(...report.values.map(word)));
  const struct = keccak256(join(
    hashOf("Report(bytes32 feedId,bytes32 modelId,uint64 round,uint64 observedAt,bytes32 feedCommitment,int256[] values)"),
    bytesOf(report.feedId), bytesOf(report.modelId), word(report.round), word(report.observedAt), bytesOf(report.feedCommitment), bytesOf(values)));
  return keccak256(join(Uint8Array.of(0x19, 0x01), bytesOf(domain), bytesOf(struct)));
}

/** A stated reason must be the true one, and nothing that breaks a rule may be without. */
function broken(evidence) {
  const bounds = boundsOf(evidence.feed.file);
  const parameters = evidence.model.parameters;
  const allowed = parameters.venues[0]?.maximumAge ?? 0;
  const found = [];
  for (const series of evidence.observations) {
    const limits = series.role === "leg" ? bounds.leg ?? bounds.market : bounds.market;
    series.prices.forEach((cell, index) => {
      if (cell.price === undefined) return;
      const value = ticks(cell.price, 18);
      const isOld = cell.age > allowed;
      const isOutside = limits !== null && (value < limits[0] || value > limits[1]);
      const where = `${series.market}, time ${index + 1} of ${series.prices.length}`;
      if (cell.age < 0) found.push(`${where}: is of a later time`);
      if (isOld !== (cell.dropped === "stale")) found.push(`${where}: ${cell.age} s old, ${allowed} s are allowed, said to be ${cell.dropped ?? "good"}`);
      else if (!isOld && isOutside !== (cell.dropped === "outOfBounds")) found.push(`${where}: ${cell.price}, said to be ${cell.dropped ?? "good"}`);
    });
  }
  return found;
}

/** `bounds: {min: …, max: …}` of the feed file, which is YAML; null where it is written in another way. */
function boundsOf(file) {
  const read = (pattern) => {
    const match = pattern.exec(file);
    const [low, high] = match ? [ticks(match[1], 18), ticks(match[2], 18)] : [null, null];
    return low === null || high === null ? null : [low, high];
  };
  const pair = "\\{\\s*min:\\s*([0-9.eE+-]+)\\s*,\\s*max:\\s*([0-9.eE+-]+)\\s*\\}";
  return { market: read(new RegExp("^bounds:\\s*" + pair, "m")), leg: read(new RegExp("^leg_rules:\\s*\\{\\s*bounds:\\s*" + pair, "m")) };
}

/**
 * Everything that can be recomputed here.
 * @param {object} document  the evidence file, parsed
 * @returns {{checks: {what: string, holds: boolean, recorded?: string, computed?: string}[], open: string[], steps: object[], holds: boolean}}
 */
export function audit(document) {
  const evidence = document.evidence;
  if (evidence?.schema !== "assay-evidence/1") throw new Error(`the file's schema is ${evidence?.schema}, assay-evidence/1 is understood here`);
  const checks = [];
  const compare = (what, recorded, computed) => checks.push({ what, holds: recorded === computed, recorded: String(recorded), computed: String(computed) });
  compare("The file's own hash", document.keccak256, keccak256(utf8(canonical(evidence))));
  compare("The feed's id is the hash of its file", evidence.feed.id, keccak256(utf8(evidence.feed.file)));
  const found = broken(evidence);
  compare("Every observation obeys the rules on age and bounds", found.join("; ") || "they do", "they do");

  const computed = spot(evidence);
  const value = (name) => evidence.values.find((entry) => entry.name === name);
  const proven = value("spot");
  compare("The price, to the last of its 48 fractional bits", proven?.raw, computed.raw === null ? "no price" : computed.raw.toString());
  compare("Which markets counted", value("venuesUsed")?.raw, computed.mask.toString());
  for (const entry of evidence.values) {
    if (entry.decimal !== decimal(BigInt(entry.raw), entry.scale)) compare(`The decimal of ${entry.name}`, entry.decimal, decimal(BigInt(entry.raw), entry.scale));
  }

  const points = join(...evidence.feedCommitment.points.map(bytesOf));
  compare("The hash of the commitment to the observations", evidence.feedCommitment.keccak256, keccak256(points));
  compare("The proof holds that commitment", evidence.proof.includes(evidence.feedCommitment.points.map((point) => point.slice(2)).join("")), true);
  const report = evidence.report;
  const said = [report.feedId, report.modelId, report.round, report.observedAt, report.feedCommitment, ...report.values].join(" ");
  const meant = [evidence.feed.id, evidence.model.id, evidence.round, evidence.observedAt, evidence.feedCommitment.keccak256, ...evidence.values.slice(1).map((entry) => entry.raw)].join(" ");
  compare("The report says what the round says", said, meant);
  const computedDigest = digest(report, evidence.attestation);
  compare("The report's EIP-712 digest", evidence.attestation.digest, computedDigest);
  const signatures = [evidence.attestation, ...(evidence.attestation.cosigners ?? [])];
  signatures.forEach((entry, index) => {
    const what = signatures.length === 1 ? "The signature's signer" : `The signer of signature ${index + 1} of ${signatures.length}`;
    compare(what, entry.signer.toLowerCase(), signer(computedDigest, entry.signature) ?? "none");
  });

  const open = [
    "The proof itself, and that the model's id belongs to this circuit: `assay verify` and `assay audit` check both.",
    "That the commitment's points belong to these observations: `assay audit` computes them.",
    "Whether the exchanges told the truth. The hashes of their responses are in the file.",
  ];
  if (evidence.values.some((entry) => entry.name === "volatility")) open.splice(1, 0, "Volatility and what is computed from it: `assay audit` computes them.");
  const bounds = boundsOf(evidence.feed.file);
  if (bounds.market === null) open.push("The feed's bounds: this page reads them in the form {min: …, max: …} only.");
  return { checks, open, steps: computed.steps, raw: computed.raw, holds: checks.every((check) => check.holds) };
}

export const fractionalBits = fine;
