"""`python -m deploy.demo`: load the demonstration into running services."""

from deploy.demo.loader import Loader
from services.kit.settings import Settings

if __name__ == "__main__":
    print(f"the demonstration has {Loader(Settings()).load()} cases")
