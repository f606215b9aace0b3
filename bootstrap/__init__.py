"""What `make up` needs on a bare machine; standard library only: it runs before `.venv` exists."""
