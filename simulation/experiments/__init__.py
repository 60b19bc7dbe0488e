"""Many runs: work spread over processes, twin worlds, comparisons of policies."""
