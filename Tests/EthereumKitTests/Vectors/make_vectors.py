"""Writes ethereum.json beside it; see README.md there for the versions and how to run it."""
import json
import pathlib
import random

import eth_abi
from eth_account import Account
from eth_account.messages import _hash_eip191_message, encode_typed_data
from eth_utils import function_signature_to_4byte_selector, to_checksum_address

rng = random.Random(20230311)


def word(value):
    return f"{value % (1 << 256):064x}"


def random_bytes(count):
    return bytes(rng.randrange(256) for _ in range(count))


def integer(bits, signed):
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice([low, high, 0, 1])
    return rng.randint(low, high) >> rng.randrange(bits)


def random_type(depth):
    atoms = ["uint8", "uint64", "uint256", "int8", "int128", "int256", "address", "bool", "bytes1", "bytes32", "bytes",
             "string", "bytes20", "uint80"]
    kind = rng.randrange(4 if depth else 1)
    if kind in (0, 1):
        return rng.choice(atoms)
    if kind == 2:
        return random_type(depth - 1) + rng.choice(["[]", "[2]", "[3]"])
    return "(" + ",".join(random_type(depth - 1) for _ in range(rng.randint(1, 4))) + ")"


def split(text):
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return parts + [text[start:]] if text else []


def random_value(kind):
    """The value for eth-abi, and its spelling in the file."""
    if kind.endswith("]"):
        element, count = kind[: kind.rindex("[")], kind[kind.rindex("[") + 1: -1]
        pairs = [random_value(element) for _ in range(int(count) if count else rng.randrange(4))]
        return [p[0] for p in pairs], [p[1] for p in pairs]
    if kind.startswith("("):
        pairs = [random_value(part) for part in split(kind[1:-1])]
        return tuple(p[0] for p in pairs), [p[1] for p in pairs]
    if kind.startswith("uint") or kind.startswith("int"):
        value = integer(int(kind.lstrip("uint")), kind.startswith("int"))
        return value, word(value)
    if kind == "address":
        value = to_checksum_address(random_bytes(20))
        return value, value
    if kind == "bool":
        value = rng.random() < 0.5
        return value, value
    if kind == "string":
        value = "".join(rng.choice("aZ0 _é€𝄞") for _ in range(rng.randrange(40)))
        return value, value
    value = random_bytes(int(kind[5:]) if kind != "bytes" else rng.choice([0, 1, 31, 32, 33, 70]))
    return value, value.hex()


def abi_case():
    types = [random_type(3) for _ in range(rng.randint(1, 4))]
    pairs = [random_value(kind) for kind in types]
    return {"types": types, "values": [p[1] for p in pairs], "encoded": eth_abi.encode(types, [p[0] for p in pairs]).hex()}


def signed(key, message):
    digest = _hash_eip191_message(message)
    signature = Account.unsafe_sign_hash(digest, key).signature if hasattr(Account, "unsafe_sign_hash") else \
        Account.sign_message(message, key).signature
    return digest.hex(), signature.hex()


def report_case(index):
    key = random_bytes(32)
    values = [rng.choice([0, 1, -1, (1 << 127) - 1, -(1 << 127) + 1, rng.randint(-1 << 90, 1 << 90)])
              for _ in range(index % 11)]
    chain_id = rng.choice([1, 10, 31337, 42161])
    contract = to_checksum_address(random_bytes(20))
    report = {"feedId": random_bytes(32), "modelId": random_bytes(32), "round": rng.randrange(1 << 64),
              "observedAt": rng.randrange(1 << 33), "feedCommitment": random_bytes(32), "values": values}
    message = encode_typed_data(
        {"name": "Assay", "version": "1", "chainId": chain_id, "verifyingContract": contract},
        {"Report": [{"name": "feedId", "type": "bytes32"}, {"name": "modelId", "type": "bytes32"},
                    {"name": "round", "type": "uint64"}, {"name": "observedAt", "type": "uint64"},
                    {"name": "feedCommitment", "type": "bytes32"}, {"name": "values", "type": "int256[]"}]},
        report)
    digest, signature = signed(key, message)
    return {"key": key.hex(), "chainId": chain_id, "contract": contract, "feedId": report["feedId"].hex(),
            "modelId": report["modelId"].hex(), "round": word(report["round"]), "observedAt": report["observedAt"],
            "feedCommitment": report["feedCommitment"].hex(), "values": [word(v) for v in values],
            "digest": digest, "signature": signature}


