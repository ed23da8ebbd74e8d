"""The process of metrology."""

from pathlib import Path

from services.kit.process import run_domain
from services.metrology.rules.filing import findings

if __name__ == "__main__":
    run_domain("metrology", Path(__file__).parent, findings)
