"""A local Ethereum virtual machine that answers JSON lines on standard input.

Run by `LocalEVM` (Swift) with the Python that `make setup` prepared; pyrevm is its only dependency. One request a
line, one answer a line, in order. Bytes travel as hex without a prefix, addresses as 0x and 40 digits.

  {"op":"configure","chainId":N,"timestamp":N,"number":N}   any subset       -> {"ok":true}
  {"op":"reset"}                                  forget every account       -> {"ok":true}
  {"op":"deploy","code":HEX,"from":A?,"gas":N?}   creation code              -> result with "address"
  {"op":"call","to":A,"data":HEX,"from":A?,"gas":N?}   changes nothing       -> result
  {"op":"transact", as call}                      keeps what it changed      -> result with "logs"
  {"op":"code","address":A}                       the code there, or none   -> {"code":HEX}
  {"op":"batch","to":A,"data":[HEX,...],"from":A?,"gas":N?}  calls           -> {"results":[result,...]}
  {"op":"sequence","steps":[STEP,...],"gas":N?}   one after the other, then forgets them all -> {"results":[result,...]}
    STEP: {"to":A,"data":HEX,"from":A?,"time":N?,"gas":N?}; "time" moves the block's clock before it. Fast: accounts and slots are cold
    for a step only where no earlier one touched them, so "gas" is not what a chain would charge

A result is {"success":bool,"output":HEX,"gas":N,"reason":TEXT}; "gas" is what a transaction of its own would be
charged: 21,000, its calldata, execution with every account and slot cold, less refunds. An unusable request is
answered {"error":TEXT} and changes nothing.
"""
import json
import re
import sys

SPEC = "CANCUN"
DEFAULT_SENDER = "0x" + "a5" * 20
DEFAULT_GAS = 30_000_000

ACCOUNT = re.compile(
    r"(0x[0-9a-f]{40}): Account \{ info: AccountInfo \{ balance: (\w+), nonce: (\d+), code_hash: \w+, "
    r"code: (.*?) \}, storage: \{((?:\w+: StorageSlot \{[^}]*\}(?:, )?)*)\}, status: ")
CODE = re.compile(r"bytecode: 0x([0-9a-f]*), state: \w+ \{ len: (\d+)")
SLOT = re.compile(r"(\w+): StorageSlot \{[^}]*present_value: (\w+) \}")
FAILED = re.compile(r"(Revert|Halt) \{ (?:reason: (.*), )?gas_used: (\d+)(?:, output: 0x([0-9a-f]*))? \}\Z", re.S)


