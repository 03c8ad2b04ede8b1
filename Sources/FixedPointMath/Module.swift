// FixedPointMath: see the module table in Docs/architecture.md.
