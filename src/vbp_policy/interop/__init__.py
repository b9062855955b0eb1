"""Next to the core: files, tables and other libraries, each an extra."""
