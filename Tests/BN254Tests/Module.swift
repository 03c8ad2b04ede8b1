// BN254 suites.
