"""What ``doctor`` says of what the shop keeps: copies, files, connectors, erasures, sealed pages.

Everything is read from outside and nothing is changed; a part that a store of this age or state
does not have is left out.
"""
