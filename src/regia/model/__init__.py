"""The words of Regia as frozen values, and the contract of an evidence table.

Nothing here reads a file, a clock or a network.
"""