def typed_case():
    """Two levels of structs, an array of structs, an array of arrays, and every kind of member."""
    types = {
        "Order": [{"name": "parties", "type": "Party[]"}, {"name": "first", "type": "Party"},
                  {"name": "grid", "type": "int16[2][]"}, {"name": "flag", "type": "bool"},
                  {"name": "raw", "type": "bytes"}, {"name": "tag", "type": "bytes4"}],
        "Party": [{"name": "name", "type": "string"}, {"name": "wallets", "type": "address[]"}, {"name": "terms", "type": "Terms"}],
        "Terms": [{"name": "amount", "type": "uint256"}, {"name": "rate", "type": "int8"}],
    }

    def party(name):
        return {"name": name, "wallets": ["0x" + "11" * 20, "0x" + "22" * 20],
                "terms": {"amount": 10**30, "rate": -7}}

    message = {"parties": [party("Ada"), party("Grace")], "first": party("Émilie"), "grid": [[1, -2], [3, -4]],
               "flag": True, "raw": bytes.fromhex("00ff"), "tag": bytes.fromhex("deadbeef")}
    encoded = encode_typed_data({"name": "Test", "version": "2", "chainId": 5, "salt": b"\x07" * 32}, types, message)
    return {"digest": _hash_eip191_message(encoded).hex()}


def transaction_case(index):
    key = random_bytes(32)
    common = {"chainId": rng.choice([1, 137, 31337]), "nonce": rng.choice([0, 1, 127, 128, 5000]),
              "gas": rng.choice([21000, 400000]), "value": rng.choice([0, 1, 10**18, (1 << 255) + 3]),
              "data": random_bytes(rng.choice([0, 1, 4, 55, 56, 300]))}
    create = index % 5 == 4
    if not create:
        common["to"] = to_checksum_address(random_bytes(20))
    if index % 2 == 0:
        transaction = {**common, "gasPrice": rng.randrange(1 << 40)}
    else:
        transaction = {**common, "type": 2, "maxPriorityFeePerGas": rng.randrange(1 << 34),
                       "maxFeePerGas": (1 << 35) + rng.randrange(1 << 36),
                       "accessList": [{"address": to_checksum_address(random_bytes(20)),
                                       "storageKeys": ["0x" + random_bytes(32).hex() for _ in range(i)]}
                                      for i in range(rng.randrange(3))]}
    result = Account.sign_transaction(transaction, key)
    return {"key": key.hex(), "chainId": common["chainId"], "nonce": common["nonce"], "gas": common["gas"],
            "value": word(common["value"]), "data": common["data"].hex(), "to": common.get("to"),
            "gasPrice": transaction.get("gasPrice"), "maxPriorityFeePerGas": transaction.get("maxPriorityFeePerGas"),
            "maxFeePerGas": transaction.get("maxFeePerGas"),
            "accessList": [{"address": a["address"], "slots": a["storageKeys"]} for a in transaction.get("accessList", [])],
            "raw": result.raw_transaction.hex(), "hash": result.hash.hex()}


def key_case(key):
    return {"key": key.hex(), "address": Account.from_key(key).address}


SIGNATURES = ["transfer(address,uint256)", "verify(bytes,uint256[])", "latestRoundData()", "getRoundData(uint80)",
              "submit((bytes32,bytes32,uint64,uint64,bytes32,int256[]),bytes,bytes[])"]
ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
vectors = {
    "keys": [key_case(k) for k in [(1).to_bytes(32, "big"), (ORDER - 1).to_bytes(32, "big")]
             + [random_bytes(32) for _ in range(20)]],
    "abi": [abi_case() for _ in range(120)],
    "reports": [report_case(i) for i in range(24)],
    "typed": typed_case(),
    "transactions": [transaction_case(i) for i in range(20)],
    "selectors": [{"signature": s, "selector": function_signature_to_4byte_selector(s).hex()} for s in SIGNATURES],
}
path = pathlib.Path(__file__).with_name("ethereum.json")
path.write_text(json.dumps(vectors, indent=1) + "\n")
