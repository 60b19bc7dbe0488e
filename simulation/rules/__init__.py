"""The rulebook: small pure scalar functions that give the same bits in plain Python, compiled natively and as WebAssembly."""
