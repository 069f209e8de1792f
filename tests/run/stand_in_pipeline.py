"""Stand-ins for the pipeline, in a module of their own so that worker processes can import them."""

from __future__ import annotations

import os
import signal
import time

from tacitus.errors import CodebookError, UnsupportedLanguage
from tacitus.records import CodedArticle, Coder, Document


class Pipeline:
    """Does to a document what its text says."""

    coder = Coder(name="tacitus", version="test")

    def code(self, document: Document) -> CodedArticle:
        match document.text.split():
            case ["sleep", seconds]:
                time.sleep(float(seconds))
            case ["crash"]:
                os.kill(os.getpid(), signal.SIGSEGV)
            case ["kill"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["memory"]:
                _ = bytearray(8 * 1024**3)
            case ["french"]:
                raise UnsupportedLanguage("the article is in French", where=document.id)
            case ["fault"]:
                raise ZeroDivisionError("a fault of ours")
            case ["pid"]:
                document = document.model_copy(update={"title": str(os.getpid())})
            case ["threads"]:
                document = document.model_copy(update={"title": os.environ.get("OMP_NUM_THREADS")})
        return CodedArticle(document=document, coder=self.coder)


class WrongCodebook:
    def __new__(cls) -> WrongCodebook:
        raise CodebookError("a trigger has no type", where="triggers.yaml:12")
