"""The checker of archives: shares nothing with what made them but scoring and the byte formats."""
