"""Scripts that run in the platform's containers on Azure."""
