"""Rules over a plan: what a platform must have, why, and how to mend it; no cloud is asked."""
