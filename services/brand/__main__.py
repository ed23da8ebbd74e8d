"""The process of brand."""

from pathlib import Path

from services.kit.process import run_domain

if __name__ == "__main__":
    run_domain("brand", Path(__file__).parent)
