"""The fault harness: the portal as processes under load, killed, cut off and set forward, then counted.

``make faults``, or ``python -m tools.faults --help``. The portal's own code knows nothing of it: what is run
is what is shipped, and a fault point is put around one of its functions from here (``points``).
"""
