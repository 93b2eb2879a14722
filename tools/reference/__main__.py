"""``python -m tools.reference``."""

from tools.reference import main

if __name__ == "__main__":
    main()
