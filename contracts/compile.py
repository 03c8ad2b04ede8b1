#!/usr/bin/env python3
"""Compiles the contracts and rewrites contracts/artifacts.

  python3 contracts/compile.py            rewrite every artifact
  python3 contracts/compile.py --check    compile, compare, write nothing; exit 1 and name what differs
  python3 contracts/compile.py FILE.sol   only the artifacts of these sources

Needs the solc named below on PATH (or in $SOLC). An artifact holds everything needed to check it against its sources:
the compiler's version, all settings and the keccak256 of every source that went in. Metadata is left out of the
bytecode, so that the same source gives the same bytes on every machine.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

COMPILER = "0.8.28"
ROOT = pathlib.Path(__file__).resolve().parent
ARTIFACTS = ROOT / "artifacts"
# Sources whose contracts become artifacts; interfaces only take part in what imports them.
FOLDERS = [".", "adapters", "mocks", "generated", "generated/features", "examples", "test"]


def settings(source):
    """A generated verifier is assembly with its own layout of memory, in the order that is best already: the pipeline over
    Yul would double its code for 0.2 % of its gas. Runs are high throughout: a feed is deployed once and called every
    round."""
    return {
        "optimizer": {"enabled": True, "runs": 1_000_000},
        "viaIR": not source.startswith("generated/"),
        "evmVersion": "cancun",
        "metadata": {"appendCBOR": False, "bytecodeHash": "none"},
        "outputSelection": {"*": {"*": ["abi", "metadata", "evm.bytecode.object", "evm.deployedBytecode.object"]}},
    }


def solc_path():
    return os.environ.get("SOLC", "solc")


def solc_version():
    try:
        text = subprocess.run([solc_path(), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"compile.py: cannot run {solc_path()}: {problem}; install solc {COMPILER} or set SOLC")
    found = re.search(r"Version: (\d+\.\d+\.\d+)(\+commit\.[0-9a-f]{8})?", text)
    if found is None or found[1] != COMPILER:
        sys.exit(f"compile.py: {solc_path()} is version {found[1] if found else 'unknown'}, not {COMPILER}")
    return found[1] + (found[2] or "")


def compile_source(path):
    """The artifacts of one source, by contract name."""
    name = path.relative_to(ROOT).as_posix()
    options = settings(name)
    request = {
        "language": "Solidity",
        "sources": {name: {"urls": [name]}},
        "settings": options,
    }
    run = subprocess.run(
        [solc_path(), "--standard-json", "--base-path", ".", "--allow-paths", "."],
        input=json.dumps(request), capture_output=True, text=True, cwd=ROOT)
    if run.returncode != 0 or not run.stdout:
        sys.exit(f"compile.py: {name}: {run.stderr}")
    answer = json.loads(run.stdout)
    problems = [e["formattedMessage"] for e in answer.get("errors", []) if e["severity"] in ("error", "warning")]
    if problems:
        sys.exit(f"compile.py: {name}:\n" + "\n".join(problems))
    version = solc_version()
    artifacts = {}
    for contract, output in answer["contracts"][name].items():
        code = output["evm"]["bytecode"]["object"]
        if not code:
            continue
        deployed = output["evm"]["deployedBytecode"]["object"]
        if len(deployed) // 2 > 24_576:
            sys.exit(f"compile.py: {name}: {contract} has {len(deployed) // 2} bytes, more than a chain accepts (24,576)")
        sources = json.loads(output["metadata"])["sources"]
        artifacts[contract] = {
            "contract": contract,
            "source": name,
            "compiler": {"name": "solc", "version": version},
            "settings": {key: value for key, value in options.items() if key != "outputSelection"},
            "sources": {path: sources[path]["keccak256"] for path in sorted(sources)},
            "abi": output["abi"],
            "bytecode": "0x" + code,
            "deployedBytecode": "0x" + deployed,
        }
    return artifacts


def main(arguments):
    check = "--check" in arguments
    named = [pathlib.Path(a).resolve() for a in arguments if not a.startswith("--")]
    sources = named or sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.sol"))
    differing = []
    for source in sources:
        for contract, artifact in compile_source(source).items():
            path = ARTIFACTS / f"{contract}.json"
            text = json.dumps(artifact, indent=1) + "\n"
            size = (len(artifact["deployedBytecode"]) - 2) // 2
            if check:
                if not path.exists() or path.read_text() != text:
                    differing.append(path.name)
            else:
                ARTIFACTS.mkdir(exist_ok=True)
                path.write_text(text)
                print(f"{path.relative_to(ROOT.parent)}: {size:,} bytes deployed")
    if differing:
        print("compile.py: not what the sources compile to: " + ", ".join(differing) + "; run `make contracts`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
