"""What the documentation computes: worked readings, the register, the sources, the reference.

All of it gives MyST text and needs no Sphinx; `site_build` beside it is the Sphinx extension.
"""
