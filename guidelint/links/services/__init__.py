"""Services that know more than a status code tells: one module for each, and one table of them.

A service recognises its addresses (`claim`), says what it asks (`questions`) and what an answer means
(`read`). None of these functions touches the network: `guidelint.links.services.desk` does the asking, and
leaves to plain requests whatever a service did not settle.
"""
