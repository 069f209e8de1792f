"""`python -m tacitus` is `tacitus`."""

from tacitus.cli.main import main

if __name__ == "__main__":
    main()
