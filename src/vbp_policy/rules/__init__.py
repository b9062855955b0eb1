"""The rules, one module a topic: pure functions of a policy and of what it leaves to the caller."""
