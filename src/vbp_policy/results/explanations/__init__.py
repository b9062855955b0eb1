"""Results told step by step, in English and in Chinese: what `explain` gives."""
