"""From pages to executed notebooks: keys, the store, kernels, shards, and what is fresh."""
