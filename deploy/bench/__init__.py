"""Our answers against a bare floor of the same parts: FastAPI, gRPC, and one indexed read or one guarded update."""
