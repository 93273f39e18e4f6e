"""What Glance is made with, from the files in which it is pinned. tools/release/make_sbom.py makes
a bill of materials of it."""
