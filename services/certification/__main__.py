"""The process of certification."""

from pathlib import Path

from services.kit.process import run_domain

if __name__ == "__main__":
    run_domain("certification", Path(__file__).parent)
