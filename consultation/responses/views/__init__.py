"""The citizen writes: at a paragraph, in her draft, and with a receipt in her hand."""