class Machine:
    """State is kept here, not in the EVM object: the library keeps slots warm from one transaction to the next,
    which would understate gas, so each transaction starts on an EVM built anew from this state."""

    def __init__(self, pyrevm):
        self.pyrevm = pyrevm
        self.chain_id = 31337
        self.block = {"timestamp": 1, "number": 1}
        self.reset()

    def reset(self):
        self.accounts = {}  # address -> (nonce, code or None)
        self.storage = {}  # (address, slot) -> value
        self.evm = None

    def configure(self, request):
        self.chain_id = int(request.get("chainId", self.chain_id))
        for key in self.block:
            self.block[key] = int(request.get(key, self.block[key]))
        self.evm = None

    def machine(self):
        if self.evm is None:
            lib = self.pyrevm
            evm = lib.EVM(
                env=lib.Env(cfg=lib.CfgEnv(chain_id=self.chain_id), block=lib.BlockEnv(**self.block)),
                gas_limit=2**63 - 1, spec_id=SPEC)
            for address, (nonce, code) in self.accounts.items():
                evm.insert_account_info(address, lib.AccountInfo(nonce=nonce, code=code))
            for (address, slot), value in self.storage.items():
                # What is inserted into an account that is loaded counts as warm, and the first insertion loads it;
                # undoing the load leaves the value in the database beneath.
                checkpoint = evm.snapshot()
                evm.insert_account_storage(address, slot, value)
                evm.revert(checkpoint)
            self.evm = evm
        return self.evm

    def keep(self):
        """Takes over what the last transaction changed, and drops the EVM that ran it."""
        for address, _, nonce, code, slots in ACCOUNT.findall(self.evm.journal_str):
            known = self.accounts.get(address, (0, None))[1]
            found = CODE.search(code)  # present where the account was created, absent where it was read back
            created = bytes.fromhex(found[1])[: int(found[2])] if found else b""
            self.accounts[address] = (int(nonce), known or created or None)
            for slot, value in SLOT.findall(slots):
                self.storage[address, int(slot, 0)] = int(value, 0)
        self.evm = None

    def run(self, action):
        evm = self.machine()
        try:
            output = action(evm)
        except RuntimeError as failure:
            found = FAILED.search(str(failure))
            if found is None:
                self.evm = None
                raise ValueError(str(failure)) from None
            kind, reason, gas, output = found.groups()
            return {"success": False, "output": output or "", "gas": int(gas), "reason": reason or kind}
        text = output.hex() if isinstance(output, bytes) else ""
        result = {"success": True, "output": text, "gas": evm.result.gas_used, "reason": "Return"}
        if isinstance(output, str):
            result["address"] = output.lower()
        return result

    def call(self, sender, to, data, gas):
        evm = self.machine()
        checkpoint = evm.snapshot()
        result = self.run(lambda evm: evm.message_call(caller=sender, to=to, calldata=data, gas=gas))
        if self.evm is not None:
            evm.revert(checkpoint)
        return result

    def transact(self, sender, to, data, gas):
        result = self.run(lambda evm: evm.message_call(caller=sender, to=to, calldata=data, gas=gas))
        result["logs"] = [
            {"address": log.address.lower(), "topics": [plain(t) for t in log.topics], "data": plain(log.data[1])}
            for log in (self.evm.result.logs if result["success"] else [])]
        self.keep()
        return result

    def sequence(self, steps, gas):
        evm = self.machine()
        checkpoint = evm.snapshot()
        results = []
        for step in steps:
            if "time" in step:
                block = dict(self.block, timestamp=int(step["time"]))
                evm.set_block_env(self.pyrevm.BlockEnv(**block))
            to, data, sender = step["to"], bytes.fromhex(step["data"]), step.get("from", DEFAULT_SENDER)
            limit = int(step.get("gas", gas))
            results.append(self.run(lambda evm: evm.message_call(caller=sender, to=to, calldata=data, gas=limit)))
            if self.evm is None:
                raise ValueError("a step that is no transaction")
        evm.revert(checkpoint)
        evm.set_block_env(self.pyrevm.BlockEnv(**self.block))
        return results

    def deploy(self, sender, code, gas):
        result = self.run(lambda evm: evm.deploy(sender, code, gas=gas))
        self.keep()
        return result

    def answer(self, request):
        op = request.get("op")
        sender, gas = request.get("from", DEFAULT_SENDER), int(request.get("gas", DEFAULT_GAS))
        if op == "configure":
            self.configure(request)
            return {"ok": True}
        if op == "reset":
            self.reset()
            return {"ok": True}
        if op == "deploy":
            return self.deploy(sender, bytes.fromhex(request["code"]), gas)
        if op == "call":
            return self.call(sender, request["to"], bytes.fromhex(request["data"]), gas)
        if op == "transact":
            return self.transact(sender, request["to"], bytes.fromhex(request["data"]), gas)
        if op == "code":
            return {"code": (self.accounts.get(request["address"], (0, None))[1] or b"").hex()}
        if op == "batch":
            to = request["to"]
            return {"results": [self.call(sender, to, bytes.fromhex(data), gas) for data in request["data"]]}
        if op == "sequence":
            return {"results": self.sequence(request["steps"], gas)}
        raise ValueError(f"unknown op {op!r}")


def plain(value):
    """Hex without a prefix, whichever way the library spells bytes."""
    return value.hex() if isinstance(value, bytes) else str(value).removeprefix("0x")


def main():
    out = sys.stdout.buffer

    def send(answer):
        out.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
        out.flush()

    try:
        import pyrevm
    except ImportError as missing:
        send({"error": f"{missing}"})
        return 1
    machine = Machine(pyrevm)
    send({"ok": True, "spec": SPEC})
    for line in sys.stdin.buffer:
        try:
            send(machine.answer(json.loads(line)))
        except (KeyError, TypeError, ValueError, OverflowError) as unusable:
            send({"error": f"{type(unusable).__name__}: {unusable}"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
