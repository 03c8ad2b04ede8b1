// BN254: see the module table in Docs/architecture.md.
