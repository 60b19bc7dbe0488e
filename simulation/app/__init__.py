"""Pages for managers, teachers and researchers: plain ES modules around the engine as WebAssembly, the small server behind them, and the same pages as one file."""
